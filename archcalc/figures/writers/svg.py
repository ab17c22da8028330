"""SVG, without styles, scripts or markers, so that every program that reads SVG shows it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

from archcalc.figures.drawing import (
    Drawing,
    Ellipse,
    Item,
    Point,
    Polyline,
    Rect,
    Text,
    head,
    shortened,
)

SUFFIXES, BINARY = (".svg",), False
_LATIN = "Helvetica, Arial, 'Liberation Sans'"
_HANGUL = (
    "'Noto Sans KR', 'Noto Sans CJK KR', 'Malgun Gothic', 'Apple SD Gothic Neo', 'NanumGothic', "
    "'Baekmuk Dotum'"
)
_FONTS = {"ko": f"{_HANGUL}, {_LATIN}, sans-serif"}
"""By language; converters to pixels take the first that is there for everything."""
_USUAL = f"{_LATIN}, {_HANGUL}, sans-serif"
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_BASELINE = 0.355
"""The middle of a line lies so far above its baseline, in sizes of the font."""


def write(drawing: Drawing, scale: float = 1) -> str:
    """The whole file."""
    return svg(drawing)


def svg(drawing: Drawing, prefix: str = "") -> str:
    """An ``<svg>`` element, with a line break behind it; `prefix` goes before its ids."""
    w, h = number(drawing.width), number(drawing.height)
    fonts = _FONTS.get(drawing.language, _USUAL)
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{w}" height="{h}" viewBox="0 0 {w} {h}" '
        f'role="img" xml:lang="{drawing.language}" '
        f'aria-labelledby="{escape(prefix)}title {escape(prefix)}desc" font-family="{fonts}">',
        f'<title id="{escape(prefix)}title">{escape(drawing.title)}</title>',
        f'<desc id="{escape(prefix)}desc">{escape(drawing.description)}</desc>',
    ]
    if drawing.background:
        lines.append(f'<rect width="{w}" height="{h}" fill="{drawing.background}"/>')
    for item in drawing.items:
        lines += _item(item, prefix)
    return "\n".join([*lines, "</svg>", ""])


def escape(text: str) -> str:
    """Text as XML; what XML cannot hold becomes U+FFFD."""
    text = _NOT_XML.sub("\ufffd", text)
    for sign, entity in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ('"', "&quot;")):
        text = text.replace(sign, entity)
    return text


def number(value: float) -> str:
    """A coordinate to a hundredth, without idle zeros."""
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def _item(item: Item, prefix: str) -> Iterator[str]:
    shapes = [line for shape in item.shapes for line in _WRITERS[type(shape)](shape)]
    if not item.id:
        yield from shapes
        return
    path = escape(item.id)
    yield f'<g id="{escape(prefix)}layer-{path}" data-path="{path}">'
    yield f"<title>{escape(item.title)}</title>"
    yield from shapes
    yield "</g>"


def _paint(fill: str, stroke: str, width: float, *, dashed: bool = False) -> str:
    text = f'fill="{fill or "none"}"'
    if stroke:
        text += f' stroke="{stroke}" stroke-width="{number(width)}"'
    return text + (' stroke-dasharray="5 3"' if dashed else "")


def _rect(shape: Rect) -> Iterator[str]:
    x, y, w, h = map(number, shape[:4])
    round_ = f' rx="{number(shape.radius)}"' if shape.radius else ""
    paint = _paint(shape.fill, shape.stroke, shape.stroke_width, dashed=shape.dashed)
    yield f'<rect x="{x}" y="{y}" width="{w}" height="{h}"{round_} {paint}/>'


def _ellipse(shape: Ellipse) -> Iterator[str]:
    x, y, rx, ry = map(number, shape[:4])
    paint = _paint(shape.fill, shape.stroke, shape.stroke_width)
    yield f'<ellipse cx="{x}" cy="{y}" rx="{rx}" ry="{ry}" {paint}/>'


def _points(points: tuple[Point, ...]) -> str:
    return " ".join(f"{number(x)},{number(y)}" for x, y in points)


def _polyline(shape: Polyline) -> Iterator[str]:
    points = shortened(shape.points) if shape.arrow else shape.points
    name = "polygon" if shape.closed else "polyline"
    paint = _paint(shape.fill, shape.stroke, shape.stroke_width, dashed=shape.dashed)
    yield f'<{name} points="{_points(points)}" {paint} stroke-linejoin="round"/>'
    if shape.arrow:
        yield f'<polygon points="{_points(head(shape.points))}" fill="{shape.stroke}"/>'


def _text(shape: Text) -> Iterator[str]:
    x, y = shape.x, shape.y
    drop = _BASELINE * shape.size
    at = f'x="{number(x)}" y="{number(y + drop)}"'
    if shape.turned:
        at += f' transform="rotate(-90 {number(x)} {number(y)})"'
    if shape.anchor != "start":
        at += f' text-anchor="{shape.anchor}"'
    weight = ' font-weight="bold"' if shape.bold else ""
    size = number(shape.size)
    yield f'<text {at} font-size="{size}"{weight} fill="{shape.color}">{escape(shape.text)}</text>'


_WRITERS: dict[type, Callable[[Any], Iterator[str]]] = {
    Rect: _rect,
    Ellipse: _ellipse,
    Polyline: _polyline,
    Text: _text,
}
