"""Random attributes and inputs for every operation, so that laws and random networks share them.

They need not fit together. An operation has its row here or, without one, those of its examples.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import prod
from random import Random
from typing import Any, TypeVar

from archcalc.errors import ShapeError
from archcalc.ops.base import Dims, Op, make_plan, per_axis

CHANNELS = (1, 2, 3, 4, 6, 8, 12, 30)
MOST_VALUES = 6_000
MOST_MULTIPLIES = 1_000_000
"""The most that one layer of a random network holds and costs."""
Values = dict[str, Any]
T = TypeVar("T")


def attributes(rng: Random, model: type[Op], shape: Dims) -> Values:
    """Attributes for an operation of this kind on an input of this shape."""
    if model.kind in ATTRIBUTES:
        return ATTRIBUTES[model.kind](rng, shape)
    return dict(rng.choice(model.examples).attributes) if model.examples else {}


def one_or_each(rng: Random, rank: int, draw: Callable[[], T]) -> T | tuple[T, ...]:
    """One value for all axes, or one an axis."""
    return draw() if rng.random() < 0.5 else tuple(draw() for _ in range(rank))


def sizes(rng: Random, rank: int, largest: int) -> Dims:
    """A size along each axis."""
    return tuple(rng.randint(1, largest) for _ in range(rank))


def _coin(rng: Random) -> bool:
    return rng.random() < 0.5


def _each(rng: Random, shape: Dims, low: int, high: int) -> Any:
    return one_or_each(rng, len(shape) - 1, lambda: rng.randint(low, high))


def _window(rng: Random, shape: Dims, kernels: int, dilations: int) -> Values:
    found = {
        "kernel_size": _each(rng, shape, 1, kernels),
        "stride": _each(rng, shape, 1, 4) if rng.random() < 0.6 else 1,
    }
    if dilations > 1 and _coin(rng):
        found["dilation"] = _each(rng, shape, 1, dilations)
    return found


def _amount(rng: Random, most: int) -> Any:
    """The same before and after, or one each."""
    pair = (rng.randint(0, most), rng.randint(0, most))
    return pair if _coin(rng) else pair[0]


def _padding(rng: Random, shape: Dims, most: int) -> Any:
    kind = rng.randint(0, 3)
    if kind < 2:
        return rng.randint(0, most)
    if kind == 2:
        return tuple(_amount(rng, most) for _ in shape[1:])
    return rng.choice(("same", "valid"))


def _conv(rng: Random, shape: Dims) -> Values:
    groups = rng.choice((1, 1, 2, 3, shape[0]))
    return _window(rng, shape, 5, 3) | {
        "out_channels": rng.choice(CHANNELS) * rng.choice((1, groups)),
        "padding": _padding(rng, shape, 4),
        "groups": groups,
        "bias": _coin(rng),
    }


def _conv_transpose(rng: Random, shape: Dims) -> Values:
    return _conv(rng, shape) | {
        "padding": _each(rng, shape, 0, 2),
        "output_padding": _each(rng, shape, 0, 2),
    }


def _maxpool(rng: Random, shape: Dims, dilations: int = 2) -> Values:
    found = _window(rng, shape, 5, dilations) | {
        "padding": _padding(rng, shape, 2),
        "ceil_mode": _coin(rng),
    }
    if _coin(rng):
        del found["stride"]
    return found


def _avgpool(rng: Random, shape: Dims) -> Values:
    return _maxpool(rng, shape, dilations=1)


def _adaptive(rng: Random, shape: Dims) -> Values:
    return {"output_size": _each(rng, shape, 1, 9)}


def _partial_conv(rng: Random, shape: Dims) -> Values:
    """Now and then a map is read that is not there."""
    maps = range(rng.choice((shape[0], shape[0], shape[0] + 1)))
    return _window(rng, shape, 5, 3) | {
        "connections": tuple(_some(rng, maps, 4) for _ in range(rng.randint(1, 5))),
        "padding": _padding(rng, shape, 4),
        "bias": _coin(rng),
    }


def _some(rng: Random, values: Sequence[int], most: int) -> tuple[int, ...]:
    left = list(values)
    return tuple(
        left.pop(rng.randrange(len(left))) for _ in range(rng.randint(1, min(most, len(left))))
    )


def _subsampling(rng: Random, shape: Dims) -> Values:
    found = _window(rng, shape, 5, 1) | {"padding": _padding(rng, shape, 2)}
    if _coin(rng):
        del found["stride"]
    return found


ATTRIBUTES: dict[str, Callable[[Random, Dims], Values]] = {
    "adaptive_avgpool": _adaptive,
    "adaptive_maxpool": _adaptive,
    "avgpool": _avgpool,
    "batchnorm": lambda rng, _: {"affine": _coin(rng)},
    "conv": _conv,
    "conv_transpose": _conv_transpose,
    "crop": lambda rng, shape: {"size": _each(rng, shape, 1, 24)},
    "dropout": lambda rng, _: {"p": rng.choice((0.0, 0.4, 1.0))},
    "groupnorm": lambda rng, _: {"num_groups": rng.choice((1, 2, 3)), "affine": _coin(rng)},
    "layernorm": lambda rng, _: {"elementwise_affine": _coin(rng)},
    "leakyrelu": lambda rng, _: {"negative_slope": rng.choice((0.01, 0.2))},
    "linear": lambda rng, _: {"out_features": rng.choice(CHANNELS), "bias": _coin(rng)},
    "lrn": lambda rng, _: {"size": rng.randint(1, 7)},
    "maxpool": _maxpool,
    "pad": lambda rng, shape: {
        "padding": rng.randint(0, 4) if _coin(rng) else tuple(_amount(rng, 4) for _ in shape[1:])
    },
    "partial_conv": _partial_conv,
    "rbf": lambda rng, _: {"out_features": rng.choice(CHANNELS)},
    "subsample": lambda rng, shape: {
        "stride": _each(rng, shape, 1, 4),
        "out_channels": None if _coin(rng) else rng.randint(1, 40),
    },
    "subsampling": _subsampling,
    "upsample": lambda rng, shape: {
        "scale_factor": _each(rng, shape, 1, 4),
        "mode": rng.choice(("nearest", "linear")),
    },
}


# --- further inputs ------------------------------------------------------------------------------


def _gates(rng: Random, shape: Dims) -> list[Dims]:
    return [tuple(rng.choice((1, size)) for size in shape) for _ in range(rng.randint(1, 2))]


def _target(rng: Random, shape: Dims) -> list[Dims]:
    inside = (rng.choice(CHANNELS), *(rng.randint(1, size) for size in shape[1:]))
    return [inside] if _coin(rng) else []


INPUTS: dict[str, Callable[[Random, Dims], list[Dims]]] = {
    "add": lambda rng, shape: [shape] * rng.randint(1, 3),
    "concat": lambda rng, shape: [
        (rng.choice(CHANNELS), *shape[1:]) for _ in range(rng.randint(1, 3))
    ],
    "crop": _target,
    "multiply": _gates,
}
"""The shapes that an operation reads beside its first input's."""


