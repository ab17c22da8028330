"""The promise of the project: the formula shown is the formula evaluated.

Whatever is shown, as symbols, with the numbers put in or step by step, in Unicode or in LaTeX, is
read again as plain mathematics by readers that know nothing of archcalc, and must come to the
value computed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from hypothesis import assume, event, given, settings
from hypothesis import strategies as st

from archcalc import formula as trees
from archcalc import notation
from archcalc.analysis import LayerResult
from archcalc.errors import ShapeError
from archcalc.formula import Formula, parse
from archcalc.formulas import layer_formulas
from archcalc.network import INPUT, Layer
from archcalc.notation import Shown, rule, show
from archcalc.ops import registry
from archcalc.ops.base import Book, make_plan
from archcalc.receptive import Axis, Field, compose

from .cases import Case, cases, fitting
from .readers import names_of, read_latex, read_text

Env = Mapping[str, int]
AXES = ("l", "t", "h", "w")


def reread(shown: Shown, env: Env) -> None:
    """The law, for one formula with its values."""
    named = dict(meanings(shown.symbols.text, env))
    assert read_text(shown.symbols.text, named) == shown.value, shown.symbols.text
    assert read_latex(shown.symbols.latex, named) == shown.value, shown.symbols.latex
    for part in (shown.numbers.text, *shown.steps.text.split(" = ")):
        assert read_text(part) == shown.value, shown.steps.text
    for part in (shown.numbers.latex, *shown.steps.latex.split(" = ")):
        assert read_latex(part) == shown.value, shown.steps.latex


def meanings(text: str, env: Env) -> Iterator[tuple[str, int]]:
    """The value of each symbol in `text`; K stands for K_h and K_w only if they are equal."""
    for name in names_of(text):
        values = {env[n] for n in (name, *(f"{name}_{axis}" for axis in AXES)) if n in env}
        assert len(values) == 1, f"{name} could be any of {values}"
        yield name, values.pop()


# --- random formulas -----------------------------------------------------------------------------

POSITIVE = ("S_h", "S_w", "D", "G", "K_h", "K_w", "N", "C_in")
ANY = ("P", "B", "A", "E", "H", "X_h", "X_w", "Y")
VALUES = {
    "P": st.integers(0, 3),
    "B": st.integers(0, 1),
    "A": st.integers(0, 1),
    "E": st.integers(0, 2),
    "H": st.integers(0, 5000),
    "D": st.integers(1, 3),
    "G": st.sampled_from([1, 1, 2, 32]),
    "N": st.integers(1, 3),
    "C_in": st.sampled_from([1, 3, 64, 1024]),
    "K_h": st.integers(1, 7),
    "K_w": st.integers(1, 7),
    "S_h": st.integers(1, 9),
    "S_w": st.integers(1, 300),
    "X_h": st.integers(-40, 40),
    "X_w": st.integers(-40, 40),
    "Y": st.integers(-(10**9), 10**9),
}

environments = st.fixed_dictionaries(VALUES)
_leaves = st.sampled_from(POSITIVE + ANY) | st.integers(0, 2000).map(str)
_divisors = st.one_of(
    st.sampled_from(POSITIVE),
    st.integers(1, 1200).map(str),
    st.builds("{}*{}".format, st.sampled_from(POSITIVE), st.sampled_from(POSITIVE)),
    st.builds("({}/{})".format, st.sampled_from(["12", "24*D"]), st.sampled_from(["3", "D*2"])),
)


@st.composite
def _sums(draw: Any, inner: st.SearchStrategy[str]) -> str:
    text = draw(inner)
    for sign, term in draw(st.lists(st.tuples(st.sampled_from("+-"), inner), min_size=1)):
        text += f" {sign} " + (f"({term})" if draw(st.booleans()) or " " in term else term)
    return text


@st.composite
def _products(draw: Any, inner: st.SearchStrategy[str]) -> str:
    factors = draw(st.lists(inner, min_size=2, max_size=4))
    return "*".join(f if f.isalnum() else f"({f})" for f in factors)


def _larger(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.one_of(
        _sums(inner),
        _products(inner),
        st.builds("floor(({})/({}))".format, inner, _divisors),
        st.builds("ceil(({})/({}))".format, inner, _divisors),
        st.builds("(({})*{d})/{d}".format, inner, d=st.sampled_from(POSITIVE)),
        st.builds("{}*{}*({})/{}".format, _leaves, st.just("G"), inner, st.just("G")),
        st.builds("{}({}, {})".format, st.sampled_from(["min", "max", "gcd"]), inner, inner),
    )


texts = st.recursive(_leaves, _larger, max_leaves=12)


@settings(max_examples=1000, deadline=None)
@given(texts, environments)
def test_any_formula_reads_as_its_value(text: str, env: dict[str, int]) -> None:
    shown = show(parse(text), env)
    assert shown.value == parse(text).evaluate(env)
    event("dropped" if len(shown.symbols.text) < len(text) else "kept")
    reread(shown, env)


@settings(max_examples=200, deadline=None)
@given(texts, environments)
def test_a_named_part_reads_as_its_value(text: str, env: dict[str, int]) -> None:
    """K_eff is written K where it is K, and as itself elsewhere."""
    where = {"K_eff_h": parse("D*(K_h - 1) + 1"), "K_eff_w": parse("D*(K_w - 1) + 1")}
    env |= {name: part.evaluate(env) for name, part in where.items()}
    reread(show(parse(f"({text}) - K_eff_h*K_eff_w + K_h"), env, where), env)


@settings(deadline=None)
@given(st.integers(-(10**6), 10**6), st.integers(1, 5000))
def test_decimals_stand_next_to_their_fraction(top: int, bottom: int) -> None:
    read = read_text(notation.decimal_text(top, bottom))
    assert abs(read * bottom - top) < bottom / 100
    assert read // 1 == top // bottom
    assert -read // 1 == -top // bottom
    assert read == read_latex(notation.decimal_text(top, bottom, latex=True))


# --- every operation -----------------------------------------------------------------------------


def result(case: Case, batch: int, field: Field) -> LayerResult:
    """One analysed layer with no network around it."""
    plan = make_plan(case.op, case.shapes)
    sizes = plan.run(batch, case.shapes)
    layer = Layer("layer", plan, (INPUT,) * len(case.shapes), (), False, "")
    after = compose(field, plan.windows or plan.op.windows(case.shapes))
    return LayerResult(layer, case.shapes, *sizes, 0, field, after)


@pytest.mark.parametrize("kind", registry())
@settings(max_examples=60, deadline=None)
@given(data=st.data(), batch=st.integers(1, 4))
def test_every_operation_reads_as_its_numbers(kind: str, data: st.DataObject, batch: int) -> None:
    case = data.draw(cases(kind, 300))
    axis = st.builds(Axis, st.just(0), st.integers(0, 99), st.integers(1, 32))
    field = Field(data.draw(st.tuples(*[axis] * case.rank)))
    try:
        row = result(case, batch, field)
    except ShapeError:
        assume(False)
    env = row.plan.values(batch, case.shapes)
    formulas = layer_formulas(row, batch)
    for shown in (*formulas.size.values(), *formulas.where.values()):
        reread(shown, env)
    for shown in (formulas.params, formulas.multiplies, formulas.elementwise):
        reread(shown, env)
    for shown in filter(None, (formulas.one_value, formulas.connections)):
        reread(shown, env)
    assert tuple(shown.value for shown in formulas.size.values()) == row.out_shape
    assert formulas.params.value == row.params
    assert formulas.multiplies.value == row.multiplies
    assert formulas.elementwise.value == row.elementwise
    _reread_fields(row, formulas.receptive_field)


NAMES = {1: ("length",), 2: ("height", "width"), 3: ("depth", "height", "width")}
LETTERS = {1: "l", 2: "hw", 3: "thw"}


def _reread_fields(row: LayerResult, shown: Mapping[str, Shown]) -> None:
    """The symbols are K, D and S as the operation was given them, r and j as the layer before has
    them; what is shown must come to the field that the analysis composed."""
    if not row.field_before or row.op not in TAPS:
        assert not shown
        return
    rank = len(row.field_before)
    env: dict[str, int] = {}
    for name, letter, before in zip(NAMES[rank], LETTERS[rank], row.field_before, strict=True):
        if name in shown:
            env |= {f"r_{letter}": before.last - before.first + 1, f"j_{letter}": before.step}
    for letter, values in zip(LETTERS[rank], _attributes(row, rank), strict=True):
        env |= {f"{name}_{letter}": value for name, value in values.items()}
    for name, after in zip(NAMES[rank], row.field.sizes, strict=True):
        if name in shown:
            reread(shown[name], env)
            assert shown[name].value == after
        else:
            assert row.op == "upsample"


def _attributes(row: LayerResult, rank: int) -> list[dict[str, int]]:
    """K, D, S and the extent K_eff along each axis."""
    given = row.layer.op.values()
    if "kernel_size" not in given:
        return [{}] * rank
    kernel, gaps, stride = given["kernel_size"], given["dilation"], given["stride"]
    each = zip(*(_each(v, rank) for v in (kernel, gaps, stride or kernel)), strict=True)
    return [{"K": k, "D": d, "S": s, "K_eff": k + (k - 1) * (d - 1)} for k, d, s in each]


def _each(value: int | tuple[int, ...], rank: int) -> tuple[int, ...]:
    return (value,) * rank if isinstance(value, int) else value


TAPS = (
    "avgpool", "conv", "conv_transpose", "maxpool", "partial_conv", "subsampling", "upsample",
)  # fmt: skip
"""The operations whose field has a formula; pads, crops and subsampling only shift or thin."""


@pytest.mark.parametrize("kind", registry())
@settings(max_examples=20, deadline=None)
@given(data=st.data())
def test_the_general_rule_reads_as_its_value(kind: str, data: st.DataObject) -> None:
    """Nothing is dropped; K stands for every axis, so the values are made equal along them."""
    _, plan, _ = fitting(data, kind)
    sizes = data.draw(st.permutations([840, 210, 630, 420]))
    # one value for all symbols of a letter: K_h is K_w, and C_in/G is whole
    env = {name: sizes[ord(name[0]) % 4] for name in _all_symbols(plan.book)}
    for formula in (*plan.book.out, plan.book.params, plan.book.multiplies, plan.book.elementwise):
        written = rule(formula)
        named = dict(meanings(written.text, env))
        expected = formula.evaluate(env)
        assert read_text(written.text, named) == expected
        assert read_latex(written.latex, named) == expected


def _all_symbols(book: Book) -> set[str]:
    return {*book.names, *book.where, *book.out_names}


# --- the law can fail ----------------------------------------------------------------------------

SAMPLES = {
    "sum in a product": ("(K_h - 1)*D", {"K_h": 3, "D": 2}),
    "sum less a sum": ("H - (K_h + D)", {"H": 9, "K_h": 3, "D": 2}),
    "quotient below": ("H/(12/K_h)", {"H": 8, "K_h": 3}),
    "size": ("floor((H + 2*P - K_h)/S_h) + 1", {"H": 224, "P": 2, "K_h": 11, "S_h": 4}),
    "ceil": ("ceil((H - K_h)/S_h) + 1", {"H": 113, "K_h": 3, "S_h": 3}),
    "the lesser": ("min(H + 1, K_h)", {"H": 9, "K_h": 3}),
    "negative": ("H - K_h*X_h", {"H": 9, "K_h": 3, "X_h": -2}),
    "two axes": ("K_h*K_w*C_in", {"K_h": 1, "K_w": 7, "C_in": 64}),
    "identities": ("N*(K_h*C_in/G + B)*D", {"N": 2, "K_h": 3, "C_in": 64, "G": 2, "B": 1, "D": 3}),
}


def _check_samples() -> None:
    for text, env in SAMPLES.values():
        reread(show(Formula(text, parse(text).tree), env), env)


def _no_brackets(self: Any, node: Any, level: int) -> str:
    return str(self.write(node))


def _no_rounding_marks(marks: Any) -> Any:
    return marks._replace(round={"floor": ("", ""), "ceil": ("", "")})


def _minus_lost(self: Any, terms: Any) -> str:
    return " + ".join(self._at_least(term.node, 2) for term in terms)


MUTATIONS: dict[str, tuple[Any, str, Any]] = {
    "brackets": (notation._Writer, "_at_least", _no_brackets),
    "floor in Unicode": (notation, "_UNICODE", _no_rounding_marks(notation._UNICODE)),
    "floor in LaTeX": (notation, "_LATEX", _no_rounding_marks(notation._LATEX)),
    "minus": (notation._Writer, "_sum", _minus_lost),
    "2P": (notation._Writer, "_coefficient", lambda self, _, symbol: self._symbol(symbol.name)),
    "decimals": (notation, "_decimal", lambda top, bottom, marks: str(-(-top // bottom))),
    "one name for two axes": (
        notation,
        "_common_names",
        lambda env: {name: name.partition("_")[0] for name in env if name[-2:] in ("_h", "_w")},
    ),
    "identities wherever they are": (trees, "_vanishes", lambda node, *_: node == ("D",)),
    "min's first": (trees, "value", lambda node, env, value=trees.value: min(99, value(node, env))),
    "spread": (notation, "_spread", lambda product, inner: inner.terms),
}


def test_the_samples_keep_the_law() -> None:
    _check_samples()


@pytest.mark.parametrize("mutation", MUTATIONS)
def test_a_writer_with_a_fault_breaks_the_law(
    mutation: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(*MUTATIONS[mutation])
    with pytest.raises(AssertionError):
        _check_samples()
