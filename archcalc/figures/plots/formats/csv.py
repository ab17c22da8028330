"""CSV of what is drawn: one row a point, all digits."""

from __future__ import annotations

import csv
import io

from archcalc.figures.charts.model import Chart, Point, digits
from archcalc.figures.look import Look
from archcalc.signs import plain
from archcalc.views.model import Style

SUFFIXES, BINARY, LOOKS = (".csv",), False, False


def write(chart: Chart, _: Look, style: Style) -> str:
    """Columns by the axes' keys; `label` names a point where it has a name."""
    labelled = any(point.label for point in chart.points())
    more = [axis for axis in (chart.amount, chart.size) if axis]
    heads = ["series", chart.x.key, chart.y.key, *(axis.key for axis in more)]
    lines = [_line(heads + ["label"] * labelled)]
    for series in chart.series:
        for point in series.points:
            cells = [series.name, *_cells(chart, point)] + [point.label] * labelled
            lines.append(_line([plain(cell, style.encoding) for cell in cells]))
    return "".join(lines)


def _cells(chart: Chart, point: Point) -> list[str]:
    more = [value for axis, value in ((chart.amount, point.amount), (chart.size, point.size))
            if axis]  # fmt: skip
    ends = ["" if value is None else digits(value) for value in more]
    return [digits(point.x), digits(point.y), *ends]


def _line(cells: list[str]) -> str:
    out = io.StringIO()
    csv.writer(out).writerow(cells)
    return out.getvalue().removesuffix("\r\n") + "\n"
