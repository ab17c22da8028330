"""A chart's sheet: title above, legend, notes below, and the area between them for the plot."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from archcalc.figures.charts.model import Chart
from archcalc.figures.drawing import Text
from archcalc.figures.look import Look
from archcalc.figures.place import Box
from archcalc.figures.scales import Scale
from archcalc.figures.text import fitted, width

_TITLE, _SUBTITLE, _LEGEND, _NOTE = 30.0, 19.0, 18.0, 15.0
LABEL = 18.0
"""Sizes of letters on a slide of 1280 × 720."""
_MARGIN = 36.0
_LINE = 1.32
_MOST_NOTES = 5


class Key(NamedTuple):
    """A legend's sample: its middle, and which series it stands for."""

    x: float
    y: float
    series: int


class Sheet(NamedTuple):
    """A chart laid out: `area` is the plot's, `texts` are all letters, in pixels of the canvas.

    `x` and `y` are the scales of the plot's axes, None where an axis names categories; `upright`
    bars grow upwards. `leaders` join a label with what it names.
    """

    chart: Chart
    look: Look
    area: Box
    texts: tuple[Text, ...] = ()
    keys: tuple[Key, ...] = ()
    x: Scale | None = None
    y: Scale | None = None
    upright: bool = False
    leaders: tuple[tuple[float, float, float, float], ...] = ()
    radii: tuple[float, ...] = ()

    def adding(self, *texts: Text) -> Sheet:
        """The same with more letters."""
        return self._replace(texts=(*self.texts, *texts))

    def size(self, of: float) -> float:
        """A length on a slide of 1280 × 720 as it is here."""
        return of * self.look.scale


def blank(chart: Chart, look: Look) -> Sheet:
    """The sheet with its title, legend and notes."""
    unit = look.scale
    margin = _MARGIN * unit
    room = look.width - 2 * margin
    texts: list[Text] = []
    y = margin * 0.8
    for line in wrapped(chart.title, _TITLE * unit, room, 2, bold=True):
        y += _TITLE * unit * _LINE / 2
        texts.append(_left(margin, y, line, _TITLE * unit, look.colors.text, bold=True))
        y += _TITLE * unit * _LINE / 2
    for line in wrapped(chart.subtitle, _SUBTITLE * unit, room, 2):
        y += _SUBTITLE * unit * _LINE / 2
        texts.append(_left(margin, y, line, _SUBTITLE * unit, look.colors.muted))
        y += _SUBTITLE * unit * _LINE / 2
    keys, words, y = _legend(chart, look, margin, y)
    foot = _notes(chart, look, margin, room)
    bottom = min([text.y for text in foot], default=look.height - margin / 2) - _NOTE * unit * 1.6
    top = y + 20 * unit
    area = Box(margin, top, room, bottom - top)
    return Sheet(chart, look, area, (*texts, *words, *foot), keys)


def _legend(
    chart: Chart, look: Look, margin: float, y: float
) -> tuple[tuple[Key, ...], tuple[Text, ...], float]:
    """Samples and names of the series, in as many rows as they need; none of a single one."""
    loose = sum(not series.joined for series in chart.series)
    if (loose if chart.mark == "bubble" else len(chart.series)) < 2:  # a roof needs no key
        return (), (), y
    size = _LEGEND * look.scale
    keys, words, x = [], [], margin
    y += size * 1.25
    for number, series in enumerate(chart.series):
        name = fitted(series.name, size, look.width - 2 * margin - 3 * size)
        length = 2.4 * size + width(name, size)
        if x > margin and x + length > look.width - margin:
            x, y = margin, y + size * 1.5
        keys.append(Key(x + size, y, number))
        words.append(_left(x + 2.4 * size, y, name, size, look.colors.text))
        x += length + 1.6 * size
    return tuple(keys), tuple(words), y + size * 0.7


def _notes(chart: Chart, look: Look, margin: float, room: float) -> list[Text]:
    size = _NOTE * look.scale
    lines: list[str] = []
    for note in chart.notes:
        lines += wrapped(note, size, room, 2)
    lines = [*lines[: _MOST_NOTES - 1], *lines[_MOST_NOTES - 1 :][-1:]]
    last = look.height - margin * 0.75
    return [
        _left(margin, last - (len(lines) - 1 - i) * size * _LINE, line, size, look.colors.muted)
        for i, line in enumerate(lines)
    ]


def _left(x: float, y: float, text: str, size: float, color: str, *, bold: bool = False) -> Text:
    return Text(x, y, text, size, color, "start", bold)


def wrapped(text: str, size: float, room: float, most: int, *, bold: bool = False) -> list[str]:
    """`text` in lines no wider than `room`; what is more than `most` lines ends in an ellipsis."""
    lines: list[str] = []
    words = text.split()
    while words and len(lines) < most - 1:
        count = len(words)
        while count > 1 and width(" ".join(words[:count]), size, bold=bold) > room:
            count -= 1
        lines.append(fitted(" ".join(words[:count]), size, room, bold=bold))
        words = words[count:]
    return [*lines, fitted(" ".join(words), size, room, bold=bold)] if words else lines


def box_of(text: Text) -> Box:
    """The rectangle that a text's letters fill, a little more than from their foot to their top."""
    length = width(text.text, text.size, bold=text.bold)
    start = {"start": 0.0, "middle": length / 2, "end": length}[text.anchor]
    return Box(text.x - start, text.y - text.size / 2, length, text.size)


def widest(texts: Sequence[str], size: float) -> float:
    """The width of the widest."""
    return max((width(text, size) for text in texts), default=0.0)
