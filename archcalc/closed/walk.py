"""Shapes and costs of a network as expressions, from the formula trees that compute its numbers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import sympy

from archcalc.closed.algebra import Algebra, Expr
from archcalc.closed.free import Free, expr_of
from archcalc.closed.symbols import Freed
from archcalc.errors import ArchcalcError, InputError
from archcalc.formula import parse
from archcalc.lang import say
from archcalc.network import INPUT, Layer, Network
from archcalc.ops.base import Dims

QUANTITIES = ("params", "weights", "multiplies", "activations", "channels")
"""What has a closed form; `weights` are parameters without biases, `channels` come out."""

Exprs = tuple[Expr, ...]


class Work(NamedTuple):
    """One layer's output shape and costs."""

    out: Exprs
    params: Expr
    weights: Expr
    multiplies: Expr
    activations: Expr


class Walked(NamedTuple):
    """A network's quantities, every size along an axis on the way, and its input's sizes."""

    totals: Mapping[str, Expr]
    sizes: frozenset[Expr]
    input: Exprs


def walk(network: Network, input: Exprs, algebra: Algebra) -> Walked:
    """The whole network without its auxiliary heads; `input` is channels first."""
    shapes: dict[int, Exprs] = {INPUT: input}
    memo: dict[tuple[int, tuple[Exprs, ...]], Work] = {}
    rows: list[Work] = []
    for i, layer in enumerate(network.layers):
        if layer.aux:
            continue
        ins = tuple(shapes[j] for j in layer.inputs)
        key = id(layer.plan), ins
        if key not in memo:
            memo[key] = _worked(layer, ins, algebra)
        shapes[i] = memo[key].out
        rows.append(memo[key])
    totals = {
        name: sympy.expand(sympy.Add(*(getattr(row, name) for row in rows)))
        for name in ("params", "weights", "multiplies", "activations")
    }
    sizes = frozenset(size for shape in shapes.values() for size in shape)
    return Walked(totals | {"channels": shapes[network.output][0]}, sizes, input)


def _worked(layer: Layer, ins: tuple[Exprs, ...], algebra: Algebra) -> Work:
    """What a layer comes to, and where it comes to nothing, which layer."""
    try:
        return _work(layer, ins, algebra)
    except ArchcalcError as error:
        raise InputError(f"{layer.path}: {error}") from None
    except (TypeError, ValueError, ArithmeticError):
        raise InputError(say("{layer} asks for numbers", layer=layer.path)) from None


def _work(layer: Layer, ins: tuple[Exprs, ...], algebra: Algebra) -> Work:
    plan, op = layer.plan, layer.op
    dims: tuple[Expr, ...] = op.dims(ins)
    env = dict(zip(plan.book.names, (sympy.S.One, *dims, *map(expr_of, plan.static)), strict=True))
    for text in op.rules(plan.rank, plan.arity).needs:
        algebra.work(parse(text).tree, env)
    for name, formula in plan.book.where.items():
        env[name] = algebra.work(formula.tree, env)
    out = tuple(sympy.expand(algebra.work(formula.tree, env)) for formula in plan.book.out)
    env |= zip(plan.book.out_names, out, strict=True)
    weights = [
        sympy.Mul(*(algebra.work(axis.tree, env) for axis in axes))
        for name, axes in plan.book.tensors.items()
        if op.role == "weighted" and name != "bias"
    ]
    return Work(
        out,
        params=sympy.expand(algebra.work(plan.book.params.tree, env)),
        weights=sympy.Add(*weights),
        multiplies=sympy.expand(algebra.work(plan.book.multiplies.tree, env)),
        activations=sympy.S.Zero if op.in_place else sympy.Mul(*out),
    )


def opened(
    network: Network, symbols: Sequence[Freed], fixed: Mapping[str, int], algebra: Algebra
) -> Walked:
    """The network's quantities with `symbols` left open and the arguments `fixed` set.

    Raises InputError where they are no polynomials with floors.
    """
    free = {
        one.argument: Free(one.value, sympy.Symbol(one.name), algebra)
        for one in symbols
        if one.argument
    }
    channels = next((one for one in symbols if one.axis == 0), None)
    try:
        made = again(network, {**fixed, **free})
        shape: Dims = made.input
        if channels:
            first = Free(channels.value, sympy.Symbol(channels.name), algebra)
            shape = (first, *shape[1:])
            made = again(network, {**fixed, **free}, shape)
    except (TypeError, ValueError, ArithmeticError):
        raise InputError(say("a layer of it asks for numbers")) from None
    axes = {one.axis: sympy.Symbol(one.name) for one in symbols if one.axis > 0}
    return walk(made, tuple(axes.get(i, expr_of(size)) for i, size in enumerate(shape)), algebra)


def again(network: Network, args: Mapping[str, object], input: Dims | None = None) -> Network:
    """The network with other arguments; an input that was asked for stays."""
    if network.argued is None:
        raise InputError(say("it was not read from a spec"))
    if input is None and network.input != network.own_input:
        input = network.input
    return network.argued(args, input)
