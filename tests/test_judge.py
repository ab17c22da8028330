"""The judge on wrong answers that are made here, by hand, with one slip each.

What a slip gives is worked out in plain arithmetic below, not with the package's formulas.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal
from math import prod
from typing import Any, NamedTuple

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from archcalc import loads
from archcalc.address import Resolver
from archcalc.errors import InputError
from archcalc.judge import Verdict, judge, judge_value
from archcalc.quantities import Part, quantity


def verdict_on(address: str, text: str) -> Verdict:
    return judge(Resolver()(address), text)


def slips(verdict: Verdict) -> set[str]:
    return {because.slip.key for because in verdict.because}


# --- what people ask -----------------------------------------------------------------------------

SAID = [
    ("alexnet.conv1.params", "34944", "right", None),
    ("alexnet.conv1.params", "34,944", "right", None),
    ("alexnet.conv1.params", "(11*11*3 + 1)*96", "right", None),
    ("alexnet.conv1.params", "11·11·3·96", "explained", "bias_forgotten"),
    ("alexnet.conv1.params", "35K", "rounded", None),
    ("alexnet.conv1.params", "34848", "explained", "bias_forgotten"),
    ("alexnet.conv1.params", "35000", "round number", None),
    ("vgg16.params", "140M", "round number", None),
    ("vgg16.params", "1억 3800만", "rounded", None),
    # no answers, whatever their digits
    ("alexnet.params", "0G", "wrong", None),
    ("alexnet.conv1.params", "0M", "wrong", None),
    ("alexnet.params", "about 100M", "coarse", None),
    ("alexnet.depth", "about 10", "coarse", None),
    ("alexnet.conv1.params", ">1", "bound", None),
    ("alexnet.conv1.params", "less than 1G", "bound", None),
    ("alexnet.params", "61MB", "unit", None),
    ("alexnet.conv1.params", "34944%", "unit", None),
    ("alexnet.conv1.params", "34944x", "unit", None),
    ("alexnet.conv1.params", "34944 layers", "unit", None),
    ("alexnet.conv1.percent", "14.6x", "unit", None),
    ("resnet50.multiplies", "3.86 GFLOPs", "rounded", None),
    ("resnet50.multiplies", "7.72 GFLOPs", "rounded", None),
    # what students write
    ("alexnet.conv1.params", "34,848 + 96", "right", None),
    ("alexnet.conv1.params", "11²·3·96 + 96", "right", None),
    ("alexnet.conv1.params", "34,944 (weights and biases)", "right", None),
    ("alexnet.conv1.out_shape", "1x96x55x55", "right", None),
    ("alexnet@batch=8.conv1.out_shape", "8x96x55x55", "right", None),
    ("alexnet@batch=8.conv1.out_shape", "4x96x55x55", "wrong", None),
    ("alexnet.conv1.out_shape", "55·55·96", "right", None),
    ("alexnet.conv1.out_shape", "96@55x55", "right", None),
    ("alexnet.conv1.out_shape", "57x57x96", "explained", "as_same"),
    ("alexnet.pool1.out_shape", "26x26x96", "explained", "plus_one_forgotten"),
    ("alexnet.pool1.params", "864", "explained", "pool_weights"),
    ("alexnet.conv1.out_height", "54", "explained", "plus_one_forgotten"),
    ("alexnet.conv1.positions", "2916", "explained", "plus_one_forgotten"),
    ("alexnet.conv1.params", "34849", "explained", "one_bias"),
    ("alexnet.conv1.params", "11616", "explained", "bias_and_channels_forgotten"),
    ("alexnet.conv2.params", "614400", "explained", "bias_and_groups_forgotten"),
    ("alexnet.fc6.params", "1052672", "explained", "flatten_forgotten"),
    ("alexnet.conv1.multiplies", "105.4G", "explained", "prefix"),
    ("alexnet.conv1.multiplies", "1916640", "explained", "one_output_axis"),
    ("resnet50.depth", "54", "explained", "every_weighted"),
    ("resnet18.depth", "20", "explained", "with_pools_deep"),
    ("resnet50.receptive_field", "427", "explained", "another_network"),
    ("vgg16.activations_bytes", "61MB", "explained", "with_input"),
    ("vgg16.activations_bytes", "15087080", "explained", "another_dtype"),
    ("lenet5.c3.params", "2416", "explained", "table_forgotten"),
    ("lenet5.s2.params", "0", "explained", "plain_pool"),
    ("lenet5.output.params", "850", "explained", "fixed_weights"),
    ("googlenet.3a.params", "159K", "explained", "bias_forgotten"),
    ("alexnet.conv1.out_shape", "55x55x96", "right", None),
    ("alexnet.conv1.out_shape", "96×55×55", "right", None),
    ("alexnet.conv1.out_shape", "55x55", "right", None),
    ("alexnet.conv1.out_shape", "54x54x96", "explained", "plus_one_forgotten"),
    ("alexnet.conv1.out_shape", "55x55x86", "wrong", None),
    # CS231n 2017, lecture 9, slide 55: the six terms with the 3×3 counted twice
    ("inception-bottleneck-256.multiplies", "358M", "explained", "twice"),
    ("inception-bottleneck-256.multiplies", "271M", "rounded", None),
    ("inception-naive.5x5.multiplies", "1억 2천만", "rounded", None),
    ("inception-naive.5x5.multiplies", "1억 2042만 2400번", "right", None),
    ("resnet50.multiplies", "3.8G", "cut", None),  # He et al. 2015, Table 1
    ("resnet50.multiplies", "3.9G", "rounded", None),
    ("resnet50.multiplies", "4.1G", "explained", "another_network"),  # Xie et al. 2016, Table 1
    ("resnet50.multiplies", "8.2G", "explained", "another_network"),
    ("resnet50.multiplies", "7.7G", "explained", "flops"),
    ("resnet50@batch=8.multiplies", "3.86G", "explained", "one_image"),
    # Keras, applications: with 26,560 convolution biases and 53,120 statistics
    ("resnet50.params", "25636712", "explained", "bias_added"),
    ("vgg16.multiplies", "15.3G", "explained", "conv_only"),  # He et al. 2015, section 4.1
    ("vgg16.params", "138344128", "explained", "bias_forgotten"),  # CS231n notes: without biases
    ("vgg16.activations", "15.2M", "explained", "with_input"),
    ("googlenet.params", "13.4M", "explained", "with_aux"),
    ("alexnet.params", "62.4M", "explained", "groups_forgotten"),
    ("alexnet.conv2.params", "614656", "explained", "groups_forgotten"),
    ("googlenet.conv2.params", "112K", "explained", "k1024"),
    ("resnet50.params_bytes", "97MB", "rounded", None),
    ("resnet50.params_bytes", "102MB", "rounded", None),
    ("resnet152.paths", "2^50", "right", None),
    ("inception-naive~inception-bottleneck.5x5.multiplies.ratio", "9.68x", "rounded", None),
    ("inception-naive~inception-bottleneck.5x5.multiplies.ratio", "10", "rounded", None),
    ("inception-naive~inception-bottleneck.multiplies.ratio", "10", "wrong", None),
    ("googlenet.params", "4M", "wrong", None),
    ("alexnet.conv1.multiplies", "105,415,200 MACs", "right", None),
    ("alexnet.conv1.receptive_field", "11", "right", None),
    ("alexnet.conv1.receptive_field", "11x11", "right", None),
    ("alexnet.fc6.tensors.weight", "4096x9216", "right", None),
]


@pytest.mark.parametrize(("address", "text", "ruling", "slip"), SAID)
def test_a_number_is_ruled_on(address: str, text: str, ruling: str, slip: str | None) -> None:
    verdict = verdict_on(address, text)
    assert verdict.ruling == ruling
    assert verdict.right == (ruling in ("right", "rounded"))
    if slip:
        assert slip in slips(verdict)
        assert all(" = " in one.text for one in verdict.because)
    else:
        assert verdict.because == ()


def test_the_likeliest_slip_stands_first_with_its_arithmetic() -> None:
    (because,) = verdict_on("alexnet.conv1.params", "34848").because
    assert because.text == "The biases are missing: 11·11·3 · 96 = 34,848"
    chief = verdict_on("inception-bottleneck-256.multiplies", "358M").because[0]
    assert chief.text == "3x3.conv is counted twice: 271,351,808 + 86,704,128 = 358,055,936"


@pytest.mark.parametrize(
    ("address", "text", "message"),
    [
        ("alexnet.title", "3", "title is no number: it cannot be checked"),
        ("alexnet.conv1.formulas.params", "3", "formulas.params is no number"),
        ("alexnet.params", "many", 'cannot read "many" as a number'),
        ("alexnet.conv1.out_shape", "big", 'cannot read "big" as a shape'),
    ],
)
def test_what_cannot_be_judged_is_an_error(address: str, text: str, message: str) -> None:
    with pytest.raises(InputError, match=message):
        verdict_on(address, text)


# --- one layer, one slip -------------------------------------------------------------------------


class Conv(NamedTuple):
    """A convolution's numbers, and those that a slip makes of them."""

    channels: int
    height: int
    width: int
    filters: int
    kernel: tuple[int, int]
    stride: int
    padding: int
    dilation: int
    groups: int
    bias: bool

    def size(self, length: int, kernel: int, **slip: Any) -> int:
        pads = slip.get("pads", 2 * self.padding)
        reach = slip.get("dilation", self.dilation) * (kernel - 1) + 1
        over, rest = divmod(length + pads - reach, slip.get("stride", self.stride))
        return over + (1 if rest and slip.get("up") else 0) + (0 if slip.get("no_one") else 1)

    def sizes(self, **slip: Any) -> tuple[int, int]:
        if slip.get("as_input"):
            return self.height, self.width
        return (
            self.size(self.height, self.kernel[0], **slip),
            self.size(self.width, self.kernel[1], **slip),
        )

    def weights(self, **slip: Any) -> int:
        groups = slip.get("groups", self.groups)
        kernel = self.kernel[0] * (1 if slip.get("one_axis") else self.kernel[1])
        channels = 1 if slip.get("one_channel") else self.channels // groups
        return kernel * channels * (1 if slip.get("one_filter") else self.filters)

    def params(self, **slip: Any) -> int:
        biases = 1 if slip.get("one_filter") else self.filters
        return self.weights(**slip) + biases * slip.get("bias", self.bias)

    def multiplies(self, **slip: Any) -> int:
        one = {"as_input": False, **slip}
        positions = 1 if slip.get("one_position") else prod(self.sizes(**one))
        biases = positions * self.filters if slip.get("biases") else 0
        return positions * self.weights(**slip) + biases

    def activations(self, **slip: Any) -> int:
        return prod(self.sizes(**slip)) * self.filters


