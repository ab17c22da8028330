"""Charts: what they draw, held against figures from elsewhere; the model, CSV and terminal."""

from __future__ import annotations

import csv
import io
import json
import shlex
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from chart_cases import BENCH, GRADIENTS, RESULTS, drawn
from commandline import archcalc
from test_documents import blocks, replayed

from archcalc import load, loads
from archcalc.errors import InputError, UnknownNameError
from archcalc.figures import chart
from archcalc.figures.charts import kinds
from archcalc.figures.charts.model import Chart, Point, digits
from archcalc.figures.look import Look
from archcalc.figures.plots.formats import formats
from archcalc.lang import speaking
from archcalc.views.model import Style


def bars(made: Chart, series: int = 0) -> dict[Any, Any]:
    return {point.x: point.y for point in made.series[series].points}


# --- one kind after the other --------------------------------------------------------------------


def test_multiplies_of_googlenet_are_those_of_its_table() -> None:
    made = drawn("multiplies", "googlenet")  # Szegedy et al. 2014, table 1, recounted: design
    found = bars(made)
    assert found["conv1"] == 118_013_952
    assert found["3a"] == 128_049_152
    assert "pool1" not in found
    assert sum(found.values()) == 1_582_671_872
    assert {point.x: point.note for point in made.points()}["conv2"] == "22.7 %"


def test_bars_by_level() -> None:
    for level in ("stage", "block", "none"):
        found = bars(drawn("params", "resnet50", collapse=level))
        assert sum(found.values()) == 25_557_032  # torchvision's ResNet-50
    stages = bars(drawn("params", "resnet50", collapse="stage"))
    assert list(stages) == ["conv1", "conv2_x", "conv3_x", "conv4_x", "conv5_x", "fc"]
    assert stages["fc"] == 2_049_000  # 2048 · 1000 + 1000


def test_activations_of_vgg16() -> None:
    assert sum(bars(drawn("activations", "vgg16")).values()) == 15_087_080  # CS231n's 15.2M - input


def test_two_networks_stand_beside_each_other_by_branch() -> None:
    made = drawn("multiplies", "inception-naive", "inception-bottleneck")
    naive, bottleneck = bars(made, 0), bars(made, 1)
    assert list(naive) == ["1×1", "3×3", "5×5", "pool"]
    assert (naive["5×5"], bottleneck["5×5"]) == (120_422_400, 12_443_648)  # the lecture's example
    assert bottleneck["pool"] == 28 * 28 * 192 * 32


@pytest.mark.parametrize("level", ["stage", "block", "none", None])
def test_each_layer_is_in_one_bar_of_a_comparison(level: Any) -> None:
    made = drawn("multiplies", "resnet50", "googlenet", collapse=level)
    assert sum(bars(made, 0).values()) == 3_857_973_248
    assert sum(bars(made, 1).values()) == 1_582_671_872


def test_more_networks_are_one_bar_each() -> None:
    found = bars(drawn("params", "alexnet", "vgg16", "googlenet"))
    assert found == {"AlexNet": 60_965_224, "VGG-16": 138_357_544, "GoogLeNet": 6_998_552}


def test_cost_over_depth_of_vgg16() -> None:
    made = drawn("cumulative", "vgg16")
    multiplies, params = (series.points for series in made.series)
    assert [point.x for point in params] == list(range(17))
    assert params[13].amount == 14_714_688  # its thirteen convolutions
    assert params[16].amount == 138_357_544
    assert params[16].y == multiplies[16].y == 100
    assert multiplies[13].y == Fraction(100 * 15_346_630_656, 15_470_264_320)
    assert all(a.y <= b.y for a, b in pairwise(params))


def test_shares_of_vgg16() -> None:
    made = drawn("shares", "vgg16")
    conv, fc = made.series
    assert (
        fc.points[0].amount == 123_642_856
    )  # of 138,357,544: Simonyan & Zisserman, configuration D
    assert fc.points[0].y == Fraction(100 * 123_642_856, 138_357_544)
    assert fc.points[1].amount == 123_633_664
    assert conv.points[0].y + fc.points[0].y == 100


