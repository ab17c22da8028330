"""The roofline with what was measured under it, as ``archcalc bench -f json`` wrote it.

Williams, Waterman & Patterson, "Roofline: An Insightful Visual Performance Model for Multicore
Architectures", CACM 2009.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from pydantic import BaseModel

from archcalc.analysis import Analysis
from archcalc.errors import InputError
from archcalc.figures.charts._results import checked, positive, wanted
from archcalc.figures.charts.kind import Kind, Options
from archcalc.figures.charts.model import Axis, Chart, Point, Series
from archcalc.lang import say
from archcalc.units import si

_BY = "archcalc bench -f json"


class _Work(BaseModel):
    multiplies_per_byte: float | None = None
    multiplies_per_second: float | None = None


class _Layer(_Work):
    path: str


class _Network(_Work):
    network: str
    ran: bool
    slowest: list[_Layer] = []


class _Roof(BaseModel):
    multiplies_per_second: float
    bytes_per_second: float


class _File(BaseModel):
    machine: dict[str, Any]
    dtype: str
    batch: int
    roof: _Roof
    networks: list[_Network]


def _draw(analyses: Sequence[Analysis], options: Options) -> Chart:
    """Networks as points; of a single one its slowest layers, too."""
    file = checked(options.results, _File, "roofline", _BY)
    ran = [one for one in wanted(file.networks, analyses) if one.ran]
    named: list[tuple[str, _Work]] = [(one.network, one) for one in ran]
    if len(ran) == 1:
        named += [(layer.path, layer) for layer in ran[0].slowest]
    points = [point for name, work in named if (point := _point(name, work)) is not None]
    if not points:
        raise InputError(say("there is nothing measured to draw in these results"))
    peak, width = positive(file.roof.multiplies_per_second), positive(file.roof.bytes_per_second)
    if peak is None or width is None:
        raise InputError(say("these are no results of {by}: {place} is missing or not as expected",
                             by=_BY, place="roof"))  # fmt: skip
    title = (
        say("{network}: measured speed under the roofline", network=ran[0].network)
        if len(ran) == 1
        else say("Measured speed under the roofline")
    )
    return Chart(
        "roofline", "bubble", title,
        say(
            "{machine}, batch {batch}, {dtype}",
            machine=file.machine.get("name", ""), batch=file.batch, dtype=file.dtype,
        ),
        Axis("multiplies_per_byte", say("Multiplies for each byte moved"), "decimal", "log"),
        Axis("multiplies_per_second", say("Multiplies a second"), "count", "log"),
        (
            Series(say("Roof"), tuple(_roof(peak, width, points))),
            Series(say("Measured"), tuple(points), joined=False),
        ),
        (
            say(
                "The roof: {multiplies} multiplies and {bytes} bytes a second, both measured.",
                multiplies=si(int(peak)), bytes=si(int(width)),
            ),
        ),
    )  # fmt: skip


def _point(name: str, work: _Work) -> Point | None:
    """Nothing for what multiplies nothing: a logarithmic axis has no place for it."""
    x, y = positive(work.multiplies_per_byte), positive(work.multiplies_per_second)
    return None if x is None or y is None else Point(x, y, label=name)


def _roof(peak: Fraction, width: Fraction, points: Sequence[Point]) -> list[Point]:
    """Up with the bandwidth to the ridge, then level."""
    ridge = peak / width
    xs = [point.x for point in points if isinstance(point.x, Fraction)]
    first, last = min(*xs, ridge) / 2, max(*xs, ridge) * 2
    return [Point(x, min(peak, x * width)) for x in (first, ridge, last)]


KINDS = (Kind("roofline", "Measured speed under the roofline", _draw, takes=("from",), least=0),)