@st.composite
def convs(draw: Callable[[st.SearchStrategy[Any]], Any]) -> Conv:
    groups = draw(st.sampled_from([1, 1, 2, 3]))
    return Conv(
        channels=groups * draw(st.integers(1, 40)),
        height=draw(st.integers(16, 230)),
        width=draw(st.integers(16, 230)),
        filters=groups * draw(st.integers(1, 60)),
        kernel=draw(st.sampled_from([(1, 1), (3, 3), (5, 5), (7, 7), (11, 11), (1, 7), (3, 5)])),
        stride=draw(st.integers(1, 4)),
        padding=draw(st.integers(0, 5)),
        dilation=draw(st.sampled_from([1, 1, 1, 2, 3])),
        groups=groups,
        bias=draw(st.booleans()),
    )


def part_of(layers: list[Any], input: tuple[int, ...], path: str = "") -> Part:
    text = json.dumps({"name": "drawn", "input": input, "layers": layers})
    return Part(loads(text).analyze(), path)


def conv_part(conv: Conv) -> Part:
    attributes = {
        "name": "conv", "out_channels": conv.filters, "kernel_size": list(conv.kernel),
        "stride": conv.stride, "padding": conv.padding, "dilation": conv.dilation,
        "groups": conv.groups, "bias": conv.bias,
    }  # fmt: skip
    return part_of([{"conv": attributes}], (conv.channels, conv.height, conv.width), "conv")


