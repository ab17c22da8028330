"""From places to shapes: boxes with their labels, arrows, frames, in a theme's colours."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from archcalc.figures.drawing import LINE, Ellipse, Item, Point, Polyline, Rect, Shape, Text
from archcalc.figures.labels import Line
from archcalc.figures.layout import FrameSpot, Spot
from archcalc.figures.routes import Place, Route
from archcalc.figures.scheme import Unit
from archcalc.figures.text import width
from archcalc.figures.themes import Theme, Tint
from archcalc.network import Group

Turn = Callable[[Place], Point]
"""From (along, across) to (x, y)."""
CIRCLE = 12.0
_BADGE = 11.0
STACK = 4.0
"""How far the box behind a repeated one shows."""


class Brush(NamedTuple):
    """What painting needs everywhere. `lengthwise` is true where the main axis runs right."""

    theme: Theme
    turn: Turn
    lengthwise: bool
    upward: bool = False


def tint(unit: Unit, theme: Theme) -> Tint:
    """The colours of a box, by what it holds."""
    return theme.tints[colour(unit)]


def colour(unit: Unit) -> str:
    """What a box is, as themes name it."""
    if unit.form == "input":
        return "input"
    if unit.group is not None or unit.main is None:
        return "block"
    role = unit.main.layer.op.role
    if role != "weighted":
        return role if role in ("pool", "merge", "norm") else "other"
    if len(unit.main.in_shapes[0]) == 1:
        return "linear"
    kernel = getattr(unit.main.layer.op, "kernel_size", 0)
    return "pointwise" if kernel == 1 or _ones(kernel) else "conv"


def _ones(kernel: object) -> bool:
    return isinstance(kernel, tuple) and set(kernel) == {1}


def rectangle(brush: Brush, spot: Spot | FrameSpot) -> tuple[float, float, float, float]:
    """x, y, width and height of a place."""
    (x1, y1), (x2, y2) = (
        brush.turn((spot.start, spot.low)),
        brush.turn((spot.stop, spot.high)),
    )
    return min(x1, x2), min(y1, y2), abs(x2 - x1), abs(y2 - y1)


def box(brush: Brush, unit: Unit, spot: Spot, lines: Sequence[Line], title: str) -> Item:
    """One box, bar, circle or the input's words."""
    x, y, w, h = rectangle(brush, spot)
    shapes = _FORMS[unit.form](brush, unit, (x, y, w, h), lines)
    return Item(tuple(shapes), unit.path, title)


Frame4 = tuple[float, float, float, float]


def _box(brush: Brush, unit: Unit, place: Frame4, lines: Sequence[Line]) -> list[Shape]:
    x, y, w, h = place
    fill, stroke = tint(unit, brush.theme)
    shapes: list[Shape] = []
    if unit.times > 1:
        back = -STACK if brush.upward else STACK  # away from the arrow that comes in
        shapes.append(Rect(x + STACK, y + back, w, h, fill, stroke, radius=5))
    shapes.append(Rect(x, y, w, h, fill, stroke, radius=5))
    shapes += _words(brush, x + w / 2, y + h / 2, lines)
    if unit.times > 1:
        shapes += _badge(brush, x + w, y, f"×{unit.times}", stroke)
    return shapes


def _badge(brush: Brush, x: float, y: float, text: str, color: str) -> list[Shape]:
    wide = width(text, _BADGE, bold=True) + 10
    return [
        Rect(x - wide / 2, y - 11, wide, 17, color, brush.theme.background, 1.2, 8.5),
        Text(x, y - 2.5, text, _BADGE, brush.theme.background, bold=True),
    ]


def _bar(brush: Brush, unit: Unit, place: Frame4, lines: Sequence[Line]) -> list[Shape]:
    x, y, w, h = place
    fill, stroke = tint(unit, brush.theme)
    shapes: list[Shape] = [Rect(x, y, w, h, fill, stroke, radius=5)]
    turned = brush.lengthwise
    return shapes + _words(brush, x + w / 2, y + h / 2, lines, turned=turned)


