"""Names beside bubbles: on no other name, on no other bubble's middle, and left out otherwise."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

pytest.importorskip("pptx", reason="pip install 'archcalc[pptx]'")

from archcalc.figures.charts.model import Axis, Chart, Point, Series
from archcalc.slides.powerpoint.placing import SIDES, Room, _box, _discs, sides

ROOM = Room(800, 400, 12)
POINTS = st.tuples(
    st.integers(10**8, 10**11), st.integers(1, 25), st.integers(10**6, 2 * 10**8)
)  # multiplies, top-5 error, parameters


def chart_of(points: Sequence[tuple[int, int, int]]) -> Chart:
    series = Series("", tuple(Point(x, y, f"net{x}", size) for x, y, size in points), joined=False)
    across, up = Axis("multiplies", "", scale="log"), Axis("error", "", "decimal", low=0, high=30)
    return Chart("bubble", "bubble", "", "", across, up, (series,))


@settings(max_examples=60)
@given(st.lists(POINTS, min_size=1, max_size=20, unique=True))
def test_no_name_stands_on_another(points: list[tuple[int, int, int]]) -> None:
    chart = chart_of(points)
    names = [f"Network {x}" for x, *_ in points]
    found = sides(chart, names, ROOM)
    assert len(found) == len(points)
    assert set(found) <= {*SIDES, ""}
    discs = list(_discs(chart, names, ROOM))
    boxes = [_box(disc, side) for disc, side in zip(discs, found, strict=True) if side]
    assert not any(one.overlaps(other) for one, other in combinations(boxes, 2))


def test_one_alone_has_its_name_on_the_right() -> None:
    assert sides(chart_of([(10**9, 10, 10**7)]), ["GoogLeNet"], ROOM) == ["RIGHT"]


def test_a_close_neighbour_on_the_right_sends_it_elsewhere() -> None:
    close = chart_of([(3_000_000_000, 7, 8_000_000), (3_900_000_000, 7, 25_600_000)])
    first, second = sides(close, ["DenseNet-121", "ResNet-50"], ROOM)
    assert (first, second) == ("LEFT", "RIGHT")


def test_where_all_stand_in_one_place_only_one_is_named() -> None:
    same = chart_of([(10**9, 10, 10**7 + n) for n in range(9)])
    found = sides(same, ["A network with a long name"] * 9, ROOM)
    assert 1 <= len([side for side in found if side]) <= 4
