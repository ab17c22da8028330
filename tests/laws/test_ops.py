"""What every operation obeys, whatever it is: one checker run over the registry."""

from __future__ import annotations

import json
from math import prod

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

import archcalc
from archcalc.analysis import analyze
from archcalc.errors import ShapeError
from archcalc.ops import registry
from archcalc.ops.base import Dims, Example, Op

from .cases import ATTRIBUTES, INPUTS, cases, fitting, run

KINDS = tuple(registry())
EXAMPLES = [
    pytest.param(op, example, id=f"{kind} {i + 1}")
    for kind, op in registry().items()
    for i, example in enumerate(op.examples)
]
every_kind = pytest.mark.parametrize("kind", KINDS)
random_cases = settings(max_examples=30, deadline=None)


# --- what each states of itself ------------------------------------------------------------------


@every_kind
def test_it_says_what_it_is(kind: str) -> None:
    op = registry()[kind]
    assert op.kind == kind == kind.lower()
    assert op.summary.endswith(".")
    assert op.__doc__
    assert op.examples, "an operation needs a worked example with its source"
    assert op.role in ("weighted", "pool", "norm", "activation", "merge", "shape", "inactive")
    assert op.keeps <= {"input", "output"}


@pytest.mark.parametrize(("op", "example"), EXAMPLES)
def test_its_worked_example_is_exact(op: type[Op], example: Example) -> None:
    numbers = run(op(**example.attributes), *example.inputs)
    assert numbers == (example.out, example.params, example.multiplies, example.elementwise)
    assert example.source


@pytest.mark.parametrize(("op", "example"), EXAMPLES)
def test_it_can_be_described(op: type[Op], example: Example) -> None:
    made = op(**example.attributes)
    assert made.brief()
    assert made.describe(example.inputs)


def test_the_random_cases_are_of_operations_that_exist() -> None:
    assert set(ATTRIBUTES) | set(INPUTS) <= set(KINDS)
    assert all(registry()[kind].arity[1] > 1 for kind in INPUTS)


# --- numbers -------------------------------------------------------------------------------------


@every_kind
@random_cases
@given(data=st.data())
def test_shapes_are_positive_or_refused(kind: str, data: st.DataObject) -> None:
    case = data.draw(cases(kind, 9))
    try:
        out, *numbers = run(case.op, *case.shapes)
    except ShapeError as error:
        refusal = str(error)
        assert "\n" not in refusal
        assert len(refusal) < 200
    else:
        assert min(out) >= 1
        assert min(numbers) >= 0
        assert len(out) == (1 if kind == "flatten" else len(case.shapes[0]))


@every_kind
@random_cases
@given(data=st.data())
def test_parameters_are_the_sum_of_the_tensors(kind: str, data: st.DataObject) -> None:
    case, plan, (_, params, _, _) = fitting(data, kind)
    env = plan.values(1, case.shapes)
    found = {n: [a.evaluate(env) for a in axes] for n, axes in plan.book.tensors.items()}
    assert params == sum(map(prod, found.values()))
    assert set(found) <= {"weight", "bias"}


@every_kind
@random_cases
@given(data=st.data(), batch=st.integers(2, 512))
def test_a_batch_scales_the_work_alone(kind: str, data: st.DataObject, batch: int) -> None:
    case, plan, (out, params, multiplies, elementwise) = fitting(data, kind)
    numbers = plan.run(batch, case.shapes)
    assert numbers == (out, params, batch * multiplies, batch * elementwise)


@every_kind
def test_only_weighted_layers_multiply(kind: str) -> None:
    op = registry()[kind]
    assert any(example.multiplies for example in op.examples) == (op.role == "weighted")


@pytest.mark.parametrize("kind", sorted(set(KINDS) - set(INPUTS)))
@random_cases
@given(data=st.data())
def test_it_reads_from_yaml_as_it_was(kind: str, data: st.DataObject) -> None:
    case, _, numbers = fitting(data, kind)
    given_ones = {name: getattr(case.op, name) for name in case.op.model().model_fields}
    words = {name: value for name, value in given_ones.items() if value is not None}
    text = yaml.safe_dump(
        {
            "name": "one",
            "input": list(case.shapes[0]),
            "layers": [{kind: {"name": "layer", **json.loads(json.dumps(words))}}],
        }
    )
    row = analyze(archcalc.loads(text))["layer"]
    assert row.layer.op == case.op
    assert (row.out_shape, row.params, row.multiplies, row.elementwise) == numbers
    assert sum(map(prod, row.tensors().values())) == row.params


