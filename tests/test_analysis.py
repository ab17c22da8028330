"""One pass over a network: sums, memory and limits, on graphs small enough to work out by hand."""

from __future__ import annotations

import dataclasses
from functools import cache
from math import prod
from typing import Any

import pytest

import archcalc
from archcalc.analysis import Analysis, Totals
from archcalc.errors import InputError, ShapeError, UnknownNameError
from archcalc.memory import DTYPES


def network(layers: str, input: str = "[2, 4, 4]") -> archcalc.Network:
    return archcalc.loads(f"{{name: small, input: {input}, layers: [{layers}]}}")


def conv(name: str, out: int, more: str = "") -> str:
    return f"conv: {{name: {name}, out_channels: {out}, kernel_size: 1{more}}}"


CHAIN = """conv: {name: a, out_channels: 3, kernel_size: 3, padding: 1}, relu,
    maxpool: {kernel_size: 2}, flatten, linear: {name: fc, out_features: 5}"""

# --- totals ----------------------------------------------------------------------------------


def test_totals_of_a_chain() -> None:
    totals = network(CHAIN).analyze().totals
    assert totals[:8] == (
        122,  # (3·3·2 + 1)·3 = 57 and (12 + 1)·5 = 65
        924,  # 4·4·3 · 3·3·2 = 864 and 12·5 = 60
        84,  # relu 48; pool 2·2·3 outputs of 3 comparisons = 36
        65,  # conv 48, pool 12, fc 5; relu and flatten write in place
        2,
        3,
        1,
        5,
    )
    assert Totals._fields[:8] == (
        "params", "multiplies", "elementwise", "activations", "depth", "depth_with_pools",
        "nonlinearities", "ops",
    )  # fmt: skip
    assert (totals.receptive_field, totals.effective_stride) == ((4, 4), (2, 2))
    assert totals.paths == 1


def test_a_batch_scales_all_but_the_parameters() -> None:
    one, many = network(CHAIN).analyze(), network(CHAIN).analyze(batch=3)
    assert many.totals[:8] == (122, 2772, 252, 195, 2, 3, 1, 5)
    assert [row.params for row in many.rows] == [row.params for row in one.rows]
    assert many["a"].out_shape == one["a"].out_shape == (3, 4, 4)


AUX = f"""{conv("a", 2)}, aux: {{name: head, layers: [flatten, linear: {{name: fc,
    out_features: 3}}]}}, {conv("b", 1)}"""


@pytest.mark.parametrize(
    ("aux", "params", "multiplies", "activations", "ops"),
    [
        pytest.param(False, 7, 64, 48, 2, id="left out: a 4 + b 3"),
        pytest.param(True, 106, 160, 51, 4, id="counted: (32 + 1)·3 = 99 more"),
    ],
)
def test_auxiliary_heads(
    aux: bool, params: int, multiplies: int, activations: int, ops: int
) -> None:
    analysis = network(AUX, "[1, 4, 4]").analyze(aux=aux)
    totals = analysis.totals
    assert totals[:2] == (params, multiplies)
    assert (totals.activations, totals.ops) == (activations, ops)
    assert (totals.depth, totals.paths, totals.receptive_field) == (2, 1, (1, 1))
    assert len(analysis.layers) == ops
    assert [row.path for row in analysis.aux] == ["head.flatten1", "head.fc"]


def residual(*bodies: str) -> str:
    return ", ".join(f"residual: {{name: r{i}, body: [{b}]}}" for i, b in enumerate(bodies))


def parallel(*branches: str) -> str:
    named = ", ".join(f"b{i}: [{branch}]" for i, branch in enumerate(branches))
    return f"parallel: {{branches: {{{named}}}}}"


