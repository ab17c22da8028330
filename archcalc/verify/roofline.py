"""The roofline: what a layer multiplies and moves, and which of both bounds it on a machine.

Williams, Waterman & Patterson, "Roofline", CACM 2009: attainable work a second is the lesser of the
machine's peak and of its bandwidth times the work's intensity.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import prod
from statistics import quantiles
from typing import Literal, NamedTuple

from archcalc.analysis import Analysis, LayerResult
from archcalc.memory import DTYPES

Bound = Literal["compute", "memory"]


class Work(NamedTuple):
    """Multiplies, and the bytes that move for them."""

    multiplies: int
    bytes: int

    @property
    def intensity(self) -> float:
        """Multiplies for each byte moved; 0 where nothing moves."""
        return self.multiplies / self.bytes if self.bytes else 0.0


class Roof(NamedTuple):
    """What a machine does at best: multiplies a second, bytes a second to and from its memory."""

    multiplies: float
    bytes: float

    @property
    def ridge(self) -> float:
        """The intensity, in multiplies per byte, from which on multiplying is what takes time."""
        return self.multiplies / self.bytes

    def bound(self, work: Work) -> Bound:
        """What the roofline says that `work` waits for."""
        return "compute" if work.intensity >= self.ridge else "memory"

    def seconds(self, work: Work) -> float:
        """The least time that `work` takes under this roof."""
        return max(work.multiplies / self.multiplies, work.bytes / self.bytes)


class Spread(NamedTuple):
    """Several measurements of one time, in seconds: median, quartiles, shortest, how many."""

    median: float
    lower: float
    upper: float
    least: float
    runs: int


def spread(times: Sequence[float]) -> Spread:
    """Of at least one measurement; quartiles as NumPy's default has them."""
    if len(times) == 1:
        return Spread(times[0], times[0], times[0], times[0], 1)
    lower, middle, upper = quantiles(times, n=4, method="inclusive")
    return Spread(middle, lower, upper, min(times), len(times))


def work_of(row: LayerResult, batch: int, dtype: str) -> Work:
    """A layer's multiplies, and the bytes of the inputs and parameters it reads and the output it
    writes, each once. What only looks at a value otherwise, or lets it pass, moves nothing.
    """
    op = row.layer.op
    if op.view or op.role == "inactive":
        return Work(row.multiplies, 0)
    maps = sum(map(prod, row.in_shapes[: op.reads])) + prod(row.out_shape)
    return Work(row.multiplies, (batch * maps + row.params) * DTYPES[dtype])


def works(analysis: Analysis) -> dict[str, Work]:
    """Each counted layer's work, by path."""
    batch, dtype = analysis.batch, analysis.dtype
    return {row.path: work_of(row, batch, dtype) for row in analysis.layers}


def total(parts: Iterable[Work]) -> Work:
    """The work of layers that run one after the other: nothing stays on the chip between two."""
    found = list(parts)
    return Work(sum(one.multiplies for one in found), sum(one.bytes for one in found))
