"""A whole number that remembers its expression, to build a network whose arguments stay open.

A spec is built with its arguments at their own values, and each number made of them carries the
expression it came from; what a spec's comparisons decided is kept as a condition of the form.
"""

from __future__ import annotations

import sys
from typing import Any

import sympy

from archcalc.closed.algebra import Algebra, Condition, Expr

DECIDING = "archcalc.spec.expression"
"""Whose order comparisons decide what is built; others guard limits, or are worked out again."""


class Free(int):
    """A number with its expression."""

    expr: Expr
    algebra: Algebra

    def __new__(cls, value: int, expr: Expr, algebra: Algebra) -> Free:
        """`expr` comes to `value` where the network stands as it is."""
        made = super().__new__(cls, value)
        made.expr, made.algebra = expr, algebra
        return made

    def _made(self, value: int, expr: Expr) -> Any:
        expr = sympy.expand(expr)
        return int(expr) if expr.is_Integer else Free(value, expr, self.algebra)

    def __add__(self, other: Any) -> Any:
        return self._made(int(self) + int(other), self.expr + expr_of(other))

    def __sub__(self, other: Any) -> Any:
        return self._made(int(self) - int(other), self.expr - expr_of(other))

    def __rsub__(self, other: Any) -> Any:
        return self._made(int(other) - int(self), expr_of(other) - self.expr)

    def __mul__(self, other: Any) -> Any:
        if not isinstance(other, int):
            return NotImplemented
        return self._made(int(self) * int(other), self.expr * expr_of(other))

    __radd__, __rmul__ = __add__, __mul__

    def __neg__(self) -> Any:
        return self._made(-int(self), -self.expr)

    def __abs__(self) -> Any:
        return self if int(self) >= 0 else -self

    def __floordiv__(self, other: Any) -> Any:
        if isinstance(other, Free):  # divided by what is open: whole, or no polynomial
            return self._made(int(self) // int(other), self.algebra.exact(self.expr, other.expr))
        return self._made(int(self) // other, self.algebra.floor(self.expr, other))

    def __rfloordiv__(self, other: Any) -> Any:
        return self._made(other // int(self), self.algebra.exact(expr_of(other), self.expr))

    def __mod__(self, other: Any) -> Any:
        return self - (self // other) * other

    def __rmod__(self, other: Any) -> Any:
        return other - (other // self) * self

    def __divmod__(self, other: Any) -> Any:
        return self // other, self % other

    def __rdivmod__(self, other: Any) -> Any:
        return other // self, other % self

    def __bool__(self) -> bool:
        return bool(self != 0)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, int):
            return NotImplemented
        difference = sympy.expand(self.expr - expr_of(other))
        if difference == 0:
            return True
        equal = int(self) == int(other)
        self.algebra.conditions[Condition(difference, "=" if equal else "≠")] = None
        return equal

    def __ne__(self, other: object) -> bool:
        return not self == other

    def __hash__(self) -> int:
        return hash(("free", self.expr))

    def _at_least(self, other: Any, plus: int) -> bool:
        """Whether this is at least `other` + `plus`, kept as a condition where it decides."""
        held = int(self) >= int(other) + plus
        difference = sympy.expand(self.expr - expr_of(other) - plus)
        if sys._getframe(2).f_globals.get("__name__") == DECIDING and not _limit(other):
            kept = difference if held else -difference - 1
            self.algebra.conditions[Condition(kept, "≥")] = None
        return held

    def __ge__(self, other: Any) -> bool:
        return self._at_least(other, 0)

    def __gt__(self, other: Any) -> bool:
        return self._at_least(other, 1)

    def __lt__(self, other: Any) -> bool:
        return not self._at_least(other, 0)

    def __le__(self, other: Any) -> bool:
        return not self._at_least(other, 1)

    def __repr__(self) -> str:
        return f"<{self.expr}: {int(self)}>"

    def __str__(self) -> str:
        return int.__repr__(self)


def expr_of(number: Any) -> Expr:
    """A number's expression; a plain one is its own."""
    return number.expr if isinstance(number, Free) else sympy.Integer(int(number))


def _limit(other: Any) -> bool:
    """Whether `other` is the bound on results, which is no part of a network."""
    return not isinstance(other, Free) and int(other) >= 10**15
