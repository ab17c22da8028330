"""Slips in one layer's formula: a symbol forgotten, a rounding or a size taken wrong.

Each is the layer's own rule with something changed, worked out again; the arithmetic shown is that
of the changed rule.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from math import prod
from typing import NamedTuple

from archcalc.analysis import LayerResult
from archcalc.formula import Env, Formula, NotWholeError, parse
from archcalc.formulas import environment
from archcalc.lang import say
from archcalc.network import INPUT
from archcalc.notation import show
from archcalc.ops.base import product
from archcalc.slips.model import Slip, Slipped, Subject, Would, amount
from archcalc.units import exact

_SIZES = {"out_height": "H_out", "out_width": "W_out"}
_SHAPED = frozenset({"out_shape", "positions", *_SIZES})
_SIZED = frozenset({"multiplies", "elementwise", "activations", "connections"}) | _SHAPED
_WEIGHED = frozenset({"params", "multiplies", "connections"})


class Rewrite(NamedTuple):
    """A rule changed: symbols `before` the sizes are worked out, the `sizes` rule, and `after`."""

    key: str
    sentence: str
    quantities: frozenset[str]
    before: Callable[[Env], dict[str, int]] = lambda env: {}
    sizes: Callable[[str], str] = str
    after: Callable[[Env], dict[str, int]] = lambda env: {}
    everywhere: bool = False
    """Whether people do it in every layer of a network at once."""


def _starting(letter: str, value: int) -> Callable[[Env], dict[str, int]]:
    """Every symbol of one letter set to `value`: P_h, P_w, P_top …"""
    return lambda env: {
        name: value for name in env if name == letter or name.startswith(f"{letter}_")
    }


def _if_equal(name: str, found: int, then: int) -> Callable[[Env], dict[str, int]]:
    return lambda env: {name: then} if env.get(name) == found else {}


def _strides(env: Env) -> dict[str, int]:
    return {name: 1 for name in env if re.fullmatch(r"S_[lthw]", name)}


def _dilations(env: Env) -> dict[str, int]:
    return {name: 1 for name in env if re.fullmatch(r"D_[lthw]", name)}


def _one_channel(env: Env) -> dict[str, int]:
    return {"C_in": env["G"]} if "G" in env and "C_in" in env else {}


def _one_filter(env: Env) -> dict[str, int]:
    return {"C_out": 1, "G": 1, "C_in": env["C_in"] // env["G"]} if "G" in env else {}


def _one_axis_of_kernel(env: Env) -> dict[str, int]:
    return {"K_w": 1} if {"K_h", "K_w"} <= env.keys() else {}


def _as_input(env: Env) -> dict[str, int]:
    return {f"{axis}_out": env[axis] for axis in "LTHW" if axis in env and f"{axis}_out" in env}


def _one_position(env: Env) -> dict[str, int]:
    return {f"{axis}_out": 1 for axis in "LTHW" if f"{axis}_out" in env}


def _one_axis_of_output(env: Env) -> dict[str, int]:
    return {"W_out": 1} if {"H_out", "W_out"} <= env.keys() else {}


def _every_pair(env: Env) -> dict[str, int]:
    return {"M": env["C_in"] * env["C_out"]} if "M" in env else {}


def _without_one(text: str) -> str:
    return re.sub(r" \+ 1(?=,|$)", "", text)


def _as_same(text: str) -> str:
    """The size under 'same' padding: ⌈H/S⌉."""
    axis = re.search(r"\b[LTHW]\b", text)
    return f"ceil({axis[0]}/S_{axis[0].lower()})" if axis and "S_" in text else text


def _other_way(text: str) -> str:
    """Rounded up instead of down, or down instead of up."""
    here, there = ("ceil", "floor") if "ceil" in text else ("floor", "ceil")
    return text.replace(here, there)


REWRITES = (
    Rewrite(
        "bias_forgotten", "The biases are missing", frozenset({"params", "connections"}),
        before=_if_equal("B", 1, 0), everywhere=True,
    ),
    Rewrite(
        "bias_added", "A bias for each output is counted, and there are none",
        frozenset({"params"}), before=_if_equal("B", 0, 1), everywhere=True,
    ),
    Rewrite("padding_forgotten", "The padding is left out", _SIZED, before=_starting("P", 0)),
    Rewrite(
        "padding_once", "The padding is counted on one side only", _SIZED,
        sizes=lambda text: text.replace("2*P_", "P_"),
    ),
    Rewrite("rounding", "The size is rounded the other way", _SIZED, sizes=_other_way),
    Rewrite(
        "plus_one_forgotten", "The + 1 of the size is left out", _SIZED,
        sizes=_without_one,
    ),
    Rewrite("as_same", "The size is taken as with 'same' padding", _SIZED, sizes=_as_same),
    Rewrite("stride_forgotten", "The stride is left out", _SIZED, before=_strides),
    Rewrite("dilation_forgotten", "The dilation is left out", _SIZED, before=_dilations),
    Rewrite(
        "groups_forgotten", "The groups are left out", _WEIGHED,
        before=_starting("G", 1), everywhere=True,
    ),
    Rewrite(
        "channels_forgotten", "Each filter is taken to see one input channel only", _WEIGHED,
        after=_one_channel,
    ),
    Rewrite("one_filter", "One filter is counted only", _WEIGHED, after=_one_filter),
    Rewrite(
        "kernel_one_axis", "The kernel is counted along one axis only", _WEIGHED,
        after=_one_axis_of_kernel,
    ),
    Rewrite(
        "at_input_size", "The output is taken to be as large as the input", _SIZED, after=_as_input
    ),
    Rewrite(
        "one_output_axis", "The output is counted along one axis only",
        frozenset({"multiplies", "elementwise", "activations", "connections"}),
        after=_one_axis_of_output,
    ),
    Rewrite(
        "table_forgotten", "Every map is taken to read every input map", _WEIGHED,
        after=_every_pair, everywhere=True,
    ),
    Rewrite(
        "one_position", "One output position is counted only",
        frozenset({"multiplies", "elementwise", "activations", "connections"}), after=_one_position,
    ),
)  # fmt: skip


def rewritten(row: LayerResult, batch: int, quantity: str, rewrite: Rewrite) -> Would | None:
    """What the changed rule gives for a layer; nothing where it changes nothing or cannot be."""
    book, true = row.plan.book, environment(row, batch)
    try:
        env, sizes = _changed(row, true, rewrite)
    except (NotWholeError, ZeroDivisionError):
        return None
    outs = {name: env[name] for name in book.out_names}
    if env == true or min(outs.values()) < 1:
        return None
    if quantity in _SHAPED:
        value = _of_shape(quantity, outs)
        return None if value is None else Would(value, sizes or amount(value))
    formula = _formula(row, quantity)
    if formula is None:
        return None
    try:
        shown = show(formula, env, book.where)
    except (NotWholeError, ZeroDivisionError):
        return None
    return Would(shown.value, "; ".join(filter(None, (sizes, shown.steps.text))))


def _of_shape(quantity: str, outs: Mapping[str, int]) -> Slipped | None:
    """What a changed output shape makes of a quantity that is read off it."""
    shape = tuple(outs.values())
    if quantity == "out_shape":
        return shape
    return prod(shape[1:]) if quantity == "positions" else outs.get(_SIZES[quantity])


def _changed(row: LayerResult, true: Env, rewrite: Rewrite) -> tuple[dict[str, int], str]:
    """Every symbol's value under the changed rule, and the size worked out where it differs."""
    book = row.plan.book
    env = {name: true[name] for name in book.names}
    env |= {name: value for name, value in rewrite.before(env).items() if name in env}
    for name, formula in book.where.items():
        env[name] = formula.evaluate(env)
    shown = []
    for index, (name, formula) in enumerate(zip(book.out_names, book.out, strict=True)):
        changed = parse(rewrite.sizes(formula.text)) if index else formula
        env[name] = changed.evaluate(env)
        if env[name] != true[name]:
            shown.append(show(changed, env, book.where).steps.text)
    env |= rewrite.after({**true, **env})
    return env, ", ".join(dict.fromkeys(shown))


