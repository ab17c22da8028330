"""Explanations: each quantity's rule and numbers, axis by axis where the axes differ."""

from __future__ import annotations

import pytest

import archcalc
from archcalc.analysis import Analysis
from archcalc.formulas import layer_formulas
from archcalc.views.data import formulas_data
from archcalc.views.explain import explain_page, layer_explanation, size_at
from archcalc.views.model import Math

Line = tuple[str, str]


def analysis(layers: str, input: str = "[3, 32, 32]") -> Analysis:
    spec = f"{{name: net, input: {input}, layers: {layers}}}"
    return archcalc.loads(spec).analyze()


def explained(found: Analysis, path: str) -> dict[str, list[Line]]:
    """The rule and the numbers of each quantity; a title may stand on several rows."""
    lines: dict[str, list[Line]] = {}
    for row in layer_explanation(found, found[path]).rows:
        name, *rest = (cell.text if isinstance(cell, Math) else str(cell) for cell in row.cells)
        lines.setdefault(name, []).append((rest[0], rest[1]))
    return lines


def conv(words: str, input: str = "[3, 32, 32]") -> dict[str, list[Line]]:
    return explained(analysis(f"[conv: {{name: a, out_channels: 8, {words}}}]", input), "a")


# --- receptive fields ----------------------------------------------------------------------------


def test_a_dilated_window_shows_its_extent_once() -> None:
    lines = conv("kernel_size: 3, dilation: 2, padding: 2")
    assert lines["K_eff"] == [("D·(K − 1) + 1", "2·(3 − 1) + 1 = 4 + 1 = 5")]
    assert lines["Receptive field"] == [("r + (K_eff − 1)·j", "1 + (5 − 1)·1 = 1 + 4 = 5")]


def test_extents_that_differ_have_a_line_each() -> None:
    lines = conv("kernel_size: 3, dilation: [2, 3]")
    assert lines["K_eff_h"] == [("D_h·(K − 1) + 1", "2·(3 − 1) + 1 = 4 + 1 = 5")]
    assert lines["K_eff_w"] == [("D_w·(K − 1) + 1", "3·(3 − 1) + 1 = 6 + 1 = 7")]
    assert lines["Receptive field, width"] == [("r + (K_eff_w − 1)·j", "1 + (7 − 1)·1 = 1 + 6 = 7")]


def test_the_field_goes_axis_by_axis_where_the_axes_differ() -> None:
    lines = conv("kernel_size: [1, 7], padding: [0, 3]")
    assert "Receptive field" not in lines
    assert lines["Receptive field, height"] == [("r + (K_h − 1)·j", "1 + (1 − 1)·1 = 1")]
    assert lines["Receptive field, width"] == [("r + (K_w − 1)·j", "1 + (7 − 1)·1 = 1 + 6 = 7")]


def test_a_step_that_differs_shows_every_axis() -> None:
    found = analysis("[maxpool: {name: p, kernel_size: [1, 2, 2]}]", "[3, 16, 112, 112]")
    lines = explained(found, "p")
    assert lines["Eff. stride"] == [("", "1×2×2")]
    assert lines["Receptive field, depth"][0][1] == "1 + (1 − 1)·1 = 1"
    assert lines["Receptive field, height"][0][1] == "1 + (2 − 1)·1 = 1 + 1 = 2"


def test_a_transposed_convolution_draws_on_a_part_of_its_window() -> None:
    found = analysis("[conv_transpose: {name: up, out_channels: 8, kernel_size: 3, stride: 2}]")
    assert explained(found, "up")["Receptive field"] == [
        ("r + (⌈K/S⌉ − 1)·j", "1 + (⌈3/2⌉ − 1)·1 = 1 + 1 = 2")
    ]


def test_a_pointwise_convolution_keeps_the_field() -> None:
    found = archcalc.load("conv1x1-pixel").analyze()
    assert explained(found, "conv")["Receptive field"] == [("r + (K − 1)·j", "1 + (1 − 1)·1 = 1")]


@pytest.mark.parametrize("layer", ["pad: {name: a, padding: 1}", "subsample: {name: a, stride: 2}",
                                   "crop: {name: a, size: 28}"])  # fmt: skip
def test_what_only_shifts_has_no_formula(layer: str) -> None:
    found = analysis(f"[{layer}]")
    assert layer_formulas(found["a"], 1).receptive_field == {}
    assert explained(found, "a")["Receptive field"] in ([("as its input", "1")], [("", "1")])


def test_a_merge_sees_what_its_widest_input_sees() -> None:
    found = archcalc.load("googlenet").analyze()
    assert explained(found, "3a.concat")["Receptive field"] == [("as its widest input", "59")]


def test_shifted_inputs_see_more_together() -> None:
    found = analysis("""[parallel: {name: x, merge: add, branches: {
        a: [pad: {padding: [[2, 0], [2, 0]]}, crop: {size: 32}],
        b: [pad: {padding: [[0, 2], [0, 2]]}, crop: {size: 32}]}}]""")
    assert explained(found, "x.add")["Receptive field"] == [("what its inputs see together", "3")]


