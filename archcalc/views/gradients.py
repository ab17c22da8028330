"""Signal and gradient by depth, several networks and settings beside one another."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from math import isfinite, log10
from typing import Any, NamedTuple

from archcalc.lang import say
from archcalc.units import exact, magnitude
from archcalc.units import shape as shape_text
from archcalc.verify.gradients import DECADES, HEAD, Conditions, Flow, Point
from archcalc.views.data import SCHEMA
from archcalc.views.model import Cell, Column, Page, Row, Table
from archcalc.views.words import headings

BARS = "▁▂▃▄▅▆▇█"
DIGITS = "12345678"
"""The same heights where an output lacks those signs."""
WIDTH = 12
"""So many signs at most show the whole depth."""


class Measure(NamedTuple):
    """One of the values at a layer, as a column and as a table by depth."""

    key: str
    column: Column
    title: str
    value: Callable[[Point], float | None]


MEASURES = (
    Measure(
        "output", Column("output_gradient", "Output gradient", "right"),
        "Norm of the gradient at the layers' outputs, by depth", lambda point: point.output,
    ),
    Measure(
        "weight", Column("weight_gradient", "Weight gradient", "right"),
        "Norm of the weights' gradient, by depth", lambda point: point.weight,
    ),
    Measure(
        "signal", Column("signal", "Signal", "right"),
        "Signal: the root mean square of the layers' outputs, by depth",
        lambda point: point.signal,
    ),
)  # fmt: skip
NAMES = tuple(measure.key for measure in MEASURES)
_SET = (Column("network", "Network"), Column("norm", "Norm"), Column("init", "Init"))
_HEADS = Column("aux", "Heads")
_SUMMARY = (
    Column("signal", "Signal", "right"),
    Column("first_last", "First/last", "right"),
    Column("weights", "Weights", "right"),
)
_CHART = Column("chart", "By depth")
_VERDICT = Column("verdict", "Gradient")
_QUARTERS = (
    Column("first", "First", "right"),
    Column("quarter", "1/4", "right"),
    Column("half", "1/2", "right"),
    Column("three_quarters", "3/4", "right"),
    Column("last", "Last", "right"),
)
_DEPTH = (Column("depth", "At depth", "right"), Column("layer", "Layer"))
_LAYER = (*_DEPTH, *(measure.column for measure in MEASURES))


class Shown(NamedTuple):
    """What of the measurements is shown.

    `measures` are the tables by depth; `every` n-th depth is a row of each pass's own table, where
    it is not 0. `chart` are the signs of a chart, from the lowest; without any there is none.
    """

    measures: tuple[str, ...] = ("output",)
    every: int = 0
    chart: str = BARS


class Scale(NamedTuple):
    """A chart's logarithmic scale, from the lowest to the highest of all values."""

    low: float
    high: float
    signs: str

    def sign(self, value: float) -> str:
        """What stands for `value`; a blank for none, and the end for what lies beyond."""
        if not self.signs or not isfinite(value):
            return self.signs[-1:]
        if value <= self.low:
            return self.signs[0]
        step = log10(value / self.low) / log10(self.high / self.low)
        return self.signs[min(int(step * len(self.signs)), len(self.signs) - 1)]


def gradients_page(
    flows: Sequence[Flow],
    conditions: Conditions,
    versions: str,
    shown: Shown = Shown(),  # noqa: B008
) -> Page:
    """The page of ``archcalc gradients``: a row a pass, then the passes by depth."""
    scale = _scale(flows, shown.chart)
    tables = [_summary(flows, conditions, scale)]
    if shown.every:
        tables += [_layers(flow, shown.every, scale) for flow in flows]
    else:
        tables += [
            _by_depth(flows, measure) for measure in MEASURES if measure.key in shown.measures
        ]
    notes = tuple(_notes(flows, versions, scale))
    tables[-1] = tables[-1]._replace(notes=notes)
    return Page(tuple(tables), lambda: _data(flows, conditions, versions))


def points_page(flows: Sequence[Flow], conditions: Conditions, versions: str, every: int) -> Page:
    """One table of every pass's layers, for CSV."""
    columns = (*_SET, _HEADS, *_LAYER)
    rows = [
        Row((flow.network, norm_word(flow), init_word(flow), _heads_word(flow), *_exact(point)))
        for flow in flows
        for point in chosen(flow, every)
    ]
    table = Table("gradients", "", "", headings(columns), tuple(rows))
    return Page((table,), lambda: _data(flows, conditions, versions))


