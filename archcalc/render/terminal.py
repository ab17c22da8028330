"""A terminal's table: no line but the one above the total, numbers whole, text folded to fit."""

from __future__ import annotations

import io
from collections.abc import Iterator

from rich.box import Box
from rich.cells import cell_len
from rich.console import Console
from rich.table import Table as Grid
from rich.text import Text

from archcalc.render._cells import header, words
from archcalc.render._fold import GAP, Entry, fold, layout
from archcalc.signs import plain
from archcalc.views.model import Cell, Column, Math, Page, Row, Style, Table

_INDENT = 2
_BOLD = ("header", "heading", "total")
_READABLE = 80  # a note is no easier to read when wider, whatever the terminal offers


def render(page: Page, style: Style) -> str:
    """The tables one below the other; uncut where `style.width` is None."""
    out = io.StringIO()
    # An empty environment: whoever made `style` has weighed NO_COLOR, COLUMNS and TERM already.
    # Wider than any line: what folds was folded before.
    console = Console(
        file=out,
        width=1_000_000,
        force_terminal=style.color,
        color_system="standard" if style.color else None,
        legacy_windows=False,
        _environ={},
    )
    for number, table in enumerate(page.tables):
        if number:
            console.print()
        _print(table, style, console)
    return "".join(f"{line.rstrip(' ')}\n" for line in out.getvalue().split("\n")[:-1])


def _print(table: Table, style: Style, console: Console) -> None:
    rows = layout(_entries(table, style), style.width)
    width = _width(rows)
    for number, part in enumerate(_parts(table, rows, width, style)):
        if number:
            console.print()
        console.print(part)


def _parts(table: Table, rows: list[list[str]], width: int, style: Style) -> Iterator[Text | Grid]:
    limit = style.width or max(width, _READABLE)
    title, subtitle = words(table.title, style), words(table.subtitle, style)
    if title or subtitle:
        yield _headline(title, subtitle, width, limit)
    if rows:
        yield _grid(table, rows, style)
    if table.notes:
        measure = None if style.width is None else min(limit, max(width, _READABLE))
        lines = (line for note in table.notes for line in fold(words(note, style), measure))
        yield Text("\n".join(lines), style="dim")


def _headline(title: str, subtitle: str, width: int, limit: int) -> Text:
    together = cell_len(title) + 2 * GAP + cell_len(subtitle)
    if title and subtitle and together <= limit:
        blanks = max(width, together) - cell_len(title) - cell_len(subtitle)
        return Text.assemble((title, "bold"), " " * blanks, subtitle)
    lines = Text("\n".join(fold(title, limit)) if title else "", style="bold")
    if title and subtitle:
        lines.append("\n")
    return Text.assemble(lines, "\n".join(fold(subtitle, limit)) if subtitle else "")


def _entries(table: Table, style: Style) -> list[list[Entry]]:
    head = [[Entry(title, yields=1) for title in header(table, style)]] if table.header else []
    return head + [_row(row, table, style) for row in table.rows]


def _row(row: Row, table: Table, style: Style) -> list[Entry]:
    return [
        Entry(words(cell, style), _yields(cell, column), 0 if place else _INDENT * row.level)
        for place, (cell, column) in enumerate(zip(row.cells, table.columns, strict=True))
    ]


def _yields(cell: Cell, column: Column) -> int:
    return 2 if column.align == "left" and isinstance(cell, str | Math) else 0


def _width(rows: list[list[str]]) -> int:
    widths = [max(_cell_width(cell) for cell in column) for column in zip(*rows, strict=True)]
    return sum(widths) + GAP * (len(widths) - 1)


def _cell_width(cell: str) -> int:
    return max(map(cell_len, cell.split("\n")))


def _grid(table: Table, rows: list[list[str]], style: Style) -> Grid:
    grid = Grid(
        box=_rule(style), show_header=False, show_edge=False, pad_edge=False, padding=(0, 1, 0, 0)
    )
    for column in table.columns:
        grid.add_column(justify=column.align, no_wrap=True, overflow="fold")
    roles = ["header"] * table.header + [row.role for row in table.rows]
    for number, (cells, role) in enumerate(zip(rows, roles, strict=True)):
        if role == "total" and number and roles[number - 1] != "total":
            grid.add_section()
        grid.add_row(*(Text(cell) for cell in cells), style="bold" if role in _BOLD else "")
    return grid


def _rule(style: Style) -> Box:
    """A box of blanks but for the line between two sections."""
    lines = ["    "] * 8
    lines[4] = f" {plain('─', style.encoding) * 2} "
    return Box("\n".join(lines))
