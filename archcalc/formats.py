"""How a single value is written: raw, sep, si3, k1, M2, G2, x1, pct1, tex, ko; one row each."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from archcalc import units
from archcalc.errors import InputError, UnknownNameError, shorten
from archcalc.lang import say
from archcalc.notation import Shown
from archcalc.quantities import Kind, Value, is_sizes

_NUMBERS: frozenset[Kind] = frozenset({"count", "bytes", "percent", "ratio"})
_WHOLE: frozenset[Kind] = frozenset({"count", "bytes"})
_SHAPES: frozenset[Kind] = frozenset({"shape", "tensor", "axes"})
_ALL: frozenset[Kind] = _NUMBERS | _SHAPES | {"text", "formula"}
_MOST_DIGITS = 30
_NAME = re.compile(r"([A-Za-z]+)([0-9]*)")


class Format(NamedTuple):
    """One way of writing a value; `digits` whether a number may follow its name."""

    name: str
    meaning: str
    kinds: frozenset[Kind]
    write: Callable[[Kind, Value, int | None], str]
    digits: bool = False


def _raw(kind: Kind, value: Value, _: int | None) -> str:
    if isinstance(value, Shown):
        return value.steps.text
    if isinstance(value, tuple):
        return ",".join(map(str, value))
    if isinstance(value, Fraction):
        return _decimals(value)
    return units.raw(value) if isinstance(value, int) else value


def _decimals(value: Fraction) -> str:
    """All its digits where it has an end, else twelve."""
    exact = Decimal(value.numerator) / Decimal(value.denominator)
    return f"{exact.normalize():f}" if len(str(exact)) < 25 else f"{exact:.12g}"


def _sep(kind: Kind, value: Value, _: int | None) -> str:
    if is_sizes(value):
        if kind == "shape":
            return units.shape(value)
        same = kind == "axes" and len(set(value)) == 1
        return str(value[0]) if same else "×".join(map(str, value))
    if isinstance(value, int):
        return units.exact(value)
    return _raw(kind, value, None)


def _si(_: Kind, value: Value, digits: int | None) -> str:
    assert isinstance(value, int)
    return units.si(value, digits or 3)


def _prefixed(prefix: str) -> Callable[[Kind, Value, int | None], str]:
    def write(_: Kind, value: Value, digits: int | None) -> str:
        assert isinstance(value, int)
        return units.scaled(value, prefix, digits)

    return write


def _times(_: Kind, value: Value, digits: int | None) -> str:
    assert isinstance(value, int | Fraction)
    return units.fixed(value, 2 if digits is None else digits) + "×"


def _percent(kind: Kind, value: Value, digits: int | None) -> str:
    assert isinstance(value, int | Fraction)
    share = value * 100 if kind == "ratio" else value
    return units.fixed(share, 1 if digits is None else digits) + units.NARROW_SPACE + "%"


def _bytes(_: Kind, value: Value, __: int | None) -> str:
    assert isinstance(value, int)
    return units.iec(value)


def _tex(kind: Kind, value: Value, _: int | None) -> str:
    if isinstance(value, Shown):
        return value.steps.latex
    text = _sep(kind, value, None).replace(",", "{,}").replace("×", r"\times ")
    return text.replace(units.MINUS, "-").replace("·", r"\cdot ")


def _korean(_: Kind, value: Value, __: int | None) -> str:
    assert isinstance(value, int)
    return units.korean(value)


FORMATS = (
    Format("raw", "all digits and nothing else: 6998552", _ALL, _raw),
    Format("sep", "digits in groups: 6,998,552", _ALL, _sep),
    Format("si", "significant digits and a prefix: si3 is 7.00 M", _WHOLE, _si, True),
    Format("k", "thousands, with so many decimals: k0", _WHOLE, _prefixed("k"), True),
    Format("M", "millions: M1 is 7.0M", _WHOLE, _prefixed("M"), True),
    Format("G", "billions: G2 is 1.58G", _WHOLE, _prefixed("G"), True),
    Format("x", "a ratio: x2 is 9.68×", frozenset({"ratio"}), _times, True),
    Format("pct", "a share: pct1 is 22.7 %", frozenset({"percent", "ratio"}), _percent, True),
    Format("iec", "memory: 58.1 MiB", frozenset({"bytes"}), _bytes),
    Format("tex", "for LaTeX's math mode: 6{,}998{,}552", _ALL, _tex),
    Format("ko", "in Korean: 699만 8552", _WHOLE, _korean),
)
_BY_NAME = {one.name: one for one in FORMATS}
_USUAL: dict[Kind, tuple[str, int | None]] = {
    "ratio": ("x", 2), "percent": ("pct", 1), "bytes": ("iec", None),
}  # fmt: skip


def written(kind: Kind, value: Value, name: str = "") -> str:
    """`value` in the format called `name`, or as its kind is usually written.

    Raises UnknownNameError for no such format, InputError for one that does not fit the kind.
    """
    if not name:
        usual, digits = _USUAL.get(kind, ("sep", None))
        return _BY_NAME[usual].write(kind, value, digits)
    found, digits = _read(name)
    if kind not in found.kinds:
        fitting = ", ".join(one.name for one in FORMATS if kind in one.kinds)
        raise InputError(
            say(
                'format "{name}" does not fit a {kind}; it takes {fitting}',
                name=name, kind=say(kind), fitting=fitting,
            )
        )  # fmt: skip
    return found.write(kind, value, digits)


def _read(name: str) -> tuple[Format, int | None]:
    parts = _NAME.fullmatch(name)
    found = _BY_NAME.get(parts[1]) if parts else None
    if found is None or parts is None or (parts[2] and not found.digits):
        known = [one.name for one in FORMATS]
        hint = say("known: {names}", names=", ".join(known))
        raise UnknownNameError("format", name, known, hint)
    digits = int(parts[2]) if parts[2] and len(parts[2]) < 4 else None
    if parts[2] and (digits is None or digits > _MOST_DIGITS):
        text = 'a format has at most {most} digits, found "{name}"'
        raise InputError(say(text, most=_MOST_DIGITS, name=shorten(name)))
    return found, digits
