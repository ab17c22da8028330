"""Arithmetic in specs, and nothing but arithmetic."""

from __future__ import annotations

import contextlib
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from archcalc.spec.expression import ExpressionError, evaluate, fill, is_expression

NAMES: dict[str, Any] = {
    "a": 5, "b": -3, "wide": 64, "yes": True, "word": "conv", "list": [1], "in_channels": 48,
    "3x3": 7, "if": 11, "max": 13, "p": 0.5, "größe": 17, "_x": 19,
}  # fmt: skip

WORKED = {
    "$a": 5, "${a}": 5, " $a ": 5, "$word": "conv", "$list": [1], "$p": 0.5, "$yes": True,
    "$a*4": 20, "$a * 4": 20, "$a+$b": 2, "$a - $b": 8, "-$a": -5, "- -$a": 5,
    "in_channels/2": 24, "in_channels // 5": 9, "in_channels % 5": 3, "-7//2 + $a": 1,
    "$a max 8": 8, "$a min 8": 5, "$wide max 8": 64, "$a max 8 max 9": 9,
    "$a + 1 max 8": 8, "$a max 8 - 1": 7, "$a min 8 max 7": 7, "($a max 8) * 2": 16,
    "$a > 3": True, "$a < 3": False, "$a == 5": True, "$a != 5": False, "$a >= 6": False,
    "$a <= 5": True, "1 if $a > 3 else 2": 1, "2 if $b > 3 else $wide": 64, "not $a": False,
    "$a and $b": True, "$a == 1 or $a == 5": True, "$yes + 1": 2, "not $a == 5": False,
    "(((($a))))": 5, "$3x3*2": 14, "$if + $max": 24, "$größe*2": 34, "$a\n  * 2": 10, "$_x*2": 38,
    "$a if $a < in_channels else in_channels": 5, "1 or $a/0": True,
}  # fmt: skip


@pytest.mark.parametrize("text", WORKED)
def test_an_expression(text: str) -> None:
    assert evaluate(text, NAMES) == WORKED[text]


NOT_ARITHMETIC = (
    "$a.real", "$a.__class__.__mro__", "$a()", "$list[0]", "[$a]", "{$a}", "{1: $a}", "($a, 1)",
    "$a, 1", "lambda: $a", "lambda x=1: $a", "(x := $a)", "$a ** 2", "9**9**9*$a", "$a << 9",
    "$a >> 1", "$a | 1", "$a & 1", "$a ^ 1", "~$a", "$a @ $a", "'x'*$a", '"x"*$a', "f'{$a}'", "$a#",
    "$a;1", "$a\\\n", "$a is 1", "$a in $list", "1 < $a < 9", "await $a", "yield $a", "*$a",
    "[x for x in $list]", "...", "None or $a", "", "$", "$$a", "$a $b", "$a max", "1if $a else 2",
    "1j*$a", "0x10*$a", "1_000*$a", "${a", "$a = 1", "$a!",
)  # fmt: skip
REFUSED = {
    **dict.fromkeys(NOT_ARITHMETIC, "only arithmetic is allowed here"),
    "max($a, 8)": r"\(max stands between its values: \$a max 8\)",
    "2.5*$a": "whole numbers",
    "1e3*$a": "whole numbers",
    ".5*$a": "whole numbers",
    "$a/2": r"5/2 is not whole \(// rounds down\)",
    "$a/0": "divides by zero",
    "$a//0": "divides by zero",
    "$a%0": "divides by zero",
    "$word*2": r"\$word is no whole number: conv",
    "$list+$list": r"\$list is no whole number",
    "$p*2": r"\$p is no whole number: 0.5",
    "$nosuch": r"unknown argument \$nosuch; known here: \$a, \$b, \$wide",
    "$wied*2": r'unknown argument \$wied; did you mean "\$wide"',
    "wied*$a": r'unknown argument \$wied; did you mean "\$wide"',
    "$wide*" * 40 + "1": "may have 200 characters, found 241",
    "$wide*" * 20 + "1": r"more than 10\^15",
    "9" * 100 + "*$a": r"more than 10\^15",
    "0*" + "9" * 100: r"more than 10\^15",
}


@pytest.mark.parametrize("text", REFUSED)
def test_what_is_no_arithmetic(text: str) -> None:
    with pytest.raises(ExpressionError, match=REFUSED[text]) as caught:
        evaluate(text, NAMES)
    assert len(str(caught.value)) < 250
    assert "\n" not in str(caught.value)


@given(st.text(st.sampled_from(list("$ab19 +-*/%<>=!()max.if_{}'\"\\\n,[]:#~&|0xe")), max_size=40))
@example("$a" + "-" * 190 + "1")
@example("(" * 99 + "$a" + ")" * 99)
def test_any_text_gives_a_bounded_value_or_an_error(text: str) -> None:
    with contextlib.suppress(ExpressionError):
        value = evaluate(text, NAMES)
        assert any(value is given for given in NAMES.values()) or abs(value) <= 10**15


@given(st.integers(-(10**6), 10**6), st.integers(-(10**6), 10**6), st.integers(1, 10**3))
def test_arithmetic_is_that_of_whole_numbers(x: int, y: int, z: int) -> None:
    names = {"x": x, "y": y, "z": z}
    assert evaluate("$x*$y + $x//$z - $y%$z", names) == x * y + x // z - y % z
    assert evaluate("$x*$z/$z", names) == x
    assert evaluate("$x max $y min $z", names) == max(x, min(y, z))
    assert evaluate("$x if $x > $y else $y", names) == max(x, y)


def test_what_is_worked_out() -> None:
    assert all(map(is_expression, ("$a", "in_channels", "in_channels/2", "x$a")))
    assert not any(map(is_expression, ("same", "3*4", "", 5, None, ["$a"])))


def test_filling_names() -> None:
    assert fill("block$a", NAMES) == "block5"
    assert fill("${a}x$b", NAMES) == "5x-3"
    assert fill("plain", NAMES) == "plain"
    with pytest.raises(ExpressionError, match=r"\$list is neither text nor a number"):
        fill("a$list", NAMES)
