"""The machine that a measurement was made on: its facts, its clock, its memory, and its peaks."""

from __future__ import annotations

import os
import platform
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

from archcalc import __version__
from archcalc.verify import needed
from archcalc.verify.roofline import Roof

_LARGEST, _SMALLEST = 8192, 256
_LONG_ENOUGH = 0.02
"""Seconds from which on a larger product or convolution tells nothing new."""
_TRIES = 25
_COPIED = {"cpu": 2**28, "cuda": 2**30}
"""Bytes of the tensor that is copied: far more than any cache holds."""


class Machine(NamedTuple):
    """Where and with what was measured. None: there is no such thing here, or it does not say.

    `load` is how many processes wanted a core in the minute before, of `cores` that there are.
    """

    device: str
    name: str
    memory_bytes: int | None
    driver: str | None
    cuda: str | None
    cudnn: int | None
    torch: str
    archcalc: str
    python: str
    system: str
    threads: int
    cores: int | None
    load: float | None
    date: str

    @property
    def busy(self) -> bool:
        """Whether others took much of the processor just before."""
        return bool(self.load and self.cores and self.load > self.cores / 2)


class Clock(NamedTuple):
    """How time is taken on a device: `mark` a moment, `wait` for the device to be done, and then
    the `seconds` between two marks."""

    mark: Callable[[], Any]
    seconds: Callable[[Any, Any], float]
    wait: Callable[[], Any]

    def times(self, run: Callable[[], Any], runs: int) -> list[float]:
        """Seconds of each of so many runs, each of them begun on an idle device."""
        found = []
        for _ in range(runs):
            self.wait()
            start = self.mark()
            run()
            end = self.mark()
            self.wait()
            found.append(self.seconds(start, end))
        return found


def clock(device: Any) -> Clock:
    """The clock of a torch.device: CUDA's events on a GPU, else the process's own."""
    if device.type != "cuda":
        from time import perf_counter

        return Clock(perf_counter, lambda start, end: end - start, lambda: None)
    cuda = needed("torch").cuda

    def mark() -> Any:
        event = cuda.Event(enable_timing=True)
        event.record()
        return event

    milliseconds = 1000
    return Clock(
        mark, lambda start, end: start.elapsed_time(end) / milliseconds, lambda: cuda.synchronize()
    )


@contextmanager
def at_work(device: Any) -> Iterator[None]:
    """Within, `device` is the current one, float32 means float32 (no TF32), and cuDNN tries its
    algorithms before it chooses one."""
    torch = needed("torch")
    if device.type != "cuda":
        yield
        return
    before = torch.backends.cuda.matmul.allow_tf32
    torch.backends.cuda.matmul.allow_tf32 = False
    try:
        with (
            torch.cuda.device(device),
            torch.backends.cudnn.flags(enabled=True, benchmark=True, allow_tf32=False),
        ):
            yield
    finally:
        torch.backends.cuda.matmul.allow_tf32 = before


Probe = tuple[Callable[[], Any], int]
"""Something to run, and the multiplies it does."""


# --- facts ---------------------------------------------------------------------------------------


def machine(device: Any) -> Machine:
    """What there is to say of a torch.device and of the software that drives it."""
    torch = needed("torch")
    gpu = device.type == "cuda"
    properties = torch.cuda.get_device_properties(device) if gpu else None
    return Machine(
        device=str(device),
        name=properties.name if properties else _processor(),
        memory_bytes=properties.total_memory if properties else _installed(),
        driver=_driver(properties) if properties else None,
        cuda=torch.version.cuda if gpu else None,
        cudnn=torch.backends.cudnn.version() if gpu else None,
        torch=torch.__version__,
        archcalc=__version__,
        python=platform.python_version(),
        system=f"{platform.system()} {platform.release()}",
        threads=torch.get_num_threads(),
        cores=os.cpu_count(),
        load=round(os.getloadavg()[0], 2) if hasattr(os, "getloadavg") else None,
        date=datetime.now(UTC).isoformat(timespec="seconds"),
    )