def ruled(part: Part, key: str, text: str) -> Verdict:
    kind = quantity(key)
    value = kind.value(part)
    assert value is not None
    return judge_value(part, kind, value, text)


CONV_SLIPS: list[tuple[str, str, dict[str, Any]]] = [
    ("bias_forgotten", "params", {"bias": False}),
    ("bias_added", "params", {"bias": True}),
    ("groups_forgotten", "params", {"groups": 1}),
    ("channels_forgotten", "params", {"one_channel": True}),
    ("one_filter", "params", {"one_filter": True}),
    ("kernel_one_axis", "params", {"one_axis": True}),
    ("padding_forgotten", "multiplies", {"pads": 0}),
    ("rounding", "multiplies", {"up": True}),
    ("plus_one_forgotten", "multiplies", {"no_one": True}),
    ("stride_forgotten", "multiplies", {"stride": 1}),
    ("dilation_forgotten", "multiplies", {"dilation": 1}),
    ("groups_forgotten", "multiplies", {"groups": 1}),
    ("channels_forgotten", "multiplies", {"one_channel": True}),
    ("kernel_one_axis", "multiplies", {"one_axis": True}),
    ("at_input_size", "multiplies", {"as_input": True}),
    ("one_position", "multiplies", {"one_position": True}),
    ("bias_multiplied", "multiplies", {"biases": True}),
    ("padding_forgotten", "activations", {"pads": 0}),
    ("rounding", "activations", {"up": True}),
    ("plus_one_forgotten", "activations", {"no_one": True}),
    ("stride_forgotten", "activations", {"stride": 1}),
    ("at_input_size", "activations", {"as_input": True}),
]


