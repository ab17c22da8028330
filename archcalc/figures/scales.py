"""Axes' scales: round bounds and ticks, where a value lies, how a tick reads."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import NamedTuple

from archcalc.figures.charts.model import Axis, Form, Number
from archcalc.units import MINUS, NARROW_SPACE, exact, fixed, si

_RAISED = str.maketrans(f"{MINUS}0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
_DECADES = 3
"""Beyond so many powers of ten only those have ticks."""


class Scale(NamedTuple):
    """From `low` to `high` over a length; `ticks` lie within."""

    low: Number
    high: Number
    ticks: tuple[Number, ...]
    log: bool = False

    def at(self, value: Number) -> float:
        """The share of the way from low to high, 0 to 1."""
        if self.log:
            whole = math.log(self.high) - math.log(self.low)
            return (math.log(value) - math.log(self.low)) / whole
        return float(Fraction(value - self.low, 1) / Fraction(self.high - self.low))


def linear(axis: Axis, values: Iterable[Number], most: int = 6) -> Scale:
    """A scale that holds the values, with ticks at 1, 2 or 5 times a power of ten."""
    every = list(values)
    low = axis.low if axis.low is not None else min(every)
    high = axis.high if axis.high is not None else max([*every, low])
    if high <= low:
        high = low + 1
    if axis.ticks:
        return Scale(low, high, axis.ticks)
    step = _step(Fraction(high - low) / most, whole=axis.form == "plain")
    end = high if axis.high is not None else step * math.ceil(Fraction(high) / step)
    first = step * math.ceil(Fraction(low) / step)
    count = int((end - first) / step) + 1
    return Scale(low, end, tuple(_whole(first + step * k) for k in range(count)))


def logarithmic(values: Sequence[Number], room: float) -> Scale:
    """A scale that holds the values, all positive, with a share `room` free on either side."""
    low, high = math.log10(min(values)), math.log10(max(values))
    spread = max(high - low, 0.6)
    middle = (low + high) / 2
    half = spread / 2 / (1 - 2 * min(room, 0.4))
    first, last = middle - half, middle + half
    decades = last - first
    between, every = (1, 2, 5) if decades < _DECADES else (1,), max(1, math.ceil(decades / 8))
    ticks = [
        n * _power(power)
        for power in range(math.floor(first), math.ceil(last) + 1)
        for n in between
        if power % every == 0 and first <= math.log10(n) + power <= last
    ]
    bounds = Fraction(10**first), Fraction(10**last)
    return Scale(*bounds, tuple(_whole(tick) for tick in ticks), log=True)


def _step(rough: Fraction, *, whole: bool) -> Fraction:
    """The least of 1, 2, 5, 10, … that is not under `rough`."""
    power = math.floor(math.log10(rough))
    steps = (n * _power(power + k) for k in (0, 1) for n in (1, 2, 5))
    found = next(step for step in steps if step >= rough)
    return max(found, Fraction(1)) if whole else found


def _power(exponent: int) -> Fraction:
    """A power of ten, exact."""
    return Fraction(10**exponent) if exponent >= 0 else Fraction(1, 10**-exponent)


def _whole(value: Number) -> Number:
    return value.numerator if value.denominator == 1 else value


def tick_text(form: Form, value: Number) -> str:
    """``500 M``, ``40 %``, ``224``, ``0.05``."""
    return _TEXTS[form](value)


def _count(value: Number) -> str:
    if value.denominator != 1:
        return _decimal(value)
    digits, space, prefix = si(int(value)).partition(NARROW_SPACE)
    return _bare(digits) + space + prefix


def _decimal(value: Number) -> str:
    size = abs(Fraction(value))
    if 0 < size < Fraction(1, 1000):
        exponent = math.floor(math.log10(size))
        head = _bare(fixed(Fraction(value) / _power(exponent), 1))
        raised = "10" + f"{MINUS}{-exponent}".translate(_RAISED)
        return raised if head == "1" else f"{head}·{raised}"
    return _bare(fixed(value, 4 if size < 1 else 2))


def _bare(digits: str) -> str:
    return digits.rstrip("0").rstrip(".") if "." in digits else digits


_TEXTS = {
    "count": _count,
    "percent": lambda value: f"{_decimal(value)}{NARROW_SPACE}%",
    "plain": lambda value: exact(int(value)) if value.denominator == 1 else _decimal(value),
    "decimal": _decimal,
}
