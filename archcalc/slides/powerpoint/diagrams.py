"""Drawings as native shapes in a group: boxes that hold their words, connectors with heads."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from archcalc.figures.drawing import Drawing, Ellipse, Item, Point, Polyline, Rect, Shape, Text
from archcalc.figures.text import width
from archcalc.slides.powerpoint.frames import EMU, Frame, place
from archcalc.slides.powerpoint.xml import Element, all_of, new, under

_LINE = 1.2
_ROTATED = 16_200_000
"""A quarter turn against the clock, in 60,000ths of a degree."""
_ALIGN = {"start": "l", "middle": "ctr", "end": "r"}


class Scale(NamedTuple):
    """From a drawing's pixels to a place on the slide."""

    unit: float
    """English metric units in a pixel."""
    x: float
    y: float

    def frame(self, x: float, y: float, wide: float, high: float) -> Frame:
        """A rectangle of the drawing on the slide."""
        left, top = self.x + x * self.unit, self.y + y * self.unit
        return Frame(*map(round, (left, top, wide * self.unit, high * self.unit)))

    def points(self, size: float) -> int:
        """A size of letters in hundredths of a point."""
        return max(100, round(size * self.unit / EMU * 100))

    def line(self, size: float) -> int:
        """A line's width."""
        return round(size * self.unit)


def made(drawing: Drawing, frame: Frame) -> Element:
    """A group with the drawing in the middle of the frame, as large as fits."""
    unit = min(frame.width / drawing.width, frame.height / drawing.height)
    left = frame.x + (frame.width - drawing.width * unit) / 2
    top = frame.y + (frame.height - drawing.height * unit) / 2
    scale = Scale(unit, left, top)
    group = _group(frame)
    ground = Rect(-left / unit + frame.x / unit, -top / unit + frame.y / unit,
                  frame.width / unit, frame.height / unit, drawing.background)  # fmt: skip
    group.append(_shape(ground, scale, "background"))  # so that the group keeps its size
    for item in drawing.items:
        for shape in _shapes(item, scale):
            group.append(shape)
    return group


def texts(group: Element) -> list[str]:
    """What stands in a group's shapes, in order."""
    return [
        "".join(part.text or "" for part in all_of(paragraph, "a:t"))
        for paragraph in all_of(group, "a:p")
    ]


def alt(drawing: Drawing) -> str:
    """What it shows, for those who cannot see it."""
    return " ".join(filter(None, (drawing.title.rstrip(".") + ".", drawing.description)))


def _group(frame: Frame) -> Element:
    group = new("p:grpSp")
    head = under(group, "p:nvGrpSpPr")
    under(head, "p:cNvPr", id=0, name="")
    under(head, "p:cNvGrpSpPr")
    under(head, "p:nvPr")
    placed = place(under(group, "p:grpSpPr"), "a:xfrm", frame)
    under(placed, "a:chOff", x=frame.x, y=frame.y)
    under(placed, "a:chExt", cx=frame.width, cy=frame.height)
    return group


def _shapes(item: Item, scale: Scale) -> Iterator[Element]:
    """The shapes of an item; words in the middle of its box are the box's own."""
    inside = _inside(item.shapes)
    box = next((s for s in item.shapes if isinstance(s, Rect | Ellipse)), None)
    for shape in item.shapes:
        if shape in inside:
            continue
        words = inside if shape is box else ()
        yield _shape(shape, scale, item.id or item.title, item.title, words)


def _inside(shapes: Sequence[Shape]) -> tuple[Text, ...]:
    """The words that stand in the middle of the one box there is, all below each other."""
    boxes = [shape for shape in shapes if isinstance(shape, Rect | Ellipse)]
    words = tuple(shape for shape in shapes if isinstance(shape, Text))
    if len(boxes) != 1 or not words:
        return ()
    x, y = _middle(boxes[0])
    upright = all(t.anchor == "middle" and not t.turned and abs(t.x - x) < 1 for t in words)
    middle = (min(t.y for t in words) + max(t.y for t in words)) / 2
    apart = all(a.y + 1 < b.y for a, b in pairwise(words))
    return words if upright and apart and abs(middle - y) < 3 else ()


def _middle(box: Rect | Ellipse) -> Point:
    if isinstance(box, Ellipse):
        return box.x, box.y
    return box.x + box.width / 2, box.y + box.height / 2


def _shape(
    shape: Shape, scale: Scale, name: str, title: str = "", words: Sequence[Text] = ()
) -> Element:
    match shape:
        case Rect():
            return _box(shape, scale, name, title, words)
        case Ellipse(x=x, y=y, rx=rx, ry=ry):
            frame = scale.frame(x - rx, y - ry, 2 * rx, 2 * ry)
            return _solid(shape, "ellipse", frame, scale, name, title, words)
        case Polyline():
            straight = len(shape.points) == 2 and not shape.closed
            return (_connector if straight else _path)(shape, scale, name, title)
        case Text():
            return _label(shape, scale, name, title)


# --- boxes ---------------------------------------------------------------------------------------


def _box(rect: Rect, scale: Scale, name: str, title: str, words: Sequence[Text]) -> Element:
    frame = scale.frame(rect.x, rect.y, rect.width, rect.height)
    kind = "roundRect" if rect.radius else "rect"
    made = _solid(rect, kind, frame, scale, name, title, words)
    if rect.radius:
        least = min(rect.width, rect.height) or 1
        share = min(50_000, round(rect.radius / least * 100_000))
        under(next(all_of(made, "a:avLst")), "a:gd", name="adj", fmla=f"val {share}")
    return made


