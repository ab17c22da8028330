"""Numbers as people write them: their value, and the precision they are written at."""

from __future__ import annotations

import contextlib
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archcalc.errors import InputError
from archcalc.units import korean
from archcalc.written import read_number, read_shape

READ = [
    ("34848", 34_848, 1),
    ("34,848", 34_848, 1),
    ("34 848", 34_848, 1),
    ("34_848", 34_848, 1),
    ("358M", 358_000_000, 10**6),
    ("358 M", 358_000_000, 10**6),
    ("3.8G", 3_800_000_000, 10**8),
    ("0.27M", 270_000, 10**4),
    ("159K", 159_000, 1000),
    ("159k", 159_000, 1000),
    (".5M", 500_000, 10**5),
    ("1e3", 1000, 1000),
    ("3.5e4", 35_000, 1000),
    ("25.5x10^6", 25_500_000, 10**5),
    ("4.1×10⁹", 4_100_000_000, 10**8),
    ("4.1 x 10^9", 4_100_000_000, 10**8),
    ("138 million", 138_000_000, 10**6),
    ("1.5 billion multiply-adds", 1_500_000_000, 10**8),
    ("1.5B", 1_500_000_000, 10**8),
    ("716M MACs", 716_000_000, 10**6),
    ("3.86 GFLOPs", 3_860_000_000, 10**7),
    ("2^50", 1_125_899_906_842_624, 1),
    ("2⁵⁰", 1_125_899_906_842_624, 1),
    ("1억 2천만", 120_000_000, 10**7),
    ("1억2천만", 120_000_000, 10**7),
    ("약 1억 2042만 번", 120_420_000, 10**4),
    ("1억 2042만 2400번", 120_422_400, 1),
    ("1.2억", 120_000_000, 10**7),
    ("2천5백", 2500, 100),
    ("천만", 10_000_000, 10**7),
    ("about 650,000", 650_000, 10**4),
    ("~60M", 60_000_000, 10**7),
    ("29MB", 29_000_000, 10**6),
    ("58.1 MiB", Fraction(581 * 1024**2, 10), Fraction(1024**2, 10)),
    ("22.7%", Fraction(227, 10), Fraction(1, 10)),
    ("9.68x", Fraction(968, 100), Fraction(1, 100)),
    ("9.68×", Fraction(968, 100), Fraction(1, 100)),
    ("0", 0, 1),
    ("(11*11*3 + 1)*96", 34_944, 1),
    ("28×28×192×3×3×256", 346_816_512, 1),
    ("11·11·3·96", 34_848, 1),
    ("363 x 96", 34_848, 1),
    ("100 − 4", 96, 1),
]


@pytest.mark.parametrize(("text", "value", "step"), READ, ids=[row[0] for row in READ])
def test_a_number_has_a_value_and_a_step(text: str, value: Fraction, step: Fraction) -> None:
    written = read_number(text)
    assert (written.value, written.step) == (value, step)


UNREAD = [
    "", " ", "x", "K", "3,8", "12.3.4", "-5", "1 00", "3..8", "3.8Q", "358MM", "1e99999", "만억",
    "1만 2억", "5십백", "2^^3", "nan", "inf", "١٢", "9" * 101, "3.8G.", "50%%", "천천",
    "3*", "(3", "3//2", "1/3", "7/0", "2-3", "a*b", "**", "3 4 5", "(" * 90 + "1",
]  # fmt: skip


@pytest.mark.parametrize("text", UNREAD, ids=repr)
def test_what_is_no_number_is_refused_on_one_line(text: str) -> None:
    with pytest.raises(InputError, match="cannot read") as caught:
        read_number(text)
    assert "\n" not in str(caught.value)
    assert len(str(caught.value)) < 250


@pytest.mark.parametrize(
    ("text", "number", "rounds", "cuts"),
    [
        ("358M", 358_055_936, True, True),
        ("358M", 357_500_000, True, False),
        ("358M", 358_500_000, True, True),  # half to even
        ("359M", 358_500_000, True, False),  # half up
        ("357M", 357_500_000, False, True),
        ("3.8G", 3_857_973_248, False, True),
        ("3.9G", 3_857_973_248, True, False),
        ("650,000", 659_272, False, False),
        ("about 650,000", 659_272, False, True),
        ("34848", 34_944, False, False),
        ("more than 40M", 44_549_160, True, False),
        ("less than 25M", 44_549_160, False, False),
    ],
)
def test_rounding_and_cutting_are_told_apart(
    text: str, number: int, rounds: bool, cuts: bool
) -> None:
    written = read_number(text)
    assert (written.rounds(number), written.cuts(number)) == (rounds, cuts)


def test_a_K_may_stand_for_1024() -> None:
    # GoogLeNet, Table 1, row conv2: 114,688 weights are printed as 112K.
    written = read_number("112K").based(1024)
    assert written.value == 114_688
    assert written.rounds(114_688)
    assert read_number("4.1x10^9").based(1024) == read_number("4.1x10^9")


def test_all_digits_are_exact_and_nothing_else_is() -> None:
    exact = [text for text, *_ in READ if read_number(text).exact]
    assert exact == [
        "34848", "34,848", "34 848", "34_848", "2^50", "2⁵⁰", "1억 2042만 2400번", "0",
        "(11*11*3 + 1)*96", "28×28×192×3×3×256", "11·11·3·96", "363 x 96", "100 − 4",
    ]  # fmt: skip


@given(st.integers(0, 10**15))
def test_every_way_of_writing_all_digits_reads_back(n: int) -> None:
    for text in (str(n), f"{n:,}", f"{n:_}", korean(n)):
        assert read_number(text).value == n


@given(st.integers(1000, 10**15), st.integers(1, 4))
def test_a_rounded_number_is_right_at_its_own_precision(n: int, digits: int) -> None:
    text = f"{n:.{digits - 1}e}"
    assert read_number(text).rounds(n)


@given(st.text(max_size=30))
def test_no_text_is_a_crash(text: str) -> None:
    with contextlib.suppress(InputError):
        read_number(text)
    read_shape(text)


@pytest.mark.parametrize(
    ("text", "sizes"),
    [
        ("55x55x96", (55, 55, 96)),
        ("55×55×96", (55, 55, 96)),
        ("55 x 55 x 96", (55, 55, 96)),
        ("(96, 55, 55)", (96, 55, 55)),
        ("1000", (1000,)),
        ("55x", None),
        ("a x b", None),
        ("", None),
        ("1x2x3x4x5x6", None),
    ],
)
def test_a_shape_is_its_numbers(text: str, sizes: tuple[int, ...] | None) -> None:
    assert read_shape(text) == sizes
