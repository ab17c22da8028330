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
from archcalc.units import exact
from archcalc.views.data import SCHEMA
from archcalc.views.model import Cell, Column, Math, Page, Row, Table
from archcalc.views.values import plain_value
from archcalc.views.words import headings, place

_COLUMNS = (Column("quantity", "Quantity"), Column("value", "Value"))
_RULINGS: dict[Ruling, str] = {
    "right": "Right.",
    "rounded": "Right at the precision it is written.",
    "cut": "Not right: its last digits are cut off, not rounded.",
    "round number": 'Right as a round number: write "about {text}", or with a prefix.',
    "coarse": "Too coarse to say: one digit, and more than a tenth off.",
    "unit": "Not right: the unit is another than the value's.",
    "bound": "It only bounds the value, and names none.",
    "explained": "Not right.",
    "wrong": "Not right, and no slip we know of leads to it.",
}
_MOST_REASONS = 3


def ruling(verdict: Verdict, known: bool = False) -> str:
    """What the judge says, in a word; `known` where it is known whose number it is."""
    unexplained = verdict.ruling == "wrong" and not known
    key: Ruling = "wrong" if unexplained else _said(verdict.ruling)
    return say(_RULINGS[key], text=verdict.written)


def _said(found: Ruling) -> Ruling:
    return "explained" if found == "wrong" else found


def verdict_page(found: Found, verdict: Verdict, printed: Sequence[Judged]) -> Page:
    """The page of ``archcalc check``; `printed` are the network's published figures."""
    same = [one for one in printed if _is_meant(one, found, verdict)]
    notes = (*map(_printed_note, same), *_others(found, verdict))
    table = Table(
        name="verdict",
        title=str(found.address),
        subtitle="",
        columns=headings(_COLUMNS),
        rows=tuple(Row((say(title), cell)) for title, cell in _lines(found, verdict, bool(notes))),
        notes=notes,
        header=False,
    )
    return Page((table,), lambda: _data(found, verdict, same))


def _lines(found: Found, verdict: Verdict, known: bool) -> Iterator[tuple[str, Cell]]:
    yield "Written", verdict.written
    yield "Computed", _computed(found, verdict)
    yield "Verdict", ruling(verdict, known)
    for number, because in enumerate(verdict.because[:_MOST_REASONS]):
        yield ("" if number else "Why"), because.text
    more = len(verdict.because) - _MOST_REASONS
    if more > 0:
        yield "", say("and {n} more that lead to it", n=more)


def _computed(found: Found, verdict: Verdict) -> Cell:
    """The value, worked out where it has a formula."""
    worked = f"formulas.{found.quantity.key}"
    if found.quantity.key in ("params", "multiplies", "elementwise") and not found.address.relation:
        shown = quantity(worked).value(verdict.part)
        if isinstance(shown, Shown) and shown.value == verdict.value:
            return Math(*shown.steps)
    text = written(found.quantity.kind, verdict.value)
    if found.quantity.kind == "bytes" and isinstance(verdict.value, int):
        return say("{n} bytes = {text}", n=exact(verdict.value), text=text)
    return text


def _is_meant(one: Judged, found: Found, verdict: Verdict) -> bool:
    """Whether somebody published just what was written."""
    same = one.printed.replace(",", "").lower() == verdict.written.replace(",", "").lower()
    return same and (one.where, one.quantity) == (verdict.part.path, found.quantity.key)


def _others(found: Found, verdict: Verdict) -> Iterator[str]:
    """Other networks of the same name that have just this number."""
    network = found.parts[0].analysis.network
    digits = verdict.written.replace(",", "")
    if digits.isdigit() and not verdict.part.path and not verdict.right:
        for who, how in network.differs:
            if f"{int(digits):,}" in how:
                text = "{who}'s {network} differs: {how}."
                yield say(text, who=who, network=network.name, how=say(how))


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
