"""What a cell reads as in words: one place for every format that shows tables to people."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal, NamedTuple

from archcalc import units
from archcalc.signs import plain
from archcalc.views.model import (
    Against,
    Bytes,
    Cell,
    Mark,
    Math,
    Percent,
    Repeat,
    Row,
    Shape,
    Stack,
    Strong,
    Style,
    Table,
)

_BLANK = re.compile("[\t\n\v\f\r\x1c-\x1f\x85\u2028\u2029]+")
# Terminal escapes, what TeX and HTML forbid, and marks that would turn a line's digits around.
_UNSAFE = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x9f\ud800-\udfff\u202a-\u202e\u2066-\u2069\ufffe\uffff]"
)
# A letter that stands alone, and what follows its underscore.
_SYMBOL = re.compile(r"(?<=(?<![^\W_])[A-Za-z])_((?:[A-Za-z]+|[0-9]+)(?:_[A-Za-z0-9]+)*)")


def clean(text: str) -> str:
    """`text` on one line, without characters that would act instead of being shown."""
    return _UNSAFE.sub("\ufffd", _BLANK.sub(" ", text))


def words(cell: Cell, style: Style) -> str:
    """The cell as a person reads it, in signs that `style.encoding` holds."""
    return plain(_words(cell, style), style.encoding)


def scripts(text: str) -> list[tuple[str, str]]:
    """Text cut where a symbol has a subscript: ``K_eff_h·2`` → ("K", "eff,h"), ("·2", "")."""
    cut = _SYMBOL.split(text)
    pairs = zip(cut[::2], [*cut[1::2], ""], strict=True)
    return [(plain, low.replace("_", ",")) for plain, low in pairs if plain or low]


class Span(NamedTuple):
    """A cell that takes the place of `width` columns, from the one at `place`."""

    place: int
    width: int
    cell: Cell


def align_of(row: Row) -> Literal["left", "center"]:
    """How a merged cell of this row is set: what heads other rows begins where they do."""
    return "left" if row.role == "heading" else "center"


def spans(cells: Sequence[Cell]) -> list[Span]:
    """A row's cells, each with those that are merged with it; a row's first stands for itself."""
    found: list[Span] = []
    for place, cell in enumerate(cells):
        if cell is Mark.LEFT and found:
            found[-1] = found[-1]._replace(width=found[-1].width + 1)
        else:
            found.append(Span(place, 1, cell))
    return found


def repeated(cells: Sequence[Cell]) -> list[Cell]:
    """A row's cells where nothing can be merged: each column has the merged content."""
    return [span.cell for span in spans(cells) for _ in range(span.width)]


def in_brackets(part: str | Repeat, between: str = "; ") -> str:
    """``[1×1, 64; 3×3, 64] × 3``."""
    if isinstance(part, str):
        return clean(part)
    return f"[{between.join(map(clean, part.lines))}] × {part.times}"


def header(table: Table, style: Style) -> list[str]:
    """The columns' titles, cleaned."""
    return [words(column.title, style) for column in table.columns]


def _words(cell: Cell, style: Style) -> str:
    match cell:
        case None | Mark():
            return ""
        case str() | Strong(text=str()):
            return clean(cell if isinstance(cell, str) else cell.text)
        case Against(computed=computed, printed=printed):
            return clean(f"{computed} [{printed}]")
        case Stack(parts=parts):
            return "; ".join(map(in_brackets, parts))
        case int():
            return units.si(cell) if style.units == "si" else units.exact(cell)
        case Math(text=text):
            return clean(text)
        case Shape(axes=axes):
            return units.shape(axes)
        case Percent(value=value):
            return units.percent(value)
        case Bytes(value=value):
            return units.iec(value)
