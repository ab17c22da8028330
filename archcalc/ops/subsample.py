"""Zero-padded subsampling: ResNet's parameter-free shortcut (option A)."""

from __future__ import annotations

from typing import Any, ClassVar

from archcalc.errors import ShapeError
from archcalc.ops.base import (
    AXES,
    Count,
    Dims,
    Example,
    Op,
    PerAxis,
    Rules,
    Window,
    Windows,
    per_axis,
)
from archcalc.ops.module import module
from archcalc.ops.window import times


class Subsample(Op):
    """Every stride-th position, with zero channels added: ResNet's option A shortcut.

    He et al. 2015, section 3.3: "extra zero entries padded for increasing dimensions".
    """

    kind: ClassVar[str] = "subsample"
    summary: ClassVar[str] = "Every stride-th position, zero channels added (ResNet option A)."
    ranks: ClassVar[tuple[int, ...]] = (1, 2, 3)
    examples: ClassVar[tuple[Example, ...]] = (
        Example(
            {"stride": 2, "out_channels": 32},
            ((16, 32, 32),),
            (32, 16, 16),
            0,
            0,
            "CIFAR ResNets, He et al. 2015, section 4.2: no parameters",
        ),
    )

    stride: PerAxis = 1
    out_channels: Count | None = None

    def rules(self, rank: int, arity: int) -> Rules:
        """⌈H/S⌉ positions along each axis."""
        channels = "C" if self.out_channels is None else "C_out"
        return Rules(out=(channels, *(f"ceil({a.upper()}/S_{a})" for a in AXES[rank])))

    def symbols(self, rank: int) -> dict[str, int]:
        """S along each axis, and C_out where channels are added."""
        strides = per_axis(self.stride, rank, "stride")
        named = {f"S_{a}": stride for a, stride in zip(AXES[rank], strides, strict=True)}
        return named | ({} if self.out_channels is None else {"C_out": self.out_channels})

    def dims(self, shapes: tuple[Dims, ...]) -> Dims:
        """The input's axes; channels are only ever added."""
        if self.out_channels is not None and self.out_channels < shapes[0][0]:
            raise ShapeError(
                f"subsample adds channels: out_channels {self.out_channels} is below the "
                f"input's {shapes[0][0]}"
            )
        return shapes[0]

    def windows(self, shapes: tuple[Dims, ...]) -> Windows:
        """One position of every stride."""
        strides = per_axis(self.stride, len(shapes[0]) - 1, "stride")
        return tuple(Window(taps=1, stride=stride) for stride in strides)

    def brief(self, rank: int = 2) -> str:
        """``/2``."""
        return f"{times(1, rank)}/{times(self.stride)}"

    def twin(self, nn: Any, shapes: tuple[Dims, ...]) -> Any:
        """Slices, and zeros behind the channels."""
        rank, channels = len(shapes[0]) - 1, shapes[0][0]
        steps = per_axis(self.stride, rank, "stride")
        slices = (slice(None), slice(None), *(slice(None, None, step) for step in steps))
        added = 0 if self.out_channels is None else self.out_channels - channels
        if added < 0:
            raise ValueError("padding would take channels away")

        def forward(_: Any, x: Any) -> Any:
            return nn.functional.pad(x[slices], (*(0, 0) * rank, 0, added))

        return module(nn, forward, name="Subsample")
