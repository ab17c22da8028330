"""The paper layout against the papers' own tables, and for networks that nobody has seen."""

from __future__ import annotations

import re
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

import archcalc
from archcalc.analysis import Analysis
from archcalc.catalog import names
from archcalc.render import formats, render
from archcalc.render._cells import repeated, words
from archcalc.spec import network, parse_spec
from archcalc.views.model import Against, Mark, Repeat, Stack, Strong, Style, Table
from archcalc.views.paper import layout_of, paper_page

from .paper_tables import GOOGLENET, RESNET, VGG


def tables(*nets: str) -> tuple[Table, ...]:
    return paper_page([archcalc.load(name).analyze() for name in nets]).tables


def texts(table: Table) -> list[list[str]]:
    return [[words(cell, Style()) for cell in repeated(row.cells)] for row in table.rows]


# --- modules -------------------------------------------------------------------------------------


def test_googlenet_has_the_columns_of_its_table_1() -> None:
    (table,) = tables("googlenet")
    assert [column.title for column in table.columns] == [
        "type", "patch size/stride", "output size", "depth", "#1×1", "#3×3 reduce", "#3×3",
        "#5×5 reduce", "#5×5", "pool proj", "params", "ops",
    ]  # fmt: skip


def test_googlenet_is_its_table_1_cell_by_cell() -> None:
    """Szegedy et al. 2014, Table 1; in brackets what it prints and its own filters do not give."""
    (table,) = tables("googlenet")
    *rows, total = texts(table)
    assert rows == [[cell.strip() for cell in line.split("|")] for line in GOOGLENET.splitlines()]
    # 6,990,272 weights / 1024; 1,582,671,872 multiplies
    assert total == ["Total", "", "", "22", *[""] * 6, "6826K", "1583M"]


def test_every_cell_that_differs_has_its_reason_below() -> None:
    (table,) = tables("googlenet")
    printed = [c.printed for row in table.rows for c in row.cells if isinstance(c, Against)]
    assert len(printed) == 13
    below = " ".join(table.notes)
    for number in printed:
        assert number in below
    assert "weights only, K = 1024" in below


MODULE = """
name: mine
input: [3, 32, 32]
layers:
  - conv_bn_relu: {name: stem, out_channels: 16, kernel_size: 3, padding: 1}
  - stage:
      name: s1
      layers:
        - parallel:
            name: m1
            branches:
              a: [conv: {name: c, out_channels: 8, kernel_size: 1}]
              b:
                - conv: {name: r, out_channels: 4, kernel_size: 1}
                - conv: {name: c, out_channels: 6, kernel_size: 3, padding: 1}
                - conv: {name: d, out_channels: 6, kernel_size: 3, padding: 1}
              c:
                - avgpool: {kernel_size: 3, stride: 1, padding: 1}
                - conv: {name: p, out_channels: 2, kernel_size: 1}
              d: [conv: {name: r, out_channels: 5, kernel_size: 1}]
"""


def made(text: str) -> Analysis:
    spec = parse_spec(text, "mine.yaml")
    return network(spec, "mine").analyze()


def test_a_users_modules_get_columns_of_their_own() -> None:
    (table,) = paper_page([made(MODULE)]).tables
    assert [column.title for column in table.columns][4:-2] == [
        "#1×1", "double #3×3 reduce", "double #3×3", "pool proj",
    ]  # fmt: skip
    stem, module, total = texts(table)
    # stem: 3·3·3·16 weights and 2·16 of its batch norm; 3·3·3·16 · 32·32
    assert stem == ["convolution", "3×3/1", "32×32×16", "1", "", "", "", "", "464", "442K"]
    assert module[:8] == ["m1", "", "32×32×21", "3", "8 + 5", "4", "6", "2"]
    assert total[0] == "Total"


# --- stages --------------------------------------------------------------------------------------


def test_resnets_stand_side_by_side_as_in_table_1() -> None:
    """He et al. 2015, Table 1; 3.6 and 3.8 are cut, not rounded."""
    (table,) = tables("resnet18", "resnet34", "resnet50", "resnet101", "resnet152")
    assert [column.title for column in table.columns] == [
        "layer name", "output size",
        "ResNet-18", "ResNet-34", "ResNet-50", "ResNet-101", "ResNet-152",
    ]  # fmt: skip
    assert texts(table) == [
        [cell.strip() for cell in row.split("|")] for row in RESNET.splitlines()
    ]


