"""How cost adds up over depth: what share has been spent after so many weighted layers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from archcalc.analysis import Analysis
from archcalc.figures.charts._depth import by_depth
from archcalc.figures.charts._words import (
    CONVENTION,
    conditions_of,
    notes_of,
    short_names,
    title_of,
)
from archcalc.figures.charts.kind import MOST_NETWORKS, Kind, Options
from archcalc.figures.charts.model import Axis, Chart, Point, Series
from archcalc.lang import say

_QUANTITIES = {"multiplies": "Multiplies (MACs)", "params": "Parameters"}


def _draw(analyses: Sequence[Analysis], _: Options) -> Chart:
    """One network: multiplies and parameters; several: the multiplies of each."""
    if len(analyses) == 1:
        (analysis,) = analyses
        every = [
            Series(say(title), tuple(_points(analysis, key))) for key, title in _QUANTITIES.items()
        ]
        y_title = say("Share of the total so far")
    else:
        names = short_names(analyses)
        every = [
            Series(name, tuple(_points(analysis, "multiplies")))
            for name, analysis in zip(names, analyses, strict=True)
        ]
        y_title = say("Share of the multiplies (MACs) so far")
    return Chart(
        "cumulative", "line", say("{network}: cost over depth", network=title_of(analyses)),
        conditions_of(analyses), Axis("depth", say("Weighted layers passed"), "plain", low=0),
        Axis("percent", y_title, "percent", low=0, high=100),
        tuple(series for series in every if series.points),
        (*notes_of(analyses), say(CONVENTION)),
        amount=Axis("cumulative", say("Cumulative")),
    )  # fmt: skip


def _points(analysis: Analysis, key: str) -> Iterator[Point]:
    """One point a depth; nothing where the network has none of the quantity."""
    total, spent = int(getattr(analysis.totals, key)), 0
    for depth, rows in enumerate(by_depth(analysis) if total else []):
        spent += sum(getattr(row, key) for row in rows)
        yield Point(depth, Fraction(100 * spent, total), amount=spent)


KINDS = (Kind("cumulative", "Cost over depth, as a share of the total", _draw, most=MOST_NETWORKS),)