def _formula(row: LayerResult, quantity: str) -> Formula | None:
    """The rule behind a quantity of a layer."""
    book = row.plan.book
    if quantity == "activations":
        return None if row.layer.op.in_place else parse(f"N*({product(book.out_names)})")
    found: Formula | None = getattr(book, quantity)
    return None if found is None or found.text == "0" else found


def _in_layer(rewrite: Rewrite) -> Callable[[Subject], Iterator[Would]]:
    def gives(subject: Subject) -> Iterator[Would]:
        part, key = subject.part, subject.quantity.key
        if part.row is None or key not in rewrite.quantities:
            return
        would = rewritten(part.row, part.analysis.batch, key, rewrite)
        if would:
            yield would

    return gives


def _everywhere(rewrite: Rewrite) -> Callable[[Subject], Iterator[Would]]:
    """The same slip in every layer of a block or network where it changes something."""

    def gives(subject: Subject) -> Iterator[Would]:
        part, key = subject.part, subject.quantity.key
        if part.row is not None or key not in rewrite.quantities:
            return
        total, value = 0, subject.value
        for row in part.rows:
            would = rewritten(row, part.analysis.batch, key, rewrite)
            if would and isinstance(would.value, int):
                total += would.value - getattr(row, key, 0)
        if total and isinstance(value, int) and key != "connections":
            sign = "−" if total < 0 else "+"
            sum_text = f"{exact(value)} {sign} {exact(abs(total))} = {exact(value + total)}"
            yield Would(value + total, sum_text)

    return gives


