"""Bars: horizontal with a number behind each, or upright columns where they are many."""

from __future__ import annotations

from collections.abc import Iterator

from archcalc.figures.charts.model import Chart, Number, Point
from archcalc.figures.drawing import Text
from archcalc.figures.place import Box
from archcalc.figures.plots.axes import valued
from archcalc.figures.plots.sheet import LABEL, Sheet, box_of, widest
from archcalc.figures.scales import Scale, linear
from archcalc.figures.text import fitted
from archcalc.units import si

BAND = 0.76
"""What bars take of the room of their category."""
_LEAST_ROW = 13.0
"""Rows lower than this, on a slide of 1280 × 720, cannot be read: then bars stand upright."""
_NAMES = 0.3
_GAP = 9.0
_MOST_NUMBERS = 8


def number(point: Point) -> str:
    """``118 M · 7.5 %``."""
    return " · ".join(filter(None, (si(int(point.y)), point.note)))


def laid(sheet: Sheet) -> Sheet:
    """The sheet with bars' names and numbers."""
    row = row_height(sheet)
    fits = row >= _LEAST_ROW * sheet.look.scale
    return _lying(sheet, row) if fits else _upright(sheet)


def row_height(sheet: Sheet) -> float:
    """How much height each bar has."""
    chart = sheet.chart
    return sheet.area.height * BAND / len(chart.categories()) / len(chart.series)


def middles(area: Box, chart: Chart, series: int) -> Iterator[tuple[float, Point]]:
    """How far along the categories' axis each bar of a series lies, 0 to 1."""
    places = {name: i for i, name in enumerate(chart.categories())}
    inner = BAND / len(chart.series)
    start = (1 - BAND) / 2 + inner * (series + 0.5)
    for point in chart.series[series].points:
        yield (places[str(point.x)] + start) / len(places), point


def lying_names(sheet: Sheet, row: float) -> Sheet:
    """The area made narrower by the categories' names on its left."""
    chart, area, unit = sheet.chart, sheet.area, sheet.look.scale
    names = chart.categories()
    size = min(LABEL * unit, area.height / len(names) * 0.82)
    room = area.width * _NAMES
    shown = [fitted(name, size, room) for name in names]
    taken = widest(shown, size) + _GAP * unit
    inner = Box(area.x + taken, area.y, area.width - taken, area.height)
    texts = [
        Text(inner.x - _GAP * unit, area.y + (i + 0.5) * area.height / len(names), name, size,
             sheet.look.colors.text, "end")
        for i, name in enumerate(shown)
    ]  # fmt: skip
    return sheet._replace(area=inner).adding(*texts)


def _lying(sheet: Sheet, row: float) -> Sheet:
    """Each bar's number behind it, so there is no axis to read."""
    chart, unit = sheet.chart, sheet.look.scale
    sheet = lying_names(sheet, row)
    area = sheet.area
    size = min(LABEL * unit, row * 0.9)
    behind = widest([number(point) for point in chart.points()], size) + _GAP * unit
    area = area._replace(width=area.width - behind)
    most = max(point.y for point in chart.points())
    scale = Scale(0, most, ())
    texts = [
        Text(area.x + scale.at(point.y) * area.width + _GAP * unit, area.y + along * area.height,
             number(point), size, sheet.look.colors.text, "start")
        for series in range(len(chart.series))
        for along, point in middles(area, chart, series)
    ]  # fmt: skip
    return sheet._replace(area=area, x=scale).adding(*texts)


# --- upright -------------------------------------------------------------------------------------


def _upright(sheet: Sheet) -> Sheet:
    """Columns under an axis; the highest have numbers, groups of them names."""
    chart, unit = sheet.chart, sheet.look.scale
    area = sheet.area
    size = LABEL * unit
    sheet = sheet._replace(
        area=area._replace(y=area.y + 1.5 * size, height=area.height - 3.2 * size), upright=True
    )
    sheet = valued(sheet, linear(chart.y._replace(low=0), [point.y for point in chart.points()]))
    names = list(_group_names(sheet, size))
    return sheet.adding(*names, *_numbers(sheet, size * 0.85))


def _group_names(sheet: Sheet, size: float) -> Iterator[Text]:
    """What neighbouring columns share, the widest groups first; a name without room is left out."""
    chart, area = sheet.chart, sheet.area
    spans: dict[str, tuple[float, float]] = {}
    for along, point in middles(area, chart, 0):
        name = point.group or str(point.x)
        spans[name] = (spans.get(name, (along, 0))[0], along)
    taken = [box_of(text) for text in sheet.texts]
    for name, (start, stop) in sorted(spans.items(), key=lambda one: one[1][0] - one[1][1]):
        middle = area.x + (start + stop) / 2 * area.width
        words = fitted(name, size, area.width / 2)
        text = Text(middle, area.y + area.height + 1.2 * size, words, size, sheet.look.colors.text)
        if _fits(sheet, text, taken):
            taken.append(box_of(text))
            yield text


def _fits(sheet: Sheet, text: Text, taken: list[Box]) -> bool:
    """Whether a text lies on the canvas, with some room to the others."""
    box, gap = box_of(text), 0.3 * text.size
    wide = box._replace(x=box.x - gap, width=box.width + 2 * gap)
    canvas = Box(0, 0, sheet.look.width, sheet.look.height)
    return box.within(canvas) and not any(wide.overlaps(other) for other in taken)


def _numbers(sheet: Sheet, size: float) -> Iterator[Text]:
    """The highest columns' numbers, each once, where no higher column is in the way."""
    chart, area, scale = sheet.chart, sheet.area, sheet.y
    assert scale is not None
    bars = [
        (area.x + along * area.width, area.y + (1 - scale.at(point.y)) * area.height, point)
        for series in range(len(chart.series))
        for along, point in middles(area, chart, series)
    ]
    half = area.width * BAND / len(chart.categories()) / len(chart.series) / 2
    taken = [box_of(text) for text in sheet.texts]
    said: set[Number] = set()
    for x, y, point in sorted(bars, key=lambda bar: (bar[1], bar[0])):
        if point.y in said or len(said) == _MOST_NUMBERS:
            continue
        text = Text(x, y - 0.75 * size, si(int(point.y)), size, sheet.look.colors.text)
        box = box_of(text)
        end = box.x + box.width
        near = [top for middle, top, _ in bars if box.x - half < middle < end + half]
        if min(near) >= y and _fits(sheet, text, taken):
            taken.append(box)
            said.add(point.y)
            yield text
