"""Typst: a `#table` that compiles as it is and can be pasted into any document."""

from __future__ import annotations

import re

from archcalc.lang import spoken
from archcalc.render._cells import align_of, clean, header, scripts, spans, words
from archcalc.signs import is_unicode
from archcalc.views.model import Cell, Mark, Math, Page, Repeat, Row, Stack, Strong, Style, Table

_SPECIAL = re.compile(r'[\\"]')
_FONTS = {
    "ko": '("Libertinus Serif", "Noto Serif CJK KR", "Noto Serif KR", "NanumMyeongjo", "UnBatang", '
    '"Nanum Myeongjo", "AppleMyungjo", "Batang")'
}
"""Without a list Typst takes whatever font has the letters, be it a brush's."""
_FIT = (
    "#layout(size => {\nlet body = ",
    "\nlet part = calc.min(1, size.width / measure(body).width) * 100%\n"
    "scale(x: part, y: part, reflow: true, body)\n})",
)
"""A table wider than its place is scaled down to fit."""
_PIECE = re.compile(
    r"(?P<number>\d+(?:,\d{3})*(?:\.\d+)?)|(?P<base>[^\W\d_]+)(?:_(?P<low>[^\W_]+(?:_[^\W_]+)*))?"
    r"|[^\s()+/,=<>]"
)
"""A number, a symbol with what is set low, or a sign that stands for itself."""
_SIGNS = {"·": " dot ", "×": " times ", "−": "−", "⌊": "⌊", "⌋": "⌋", "⌈": "⌈", "⌉": "⌉", "…": "…"}
_FUNCTIONS = ("min", "max", "gcd")
_FOREIGN = re.compile(r"[^\x00-\x7f]")


def render(page: Page, style: Style) -> str:
    """Each table as title, `#table` and notes. Where the output is not Unicode, signs are escaped.

    All text stands in strings, in which Typst reads no markup, smart quotes or dashes.
    """
    text = fragment(page, style)
    if spoken() in _FONTS:
        text = f'#set text(lang: "{spoken()}", font: {_FONTS[spoken()]})\n\n{text}'
    if is_unicode(style.encoding):
        return text
    return _FOREIGN.sub(lambda sign: f"\\u{{{ord(sign[0]):x}}}", text)


def fragment(page: Page, style: Style) -> str:
    """The tables, to stand in somebody else's document and in its fonts."""
    style = style._replace(encoding="utf-8")
    return "\n#v(1em)\n\n".join(_table(table, style) for table in page.tables)


def math(text: str) -> str:
    """A formula as it is shown, (C_in + 1)·34,848, as Typst writes it between dollars."""
    return " ".join(_PIECE.sub(_piece, text).split())


def _piece(found: re.Match[str]) -> str:
    base, low = found["base"], found["low"]
    if found["number"]:
        return f'"{found[0]}"' if "," in found[0] else found[0]
    if base:
        name = base if len(base) == 1 or base in _FUNCTIONS else string(base)
        return f" {name}" + (f"_{string(low.replace('_', ','))}" if low else "")
    return _SIGNS.get(found[0]) or string(found[0])


def _table(table: Table, style: Style) -> str:
    parts = [_headline(table, style)]
    parts += [f"#par({_low(words(text, style))})\n" for text in table.text]
    parts += [_grid(table, style)] if table.columns else []
    notes = (string(words(note, style)) for note in table.notes if note)
    parts += [f"#par(text(size: 0.85em, {note}))\n" for note in notes]
    return "\n".join(part for part in parts if part)


def _headline(table: Table, style: Style) -> str:
    title, subtitle = words(table.title, style), words(table.subtitle, style)
    parts = [f"#strong({string(title)})"] if title else []
    parts += [f"#{string(subtitle)}"] if subtitle else []
    return " #h(1fr) ".join(parts) + "\n" if parts else ""


def _grid(table: Table, style: Style) -> str:
    stacked = any(isinstance(cell, Stack) for row in table.rows for cell in row.cells)
    middle = " + horizon" * stacked
    aligns = ", ".join(f"{column.align}{middle}" for column in table.columns)
    lines = [f"columns: {len(table.columns)}", f"align: ({aligns},)", "stroke: none"]
    lines += [f"inset: (x: {0.35 if stacked else 0.5}em, y: {0.7 if stacked else 0.3}em)"]
    lines += ["table.hline()"]
    if table.header:
        titles = ", ".join(f"strong({string(title)})" for title in header(table, style))
        lines += [f"table.header({titles})", "table.hline(stroke: 0.5pt)"]
    before = "total"  # no rule where one stands already
    for row in table.rows:
        if row.role == "total" and before != "total":
            lines.append("table.hline(stroke: 0.5pt)")
        before = row.role
        lines.append(_row(row, style))
    lines.append("table.hline()")
    body = "table(\n" + "".join(f"  {line},\n" for line in lines) + ")"
    # what is centred is no text that folds
    rigid = any(column.align == "center" for column in table.columns)
    return f"{_FIT[0]}{body}{_FIT[1]}\n" if rigid else f"#{body}\n"


def _row(row: Row, style: Style) -> str:
    found = spans(row.cells)
    cells = [_cell(span.cell, style) for span in found]
    if row.role == "heading":
        cells = [f"strong({cell})" for cell in cells]
    if row.level:
        cells[0] = f"pad(left: {row.level}em, {cells[0]})"
    return ", ".join(
        f"table.cell(colspan: {span.width}, align: {align_of(row)}, {cell})"
        if span.width > 1
        else cell
        for span, cell in zip(found, cells, strict=True)
    )


def _cell(cell: Cell, style: Style) -> str:
    """A string; a formula with its subscripts set low, layers in brackets, a line to write on."""
    if cell is Mark.BLANK:
        return "box(width: 4em, height: 0.8em, stroke: (bottom: 0.5pt))"
    if isinstance(cell, Strong):
        return f"strong({string(words(cell, style))})"
    if isinstance(cell, Stack):
        stacked = ", ".join(map(_part, cell.parts))
        return f"stack(dir: ttb, spacing: 0.5em, {stacked})"
    text = words(cell, style)
    return _low(text) if isinstance(cell, Math) and text else string(text)


def _low(text: str) -> str:
    """A text with its subscripts set low."""
    return " + ".join(
        string(plain) + (f" + sub({string(low)})" if low else "") for plain, low in scripts(text)
    )


def _part(part: str | Repeat) -> str:
    if isinstance(part, str):
        return string(clean(part))
    lines = "; ".join(string(clean(line)) for line in part.lines)
    beside = string(f"× {part.times}")
    brackets = f'$mat(delim: "[", {lines})$'
    return f"grid(columns: 2, align: horizon, column-gutter: 0.3em, {brackets}, {beside})"


def string(text: str) -> str:
    """A text as a string of Typst's, in which nothing is markup."""
    return '"' + _SPECIAL.sub(r"\\\g<0>", text) + '"'
