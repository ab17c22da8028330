"""What is told of a refreshed deck: a line for each mark that needs one, a list, a difference."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import unified_diff
from typing import Any

from archcalc.errors import shorten
from archcalc.lang import counted, say
from archcalc.slides.model import Expected
from archcalc.slides.refresh import Refreshed, Seen
from archcalc.views.data import SCHEMA
from archcalc.views.model import Column, Page, Row, Table
from archcalc.views.verdict import ruling
from archcalc.views.words import headings

_SHORT = 60
_COLUMNS = (
    Column("place", "Place"),
    Column("asks", "Asks for"),
    Column("holds", "Holds"),
    Column("state", "State"),
)


def lines(deck: Refreshed, *, written: bool, forced: bool = False) -> Iterator[str]:
    """One line for each mark that was refreshed or would be, is wrong, or was changed by hand."""
    for seen in deck.seen:
        text = _line(seen, written=written, forced=forced)
        if text:
            yield f"{seen.mark.place}: {text}"


def _line(seen: Seen, *, written: bool, forced: bool) -> str:
    asks, state = shorten(seen.mark.asks, _SHORT), seen.state
    if state == "wrong":
        return f"{asks}: {_wrong(seen)}"
    if state == "edited" and not forced:
        return say("{asks}: changed by hand; --force replaces it", asks=asks)
    if state == "lost" and not forced:
        text = "{asks}: no field any more, only the text {old}; --force makes it one again"
        return say(text, asks=asks, old=shorten(seen.mark.text, _SHORT))
    if state not in ("stale", "edited", "lost"):
        return ""
    if state == "lost":
        return say("{asks}: a field again, {new}", asks=asks, new=seen.wanted)
    if seen.mark.block:
        return say("{asks}: refreshed" if written else "{asks}: stale", asks=asks)
    if isinstance(seen.made, Expected):
        text = "{asks}: {held} is a field now" if written else "{asks}: {held} is no field yet"
        return say(text, asks=asks, held=shorten(seen.mark.text, _SHORT))
    held = shorten(_read(seen), _SHORT)
    if not held:
        text = "{asks}: filled in, {new}" if written else "{asks}: empty, should be {new}"
        return say(text, asks=asks, new=seen.wanted)
    if written:
        return f"{asks}: {held} → {seen.wanted}"
    return say("{asks}: stale, {old} should be {new}", asks=asks, old=held, new=seen.wanted)


def _read(seen: Seen) -> str:
    """What a mark holds as a reader sees it, or as it is written where only that is stale."""
    read = seen.mark.read or seen.mark.text
    return seen.mark.text if read == seen.wanted else read


def _wrong(seen: Seen) -> str:
    """What is right instead, and what would make the written number true."""
    assert isinstance(seen.made, Expected)
    verdict = seen.made.verdict
    if seen.made.refuted and verdict.right:
        text = "{written} is right, and not to be refuted: computed {value}."
        return say(text, written=verdict.written, value=seen.wanted)
    found = [
        say("{written} is not right, computed {value}.", written=verdict.written, value=seen.wanted)
    ]
    if verdict.ruling not in ("explained", "wrong"):
        found = [ruling(verdict), say("Computed {value}.", value=seen.wanted)]
    return " ".join([*found, *(f"{because.text}." for because in verdict.because[:1])])


def summary(deck: Refreshed, *, written: bool) -> str:
    """One line on the whole deck."""
    n = len(deck.seen)
    parts = [counted("{n} marker", "{n} markers", n, n=n)]
    stale = len(deck.of("stale"))
    if stale:
        parts.append(say("{n} refreshed" if written else "{n} stale", n=stale))
    told = {"edited": "{n} changed by hand", "lost": "{n} lost", "wrong": "{n} wrong"}
    for state, text in told.items():
        count = len([seen for seen in deck.seen if seen.state == state])
        if count:
            parts.append(say(text, n=count))
    if not stale and len(parts) == 1:
        parts.append(say("all current"))
    return f"{deck.name}: {', '.join(parts)}"


def difference(old: bytes, new: bytes, name: str) -> str:
    """What would change in a file, as a unified diff; in one that is no text, nothing."""
    if b"\0" in old[:1024] + new[:1024]:
        return ""
    found = unified_diff(
        old.decode(errors="replace").splitlines(keepends=True),
        new.decode(errors="replace").splitlines(keepends=True),
        f"a/{name}", f"b/{name}",
    )  # fmt: skip
    return "".join(line if line.endswith("\n") else f"{line}\n" for line in found)


def list_page(decks: Sequence[Refreshed]) -> Page:
    """Every marker of the decks: where it stands, what it asks for, what it holds."""
    rows = tuple(
        Row((seen.mark.place, shorten(seen.mark.asks, _SHORT), _held(seen), _state(seen)))
        for deck in decks
        for seen in deck.seen
    )
    table = Table("markers", "", "", headings(_COLUMNS), rows)
    return Page((table,), lambda: _data(decks))


def _held(seen: Seen) -> str:
    return "" if seen.mark.block else shorten(seen.mark.read or seen.mark.text, _SHORT)


def _state(seen: Seen) -> str:
    refuted = isinstance(seen.made, Expected) and seen.made.refuted and seen.state == "right"
    return say("refuted") if refuted else say(seen.state)


def _because(seen: Seen) -> list[str]:
    """What leads to a wrong number."""
    return (
        [why.text for why in seen.made.verdict.because] if isinstance(seen.made, Expected) else []
    )


def _data(decks: Sequence[Refreshed]) -> dict[str, Any]:
    markers = [
        {
            "place": seen.mark.place,
            "asks": seen.mark.asks,
            "holds": seen.mark.read or seen.mark.text,
            "wanted": seen.wanted,
            "state": seen.state,
            "because": _because(seen),
        }
        for deck in decks
        for seen in deck.seen
    ]
    return {"schema": SCHEMA, "markers": markers}