# --- literals beyond the examples ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "attributes", "shapes", "out", "params", "multiplies"),
    [
        pytest.param(
            "conv", {"out_channels": 256, "kernel_size": 5, "padding": 2, "groups": 2},
            [(96, 27, 27)], (256, 27, 27), 307_456, 223_948_800,
            id="AlexNet conv2, two towers: netscope 223,948,800; 307,200 + 256",
        ),
        pytest.param(
            "conv", {"out_channels": 32, "kernel_size": 3, "padding": 1, "groups": 32,
                     "bias": False},
            [(32, 112, 112)], (32, 112, 112), 288, 3_612_672,
            id="MobileNet's first depthwise, Howard et al. 2017: 9 weights a channel",
        ),
        pytest.param(
            "conv", {"out_channels": 64, "kernel_size": (7, 1), "padding": (3, 0), "bias": False},
            [(64, 17, 17)], (64, 17, 17), 28_672, 8_286_208,
            id="7×1 factorised: 7·64·64 weights, used 17·17 times",
        ),
        pytest.param(
            "conv", {"out_channels": 1, "kernel_size": 3, "dilation": 2},
            [(1, 7, 7)], (1, 3, 3), 10, 81,
            id="Yu & Koltun 2015, figure 1b: a 3×3 dilated by 2 covers 5×5, so 7 → 3",
        ),
        pytest.param(
            "conv", {"out_channels": 64, "kernel_size": 3, "padding": 1},
            [(3, 16, 112, 112)], (64, 16, 112, 112), 5_248, 1_040_449_536,
            id="C3D conv1a, Tran et al. 2015, figure 3: 3·27 weights a filter",
        ),
        pytest.param(
            "conv", {"out_channels": 512, "kernel_size": 10, "stride": 5, "bias": False},
            [(1, 16_000)], (512, 3_199), 5_120, 16_378_880,
            id="wav2vec's first layer, Schneider et al. 2019: (16000 − 10)/5 + 1 = 3199",
        ),
        pytest.param(
            "conv", {"out_channels": 8, "kernel_size": 4, "stride": 2, "padding": "same"},
            [(3, 15, 16)], (8, 8, 8), 392, 24_576,
            id="TensorFlow 'same': ⌈15/2⌉ × ⌈16/2⌉",
        ),
        pytest.param(
            "conv_transpose",
            {"out_channels": 21, "kernel_size": 64, "stride": 32, "bias": False},
            [(21, 16, 16)], (21, 544, 544), 1_806_336, 462_422_016,
            id="FCN-32s upscore: Long et al. 2015, 64×64 kernel, stride 32; (16−1)·32+64 = 544",
        ),
        pytest.param(
            "conv_transpose",
            {"out_channels": 1, "kernel_size": 3, "stride": 2, "padding": 1, "output_padding": 1},
            [(1, 3, 3)], (1, 6, 6), 10, 81,
            id="Dumoulin & Visin 2016, figure 4.7: 3×3 → 6×6",
        ),
        pytest.param(
            "maxpool", {"kernel_size": 3, "stride": 2, "padding": 1, "ceil_mode": True},
            [(64, 112, 112)], (64, 57, 57), 0, 0,
            id="ceil with padding: (112 + 2 − 3)/2 = 55.5, 56 + 1 windows, the last starts at 111",
        ),
        pytest.param(
            "maxpool", {"kernel_size": 2, "stride": 3, "padding": 1, "ceil_mode": True},
            [(1, 3)], (1, 2), 0, 0,
            id="ceil: a third window would start in the padding after the end",
        ),
    ],
)  # fmt: skip
def test_known_numbers(
    kind: str,
    attributes: dict[str, object],
    shapes: list[Dims],
    out: Dims,
    params: int,
    multiplies: int,
) -> None:
    numbers = run(registry()[kind](**attributes), *shapes)
    assert numbers[:3] == (out, params, multiplies)


