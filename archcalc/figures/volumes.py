"""A row of volumes: each output as high and wide as its maps, as thick as it has channels.

The familiar figure of AlexNet and VGG, to scale.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from archcalc.analysis import Analysis
from archcalc.errors import InputError
from archcalc.figures import labels, paint
from archcalc.figures.drawing import Drawing, Item, Point, Polyline, Rect, Shape, Text
from archcalc.figures.labels import Line
from archcalc.figures.scheme import Choice, Collapse, Scheme, Unit, scheme
from archcalc.figures.text import fitted
from archcalc.figures.themes import THEMES, Theme, Tint
from archcalc.lang import say, spoken
from archcalc.ops.base import Dims
from archcalc.units import shape
from archcalc.views.words import conditions

if TYPE_CHECKING:
    from archcalc.figures.diagrams import Options

TALL, THICK, FLAT = 190.0, 46.0, 9.0
"""Pixels of the largest map's height, of the most channels, and of a vector's thickness."""
_LEAN = (0.34, -0.24)
"""How far a pixel of depth goes to the right and down."""
_LEAST, _CLOSE, _APART = 2.5, 5.0, 24.0
_MARGIN = 16.0
_MOST = 60
"""Volumes in a row; more are no picture."""


class Volume(NamedTuple):
    """One output in pixels."""

    unit: Unit
    thick: float
    high: float
    deep: float

    @property
    def lean(self) -> Point:
        """How far its back is from its front."""
        return self.deep * _LEAN[0], self.deep * _LEAN[1]


def volumes(analysis: Analysis, options: Options) -> Drawing:
    """The row of `analysis`. Raises InputError where it branches, or is too long."""
    found = _chain(analysis, options)
    theme = THEMES[options.theme]
    rows = _runs(_sized(found.units))
    made, wide = _items(rows, options, theme)
    return _drawing(made, wide, found, options, theme)


def _chain(analysis: Analysis, options: Options) -> Scheme:
    levels: tuple[Collapse, ...] = (
        (options.collapse,) if options.collapse else ("none", "block", "stage")
    )
    name = analysis.network.name
    for level in levels:
        found = scheme(analysis, Choice(level, options.apart, options.part))
        row = tuple((i, i + 1) for i in range(len(found.units) - 1))
        if found.edges == row and len(found.units) <= _MOST:
            return found
    if found.edges != row:
        text = "{network} branches, and volumes stand in a row; see --collapse"
        raise InputError(say(text, network=name))
    text = "{n} volumes are more than a row can show ({most}); see --collapse"
    raise InputError(say(text, n=len(found.units), most=_MOST))


def _sized(units: Sequence[Unit]) -> list[Volume]:
    """Every output to one scale: maps among maps, channels among channels, vectors by length."""
    maps = [_axes(unit.out) for unit in units if len(unit.out) > 1]
    flat = [unit.out[0] for unit in units if len(unit.out) == 1]
    side = TALL / max((max(h, w) for _, h, w in maps), default=1)
    channel = THICK / max((c for c, _, _ in maps), default=1)
    length = TALL / max(flat, default=1)
    made = []
    for unit in units:
        if len(unit.out) == 1:
            made.append(Volume(unit, FLAT, max(unit.out[0] * length, 8), FLAT))
            continue
        c, h, w = _axes(unit.out)
        made.append(
            Volume(unit, max(c * channel, _LEAST), max(h * side, _LEAST), max(w * side, _LEAST))
        )
    return made


def _axes(out: Dims) -> tuple[int, int, int]:
    """Channels, height, width; a signal is as high as it is long, of a video the time is left."""
    return (out[0], out[1], 1) if len(out) == 2 else (out[0], out[-2], out[-1])


def _runs(row: Sequence[Volume]) -> list[list[Volume]]:
    """Outputs of one size behind each other stand close, with one label."""
    return [
        list(run)
        for _, run in groupby(row, key=lambda one: (one.unit.out, one.unit.within, _only(one)))
    ]


def _only(one: Volume) -> str:
    """What stands apart whatever its size: the input, and vectors."""
    return one.unit.path if len(one.unit.out) == 1 or one.unit.form == "input" else ""


def _items(
    rows: Sequence[Sequence[Volume]], options: Options, theme: Theme
) -> tuple[list[Item], float]:
    x, made = _MARGIN, list[Item]()
    foot = 18 + max((one.high - one.lean[1]) / 2 for run in rows for one in run)
    edge: float | None = None
    for run in rows:
        lines = _lines(run, options)
        wide = _width(run)
        slot = max(wide, max(line.width for line in lines))
        at = x + (slot - wide) / 2
        if edge is not None:
            tip = ((edge + 3, 0.0), (at - 3, 0.0))
            made.append(Item((Polyline(tip, theme.line, 1.4, arrow=True),)))
        made.append(_label(lines, x + slot / 2, foot, theme))
        for volume in run:
            made.append(_item(volume, at, theme))
            at += volume.thick + _CLOSE
        last = run[-1]
        edge = at - _CLOSE + last.lean[0] / 2
        x += slot + _APART
    return made, x - _APART + _MARGIN


def _width(run: Sequence[Volume]) -> float:
    return sum(one.thick + _CLOSE for one in run) - _CLOSE + run[-1].lean[0]


def _lines(run: Sequence[Volume], options: Options) -> tuple[Line, ...]:
    names = options.labels or ("name", "shape")
    first = run[0].unit
    found = labels.lines(first, names)
    if len(run) > 1 and "name" in names:
        name = _common(run)
        found = tuple(
            line._replace(text=fitted(name, line.size, 120, bold=True)) if line.bold else line
            for line in found
        )
    return found


def _common(run: Sequence[Volume]) -> str:
    """The stage that a run fills, or from where to where it goes."""
    first, last = run[0].unit, run[-1].unit
    if first.within:
        return first.within[-1]
    names = [labels.lines(unit, ("name",))[0].text for unit in (first, last)]
    return " – ".join(names)


def _label(lines: Sequence[Line], x: float, top: float, theme: Theme) -> Item:
    made = list[Shape]()
    for line in lines:
        color = theme.muted if line.muted else theme.ink
        made.append(Text(x, top, line.text, line.size, color, bold=line.bold))
        top += line.size * 1.3
    return Item(tuple(made))


def _item(volume: Volume, x: float, theme: Theme) -> Item:
    """Front, top and side; their middle is on the row's axis."""
    fill, stroke = _tint(volume.unit, theme)
    dx, dy = volume.lean
    top, bottom = -volume.high / 2 - dy / 2, volume.high / 2 - dy / 2
    right = x + volume.thick
    roof = ((x, top), (x + dx, top + dy), (right + dx, top + dy), (right, top))
    side = ((right, top), (right + dx, top + dy), (right + dx, bottom + dy), (right, bottom))
    shapes = (
        Polyline(roof, stroke, 1, closed=True, fill=fill),
        Polyline(side, stroke, 1, closed=True, fill=fill),
        Rect(x, top, volume.thick, volume.high, fill, stroke, 1),
    )
    return Item(shapes, volume.unit.path, labels.title(volume.unit))