@pytest.mark.parametrize(
    ("layers", "paths", "depth", "with_pools"),
    [
        pytest.param(conv("a", 2), 1, 1, 1, id="a chain"),
        pytest.param(residual(conv("a", 2), conv("b", 2)), 4, 2, 2, id="two residuals: 2·2"),
        pytest.param(parallel(conv("a", 2), "relu", "tanh"), 3, 1, 1, id="three branches"),
        pytest.param(
            parallel(conv("a", 2), "{maxpool: {kernel_size: 1}}"), 2, 1, 1,
            id="a pool beside a convolution lies on no longest path",
        ),
        pytest.param(
            f"{conv('a', 2)}, maxpool: {{kernel_size: 2}}, {conv('b', 2)}, global_avgpool",
            1, 2, 4, id="pools between",
        ),
        pytest.param(
            f"{conv('a', 2)}, global_avgpool: {{name: g}}, {conv('s', 1)}, {conv('e', 2)}, "
            "sigmoid: {name: gate}, multiply: {from: [a, gate]}",
            2, 1, 1, id="a gate's convolutions do not count for depth",
        ),
        pytest.param(
            f"{conv('a', 2)}, crop: {{name: cut, from: [input, a]}}, add: {{from: [cut, a]}}",
            2, 1, 1, id="what a crop measures is no path",
        ),
    ],
)  # fmt: skip
def test_paths_and_depth(layers: str, paths: int, depth: int, with_pools: int) -> None:
    totals = network(layers).analyze().totals
    assert (totals.paths, totals.depth, totals.depth_with_pools) == (paths, depth, with_pools)


@pytest.mark.parametrize("input", [(2, 16), (2, 16, 16), (2, 4, 16, 16)])
def test_another_rank(input: tuple[int, ...]) -> None:
    """1×1 convolutions take inputs of any rank; the parameters stay."""
    analysis = network(f"{conv('a', 3)}, relu").analyze(input=input)
    assert analysis.rows[-1].out_shape == (3, *input[1:])
    assert analysis.totals.params == 9


# --- memory ----------------------------------------------------------------------------------

MEMORY = [
    # conv a: 32 in + 48 out = 80 live; relu overwrites a; pool: 48 + 12; flatten is a view.
    # Kept: input 32, a after relu 48 (relu's output is the pool's input), pool 12 for fc;
    # 8 bytes of index for each of the pool's 12 outputs.
    pytest.param(CHAIN, "[2, 4, 4]", 122, 65, 80, 32 + 48 + 12, 96, id="chain"),
    # a 32 over the input 32; relu overwrites a; b 32; add 32: 96 live; relu overwrites add.
    # Kept: input for a, a after relu for b and itself, relu's output after add.
    pytest.param(
        f"{conv('a', 2)}, relu, {residual(conv('b', 2))}, relu",
        "[2, 4, 4]", 12, 32 + 32 + 32, 96, 32 + 32 + 32, 0, id="residual",
    ),
    # relu and b both read a, so relu writes beside it: a 32, r 32, b 32; then a is free, add 32.
    # Kept: input, a for b, relu's output.
    pytest.param(
        f"{conv('a', 2)}, relu: {{name: r}}, {conv('b', 2, ', from: a')}, add: {{from: [r, b]}}",
        "[2, 4, 4]", 12, 96, 96, 96, 0, id="an activation whose input is read twice",
    ),
    # The input 32 is read by both branches: a 64 beside it, then b 16 while both wait, then
    # the input is free and the concat writes 80: 64 + 16 + 80.
    # Kept: the input, once.
    pytest.param(
        parallel(conv("a", 4), conv("b", 1)),
        "[2, 4, 4]", 15, 64 + 16 + 80, 160, 32, 0, id="two branches",
    ),
    # Flattening the input copies nothing: 784 + 300 live. fc1 keeps the input, relu and fc2 the
    # same 300 values.
    pytest.param(
        "flatten, linear: {name: fc1, out_features: 300}, relu, linear: {name: fc2, "
        "out_features: 10}",
        "[1, 28, 28]", 238_510, 310, 1084, 784 + 300, 0, id="LeCun et al. 1998's 300-10",
    ),
    # Dropout may not overwrite what relu keeps, though a flatten stands between them: its 12
    # values are kept beside relu's 12, with a mask of 1 byte each. At inference 4 + 12 live.
    pytest.param(
        f"{conv('a', 3)}, relu, flatten, dropout, linear: {{name: fc, out_features: 2}}",
        "[1, 2, 2]", 32, 14, 16, 4 + 12 + 12, 12, id="dropout behind a flatten",
    ),
    # Batch norm keeps the convolution's output, relu its own: 4 + 12 + 12.
    pytest.param(
        f"{conv('a', 3, ', bias: false')}, batchnorm, relu",
        "[1, 2, 2]", 9, 12, 12 + 12, 4 + 12 + 12, 0, id="batch norm",
    ),
    # The flattened values are read by relu alone, but their memory by a convolution too.
    # a 16, relu beside it 16 while the input is long free, b 16 when relu's stays: 48.
    pytest.param(
        f"{conv('a', 1)}, flatten, relu: {{name: r}}, {conv('b', 1, ', from: a')}, "
        "flatten: {name: f}, add: {from: [r, f]}",
        "[1, 4, 4]", 4, 16 + 16 + 16, 48, 16 + 16 + 16, 0, id="a view of what others read",
    ),
]  # fmt: skip


