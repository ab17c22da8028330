"""Convolutions against fully connected layers: whose the parameters and multiplies are."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from archcalc.analysis import Analysis, LayerResult
from archcalc.errors import InputError
from archcalc.figures.charts._words import CONVENTION, conditions_of, notes_of, short_names
from archcalc.figures.charts.kind import Kind, Options
from archcalc.figures.charts.model import Axis, Chart, Point, Series
from archcalc.lang import say

_QUANTITIES = {
    "params": ("Parameters", "{network}: parameters"),
    "multiplies": ("Multiplies (MACs)", "{network}: multiplies (MACs)"),
}
_SIDES = {
    "conv": "Convolutions", "fc": "Fully connected layers", "other": "Everything else",
}  # fmt: skip
_MOST = 12


def _draw(analyses: Sequence[Analysis], _: Options) -> Chart:
    series = [Series(say(title), _points(analyses, side)) for side, title in _SIDES.items()]
    shown = tuple(one for one in series if any(point.y for point in one.points))
    if not shown:
        raise InputError(say("there is nothing to draw: no parameters and no multiplies"))
    names = short_names(analyses)
    title = (
        say("{network}: convolutions against fully connected layers", network=names[0])
        if len(names) == 1
        else say("Convolutions against fully connected layers")
    )
    return Chart(
        "shares", "stack", title, conditions_of(analyses), Axis("what", say("Part"), "plain"),
        Axis("percent", say("Share"), "percent", low=0, high=100), shown,
        (*notes_of(analyses), say(CONVENTION)), amount=Axis("count", say("Count")),
    )  # fmt: skip


def _points(analyses: Sequence[Analysis], side: str) -> tuple[Point, ...]:
    found = []
    for name, analysis in zip(short_names(analyses), analyses, strict=True):
        for key, (alone, among) in _QUANTITIES.items():
            total = int(getattr(analysis.totals, key))
            own = sum(getattr(row, key) for row in analysis.layers if _side(row) == side)
            if total:
                label = say(alone) if len(analyses) == 1 else say(among, network=name)
                found.append(Point(label, Fraction(100 * own, total), amount=own, group=name))
    return tuple(found)


def _side(row: LayerResult) -> str:
    if row.layer.op.role != "weighted":
        return "other"
    return "fc" if row.op == "linear" else "conv"


KINDS = (Kind("shares", "Convolutions against fully connected layers", _draw, most=_MOST),)
