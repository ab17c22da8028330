"""Zeros around the input."""

from __future__ import annotations

from typing import Any, ClassVar

from archcalc.errors import ShapeError
from archcalc.ops.base import (
    AXES,
    Dims,
    Example,
    NonNegative,
    Op,
    Rules,
    Window,
    Windows,
)


class Pad(Op):
    """Zeros around the input."""

    kind: ClassVar[str] = "pad"
    summary: ClassVar[str] = "Zeros around the input: one number, one an axis, or [before, after]."
    ranks: ClassVar[tuple[int, ...]] = (1, 2, 3)
    examples: ClassVar[tuple[Example, ...]] = (
        Example({"padding": 3}, ((3, 224, 224),), (3, 230, 230), 0, 0, "224 + 2·3 = 230"),
    )

    padding: NonNegative | tuple[NonNegative | tuple[NonNegative, NonNegative], ...]

    def pairs(self, rank: int) -> tuple[tuple[int, int], ...]:
        """Zeros before and after along each axis."""
        values = self.padding if isinstance(self.padding, tuple) else (self.padding,) * rank
        if len(values) != rank:
            raise ShapeError(
                f"padding needs 1 or {rank} values for a {rank}-d input, found {len(values)}"
            )
        return tuple((v, v) if isinstance(v, int) else v for v in values)

    def rules(self, rank: int, arity: int) -> Rules:
        """Each axis grows by what stands before and after."""
        return Rules(
            out=("C", *(f"{a.upper()} + P_{a}1 + P_{a}2" for a in AXES[rank])),
        )

    def symbols(self, rank: int) -> dict[str, int]:
        """P before and after along each axis."""
        pairs = zip(AXES[rank], self.pairs(rank), strict=True)
        return {f"P_{a}{i + 1}": amount for a, pair in pairs for i, amount in enumerate(pair)}

    def windows(self, shapes: tuple[Dims, ...]) -> Windows:
        """Positions shift."""
        return tuple(Window(taps=1, before=before) for before, _ in self.pairs(len(shapes[0]) - 1))

    def twin(self, nn: Any, shapes: tuple[Dims, ...]) -> Any:
        """``nn.ConstantPad1d`` to ``nn.ConstantPad3d``."""
        rank = len(shapes[0]) - 1
        flat = tuple(amount for pair in reversed(self.pairs(rank)) for amount in pair)
        return getattr(nn, f"ConstantPad{rank}d")(flat, 0.0)
