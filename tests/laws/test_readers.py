"""The readers themselves, against values anyone can work out."""

from __future__ import annotations

from fractions import Fraction

import pytest

from .readers import UnreadableError, names_of, read_latex, read_text

ENV = {"K": 3, "P": 1, "C_in": 64, "K_eff_h": 5, "H": 224}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1,234,567", 1_234_567),
        ("54.25", Fraction(217, 4)),
        ("2 + 3·4", 14),
        ("2 · 3·4 − 1", 23),
        ("(2 + 3)·4", 20),
        ("10 − 3 − 2", 5),
        ("10 − (3 − 2)", 9),
        ("12/4/3", 1),
        ("12/(4/2)", 6),
        ("96/2·4", 192),
        ("−7 + 2", -5),
        ("4·(−7)", -28),
        ("⌊54.25⌋ + 1", 55),
        ("⌈18.33…⌉", 19),
        ("⌊18.99…⌋", 18),
        ("⌊−0.33…⌋", -1),
        ("⌊(224 + 4 − 11)/4⌋ + 1", 55),
        ("min(1,000, 5 + 1)", 6),
        ("max(2·3, 5)·gcd(12, 18)", 36),
        ("K·K·C_in", 576),
        ("H + 2P − K", 223),
        ("K_eff_h", 5),
    ],
)
def test_text(text: str, value: int | Fraction) -> None:
    assert read_text(text, ENV) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        (r"1{,}234", 1234),
        (r"2 + 3 \cdot 4", 14),
        (r"2 \;\cdot\; 3 \cdot 4", 24),
        (r"\left(2 + 3\right) \cdot 4", 20),
        (r"\frac{2 + 4}{3} - 5", -3),
        (r"\left\lfloor \frac{217}{4} \right\rfloor + 1", 55),
        (r"\left\lceil 18.33\ldots \right\rceil", 19),
        (r"\min\left(1{,}000, 5\right)", 5),
        (r"\gcd\left(12, 18\right)", 6),
        (r"C_{\mathrm{in}} + 2P", 66),
        (r"K_{\mathrm{eff,h}}", 5),
        (r"34{,}944\ \text{multiplies}", 34_944),
    ],
)
def test_latex(text: str, value: int) -> None:
    assert read_latex(text, ENV) == value


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("2 - 1", id="a hyphen for a minus"),
        pytest.param("2*3", id="an asterisk"),
        pytest.param("2 + −3", id="two signs"),
        pytest.param("2·−3", id="a bare negative factor"),
        pytest.param("2 3", id="two numbers"),
        pytest.param("1234", id="no thousands separator"),
        pytest.param("12,34", id="groups of two"),
        pytest.param("K/2P", id="which goes below?"),
        pytest.param("(2 + 3", id="an open bracket"),
        pytest.param("⌊2.5⌉", id="brackets of two kinds"),
        pytest.param("Q", id="an unknown symbol"),
        pytest.param("", id="nothing"),
    ],
)
def test_what_can_be_misread_is_refused(text: str) -> None:
    with pytest.raises(UnreadableError):
        read_text(text, ENV)


@pytest.mark.parametrize("text", [r"\frac{1}", r"K_in", r"1,234", r"\left(2", r"2 · 3", r"C_{in}"])
def test_latex_that_would_not_set_is_refused(text: str) -> None:
    with pytest.raises(UnreadableError):
        read_latex(text, ENV)


def test_names() -> None:
    assert names_of("(H + 2P − K_eff_h)/2 + min(C_in, 3)") == {"H", "P", "K_eff_h", "C_in"}
