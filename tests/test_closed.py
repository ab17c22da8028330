"""Closed forms: the literature's, and for every one that it equals the engine where it holds."""

from __future__ import annotations

import json
import random
import subprocess
import sys
from collections.abc import Mapping
from contextlib import suppress
from fractions import Fraction
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archcalc import closed as closed_room
from archcalc import load
from archcalc.catalog import loads
from archcalc.closed import closed_forms
from archcalc.errors import ArchcalcError, InputError, UnknownNameError
from archcalc.lang import speaking
from archcalc.render import render
from archcalc.views.closed import closed_page
from archcalc.views.model import Style
from archcalc.views.polynomials import limit_of

sympy = pytest.importorskip("sympy", reason="closed forms need SymPy, the extra [symbols]")
from archcalc.closed.algebra import Algebra  # noqa: E402 (it imports SymPy)
from archcalc.closed.classes import Class, common  # noqa: E402
from archcalc.closed.forms import Closed, closed_form  # noqa: E402
from archcalc.closed.free import Free  # noqa: E402
from archcalc.closed.polynomial import ratio  # noqa: E402


@cache
def form(name: str, symbols: str) -> Closed:
    return closed_form(load(name), symbols.split(","))


def said(name: str, symbols: str, quantity: str) -> str:
    data = closed_page([load(name)], symbols.split(",")).data()
    text: str = data["networks"][0]["forms"][quantity]["text"]
    return text


# --- the literature's forms ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "symbols", "quantity", "text"),
    [
        # Simonyan & Zisserman 2014, section 2.3: 27C² for 49C²; the pair of two by the same sum
        ("stack-3x3-2", "C", "weights", "18·C²"),
        ("single-5x5", "C", "weights", "25·C²"),
        ("stack-3x3-3", "C", "weights", "27·C²"),
        ("single-7x7", "C", "weights", "49·C²"),
        # a bias a filter
        ("stack-3x3-2", "C", "params", "18·C² + 2·C"),
        # EECS 498, lecture 8: 18HWC² for the basic block, 17HWC² for the bottleneck
        ("basic-block", "H,W,C", "multiplies", "18·HWC²"),
        ("bottleneck-block", "H,W,C", "multiplies", "17·HWC²"),
        # Huang et al. 2017, section 3: layer ℓ has k₀ + k(ℓ − 1) inputs, so ℓ layers give k₀ + kℓ
        ("dense-block", "L,k", "channels", "Lk + 64"),
        # each layer 1×1 from k₀ + k(ℓ − 1) to 4k and 3×3 from 4k to k: the sum by hand
        ("dense-block", "L,k", "weights", "2·L²k² + 34·Lk² + 256·Lk"),
        # θ = 0.5 of C channels (section 3)
        ("transition-block", "C", "channels", "C/2"),
        # fc6 of 7·7·512 inputs at 224: 4096·512 for each 32×32 pixels
        ("vgg16", "H,W", "params", "2,048·HW + 35,597,096"),
        # LeCun et al. 1998, section II.B: C5 on 5×5 maps is a full connection at 32×32
        ("fc-as-conv", "H,W", "channels", "1,000"),
    ],
)
def test_the_form_of(name: str, symbols: str, quantity: str, text: str) -> None:
    assert said(name, symbols, quantity) == text


@pytest.mark.parametrize(
    ("name", "symbols", "where"),
    [
        ("resnet50", "H", [("H", 32, 0, 32)]),  # five halvings, 224 = 7·32
        ("resnet20", "H,W", [("H", 4, 0, 4), ("W", 4, 0, 4)]),  # two halvings of 32
        ("googlenet", "H", [("H", 32, 0, 32)]),
        ("alexnet", "H", [("H", 32, 3, 67)]),  # 227 ≡ 3; conv1's stride 4, three pools
        ("stack-3x3-2", "C", [("C", 1, 0, 1)]),
        ("transition-block", "C", [("C", 2, 0, 2)]),
    ],
)
def test_where_it_holds(name: str, symbols: str, where: list[tuple[str, int, int, int]]) -> None:
    assert form(name, symbols).classes == tuple(Class(*each) for each in where)


