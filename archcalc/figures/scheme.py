"""What a diagram shows, before it is laid out: boxes, the arrows between them, frames around them.

Layers come together to boxes by the network's own groups; what works in place joins the layer
before it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Literal, NamedTuple

from archcalc.analysis import Analysis, LayerResult
from archcalc.errors import InputError
from archcalc.lang import say
from archcalc.network import INPUT, Group
from archcalc.ops.base import Dims

Collapse = Literal["stage", "block", "none"]
Form = Literal["box", "bar", "circle", "input"]
FEW = 26
"""So many boxes are shown by default, before blocks or stages close."""


class Merge(NamedTuple):
    """How a meeting of branches is drawn: a bar across, or a circle with a sign."""

    form: Form
    sign: str = ""


MERGES = {"concat": Merge("bar"), "add": Merge("circle", "+"), "multiply": Merge("circle", "×")}


class Unit(NamedTuple):
    """One box: a layer with what works in place on it, or a closed group.

    `rows` are all of its layers, those of its `times` rounds if it stands for several alike;
    `main` is the layer it is named after. `within` are the paths of the frames around it.
    """

    path: str
    form: Form
    group: Group | None
    main: LayerResult | None
    rows: tuple[LayerResult, ...]
    out: Dims
    within: tuple[str, ...] = ()
    times: int = 1
    last: str = ""
    """The path of the last round."""
    sign: str = ""


class Scheme(NamedTuple):
    """Boxes in order, and arrows as pairs of their indices; `frames` by path."""

    analysis: Analysis
    units: tuple[Unit, ...]
    edges: tuple[tuple[int, int], ...]
    frames: dict[str, Group]
    collapse: Collapse


class Choice(NamedTuple):
    """What to show: how far groups are closed, in-place layers in boxes of their own, a part."""

    collapse: Collapse | None = None
    apart: bool = False
    part: str = ""


def scheme(analysis: Analysis, choice: Choice) -> Scheme:
    """The boxes and arrows of `analysis`. Raises UnknownNameError for an unknown part.

    Without a level groups stay open where there are few boxes; else blocks close, then stages.
    """
    levels: tuple[Collapse, ...] = (
        (choice.collapse,) if choice.collapse else ("none", "block", "stage")
    )
    for level in levels:
        found = _scheme(analysis, level, choice)
        if len(found.units) <= FEW:
            break
    return found


def _scheme(analysis: Analysis, level: Collapse, choice: Choice) -> Scheme:
    from archcalc.figures.repeats import folded  # it knows units

    start, stop, groups = _extent(analysis, choice.part)
    made = _Maker(analysis, level, choice, start, stop)
    made.walk(groups, start, stop, ())
    found = made.finished()
    return _without_idle_frames(found if level == "none" else folded(found))


def _without_idle_frames(scheme: Scheme) -> Scheme:
    """The same without frames around one box, which is then called by its whole path."""
    held = Counter(path for unit in scheme.units for path in unit.within)
    repeated = {path for unit in scheme.units if unit.times > 1 for path in unit.within}
    kept = {path for path, count in held.items() if count > 1 or path in repeated}
    units = tuple(
        unit._replace(within=tuple(path for path in unit.within if path in kept))
        for unit in scheme.units
    )
    return scheme._replace(units=units)


def _extent(analysis: Analysis, part: str) -> tuple[int, int, Sequence[Group]]:
    network = analysis.network
    if not part:
        return 0, len(analysis.rows), network.groups
    group = network.group(part)
    if group is None:
        network.index(part)  # its error names near misses
        raise InputError(say('"{part}" is one layer: a part of a diagram is a stage or block',
                             part=part))  # fmt: skip
    return group.start, group.stop, group.groups


class _Maker:
    """Goes through the layers once; `owner` says which box each went into."""

    def __init__(
        self, analysis: Analysis, level: Collapse, choice: Choice, start: int, stop: int
    ) -> None:
        self.analysis, self.level, self.choice = analysis, level, choice
        self.start, self.stop = start, stop
        first = analysis.rows[start].in_shapes[0] if choice.part else analysis.input
        self.units = [Unit("input", "input", None, None, (), first)]
        self.owner: dict[int, int] = {INPUT: 0}
        self.frames: dict[str, Group] = {}
        self.readers = self._readers()

    def _readers(self) -> dict[int, int]:
        readers: dict[int, int] = {}
        for row in self.analysis.layers:
            for source in row.layer.inputs:
                readers[source] = readers.get(source, 0) + 1
        return readers

    def walk(self, groups: Sequence[Group], start: int, stop: int, within: tuple[str, ...]) -> None:
        position = start
        for group in groups:
            self._loose(position, group.start, within)
            position = group.stop
            if group.kind == "aux" and not self.analysis.with_aux:
                continue
            if self._closed(group):
                self._close(group, within)
                continue
            framed = group.kind != "branch" and group.stop - group.start > 1
            if framed:
                self.frames[group.path] = group
            inner = (*within, group.path) if framed else within
            self.walk(group.groups, group.start, group.stop, inner)
        self._loose(position, stop, within)

    def _closed(self, group: Group) -> bool:
        kinds = {"stage": ("stage", "block", "aux"), "block": ("block", "aux"), "none": ()}
        return group.kind in kinds[self.level]

    def _close(self, group: Group, within: tuple[str, ...]) -> None:
        rows = tuple(
            row
            for row in self.analysis.rows[group.start : group.stop]
            if self.analysis.with_aux or not row.layer.aux
        )
        here = len(self.units)
        self.owner.update((i, here) for i in range(group.start, group.stop))
        written = [row for row in rows if not row.layer.op.in_place]
        end = (written or rows)[-1]
        self.units.append(Unit(group.path, "box", group, None, rows, end.out_shape, within))

    def _loose(self, start: int, stop: int, within: tuple[str, ...]) -> None:
        for i in range(start, stop):
            row = self.analysis.rows[i]
            if self.analysis.with_aux or not row.layer.aux:
                self._layer(i, row, within)

    def _layer(self, i: int, row: LayerResult, within: tuple[str, ...]) -> None:
        """A box of its own, or with the one before it: in place, or behind what had no layer."""
        op, source = row.layer.op, row.layer.inputs[0]
        before = self.owner.get(source, 0)
        alone = len(row.layer.inputs) == 1 and self.readers.get(source) == 1 and before > 0
        quiet = op.in_place or op.view
        unit = self.units[before]
        waiting = unit.group is None and unit.main is None
        if alone and not self.choice.apart and (quiet or waiting):
            self.owner[i] = before
            main = unit.main or (row if not quiet and unit.group is None else None)
            self.units[before] = unit._replace(
                main=main,
                path=row.path if main is row else unit.path,
                rows=(*unit.rows, row),
                out=unit.out if op.in_place and unit.main else row.out_shape,
            )
            return
        self.owner[i] = len(self.units)
        leading = quiet and not self.choice.apart
        merge = MERGES.get(op.kind, Merge("box"))
        self.units.append(
            Unit(row.path, merge.form, None, None if leading else row, (row,), row.out_shape,
                 within, sign=merge.sign)
        )  # fmt: skip

    def finished(self) -> Scheme:
        edges: dict[tuple[int, int], None] = {}
        for i in sorted(i for i in self.owner if i != INPUT):
            here = self.owner[i]
            layer = self.analysis.rows[i].layer
            for source in layer.inputs[: layer.op.reads]:  # not those that only lend their size
                there = self.owner.get(source, 0)
                if there != here:
                    edges[there, here] = None
        units = tuple(
            unit if unit.main or unit.group or not unit.rows else unit._replace(main=unit.rows[0])
            for unit in self.units
        )
        return Scheme(self.analysis, units, tuple(edges), self.frames, self.level)


def neighbours(count: int, edges: Iterable[tuple[int, int]]) -> tuple[list[list[int]], list[int]]:
    """Whom each box leads to, and how many lead to it."""
    after: list[list[int]] = [[] for _ in range(count)]
    into = [0] * count
    for one, other in edges:
        after[one].append(other)
        into[other] += 1
    return after, into
