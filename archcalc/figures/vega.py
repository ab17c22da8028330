"""A chart as a Vega-Lite v5 specification: plain data, with the values and what they are drawn as.

Letters stand where the layout put them (figures/plots); Vega-Lite places marks alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from itertools import cycle, groupby, islice
from typing import Any

from archcalc.figures.charts.model import Chart, Mark, Number, Point
from archcalc.figures.look import Look
from archcalc.figures.place import Box
from archcalc.figures.plots.bars import BAND
from archcalc.figures.plots.layout import layout
from archcalc.figures.plots.sheet import Sheet
from archcalc.figures.scales import Scale

SCHEMA = "https://vega.github.io/schema/vega-lite/v5.json"
LATIN = "Liberation Sans, Arial, Helvetica"
HANGUL = "Noto Sans CJK KR, Noto Sans KR, NanumGothic, Apple SD Gothic Neo, Malgun Gothic"
_MOST_DOTS = 60
_CLEAR = 0.55
"""How much discs hide: those behind them shine through."""
Layer = dict[str, Any]


def vega(chart: Chart, look: Look | None = None) -> dict[str, Any]:
    """The specification of `chart`; `look` is theme and size, by default a light 1280 × 720."""
    sheet = layout(chart, look or Look())
    left, top, width, height = map(round, sheet.area)  # whole pixels add up to the size asked for
    look, sheet = sheet.look, sheet._replace(area=Box(left, top, width, height))
    layers = [*_MARKS[chart.mark](sheet), *_keys(sheet), *_leaders(sheet), *_texts(sheet)]
    return {
        "$schema": SCHEMA,
        "description": _description(chart),
        "width": width,
        "height": height,
        "autosize": "none",
        "padding": {
            "left": left,
            "top": top,
            "right": look.width - left - width,
            "bottom": look.height - top - height,
        },
        "background": None if look.transparent else look.colors.background,
        "config": {"font": fonts(chart), "view": {"stroke": None}},
        "layer": layers,
    }


def fonts(chart: Chart) -> str:
    """A sans-serif for Latin letters; one with Hangul first where there is any."""
    korean = any(hangul(text) for text in chart.texts())
    return ", ".join((HANGUL, LATIN) if korean else (LATIN, HANGUL)) + ", sans-serif"


def hangul(text: str) -> bool:
    """Whether there are Hangul syllables in it."""
    return any("가" <= letter <= "힣" for letter in text)


def _description(chart: Chart) -> str:
    return ". ".join(filter(None, (chart.title, chart.subtitle)))


def _plain(value: str | Number) -> str | int | float:
    return float(value) if isinstance(value, Fraction) else value


def _round(value: float) -> float:
    return round(value, 2)


def _values(chart: Chart) -> list[dict[str, Any]]:
    """One row a point, by the axes' keys; `series`, `place` and `turn` order them."""
    places = {name: i for i, name in enumerate(chart.categories())}
    return [
        _value(chart, point) | {"series": series.name, "turn": turn, "place": places[str(point.x)]}
        for turn, series in enumerate(chart.series)
        for point in series.points
    ]


def _value(chart: Chart, point: Point) -> dict[str, Any]:
    row: dict[str, Any] = {chart.x.key: _plain(point.x), chart.y.key: _plain(point.y)}
    more = ((chart.size, point.size), (chart.amount, point.amount))
    row |= {axis.key: value for axis, value in more if axis and value is not None}
    return row | ({"label": point.label} if point.label else {})


# --- marks ---------------------------------------------------------------------------------------


def _bars(sheet: Sheet) -> Iterator[Layer]:
    """Lying bars have no axis, for their numbers stand behind them."""
    chart, scale = sheet.chart, sheet.y if sheet.upright else sheet.x
    assert scale is not None
    amount = _numeric(chart.y.key, scale, axis=_axis(sheet, scale) if sheet.upright else None)
    along, offset = ("x", "xOffset") if sheet.upright else ("y", "yOffset")
    encoding = {
        along: _band(chart), "y" if sheet.upright else "x": amount,
        "color": _colors(chart, sheet.look.fills(len(chart.series))),
    }  # fmt: skip
    if len(chart.series) > 1:
        turns = list(range(len(chart.series)))
        within = {"domain": turns, "paddingInner": 0, "paddingOuter": 0}
        encoding[offset] = {"field": "turn", "type": "ordinal", "scale": within}
    yield _drawn(sheet, _bar(sheet), encoding)


def _stack(sheet: Sheet) -> Iterator[Layer]:
    chart = sheet.chart
    assert sheet.x is not None
    encoding = {
        "y": _band(chart), "x": _numeric(chart.y.key, sheet.x) | {"stack": "zero"},
        "order": {"field": "turn", "type": "quantitative"},
        "color": _colors(chart, sheet.look.fills(len(chart.series))),
    }  # fmt: skip
    yield _drawn(sheet, _bar(sheet), encoding)


