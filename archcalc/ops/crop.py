"""Cropping the middle out, as U-Net's skips do."""

from __future__ import annotations

from typing import Any, ClassVar

from archcalc.errors import ShapeError
from archcalc.ops.base import (
    AXES,
    Dims,
    Example,
    Op,
    PerAxis,
    Rules,
    Window,
    Windows,
    input_names,
    per_axis,
)
from archcalc.ops.module import module
from archcalc.units import shape as people


class Crop(Op):
    """Cuts the middle out: to `size`, or to the size of a second input (U-Net's skips)."""

    kind: ClassVar[str] = "crop"
    summary: ClassVar[str] = "The middle of the input, to a size or to a second input's size."
    ranks: ClassVar[tuple[int, ...]] = (1, 2, 3)
    arity: ClassVar[tuple[int, int]] = (1, 2)
    reads: ClassVar[int | None] = 1
    examples: ClassVar[tuple[Example, ...]] = (
        Example(
            {},
            ((512, 64, 64), (512, 56, 56)),
            (512, 56, 56),
            0,
            0,
            "U-Net (Ronneberger et al. 2015), figure 1: 64² cropped to 56²",
        ),
    )

    size: PerAxis | None = None

    def target(self, shapes: tuple[Dims, ...]) -> Dims:
        """The size along each axis after cropping."""
        rank = len(shapes[0]) - 1
        if len(shapes) == 2:
            return shapes[1][1:]
        if self.size is None:
            raise ShapeError("crop needs a size, or a second input to crop to")
        return per_axis(self.size, rank, "size")

    def rules(self, rank: int, arity: int) -> Rules:
        """The target's size."""
        return Rules(out=("C", *(f"O_{a}" for a in AXES[rank])))

    def dim_names(self, rank: int, arity: int) -> tuple[str, ...]:
        """The input's axes and the target's."""
        return (*input_names("C", rank), *(f"O_{a}" for a in AXES[rank]))

    def dims(self, shapes: tuple[Dims, ...]) -> Dims:
        """The input's axes and the target's, which must fit inside."""
        target = self.target(shapes)
        if len(target) != len(shapes[0]) - 1 or any(
            t > s for t, s in zip(target, shapes[0][1:], strict=False)
        ):
            raise ShapeError(
                f"crop needs a target inside its input, found {people(shapes[0])} and "
                f"{'×'.join(map(str, target))}"
            )
        return (*shapes[0], *target)

    def window_by_size(self) -> bool:
        """The shift is half of what is cut away."""
        return True

    def windows(self, shapes: tuple[Dims, ...]) -> Windows:
        """Positions shift by half of what is cut away."""
        pairs = zip(shapes[0][1:], self.target(shapes), strict=True)
        return tuple(Window(taps=1, before=-((size - target) // 2)) for size, target in pairs)

    def twin(self, nn: Any, shapes: tuple[Dims, ...]) -> Any:
        """A narrower look along each axis."""
        own = () if len(shapes) == 2 else self.target(shapes)

        def forward(_: Any, x: Any, *other: Any) -> Any:
            for axis, size in enumerate(other[0].shape[2:] if other else own, start=2):
                x = x.narrow(axis, (x.shape[axis] - size) // 2, size)
            return x

        return module(nn, forward, name="Crop")
