"""Two readers of shown mathematics, written from the marks alone.

They know nothing of archcalc's formulas or of how it writes them: text goes in, an exact number
comes out, by the usual precedence. Whatever a person could misread is an error.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import NamedTuple

Env = Mapping[str, int]


class UnreadableError(AssertionError):
    """The shown text is no plain mathematics."""


class Token(NamedTuple):
    kind: str  # number, name, function, frac, or the sign itself
    text: str = ""
    tight: bool = False  # follows the token before it without a space


def read_text(text: str, env: Env | None = None) -> Fraction:
    """What the Unicode form comes to, with the names' values in `env`."""
    return _read(_tokens(text, _TEXT_MARKS), env or {})


def read_latex(text: str, env: Env | None = None) -> Fraction:
    """What the LaTeX form comes to."""
    return _read(_tokens(text, _LATEX_MARKS), env or {})


def names_of(text: str) -> set[str]:
    """The symbols in the Unicode form."""
    return {token.text for token in _tokens(text, _TEXT_MARKS) if token.kind == "name"}


# --- marks ---------------------------------------------------------------------------------------

Make = Callable[[str], Token]


Marks = list[tuple[re.Pattern[str], Make]]


def _compiled(marks: list[tuple[str, Make]]) -> Marks:
    return [(re.compile(pattern), make) for pattern, make in marks]


def _sign(kind: str) -> Make:
    return lambda _: Token(kind)


def _latex_name(text: str) -> Token:
    base, _, below = text.partition("_")
    below = below.removeprefix(r"{\mathrm{").removesuffix("}}").replace(",", "_")
    return Token("name", f"{base}_{below}" if below else base)


_TEXT_MARKS = _compiled(
    [
        (r"(?:\d{1,3}(?:,\d{3})+|\d{1,3})(?!\d)(?:\.\d+…?)?", lambda text: Token("number", text)),
        (r"min(?=\()|max(?=\()|gcd(?=\()", lambda text: Token("function", text)),
        (r"[A-Za-z][A-Za-z0-9]*(?:_[A-Za-z0-9]+)*", lambda text: Token("name", text)),
        ("[·×]", _sign("*")),
        ("/", _sign("/")),
        (r"\+", _sign("+")),
        ("−", _sign("-")),
        (r"\(", _sign("(")),
        (r"\)", _sign(")")),
        ("⌊", _sign("floor")),
        ("⌋", _sign("floor end")),
        ("⌈", _sign("ceil")),
        ("⌉", _sign("ceil end")),
        (",(?= )", _sign(",")),
    ]
)
_LATEX_MARKS = _compiled(
    [
        (
            r"(?:\d{1,3}(?:\{,\}\d{3})+|\d{1,3})(?!\d)(?:\.\d+(?:\\ldots)?)?",
            lambda text: Token("number", text.replace("{,}", ",").replace(r"\ldots", "…")),
        ),
        (r"\\(?:min|max|gcd)(?![a-z])", lambda text: Token("function", text[1:])),
        (r"[A-Za-z](?:_\{\\mathrm\{[A-Za-z0-9,]+\}\}|_[A-Za-z0-9](?![A-Za-z0-9]))?", _latex_name),
        (r"\\cdot(?![a-z])", _sign("*")),
        (r"\\(?:[;, ]|text\{[a-z ]*\})", _sign("space")),
        (r"\\frac(?![a-z])", _sign("frac")),
        (r"\+", _sign("+")),
        ("-", _sign("-")),
        (r"\{", _sign("{")),
        (r"\}", _sign("}")),
        (r"\\left\(", _sign("(")),
        (r"\\right\)", _sign(")")),
        (r"\\left\\lfloor(?![a-z])", _sign("floor")),
        (r"\\right\\rfloor(?![a-z])", _sign("floor end")),
        (r"\\left\\lceil(?![a-z])", _sign("ceil")),
        (r"\\right\\rceil(?![a-z])", _sign("ceil end")),
        (",(?= )", _sign(",")),
    ]
)


def _tokens(text: str, marks: Marks) -> list[Token]:
    found: list[Token] = []
    at, tight = 0, False
    while at < len(text):
        if text[at] == " ":
            at, tight = at + 1, False
            continue
        token, at = _token(text, at, marks)
        if token.kind != "space":
            found.append(token._replace(tight=tight))
        tight = token.kind != "space"
    return found