# --- where PyTorch differs on purpose ------------------------------------------------------------


def one_value_to_normalise(op: Any, shapes: tuple[Dims, ...], batch: int) -> bool:
    """PyTorch's group_norm refuses a group of one value even at inference."""
    if op.kind != "groupnorm":
        return False
    channels, *spatial = shapes[0]
    return bool(batch * channels // op.num_groups * prod(spatial) == 1)


def padding_makes_room(op: Any, shapes: tuple[Dims, ...], batch: int) -> bool:
    """AvgPool3d alone refuses an input smaller than its kernel though padding makes room."""
    if op.kind != "avgpool" or len(shapes[0]) != 4:
        return False
    kernels = per_axis(op.kernel_size, 3, "kernel_size")
    return any(size < kernel for size, kernel in zip(shapes[0][1:], kernels, strict=True))


def uneven_pool(op: Any, shapes: tuple[Dims, ...], batch: int) -> bool:
    """PyTorch pools pad evenly; a padding layer before one neither rounds up nor is bounded."""
    if op.kind not in ("avgpool", "maxpool"):
        return False
    rank = len(shapes[0]) - 1
    kernels = per_axis(op.kernel_size, rank, "kernel_size")
    beyond = any(max(pair) > size // 2 for pair, size in zip(op.pads(rank), kernels, strict=True))
    pairs = (*op.pads(rank), *op.pads_for(shapes))
    return any(a != b for a, b in pairs) and (op.ceil_mode or beyond)


DIFFERENCES = (one_value_to_normalise, padding_makes_room, uneven_pool)


def differs(op: Op, shapes: tuple[Dims, ...], batch: int = 1) -> bool:
    """Whether PyTorch has no layer for what this operation says of these inputs."""
    return any(difference(op, shapes, batch) for difference in DIFFERENCES)


# --- what fits ---------------------------------------------------------------------------------


def plain(value: Any) -> Any:
    """Tuples as lists, as YAML gives them."""
    if isinstance(value, dict):
        return {key: plain(inner) for key, inner in value.items()}
    return [plain(inner) for inner in value] if isinstance(value, tuple) else value


def small(shape: Dims) -> bool:
    """Whether a random network may hold so much."""
    return prod(shape) <= MOST_VALUES


def fitting(model: type[Op], values: Values, shapes: tuple[Dims, ...]) -> Dims | None:
    """The output's shape, unless it does not fit, is large, or PyTorch has no such layer."""
    op = model(**values)
    try:
        out, _, multiplies, _ = make_plan(op, shapes).run(1, shapes)
    except ShapeError:
        return None
    fits = small(out) and multiplies <= MOST_MULTIPLIES and not differs(op, shapes)
    return out if fits else None
