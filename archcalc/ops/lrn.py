"""Local response normalisation across neighbouring channels."""

from __future__ import annotations

from typing import Any, ClassVar

from archcalc.lang import counted
from archcalc.ops.base import Count, Dims, Example, Op, Role, Rules, input_names, product
from archcalc.units import in_prose


class LRN(Op):
    """Divides each value by a power of the squares in `size` neighbouring channels.

    Krizhevsky et al. 2012, section 3.3. Work on each value: a square, m − 1 additions, times α/m,
    plus k, a power, a division. The paper's n is m here: n counts flat values.
    """

    kind: ClassVar[str] = "lrn"
    summary: ClassVar[str] = "Local response normalisation across channels."
    role: ClassVar[Role] = "norm"
    in_place: ClassVar[bool] = True
    ranks: ClassVar[tuple[int, ...]] = (1, 2, 3)
    keeps: ClassVar[frozenset[str]] = frozenset({"input"})
    kept_maps: ClassVar[int] = 3  # the squares, the base of the power, and the power
    examples: ClassVar[tuple[Example, ...]] = (
        Example(
            attributes={"size": 5},
            inputs=((96, 55, 55),),
            out=(96, 55, 55),
            params=0,
            multiplies=0,
            elementwise=2_613_600,
            source="AlexNet norm1, n = 5: 9 operations on each of 290,400 values",
        ),
    )

    size: Count = 5
    alpha: float = 1e-4
    beta: float = 0.75
    k: float = 1.0

    def rules(self, rank: int, arity: int) -> Rules:
        """The shape stays as it is."""
        axes = input_names(self.channel, rank)
        return Rules(out=axes, elementwise=f"N*({product(axes)})*(m + 4)")

    def symbols(self, rank: int) -> dict[str, int]:
        """m, the number of neighbouring channels."""
        return {"m": self.size}

    def brief(self, rank: int = 2) -> str:
        """``lrn n=5``."""
        return f"lrn n={self.size}"

    def describe(self, shapes: tuple[Dims, ...]) -> str:
        """``LRN over 5 channels``."""
        size = self.size
        return counted("LRN over {n} channel", "LRN over {n} channels", size, n=in_prose(size))

    def twin(self, nn: Any, shapes: tuple[Dims, ...]) -> Any:
        """``nn.LocalResponseNorm``."""
        return nn.LocalResponseNorm(self.size, alpha=self.alpha, beta=self.beta, k=self.k)
