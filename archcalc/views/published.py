"""Published figures beside the computed ones, network by network."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from archcalc.analysis import Analysis
from archcalc.lang import say
from archcalc.published import STANDINGS, Judged, judged
from archcalc.views.data import SCHEMA, page_data
from archcalc.views.model import Column, Mark, Page, Row, Table
from archcalc.views.values import plain_value
from archcalc.views.words import heading, headings, place

_COLUMNS = (
    Column("where", "Layer"),
    Column("quantity", "Quantity"),
    Column("printed", "Published", "right"),
    Column("computed", "Computed", "right"),
    Column("standing", "Verdict"),
    Column("reason", "Why"),
)


def published_page(analyses: Sequence[Analysis], standings: Sequence[str] = ()) -> Page:
    """The page of ``archcalc published``; with `standings` only the figures of those."""
    every = [(analysis, _chosen(analysis, standings)) for analysis in analyses]
    shown = [(analysis, figures) for analysis, figures in every if figures or len(every) == 1]
    tables = [_table(analysis, figures) for analysis, figures in shown]
    if len(tables) > 1:
        total = counts([one for _, figures in shown for one in figures])
        note = say("All figures: {counts}.", counts=total)
        tables[-1] = tables[-1]._replace(notes=(*tables[-1].notes, note))
    return Page(tuple(tables), lambda: page_data([_data(a, figures) for a, figures in shown]))


def _chosen(analysis: Analysis, standings: Sequence[str]) -> list[Judged]:
    return [one for one in judged(analysis) if not standings or one.standing in standings]


def _table(analysis: Analysis, figures: Sequence[Judged]) -> Table:
    by_source: dict[str, list[Judged]] = {}
    for one in figures:
        by_source.setdefault(_source(one), []).append(one)
    rows = []
    for source, ones in by_source.items():
        rows.append(Row((source, *[Mark.LEFT] * (len(_COLUMNS) - 1)), role="heading"))
        rows += map(_row, ones)
    return Table(
        name=analysis.network.name,
        title=heading(analysis),
        subtitle=counts(figures),
        columns=headings(_COLUMNS),
        rows=tuple(rows),
        notes=_notes(figures),
        over="source",
    )


def _source(one: Judged) -> str:
    source = place(one.figure.source)
    return say("{source} (recalled, not read)", source=source) if one.figure.recalled else source


def _row(one: Judged) -> Row:
    return Row(
        (
            one.where or say("network"),
            say(one.title),
            one.printed,
            "" if one.computed is None else one.as_printed,
            say(one.standing),
            one.reason,
        ),
        level=1,
    )


def _notes(figures: Sequence[Judged]) -> tuple[str, ...]:
    if not figures:
        return (say("No figure of it is entered, or none of this standing."),)
    return (say("Computed figures are counted and written as the source does."),)


def counts(figures: Sequence[Judged]) -> str:
    """``12 agree, 3 errata``: how many figures stand how."""
    found = Counter(one.standing for one in figures)
    return ", ".join(f"{say(name)} {found[name]}" for name in STANDINGS if found[name])


def _data(analysis: Analysis, figures: Sequence[Judged]) -> dict[str, Any]:
    return {
        "schema": SCHEMA,
        "network": analysis.network.name,
        "title": analysis.network.title,
        "figures": [
            {
                "where": one.where,
                "quantity": one.quantity,
                "published": one.printed,
                "computed": None if one.computed is None else plain_value(one.computed),
                "as_published": one.as_printed if one.computed is not None else None,
                "standing": one.standing,
                "reason": one.reason,
                "source": one.figure.source,
                "recalled": one.figure.recalled,
            }
            for one in figures
        ],
    }
