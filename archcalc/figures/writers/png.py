"""PNG, through vl-convert (extra ``plot``); no browser."""

from __future__ import annotations

from archcalc.figures.drawing import Drawing
from archcalc.figures.pictures import _converter
from archcalc.figures.writers._limits import check
from archcalc.figures.writers.svg import svg

SUFFIXES = (".png",)
_MOST = 100_000_000


def write(drawing: Drawing, scale: float = 1) -> bytes:
    """The picture, `scale` pixels of it for each of the drawing's."""
    check("PNG", "pixels", drawing.width * drawing.height * scale * scale, _MOST)
    return bytes(_converter().svg_to_png(svg(drawing), scale=scale))
