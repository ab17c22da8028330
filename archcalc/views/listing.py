"""The catalogue as a table."""

from __future__ import annotations

from collections.abc import Sequence

from archcalc.catalog import Entry
from archcalc.lang import say
from archcalc.views.data import SCHEMA
from archcalc.views.model import Column, Page, Row, Table
from archcalc.views.words import headings

_COLUMNS = (
    Column("network", "Network"),
    Column("year", "Year", "right"),
    Column("title", "Title"),
    Column("summary", "What it is"),
)


def list_page(entries: Sequence[Entry]) -> Page:
    """One row a network, families together."""
    rows = tuple(
        Row((e.name, str(e.year) if e.year else None, say(e.title), say(e.summary)))
        for e in entries
    )
    table = Table("networks", "", "", headings(_COLUMNS), rows)
    return Page(
        (table,),
        lambda: {"schema": SCHEMA, "networks": [entry._asdict() for entry in entries]},
    )
