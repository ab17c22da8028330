"""The table model: what a view hands to a renderer. Typed cells, no formatting, no framework."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Literal, NamedTuple


class Math(NamedTuple):
    """A formula as a person reads it and as LaTeX sets it (math mode, without the dollar signs)."""

    text: str
    latex: str


class Shape(NamedTuple):
    """A tensor's shape without the batch axis, channels first: (C,), (C, L), (C, H, W) …"""

    axes: tuple[int, ...]


class Percent(NamedTuple):
    """A share, already times 100: 22.7 reads 22.7 %."""

    value: float


class Bytes(NamedTuple):
    """An amount of memory in bytes."""

    value: int


Cell = str | int | Math | Shape | Percent | Bytes | None
"""An ``int`` is a count; ``None`` is a cell that does not apply and stays blank."""


class Column(NamedTuple):
    """One column: `key` is its name in CSV and in ``--columns``, `title` its heading."""

    key: str
    title: str
    align: Literal["left", "right"] = "left"


class Row(NamedTuple):
    """One row. `level` indents its first cell; a total row is set apart by a rule, a heading
    stands over the rows of the next level."""

    cells: tuple[Cell, ...]
    level: int = 0
    role: Literal["body", "heading", "total"] = "body"


class Table(NamedTuple):
    """One table with what stands above and below it. Without `header` the headings are not shown.

    `remark` is the note that must stand beside the total even where notes are not shown (CSV).
    """

    name: str
    title: str
    subtitle: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    notes: tuple[str, ...] = ()
    header: bool = True
    remark: str = ""


class Page(NamedTuple):
    """What one command prints: its tables, and the same result as plain data for JSON."""

    tables: tuple[Table, ...]
    data: Callable[[], Mapping[str, Any]]


class Style(NamedTuple):
    """How to set a page.

    `units` "exact" or "si" (7.00 M); `width` in columns, ``None`` for as wide as needed;
    `color` whether the terminal takes colours; `encoding` what the output can hold.
    """

    units: Literal["exact", "si"] = "exact"
    width: int | None = None
    color: bool = False
    encoding: str = "utf-8"