@pytest.mark.parametrize(
    ("layers", "input", "params", "activations", "peak", "kept", "marks"), MEMORY
)
def test_memory(
    layers: str, input: str, params: int, activations: int, peak: int, kept: int, marks: int
) -> None:
    memory = network(layers, input).analyze().totals.memory
    assert memory.params_bytes == 4 * params
    assert memory.activations_bytes == 4 * activations
    assert memory.peak_inference_bytes == 4 * peak
    assert memory.training_bytes == 4 * (2 * params + kept) + marks


@pytest.mark.parametrize(
    ("dtype", "batch", "expected"),
    [
        pytest.param("float32", 1, (488, 260, 320, 1440), id="976 + 368 + 96"),
        pytest.param("float32", 3, (488, 780, 960, 2368), id="976 + 3·464"),
        pytest.param("float64", 1, (976, 520, 640, 2784), id="1952 + 736 + 96"),
        pytest.param("float16", 1, (244, 130, 160, 768), id="488 + 184 + 96, indices as wide"),
        pytest.param("bfloat16", 2, (244, 260, 320, 1048), id="488 + 2·280"),
        pytest.param("int8", 1, (122, 65, 80, 432), id="244 + 92 + 96"),
    ],
)
def test_memory_by_dtype_and_batch(dtype: str, batch: int, expected: tuple[int, ...]) -> None:
    assert network(CHAIN).analyze(dtype=dtype, batch=batch).totals.memory == expected


def test_dtypes() -> None:
    assert DTYPES == {"float64": 8, "float32": 4, "float16": 2, "bfloat16": 2, "int8": 1}


# --- other inputs ----------------------------------------------------------------------------


def test_weights_that_an_input_changes_are_named() -> None:
    analysis = network(CHAIN).analyze(input=(2, 8, 8))
    assert analysis.reshaped == (("fc.weight", (5, 12), (5, 48)),)
    assert analysis.totals.params == 302  # 57 + (48 + 1)·5
    assert network(CHAIN).analyze(input=(2, 5, 5)).reshaped == ()
    assert network(CHAIN).analyze().reshaped == ()


def test_more_channels_change_the_first_convolution() -> None:
    analysis = network(conv("a", 3)).analyze(input=(4, 4, 4))
    assert analysis.reshaped == (("a.weight", (3, 2, 1, 1), (3, 4, 1, 1)),)


def test_vgg16_at_256_is_another_network() -> None:
    analysis = archcalc.load("vgg16").analyze(input=(3, 256, 256))
    assert analysis.totals.params == 169_814_824  # 138,357,544 + 4096·(32,768 − 25,088)
    assert analysis.reshaped == (("fc6.weight", (4096, 25_088), (4096, 32_768)),)