def test_floors_of_floors_become_one() -> None:
    made = form("resnet50", "H")
    shown = [(str(a.args[0]), a.bottom) for a in made.algebra.atoms.values()]
    assert shown == [("H + 1", 2), ("H + 3", 4), ("H + 7", 8), ("H + 15", 16), ("H + 31", 32)]


# --- the laws ------------------------------------------------------------------------------------

BOUNDED = """
name: bounded
input: [$C, 12, 12]
args: {C: 24, deep: 2}
layers:
  - conv: {name: a, out_channels: $C max 16, kernel_size: 3, padding: 1}
  - conv: {name: b, out_channels: $C//4*2, kernel_size: 1, bias: false}
  - conv: {name: c, out_channels: "$C if $C > 9 else 9", kernel_size: 1}
  - repeat: {times: $deep, layer: {conv: {name: d, out_channels: in_channels + 3, kernel_size: 1}}}
  - conv: {name: e, out_channels: in_channels/3, kernel_size: 1, when: $C > 5}
"""
CASES = [
    ("stack-3x3-2", "C"), ("basic-block", "H,W,C"), ("bottleneck-block", "H,C"),
    ("dense-block", "L,k"), ("dense-block", "H,W,C,k"), ("transition-block", "C,H"),
    ("inception-bottleneck", "C,H,W"), ("resnet50", "H,W"), ("vgg16", "H,W"), ("vgg11", "H"),
    ("alexnet", "H,W"), ("alexnet", "c3,W"), ("googlenet", "H,W"), ("zfnet", "H"),
    ("lenet5", "H"), ("resnet20", "n,H"), ("densenet121", "k"), ("densenet-bc100-k12", "k"),
    ("densenet40-k12", "n,growth"), ("nin-cifar", "H,W"), ("fc-as-conv", "H,W"),
]  # fmt: skip
IDS = [f"{name} {symbols}" for name, symbols in CASES]


def agree(made: Closed, at: Mapping[str, int], *, on_class: bool) -> None:
    for name, value in made.engine(at).items():
        assert made.anywhere(name, at) == value, (name, at)
        assert not on_class or made.on_class(name, at) == value, (name, at)


