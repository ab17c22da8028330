"""Receptive fields against the effect of every single input value, traced through the layers.

A value is the set of input positions it depends on, held as the bits of one integer. Each layer is
carried out as its definition says, padding with values that depend on nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from math import prod
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

import archcalc
from archcalc import receptive
from archcalc.errors import SpecError
from archcalc.ops.base import Window
from archcalc.receptive import WHOLE, Axis, Field, compose, merge, start

Values = list[int]
SIZE = 700

# --- the layers, carried out ---------------------------------------------------------------------


def union(values: Sequence[int]) -> int:
    result = 0
    for value in values:
        result |= value
    return result


def conv(x: Values, kernel_size: int, stride: int, padding: int, dilation: int) -> Values:
    x = pad(x, [[padding, padding]])
    span = dilation * (kernel_size - 1) + 1
    return [union(x[i : i + span : dilation]) for i in range(0, len(x) - span + 1, stride)]


def maxpool(x: Values, kernel_size: int, stride: int, ceil_mode: bool) -> Values:
    starts = range(0, len(x) - (0 if ceil_mode else kernel_size - 1), stride)
    reaching = [i for i in starts if i == 0 or i - stride + kernel_size < len(x)]
    return [union(x[i : i + kernel_size]) for i in reaching]


def conv_transpose(x: Values, kernel_size: int, stride: int, padding: int) -> Values:
    out = [0] * ((len(x) - 1) * stride + kernel_size)
    for i, value in enumerate(x):
        for k in range(kernel_size):
            out[i * stride + k] |= value
    return out[padding : len(out) - padding]


def upsample(x: Values, scale_factor: int, mode: str) -> Values:
    if mode == "nearest" or scale_factor == 1:  # at factor 1 the neighbour's weight is 0
        return [value for value in x for _ in range(scale_factor)]
    places = [(Fraction(2 * i + 1, 2 * scale_factor) - Fraction(1, 2)) // 1
              for i in range(len(x) * scale_factor)]  # fmt: skip
    return [x[max(place, 0)] | x[min(place + 1, len(x) - 1)] for place in places]


def pad(x: Values, padding: list[list[int]]) -> Values:
    ((before, after),) = padding
    return [0] * before + x + [0] * after


def subsample(x: Values, stride: int) -> Values:
    return x[::stride]


LAYERS: dict[str, Callable[..., Values]] = {
    "conv": conv,
    "maxpool": maxpool,
    "conv_transpose": conv_transpose,
    "upsample": upsample,
    "pad": pad,
    "subsample": subsample,
}
Item = tuple[str, dict[str, Any]]


def carried_out(items: Sequence[Any], x: Values) -> Values:
    for kind, words in items:
        if kind == "parallel":
            ends = [carried_out(branch, x) for branch in words]
            x = [union(values) for values in zip(*ends, strict=True)]
        else:
            x = LAYERS[kind](x, **words)
    return x


def hull(value: int) -> tuple[int, int]:
    """The first and last position that a value depends on."""
    return (value & -value).bit_length() - 1, value.bit_length() - 1


# --- the same layers as a spec -------------------------------------------------------------------


def spec(items: Sequence[Any], size: int = SIZE) -> str:
    return f"{{name: chain, input: [1, {size}], layers: {_layers(items, 'x')}}}"


def _layers(items: Sequence[Any], name: str) -> str:
    return "[" + ", ".join(_item(item, f"{name}{i}") for i, item in enumerate(items)) + "]"


def _item(item: Any, name: str) -> str:
    kind, words = item
    if kind == "parallel":
        branches = ", ".join(f"b{i}: {_layers(part, name)}" for i, part in enumerate(words))
        return f"{{parallel: {{name: {name}, branches: {{{branches}}}, merge: add}}}}"
    if "conv" in kind:
        words = {**words, "out_channels": 1}
    text = ", ".join(f"{key}: {str(value).lower()}" for key, value in words.items())
    return f"{{{kind}: {{name: {name}, {text}}}}}"


def _of(kind: str, **words: st.SearchStrategy[Any]) -> st.SearchStrategy[Item]:
    return st.tuples(st.just(kind), st.fixed_dictionaries(words))


small = st.integers(1, 3)
convs = _of("conv", kernel_size=st.integers(1, 5), stride=small, padding=st.integers(0, 4),
            dilation=small)  # fmt: skip
pools = _of("maxpool", kernel_size=small, stride=small, ceil_mode=st.booleans())
shifts = st.one_of(
    _of("subsample", stride=small),
    _of("pad", padding=st.lists(st.integers(0, 5), min_size=2, max_size=2).map(lambda p: [p])),
)
layers = convs | pools | shifts


@st.composite
def branches(draw: Any) -> Item:
    """Branches of one size: windows of odd extents, some shifted, and one that does nothing."""
    found: list[list[Item]] = [[]] if draw(st.booleans()) else []
    for _ in range(draw(st.integers(2 - len(found), 3))):
        before, after = draw(st.integers(0, 6)), draw(st.integers(0, 6))
        kernel = before + after + 1
        words = {"kernel_size": kernel, "stride": 1, "padding": 0, "dilation": 1}
        found.append([("pad", {"padding": [[before, after]]}), ("conv", words)])
    return "parallel", found  # type: ignore[return-value]


# --- laws ----------------------------------------------------------------------------------------


def traced(items: Sequence[Any]) -> Values:
    return carried_out(items, [1 << i for i in range(SIZE)])


@settings(max_examples=120, deadline=None)
@given(st.lists(st.one_of(layers, branches()), min_size=1, max_size=4))
def test_field_and_stride_are_those_of_single_positions(items: list[Any]) -> None:
    try:
        totals = archcalc.loads(spec(items)).analyze().totals
    except SpecError:
        assume(False)
    ((size,), (stride,)) = totals.receptive_field, totals.effective_stride
    assume(size + 2 * stride < SIZE // 2)
    values = traced(items)
    whole = [hull(value) for value in values if value]
    assert size == max(last - first for first, last in whole) + 1
    middle = next(i for i, (_, last) in enumerate(whole) if last > SIZE // 2)
    assert stride == whole[middle + 1][0] - whole[middle][0]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.one_of(convs, shifts, branches()), min_size=1, max_size=3))
def test_the_first_output_sees_where_the_axis_says(items: list[Any]) -> None:
    """`first` counts from the input's start, padding before it being negative."""
    far = 200
    try:
        row = archcalc.loads(spec(items)).analyze().rows[-1]
    except SpecError:
        assume(False)
    ((axis,),) = (row.field,)
    index = -(-far // axis.step)
    assume(axis.last + index * axis.step < SIZE)
    seen = traced(items)[index]
    assert hull(seen) == (axis.first + index * axis.step, axis.last + index * axis.step)


dense = _of("conv", kernel_size=st.integers(1, 5), stride=st.just(1), padding=st.integers(0, 4),
            dilation=small)  # fmt: skip
ups = st.one_of(
    _of("upsample", scale_factor=small, mode=st.sampled_from(["nearest", "linear"])),
    _of("conv_transpose", kernel_size=st.integers(3, 5), stride=small, padding=st.just(0)),
)


@settings(max_examples=60, deadline=None)
@given(st.lists(convs | pools, max_size=2), ups, st.lists(dense, max_size=1))
def test_upsampling_is_right_within_a_position(
    before: list[Item], up: Item, after: list[Item]
) -> None:
    """Outputs between two positions of the layer before see one of them more or less."""
    items = [*before, up, *after]
    try:
        (size,) = archcalc.loads(spec(items)).analyze().totals.receptive_field
    except SpecError:
        assume(False)
    assume(size < SIZE // 4)
    inner = [hull(value) for value in traced(items) if value]
    inner = [(first, last) for first, last in inner if first > 200 and last < SIZE - 200]
    assume(inner)
    found = [last - first + 1 for first, last in inner]
    position = prod(words["stride"] for _, words in before)
    assert min(found) <= size <= max(found) + position


# --- literals ------------------------------------------------------------------------------------


def field_of(layers: str, size: str = "[3, 99, 99]") -> tuple[Any, Any]:
    totals = archcalc.loads(f"{{name: x, input: {size}, layers: {layers}}}").analyze().totals
    return totals.receptive_field, totals.effective_stride


CONV3 = "{conv: {name: %s, out_channels: 1, kernel_size: 3}}"


@pytest.mark.parametrize(
    ("layers", "field", "stride"),
    [
        pytest.param(f"[{CONV3 % 'a'}, {CONV3 % 'b'}]", (5, 5), (1, 1),
                     id="two 3×3 see 5×5 (Simonyan & Zisserman 2014, section 2.3)"),
        pytest.param(f"[{CONV3 % 'a'}, {CONV3 % 'b'}, {CONV3 % 'c'}]", (7, 7), (1, 1),
                     id="three 3×3 see 7×7 (the same section)"),
        pytest.param("[conv: {name: a, out_channels: 1, kernel_size: 3, dilation: 4}]",
                     (9, 9), (1, 1), id="a 3×3 dilated by 4 sees 9×9"),
        pytest.param("[conv: {name: a, out_channels: 1, kernel_size: 11, stride: 4}, "
                     "maxpool: {kernel_size: 3, stride: 2}]",
                     (19, 19), (8, 8), id="AlexNet pool1: 11 + 2·4 = 19, stride 8"),
        pytest.param("[conv: {name: a, out_channels: 1, kernel_size: [1, 7], stride: [1, 2]}]",
                     (1, 7), (1, 2), id="each axis by itself"),
        pytest.param("[upsample: {scale_factor: 2}]", (1, 1), (Fraction(1, 2),) * 2,
                     id="upsampling by 2 moves by half a position"),
        pytest.param("[upsample: {scale_factor: 2, mode: linear}, subsample: {stride: 2}]",
                     (2, 2), (1, 1), id="linear upsampling weighs 2 neighbours"),
        pytest.param("[upsample: {scale_factor: [1, 2], mode: linear}, "
                     "subsample: {stride: [1, 2]}]",
                     (1, 2), (1, 1), id="linear upsampling by 1 weighs none"),
        pytest.param(f"[{CONV3 % 'a'}, {{crop: {{name: cut, from: [input, a]}}}}, "
                     "{concat: {from: [a, cut]}}]",
                     (3, 3), (1, 1), id="a centre crop sees the window's middle"),
        pytest.param(f"[{CONV3 % 'a'}, global_avgpool, "
                     "{conv: {name: b, out_channels: 4, kernel_size: 1}}]",
                     (3, 3), (1, 1), id="the last layer before global pooling counts"),
        pytest.param("[flatten, {linear: {name: fc, out_features: 2}}]", (1, 1), (1, 1),
                     id="nothing but the input before the flatten"),
        pytest.param("[adaptive_avgpool: {output_size: 9}]", (11, 11), (11, 11),
                     id="99 → 9 in windows of 11"),
    ],
)  # fmt: skip
def test_known_fields(layers: str, field: Any, stride: Any) -> None:
    assert field_of(layers) == (field, stride)


def test_a_flat_input_has_no_field() -> None:
    assert field_of("[{linear: {name: fc, out_features: 2}}]", "[9]") == (None, None)


def test_a_gate_that_sees_everything_leaves_the_field_alone() -> None:
    squeeze_and_excite = f"""[{CONV3 % "a"}, global_avgpool: {{name: squeeze}},
        sigmoid: {{name: gate}}, multiply: {{from: [a, gate]}}]"""
    assert field_of(squeeze_and_excite) == ((3, 3), (1, 1))


def test_the_pieces() -> None:
    assert start(0) == WHOLE == Field()
    two = compose(start(1), (Window(3, stride=2, before=1),))
    assert two == (Axis(-1, 1, 2),)
    assert compose(two, "same") is two
    assert compose(two, "whole") is WHOLE
    assert compose(WHOLE, (Window(3),)) == WHOLE
    three = compose(two, (Window(3, before=1),))
    assert (receptive.field_of(three).sizes, receptive.field_of(three).strides) == ((7,), (2,))
    assert merge([two, three, two]) == three
    assert merge([two, WHOLE]) is WHOLE
    assert merge([WHOLE, Field()]) == WHOLE
