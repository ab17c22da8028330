"""How a number reads: grouped, rounded to significant digits, as memory, share or shape.

All rounding of the package lives here; it is half up and never passes through a float's `%g`.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Context, Decimal
from fractions import Fraction
from itertools import takewhile

from archcalc.lang import spoken

NARROW_SPACE = "\u202f"  # between number and unit; LaTeX and pandoc know it, U+2009 they do not
MINUS = "\u2212"

_SI = ("", "k", "M", "G", "T", "P", "E")
_IEC = ("B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB")
_MYRIADS = ("", "만", "억", "조", "경", "해")
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_MOST_DIGITS = 4300  # CPython refuses to write longer ints, and nobody reads them
_FLOATS = Context(prec=400, rounding=ROUND_HALF_UP)


def raw(n: int) -> str:
    """All digits and nothing else, however many: 120422400."""
    return str(n) if _short(n) else f"{Decimal(n):f}"


def exact(n: int) -> str:
    """All digits in groups: 120,422,400. Beyond 4300 digits the magnitude: ≈1.00·10^5000."""
    if not _short(n):
        return f"≈{_scientific(n, 3)}"
    return _signed(n, f"{abs(n):,}")


def si(n: int, digits: int = 3) -> str:
    """`digits` significant digits and a prefix: 7.00 M. Below 1000 all digits: 96."""
    if digits < 1:
        raise ValueError(f"digits must be at least 1, found {digits}")
    size = abs(n)
    if size < 1000:
        return _signed(n, str(size))
    if size >= 10 ** (3 * len(_SI)):
        return _scientific(n, digits)
    size = _significant(size, digits)
    length = len(str(size))
    group = (length - 1) // 3
    if group == len(_SI):
        return _scientific(n, digits)
    decimals = max(0, digits - (length - 3 * group))
    whole, rest = divmod(size, 10 ** (3 * group))
    fraction = f"{rest:0{3 * group}}"[:decimals]
    text = f"{whole}.{fraction}" if fraction else str(whole)
    return _signed(n, f"{text}{NARROW_SPACE}{_SI[group]}")


def korean(n: int) -> str:
    """All digits as Korean reads them, by ten thousands: 120,422,400 is 1억 2042만 2400."""
    if abs(n) >= 10 ** (4 * len(_MYRIADS)):
        return f"≈{_scientific(n, 3)}"
    groups = list(zip(_groups_of_four(abs(n)), _MYRIADS, strict=False))
    return _signed(n, " ".join(f"{size}{unit}" for size, unit in reversed(groups) if size) or "0")


def korean_short(n: int) -> str:
    """The two largest of its units: 약 1억 2042만. 약 (about) stands where that rounds."""
    step = int(10000 ** max(0, len(_groups_of_four(abs(n))) - 2))
    rounded = step * _half_up(abs(n), step) * (-1 if n < 0 else 1)
    about = "" if rounded == n or abs(rounded) >= 10 ** (4 * len(_MYRIADS)) else "약 "
    return about + korean(rounded)


def _groups_of_four(size: int) -> list[int]:
    """The smallest first: 120,422,400 is [2400, 2042, 1]; nothing beyond the largest unit's."""
    places = takewhile(lambda place: size >= 10 ** (4 * place), range(len(_MYRIADS)))
    return [size // 10 ** (4 * place) % 10000 for place in places]


def in_prose(n: int) -> str:
    """A count as it stands in a sentence of the language spoken: 120,422,400; 1억 2042만 2400."""
    return _PROSE.get(spoken(), exact)(n)


_PROSE = {"ko": korean}


def power(n: int) -> str:
    """A large count: 2⁵⁰ where it is a power of a number up to 12, else its magnitude, ≈1.23·10¹⁵.

    The smallest base is the one that is written.
    """
    for base in range(2, 13):
        exponent = round(math.log(n, base)) if n > 1 else 0
        if exponent > 1 and base**exponent == n:
            return f"{base}{_raised(exponent)}"
    mantissa, _, exponent_text = _scientific(n, 3).partition("·10^")
    return f"≈{mantissa}·10{_raised(int(exponent_text))}"


def _raised(n: int) -> str:
    return str(n).translate(_RAISED)


def iec(count: int) -> str:
    """An amount of memory in bytes, to three digits: 833 B, 1.50 KiB, 58.1 MiB."""
    size = abs(count)
    if size < 1024:
        return _signed(count, f"{size:,}{NARROW_SPACE}B")
    for power, unit in enumerate(_IEC[1:], start=1):
        for decimals, limit in ((2, 1000), (1, 1000), (0, 1024)):
            scaled = _half_up(size * 10**decimals, 1024**power)
            if scaled < limit:
                value = Decimal(scaled).scaleb(-decimals)
                return _signed(count, f"{value:,}{NARROW_SPACE}{unit}")
    return f"{_scientific(count, 3)}{NARROW_SPACE}B"


def percent(x: float) -> str:
    """A share already times 100, to one decimal: 22.7. Below a half tenth <0.1, nothing 0.0."""
    if not math.isfinite(x):
        return str(x)
    if 0 < abs(x) < 0.05:
        return "<0.1" if x > 0 else f">{MINUS}0.1"
    # repr, so that 22.65 reads 22.7 although its binary neighbour lies below
    value = Decimal(repr(float(x))).quantize(Decimal("0.1"), context=_FLOATS)
    return f"{MINUS if x < 0 else ''}{abs(value):,}" if abs(value) < 10**20 else f"{value:.3e}"


def magnitude(x: float, digits: int = 2) -> str:
    """A measured size of at least 0, to so many digits: 9400, 0.25, 2.8e-11, 1.7e8."""
    if not math.isfinite(x) or not x:
        return "0" if x == 0 else str(x)
    value = Context(prec=digits, rounding=ROUND_HALF_UP).create_decimal(repr(float(x)))
    if Decimal("0.01") <= value < 10_000:
        return f"{value:f}"
    mantissa, exponent = f"{value:.{digits - 1}e}".split("e")
    return f"{mantissa}e{int(exponent)}"


def shape(axes: Sequence[int], sign: str = "×") -> str:
    """A channels-first shape as people say it, channels last: (96, 55, 55) reads 55×55×96."""
    return sign.join(raw(n) for n in (*axes[1:], *axes[:1]))


def _signed(n: int, size: str) -> str:
    return f"{MINUS}{size}" if n < 0 else size


def _short(n: int) -> bool:
    return n.bit_length() < _MOST_DIGITS * 3.3219  # log2(10), rounded down


def _half_up(numerator: int, denominator: int) -> int:
    return (2 * numerator + denominator) // (2 * denominator)


def _significant(size: int, digits: int) -> int:
    step = 10 ** max(0, len(str(size)) - digits)
    return int(_half_up(size, step) * step)


def _scientific(n: int, digits: int) -> str:
    """Mantissa and exponent; the digits come from a logarithm, which knows twelve of them."""
    exponent, fraction = divmod(math.log10(abs(n)), 1)
    digits = min(digits, 9)
    mantissa = Decimal(10**fraction).quantize(Decimal(1).scaleb(1 - digits), context=_FLOATS)
    if mantissa >= 10:
        mantissa, exponent = (mantissa / 10).quantize(mantissa), exponent + 1
    return _signed(n, f"{mantissa}·10^{exponent:.0f}")


def fixed(value: int | Fraction, decimals: int) -> str:
    """A number with so many decimals, rounded half up: 9.68, 2.0."""
    scaled = _half_up_signed(value * 10**decimals)
    whole, rest = divmod(abs(scaled), 10**decimals)
    text = f"{whole:,}.{rest:0{decimals}}" if decimals else f"{whole:,}"
    return f"{MINUS}{text}" if scaled < 0 else text


def scaled(value: int | Fraction, prefix: str, decimals: int | None = None) -> str:
    """A number in thousands of a prefix: 120M, 12.4M. Without `decimals`, to three digits."""
    step: int = 1000 ** _SI.index(prefix)
    if decimals is None:
        size = abs(Fraction(value)) / step
        decimals = 0 if size >= 100 else 1 if size >= 10 else 2
    return fixed(Fraction(value) / step, decimals) + prefix


def _half_up_signed(value: int | Fraction) -> int:
    size = (abs(Fraction(value)) + Fraction(1, 2)).__floor__()
    return -size if value < 0 else size
