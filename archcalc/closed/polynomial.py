"""Polynomials as rows of terms, for whoever shows them, and the ratio of two."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import gcd, lcm
from typing import NamedTuple

import sympy

from archcalc.closed.algebra import Expr


class Term(NamedTuple):
    """A coefficient and the powers of the symbols that occur."""

    coefficient: Fraction
    powers: tuple[tuple[str, int], ...]


Polynomial = tuple[Term, ...]
"""Terms by falling degree; none for 0."""


class Ratio(NamedTuple):
    """Two polynomials with whole coefficients and without common factors.

    `limit` is what their ratio tends to as all symbols grow alike: a number, "∞", or, where that
    depends on the symbols' proportions, ``None``.
    """

    top: Polynomial
    bottom: Polynomial
    limit: Fraction | str | None


def polynomial(expr: Expr, names: Sequence[str]) -> Polynomial:
    """`expr` as terms, their symbols in the order of `names`, then floors by name."""
    expr = sympy.expand(expr)
    if not expr.free_symbols:
        return (Term(Fraction(int(expr.p), int(expr.q)), ()),) if expr else ()
    order = {name: i for i, name in enumerate(names)}
    others = sorted((str(s) for s in expr.free_symbols if str(s) not in order), key=_numbered)
    known = [*names, *others]
    gens = [sympy.Symbol(name) for name in known]
    terms = [
        Term(
            Fraction(int(coefficient.p), int(coefficient.q)),
            tuple((name, int(power)) for name, power in zip(known, powers, strict=True) if power),
        )
        for powers, coefficient in sympy.Poly(expr, *gens).terms()
        if coefficient
    ]
    return tuple(sorted(terms, key=lambda term: -sum(power for _, power in term.powers)))


def _numbered(name: str) -> tuple[int, str]:
    number = name.rpartition("_")[2]
    return (int(number) if number.isdigit() else 0, name)


def ratio(top: Expr, bottom: Expr, names: Sequence[str]) -> Ratio | None:
    """top/bottom in lowest terms; nothing where `bottom` is 0."""
    if bottom == 0:
        return None
    above, below = map(sympy.expand, sympy.fraction(sympy.cancel(top / bottom)))
    numbers = [c for side in (above, below) for c in side.as_coefficients_dict().values()]
    scale = lcm(*(int(c.q) for c in numbers))
    scale = sympy.Rational(scale, gcd(*(int(c * scale) for c in numbers)))
    above, below = sympy.expand(above * scale), sympy.expand(below * scale)
    return Ratio(polynomial(above, names), polynomial(below, names), _limit(above, below))


def _limit(above: Expr, below: Expr) -> Fraction | str | None:
    """By the terms of the highest degree."""
    symbols = sorted((above / below).free_symbols, key=str)
    if above == 0 or not symbols:
        return Fraction(int(above), int(below)) if above else Fraction(0)
    a, b = sympy.Poly(above, *symbols), sympy.Poly(below, *symbols)
    if a.total_degree() != b.total_degree():
        return "∞" if a.total_degree() > b.total_degree() else Fraction(0)
    quotient = sympy.cancel(_leading(a) / _leading(b))
    return Fraction(int(quotient.p), int(quotient.q)) if quotient.is_Rational else None


def _leading(poly: Expr) -> Expr:
    degree = poly.total_degree()
    kept = {powers: c for powers, c in poly.terms() if sum(powers) == degree}
    return sympy.Poly(kept, *poly.gens).as_expr()
