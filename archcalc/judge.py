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

Ruling = Literal[
    "right", "rounded", "cut", "round number", "coarse", "unit", "bound", "explained", "wrong"
]
"""right: to the last digit; rounded: right at the precision written; cut: digits cut off, not
rounded; round number: right, had it been called so; coarse: too few digits to say; unit: another
unit than the value's; bound: no number of its own; explained: wrong, and there is a slip that leads
to it; wrong: none does."""
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
    refusal = _refused(subject, written)
    if refusal:
        return refusal, ()
    if subject.quantity.kind == "ratio" and written.unit == "%":
        written = written._replace(step=written.step / 100)
    found = _reading(subject, written)
    if found not in ("explained", "round number") or (
        found == "round number" and not written.exact
    ):
        return found, ()
    because = tuple(_explained(subject, written))
    unexplained: Ruling = "wrong" if found == "explained" else found
    return ("explained" if because else unexplained), because


_UNITS = {
    "count": ("",), "bytes": ("", "B"), "percent": ("", "%"), "ratio": ("", "×", "%"),
}  # fmt: skip
"""What may stand behind a number of each kind."""
_FURTHEST = Fraction(1, 10)
"""How far a number of one digit may be off and still say something."""
_LEAST_ROUND = 1000
"""Smaller counts are not rounded: a depth of 18 is not 20."""


def _refused(subject: Subject, written: Written) -> Ruling | None:
    """What is no answer whatever its digits."""
    if written.bound:
        return "bound"
    quantity = subject.quantity
    named = {quantity.key, quantity.key.replace("_bytes", "")}
    named |= {"flops"} if quantity.key == "multiplies" else set()
    if written.unit not in _UNITS[quantity.kind] or (written.noun and written.noun not in named):
        return "unit"
    return None


def _reading(subject: Subject, written: Written) -> Ruling:
    """The ruling that the digits alone allow; "explained" where they do not."""
    value = subject.value
    assert isinstance(value, int | Fraction)
    rulings = [_ruling(written, value)]
    if subject.quantity.kind == "bytes":  # a megabyte is 1000² or 1024² bytes, as people write it
        rulings.append(_ruling(written.based(1024), value))
    if written.noun == "flops" and isinstance(value, int):  # twice, where they are told apart
        rulings.append(_ruling(written, 2 * value))
    return min(rulings, key=_ORDER.index)


_ORDER: tuple[Ruling, ...] = ("right", "rounded", "coarse", "cut", "round number", "explained")


def _ruling(written: Written, value: int | Fraction) -> Ruling:
    reading = written.reading(value)
    if reading == "exact":
        return "right"
    if reading == "rounded":
        empty = written.significant == 0 and value != 0
        rough = written.significant == 1 and abs(written.value - value) > _FURTHEST * value
        return "explained" if empty else "coarse" if rough else "rounded"
    if reading == "cut" and written.significant:
        return "cut"
    sure = written.rough().significant > 1 and value >= _LEAST_ROUND
    return "round number" if reading == "round number" and sure else "explained"


def _explained(subject: Subject, written: Written) -> Iterator[Because]:
    """The slips of the first tier that leads to the written number."""
    found = list(_in_1024s(subject, written))
    for tier in TIERS:
        if not found and (written.exact or written.significant >= tier.digits):
            found = list(_fitting(tier, subject, written))
    yield from found or _other_prefix(subject, written)


_MANY = 60


def _fitting(tier: Tier, subject: Subject, written: Written) -> Iterator[Because]:
    slips = list(would_be(tier, subject))
    if not written.exact and len(slips) > _MANY and written.significant <= tier.digits:
        return  # of so many numbers one has these digits by chance
    alone = [one for one in slips if _fits(written, one.would.value)]
    yield from alone
    if not alone and tier.combines:
        yield from _combined(subject, slips, written)


def _fits(written: Written, value: Slipped) -> bool:
    if isinstance(value, tuple) or (written.significant == 0 and value != 0):
        return False
    return written.reading(value) in ("exact", "rounded")


def _never(_: Subject) -> Iterator[Would]:
    return iter(())


_K1024 = Slip("k1024", "K stands for 1024, M for 1024²", _never)
_OTHER_PREFIX = Slip("prefix", "The digits are right and the prefix is not", _never)


def _in_1024s(subject: Subject, written: Written) -> Iterator[Because]:
    """Right with prefixes of 1024."""
    value = subject.value
    assert isinstance(value, int | Fraction)
    if written.significant and written.thousands and written.based(1024).rounds(value):
        yield Because(_K1024, Would(value, _in_1024(written, value)))


def _other_prefix(subject: Subject, written: Written) -> Iterator[Because]:
    """Right digits behind another prefix, or none."""
    value = subject.value
    assert isinstance(value, int | Fraction)
    if written.significant < 2 or subject.quantity.kind not in ("count", "bytes"):
        return
    for power in range(-3, 4):
        moved = written._replace(step=written.step * Fraction(1000) ** power)
        if power and moved.rounds(value):
            text = f"{amount(value)} = {written.text} · 1000^{power}"
            yield Because(_OTHER_PREFIX, Would(value, text))


def _in_1024(written: Written, value: int | Fraction) -> str:
    size = 1024**written.thousands
    power = "1024" if written.thousands == 1 else f"1024^{written.thousands}"
    return f"{amount(value)}/{power} = {float(Fraction(value) / size):,.2f}"


_WITH_1024 = frozenset({"bias_forgotten", "with_aux", "another_network"})
"""Ways of counting that people combine with a K of 1024."""


def _combined(subject: Subject, slips: list[Because], written: Written) -> Iterator[Because]:
    """A slip together with prefixes of 1024, with FLOPs, or with another of the same sum."""
    numbers = [one for one in slips if not isinstance(one.would.value, tuple)]
    for slip, would in numbers:
        value = would.value
        assert not isinstance(value, tuple)
        binary = written.based(1024)
        fits = written.thousands and (binary.rounds(value) or binary.cuts(value))
        if slip.key in _WITH_1024 and fits:
            text = f"{would.arithmetic}; {_in_1024(written, value)}"
            yield Because(slip, would._replace(arithmetic=text))
        flops = subject.quantity.key == "multiplies" and not slip.key.startswith("flops")
        if flops and _fits(written, 2 * value):
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
    batch = subject.part.analysis.batch
    if len(sizes) == len(value) + 1 and sizes[0] == batch:  # as PyTorch prints it
        sizes = sizes[1:]
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
    if kind == "tensor" and len(value) > 2:  # kernel first, as TensorFlow orders its axes
        ways.add((*value[2:], value[1], value[0]))
    if kind == "shape" and len(value) == 1:  # 1000 values, as the output of a 1×1 map
        ways |= {(1, 1, *value), (*value, 1, 1)}
    if kind in ("shape", "axes"):
        spatial = value[1:] if kind == "shape" and len(value) > 1 else value
        if len(set(spatial)) == 1:
            ways.add((spatial[0],))
    return sizes in ways
