"""How the receptive field grows over depth; it ends where a layer sees the whole input.

Araujo, Norris & Sim, "Computing Receptive Fields of Convolutional Neural Networks", Distill 2019.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from archcalc.analysis import Analysis
from archcalc.errors import InputError
from archcalc.figures.charts._depth import by_depth
from archcalc.figures.charts._words import conditions_of, short_names, title_of
from archcalc.figures.charts.kind import MOST_NETWORKS, Kind, Options
from archcalc.figures.charts.model import Axis, Chart, Limit, Point, Series
from archcalc.lang import say

_ALIKE = 1.1


def _draw(analyses: Sequence[Analysis], _: Options) -> Chart:
    series = [
        Series(name, tuple(_points(analysis)))
        for name, analysis in zip(short_names(analyses), analyses, strict=True)
    ]
    for one, analysis in zip(series, analyses, strict=True):
        if not one.points:
            text = "{network} has no receptive field: its input is no image"
            raise InputError(say(text, network=analysis.network.name))
    heights = sorted({analysis.input[1] for analysis in analyses})
    limits = tuple(Limit(n, say("input {size}", size=n)) for n in heights)
    if len(heights) > 1 and heights[-1] < heights[0] * _ALIKE:  # their lines would be one
        sizes = ", ".join(map(str, heights))
        limits = (Limit(heights[-1], say("input {size}", size=sizes)),)
    return Chart(
        "receptive-field", "line",
        say("{network}: receptive field over depth", network=title_of(analyses)),
        conditions_of(analyses), Axis("depth", say("Weighted layers passed"), "plain", low=0),
        Axis("receptive_field", say("Receptive field, input rows"), "plain", low=0), tuple(series),
        (say("Up to the last layer before global pooling, flatten or a linear layer."),),
        limits=limits,
    )  # fmt: skip


def _points(analysis: Analysis) -> Iterator[Point]:
    """The largest field at each depth, with the layer that has it."""
    for depth, rows in enumerate(by_depth(analysis)):
        seen = [(row.field.sizes[0], row.path) for row in rows if row.field and not row.layer.aux]
        if depth == 0 and len(analysis.input) > 1:
            seen = [(1, say("Input")), *seen]
        if seen:
            size, path = max(seen, key=lambda pair: pair[0])
            yield Point(depth, size, label=path)


KINDS = (
    Kind("receptive-field", "How the receptive field grows over depth", _draw, most=MOST_NETWORKS),
)
