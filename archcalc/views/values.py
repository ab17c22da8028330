"""Values by their addresses, as a table."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import Any

from archcalc.address import Found
from archcalc.lang import say
from archcalc.notation import Shown
from archcalc.quantities import Kind, Value, is_sizes
from archcalc.views.data import SCHEMA
from archcalc.views.model import Bytes, Cell, Column, Math, Page, Percent, Row, Shape, Table
from archcalc.views.words import headings

_COLUMNS = (
    Column("address", "Address"),
    Column("value", "Value", "right"),
    Column("title", "What it is"),
)


def values_page(found: Sequence[Found]) -> Page:
    """One row a value."""
    rows = tuple(Row((str(one.address), cell(one), say(one.quantity.title))) for one in found)
    return Page((Table("values", "", "", headings(_COLUMNS), rows),), lambda: _data(found))


_CELLS: dict[Kind, Callable[[Any], Cell]] = {
    "count": int,
    "bytes": Bytes,
    "percent": lambda share: Percent(float(share)),
    "shape": Shape,
    "formula": lambda shown: Math(*shown.steps),
}
"""Values that every format writes in its own way; the others are text."""


def cell(found: Found) -> Cell:
    """The value as every format writes it; as text where its address says how."""
    make = _CELLS.get(found.quantity.kind)
    return make(found.value) if make and not found.address.format else found.text


def _data(found: Sequence[Found]) -> dict[str, Any]:
    return {
        "schema": SCHEMA,
        "values": [{"address": str(one.address), "value": plain_value(one.value)} for one in found],
    }


def plain_value(value: Value) -> Any:
    """A value as JSON holds it."""
    if isinstance(value, Shown):
        return {"symbols": value.symbols.text, "numbers": value.numbers.text, "value": value.value}
    if isinstance(value, Fraction):
        return int(value) if value.denominator == 1 else float(value)
    return [plain_value(one) for one in value] if is_sizes(value) else value
