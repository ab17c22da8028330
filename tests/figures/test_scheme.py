"""What a diagram shows: boxes, arrows, repeats and frames, as networks group their layers."""

from __future__ import annotations

import pytest

import archcalc
from archcalc.catalog import loads
from archcalc.figures.nest import Lane, NotNestedError, Parallel, nest
from archcalc.figures.scheme import Choice, Scheme, scheme
from figures.specs import CROSSING, EVERY_STEP, UNET, drawn


def of(name: str, **choice: object) -> Scheme:
    return scheme(archcalc.load(name).analyze(), Choice(**choice))  # type: ignore[arg-type]


def texts(found: Scheme) -> list[str]:
    return [unit.path + (f" ×{unit.times}" if unit.times > 1 else "") for unit in found.units]


def test_an_inception_module_is_four_branches_and_a_bar() -> None:
    found = of("inception-bottleneck")
    assert [unit.form for unit in found.units] == ["input", *["box"] * 7, "bar"]
    fork = nest(found).items[1]
    assert isinstance(fork, Parallel)
    paths = [[found.units[i].path for i in branch.items] for branch in fork.branches]  # type: ignore[union-attr]
    assert paths == [  # Szegedy et al. 2015, figure 2b, from left to right
        ["1x1.conv"], ["3x3.reduce", "3x3.conv"], ["5x5.reduce", "5x5.conv"],
        ["pool.pool", "pool.proj"],
    ]  # fmt: skip


def test_a_bottleneck_has_a_shortcut_without_a_box() -> None:
    found = of("bottleneck-block")
    assert texts(found) == ["input", "conv1", "conv2", "conv3", "add"]
    fork = nest(found).items[1]
    assert isinstance(fork, Parallel)
    assert Lane(0, 4) in fork.branches
    assert found.units[4].sign == "+"


def test_repeated_blocks_are_one_box() -> None:
    # He et al. 2015, Table 1: 3, 4, 6 and 3 blocks, each stage's first with another shortcut
    assert texts(of("resnet50", collapse="block"))[3:11] == [
        "conv2_x.block1", "conv2_x.block2 ×2", "conv3_x.block1", "conv3_x.block2 ×3",
        "conv4_x.block1", "conv4_x.block2 ×5", "conv5_x.block1", "conv5_x.block2 ×2",
    ]  # fmt: skip


def test_dense_layers_repeat_though_their_channels_grow() -> None:
    # Huang et al. 2017, Table 1: 6, 12, 24 and 16 layers
    times = [unit.times for unit in of("densenet121").units if unit.times > 1]
    assert times == [6, 12, 24, 16]


def test_a_repeated_box_holds_the_numbers_of_all_rounds() -> None:
    box = of("resnet50", collapse="block").units[4]
    assert sum(row.params for row in box.rows) == 140_800  # 2 · 70,400
    assert box.out == (256, 56, 56)


@pytest.mark.parametrize(
    ("name", "level", "boxes"),
    [
        ("alexnet", "none", 12),  # input, five convolutions, three pools, three fc
        ("vgg16", "none", 22),
        ("googlenet", "block", 18),
        ("resnet152", "block", 13),
        ("inception-bottleneck", "none", 9),
    ],
)
def test_groups_close_as_far_as_it_stays_readable(name: str, level: str, boxes: int) -> None:
    found = of(name)
    assert (found.collapse, len(found.units)) == (level, boxes)


def test_what_works_in_place_is_in_the_box_before_unless_asked_apart() -> None:
    assert texts(of("bottleneck-block", apart=True)) == [
        "input", "conv1", "batchnorm1", "relu1", "conv2", "batchnorm2", "relu2", "conv3",
        "batchnorm3", "add", "relu3",
    ]  # fmt: skip


def test_a_part_stands_alone_with_what_it_reads_as_input() -> None:
    found = of("googlenet", part="3a")
    assert len(found.units) == 9
    assert found.units[0].out == (192, 28, 28)
    assert found.units[-1].out == (256, 28, 28)


def test_a_box_keeps_its_maps_where_a_flatten_follows() -> None:
    outs = {unit.path: unit.out for unit in of("alexnet").units}
    assert outs["pool5"] == (256, 6, 6)
    assert outs["fc6"] == (4096,)


def test_a_u_net_is_a_nest_of_shortcuts() -> None:
    found = scheme(loads(UNET).analyze(), Choice())
    outer = nest(found).items[2]
    assert isinstance(outer, Parallel)
    assert found.units[outer.join].path == "skip1"


def test_branches_may_meet_further_out() -> None:
    found = scheme(loads(EVERY_STEP).analyze(), Choice())
    assert nest(found).items[0] == 0  # it is one
    assert len(drawn(EVERY_STEP).items) > 0


def test_crossing_branches_are_no_nest() -> None:
    with pytest.raises(NotNestedError):
        nest(scheme(loads(CROSSING).analyze(), Choice()))
