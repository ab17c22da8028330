"""A measurement as tables: time, memory, the slowest layers; and as the JSON of a results file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Any, NamedTuple

from archcalc.lang import counted, say
from archcalc.units import fixed, iec, scaled, si
from archcalc.verify.bench import WARM_UP, Bench, Refused, Session, TimedLayer
from archcalc.verify.roofline import Roof, Work
from archcalc.views.data import SCHEMA
from archcalc.views.model import Bytes, Cell, Column, Page, Percent, Row, Table
from archcalc.views.words import headings

_MICRO, _MEGA = 10**6, 10**6

_TIMES = (
    Column("network", "Network"),
    Column("latency_us", "Latency, µs", "right", narrow="µs"),
    Column("lower_us", "First quartile", "right", narrow="25 %"),
    Column("upper_us", "Third quartile", "right", narrow="75 %"),
    Column("m_multiplies_s", "M multiplies/s", "right", narrow="M/s"),
    Column("of_roof_percent", "% of roof", "right"),
    Column("multiplies_byte", "Per byte", "right"),
    Column("bound", "Bound by"),
)
_MEMORY = (
    Column("network", "Network"),
    Column("params_bytes", "Params", "right"),
    Column("peak_bytes", "Peak", "right"),
    Column("measured_bytes", "measured", "right"),
    Column("kernels_bytes", "with kernels", "right"),
    Column("training_bytes", "Training", "right"),
    Column("measured_training_bytes", "measured", "right"),
)
_SLOWEST = (
    Column("layer", "Layer"),
    Column("op", "Operation"),
    Column("latency_us", "Time, µs", "right", narrow="µs"),
    Column("percent", "%", "right"),
    Column("m_multiplies_s", "M multiplies/s", "right", narrow="M/s"),
    Column("of_roof_percent", "% of roof", "right"),
    Column("multiplies_byte", "Per byte", "right"),
    Column("bound", "Bound by"),
)


class Report(NamedTuple):
    """One run of ``archcalc bench``: the session, and what came of each network."""

    session: Session
    found: Sequence[Bench | Refused]

    @property
    def benches(self) -> list[Bench]:
        """The networks that ran."""
        return [one for one in self.found if isinstance(one, Bench)]


def bench_page(report: Report, slowest: int = 5, *, short: bool = False) -> Page:
    """The page of ``archcalc bench``, with so many of each network's layers; none with `short`.

    CSV has the times alone; JSON has everything, and the slowest layers in any case.
    """
    shown = 0 if short else slowest
    tables = [_times(report, shown), _memory(report)]
    if shown:
        tables += [_layers(one, report, slowest) for one in report.benches]
    tables[-1] = tables[-1]._replace(notes=(*tables[-1].notes, *_conditions(report)))
    return Page(tuple(tables), lambda: report_data(report, slowest))


# --- tables --------------------------------------------------------------------------------------


def _times(report: Report, slowest: int) -> Table:
    roof = report.session.roof
    peaks = say(
        "Peak measured here: {multiplies} multiplies/s in matrix products and convolutions, "
        "{bytes}/s in a copy; from {ridge} multiplies per byte on, multiplying is the bound.",
        multiplies=si(round(roof.multiplies)), bytes=iec(round(roof.bytes)),
        ridge=scaled(Fraction(roof.ridge), ""),
    )  # fmt: skip
    return Table(
        name="latency",
        title=say("Measured on {machine}", machine=report.session.machine.name),
        subtitle=_asked(report),
        columns=headings(_TIMES),
        rows=tuple(map(_time_row, report.found)),
        notes=(peaks, *_beyond(report, slowest), *_refusals(report)),
    )


def _asked(report: Report) -> str:
    asked = report.session.asked
    return say("{device}, {dtype}, batch {batch}", device=report.session.machine.device,
               dtype=asked.dtype, batch=asked.batch)  # fmt: skip


def _beyond(report: Report, slowest: int) -> Iterator[str]:
    """What it means where something that is shown beats the roof."""
    shares = [one.least / one.latency.median for one in report.benches]
    for one in report.benches:
        for layer in slowest_of(one, slowest):
            shares.append(report.session.roof.seconds(layer.work) / layer.seconds)
    if max(shares, default=0) > 1:
        yield say(
            "Over 100 % of the roof: the machine was busier while its peaks were measured, values "
            "stayed in a cache, or an algorithm gets by with fewer multiplies."
        )


def _refusals(report: Report) -> Iterator[str]:
    for one in report.found:
        if isinstance(one, Refused):
            yield say("Not run: {reason}.", reason=one.reason.rstrip("."))


def _time_row(one: Bench | Refused) -> Row:
    if isinstance(one, Refused):
        return Row((one.network, *[None] * (len(_TIMES) - 2), say("not run")))
    latency = one.latency
    return Row(
        (
            one.network, _micro(latency.median), _micro(latency.lower), _micro(latency.upper),
            *_roofline(one.work, latency.median, one.least), say(one.bound),
        )
    )  # fmt: skip


def _roofline(work: Work, seconds: float, least: float) -> tuple[Cell, Cell, Cell]:
    """Multiplies a second, the roofline's time as a share of ours, and multiplies per byte."""
    share = Percent(round(100 * least / seconds, 1))
    rate = round(work.multiplies / seconds / _MEGA)
    return rate, share, fixed(Fraction(work.intensity), 1)


def _micro(seconds: float) -> int:
    return round(seconds * _MICRO)


