"""Euclidean radial basis functions with fixed centres: LeNet-5's output."""

from __future__ import annotations

from typing import Any, ClassVar

from archcalc.lang import counted
from archcalc.ops.base import Count, Dims, Example, Op, Role, Rules, Windows
from archcalc.ops.module import module
from archcalc.units import in_prose


class RBF(Op):
    """y = Σ (x − w)² over the inputs; the centres w are set by hand, so there are no parameters.

    LeCun et al. 1998, section II.B. Each square is a multiplication, each difference elementwise.
    """

    kind: ClassVar[str] = "rbf"
    summary: ClassVar[str] = "Squared distance of the input from each of some fixed centres."
    role: ClassVar[Role] = "weighted"
    channel: ClassVar[str] = "C_in"
    ranks: ClassVar[tuple[int, ...]] = (0,)
    keeps: ClassVar[frozenset[str]] = frozenset({"input"})
    examples: ClassVar[tuple[Example, ...]] = (
        Example(
            attributes={"out_features": 10},
            inputs=((84,),),
            out=(10,),
            params=0,
            multiplies=840,
            elementwise=840,
            source="LeNet-5's output, LeCun et al. 1998, section II.B: ten centres of 84 values, "
            "fixed by hand",
        ),
    )

    out_features: Count

    def rules(self, rank: int, arity: int) -> Rules:
        """One difference and one square for each input and output."""
        return Rules(
            out=("n_out",),
            multiplies="N*n_in*n_out",
            elementwise="N*n_in*n_out",
            one_value="n_in",
            connections="N*n_in*n_out",
        )

    def symbols(self, rank: int) -> dict[str, int]:
        """The number of outputs."""
        return {"n_out": self.out_features}

    def windows(self, shapes: tuple[Dims, ...]) -> Windows:
        """Every output sees the whole input."""
        return "whole"

    def describe(self, shapes: tuple[Dims, ...]) -> str:
        """``10 radial basis functions, fixed``."""
        return counted(
            "{n} radial basis function, fixed",
            "{n} radial basis functions, fixed",
            self.out_features,
            n=in_prose(self.out_features),
        )

    def twin(self, nn: Any, shapes: tuple[Dims, ...]) -> Any:
        """The squares multiplied out: x·x − 2·x·w + w·w, with the centres as a buffer."""

        def forward(own: Any, x: Any) -> Any:
            crossed = nn.functional.linear(x, own.centres)
            own_squares = (own.centres**2).sum(1)
            return (x**2).sum(1, keepdim=True) - 2 * crossed + own_squares

        return module(nn, forward, {}, {"centres": (self.out_features, shapes[0][0])})
