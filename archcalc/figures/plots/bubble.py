"""Discs with an area, each named beside it; labels are placed so that none of them collide."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from itertools import pairwise

from archcalc.figures.charts.model import Axis, Number, Point
from archcalc.figures.drawing import Anchor, Text
from archcalc.figures.place import Box, Disc, Segment, labels, leader
from archcalc.figures.plots.axes import across, valued, with_room, x_of, y_of
from archcalc.figures.plots.sheet import LABEL, Sheet
from archcalc.figures.scales import Scale, linear, logarithmic
from archcalc.figures.text import width
from archcalc.units import si

_LARGEST, _SMALLEST, _PLAIN = 62.0, 6.0, 8.0
_FEW = 6
"""Up to so many discs the largest is as large as that; more share the same area."""
_PIECES = 80


def laid(sheet: Sheet) -> Sheet:
    """The sheet with two axes, the discs' radii and their names."""
    chart = sheet.chart
    sheet = with_room(sheet)
    radii = tuple(_radii(sheet))
    sheet = sheet._replace(radii=radii)
    every = list(chart.points())
    room = max(radii)
    sheet = valued(sheet, _scale(chart.y, [p.y for p in every], room / sheet.area.height))
    values = [point.x for point in every if not isinstance(point.x, str)]
    sheet = across(sheet, _scale(chart.x, values, room / sheet.area.width))
    return _named(sheet, [p for series in chart.series if not series.joined for p in series.points])


def _radii(sheet: Sheet) -> Iterator[float]:
    """One for each disc; without sizes all are alike."""
    points = [p for series in sheet.chart.series if not series.joined for p in series.points]
    most = max((point.size or 0 for point in points), default=0)
    largest = _LARGEST * math.sqrt(min(1.0, _FEW / len(points)))
    for point in points:
        share = math.sqrt((point.size or 0) / most) if most else 0.0
        yield sheet.size(max(_SMALLEST, largest * share) if most else _PLAIN)


def _scale(axis: Axis, values: Sequence[Number], room: float) -> Scale:
    return logarithmic(values, room + 0.04) if axis.scale == "log" else linear(axis, values)


def _named(sheet: Sheet, points: list[Point]) -> Sheet:
    assert sheet.x is not None
    assert sheet.y is not None
    size = sheet.size(LABEL)
    middles = [_middle(sheet, sheet.x, sheet.y, point) for point in points]
    names = [f"{p.label}, {si(p.size)}" if p.size is not None else p.label for p in points]
    discs = [
        Disc(x, y, radius, width(name, size), 1.15 * size)
        for (x, y), radius, name in zip(middles, sheet.radii, names, strict=True)
    ]
    texts, leaders = list[Text](), list[Segment]()
    boxes = labels(discs, sheet.area, size / 3, list(_pieces(sheet)))
    for i, (disc, box, name) in enumerate(zip(discs, boxes, names, strict=True)):
        if box is None:
            continue
        x, anchor = _hold(disc, box)
        texts.append(Text(x, box.y + box.height / 2, name, size, sheet.look.colors.text, anchor))
        leaders += filter(None, [leader(i, box, discs)])
    return sheet.adding(*texts)._replace(leaders=tuple(leaders))


def _middle(sheet: Sheet, x: Scale, y: Scale, point: Point) -> tuple[float, float]:
    assert not isinstance(point.x, str)
    return x_of(sheet, x, point.x), y_of(sheet, y, point.y)


def _pieces(sheet: Sheet) -> Iterator[Box]:
    """The lines in short pieces, which names keep clear of."""
    assert sheet.x is not None
    assert sheet.y is not None
    thick = sheet.size(6.0)
    for series in sheet.chart.series:
        ends = [_middle(sheet, sheet.x, sheet.y, p) for p in series.points if series.joined]
        for (x, y), (x2, y2) in pairwise(ends):
            for i in range(_PIECES + 1):
                share = i / _PIECES
                left, top = x + (x2 - x) * share, y + (y2 - y) * share
                yield Box(left - thick / 2, top - thick / 2, thick, thick)


def _hold(disc: Disc, box: Box) -> tuple[float, Anchor]:
    """Where the name is held: on the side of its disc, so that a narrower font stays near it."""
    if box.x >= disc.x:
        return box.x, "start"
    right = box.x + box.width
    return (right, "end") if right <= disc.x else (box.x + box.width / 2, "middle")
