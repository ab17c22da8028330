"""Receptive fields: which input positions an output position can see.

Araujo, Norris & Sim, "Computing Receptive Fields of Convolutional Neural Networks", Distill 2019.
Along each axis a layer is known by the first and last input position that its output 0 sees (they
may lie in the padding) and by the step from one output to the next. Where routes meet, the field
is what they see together. Upsampling divides the step: outputs between two positions of the layer
before see one of them more or less, and the size is right within that one.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Literal, NamedTuple

from archcalc.ops.base import Window

Step = int | Fraction


class Axis(NamedTuple):
    """Output 0 sees the input from `first` to `last`; the next one `step` further."""

    first: Step
    last: Step
    step: Step


class Field(tuple[Axis, ...]):
    """The receptive field of one layer, an Axis for each spatial axis.

    An empty field (WHOLE) sees the whole input: global pooling, flatten and linear.
    """

    __slots__ = ()

    @property
    def sizes(self) -> tuple[int, ...]:
        """How many input positions one output sees along each axis."""
        return tuple([_ceil(axis.last - axis.first) + 1 for axis in self])

    @property
    def strides(self) -> tuple[Step, ...]:
        """The effective stride along each axis; a Fraction where upsampling makes it one."""
        return tuple([axis.step for axis in self])


WHOLE = Field()
_ORIGIN = Axis(0, 0, 1)


def _ceil(value: Step) -> int:
    return -(-value.numerator // value.denominator)


def start(rank: int) -> Field:
    """The field of the network's input: each position sees itself."""
    return Field([_ORIGIN] * rank) if rank else WHOLE


def compose(field: Field, windows: tuple[Window, ...] | Literal["whole", "same"]) -> Field:
    """The field after one more layer."""
    if windows == "whole" or not field:
        return WHOLE
    if windows == "same":
        return field
    return Field([_slide(axis, window) for axis, window in zip(field, windows, strict=True)])


def _slide(axis: Axis, window: Window) -> Axis:
    first, last, step = axis
    taps, stride, up, before = window
    first -= before * step
    last += (taps - 1 - before) * step
    return Axis(first, last, step * stride if up == 1 else _divide(step * stride, up))


def _divide(value: Step, by: int) -> Step:
    result = Fraction(value) / by
    return result.numerator if result.denominator == 1 else result


def merge(fields: list[Field]) -> Field:
    """What several routes see together: everything, if one of them does."""
    first, *rest = fields
    if all(field is first for field in rest):
        return first
    seen = list(dict.fromkeys(fields))
    if len(seen) == 1 or WHOLE in seen:
        return first if len(seen) == 1 else WHOLE
    return Field(
        [
            Axis(min(a.first for a in axes), max(a.last for a in axes), axes[0].step)
            for axes in zip(*seen, strict=True)
        ]
    )
