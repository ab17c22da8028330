"""A terminal's table with merged, stacked or emphasised cells, which rich's cannot show."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.cells import cell_len
from rich.text import Text

from archcalc.render._cells import align_of, clean, in_brackets, spans, words
from archcalc.render._fold import GAP, Entry, fold
from archcalc.signs import holds, plain
from archcalc.views.model import Cell, Column, Mark, Repeat, Row, Stack, Strong, Style, Table

_LEFT, _RIGHT = "⎡⎢⎣", "⎤⎥⎦"
_BOLD = ("heading", "total")


def is_merged(table: Table) -> bool:
    """Whether `table` has to be set here."""
    kinds = Stack | Strong
    return any(
        isinstance(cell, kinds) or cell is Mark.LEFT for row in table.rows for cell in row.cells
    )


def stack_entry(cell: Stack, style: Style) -> Entry:
    """Layers in brackets, how often beside them; below them where there is no room."""
    wide, narrow = (
        "\n".join(line for part in cell.parts for line in _part(part, style, beside))
        for beside in (True, False)
    )
    return Entry(wide, narrow=narrow)


def _part(part: str | Repeat, style: Style, beside: bool) -> list[str]:
    text = plain(in_brackets(part), style.encoding)
    if isinstance(part, str) or len(part.lines) == 1:
        return [text]
    lines = [plain(clean(line), style.encoding) for line in part.lines]
    width = max(map(cell_len, lines))
    last = len(lines) - 1
    left, right = (_sides(signs, last, style) for signs in (_LEFT, _RIGHT))
    rows = [a + _padded(b, width, "left") + c for a, b, c in zip(left, lines, right, strict=True)]
    times = plain(f"×{part.times}", style.encoding)
    if not beside:
        return [*rows, times]
    blanks = " " * cell_len(times)
    return [row + (times if place == last // 2 else blanks) for place, row in enumerate(rows)]


def _sides(signs: str, last: int, style: Style) -> str:
    """A bracket as tall as its lines: top, middle …, bottom."""
    tall = signs[0] + signs[1] * (last - 1) + signs[2]
    return tall if holds(style.encoding, tall) else plain(tall, style.encoding)


def grid(table: Table, rows: Sequence[Sequence[str]], style: Style) -> Text:
    """The rows, which are folded already but for what is merged; a rule stands over totals."""
    widths = [max(_width(cell) for cell in column) for column in zip(*rows, strict=True)]
    body = rows[1:] if table.header else rows
    lines = []
    if table.header:
        heads = [(p, 1, cell) for p, cell in enumerate(rows[0])]
        lines += _lines(heads, table.columns, widths, "bold", middle=False)
    before = "header"
    for row, cells in zip(table.rows, body, strict=True):
        if row.role == "total" and before != "total":
            lines.append(Text(plain("─", style.encoding) * (sum(widths) + GAP * (len(widths) - 1))))
        before = row.role
        lines += _row(row, cells, table.columns, widths, style)
    return Text("\n").join(lines)


def _row(
    row: Row, cells: Sequence[str], columns: Sequence[Column], widths: Sequence[int], style: Style
) -> list[Text]:
    found = []
    for place, width, cell in spans(row.cells):
        room = _room(widths, place, width)
        text = "\n".join(fold(words(cell, style), room)) if width > 1 else cells[place]
        found.append((place, width, text))
    bold = "bold" if row.role in _BOLD else ""
    middle = any(isinstance(cell, Stack) for cell in row.cells)
    strong = {p for p, cell in enumerate(row.cells) if isinstance(cell, Strong)}
    return _lines(found, columns, widths, bold, middle=middle, merged=align_of(row), strong=strong)


def _lines(
    cells: Sequence[tuple[int, int, str]],
    columns: Sequence[Column],
    widths: Sequence[int],
    style: str,
    *,
    middle: bool,
    merged: str = "center",
    strong: set[int] | None = None,
) -> list[Text]:
    height = max(text.count("\n") + 1 for _, _, text in cells)
    blocks = []
    for place, width, text in cells:
        align = columns[place].align if width == 1 else merged
        room = _room(widths, place, width)
        lines = list(_block(text, room, align, height, middle))
        blocks.append([Text(line, "bold" if strong and place in strong else "") for line in lines])
    made = [Text(" " * GAP).join(line) for line in zip(*blocks, strict=True)]
    for line in made:
        line.stylize(style)
    return made


def _block(text: str, width: int, align: str, height: int, middle: bool) -> Iterator[str]:
    """`text` as `height` lines of one width; a stack's lines keep together."""
    lines = text.split("\n")
    above = (height - len(lines)) // 2 if middle else 0
    for line in [""] * above + lines + [""] * (height - above - len(lines)):
        yield _padded(line, width, align)


def _padded(text: str, width: int, align: str) -> str:
    blanks = max(0, width - cell_len(text))
    before = {"left": 0, "center": blanks // 2, "right": blanks}[align]
    return " " * before + text + " " * (blanks - before)


def _room(widths: Sequence[int], place: int, width: int) -> int:
    return sum(widths[place : place + width]) + GAP * (width - 1)


def _width(text: str) -> int:
    return max(map(cell_len, text.split("\n")))


def marked(cell: Cell, style: Style) -> str:
    """An emphasised text where there are no bold letters: between asterisks."""
    text = words(cell, style)
    return text if style.color else f"*{text}*"