# --- limits ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"input": (3, 0, 8)}, r"input sizes must be between 1 and 1,000,000,000, found 3×0×8"),
        ({"input": (3, -8, 8)}, "input sizes"),
        ({"input": (3, 10**9 + 1)}, "input sizes"),
        ({"input": ()}, "input sizes"),
        ({"batch": 0}, "batch must be between 1 and 1,000,000,000, found 0"),
        ({"batch": -1}, "batch"),
        ({"batch": 10**9 + 1}, "batch"),
        ({"dtype": "float8"}, 'unknown dtype "float8"; known: float64, float32'),
    ],
)
def test_impossible_conditions(options: dict[str, Any], message: str) -> None:
    with pytest.raises(InputError, match=message):
        network(CHAIN).analyze(**options)


@pytest.mark.parametrize(
    ("input", "message"),
    [
        ((2, 1, 1), r"maxpool1: input 1×1×3 is too small for 2×2/2 maxpool: .* needs at least 1"),
        ((2,), "a: conv needs an input with spatial axes, found a flat 2"),
        ((2, 3, 3, 3, 3), "a: conv does not take"),
    ],
)
def test_an_input_that_does_not_fit_names_the_layer(input: tuple[int, ...], message: str) -> None:
    with pytest.raises(ShapeError, match=rf"^<text>:\d+:\d+ {message}"):
        network(CHAIN).analyze(input=input)


def test_the_largest_input_is_exact() -> None:
    analysis = network(conv("a", 10**9)).analyze(input=(10**9,) * 3, batch=10**9)
    assert analysis.totals.multiplies == 10**45


# --- the result ------------------------------------------------------------------------------


def test_the_result_is_frozen() -> None:
    analysis = network(CHAIN).analyze()
    with pytest.raises(dataclasses.FrozenInstanceError):
        analysis.batch = 2  # type: ignore[misc]
    for record in (analysis.totals, analysis.rows[0], analysis.totals.memory):
        with pytest.raises(AttributeError):
            record.params = 0  # type: ignore[misc]


def test_the_same_question_has_the_same_answer() -> None:
    small = network(CHAIN)
    assert small.analyze().totals == small.analyze().totals
    assert small.analyze().rows == small.analyze().rows
    assert small.analyze(input=(2, 8, 8)).totals != small.analyze().totals


def test_layers_are_found_by_path() -> None:
    analysis = network(CHAIN).analyze()
    row = analysis["fc"]
    assert (row.path, row.op, row.in_shapes, row.out_shape) == ("fc", "linear", ((12,),), (5,))
    with pytest.raises(UnknownNameError, match='did you mean "fc"'):
        analysis["fcc"]


def test_nothing_is_left_uncounted() -> None:
    analysis = network(CHAIN).analyze()
    assert analysis.uncounted == ()
    assert not analysis.lower_bound


# --- every network ---------------------------------------------------------------------------

SUMS = ("params", "multiplies", "elementwise", "activations")


@cache
def shipped(name: str, batch: int = 1, aux: bool = False) -> Analysis:
    analysis: Analysis = archcalc.load(name).analyze(batch=batch, aux=aux)
    return analysis


@pytest.mark.parametrize("aux", [False, True])
@pytest.mark.parametrize("name", archcalc.names())
def test_the_rows_add_up_to_the_totals(name: str, aux: bool) -> None:
    analysis = shipped(name, aux=aux)
    for quantity in SUMS:
        found = sum(getattr(row, quantity) for row in analysis.layers)
        assert found == getattr(analysis.totals, quantity)
    assert analysis.totals.ops == len(analysis.layers)


@pytest.mark.parametrize("name", archcalc.names())
def test_a_batch_of_two_doubles_the_work(name: str) -> None:
    one, two = shipped(name).totals, shipped(name, batch=2).totals
    assert two.params == one.params
    assert (two.multiplies, two.elementwise) == (2 * one.multiplies, 2 * one.elementwise)
    assert two.activations == 2 * one.activations
    assert two.memory.peak_inference_bytes == 2 * one.memory.peak_inference_bytes
    assert two[4:11] == one[4:11]


