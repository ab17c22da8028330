"""What the judge says of a written number, beside the computed one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from archcalc.address import Found
from archcalc.formats import written
from archcalc.judge import Ruling, Verdict
from archcalc.lang import say
from archcalc.notation import Shown
from archcalc.published import Judged
from archcalc.quantities import quantity
from archcalc.views.data import SCHEMA
from archcalc.views.model import Cell, Column, Math, Page, Row, Table
from archcalc.views.values import plain_value
from archcalc.views.words import place

_COLUMNS = (Column("quantity", "Quantity"), Column("value", "Value"))
_RULINGS: dict[Ruling, str] = {
    "right": "Right.",
    "rounded": "Right at the precision it is written.",
    "cut": "Not right: its last digits are cut off, not rounded.",
    "explained": "Not right.",
    "wrong": "Not right, and no slip we know of leads to it.",
}
_MOST_REASONS = 3


def verdict_page(found: Found, verdict: Verdict, printed: Sequence[Judged]) -> Page:
    """The page of ``archcalc check``; `printed` are the network's published figures."""
    same = [one for one in printed if _is_meant(one, found, verdict)]
    table = Table(
        name="verdict",
        title=str(found.address),
        subtitle="",
        columns=tuple(column._replace(title=say(column.title)) for column in _COLUMNS),
        rows=tuple(Row((say(title), cell)) for title, cell in _lines(found, verdict)),
        notes=tuple(map(_printed_note, same)),
        header=False,
    )
    return Page((table,), lambda: _data(found, verdict, same))


def _lines(found: Found, verdict: Verdict) -> Iterator[tuple[str, Cell]]:
    yield "Written", verdict.written
    yield "Computed", _computed(found, verdict)
    yield "Verdict", say(_RULINGS[verdict.ruling])
    for number, because in enumerate(verdict.because[:_MOST_REASONS]):
        yield ("" if number else "Why"), because.text


def _computed(found: Found, verdict: Verdict) -> Cell:
    """The value, worked out where it has a formula."""
    worked = f"formulas.{found.quantity.key}"
    if found.quantity.key in ("params", "multiplies", "elementwise") and not found.address.relation:
        shown = quantity(worked).value(verdict.part)
        if isinstance(shown, Shown) and shown.value == verdict.value:
            return Math(*shown.steps)
    return written(found.quantity.kind, verdict.value)


def _is_meant(one: Judged, found: Found, verdict: Verdict) -> bool:
    """Whether somebody published just what was written."""
    same = one.printed.replace(",", "").lower() == verdict.written.replace(",", "").lower()
    return same and (one.where, one.quantity) == (verdict.part.path, found.quantity.key)


def _printed_note(one: Judged) -> str:
    source, standing = place(one.figure.source), say(one.standing)
    if not one.reason:
        return say("{source} prints it: {standing}.", source=source, standing=standing)
    text = "{source} prints it: {standing} ({reason})."
    return say(text, source=source, standing=standing, reason=one.reason)


def _data(found: Found, verdict: Verdict, printed: Sequence[Judged]) -> dict[str, Any]:
    return {
        "schema": SCHEMA,
        "address": str(found.address),
        "written": verdict.written,
        "value": plain_value(verdict.value),
        "right": verdict.right,
        "ruling": verdict.ruling,
        "because": [
            {
                "slip": one.slip.key,
                "text": one.text,
                "value": plain_value(one.would.value),
            }
            for one in verdict.because
        ],
        "published": [
            {"source": one.figure.source, "standing": one.standing, "reason": one.reason}
            for one in printed
        ],
    }