def test_shares_name_what_is_neither() -> None:
    other = drawn("shares", "resnet50").series[2]  # batch norms: 2 · 26,560
    assert other.points[0].amount == 53_120


@pytest.mark.parametrize(
    ("name", "depth", "field"),  # Araujo et al. 2019; CS231n for VGG
    [("alexnet", 5, 195), ("vgg16", 13, 212), ("resnet50", 49, 483), ("googlenet", 21, 715)],
)
def test_receptive_fields_end_where_the_literature_says(name: str, depth: int, field: int) -> None:
    made = drawn("receptive-field", name)
    last = made.series[0].points[-1]
    assert (last.x, last.y) == (depth, field)
    assert made.series[0].points[0].y >= 1
    assert [limit.y for limit in made.limits] == [load(name).input[1]]


def test_three_3x3_see_what_one_7x7_sees() -> None:
    stack, single = drawn("receptive-field", "stack-3x3-3", "single-7x7").series
    assert [point.y for point in stack.points] == [1, 3, 5, 7]
    assert [point.y for point in single.points] == [1, 7]


def test_input_sizes() -> None:
    made = drawn("input-size", "resnet50", sizes=(224, 448, 224))
    # four times the convolutions' 3,855,925,248, and fc's 2,048,000 as before
    assert [(p.x, p.y) for p in made.points()] == [(224, 3_857_973_248), (448, 15_425_748_992)]
    assert made.x.ticks == (224, 448)


def test_a_sweep_says_what_fits_no_longer() -> None:
    made = drawn("input-size", "alexnet", sizes=(10, 227, 256))
    assert [point.x for point in made.points()] == [227, 256]
    assert "alexnet does not take 10." in made.notes
    assert "alexnet: at other sizes than 227 fc6.weight has another shape." in made.notes


def test_bubbles_are_of_published_errors_and_say_where_from() -> None:
    made = drawn("bubble", "vgg16", "googlenet", "resnet152", "lenet5")
    assert [(p.label, p.y, p.x, p.size) for p in made.points()] == [
        ("VGG-16", Fraction("9.33"), 15_470_264_320, 138_357_544),  # He et al. 2015, Table 3
        ("GoogLeNet", Fraction("9.15"), 1_582_671_872, 6_998_552),  # and so the other two
        ("ResNet-152", Fraction("5.71"), 11_282_415_616, 60_192_808),
    ]
    (note,) = (note for note in made.notes if note.startswith("Top-5 error"))
    assert "one model, 10 crops, validation set: vgg16, resnet152 (He et al. 2015, Table 3)" in note
    assert "googlenet (Szegedy et al. 2014, Table 3)" in note
    assert any("1 network (lenet5)" in note for note in made.notes)


def test_errors_measured_in_different_ways_stand_apart() -> None:
    made = drawn("bubble", "vgg19", "zfnet", "densenet121", "vgg16")
    named = [(series.name, [point.label for point in series.points]) for series in made.series]
    assert named == [
        ("10 crops", ["DenseNet-121", "VGG-16"]),
        ("dense evaluation", ["VGG-19"]),
        ("crops not stated", ["ZFNet"]),
    ]
    assert "its colour how errors are measured" in made.subtitle
    assert "Errors measured in different ways are not comparable." in made.notes
    one = drawn("bubble", "vgg16", "googlenet")
    assert "colour" not in one.subtitle
    assert not any("comparable" in note for note in one.notes)


