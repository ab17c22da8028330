"""The table model: what a view hands to a renderer. Typed cells, no formatting, no framework."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import Enum
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


class Strong(NamedTuple):
    """A text that stands out: what a network adds to the one on its left."""

    text: str


class Against(NamedTuple):
    """A computed number beside the one that its source prints instead: ``367K [364K]``."""

    computed: str
    printed: str


class Repeat(NamedTuple):
    """Layers in brackets, one a line, and how often: ``[1×1, 64; 3×3, 64; 1×1, 256] × 3``."""

    lines: tuple[str, ...]
    times: int


class Stack(NamedTuple):
    """Texts and brackets, one below the other in one cell."""

    parts: tuple[str | Repeat, ...]


class Mark(Enum):
    """A cell without a content of its own."""

    LEFT = "merged with the cell on its left"
    BLANK = "to be filled in by the reader"


Cell = str | int | Math | Shape | Percent | Bytes | Strong | Against | Stack | Mark | None
"""An ``int`` is a count; ``None`` is a cell that does not apply and stays blank."""


class Column(NamedTuple):
    """One column: `key` is its name in CSV and in ``--columns``, `title` its heading.

    `narrow` is the heading where a terminal has little room.
    """

    key: str
    title: str
    align: Literal["left", "center", "right"] = "left"
    narrow: str = ""


class Row(NamedTuple):
    """One row. `level` indents its first cell; a total row is set apart by a rule, a heading
    stands over the rows of the next level."""

    cells: tuple[Cell, ...]
    level: int = 0
    role: Literal["body", "heading", "total"] = "body"


class Table(NamedTuple):
    """One table with what stands above and below it. Without `header` the headings are not shown.

    `remark` is the note that must stand beside the total even where notes are not shown (CSV);
    `conventions` are those of the notes that say how is counted, and give no number away. `over`
    is what the heading rows name; CSV has a column of that key instead of them. `text` are
    paragraphs to read before the rows; CSV leaves them out. An empty note sets the next one apart
    in a terminal; elsewhere notes are paragraphs anyway.
    """

    name: str
    title: str
    subtitle: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    notes: tuple[str, ...] = ()
    header: bool = True
    remark: str = ""
    conventions: tuple[str, ...] = ()
    over: str = ""
    text: tuple[str, ...] = ()
    aside: bool = False
    """Whether it only says in short what the page's other tables hold: CSV leaves it out."""


class Page(NamedTuple):
    """What one command prints: its tables, and the same result as plain data for JSON."""

    tables: tuple[Table, ...]
    data: Callable[[], Mapping[str, Any]]

    def without_notes(self) -> Page:
        """The same with nothing below its tables but their remarks, for slides."""
        bare = [table._replace(notes=(table.remark,) * bool(table.remark)) for table in self.tables]
        return self._replace(tables=tuple(bare))


class Style(NamedTuple):
    """How to set a page.

    `units` "exact" or "si" (7.00 M); `width` in columns, ``None`` for as wide as needed;
    `color` whether the terminal takes colours; `encoding` what the output can hold.
    """

    units: Literal["exact", "si"] = "exact"
    width: int | None = None
    color: bool = False
    encoding: str = "utf-8"
