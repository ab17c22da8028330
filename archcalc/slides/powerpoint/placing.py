"""On which side of its bubble a name stands: PowerPoint knows four, and moves none by itself."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from archcalc.figures.charts.model import Axis, Chart
from archcalc.figures.place import Box, Disc
from archcalc.figures.text import width

SIDES = ("RIGHT", "LEFT", "ABOVE", "BELOW")
"""As python-pptx calls them, the one that reads best first."""
_ACROSS = {"RIGHT": 0.0, "LEFT": -1.0, "ABOVE": -0.5, "BELOW": -0.5}
_DOWN = {"RIGHT": -0.5, "LEFT": -0.5, "ABOVE": -1.0, "BELOW": 0.0}
_AWAY = {"RIGHT": (1, 0), "LEFT": (-1, 0), "ABOVE": (0, -1), "BELOW": (0, 1)}
"""Of its own width and height, and of the bubble's radius, how far a name is from its middle."""
_NAME, _BUBBLE, _OUTSIDE, _LATER = 10.0, 4.0, 12.0, 0.1
"""What it costs to meet another name or bubble, to leave the chart, to be a later side."""
_ROUNDS = 12
_WHOLE, _CORE = 1.8, 0.6
"""Squares in a bubble, in radii: what a name shall keep clear of, and what it must."""
_LINE, _GAP = 1.25, 4
_LARGEST = 0.25
"""Of the plot's shorter side: the largest bubble's diameter (LibreOffice 7.4 knows no scale)."""
_SIDES, _TITLES = 0.09, 0.32
"""Of a chart's width and height: what axes, titles and the legend take."""


class Room(NamedTuple):
    """A chart's size, in points, and that of its names' letters."""

    width: float
    height: float
    letters: float


def sides(chart: Chart, names: Sequence[str], room: Room) -> list[str]:
    """A side for each name of a chart's points, in order; "" for one that has no place."""
    discs = list(_discs(chart, names, room))
    bounds = Box(0, 0, room.width, room.height)
    boxes = [{side: _box(disc, side) for side in SIDES} for disc in discs]
    alone = [
        {side: _alone(i, box, discs, bounds) + _LATER * n for n, (side, box) in enumerate(of)}
        for i, of in enumerate(each.items() for each in boxes)
    ]
    taken: dict[int, str] = {}
    order = sorted(range(len(discs)), key=lambda i: -discs[i].radius)
    for _ in range(_ROUNDS):
        before = dict(taken)
        for i in order:
            others = [boxes[j][side] for j, side in taken.items() if j != i]
            taken[i] = min(SIDES, key=lambda s: alone[i][s] + _NAME * _met(boxes[i][s], others))
        if taken == before:
            break
    return _readable([boxes[i][taken[i]] for i in range(len(discs))], taken, discs)


def _readable(boxes: Sequence[Box], taken: dict[int, str], discs: Sequence[Disc]) -> list[str]:
    """Without the names that seem another bubble's or stand on others: first those on most."""
    cores = [_square(disc, _CORE) for disc in discs]
    left = {i for i in taken if not _met(boxes[i], [c for j, c in enumerate(cores) if j != i])}
    while left:
        met = {i: _met(boxes[i], [boxes[j] for j in left if j != i]) for i in sorted(left)}
        worst = max(met, key=lambda i: met[i])
        if not met[worst]:
            break
        left.remove(worst)
    return [taken[i] if i in left else "" for i in range(len(boxes))]


def _discs(chart: Chart, names: Sequence[str], room: Room) -> Iterator[Disc]:
    points = list(chart.points())
    across, down = (1 - _SIDES) * room.width, (1 - _TITLES) * room.height
    largest = _LARGEST / 2 * min(across, down)
    most = max((float(point.size or 0) for point in points), default=0.0)
    x = _shares(chart.x, [float(point.x) for point in points])
    y = _shares(chart.y, [float(point.y) for point in points])
    for point, name, right, up in zip(points, names, x, y, strict=True):
        radius = largest * math.sqrt(float(point.size or 0) / most) if most else 0.0
        size = width(name, room.letters), _LINE * room.letters
        left, top = _SIDES * room.width, _TITLES / 3 * room.height
        yield Disc(left + right * across, top + (1 - up) * down, radius, *size)


def _shares(axis: Axis, values: Sequence[float]) -> list[float]:
    """Where along an axis each value stands, 0 to 1: a logarithmic one has whole decades."""
    if axis.scale == "log":
        values = [math.log10(value) for value in values]
        low, high = float(math.floor(min(values))), float(math.ceil(max(values)))
    else:
        low, high = float(axis.low or 0), float(axis.high or max(values))
    return [(value - low) / ((high - low) or 1) for value in values]


def _box(disc: Disc, side: str) -> Box:
    right, down = (way * (disc.radius + _GAP) for way in _AWAY[side])
    x = disc.x + right + _ACROSS[side] * disc.width
    y = disc.y + down + _DOWN[side] * disc.height
    return Box(x, y, disc.width, disc.height)


def _alone(i: int, box: Box, discs: Sequence[Disc], bounds: Box) -> float:
    """What a place costs, whatever the other names do."""
    others = [disc for j, disc in enumerate(discs) if j != i]
    near = _BUBBLE * _met(box, [_square(disc, _WHOLE) for disc in others])
    on = _NAME * _met(box, [_square(disc, _CORE) for disc in others])
    return near + on + _OUTSIDE * (not box.within(bounds))


def _square(disc: Disc, share: float) -> Box:
    side = share * disc.radius
    return Box(disc.x - side / 2, disc.y - side / 2, side, side)


def _met(box: Box, others: Sequence[Box]) -> int:
    return sum(box.overlaps(other) for other in others)
