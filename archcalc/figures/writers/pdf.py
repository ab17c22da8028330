"""PDF of one page as large as the drawing, through vl-convert (extra ``plot``)."""

from __future__ import annotations

from archcalc.figures.converter import converter
from archcalc.figures.drawing import Drawing
from archcalc.figures.writers._limits import check_size
from archcalc.figures.writers.svg import svg

SUFFIXES, BINARY = (".pdf",), True
_LONGEST = 19_200
"""Pixels: a page has at most 14,400 units of 1/72 inch (ISO 32000-1, annex C)."""


def write(drawing: Drawing, scale: float = 1) -> bytes:
    """The page, its fonts within it."""
    check_size(drawing, "PDF", _LONGEST)
    return bytes(converter().svg_to_pdf(svg(drawing)))
