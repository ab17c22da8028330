"""How numbers read, as tables of literals, and as laws over all integers."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archcalc.lang import speaking
from archcalc.units import (
    exact,
    iec,
    in_prose,
    korean,
    korean_short,
    percent,
    power,
    raw,
    shape,
    si,
)

N = "\u202f"


@pytest.mark.parametrize(
    ("n", "text"),
    [
        pytest.param(0, "0", id="zero"),
        pytest.param(999, "999", id="no group"),
        pytest.param(120_422_400, "120,422,400", id="groups of three"),
        pytest.param(-1234, "−1,234", id="a minus sign, not a hyphen"),
        pytest.param(10**4299, "1" + ",000" * 1433, id="4300 digits still whole"),
        pytest.param(10**5000, "≈1.00·10^5000", id="more than Python writes"),
        pytest.param(-(10**5000), "≈−1.00·10^5000", id="the same, negative"),
        pytest.param(2**20_000, "≈3.98·10^6020", id="a power of two"),
    ],
)
def test_exact(n: int, text: str) -> None:
    assert exact(n) == text


@pytest.mark.parametrize(
    ("n", "text"),
    [
        pytest.param(0, "0", id="zero"),
        pytest.param(96, "96", id="below 1000 whole"),
        pytest.param(999, "999", id="999"),
        pytest.param(1000, "1.00 k", id="1000"),
        pytest.param(2_712, "2.71 k", id="two decimals"),
        pytest.param(34_944, "34.9 k", id="one decimal"),
        pytest.param(6_998_552, "7.00 M", id="carry within the unit"),
        pytest.param(9_995_000, "10.0 M", id="carry to a further digit"),
        pytest.param(999_499, "999 k", id="just below the carry"),
        pytest.param(999_500, "1.00 M", id="carry into the next unit"),
        pytest.param(120_422_400, "120 M", id="no decimals"),
        pytest.param(1_582_671_872, "1.58 G", id="G"),
        pytest.param(-6_998_552, "−7.00 M", id="negative"),
        pytest.param(2**64, "18.4 E", id="E"),
        pytest.param(999_999 * 10**15, "1.00·10^21", id="carry beyond the prefixes"),
        pytest.param(2**600, "4.15·10^180", id="beyond the prefixes"),
        pytest.param(10**5000, "1.00·10^5000", id="beyond what Python writes"),
    ],
)
def test_si(n: int, text: str) -> None:
    assert si(n) == text.replace(" ", N)


@pytest.mark.parametrize(
    ("digits", "text"),
    [(1, "100 M"), (2, "120 M"), (4, "120.4 M"), (5, "120.42 M"), (12, "120.422400 M")],
)
def test_si_with_other_digits(digits: int, text: str) -> None:
    assert si(120_422_400, digits) == text.replace(" ", N)


def test_si_needs_a_digit() -> None:
    with pytest.raises(ValueError, match="at least 1, found 0"):
        si(5, 0)


@pytest.mark.parametrize(
    ("count", "text"),
    [
        pytest.param(0, "0 B", id="zero"),
        pytest.param(833, "833 B", id="bytes are whole"),
        pytest.param(1023, "1,023 B", id="up to 1023"),
        pytest.param(1536, "1.50 KiB", id="two decimals"),
        pytest.param(10_235, "10.0 KiB", id="carry to a further digit"),
        pytest.param(60_922_265, "58.1 MiB", id="one decimal"),
        pytest.param(1023 * 1024, "1,023 KiB", id="four digits below the next unit"),
        pytest.param(1024 * 1024 - 1, "1.00 MiB", id="carry into the next unit"),
        pytest.param(-1536, "−1.50 KiB", id="negative"),
        pytest.param(2**100, "1.27·10^30 B", id="beyond the units"),
    ],
)
def test_iec(count: int, text: str) -> None:
    assert iec(count) == text.replace(" ", N)


@pytest.mark.parametrize(
    ("n", "text"),
    [
        pytest.param(2**50, "2⁵⁰", id="ResNet-152's paths"),
        pytest.param(4**20, "2⁴⁰", id="the smallest base"),
        pytest.param(3**600, "3⁶⁰⁰", id="beyond any float"),
        pytest.param(10**12, "10¹²", id="a power of ten"),
        pytest.param(2**50 + 1, "≈1.13·10¹⁵", id="one more"),
        pytest.param(17**9, "≈1.19·10¹¹", id="of a large base"),
        pytest.param(2**20_000, "2²⁰⁰⁰⁰", id="many digits"),
        pytest.param(2**20_000 + 1, "≈3.98·10⁶⁰²⁰", id="many digits and one"),
    ],
)
def test_power(n: int, text: str) -> None:
    assert power(n) == text


@pytest.mark.parametrize(
    ("x", "text"),
    [
        pytest.param(22.7249, "22.7", id="one decimal"),
        pytest.param(22.65, "22.7", id="half goes up, as one reads it"),
        pytest.param(99.97, "100.0", id="carry"),
        pytest.param(0.0, "0.0", id="nothing"),
        pytest.param(0.0499, "<0.1", id="little is not nothing"),
        pytest.param(0.05, "0.1", id="half a tenth"),
        pytest.param(-0.01, ">−0.1", id="little, negative"),
        pytest.param(-0.0, "0.0", id="negative zero"),
        pytest.param(-3.25, "−3.3", id="half away from zero"),
        pytest.param(1393.5, "1,393.5", id="groups"),
        pytest.param(1e300, "1.000e+300", id="huge"),
        pytest.param(float("inf"), "inf", id="infinite"),
    ],
)
def test_percent(x: float, text: str) -> None:
    assert percent(x) == text


@pytest.mark.parametrize(
    ("axes", "text"),
    [
        pytest.param((1000,), "1000", id="C"),
        pytest.param((64, 128), "128×64", id="C L: L×C"),
        pytest.param((96, 55, 54), "55×54×96", id="C H W: H×W×C"),
        pytest.param((3, 16, 112, 113), "16×112×113×3", id="C T H W: T×H×W×C"),
        pytest.param((), "", id="a scalar"),
    ],
)
def test_shape(axes: tuple[int, ...], text: str) -> None:
    assert shape(axes) == text
    assert shape(axes, sign="x") == text.replace("×", "x")


_PREFIXES = {"": 1, "k": 10**3, "M": 10**6, "G": 10**9, "T": 10**12, "P": 10**15, "E": 10**18}


@given(st.integers(0, 10**20), st.integers(1, 8))
def test_si_is_within_half_of_its_last_digit(n: int, digits: int) -> None:
    found = re.fullmatch(rf"(\d+)(?:\.(\d+))?{N}?(\D?)", si(n, digits))
    assert found
    whole, fraction, prefix = found[1], found[2] or "", found[3]
    unit = _PREFIXES[prefix]
    value = int(whole + fraction) * unit // 10 ** len(fraction)
    length = len(str(value))
    allowed = 0 if n < 1000 else 10 ** max(0, length - digits) // 2
    assert abs(value - n) <= allowed
    assert int(whole) < 1000


@given(st.integers())
def test_exact_keeps_every_digit(n: int) -> None:
    assert int(exact(n).replace(",", "").replace("−", "-")) == n
    assert int(raw(n)) == n


def test_raw_writes_more_digits_than_python_does() -> None:
    assert raw(-(10**5000)) == "-1" + "0" * 5000


@given(st.one_of(st.integers(), st.integers(0, 60_000).map(lambda bits: 1 << bits)))
def test_no_integer_is_refused(n: int) -> None:
    for wording in (exact, si, iec, raw):
        assert wording(n)
    assert shape((n, n))


@given(st.floats())
def test_no_float_is_refused(x: float) -> None:
    assert percent(x)


@pytest.mark.parametrize(
    ("n", "whole", "short"),
    [
        pytest.param(0, "0", "0", id="zero"),
        pytest.param(-1, "−1", "−1", id="negative"),
        pytest.param(9_999, "9999", "9999", id="below 만 without a comma"),
        pytest.param(10_000, "1만", "1만", id="만"),
        pytest.param(10_001, "1만 1", "1만 1", id="a group without leading zeros"),
        pytest.param(34_944, "3만 4944", "3만 4944", id="two units are whole"),
        pytest.param(120_422_400, "1억 2042만 2400", "약 1억 2042만", id="the design's"),
        pytest.param(-120_422_400, "−1억 2042만 2400", "약 −1억 2042만", id="the same, negative"),
        pytest.param(100_000_000, "1억", "1억", id="억, nothing rounded"),
        pytest.param(100_000_005, "1억 5", "약 1억", id="groups of zeros are left out"),
        pytest.param(999_999_995_000, "9999억 9999만 5000", "약 1조", id="half up, into 조"),
        pytest.param(999_999_994_999, "9999억 9999만 4999", "약 9999억 9999만", id="below half"),
        pytest.param(10**12, "1조", "1조", id="조"),
        pytest.param(10**16, "1경", "1경", id="경"),
        pytest.param(
            2**64, "1844경 6744조 737억 955만 1616", "약 1844경 6744조", id="2 to the 64th"
        ),
        pytest.param(10**20, "1해", "1해", id="해"),
        pytest.param(
            10**24 - 1, "9999해 9999경 9999조 9999억 9999만 9999", "≈1.00·10^24", id="full"
        ),
        pytest.param(2**600, "≈4.15·10^180", "≈4.15·10^180", id="beyond the units"),
        pytest.param(-(10**5000), "≈−1.00·10^5000", "≈−1.00·10^5000", id="beyond Python's text"),
    ],
)
def test_korean(n: int, whole: str, short: str) -> None:
    assert (korean(n), korean_short(n)) == (whole, short)


_UNIT = {"만": 10**4, "억": 10**8, "조": 10**12, "경": 10**16, "해": 10**20}


def _read(text: str) -> int:
    """What a Korean number says."""
    groups = [
        int(digits) * _UNIT.get(unit, 1) for digits, unit in re.findall(r"(\d+)([가-힣]?)", text)
    ]
    return sum(groups) * (-1 if "−" in text else 1)


@given(st.integers(-(10**24) + 1, 10**24 - 1))
def test_korean_reads_back(n: int) -> None:
    assert _read(korean(n)) == n
    assert all(int(digits) < 10_000 for digits in re.findall(r"\d+", korean(n)))


@given(st.integers(-(10**23), 10**23))
def test_korean_short_has_two_units_and_is_near(n: int) -> None:
    short = korean_short(n)
    assert len(re.findall(r"\d+", short)) <= 2
    assert abs(_read(short) - n) <= abs(n) / 20_000
    assert short.startswith("약 ") == (_read(short) != n)


def test_a_number_in_prose_is_the_language_s() -> None:
    assert in_prose(120_422_400) == "120,422,400"
    with speaking("ko"):
        assert in_prose(120_422_400) == "1억 2042만 2400"
