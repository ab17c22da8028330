r"""Cells as LaTeX: texts and formulas, layers in brackets, lines to write on, merged columns."""

from __future__ import annotations

from collections.abc import Sequence

from archcalc.render._cells import align_of, clean, in_brackets, scripts, spans, words
from archcalc.render._tex import escape
from archcalc.views.model import Cell, Mark, Math, Repeat, Row, Stack, Strong, Style


def text(cell: Cell, style: Style) -> str:
    """The cell as words; signs that LaTeX has commands for are those."""
    return escape(words(cell, style._replace(encoding="utf-8")), style.encoding)


def prose(sentences: str, style: Style) -> str:
    """Text whose symbols have their subscripts set low: x_L."""
    parts = scripts(words(sentences, style._replace(encoding="utf-8")))
    return "".join(
        escape(plain, style.encoding) + (f"$_{{\\mathrm{{{low}}}}}$" if low else "")
        for plain, low in parts
    )


def length(cell: Cell, style: Style) -> int:
    """How many characters wide it stands."""
    if isinstance(cell, Stack):
        return max(map(_length, cell.parts), default=0)
    return len(words(cell, style))


def row(row: Row, style: Style, folds: Sequence[bool]) -> str:
    """One row with its end."""
    found = spans(row.cells)
    cells = [_cell(span.cell, style) for span in found]
    if row.role == "heading":
        cells = [f"\\textbf{{{cell}}}" if cell else "" for cell in cells]
    cells[0] = "\\quad " * row.level + cells[0]
    for place, span in enumerate(found):
        if span.width > 1:
            side = align_of(row)[0]
            cells[place] = f"\\multicolumn{{{span.width}}}{{{side}}}{{{cells[place]}}}"
        elif folds[span.place]:
            cells[place] = f"\\raggedright {cells[place]}"
    # \raggedright takes the name \\ for itself
    end = " \\tabularnewline" if any(folds) else r" \\"
    return " & ".join(cells) + end


def is_tall(row: Row) -> bool:
    """Whether brackets would touch the rows above and below."""
    return any(isinstance(cell, Stack) for cell in row.cells)


def _length(part: str | Repeat) -> int:
    if isinstance(part, str):
        return len(part)
    return max(map(len, part.lines)) + len(in_brackets(part._replace(lines=())))


def _cell(cell: Cell, style: Style) -> str:
    match cell:
        case Math(latex=latex) if latex:
            return f"${latex}$"
        case Mark.BLANK:
            return "\\underline{\\hspace{5em}}"
        case Strong():
            return f"\\textbf{{{text(cell, style)}}}"
        case Stack(parts=parts):
            return _stack([_part(part, style) for part in parts])
    return text(cell, style)


def _stack(parts: Sequence[str]) -> str:
    if len(parts) == 1:
        return parts[0]
    lines = r" \\[4pt] ".join(parts)
    return f"\\begin{{tabular}}{{@{{}}c@{{}}}}{lines}\\end{{tabular}}"


def _part(part: str | Repeat, style: Style) -> str:
    if isinstance(part, str):
        return escape(clean(part), style.encoding)
    lines = r" \\ ".join(f"\\text{{{escape(clean(line), style.encoding)}}}" for line in part.lines)
    array = f"\\left[\\begin{{array}}{{@{{}}c@{{}}}}{lines}\\end{{array}}\\right]"
    return f"${array}\\times {part.times}$"