def _memory(report: Report) -> Table:
    notes = [
        say(
            "Params, peak and training are computed. Measured: the peak of live activations, and "
            "what training holds before its backward pass."
        ),
        say("With kernels: and the temporaries that PyTorch's operators show."),
    ]
    if any(one.allocated is not None for one in report.benches):
        notes[1] = say(
            "With kernels: all that CUDA's allocator gave beyond the parameters, the input and "
            "cuDNN's workspace too."
        )
    return Table(
        name="memory",
        title=say("Memory"),
        subtitle="",
        columns=headings(_MEMORY),
        rows=tuple(map(_memory_row, report.benches)),
        notes=(" ".join(notes),),
        aside=True,
    )


def _memory_row(one: Bench) -> Row:
    with_kernels = one.peak.everything if one.allocated is None else one.allocated
    counts = (
        one.params_bytes, one.computed_peak, one.peak.activations, with_kernels,
        one.computed_training, one.training,
    )  # fmt: skip
    return Row((one.network, *(None if n is None else Bytes(n) for n in counts)))


def slowest_of(one: Bench, count: int) -> list[TimedLayer]:
    """So many layers, the slowest first."""
    return sorted(one.layers, key=lambda layer: -layer.seconds)[:count]


def _layers(one: Bench, report: Report, count: int) -> Table:
    shown, whole = slowest_of(one, count), sum(layer.seconds for layer in one.layers)
    title = counted("The slowest layer of {network}", "The {n} slowest layers of {network}",
                    len(shown), n=len(shown), network=one.network)  # fmt: skip
    of_time = sum(layer.seconds for layer in one.layers if layer.bound == "memory")
    share = fixed(Fraction(100 * of_time / whole), 0)
    note = say("Layers bound by memory take {share} % of the layers' time.", share=share)
    return Table(
        name=one.network,
        title=title,
        subtitle="",
        columns=headings(_SLOWEST),
        rows=tuple(_layer_row(layer, whole, report) for layer in shown),
        notes=(note,),
        aside=True,
    )


def _layer_row(layer: TimedLayer, whole: float, report: Report) -> Row:
    return Row(
        (
            layer.path, say(layer.op.replace("_", " ")), _micro(layer.seconds),
            Percent(round(100 * layer.seconds / whole, 1)),
            *_roofline(layer.work, layer.seconds, report.session.roof.seconds(layer.work)),
            say(layer.bound),
        )
    )  # fmt: skip


def _conditions(report: Report) -> Iterator[str]:
    """How it was measured."""
    machine, asked = report.session.machine, report.session.asked
    yield say(
        "Medians and quartiles of {runs} runs after {warm}; evaluation mode, random weights and "
        "input. Per byte: multiplies for each byte of inputs, outputs and parameters of every "
        "layer, each moved once.",
        runs=asked.runs, warm=WARM_UP,
    )  # fmt: skip
    if machine.busy:
        yield say(
            "The machine was busy before it began: load {load} on {cores} cores. Times are longer "
            "for it.",
            load=machine.load, cores=machine.cores,
        )  # fmt: skip
    parts = [f"torch {machine.torch}"]
    parts += [f"CUDA {machine.cuda}"] if machine.cuda else []
    parts += [say("driver {version}", version=machine.driver)] if machine.driver else []
    yield say("{software}, {threads} threads, {date}.", software=", ".join(parts),
              threads=machine.threads, date=machine.date[:10])  # fmt: skip


# --- as data -------------------------------------------------------------------------------------


def report_data(report: Report, slowest: int) -> dict[str, Any]:
    """The results file: the conditions once, then every network. Seconds, bytes, multiplies."""
    session = report.session
    return {
        "schema": SCHEMA,
        "machine": session.machine._asdict(),
        "dtype": session.asked.dtype,
        "batch": session.asked.batch,
        "warm_up": WARM_UP,
        "roof": {
            "multiplies_per_second": session.roof.multiplies,
            "bytes_per_second": session.roof.bytes,
            "ridge": session.roof.ridge,
        },
        "networks": [_data(one, slowest, report) for one in report.found],
    }


def _data(one: Bench | Refused, slowest: int, report: Report) -> dict[str, Any]:
    if isinstance(one, Refused):
        return {"network": one.network, "ran": False, "reason": one.reason}
    return {
        "network": one.network,
        "title": one.title,
        "ran": True,
        "input": list(one.input),
        "latency_seconds": one.latency._asdict(),
        **_work_data(one.work, one.latency.median),
        "bound": one.bound,
        "roofline_seconds": one.least,
        "memory_bytes": {
            "params": one.params_bytes,
            "computed_peak": one.computed_peak,
            "measured_peak": one.peak.activations,
            "measured_with_temporaries": one.peak.everything,
            "allocated": one.allocated,
            "workspace": one.workspace,
            "computed_training": one.computed_training,
            "measured_training": one.training,
        },
        "slowest": [_layer_data(layer, report.session.roof) for layer in slowest_of(one, slowest)],
    }


def _layer_data(layer: TimedLayer, roof: Roof) -> dict[str, Any]:
    return {
        "path": layer.path,
        "op": layer.op,
        "seconds": layer.seconds,
        **_work_data(layer.work, layer.seconds),
        "bound": layer.bound,
        "roofline_seconds": roof.seconds(layer.work),
    }


def _work_data(work: Work, seconds: float) -> dict[str, Any]:
    return {
        "multiplies": work.multiplies,
        "bytes_moved": work.bytes,
        "multiplies_per_byte": work.intensity,
        "multiplies_per_second": work.multiplies / seconds,
    }
