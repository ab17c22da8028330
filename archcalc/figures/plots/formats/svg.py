"""SVG: the same chart gives the same bytes."""

from __future__ import annotations

from archcalc.figures.charts.model import Chart
from archcalc.figures.look import Look
from archcalc.figures.pictures import svg
from archcalc.views.model import Style

SUFFIXES, BINARY, LOOKS = (".svg",), False, True


def write(chart: Chart, look: Look, _: Style) -> str:
    """The chart as SVG."""
    return svg(chart, look) + "\n"
