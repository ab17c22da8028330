"""A chart's series as plain numbers: as its model has them, and as a slide's chart holds them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from archcalc.figures.charts.model import Chart, Number
from archcalc.slides.powerpoint.xml import Element, all_of, child


class Line(NamedTuple):
    """One series as a chart holds it: names or numbers along x, values, and areas of bubbles."""

    title: str
    x: tuple[str | float, ...]
    y: tuple[float, ...]
    size: tuple[float, ...] = ()

    def texts(self) -> Iterator[str]:
        """All of it, numbers to as many digits as every program keeps."""
        yield self.title
        for value in (*self.x, *self.y, *self.size):
            yield value if isinstance(value, str) else f"{value:.10g}"


def lines_of(chart: Chart) -> tuple[Line, ...]:
    """What a chart shows: its series, and a line for each limit."""
    found = [
        Line(
            series.name,
            tuple(_float(point.x) for point in series.points),
            tuple(float(point.y) for point in series.points),
            tuple(float(point.size or 0) for point in series.points if chart.mark == "bubble"),
        )
        for series in chart.series
    ]
    ends = [point.x for point in chart.points() if not isinstance(point.x, str)]
    for limit in chart.limits if ends else ():
        across = float(min(ends)), float(max(ends))
        found.append(Line(limit.label, across, (float(limit.y), float(limit.y))))
    return tuple(_even(found)) if chart.mark == "line" else tuple(found)


def _even(lines: list[Line]) -> Iterator[Line]:
    """Lines of as many points each, their last one repeated.

    LibreOffice (7.4) draws no line that has fewer points than one after it.
    """
    most = max(len(line.x) for line in lines)
    for line in lines:
        more = most - len(line.x)
        yield line._replace(x=line.x + line.x[-1:] * more, y=line.y + line.y[-1:] * more)


def _float(value: str | Number) -> str | float:
    return value if isinstance(value, str) else float(value)


def texts(lines: tuple[Line, ...]) -> list[str]:
    """What a digest of a chart is made of."""
    return [text for line in lines for text in line.texts()]


def held(space: Element) -> tuple[Line, ...]:
    """The series of a chart's XML."""
    found = []
    for series in all_of(space, "c:ser"):
        x, y = _cached(series, "c:cat", "c:xVal"), _cached(series, "c:val", "c:yVal")
        sizes = _cached(series, "c:bubbleSize")
        heading = child(series, "c:tx")
        words = [] if heading is None else [v.text or "" for v in all_of(heading, "c:v")]
        named = child(series, "c:cat") is not None
        along = tuple(x) if named else tuple(map(_number, x))
        numbers = tuple(map(_number, y)), tuple(map(_number, sizes))
        found.append(Line("".join(words), along, *numbers))
    return tuple(found)


def _cached(series: Element, *tags: str) -> list[str]:
    for tag in tags:
        found = child(series, tag)
        if found is not None:
            return [value.text or "" for value in all_of(found, "c:v")]
    return []


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return float("nan")
