"""A network as its paper's table cuts it: loose layers and blocks in order, and what is in a block.

A residual or parallel structure without a name is a block, too: it has one entry and one exit.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from archcalc.analysis import Analysis, LayerResult
from archcalc.network import INPUT, Group, Layer
from archcalc.structure import depths as depths_of

_FARTHEST = 500
"""How many layers before its sum a residual without a name is looked for."""


class Item(NamedTuple):
    """A loose layer, or a block or stage: the layers from `start` up to `stop`."""

    name: str
    path: str
    start: int
    stop: int
    label: str = ""
    group: Group | None = None
    is_block: bool = False

    @property
    def is_stage(self) -> bool:
        """Whether it holds blocks or layers in a row and does nothing of its own."""
        return self.group is not None and is_row(self.group)


def is_row(group: Group) -> bool:
    """Whether a group only sets its contents one after the other."""
    return group.kind == "stage" or (group.kind == "block" and group.label == "repeat")


def items(analysis: Analysis, within: Item | None = None) -> list[Item]:
    """What stands one after the other in the network, or in a stage of it."""
    if within is None or within.group is None:
        groups, start, stop = analysis.network.groups, 0, len(analysis.rows)
    else:
        groups, start, stop = within.group.groups, within.start, within.stop
    found: list[Item] = []
    for item in _elements(analysis, groups, start, stop):
        found.append(item)
        if not item.is_block and analysis.rows[item.start].layer.op.role == "merge":
            _ = _join_branches(found) or _join_residual(analysis, found)
    return found


def flat(analysis: Analysis, within: Item | None = None) -> Iterator[Item]:
    """The same with every stage opened."""
    for item in items(analysis, within):
        if item.is_stage:
            yield from flat(analysis, item)
        else:
            yield item


def _elements(analysis: Analysis, groups: Sequence[Group], start: int, stop: int) -> Iterator[Item]:
    position = start
    for group in groups:
        yield from map(_loose, analysis.rows[position : group.start], range(position, group.start))
        position = group.stop
        if group.kind != "aux":
            yield Item(group.name, group.path, group.start, group.stop, group.label, group, True)
    yield from map(_loose, analysis.rows[position:stop], range(position, stop))


def _loose(row: LayerResult, index: int) -> Item:
    return Item(row.layer.name, row.path, index, index + 1)


def _join_branches(found: list[Item]) -> bool:
    """Branches that stand loose, with the layer that joins them, as one block."""
    first = len(found) - 1
    while first and _is_branch(found[first - 1]):
        first -= 1
    return _join(found, first, "parallel")


def _is_branch(item: Item) -> bool:
    return item.group is not None and item.group.kind == "branch"


def _join_residual(analysis: Analysis, found: list[Item]) -> bool:
    """A sum with the loose layers between it and the value where its inputs part."""
    last = found[-1].start
    if analysis.rows[last].layer.op.kind != "add":
        return False
    entry = _entry(analysis, last)
    first = next((n for n, item in enumerate(found) if item.start > entry), len(found))
    loose = all(not item.is_block for item in found[first:])
    return loose and _join(found, first, "residual")


def _entry(analysis: Analysis, last: int) -> int:
    """The value that all inputs of a layer come from; the layer itself where none is near."""
    sources = set(analysis.rows[last].layer.inputs)
    for index in range(last - 1, max(INPUT, last - _FARTHEST), -1):
        if len(sources) > 1 and index in sources:
            sources.remove(index)
            sources.update(analysis.rows[index].layer.inputs)
    return sources.pop() if len(sources) == 1 else last


def _join(found: list[Item], first: int, label: str) -> bool:
    if first >= len(found) - 1:
        return False
    start, stop = found[first].start, found[-1].stop
    found[first:] = [Item("", found[-1].path, start, stop, label, None, True)]
    return True


# --- inside a block ------------------------------------------------------------------------------


def branches(analysis: Analysis, item: Item) -> list[list[int]]:
    """The layers on each way into the concatenation that ends a block; none where none does."""
    rows = analysis.rows
    end = max(
        (i for i in range(item.start, item.stop) if rows[i].layer.op.role == "merge"),
        default=INPUT,
    )
    tail = range(end + 1, item.stop)
    if end == INPUT or rows[end].layer.op.kind != "concat":
        return []
    if not all(rows[i].layer.op.in_place for i in tail):
        return []
    return [_reached(analysis, source, item.start, item.stop) for source in rows[end].layer.inputs]


def main_layers(analysis: Analysis, item: Item) -> list[int]:
    """A block's layers but for shortcuts: what leads to a sum with at most one 1×1 convolution."""
    last = item.stop - 1
    while last > item.start and analysis.rows[last].layer.aux:
        last -= 1
    return _reached(analysis, last, item.start, item.stop)


def _reached(analysis: Analysis, source: int, start: int, stop: int) -> list[int]:
    """What leads to `source` within a block, in order."""
    depths = depths_of(analysis.network, start, stop)
    seen: set[int] = set()
    waiting = [source]
    while waiting:
        index = waiting.pop()
        if start <= index < stop and index not in seen:
            seen.add(index)
            waiting += _followed(analysis, analysis.rows[index].layer, depths)
    return sorted(seen)


def _followed(analysis: Analysis, layer: Layer, depths: dict[int, int]) -> Sequence[int]:
    """The inputs that are no shortcuts."""
    if layer.op.kind != "add":
        return layer.inputs
    deepest = max(layer.inputs, key=lambda i: depths.get(i, 0))
    return [i for i in layer.inputs if i == deepest or not _is_shortcut(analysis, i, depths)]


def _is_shortcut(analysis: Analysis, source: int, depths: dict[int, int]) -> bool:
    """Whether a way holds nothing but one 1×1 convolution at the most."""
    if depths.get(source, 0) > 1:
        return False
    while depths.get(source, 0):
        layer = analysis.rows[source].layer
        if layer.op.role == "weighted":
            size = getattr(layer.op, "kernel_size", 0)
            return set(size) == {1} if isinstance(size, tuple) else size == 1
        source = layer.inputs[0]
    return True


def depth(analysis: Analysis, item: Item) -> int:
    """Weighted layers on the longest way through an item."""
    return max(depths_of(analysis.network, item.start, item.stop).values())


def end(analysis: Analysis, item: Item) -> LayerResult:
    """The layer whose output is the item's."""
    rows = [r for r in analysis.rows[item.start : item.stop] if not r.layer.aux]
    rows = rows or list(analysis.rows[item.start : item.stop])
    written = (row for row in reversed(rows) if not row.layer.op.in_place)
    return next(written, rows[-1])
