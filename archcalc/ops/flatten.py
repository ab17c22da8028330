"""Flatten: all values in one row."""

from __future__ import annotations

from typing import Any, ClassVar

from archcalc.ops.base import Dims, Example, Op, Rules, Windows, input_names, product


class Flatten(Op):
    """A view of the same memory as one vector."""

    kind: ClassVar[str] = "flatten"
    summary: ClassVar[str] = "All values in one row."
    in_place: ClassVar[bool] = True
    view: ClassVar[bool] = True
    examples: ClassVar[tuple[Example, ...]] = (
        Example({}, ((512, 7, 7),), (25_088,), 0, 0, "VGG-16 before fc6: 7·7·512"),
    )

    def rules(self, rank: int, arity: int) -> Rules:
        """The product of all axes."""
        return Rules(out=(product(input_names(self.channel, rank)),))

    def windows(self, shapes: tuple[Dims, ...]) -> Windows:
        """Positions are gone: what follows sees everything."""
        return "whole"

    def twin(self, nn: Any, shapes: tuple[Dims, ...]) -> Any:
        """``nn.Flatten``."""
        return nn.Flatten()
