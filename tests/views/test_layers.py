"""The layer table: which rows, what they are called, and what the total row holds."""

from __future__ import annotations

import pytest

import archcalc
from archcalc.views.layers import Choice, layer_table
from archcalc.views.lines import lines
from archcalc.views.model import Cell


def labels(name: str, choice: Choice) -> list[Cell]:
    return [row.cells[0] for row in layer_table(archcalc.load(name).analyze(), choice).rows]


def kernels(name: str) -> dict[str, str]:
    return {line.label: line.kernel for line in lines(archcalc.load(name).analyze(), "stage")}


def test_a_stage_stands_for_all_rows_within() -> None:
    assert labels("resnet50", Choice(rows=("conv2_x",))) == [
        "conv2_x.block1", "conv2_x.block2", "conv2_x.block3", "Rows shown", "Total",
    ]  # fmt: skip


def test_chosen_layers_go_by_their_full_paths() -> None:
    shown = labels("googlenet", Choice("none", rows=("3a.5x5",)))
    assert shown == ["3a.5x5.reduce", "3a.5x5.relu1", "3a.5x5.conv", "3a.5x5.relu2",
                     "Rows shown", "Total"]  # fmt: skip


def test_a_stage_of_plain_layers_says_what_it_repeats() -> None:
    vgg = kernels("vgg16")
    assert (vgg["conv1"], vgg["conv3"]) == ("2 × 3×3", "3 × 3×3")
    assert kernels("vgg16-c")["conv3"] == "2 × 3×3, 1×1"
    assert kernels("vgg11")["conv1"] == "3×3"
    assert kernels("resnet50")["conv4_x"] == "6 × bottleneck"


@pytest.mark.parametrize("name", archcalc.names())
def test_no_stage_only_counts_its_layers(name: str) -> None:
    assert not [kernel for kernel in kernels(name).values() if kernel.endswith("layers")]


def test_a_stage_of_many_kinds_is_counted() -> None:
    items = ", ".join(
        f"{{conv: {{name: c{k}, out_channels: 1, kernel_size: {k}}}}}" for k in (1, 2, 3, 5)
    )
    spec = f"{{name: net, input: [1, 9, 9], layers: [stage: {{name: s, layers: [{items}]}}]}}"
    (line,) = lines(archcalc.loads(spec).analyze(), "stage")
    assert line.kernel == "4 weighted layers"


def test_the_total_row_holds_what_is_the_networks_own() -> None:
    columns = ("layer", "nonlinearities", "depth", "depth_with_pools", "paths",
               "receptive_field", "effective_stride")  # fmt: skip
    rows = layer_table(archcalc.load("googlenet").analyze(), Choice(columns=columns)).rows
    assert rows[0].cells == ("conv1", 1, None, None, None, "7", "2")
    assert rows[-1].cells == ("Total", 57, 22, 27, 262_144, "715", "32")
    assert rows[-1].role == "total"


def test_chosen_rows_have_no_network_of_their_own() -> None:
    choice = Choice(columns=("layer", "nonlinearities", "depth"), rows=("3a",))
    rows = layer_table(archcalc.load("googlenet").analyze(), choice).rows
    assert [row.cells for row in rows] == [
        ("3a", 6, None), ("Rows shown", 6, None), ("Total", 57, 22),
    ]  # fmt: skip


def test_columns_of_formulas_say_so() -> None:
    choice = Choice(columns=("size_formula", "params_formula", "multiplies_formula"))
    table = layer_table(archcalc.load("alexnet").analyze(), choice)
    assert [column.title for column in table.columns] == [
        "Size, worked out", "Params, worked out", "Multiplies, worked out",
    ]  # fmt: skip
