"""What a deck is to those who refresh it: marks, what is made for them, and what is wrong."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal, NamedTuple, Protocol

from archcalc.judge import Verdict
from archcalc.slides.figures import Figure
from archcalc.views.model import Page, Style

State = Literal["current", "stale", "edited", "lost", "right", "wrong"]
"""current: as archcalc would write it now; stale: not so; edited: a block that somebody changed by
hand; lost: its marker was taken away by another program, and its text left; right, wrong: what the
judge says of a number that is only checked."""


_NOT_TRUE = ("explained", "wrong", "unit")


class Mark(NamedTuple):
    """A place of a deck that archcalc keeps.

    `asks` is what the marker says, `text` what stands in it now, `handle` is the format's own.
    `made` is what it is to hold where the deck knows that itself, `read` the text as a reader sees
    it where it is written otherwise.
    """

    place: str
    asks: str
    text: str
    block: bool
    handle: Any = None
    made: Made | None = None
    read: str = ""


class Problem(NamedTuple):
    """Something wrong with a deck, and where."""

    place: str
    text: str

    def __str__(self) -> str:
        return f"{self.place}: {self.text}"


class Value(NamedTuple):
    """A value as its address's format writes it; `latex` where that is for LaTeX's math mode.

    Without a format a number has its `digits`, a formula its `math`, as LaTeX sets it.
    """

    text: str
    latex: bool = False
    digits: str = ""
    math: str = ""


class Expected(NamedTuple):
    """A number that is checked and never rewritten, with what is right instead.

    `refuted`: it is quoted because it is wrong.
    """

    verdict: Verdict
    computed: str
    refuted: bool = False

    @property
    def holds(self) -> bool:
        """Whether the number is as right, or as wrong, as the deck says."""
        return self.verdict.ruling in _NOT_TRUE if self.refuted else self.verdict.right


class Formula(NamedTuple):
    """A worked formula, as a person reads it and as LaTeX sets it in math mode."""

    text: str
    latex: str


class Tables(NamedTuple):
    """The tables of one command, and how their numbers are set."""

    page: Page
    style: Style


Made = Value | Expected | Formula | Tables | Figure
"""What a marker can ask for."""


class Deck(Protocol):
    """A deck, read: its marks and how to change what they hold. Nothing is written before
    `content` is."""

    marks: Sequence[Mark]
    problems: Sequence[Problem]
    settings: Mapping[str, str]
    """What the deck says once for all its markers: ``lang``, ``units``, ``format``."""

    def call(self, name: str) -> None:
        """Let files beside the deck be named as of a deck called so."""

    def hold(self, mark: Mark, made: Made) -> State:
        """Whether a mark holds what is made for it. Raises InputError where it cannot."""

    def put(self, mark: Mark, made: Made) -> None:
        """Let a mark hold what is made for it."""

    def show(self, made: Made) -> str:
        """What a mark would hold, on one line, for a report."""

    def strip(self, mark: Mark) -> None:
        """Take the marker away and leave what it holds."""

    def content(self) -> bytes:
        """The deck with all changes."""

    def beside(self, everything: bool = False) -> Mapping[str, bytes]:
        """Files beside the deck, by their path from its folder: those that change, or all."""
