"""LeNet's trainable subsampling: a window's sum, scaled and shifted for each map."""

from __future__ import annotations

from math import prod
from typing import Any, ClassVar

from archcalc.errors import ShapeError
from archcalc.lang import say
from archcalc.ops.base import AXES, Dims, Example, Role, Rules, output_names, per_axis, product
from archcalc.ops.module import module
from archcalc.ops.window import WindowOp, padded, times


class Subsampling(WindowOp):
    """The sum of each window times a coefficient plus a bias, both learned, one pair a channel.

    LeCun et al. 1998, section II.B. Work on each output value: K − 1 additions, a multiplication
    and the bias. It multiplies by no weights of its own for each input, so it has 0 multiplies.
    """

    kind: ClassVar[str] = "subsampling"
    summary: ClassVar[str] = "Each window's sum, times a coefficient plus a bias for each channel."
    role: ClassVar[Role] = "pool"
    keeps: ClassVar[frozenset[str]] = frozenset({"input"})
    kept_maps: ClassVar[int] = 1  # the sums, for the coefficient's gradient
    examples: ClassVar[tuple[Example, ...]] = (
        Example(
            attributes={"kernel_size": 2},
            inputs=((6, 28, 28),),
            out=(6, 14, 14),
            params=12,
            multiplies=0,
            elementwise=5_880,
            source="LeNet-5 S2, LeCun et al. 1998, section II.B: 12 trainable parameters, "
            "5,880 connections",
        ),
    )

    def rules(self, rank: int, arity: int) -> Rules:
        """The channels stay; each axis follows the window rule."""
        kernel = product(tuple(f"K_{a}" for a in AXES[rank]))
        links = f"N*({product(output_names(rank)[1:])}*C)*({kernel} + 1)"
        return Rules(
            out=("C", *self.sizes(rank)),
            params="2*C",
            elementwise=links,
            where=self.spans_where(rank),
            tensors=(("weight", ("C",)), ("bias", ("C",))),
            connections=links,
        )

    def symbols(self, rank: int) -> dict[str, int]:
        """K, S and P along each axis."""
        if set(per_axis(self.dilation, rank, "dilation")) != {1}:
            raise ShapeError(say("subsampling takes no dilation"))
        return self.window_symbols(rank)

    def describe(self, shapes: tuple[Dims, ...]) -> str:
        """``2×2 trainable subsampling, stride 2``."""
        rank = len(shapes[0]) - 1
        text = say("{window} trainable subsampling", window=times(self.kernel_size, rank))
        text += f", {say('stride {value}', value=times(self.strides(rank)))}"
        return text + self.details(padding=0)

    def twin(self, nn: Any, shapes: tuple[Dims, ...]) -> Any:
        """An average pool times the window's size is the sum."""
        rank, channels = len(shapes[0]) - 1, shapes[0][0]
        kernel = per_axis(self.kernel_size, rank, "kernel_size")
        pad, strides = padded(nn, self.pads_for(shapes)), self.strides(rank)

        def forward(own: Any, x: Any) -> Any:
            sums = getattr(nn, f"AvgPool{rank}d")(kernel, strides)(pad(x)) * prod(kernel)
            each = (channels, *(1,) * rank)
            return sums * own.weight.view(each) + own.bias.view(each)

        return module(nn, forward, {"weight": (channels,), "bias": (channels,)})
