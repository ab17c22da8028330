"""Shares of 100 % on one bar each, the share written where it has room."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from archcalc.figures.charts.model import Number, Point
from archcalc.figures.drawing import Text
from archcalc.figures.look import on
from archcalc.figures.plots.bars import BAND, lying_names
from archcalc.figures.plots.sheet import LABEL, Sheet
from archcalc.figures.scales import Scale
from archcalc.figures.text import width
from archcalc.units import NARROW_SPACE, percent, si


def laid(sheet: Sheet) -> Sheet:
    """The sheet with names on the left and shares in the bars."""
    row = sheet.area.height * BAND / len(sheet.chart.categories())
    sheet = lying_names(sheet, row)._replace(x=Scale(0, 100, ()))
    return sheet.adding(*_shares(sheet, min(sheet.size(LABEL), row * 0.8)))


def _shares(sheet: Sheet, size: float) -> Iterator[Text]:
    area, chart = sheet.area, sheet.chart
    names = chart.categories()
    colors = sheet.look.fills(len(chart.series))
    spent: dict[str, Number] = defaultdict(int)
    for series, color in zip(chart.series, colors, strict=True):
        for point in series.points:
            start, name = spent[str(point.x)], str(point.x)
            spent[name] += point.y
            room = float(point.y) / 100 * area.width - size
            words = next((w for w in _words(point) if width(w, size) <= room), "")
            if words:
                middle = area.x + float(start + point.y / 2) / 100 * area.width
                y = area.y + (names.index(name) + 0.5) * area.height / len(names)
                yield Text(middle, y, words, size, on(color))


def _words(point: Point) -> Iterator[str]:
    """The longest first."""
    share = f"{percent(float(point.y))}{NARROW_SPACE}%"
    if point.amount is not None:
        yield f"{share} ({si(point.amount)})"
    yield share
