"""A layer as the call that makes its PyTorch module: what an operation's twin would call.

The twin gets a stand-in for ``torch.nn`` that takes down what is called, so each operation's rule
is written once. Operations that ``torch.nn`` lacks have a helper class (see helpers.py).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from archcalc.ops.base import Dims, Op
from archcalc.ops.window import WindowOp, padding_module

DEFAULTS: dict[str, Any] = {
    "stride": 1, "padding": 0, "dilation": 1, "groups": 1, "bias": True, "ceil_mode": False,
    "affine": True, "elementwise_affine": True, "output_padding": 0, "alpha": 1e-4, "beta": 0.75,
    "k": 1.0,
}  # fmt: skip
"""Keywords that go unsaid at these values, as PyTorch has them."""

_POSITIONS = {
    "Conv": ("in_channels", "out_channels", "kernel_size"),
    "Linear": ("in_features", "out_features"),
    "BatchNorm": ("channels",),
    "MaxPool": ("kernel_size",),
    "AvgPool": ("kernel_size",),
}


class Call(NamedTuple):
    """`head` called with `values`, the first `positional` of them without their names.

    A `merge` takes several values and is no module: `head` is how it is written.
    """

    head: str
    values: tuple[tuple[str, Any], ...] = ()
    positional: int = 0
    merge: bool = False
    light: bool = False
    """A normalisation, activation or the like: it goes on the line of what it follows."""


class _Recorded:
    """What the stand-in for ``torch.nn`` gives for a module."""

    def __init__(self, name: str, args: tuple[Any, ...], keywords: dict[str, Any]) -> None:
        self.name, self.args, self.keywords = name, args, keywords


class _Recorder:
    """A stand-in for ``torch.nn``."""

    def __getattr__(self, name: str) -> Callable[..., _Recorded]:
        return lambda *args, **keywords: _Recorded(name, args, keywords)


def calls_of(op: Op, shapes: tuple[Dims, ...]) -> tuple[Call, ...]:
    """The calls that make one layer's module, in the order in which they run."""
    own = _OWN.get(op.kind)
    if own is not None:
        return (own(op, shapes),)
    made = op.twin(_Recorder(), shapes)
    light = op.role in ("norm", "activation", "inactive")
    call = _call(made.name, made.args, made.keywords, light)
    if type(made) is _Recorded or not isinstance(op, WindowOp):
        return (call,)
    pads = padding_module(_Recorder(), op.pads_for(shapes), getattr(op, "padded", 0.0))
    return _call(pads.name, pads.args, pads.keywords, False), call


def _call(name: str, args: tuple[Any, ...], keywords: dict[str, Any], light: bool) -> Call:
    names = next((names for start, names in _POSITIONS.items() if name.startswith(start)), ())
    pairs = [
        (names[i] if i < len(names) else f"argument{i}", _short(a)) for i, a in enumerate(args)
    ]
    pairs += [(key, _short(value)) for key, value in keywords.items()]
    return Call(f"nn.{name}", tuple(pairs), len(args), light=light)


def _short(value: Any) -> Any:
    """One number for the same along every axis."""
    alike = isinstance(value, tuple) and value and value.count(value[0]) == len(value)
    return value[0] if alike else value


# --- what torch.nn has no module for -------------------------------------------------------------


def _subsample(op: Any, shapes: tuple[Dims, ...]) -> Call:
    channels = shapes[0][0]
    out = op.out_channels or channels
    pairs = (("in_channels", channels), ("out_channels", out), ("stride", _short(op.stride)))
    return Call("Subsample", pairs, 2)


def _partial(op: Any, shapes: tuple[Dims, ...]) -> Call:
    rank = len(shapes[0]) - 1
    pairs = (
        ("connections", op.connections),
        ("kernel_size", _each(op.kernel_size, rank)),
        ("stride", _short(op.strides(rank))),
        ("padding", _padding(op.pads_for(shapes))),
        ("dilation", _short(op.dilation)),
        ("bias", op.bias),
    )
    return Call("PartialConv", pairs, 2)


def _subsampling(op: Any, shapes: tuple[Dims, ...]) -> Call:
    rank = len(shapes[0]) - 1
    pairs = (
        ("channels", shapes[0][0]),
        ("kernel_size", _each(op.kernel_size, rank)),
        ("strides", _each(op.strides(rank), rank)),
        ("padding", _padding(op.pads_for(shapes))),
    )
    return Call("TrainableSubsampling", pairs, 3)


def _each(value: Any, rank: int) -> tuple[int, ...]:
    return value if isinstance(value, tuple) else (value,) * rank


def _padding(pairs: tuple[tuple[int, int], ...]) -> Any:
    """What ``F.pad`` takes, which names the last axis first; 0 where there is none."""
    flat = tuple(amount for pair in reversed(pairs) for amount in pair)
    return flat if any(flat) else 0


def _rbf(op: Any, shapes: tuple[Dims, ...]) -> Call:
    return Call("RBF", (("in_features", shapes[0][0]), ("out_features", op.out_features)), 2)


def _layer_norm(op: Any, shapes: tuple[Dims, ...]) -> Call:
    pairs = (("channels", shapes[0][0]), ("elementwise_affine", op.elementwise_affine))
    return Call("ChannelLayerNorm", pairs, 1, light=True)


def _crop(op: Any, shapes: tuple[Dims, ...]) -> Call:
    if len(shapes) == 2:
        return Call("crop_like({}, {})", merge=True)
    return Call("Crop", (("size", op.target(shapes)),), 1)


def _multiply(op: Any, shapes: tuple[Dims, ...]) -> Call:
    axes = [len(shapes[0]) - len(gate) for gate in shapes]
    names = ["{}" + f"[...{', None' * more}]" * (more > 0) for more in axes]
    return Call(" * ".join(names), merge=True)


_OWN: dict[str, Callable[[Any, tuple[Dims, ...]], Call]] = {
    "add": lambda _, shapes: Call(" + ".join(["{}"] * len(shapes)), merge=True),
    "concat": lambda _, shapes: Call("torch.cat", merge=True),
    "multiply": _multiply,
    "crop": _crop,
    "subsample": _subsample,
    "partial_conv": _partial,
    "subsampling": _subsampling,
    "rbf": _rbf,
    "layernorm": _layer_norm,
}
