"""Closed forms of networks side by side: polynomials, their ratios, and the forms with floors."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Any, NamedTuple

from archcalc.closed import closed_forms
from archcalc.lang import say
from archcalc.network import Network
from archcalc.views.data import SCHEMA
from archcalc.views.model import Cell, Column, Mark, Math, Page, Row, Table
from archcalc.views.words import headings

if TYPE_CHECKING:  # they import SymPy
    from archcalc.closed.algebra import Atom
    from archcalc.closed.forms import Closed
    from archcalc.closed.polynomial import Polynomial, Ratio, Term

_TITLES = {
    "params": "Params",
    "weights": "Weights, without biases",
    "multiplies": "Multiplies (MACs)",
    "activations": "Activations",
    "channels": "Channels out",
}
_COLUMNS = (Column("name", "Network"), Column("form", "Closed form"))
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


class _Ratio(NamedTuple):
    """How two networks stand in one quantity."""

    quantity: str
    top: str
    bottom: str
    value: Ratio


def closed_page(networks: Sequence[Network], symbols: Sequence[str]) -> Page:
    """The page of ``compare --symbols``. Raises InputError and UnknownNameError as for forms."""
    closed = closed_forms(networks, symbols)
    ratios = list(_ratios(closed))
    tables = [_forms(closed, ratios)]
    if any(one.algebra.atoms for one in closed):
        tables.append(_floors(closed))
    return Page(tuple(tables), lambda: _data(closed, ratios))


def _shown(closed: Sequence[Closed]) -> list[str]:
    """The quantities; the channels that come out only where they depend on a symbol."""
    open_ = any(one.floors["channels"].free_symbols for one in closed)
    return [name for name in _TITLES if name != "channels" or open_]


def _names(one: Closed) -> list[str]:
    return [symbol.name for symbol in one.symbols]


def _ratios(closed: Sequence[Closed]) -> Iterator[_Ratio]:
    """The first network against each other one."""
    from archcalc.closed.polynomial import ratio

    first, *others = closed
    for name in _shown(closed):
        for other in others:
            value = ratio(first.forms[name], other.forms[name], _names(first))
            if value is not None and value.top:
                yield _Ratio(name, first.network.name, other.network.name, value)


# --- tables --------------------------------------------------------------------------------------


def _forms(closed: Sequence[Closed], ratios: Sequence[_Ratio]) -> Table:
    rows = []
    for name in _shown(closed):
        rows.append(Row((say(_TITLES[name]), Mark.LEFT), role="heading"))
        rows += [Row((one.network.name, _cell(one, one.forms[name])), level=1) for one in closed]
        rows += [
            Row((f"{one.top} / {one.bottom}", _ratio_cell(one.value)), level=1)
            for one in ratios
            if one.quantity == name
        ]
    return Table(
        name="closed",
        title=say("Closed forms in {symbols}", symbols=", ".join(_names(closed[0]))),
        subtitle="",
        columns=headings(_COLUMNS),
        rows=tuple(rows),
        notes=tuple(_notes(closed, ratios)),
        over="quantity",
    )


def _floors(closed: Sequence[Closed]) -> Table:
    rows = []
    for name in _shown(closed):
        rows.append(Row((say(_TITLES[name]), Mark.LEFT), role="heading"))
        rows += [Row((one.network.name, _cell(one, one.floors[name])), level=1) for one in closed]
    for one in closed:
        if one.algebra.atoms:
            title = say("In {network}", network=one.network.name)
            rows.append(Row((title, Mark.LEFT), role="heading"))
        rows += [
            Row((_written(one, atom.symbol), _atom_cell(one, atom)), level=1)
            for atom in one.algebra.atoms.values()
        ]
    return Table(
        name="floors",
        title=say("The same wherever the networks can be built, floors kept"),
        subtitle="",
        columns=headings(_COLUMNS),
        rows=tuple(rows),
        notes=tuple(_conditions(closed)),
        over="quantity",
    )


def _conditions(closed: Sequence[Closed]) -> Iterator[str]:
    """What the specs decided on the way to the forms with floors."""
    for one in closed:
        decided = [f"{_written(one, expr).text} {sign} 0" for expr, sign in one.algebra.conditions]
        if decided:
            where = ", ".join(decided)
            yield say("{networks}: for {where}.", networks=one.network.name, where=where)


def _notes(closed: Sequence[Closed], ratios: Sequence[_Ratio]) -> Iterator[str]:
    for where, names in _grouped((", ".join(_range(one)), one) for one in closed).items():
        yield say("{networks}: for {where}.", networks=names, where=where)
    stands = _grouped(
        (f"{s.name} = {s.argument}", one)
        for one in closed
        for s in one.symbols
        if s.argument not in ("", s.name)
    )
    for pair, names in stands.items():
        yield say("{networks}: {pair}, an argument.", networks=names, pair=pair)
    for name, names in _grouped((name, one) for one in closed for name in one.repeats).items():
        yield say(
            "{networks}: {symbol} repeats layers, and the form in it is interpolated: exact from "
            "1 to 9, and held against the engine beyond.",
            networks=names,
            symbol=name,
        )
    if any(ratio.value.limit is not None and _is_open(ratio.value) for ratio in ratios):
        yield say("→: what a ratio tends to as the symbols grow alike.")
    yield say("Biases: parameters, 0 multiplies.")


def _grouped(said: Iterable[tuple[str, Closed]]) -> dict[str, str]:
    """What is said, and the names of all networks it is said of."""
    found: dict[str, list[str]] = {}
    for text, one in said:
        found.setdefault(text, []).append(one.network.name)
    return {text: ", ".join(names) for text, names in found.items()}


def _range(one: Closed) -> Iterator[str]:
    """``H mod 32 = 0``, ``H ≥ 32``: one after the other."""
    for each in one.classes:
        if each.modulus > 1:
            yield f"{each.name} mod {each.modulus} = {each.residue}"
        yield f"{each.name} ≥ {each.least}"
        if each.most is not None:
            yield f"{each.name} ≤ {each.most}"
    for expr in one.apart:
        yield f"{_written(one, expr).text} ≠ 0"


# --- mathematics ---------------------------------------------------------------------------------


def _cell(one: Closed, expr: Any) -> Cell:
    return _written(one, expr)


def _written(one: Closed, expr: Any) -> Math:
    return _sum(_terms(one, expr))


def _terms(one: Closed, expr: Any) -> Polynomial:
    from archcalc.closed.polynomial import polynomial

    return polynomial(expr, _names(one))


def _atom_cell(one: Closed, atom: Atom) -> Math:
    args = [_written(one, arg) for arg in atom.args]
    if atom.kind != "floor":
        texts, latexes = (", ".join(a[i] for a in args) for i in (0, 1))
        return Math(f"{atom.kind}({texts})", rf"\{atom.kind}\left({latexes}\right)")
    text, latex = (_bracketed(form, _terms(one, atom.args[0])) for form in args[0])
    return Math(f"⌊{text}/{atom.bottom}⌋", rf"\lfloor {latex}/{atom.bottom} \rfloor")


def _sum(terms: Polynomial) -> Math:
    """``18·HWC² − 2·C``."""
    if not terms:
        return Math("0", "0")
    text = latex = ""
    for i, term in enumerate(terms):
        one = _product(term)
        minus = term.coefficient < 0
        if i:
            text, latex = text + (" − " if minus else " + "), latex + (" - " if minus else " + ")
        elif minus:
            text, latex = "−", "-"
        text, latex = text + one.text, latex + one.latex
    return Math(text, latex)


def _product(term: Term) -> Math:
    """A term without its sign: ``18·HWC²``, ``C²/2``, ``9,408·H_1·W_1``."""
    top, bottom = abs(term.coefficient.numerator), term.coefficient.denominator
    between = "" if all(len(name) == 1 for name, _ in term.powers) else "·"
    symbols = between.join(_power(name, n) for name, n in term.powers)
    signs = r" \, ".join(_power_latex(name, n) for name, n in term.powers)
    over = f"/{bottom:,}" if bottom > 1 else ""
    number = f"{top:,}" if top > 1 or not symbols else ""
    text = "·".join(filter(None, (number, symbols))) + over
    latex = r" \cdot ".join(filter(None, (_grouped_digits(number), signs)))
    return Math(text, latex + _grouped_digits(over))


def _grouped_digits(number: str) -> str:
    """A number in LaTeX, whose commas take no space."""
    return number.replace(",", "{,}")


def _power(name: str, n: int) -> str:
    return name + (str(n).translate(_RAISED) if n > 1 else "")


def _power_latex(name: str, n: int) -> str:
    base, _, low = name.partition("_")
    base = base if len(base) == 1 else rf"\mathit{{{base}}}"
    return base + (f"_{{{low}}}" if low else "") + (f"^{{{n}}}" if n > 1 else "")


def _is_open(value: Ratio) -> bool:
    return any(term.powers for term in (*value.top, *value.bottom))


def _ratio_cell(value: Ratio) -> Math:
    """``18/25``, ``(18·C + 2)/(25·C + 1) → 18/25``."""
    top, bottom = _sum(value.top), _sum(value.bottom)
    if bottom.text == "1":
        made = top
    else:
        pairs = zip(top, bottom, strict=True)
        made = Math(
            *(f"{_bracketed(a, value.top)}/{_bracketed(b, value.bottom)}" for a, b in pairs)
        )
    if value.limit is None or not _is_open(value):
        return made
    end = _limit(value.limit)
    return Math(f"{made.text} → {end.text}", rf"{made.latex} \to {end.latex}")


def _bracketed(text: str, terms: Polynomial) -> str:
    plain = len(terms) == 1 and not (terms[0].powers and ("·" in text or r"\cdot" in text))
    return text if plain else f"({text})"


def _limit(limit: Fraction | str) -> Math:
    if isinstance(limit, str):
        return Math(limit, r"\infty")
    text = f"{limit.numerator:,}"
    text += f"/{limit.denominator:,}" if limit.denominator > 1 else ""
    return Math(text, _grouped_digits(text))


# --- data ----------------------------------------------------------------------------------------


def _data(closed: Sequence[Closed], ratios: Sequence[_Ratio]) -> dict[str, Any]:
    return {
        "schema": SCHEMA,
        "symbols": _names(closed[0]),
        "networks": [_network_data(one) for one in closed],
        "ratios": [
            {
                "quantity": one.quantity,
                "networks": [one.top, one.bottom],
                "numerator": _polynomial_data(one.value.top),
                "denominator": _polynomial_data(one.value.bottom),
                "limit": None if one.value.limit is None else str(one.value.limit),
            }
            for one in ratios
        ],
    }


def _network_data(one: Closed) -> dict[str, Any]:
    return {
        "network": one.network.name,
        "title": one.network.title,
        "symbols": [
            {"symbol": s.name, "argument": s.argument or None, "value": s.value}
            for s in one.symbols
        ],
        "class": [each._asdict() for each in one.classes],
        "nonzero": [_polynomial_data(_terms(one, expr)) for expr in one.apart],
        "interpolated": list(one.repeats),
        "forms": {k: _polynomial_data(_terms(one, expr)) for k, expr in one.forms.items()},
        "with_floors": {k: _polynomial_data(_terms(one, expr)) for k, expr in one.floors.items()},
        "floors": [_atom_data(one, atom) for atom in one.algebra.atoms.values()],
    }


def _atom_data(one: Closed, atom: Atom) -> dict[str, Any]:
    return {
        "symbol": str(atom.symbol),
        "kind": atom.kind,
        "args": [_polynomial_data(_terms(one, arg)) for arg in atom.args],
        "divisor": atom.bottom,
    }


def _polynomial_data(terms: Polynomial) -> dict[str, Any]:
    shown = _sum(terms)
    return {
        "text": shown.text,
        "latex": shown.latex,
        "terms": [
            {"coefficient": _number(term.coefficient), "powers": dict(term.powers)}
            for term in terms
        ],
    }


def _number(value: Fraction) -> int | str:
    """A whole number, or ``1/2``."""
    return int(value) if value.denominator == 1 else str(value)
