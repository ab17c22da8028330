"""How much of a slide its text takes, so that what stands below it can be fitted.

Markers are empty still when a deck is composed: their values are taken for a usual length.
"""

from __future__ import annotations

from math import ceil

from archcalc.figures.text import width
from archcalc.slides.script import Asked, Line

_VALUE, _FORMULA = "15,470,264,320", "⌊(224 + 4 − 11)/4⌋ + 1 = ⌊54.25⌋ + 1 = 55"


def lines(points: tuple[Line, ...], ems: float) -> int:
    """How many lines these points take where one is so many ems long."""
    return sum(ceil(width(_sample(point), 1.0) / ems) for point in points)


def _sample(line: Line) -> str:
    return "".join(_likely(piece) if isinstance(piece, Asked) else piece for piece in line)


def _likely(asked: Asked) -> str:
    return asked.held or (_FORMULA if ".formulas." in asked.asks else _VALUE)
