"""Dropout: nothing at inference."""

from __future__ import annotations

from typing import Annotated, Any, ClassVar

from archcalc.ops.attributes import Bounds
from archcalc.ops.base import Dims, Example, Op, Role, Rules, input_names


class Dropout(Op):
    """Zeroes values at random in training (Srivastava et al. 2014); at inference it is absent."""

    kind: ClassVar[str] = "dropout"
    summary: ClassVar[str] = "Zeroes values at random in training; nothing at inference."
    role: ClassVar[Role] = "inactive"
    in_place: ClassVar[bool] = True
    kept_bytes: ClassVar[int] = 1  # a mask; on a CPU PyTorch keeps it as numbers
    examples: ClassVar[tuple[Example, ...]] = (
        Example({"p": 0.4}, ((1024,),), (1024,), 0, 0, "GoogLeNet, Szegedy et al. 2014, Table 1"),
    )

    p: Annotated[float, Bounds(0, 1)] = 0.5

    def rules(self, rank: int, arity: int) -> Rules:
        """The shape stays as it is."""
        return Rules(out=input_names(self.channel, rank))

    def twin(self, nn: Any, shapes: tuple[Dims, ...]) -> Any:
        """``nn.Dropout``."""
        return nn.Dropout(self.p)
