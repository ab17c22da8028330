"""A terminal's table: no line but the one above the total, numbers whole, text folded to fit."""

from __future__ import annotations

import io
from collections.abc import Iterator

from rich.box import Box
from rich.cells import cell_len
from rich.console import Console
from rich.table import Table as Grid
from rich.text import Text

from archcalc.render._cells import words
from archcalc.render._fold import GAP, TIGHT, Entry, fold, layout
from archcalc.render._merged import grid, is_merged, marked, stack_entry
from archcalc.signs import plain
from archcalc.views.model import (
    Against,
    Cell,
    Column,
    Mark,
    Math,
    Page,
    Row,
    Stack,
    Strong,
    Style,
    Table,
)

_INDENT = 2
_BOLD = ("header", "heading", "total")
_BLANK = "_" * 9  # room to write a number
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
    entries, gap = _entries(table, style), GAP
    rows = layout(entries, style.width)
    if style.width and _width(rows, gap) > style.width and not is_merged(table):
        gap = TIGHT
        rows = layout(entries, style.width, gap)
    for number, part in enumerate(_parts(table, rows, gap, style)):
        if number:
            console.print()
        console.print(part)


def _parts(table: Table, rows: list[list[str]], gap: int, style: Style) -> Iterator[Text | Grid]:
    width = _width(rows, gap)
    limit = style.width or max(width, _READABLE)
    title, subtitle = words(table.title, style), words(table.subtitle, style)
    if title or subtitle:
        yield _headline(title, subtitle, width, limit)
    measure = None if style.width is None else min(limit, max(width, _READABLE))
    for paragraph in table.text:
        yield Text("\n".join(fold(words(paragraph, style), measure)))
    if rows:
        yield grid(table, rows, style) if is_merged(table) else _grid(table, rows, gap, style)
    if table.notes:
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
    head = [[_heading(column, style) for column in table.columns]] if table.header else []
    return head + [_row(row, table, style) for row in table.rows]


def _heading(column: Column, style: Style) -> Entry:
    return Entry(words(column.title, style), yields=1, narrow=words(column.narrow, style))


def _row(row: Row, table: Table, style: Style) -> list[Entry]:
    entries = [
        _entry(cell, column, style, 0 if place else _INDENT * row.level)
        for place, (cell, column) in enumerate(zip(row.cells, table.columns, strict=True))
    ]
    for place, cell in enumerate(row.cells[1:], start=1):
        if cell is Mark.LEFT:  # what is merged is set when the columns' widths are known
            entries[place - 1 : place + 1] = [Entry(""), Entry("")]
    return entries


def _entry(cell: Cell, column: Column, style: Style, indent: int) -> Entry:
    match cell:
        case Stack():
            return stack_entry(cell, style)
        case Strong():
            return Entry(marked(cell, style))
        case Mark.BLANK:
            return Entry(_BLANK)
    return Entry(words(cell, style), _yields(cell, column), indent)


def _yields(cell: Cell, column: Column) -> int:
    folds = isinstance(cell, Against) or (column.align != "right" and isinstance(cell, str | Math))
    return 2 if folds else 0


def _width(rows: list[list[str]], gap: int) -> int:
    widths = [max(_cell_width(cell) for cell in column) for column in zip(*rows, strict=True)]
    return sum(widths) + gap * (len(widths) - 1)


def _cell_width(cell: str) -> int:
    return max(map(cell_len, cell.split("\n")))


def _grid(table: Table, rows: list[list[str]], gap: int, style: Style) -> Grid:
    grid = Grid(
        box=_rule(style), show_header=False, show_edge=False, pad_edge=False,
        padding=(0, gap - 1, 0, 0),
    )  # fmt: skip
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
