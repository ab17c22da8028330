"""Transposed convolution: each input value spreads over a window of the output."""

from __future__ import annotations

from typing import Any, ClassVar

from archcalc.errors import ShapeError
from archcalc.ops.base import (
    AXES,
    Count,
    Dims,
    Example,
    NonNegative,
    PerAxis,
    Role,
    Rules,
    Window,
    Windows,
    input_names,
    output_names,
    per_axis,
    product,
)
from archcalc.ops.window import WindowOp


class ConvTranspose(WindowOp):
    """The gradient of a convolution used as a layer (Dumoulin & Visin 2016, chapter 4)."""

    kind: ClassVar[str] = "conv_transpose"
    summary: ClassVar[str] = "Transposed convolution: each input value spreads over a window."
    role: ClassVar[Role] = "weighted"
    channel: ClassVar[str] = "C_in"
    keeps: ClassVar[frozenset[str]] = frozenset({"input"})
    examples: ClassVar[tuple[Example, ...]] = (
        Example(
            attributes={"out_channels": 512, "kernel_size": 2, "stride": 2},
            inputs=((1024, 28, 28),),
            out=(512, 56, 56),
            params=2_097_664,
            multiplies=1_644_167_168,
            source="U-Net (Ronneberger et al. 2015), figure 1: first up-convolution; "
            "2·2·1024·512 weights + 512 biases, each weight used once per input position",
        ),
    )

    out_channels: Count
    stride: PerAxis = 1
    output_padding: NonNegative | tuple[NonNegative, ...] = 0
    groups: Count = 1
    bias: bool = True

    def rules(self, rank: int, arity: int) -> Rules:
        """Dumoulin & Visin 2016, relationship 14, with PyTorch's output_padding (E)."""
        kernel = tuple(f"K_{a}" for a in AXES[rank])
        spatial = input_names("C_in", rank)[1:]
        weights = f"{product(kernel)}*C_out/G"
        outputs = product(output_names(rank)[1:])
        bias = (("bias", ("C_out",)),) if self.bias else ()
        sizes = tuple(f"({a.upper()} - 1)*S_{a} - 2*P_{a} + K_eff_{a} + E_{a}" for a in AXES[rank])
        return Rules(
            out=("C_out", *sizes),
            params=f"{weights}*C_in + B*C_out",
            multiplies=f"N*({product(spatial)}*C_in)*({weights})",
            where=self.spans_where(rank),
            needs=("C_in/G", "C_out/G"),
            tensors=(("weight", ("C_in", "C_out/G", *kernel)), *bias),
            connections=f"N*({product(spatial)}*C_in)*({weights}) + N*({outputs}*C_out)*B",
        )

    def symbols(self, rank: int) -> dict[str, int]:
        """K, S, P, D and E along each axis, C_out, G and B."""
        if any(before != after for before, after in self._even_pads(rank)):
            raise ShapeError("a transposed convolution takes one padding an axis")
        extra = self._extra(rank)
        own = {"C_out": self.out_channels, "G": self.groups, "B": int(self.bias)}
        return self.window_symbols(rank) | extra | own

    def _even_pads(self, rank: int) -> tuple[tuple[int, int], ...]:
        if isinstance(self.padding, str):
            raise ShapeError("a transposed convolution takes its padding in numbers")
        return self.pads(rank)

    def _extra(self, rank: int) -> dict[str, int]:
        amounts = per_axis(self.output_padding, rank, "output_padding")
        gaps = per_axis(self.dilation, rank, "dilation")
        for extra, stride, gap in zip(amounts, self.strides(rank), gaps, strict=True):
            if extra >= max(stride, gap):
                raise ShapeError(
                    f"output_padding must be below the stride or the dilation: "
                    f"{extra} ≥ {max(stride, gap)}"
                )
        return {f"E_{a}": extra for a, extra in zip(AXES[rank], amounts, strict=True)}

    def taps(self, rank: int) -> tuple[str, ...]:
        """An output position draws on at most ⌈K_eff/S⌉ input positions."""
        return tuple(f"ceil(K_eff_{a}/S_{a})" for a in AXES[rank])

    def windows(self, shapes: tuple[Dims, ...]) -> Windows:
        """The taps, `stride` outputs to one input position."""
        rank = len(shapes[0]) - 1
        windows = []
        for span, stride, (pad, _) in zip(
            self.spans(rank), self.strides(rank), self.pads(rank), strict=True
        ):
            taps = -(-span // stride)
            windows.append(Window(taps=taps, up=stride, before=taps - 1 - pad // stride))
        return tuple(windows)

    def twin(self, nn: Any, shapes: tuple[Dims, ...]) -> Any:
        """``nn.ConvTranspose1d`` to ``nn.ConvTranspose3d``."""
        rank = len(shapes[0]) - 1
        return getattr(nn, f"ConvTranspose{rank}d")(
            shapes[0][0],
            self.out_channels,
            self.kernel_size,
            stride=self.stride,
            padding=tuple(before for before, _ in self.pads(rank)),
            output_padding=self.output_padding,
            groups=self.groups,
            bias=self.bias,
            dilation=self.dilation,
        )