def spread(one: Class, most: int) -> int:
    """How many steps of a class stay within `most`."""
    end = most if one.most is None else min(most, one.most)
    return max(0, (end - one.least) // one.modulus)


@pytest.mark.parametrize(("name", "symbols"), CASES, ids=IDS)
def test_a_form_equals_the_engine_on_its_class(name: str, symbols: str) -> None:
    made, chance = form(name, symbols), random.Random(f"{name} {symbols}")
    repeats = set(made.repeats)
    for _ in range(50 if not repeats else 12):
        at = {
            one.name: one.least
            + one.modulus * chance.randint(0, spread(one, 14 if one.name in repeats else 900))
            for one in made.classes
        }
        agree(made, at, on_class=True)


@pytest.mark.parametrize(("name", "symbols"), CASES, ids=IDS)
def test_the_form_with_floors_equals_the_engine_anywhere(name: str, symbols: str) -> None:
    made, chance = form(name, symbols), random.Random(f"{symbols} {name}")
    repeats, built = set(made.repeats), 0
    for _ in range(50 if not repeats else 12):
        at = {
            one.name: chance.randint(1, 14 if one.name in repeats else 700) for one in made.classes
        }
        with suppress(ArchcalcError):  # what cannot be built has no cost
            agree(made, at, on_class=False)
            built += 1
    assert built >= 6


def test_what_a_spec_decides_bounds_the_form() -> None:
    made = closed_form(loads(BOUNDED), ["C"])
    # as it stands C = 24: above 16, above 9, above 5; C/3 and C//4 set the class
    assert made.classes == (Class("C", 12, 0, 24),)
    for value in (24, 36, 48, 960):
        agree(made, {"C": value}, on_class=True)
    assert made.algebra.holds({"C": 18})
    agree(made, {"C": 18}, on_class=False)
    assert not made.algebra.holds({"C": 12})


def test_below_the_bound_the_form_is_another() -> None:
    made = closed_form(loads(BOUNDED, {"C": 12}), ["C"])
    assert made.classes == (Class("C", 12, 0, 12, 12),)
    agree(made, {"C": 12}, on_class=True)


def test_repeats_are_interpolated_and_say_so() -> None:
    made = closed_form(loads(BOUNDED), ["deep"])
    assert made.repeats == ("deep",)
    agree(made, {"deep": 20}, on_class=True)


whole = st.integers(-40, 40)
divisor = st.integers(1, 12)


@given(st.lists(st.tuples(whole, divisor), min_size=1, max_size=4), whole, st.integers(-500, 500))
def test_nested_floors(steps: list[tuple[int, int]], factor: int, value: int) -> None:
    algebra = Algebra()
    expr, number = factor * sympy.Symbol("H"), factor * value
    for plus, by in steps:
        expr, number = algebra.floor(expr + plus, by), (number + plus) // by
    assert algebra.value(expr, {"H": value}) == number


@given(whole, whole, divisor, st.integers(1, 300))
def test_a_least_of_floors(a: int, b: int, by: int, value: int) -> None:
    algebra, symbol = Algebra(), sympy.Symbol("H")
    pair = algebra.floor(symbol + a, by) + 1, algebra.floor(symbol + b, by)
    numbers = (value + a) // by + 1, (value + b) // by
    assert algebra.value(algebra.extreme("min", pair), {"H": value}) == min(numbers)
    assert algebra.value(algebra.extreme("max", pair), {"H": value}) == max(numbers)
    other = algebra.extreme("max", (pair[0], 2 * symbol))
    assert algebra.value(other, {"H": value}) == max(numbers[0], 2 * value)


@given(st.integers(1, 90), st.integers(1, 90), whole, divisor)
def test_a_free_number_is_its_expression(before: int, after: int, a: int, by: int) -> None:
    def work(n: int) -> tuple[int, ...]:
        return (n + a, a - n, n * 3 - n, (n + a) // by, -n * 2, n * n, (n * by) // by, (n + a) % by)

    algebra = Algebra()
    found = work(Free(before, sympy.Symbol("n"), algebra))
    assert [int(one) for one in found] == list(work(before))
    assert [
        algebra.value(one.expr, {"n": after}) if isinstance(one, Free) else one for one in found
    ] == list(work(after))


# --- ratios --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("top", "bottom", "limit"),
    [
        ("18*C**2 + 2*C", "25*C**2 + C", "18/25"),
        ("18*C**2", "25*C**2", "18/25"),
        ("C", "C**2 + 1", "0"),
        ("C**2", "3*C + 1", "∞"),
        ("H*W + 1", "H**2 + W", "None"),
        ("2*H*W + H", "H*W + 7", "2"),
        ("0", "C", "0"),
    ],
)
def test_what_a_ratio_tends_to(top: str, bottom: str, limit: str) -> None:
    found = ratio(sympy.sympify(top), sympy.sympify(bottom), ["H", "W", "C"])
    assert found is not None
    assert str(found.limit) == limit


def test_nothing_is_divided_by_zero() -> None:
    assert ratio(sympy.Symbol("C"), sympy.Integer(0), ["C"]) is None


# --- what people see -----------------------------------------------------------------------------


def shown(format: str, symbols: str, *names: str) -> str:
    page = closed_page([load(name) for name in names], symbols.split(","))
    return render(page, format, Style(width=80))


def test_the_terminal_in_80_columns() -> None:
    text = shown("terminal", "C", "stack-3x3-2", "single-5x5")
    for line in (
        "  stack-3x3-2 / single-5x5  (18·C + 2)/(25·C + 1) → 18/25 = 0.72",
        "  stack-3x3-2 / single-5x5  18/25 = 0.72",
        "  stack-3x3-2               18·C²",
        "  single-5x5                C = channels, C ≥ 1",
        "stack-3x3-2, single-5x5: H = 56, W = 56.",
    ):
        assert line in text.splitlines()
    wide = shown("terminal", "H,W", "resnet50", "vgg16")
    assert "  vgg16             H mod 32 = 0, H ≥ 32, W mod 32 = 0, W ≥ 32" in wide
    assert max(map(len, wide.splitlines())) <= 80


def test_latex_sets_mathematics() -> None:
    text = shown("latex", "H,W,C", "basic-block", "bottleneck-block")
    assert r"18 \cdot H \, W \, C^{2}" in text
    assert r"(18 \cdot C + 4)/(17 \cdot C + 12) \to 18/17 \approx 1.06" in text
    floors = shown("latex", "H", "resnet50", "vgg16")
    assert r"\lfloor (H + 31)/32 \rfloor" in floors


def test_json_holds_the_coefficients() -> None:
    data = json.loads(shown("json", "C", "transition-block", "stack-3x3-2"))
    first = data["networks"][0]
    assert first["class"] == [{"name": "C", "modulus": 2, "residue": 0, "least": 2, "most": None}]
    assert first["forms"]["weights"]["terms"] == [{"coefficient": "1/2", "powers": {"C": 2}}]
    assert first["floors"][0]["divisor"] == 2
    weights = next(one for one in data["ratios"] if one["quantity"] == "weights")
    assert weights["limit"] == "1/36"
    assert weights["denominator"]["terms"] == [{"coefficient": 36, "powers": {}}]


@pytest.mark.parametrize("format", ["markdown", "html", "typst", "csv"])
def test_every_format_has_the_form(format: str) -> None:
    text = shown(format, "C", "stack-3x3-3", "single-7x7")
    assert ("27·C²" in text) or (r"27 \cdot C^{2}" in text) or ("27 dot" in text), text


def test_csv_names_the_table_the_quantity_and_the_network() -> None:
    lines = shown("csv", "H", "resnet50", "vgg16").splitlines()
    assert lines[0] == "network,quantity,name,form,remark"
    assert 'closed,Params,resnet50,"25,557,032",' in lines
    assert "floors,In resnet50,H_5,⌊(H + 31)/32⌋," in lines


def test_korean() -> None:
    with speaking("ko"):
        assert "가중치 수, 편향 제외" in shown("terminal", "C", "stack-3x3-2", "single-5x5")


FORMATS = ("terminal", "markdown", "latex", "html", "typst", "csv", "json")


@pytest.mark.parametrize("format", FORMATS)
def test_every_format_says_where_a_form_holds(format: str) -> None:
    floors = shown(format, "H", "alexnet", "vgg16")
    letters = shown(format, "C", "stack-3x3-2", "single-5x5")
    if format == "json":
        first, second = json.loads(floors)["networks"]
        assert first["class"] == [
            {"name": "H", "modulus": 32, "residue": 3, "least": 67, "most": None}
        ]
        assert (first["input"], second["input"]) == ([3, "H", 227], [3, "H", 224])
        assert json.loads(letters)["networks"][0]["symbols"][0]["argument"] == "channels"
        return
    assert "H mod 32 = 3, H ≥ 67" in floors.replace(r"$\ge$", "≥")
    assert "alexnet: W = 227, 3 channels." in floors
    assert "C = channels, C ≥ 1" in letters.replace(r"$\ge$", "≥")


def test_the_input_that_stays_is_all_that_is_said_of_it() -> None:
    assert "H = 56, W = 56, 64 channels." in shown("terminal", "k", "dense-block")
    assert "channels." not in shown("terminal", "C,H,W", "resnet50")


def test_a_ratio_where_no_size_is_in_both_classes_is_its_limit() -> None:
    data = json.loads(shown("json", "H", "alexnet", "vgg16"))
    params = data["ratios"][0]
    assert (params["class"], params["numerator"], params["denominator"]) == (None, None, None)
    assert params["limit"] == "3/7"
    text = shown("terminal", "H", "alexnet", "vgg16")
    assert "  alexnet / vgg16  → 3/7 ≈ 0.429" in text
    assert "  alexnet / vgg16  no size is in both classes" in text


def test_a_ratio_holds_on_the_class_that_both_share() -> None:
    data = json.loads(shown("json", "H", "resnet20", "resnet50"))
    assert data["ratios"][0]["class"] == [
        {"name": "H", "modulus": 32, "residue": 0, "least": 32, "most": None}
    ]


@given(
    *(st.tuples(st.integers(1, 40), whole, st.integers(1, 90)) for _ in range(2)),
    st.one_of(st.none(), st.integers(1, 400)),
)
def test_what_two_classes_share(
    a: tuple[int, int, int], b: tuple[int, int, int], most: int | None
) -> None:
    one, other = (Class("H", m, r % m, least + (r - least) % m, most) for m, r, least in (a, b))

    def within(each: Class, value: int) -> bool:
        below = each.most is None or value <= each.most
        return value % each.modulus == each.residue and each.least <= value and below

    both = common(one, other)
    for value in range(2000):
        assert (within(one, value) and within(other, value)) == (
            both is not None and within(both, value)
        )


def test_a_ratio_over_a_number_has_one_denominator() -> None:
    text = shown("csv", "C", "basic-block", "bottleneck-block")
    assert "→ 18/17 ≈ 1.06" in text
    data = closed_page([load("resnet50").at((3, 256, 256)), load("vgg16")], ["H"]).data()
    assert data["ratios"][0]["numerator"]["text"] == "3,194,629"  # 25,557,032 / 8
    found = ratio(sympy.sympify("196608*H/3 + 5/7"), sympy.Integer(10), ["H"])
    assert found is not None
    assert [int(t.coefficient) for t in (*found.top, *found.bottom)] == [458_752, 5, 70]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("18/25", "18/25 = 0.72"), ("1/2", "1/2 = 0.5"), ("3/7", "3/7 ≈ 0.429"), ("2", "2"),
        ("1/36", "1/36 ≈ 0.0278"), ("416247/8621312", "0.0483"), ("0", "0"),
        ("10000/7", "10,000/7 ≈ 1,429"),
    ],
)  # fmt: skip
def test_the_decimal_behind_a_fraction(value: str, text: str) -> None:
    assert limit_of(Fraction(value)).text == text