# --- scaling -------------------------------------------------------------------------------------

WEIGHTED = ("conv", "conv_transpose")
ranks = st.integers(1, 3)


@pytest.mark.parametrize("kind", WEIGHTED)
@random_cases
@given(data=st.data(), factor=st.integers(2, 5))
def test_more_filters_cost_in_proportion(kind: str, data: st.DataObject, factor: int) -> None:
    case, _, (_, params, multiplies, _) = fitting(data, kind)
    words = {**vars(case.op), "out_channels": factor * case.op.out_channels}
    _, more_params, more_multiplies, _ = run(type(case.op)(**words), *case.shapes)
    assert (more_params, more_multiplies) == (factor * params, factor * multiplies)


@pytest.mark.parametrize("kind", WEIGHTED)
@random_cases
@given(data=st.data(), groups=st.sampled_from([2, 3, 8]))
def test_groups_divide_weights_and_work(kind: str, data: st.DataObject, groups: int) -> None:
    case, _, _ = fitting(data, kind)
    words = {**vars(case.op), "out_channels": 24, "bias": False}
    shape = (48, *case.shapes[0][1:])
    dense = run(type(case.op)(**{**words, "groups": 1}), shape)
    split = run(type(case.op)(**{**words, "groups": groups}), shape)
    assert dense == (split[0], groups * split[1], groups * split[2], 0)


@pytest.mark.parametrize("kind", WEIGHTED)
@random_cases
@given(data=st.data())
def test_biases_are_parameters_and_no_multiplies(kind: str, data: st.DataObject) -> None:
    case, _, _ = fitting(data, kind)
    words = vars(case.op)
    without = run(type(case.op)(**{**words, "bias": False}), *case.shapes)
    with_bias = run(type(case.op)(**{**words, "bias": True}), *case.shapes)
    assert with_bias[1] - without[1] == case.op.out_channels
    assert with_bias[2] == without[2]


@random_cases
@given(rank=ranks, size=st.integers(1, 99), kernel=st.integers(1, 9), stride=st.integers(1, 5))
def test_same_padding_divides_the_size_by_the_stride(
    rank: int, size: int, kernel: int, stride: int
) -> None:
    conv = registry()["conv"]
    op = conv(out_channels=1, kernel_size=kernel, stride=stride, padding="same")
    out = run(op, (1, *(size,) * rank))[0]
    assert stride * (out[1] - 1) < size <= stride * out[1]


@random_cases
@given(data=st.data())
def test_ceil_mode_adds_one_window_at_most(data: st.DataObject) -> None:
    case, _, _ = fitting(data, "maxpool")
    words = vars(case.op)
    shape = tuple(40 + size for size in case.shapes[0])
    rounded_down = run(type(case.op)(**{**words, "ceil_mode": False}), shape)[0]
    rounded_up = run(type(case.op)(**{**words, "ceil_mode": True}), shape)[0]
    assert all(0 <= up - down <= 1 for up, down in zip(rounded_up, rounded_down, strict=True))


@random_cases
@given(data=st.data())
def test_a_transposed_convolution_undoes_a_convolution(data: st.DataObject) -> None:
    """Dumoulin & Visin 2016, relationship 14: what the stride cut off is output_padding."""
    kernel, padding = data.draw(st.integers(1, 6)), data.draw(st.integers(0, 3))
    stride, size = data.draw(st.integers(1, 4)), data.draw(st.integers(6, 60))
    words = {"out_channels": 1, "kernel_size": kernel, "stride": stride, "padding": padding}
    small = run(registry()["conv"](**words), (1, size))[0]
    cut = (size + 2 * padding - kernel) % stride
    back = run(registry()["conv_transpose"](**words, output_padding=cut), small)[0]
    assert back == (1, size)


@random_cases
@given(shape=st.tuples(st.integers(1, 9), st.integers(1, 30), st.integers(1, 30)))
def test_subsampling_undoes_upsampling(shape: Dims) -> None:
    larger = run(registry()["upsample"](scale_factor=(3, 2)), shape)[0]
    assert larger == (shape[0], 3 * shape[1], 2 * shape[2])
    assert run(registry()["subsample"](stride=(3, 2)), larger)[0] == shape