def _token(text: str, at: int, marks: Marks) -> tuple[Token, int]:
    for pattern, make in marks:
        found = pattern.match(text, at)
        if found:
            return make(found[0]), found.end()
    raise UnreadableError(f"no mark at {text[at:]!r} of {text!r}")


# --- grammar -------------------------------------------------------------------------------------


def _read(tokens: list[Token], env: Env) -> Fraction:
    reader = _Reader(tokens, env)
    value = reader.sum()
    reader.expect("end")
    return value


class _Reader:
    """Recursive descent: sum > product > factor."""

    def __init__(self, tokens: list[Token], env: Env) -> None:
        self.tokens, self.env, self.at = tokens, env, 0

    @property
    def next(self) -> Token:
        return self.tokens[self.at] if self.at < len(self.tokens) else Token("end")

    def take(self) -> Token:
        token = self.next
        self.at += 1
        return token

    def expect(self, kind: str) -> None:
        token = self.take()
        if token.kind != kind:
            raise UnreadableError(f"{kind} wanted, {token} found in {self.tokens}")

    def accept(self, *kinds: str) -> str:
        return self.take().kind if self.next.kind in kinds else ""

    def sum(self) -> Fraction:
        total = -self.product() if self.accept("-") else self.product()
        while sign := self.accept("+", "-"):
            total += self.product() if sign == "+" else -self.product()
        return total

    def product(self) -> Fraction:
        total = self.factor()
        while sign := self.accept("*", "/"):
            if sign == "*":
                total *= self.factor()
            else:
                total /= self.divisor()
        return total

    def divisor(self) -> Fraction:
        """One factor; a/2P could be read two ways."""
        start = self.at
        value = self.factor()
        if self.at - start == 2:
            raise UnreadableError(f"a product without its sign under a slash: {self.tokens}")
        return value

    def factor(self) -> Fraction:
        token = self.take()
        rule = _FACTORS.get(token.kind)
        if rule is None:
            raise UnreadableError(f"a number wanted, {token} found in {self.tokens}")
        return rule(self, token)

    def number(self, token: Token) -> Fraction:
        value = _decimal(token.text)
        if self.next.kind == "name" and self.next.tight:  # 2P
            value *= self.name(self.take())
        return value

    def name(self, token: Token) -> Fraction:
        if token.text not in self.env:
            raise UnreadableError(f"unknown symbol {token.text!r}")
        return Fraction(self.env[token.text])

    def brackets(self, token: Token) -> Fraction:
        value = self.sum()
        self.expect(_CLOSING[token.kind])
        return value

    def floor(self, token: Token) -> Fraction:
        return Fraction(math.floor(self.brackets(token)))

    def ceil(self, token: Token) -> Fraction:
        return Fraction(math.ceil(self.brackets(token)))

    def fraction(self, _: Token) -> Fraction:
        parts = []
        for _ in range(2):
            self.expect("{")
            parts.append(self.sum())
            self.expect("}")
        return parts[0] / parts[1]

    def function(self, token: Token) -> Fraction:
        self.expect("(")
        args = [self.sum()]
        while self.accept(","):
            args.append(self.sum())
        self.expect(")")
        if token.text == "gcd":
            return Fraction(math.gcd(*map(_whole, args)))
        return min(args) if token.text == "min" else max(args)


_CLOSING = {"(": ")", "floor": "floor end", "ceil": "ceil end"}
_FACTORS: dict[str, Callable[[_Reader, Token], Fraction]] = {
    "number": _Reader.number,
    "name": _Reader.name,
    "(": _Reader.brackets,
    "floor": _Reader.floor,
    "ceil": _Reader.ceil,
    "frac": _Reader.fraction,
    "function": _Reader.function,
}


def _decimal(text: str) -> Fraction:
    """``1,234.5``; ``18.33…`` is a little more than 18.33, less than 18.34."""
    cut = text.endswith("…")
    digits = text.rstrip("…").replace(",", "")
    places = len(digits.partition(".")[2])
    return Fraction(digits) + (Fraction(1, 2 * 10**places) if cut else 0)


def _whole(value: Fraction) -> int:
    if value.denominator != 1:
        raise UnreadableError(f"gcd of {value}")
    return value.numerator
