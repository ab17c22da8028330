"""A network's stages, blocks, branches and layers as one tree, with the numbers of each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Literal, NamedTuple

from archcalc.analysis import Analysis, LayerResult
from archcalc.network import Group, GroupKind
from archcalc.ops.base import Dims


class Node(NamedTuple):
    """A layer or a group of layers; "size" is a run of neighbours at one spatial resolution."""

    name: str
    path: str
    label: str
    kind: GroupKind | Literal["layer", "size"]
    parts: tuple[LayerResult, ...]
    children: tuple[Node, ...] = ()

    @property
    def size(self) -> Dims:
        """The spatial resolution it works at: its last weighted layer's, or its last layer's."""
        weighted = (part for part in reversed(self.parts) if part.layer.op.role == "weighted")
        last = next(weighted, self.parts[-1] if self.parts else None)
        return last.out_shape[1:] if last else ()

    @property
    def given_name(self) -> str:
        """Its name, where a person gave it one: weights have one, relu1 is but numbered."""
        if self.kind != "layer" or self.is_weighted:
            return self.name
        kind = self.parts[0].op
        rest = self.name.removeprefix(kind)
        return "" if rest != self.name and rest.isdigit() else self.name

    @property
    def key(self) -> tuple[str, bool]:
        """What it is called by: AlexNet's layer conv2 and VGG's stage conv2 are called alike."""
        return self.given_name, self.kind == "layer" and not self.is_weighted

    @property
    def is_weighted(self) -> bool:
        """Whether it holds convolutions or linear layers."""
        return any(part.layer.op.role == "weighted" for part in self.parts)


def nodes(analysis: Analysis) -> tuple[Node, ...]:
    """The top of the tree, in order; auxiliary heads where the analysis counts them."""
    return tuple(_within(analysis, analysis.network.groups, 0, len(analysis.rows)))


def _within(analysis: Analysis, groups: Sequence[Group], start: int, stop: int) -> Iterator[Node]:
    position = start
    for group in groups:
        yield from _leaves(analysis, position, group.start)
        position = group.stop
        if group.kind != "aux" or analysis.with_aux:
            inner = tuple(_within(analysis, group.groups, group.start, group.stop))
            parts = tuple(part for node in inner for part in node.parts)
            yield Node(group.name, group.path, group.label, group.kind, parts, inner)
    yield from _leaves(analysis, position, stop)


def _leaves(analysis: Analysis, start: int, stop: int) -> Iterator[Node]:
    for row in analysis.rows[start:stop]:
        if analysis.with_aux or not row.layer.aux:
            yield Node(row.layer.name, row.path, row.op, "layer", (row,))


def by_size(nodes: Sequence[Node]) -> tuple[Node, ...]:
    """The nodes in runs of one spatial resolution, each run a node named 56×56 (or empty)."""
    runs = ((size, tuple(run)) for size, run in groupby(nodes, key=lambda node: node.size))
    return tuple(_run(size, run) for size, run in runs)


def _run(size: Dims, run: tuple[Node, ...]) -> Node:
    name = "×".join(map(str, size))
    return Node(name, name, "", "size", tuple(part for node in run for part in node.parts), run)
