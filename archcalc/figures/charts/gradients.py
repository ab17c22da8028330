"""The gradient's norm at each depth, as ``archcalc gradients -f json`` measured it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from math import exp, log

from pydantic import BaseModel

from archcalc.analysis import Analysis
from archcalc.errors import InputError
from archcalc.figures.charts._results import checked, positive, wanted
from archcalc.figures.charts.kind import MOST_NETWORKS, Kind, Options
from archcalc.figures.charts.model import Axis, Chart, Point, Series
from archcalc.lang import counted, say

_BY = "archcalc gradients -f json"


class _Layer(BaseModel):
    depth: int
    aux: bool
    output_gradient: float | None


class _Run(BaseModel):
    network: str
    norm: bool | None
    init: str
    aux: bool = False
    layers: list[_Layer]


class _File(BaseModel):
    batch: int
    device: str
    dtype: str
    measured_with: str
    runs: list[_Run]


def _draw(analyses: Sequence[Analysis], options: Options) -> Chart:
    file = checked(options.results, _File, "gradients", _BY)
    runs = wanted(file.runs, analyses)
    if len(runs) > MOST_NETWORKS:
        text = "{n} passes do not fit a chart of at most {most} lines; name fewer networks"
        raise InputError(say(text, n=len(runs), most=MOST_NETWORKS))
    series = [Series(_name(run), tuple(_points(run))) for run in runs]
    if not any(one.points for one in series):
        raise InputError(say("there is no gradient above 0 to draw in these results"))
    zero = sum(positive(layer.output_gradient) is None for run in runs for layer in run.layers)
    return Chart(
        "gradients", "line", say("Gradient at initialisation over depth"),
        say(
            "batch {batch}, {dtype}, {device}, {versions}",
            batch=file.batch, dtype=file.dtype, device=file.device, versions=file.measured_with,
        ),
        Axis("depth", say("Weighted layers passed"), "plain", low=0),
        Axis("gradient", say("Norm of the gradient at the layers' outputs"), "decimal", "log"),
        tuple(one for one in series if one.points),
        (
            say("Of branches side by side the geometric mean."),
            *_left_out(zero),
        ),
    )  # fmt: skip


def _name(run: _Run) -> str:
    """``plain20, without norms, he``."""
    words = [run.network]
    if run.norm is not None:
        words.append(say("with norms") if run.norm else say("without norms"))
    words.append(run.init)
    if run.aux:
        words.append(say("with auxiliary losses"))
    return ", ".join(words)


def _points(run: _Run) -> Iterator[Point]:
    """One value a depth; auxiliary heads stand apart."""
    by_depth: dict[int, list[Fraction]] = {}
    for layer in run.layers:
        value = positive(layer.output_gradient)
        if value is not None and not layer.aux:
            by_depth.setdefault(layer.depth, []).append(value)
    for depth in sorted(by_depth):
        found = by_depth[depth]
        middle = found[0] if len(found) == 1 else exp(sum(map(log, found)) / len(found))
        yield Point(depth, Fraction(middle))


def _left_out(count: int) -> Iterator[str]:
    if count:
        yield counted(
            "Left out: {n} layer whose gradient is 0 or not finite.",
            "Left out: {n} layers whose gradient is 0 or not finite.",
            count,
            n=count,
        )


KINDS = (Kind("gradients", "Gradient norms over depth, measured", _draw, takes=("from",), least=0),)