def test_only_floors_that_occur_are_defined_and_numbered_from_1() -> None:
    made = form("alexnet", "H")
    shown_ = {s for e in made.floors.values() for s in e.free_symbols} - {sympy.Symbol("H")}
    # conv1 and three pools; what conv and pool share has one letter
    assert [str(a) for a in made.algebra.atoms] == ["H_1", "H_2", "H_3", "H_4"]
    assert shown_ == set(made.algebra.atoms)


def test_networks_with_the_same_floors_share_their_definitions() -> None:
    lines = shown("csv", "H", "vgg11", "vgg16", "resnet50").splitlines()
    assert 'floors,"In vgg11, vgg16",H_5,⌊H/32⌋,' in lines
    assert sum("⌊H/32⌋" in line for line in lines) == 1
    assert "floors,In resnet50,H_5,⌊(H + 31)/32⌋," in lines


def test_a_symbol_is_open_in_those_networks_that_have_it() -> None:
    data = json.loads(shown("json", "k,layers", "dense-block", "densenet40-k12"))
    block, whole_net = data["networks"]
    assert [each["symbol"] for each in block["symbols"]] == ["k", "layers"]
    assert [each["symbol"] for each in whole_net["symbols"]] == ["k"]
    # Huang et al. 2017, section 3: k₀ + k·L channels, here k₀ = 64
    assert block["forms"]["channels"]["text"] == "k·layers + 64"
    assert "densenet40-k12: without layers." in shown(
        "terminal", "k,layers", "dense-block", "densenet40-k12"
    )


