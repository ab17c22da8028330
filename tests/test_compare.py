"""Comparisons: every layer in one place, and differences that add up to the last multiply."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction
from functools import cache
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

import archcalc
from archcalc.analysis import Analysis
from archcalc.catalog import entries, names
from archcalc.compare import Aligned, Change, align, difference, matching
from archcalc.errors import SpecError

QUANTITIES = ("params", "multiplies", "elementwise", "activations")
NAMES = names()


@cache
def analysed(name: str) -> Analysis:
    return archcalc.load(name).analyze()


def families() -> dict[str, list[str]]:
    by_file: dict[str, list[str]] = {}
    for entry in entries():
        by_file.setdefault(entry.file, []).append(entry.name)
    return {file: members for file, members in by_file.items() if len(members) > 1}


def check_difference(first: str, second: str) -> None:
    before, after = analysed(first), analysed(second)
    found = difference(before, after)
    for quantity in QUANTITIES:
        total = getattr(after.totals, quantity) - getattr(before.totals, quantity)
        assert sum(change.delta(quantity) for change in found.changes) == total
        shares = [found.share([change], quantity) for change in found.changes]
        if total:
            assert sum(share for share in shares if share is not None) == Fraction(1)
        else:
            assert set(shares) == {None}
    assert Counter(c.before.path for c in found.changes if c.before) == Counter(
        row.path for row in before.layers
    )
    assert Counter(c.after.path for c in found.changes if c.after) == Counter(
        row.path for row in after.layers
    )
    same = [change for change in found.changes if change.kind == "same"]
    assert not any(change.delta(quantity) for change in same for quantity in QUANTITIES)


@pytest.mark.parametrize("members", families().values(), ids=families())
def test_every_two_variants_of_a_family_differ_exactly(members: list[str]) -> None:
    for pair in combinations(members, 2):
        check_difference(*pair)


@given(st.sampled_from(NAMES), st.sampled_from(NAMES))
def test_networks_across_families_differ_exactly(first: str, second: str) -> None:
    check_difference(first, second)


@given(st.lists(st.sampled_from(NAMES), min_size=2, max_size=4))
def test_each_layer_of_each_network_stands_in_one_place(chosen: list[str]) -> None:
    rows = align([analysed(name) for name in chosen])
    for place, name in enumerate(chosen):
        leaves = [part.path for row in rows for leaf in row.leaves() for part in leaf.parts(place)]
        assert Counter(leaves) == Counter(row.path for row in analysed(name).layers)


@pytest.mark.parametrize("name", ["alexnet", "googlenet", "resnet50", "densenet40-k12"])
def test_a_network_is_the_same_as_itself(name: str) -> None:
    found = difference(analysed(name), analysed(name))
    assert {change.kind for change in found.changes} == {"same"}


# --- what is beside what ------------------------------------------------------------------------


def beside(*names: str) -> list[tuple[str, ...]]:
    rows = align([analysed(name) for name in names])
    return [tuple(node.name if node else "" for node in row.nodes) for row in rows if weighted(row)]


def weighted(row: Aligned) -> bool:
    return any(node is not None and node.is_weighted for node in row.nodes)


def test_branches_stand_beside_branches_of_their_name() -> None:
    branches = ["1x1", "3x3", "5x5", "pool"]
    assert beside("inception-naive", "inception-bottleneck") == [(b, b) for b in branches]


def test_stages_of_other_names_stand_beside_those_of_their_size() -> None:
    assert beside("googlenet", "resnet18") == [
        ("112×112", "112×112"), ("56×56", "56×56"), ("28×28", "28×28"), ("14×14", "14×14"),
        ("7×7", "7×7"), ("", ""),
    ]  # fmt: skip


def test_a_layer_stands_beside_a_stage_of_its_name() -> None:
    layers = ["conv1", "conv2", "conv3", "conv4", "conv5", "fc6", "fc7", "fc8"]
    assert beside("alexnet", "vgg16") == [(name, name) for name in layers]


def test_more_networks_than_two() -> None:
    stage = next(row for row in align([analysed(n) for n in ("vgg11", "vgg16", "vgg19")]))
    convolutions = [row for row in stage.rows if weighted(row)]
    named = [tuple(n.name if n else "" for n in row.nodes) for row in convolutions]
    assert named == [("conv1_1",) * 3, ("", "conv1_2", "conv1_2")]


def test_branches_in_another_order_are_found() -> None:
    first = network("a: [conv: {name: x, out_channels: 2, kernel_size: 1}]", "b: []")
    second = network("b: []", "a: [conv: {name: x, out_channels: 4, kernel_size: 1}]")
    changed = [c for c in difference(first, second).changes if c.kind == "changed"]
    assert [change.path for change in changed] == ["a.x", "concat"]


def network(*branches: str) -> Analysis:
    text = (
        f"name: n\ninput: [3, 8, 8]\nlayers:\n  - parallel: {{branches: {{{', '.join(branches)}}}}}"
    )
    return archcalc.loads(text).analyze()


def test_a_gap_too_wide_for_the_exact_way_is_matched_in_order(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(matching, "_MOST_CELLS", 0)
    check_difference("inception-naive", "inception-bottleneck")
    check_difference("googlenet", "resnet18")
    found = difference(analysed("vgg16"), analysed("vgg16"))
    assert {change.kind for change in found.changes} == {"same"}


# --- what changed -------------------------------------------------------------------------------


def changed(first: str, second: str) -> dict[str, Change]:
    found = difference(analysed(first), analysed(second))
    return {change.path: change for change in found.changes if change.delta("multiplies")}


def test_the_stride_that_moved_in_resnet_v15() -> None:
    """Goyal et al. 2017, footnote 3: stride 2 moved from the first 1×1 to the 3×3."""
    found = changed("resnet50", "resnet50-v1.5")
    assert {path: change.edits for path, change in found.items()} == {
        f"conv{n}_x.block1.conv1": (("stride", 2, 1),) for n in (3, 4, 5)
    }
    # each of the three 1×1 at four times the positions: 56·56·128·256 − 28·28·128·256 = 77,070,336
    assert [change.delta("multiplies") for change in found.values()] == [77_070_336] * 3


def test_alexnets_towers_are_groups() -> None:
    """Krizhevsky et al. 2012, section 3.5: conv2, conv4 and conv5 see one GPU's maps only."""
    found = changed("alexnet", "alexnet-one-tower")
    assert {path: change.edits for path, change in found.items()} == dict.fromkeys(
        ("conv2", "conv4", "conv5"), (("groups", 2, 1),)
    )
    # 27·27·256·5·5·48, half of what one tower would take
    assert found["conv2"].delta("multiplies") == 223_948_800


