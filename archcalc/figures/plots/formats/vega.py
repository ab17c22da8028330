"""Vega-Lite v5, for notebooks and pages that draw it themselves."""

from __future__ import annotations

import json

from archcalc.figures.charts.model import Chart
from archcalc.figures.look import Look
from archcalc.views.model import Style

SUFFIXES, BINARY, LOOKS = (".json", ".vl"), False, True


def write(chart: Chart, look: Look, style: Style) -> str:
    """The specification as JSON; letters are escaped where the output cannot hold all of them."""
    escaped = not style.encoding.lower().startswith("utf")
    return json.dumps(chart.vega(look), ensure_ascii=escaped, indent=1) + "\n"
