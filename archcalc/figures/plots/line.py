"""Lines through points of two numbers, with limits to hold them against."""

from __future__ import annotations

from collections.abc import Iterator

from archcalc.figures.charts.model import Number
from archcalc.figures.drawing import Text
from archcalc.figures.plots.axes import across, valued, with_room, y_of
from archcalc.figures.plots.sheet import LABEL, Sheet, box_of
from archcalc.figures.scales import Scale, linear, logarithmic
from archcalc.figures.text import fitted


def laid(sheet: Sheet) -> Sheet:
    """The sheet with two axes, and the limits' names."""
    chart = sheet.chart
    sheet = with_room(sheet)
    ys = [point.y for point in chart.points()] + [limit.y for limit in chart.limits]
    sheet = valued(sheet, _scale(chart.y.scale, sheet, ys, vertical=True))
    xs = [point.x for point in chart.points() if not isinstance(point.x, str)]
    sheet = across(sheet, _scale(chart.x.scale, sheet, xs))
    return sheet.adding(*_limits(sheet))


def _scale(kind: str, sheet: Sheet, values: list[Number], *, vertical: bool = False) -> Scale:
    if kind == "log":
        return logarithmic(values, 0.04)
    return linear(sheet.chart.y if vertical else sheet.chart.x, values, 6 if vertical else 10)


def _limits(sheet: Sheet) -> Iterator[Text]:
    """Each limit's name at its left end, above it or below; none where it would touch another."""
    size, area = sheet.size(LABEL * 0.9), sheet.area
    taken = [box_of(text) for text in sheet.texts]
    for limit in sheet.chart.limits:
        assert sheet.y is not None
        y, words = y_of(sheet, sheet.y, limit.y), fitted(limit.label, size, area.width)
        for way in (-0.75, 0.75):
            place = area.x + 0.5 * size, y + way * size
            text = Text(*place, words, size, sheet.look.colors.text, "start")
            if not any(box_of(text).overlaps(other) for other in taken):
                taken.append(box_of(text))
                yield text
                break
