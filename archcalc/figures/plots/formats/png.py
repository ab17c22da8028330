"""PNG, of as many pixels as were asked for."""

from __future__ import annotations

from archcalc.figures.charts.model import Chart
from archcalc.figures.look import Look
from archcalc.figures.pictures import png
from archcalc.views.model import Style

SUFFIXES, BINARY, LOOKS = (".png",), True, True


def write(chart: Chart, look: Look, _: Style) -> bytes:
    """The chart as PNG."""
    return png(chart, look)
