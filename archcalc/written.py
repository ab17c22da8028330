"""A number as a person writes it, with the precision it was written at: 358M, 3.8G, 1억 2천만."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Literal, NamedTuple

from archcalc.errors import InputError, shorten
from archcalc.formula import parse
from archcalc.lang import say

Number = int | Fraction
Reading = Literal["exact", "rounded", "cut", "round number", "round number, cut", ""]
"""How a value comes to the digits that were written: in full, rounded, with its last digits cut
off, or to a round number whose noughts are no digits."""

_LONGEST = 100
_LARGEST_POWER = 10_000
_PREFIXES = {
    "k": 1, "thousand": 1, "m": 2, "million": 2, "g": 3, "b": 3, "bn": 3, "billion": 3,
    "t": 4, "trillion": 4, "p": 5, "e": 6,
}  # fmt: skip
"""Steps of a thousand behind each word."""
_TIMES = re.compile(r"(?<=[0-9)])\s*[x×·]\s*(?=[0-9(])", re.I)
_ARITHMETIC = re.compile(r"[0-9(][0-9 +\-*/()]*")
_KOREAN = {"만": 4, "억": 8, "조": 12, "경": 16}
_KOREAN_SMALL = {"십": 1, "백": 2, "천": 3}
_RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-")

_BOUND = re.compile(
    r"(more than|at least|over|above|>=?|≥|less than|at most|under|below|<=?|≤)\s*", re.I
)
_ABOVE = frozenset({"more than", "at least", "over", "above", ">", ">=", "≥"})
_ASIDE = re.compile(r"\s*\([^()0-9]*\)$")
_ABOUT = re.compile(r"(about|approximately|approx\.?|around|ca\.?|roughly|~|≈|약)\s*", re.I)
_NOUNS = {
    "multiply-adds": "multiplies", "multiply-add": "multiplies", "mult-adds": "multiplies",
    "multadds": "multiplies", "multiplies": "multiplies", "multiplications": "multiplies",
    "macs": "multiplies", "mac": "multiplies", "ops": "multiplies", "flops": "flops",
    "flop": "flops", "params": "params", "param": "params", "parameters": "params",
    "weights": "params", "neurons": "activations", "activations": "activations",
    "connections": "connections", "layers": "depth", "values": "", "번": "", "개": "", "층": "",
    "배": "",
}  # fmt: skip
"""Words behind a number, and the quantity that they say it is; a counter says nothing."""
_NOUN = re.compile(rf"\s*({'|'.join(sorted(_NOUNS, key=len, reverse=True))})\.?$", re.I)
_DIGITS = r"[0-9]{1,3}(?:[, \u202f_'][0-9]{3})+(?:\.[0-9]+)?|[0-9]+(?:\.[0-9]*)?|\.[0-9]+"
_POWER = re.compile(r"([0-9]+)\s*(?:\^|\*\*)\s*([0-9]{1,5})")
_PLAIN = re.compile(
    rf"(?P<digits>{_DIGITS})(?:\s*(?:[x×·*]\s*10\s*(?:\^|\*\*)?\s*|e)(?P<exponent>[+-]?[0-9]{{1,4}}))?"
    r"\s*(?P<prefix>[a-z]*?)(?P<binary>i?)(?P<bytes>b|bytes?)?(?P<sign>[%×x]?)",
    re.I,
)


class Written(NamedTuple):
    """A number that a person wrote: `digits` units of `step`.

    `thousands` is how many steps of a thousand stand behind its prefix (2 for 358M), `about`
    whether it was called approximate, `bound` ">" or "<" for what it only bounds, `unit` "%", "×",
    "B" (bytes) or nothing, `noun` the quantity that it calls itself ("multiplies", "flops").
    """

    text: str
    digits: int
    step: Fraction
    thousands: int = 0
    about: bool = False
    bound: Literal["", ">", "<"] = ""
    unit: str = ""
    noun: str = ""

    @property
    def value(self) -> Fraction:
        """What it says."""
        return self.digits * self.step

    @property
    def significant(self) -> int:
        """How many of its digits say something: 3 for 358M, 2 for 0.27M."""
        return len(str(self.digits)) if self.digits else 0

    @property
    def exact(self) -> bool:
        """Whether all digits of a whole number are given."""
        return self.step == 1 and not (self.thousands or self.about or self.bound or self.unit)

    def based(self, base: int) -> Written:
        """The same digits with prefixes of `base`, 1000 or 1024: 159K as 159 · 1024."""
        return self._replace(step=self.step * Fraction(base, 1000) ** self.thousands)

    def rough(self) -> Written:
        """The same as a rounded number: the noughts at its end say nothing (720M, 650,000)."""
        digits, step = self.digits, self.step
        while digits and digits % 10 == 0 and step >= 1:
            digits, step = digits // 10, step * 10
        return self._replace(digits=digits, step=step, about=True)

    def rounds(self, number: Number) -> bool:
        """Whether `number` rounds to it, half up or half to even; or lies beyond it as it says."""
        if self.bound:
            return number > self.value if self.bound == ">" else number < self.value
        off = (number - self.value) / self.step
        if abs(off) == Fraction(1, 2):
            return off < 0 or self.digits % 2 == 0
        return abs(off) < Fraction(1, 2)

    def cuts(self, number: Number) -> bool:
        """Whether `number` comes to it when its last digits are cut off."""
        return not self.bound and 0 <= number - self.value < self.step

    def reading(self, number: Number) -> Reading:
        """How `number` comes to these digits, if it does.

        A whole number written with all its digits must be exact, or round with noughts at its end.
        """
        if self.exact and isinstance(number, int):
            if self.value == number:
                return "exact"
        elif self.rounds(number):
            return "rounded"
        elif self.cuts(number):
            return "cut"
        rough = self.rough()
        if rough.digits == self.digits or "." in self.text or self.bound:
            return ""
        if rough.rounds(number):
            return "round number"
        return "round number, cut" if rough.cuts(number) else ""

    def like(self, number: Number) -> Fraction:
        """`number` in units of this one's last digit, rounded half up: 366.75Ki as 367."""
        return Fraction((number / self.step + Fraction(1, 2)).__floor__())