def _without_biases(rewrite: Rewrite) -> Rewrite:
    """The same slip with the biases forgotten beside it."""

    def before(env: Env) -> dict[str, int]:
        return {**rewrite.before(env), **_if_equal("B", 1, 0)(env)}

    return rewrite._replace(before=before)


def _two_slips(rewrite: Rewrite) -> Slip:
    """A slip and the biases forgotten at once."""
    both = _without_biases(rewrite)

    def gives(subject: Subject) -> Iterator[Would]:
        part = subject.part
        if part.row is None or environment(part.row, 1).get("B") != 1:
            return
        if subject.quantity.key != "params" or not rewritten(part.row, 1, "params", rewrite):
            return
        would = rewritten(part.row, 1, "params", both)
        if would:
            yield would._replace(arithmetic=f"{say(rewrite.sentence)}: {would.arithmetic}")

    return Slip(f"bias_and_{rewrite.key}", "The biases are missing, and more", gives)


def _one_bias(subject: Subject) -> Iterator[Would]:
    """One bias for the whole layer."""
    row = subject.part.row
    if row is None or subject.quantity.key != "params" or "bias" not in row.tensors():
        return
    weights = row.params - prod(row.tensors()["bias"])
    yield Would(weights + 1, f"{exact(weights)} + 1 = {exact(weights + 1)}")


def _flattened(subject: Subject) -> Iterator[Would]:
    """A linear layer that reads the channels alone, without their positions."""
    row, rows = subject.part.row, subject.part.analysis.rows
    if row is None or subject.quantity.key not in ("params", "multiplies") or row.op != "linear":
        return
    source = row.layer.inputs[0]
    while source != INPUT and len(rows[source].in_shapes[0]) == 1:
        source = rows[source].layer.inputs[0]
    shape = rows[source].in_shapes[0] if source != INPUT else ()
    if len(shape) > 1 and prod(shape) == row.in_shapes[0][0] != shape[0]:
        alone = Rewrite("", "", _WEIGHED, before=lambda env: {"n_in": shape[0]})
        would = rewritten(row, subject.part.analysis.batch, subject.quantity.key, alone)
        if would:
            yield would