def _solid(
    shape: Rect | Ellipse, kind: str, frame: Frame, scale: Scale, name: str, title: str,
    words: Sequence[Text],
) -> Element:  # fmt: skip
    made = _headed("p:sp", "p:nvSpPr", "p:cNvSpPr", name, title)
    looks = under(made, "p:spPr")
    place(looks, "a:xfrm", frame)
    under(under(looks, "a:prstGeom", prst=kind), "a:avLst")
    _paint(looks, shape.fill)
    dashed = isinstance(shape, Rect) and shape.dashed
    _stroke(looks, shape.stroke, scale.line(shape.stroke_width), dashed=dashed)
    _body(made, words, scale, "ctr")
    return made


def _headed(tag: str, head: str, kind: str, name: str, title: str) -> Element:
    made = new(tag)
    properties = under(made, head)
    named = under(properties, "p:cNvPr", id=0, name=name)
    if title:
        named.set("descr", title)
    under(properties, kind)
    under(properties, "p:nvPr")
    return made


def _paint(looks: Element, color: str) -> None:
    if color:
        under(under(looks, "a:solidFill"), "a:srgbClr", val=color.lstrip("#").upper())
    else:
        under(looks, "a:noFill")


def _stroke(
    looks: Element, color: str, wide: int, *, dashed: bool = False, arrow: bool = False
) -> None:
    line = under(looks, "a:ln", w=wide)
    _paint(line, color)
    if dashed:
        under(line, "a:prstDash", val="dash")
    if arrow:
        under(line, "a:tailEnd", type="triangle", w="lg", len="lg")


# --- words ---------------------------------------------------------------------------------------


def _label(text: Text, scale: Scale, name: str, title: str) -> Element:
    """One line of text on its own, in a box that does not fold it."""
    wide, high = width(text.text, text.size, bold=text.bold), text.size * _LINE
    share = {"start": 0.0, "middle": 0.5, "end": 1.0}[text.anchor]
    x, y = text.x - share * wide, text.y - high / 2
    if text.turned:  # read upwards, turned around its own middle
        x, y = text.x - wide / 2, text.y + (share - 0.5) * wide - high / 2
    made = _headed("p:sp", "p:nvSpPr", "p:cNvSpPr", name, title)
    next(all_of(made, "p:cNvSpPr")).set("txBox", "1")
    looks = under(made, "p:spPr")
    placed = place(looks, "a:xfrm", scale.frame(x, y, wide, high))
    if text.turned:
        placed.set("rot", str(_ROTATED))
    under(under(looks, "a:prstGeom", prst="rect"), "a:avLst")
    under(looks, "a:noFill")
    _body(made, [text], scale, "ctr")
    return made


def _body(made: Element, words: Sequence[Text], scale: Scale, anchor: str) -> None:
    body = under(made, "p:txBody")
    under(body, "a:bodyPr", wrap="none", lIns=0, tIns=0, rIns=0, bIns=0, anchor=anchor, rtlCol=0)
    for text in words:
        paragraph = under(body, "a:p")
        under(paragraph, "a:pPr", algn=_ALIGN[text.anchor])
        run = under(paragraph, "a:r")
        looks = under(run, "a:rPr", lang="en-US", sz=scale.points(text.size), b=int(text.bold))
        _paint(looks, text.color)
        under(run, "a:t", text.text)
    if not words:
        under(body, "a:p")


# --- lines ---------------------------------------------------------------------------------------


def _connector(line: Polyline, scale: Scale, name: str, title: str) -> Element:
    (x1, y1), (x2, y2) = line.points
    made = _headed("p:cxnSp", "p:nvCxnSpPr", "p:cNvCxnSpPr", name, title)
    looks = under(made, "p:spPr")
    frame = scale.frame(min(x1, x2), min(y1, y2), abs(x2 - x1), abs(y2 - y1))
    placed = place(looks, "a:xfrm", frame)
    for key, turned in (("flipH", x2 < x1), ("flipV", y2 < y1)):
        if turned:
            placed.set(key, "1")
    under(under(looks, "a:prstGeom", prst="line"), "a:avLst")
    wide = scale.line(line.stroke_width)
    _stroke(looks, line.stroke, wide, dashed=line.dashed, arrow=line.arrow)
    return made


def _path(line: Polyline, scale: Scale, name: str, title: str) -> Element:
    xs, ys = zip(*line.points, strict=True)
    frame = scale.frame(min(xs), min(ys), max(xs) - min(xs), max(ys) - min(ys))
    made = _headed("p:sp", "p:nvSpPr", "p:cNvSpPr", name, title)
    looks = under(made, "p:spPr")
    place(looks, "a:xfrm", frame)
    shape = under(looks, "a:custGeom")
    for tag in ("a:avLst", "a:gdLst", "a:ahLst", "a:cxnLst"):
        under(shape, tag)
    under(shape, "a:rect", l=0, t=0, r="r", b="b")
    path = under(under(shape, "a:pathLst"), "a:path", w=frame.width, h=frame.height)
    if not line.closed:
        path.set("fill", "none")
    for number, (x, y) in enumerate(line.points):
        step = under(path, "a:lnTo" if number else "a:moveTo")
        at = scale.frame(x, y, 0, 0)
        under(step, "a:pt", x=at.x - frame.x, y=at.y - frame.y)
    if line.closed:
        under(path, "a:close")
    _paint(looks, line.fill if line.closed else "")
    wide = scale.line(line.stroke_width)
    _stroke(looks, line.stroke, wide, dashed=line.dashed, arrow=line.arrow)
    _body(made, (), scale, "ctr")
    return made
