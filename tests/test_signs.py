"""Plain spellings: always writable, never an error, and as close as the encoding allows."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archcalc.signs import is_unicode, plain


@pytest.mark.parametrize(
    ("text", "spelled"),
    [
        pytest.param("55×55×96 · 2", "55x55x96 * 2", id="products"),
        pytest.param("⌊54.25⌋ + ⌈0.5⌉", "floor(54.25) + ceil(0.5)", id="brackets"),
        pytest.param("227 − 11 … ≥ 3 — or –", "227 - 11 ... >= 3 - or -", id="minus and dashes"),
        pytest.param("7.00\u202fM", "7.00 M", id="narrow space"),
        pytest.param("2⁵⁰ = 10⁻³, x₁₀", "2^50 = 10^-3, x_10", id="raised and lowered digits"),
        pytest.param("120M → 2.4M ✗", "120M -> 2.4M x", id="arrows and crosses"),
        pytest.param("Szegedy, Lé, Röß, Ångström", "Szegedy, Le, Ross, Angstrom", id="accents"),
        pytest.param("√2 ≈ 1.41", "sqrt2 ~ 1.41", id="roots"),
        pytest.param("한글 \ud800 😀", "?? ? ?", id="what has no spelling"),
    ],
)
def test_ascii(text: str, spelled: str) -> None:
    assert plain(text, "ascii") == spelled


@pytest.mark.parametrize(
    ("encoding", "spelled"),
    [
        pytest.param("utf-8", "3×3 − 2² 한", id="utf-8 keeps all"),
        pytest.param("cp949", "3×3 - 2² 한", id="cp949 lacks only the minus"),
        pytest.param("latin-1", "3×3 - 2² ?", id="latin-1 lacks Hangul too"),
        pytest.param("no-such-code", "3x3 - 2^2 ?", id="an unknown one is ASCII"),
        pytest.param("rot13", "3x3 - 2^2 ?", id="not an encoding of text"),
        pytest.param("a\0b", "3x3 - 2^2 ?", id="not even a name"),
        pytest.param("undefined", "3x3 - 2^2 ?", id="one that refuses everything"),
    ],
)
def test_only_what_the_encoding_lacks_changes(encoding: str, spelled: str) -> None:
    assert plain("3×3 − 2² 한", encoding) == spelled


@given(st.text(), st.sampled_from(["ascii", "latin-1", "cp949", "cp1252", "utf-8", "utf-16"]))
def test_the_result_can_always_be_written(text: str, encoding: str) -> None:
    assert plain(text, encoding).encode(encoding) is not None


@given(st.text(alphabet=st.characters(codec="cp949")))
def test_what_can_be_written_stays(text: str) -> None:
    assert plain(text, "cp949") == text


@pytest.mark.parametrize(
    ("encoding", "unicode"),
    [("UTF-8", True), ("utf_8_sig", True), ("utf-16-le", True), ("cp949", False), ("x", False)],
)
def test_is_unicode(encoding: str, unicode: bool) -> None:
    assert is_unicode(encoding) is unicode
