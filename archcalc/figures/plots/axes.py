"""Axes with numbers: ticks that never collide, and titles that read horizontally."""

from __future__ import annotations

from collections.abc import Iterator

from archcalc.figures.charts.model import Number
from archcalc.figures.drawing import Text
from archcalc.figures.plots.sheet import LABEL, Sheet, box_of, widest
from archcalc.figures.scales import Scale, tick_text
from archcalc.figures.text import fitted

_GAP = 9.0


def valued(sheet: Sheet, scale: Scale) -> Sheet:
    """The sheet with a vertical axis: ticks on the left, its title above them."""
    area, size, colors = sheet.area, sheet.size(LABEL * 0.94), sheet.look.colors
    ticks = {tick: tick_text(sheet.chart.y.form, tick) for tick in scale.ticks}
    taken = widest(list(ticks.values()), size) + sheet.size(_GAP)
    inner = area._replace(x=area.x + taken, width=area.width - taken)
    texts = [
        Text(inner.x - sheet.size(_GAP), area.y + (1 - scale.at(tick)) * area.height, words, size,
             colors.muted, "end")
        for tick, words in ticks.items()
    ]  # fmt: skip
    title = fitted(sheet.chart.y.title, size, area.width)
    texts.append(Text(area.x, area.y - 1.45 * size, title, size, colors.text, "start"))
    return sheet._replace(area=inner, y=scale).adding(*texts)


def across(sheet: Sheet, scale: Scale) -> Sheet:
    """The sheet with a horizontal axis: ticks below, its title under them."""
    area, size, colors = sheet.area, sheet.size(LABEL * 0.94), sheet.look.colors
    below = area.y + area.height
    title = fitted(sheet.chart.x.title, size, area.width)
    texts = list(_ticks(sheet, scale, size))
    texts.append(Text(area.x + area.width / 2, below + 2.45 * size, title, size, colors.text))
    return sheet._replace(x=scale).adding(*texts)


def _ticks(sheet: Sheet, scale: Scale, size: float) -> Iterator[Text]:
    """From the left; one that would touch the last is left out."""
    area, end = sheet.area, float("-inf")
    for tick in scale.ticks:
        words = tick_text(sheet.chart.x.form, tick)
        text = Text(x_of(sheet, scale, tick), area.y + area.height + size, words, size,
                    sheet.look.colors.muted)  # fmt: skip
        box = box_of(text)
        if box.x > end and box.x + box.width <= sheet.look.width:
            end = box.x + box.width + 0.5 * size
            yield text


def x_of(sheet: Sheet, scale: Scale, value: Number) -> float:
    """Where a value lies on the canvas."""
    return sheet.area.x + scale.at(value) * sheet.area.width


def y_of(sheet: Sheet, scale: Scale, value: Number) -> float:
    """Where a value lies on the canvas, y down."""
    return sheet.area.y + (1 - scale.at(value)) * sheet.area.height


def with_room(sheet: Sheet) -> Sheet:
    """The area less what the axes' words above and below it take."""
    size, area = sheet.size(LABEL), sheet.area
    return sheet._replace(
        area=area._replace(
            y=area.y + 1.5 * size, height=area.height - 4.6 * size, width=area.width - size
        )
    )
