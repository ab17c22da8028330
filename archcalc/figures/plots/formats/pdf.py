"""PDF with its fonts in it; unlike SVG its bytes may differ from run to run."""

from __future__ import annotations

from archcalc.figures.charts.model import Chart
from archcalc.figures.look import Look
from archcalc.figures.pictures import pdf
from archcalc.views.model import Style

SUFFIXES, BINARY, LOOKS = (".pdf",), True, True


def write(chart: Chart, look: Look, _: Style) -> bytes:
    """The chart as PDF."""
    return pdf(chart, look)
