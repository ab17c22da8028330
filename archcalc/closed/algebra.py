"""Whole-number expressions with floors: SymPy polynomials over symbols and named floors.

Every floor is kept as one atom ⌊(x + n)/m⌋ in its simplest form: what m divides stands outside,
and ⌊(⌊x/a⌋ + n)/b⌋ is ⌊(x + an)/(ab)⌋ (Graham, Knuth & Patashnik, Concrete Mathematics, 3.11).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from itertools import count
from math import gcd, lcm
from typing import Any, Literal, NamedTuple

import sympy

from archcalc.errors import InputError, ShapeError
from archcalc.formula import Call, Node, Num, Product, Quotient, Round, Sum, Sym
from archcalc.lang import say

Expr = Any
"""A SymPy expression; SymPy is not typed."""
Kind = Literal["floor", "min", "max"]


class NoFormError(InputError, ShapeError):
    """What is no polynomial; met while a network is built, it comes with its layer."""


class Atom(NamedTuple):
    """A named part that is no polynomial: ⌊args[0]/bottom⌋, or the least or greatest of `args`."""

    symbol: Expr
    kind: Kind
    args: tuple[Expr, ...]
    bottom: int = 1


class Condition(NamedTuple):
    """What held on the way: `expr` and how it stands to zero."""

    expr: Expr
    sign: Literal["=", "≠", "≥"]


_HELD: Mapping[str, Callable[[Any], bool]] = {
    "=": lambda number: bool(number == 0),
    "≠": lambda number: bool(number != 0),
    "≥": lambda number: bool(number >= 0),
}


class Algebra:
    """The atoms of one network's forms, what must divide what, and the conditions met."""

    def __init__(self, taken: Iterable[str] = ()) -> None:
        """`taken` are names that no atom may have."""
        self.taken = set(taken)
        self.atoms: dict[Expr, Atom] = {}
        self.whole: dict[tuple[Expr, int], None] = {}
        self.conditions: dict[Condition, None] = {}
        self._known: dict[Any, Expr] = {}

    def floor(self, top: Expr, bottom: int) -> Expr:
        """⌊top/bottom⌋."""
        terms = sympy.expand(top).as_coefficients_dict()
        scale = lcm(*(int(c.q) for c in terms.values()))
        bottom *= scale
        outside, inside = sympy.Integer(0), {}
        for monomial, coefficient in terms.items():
            whole, rest = divmod(int(coefficient * scale), bottom)
            outside += whole * monomial
            if rest:
                inside[monomial] = rest
        constant = inside.pop(sympy.S.One, 0)
        return outside + self._floored(inside, constant, bottom) if inside else outside

    def _floored(self, inside: dict[Expr, int], constant: int, bottom: int) -> Expr:
        common = gcd(bottom, *inside.values())
        inside = {monomial: c // common for monomial, c in inside.items()}
        constant, bottom = constant // common, bottom // common
        if bottom == 1:
            return sum((c * m for m, c in inside.items()), sympy.Integer(constant))
        one = next(iter(inside)) if set(inside.values()) == {1} and len(inside) == 1 else None
        inner = self.atoms.get(one) if one is not None else None
        if inner and inner.kind == "floor":
            return self.floor(inner.args[0] + inner.bottom * constant, inner.bottom * bottom)
        top = sum((c * m for m, c in inside.items()), sympy.Integer(constant))
        return self._atom("floor", (top,), bottom)

    def exact(self, top: Expr, bottom: Expr) -> Expr:
        """top/bottom, which must come out whole."""
        quotient = sympy.expand(top / bottom) if bottom.is_Integer else sympy.cancel(top / bottom)
        if not quotient.is_polynomial():
            raise NoFormError(say("{top}/{bottom} is no polynomial", top=top, bottom=bottom))
        denominators = [int(c.q) for c in quotient.as_coefficients_dict().values()]
        if lcm(*denominators) > 1:
            self.whole[quotient, lcm(*denominators)] = None
        return quotient

    def extreme(self, kind: Literal["min", "max"], args: tuple[Expr, ...]) -> Expr:
        """The least or the greatest of `args`."""
        pick = min if kind == "min" else max
        first, *rest = (self._as_floor(sympy.expand(arg)) for arg in args)
        if all(other[0] == first[0] and other[2] == first[2] for other in rest):
            return self.floor(first[0] + pick(first[1], *(other[1] for other in rest)), first[2])
        return self._atom(kind, tuple(map(sympy.expand, args)), 1)

    def _as_floor(self, expr: Expr) -> tuple[Expr, int, int]:
        """`expr` as ⌊(x + n)/m⌋: x, n and m."""
        constant, rest = expr.as_coeff_Add()
        atom = self.atoms.get(rest)
        if atom is None or atom.kind != "floor":
            return rest, int(constant), 1
        inside, x = atom.args[0].as_coeff_Add()
        return x, int(inside) + int(constant) * atom.bottom, atom.bottom

    def _atom(self, kind: Kind, args: tuple[Expr, ...], bottom: int) -> Expr:
        key = (kind, args, bottom)
        if key not in self._known:
            letters = {str(s).partition("_")[0] for arg in args for s in arg.free_symbols}
            letter = letters.pop() if len(letters) == 1 else "F"
            name = next(n for i in count(1) if (n := f"{letter}_{i}") not in self.taken)
            self.taken.add(name)
            symbol = self._known[key] = sympy.Symbol(name)
            self.atoms[symbol] = Atom(symbol, kind, args, bottom)
        return self._known[key]

    def work(self, node: Node, env: Mapping[str, Expr]) -> Expr:
        """What a formula comes to over expressions, from the tree that computes numbers."""
        match node:
            case Num(number):
                return sympy.Integer(number)
            case Sym(name):
                return env[name]
            case Sum(terms):
                return sympy.Add(*(t.sign * self.work(t.node, env) for t in terms))
            case Product(factors):
                return sympy.Mul(*(self.work(f, env) for f in factors))
            case Quotient(top, bottom):
                return self.exact(sympy.expand(self.work(top, env)), self.work(bottom, env))
            case Round(name, (top, bottom)):
                return self._rounded(name, self.work(top, env), self.work(bottom, env))
            case Call("min" | "max" as kind, args):
                return self.extreme(kind, tuple(self.work(arg, env) for arg in args))
        raise InputError(say("a greatest common divisor has no closed form"))

    def _rounded(self, name: str, top: Expr, bottom: Expr) -> Expr:
        if not bottom.is_Integer:
            raise NoFormError(say("{top}/{bottom} is no polynomial", top=top, bottom=bottom))
        up = int(bottom) - 1 if name == "ceil" else 0
        return self.floor(top + up, int(bottom))

    def tidied(self, shown: Iterable[Expr]) -> tuple[Algebra, Mapping[Expr, Expr]]:
        """The same with those atoms only that `shown` and the conditions take, numbered anew.

        The mapping says what each atom is called now.
        """
        used = self._used([*shown, *(condition.expr for condition in self.conditions)])
        made = Algebra(self.taken - {str(symbol) for symbol in self.atoms})
        new: dict[Expr, Expr] = {}
        for atom in self.atoms.values():
            if atom.symbol in used:
                args = tuple(arg.xreplace(new) for arg in atom.args)
                new[atom.symbol] = made._atom(atom.kind, args, atom.bottom)
        for expr, sign in self.conditions:
            made.conditions[Condition(expr.xreplace(new), sign)] = None
        return made, new

    def _used(self, shown: Iterable[Expr]) -> set[Expr]:
        """The atoms in `shown`, and those in atoms."""
        used = {symbol for expr in shown for symbol in expr.free_symbols}
        for atom in reversed(self.atoms.values()):  # an atom comes after those in it
            if atom.symbol in used:
                used |= {symbol for arg in atom.args for symbol in arg.free_symbols}
        return used

    def value(self, expr: Expr, at: Mapping[str, int]) -> int:
        """`expr` for these values of the symbols, floors and all."""
        return int(self._number(expr, at))

    def holds(self, at: Mapping[str, int]) -> bool:
        """Whether the spec decides for these values as it did on the way."""
        return all(_HELD[sign](self._number(expr, at)) for expr, sign in self.conditions)

    def _number(self, expr: Expr, at: Mapping[str, int]) -> Expr:
        known: dict[Expr, Any] = {sympy.Symbol(name): value for name, value in at.items()}
        for atom in self.atoms.values():
            tops = [arg.xreplace(_integers(known)) for arg in atom.args]
            values = [int(top) for top in tops]
            known[atom.symbol] = (
                values[0] // atom.bottom
                if atom.kind == "floor"
                else (min if atom.kind == "min" else max)(values)
            )
        return sympy.sympify(expr).xreplace(_integers(known))


def _integers(known: Mapping[Expr, int]) -> dict[Expr, Any]:
    return {symbol: sympy.Integer(value) for symbol, value in known.items()}
