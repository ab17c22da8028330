"""Native charts: a chart model's numbers in PowerPoint's own chart, to be edited there."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from pptx.chart.data import BubbleChartData, CategoryChartData, XyChartData
from pptx.enum.chart import XL_CHART_TYPE

from archcalc.figures.charts.model import Chart
from archcalc.slides.figures import Plotted
from archcalc.slides.powerpoint import looks
from archcalc.slides.powerpoint.looks import Frame
from archcalc.slides.powerpoint.series import lines_of


class Form(NamedTuple):
    """How one mark is drawn: its type of chart, its data, and what is set on it afterwards."""

    type: Callable[[Chart], str]
    data: Callable[[Chart], Any]
    finish: Callable[[Any, Plotted, Frame], None]


def add(shapes: Any, plotted: Plotted, frame: Frame) -> Any:
    """A new chart at the end of a slide's shapes."""

    form = _FORMS[plotted.chart.mark]
    kind = getattr(XL_CHART_TYPE, form.type(plotted.chart))
    fresh = shapes.add_chart(kind, *frame, form.data(plotted.chart))
    looks.dress(fresh.chart, plotted)
    form.finish(fresh.chart, plotted, frame)
    return fresh


def replace(native: Any, plotted: Plotted, frame: Frame) -> None:
    """Let a chart show other numbers; its looks stay."""
    form, chart = _FORMS[plotted.chart.mark], plotted.chart
    before = len(list(native.series))
    native.replace_data(form.data(chart))
    if native.has_title:
        looks.title(native, chart)
    if len(lines_of(chart)) != before:
        looks.colors(native, plotted)
    _LABELS[chart.mark](native, plotted, frame)


def same_kind(native: Any, chart: Chart) -> bool:
    """Whether a chart is of the type that this one would be."""

    try:
        return bool(native.chart_type == getattr(XL_CHART_TYPE, _FORMS[chart.mark].type(chart)))
    except (NotImplementedError, ValueError):
        return False


def _categories(chart: Chart) -> Any:
    data = CategoryChartData(number_format=looks.number_format(chart.y, chart))
    names = chart.categories()
    data.categories = names
    for series in chart.series:
        values = {str(point.x): float(point.y) for point in series.points}
        data.add_series(series.name, [values.get(each) for each in names])
    return data


def _pairs(chart: Chart) -> Any:
    data = XyChartData(number_format=looks.number_format(chart.y, chart))
    for line in lines_of(chart):
        series = data.add_series(line.title)
        for x, y in zip(line.x, line.y, strict=True):
            series.add_data_point(x, y)
    return data


def _triples(chart: Chart) -> Any:
    data = BubbleChartData(number_format=looks.number_format(chart.y, chart))
    for line in lines_of(chart):
        series = data.add_series(line.title)
        for x, y, size in zip(line.x, line.y, line.size, strict=True):
            series.add_data_point(x, y, size)
    return data


_FORMS = {
    "bar": Form(
        lambda chart: "BAR_CLUSTERED" if looks.lying(chart) else "COLUMN_CLUSTERED",
        _categories,
        looks.bars,
    ),
    "stack": Form(lambda chart: "BAR_STACKED", _categories, looks.stack),
    "line": Form(lambda chart: "XY_SCATTER_LINES_NO_MARKERS", _pairs, looks.axes),
    "bubble": Form(lambda chart: "BUBBLE", _triples, looks.bubbles),
}
_LABELS: dict[str, Callable[[Any, Plotted, Frame], None]] = {
    "bar": lambda native, plotted, frame: None,
    "stack": looks.shares,
    "line": lambda native, plotted, frame: None,
    "bubble": looks.names,
}
"""What names or numbers single points, and has to be written anew with them."""