@pytest.mark.parametrize(("slip", "key", "change"), CONV_SLIPS)
@settings(max_examples=40)
@given(conv=convs())
def test_a_slip_in_a_convolution_is_named(
    slip: str, key: str, change: dict[str, Any], conv: Conv
) -> None:
    assume(min(conv.sizes()) >= 1)
    assume(min(conv.sizes(**change)) >= 1)
    assume(slip != "bias_multiplied" or conv.bias)
    assume(slip != "one_filter" or conv.groups == 1)
    right, wrong = getattr(conv, key)(), getattr(conv, key)(**change)
    part = conv_part(conv)
    assert ruled(part, key, str(right)).ruling == "right"
    if wrong != right:
        verdict = ruled(part, key, str(wrong))
        assert verdict.ruling == "explained"
        assert slip in slips(verdict)


@given(conv=convs(), pads=st.booleans())
def test_padding_on_one_side_is_named(conv: Conv, pads: bool) -> None:
    change = {"pads": conv.padding} if pads else {"pads": 0}
    assume(min(*conv.sizes(), *conv.sizes(**change)) >= 1)
    wrong = (*conv.sizes(**change), conv.filters)
    if wrong != (*conv.sizes(), conv.filters):
        verdict = ruled(conv_part(conv), "out_shape", "x".join(map(str, wrong)))
        assert verdict.ruling == "explained"
        assert ("padding_once" if pads else "padding_forgotten") in slips(verdict)


@given(
    size=st.integers(8, 200), kernel=st.integers(2, 5), stride=st.integers(1, 4),
    ceil=st.booleans(),
)  # fmt: skip
def test_a_pool_rounded_the_other_way_is_named(
    size: int, kernel: int, stride: int, ceil: bool
) -> None:
    over, rest = divmod(size - kernel, stride)
    assume(rest)
    up = over + 2 if (over + 1) * stride < size else over + 1  # a last window starts inside
    right, wrong = (up, over + 1) if ceil else (over + 1, over + 2)
    assume(right != wrong)
    pool = {"name": "pool", "kernel_size": kernel, "stride": stride, "ceil_mode": ceil}
    part = part_of([{"maxpool": pool}], (8, size, size), "pool")
    assert ruled(part, "out_shape", f"{right}x{right}x8").right
    verdict = ruled(part, "out_shape", f"{wrong}x{wrong}x8")
    assert verdict.ruling == "explained"
    assert "rounding" in slips(verdict)


# --- a network, one slip -------------------------------------------------------------------------


class Chain(NamedTuple):
    """A chain of 3×3 convolutions that keep their size, and a linear layer behind them."""

    channels: int
    size: int
    filters: tuple[int, ...]
    classes: int

    def conv_weights(self) -> list[int]:
        ins = (self.channels, *self.filters)
        return [9 * i * o for i, o in zip(ins, self.filters, strict=False)]

    def linear_weights(self) -> int:
        return self.filters[-1] * self.size**2 * self.classes

    def params(self) -> int:
        weights = sum(self.conv_weights()) + self.linear_weights()
        return weights + sum(self.filters) + self.classes

    def multiplies(self) -> list[int]:
        return [*(w * self.size**2 for w in self.conv_weights()), self.linear_weights()]

    def part(self) -> Part:
        layers: list[Any] = [
            {"conv": {"name": f"conv{i}", "out_channels": n, "kernel_size": 3, "padding": 1}}
            for i, n in enumerate(self.filters)
        ]
        layers += ["flatten", {"linear": {"name": "fc", "out_features": self.classes}}]
        return part_of(layers, (self.channels, self.size, self.size))


