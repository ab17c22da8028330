"""Max and average pooling over a sliding window, floor and ceil mode."""

from __future__ import annotations

from typing import Any, ClassVar

from archcalc.errors import ShapeError
from archcalc.lang import say
from archcalc.ops.base import AXES, Dims, Example, Role, Rules, output_names, per_axis, product
from archcalc.ops.module import behind
from archcalc.ops.window import WindowOp, padding_module, times


class Pool(WindowOp):
    """What both poolings share; each keeps the channels and has no parameters."""

    role: ClassVar[Role] = "pool"
    torch_name: ClassVar[str]
    title: ClassVar[str]
    """What it is called, with its {window}."""
    padded: ClassVar[float]
    """What padding is filled with: a maximum must not find it."""
    work: ClassVar[str]
    """Elementwise operations behind one output value, as a formula of the window {K}."""

    ceil_mode: bool = False

    def rounds_up(self) -> bool:
        """Caffe's default, GoogLeNet's 112 → 56 → 28 → 14 → 7."""
        return self.ceil_mode

    def rules(self, rank: int, arity: int) -> Rules:
        """The channels stay; each axis follows the window rule."""
        kernel = product(tuple(f"K_{a}" for a in AXES[rank]))
        values = product(output_names(rank)[1:])
        return Rules(
            out=("C", *self.sizes(rank)),
            elementwise=f"N*({values}*C)*({self.work.format(K=kernel)})",
            where=self.spans_where(rank),
        )

    def symbols(self, rank: int) -> dict[str, int]:
        """K, S, P and D along each axis."""
        for size, pads in zip(
            per_axis(self.kernel_size, rank, "kernel_size"), self.pads(rank), strict=True
        ):
            # PyTorch's bound: beyond it a window could lie in the padding alone.
            if max(pads) > size // 2:
                raise ShapeError(
                    f"a pool's padding is at most half its kernel: {max(pads)} > {size}/2"
                )
        return self.window_symbols(rank)

    def describe(self, shapes: tuple[Dims, ...]) -> str:
        """``3×3 max pooling, stride 2, rounding up``; the stride is said even where it is 1."""
        rank = len(shapes[0]) - 1
        text = say(self.title, window=times(self.kernel_size, rank))
        text += f", {say('stride {value}', value=times(self.strides(rank)))}"
        text += self.details(padding=0, dilation=1)
        return text + (f", {say('rounding up')}" if self.rounds_up() else "")

    def twin(self, nn: Any, shapes: tuple[Dims, ...]) -> Any:
        """``nn.MaxPool1d`` … ``nn.AvgPool3d``; uneven padding is done to its input."""
        rank = len(shapes[0]) - 1
        pads = self.pads_for(shapes)
        even = all(before == after for before, after in pads)
        dilated = max(per_axis(self.dilation, rank, "dilation")) > 1
        if self.ceil_mode and not even:
            raise NotImplementedError("no PyTorch layer rounds up beside uneven padding")
        module = getattr(nn, f"{self.torch_name}{rank}d")(
            self.kernel_size,
            stride=self.strides(rank),
            padding=tuple(before for before, _ in pads) if even else 0,
            ceil_mode=self.ceil_mode and self.padding != "same",
            **({"dilation": self.dilation} if dilated else {}),
        )
        return module if even else behind(module, padding_module(nn, pads, self.padded))


class MaxPool(Pool):
    """The largest value of each window."""

    kind: ClassVar[str] = "maxpool"
    summary: ClassVar[str] = "Max pooling: the largest value of each window."
    torch_name: ClassVar[str] = "MaxPool"
    title: ClassVar[str] = "{window} max pooling"
    padded: ClassVar[float] = float("-inf")
    work: ClassVar[str] = "{K} - 1"
    keeps: ClassVar[frozenset[str]] = frozenset({"input"})
    kept_bytes: ClassVar[int] = 8  # one int64 index a value
    examples: ClassVar[tuple[Example, ...]] = (
        Example(
            attributes={"kernel_size": 3, "stride": 2},
            inputs=((96, 55, 55),),
            out=(96, 27, 27),
            params=0,
            multiplies=0,
            elementwise=559_872,
            source="AlexNet pool1, Krizhevsky et al. 2012, section 3.4: (55 − 3)/2 + 1 = 27",
        ),
        Example(
            attributes={"kernel_size": 3, "stride": 2, "ceil_mode": True},
            inputs=((64, 112, 112),),
            out=(64, 56, 56),
            params=0,
            multiplies=0,
            elementwise=1_605_632,
            source="GoogLeNet's first max pool, Szegedy et al. 2014, Table 1: 112 → 56",
        ),
    )


class AvgPool(Pool):
    """The mean of each window."""

    kind: ClassVar[str] = "avgpool"
    summary: ClassVar[str] = "Average pooling: the mean of each window."
    torch_name: ClassVar[str] = "AvgPool"
    title: ClassVar[str] = "{window} average pooling"
    padded: ClassVar[float] = 0.0
    work: ClassVar[str] = "{K}"
    keeps: ClassVar[frozenset[str]] = frozenset({"input"})
    examples: ClassVar[tuple[Example, ...]] = (
        Example(
            attributes={"kernel_size": 5, "stride": 3},
            inputs=((512, 14, 14),),
            out=(512, 4, 4),
            params=0,
            multiplies=0,
            elementwise=204_800,
            source="GoogLeNet's auxiliary classifier, Szegedy et al. 2014, section 5: 4×4×512",
        ),
    )

    def symbols(self, rank: int) -> dict[str, int]:
        """K, S and P along each axis."""
        if set(per_axis(self.dilation, rank, "dilation")) != {1}:
            raise ShapeError("average pooling takes no dilation")
        return super().symbols(rank)
