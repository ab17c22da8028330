"""The roofline by hand, and what several times come to."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

import archcalc
from archcalc.verify.roofline import Roof, Spread, Work, spread, total, work_of, works

ROOF = Roof(multiplies=1000.0, bytes=100.0)


def test_below_the_ridge_memory_is_the_bound() -> None:
    assert ROOF.ridge == 10
    assert ROOF.bound(Work(999, 100)) == "memory"
    assert ROOF.bound(Work(1000, 100)) == "compute"
    assert ROOF.seconds(Work(500, 100)) == 1.0  # 100 bytes at 100 a second
    assert ROOF.seconds(Work(3000, 100)) == 3.0  # 3000 multiplies at 1000 a second


def test_what_moves_nothing_is_no_division_by_zero() -> None:
    assert Work(0, 0).intensity == 0.0
    assert ROOF.seconds(Work(0, 0)) == 0.0


@given(st.integers(0, 10**12), st.integers(1, 10**12), st.floats(1e3, 1e15), st.floats(1e3, 1e15))
def test_the_roof_is_the_lesser_of_its_two_sides(m: int, b: int, peak: float, speed: float) -> None:
    roof, work = Roof(peak, speed), Work(m, b)
    attainable = min(peak, speed * work.intensity)
    assert work.multiplies / roof.seconds(work) == pytest.approx(attainable)
    assert (roof.bound(work) == "compute") == (work.intensity >= roof.ridge)


def test_bytes_of_a_convolution() -> None:
    analysis = archcalc.load("alexnet").analyze(batch=2)
    # 2 images of 227·227·3 in and 55·55·96 out, 34,944 parameters: 4 bytes each
    assert works(analysis)["conv1"] == Work(210_830_400, 4 * (2 * (154_587 + 290_400) + 34_944))


def test_bytes_follow_the_dtype() -> None:
    row = archcalc.load("alexnet").analyze()["fc8"]
    # 4096 in, 1000 out, 4096·1000 + 1000 parameters
    assert work_of(row, 1, "bfloat16") == Work(4_096_000, 2 * (4096 + 1000 + 4_097_000))


@pytest.mark.parametrize("path", ["flatten", "drop6"])
def test_what_passes_a_value_on_moves_nothing(path: str) -> None:
    spec = "{name: a, input: [3, 8, 8], layers: [relu, {flatten: {name: flatten}}, "
    spec += "{dropout: {name: drop6}}, {linear: {name: fc, out_features: 2}}]}"
    moved = works(archcalc.loads(spec).analyze())
    assert moved[path] == Work(0, 0)
    assert moved["relu1"] == Work(0, 4 * 2 * 192)  # read and written
    assert total(moved.values()) == Work(384, 4 * (2 * 192 + 192 + 2 + 386))


def test_what_only_gives_its_size_moves_nothing() -> None:
    spec = "{name: a, input: [1, 6, 6], layers: [{maxpool: {name: p, kernel_size: 2}}, "
    spec += "{crop: {name: c, from: [input, p]}}]}"
    moved = works(archcalc.loads(spec).analyze())
    assert moved["p"] == Work(0, 4 * (36 + 9))
    assert moved["c"] == Work(0, 4 * (36 + 9))  # 6·6 in, 3·3 out; not the pool's 3·3


def test_a_sum_reads_both_of_its_inputs() -> None:
    moved = works(archcalc.load("resnet18").analyze())
    # 56·56·64 in twice and out once
    assert moved["conv2_x.block1.add"] == Work(0, 4 * 3 * 200_704)


# --- several times ----------------------------------------------------------------------------


def test_quartiles_as_numpy_has_them() -> None:
    # numpy.percentile([1, 2, 3, 4, 10], [25, 50, 75]) = [2, 3, 4]
    assert spread([10.0, 4.0, 1.0, 3.0, 2.0]) == Spread(3.0, 2.0, 4.0, 1.0, 5)
    assert spread([7.0]) == Spread(7.0, 7.0, 7.0, 7.0, 1)


@given(st.lists(st.floats(1e-6, 1e3), min_size=2, max_size=50))
def test_a_spread_is_in_order(times: list[float]) -> None:
    found = spread(times)
    low, high = min(times), max(times)
    # quartiles are interpolated, which rounds
    assert low * (1 - 1e-12) <= found.lower <= found.median * (1 + 1e-12)
    assert found.median <= found.upper * (1 + 1e-12) <= high * (1 + 2e-12)
