"""A table as an exercise: the columns asked for are empty, and nothing beside them tells."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from archcalc.errors import UnknownNameError
from archcalc.lang import say
from archcalc.views.model import Cell, Mark, Page, Row, Table

_COUNTS = (
    "params", "multiplies", "elementwise", "activations", "depth", "depth_with_pools",
    "nonlinearities", "ops", "receptive_field", "effective_stride", "paths",
)  # fmt: skip
_TELLS = {
    "params": ("params_percent", "params_formula"),
    "multiplies": ("percent", "multiplies_formula"),
    "percent": ("multiplies", "multiplies_formula"),
    "params_percent": ("params", "params_formula"),
    "output": ("size_formula", "input"),
    "params_formula": ("params", "params_percent"),
    "multiplies_formula": ("multiplies", "percent"),
    "size_formula": ("output",),
}
"""Columns from which another could be read off: they are left empty with it."""
_TELLING = ("memory", "formulas", "tensors")
"""What tells several values at once, and is no column's."""


def worksheet(page: Page, blank: Sequence[str]) -> Page:
    """`page` with the columns in `blank` left empty. Raises UnknownNameError with near misses."""
    keys = tuple(dict.fromkeys(column.key for table in page.tables for column in table.columns))
    for name in blank:
        if name not in keys:
            hint = say("known: {names}", names=", ".join(keys))
            raise UnknownNameError(say("column of the table"), name, keys, hint)
    empty = frozenset(blank).union(*(_TELLS.get(name, ()) for name in blank))
    told = frozenset(keys) - empty
    return Page(
        tuple(_emptied(table, empty) for table in page.tables),
        lambda: _untold(page.data(), told, empty),
    )


def _emptied(table: Table, blank: frozenset[str]) -> Table:
    places = [n for n, column in enumerate(table.columns) if column.key in blank]
    if not places:
        return table._replace(notes=())
    remark = say("With this input it is not the published network.") if table.remark else ""
    counting = table.conventions or (say("Biases: parameters, 0 multiplies."),)
    notes = tuple(filter(None, (remark, *counting)))
    rows = tuple(_row(row, places) for row in table.rows)
    return table._replace(rows=rows, notes=notes, remark=remark)


def _row(row: Row, places: Sequence[int]) -> Row:
    cells = _apart(row.cells) if any(_is_merged(row.cells, n) for n in places) else [*row.cells]
    for place in places:
        if cells[place] is not None:
            cells[place] = Mark.BLANK
    return row._replace(cells=tuple(cells))


def _is_merged(cells: Sequence[Cell], place: int) -> bool:
    return Mark.LEFT in cells[place : place + 2]


def _apart(cells: Sequence[Cell]) -> list[Cell]:
    """The cells with each merged one holding what it is merged with."""
    apart: list[Cell] = []
    for cell in cells:
        apart.append(apart[-1] if cell is Mark.LEFT else cell)
    return apart


# --- plain data ----------------------------------------------------------------------------------


def _untold(data: Mapping[str, Any], told: frozenset[str], blank: frozenset[str]) -> dict[str, Any]:
    """The page's data with null for every value that the worksheet does not show."""
    if "networks" in data:
        networks = [_network(network, told, blank) for network in data["networks"]]
        rest = {"networks": networks}
    else:
        rest = _network(data, told, blank)
    tables = [_table(table, blank) for table in data.get("tables", ())]
    return {**data, **rest, **({"tables": tables} if tables else {})}


def _network(
    data: Mapping[str, Any], told: frozenset[str], blank: frozenset[str]
) -> dict[str, Any]:
    layers = {
        key: [_hidden(layer, told, blank) for layer in data[key]] for key in ("layers", "aux")
    }
    return {**data, "totals": _hidden(data["totals"], told, blank), **layers, "notes": []}


def _hidden(data: Mapping[str, Any], told: frozenset[str], blank: frozenset[str]) -> dict[str, Any]:
    """Counts are told where they are a column; shapes are unless one of them is asked for."""
    shapes = ("in_shapes", "out_shape") if blank & {"input", "output", "size_formula"} else ()
    hidden = {*_TELLING, *shapes, *(name for name in _COUNTS if name not in told)}
    return {key: None if key in hidden else value for key, value in data.items()}


def _table(data: Mapping[str, Any], blank: frozenset[str]) -> dict[str, Any]:
    rows = [
        {key: None if key in blank else value for key, value in row.items()} for row in data["rows"]
    ]
    return {**data, "rows": rows, "notes": []}