# --- a row a pass --------------------------------------------------------------------------------


def _summary(flows: Sequence[Flow], conditions: Conditions, scale: Scale) -> Table:
    columns = (*_set(flows), *_SUMMARY, *[_CHART] * bool(scale.signs), _VERDICT)
    return Table(
        name="gradients",
        title=say("Gradients at initialisation"),
        subtitle=say(
            "batch {batch}, seed {seed}, {device}",
            batch=exact(conditions.batch), seed=conditions.seed, device=conditions.device,
        ),
        columns=headings(columns),
        rows=tuple(_summary_row(flow, flows, scale) for flow in flows),
    )  # fmt: skip


def _summary_row(flow: Flow, flows: Sequence[Flow], scale: Scale) -> Row:
    numbers = map(magnitude, (flow.amplified, flow.ratio, flow.weights))
    chart = [line(flow.gradient, scale)] * bool(scale.signs)
    return Row((*_setting(flow, flows), *numbers, *chart, say(flow.course)))


def line(values: Sequence[float], scale: Scale) -> str:
    """A chart of one line: the values in at most `WIDTH` equal steps of depth."""
    count = min(len(values), WIDTH)
    last = max(count - 1, 1)
    places = (round(step * (len(values) - 1) / last) for step in range(count))
    return "".join(scale.sign(values[place]) for place in places)


def _scale(flows: Sequence[Flow], signs: str) -> Scale:
    found = [value for flow in flows for value in flow.gradient if value and isfinite(value)]
    low, high = min(found, default=1.0), max(found, default=1.0)
    return Scale(low, high if high > low else 10 * low, signs)


# --- by depth ------------------------------------------------------------------------------------


def _by_depth(flows: Sequence[Flow], measure: Measure) -> Table:
    return Table(
        name=measure.key,
        title=say(measure.title),
        subtitle="",
        columns=headings((*_set(flows), *_QUARTERS)),
        rows=tuple(
            Row((*_setting(flow, flows), *map(magnitude, quarters(flow.profile(measure.value)))))
            for flow in flows
        ),
        aside=True,
    )


def quarters(values: Sequence[float]) -> list[float]:
    """The first value, the last, and those at each quarter of the way between."""
    return [values[round(part * (len(values) - 1) / 4)] for part in range(5)]


def _layers(flow: Flow, every: int, scale: Scale) -> Table:
    columns = (*_LAYER, *[_CHART] * bool(scale.signs))
    return Table(
        name=flow.network,
        title=say(flow.title),
        subtitle=_described(flow),
        columns=headings(columns),
        rows=tuple(_layer_row(point, scale) for point in chosen(flow, every)),
        aside=True,
    )


def _layer_row(point: Point, scale: Scale) -> Row:
    values = [measure.value(point) for measure in MEASURES]
    numbers = (None if value is None else magnitude(value) for value in values)
    chart = [] if not scale.signs else [_bar(point.output, scale)]
    return Row((point.depth, point.path, *numbers, *chart))


def _bar(value: float | None, scale: Scale) -> str:
    """As long as `line` is high."""
    if value is None:
        return ""
    return scale.signs[-1] * (scale.signs.index(scale.sign(value)) + 1)


def chosen(flow: Flow, every: int) -> list[Point]:
    """The layers of each n-th depth, the first and the last among them."""
    last = max(point.depth for point in flow.points)
    return [p for p in flow.points if (p.depth - 1) % every == 0 or p.depth == last]


def _exact(point: Point) -> tuple[Cell, ...]:
    values = (measure.value(point) for measure in MEASURES)
    numbers = (None if value is None else repr(value) for value in values)
    return (point.depth, point.path, *numbers)


# --- what is set ---------------------------------------------------------------------------------


def _set(flows: Sequence[Flow]) -> tuple[Column, ...]:
    return (*_SET, *[_HEADS] * any(flow.setting.aux for flow in flows))


def _setting(flow: Flow, flows: Sequence[Flow]) -> tuple[Cell, ...]:
    heads = [_heads_word(flow)] * any(one.setting.aux for one in flows)
    return (flow.network, norm_word(flow), init_word(flow), *heads)


