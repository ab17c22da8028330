"""One pass over a network: shapes, costs, receptive fields and memory, as a frozen result."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from math import prod
from typing import Any, NamedTuple

from archcalc.errors import InputError, ShapeError
from archcalc.lang import say
from archcalc.memory import DTYPES, Memory, walk
from archcalc.network import Layer, Network
from archcalc.ops.base import Dims, Plan, Result, Windows, make_plan
from archcalc.receptive import Field, Spans, compose, field_of, merge, start


class LayerResult(NamedTuple):
    """One layer's numbers, for the whole batch. Formulas are worked out when asked for."""

    layer: Layer
    in_shapes: tuple[Dims, ...]
    out_shape: Dims
    params: int
    multiplies: int
    elementwise: int
    activations: int
    spans_before: Spans
    spans: Spans

    @property
    def field(self) -> Field:
        """Its receptive field; empty where it sees the whole input."""
        return field_of(self.spans)

    @property
    def field_before(self) -> Field:
        """The receptive field of what it reads."""
        return field_of(self.spans_before)

    @property
    def path(self) -> str:
        """``3a.5x5.reduce``."""
        return self.layer.path

    @property
    def op(self) -> str:
        """The operation's name."""
        return self.layer.op.kind

    def __repr__(self) -> str:
        return (
            f"<{self.path} ({self.op}): {self.in_shapes} → {self.out_shape}, "
            f"{self.params:,} params, {self.multiplies:,} multiplies>"
        )

    @property
    def plan(self) -> Plan:
        """The layer's rules, made ready for this input's rank."""
        plan = self.layer.plan
        fits = plan.rank == len(self.in_shapes[0]) - 1
        return plan if fits else make_plan(plan.op, self.in_shapes)

    def tensors(self) -> dict[str, Dims]:
        """The shape of each parameter tensor, as PyTorch orders its axes."""
        env = self.plan.values(1, self.in_shapes)
        return {
            name: tuple(axis.evaluate(env) for axis in axes)
            for name, axes in self.plan.book.tensors.items()
        }


class Totals(NamedTuple):
    """The network's sums, for the whole batch."""

    params: int
    multiplies: int
    elementwise: int
    activations: int
    depth: int
    depth_with_pools: int
    nonlinearities: int
    ops: int
    receptive_field: Dims | None
    effective_stride: tuple[int | Fraction, ...] | None
    paths: int
    memory: Memory


@dataclass(frozen=True, slots=True)
class Uncounted:
    """An operation without a rule, and how often it occurs."""

    op: str
    count: int


@dataclass(frozen=True, repr=False)
class Analysis:
    """The result of one pass. Everything shown anywhere is a function of it."""

    network: Network
    input: Dims
    batch: int
    dtype: str
    with_aux: bool
    rows: tuple[LayerResult, ...]
    totals: Totals
    uncounted: tuple[Uncounted, ...] = ()

    @property
    def lower_bound(self) -> bool:
        """Whether something uncounted makes the totals a lower bound."""
        return bool(self.uncounted)

    @cached_property
    def layers(self) -> tuple[LayerResult, ...]:
        """The layers that the totals count."""
        return tuple(row for row in self.rows if self.with_aux or not row.layer.aux)

    @cached_property
    def aux(self) -> tuple[LayerResult, ...]:
        """The auxiliary heads' layers."""
        return tuple(row for row in self.rows if row.layer.aux)

    @cached_property
    def reshaped(self) -> tuple[tuple[str, Dims, Dims], ...]:
        """Weights whose shape this input changes: (tensor's path, published shape, shape here)."""
        if self.input == self.network.own_input:
            return ()
        published = analyze(self.network, input=self.network.own_input)
        before = {row.path: row for row in published.rows if row.params}
        changed = []
        for row in self.rows:
            if row.path in before and row.params != before[row.path].params:
                old, new = before[row.path].tensors(), row.tensors()
                changed += [
                    (f"{row.path}.{name}", old[name], new[name])
                    for name in old
                    if name in new and old[name] != new[name]
                ]
        return tuple(changed)

    @property
    def as_published(self) -> bool:
        """Whether input, batch and arguments are the spec's own."""
        own = self.input == self.network.own_input and not self.network.settings
        return own and self.batch == 1

    def __repr__(self) -> str:
        totals = self.totals
        return (
            f"<Analysis of {self.network.name}: {totals.params:,} params, "
            f"{totals.multiplies:,} multiplies, input {self.input}, batch {self.batch}>"
        )

    def __str__(self) -> str:
        from archcalc.render import render
        from archcalc.views.layers import table_page
        from archcalc.views.model import Style

        return render(table_page([self]), "terminal", Style(width=100)).rstrip("\n")

    def __getitem__(self, path: str) -> LayerResult:
        return self.rows[self.network.index(path)]

    def to_dict(self) -> dict[str, Any]:
        """The result as plain data, the contract of ``-f json``."""
        from archcalc.views.data import network_data

        return network_data(self)

    def _repr_html_(self) -> str:
        from archcalc.render.html import fragment
        from archcalc.views.layers import layer_table
        from archcalc.views.model import Style

        return fragment(layer_table(self), Style())

    def _repr_markdown_(self) -> str:
        from archcalc.render import render
        from archcalc.views.layers import table_page
        from archcalc.views.model import Style

        return render(table_page([self]), "markdown", Style())


