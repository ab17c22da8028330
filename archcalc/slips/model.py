"""What a slip is, and what it gives."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from typing import NamedTuple

from archcalc.lang import say
from archcalc.ops.base import Dims
from archcalc.quantities import Part, Quantity, Value
from archcalc.units import exact, shape

Slipped = int | Fraction | Dims


class Subject(NamedTuple):
    """What is judged: a quantity of a part, and its true value."""

    part: Part
    quantity: Quantity
    value: Value


class Would(NamedTuple):
    """The value that a slip gives. `arithmetic` is how; `said` fills in the slip's sentence."""

    value: Slipped
    arithmetic: str
    said: Mapping[str, object] = {}


class Slip(NamedTuple):
    """One slip: `sentence` says what was done, `gives` works out where it leads."""

    key: str
    sentence: str
    gives: Callable[[Subject], Iterator[Would]]


class Because(NamedTuple):
    """A slip that makes a written number true."""

    slip: Slip
    would: Would

    @property
    def text(self) -> str:
        """The sentence and the arithmetic that supports it, in the language spoken."""
        sentence = say(self.slip.sentence, **self.would.said)
        return f"{sentence}: {self.would.arithmetic}"


def amount(value: Slipped) -> str:
    """A value as a sentence shows it."""
    if isinstance(value, tuple):
        return shape(value)
    return exact(value) if isinstance(value, int) else f"{float(value):,.4g}"
