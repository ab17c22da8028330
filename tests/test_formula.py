"""The formula language: what it reads, what it computes, what it refuses."""

from __future__ import annotations

from typing import Any

import pytest

from archcalc.formula import NotWholeError, letter, parse, reduce, to_python, value
from archcalc.notation import show

ENV = {"H": 224, "K": 11, "P": 2, "S": 4, "D": 1, "G": 2, "C_in": 96, "N": 1, "B": 1}

VALUES = [
    ("7", 7),
    ("H", 224),
    ("H + P - K", 215),
    ("H - (P + K)", 211),
    ("H - (P - K)", 233),
    ("2*P*K", 44),
    ("H/S", 56),
    ("K*C_in/G", 528),
    ("floor((H + 2*P - K)/S) + 1", 55),
    ("ceil((H + 2*P - K)/S) + 1", 56),
    ("floor((P - K)/S)", -3),
    ("ceil((P - K)/S)", -2),
    ("floor(H/(S*G))", 28),
    ("floor(floor(H/K)/S)", 5),
    ("min(H, K, P)", 2),
    ("max(H, K, P)", 224),
    ("gcd(H, C_in)", 32),
    ("(K*K*C_in/G + B)*C_in", 557_664),
]


@pytest.mark.parametrize(("text", "expected"), VALUES)
def test_value(text: str, expected: int) -> None:
    assert parse(text).evaluate(ENV) == expected


@pytest.mark.parametrize("text", [text for text, _ in VALUES])
def test_the_compiled_function_and_the_tree_agree(text: str) -> None:
    formula = parse(text)
    assert formula.evaluate(ENV) == value(formula.tree, ENV)


def test_a_formula_is_read_once() -> None:
    assert parse("H + 1") is parse("H + 1")
    assert repr(parse("H + 1")) == "Formula('H + 1')"


def test_symbols_come_in_order_of_appearance() -> None:
    assert parse("floor((W + 2*P - K)/S) + min(W, A)").symbols == ("W", "P", "K", "S", "A")


def test_numbers_without_bounds() -> None:
    assert parse("a*a*a").evaluate({"a": 10**40}) == 10**120


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="nothing"),
        pytest.param("H +", id="half a sum"),
        pytest.param("1.5", id="a decimal"),
        pytest.param("True", id="a truth value"),
        pytest.param("'a'", id="a string"),
        pytest.param("-H", id="a sign without a sum"),
        pytest.param("H**2", id="a power"),
        pytest.param("H//2", id="Python's own division"),
        pytest.param("H % 2", id="a remainder"),
        pytest.param("H if W else C", id="a choice"),
        pytest.param("H.real", id="an attribute"),
        pytest.param("a[0]", id="an index"),
        pytest.param("print(H)", id="any other function"),
        pytest.param("__import__('os')", id="an import"),
        pytest.param("(lambda: 1)()", id="a call of no name"),
        pytest.param("floor(H)", id="floor of no quotient"),
        pytest.param("floor(H/2, 3)", id="floor of two"),
        pytest.param("min(H)", id="min of one"),
        pytest.param("min(H, K, key=W)", id="keywords"),
        pytest.param("H = 2", id="an assignment"),
    ],
)
def test_nothing_else_is_a_formula(text: str) -> None:
    with pytest.raises(ValueError, match="formula"):
        parse(text)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("C_in/K", "C_in/K must be whole: 96/11"),
        ("1 + C_in/(K - 2)*2", "C_in/(K - 2) must be whole: 96/9"),
        ("K*K*C_in/(S + K)", "K*K*C_in/(S + K) must be whole: 11616/15"),
        ("(H + 1)/(S + 3)", "(H + 1)/(S + 3) must be whole: 225/7"),
        ("floor((C_in/K)/S)", "C_in/K must be whole: 96/11"),
    ],
)
def test_a_quotient_outside_floor_must_be_whole(text: str, message: str) -> None:
    formula = parse(text)
    for compute in (formula.evaluate, lambda env: value(formula.tree, env)):
        with pytest.raises(NotWholeError) as caught:
            compute(ENV)
        assert str(caught.value) == message


@pytest.mark.parametrize(
    ("name", "base"), [("P_left", "P"), ("K_eff_h", "K"), ("C_in", "C"), ("N", "N")]
)
def test_letter(name: str, base: str) -> None:
    assert letter(name) == base


IDENTITY = {"H": 9, "K": 3, "P": 0, "D": 1, "G": 1, "B": 0, "N": 1, "S": 2, "A": 0, "E": 0}


@pytest.mark.parametrize(
    ("text", "short"),
    [
        pytest.param("N*H*K", "H*K", id="a batch of one"),
        pytest.param("H + 2*P - K", "H - K", id="no padding"),
        pytest.param("K/G", "K", id="one group"),
        pytest.param("K + B", "K", id="no bias"),
        pytest.param("D*(K - 1) + 1", "K", id="no dilation: − 1 + 1 goes too"),
        pytest.param("K - 1 + 2", "K - 1 + 2", id="other constants stay"),
        pytest.param("P", "P", id="a symbol alone stays"),
        pytest.param("P + B", "0", id="nothing left of a sum"),
        pytest.param("N*G", "1", id="nothing left of a product"),
        pytest.param("floor((H - K)/S)", "(H - K)/S", id="a floor that does not act"),
        pytest.param("floor(H/S)", "floor(H/S)", id="a floor that acts"),
        pytest.param("ceil((H - K)/G)", "H - K", id="a quotient by one"),
        pytest.param("min(K, H)", "K", id="min where the first wins"),
        pytest.param("min(H, K)", "min(H, K)", id="min where another wins"),
        pytest.param("gcd(H, K)", "gcd(H, K)", id="gcd always"),
        pytest.param("H - (K + P)", "H - K", id="inside a bracket"),
        pytest.param("H - (K + S)", "H - (K + S)", id="a bracket behind a minus"),
        pytest.param("H + (K + S)", "H + K + S", id="a bracket behind a plus"),
    ],
)
def test_what_a_person_would_leave_out_is_left_out(text: str, short: str) -> None:
    assert reduce(parse(text).tree, IDENTITY) == parse(short).tree


@pytest.mark.parametrize("text", ["H + 2*P - K", "N*(H + B)/G"])
def test_elsewhere_nothing_is_left_out(text: str) -> None:
    env = {"H": 16, "K": 3, "P": 1, "N": 2, "B": 1, "G": 2}
    assert reduce(parse(text).tree, env) == parse(text).tree


def test_kept_symbols_are_shown_at_their_identity() -> None:
    kept = reduce(parse("H + 2*P - K + E").tree, IDENTITY, frozenset("P"))
    assert kept == parse("H + 2*P - K").tree


def test_source_is_python() -> None:
    source = to_python(parse("floor((H - K)/S) + ceil(H/S)").tree)
    assert eval(source, {}, dict(IDENTITY)) == 8
    assert source == "(((H-K)//S)+(-(-H//S)))"


@pytest.mark.parametrize("env", [{}, {"H": 1}])
def test_a_missing_symbol_is_our_mistake(env: dict[str, Any]) -> None:
    with pytest.raises(KeyError):
        show(parse("H + K"), env)