def norm_word(flow: Flow) -> str:
    """``on``, ``off``, or that there is none to leave out."""
    norm = flow.setting.norm
    return say("none") if norm is None else say("on") if norm else say("off")


def init_word(flow: Flow) -> str:
    """``he``, or ``paper (he)``: the rule that the paper leads to."""
    if flow.setting.init == "paper":
        return say("paper ({rule})", rule=flow.rule)
    return flow.setting.init


def _heads_word(flow: Flow) -> str:
    return say("on") if flow.setting.aux else say("off")


def _described(flow: Flow) -> str:
    norm, init = norm_word(flow), init_word(flow)
    if flow.setting.aux:
        return say("norm {norm}, init {init}, auxiliary heads on", norm=norm, init=init)
    return say("norm {norm}, init {init}", norm=norm, init=init)


# --- what to know --------------------------------------------------------------------------------


def _notes(flows: Sequence[Flow], versions: str, scale: Scale) -> Iterator[str]:
    limit = exact(10**DECADES)
    yield say(
        "First/last: the gradient's norm at the first layer's output over the last's. Above "
        "{limit} it explodes on its way back, below 1/{limit} it vanishes, else it stays.",
        limit=limit,
    )
    yield say(
        "Signal: root mean square of the last layer's output over the first's, before norm and "
        "ReLU. Weights: norm of the weights' gradient, geometric mean over the depth."
    )
    if scale.signs:
        yield say(
            "By depth: that norm from the first layer to the last, in powers of ten from {low} "
            "({first}) to {high} ({last}).",
            low=magnitude(scale.low), high=magnitude(scale.high),
            first=scale.signs[0], last=scale.signs[-1],
        )  # fmt: skip
    yield from _conditions(flows, versions)
    yield ""
    yield say(
        "This is one pass before training. Degradation, the higher training error of deeper plain "
        "networks, is another matter: He et al. 2016 (Figure 1, section 4.1) argue that with batch "
        "norm vanishing gradients are unlikely to cause it."
    )


def _conditions(flows: Sequence[Flow], versions: str) -> Iterator[str]:
    if any(flow.setting.norm is False for flow in flows):
        yield say("Norm off: norms are left out; convolutions stay as they are, without biases.")
    if any(flow.setting.aux for flow in flows):
        yield say(
            "Heads on: each auxiliary head's loss counts {weight} times; same weights.",
            weight=HEAD,
        )
    sizes = ", ".join(dict.fromkeys(shape_text(flow.input) for flow in flows))
    yield say(
        "Measured with {versions}: cross-entropy on random labels, standard normal input {sizes}, "
        "in training mode.", versions=versions, sizes=sizes,
    )  # fmt: skip


# --- as data -------------------------------------------------------------------------------------


def _data(flows: Sequence[Flow], conditions: Conditions, versions: str) -> Mapping[str, Any]:
    return {
        "schema": SCHEMA,
        **conditions._asdict(),
        "measured_with": versions,
        "loss": "cross-entropy on random labels",
        "aux_loss_weight": HEAD,
        "limit_decades": DECADES,
        "runs": [_run(flow) for flow in flows],
    }


def _run(flow: Flow) -> dict[str, Any]:
    gradient = flow.gradient
    return {
        "network": flow.network,
        "title": flow.title,
        "input": list(flow.input),
        "norm": flow.setting.norm,
        "init": flow.setting.init,
        "rule": flow.rule,
        "aux": flow.setting.aux,
        "depth": len(gradient),
        "loss": _finite(flow.loss),
        "signal_last_over_first": _finite(flow.amplified),
        "gradient_first": _finite(gradient[0]),
        "gradient_last": _finite(gradient[-1]),
        "gradient_first_over_last": _finite(flow.ratio),
        "decades": _finite(log10(flow.ratio)) if flow.ratio else None,
        "weight_gradient_mean": _finite(flow.weights),
        "verdict": flow.course,
        "layers": [_point(point) for point in flow.points],
    }


def _point(point: Point) -> dict[str, Any]:
    return {
        "path": point.path,
        "op": point.op,
        "depth": point.depth,
        "aux": point.aux,
        "signal": _finite(point.signal),
        "output_gradient": _finite(point.output),
        "weight_gradient": _finite(point.weight),
    }


def _finite(value: float | None) -> float | None:
    """JSON has no infinity."""
    return value if value is not None and isfinite(value) else None
