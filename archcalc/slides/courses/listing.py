"""The page of ``archcalc slides`` without a name: one row a deck."""

from __future__ import annotations

from collections.abc import Sequence

from archcalc.lang import say
from archcalc.lessons import said
from archcalc.slides.courses import CourseFile
from archcalc.views.data import SCHEMA
from archcalc.views.model import Column, Page, Row, Table
from archcalc.views.words import headings

_COLUMNS = (
    Column("deck", "Deck"),
    Column("title", "Title"),
    Column("slides", "Slides", "right"),
)


def courses_page(courses: Sequence[CourseFile]) -> Page:
    """Name, title and number of slides of each course."""
    found = [(one.name, said(one.title), 1 + len(one.slides)) for one in courses]
    rows = tuple(Row((name, title, str(n))) for name, title, n in found)
    note = say("Write one: {command}", command="archcalc slides cnn-history -o lecture.md")
    table = Table("decks", "", "", headings(_COLUMNS), rows, notes=(note,))
    keys = [column.key for column in _COLUMNS]
    return Page(
        (table,),
        lambda: {"schema": SCHEMA, "decks": [dict(zip(keys, row, strict=True)) for row in found]},
    )
