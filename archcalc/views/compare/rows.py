"""Which rows a comparison shows: levels of detail, what is picked, and what would repeat itself."""

from __future__ import annotations

import fnmatch
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from archcalc.analysis import LayerResult
from archcalc.compare import Aligned
from archcalc.errors import UnknownNameError
from archcalc.lang import say
from archcalc.views.compare.words import label_of, path_of
from archcalc.views.lines import ONE_SCREEN, Collapse

_EVERY_LAYER = 14
"""Every layer has a row as long as there are no more of them than this: a module, a block."""


class Line(NamedTuple):
    """One row; `shown` says of which networks its numbers are more than the row's above it."""

    row: Aligned
    label: str
    level: int
    shown: tuple[bool, ...]

    @property
    def path(self) -> str:
        """Its path in the first network that has it."""
        return path_of(self.row)

    def parts(self, network: int) -> tuple[LayerResult, ...]:
        """Its layers in one network."""
        return self.row.parts(network)


def lines(
    rows: Sequence[Aligned], quantities: Sequence[str], collapse: Collapse | None
) -> list[Line]:
    """The rows at one level of detail; those without any of the `quantities` are left out."""
    every = list(_lines(rows, quantities, collapse or "none", 0))
    if collapse or len(every) <= _EVERY_LAYER:
        return every
    blocks = list(_lines(rows, quantities, "block", 0))
    return blocks if len(blocks) <= ONE_SCREEN else list(_lines(rows, quantities, "stage", 0))


def _lines(
    rows: Sequence[Aligned], quantities: Sequence[str], collapse: Collapse, level: int
) -> Iterator[Line]:
    opened = {"none": (), "block": ("stage", "size"), "stage": ("size",)}[collapse]
    for row in rows:
        if not counts(row, quantities):
            continue
        yield Line(row, label_of(row), level, tuple(node is not None for node in row.nodes))
        if collapse == "none" or row.node.kind in opened:
            inner = list(_lines(row.rows, quantities, collapse, level + 1))
            yield from _adding(row, inner, quantities, level + 1)


def counts(row: Aligned, quantities: Sequence[str]) -> bool:
    """Whether any network has any of the quantities there."""
    every = [part for n in range(len(row.nodes)) for part in row.parts(n)]
    return any(getattr(part, name) for part in every for name in quantities)


def sums(row: Aligned, network: int, quantities: Sequence[str]) -> tuple[int, ...]:
    """What a network has of each quantity there."""
    return tuple(sum(getattr(part, name) for part in row.parts(network)) for name in quantities)


def _adding(
    row: Aligned, inner: list[Line], quantities: Sequence[str], level: int
) -> Iterator[Line]:
    """The rows within, without the numbers that only repeat those of the row above."""
    outer = [sums(row, n, quantities) for n in range(len(row.nodes))]
    for line in inner:
        if line.level > level:
            yield line
            continue
        own = [sums(line.row, n, quantities) for n in range(len(outer))]
        says = [own[n] != outer[n] for n in range(len(outer))]
        shown = tuple(a and b for a, b in zip(line.shown, says, strict=True))
        if any(shown):
            yield line._replace(shown=shown)


def chosen(rows: Sequence[Line], patterns: Sequence[str]) -> list[Line]:
    """The rows whose path or label matches a pattern (``3a``, ``4*``), or that lie within it."""
    for pattern in patterns:
        if not any(_matches(row, pattern) for row in rows):
            names = [row.path for row in rows]
            what = say("row of the comparison")
            raise UnknownNameError(what, pattern, names, say("see --collapse"))
    return [row for row in rows if any(_matches(row, pattern) for pattern in patterns)]


def _matches(row: Line, pattern: str) -> bool:
    names = [row.label, *(node.path for node in row.row.nodes if node)]
    wanted = (pattern, f"{pattern}.*")
    return any(fnmatch.fnmatchcase(name, one) for name in names for one in wanted)
