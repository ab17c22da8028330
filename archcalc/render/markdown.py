"""GitHub's Markdown: a pipe table, padded so that a formatter leaves it as it is."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from archcalc.render._cells import header, in_brackets, repeated, words
from archcalc.signs import plain
from archcalc.views.model import Cell, Column, Page, Row, Stack, Strong, Style, Table

# An underscore inside a word is no emphasis, so C_in stays readable; dollars are GitHub's math.
_SPECIAL = re.compile(r"[\\`*\[\]<|&~$]|(?<![^\W_])_|_(?![^\W_])")
_LEADING = re.compile(r"^(?:[#+\-=>]|\d{1,9}(?=[.)]))")
_INDENT = "&emsp;"
_BREAK = "<br>"
_BEFORE = {"left": 0.0, "center": 0.5, "right": 1.0}
_ENDS = {"left": (":", ""), "center": (":", ":"), "right": ("", ":")}


def render(page: Page, style: Style) -> str:
    """Each table as title, table and notes, all of them paragraphs of their own."""
    return "\n".join(f"{part}\n" for table in page.tables for part in _parts(table, style))


def _parts(table: Table, style: Style) -> list[str]:
    title = escape(words(table.title, style))
    subtitle = _paragraph(words(table.subtitle, style))
    paragraphs = [_paragraph(words(text, style)) for text in table.text]
    notes = [_paragraph(words(note, style)) for note in table.notes]
    grid = _grid(table, style) if table.columns else ""
    return [part for part in (_bold(title), subtitle, *paragraphs, grid, *notes) if part]


def escape(text: str) -> str:
    """`text` as it must be written to be read literally within a line."""
    return _SPECIAL.sub(r"\\\g<0>", text.strip())


def _paragraph(text: str) -> str:
    """Escaped, and no list, heading, rule or quotation at its start."""
    return _LEADING.sub(lambda lead: _defuse(lead[0]), escape(text))


def _defuse(lead: str) -> str:
    return f"\\{lead}" if not lead.isdigit() else f"{lead}\\"


def _grid(table: Table, style: Style) -> str:
    head = [escape(title) for title in header(table, style)]
    body = [_row(row, style) for row in table.rows]
    widths = [max(3, *map(_width, column)) for column in zip(head, *body, strict=True)]
    lines = [_line(head, widths, table.columns), _line(_marks(table, widths), widths)]
    lines += [_line(cells, widths, table.columns) for cells in body]
    return "\n".join(lines)


def _row(row: Row, style: Style) -> list[str]:
    cells = [_cell(cell, style) for cell in repeated(row.cells)]
    if row.role in ("total", "heading"):
        cells = [_bold(cell) for cell in cells]
    return [_INDENT * row.level + cells[0], *cells[1:]]


def _cell(cell: Cell, style: Style) -> str:
    """Escaped; layers in brackets stand one below the other."""
    if isinstance(cell, Stack):
        lines = [line for part in cell.parts for line in in_brackets(part, "\n").split("\n")]
        return _BREAK.join(escape(plain(line, style.encoding)) for line in lines)
    text = escape(words(cell, style))
    return _bold(text) if isinstance(cell, Strong) else text


def _bold(text: str) -> str:
    return f"**{text}**" if text else ""


def _marks(table: Table, widths: Sequence[int]) -> list[str]:
    ends = (_ENDS[column.align] for column in table.columns)
    return [
        first + "-" * (width - len(first + last)) + last
        for (first, last), width in zip(ends, widths, strict=True)
    ]


def _line(cells: Sequence[str], widths: Sequence[int], columns: Sequence[Column] = ()) -> str:
    padded = []
    for place, (cell, width) in enumerate(zip(cells, widths, strict=True)):
        blanks = width - _width(cell)
        before = round(blanks * _BEFORE[columns[place].align]) if columns else 0
        padded.append(" " * before + cell + " " * (blanks - before))
    return f"| {' | '.join(padded)} |"


def _width(text: str) -> int:
    """Columns taken in a fixed-pitch font, where Hangul and other wide letters take two."""
    return sum(_columns(character) for character in text)


def _columns(character: str) -> int:
    if unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1