def _pool_weights(subject: Subject) -> Iterator[Would]:
    """A pool's window taken for a kernel: K·K weights a channel, or as many multiplies a value."""
    row = subject.part.row
    if row is None or row.layer.op.role != "pool" or subject.value != 0:
        return
    env = environment(row, subject.part.analysis.batch)
    window = prod(value for name, value in env.items() if re.fullmatch("K_[lthw]", name))
    counts = {"params": row.in_shapes[0][0], "multiplies": prod(row.out_shape) * env["N"]}
    many = counts.get(subject.quantity.key)
    if many:
        yield Would(window * many, f"{exact(many)} · {window} = {exact(window * many)}")


def _plain_pool(subject: Subject) -> Iterator[Would]:
    """Trainable subsampling taken for a pool."""
    row = subject.part.row
    if row is not None and row.layer.op.role == "pool" and subject.quantity.key == "params":
        yield Would(0, f"{exact(row.params)} − {exact(row.params)} = 0")


def _fixed_weights(subject: Subject) -> Iterator[Would]:
    """Weights that are fixed, or shared, counted as parameters; with biases and without."""
    part = subject.part
    rows = [row for row in part.rows if row.layer.op.role == "weighted" and not row.params]
    weights = sum(row.multiplies for row in rows) // part.analysis.batch
    outs = sum(row.out_shape[0] for row in rows)
    if subject.quantity.key == "params" and weights and isinstance(subject.value, int):
        for more in (weights, weights + outs):
            total = subject.value + more
            yield Would(total, f"{exact(subject.value)} + {exact(more)} = {exact(total)}")


def _strides_ignored(subject: Subject) -> Iterator[Would]:
    """A receptive field grown by K − 1, whatever the steps before."""
    row = subject.part.row
    if row is None or subject.quantity.key != "receptive_field" or not row.field:
        return
    env = environment(row, 1)
    taps = [parse(text).evaluate(env) if text else 0 for text in row.layer.op.taps(row.plan.rank)]
    before = row.field_before.sizes
    if taps and all(taps):
        sizes = tuple(r + k - 1 for r, k in zip(before, taps, strict=True))
        yield Would(sizes, f"{before[0]} + {taps[0]} − 1 = {sizes[0]}")


def _bias_multiplied(subject: Subject) -> Iterator[Would]:
    part = subject.part
    if part.row is None or subject.quantity.key != "multiplies":
        return
    book, env = part.row.plan.book, environment(part.row, part.analysis.batch)
    if book.connections is not None and env.get("B") == 1:
        shown = show(book.connections, env, book.where)
        yield Would(shown.value, shown.steps.text)


LAYER_SLIPS: tuple[Slip, ...] = (
    *(Slip(rewrite.key, rewrite.sentence, _in_layer(rewrite)) for rewrite in REWRITES),
    *(
        Slip(rewrite.key, rewrite.sentence, _everywhere(rewrite))
        for rewrite in REWRITES
        if rewrite.everywhere
    ),
    Slip("bias_multiplied", "The biases are counted as multiplies", _bias_multiplied),
    Slip("one_bias", "One bias is counted for the whole layer", _one_bias),
    Slip("flatten_forgotten", "The positions are left out before the linear layer", _flattened),
    Slip("pool_weights", "Pooling is given weights", _pool_weights),
    Slip("plain_pool", "The subsampling is taken for a pool without weights", _plain_pool),
    Slip("fixed_weights", "Fixed weights are counted as parameters", _fixed_weights),
    Slip("strides_ignored", "The steps of the layers before are left out", _strides_ignored),
)
PAIR_SLIPS = tuple(
    _two_slips(rewrite)
    for rewrite in REWRITES
    if rewrite.key in ("groups_forgotten", "channels_forgotten", "one_filter", "kernel_one_axis")
)
"""Two slips at once."""
