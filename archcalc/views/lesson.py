"""A lesson as a page: what is asked, the prose, the numbers side by side, what notes got wrong."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from archcalc.formats import written
from archcalc.lang import say
from archcalc.lessons import Checked, Lesson, Taught, said, worded
from archcalc.spec.models import Prose
from archcalc.views.data import SCHEMA
from archcalc.views.model import Column, Page, Row, Table
from archcalc.views.values import cell, plain_value
from archcalc.views.verdict import ruling
from archcalc.views.words import headings, place

_COLUMNS = (
    Column("lesson", "Lesson"),
    Column("title", "Title"),
    Column("question", "What it asks"),
)
_MOST_REASONS = 2


def lessons_page(lessons: Sequence[Lesson]) -> Page:
    """The page of ``archcalc lesson``: one row a lesson."""
    found = [(one.name, said(one.says.title), said(one.says.question)) for one in lessons]
    table = Table("lessons", "", "", headings(_COLUMNS), tuple(map(Row, found)))
    keys = [column.key for column in _COLUMNS]
    return Page(
        (table,),
        lambda: {"schema": SCHEMA, "lessons": [dict(zip(keys, r, strict=True)) for r in found]},
    )


def lesson_page(taught: Taught) -> Page:
    """The page of ``archcalc lesson NAME``."""
    says = taught.lesson.says
    table = Table(
        name=says.name,
        title=said(says.title),
        subtitle="",
        columns=_columns(taught),
        rows=_rows(taught),
        notes=tuple(_notes(taught)),
        text=(said(says.question), *map(taught.filled, says.text)),
    )
    return Page((table,), lambda: _data(taught))


def _columns(taught: Taught) -> tuple[Column, ...]:
    titles = taught.lesson.says.table.columns
    return (
        Column("row", ""),
        *(Column(_key(title), said(title), "right") for title in titles),
    )


def _key(title: Prose) -> str:
    return re.sub(r"\W+", "_", worded(title).lower()).strip("_")


def _rows(taught: Taught) -> tuple[Row, ...]:
    labels = [taught.filled(row.label) for row in taught.lesson.says.table.rows]
    return tuple(
        Row((label, *(cell(one) if one else None for one in row)))
        for label, row in zip(labels, taught.cells, strict=True)
    )


def _notes(taught: Taught) -> Iterator[str]:
    """The claims and, set apart from them, the commands to go on with."""
    yield from (_claim(taught, one) for one in taught.checked)
    commands = taught.lesson.says.next
    if commands:
        yield from [""] * bool(taught.checked)
        yield say("To go on:")
        yield from commands


# --- claims --------------------------------------------------------------------------------------


def _claim(taught: Taught, one: Checked) -> str:
    """``Notes on AlexNet: 55×55×86 for alexnet.conv1.out_shape; computed 55×55×96. Not right.``"""
    claim = one.claim
    where, number, word = taught.filled(claim.place), str(claim.written), _word(one)
    if claim.source:
        text = "{place}: {written}, said to be what {source} prints; it prints {printed}. {ruling}"
        names = {"source": place(claim.source), "printed": one.printed}
    else:
        text = "{place}: {written} for {address}; computed {value}. {ruling}"
        value = written(one.found.quantity.kind, one.found.value)
        names = {"address": claim.address, "value": value}
    return " ".join(
        [say(text, place=where, written=number, ruling=word, **names), *_reasons(taught, one)]
    )


def _word(one: Checked) -> str:
    """Right or not; where no reason is given, whether the judge knows one."""
    if one.verdict and not one.claim.why:
        return ruling(one.verdict)
    return say("Right.") if one.right else say("Not right.")


def _reasons(taught: Taught, one: Checked) -> list[str]:
    if one.claim.why:
        return [taught.filled(one.claim.why)]
    because = one.verdict.because if one.verdict else ()
    return [f"{each.text}." for each in because[:_MOST_REASONS]]


# --- data ----------------------------------------------------------------------------------------


def _data(taught: Taught) -> dict[str, Any]:
    says = taught.lesson.says
    return {
        "schema": SCHEMA,
        "lesson": says.name,
        "title": said(says.title),
        "question": said(says.question),
        "networks": says.networks,
        "text": [taught.filled(text) for text in says.text],
        "values": [_value(taught, name) for name in taught.values],
        "table": _table_data(taught),
        "claims": [_claim_data(taught, one) for one in taught.checked],
        "next": says.next,
    }


def _value(taught: Taught, name: str) -> dict[str, Any]:
    value = taught.values[name]
    if value.found is None:
        return {"quoted": name, "value": value.text, "source": value.source}
    return {"address": name, "value": plain_value(value.found.value), "text": value.text}


def _table_data(taught: Taught) -> dict[str, Any]:
    table = taught.lesson.says.table
    rows = zip(table.rows, taught.cells, strict=True)
    return {
        "columns": [said(title) for title in table.columns],
        "rows": [
            {
                "label": taught.filled(row.label),
                "values": [
                    {"address": str(one.address), "value": plain_value(one.value)} if one else None
                    for one in cells
                ],
            }
            for row, cells in rows
        ],
    }


def _claim_data(taught: Taught, one: Checked) -> dict[str, Any]:
    return {
        "place": taught.filled(one.claim.place),
        "address": one.claim.address,
        "written": str(one.claim.written),
        "value": plain_value(one.found.value),
        "right": one.right,
        "ruling": one.verdict.ruling if one.verdict else None,
        "source": one.claim.source or None,
        "printed": one.printed or None,
        "why": _reasons(taught, one),
    }
