"""Decks for tests: how they are refreshed without a process."""

from __future__ import annotations

from archcalc.cli import _blocks
from archcalc.slides.asked import Maker
from archcalc.slides.refresh import Refreshed, refresh


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