def _bar(sheet: Sheet) -> dict[str, Any]:
    many = len(sheet.chart.categories()) > 60
    edge = {} if many else {"stroke": sheet.look.colors.edge, "strokeWidth": _size(sheet, 0.8)}
    return {"type": "bar", **edge}


def _lines(sheet: Sheet) -> Iterator[Layer]:
    chart, encoding = sheet.chart, _two_axes(sheet)
    colors, dashes = zip(*sheet.look.strokes(len(chart.series)), strict=True)
    encoding |= {"color": _colors(chart, colors)}
    yield from _limits(sheet)
    dashed = [[_size(sheet, 1.0) * n for n in dash] for dash in dashes]
    scale = {"domain": [series.name for series in chart.series], "range": dashed}
    line = {"type": "line", "strokeWidth": _size(sheet, 3.4)}
    dash = {"field": "series", "type": "nominal", "scale": scale, "legend": None}
    joined = _drawn(sheet, line, encoding | {"strokeDash": dash})
    yield joined
    if max(len(series.points) for series in chart.series) <= _MOST_DOTS:
        dot = {"type": "circle", "size": _size(sheet, 8.0) ** 2, "opacity": 1}
        yield _drawn(sheet, dot, encoding)


def _bubbles(sheet: Sheet) -> Iterator[Layer]:
    encoding = _two_axes(sheet)
    encoding |= {"size": {"field": "diameter2", "type": "quantitative", "scale": None}}
    mark = {
        "type": "circle", "fillOpacity": _CLEAR, "opacity": 1,
        "stroke": sheet.look.colors.edge, "strokeWidth": _size(sheet, 1.4),
    }  # fmt: skip
    loose = [turn for turn, series in enumerate(sheet.chart.series) if not series.joined]
    values = [value for value in _values(sheet.chart) if value["turn"] in loose]
    for value, radius in zip(values, sheet.radii, strict=True):
        value["diameter2"] = _round(4 * radius * radius)
    yield from _joined(sheet)
    for turn, color in zip(loose, _discs(sheet, len(loose)), strict=True):
        own = [value for value in values if value["turn"] == turn]
        yield {"data": {"values": own}, "mark": mark | {"fill": color}, "encoding": encoding}


def _discs(sheet: Sheet, count: int) -> tuple[str, ...]:
    """The discs' colours, those of lines: they stand apart on either theme."""
    return tuple(color for color, _ in islice(cycle(sheet.look.strokes(count)), count))


def _joined(sheet: Sheet) -> Iterator[Layer]:
    """Lines among bubbles, such as a roof, in the colour of letters."""
    joined = [turn for turn, series in enumerate(sheet.chart.series) if series.joined]
    values = [value for value in _values(sheet.chart) if value["turn"] in joined]
    if values:
        line = {
            "type": "line", "stroke": sheet.look.colors.text, "strokeWidth": _size(sheet, 3.0),
        }  # fmt: skip
        detail = {"field": "turn", "type": "nominal"}
        encoding = _two_axes(sheet) | {"detail": detail}
        yield {"data": {"values": values}, "mark": line, "encoding": encoding}


_MARKS: Mapping[Mark, Callable[[Sheet], Iterator[Layer]]] = {
    "bar": _bars, "stack": _stack, "line": _lines, "bubble": _bubbles,
}  # fmt: skip


def _drawn(sheet: Sheet, mark: dict[str, Any], encoding: dict[str, Any]) -> Layer:
    return {"data": {"values": _values(sheet.chart)}, "mark": mark, "encoding": encoding}


def _limits(sheet: Sheet) -> Iterator[Layer]:
    if sheet.chart.limits and sheet.y is not None:
        key = sheet.chart.y.key
        rule = {
            "type": "rule", "strokeDash": [_size(sheet, 5.0)] * 2, "opacity": 0.8,
            "stroke": sheet.look.colors.text, "strokeWidth": _size(sheet, 1.4),
        }  # fmt: skip
        values = [{key: _plain(limit.y), "limit": limit.label} for limit in sheet.chart.limits]
        axis = _numeric(key, sheet.y, axis=_axis(sheet, sheet.y))
        yield {"data": {"values": values}, "mark": rule, "encoding": {"y": axis}}


# --- axes and colours ----------------------------------------------------------------------------


def _two_axes(sheet: Sheet) -> dict[str, Any]:
    chart = sheet.chart
    assert sheet.x is not None
    assert sheet.y is not None
    return {
        "x": _numeric(chart.x.key, sheet.x, axis=_axis(sheet, sheet.x)),
        "y": _numeric(chart.y.key, sheet.y, axis=_axis(sheet, sheet.y)),
    }


def _numeric(key: str, scale: Scale, axis: dict[str, Any] | None = None) -> dict[str, Any]:
    bounds: dict[str, Any] = {"domain": [_plain(scale.low), _plain(scale.high)], "nice": False}
    bounds |= {"type": "log"} if scale.log else {"zero": False}
    return {"field": key, "type": "quantitative", "scale": bounds, "axis": axis}


