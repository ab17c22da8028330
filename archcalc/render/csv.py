"""CSV: the data alone, always exact; several tables with the same columns make one file."""

from __future__ import annotations

import csv
import io

from archcalc import units
from archcalc.render._cells import repeated, words
from archcalc.signs import plain
from archcalc.views.model import (
    Against,
    Bytes,
    Cell,
    Mark,
    Math,
    Page,
    Percent,
    Shape,
    Stack,
    Strong,
    Style,
    Table,
)


def render(page: Page, style: Style) -> str:
    """One header row of column keys, then the rows; with several tables `network` comes first.

    A table's remark stands in a last column: on its total rows or, without any, on its last row.
    Raises ValueError where the tables' columns differ.
    """
    tables = tuple(table for table in page.tables if not table.aside)
    several = len(tables) > 1
    keys = _keys(tables)
    remarks = any(table.remark for table in tables)
    heads = ["network"] * several + keys + ["remark"] * remarks
    lines = [_line(heads)] if keys else []
    for table in tables:
        over = ""
        for row, remark in zip(table.rows, _remarks(table), strict=True):
            cells = [_exact(cell) for cell in repeated(row.cells)]
            if table.over and row.role == "heading":
                over = cells[0]
                continue
            own = [over] * bool(table.over) + cells
            cells = [table.name] * several + own + [remark] * remarks
            lines.append(_line([plain(cell, style.encoding) for cell in cells]))
    return "".join(lines)


def _remarks(table: Table) -> list[str]:
    """What stands in the last column of each row."""
    beside = [row.role == "total" for row in table.rows]
    if beside and not any(beside):
        beside[-1] = True
    return [table.remark if here else "" for here in beside]


def _line(cells: list[str]) -> str:
    out = io.StringIO()
    csv.writer(out).writerow(cells)  # knows that \r needs quotes only when ending lines with it
    return out.getvalue().removesuffix("\r\n") + "\n"


def _keys(tables: tuple[Table, ...]) -> list[str]:
    kinds = {
        (*filter(None, [table.over]), *(column.key for column in table.columns)): table.name
        for table in tables
    }
    if len(kinds) > 1:
        found = "; ".join(f"{name}: {', '.join(keys)}" for keys, name in kinds.items())
        raise ValueError(f"CSV needs tables with the same columns, found {found}")
    return list(next(iter(kinds), ()))


def _exact(cell: Cell) -> str:
    match cell:
        case None | Mark():
            return ""
        case str():
            return cell
        case Strong() | Against() | Stack():
            return words(cell, Style())
        case int() | Bytes(value=int()):
            return units.raw(cell if isinstance(cell, int) else cell.value)
        case Math(text=text):
            return text
        case Shape(axes=axes):
            return units.shape(axes, sign="x")
        case Percent(value=value):
            return repr(value)
