"""Where floors act evenly: the residue class and range on which a form is a polynomial."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from math import gcd, lcm
from typing import NamedTuple

import sympy

from archcalc.closed.algebra import Algebra, Atom, Expr
from archcalc.closed.symbols import Freed
from archcalc.errors import InputError
from archcalc.lang import say

MAX_MODULUS = 10**6
Range = tuple[int, int | None]


class Class(NamedTuple):
    """The values of one symbol: `residue` modulo `modulus`, from `least` up to `most`."""

    name: str
    modulus: int
    residue: int
    least: int
    most: int | None = None


def common(a: Class, b: Class) -> Class | None:
    """The values of one symbol that are in both classes; nothing where there are none."""
    shared = gcd(a.modulus, b.modulus)
    if (a.residue - b.residue) % shared:
        return None
    modulus = lcm(a.modulus, b.modulus)
    steps = range(a.residue, modulus, a.modulus)
    residue = next(value for value in steps if value % b.modulus == b.residue)
    least = max(a.least, b.least)
    least += (residue - least) % modulus
    ends = [one.most for one in (a, b) if one.most is not None]
    most = min(ends) - (min(ends) - residue) % modulus if ends else None
    if most is not None and most < least:
        return None
    return Class(a.name, modulus, residue, least, most)


class Resolved(NamedTuple):
    """The classes, one a symbol, what each symbol and atom is there, and what must not vanish."""

    classes: tuple[Class, ...]
    inside: Mapping[Expr, Expr]
    outside: Mapping[Expr, Expr]
    apart: tuple[Expr, ...]

    def polynomial(self, expr: Expr) -> Expr:
        """`expr` as a polynomial in the symbols, on the class."""
        return sympy.expand(sympy.expand(sympy.sympify(expr).xreplace(self.inside)).xreplace(
            self.outside
        ))  # fmt: skip


class _UnevenError(Exception):
    """A class that is too wide: these symbols need a modulus `factor` times as large."""

    def __init__(self, symbols: Collection[Expr], factor: int) -> None:
        self.symbols, self.factor = symbols, factor
        super().__init__()


def resolve(algebra: Algebra, symbols: Sequence[Freed], sizes: Collection[Expr]) -> Resolved:
    """The widest class around the symbols' own values on which every floor is a polynomial.

    `sizes` are at least 1 wherever the network can be built. Raises InputError.
    """
    base = {sympy.Symbol(one.name): one.value for one in symbols}
    moduli = dict.fromkeys(base, 1)
    while True:
        try:
            return _resolved(algebra, base, moduli, sizes)
        except _UnevenError as uneven:
            for symbol in uneven.symbols:
                moduli[symbol] *= uneven.factor
                if moduli[symbol] > MAX_MODULUS:
                    why = say("its floors agree on no class of {name}", name=symbol)
                    raise InputError(why) from None


def _resolved(
    algebra: Algebra, base: Mapping[Expr, int], moduli: Mapping[Expr, int], sizes: Collection[Expr]
) -> Resolved:
    steps = {symbol: sympy.Symbol(f"step_{symbol}") for symbol in base}
    symbol_of = {step: symbol for symbol, step in steps.items()}
    inside = {s: moduli[s] * steps[s] + base[s] % moduli[s] for s in base}
    outside = {steps[s]: (s - base[s] % moduli[s]) / sympy.Integer(moduli[s]) for s in base}
    at_least: list[Expr] = []
    for atom in algebra.atoms.values():
        inside[atom.symbol] = _even(atom, inside, symbol_of, at_least)
    for quotient, _ in algebra.whole:
        _check_whole(_put(quotient, inside), symbol_of)
    apart = []
    for expr, sign in algebra.conditions:
        here = _put(expr, inside)
        if sign == "≥":
            at_least.append(here)
        elif sign == "≠" and here.free_symbols:
            apart.append(here)
        elif sign == "=" and here != 0:
            raise InputError(say("two sizes agree by chance here; set other arguments"))
    at_least += [_put(size, inside) - 1 for size in {*base, *sizes}]
    ranges = _ranges(at_least, apart, {steps[s]: base[s] // moduli[s] for s in base})
    classes = tuple(
        _class(symbol, ranges[step], moduli[symbol], base[symbol] % moduli[symbol])
        for symbol, step in steps.items()
    )
    left = tuple(
        sympy.expand(expr.xreplace(outside)) for expr in apart if len(expr.free_symbols) > 1
    )
    return Resolved(classes, inside, outside, left)


def _class(symbol: Expr, steps: Range, modulus: int, residue: int) -> Class:
    low, high = steps
    most = None if high is None else high * modulus + residue
    return Class(str(symbol), modulus, residue, low * modulus + residue, most)


def _put(expr: Expr, inside: Mapping[Expr, Expr]) -> Expr:
    return sympy.expand(sympy.sympify(expr).xreplace(inside))


def _even(
    atom: Atom,
    inside: Mapping[Expr, Expr],
    symbol_of: Mapping[Expr, Expr],
    at_least: list[Expr],
) -> Expr:
    """What an atom is on the class, as a polynomial in the steps."""
    args = [_put(arg, inside) for arg in atom.args]
    if atom.kind == "floor":
        return _divided(args[0], atom.bottom, symbol_of)
    best = args[0]
    for other in args[1:]:
        gap = sympy.expand(other - best) if atom.kind == "max" else sympy.expand(best - other)
        grows = _grows(gap)
        best, other = (other, best) if grows else (best, other)
        at_least.append(gap if grows else sympy.expand(-gap))
    return best


def _grows(gap: Expr) -> bool:
    """Whether `gap` is positive in the long run."""
    if len(gap.free_symbols) > 1:
        raise InputError(say("a minimum or maximum depends on two symbols"))
    if not gap.free_symbols:
        return bool(gap > 0)
    return bool(sympy.Poly(gap).LC() > 0)


def _divided(top: Expr, bottom: int, symbol_of: Mapping[Expr, Expr]) -> Expr:
    constant, rest = top.as_coeff_Add()
    coefficients = [int(c) for c in rest.as_coefficients_dict().values()] if rest != 0 else [0]
    common = gcd(bottom, *coefficients)
    if common != bottom:
        raise _UnevenError([symbol_of[s] for s in rest.free_symbols], bottom // common)
    return sympy.expand(rest / bottom) + int(constant) // bottom


def _check_whole(quotient: Expr, symbol_of: Mapping[Expr, Expr]) -> None:
    constant, rest = quotient.as_coeff_Add()
    scale = lcm(*(int(c.q) for c in rest.as_coefficients_dict().values()))
    if scale > 1:
        raise _UnevenError([symbol_of[s] for s in rest.free_symbols], scale)
    if not constant.is_Integer:
        raise InputError(say("{quotient} is not whole here", quotient=quotient))


# --- ranges --------------------------------------------------------------------------------------


def _ranges(
    at_least: Sequence[Expr], apart: Sequence[Expr], base: Mapping[Expr, int]
) -> Mapping[Expr, Range]:
    """For each step where it begins and ends, so that all of `at_least` is 0 or more."""
    ranges: dict[Expr, Range] = dict.fromkeys(base, (0, None))
    joint = []
    for expr in dict.fromkeys(at_least):
        if len(expr.free_symbols) == 1:
            (step,) = expr.free_symbols
            ranges[step] = _cut(ranges[step], expr, step)
        elif expr.free_symbols:
            joint.append(expr)
        elif expr < 0:
            raise InputError(say("the network cannot be built on this class"))
    for expr in apart:
        for step, root in _roots(expr):
            ranges[step] = _without(ranges[step], root, base[step])
    shift = {step: step + low for step, (low, _) in ranges.items()}
    for expr in joint:
        terms = sympy.expand(expr.xreplace(shift)).as_coefficients_dict()
        if any(c < 0 for c in terms.values()):
            raise InputError(say("where it holds depends on two symbols at once"))
    return ranges


def _cut(range_: Range, expr: Expr, step: Expr) -> Range:
    """`range_` without what makes `expr` negative."""
    low, high = range_
    poly = sympy.Poly(expr, step)
    if poly.degree() == 1:
        slope, constant = poly.all_coeffs()
        root = -constant / slope
        if slope > 0:
            return max(low, int(sympy.ceiling(root))), high
        last = int(sympy.floor(root))
        return low, last if high is None else min(high, last)
    if poly.LC() < 0:
        raise InputError(say("where it holds is no range of {name}", name=step))
    roots = sympy.real_roots(poly)
    return max(low, int(sympy.ceiling(max(roots)))) if roots else low, high


def _roots(expr: Expr) -> Iterator[tuple[Expr, int]]:
    """The whole numbers at which an expression in one step vanishes."""
    if len(expr.free_symbols) == 1:
        (step,) = expr.free_symbols
        for root in sympy.roots(sympy.Poly(expr, step), filter="Z"):
            yield step, int(root)


def _without(range_: Range, root: int, base: int) -> Range:
    """The part of `range_` on the base's side of `root`."""
    low, high = range_
    if root < base:
        return max(low, root + 1), high
    return low, root - 1 if high is None else min(high, root - 1)