def test_data_hold_the_field_of_every_axis_and_the_parts_it_names() -> None:
    found = analysis("[conv: {name: a, out_channels: 8, kernel_size: [1, 3], dilation: 2}]")
    data = formulas_data(found["a"], 1)
    assert {name: shown["value"] for name, shown in data["receptive_field"].items()} == {
        "height": 1, "width": 5,
    }  # fmt: skip
    assert data["where"]["K_eff_w"] == {
        "symbols": "D·(K_w − 1) + 1", "numbers": "2·(3 − 1) + 1", "value": 5,
    }  # fmt: skip
    assert "where" not in formulas_data(archcalc.load("alexnet").analyze()["conv1"], 1)


# --- other lines ---------------------------------------------------------------------------------


def test_a_norms_parameters_follow_a_rule() -> None:
    found = archcalc.load("resnet50").analyze()
    assert explained(found, "conv2_x.block1.batchnorm1")["Parameters"] == [("2C", "2·64 = 128")]


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("norm1", "LRN over 5 channels"),
        ("pool1", "3×3 max pooling, stride 2, rounding up"),
    ],
)
def test_what_heads_a_layer(path: str, text: str) -> None:
    found = archcalc.load("alexnet").analyze()
    assert layer_explanation(found, found[path]).title == f"AlexNet {path}: {text}"


@pytest.mark.parametrize(
    ("layer", "text"),
    [
        ("avgpool: {name: a, kernel_size: 2}", "2×2 average pooling, stride 2"),
        ("maxpool: {name: a, kernel_size: 3, stride: 1, padding: 1}",
         "3×3 max pooling, stride 1, padding 1"),
        ("maxpool: {name: a, kernel_size: [1, 3], stride: [1, 2]}",
         "1×3 max pooling, stride 1×2"),
        ("conv: {name: a, out_channels: 1, kernel_size: 3, stride: [1, 1], padding: same}",
         "1 filter 3×3×3, padding same"),
    ],
)  # fmt: skip
def test_what_a_window_says_of_itself(layer: str, text: str) -> None:
    row = analysis(f"[{layer}]")["a"]
    assert row.layer.op.describe(row.in_shapes) == text


def test_a_group_is_a_heading_over_each_layers_lines() -> None:
    found = archcalc.load("inception-bottleneck").analyze()
    rows = explain_page(found).tables[0].rows
    assert {row.role for row in rows if row.level == 0} == {"heading"}
    assert {row.role for row in rows if row.level == 1} == {"body"}


# --- notes ---------------------------------------------------------------------------------------


def test_a_label_has_a_colon_unless_it_brings_its_own_mark() -> None:
    pixel = archcalc.load("conv1x1-pixel").analyze()
    notes = explain_page(pixel).tables[0].notes
    assert notes[0].startswith("One pixel: At each position")
    alexnet = archcalc.load("alexnet").analyze()
    assert explain_page(alexnet, "conv1").tables[0].notes == (
        "224? The paper prints 224: (224 − 11)/4 + 1 = 54.25, not whole.",
        "Figure 2 prints 253,440, an erratum: 55·48·96; the layer's output is 55·55·96 = 290,400.",
    )


SIZES = [
    pytest.param("conv: {name: a, out_channels: 1, kernel_size: 11, stride: 4}", 224,
                 "(224 − 11)/4 + 1 = 54.25, not whole.", id="not whole"),
    pytest.param("conv: {name: a, out_channels: 1, kernel_size: 11, stride: 4}", 227,
                 "(227 − 11)/4 + 1 = 54 + 1 = 55.", id="whole"),
    pytest.param("conv: {name: a, out_channels: 1, kernel_size: 11, stride: 4}", 5,
                 "(5 − 11)/4 + 1 = −0.5, too small.", id="too small"),
    pytest.param("conv: {name: a, out_channels: 1, kernel_size: 11}", 5,
                 "(5 − 11)/1 + 1 = −6 + 1 = −5, too small.", id="whole but too small"),
    pytest.param("maxpool: {name: a, kernel_size: 3, stride: 2, ceil_mode: true}", 28,
                 "(28 − 3)/2 + 1 = 13.5, not whole.", id="rounding up"),
    pytest.param("relu: {name: a}", 28, "", id="no size rule"),
    pytest.param("flatten: {name: a}", 28, "", id="no size"),
    pytest.param("adaptive_avgpool: {name: a, output_size: 6}", 28, "", id="a given size"),
]  # fmt: skip


@pytest.mark.parametrize(("layer", "size", "text"), SIZES)
def test_the_size_at_another_input(layer: str, size: int, text: str) -> None:
    assert size_at(analysis(f"[{layer}]")["a"], 1, size) == text


def test_a_flat_layer_has_no_size() -> None:
    assert size_at(analysis("[linear: {name: a, out_features: 2}]", "[9]")["a"], 1, 8) == ""
