"""A kept results file of ``archcalc bench -f json`` as a table again, as the README shows it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from archcalc.lang import say
from archcalc.views.model import Bytes, Cell, Column, Row, Table
from archcalc.views.words import headings

_COLUMNS = (
    Column("network", "Network"),
    Column("latency_us", "Latency, µs", "right"),
    Column("m_multiplies_s", "M multiplies/s", "right"),
    Column("bound", "Bound by"),
    Column("peak_bytes", "Peak", "right"),
    Column("measured_bytes", "measured", "right"),
)


def measured_table(data: Mapping[str, Any]) -> Table:
    """One row a network that ran; the machine stands above it, its software below."""
    machine = data["machine"]
    asked = say(
        "{device}, {dtype}, batch {batch}",
        device=machine["device"], dtype=data["dtype"], batch=data["batch"],
    )  # fmt: skip
    software = (f"{name} {machine[name]}" for name in ("torch", "cuda", "driver", "archcalc"))
    return Table(
        name="measured",
        title=say("Measured on {machine}", machine=machine["name"]),
        subtitle=asked,
        columns=headings(_COLUMNS),
        rows=tuple(Row(_cells(one)) for one in data["networks"] if one["ran"]),
        notes=(f"{', '.join(software)}; {machine['date'][:10]}",),
    )


def _cells(one: Mapping[str, Any]) -> tuple[Cell, ...]:
    memory = one["memory_bytes"]
    return (
        one["network"], round(one["latency_seconds"]["median"] * 10**6),
        round(one["multiplies_per_second"] / 10**6), say(one["bound"]),
        Bytes(memory["computed_peak"]), Bytes(memory["measured_peak"]),
    )  # fmt: skip
