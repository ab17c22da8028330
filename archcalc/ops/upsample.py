"""Upsampling by a whole factor."""

from __future__ import annotations

from typing import Any, ClassVar, Literal

from archcalc.ops.base import (
    AXES,
    Dims,
    Example,
    Op,
    PerAxis,
    Rules,
    Window,
    Windows,
    output_names,
    per_axis,
    product,
)
from archcalc.ops.window import times


class Upsample(Op):
    """Enlarges by a whole factor; 'nearest' copies, 'linear' weighs 2 neighbours along each axis.

    PyTorch calls linear interpolation in two dimensions 'bilinear', in three 'trilinear'.
    """

    kind: ClassVar[str] = "upsample"
    summary: ClassVar[str] = "Enlarges by a whole factor: nearest or linear interpolation."
    ranks: ClassVar[tuple[int, ...]] = (1, 2, 3)
    examples: ClassVar[tuple[Example, ...]] = (
        Example(
            {"scale_factor": 2, "mode": "linear"},
            ((64, 28, 28),),
            (64, 56, 56),
            0,
            0,
            "bilinear: 4 products and 3 additions on each of 200,704 values",
            1_404_928,
        ),
    )

    scale_factor: PerAxis
    mode: Literal["nearest", "linear"] = "nearest"

    def rules(self, rank: int, arity: int) -> Rules:
        """Linear interpolation weighs Q = 2 to the number of axes positions."""
        sizes = tuple(f"{a.upper()}*U_{a}" for a in AXES[rank])
        values = product(("C", *output_names(rank)[1:]))
        work = f"N*({values})*(2*Q - 1)" if self.mode == "linear" else "0"
        return Rules(out=("C", *sizes), elementwise=work)

    def symbols(self, rank: int) -> dict[str, int]:
        """U along each axis, and Q, the positions weighed."""
        factors = per_axis(self.scale_factor, rank, "scale_factor")
        named = {f"U_{a}": factor for a, factor in zip(AXES[rank], factors, strict=True)}
        return named | ({"Q": 2**rank} if self.mode == "linear" else {})

    def windows(self, shapes: tuple[Dims, ...]) -> Windows:
        """One position copied, or two weighed; a factor of 1 leaves an axis as it is."""
        rank = len(shapes[0]) - 1
        factors = per_axis(self.scale_factor, rank, "scale_factor")
        weighed = [int(self.mode == "linear" and factor > 1) for factor in factors]
        return tuple(
            Window(taps=1 + more, up=factor, before=more)
            for more, factor in zip(weighed, factors, strict=True)
        )

    def taps(self, rank: int) -> tuple[str, ...]:
        """Two positions where they are weighed; one needs no formula."""
        factors = per_axis(self.scale_factor, rank, "scale_factor")
        return tuple("2" if self.mode == "linear" and factor > 1 else "" for factor in factors)

    def brief(self, rank: int = 2) -> str:
        """``×2``."""
        return f"×{times(self.scale_factor)} {self.mode}"

    def twin(self, nn: Any, shapes: tuple[Dims, ...]) -> Any:
        """``nn.Upsample``."""
        rank = len(shapes[0]) - 1
        linear = ("linear", "bilinear", "trilinear")[rank - 1]
        factor = tuple(map(float, per_axis(self.scale_factor, rank, "scale_factor")))
        return nn.Upsample(scale_factor=factor, mode=linear if self.mode == "linear" else "nearest")