def _axis(sheet: Sheet, scale: Scale) -> dict[str, Any]:
    """Grid lines at the ticks; the words stand among the texts."""
    return {
        "values": [_plain(tick) for tick in scale.ticks], "labels": False, "ticks": False,
        "title": None, "domain": False, "gridColor": sheet.look.colors.grid,
        "gridWidth": _size(sheet, 1.0),
    }  # fmt: skip


def _band(chart: Chart) -> dict[str, Any]:
    scale = {
        "domain": list(range(len(chart.categories()))), "paddingInner": round(1 - BAND, 4),
        "paddingOuter": round((1 - BAND) / 2, 4),
    }  # fmt: skip
    return {"field": "place", "type": "ordinal", "scale": scale, "axis": None}


def _colors(chart: Chart, colors: tuple[str, ...]) -> dict[str, Any]:
    scale = {"domain": list(range(len(chart.series))), "range": list(colors)}
    return {"field": "turn", "type": "nominal", "scale": scale, "legend": None}


def _size(sheet: Sheet, of: float) -> float:
    return _round(sheet.size(of))


# --- what stands anywhere on the canvas ----------------------------------------------------------


def _texts(sheet: Sheet) -> Iterator[Layer]:
    """One layer for each way in which letters are set."""
    area = sheet.area
    ordered = sorted(sheet.texts, key=lambda text: (text.anchor, text.bold))
    for (anchor, bold), texts in groupby(ordered, key=lambda text: (text.anchor, text.bold)):
        values = [
            {
                "left": _round(text.x - area.x), "top": _round(text.y - area.y),
                "text": text.text, "letters": _round(text.size), "ink": text.color,
            }
            for text in texts
        ]  # fmt: skip
        align = {"start": "left", "middle": "center", "end": "right"}[anchor]
        mark = {"type": "text", "align": align, "baseline": "middle"}
        mark |= {"fontWeight": "bold"} if bold else {}
        yield {
            "data": {"values": values},
            "mark": mark,
            "encoding": {
                **_anywhere("x", "left"), **_anywhere("y", "top"), **_anywhere("size", "letters"),
                "text": {"field": "text", "type": "nominal"},
                "color": {"field": "ink", "type": "nominal", "scale": None, "legend": None},
            },
        }  # fmt: skip


def _anywhere(channel: str, field: str) -> dict[str, Any]:
    """A channel that takes pixels as they are."""
    own = {"axis": None} if channel in ("x", "y") else {"legend": None}
    return {channel: {"field": field, "type": "quantitative", "scale": None, **own}}


def _keys(sheet: Sheet) -> Iterator[Layer]:
    """The legend's samples: a piece of each line, or a square or a disc of each colour."""
    count = len(sheet.chart.series)
    line = sheet.chart.mark == "line"
    disc = sheet.chart.mark == "bubble"
    plain = _discs if disc else _fills
    strokes = sheet.look.strokes(count) if line else [(c, ()) for c in plain(sheet, count)]
    for key in sheet.keys:
        color, dash = strokes[key.series]
        half = sheet.size(20.0 if line else 8.0)
        x, y = key.x - sheet.area.x, key.y - sheet.area.y
        if line:
            mark: dict[str, Any] = {
                "type": "rule", "stroke": color, "strokeWidth": _size(sheet, 3.4),
                "strokeDash": [_size(sheet, 1.0) * n for n in dash],
            }  # fmt: skip
            ends = {"x": {"value": _round(x - half)}, "x2": {"value": _round(x + half)}}
            place: dict[str, Any] = {**ends, "y": {"value": _round(y)}}
        else:
            mark = {
                "type": "circle" if disc else "square", "fill": color, "opacity": 1,
                "size": _round(4 * half * half), **({"fillOpacity": _CLEAR} if disc else {}),
                "stroke": sheet.look.colors.edge, "strokeWidth": _size(sheet, 0.8),
            }  # fmt: skip
            place = {"x": {"value": _round(x)}, "y": {"value": _round(y)}}
        yield {"data": {"values": [{}]}, "mark": mark, "encoding": place}


def _fills(sheet: Sheet, count: int) -> tuple[str, ...]:
    return sheet.look.fills(count) if sheet.keys else ()


def _leaders(sheet: Sheet) -> Iterator[Layer]:
    for x, y, x2, y2 in sheet.leaders:
        area = sheet.area
        ends = {"x": x - area.x, "y": y - area.y, "x2": x2 - area.x, "y2": y2 - area.y}
        yield {
            "data": {"values": [{}]},
            "mark": {
                "type": "rule", "stroke": sheet.look.colors.muted,
                "strokeWidth": _size(sheet, 1.0),
            },
            "encoding": {channel: {"value": _round(value)} for channel, value in ends.items()},
        }  # fmt: skip