def test_a_roofline_of_networks_and_of_one_networks_layers() -> None:
    roof, measured = drawn("roofline").series
    assert [point.label for point in measured.points] == ["vgg16", "alexnet"]
    assert [(p.x, p.y) for p in roof.points][1] == (10, 10**11)  # the ridge, 1e11 / 1e10
    assert roof.points[0].y == roof.points[0].x * 10**10
    assert roof.points[2].y == 10**11
    one = drawn("roofline", "vgg16").series[1]
    assert [point.label for point in one.points] == ["vgg16", "conv1_2"]


def test_gradients_are_geometric_means_without_the_heads() -> None:
    made = drawn("gradients", "plain20")
    first, second = made.series
    assert (first.name, second.name) == ("plain20, with norms, he", "plain20, without norms, he")
    assert [(p.x, float(p.y)) for p in first.points] == [(1, 4.0), (2, pytest.approx(4.0))]
    assert any("2 layers whose gradient is 0" in note for note in made.notes)


# --- what cannot be drawn ------------------------------------------------------------------------

FLAT = "name: flat\ninput: [8]\nlayers:\n  - linear: {name: fc, out_features: 4}\n"
REFUSED: tuple[tuple[str, tuple[str, ...], dict[str, Any], str], ...] = (
    ("multiplys", ("vgg16",), {}, 'unknown kind of chart "multiplys"; did you mean "multiplies"?'),
    ("shares", (), {}, "--kind shares needs a network's name"),
    ("cumulative", ("vgg11", "vgg13", "vgg16", "vgg19", "alexnet", "zfnet", "lenet5", "googlenet"),
     {}, "--kind cumulative takes at most 7 networks, found 8"),
    ("params", ("resnet1202",), {"collapse": "none"}, "--collapse stage"),
    ("params", ("vgg11", "vgg13", "vgg16", "vgg19", "alexnet", "zfnet"), {"collapse": "stage"},
     "at most 5 networks fit beside each other, found 6; see --collapse network"),
    ("bubble", ("lenet5",), {}, "none of these networks has a published top-5 error"),
    ("input-size", ("vgg16",), {"sizes": (1, 2)}, "vgg16 takes none of these input sizes: 1, 2"),
    ("roofline", (), {"results": None}, "name their file with --from (archcalc bench -f json)"),
    ("roofline", ("resnet50",), {}, 'unknown network of these results "resnet50"'),
    ("roofline", (), {"results": {}}, "these are no results of archcalc bench -f json: machine"),
    ("gradients", (), {"results": BENCH}, "no results of archcalc gradients -f json: device"),
    ("roofline", (), {"results": BENCH | {"networks": []}}, "nothing measured to draw"),
    ("roofline", (), {"results": BENCH | {"roof": {"multiplies_per_second": float("nan"),
                                                   "bytes_per_second": 1}}}, "roof is missing"),
    ("gradients", (), {"results": GRADIENTS | {"runs": []}}, "no gradient above 0"),
)  # fmt: skip


@pytest.mark.parametrize(("kind", "names", "options", "said"), REFUSED, ids=lambda v: str(v)[:40])
def test_what_is_refused(
    kind: str, names: tuple[str, ...], options: dict[str, Any], said: str
) -> None:
    with pytest.raises((InputError, UnknownNameError)) as refused:
        drawn(kind, *names, **options)
    assert said in str(refused.value)
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize("kind", ["receptive-field", "input-size"])
def test_a_flat_input_has_no_size(kind: str) -> None:
    with pytest.raises(InputError, match="flat"):
        chart(kind, [loads(FLAT).analyze()])


def test_only_analyses_are_drawn() -> None:
    with pytest.raises(InputError, match=r"load\(name\)"):
        chart("shares", ["vgg16"])  # type: ignore[list-item]


# --- formats -------------------------------------------------------------------------------------


def text_of(made: Chart, name: str, style: Style | None = None) -> str:
    found = formats()[name].write(made, Look(), style or Style())
    assert isinstance(found, str)
    return found


