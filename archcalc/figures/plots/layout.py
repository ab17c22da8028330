"""From a chart to its sheet: the mark decides how the plot is laid out."""

from __future__ import annotations

from importlib import import_module

from archcalc.figures.charts.model import Chart
from archcalc.figures.look import Look
from archcalc.figures.plots.sheet import Sheet, blank

_FILES = {"bar": "bars", "stack": "stack", "line": "line", "bubble": "bubble"}


def layout(chart: Chart, look: Look) -> Sheet:
    """Everything in its place."""
    module = import_module(f"archcalc.figures.plots.{_FILES[chart.mark]}")
    sheet: Sheet = module.laid(blank(chart, look))
    return sheet