def test_what_resnets_share_is_merged_and_blocks_never_are() -> None:
    (table,) = tables("resnet50", "resnet101")
    merged = [Mark.LEFT in row.cells for row in table.rows]
    assert merged == [True, True, False, False, False, False, True, False, False]


@pytest.mark.parametrize(
    ("net", "counts"),
    [
        ("densenet121", (6, 12, 24, 16)),
        ("densenet169", (6, 12, 32, 32)),
        ("densenet201", (6, 12, 48, 32)),
        ("densenet264", (6, 12, 64, 48)),
    ],
)
def test_dense_blocks_are_as_many_as_in_table_1(net: str, counts: tuple[int, ...]) -> None:
    """Huang et al. 2017, Table 1: layers of 1×1 to 4k = 128 and 3×3 to k = 32."""
    (table,) = tables(net)
    blocks = {row.cells[0]: row.cells[2] for row in table.rows if isinstance(row.cells[2], Stack)}
    assert blocks == {
        f"dense block ({n})": Stack((Repeat(("1×1, 128", "3×3, 32"), count),))
        for n, count in enumerate(counts, start=1)
    }


def test_transitions_have_a_row_for_each_size() -> None:
    """Huang et al. 2017, Table 1: 56×56 to the convolution, 28×28 from the pool on."""
    (table,) = tables("densenet121")
    assert texts(table)[3:5] == [
        ["transition (1)", "56×56", "1×1, 128"],
        ["", "28×28", "2×2 average pool, stride 2"],
    ]


def test_networks_of_other_rows_follow_in_a_table_of_their_own() -> None:
    found = tables("resnet18", "densenet121", "resnet34", "vgg11", "resnet20")
    assert [table.name for table in found] == [
        "resnet18+resnet34", "densenet121", "vgg11", "resnet20",
    ]  # fmt: skip


def test_plain_networks_stand_beside_residual_ones() -> None:
    (table,) = tables("plain34", "resnet34")
    plain, residual = zip(*(row.cells[2:] for row in table.rows), strict=True)
    assert [c for c in plain if isinstance(c, Stack)] == [
        c for c in residual if isinstance(c, Stack)
    ]


SUMS = """
name: mine
input: [8, 16, 16]
layers:
  - parallel:
      name: two
      branches:
        a: [conv: {name: a, out_channels: 8, kernel_size: 3, padding: 1}]
        b: [conv: {name: b, out_channels: 8, kernel_size: 5, padding: 2}]
        c: [conv: {name: c, out_channels: 8, kernel_size: 1}]
      merge: add
"""


def test_only_a_1x1_convolution_is_a_shortcut() -> None:
    (table,) = paper_page([made(SUMS)]).tables
    assert table.rows[0].cells[2] == Stack((Repeat(("3×3, 8", "5×5, 8"), 1),))


def test_a_residual_without_a_name_is_a_block() -> None:
    (table,) = tables("bottleneck-block")
    assert table.rows[0].cells[2] == Stack((Repeat(("1×1, 64", "3×3, 64", "1×1, 256"), 1),))


# --- columns -------------------------------------------------------------------------------------


def test_vgg_is_its_table_1() -> None:
    """Simonyan & Zisserman 2014, Table 1, with the parameters of Table 2."""
    (table,) = tables("vgg11", "vgg11-lrn", "vgg13", "vgg16-c", "vgg16", "vgg19")
    bold = [
        [
            f"*{w}*" if isinstance(cell, Strong) else w
            for w, cell in zip(line, row.cells, strict=True)
        ]
        for line, row in zip(texts(table), table.rows, strict=True)
    ]
    assert bold == [[cell.strip() for cell in row.split("|")] for row in VGG.splitlines()]


def test_a_single_layer_is_a_column() -> None:
    (table,) = tables("single-5x5")
    assert texts(table)[:3] == [["1 weight layer"], ["input (56×56×64)"], ["conv5-64"]]


# --- any network ---------------------------------------------------------------------------------


@pytest.mark.parametrize("name", names())
def test_every_shipped_network_has_its_table(name: str) -> None:
    analysis = archcalc.load(name).analyze()
    page = paper_page([analysis])
    (table,) = page.tables
    assert table.rows
    assert all(len(row.cells) == len(table.columns) for row in table.rows)
    assert page.data()["tables"][0]["layout"] == layout_of(analysis).name


