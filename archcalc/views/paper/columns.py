"""The layout of VGG's Table 1: a network a column, layers from the top, additions emphasised."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import zip_longest
from typing import NamedTuple

from archcalc.analysis import Analysis
from archcalc.lang import counted, say
from archcalc.units import shape
from archcalc.views.model import Against, Cell, Column, Mark, Row, Strong, Table
from archcalc.views.paper.headings import conditions_of, names_of, titles_of
from archcalc.views.paper.numbers import Numbers, notes, own_figures
from archcalc.views.paper.words import is_shown, short


class Section(NamedTuple):
    """Layers between two pools, and the pool that ends them."""

    layers: tuple[str, ...]
    pool: str


def sections(analysis: Analysis) -> list[Section]:
    """A chain of layers, cut after each pool; the last section has none."""
    found: list[Section] = []
    layers: list[str] = []
    for row in analysis.rows:
        if not is_shown(row, normalisation=True) or row.op == "dropout":
            continue
        if row.layer.op.role == "pool":
            found.append(Section(tuple(layers), short(row)))
            layers = []
        else:
            layers.append(short(row))
    return [*found, Section(tuple(layers), "")]


def skeleton(analysis: Analysis) -> tuple[object, ...]:
    """What networks have in common that stand side by side: input, pools and last layers."""
    cut = sections(analysis)
    return (analysis.input, *(section.pool for section in cut), cut[-1].layers)


def table(analyses: Sequence[Analysis]) -> Table:
    """Networks of one skeleton side by side."""
    columns = [
        Column(analysis.network.name, title, "center")
        for analysis, title in zip(analyses, names_of(analyses), strict=True)
    ]
    depths = [
        counted("{n} weight layer", "{n} weight layers", n, n=n)
        for n in (analysis.totals.depth for analysis in analyses)
    ]
    rows = [Row(tuple(depths)), _across(_input(analyses[0]), len(analyses))]
    for across in zip(*map(sections, analyses), strict=True):
        rows += _rows(across)
    numbers = [Numbers(a, "params", own_figures(a)) for a in analyses]
    emphasised = any(isinstance(cell, Strong) for row in rows for cell in row.cells)
    added = say("Emphasised: what the network on its left does not have.") if emphasised else ""
    rows.append(Row(tuple(map(_params, numbers)), role="total"))
    return Table(
        "+".join(analysis.network.name for analysis in analyses),
        titles_of(analyses),
        conditions_of(analyses),
        tuple(columns),
        tuple(rows),
        tuple(filter(None, (added, *notes(numbers)))),
    )


def _input(analysis: Analysis) -> str:
    size = "×".join(map(str, analysis.input[1:]))
    if analysis.input[0] == 3 and size:
        return say("input ({size} RGB image)", size=size)
    return say("input ({size})", size=shape(analysis.input))


def _params(numbers: Numbers) -> Cell:
    cell = numbers.cell("")
    if isinstance(cell, Against):
        return Against(say("{n} params", n=cell.computed), cell.printed)
    return say("{n} params", n=cell)


def _across(text: str, width: int) -> Row:
    return Row((text, *[Mark.LEFT] * (width - 1)))


def _rows(across: Sequence[Section]) -> list[Row]:
    """One section of every network; the classifiers, which agree, span them all."""
    if not across[0].pool:
        return [_across(text, len(across)) for text in across[0].layers]
    cells = [_emphasised(now, before) for now, before in zip(across, (None, *across), strict=False)]
    rows = [Row(tuple(row)) for row in zip_longest(*cells)]
    return [*rows, _across(across[0].pool, len(across))]


def _emphasised(now: Section, before: Section | None) -> list[Cell]:
    """What the network on the left does not have stands out."""
    if before is None:
        return list(now.layers)
    cells: list[Cell] = []
    left = list(before.layers)
    for text in now.layers:
        known = text in left
        left = left[left.index(text) + 1 :] if known else left
        cells.append(text if known else Strong(text))
    return cells