def _tint(unit: Unit, theme: Theme) -> Tint:
    return theme.tints["other"] if unit.form == "input" else paint.tint(unit, theme)


def _drawing(
    items: Sequence[Item], wide: float, found: Scheme, options: Options, theme: Theme
) -> Drawing:
    from archcalc.figures import diagrams as front

    high = max(
        shape.y + shape.size for item in items for shape in item.shapes if isinstance(shape, Text)
    )
    top = -TALL / 2 - TALL * abs(_LEAN[1]) / 2
    w, h = front.canvas(wide, high - top + 2 * _MARGIN, front.ratio(options.fit))
    left, down = (w - wide) / 2, (h - (high - top)) / 2 - top
    text = (
        "{network}, {conditions}, as {n} volumes: height and width as the maps', thickness as the "
        "channels, vectors as long as they have values; each to its own scale. {names}."
    )
    described = say(
        text,
        network=say(found.analysis.network.title),
        conditions=conditions(found.analysis),
        n=len(found.units),
        names="; ".join(f"{unit.path} {shape(unit.out)}" for unit in found.units),
    )
    return Drawing(
        round(w, 2), round(h, 2), tuple(item.moved(left, down) for item in items),
        front.title(found.analysis, options), described, front.backdrop(options, theme), spoken(),
    )  # fmt: skip
