"""Random operations with inputs, so that every law meets every op.

An operation has a strategy for its attributes here or, without one, those of its worked examples.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from hypothesis import assume
from hypothesis import strategies as st

from archcalc.errors import ShapeError
from archcalc.ops import registry
from archcalc.ops.base import Dims, Op, Plan, Result, make_plan

Draw = Callable[[st.SearchStrategy[Any]], Any]


class Case(NamedTuple):
    """An operation and the shapes it is given; they need not fit."""

    op: Op
    shapes: tuple[Dims, ...]

    @property
    def rank(self) -> int:
        return len(self.shapes[0]) - 1


@st.composite
def cases(draw: Draw, kind: str, largest: int = 24) -> Case:
    """An operation of `kind` with input shapes of sizes up to `largest` along each axis."""
    model = registry()[kind]
    rank = draw(st.sampled_from(model.ranks))
    shape = (draw(channels), *draw(sizes(rank, largest)))
    if kind not in ATTRIBUTES and kind not in INPUTS:
        return _from_example(draw, model, shape)
    attributes = ATTRIBUTES.get(kind, _nothing)(draw, shape)
    others = INPUTS.get(kind, _no_more)(draw, shape)
    return Case(model(**attributes), (shape, *others))


def _from_example(draw: Draw, model: type[Op], shape: Dims) -> Case:
    """The attributes of a worked example, on its inputs or on others, as many as there may be."""
    example = draw(st.sampled_from(model.examples))
    low, high = model.arity
    others = (shape,) * draw(st.integers(low, min(high, low + 2)))
    return Case(model(**example.attributes), draw(st.sampled_from([example.inputs, others])))


channels = st.sampled_from([1, 2, 3, 4, 6, 8, 12, 30])


def sizes(rank: int, largest: int) -> st.SearchStrategy[tuple[int, ...]]:
    return st.tuples(*[st.integers(1, largest)] * rank)


def one_or_each(values: st.SearchStrategy[Any], rank: int) -> st.SearchStrategy[Any]:
    """One value for all axes, or one an axis."""
    return values | st.tuples(*[values] * rank)


def run(op: Op, *shapes: Dims, batch: int = 1) -> Result:
    return make_plan(op, shapes).run(batch, shapes)


def fitting(data: st.DataObject, kind: str) -> tuple[Case, Plan, Result]:
    """A random case that fits, with its numbers for a batch of one."""
    case = data.draw(cases(kind))
    try:
        plan = make_plan(case.op, case.shapes)
        return case, plan, plan.run(1, case.shapes)
    except ShapeError:
        assume(False)
        raise


# --- attributes ----------------------------------------------------------------------------------


def _nothing(draw: Draw, shape: Dims) -> dict[str, Any]:
    return {}


def _window(draw: Draw, shape: Dims, kernels: int, dilations: int) -> dict[str, Any]:
    rank = len(shape) - 1
    found = {
        "kernel_size": draw(one_or_each(st.integers(1, kernels), rank)),
        "stride": draw(one_or_each(st.integers(1, 4), rank)),
    }
    if draw(st.booleans()):
        found["dilation"] = draw(one_or_each(st.integers(1, dilations), rank))
    return found


def _padding(rank: int, most: int) -> st.SearchStrategy[Any]:
    amount = st.integers(0, most)
    pair = st.tuples(amount, amount)
    each = st.tuples(*[amount | pair] * rank)
    return amount | each | st.sampled_from(["same", "valid"])


def _conv(draw: Draw, shape: Dims) -> dict[str, Any]:
    groups = draw(st.sampled_from([1, 1, 2, 3, shape[0]]))
    return _window(draw, shape, 5, 3) | {
        "out_channels": draw(channels) * draw(st.sampled_from([1, groups])),
        "padding": draw(_padding(len(shape) - 1, 4)),
        "groups": groups,
        "bias": draw(st.booleans()),
    }


def _conv_transpose(draw: Draw, shape: Dims) -> dict[str, Any]:
    rank = len(shape) - 1
    return _conv(draw, shape) | {
        "padding": draw(one_or_each(st.integers(0, 2), rank)),
        "output_padding": draw(one_or_each(st.integers(0, 2), rank)),
    }


def _maxpool(draw: Draw, shape: Dims) -> dict[str, Any]:
    found = _window(draw, shape, 5, 2) | {
        "padding": draw(_padding(len(shape) - 1, 2)),
        "ceil_mode": draw(st.booleans()),
    }
    if draw(st.booleans()):
        del found["stride"]
    return found


def _avgpool(draw: Draw, shape: Dims) -> dict[str, Any]:
    found = _maxpool(draw, shape)
    found.pop("dilation", None)
    return found


def _adaptive(draw: Draw, shape: Dims) -> dict[str, Any]:
    return {"output_size": draw(one_or_each(st.integers(1, 9), len(shape) - 1))}


def _pad(draw: Draw, shape: Dims) -> dict[str, Any]:
    amount = st.integers(0, 4)
    each = st.tuples(*[amount | st.tuples(amount, amount)] * (len(shape) - 1))
    return {"padding": draw(amount | each)}


def _upsample(draw: Draw, shape: Dims) -> dict[str, Any]:
    factor = one_or_each(st.integers(1, 4), len(shape) - 1)
    return {"scale_factor": draw(factor), "mode": draw(st.sampled_from(["nearest", "linear"]))}


def _partial_conv(draw: Draw, shape: Dims) -> dict[str, Any]:
    """Now and then a map is read that is not there."""
    few = draw(st.sampled_from([shape[0], shape[0], shape[0] + 1]))
    maps = st.lists(st.integers(0, few - 1), min_size=1, max_size=4, unique=True).map(tuple)
    return _window(draw, shape, 5, 3) | {
        "connections": tuple(draw(st.lists(maps, min_size=1, max_size=5))),
        "padding": draw(_padding(len(shape) - 1, 4)),
        "bias": draw(st.booleans()),
    }


def _subsampling(draw: Draw, shape: Dims) -> dict[str, Any]:
    found = _window(draw, shape, 5, 1) | {"padding": draw(_padding(len(shape) - 1, 2))}
    if draw(st.booleans()):
        del found["stride"]
    return found


def _subsample(draw: Draw, shape: Dims) -> dict[str, Any]:
    return {
        "stride": draw(one_or_each(st.integers(1, 4), len(shape) - 1)),
        "out_channels": draw(st.none() | st.integers(1, 40)),
    }


ATTRIBUTES: dict[str, Callable[[Draw, Dims], dict[str, Any]]] = {
    "adaptive_avgpool": _adaptive,
    "adaptive_maxpool": _adaptive,
    "avgpool": _avgpool,
    "batchnorm": lambda draw, _: {"affine": draw(st.booleans())},
    "conv": _conv,
    "conv_transpose": _conv_transpose,
    "crop": lambda draw, shape: {"size": draw(one_or_each(st.integers(1, 24), len(shape) - 1))},
    "dropout": lambda draw, _: {"p": draw(st.sampled_from([0.0, 0.4, 1.0]))},
    "groupnorm": lambda draw, _: {
        "num_groups": draw(st.sampled_from([1, 2, 3])),
        "affine": draw(st.booleans()),
    },
    "layernorm": lambda draw, _: {"elementwise_affine": draw(st.booleans())},
    "leakyrelu": lambda draw, _: {"negative_slope": draw(st.sampled_from([0.01, 0.2]))},
    "linear": lambda draw, _: {"out_features": draw(channels), "bias": draw(st.booleans())},
    "lrn": lambda draw, _: {"size": draw(st.integers(1, 7))},
    "maxpool": _maxpool,
    "pad": _pad,
    "partial_conv": _partial_conv,
    "rbf": lambda draw, _: {"out_features": draw(channels)},
    "subsample": _subsample,
    "subsampling": _subsampling,
    "upsample": _upsample,
}


# --- further inputs ------------------------------------------------------------------------------


def _no_more(draw: Draw, shape: Dims) -> list[Dims]:
    return []


def _alike(draw: Draw, shape: Dims) -> list[Dims]:
    return [shape] * draw(st.integers(1, 3))


def _channels_apart(draw: Draw, shape: Dims) -> list[Dims]:
    return [(draw(channels), *shape[1:]) for _ in range(draw(st.integers(1, 3)))]


def _gates(draw: Draw, shape: Dims) -> list[Dims]:
    gate = st.tuples(*[st.sampled_from([1, size]) for size in shape])
    return draw(st.lists(gate, min_size=1, max_size=2))


def _target(draw: Draw, shape: Dims) -> list[Dims]:
    inside = st.tuples(channels, *[st.integers(1, size) for size in shape[1:]])
    return [draw(inside)] if draw(st.booleans()) else []


INPUTS: dict[str, Callable[[Draw, Dims], list[Dims]]] = {
    "add": _alike,
    "concat": _channels_apart,
    "crop": _target,
    "multiply": _gates,
}
