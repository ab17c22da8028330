"""Symbols: each formula's are declared, each declared one is in the legend and has one meaning."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archcalc.formula import IDENTITIES
from archcalc.legend import LEGEND, SUBSCRIPTS, Entry, legend_of
from archcalc.ops import registry
from archcalc.ops.base import Book, Op, make_plan

from .cases import fitting

ENTRIES = legend_of(registry().values())
FIELD_SYMBOLS = ("r", "K", "j")
every_kind = pytest.mark.parametrize("kind", registry())
random_cases = settings(max_examples=20, deadline=None)


def books(op: type[Op]) -> Iterator[Book]:
    """The rules of the worked examples' attributes for every rank and up to three inputs."""
    made = {repr(example.attributes): op(**example.attributes) for example in op.examples}
    for one in made.values():
        for rank in op.ranks:
            for arity in range(op.arity[0], min(op.arity[1], 3) + 1):
                yield make_plan(one, ((64,) * (rank + 1),) * arity).book


def formulas(book: Book) -> Iterator[tuple[str, ...]]:
    for formula in (*book.out, book.params, book.multiplies, book.elementwise):
        yield formula.symbols
    for formula in (*book.where.values(), *(axis for t in book.tensors.values() for axis in t)):
        yield formula.symbols
    for formula in filter(None, (book.one_value, book.connections)):
        yield formula.symbols


@every_kind
def test_its_formulas_use_declared_symbols_only(kind: str) -> None:
    for book in books(registry()[kind]):
        known = {*book.names, *book.where, *book.out_names}
        assert {name for names in formulas(book) for name in names} <= known
        assert len(set(book.names)) == len(book.names)


@every_kind
@random_cases
@given(data=st.data())
def test_its_symbols_stand_in_the_legend(kind: str, data: st.DataObject) -> None:
    case, plan, _ = fitting(data, kind)
    for name in plan.values(1, case.shapes):
        assert stands_in_the_legend(name)


def stands_in_the_legend(name: str) -> bool:
    """Its letter, or K_eff, with subscripts that all are explained or number an input."""
    entries = (e.symbol for e in ENTRIES if f"{name}_".startswith(f"{e.symbol}_"))
    symbol = max(entries, key=len, default=None)
    if symbol is None:
        return False
    subscripts = name.removeprefix(symbol).split("_")[1:]
    return all(part.isdigit() or part in SUBSCRIPTS for part in subscripts)


def used_symbols() -> set[str]:
    found = set(FIELD_SYMBOLS)
    for op in registry().values():
        for book in books(op):
            found |= {*book.names, *book.where, *book.out_names}
    return found


def test_every_entry_of_the_legend_is_used() -> None:
    used = used_symbols()
    for entry in ENTRIES:
        assert any(f"{name}_".startswith(f"{entry.symbol}_") for name in used), entry
    assert len({entry.symbol for entry in ENTRIES}) == len(ENTRIES)


def test_the_legend_names_attributes_that_exist() -> None:
    known = {name for op in registry().values() for name in op.model().model_fields}
    named = {word for entry in ENTRIES for word in entry.attribute.split(", ") if word}
    assert named <= known


def test_an_operation_may_bring_symbols_of_its_own() -> None:
    own = Entry("Z", "something new", "zoom")
    ops = (type("A", (), {"legend": (own,)}), type("B", (), {"legend": (own,)}), type("C", (), {}))
    assert legend_of(ops) == (*LEGEND, own)


@pytest.mark.parametrize("symbol", ["Z", "K_x", "k", "", "K_", "Keff"])
def test_an_unknown_symbol_stands_in_no_legend(symbol: str) -> None:
    assert not stands_in_the_legend(symbol)


def test_subscripts_are_no_symbols() -> None:
    assert not {entry.symbol for entry in ENTRIES} & set(SUBSCRIPTS)


def test_symbols_that_vanish_from_the_display_have_one_meaning() -> None:
    assert set(IDENTITIES) <= {entry.symbol for entry in ENTRIES}
