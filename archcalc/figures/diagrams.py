"""``diagram``: from an analysis and options to a finished drawing."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from statistics import median
from typing import Literal, NamedTuple

from archcalc.analysis import Analysis
from archcalc.errors import InputError, UnknownNameError, shorten
from archcalc.figures import labels as words
from archcalc.figures import paint, ushape
from archcalc.figures.drawing import LINE, Drawing, Item, Point
from archcalc.figures.layout import FrameSpot, Layout, Sizes, Spacing, Spot
from archcalc.figures.nest import NotNestedError, Series, nest
from archcalc.figures.routes import Place, Route, routes
from archcalc.figures.rows import Rows, Score, fitted, one_row
from archcalc.figures.scheme import Choice, Collapse, Scheme, Unit, scheme
from archcalc.figures.text import width
from archcalc.figures.themes import THEMES, Theme
from archcalc.lang import say, spoken
from archcalc.units import exact, shape
from archcalc.views.words import conditions, heading

Direction = Literal["", "TB", "LR", "BT"]
MARGIN = 14.0
_MOST = 10_000
"""So many boxes are laid out, and no more."""


class Options(NamedTuple):
    """How a diagram looks. `labels` are kinds of lines (``op``, ``name``, ``shape``, ``params``,
    ``multiplies``), none for the usual; `edges` may be ``shape``; `fit` is ``16:9`` or the like.
    """

    collapse: Collapse | None = None
    labels: tuple[str, ...] = ()
    edges: str = ""
    theme: str = "light"
    background: str = ""
    direction: Direction = ""
    fit: str = ""
    style: str = "boxes"
    part: str = ""
    apart: bool = False


def diagram(
    analysis: Analysis,
    *,
    collapse: Collapse | None = None,
    labels: Sequence[str] = (),
    edges: str = "",
    theme: str = "light",
    background: str = "",
    direction: Direction = "",
    fit: str = "",
    style: str = "boxes",
    part: str = "",
    apart: bool = False,
) -> Drawing:
    """Draw a network's architecture.

    `collapse` closes stages or blocks to one box each (the default: as far as it stays readable);
    `labels` are the lines in a box, of name, op, shape, params and multiplies; `edges="shape"`
    puts output sizes on the arrows; `theme` is light or dark, `background` a colour or transparent;
    `direction` TB (down), BT (up) or LR; `fit` an aspect ratio as ``16:9``; `style` boxes or
    volumes; `part` draws one stage or block alone; `apart` gives norms and activations boxes of
    their own. Raises UnknownNameError or InputError for what cannot be drawn.
    """
    options = Options(
        collapse, tuple(labels), edges, theme, background, direction, fit, style, part, apart
    )
    _check(options)
    if style == "volumes":
        from archcalc.figures.volumes import volumes  # another way to draw

        return volumes(analysis, options)
    found = scheme(analysis, Choice(collapse, apart, part))
    if len(found.units) > _MOST:
        text = "{n} boxes are more than a diagram can show ({most}): --collapse block or stage"
        raise InputError(say(text, n=exact(len(found.units)), most=exact(_MOST)))
    return _Diagram(found, options).drawing()


_KNOWN: Mapping[str, tuple[str, ...]] = {
    "theme": tuple(THEMES),
    "direction": ("", "TB", "LR", "BT"),
    "style": ("boxes", "volumes"),
    "edges": ("", "shape"),
}


def _check(options: Options) -> None:
    for name, known in _KNOWN.items():
        value = getattr(options, name)
        if value not in known:
            hint = say("known: {names}", names=", ".join(filter(None, known)))
            raise UnknownNameError(say(name), value, known, hint)
    for label in options.labels:
        if label not in words.NAMES:
            hint = say("known: {names}", names=", ".join(words.NAMES))
            raise UnknownNameError(say("label"), label, words.NAMES, hint)
    backdrop(options, THEMES[options.theme])
    ratio(options.fit)


_NAMED = {"white": "#ffffff", "black": "#000000", "transparent": ""}


def backdrop(options: Options, theme: Theme) -> str:
    """The background's colour, empty for none. Raises InputError."""
    asked = options.background
    if not asked:
        return theme.background
    if asked in _NAMED:
        return _NAMED[asked]
    if re.fullmatch("#[0-9a-fA-F]{6}", asked):
        return asked.lower()
    text = 'a background is transparent, white, black or #rrggbb, found "{found}"'
    raise InputError(say(text, found=shorten(asked)))


def ratio(text: str) -> float | None:
    """``16:9`` as width by height; nothing without text. Raises InputError."""
    if not text:
        return None
    found = re.fullmatch(r"([0-9]{1,4}(?:\.[0-9]+)?)[:x/]([0-9]{1,4}(?:\.[0-9]+)?)", text)
    sides = [float(side) for side in found.groups()] if found else []
    if not sides or min(sides) <= 0 or not 0.1 <= sides[0] / sides[1] <= 10:
        raise InputError(say('--fit takes a shape as 16:9, found "{found}"', found=shorten(text)))
    return sides[0] / sides[1]


