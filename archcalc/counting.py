"""How a source may count otherwise than archcalc does: one row a way.

Published figures name the ways of their source; the judge tries each on a number that is wrong.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from math import prod
from typing import Any, NamedTuple

from archcalc.analysis import LayerResult
from archcalc.lang import say
from archcalc.memory import DTYPES
from archcalc.quantities import Part, Quantity
from archcalc.units import shape

_SUMS = frozenset(
    {"params", "multiplies", "elementwise", "activations", "params_bytes", "activations_bytes"}
)
_WRITTEN = frozenset({"activations", "activations_bytes"})
_WEIGHTS = frozenset({"params", "params_bytes"})


class Way(NamedTuple):
    """One way of counting: the field of a figure's `counting` that means it, what it is called in
    a list, what it is called as a slip, the quantities that it changes, whether it is about whole
    networks only, and what it gives."""

    key: str
    meant: object
    sentence: str
    slip: str
    of: frozenset[str]
    gives: Callable[[Part, Quantity, int], int]
    whole: bool = False

    def applies(self, part: Part, kind: Quantity) -> bool:
        """Whether it changes this quantity of this part at all."""
        return kind.key in self.of and not (self.whole and part.path)


def is_weighted(row: LayerResult) -> bool:
    """A convolution or linear layer."""
    return row.layer.op.role == "weighted"


def is_convolution(row: LayerResult) -> bool:
    """A weighted layer whose output has positions."""
    return is_weighted(row) and len(row.out_shape) > 1


def biases(rows: tuple[LayerResult, ...]) -> int:
    """How many of the parameters are biases of convolutions and linear layers."""
    return sum(
        prod(row.tensors().get("bias", (0,))) for row in rows if row.params and is_weighted(row)
    )


def width(part: Part, kind: Quantity) -> int:
    """Bytes of one value where bytes are counted, else 1."""
    return DTYPES[part.analysis.dtype] if kind.kind == "bytes" else 1


def _whole(part: Part, kind: Quantity) -> int:
    value = kind.value(part)
    assert isinstance(value, int), f"{part.name}.{kind.key} is no sum"
    return value


def _of(chosen: Callable[[LayerResult], bool]) -> Callable[[Part, Quantity, int], int]:
    return lambda part, kind, _: _whole(part.of(filter(chosen, part.rows)), kind)


def _without_biases(part: Part, kind: Quantity, value: int) -> int:
    return value - width(part, kind) * biases(part.rows)


def _with_heads(part: Part, kind: Quantity, value: int) -> int:
    analysis = part.analysis
    return value if analysis.with_aux else value + _whole(part.of(analysis.aux), kind)


def _with_input(part: Part, kind: Quantity, value: int) -> int:
    return value + width(part, kind) * part.analysis.batch * prod(part.analysis.input)


def _twice(_: Part, __: Quantity, value: int) -> int:
    return 2 * value


WAYS = (
    Way(
        "conv_only", True, "convolutions only", "Only the convolutions are counted",
        _SUMS, _of(is_convolution),
    ),
    Way(
        "weighted_only", True, "convolutions and linear layers only",
        "Only convolutions and linear layers are counted", _SUMS, _of(is_weighted),
    ),
    Way("bias", False, "weights only", "", _WEIGHTS, _without_biases),
    Way(
        "with_aux", True, "auxiliary heads counted, too", "The auxiliary heads are counted, too",
        _SUMS, _with_heads, whole=True,
    ),
    Way(
        "with_input", True, "the input counted, too",
        "The input is counted as activations, too", _WRITTEN, _with_input, whole=True,
    ),
    Way(
        "with_gradients", True, "values and their gradients",
        "Values and their gradients are counted", _WRITTEN, _twice,
    ),
    Way(
        "flops", True, "multiplies and adds counted apart",
        "Multiplies and adds are counted apart (FLOPs)", frozenset({"multiplies"}), _twice,
    ),
)  # fmt: skip


def counted(part: Part, kind: Quantity, counting: Mapping[str, Any], value: int) -> int:
    """`value`, of `part`, as a source counts it (K apart, which is a matter of writing)."""
    for way in WAYS:
        if counting.get(way.key) == way.meant and way.applies(part, kind):
            value = way.gives(part, kind, value)
    return value


def ways(counting: Mapping[str, Any], of: str = "") -> Iterator[str]:
    """How a source counts otherwise, in words; of one quantity what concerns it."""
    for way in WAYS:
        if counting.get(way.key) == way.meant and (not of or of in way.of):
            yield say(way.sentence)
    if counting.get("unit_K") == 1024:
        yield say("K = 1024")
    if counting.get("input"):
        yield say("on {input}", input=shape(counting["input"]))
