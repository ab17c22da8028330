"""PNG, through vl-convert (extra ``plot``); no browser."""

from __future__ import annotations

from archcalc.figures.converter import converter
from archcalc.figures.drawing import Drawing
from archcalc.figures.writers._limits import check
from archcalc.figures.writers.svg import svg

SUFFIXES, BINARY = (".png",), True
_MOST = 100_000_000


def write(drawing: Drawing, scale: float = 1) -> bytes:
    """The picture, `scale` pixels of it for each of the drawing's."""
    check("PNG", "pixels", drawing.width * drawing.height * scale * scale, _MOST)
    return bytes(converter().svg_to_png(svg(drawing), scale=scale))
