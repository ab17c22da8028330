"""How native charts look: colours, axes, numbers beside bars and names beside bubbles."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_LABEL_POSITION, XL_LEGEND_POSITION, XL_MARKER_STYLE
from pptx.enum.dml import MSO_LINE, MSO_THEME_COLOR
from pptx.util import Emu, Pt

from archcalc.figures.charts.model import Axis, Chart, Number, Point
from archcalc.figures.look import BLACK, THEMES, on
from archcalc.slides.figures import Plotted
from archcalc.slides.powerpoint.placing import Room, sides
from archcalc.slides.powerpoint.series import lines_of
from archcalc.slides.powerpoint.xml import all_of, child, name, new, under
from archcalc.units import si

Frame = tuple[int, int, int, int]
"""Left, top, width and height, in English Metric Units."""
_MOST_LYING = 26
"""More bars than these stand upright."""
_MOST_NUMBERS = 60
"""Of more bars than these none has its number behind it."""
_TEXT = 12
_LEAST_SHARE = 12
"""Percent of a bar below which no number fits in."""
_BLACKS = {BLACK, *(theme.swaps.get(BLACK, BLACK) for theme in THEMES.values())}
_FAINT = 20_000
"""How much of a grid's line is seen, in thousandths of a percent."""
_NARROW = "\u202f"


def dress(native: Any, plotted: Plotted) -> None:
    native.font.size = Pt(_TEXT)
    native.font.color.theme_color = MSO_THEME_COLOR.TEXT_1
    title(native, plotted.chart)
    native.has_legend = len(lines_of(plotted.chart)) > 1
    if native.has_legend:
        native.legend.position = XL_LEGEND_POSITION.BOTTOM
        native.legend.include_in_layout = False
    colors(native, plotted)


def title(native: Any, chart: Chart) -> None:
    """The title, in the letters it has."""

    frame = native.chart_title.text_frame if native.has_title else None
    runs = [run for part in frame.paragraphs for run in part.runs] if frame is not None else []
    if runs:
        runs[0].text = chart.title
        for run in runs[1:]:
            run.text = ""
        return
    native.has_title = True
    native.chart_title.text_frame.text = chart.title
    font = native.chart_title.text_frame.paragraphs[0].runs[0].font
    font.size, font.bold = Pt(_TEXT + 2), True
    native.chart_title.include_in_layout = False


def colors(native: Any, plotted: Plotted) -> None:
    paint = _stroke if plotted.chart.mark == "line" else _fill
    for number, series in enumerate(native.series):
        paint(series, plotted, number)


def _fill(series: Any, plotted: Plotted, number: int) -> None:
    colors = plotted.look.fills(len(plotted.chart.series))
    series.format.fill.solid()
    _paint(series.format.fill.fore_color, colors[number % len(colors)])
    if plotted.chart.mark == "bubble":
        _clear(series)


def _clear(series: Any) -> None:
    """Bubbles let each other shine through."""
    color = next(all_of(series._element, "a:srgbClr", "a:schemeClr"))
    under(color, "a:alpha", val=60_000)


def _stroke(series: Any, plotted: Plotted, number: int) -> None:
    chart, look = plotted.chart, plotted.look
    line = series.format.line
    series.smooth = False
    series.marker.style = XL_MARKER_STYLE.NONE
    if number >= len(chart.series):  # a limit
        line.color.rgb = RGBColor.from_string(_hex(look.colors.muted))
        line.width, line.dash_style = Pt(1.25), MSO_LINE.DASH
        return
    color, dashes = look.strokes(len(chart.series))[number]
    _paint(line.color, color)
    line.width = Pt(2.5)
    if dashes:
        line.dash_style = MSO_LINE.LONG_DASH if dashes[0] > 8 else MSO_LINE.ROUND_DOT
    if not chart.series[number].joined:
        line.fill.background()
        series.marker.style = XL_MARKER_STYLE.CIRCLE
        series.marker.format.fill.solid()
        _paint(series.marker.format.fill.fore_color, color)


def _paint(place: Any, color: str) -> None:
    """A colour; black is the deck's own colour of letters, which is white on a dark one."""
    if color in _BLACKS:
        place.theme_color = MSO_THEME_COLOR.TEXT_1
    else:
        place.rgb = RGBColor.from_string(_hex(color))


def _hex(color: str) -> str:
    return color.lstrip("#").upper()


def number_format(axis: Axis, chart: Chart) -> str:
    """How Excel writes a number of this axis: ``118 M``, ``40 %``."""
    if axis.form != "count":
        return _FORMATS[axis.form]
    most = _most(chart)
    return _counts(most)


def _most(chart: Chart) -> Number:
    return max((Fraction(point.y) for point in chart.points()), default=Fraction(0))


def _counts(most: Number) -> str:
    """Three digits with the prefixes that numbers up to `most` have; Excel knows two conditions."""
    giga = f'[>=1000000000]0.00,,,"{_NARROW}G";[>=1000000]0.0,,"{_NARROW}M";#,##0'
    mega = f'[>=1000000]0.0,,"{_NARROW}M";[>=1000]0.0,"{_NARROW}k";0'
    return giga if most >= 10**9 else mega if most >= 10**6 else "#,##0"


def _ticks(most: Number) -> str:
    """The same with no more digits than an axis needs."""
    return _counts(most).replace("0.00,,,", "0.#,,,").replace("0.0,,", "0,,").replace("0.0,", "0,")