def test_csv_is_exact() -> None:
    rows = list(csv.reader(io.StringIO(drawn("shares", "vgg16").csv())))
    assert rows[0] == ["series", "what", "percent", "count"]
    assert rows[3] == ["Fully connected layers", "Parameters", "89.36473749490668", "123642856"]


def test_csv_of_bubbles_names_them() -> None:
    rows = list(csv.reader(io.StringIO(drawn("bubble", "vgg16").csv())))
    assert rows[0] == ["series", "multiplies", "top5_error", "params", "label"]
    assert rows[1] == ["10 crops", "15470264320", "9.33", "138357544", "VGG-16"]


@pytest.mark.parametrize("width", [40, 80, 200])
def test_the_terminal_keeps_its_width(width: int) -> None:
    for kind in kinds():
        names = () if kind in RESULTS else ("vgg16", "googlenet")
        text = text_of(drawn(kind, *names), "terminal", Style(width=width))
        assert max(map(len, text.splitlines())) <= width


def test_the_terminals_longest_bar_is_the_largest_number() -> None:
    lines = text_of(drawn("params", "alexnet"), "terminal", Style(width=80)).splitlines()
    lengths = {line.split()[0]: line.count("█") for line in lines if "█" in line}
    assert max(lengths, key=lambda name: lengths[name]) == "fc6"
    assert lengths["fc7"] == round(lengths["fc6"] * 16_781_312 / 37_752_832)


def test_ascii_has_bars_of_plain_signs() -> None:
    text = text_of(drawn("shares", "vgg16"), "terminal", Style(width=80, encoding="ascii"))
    assert text.isascii()
    assert "####" in text


def test_vega_is_plain_data() -> None:
    for kind in kinds():
        names = () if kind in RESULTS else ("vgg16", "googlenet")
        made = drawn(kind, *names)
        data = json.loads(text_of(made, "vega"))
        assert data == made.vega()
        assert data["$schema"].endswith("vega-lite/v5.json")
        values = [value for layer in data["layer"] for value in layer["data"]["values"]]
        drawn_values = [value[made.y.key] for value in values if "turn" in value]
        assert {float(point.y) for point in made.points()} <= {float(v) for v in drawn_values}


def test_a_title_of_ones_own_and_another_language() -> None:
    assert drawn("shares", "vgg16", title="Mine").vega()["description"].startswith("Mine")
    with speaking("ko"):
        made = drawn("shares", "vgg16")
    assert made.series[1].name == "완전 연결 층"
    assert made.vega()["config"]["font"].startswith("Noto Sans CJK KR")
    assert drawn("shares", "vgg16").vega()["config"]["font"].startswith("Liberation Sans")


def test_all_digits() -> None:
    values = [7, Fraction(3), Fraction(1, 4), "conv1", 10**5000]
    assert [digits(value) for value in values[:4]] == ["7", "3", "0.25", "conv1"]
    assert digits(values[4]) == "1" + "0" * 5000


def test_a_point_is_plain_data() -> None:
    assert Point("conv1", 7)._asdict()["y"] == 7


# --- its page ------------------------------------------------------------------------------------

PAGE = (Path(__file__).parents[2] / "docs" / "charts.md").read_text(encoding="utf-8")


def test_the_page_names_every_kind_and_format() -> None:
    assert all(f"`{kind}`" in PAGE for kind in kinds())
    assert all(f"`{name}`" in PAGE or f"-f {name}" in PAGE for name in formats())


def test_the_page_s_python_prints_what_its_comments_say() -> None:
    assert replayed(*blocks(PAGE, "python")) == 3


def test_the_page_s_commands_run(tmp_path: Path) -> None:
    pytest.importorskip("vl_convert", reason="pip install 'archcalc[plot]' draws pictures")
    (block,) = blocks(PAGE, "sh")
    for line in block.strip().splitlines():
        ran = archcalc(*shlex.split(line)[1:], cwd=tmp_path)
        assert (ran.code, ran.err) == (0, "")
    assert len(list(tmp_path.iterdir())) == 3
