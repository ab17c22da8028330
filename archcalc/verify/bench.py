"""How long networks take, and the memory they take, on a real device: the run behind the numbers.

Measured is what this machine did; beside it stands what the engine computes.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING, Any, NamedTuple

from archcalc.analysis import Analysis
from archcalc.errors import InputError, shorten
from archcalc.lang import say
from archcalc.network import Network
from archcalc.units import iec
from archcalc.verify import needed
from archcalc.verify.build import build, device_in
from archcalc.verify.build import dtype_in as torch_dtype
from archcalc.verify.machine import Clock, Machine, at_work, clock, free_bytes, machine, roof
from archcalc.verify.roofline import Bound, Roof, Spread, Work, spread, total, works

if TYPE_CHECKING:
    from archcalc.verify.peak import Peak

WARM_UP = 5
"""Runs before any is timed: the first ones fill caches and choose algorithms."""
LAYER_RUNS = 10
"""At most so many of the runs are repeated with a mark at every layer."""


class TimedLayer(NamedTuple):
    """One layer: the median of its times in seconds, what it multiplies and moves, its bound."""

    path: str
    op: str
    seconds: float
    work: Work
    bound: Bound


@dataclass(frozen=True, slots=True)
class Bench:
    """One network's measurement. Memory is in bytes and, but for training, without parameters.

    `least` is the roofline's time in seconds: every layer's, summed. `allocated` is the peak that
    CUDA's allocator saw: live activations, the input held to the end, and kernels' workspace.
    `training` is what training holds before its backward pass; None where that was not tried, for
    want of memory, or where the network cannot train.
    """

    network: str
    title: str
    input: tuple[int, ...]
    latency: Spread
    work: Work
    bound: Bound
    least: float
    layers: tuple[TimedLayer, ...]
    params_bytes: int
    computed_peak: int
    computed_training: int
    peak: Peak
    allocated: int | None
    training: int | None

    @property
    def rate(self) -> float:
        """Multiplies a second, at the median latency."""
        return self.work.multiplies / self.latency.median

    @property
    def workspace(self) -> int | None:
        """What the allocator gave beyond live activations."""
        return None if self.allocated is None else self.allocated - self.peak.activations


class Run(NamedTuple):
    """What was measured of one network: seconds of the whole and of each layer, and bytes."""

    latency: Spread
    layers: dict[str, float]
    peak: Peak
    allocated: int | None
    training: int | None


class Refused(NamedTuple):
    """A network that could not be run, and why."""

    network: str
    reason: str


class Asked(NamedTuple):
    """What was asked for. Without `device` it is the best there is: a GPU where there is one."""

    device: str = ""
    dtype: str = "float32"
    batch: int = 1
    runs: int = 30


class Session(NamedTuple):
    """A device made ready: its facts, its clock, and its measured roof."""

    asked: Asked
    device: Any
    machine: Machine
    clock: Clock
    roof: Roof


@contextmanager
def session(asked: Asked) -> Iterator[Session]:
    """Find the device, and measure what it does at best.

    Raises InputError where PyTorch or the device is not there: it is never another device.
    """
    torch = needed("torch")
    dtype = torch_dtype(asked.dtype)
    device = device_in(asked.device or ("cuda" if torch.cuda.is_available() else "cpu"))
    if device.type not in ("cpu", "cuda"):
        text = "bench runs on cpu or cuda; on {device} there is nothing to measure"
        raise InputError(say(text, device=device))
    by = clock(device)
    with at_work(device):
        yield Session(asked, device, machine(device), by, _roof(device, dtype, by))


def _roof(device: Any, dtype: Any, by: Clock) -> Roof:
    try:
        return roof(device, dtype, by)
    except (MemoryError, RuntimeError) as error:
        text = "what {device} does at best in {dtype} cannot be measured: {reason}"
        kind = str(dtype).rpartition(".")[2]
        raise InputError(say(text, device=device, dtype=kind, reason=shorten(error, 200))) from None


def bench(network: Network, on: Session) -> Bench:
    """Run `network` on a session's device, in evaluation mode, without its auxiliary heads.

    Raises InputError where memory does not suffice, or where PyTorch cannot run it in that dtype.
    """
    analysis = network.analyze(batch=on.asked.batch, dtype=on.asked.dtype)
    _refuse_too_large(analysis, on)
    with _in_our_words(analysis, on):
        return _bench(analysis, on)


def _bench(analysis: Analysis, on: Session) -> Bench:
    from archcalc.verify.peak import in_place, measure
    from archcalc.verify.training import measure_training

    torch, network = needed("torch"), analysis.network
    module = build(network, device=str(on.device), dtype=on.asked.dtype, init=None).eval()
    torch.manual_seed(0)
    x = torch.randn(analysis.batch, *analysis.input).to(on.device, torch_dtype(on.asked.dtype))
    with torch.inference_mode(), in_place(module, network, False):
        for _ in range(WARM_UP):
            module(x)
        latency = spread(on.clock.times(lambda: module(x), on.asked.runs))
        seconds = layer_times(module, x, on.clock, min(on.asked.runs, LAYER_RUNS))
        allocated = _allocated(torch, module, x, on)
    with torch.no_grad():
        _, peak = measure(module, network, x)
    free = free_bytes(on.device)
    fits = free is None or analysis.totals.memory.training_bytes < free
    training = measure_training(module, x) if fits else None
    return _result(analysis, on, Run(latency, seconds, peak, allocated, training))


def _result(analysis: Analysis, on: Session, run: Run) -> Bench:
    each, memory = works(analysis), analysis.totals.memory
    whole = total(each.values())
    return Bench(
        network=analysis.network.name,
        title=analysis.network.title,
        input=analysis.input,
        latency=run.latency,
        work=whole,
        bound=on.roof.bound(whole),
        least=sum(map(on.roof.seconds, each.values())),
        layers=tuple(
            TimedLayer(row.path, row.op, run.layers[row.path], work, on.roof.bound(work))
            for row, work in zip(analysis.layers, each.values(), strict=True)
            if row.path in run.layers
        ),
        params_bytes=memory.params_bytes,
        computed_peak=memory.peak_inference_bytes,
        computed_training=memory.training_bytes,
        peak=run.peak,
        allocated=run.allocated,
        training=run.training,
    )


def layer_times(module: Any, x: Any, by: Clock, runs: int) -> dict[str, float]:
    """The median of each layer's seconds, by path, in so many runs of `module` on `x`."""
    started: dict[str, Any] = {}
    marks: dict[str, list[tuple[Any, Any]]] = {}
    hooks = []
    for path, layer in module.layers.items():

        def before(_: Any, __: Any, path: str = path) -> None:
            started[path] = by.mark()

        def after(_: Any, __: Any, ___: Any, path: str = path) -> None:
            marks.setdefault(path, []).append((started[path], by.mark()))

        hooks += [layer.register_forward_pre_hook(before), layer.register_forward_hook(after)]
    try:
        for _ in range(runs):
            module(x)
            by.wait()
    finally:
        for hook in hooks:
            hook.remove()
    return {path: median(by.seconds(*pair) for pair in pairs) for path, pairs in marks.items()}


