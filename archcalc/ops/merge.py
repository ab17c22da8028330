"""Where branches meet: concat stacks channels, add and multiply work value by value."""

from __future__ import annotations

from typing import Any, ClassVar

from archcalc.errors import ShapeError
from archcalc.lang import say
from archcalc.ops.base import Dims, Example, Op, Role, Rules, input_names, product
from archcalc.ops.module import module, torch_of
from archcalc.units import shape as people


class Merge(Op):
    """Two or more inputs become one."""

    role: ClassVar[Role] = "merge"
    arity: ClassVar[tuple[int, int]] = (2, 100_000)


class Concat(Merge):
    """The inputs' channels one after the other; they agree in everything else."""

    kind: ClassVar[str] = "concat"
    summary: ClassVar[str] = "The inputs' channels one after the other."
    examples: ClassVar[tuple[Example, ...]] = (
        Example(
            {},
            ((64, 28, 28), (128, 28, 28), (32, 28, 28), (32, 28, 28)),
            (256, 28, 28),
            0,
            0,
            "GoogLeNet 3a, Szegedy et al. 2014, Table 1: 28×28×256",
        ),
    )

    def rules(self, rank: int, arity: int) -> Rules:
        """C_1 + C_2 + … along the channels."""
        names = self.dim_names(rank, arity)
        return Rules(out=(" + ".join(names[:arity]), *names[arity:]))

    def dim_names(self, rank: int, arity: int) -> tuple[str, ...]:
        """C_1, C_2 …, then the axes they share."""
        first, *rest = input_names(self.channel, rank)
        return (*(f"{first}_{i + 1}" for i in range(arity)), *rest)

    def dims(self, shapes: tuple[Dims, ...]) -> Dims:
        """Each input's channels, then the axes they share."""
        rest = shapes[0][1:]
        for other in shapes:
            if other[1:] != rest or len(other) != len(shapes[0]):
                text = (
                    "concat needs inputs that agree but for their channels, found {one} and {other}"
                )
                raise ShapeError(say(text, one=people(shapes[0]), other=people(other)))
        return (*(s[0] for s in shapes), *rest)

    def twin(self, nn: Any, shapes: tuple[Dims, ...]) -> Any:
        """``torch.cat`` along the channels."""
        torch = torch_of(nn)
        return module(nn, lambda _, *tensors: torch.cat(tensors, dim=1), name="Concat")


class Add(Merge):
    """The sum of inputs of one shape (He et al. 2015, equation 1)."""

    kind: ClassVar[str] = "add"
    summary: ClassVar[str] = "The sum of the inputs, value by value."
    examples: ClassVar[tuple[Example, ...]] = (
        Example(
            {},
            ((256, 56, 56), (256, 56, 56)),
            (256, 56, 56),
            0,
            0,
            "ResNet-50 conv2_x, He et al. 2015: one addition a value",
            802_816,
        ),
    )

    def rules(self, rank: int, arity: int) -> Rules:
        """One addition a value for each input after the first."""
        axes = input_names(self.channel, rank)
        values = f"N*{product(axes)}"
        return Rules(out=axes, elementwise=values if arity == 2 else f"{arity - 1}*({values})")

    def dims(self, shapes: tuple[Dims, ...]) -> Dims:
        """The shape they share."""
        for other in shapes:
            if other != shapes[0]:
                text = "add needs inputs of one shape, found {one} and {other}"
                raise ShapeError(say(text, one=people(shapes[0]), other=people(other)))
        return shapes[0]

    def twin(self, nn: Any, shapes: tuple[Dims, ...]) -> Any:
        """``a + b``, one input after the other."""
        return module(nn, lambda _, first, *more: sum(more, first), name="Add")


class Multiply(Add):
    """The product of a feature map and its gates (Hu et al. 2017, equation 4).

    A gate has the first input's shape or is 1 along an axis; a flat one of C values, as flatten
    and linear leave it, holds one for each channel. What leads to a gate does not count for depth.
    """

    kind: ClassVar[str] = "multiply"
    summary: ClassVar[str] = (
        "The first input times its gates, value by value or channel by channel."
    )
    gated: ClassVar[bool] = True
    keeps: ClassVar[frozenset[str]] = frozenset({"input"})
    examples: ClassVar[tuple[Example, ...]] = (
        Example(
            {},
            ((256, 56, 56), (256, 1, 1)),
            (256, 56, 56),
            0,
            0,
            "SE-ResNet-50's first gate, Hu et al. 2017: one product a value",
            802_816,
        ),
    )

    def dims(self, shapes: tuple[Dims, ...]) -> Dims:
        """The first input's shape; each gate equals it, is 1 along an axis, or is flat."""
        for gate in shapes[1:]:
            if not _gates(gate, shapes[0]):
                raise ShapeError(
                    f"multiply needs gates of the first input's shape, 1 along an axis, or flat "
                    f"with a value for each channel; found {people(shapes[0])} and {people(gate)}"
                )
        return shapes[0]

    def twin(self, nn: Any, shapes: tuple[Dims, ...]) -> Any:
        """``x * gate``; a flat gate gets an axis for each of the first input's."""

        def forward(_: Any, x: Any, *gates: Any) -> Any:
            for gate in gates:
                x = x * gate.reshape(*gate.shape, *(1,) * (x.dim() - gate.dim()))
            return x

        return module(nn, forward, name="Multiply")


def _gates(gate: Dims, shape: Dims) -> bool:
    if len(gate) == 1:
        return gate[0] in (1, shape[0])
    return len(gate) == len(shape) and all(g in (1, s) for g, s in zip(gate, shape, strict=True))