def test_a_network_without_any_of_the_symbols_is_its_numbers() -> None:
    data = json.loads(shown("json", "growth", "dense-block", "vgg16"))
    assert data["networks"][1]["forms"]["params"]["text"] == "138,357,544"


def test_an_input_that_was_asked_for_stays() -> None:
    network = load("resnet50").at((3, 320, 256))
    made = closed_form(network, ["W"])
    assert (
        made.engine({"W": 224})["multiplies"]
        == network.analyze(input=(3, 320, 224)).totals.multiplies
    )
    agree(made, {"W": 640}, on_class=True)


# --- bad input -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("names", "symbols", "message"),
    [
        (["resnet50"], "Q", 'unknown symbol of resnet50 "Q"'),
        (["basic-block"], "k", 'unknown symbol of basic-block "k"; it has width'),
        (["vgg16", "zfnet"], "qqq", 'unknown symbol of vgg16, zfnet "qqq"; they have '),
        (
            ["alexnet", "vgg16"],
            "groups",
            "alexnet has no closed form: conv2: 96/groups is no polynomial",
        ),
        (["dense-block"], "grwth", 'did you mean "growth"'),
        (["densenet40-k12"], "bottleneck", "bottleneck is false, no whole number"),
        (["stack-3x3-2"], "C,channels", "C and channels are the same"),
        (["stack-3x3-2"], "", "1 to 6 symbols"),
        (["stack-3x3-2"], "a,b,c,d,e,f,g", "1 to 6 symbols, such as H,W,C, found 7"),
    ],
)
def test_bad_input(names: list[str], symbols: str, message: str) -> None:
    with pytest.raises((InputError, UnknownNameError)) as raised:
        closed_page([load(name) for name in names], symbols.split(","))
    assert message in str(raised.value)
    assert "\n" not in str(raised.value)


