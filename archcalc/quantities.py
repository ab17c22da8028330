"""Every value of a network, a block or a layer, one row each: its name, kind and how to get it.

Addresses, published figures and the judge name values as this table does.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from copy import copy
from fractions import Fraction
from functools import cached_property
from math import prod
from typing import Literal, NamedTuple, TypeGuard

from archcalc.analysis import Analysis, LayerResult
from archcalc.errors import UnknownNameError
from archcalc.formulas import layer_formulas
from archcalc.lang import say
from archcalc.memory import DTYPES
from archcalc.notation import Shown
from archcalc.ops.base import Dims

Kind = Literal["count", "bytes", "percent", "ratio", "shape", "tensor", "axes", "text", "formula"]
Value = int | Fraction | Dims | str | Shown
Scope = Literal["network", "group", "layer"]

TENSORS = "tensors."
"""What begins a parameter tensor's name."""


def is_sizes(value: object) -> TypeGuard[Dims]:
    """Whether a value is a shape or a size an axis; a formula is a tuple, too."""
    return isinstance(value, tuple) and not isinstance(value, Shown)


class Part:
    """What a value belongs to: a whole network, or the layer, stage, block or branch at `path`.

    `rows` are its layers; `row` is the layer where it is one. Raises UnknownNameError with near
    misses.
    """

    def __init__(self, analysis: Analysis, path: str = "") -> None:
        self.analysis = analysis
        network = analysis.network
        group = network.group(path) if path else None
        self.row: LayerResult | None = None
        self.rows: tuple[LayerResult, ...]
        self.scope: Scope
        if not path:
            self.path, self.rows, self.scope = "", analysis.layers, "network"
        elif group is not None:
            self.path, self.rows = group.path, analysis.rows[group.start : group.stop]
            self.scope = "group"
        else:
            self.row = analysis[path]
            self.path, self.rows, self.scope = self.row.path, (self.row,), "layer"

    @property
    def name(self) -> str:
        """``alexnet.conv1``."""
        return ".".join(filter(None, (self.analysis.network.name, self.path)))

    def of(self, rows: Iterable[LayerResult]) -> Part:
        """The same with other layers, for sums."""
        made = copy(self)
        made.rows = tuple(rows)
        return made

    @cached_property
    def end(self) -> LayerResult:
        """The layer whose output is its own."""
        if not self.path:
            return self.analysis.rows[self.analysis.network.output]
        written = (row for row in reversed(self.rows) if not row.layer.op.in_place)
        return next(written, self.rows[-1])


class Quantity(NamedTuple):
    """One kind of value. `value` gives nothing where a part has none."""

    key: str
    title: str
    kind: Kind
    value: Callable[[Part], Value | None]
    aliases: tuple[str, ...] = ()


def _sum(name: str) -> Callable[[Part], Value | None]:
    return lambda part: sum(getattr(row, name) for row in part.rows)


def _total(name: str) -> Callable[[Part], Value | None]:
    return lambda part: None if part.path else getattr(part.analysis.totals, name)


def _memory(name: str) -> Callable[[Part], Value | None]:
    return lambda part: None if part.path else getattr(part.analysis.totals.memory, name)


def _bytes(name: str) -> Callable[[Part], Value | None]:
    return lambda part: DTYPES[part.analysis.dtype] * sum(getattr(row, name) for row in part.rows)


def _share(name: str) -> Callable[[Part], Value | None]:
    def share(part: Part) -> Value | None:
        total = getattr(part.analysis.totals, name)
        own = sum(getattr(row, name) for row in part.rows)
        return Fraction(100 * own, total) if part.path and total else None

    return share


def _connections(part: Part) -> Value | None:
    found = [
        formula.evaluate(row.plan.values(part.analysis.batch, row.in_shapes))
        for row in part.rows
        if (formula := row.plan.book.connections) is not None
    ]
    return sum(found) if found else None


def _input(part: Part) -> Dims:
    return part.rows[0].in_shapes[0] if part.path else part.analysis.input


def _output(part: Part) -> Dims:
    return part.end.out_shape if part.analysis.rows else part.analysis.input


def _axis(index: int) -> Callable[[Part], Value | None]:
    def size(part: Part) -> Value | None:
        shape = _output(part)
        return shape[index] if len(shape) == 3 else None

    return size


def _field(name: str) -> Callable[[Part], Value | None]:
    def sizes(part: Part) -> Value | None:
        if not part.path:
            found = part.analysis.totals
            values = found.receptive_field if name == "sizes" else found.effective_stride
        else:
            seen = part.end.field
            values = getattr(seen, name) if seen else None
        return tuple(values) if values else None  # type: ignore[arg-type]

    return sizes


def _fan_in(part: Part) -> Value | None:
    shown = layer_formulas(part.row, part.analysis.batch).one_value if part.row else None
    return shown.value if shown else None


def _positions(part: Part) -> Value | None:
    return prod(_output(part)[1:]) if part.row and len(_output(part)) > 1 else None


def _nonlinearities(part: Part) -> Value:
    return sum(row.layer.op.role == "activation" for row in part.rows)


def _formula(name: str) -> Callable[[Part], Value | None]:
    def shown(part: Part) -> Value | None:
        if part.row is None:
            return None
        found = getattr(layer_formulas(part.row, part.analysis.batch), name)
        if isinstance(found, Shown) or found is None:
            return found
        by_axis: dict[str, Shown] = dict(found)
        return by_axis.get("height") or next(reversed(by_axis.values()), None)

    return shown