def test_densenet_169_adds_layers_to_two_blocks() -> None:
    """Huang et al. 2017, Table 1: 24 → 32 and 16 → 32 layers; wider transitions and classifier."""
    found = difference(analysed("densenet121"), analysed("densenet169"))
    added = [c for c in found.changes if c.kind == "added" and c.row.op == "conv"]
    by_block = Counter(change.path.partition(".")[0] for change in added)
    assert by_block == {"dense3": 2 * 8, "dense4": 2 * 16}
    fc = next(change for change in found.changes if change.path == "fc")
    assert (fc.kind, fc.edits) == ("changed", (("input", (1024,), (1664,)),))
    assert fc.delta("params") == 640_000  # 1000 · (1664 − 1024)


# --- comparisons in specs -----------------------------------------------------------------------

PAIR = """
name: pair
input: [3, 8, 8]
variants:
  a: {{layers: [conv: {{name: c, out_channels: 2, kernel_size: 1}}]}}
  b: {{layers: [conv: {{name: c, out_channels: 4, kernel_size: 1}}]}}
comparisons:
  - {{networks: [a, {second}], lead: {lead}}}
"""


def test_a_comparison_is_known_to_each_of_its_networks() -> None:
    for name in "ab":
        (found,) = archcalc.loads(PAIR.format(second="b", lead="c"), name=name).comparisons
        assert (found.networks, found.lead) == (("a", "b"), "c")


@pytest.mark.parametrize(
    ("second", "lead", "said"),
    [
        ("bb", "c", '8:20: comparisons: unknown network "bb"; did you mean "b"'),
        ("b", "d", '8:30: comparisons: unknown layer of a "d"'),
    ],
)
def test_a_comparison_of_what_is_not_there(second: str, lead: str, said: str) -> None:
    with pytest.raises(SpecError, match=said):
        archcalc.loads(PAIR.format(second=second, lead=lead))