def _circle(brush: Brush, unit: Unit, place: Frame4, lines: Sequence[Line]) -> list[Shape]:
    x, y, w, h = place
    fill, stroke = tint(unit, brush.theme)
    cx, cy, arm = x + w / 2, y + h / 2, CIRCLE * 0.55
    ends = _SIGNS[unit.sign]
    return [
        Ellipse(cx, cy, CIRCLE, CIRCLE, fill, stroke, 1.5),
        *(
            Polyline(((cx + a * arm, cy + b * arm), (cx + c * arm, cy + d * arm)), stroke, 1.8)
            for a, b, c, d in ends
        ),
    ]


_SIGNS: Mapping[str, tuple[tuple[float, float, float, float], ...]] = {
    "+": ((-1, 0, 1, 0), (0, -1, 0, 1)),
    "×": ((-0.75, -0.75, 0.75, 0.75), (-0.75, 0.75, 0.75, -0.75)),
}


def _input(brush: Brush, unit: Unit, place: Frame4, lines: Sequence[Line]) -> list[Shape]:
    x, y, w, h = place
    return _words(brush, x + w / 2, y + h / 2, lines)


_FORMS: Mapping[str, Callable[[Brush, Unit, Frame4, Sequence[Line]], list[Shape]]] = {
    "box": _box,
    "bar": _bar,
    "circle": _circle,
    "input": _input,
}


def _words(
    brush: Brush, x: float, y: float, lines: Sequence[Line], *, turned: bool = False
) -> list[Shape]:
    """Lines around a middle; turned ones read upwards, side by side."""
    high = sum(line.size * LINE for line in lines)
    at, made = -high / 2, list[Shape]()
    for line in lines:
        off = at + line.size * LINE / 2
        at += line.size * LINE
        color = brush.theme.muted if line.muted else brush.theme.ink
        where = (x + off, y) if turned else (x, y + off)
        made.append(Text(*where, line.text, line.size, color, bold=line.bold, turned=turned))
    return made


def arrow(brush: Brush, route: Route) -> Item:
    """One arrow."""
    points = tuple(map(brush.turn, route.points))
    return Item((Polyline(points, brush.theme.line, 1.4, arrow=True),))


def edge_label(brush: Brush, spot: Spot, text: str, *, rising: bool = False) -> Item:
    """A number on the arrow that leaves a box, at its start where it is `rising`."""
    x, y = brush.turn((spot.stop, spot.axis))
    ink = brush.theme.muted
    if brush.lengthwise:
        return Item((Text(x + 5, y - 8, text, EDGE, ink, "start"),))
    down = brush.turn((spot.start - 9 if rising else spot.stop + 9, spot.axis))[1]
    return Item((Text(x + 6, down, text, EDGE, ink, "start"),))


def side_label(brush: Brush, spot: Spot, text: str) -> list[Item]:
    """The same on an arrow that leaves across the main axis, which runs down."""
    x, y = brush.turn(((spot.start + spot.stop) / 2, spot.high))
    words = Text(x + 5, y - 8, text, EDGE, brush.theme.muted, "start")
    return [Item((words,))] if text else []


EDGE = 10.0
"""The size of what stands on arrows."""


def frame(brush: Brush, spot: FrameSpot, group: Group, label: str, *, first: bool = True) -> Item:
    """A frame with its label in the upper left corner; the group's `first`, or it goes on here."""
    x, y, w, h = rectangle(brush, spot)
    fill, stroke = brush.theme.frame
    shapes = (
        Rect(x, y, w, h, fill, stroke, 1, 8),
        Text(x + 9, y + 12, label, FRAME, brush.theme.muted, "start", bold=True),
    )
    return Item(shapes, group.path if first else "", label)


FRAME = 11.5
"""The size of a frame's label."""