@pytest.mark.parametrize(
    ("name", "layout"),
    [
        ("googlenet", "modules"), ("googlenet-naive", "modules"), ("inception-naive", "modules"),
        ("resnet50", "stages"), ("plain18", "stages"), ("densenet40-k12", "stages"),
        ("basic-block", "stages"), ("dense-block", "stages"),
        ("vgg16", "columns"), ("alexnet", "columns"), ("nin-imagenet", "columns"),
        ("transition-block", "columns"), ("single-7x7", "columns"),
    ],
)  # fmt: skip
def test_the_layout_follows_from_the_structure(name: str, layout: str) -> None:
    assert layout_of(archcalc.load(name).analyze()).name == layout


LAYERS = st.deferred(lambda: st.lists(ENTRIES, min_size=1, max_size=4))
WIDTHS = st.sampled_from([4, 8])


def conv(width: int | str, size: int) -> dict[str, Any]:
    return {"conv": {"out_channels": width, "kernel_size": size, "padding": size // 2}}


def residual(body: list[Any], with_name: bool) -> dict[str, Any]:
    return {"residual": {"named": with_name, "body": body}}


def parallel(branches: list[Any], with_name: bool) -> dict[str, Any]:
    by_name = {f"b{n}": layers for n, layers in enumerate(branches)}
    return {"parallel": {"named": with_name, "branches": by_name}}


LEAVES = st.one_of(
    st.builds(conv, WIDTHS, st.sampled_from([1, 3, 5])),
    st.sampled_from(["relu", "batchnorm", "lrn", "dropout", "sigmoid"]),
    st.just({"maxpool": {"kernel_size": 3, "stride": 1, "padding": 1}}),
)
SHRINKS = st.just({"avgpool": {"kernel_size": 2, "stride": 2, "ceil_mode": True}})
SAME = st.lists(
    st.builds(conv, st.just("in_channels"), st.sampled_from([1, 3])), min_size=1, max_size=3
)
BRANCHES = st.lists(st.lists(LEAVES, max_size=3), min_size=2, max_size=4)
ENTRIES: st.SearchStrategy[Any] = st.one_of(
    LEAVES,
    SHRINKS,
    st.builds(residual, SAME, st.booleans()),
    st.builds(parallel, BRANCHES, st.booleans()),
    st.builds(lambda layers: {"stage": {"layers": layers}}, LAYERS),
    st.builds(
        lambda times, body: {"repeat": {"times": times, "layer": residual(body, True)}},
        st.integers(1, 3),
        SAME,
    ),
)


def named(entry: Any, counter: list[int]) -> Any:
    """The entry with a name wherever one is needed."""
    if isinstance(entry, list):
        return [named(one, counter) for one in entry]
    if not isinstance(entry, dict):
        return entry
    ((word, values),) = entry.items()
    values = dict(values)
    counter[0] += 1
    if word in ("conv", "stage") or values.pop("named", False):
        values["name"] = f"n{counter[0]}"
    for key in ("layers", "body"):
        if key in values:
            values[key] = named(values[key], counter)
    if "branches" in values:
        values["branches"] = {
            f"{name}_{counter[0]}": named(layers, counter)
            for name, layers in values["branches"].items()
        }
    if "layer" in values:
        values["layer"] = {
            "residual": {"name": "u$i", "body": named(values["layer"]["residual"]["body"], counter)}
        }
        values["name"] = f"r{counter[0]}"
    return {word: values}


@settings(max_examples=120, deadline=None)
@given(LAYERS, st.booleans())
def test_any_spec_with_stages_and_blocks_is_drawn(layers: list[Any], classified: bool) -> None:
    tail = ["global_avgpool", "flatten", {"linear": {"name": "fc", "out_features": 5}}, "softmax"]
    whole = [*named(layers, [0]), *(tail if classified else [])]
    text = yaml.safe_dump({"name": "mine", "input": [4, 16, 16], "layers": whole}, sort_keys=False)
    analysis = made(text)
    page = paper_page([analysis, analysis])
    for fmt in formats():
        assert render(page, fmt, Style(width=80 if fmt == "terminal" else None))
    data = page.data()["tables"][0]
    assert data["layout"] == layout_of(analysis).name
    if data["layout"] != "modules":  # no convolution goes missing, and none is drawn twice
        drawn = sum(convolutions(row["mine"]) for row in data["rows"])
        assert drawn == sum(row.op == "conv" for row in analysis.layers)


def convolutions(cell: Any) -> int:
    """How many convolutions one cell of plain data stands for."""
    match cell:
        case list():
            return sum(map(convolutions, cell))
        case {"lines": lines, "times": times}:
            return int(times * sum(map(convolutions, lines)))
        case {"text": text}:
            return convolutions(text)
    return len(re.findall(r"\d×\d, \d|conv\d-\d", str(cell)))