_FORMATS = {"percent": f'0.#"{_NARROW}%"', "plain": "#,##0", "decimal": "General"}


def bars(native: Any, plotted: Plotted, _: Frame) -> None:
    chart, upright = plotted.chart, not lying(plotted.chart)
    plot = native.plots[0]
    plot.gap_width = 40
    native.category_axis.reverse_order = not upright
    native.category_axis.format.line.fill.background()
    native.category_axis.tick_labels.font.size = Pt(_TEXT)
    _values(native.value_axis, chart.y, chart, shown=upright)
    if len(list(chart.points())) <= _MOST_NUMBERS:
        plot.has_data_labels = True
        plot.data_labels.number_format = number_format(chart.y, chart)
        plot.data_labels.number_format_is_linked = False
        plot.data_labels.font.size = Pt(_TEXT - 1)


def stack(native: Any, plotted: Plotted, frame: Frame) -> None:
    bars(native, plotted, frame)
    native.plots[0].overlap = 100
    native.value_axis.maximum_scale = 100
    shares(native, plotted, frame)


def shares(native: Any, plotted: Plotted, _: Frame) -> None:
    """Each share written in its part of the bar, where it has room."""
    colors = plotted.look.fills(len(plotted.chart.series))
    for series, model, color in zip(native.series, plotted.chart.series, colors, strict=True):
        _letters(series, color)
        labels = child(series._element, "c:dLbls")
        for old in list(labels.iterchildren(name("c:dLbl"))):
            labels.remove(old)
        narrow = [n for n, point in enumerate(model.points) if point.y < _LEAST_SHARE]
        for number in reversed(narrow):
            hidden = new("c:dLbl")
            under(hidden, "c:idx", val=number)
            under(hidden, "c:delete", val=1)
            labels.insert(0, hidden)


def _letters(series: Any, color: str) -> None:
    """Numbers within bars, in black or white."""

    labels = series.data_labels
    labels.show_value = True
    labels.number_format, labels.number_format_is_linked = _FORMATS["percent"], False
    labels.font.size = Pt(_TEXT - 1)
    labels.font.color.rgb = RGBColor.from_string(_hex(on(color)))


def _values(axis: Any, model: Axis, chart: Chart, *, shown: bool = True) -> None:
    axis.visible = shown
    axis.has_major_gridlines = shown
    if not shown:
        return
    line = axis.major_gridlines.format.line
    line.color.theme_color = MSO_THEME_COLOR.TEXT_1
    under(next(all_of(axis.major_gridlines._xAx, "a:schemeClr")), "a:alpha", val=_FAINT)
    most = _most(chart)
    axis.tick_labels.number_format = (
        _ticks(most) if model.form == "count" else number_format(model, chart)
    )
    axis.tick_labels.number_format_is_linked = False
    if model.low is not None:
        axis.minimum_scale = float(model.low)
    if model.high is not None:
        axis.maximum_scale = float(Fraction(model.high))
    if model.scale == "log":
        _log(axis)
    axis.has_title = True
    axis.axis_title.text_frame.text = model.title


def _log(axis: Any) -> None:
    scaling = child(axis._element, "c:scaling")
    scaling.insert(0, new("c:logBase", val=10))


def axes(native: Any, plotted: Plotted, _: Frame) -> None:
    chart = plotted.chart
    across = [point.x for point in chart.points() if not isinstance(point.x, str)]
    _values(native.category_axis, chart.x, chart)
    native.category_axis.has_major_gridlines = False
    if chart.x.form == "count":
        native.category_axis.tick_labels.number_format = _ticks(max(across, default=0))
    _values(native.value_axis, chart.y, chart)


def bubbles(native: Any, plotted: Plotted, frame: Frame) -> None:
    axes(native, plotted, frame)
    native.plots[0].bubble_scale = 45
    names(native, plotted, frame)


def names(native: Any, plotted: Plotted, frame: Frame) -> None:
    """Each bubble's name beside it, on the side where it stands on no other."""
    places = iter(_placed(plotted.chart, Room(Emu(frame[2]).pt, Emu(frame[3]).pt, _TEXT)))
    for series, model in zip(native.series, plotted.chart.series, strict=True):
        labels = child(series._element, "c:dLbls")
        if labels is not None:
            series._element.remove(labels)
        for number, _ in enumerate(model.points):
            text, side = next(places)
            if side:
                label = series.points[number].data_label
                label.text_frame.text = text
                label.text_frame.paragraphs[0].runs[0].font.size = Pt(_TEXT)
                label.position = getattr(XL_LABEL_POSITION, side)


def _placed(chart: Chart, room: Room) -> list[tuple[str, str]]:
    """Each bubble's name and its side; shorter names where the long ones have no room."""
    points = list(chart.points())
    long = [_named(point) for point in points]
    found = sides(chart, long, room)
    if all(found):
        return list(zip(long, found, strict=True))
    short = [_unbroken(point.label) for point in points]
    return list(zip(short, sides(chart, short, room), strict=True))


def _named(point: Point) -> str:
    text = f"{point.label}, {si(point.size)}" if point.size is not None else point.label
    return _unbroken(text)


def _unbroken(text: str) -> str:
    """With no blank where a line could end."""
    return text.replace(" ", "\N{NO-BREAK SPACE}")


def lying(chart: Chart) -> bool:
    return len(chart.categories()) * len(chart.series) <= _MOST_LYING
