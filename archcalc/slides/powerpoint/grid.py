"""A command's tables as one grid of cells, which a slide's native table shows."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, NamedTuple

from archcalc.render._cells import clean, in_brackets, scripts, spans, words
from archcalc.slides.model import Tables
from archcalc.views.model import Cell, Mark, Math, Row, Stack, Strong, Style, Table

Pieces = tuple[tuple[str, str], ...]
"""Text, each with what stands low behind it: ("K", "eff")."""
Align = Literal["left", "center", "right"]
Role = Literal["header", "body", "heading", "total", "note"]


class Box(NamedTuple):
    """One cell, as wide as `span` columns."""

    pieces: Pieces
    align: Align
    span: int = 1
    bold: bool = False

    @property
    def text(self) -> str:
        """What stands in it."""
        return "".join(plain + low for plain, low in self.pieces)


class Line(NamedTuple):
    """One row. `level` indents its first cell."""

    boxes: tuple[Box, ...]
    role: Role
    level: int = 0

    @property
    def height(self) -> int:
        """How many lines of text its highest cell has."""
        return max(box.text.count("\n") + 1 for box in self.boxes)

    def texts(self) -> Iterator[str]:
        """The text of each column; one that is merged with its left has none."""
        for box in self.boxes:
            yield from (box.text, *("",) * (box.span - 1))


class Grid(NamedTuple):
    """All rows, each of `columns` columns."""

    columns: int
    lines: tuple[Line, ...]

    def texts(self) -> list[list[str]]:
        """The text of each cell."""
        return [list(line.texts()) for line in self.lines]

    def count(self, *roles: Role) -> int:
        """How many rows at the top, or at the end, have these roles."""
        lines = self.lines if "header" in roles else self.lines[::-1]
        number = next((n for n, line in enumerate(lines) if line.role not in roles), len(lines))
        return number if number < len(lines) else 0


def grid_of(made: Tables) -> Grid:
    """The tables below each other; what has fewer columns is stretched to the widest."""
    tables = made.page.tables
    columns = max(len(table.columns) for table in tables)
    style = made.style._replace(encoding="utf-8")
    lines = [line for table in tables for line in _lines(table, style, columns)]
    return Grid(columns, tuple(lines))


def _lines(table: Table, style: Style, columns: int) -> Iterator[Line]:
    for text in filter(None, (" ".join(filter(None, (table.title, table.subtitle))), *table.text)):
        yield _across(text, "heading" if text not in table.text else "note", columns)
    if table.header:
        titles = (Box(((words(c.title, style), ""),), c.align, bold=True) for c in table.columns)
        yield Line(_stretched(tuple(titles), columns), "header")
    for row in table.rows:
        yield Line(_stretched(_boxes(row, table, style), columns), row.role, row.level)
    for note in filter(None, table.notes):
        yield _across(note, "note", columns)


def _across(text: str, role: Role, columns: int) -> Line:
    return Line((Box(((clean(text), ""),), "left", columns, bold=role == "heading"),), role)


def _stretched(boxes: tuple[Box, ...], columns: int) -> tuple[Box, ...]:
    """A row as wide as the whole grid: its first cell takes the rest."""
    more = columns - sum(box.span for box in boxes)
    return (boxes[0]._replace(span=boxes[0].span + more), *boxes[1:])


def _boxes(row: Row, table: Table, style: Style) -> tuple[Box, ...]:
    found = []
    for span in spans(row.cells):
        align = table.columns[span.place].align
        if span.width > 1:
            align = "left" if row.role == "heading" else "center"
        bold = row.role != "body" or isinstance(span.cell, Strong)
        found.append(Box(_pieces(span.cell, style), align, span.width, bold))
    return tuple(found)


def _pieces(cell: Cell, style: Style) -> Pieces:
    if cell is Mark.BLANK:
        return (("\u2003", ""),)
    if isinstance(cell, Stack):
        return (("\n".join(in_brackets(part, "\n") for part in cell.parts), ""),)
    text = words(cell, style)
    return tuple(scripts(text)) if isinstance(cell, Math) else ((text, ""),)
