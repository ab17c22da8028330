"""One judge of written numbers: right, right as written, or what would make it true.

It stands behind `check` and `published`. It never guesses: a slip is named only with the arithmetic
that leads to the written number, and a wrong number is never called right.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import combinations
from typing import Literal, NamedTuple

from archcalc.address import Found
from archcalc.errors import InputError
from archcalc.lang import say
from archcalc.ops.base import Dims
from archcalc.quantities import Part, Quantity, Value, is_sizes
from archcalc.slips import (
    TIERS,
    Because,
    Slip,
    Slipped,
    Subject,
    Tier,
    Would,
    amount,
    would_be,
)
from archcalc.written import Written, read_number, read_shape

Ruling = Literal["right", "rounded", "cut", "explained", "wrong"]
"""right: to the last digit; rounded: right at the precision written; cut: digits cut off, not
rounded; explained: wrong, and there is a slip that leads to it; wrong: none does."""
_JUDGED = ("count", "bytes", "percent", "ratio", "shape", "tensor", "axes")


class Verdict(NamedTuple):
    """What the judge says. `because` are the slips that make the number true, likeliest first."""

    ruling: Ruling
    part: Part
    quantity: Quantity
    value: Value
    written: str
    because: tuple[Because, ...] = ()

    @property
    def right(self) -> bool:
        """Whether the number may stand as it is written."""
        return self.ruling in ("right", "rounded")


def judge(found: Found, text: str) -> Verdict:
    """Hold the number that somebody wrote against the value at an address.

    Raises InputError for what is neither number nor shape, and for values that are neither.
    """
    return judge_value(found.parts[0], found.quantity, found.value, text)


def judge_value(part: Part, quantity: Quantity, value: Value, text: str) -> Verdict:
    """Hold a written number against a value of `part`. Raises InputError."""
    subject = Subject(part, quantity, value)
    if quantity.kind not in _JUDGED or isinstance(value, str):
        text = "{quantity} is no number: it cannot be checked"
        raise InputError(say(text, quantity=quantity.key))
    if is_sizes(value):
        ruling, because = _judge_shape(subject, value, text)
    else:
        ruling, because = _judge_number(subject, read_number(text))
    return Verdict(ruling, part, quantity, value, text.strip(), because)


# --- numbers -------------------------------------------------------------------------------------


def _judge_number(subject: Subject, written: Written) -> tuple[Ruling, tuple[Because, ...]]:
    value = subject.value
    assert isinstance(value, int | Fraction)
    exact = written.exact and isinstance(value, int)
    if exact and written.value == value:
        return "right", ()
    readings = [written]
    if subject.quantity.kind == "bytes":  # a megabyte is 1000² or 1024² bytes, as people write it
        readings.append(written.based(1024))
    if not exact and any(reading.rounds(value) for reading in readings):
        return "rounded", ()
    if not exact and written.cuts(value):
        return "cut", ()
    because = tuple(_explained(subject, written))
    return ("explained" if because else "wrong"), because


def _explained(subject: Subject, written: Written) -> Iterator[Because]:
    """The slips of the first tier that leads to the written number."""
    yield from _as_written(subject, written)
    for tier in TIERS:
        if written.exact or written.significant >= tier.digits:
            fitting = list(_fitting(tier, subject, written))
            yield from fitting
            if fitting:
                return


def _fitting(tier: Tier, subject: Subject, written: Written) -> Iterator[Because]:
    slips = list(would_be(tier, subject))
    alone = [one for one in slips if _fits(written, one.would.value)]
    yield from alone
    if not alone and tier.combines:
        yield from _combined(subject, slips, written)


def _fits(written: Written, value: Slipped) -> bool:
    return not isinstance(value, tuple) and (
        written.value == value if written.exact else written.rounds(value)
    )


def _never(_: Subject) -> Iterator[Would]:
    return iter(())


_ROUND = Slip("round_number", "As a round number it is right, so write it as one", _never)
_K1024 = Slip("k1024", "K stands for 1024, M for 1024²", _never)


def _as_written(subject: Subject, written: Written) -> Iterator[Because]:
    """Right but for the way it is written: a round number, or prefixes of 1024."""
    value = subject.value
    assert isinstance(value, int | Fraction)
    if written.digits and written.digits % 10 == 0 and written.rough().rounds(value):
        yield Because(_ROUND, Would(int(written.value), f"{amount(value)} ≈ {written.text}"))
    if written.thousands and written.based(1024).rounds(value):
        yield Because(_K1024, Would(value, _in_1024(written, value)))


def _in_1024(written: Written, value: int | Fraction) -> str:
    size = 1024**written.thousands
    power = "1024" if written.thousands == 1 else f"1024^{written.thousands}"
    return f"{amount(value)}/{power} = {float(Fraction(value) / size):,.2f}"


def _combined(subject: Subject, slips: list[Because], written: Written) -> Iterator[Because]:
    """A slip together with prefixes of 1024, with FLOPs, or with another of the same sum."""
    numbers = [one for one in slips if not isinstance(one.would.value, tuple)]
    for slip, would in numbers:
        value = would.value
        assert not isinstance(value, tuple)
        if written.thousands and written.based(1024).rounds(value):
            text = f"{would.arithmetic}; {_in_1024(written, value)}"
            yield Because(slip, would._replace(arithmetic=text))
        if subject.quantity.key == "multiplies" and _fits(written, 2 * value):
            text = f"{would.arithmetic}; 2 · {amount(value)} = {amount(2 * value)}"
            yield Because(slip, would._replace(value=2 * value, arithmetic=text))
    if written.exact:
        yield from _in_pairs(subject, numbers, written)


def _in_pairs(subject: Subject, slips: list[Because], written: Written) -> Iterator[Because]:
    """Two additions to a sum at once, as Keras counts biases and statistics of ResNet-50."""
    true = subject.value
    added = [(one, one.would.value) for one in slips]
    for (one, first), (other, second) in combinations(added, 2):
        if not (isinstance(first, int) and isinstance(second, int) and isinstance(true, int)):
            continue
        total = first + second - true
        different = one.slip.key != other.slip.key
        if different and min(first, second) > true and total == written.value:
            text = f"{one.would.arithmetic}; {other.text}"
            yield Because(one.slip, one.would._replace(value=total, arithmetic=text))


# --- shapes --------------------------------------------------------------------------------------


def _judge_shape(subject: Subject, value: Dims, text: str) -> tuple[Ruling, tuple[Because, ...]]:
    sizes = read_shape(text)
    if sizes is None:
        needed = 'cannot read "{text}" as a shape; write it as 55x55x96'
        raise InputError(say(needed, text=text.strip()[:60]))
    if _same(subject.quantity.kind, value, sizes):
        return "right", ()
    for tier in TIERS:
        found = tuple(
            one
            for one in would_be(tier, subject)
            if isinstance(one.would.value, tuple)
            and _same(subject.quantity.kind, one.would.value, sizes)
        )
        if found:
            return "explained", found
    return "wrong", ()


def _same(kind: str, value: Dims, sizes: tuple[int, ...]) -> bool:
    """Channels first or last, or the spatial sizes alone; one number where all axes agree."""
    ways = {tuple(value)}
    if kind == "shape":
        ways |= {(*value[1:], value[0]), tuple(value[1:])}
    if kind == "shape" and len(value) == 1:  # 1000 values, as the output of a 1×1 map
        ways |= {(1, 1, *value), (*value, 1, 1)}
    if kind in ("shape", "axes"):
        spatial = value[1:] if kind == "shape" and len(value) > 1 else value
        if len(set(spatial)) == 1:
            ways.add((spatial[0],))
    return sizes in ways