def _paper(name: str) -> Callable[[Part], Value | None]:
    def said(part: Part) -> Value | None:
        paper = part.analysis.network.paper
        return str(getattr(paper, name)) if paper and not part.path else None

    return said


def _network(name: str) -> Callable[[Part], Value | None]:
    def said(part: Part) -> Value | None:
        return None if part.path else say(getattr(part.analysis.network, name)) or None

    return said


QUANTITIES = (
    Quantity("params", "Parameters", "count", _sum("params"), ("parameters",)),
    Quantity("multiplies", "Multiplies (MACs)", "count", _sum("multiplies"), ("macs",)),
    Quantity("elementwise", "Elementwise operations", "count", _sum("elementwise")),
    Quantity("activations", "Activations", "count", _sum("activations")),
    Quantity("connections", "Connections", "count", _connections),
    Quantity("percent", "Share of multiplies", "percent", _share("multiplies")),
    Quantity("params_percent", "Share of parameters", "percent", _share("params")),
    Quantity("input", "Input", "shape", _input, ("in_shape",)),
    Quantity("out_shape", "Output", "shape", _output, ("output",)),
    Quantity("out_channels", "Output channels", "count", lambda part: _output(part)[0]),
    Quantity("out_height", "Output height", "count", _axis(1)),
    Quantity("out_width", "Output width", "count", _axis(2)),
    Quantity("positions", "Output positions", "count", _positions),
    Quantity("fan_in", "Inputs behind one output value", "count", _fan_in),
    Quantity("input_values", "Input values", "count", lambda part: prod(_input(part))),
    Quantity("depth", "Weighted layers", "count", _total("depth")),
    Quantity(
        "depth_with_pools", "Weighted layers and pools", "count", _total("depth_with_pools")
    ),
    Quantity("nonlinearities", "Nonlinearities", "count", _nonlinearities),
    Quantity("ops", "Operations", "count", lambda part: len(part.rows)),
    Quantity("paths", "Paths", "count", _total("paths")),
    Quantity("receptive_field", "Receptive field", "axes", _field("sizes")),
    Quantity("effective_stride", "Effective stride", "axes", _field("strides")),
    Quantity(
        "params_bytes", "Memory of parameters", "bytes", _bytes("params"),
        ("memory.params_bytes",),
    ),
    Quantity(
        "activations_bytes", "Memory of activations", "bytes", _bytes("activations"),
        ("memory.activations_bytes",),
    ),
    Quantity(
        "peak_inference_bytes", "Peak memory at inference", "bytes",
        _memory("peak_inference_bytes"), ("memory.peak_inference_bytes",),
    ),
    Quantity(
        "training_bytes", "Memory in training", "bytes", _memory("training_bytes"),
        ("memory.training_bytes",),
    ),
    Quantity("formulas.size", "Size, worked out", "formula", _formula("size")),
    Quantity("formulas.params", "Parameters, worked out", "formula", _formula("params")),
    Quantity("formulas.multiplies", "Multiplies, worked out", "formula", _formula("multiplies")),
    Quantity("formulas.elementwise", "Elementwise, worked out", "formula", _formula("elementwise")),
    Quantity(
        "formulas.receptive_field", "Receptive field, worked out", "formula",
        _formula("receptive_field"),
    ),
    Quantity("title", "Title", "text", _network("title")),
    Quantity("authors", "Authors", "text", _paper("authors")),
    Quantity("year", "Year", "text", _paper("year")),
)  # fmt: skip

_BY_NAME = {name: q for q in QUANTITIES for name in (q.key, *q.aliases)}


def names() -> tuple[str, ...]:
    """Every name that a quantity goes by."""
    return tuple(_BY_NAME)


def quantity(name: str) -> Quantity:
    """The quantity called `name`. Raises UnknownNameError with near misses."""
    if name not in _BY_NAME:
        keys = ", ".join(q.key for q in QUANTITIES[:8])
        hint = say("there are {names}, …", names=keys)
        raise UnknownNameError("quantity", name, _BY_NAME, hint)
    return _BY_NAME[name]


def value_of(part: Part, name: str) -> tuple[Quantity, Value]:
    """The value called `name` of `part`; ``tensors.weight`` is a parameter's shape.

    Raises UnknownNameError where there is no such value, or not of this part.
    """
    if name.startswith(TENSORS):
        return _tensor(part, name)
    one = quantity(name)
    found = one.value(part)
    if found is None:
        has = [q.key for q, _ in values(part)]
        hint = say("it has {names}", names=", ".join([*has[:6], "…"]))
        raise UnknownNameError(say("value of {part}", part=part.name), name, has, hint)
    return one, found


def _tensor(part: Part, name: str) -> tuple[Quantity, Value]:
    tensors = part.row.tensors() if part.row else {}
    key = name.removeprefix(TENSORS)
    if key not in tensors:
        hint = say("it has {names}", names=", ".join(tensors)) if tensors else "it has none"
        raise UnknownNameError(say("tensor of {part}", part=part.name), key, tensors, hint)
    return Quantity(name, name, "tensor", lambda _: tensors[key]), tensors[key]


def values(part: Part) -> Iterator[tuple[Quantity, Value]]:
    """Every value that `part` has."""
    for one in QUANTITIES:
        found = one.value(part)
        if found is not None:
            yield one, found
    for name in part.row.tensors() if part.row else ():
        yield _tensor(part, TENSORS + name)
