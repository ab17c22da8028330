"""What a comparison says first: the part that changed most, then the whole."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Any, NamedTuple

from archcalc.analysis import Analysis, LayerResult
from archcalc.compare import Aligned
from archcalc.errors import UnknownNameError
from archcalc.lang import say
from archcalc.views.compare.rows import Line
from archcalc.views.compare.words import part_name, rounded, times, told_of, whole_name
from archcalc.views.model import Column, Row, Table
from archcalc.views.words import headings

_COLUMNS = (
    Column("part", "Part"),
    Column("numbers", "Before → after"),
    Column("change", "Change"),
)
_MOST_TERMS = 4


class Headline(NamedTuple):
    """One quantity of one part, before and after; `terms` are what each side adds up from."""

    name: str
    quantity: str
    before: int
    after: int
    terms: tuple[tuple[int, ...], tuple[int, ...]] = ((), ())

    def cells(self) -> tuple[str, str, str]:
        """``5×5 branch``, ``120M → 2.4M + 10.0M = 12.4M``, ``9.68× fewer``."""
        sides = zip((self.before, self.after), self.terms, strict=True)
        text = " → ".join(rounded(value, terms) for value, terms in sides)
        return self.name, text, times(self.before, self.after)

    def data(self) -> dict[str, Any]:
        """The same, exact."""
        ratio = float(Fraction(self.before, self.after)) if self.after else None
        return {
            "part": self.name,
            "quantity": self.quantity,
            "cells": [self.before, self.after],
            "ratio": ratio,
        }


def headlines(
    analyses: Sequence[Analysis], rows: Sequence[Aligned], shown: Sequence[Line]
) -> list[Headline]:
    """Of two networks: multiplies of the leading part and of the whole, then the parameters."""
    totals = [analysis.totals for analysis in analyses]
    before, after = (total.multiplies for total in totals)
    whole = Headline(whole_name(analyses), "multiplies", before, after)
    params = Headline(say("parameters"), "params", totals[0].params, totals[1].params)
    lead = _lead(analyses, rows, shown)
    return [*([_of_part(lead)] if lead else []), whole, params]


def headline_table(analyses: Sequence[Analysis], lines: Sequence[Headline], name: str) -> Table:
    """The headlines as a table that stands aside from the data."""
    return Table(
        name=name,
        title="",
        subtitle="",
        columns=headings(_COLUMNS),
        rows=tuple(Row(line.cells()) for line in lines),
        header=False,
        aside=True,
    )


def _of_part(row: Aligned) -> Headline:
    before, after = (row.parts(n) for n in (0, 1))
    terms = _terms(before), _terms(after)
    few = all(len(side) <= _MOST_TERMS for side in terms)
    return Headline(
        part_name(row), "multiplies", _multiplies(before), _multiplies(after),
        terms if few else ((), ()),
    )  # fmt: skip


def _terms(parts: Sequence[LayerResult]) -> tuple[int, ...]:
    return tuple(part.multiplies for part in parts if part.multiplies)


def _multiplies(parts: Sequence[LayerResult]) -> int:
    return sum(part.multiplies for part in parts)


def _lead(
    analyses: Sequence[Analysis], rows: Sequence[Aligned], shown: Sequence[Line]
) -> Aligned | None:
    """The part that the spec names, or that both have and whose multiplies changed most."""
    told = told_of(analyses)
    if told and told.lead:
        return _at(rows, told.lead)
    both = [line.row for line in shown if all(line.row.nodes) and line.level == 0]
    most = max(both, key=_by_how_much, default=None)
    return most if most and len(both) > 1 and _by_how_much(most) else None


def _by_how_much(row: Aligned) -> int:
    return abs(_multiplies(row.parts(0)) - _multiplies(row.parts(1)))


def _at(rows: Sequence[Aligned], path: str) -> Aligned:
    every = {row.node.path: row for row in _walk(rows)}
    if path not in every:
        raise UnknownNameError(say("part of the comparison"), path, every)
    return every[path]


def _walk(rows: Sequence[Aligned]) -> Iterator[Aligned]:
    for row in rows:
        yield row
        yield from _walk(row.rows)
