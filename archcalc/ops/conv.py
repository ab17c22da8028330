"""Convolution, 1-d to 3-d by the input's rank; grouped, dilated, padded as wanted."""

from __future__ import annotations

from typing import Any, ClassVar

from archcalc.lang import counted, say
from archcalc.ops.base import (
    AXES,
    Count,
    Dims,
    Example,
    PerAxis,
    Role,
    Rules,
    output_names,
    product,
)
from archcalc.ops.module import behind
from archcalc.ops.window import WindowOp, padding_module, times
from archcalc.units import in_prose


class Conv(WindowOp):
    """C_out filters of K·K·C_in/G weights each, with a bias each where there is one."""

    kind: ClassVar[str] = "conv"
    summary: ClassVar[str] = "Convolution: each output value is a weighted sum over a window."
    role: ClassVar[Role] = "weighted"
    channel: ClassVar[str] = "C_in"
    keeps: ClassVar[frozenset[str]] = frozenset({"input"})
    examples: ClassVar[tuple[Example, ...]] = (
        Example(
            attributes={"out_channels": 96, "kernel_size": 11, "stride": 4},
            inputs=((3, 227, 227),),
            out=(96, 55, 55),
            params=34_944,
            multiplies=105_415_200,
            source="AlexNet conv1; CS231n notes, Convolutional Networks: 34,944 parameters",
        ),
        Example(
            attributes={"out_channels": 32, "kernel_size": 5, "padding": "same"},
            inputs=((192, 28, 28),),
            out=(32, 28, 28),
            params=153_632,
            multiplies=120_422_400,
            source="Ng, Deep Learning Specialization C4W2: 28·28·32 · 5·5·192 = 120M",
        ),
    )

    out_channels: Count
    stride: PerAxis = 1
    groups: Count = 1
    bias: bool = True

    def rules(self, rank: int, arity: int) -> Rules:
        """Krizhevsky et al. 2012, section 3.5 for groups; He & Sun 2015 for the cost."""
        kernel = tuple(f"K_{a}" for a in AXES[rank])
        weights = f"{product(kernel)}*C_in/G"
        bias = (("bias", ("C_out",)),) if self.bias else ()
        return Rules(
            out=("C_out", *self.sizes(rank)),
            params=f"({weights} + B)*C_out",
            multiplies=f"N*({product(output_names(rank)[1:])}*C_out)*({weights})",
            where=self.spans_where(rank),
            needs=("C_in/G", "C_out/G"),
            tensors=(("weight", ("C_out", "C_in/G", *kernel)), *bias),
            one_value=weights,
            connections=f"N*({product(output_names(rank)[1:])}*C_out)*({weights} + B)",
        )

    def symbols(self, rank: int) -> dict[str, int]:
        """K, S, P, D along each axis, C_out, G and B."""
        own = {"C_out": self.out_channels, "G": self.groups, "B": int(self.bias)}
        return self.window_symbols(rank) | own

    def brief(self, rank: int = 2) -> str:
        """``3×3/2 g32`` for a grouped one."""
        return super().brief(rank) + (f" g{self.groups}" if self.groups > 1 else "")

    def describe(self, shapes: tuple[Dims, ...]) -> str:
        """``96 filters 11×11×3, stride 4``; what is at its default goes unsaid."""
        kernel = times(self.kernel_size, len(shapes[0]) - 1)
        text = counted(
            "{n} filter {size}",
            "{n} filters {size}",
            self.out_channels,
            n=in_prose(self.out_channels),
            size=f"{kernel}×{shapes[0][0] // self.groups}",
        )
        text += self.details(stride=1, padding=0, dilation=1, groups=1)
        return text + ("" if self.bias else f", {say('no bias')}")

    def twin(self, nn: Any, shapes: tuple[Dims, ...]) -> Any:
        """``nn.Conv1d`` to ``nn.Conv3d``; uneven padding is done to its input first."""
        rank = len(shapes[0]) - 1
        pads = self.pads_for(shapes)
        even = all(before == after for before, after in pads)
        module = getattr(nn, f"Conv{rank}d")(
            shapes[0][0],
            self.out_channels,
            self.kernel_size,
            stride=self.strides(rank),
            padding=tuple(before for before, _ in pads) if even else 0,
            dilation=self.dilation,
            groups=self.groups,
            bias=self.bias,
        )
        return module if even else behind(module, padding_module(nn, pads))
