"""Pictures of an analysis: diagrams and charts, as drawings that every format is written from."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from archcalc.analysis import Analysis
    from archcalc.figures.charts.model import Chart
    from archcalc.figures.drawing import Drawing


def diagram(analysis: Analysis, **options: Any) -> Drawing:
    """The diagram of a network: see :func:`archcalc.figures.diagrams.diagram`."""
    from archcalc.figures.diagrams import diagram as draw  # only a diagram needs the layout

    return draw(analysis, **options)


def chart(kind: str, analyses: Sequence[Analysis] = (), **options: Any) -> Chart:
    """A chart of some networks: see :func:`archcalc.figures.charts.chart`."""
    from archcalc.figures.charts import chart as draw  # only a chart needs its kinds

    return draw(kind, analyses, **options)