@pytest.mark.parametrize("name", archcalc.names())
def test_memory_holds_what_it_must(name: str) -> None:
    """At least the largest layer with its inputs is live; training keeps no more than all."""
    analysis = shipped(name)
    memory = analysis.totals.memory
    values = [prod(row.out_shape) for row in analysis.layers]
    assert memory.peak_inference_bytes >= 4 * max(values)
    assert memory.peak_inference_bytes <= 4 * (sum(values) + prod(analysis.input))
    assert memory.params_bytes == 4 * analysis.totals.params
    assert memory.training_bytes >= 2 * memory.params_bytes


def test_auxiliary_heads_take_memory_in_training_only_where_they_are_counted():
    spec = """
name: headed
input: [1, 4, 4]
layers:
  - conv: {name: conv, out_channels: 1, kernel_size: 1}
  - aux: {name: aux, layers: [flatten, linear: {name: fc, out_features: 2}]}
  - global_avgpool
"""
    network = archcalc.loads(spec)
    # 2 parameters and their gradients; the convolution keeps its 16 inputs: (2·2 + 16)·4
    assert network.analyze().totals.memory.training_bytes == 80
    # 2 + (16 + 1)·2 = 36 parameters; the head keeps the convolution's 16 outputs: (2·36 + 32)·4
    assert network.analyze(aux=True).totals.memory.training_bytes == 416


# --- another input, another graph ----------------------------------------------------------------

HALVED = """
name: halved
input: [4, 8, 8]
layers:
  - residual:
      body: [conv: {name: a, out_channels: 4, kernel_size: 1, stride: 2}]
      shortcut: [conv: {name: p, out_channels: 4, kernel_size: 1, stride: 2}]
  - conv: {name: half, out_channels: in_channels/2, kernel_size: 1}
"""


def test_a_shortcut_stands_where_the_input_asks_for_one():
    network = archcalc.loads(HALVED)
    # a and p: (4 + 1)·4 each; half: (4 + 1)·2
    assert network.analyze().totals.params == 20 + 20 + 10
    # 1×1 stays 1×1: the residual is an identity
    assert network.analyze(input=(4, 1, 1)).totals.params == 20 + 10


def test_in_channels_are_those_of_the_input_asked_for():
    # a: (6 + 1)·4; p the same; half: (4 + 1)·2
    assert archcalc.loads(HALVED).analyze(input=(6, 8, 8)).totals.params == 28 + 28 + 10


def test_auxiliary_heads_that_do_not_fit_are_left_out_unless_asked_for():
    network = archcalc.load("googlenet")
    small = network.analyze(input=(3, 64, 64))
    assert small.totals.params == 6_998_552
    assert small.aux == ()
    with pytest.raises(ShapeError, match=r"aux1\.head\.pool: input 4×4×512 is too small"):
        network.analyze(input=(3, 64, 64), aux=True)


def test_a_result_and_a_network_print_on_one_line():
    network = archcalc.load("resnet18")
    assert repr(network) == "<Network resnet18: 70 layers, input (3, 224, 224)>"
    assert repr(network.analyze()) == (
        "<Analysis of resnet18: 11,689,512 params, 1,814,073,344 multiplies, "
        "input (3, 224, 224), batch 1>"
    )
    assert str(network.analyze()).startswith("ResNet-18, He et al. 2015")
    assert len(repr(network.analyze()["conv1"])) < 120


def test_a_variant_s_misspelt_argument_is_refused():
    spec = """
name: family
input: [3, 8, 8]
args: {width: 4}
layers: [conv: {name: a, out_channels: $width, kernel_size: 1}]
variants:
  big: {args: {widht: 64}}
"""
    with pytest.raises(archcalc.ArchcalcError, match=r'7:16: variant big: unknown .*"width"'):
        archcalc.loads(spec)
