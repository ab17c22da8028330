"""TikZ: a ``tikzpicture`` to ``\\input`` into a document or a Beamer slide."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from archcalc.figures.drawing import Drawing, Ellipse, Point, Polyline, Rect, Text, head, shortened
from archcalc.figures.writers._limits import check, check_size
from archcalc.figures.writers.svg import number
from archcalc.render._tex import escape, has_hangul

SUFFIXES, BINARY = (".tex", ".tikz"), False
_LONGEST = 20_000
"""Pixels of 0.75pt: TeX's lengths end at 16,383pt."""
_MOST = 6000
"""Shapes; TeX's memory, as it comes, takes about so many in one picture."""
_ANCHORS = {"start": "base west", "middle": "base", "end": "base east"}


def write(drawing: Drawing, scale: float = 1) -> str:
    """The whole file."""
    return tikz(drawing)


def tikz(drawing: Drawing) -> str:
    """A ``tikzpicture``, one CSS pixel being 0.75pt. Raises InputError where TeX cannot hold it."""
    check_size(drawing, "TikZ", _LONGEST)
    check("TikZ", "shapes", sum(len(item.shapes) for item in drawing.items), _MOST)
    colors = _Colors()
    body = [line for item in drawing.items for line in _item(item.shapes, colors)]
    texts = [s.text for item in drawing.items for s in item.shapes if isinstance(s, Text)]
    w, h = number(drawing.width), number(drawing.height)
    lines = [
        f"% {_comment(drawing.title)}",
        "% needs \\usepackage{tikz}; \\usepackage{lmodern} brings letters of every size",
        *(["% needs \\usepackage{kotex}"] if any(map(has_hangul, texts)) else []),
        "\\begin{tikzpicture}[x=0.75pt,y=-0.75pt,line join=round]",
        *colors.definitions(drawing.background),
        f"\\path[use as bounding box] (0,0) rectangle ({w},{h});",
    ]
    if drawing.background:
        lines.append(f"\\fill[{colors.name(drawing.background)}] (0,0) rectangle ({w},{h});")
    return "\n".join([*lines, *body, "\\end{tikzpicture}", ""])


class _Colors:
    """A name for each colour, known within the picture."""

    def __init__(self) -> None:
        self.names: dict[str, str] = {}

    def name(self, color: str) -> str:
        return self.names.setdefault(color, f"archcalc{len(self.names)}")

    def definitions(self, background: str) -> Iterator[str]:
        if background:
            self.name(background)
        for color, name in self.names.items():
            yield f"\\definecolor{{{name}}}{{HTML}}{{{color[1:].upper()}}}"


def _comment(text: str) -> str:
    """On one line, and harmless where somebody reads comments, too."""
    return " ".join(escape(text, "utf-8").split())


def _item(shapes: tuple[Any, ...], colors: _Colors) -> Iterator[str]:
    for shape in shapes:
        yield _WRITERS[type(shape)](shape, colors)


def _style(shape: Any, colors: _Colors) -> str:
    parts = [f"line width={number(0.75 * shape.stroke_width)}pt"]
    if shape.fill:
        parts.append(f"fill={colors.name(shape.fill)}")
    parts.append(f"draw={colors.name(shape.stroke)}" if shape.stroke else "draw=none")
    if getattr(shape, "dashed", False):
        parts.append("dashed")
    return ",".join(parts)


def _at(x: float, y: float) -> str:
    return f"({number(x)},{number(y)})"


def _rect(shape: Rect, colors: _Colors) -> str:
    corners = f",rounded corners={number(0.75 * shape.radius)}pt" if shape.radius else ""
    end = _at(shape.x + shape.width, shape.y + shape.height)
    return f"\\path[{_style(shape, colors)}{corners}] {_at(shape.x, shape.y)} rectangle {end};"


def _ellipse(shape: Ellipse, colors: _Colors) -> str:
    rx, ry = number(0.75 * shape.rx), number(0.75 * shape.ry)
    center = _at(shape.x, shape.y)
    return f"\\path[{_style(shape, colors)}] {center} ellipse [x radius={rx}pt,y radius={ry}pt];"


def _polyline(shape: Polyline, colors: _Colors) -> str:
    points = shortened(shape.points) if shape.arrow else shape.points
    line = f"\\path[{_style(shape, colors)}] {_path(points, closed=shape.closed)};"
    if not shape.arrow:
        return line
    tip = _path(head(shape.points), closed=True)
    return f"{line}\n\\fill[{colors.name(shape.stroke)}] {tip};"


def _path(points: Sequence[Point], *, closed: bool) -> str:
    return " -- ".join(_at(x, y) for x, y in points) + (" -- cycle" if closed else "")


def _text(shape: Text, colors: _Colors) -> str:
    drop = 0.355 * shape.size
    x, y = (shape.x + drop, shape.y) if shape.turned else (shape.x, shape.y + drop)
    size = 0.75 * shape.size
    font = f"\\sffamily\\fontsize{{{number(size)}}}{{{number(1.2 * size)}}}\\selectfont"
    font += "\\bfseries" if shape.bold else ""
    turn = ",rotate=90" if shape.turned else ""
    return (
        f"\\node[inner sep=0,outer sep=0,anchor={_ANCHORS[shape.anchor]},"
        f"text={colors.name(shape.color)}{turn}] at {_at(x, y)} "
        f"{{{font} {escape(shape.text, 'utf-8')}}};"
    )


_WRITERS: dict[type, Callable[[Any, _Colors], str]] = {
    Rect: _rect,
    Ellipse: _ellipse,
    Polyline: _polyline,
    Text: _text,
}