chains = st.builds(
    Chain,
    channels=st.integers(1, 30),
    size=st.integers(4, 40),
    filters=st.lists(st.integers(2, 64), min_size=2, max_size=5).map(tuple),
    classes=st.integers(2, 100),
)


@given(chain=chains, data=st.data())
def test_a_slip_in_a_sum_is_named(chain: Chain, data: st.DataObject) -> None:
    part, terms = chain.part(), chain.multiplies()
    total, weights = sum(terms), sum(chain.conv_weights()) + chain.linear_weights()
    chosen = data.draw(st.sampled_from(terms))
    made = {
        "twice": ("multiplies", total + chosen),
        "left_out": ("multiplies", total - chosen),
        "conv_only": ("multiplies", sum(terms[:-1])),
        "linear_only": ("multiplies", terms[-1]),
        "flops": ("multiplies", 2 * total),
        "bias_forgotten": ("params", weights),
        "half": ("params", chain.params() // 2),
    }
    assert ruled(part, "multiplies", str(total)).ruling == "right"
    assert ruled(part, "params", str(chain.params())).ruling == "right"
    for slip, (key, wrong) in made.items():
        if slip == "half" and chain.params() % 2:
            continue
        verdict = ruled(part, key, str(wrong))
        assert not verdict.right
        assert slip in slips(verdict) or _found_sooner(slip, verdict), (slip, slips(verdict))


def _found_sooner(slip: str, verdict: Verdict) -> bool:
    """Terms are tried last: another slip may lead to the very same number."""
    return slip in ("twice", "left_out") and bool(verdict.because)


@given(chain=chains, batch=st.sampled_from([2, 8, 32, 256]))
def test_a_batch_taken_wrong_is_named(chain: Chain, batch: int) -> None:
    one, network = sum(chain.multiplies()), chain.part().analysis.network
    of_one, of_batch = Part(network.analyze()), Part(network.analyze(batch=batch))
    forgotten = ruled(of_batch, "multiplies", str(one))
    assert forgotten.ruling == "explained"
    assert slips(forgotten) & {"one_image", "half"}
    other = ruled(of_one, "multiplies", str(batch * one))
    assert other.ruling == "explained"
    assert slips(other) & {"another_batch", "flops", "another_network", "another_input"}
    grown = ruled(of_batch, "params", str(batch * chain.params()))
    assert "params_times_batch" in slips(grown)


# --- never right when wrong ----------------------------------------------------------------------


@given(conv=convs(), off=st.integers(-1000, 1000).filter(bool))
def test_another_whole_number_is_never_right(conv: Conv, off: int) -> None:
    assume(min(conv.sizes()) >= 1)
    assume(conv.params() + off >= 0)
    assert not ruled(conv_part(conv), "params", str(conv.params() + off)).right


@given(chain=chains, digits=st.integers(1, 5), off=st.integers(-3, 3))
def test_a_rounded_number_is_right_when_schoolbook_rounding_gives_it(
    chain: Chain, digits: int, off: int
) -> None:
    total = sum(chain.multiplies())
    assume(len(str(total)) > digits + 1)
    step = Decimal(10) ** (len(str(total)) - digits)
    number = (Decimal(total) / step).quantize(Decimal(1), ROUND_HALF_UP) + off
    assume(number > 0)
    ways = {
        (Decimal(total) / step).quantize(Decimal(1), way)
        for way in (ROUND_HALF_UP, ROUND_HALF_EVEN)
    }
    text = f"{number}e{len(str(total)) - digits}"
    verdict = ruled(chain.part(), "multiplies", text)
    assert verdict.right == (number in ways and verdict.ruling != "coarse")
    coarse = number < 10 and abs(number * step - total) > total / 10
    assert (verdict.ruling == "coarse") == (number in ways and coarse)
