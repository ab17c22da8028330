"""A deck's text before it has a format: slides of lines, and in them what markers ask for."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Literal, NamedTuple

from archcalc.slides.asked import is_checked

Layout = Literal["text", "split", "pair"]
_BRACES = re.compile(r"\{([^{}]+)\}")


class Asked(NamedTuple):
    """A marker within a line; `held` is the number that stands there and is only checked."""

    asks: str
    held: str = ""


Line = tuple[str | Asked, ...]


class Slide(NamedTuple):
    """Points, blocks and a last word; `notes` are for the speaker."""

    title: Line
    layout: Layout
    points: tuple[Line, ...]
    blocks: tuple[str, ...]
    takeaway: Line
    notes: str


class Script(NamedTuple):
    """A whole deck, in one language."""

    name: str
    title: str
    subtitle: str
    lang: str
    slides: tuple[Slide, ...]


def line(text: str) -> Line:
    """``"It has {alexnet.depth} layers"`` as text and markers in turn."""
    found: list[str | Asked] = []
    for number, piece in enumerate(_BRACES.split(text)):
        if number % 2:
            asks, _, held = piece.partition(" = ")
            found.append(Asked(asks, held if is_checked(asks) else ""))
        elif piece:
            found.append(piece)
    return tuple(found)


def words(of: Line, text: Callable[[str], str], marker: Callable[[Asked], str]) -> str:
    """A line in a format that writes text and markers so."""
    return "".join(text(piece) if isinstance(piece, str) else marker(piece) for piece in of)