class _Conditions(NamedTuple):
    """What an analysis was asked for."""

    input: Dims
    batch: int
    dtype: str
    aux: bool


class _Worked(NamedTuple):
    """What one kind of layer comes to on inputs of one shape; repeated blocks share it."""

    result: Result
    size: int
    windows: Windows


def analyze(
    network: Network,
    *,
    input: Dims | None = None,
    batch: int = 1,
    dtype: str = "float32",
    aux: bool = False,
) -> Analysis:
    """Work out every layer of `network`.

    `input` is (C, H, W), or of another rank, without the batch axis (default: the network's own);
    `batch` scales everything but parameters; `dtype` sets the bytes of memory; `aux` counts the
    auxiliary heads. Raises ShapeError with the layer's place where a shape does not fit, and
    InputError for an impossible input, batch or dtype.
    """
    shape = _checked_input(network, input, batch, dtype)
    network = network.at(shape, aux=aux)
    rows, sizes = _rows(network, shape, batch)
    totals = _totals(network, rows, sizes, _Conditions(shape, batch, dtype, aux))
    return Analysis(network, shape, batch, dtype, aux, rows, totals)


def _checked_input(network: Network, input: Dims | None, batch: int, dtype: str) -> Dims:
    shape = network.input if input is None else tuple(input)
    check_sizes(shape, batch)
    if dtype not in DTYPES:
        hint = say("known: {names}", names=", ".join(DTYPES))
        text = 'unknown {what} "{name}"; {hint}'
        raise InputError(say(text, what=say("dtype"), name=dtype, hint=hint))
    return shape


def check_sizes(shape: Dims, batch: int) -> None:
    """Raises InputError for an input or a batch that no network can have."""
    if not all(type(size) is int for size in (*shape, batch)):
        raise InputError(f"input sizes and batch are whole numbers, found {shape} and {batch}")
    if not shape or min(shape) < 1 or max(shape) > 10**9:
        sizes = "×".join(map(str, shape))
        text = "input sizes must be between 1 and 1,000,000,000, found {sizes}"
        raise InputError(say(text, sizes=sizes))
    if not 1 <= batch <= 10**9:
        text = "batch must be between 1 and 1,000,000,000, found {batch}"
        raise InputError(say(text, batch=batch))


def _rows(network: Network, shape: Dims, batch: int) -> tuple[tuple[LayerResult, ...], list[int]]:
    """Every layer's result, and the size of every output; the input's stands last."""
    count = len(network.layers)
    # INPUT is -1, so the input's entries stand at the end of both lists.
    shapes: list[Dims] = [shape] * (count + 1)
    fields: list[Spans] = [start(len(shape) - 1)] * (count + 1)
    memo: dict[tuple[int, tuple[Dims, ...]], _Worked] = {}
    rows: list[LayerResult] = []
    sizes: list[int] = []
    make = LayerResult._make
    for i, layer in enumerate(network.layers):
        inputs, plan = layer.inputs, layer.plan
        if len(inputs) == 1:
            source = inputs[0]
            ins: tuple[Dims, ...] = (shapes[source],)
            before = fields[source]
        else:
            ins = tuple([shapes[j] for j in inputs])
            before = merge([fields[j] for j in layer.main_inputs])
        key = (id(plan), ins)
        worked = memo.get(key)
        if worked is None:
            worked = memo[key] = _work(layer, batch, ins)
        (out, params, multiplies, elementwise), size, windows = worked
        shapes[i] = out
        after = before if windows == "same" else compose(before, windows)
        fields[i] = after
        sizes.append(size)
        written = 0 if plan.op.in_place else size
        rows.append(
            make((layer, ins, out, params, multiplies, elementwise, written, before, after))
        )
    sizes.append(batch * prod(shape))
    return tuple(rows), sizes


def _work(layer: Layer, batch: int, ins: tuple[Dims, ...]) -> _Worked:
    plan = layer.plan
    try:
        if plan.rank != len(ins[0]) - 1:
            plan = make_plan(plan.op, ins)
        result = plan.run(batch, ins)
        windows = plan.op.windows(ins) if plan.windows is None else plan.windows
        return _Worked(result, batch * prod(result[0]), windows)
    except ShapeError as error:
        raise ShapeError(" ".join(filter(None, (layer.place, layer.path))) + f": {error}") from None


def _totals(
    network: Network, rows: tuple[LayerResult, ...], sizes: list[int], asked: _Conditions
) -> Totals:
    params = multiplies = elementwise = activations = ops = 0
    last = start(len(asked.input) - 1)
    for row in rows:
        layer, _, _, weights, products, others, written, _, spans = row
        if layer[4] and not asked.aux:  # layer.aux; the index is quicker, and this loop is hot
            continue
        params += weights
        multiplies += products
        elementwise += others
        activations += written
        ops += 1
        if spans and not layer[4]:
            last = spans
    facts, seen = network.facts, field_of(last)
    extra = sum(row.layer.op.role == "activation" for row in rows if row.layer.aux)
    return Totals(
        params,
        multiplies,
        elementwise,
        activations,
        facts.depth,
        facts.depth_with_pools,
        facts.nonlinearities + (extra if asked.aux else 0),
        ops,
        seen.sizes if seen else None,
        seen.strides if seen else None,
        facts.paths,
        Memory(
            params * DTYPES[asked.dtype],
            activations * DTYPES[asked.dtype],
            lambda: walk(network, sizes, params, asked.dtype, aux=asked.aux),
        ),
    )
