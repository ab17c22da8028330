"""A drawing: shapes and texts with coordinates, whatever format it is written in.

Coordinates are CSS pixels (1/96 inch), x to the right, y down, from the canvas' upper left corner.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from archcalc.figures.scheme import Scheme

Anchor = Literal["start", "middle", "end"]
Point = tuple[float, float]
LINE = 1.25
"""From one line of text to the next, in sizes of the font."""


class Rect(NamedTuple):
    """A rectangle; with `radius` its corners are round. Colours are ``#rrggbb`` or empty."""

    x: float
    y: float
    width: float
    height: float
    fill: str = ""
    stroke: str = ""
    stroke_width: float = 1.2
    radius: float = 0
    dashed: bool = False


class Ellipse(NamedTuple):
    """An ellipse around (x, y)."""

    x: float
    y: float
    rx: float
    ry: float
    fill: str = ""
    stroke: str = ""
    stroke_width: float = 1.2


class Polyline(NamedTuple):
    """Straight pieces from point to point; `arrow` puts a head on the end, `closed` may be filled.

    The head's tip is the last point.
    """

    points: tuple[Point, ...]
    stroke: str = ""
    stroke_width: float = 1.2
    arrow: bool = False
    closed: bool = False
    fill: str = ""
    dashed: bool = False


class Text(NamedTuple):
    """One line of text. `y` is the middle of its height, `x` where `anchor` says.

    `turned` text reads upwards: it is turned by 90° against the clock around (x, y).
    """

    x: float
    y: float
    text: str
    size: float
    color: str
    anchor: Anchor = "middle"
    bold: bool = False
    turned: bool = False


Shape = Rect | Ellipse | Polyline | Text


class Item(NamedTuple):
    """Shapes that belong together. `id` is a layer's or block's path, `title` says what it is."""

    shapes: tuple[Shape, ...]
    id: str = ""
    title: str = ""

    def moved(self, dx: float, dy: float) -> Item:
        """The same elsewhere."""
        return self._replace(shapes=tuple(_moved(shape, dx, dy) for shape in self.shapes))


def _moved(shape: Shape, dx: float, dy: float) -> Shape:
    if isinstance(shape, Polyline):
        return shape._replace(points=tuple((x + dx, y + dy) for x, y in shape.points))
    return shape._replace(x=shape.x + dx, y=shape.y + dy)


@dataclass(frozen=True)
class Drawing:
    """A finished drawing; later items lie over earlier ones.

    `background` is a colour, or empty where what lies behind shows through. `scheme` are the boxes
    and arrows that it shows, with `labels`, `edges`, `direction` and `dark` as they were asked for:
    for formats that lay them out themselves.
    """

    width: float
    height: float
    items: tuple[Item, ...]
    title: str
    description: str = ""
    background: str = ""
    language: str = "en"
    scheme: Scheme | None = None
    labels: tuple[str, ...] = ()
    edges: str = ""
    direction: str = ""
    dark: bool = False

    def write(self, format: str) -> str | bytes:
        """The drawing in a format: see :func:`archcalc.figures.writers.write`."""
        from archcalc.figures.writers import write  # a format's writer is imported when used

        return write(self, format)

    def svg(self, prefix: str = "") -> str:
        """As SVG; `prefix` goes before its ids, where one page holds several."""
        from archcalc.figures.writers.svg import svg

        return svg(self, prefix)

    def tikz(self) -> str:
        """As a ``tikzpicture`` to ``\\input``."""
        from archcalc.figures.writers.tikz import tikz

        return tikz(self)

    def _repr_svg_(self) -> str:
        return self.svg()


def head(points: tuple[Point, ...], length: float = 8, width: float = 6.4) -> tuple[Point, ...]:
    """The triangle of an arrow's head whose tip is the last point."""
    (x1, y1), (x2, y2) = points[-2], points[-1]
    far = ((x2 - x1) ** 2 + (y2 - y1) ** 2) ** 0.5 or 1
    dx, dy = (x2 - x1) / far, (y2 - y1) / far
    back = (x2 - length * dx, y2 - length * dy)
    side = width / 2
    return (
        (x2, y2),
        (back[0] - side * dy, back[1] + side * dx),
        (back[0] + side * dy, back[1] - side * dx),
    )


def shortened(points: tuple[Point, ...], by: float = 6) -> tuple[Point, ...]:
    """The line without its last bit, which lies under the arrow's head."""
    (x1, y1), (x2, y2) = points[-2], points[-1]
    far = ((x2 - x1) ** 2 + (y2 - y1) ** 2) ** 0.5
    if far <= by:
        return points
    share = (far - by) / far
    return (*points[:-1], (x1 + (x2 - x1) * share, y1 + (y2 - y1) * share))
