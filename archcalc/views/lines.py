"""The rows of a table: stages, blocks or layers, each with the layers it stands for."""

from __future__ import annotations

import fnmatch
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Literal, NamedTuple

from archcalc.analysis import Analysis, LayerResult
from archcalc.errors import UnknownNameError
from archcalc.lang import counted, say
from archcalc.network import Group, Network
from archcalc.units import in_prose

Collapse = Literal["stage", "block", "none"]
_KINDS = 3
"""A row names what its stage is made of as long as there are no more kinds than this."""
ONE_SCREEN = 30
"""Blocks are rows as long as there are no more of them than this."""


class Line(NamedTuple):
    """One row: a layer, a group of layers, or (without layers) a heading."""

    path: str
    label: str
    kernel: str
    parts: tuple[LayerResult, ...]
    level: int = 0

    @property
    def end(self) -> LayerResult | None:
        """The layer whose output is the row's: the last one that writes an output of its own."""
        written = (part for part in reversed(self.parts) if not part.layer.op.in_place)
        return next(written, self.parts[-1] if self.parts else None)


def lines(analysis: Analysis, collapse: Collapse | None = None) -> list[Line]:
    """The rows at one level of detail; by default blocks, or stages where blocks are too many."""
    if collapse == "none":
        return list(_tree(analysis, analysis.network.groups, 0, len(analysis.rows), 0))
    rows = list(_collapsed(analysis, collapse or "block"))
    if collapse is None and len(rows) > ONE_SCREEN:
        rows = list(_collapsed(analysis, "stage"))
    return _shortened(rows)


def _shortened(rows: list[Line]) -> list[Line]:
    """Rows by the last part of their path (conv1_1) where a whole stage's stay unmistakable."""
    last = Counter(row.path.rpartition(".")[2] for row in rows)
    unclear = {
        parent for parent, _, name in (row.path.rpartition(".") for row in rows) if last[name] > 1
    }
    shortened = []
    for row in rows:
        parent, _, name = row.path.rpartition(".")
        shortened.append(row if parent in unclear else row._replace(label=name))
    return shortened


def chosen(rows: Sequence[Line], patterns: Sequence[str], network: Network) -> list[Line]:
    """The rows whose path or label matches a pattern (``3a``, ``4*``), or that lie within it."""
    for pattern in patterns:
        if not any(_matches(row, pattern) for row in rows):
            names = [row.label for row in rows]
            what = say("row of {network}", network=network.name)
            raise UnknownNameError(what, pattern, names, say("see --collapse"))
    return [row for row in rows if any(_matches(row, pattern) for pattern in patterns)]


def _matches(row: Line, pattern: str) -> bool:
    """By path or label, or inside a group of that path."""
    names = (row.path, pattern), (row.label, pattern), (row.path, f"{pattern}.*")
    return any(fnmatch.fnmatchcase(name, wanted) for name, wanted in names)


def unnested(rows: Sequence[Line]) -> list[Line]:
    """Rows taken out of their tree: by their full paths, without the headings over them."""
    return [row._replace(label=row.path, level=0) for row in rows if row.parts]


# --- collapsed -----------------------------------------------------------------------------------


def _collapsed(analysis: Analysis, collapse: Collapse) -> Iterator[Line]:
    """Groups and loose layers in order; what works in place belongs to the row before it."""
    first: Line | None = None
    behind: list[LayerResult] = []
    for line in _entries(analysis, analysis.network.groups, 0, len(analysis.rows), collapse):
        if first is not None and len(line.parts) == 1 and line.parts[0].layer.op.in_place:
            behind += line.parts
            continue
        if first is not None:
            yield _joined(first, behind)
        first, behind = line, []
    if first is not None:
        yield _joined(first, behind)


def _joined(line: Line, behind: list[LayerResult]) -> Line:
    """A row with what works in place behind it; what has parameters of its own is named."""
    named = [line.kernel, *(_brief(part) for part in behind if part.params)]
    return line._replace(parts=(*line.parts, *behind), kernel=", ".join(named))


def _entries(
    analysis: Analysis, groups: Sequence[Group], start: int, stop: int, collapse: Collapse
) -> Iterator[Line]:
    position = start
    for group in groups:
        yield from _loose(analysis, position, group.start)
        position = group.stop
        if collapse == "block" and group.kind == "stage":
            yield from _entries(analysis, group.groups, group.start, group.stop, collapse)
        elif group.kind != "aux" or analysis.with_aux:
            parts = tuple(_counted(analysis, group.start, group.stop))
            yield Line(group.path, group.path, group_kernel(group, parts), parts)
    yield from _loose(analysis, position, stop)


def _brief(row: LayerResult) -> str:
    return row.layer.op.brief(len(row.in_shapes[0]) - 1)


def _loose(analysis: Analysis, start: int, stop: int) -> Iterator[Line]:
    for row in _counted(analysis, start, stop):
        yield Line(row.path, row.path, _brief(row), (row,))


def _counted(analysis: Analysis, start: int, stop: int) -> Iterator[LayerResult]:
    for row in analysis.rows[start:stop]:
        if analysis.with_aux or not row.layer.aux:
            yield row


def group_kernel(group: Group, parts: Sequence[LayerResult]) -> str:
    """``1×1, 3×3`` for a short chain; otherwise the block's name, or how many blocks it holds."""
    if group.kind == "stage":
        return _stage_kernel(group, parts)
    weighted = _weighted(parts)
    merges = any(part.layer.op.role == "merge" for part in parts)
    if weighted and not merges and len(weighted) <= 3:
        return ", ".join(map(_brief, weighted))
    return group.label or say(group.kind)


def _weighted(parts: Sequence[LayerResult]) -> list[LayerResult]:
    return [part for part in parts if part.layer.op.role == "weighted"]


def _stage_kernel(group: Group, parts: Sequence[LayerResult]) -> str:
    """``3 × bottleneck``, ``2 × 3×3, 1×1``: what the stage repeats; too many kinds are counted."""
    blocks = [inner.label for inner in group.groups if inner.kind == "block"]
    weighted = _weighted(parts)
    runs = [(name, len(list(run))) for name, run in groupby(blocks or map(_brief, weighted))]
    if 0 < len(runs) <= _KINDS:
        return ", ".join(f"{count} × {name}" if count > 1 else name for name, count in runs)
    return group.label or _layer_count(len(weighted), len(parts))


def _layer_count(weighted: int, every: int) -> str:
    if weighted:
        n = in_prose(weighted)
        return counted("{n} weighted layer", "{n} weighted layers", weighted, n=n)
    return counted("{n} layer", "{n} layers", every, n=in_prose(every))


# --- every layer ---------------------------------------------------------------------------------


def _tree(
    analysis: Analysis, groups: Sequence[Group], start: int, stop: int, level: int
) -> Iterator[Line]:
    position = start
    for group in groups:
        yield from _leaves(analysis, position, group.start, level)
        position = group.stop
        if group.kind != "aux" or analysis.with_aux:
            yield Line(group.path, group.name, group.label, (), level)
            yield from _tree(analysis, group.groups, group.start, group.stop, level + 1)
    yield from _leaves(analysis, position, stop, level)


def _leaves(analysis: Analysis, start: int, stop: int, level: int) -> Iterator[Line]:
    for row in _counted(analysis, start, stop):
        yield Line(row.path, row.layer.name, _brief(row), (row,), level)
