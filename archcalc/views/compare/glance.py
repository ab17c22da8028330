"""Many networks at a glance: the course's summary table, one row or one column a network."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import Any, NamedTuple

from archcalc.analysis import Analysis
from archcalc.errors import UnknownNameError
from archcalc.lang import say
from archcalc.protocols import ERROR, error_of
from archcalc.units import fixed, power, raw
from archcalc.views.compare.data import comparison_data
from archcalc.views.compare.errors import error_notes, with_errors
from archcalc.views.compare.words import inputs_of, names_of, remarks
from archcalc.views.data import SCHEMA
from archcalc.views.model import Bytes, Cell, Column, Page, Percent, Row, Shape, Table
from archcalc.views.words import agreed

Value = int | Fraction | tuple[int, ...] | str | None
_MEASURED = "top5_measured"


class Rule(NamedTuple):
    """One quantity: its heading, its value, which sorts, and how that is shown."""

    key: str
    title: str
    value: Callable[[Analysis], Value]
    cell: Callable[[Any], Cell] = lambda value: value


def _total(name: str) -> Callable[[Analysis], Value]:
    return lambda analysis: getattr(analysis.totals, name)


def _memory(name: str) -> Callable[[Analysis], Value]:
    return lambda analysis: getattr(analysis.totals.memory, name)


def _share(quantity: str, *, linear: bool) -> Callable[[Analysis], Value]:
    """What part of a quantity sits in fully connected layers, or in convolutions."""

    def share(analysis: Analysis) -> Value:
        total = getattr(analysis.totals, quantity)
        weighted = (row for row in analysis.layers if row.layer.op.role == "weighted")
        own = sum(getattr(row, quantity) for row in weighted if (row.op == "linear") == linear)
        return Fraction(100 * own, total) if total else None

    return share


def _top5(analysis: Analysis) -> Value:
    error = error_of(analysis)
    return error.percent if error else None


def _measured(analysis: Analysis) -> Value:
    error = error_of(analysis)
    return error.measured if error else None


def _percent(value: Fraction) -> Cell:
    return Percent(float(value))


def _decimal(value: Fraction) -> Cell:
    return fixed(value, 2).removesuffix("0")


def _paths(value: int) -> Cell:
    return raw(value) if value < 10**4 else power(value)


def _text(value: object) -> Cell:
    return str(value)


RULES = (
    Rule("input", "Input", lambda analysis: analysis.input, Shape),
    Rule("year", "Year", lambda a: a.network.paper.year if a.network.paper else None, _text),
    Rule("depth", "Weighted layers", _total("depth"), _text),
    Rule("params", "Params", _total("params")),
    Rule("multiplies", "Multiplies (MACs)", _total("multiplies")),
    Rule("activations", "Activations", _total("activations")),
    Rule("memory", "Memory, params", _memory("params_bytes"), Bytes),
    Rule("peak_memory", "Memory, peak", _memory("peak_inference_bytes"), Bytes),
    Rule("training_memory", "Memory, training", _memory("training_bytes"), Bytes),
    Rule("receptive_field", "Receptive field", _total("receptive_field"), agreed),
    Rule("paths", "Paths", _total("paths"), _paths),
    Rule("nonlinearities", "Nonlinearities", _total("nonlinearities")),
    Rule(ERROR, "Top-5 error, %", _top5, _decimal),
    Rule(_MEASURED, "Top-5 measured", _measured, _text),
    Rule("conv_params", "Params conv, %", _share("params", linear=False), _percent),
    Rule("fc_params", "Params FC, %", _share("params", linear=True), _percent),
    Rule("conv_multiplies", "MACs conv, %", _share("multiplies", linear=False), _percent),
    Rule("fc_multiplies", "MACs FC, %", _share("multiplies", linear=True), _percent),
)
_EXACT: dict[str, Callable[[Any], Cell]] = {"paths": raw}
"""What CSV holds instead."""
_BY_KEY = {rule.key: rule for rule in RULES}
NETWORK = "network"
COLUMN_NAMES = (NETWORK, *_BY_KEY)
_SELDOM = ("peak_memory", "training_memory", "nonlinearities")
_IN_FILES = tuple(key for key in _BY_KEY if key not in _SELDOM)
_USUAL = tuple(key for key in _IN_FILES if key != _MEASURED)
"""Tables say below how errors were measured; CSV and JSON, which have no notes, beside them."""
_NARROW = ("year", "depth", "params", "multiplies", "memory", ERROR, "fc_params")
"""What fits a screen with one row a network."""
MOST_ACROSS = 6
"""Networks stand beside each other up to here, below each other when they are more."""


class Choice(NamedTuple):
    """Which columns to show, by which to sort (``-params`` falls).

    `upright`: one network a row whatever their number, and all digits, as CSV needs it.
    """

    columns: tuple[str, ...] = ()
    sort: str = ""
    upright: bool = False


def glance_page(analyses: Sequence[Analysis], choice: Choice) -> Page:
    """The page of ``archcalc compare`` for three networks or more."""
    ordered = _sorted(analyses, choice.sort)
    rules = _rules(choice.columns, _IN_FILES if choice.upright else _fitting(ordered))
    if choice.upright:
        rules = [rule._replace(cell=_EXACT.get(rule.key, rule.cell)) for rule in rules]
    turned = not choice.upright and len(ordered) <= MOST_ACROSS
    table = (_across if turned else _upright)(ordered, rules)
    return Page((table,), lambda: _data(ordered, rules if choice.columns else _files(rules)))


def _fitting(analyses: Sequence[Analysis]) -> tuple[str, ...]:
    same = len({analysis.input for analysis in analyses}) == 1
    usual = _USUAL if len(analyses) <= MOST_ACROSS else ("input", *_NARROW)
    return tuple(key for key in usual if key != "input" or not same)


def _rules(names: Sequence[str], usual: Sequence[str]) -> list[Rule]:
    for name in names:
        _known(name)
    wanted = [name for name in names if name != NETWORK]
    return [_BY_KEY[name] for name in wanted or usual]


def _files(rules: Sequence[Rule]) -> list[Rule]:
    """The same, and how errors were measured behind the errors."""
    keys = [rule.key for rule in rules if rule.key != _MEASURED]
    after = [(key, _MEASURED) if key == ERROR else (key,) for key in keys]
    return [_BY_KEY[key] for pair in after for key in pair]


def _known(name: str) -> str:
    if name not in COLUMN_NAMES:
        hint = say("known: {names}", names=", ".join(COLUMN_NAMES))
        raise UnknownNameError(say("column"), name, COLUMN_NAMES, hint)
    return name


def _sorted(analyses: Sequence[Analysis], by: str) -> list[Analysis]:
    """In the order given, or by one column; what has no value comes last."""
    if not by:
        return list(analyses)
    key = _known(by.removeprefix("-"))
    value = (lambda a: a.network.name) if key == NETWORK else _BY_KEY[key].value
    have = [analysis for analysis in analyses if value(analysis) is not None]
    rest = [analysis for analysis in analyses if value(analysis) is None]
    return sorted(have, key=value, reverse=by.startswith("-")) + rest  # type: ignore[arg-type]


# --- tables --------------------------------------------------------------------------------------


def _cells(analysis: Analysis, rules: Sequence[Rule]) -> list[Cell]:
    values = ((rule, rule.value(analysis)) for rule in rules)
    return [None if value is None else rule.cell(value) for rule, value in values]


def _upright(analyses: Sequence[Analysis], rules: Sequence[Rule]) -> Table:
    columns = [Column(NETWORK, say("Network"))]
    columns += [Column(rule.key, say(rule.title), "right") for rule in rules]
    named = zip(names_of(analyses), analyses, strict=True)
    rows = tuple(Row((name, *_cells(analysis, rules))) for name, analysis in named)
    return _table(analyses, rules, tuple(columns), rows)


def _across(analyses: Sequence[Analysis], rules: Sequence[Rule]) -> Table:
    """One column a network: more of them fit beside each other than quantities do."""
    names = names_of(analyses)
    columns = (Column("quantity", ""), *(Column(name, name, "right") for name in names))
    sides = zip(*(_cells(analysis, rules) for analysis in analyses), strict=True)
    rows = (Row((say(rule.title), *side)) for rule, side in zip(rules, sides, strict=True))
    return _table(analyses, rules, columns, tuple(rows))


def _table(
    analyses: Sequence[Analysis],
    rules: Sequence[Rule],
    columns: tuple[Column, ...],
    rows: tuple[Row, ...],
) -> Table:
    told = remarks(analyses)
    shown = {rule.key for rule in rules}
    known = with_errors(names_of(analyses), analyses) if ERROR in shown else ()
    notes = [*told, *error_notes(known)]
    if shown & {"conv_params", "conv_multiplies"}:
        notes.append(say("conv: in convolutions; FC: in fully connected layers."))
    elif shown & {"fc_params", "fc_multiplies"}:
        notes.append(say("FC: in fully connected layers."))
    if shown == set(_fitting(analyses)) != set(_USUAL) and len(analyses) > MOST_ACROSS:
        more = ", ".join(rule.key for rule in RULES if rule.key not in shown)
        notes.append(say("More by --columns: {names}.", names=more))
    notes.append(say("Biases: parameters, 0 multiplies."))
    several = len({analysis.input for analysis in analyses}) > 1 and "input" in shown
    subtitle = say("batch {batch}", batch=analyses[0].batch) if several else inputs_of(analyses)
    return Table("networks", "", subtitle, columns, rows, tuple(notes), remark=" ".join(told))


# --- plain data ----------------------------------------------------------------------------------


def _data(analyses: Sequence[Analysis], rules: Sequence[Rule]) -> dict[str, Any]:
    """The networks, one row a quantity with a cell for each; two or more have no one ratio."""
    rows = [
        {
            "label": rule.key,
            "cells": [_plain(rule.value(analysis)) for analysis in analyses],
            "ratio": None,
        }
        for rule in rules
    ]
    data = comparison_data(analyses, ())
    return {"schema": SCHEMA, "networks": data["networks"], "rows": rows}


def _plain(value: Value) -> Any:
    """A share as a float; 2^600 has too many digits for a number."""
    if isinstance(value, Fraction):
        return float(value)
    if isinstance(value, int) and value >= 2**53:
        return str(value)
    return list(value) if isinstance(value, tuple) else value