# --- memory --------------------------------------------------------------------------------------


def _allocated(torch: Any, module: Any, x: Any, on: Session) -> int | None:
    """The allocator's peak during a run, without parameters and buffers; only CUDA's keeps one."""
    if on.device.type != "cuda":
        return None
    torch.cuda.synchronize(on.device)
    torch.cuda.reset_peak_memory_stats(on.device)
    module(x)
    torch.cuda.synchronize(on.device)
    own = sum(one.untyped_storage().nbytes() for one in (*module.parameters(), *module.buffers()))
    return int(torch.cuda.max_memory_allocated(on.device) - own)


def _refuse_too_large(analysis: Analysis, on: Session) -> None:
    """Before anything runs: a system that promises memory it lacks ends the process instead."""
    memory = analysis.totals.memory
    need, free = memory.params_bytes + memory.peak_inference_bytes, free_bytes(on.device)
    if free is not None and need > free:
        text = (
            "{network} at batch {batch} takes at least {need} on {device}, where {free} are free; "
            "try a smaller --batch"
        )
        raise InputError(
            say(
                text, network=analysis.network.name, batch=analysis.batch, need=iec(need),
                device=on.device, free=iec(free),
            )
        )  # fmt: skip


@contextmanager
def _in_our_words(analysis: Analysis, on: Session) -> Iterator[None]:
    """What PyTorch raises for memory that is not there, and for what it has no kernel for."""
    name = analysis.network.name
    try:
        yield
    except (MemoryError, RuntimeError) as error:
        if isinstance(error, MemoryError) or "memory" in str(error):
            text = (
                "there is not enough memory on {device} for {network} at batch {batch}; "
                "try a smaller --batch"
            )
            reason = say(text, device=on.device, network=name, batch=analysis.batch)
        else:
            text = "PyTorch cannot run {network} in {dtype} on {device}: {reason}"
            dtype, why = on.asked.dtype, shorten(error, 200)
            reason = say(text, network=name, dtype=dtype, device=on.device, reason=why)
        raise InputError(reason) from None
