"""GitHub's Markdown: a pipe table, padded so that a formatter leaves it as it is."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from archcalc.render._cells import header, words
from archcalc.views.model import Column, Page, Row, Style, Table

# An underscore inside a word is no emphasis, so C_in stays readable; dollars are GitHub's math.
_SPECIAL = re.compile(r"[\\`*\[\]<|&~$]|(?<![^\W_])_|_(?![^\W_])")
_LEADING = re.compile(r"^(?:[#+\-=>]|\d{1,9}(?=[.)]))")
_INDENT = "&emsp;"


def render(page: Page, style: Style) -> str:
    """Each table as title, table and notes, all of them paragraphs of their own."""
    return "\n".join(f"{part}\n" for table in page.tables for part in _parts(table, style))


def _parts(table: Table, style: Style) -> list[str]:
    title = escape(words(table.title, style))
    subtitle = _paragraph(words(table.subtitle, style))
    notes = [_paragraph(words(note, style)) for note in table.notes]
    grid = _grid(table, style) if table.columns else ""
    return [part for part in (_bold(title), subtitle, grid, *notes) if part]


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
    cells = [escape(words(cell, style)) for cell in row.cells]
    if row.role in ("total", "heading"):
        cells = [_bold(cell) for cell in cells]
    return [_INDENT * row.level + cells[0], *cells[1:]]


def _bold(text: str) -> str:
    return f"**{text}**" if text else ""


def _marks(table: Table, widths: Sequence[int]) -> list[str]:
    return [
        ":" + "-" * (width - 1) if column.align == "left" else "-" * (width - 1) + ":"
        for column, width in zip(table.columns, widths, strict=True)
    ]


def _line(cells: Sequence[str], widths: Sequence[int], columns: Sequence[Column] = ()) -> str:
    padded = []
    for place, (cell, width) in enumerate(zip(cells, widths, strict=True)):
        blanks = " " * (width - _width(cell))
        right = bool(columns) and columns[place].align == "right"
        padded.append(f"{blanks}{cell}" if right else f"{cell}{blanks}")
    return f"| {' | '.join(padded)} |"


def _width(text: str) -> int:
    """Columns taken in a fixed-pitch font, where Hangul and other wide letters take two."""
    return sum(_columns(character) for character in text)


def _columns(character: str) -> int:
    if unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1
