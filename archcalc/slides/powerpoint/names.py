"""Shapes' names that are markers: ``archcalc: table alexnet``, and what is kept behind them.

A name is what every editor keeps. ``archcalc: table alexnet #1f2e3d4c.5a6b7c8d`` holds two digests:
of what was written, by which a change by hand is noticed, and of what it was made from.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from archcalc.slides.digests import short_digest

_MARKER = re.compile(
    r"archcalc: ?(?P<asks>.*?)(?: ?#(?P<held>[0-9a-f]{8})(?:\.(?P<source>[0-9a-f]{8}))?)?", re.I
)
_STRAIGHT = str.maketrans({"“": '"', "”": '"', "„": '"', "‘": "'", "’": "'", "\xa0": " "})
_MOST = 4000


class Name(NamedTuple):
    """A marker: what it asks for, and the digests of what was put there."""

    asks: str
    held: str = ""
    source: str = ""

    def __str__(self) -> str:
        digests = ".".join(filter(None, (self.held, self.source)))
        return f"archcalc: {self.asks}" + (f" #{digests}" if digests else "")


def name_in(text: str) -> Name | None:
    """The marker that a shape's name is, if it is one."""
    if len(text) > _MOST or "archcalc:" not in text.lower():
        return None
    found = _MARKER.fullmatch(straight(text))
    return found and Name(found["asks"], found["held"] or "", found["source"] or "")


def straight(text: str) -> str:
    """`text` with quotation marks as they are typed, before an editor curls them."""
    return " ".join(text.translate(_STRAIGHT).split())


def digest(*texts: str) -> str:
    """Eight digits that stay the same however blanks are set."""
    return short_digest("\n".join(" ".join(text.split()) for text in texts))