def _processor() -> str:
    """PyTorch does not name it, and Python only where the system's own tools do."""
    for line in _lines("/proc/cpuinfo"):
        key, _, value = line.partition(":")
        if key.strip() == "model name":
            return value.strip()
    return platform.processor() or platform.machine()


def _driver(properties: Any) -> str | None:
    """The driver's version, which only its own tool knows. One driver serves all GPUs."""
    query = ("nvidia-smi", "--query-gpu=driver_version", "--format=csv,noheader")
    try:
        done = subprocess.run(query, capture_output=True, text=True, timeout=30, check=True)
    except (OSError, subprocess.SubprocessError):
        return None
    return next(iter(done.stdout.split()), None)


def free_bytes(device: Any) -> int | None:
    """Bytes that can be had on `device` now; None where the system does not say."""
    if device.type == "cuda":
        torch = needed("torch")
        torch.cuda.empty_cache()
        free, _ = torch.cuda.mem_get_info(device)
        return int(free)
    available = (_meminfo("MemAvailable"), _group())
    return min((size for size in available if size is not None), default=None)


def _installed() -> int | None:
    return _meminfo("MemTotal")


def _meminfo(key: str) -> int | None:
    """A line of Linux's /proc/meminfo, in bytes."""
    for line in _lines("/proc/meminfo"):
        if line.startswith(f"{key}:"):
            return int(line.split()[1]) * 1024
    return None


def _group() -> int | None:
    """What a container's limit (cgroup 2) leaves."""
    limit, used = (next(_lines(f"/sys/fs/cgroup/memory.{what}"), "") for what in ("max", "current"))
    return int(limit) - int(used) if limit.isdigit() and used.isdigit() else None


def _lines(path: str) -> Iterator[str]:
    if os.access(path, os.R_OK):
        yield from Path(path).read_text(encoding="utf-8", errors="replace").splitlines()


# --- peaks ---------------------------------------------------------------------------------------


def roof(device: Any, dtype: Any, by: Clock) -> Roof:
    """The best that `device` does here: in matrix products and convolutions, and in a large copy.

    `dtype` is torch's. Both grow until one takes long enough; a copied byte moves twice, read and
    written.
    """
    torch = needed("torch")
    with torch.inference_mode():
        return Roof(_multiplies(torch, device, dtype, by), _bytes(torch, device, by))


def _multiplies(torch: Any, device: Any, dtype: Any, by: Clock) -> float:
    """Of every probe and size; a size is the last one that takes long enough."""
    best = 0.0
    for probe in PROBES:
        size = _SMALLEST
        while size <= _LARGEST:
            run, multiplies = probe(torch, size, {"device": device, "dtype": dtype})
            least = min(by.times(run, _TRIES))
            best = max(best, multiplies / least)
            if least >= _LONG_ENOUGH:
                break
            size *= 2
    return best


def _product(torch: Any, size: int, where: dict[str, Any]) -> Probe:
    """A product of two square matrices."""
    one = torch.ones(size, size, **where)
    return lambda: torch.mm(one, one), size**3


def _convolution(torch: Any, size: int, where: dict[str, Any]) -> Probe:
    """A 3×3 convolution with `size`/4 channels on 28×28.

    It is dilated, so that no algorithm (Winograd, FFT) gets by with fewer multiplies.
    """
    channels, area = size // 4, 28 * 28
    one = torch.ones(1, channels, 28, 28, **where)
    weight = torch.ones(channels, channels, 3, 3, **where)
    run = torch.nn.functional.conv2d
    return lambda: run(one, weight, padding=2, dilation=2), 9 * channels**2 * area


PROBES: tuple[Callable[[Any, int, dict[str, Any]], Probe], ...] = (_product, _convolution)
"""What a machine is tried with: two ways, as libraries differ in which of them they do better."""


def _bytes(torch: Any, device: Any, by: Clock) -> float:
    free = free_bytes(device)
    size = _COPIED[device.type]
    if free is not None:
        size = max(2**20, min(size, free // 8))
    source = torch.ones(size, dtype=torch.uint8, device=device)
    target = torch.empty_like(source)
    return 2 * size / min(by.times(lambda: target.copy_(source), _TRIES))