def read_number(text: str) -> Written:
    """Read a number as people write it.

    ``34848``, ``34,848``, ``358M``, ``3.8G``, ``25.5x10^6``, ``138 million``, ``2^50``, ``22.7%``,
    ``9.68x``, ``58.1 MiB``, ``1억 2천만``, ``약 1억 2042만 번``, ``(11*11*3 + 1)*96``.
    Raises InputError.
    """
    if len(text) > _LONGEST:
        raise _unread(text)
    bare = _ASIDE.sub("", _unraised(text).removeprefix("=").strip())
    bound = _BOUND.match(bare)
    bare = bare[bound.end() :] if bound else bare
    about = _ABOUT.match(bare)
    bare = bare[about.end() :] if about else bare
    noun = _NOUN.search(bare)
    bare = _NOUN.sub("", bare).strip()
    readers = (_read_power, _read_korean, _read_plain, _read_arithmetic)
    found = next((written for reader in readers if (written := reader(bare))), None)
    if found is None:
        raise _unread(text)
    found = found._replace(text=text.strip(), noun=_NOUNS[noun[1].lower()] if noun else "")
    if bound:
        return found._replace(bound=">" if bound[1].lower() in _ABOVE else "<")
    return found.rough() if about else found


def _unread(text: str) -> InputError:
    return InputError(
        say(
            'cannot read "{text}" as a number; write it as 34848, 34,848, 358M, 3.8G or 1억 2천만',
            text=shorten(text),
        )
    )


def _unraised(text: str) -> str:
    """``10⁹`` as ``10^9``."""
    marked = re.sub(r"(?<=[0-9])([⁰¹²³⁴⁵⁶⁷⁸⁹⁻]+)", lambda m: "^" + m[1], text)
    return " ".join(marked.translate(_RAISED).split())


def _multiplied_out(found: re.Match[str]) -> str:
    """``11^2`` as ``11*11``, which the formula grammar knows."""
    return "*".join([found[1]] * int(found[2]))


def _read_power(text: str) -> Written | None:
    found = _POWER.fullmatch(text)
    if not found or int(found[2]) > _LARGEST_POWER or len(found[1]) > 6:
        return None
    return Written(text, int(found[1]) ** int(found[2]), Fraction(1))