class Extent(NamedTuple):
    """How long and broad everything is, and where the main axis' and the trunk's 0 lie in it."""

    length: float
    breadth: float
    lead: float
    middle: float


class Places(NamedTuple):
    """What was placed."""

    spots: Mapping[int, Spot]
    frames: Sequence[FrameSpot]
    routes: Sequence[Route]
    rising: frozenset[int] = frozenset()
    """Boxes whose arrow leaves at their start, against the main axis."""
    aside: tuple[int, ...] = ()
    """The boxes whose arrow leaves across it."""


class _Diagram:
    """One drawing in the making."""

    def __init__(self, scheme: Scheme, options: Options) -> None:
        self.scheme, self.options = scheme, options
        self.theme = THEMES[options.theme]
        self.forms = [unit.form for unit in scheme.units]
        self.branching = any(form in ("bar", "circle") for form in self.forms)
        usual = ("op",) if self.branching else ("name", "op")
        self.labels = options.labels or usual
        self.lines = [words.lines(unit, self.labels) for unit in scheme.units]
        self.out = [shape(unit.out) if options.edges else "" for unit in scheme.units]
        self.frames = {path: words.frame_label(g) for path, g in scheme.frames.items()}

    def drawing(self) -> Drawing:
        """The finished picture."""
        try:
            series = nest(self.scheme)
        except NotNestedError:
            return self._general()
        legs = ushape.legs(series)
        if legs and self.options.direction in ("", "TB") and self._narrows(legs):
            return self._u_shaped(legs)
        direction, rows = self._placed(series)
        block = rows.block
        ways = routes(block, self.scheme.edges, self.forms, rows.detours)
        lead, tail = (26.0, rows.turn + 2) if rows.detours else (0.0, 0.0)
        extent = Extent(block.length + lead + tail, block.high - block.low, lead, -block.low)
        return self.painted(direction, extent, Places(block.spots, block.frames, ways))

    def _narrows(self, legs: ushape.Legs) -> bool:
        """Whether maps grow smaller on the way down, as a U says."""
        outer, inner = (self.scheme.units[legs.levels[k].left[-1]].out[1:] for k in (0, -1))
        return math.prod(inner) < math.prod(outer)

    def _u_shaped(self, legs: ushape.Legs) -> Drawing:
        """Down, across and up."""
        found = ushape.placed(legs, self.layout("TB"))
        places = Places(found.spots, [], found.routes, found.rising, legs.aside)
        extent = Extent(found.length, found.high - found.low, 0, -found.low)
        return self.painted("TB", extent, places)

    def _general(self) -> Drawing:
        """Placed by Graphviz."""
        from archcalc.figures.general import general  # most networks need none

        direction = self.options.direction or "TB"
        found = general(self.scheme, self.layout(direction))
        places = Places(found.spots, found.frames, found.routes)
        return self.painted(direction, Extent(found.length, found.breadth, 0, 0), places)

    def _placed(self, series: Series) -> tuple[str, Rows]:
        """The direction and the rows whose shape fits best."""
        options, wanted = self.options, ratio(self.options.fit)
        if wanted is None and options.direction:
            return options.direction, one_row(self.layout(options.direction), series)
        if wanted is None:
            rows = one_row(self.layout("TB"), series)
            block = rows.block
            if block.length <= _TALLEST * max(block.high - block.low, _PAGE):
                return "TB", rows
        found = []
        for direction in (options.direction,) if options.direction else ("TB", "LR"):
            score = Score(wanted or _USUAL, direction == "LR")
            rows = fitted(self.layout(direction), series, score)
            size = score(rows.block.length, rows.block.high - rows.block.low)
            found.append((size, direction, rows))
        _, direction, rows = min(found, key=lambda one: one[0])
        return direction, rows

    def layout(self, direction: str) -> Layout:
        """How big every box is where the main axis runs that way, and the distances between."""
        right = direction == "LR"
        boxes = [self._box(i) for i in range(len(self.forms))]
        self._even(boxes, right)
        label = max((width(text, paint.EDGE) for text in self.out), default=0)
        sizes = []
        for (w, h), form, out in zip(boxes, self.forms, self.out, strict=True):
            if form == "bar":
                w, h = (h, w) if right else (w, h)
            beside = 0.0 if right or not out else width(out, paint.EDGE) + 10
            sizes.append(Sizes(w if right else h, h if right else w, beside))
        step = label + 22 if right and label else 28.0 if right else 26.0
        space = Spacing(
            step=step,
            trunk=step if label else 15,
            turn=14 if not label else label + 12 if right else 22,
            pad_end=12 if not label else label + 12 if right else 20,
            strip_main=0 if right else 18,
            strip_across=18 if right else 0,
            side=-1 if right else 1,
        )
        names = {path: width(text, paint.FRAME, bold=True) for path, text in self.frames.items()}
        return Layout(sizes, self.forms, names, space)

    def _box(self, i: int) -> tuple[float, float]:
        """Width and height of a box that its lines fit in."""
        if self.forms[i] == "circle":
            return 2 * paint.CIRCLE, 2 * paint.CIRCLE
        lines = self.lines[i]
        pad = 12 if self.forms[i] == "box" else 8
        wide = max(line.width for line in lines) + 2 * pad
        high = sum(line.size * LINE for line in lines)
        return max(wide, 64.0), high + (12 if self.forms[i] == "box" else 8)

    def _even(self, boxes: list[tuple[float, float]], right: bool) -> None:
        """Boxes of one width (one height where they stand in a row), but for the widest; bars."""
        own = [i for i, form in enumerate(self.forms) if form == "box"]
        high = max((boxes[i][1] for i in own), default=0)
        most = _EVEN
        if self.branching and own:
            most = min(most, 1.3 * median(boxes[i][0] for i in own))
        wide = max((boxes[i][0] for i in own if boxes[i][0] <= most), default=0)
        for i in own:
            w, h = boxes[i]
            boxes[i] = (max(w, wide), high if right else h)
        bars = [i for i, form in enumerate(self.forms) if form == "bar"]
        long = max((boxes[i][0] for i in bars if boxes[i][0] <= _EVEN), default=0)
        for i in bars:
            boxes[i] = (max(boxes[i][0], long), boxes[i][1])

    def painted(self, direction: str, extent: Extent, places: Places) -> Drawing:
        """The shapes of what was placed, in the middle of the canvas."""
        right = direction == "LR"
        margin = MARGIN + (_BADGE if any(unit.times > 1 for unit in self.scheme.units) else 0)
        w, h = (extent[0], extent[1]) if right else (extent[1], extent[0])
        page = canvas(w + 2 * margin, h + 2 * margin, ratio(self.options.fit))
        left, top = (page[0] - w) / 2, (page[1] - h) / 2

        def turn(place: Place) -> Point:
            along, across = place[0] + extent.lead, place[1] + extent.middle
            if direction == "BT":
                along = extent.length - along
            return (left + along, top + across) if right else (left + across, top + along)

        brush = paint.Brush(self.theme, turn, right, direction == "BT")
        return self._finished(page, self._items(brush, places))

    def _items(self, brush: paint.Brush, places: Places) -> list[Item]:
        units, frames = self.scheme.units, self.scheme.frames
        leaving = {one for one, _ in self.scheme.edges}
        begun = {spot.path: spot for spot in reversed(places.frames)}
        items = [
            paint.frame(
                brush,
                spot,
                frames[spot.path],
                self.frames[spot.path],
                first=begun[spot.path] is spot,
            )
            for spot in places.frames
        ]
        items += [paint.arrow(brush, way) for way in places.routes]
        items += [
            paint.edge_label(brush, places.spots[i], text, rising=i in places.rising)
            for i, text in enumerate(self.out)
            if text and i in leaving and units[i].form != "input" and i not in places.aside
        ]
        for i in places.aside:
            items += paint.side_label(brush, places.spots[i], self.out[i])
        items += [
            paint.box(brush, unit, places.spots[i], self.lines[i], words.title(unit))
            for i, unit in enumerate(units)
        ]
        return items

    def _finished(self, page: tuple[float, float], items: Sequence[Item]) -> Drawing:
        """With its title and description."""
        return Drawing(
            round(page[0], 2),
            round(page[1], 2),
            tuple(items),
            title(self.scheme.analysis, self.options),
            self._description(),
            backdrop(self.options, self.theme),
            spoken(),
            self.scheme,
            self.labels,
            self.options.edges,
            self.options.direction,
            self.options.theme == "dark",
        )

    def _description(self) -> str:
        """What the picture shows, in words: the boxes in their order."""
        analysis = self.scheme.analysis
        units = [unit for unit in self.scheme.units if unit.form != "input"]
        names = [_word(unit) for unit in units[:_SPOKEN]]
        more = ["…"] if len(units) > _SPOKEN else []
        return say(
            "Diagram of {network}, {conditions}. {n} boxes: {names}.",
            network=say(analysis.network.title),
            conditions=conditions(analysis),
            n=len(units),
            names="; ".join(names + more),
        )


_USUAL = 16 / 9
_TALLEST = 1.6
_PAGE = 300.0
_EVEN = 170.0
_SPOKEN = 60
_BADGE = 8.0


def _word(unit: Unit) -> str:
    found = words.lines(unit, ("name", "op"))
    return " ".join(line.text for line in found) + (f" ×{unit.times}" if unit.times > 1 else "")


def title(analysis: Analysis, options: Options) -> str:
    """``ResNet-50, He et al. 2015: conv2_x``."""
    return heading(analysis) + (f": {options.part}" if options.part else "")


def canvas(w: float, h: float, ratio: float | None) -> tuple[float, float]:
    """Width and height of a page of that shape which holds a picture."""
    if ratio is None:
        return w, h
    return (max(w, h * ratio), max(h, w / ratio))
