"""Decks for tests: how they are refreshed without a process."""

from __future__ import annotations

from archcalc.cli import _blocks
from archcalc.slides.asked import Maker
from archcalc.slides.formats import format_of
from archcalc.slides.refresh import Refreshed, refresh
from archcalc.slides.text import Region


def maker() -> Maker:
    """What makes blocks as `archcalc embed` does."""
    return Maker(_blocks.run, _blocks.verbs())


def refreshed(
    text: str, name: str = "deck.md", *, force: bool = False, only: tuple[str, ...] = ()
) -> Refreshed:
    """A deck's text, refreshed."""
    return refresh(text.encode(), name, maker(), force=force, only=only)


def after(text: str, name: str = "deck.md", *, force: bool = False) -> str:
    """What a deck's text is afterwards. It must have no problems."""
    found = refreshed(text, name, force=force)
    assert found.problems == ()
    return found.content.decode()


def problems(text: str, name: str = "deck.md") -> list[str]:
    """What is wrong with a deck; then it stays as it was."""
    found = refreshed(text, name)
    assert not found.problems or found.content == text.encode()
    return [str(problem) for problem in found.problems]


def only_markers_change_and_only_once(text: str, name: str) -> None:
    """Outside markers a deck stays as it is, a second round finds nothing, a bad deck is left."""
    once = refreshed(text, name)
    new = once.content.decode()
    if once.problems:
        assert new == text
        return
    assert outside(new, name) == outside(text, name)
    twice = refreshed(new, name)
    assert not [seen for seen in twice.seen if seen.state == "stale"]
    assert twice.content == once.content


def outside(text: str, name: str) -> str:
    """A deck without anything that markers hold, and without their ends and the lines' ends."""
    parts, place = [], 0
    for mark in format_of(name).read(text.encode(), name).marks:
        if isinstance(mark.handle, Region):
            whole, body = mark.handle.whole, mark.handle.body
            parts.append(text[place : body[0]])
            place = whole[1] if mark.block else body[1]
    return "".join([*parts, text[place:]]).replace("\r", "").replace("\n", "")
