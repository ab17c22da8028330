"""What a cell reads as in words: one place for every format that shows tables to people."""

from __future__ import annotations

import re

from archcalc import units
from archcalc.signs import plain
from archcalc.views.model import Bytes, Cell, Math, Percent, Shape, Style, Table

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


def header(table: Table, style: Style) -> list[str]:
    """The columns' titles, cleaned."""
    return [words(column.title, style) for column in table.columns]


def _words(cell: Cell, style: Style) -> str:
    match cell:
        case None:
            return ""
        case str():
            return clean(cell)
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
