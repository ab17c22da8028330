"""A paper's table as plain data for JSON: its columns, and each row's cells by column."""

from __future__ import annotations

from typing import Any

from archcalc.views.model import Against, Cell, Mark, Shape, Stack, Strong, Table


def table_data(layout: str, table: Table) -> dict[str, Any]:
    """The table's object. What is merged is repeated; shapes are C, H, W."""
    return {
        "layout": layout,
        "title": table.title,
        "columns": [{"key": column.key, "title": column.title} for column in table.columns],
        "rows": [_row([column.key for column in table.columns], r.cells) for r in table.rows],
        "notes": list(table.notes),
    }


def _row(keys: list[str], cells: tuple[Cell, ...]) -> dict[str, Any]:
    row: dict[str, Any] = {}
    left: Any = None
    for key, cell in zip(keys, cells, strict=True):
        left = row[key] = left if cell is Mark.LEFT else _value(cell)
    return row


def _value(cell: Cell) -> Any:
    match cell:
        case Mark():
            return None
        case Shape(axes=axes):
            return list(axes)
        case Strong(text=text):
            return {"text": text, "added": True}
        case Against():
            return cell._asdict()
        case Stack(parts=parts):
            return [p if isinstance(p, str) else p._asdict() | {"lines": [*p.lines]} for p in parts]
    return cell
