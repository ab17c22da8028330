"""Typst: a `#table` that compiles as it is and can be pasted into any document."""

from __future__ import annotations

import re

from archcalc.render._cells import header, scripts, words
from archcalc.signs import is_unicode
from archcalc.views.model import Cell, Math, Page, Row, Style, Table

_SPECIAL = re.compile(r'[\\"]')
_FOREIGN = re.compile(r"[^\x00-\x7f]")


def render(page: Page, style: Style) -> str:
    """Each table as title, `#table` and notes. Where the output is not Unicode, signs are escaped.

    All text stands in strings, in which Typst reads no markup, smart quotes or dashes.
    """
    text = "\n#v(1em)\n\n".join(
        _table(table, style._replace(encoding="utf-8")) for table in page.tables
    )
    if is_unicode(style.encoding):
        return text
    return _FOREIGN.sub(lambda sign: f"\\u{{{ord(sign[0]):x}}}", text)


def _table(table: Table, style: Style) -> str:
    parts = [_headline(table, style), _grid(table, style) if table.columns else ""]
    notes = (_string(words(note, style)) for note in table.notes)
    parts += [f"#par(text(size: 0.85em, {note}))\n" for note in notes]
    return "\n".join(part for part in parts if part)


def _headline(table: Table, style: Style) -> str:
    title, subtitle = words(table.title, style), words(table.subtitle, style)
    parts = [f"#strong({_string(title)})"] if title else []
    parts += [f"#{_string(subtitle)}"] if subtitle else []
    return " #h(1fr) ".join(parts) + "\n" if parts else ""


def _grid(table: Table, style: Style) -> str:
    aligns = ", ".join(column.align for column in table.columns)
    lines = [f"columns: {len(table.columns)}", f"align: ({aligns},)", "stroke: none"]
    lines += ["inset: (x: 0.5em, y: 0.3em)", "table.hline()"]
    if table.header:
        titles = ", ".join(f"strong({_string(title)})" for title in header(table, style))
        lines += [f"table.header({titles})", "table.hline(stroke: 0.5pt)"]
    before = "total"  # no rule where one stands already
    for row in table.rows:
        if row.role == "total" and before != "total":
            lines.append("table.hline(stroke: 0.5pt)")
        before = row.role
        lines.append(_row(row, style))
    lines.append("table.hline()")
    return "#table(\n" + "".join(f"  {line},\n" for line in lines) + ")\n"


def _row(row: Row, style: Style) -> str:
    cells = [_cell(cell, style) for cell in row.cells]
    if row.role == "heading":
        cells = [f"strong({cell})" for cell in cells]
    first, *rest = cells
    if row.level:
        first = f"pad(left: {row.level}em, {first})"
    return ", ".join([first, *rest])


def _cell(cell: Cell, style: Style) -> str:
    """A string; a formula with its subscripts set low."""
    text = words(cell, style)
    parts = scripts(text) if isinstance(cell, Math) and text else [(text, "")]
    return " + ".join(
        _string(plain) + (f" + sub({_string(low)})" if low else "") for plain, low in parts
    )


def _string(text: str) -> str:
    return '"' + _SPECIAL.sub(r"\\\g<0>", text) + '"'
