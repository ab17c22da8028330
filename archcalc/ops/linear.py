"""Fully connected layer."""

from __future__ import annotations

from typing import Any, ClassVar

from archcalc.ops.base import Count, Dims, Example, Op, Role, Rules, Windows


class Linear(Op):
    """Every output is a weighted sum of every input."""

    kind: ClassVar[str] = "linear"
    summary: ClassVar[str] = "Fully connected: every output weighs every input."
    role: ClassVar[Role] = "weighted"
    channel: ClassVar[str] = "C_in"
    ranks: ClassVar[tuple[int, ...]] = (0,)
    keeps: ClassVar[frozenset[str]] = frozenset({"input"})
    examples: ClassVar[tuple[Example, ...]] = (
        Example(
            attributes={"out_features": 4096},
            inputs=((25_088,),),
            out=(4096,),
            params=102_764_544,
            multiplies=102_760_448,
            source="VGG-16 fc6; CS231n notes, VGGNet in detail: 7*7*512*4096 = 102,760,448",
        ),
    )

    out_features: Count
    bias: bool = True

    def rules(self, rank: int, arity: int) -> Rules:
        """One weight an input and output, one bias an output."""
        bias = (("bias", ("n_out",)),) if self.bias else ()
        return Rules(
            out=("n_out",),
            params="(n_in + B)*n_out",
            multiplies="N*n_in*n_out",
            tensors=(("weight", ("n_out", "n_in")), *bias),
            one_value="n_in",
            connections="N*n_out*(n_in + B)",
        )

    def symbols(self, rank: int) -> dict[str, int]:
        """The number of outputs, and B."""
        return {"n_out": self.out_features, "B": int(self.bias)}

    def windows(self, shapes: tuple[Dims, ...]) -> Windows:
        """Every output sees the whole input."""
        return "whole"

    def twin(self, nn: Any, shapes: tuple[Dims, ...]) -> Any:
        """``nn.Linear``."""
        return nn.Linear(shapes[0][0], self.out_features, bias=self.bias)
