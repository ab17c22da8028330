"""A quick look: bars of block characters, one row a point, whatever the chart's own mark is."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import NamedTuple

from rich.bar import Bar
from rich.console import Console
from rich.table import Table
from rich.text import Text

from archcalc.figures.charts.model import Chart, Number, Point
from archcalc.figures.look import Look
from archcalc.figures.scales import tick_text
from archcalc.signs import holds, plain
from archcalc.units import NARROW_SPACE, percent, si
from archcalc.views.model import Style

SUFFIXES, BINARY, LOOKS = (".txt",), False, False
_COLORS = ("blue", "yellow", "green", "magenta", "cyan", "red", "white")
_WIDEST = 100
"""Bars are no easier to compare when longer, whatever the terminal offers."""
_MOST_ROWS = 24
_NAMES = 0.3
_LETTERS = str.maketrans("█▉▊▋▌▐▍▎▏▕", "#####" + "#" + "    ")


class _Row(NamedTuple):
    """One bar: its name, how far it reaches of the longest, its numbers, whose it is."""

    name: str
    share: float
    words: tuple[str, ...]
    series: int


def write(chart: Chart, _: Look, style: Style) -> str:
    """Title, bars with their numbers, notes; plain signs where the encoding lacks blocks."""
    out = io.StringIO()
    width = min(style.width or _WIDEST, _WIDEST)
    console = Console(
        file=out, width=width, force_terminal=style.color, legacy_windows=False, _environ={},
        color_system="standard" if style.color else None,
    )  # fmt: skip
    console.print(Text(chart.title, style="bold"), soft_wrap=style.width is None)
    if chart.subtitle:
        console.print(Text(chart.subtitle), soft_wrap=style.width is None)
    console.print()
    rows = list(_rows(chart))
    console.print(_grid(chart, rows, width))
    if chart.notes:
        console.print()
    for note in chart.notes:
        console.print(Text(note, style="dim"), soft_wrap=style.width is None)
    text = out.getvalue()
    if not holds(style.encoding, "█▏"):
        text = text.translate(_LETTERS)
    lines = plain(text, style.encoding).split("\n")[:-1]
    return "".join(f"{line.rstrip(' ')}\n" for line in lines)


def _grid(chart: Chart, rows: Sequence[_Row], width: int) -> Table:
    """Names, then whose bar it is where there are several, the bar, its number."""
    several = len({row.series for row in rows}) > 1
    grid = Table.grid(padding=(0, 2, 0, 0), pad_edge=False)
    most = max(8, int(width * _NAMES))
    grid.add_column(no_wrap=True, overflow="ellipsis", max_width=most)
    if several:
        grid.add_column(no_wrap=True, overflow="ellipsis", max_width=most)
    grid.add_column(ratio=1)
    for _ in range(max(len(row.words) for row in rows)):
        grid.add_column(justify="right", no_wrap=True)
    grid.expand = True
    heads = _heads(chart)
    if heads:
        grid.add_row("", *[""] * several, "", *heads, style="bold")
    before = ""
    for row in rows:
        name = "" if several and row.name == before else row.name
        before = row.name
        color = _COLORS[row.series % len(_COLORS)]
        bar = Bar(1.0, 0, row.share, color=color)
        owner = [Text(chart.series[row.series].name)] * several
        grid.add_row(Text(name), *owner, bar, *map(Text, row.words))
    return grid


def _rows(chart: Chart) -> Iterator[_Row]:
    """By category or x, within each series by series; of many x only some."""
    longest = chart.y.high or max((point.y for point in chart.points()), default=0)
    shown = _some(list(dict.fromkeys(point.x for point in chart.points())), chart)
    for x in shown:
        for number, series in enumerate(chart.series):
            if series.joined and chart.mark == "bubble":
                continue
            for point in series.points:
                if point.x == x and (point.y or chart.mark != "stack"):
                    share = min(1.0, float(point.y) / float(longest)) if longest else 0.0
                    yield _Row(_name(chart, point), share, _words(chart, point), number)


def _some(xs: list[str | Number], chart: Chart) -> list[str | Number]:
    """All categories; of numbers as many as a screen holds, the first and the last among them."""
    if chart.mark != "line":
        return xs
    xs.sort(key=lambda x: x if not isinstance(x, str) else 0)
    rows = max(2, _MOST_ROWS // len(chart.series))
    if len(xs) <= rows:
        return xs
    return [xs[round(i * (len(xs) - 1) / (rows - 1))] for i in range(rows)]


def _name(chart: Chart, point: Point) -> str:
    if isinstance(point.x, str):
        return point.x
    return point.label if chart.mark == "bubble" else tick_text(chart.x.form, point.x)


def _words(chart: Chart, point: Point) -> tuple[str, ...]:
    """The numbers as the chart writes them; a bubble's two or three."""
    own = _TEXTS.get(chart.y.form, partial(tick_text, chart.y.form))(point.y)
    if chart.mark == "bubble" and not isinstance(point.x, str):
        x = _TEXTS.get(chart.x.form, partial(tick_text, chart.x.form))(point.x)
        return (own, x, *([si(point.size)] if point.size is not None else []))
    if point.amount is not None:
        return own, f"({si(point.amount)})"
    return (own, point.note) if point.note else (own,)


_TEXTS: dict[str, Callable[[Number], str]] = {
    "count": lambda value: si(int(value)),
    "percent": lambda value: f"{percent(float(value))}{NARROW_SPACE}%",
}


def _heads(chart: Chart) -> list[str]:
    """What a bubble's numbers are; bars say it above."""
    if chart.mark != "bubble":
        return []
    axes = (chart.y, chart.x, chart.size)
    return [axis.title for axis in axes if axis is not None]
