"""Several networks' trees as one: stages by name or by resolution, then blocks, then layers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from archcalc.analysis import Analysis, LayerResult
from archcalc.compare.matching import matched
from archcalc.compare.tree import Node, by_size, nodes


class Aligned(NamedTuple):
    """One part as each network has it; None where a network has none. `rows` are what is in it."""

    nodes: tuple[Node | None, ...]
    rows: tuple[Aligned, ...]

    @property
    def node(self) -> Node:
        """The first network's that has one."""
        return next(node for node in self.nodes if node is not None)

    def parts(self, network: int) -> tuple[LayerResult, ...]:
        """The layers that it is in one network; none where that has no such part."""
        node = self.nodes[network]
        return node.parts if node else ()

    def leaves(self) -> Iterator[Aligned]:
        """Every layer in it, in order."""
        if not self.rows:
            yield self
        for row in self.rows:
            yield from row.leaves()


Slots = tuple[Node | None, ...]


def align(analyses: Sequence[Analysis]) -> tuple[Aligned, ...]:
    """The networks' parts beside each other, each layer of each in exactly one place.

    Stages are matched by name or, where networks name them differently, by spatial resolution;
    within them blocks, branches and layers by name, then by operation and order.
    """
    tops = [nodes(analysis) for analysis in analyses]
    if not _speak_alike(tops):
        sized = [by_size(top) for top in tops]
        tops = sized if max(map(len, sized)) > 1 else tops
    return _rows(tops)


def _speak_alike(tops: Sequence[Sequence[Node]]) -> bool:
    """Whether at least half of what has weights goes by the same name as in the first network."""
    first, *others = [{node.key for node in top if node.is_weighted} for top in tops]
    return all(2 * len(first & other) >= min(len(first), len(other)) for other in others)


def _rows(sides: Sequence[Sequence[Node]]) -> tuple[Aligned, ...]:
    slots: list[Slots] = [(node,) for node in sides[0]]
    for known, side in enumerate(sides[1:], start=1):
        slots = list(_added(slots, side, known))
    return tuple(Aligned(slot, _inner(slot)) for slot in slots)


def _added(slots: Sequence[Slots], side: Sequence[Node], known: int) -> Iterator[Slots]:
    """The slots with one more network in them."""
    shown = [next(node for node in slot if node is not None) for slot in slots]
    for i, j in matched(shown, side):
        before: Slots = (None,) * known if i is None else slots[i]
        yield (*before, None if j is None else side[j])


def _inner(slot: Slots) -> tuple[Aligned, ...]:
    """What is within; a layer beside a group is looked at as a group of one."""
    if not any(node and node.children for node in slot):
        return ()
    return _rows([_within(node) for node in slot])


def _within(node: Node | None) -> tuple[Node, ...]:
    if node is None:
        return ()
    return (node,) if node.kind == "layer" else node.children