def _read_plain(text: str) -> Written | None:
    found = _PLAIN.fullmatch(text)
    if not found:
        return None
    word, sign = found["prefix"].lower(), found["sign"]
    if found["bytes"] and not word and len(found["bytes"]) == 1 and not found["binary"]:
        word, size = "b", ""  # 1.5B: a billion
    else:
        size = "B" if found["bytes"] else ""
    if (word and word not in _PREFIXES) or (found["binary"] and not word):
        return None
    power = int(found["exponent"] or 0)
    thousands = _PREFIXES.get(word, 0)
    digits, decimals = _digits(found["digits"])
    base = 1024 if found["binary"] else 1000
    step = Fraction(base) ** thousands * Fraction(10) ** (power - decimals)
    if sign:
        return None if word else Written(text, digits, step, unit="%" if sign == "%" else "×")
    # 4.1x10^9 is as open to a K of 1024 as 4.1G is: not at all, and it is no prefix
    return Written(text, digits, step, thousands if base == 1000 else 0, unit=size)


def _digits(text: str) -> tuple[int, int]:
    """All digits as one number, and how many of them stand behind the point."""
    bare = re.sub(r"[, \u202f_']", "", text)
    whole, _, fraction = bare.partition(".")
    return int((whole + fraction) or "0"), len(fraction)


def _read_arithmetic(text: str) -> Written | None:
    """``(11·11·3 + 1)·96``: the sum that a student did, with all its digits."""
    spelled = re.sub(r"(?<=[0-9]),(?=[0-9]{3}(?![0-9]))", "", _TIMES.sub("*", text))
    spelled = re.sub(r"([0-9]+)\^([2-5])(?![0-9])", _multiplied_out, spelled)
    spelled = spelled.replace("\u2212", "-")
    if not _ARITHMETIC.fullmatch(spelled):
        return None
    try:
        result = parse(spelled).evaluate({})
    except (ValueError, ArithmeticError, RecursionError):
        return None
    return Written(text, result, Fraction(1)) if result >= 0 else None


def _read_korean(text: str) -> Written | None:
    """``1억 2천만``: each part is a number up to 9,999 and a myriad, largest first."""
    if not any(sign in text for sign in (*_KOREAN, *_KOREAN_SMALL)):
        return None
    total, step, last = Fraction(0), Fraction(1), 20
    place = 0
    while place < len(text):
        part = re.compile(r"\s*([0-9,.십백천]+)\s*([만억조경]?)").match(text, place)
        if not part:
            return None
        amount = _below_myriad(part[1])
        power = _KOREAN.get(part[2], 0)
        if (
            amount is None
            or power >= last
            or (not power and 4 < last < 20 and part[1][-1] in "십백천")
        ):
            return None  # 1억3천 is said for 1억 3천만 and written for 1억 3천: nobody can tell
        value, unit = amount
        total, step, last = total + value * 10**power, unit * 10**power, power
        place = part.end()
    if last >= 4:  # 1억 3800만 has no more digits than 1억 3천8백만
        while total % (step * 10) == 0 and total and (step * 10) % 10**last == 0:
            step *= 10
    return Written(text, int(total / step), step) if (total / step).denominator == 1 else None


def _below_myriad(text: str) -> tuple[Fraction, Fraction] | None:
    """``2천5백`` → 2500 in steps of 100; ``1.2`` → 1.2 in steps of 0.1."""
    total, step, place, last = Fraction(0), Fraction(1), 0, 9
    for part in re.finditer(r"([0-9][0-9,]*(?:\.[0-9]+)?)?([십백천]?)", text):
        if not part[0]:
            continue
        if part.start() != place:
            return None
        power = _KOREAN_SMALL.get(part[2], 0)
        if power >= last:
            return None
        digits, decimals = _digits(part[1] or "1")
        unit = Fraction(10) ** (power - decimals)
        total, step, place, last = total + digits * unit, unit, part.end(), power
    return (total, step) if place == len(text) else None


def read_shape(text: str) -> tuple[int, ...] | None:
    """``55×55×96`` or ``55x55x96`` as its numbers; nothing for what is no shape."""
    parts = re.split(r"\s*(?:[xX×*·,@]|by)\s*", text.strip().strip("()[]"))
    if len(parts) > 5 or not all(re.fullmatch(r"[0-9]{1,12}", part) for part in parts):
        return None
    return tuple(map(int, parts))
