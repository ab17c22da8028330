"""The shape rule that convolution and pooling share: a window sliding along each axis.

Dumoulin & Visin 2016, "A guide to convolution arithmetic for deep learning", relationships 5
(padding, stride), 15 (dilation); ceil mode as in Caffe and PyTorch, whose last window must start
inside the input or its leading padding.
"""

from __future__ import annotations

from typing import Annotated, Any, ClassVar, Literal

from archcalc.lang import say
from archcalc.ops.attributes import Described
from archcalc.ops.base import (
    AXES,
    Dims,
    NonNegative,
    Op,
    PerAxis,
    Window,
    Windows,
    check_axes,
    per_axis,
)

_DETAILS = {
    "stride": "stride {value}",
    "padding": "padding {value}",
    "dilation": "dilation {value}",
    "groups": "groups {value}",
}
Pair = tuple[NonNegative, NonNegative]
Padding = Annotated[
    NonNegative | Literal["same", "valid"] | tuple[NonNegative | Pair, ...],
    Described("One number, one an axis, [before, after] an axis, 'same' or 'valid'."),
]
_SIDES = {
    "l": ("left", "right"),
    "t": ("front", "back"),
    "h": ("top", "bottom"),
    "w": ("left", "right"),
}


class WindowOp(Op):
    """A window of `kernel_size`, moved by `stride` over the padded input."""

    ranks: ClassVar[tuple[int, ...]] = (1, 2, 3)

    kernel_size: PerAxis
    stride: PerAxis | None = None
    padding: Padding = 0
    dilation: PerAxis = 1

    def rounds_up(self) -> bool:
        """Whether a last, partial window counts (pooling's ceil mode)."""
        return False

    def strides(self, rank: int) -> Dims:
        """The stride along each axis; a pool's is its kernel where none is given, as in PyTorch."""
        value = self.kernel_size if self.stride is None else self.stride
        return per_axis(value, rank, "stride")

    def spans(self, rank: int) -> Dims:
        """What one window covers along each axis: K_eff = D(K − 1) + 1."""
        sizes = per_axis(self.kernel_size, rank, "kernel_size")
        gaps = per_axis(self.dilation, rank, "dilation")
        return tuple(d * (k - 1) + 1 for k, d in zip(sizes, gaps, strict=True))

    def pads(self, rank: int) -> tuple[Pair, ...]:
        """Padding before and after along each axis. 'same' with a stride is not asked here."""
        if self.padding == "valid":
            return ((0, 0),) * rank
        if self.padding == "same":
            return tuple(((s - 1) // 2, (s - 1) - (s - 1) // 2) for s in self.spans(rank))
        return padding_pairs(self.padding, rank)

    def same_strided(self, rank: int) -> bool:
        """'same' with a stride pads as TensorFlow does, so that the output is ⌈H/S⌉."""
        return self.padding == "same" and max(self.strides(rank)) > 1

    def window_by_size(self) -> bool:
        """'same' with a stride pads by the input's size."""
        return self.padding == "same"

    def window_symbols(self, rank: int) -> dict[str, int]:
        """K, S, P and D along each axis."""
        axes = AXES[rank]
        symbols = dict(
            zip(
                (f"K_{a}" for a in axes),
                per_axis(self.kernel_size, rank, "kernel_size"),
                strict=True,
            )
        )
        symbols |= zip((f"S_{a}" for a in axes), self.strides(rank), strict=True)
        symbols |= zip(
            (f"D_{a}" for a in axes), per_axis(self.dilation, rank, "dilation"), strict=True
        )
        for axis, pair in zip(axes, self.pads(rank), strict=True):
            symbols |= padding_symbols(axis, pair)
        return symbols

    def spans_where(self, rank: int) -> tuple[tuple[str, str], ...]:
        """K_eff along each axis as a named sub-formula."""
        return tuple((f"K_eff_{a}", f"D_{a}*(K_{a} - 1) + 1") for a in AXES[rank])

    def taps(self, rank: int) -> tuple[str, ...]:
        """The window's positions, and those it skips."""
        return tuple(f"K_eff_{a}" for a in AXES[rank])

    def sizes(self, rank: int) -> tuple[str, ...]:
        """The output size along each axis."""
        if self.same_strided(rank):
            return tuple(f"ceil({a.upper()}/S_{a})" for a in AXES[rank])
        return tuple(map(self._size, AXES[rank], self.pads(rank)))

    def _size(self, axis: str, pads: Pair) -> str:
        size, before = axis.upper(), next(iter(padding_symbols(axis, pads)))
        span = f"({size} + {padding_total(axis, pads)} - K_eff_{axis})/S_{axis}"
        if not self.rounds_up():
            return f"floor({span}) + 1"
        return f"min(ceil({span}) + 1, ceil(({size} + {before})/S_{axis}))"

    def windows(self, shapes: tuple[Dims, ...]) -> Windows:
        """The window along each axis; 'same' with a stride pads by the input's size."""
        rank = len(shapes[0]) - 1
        spans, strides = self.spans(rank), self.strides(rank)
        return tuple(
            Window(taps=k, stride=s, before=before)
            for k, s, (before, _) in zip(spans, strides, self.pads_for(shapes), strict=True)
        )

    def pads_for(self, shapes: tuple[Dims, ...]) -> tuple[Pair, ...]:
        """Padding before and after along each axis of this very input."""
        rank = len(shapes[0]) - 1
        if not self.same_strided(rank):
            return self.pads(rank)
        pairs = []
        for size, stride, span in zip(
            shapes[0][1:], self.strides(rank), self.spans(rank), strict=True
        ):
            total = max((-(-size // stride) - 1) * stride + span - size, 0)
            pairs.append((total // 2, total - total // 2))
        return tuple(pairs)

    def details(self, **unsaid: int) -> str:
        """``, stride 4, padding 2``: each attribute named, unless its value goes unsaid."""
        text = ""
        for name, default in unsaid.items():
            value = getattr(self, name)
            word = value if isinstance(value, str) else times(value)
            if word != str(default):
                text += f", {say(_DETAILS[name], value=word)}"
        return text

    def brief(self, rank: int = 2) -> str:
        """``7×7/2``; a dilated window says so."""
        text = times(self.kernel_size, rank)
        stride = self.kernel_size if self.stride is None else self.stride
        if stride not in (1, (1, 1), (1,), (1, 1, 1)):
            text += f"/{times(stride)}"
        if self.dilation not in (1, (1, 1), (1,), (1, 1, 1)):
            text += f" d{times(self.dilation)}"
        return text


def padding_pairs(padding: int | tuple[int | Pair, ...], rank: int) -> tuple[Pair, ...]:
    """Padding before and after along each axis. Raises ShapeError for another number of axes."""
    values = padding if isinstance(padding, tuple) else (padding,) * rank
    check_axes("padding", len(values), rank)
    return tuple((v, v) if isinstance(v, int) else v for v in values)


def padding_symbols(axis: str, pair: Pair) -> dict[str, int]:
    """P_h where both sides agree, otherwise P_top and P_bottom."""
    if pair[0] == pair[1]:
        return {f"P_{axis}": pair[0]}
    return dict(zip((f"P_{side}" for side in _SIDES[axis]), pair, strict=True))


def padding_total(axis: str, pair: Pair) -> str:
    """What padding adds along an axis, as a formula."""
    names = tuple(padding_symbols(axis, pair))
    return " + ".join(names) if len(names) > 1 else f"2*{names[0]}"


def padding_module(nn: Any, pairs: tuple[Pair, ...], value: float = 0.0) -> Any:
    """``nn.ConstantPad1d`` to ``nn.ConstantPad3d``, which name the last axis first."""
    flat = tuple(amount for pair in reversed(pairs) for amount in pair)
    return getattr(nn, f"ConstantPad{len(pairs)}d")(flat, value)


def padded(nn: Any, pairs: tuple[Pair, ...]) -> Any:
    """The same, but no copy where there is nothing to pad."""
    return padding_module(nn, pairs) if any(map(any, pairs)) else nn.Identity()


def times(value: int | tuple[int | Pair, ...], rank: int = 0) -> str:
    """``3×3``, ``1×7``, ``0+1×0+1``; with `rank` 0 what is the same all around stands once."""
    values = (value,) * max(rank, 1) if isinstance(value, int) else value
    if not rank and len(set(values)) == 1:
        values = values[:1]
    return "×".join(str(v) if isinstance(v, int) else f"{v[0]}+{v[1]}" for v in values)
