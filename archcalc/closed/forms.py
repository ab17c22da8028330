"""A network's closed form: with its floors, which holds anywhere, and as polynomials on a class."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from itertools import pairwise
from typing import NamedTuple

import sympy

from archcalc.closed.algebra import Algebra, Expr
from archcalc.closed.classes import Class, resolve
from archcalc.closed.symbols import Freed, freed
from archcalc.closed.walk import QUANTITIES, Walked, again, opened
from archcalc.errors import ArchcalcError, InputError, SpecError
from archcalc.lang import say
from archcalc.network import Network

MAX_DEGREE = 4
"""Of what is interpolated: a sum over repeats of what is quadratic in channels has three."""
CHECKS = 4
"""Further repeats at which an interpolated form is held against the engine's formulas."""


class Closed(NamedTuple):
    """The closed forms of one network, by quantity.

    `floors`, with the atoms of `algebra` in them, hold wherever the network can be built and the
    conditions of `algebra` hold, too; `forms` are polynomials that hold on `classes`, where no
    expression of `apart` is 0. The symbols in `repeats` say how often layers repeat: in them the
    form is interpolated. `input` are the input's sizes, numbers where they stay fixed.
    """

    network: Network
    symbols: tuple[Freed, ...]
    algebra: Algebra
    floors: Mapping[str, Expr]
    forms: Mapping[str, Expr]
    classes: tuple[Class, ...]
    apart: tuple[Expr, ...]
    repeats: tuple[str, ...]
    input: tuple[Expr, ...]

    def anywhere(self, quantity: str, at: Mapping[str, int]) -> int:
        """The form with floors, at these values."""
        return self.algebra.value(self.floors[quantity], at)

    def on_class(self, quantity: str, at: Mapping[str, int]) -> int:
        """The polynomial at these values, which lie in its class."""
        values = {sympy.Symbol(name): sympy.Integer(value) for name, value in at.items()}
        return int(self.forms[quantity].xreplace(values))

    def engine(self, at: Mapping[str, int]) -> Mapping[str, int]:
        """What the engine counts at these values. Raises ArchcalcError where it builds nothing."""
        args = {one.argument: at[one.name] for one in self.symbols if one.argument}
        axes = {one.axis: at[one.name] for one in self.symbols if one.axis >= 0}
        made = again(self.network, args) if args else self.network
        if axes:
            shape = tuple(axes.get(i, size) for i, size in enumerate(made.input))
            made = again(self.network, args, shape)
        analysis = made.analyze()
        totals, last = analysis.totals, analysis.rows[made.output]
        return {
            "params": totals.params,
            "multiplies": totals.multiplies,
            "activations": totals.activations,
            "channels": last.out_shape[0],
        }


def closed_form(network: Network, symbols: Sequence[str]) -> Closed:
    """The closed form of `network` in `symbols`. Raises InputError or UnknownNameError."""
    found = freed(network, symbols)
    try:
        made = _closed(network, found)
    except ArchcalcError as error:
        why = str(error)
        if isinstance(error, SpecError) and error.path:
            why = f"{error.path}: {error.message}"
        text = "{network} has no closed form: {why}"
        raise InputError(say(text, network=network.name, why=why)) from None
    _check(made)
    return made


def _closed(network: Network, found: tuple[Freed, ...]) -> Closed:
    repeats = tuple(one for one in found if _repeats(network, one))
    others = [one for one in found if one not in repeats]
    algebra = Algebra(one.name for one in found)
    walked = _interpolated(network, repeats, others, {}, algebra)
    resolved = resolve(algebra, found, walked.sizes)
    tidy, new = algebra.tidied(walked.totals.values())
    return Closed(
        network,
        found,
        tidy,
        {name: expr.xreplace(new) for name, expr in walked.totals.items()},
        {name: resolved.polynomial(expr) for name, expr in walked.totals.items()},
        resolved.classes,
        resolved.apart,
        tuple(one.name for one in repeats),
        walked.input,
    )


def _repeats(network: Network, one: Freed) -> bool:
    """Whether a symbol changes which layers there are."""
    if not one.argument:
        return False
    before = [layer.path for layer in network.layers]
    for more in (1, 2):
        with suppress(ArchcalcError):
            other = again(network, {one.argument: one.value + more})
            if [layer.path for layer in other.layers] != before:
                return True
    return False


def _interpolated(
    network: Network,
    repeats: Sequence[Freed],
    others: Sequence[Freed],
    fixed: Mapping[str, int],
    algebra: Algebra,
) -> Walked:
    """Exact interpolation over the repeats, from 1 on; the rest by formulas."""
    if not repeats:
        return opened(network, others, fixed, algebra)
    one, *rest = repeats
    values = range(1, MAX_DEGREE + CHECKS + 2)
    walks = [
        _interpolated(network, rest, others, {**fixed, one.argument: value}, algebra)
        for value in values
    ]
    symbol = sympy.Symbol(one.name)
    totals = {
        name: _through([each.totals[name] for each in walks], symbol, one.argument)
        for name in QUANTITIES
    }
    shapes = zip(*(each.input for each in walks), strict=True)
    input = tuple(_through(sizes, symbol, one.argument) for sizes in shapes)
    return Walked(totals, frozenset().union(*(each.sizes for each in walks)), input)


def _through(values: Sequence[Expr], symbol: Expr, argument: str) -> Expr:
    """Newton's polynomial through `values` at 1, 2, 3 …; those beyond the degree must lie on it."""
    made, row = sympy.S.Zero, list(values)
    for order in range(len(values)):
        if order > MAX_DEGREE and any(row):
            text = "no polynomial of {name} up to degree {most} fits"
            raise InputError(say(text, name=argument, most=MAX_DEGREE))
        made += row[0] * sympy.ff(symbol - 1, order) / sympy.factorial(order)
        row = [sympy.expand(b - a) for a, b in pairwise(row)]
    return sympy.expand(sympy.expand_func(made))


def _check(made: Closed) -> None:
    """Hold the forms against the engine, on the class and beside it."""
    for at in filter(made.algebra.holds, _points(made.classes)):
        try:
            counted = made.engine(at)
        except ArchcalcError:
            continue
        for name, value in counted.items():
            if made.anywhere(name, at) != value:
                shown = ", ".join(f"{key} = {one}" for key, one in at.items())
                text = "{network} has no closed form: its layers change at {place}"
                raise InputError(say(text, network=made.network.name, place=shown))


def _points(classes: Sequence[Class]) -> Iterator[Mapping[str, int]]:
    for step, beside in ((0, 0), (1, 0), (13, 0), (2, 1)):
        yield {one.name: one.least + step * one.modulus + beside for one in classes}
