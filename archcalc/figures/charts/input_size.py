"""Multiplies over input sizes: the network analysed at each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from archcalc.analysis import Analysis
from archcalc.errors import InputError, ShapeError
from archcalc.figures.charts._words import CONVENTION, short_names, title_of
from archcalc.figures.charts.kind import MOST_NETWORKS, Kind, Options
from archcalc.figures.charts.model import Axis, Chart, Point, Series
from archcalc.lang import say
from archcalc.units import exact

_STEPS = 16
_MOST_TICKS = 17
MOST_SIZES = 200


def _draw(analyses: Sequence[Analysis], options: Options) -> Chart:
    for analysis in analyses:
        if len(analysis.input) < 2:
            text = "{network} takes a flat vector: there are no sizes to try"
            raise InputError(say(text, network=analysis.network.name))
    if len(options.sizes) > MOST_SIZES:
        text = "at most {most} input sizes fit a chart, found {n}"
        raise InputError(say(text, most=MOST_SIZES, n=len(options.sizes)))
    sizes = sorted(set(options.sizes)) or _usual(analyses)
    sweeps = [_Sweep(analysis, sizes) for analysis in analyses]
    series = tuple(
        Series(name, tuple(sweep.points))
        for name, sweep in zip(short_names(analyses), sweeps, strict=True)
    )
    taken = sorted({int(point.x) for one in series for point in one.points})
    return Chart(
        "input-size", "line",
        say("{network}: multiplies over input sizes", network=title_of(analyses)),
        say("height and width alike, batch {batch}", batch=exact(analyses[0].batch)),
        Axis("size", say("Input height and width"), "plain", ticks=tuple(_ticks(taken))),
        Axis("multiplies", say("Multiplies (MACs)"), low=0), series,
        (*(note for sweep in sweeps for note in sweep.notes()), say(CONVENTION)),
    )  # fmt: skip


def _ticks(sizes: Sequence[int]) -> Sequence[int]:
    """The sizes themselves, as far as their numbers fit."""
    return sizes[:: -(-len(sizes) // _MOST_TICKS)]


def _usual(analyses: Sequence[Analysis]) -> list[int]:
    """From half the published size to double, in steps of the same length."""
    own = max(max(analysis.network.own_input[1:]) for analysis in analyses)
    step = max(1, own * 3 // 2 // _STEPS)
    step = next((s for s in (1, 2, 4, 8, 16, 32, 64) if s >= step), step)
    around = {own + step * k for k in range(-_STEPS, 2 * _STEPS)}
    return sorted(size for size in around if own / 2 <= size <= 2 * own)


class _Sweep:
    """One network at several sizes: where it fits, and where its weights change their shape."""

    def __init__(self, analysis: Analysis, sizes: Sequence[int]) -> None:
        self.analysis = analysis
        self.name = analysis.network.name
        self.refused: list[int] = []
        self.reshaped: dict[str, int] = {}
        self.points = list(self._points(sizes))
        if not self.points:
            text = "{network} takes none of these input sizes: {sizes}"
            raise InputError(say(text, network=self.name, sizes=_listed(sizes)))

    def _points(self, sizes: Sequence[int]) -> Iterator[Point]:
        channels, *axes = self.analysis.network.own_input
        for size in sizes:
            try:
                found = self._at((channels, *[size] * len(axes)))
            except ShapeError:
                self.refused.append(size)
                continue
            for name, _, _ in found.reshaped:
                if self.analysis.with_aux or not found[name.rpartition(".")[0]].layer.aux:
                    self.reshaped.setdefault(name, size)
            yield Point(size, found.totals.multiplies)

    def _at(self, shape: tuple[int, ...]) -> Analysis:
        own = self.analysis
        return own.network.analyze(input=shape, batch=own.batch, aux=own.with_aux)

    def notes(self) -> Iterator[str]:
        """What was left out, and what is no longer the published network."""
        if self.refused:
            text = "{network} does not take {sizes}."
            yield say(text, network=self.name, sizes=_listed(self.refused))
        if self.reshaped:
            text = "{network}: at other sizes than {own} {tensors} has another shape."
            own = self.analysis.network.own_input[1]
            yield say(text, network=self.name, own=own, tensors=", ".join(self.reshaped))


def _listed(sizes: Sequence[int]) -> str:
    shown = ", ".join(map(str, sizes[:6]))
    return f"{shown}, …" if len(sizes) > 6 else shown


KINDS = (Kind("input-size", "Multiplies over input sizes", _draw, ("sizes",), most=MOST_NETWORKS),)
