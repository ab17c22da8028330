"""Zeros around the input."""

from __future__ import annotations

from typing import Any, ClassVar

from archcalc.ops.base import AXES, Dims, Example, NonNegative, Op, Rules, Window, Windows
from archcalc.ops.window import Pair, padding_module, padding_pairs, padding_symbols, padding_total


class Pad(Op):
    """Zeros around the input."""

    kind: ClassVar[str] = "pad"
    summary: ClassVar[str] = "Zeros around the input: one number, one an axis, or [before, after]."
    ranks: ClassVar[tuple[int, ...]] = (1, 2, 3)
    examples: ClassVar[tuple[Example, ...]] = (
        Example({"padding": 3}, ((3, 224, 224),), (3, 230, 230), 0, 0, "224 + 2·3 = 230"),
    )

    padding: NonNegative | tuple[NonNegative | Pair, ...]

    def pairs(self, rank: int) -> dict[str, Pair]:
        """Zeros before and after along each axis."""
        return dict(zip(AXES[rank], padding_pairs(self.padding, rank), strict=True))

    def rules(self, rank: int, arity: int) -> Rules:
        """Each axis grows by what stands before and after."""
        sizes = (f"{a.upper()} + {padding_total(a, pair)}" for a, pair in self.pairs(rank).items())
        return Rules(out=("C", *sizes))

    def symbols(self, rank: int) -> dict[str, int]:
        """P along each axis, or before and after along it."""
        symbols: dict[str, int] = {}
        for axis, pair in self.pairs(rank).items():
            symbols |= padding_symbols(axis, pair)
        return symbols

    def windows(self, shapes: tuple[Dims, ...]) -> Windows:
        """Positions shift."""
        pairs = self.pairs(len(shapes[0]) - 1).values()
        return tuple(Window(taps=1, before=before) for before, _ in pairs)

    def twin(self, nn: Any, shapes: tuple[Dims, ...]) -> Any:
        """``nn.ConstantPad1d`` to ``nn.ConstantPad3d``."""
        rank = len(shapes[0]) - 1
        return padding_module(nn, tuple(self.pairs(rank).values()))
