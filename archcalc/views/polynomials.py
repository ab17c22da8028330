"""Polynomials and their ratios as people read them and as LaTeX sets them."""

from __future__ import annotations

from fractions import Fraction
from math import floor, log10
from typing import TYPE_CHECKING

from archcalc.views.model import Math

if TYPE_CHECKING:  # it imports SymPy
    from archcalc.closed.polynomial import Polynomial, Ratio, Term

_LONG = 1000
"""From here on a limit's denominator says less than its digits."""
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


def summed(terms: Polynomial) -> Math:
    """``18·HWC² − 2·C``."""
    if not terms:
        return Math("0", "0")
    text = latex = ""
    for i, term in enumerate(terms):
        one = _product(term)
        minus = term.coefficient < 0
        if i:
            text, latex = text + (" − " if minus else " + "), latex + (" - " if minus else " + ")
        elif minus:
            text, latex = "−", "-"
        text, latex = text + one.text, latex + one.latex
    return Math(text, latex)


def _product(term: Term) -> Math:
    """A term without its sign: ``18·HWC²``, ``C²/2``, ``9,408·H_1·W_1``."""
    top, bottom = abs(term.coefficient.numerator), term.coefficient.denominator
    between = "" if all(len(name) == 1 for name, _ in term.powers) else "·"
    symbols = between.join(_power(name, n) for name, n in term.powers)
    signs = r" \, ".join(_power_latex(name, n) for name, n in term.powers)
    over = f"/{bottom:,}" if bottom > 1 else ""
    number = f"{top:,}" if top > 1 or not symbols else ""
    text = "·".join(filter(None, (number, symbols))) + over
    latex = r" \cdot ".join(filter(None, (_grouped_digits(number), signs)))
    return Math(text, latex + _grouped_digits(over))


def _grouped_digits(number: str) -> str:
    """A number in LaTeX, whose commas take no space."""
    return number.replace(",", "{,}")


def _power(name: str, n: int) -> str:
    return name + (str(n).translate(_RAISED) if n > 1 else "")


def _power_latex(name: str, n: int) -> str:
    base, _, low = name.partition("_")
    base = base if len(base) == 1 else rf"\mathit{{{base}}}"
    return base + (f"_{{{low}}}" if low else "") + (f"^{{{n}}}" if n > 1 else "")


def joined(made: Math, *parts: Math) -> Math:
    """One behind the other, with a space after the first."""
    text, latex = ("".join(part[i] for part in parts) for i in (0, 1))
    return Math(f"{made.text} {text}".strip(), f"{made.latex} {latex}".strip())


def quotient(value: Ratio) -> Math:
    """``(18·C + 2)/(25·C + 1)``; nothing is divided by 1."""
    top, bottom = summed(value.top), summed(value.bottom)
    if bottom.text == "1":
        return top
    pairs = zip(top, bottom, strict=True)
    return Math(*(f"{bracketed(a, value.top)}/{bracketed(b, value.bottom)}" for a, b in pairs))


def bracketed(text: str, terms: Polynomial) -> str:
    """In brackets where it would fall apart beside a slash."""
    plain = len(terms) == 1 and not (terms[0].powers and ("·" in text or r"\cdot" in text))
    return text if plain else f"({text})"


def limit_of(limit: Fraction | str) -> Math:
    """``18/25 = 0.72``; of a long fraction the decimal alone."""
    if isinstance(limit, str):
        return Math(limit, r"\infty")
    if limit.denominator >= _LONG:
        text = _digits(limit)
        return Math(text, _grouped_digits(text))
    text = f"{limit.numerator:,}" + (f"/{limit.denominator}" if limit.denominator > 1 else "")
    return joined(Math(text, _grouped_digits(text)), decimal(limit))


def decimal(value: Fraction) -> Math:
    """``= 0.72``, ``≈ 0.429``; nothing behind a whole number."""
    if value.denominator == 1:
        return Math("", "")
    digits = _digits(value)
    exact = Fraction(digits.replace(",", "")) == value
    latex = _grouped_digits(digits)
    return Math(f"= {digits}", f"= {latex}") if exact else Math(f"≈ {digits}", rf"\approx {latex}")


def _digits(value: Fraction) -> str:
    """To three digits, or four places where these are all: ``0.72``, ``0.0278``, ``1.0625``."""
    if value * 10**4 % 1 == 0:
        return f"{float(value):,.4f}".rstrip("0").rstrip(".")
    places = max(0, 2 - floor(log10(value)))
    return f"{float(value):,.{places}f}"
