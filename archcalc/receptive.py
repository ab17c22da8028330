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


Spans = tuple[tuple[Step, Step, Step], ...]
"""A field as the analysis carries it: the plain numbers of each Axis, quick to make and to drop."""

WHOLE: Spans = ()


def _ceil(value: Step) -> int:
    return -(-value.numerator // value.denominator)


def field_of(spans: Spans) -> Field:
    """`spans` with names."""
    return Field([Axis(*span) for span in spans])


def start(rank: int) -> Spans:
    """The field of the network's input: each position sees itself."""
    return ((0, 0, 1),) * rank


def compose(spans: Spans, windows: tuple[Window, ...] | Literal["whole", "same"]) -> Spans:
    """The field after one more layer."""
    if windows == "whole" or not spans:
        return WHOLE
    if windows == "same":
        return spans
    after = []
    for (first, last, step), (taps, stride, up, before) in zip(spans, windows, strict=True):
        ahead = before * step
        further = step * stride if up == 1 else _divide(step * stride, up)
        after.append((first - ahead, last + (taps - 1) * step - ahead, further))
    return tuple(after)


def _divide(value: Step, by: int) -> Step:
    result = Fraction(value) / by
    return result.numerator if result.denominator == 1 else result


def merge(routes: list[Spans]) -> Spans:
    """What several routes see together: everything, if one of them does."""
    first, *rest = routes
    if all(spans is first for spans in rest):
        return first
    seen = list(dict.fromkeys(routes))
    if len(seen) == 1 or WHOLE in seen:
        return first if len(seen) == 1 else WHOLE
    return tuple(
        [
            (min(a[0] for a in axes), max(a[1] for a in axes), axes[0][2])
            for axes in zip(*seen, strict=True)
        ]
    )