def test_an_unknown_symbol_lists_whole_numbers_only() -> None:
    with pytest.raises(UnknownNameError) as raised:
        closed_page([load("alexnet")], ["Q"])
    listed = str(raised.value).partition("it has ")[2].split(", ")
    assert {"groups", "c1", "H"} <= set(listed)
    assert not {"norm", "ceil", "torchvision"} & set(listed)


def test_what_has_no_form_says_which_layer_it_is() -> None:
    text = """
name: a
input: [4, 8, 8]
args: {s: 2}
layers:
  - conv: {name: c, out_channels: 4, kernel_size: 3, stride: $s}
"""
    with pytest.raises(InputError, match=r"a has no closed form: c: .*is no polynomial"):
        closed_form(loads(text), ["s"])


def test_what_is_no_polynomial_is_refused() -> None:
    text = """
name: doubling
input: [2, 8, 8]
args: {n: 2}
layers:
  - repeat: {times: $n, layer: {conv: {name: c, out_channels: in_channels*2, kernel_size: 1}}}
"""
    with pytest.raises(InputError, match="no polynomial of n up to degree 4 fits"):
        closed_form(loads(text), ["n"])


def test_what_needs_a_common_divisor_is_no_matter_where_it_is_not_counted() -> None:
    text = "name: a\ninput: [3, 12, 12]\nlayers:\n  - adaptive_avgpool: {output_size: 5}\n"
    assert form_of(text, "H").forms["activations"] == 75


def form_of(text: str, symbols: str) -> Closed:
    return closed_form(loads(text), symbols.split(","))


def test_without_sympy_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(closed_room, "find_spec", lambda name: None)
    with pytest.raises(InputError, match=r"pip install 'archcalc\[symbols\]'"):
        closed_forms([load("vgg16")], ["H"])


def test_sympy_is_imported_when_a_form_is_asked_for() -> None:
    code = "import sys, archcalc.views.closed; print('sympy' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False"]
