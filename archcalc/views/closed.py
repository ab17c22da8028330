"""Closed forms of networks side by side: polynomials, their ratios, and the forms with floors."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from archcalc.closed import closed_forms
from archcalc.closed.symbols import axes_of
from archcalc.errors import UnknownNameError
from archcalc.lang import counted, say
from archcalc.network import Network
from archcalc.views.data import SCHEMA
from archcalc.views.model import Column, Mark, Math, Page, Row, Table
from archcalc.views.polynomials import bracketed, decimal, joined, limit_of, quotient, summed
from archcalc.views.words import headings

if TYPE_CHECKING:  # they import SymPy
    from archcalc.closed.algebra import Atom
    from archcalc.closed.classes import Class
    from archcalc.closed.forms import Closed
    from archcalc.closed.pairs import Pair
    from archcalc.closed.polynomial import Polynomial, Ratio
    from archcalc.closed.symbols import Freed

_TITLES = {
    "params": "Params",
    "weights": "Weights, without biases",
    "multiplies": "Multiplies (MACs)",
    "activations": "Activations",
    "channels": "Channels out",
}
_COLUMNS = (Column("name", "Network"), Column("form", "Closed form"))
Said = TypeVar("Said", bound=Hashable)


class _Ratio(NamedTuple):
    """How two networks stand in one quantity."""

    quantity: str
    pair: Pair
    value: Ratio

    @property
    def name(self) -> str:
        """``vgg16 / alexnet``."""
        return f"{self.pair.top.network.name} / {self.pair.bottom.network.name}"


def closed_page(
    networks: Sequence[Network], symbols: Sequence[str], rows: Sequence[str] = ()
) -> Page:
    """The page of ``compare --symbols``; `rows` are the quantities to show, all by default.

    Raises InputError and UnknownNameError as for forms, and for a row that there is not.
    """
    for row in rows:
        if row not in _TITLES:
            raise UnknownNameError("row", row, list(_TITLES), ", ".join(_TITLES))
    names = list(dict.fromkeys(symbol.strip() for symbol in symbols))
    closed = closed_forms(networks, names)
    ratios = list(_ratios(closed, names))
    tables = [_forms(closed, names, ratios, rows)]
    if not rows and any(one.algebra.atoms for one in closed):
        tables.append(_floors(closed))
    return Page(tuple(tables), lambda: _data(closed, names, ratios))


def _shown(closed: Sequence[Closed]) -> list[str]:
    """The quantities; the channels that come out only where they depend on a symbol."""
    open_ = any(one.floors["channels"].free_symbols for one in closed)
    return [name for name in _TITLES if name != "channels" or open_]


def _names(one: Closed) -> list[str]:
    return [symbol.name for symbol in one.symbols]


def _ratios(closed: Sequence[Closed], names: Sequence[str]) -> Iterator[_Ratio]:
    """The first network against each other one.

    Where no size is in both classes the two have no ratio, only what it tends to.
    """
    from archcalc.closed.pairs import pair

    first, *others = closed
    pairs = [pair(first, other) for other in others]
    for quantity in _shown(closed):
        for each in pairs:
            value = each.ratio(quantity, names)
            if value and (each.classes is not None or value.limit is not None):
                yield _Ratio(quantity, each, value)


# --- tables --------------------------------------------------------------------------------------


def _forms(
    closed: Sequence[Closed],
    names: Sequence[str],
    ratios: Sequence[_Ratio],
    chosen: Sequence[str],
) -> Table:
    rows, columns, level = [], _COLUMNS, int(len(chosen) != 1)
    if not level:  # of one quantity the heading is the column's
        columns = (_COLUMNS[0], Column("form", _TITLES[chosen[0]]))
    for name in chosen or _shown(closed):
        if level:
            rows.append(Row((say(_TITLES[name]), Mark.LEFT), role="heading"))
        forms = [(one.network.name, _written(one, one.forms[name])) for one in closed]
        forms += [(one.name, _ratio_cell(one)) for one in ratios if one.quantity == name]
        rows += [Row(cells, level=level) for cells in forms]
    if not chosen:
        rows.append(Row((say("Holds for"), Mark.LEFT), role="heading"))
        rows += [Row(cells, level=1) for cells in _domains(closed, ratios)]
    fixed = " ".join(_fixed(closed)) if _have_sizes(closed, chosen) else ""
    return Table(
        name="closed",
        title=say("Closed forms in {symbols}", symbols=", ".join(names)),
        subtitle="",
        columns=headings(columns),
        rows=tuple(rows),
        notes=(*([fixed] if fixed else []), *_notes(closed, names, ratios)),
        remark=fixed,
        over="quantity",
    )


def _have_sizes(closed: Sequence[Closed], chosen: Sequence[str]) -> bool:
    """Whether the input's sizes matter: to parameters they do in fully connected layers only."""
    kinds = {layer.op.kind for one in closed for layer in one.network.layers}
    return not chosen or not {"params", "weights"} >= {*chosen} or "linear" in kinds


def _domains(closed: Sequence[Closed], ratios: Sequence[_Ratio]) -> Iterator[tuple[str, str]]:
    """For each network what its symbols stand for and where its form holds; then for the ratios."""
    for one in closed:
        if one.symbols:
            stands = [f"{s.name} = {s.argument}" for s in one.symbols if _other_word(s)]
            where = [*stands, *_range(one.classes), *_apart(one)]
            yield one.network.name, ", ".join(where)
    for name, (top, bottom, classes) in {one.name: one.pair for one in ratios}.items():
        if classes is None:
            yield name, say("no size is in both classes")
        elif classes:
            apart = dict.fromkeys([*_apart(top), *_apart(bottom)])
            yield name, ", ".join([*_range(classes), *apart])


def _other_word(symbol: Freed) -> bool:
    return symbol.argument not in ("", symbol.name)


def _fixed(closed: Sequence[Closed]) -> Iterator[str]:
    """The input's sizes that stay numbers: ``alexnet: W = 227, 3 channels.``"""
    said = ((", ".join(_fixed_sizes(one)), one) for one in closed)
    for sizes, names in _grouped((sizes, one) for sizes, one in said if sizes).items():
        yield say("{networks}: {sizes}.", networks=names, sizes=sizes)


def _fixed_sizes(one: Closed) -> Iterator[str]:
    channels, *others = zip(axes_of(one.network), one.input, strict=True)
    for name, size in (*others, channels):
        if size.is_Integer and name == "C":
            yield counted("{n} channel", "{n} channels", int(size), n=size)
        elif size.is_Integer:
            yield f"{name} = {size}"


def _floors(closed: Sequence[Closed]) -> Table:
    rows = []
    for name in _shown(closed):
        rows.append(Row((say(_TITLES[name]), Mark.LEFT), role="heading"))
        rows += [
            Row((one.network.name, _written(one, one.floors[name])), level=1) for one in closed
        ]
    meant = (
        (tuple((_written(one, a.symbol), _atom_cell(one, a)) for a in atoms), one)
        for one in closed
        if (atoms := one.algebra.atoms.values())
    )
    for definitions, names in _grouped(meant).items():
        title = say("In {network}", network=names)
        rows.append(Row((title, Mark.LEFT), role="heading"))
        rows += [Row(cells, level=1) for cells in definitions]
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


def _notes(
    closed: Sequence[Closed], names: Sequence[str], ratios: Sequence[_Ratio]
) -> Iterator[str]:
    without = ((name, one) for one in closed for name in names if name not in _names(one))
    for name, where in _grouped(without).items():
        yield say("{networks}: without {symbol}.", networks=where, symbol=name)
    for name, where in _grouped((name, one) for one in closed for name in one.repeats).items():
        yield say(
            "{networks}: {symbol} repeats layers, and the form in it is interpolated: exact from "
            "1 to 9, and held against the engine beyond.",
            networks=where,
            symbol=name,
        )
    if any("→" in _ratio_cell(one).text for one in ratios):
        yield say("→: what a ratio tends to as the symbols grow alike, to 3 digits where long.")
    yield say("Biases: parameters, 0 multiplies.")


def _grouped(said: Iterable[tuple[Said, Closed]]) -> dict[Said, str]:
    """What is said, and the names of all networks it is said of."""
    found: dict[Said, list[str]] = {}
    for what, one in said:
        found.setdefault(what, []).append(one.network.name)
    return {what: ", ".join(names) for what, names in found.items()}


def _range(classes: Iterable[Class]) -> Iterator[str]:
    """``H mod 32 = 0``, ``H ≥ 32``: one after the other."""
    for each in classes:
        if each.modulus > 1:
            yield f"{each.name} mod {each.modulus} = {each.residue}"
        yield f"{each.name} ≥ {each.least}"
        if each.most is not None:
            yield f"{each.name} ≤ {each.most}"


def _apart(one: Closed) -> list[str]:
    return [f"{_written(one, expr).text} ≠ 0" for expr in one.apart]


# --- mathematics ---------------------------------------------------------------------------------


def _written(one: Closed, expr: Any) -> Math:
    return summed(_terms(one, expr))


def _terms(one: Closed, expr: Any) -> Polynomial:
    from archcalc.closed.polynomial import polynomial

    return polynomial(expr, _names(one))


def _atom_cell(one: Closed, atom: Atom) -> Math:
    args = [_written(one, arg) for arg in atom.args]
    if atom.kind != "floor":
        texts, latexes = (", ".join(a[i] for a in args) for i in (0, 1))
        return Math(f"{atom.kind}({texts})", rf"\{atom.kind}\left({latexes}\right)")
    text, latex = (bracketed(form, _terms(one, atom.args[0])) for form in args[0])
    return Math(f"⌊{text}/{atom.bottom}⌋", rf"\lfloor {latex}/{atom.bottom} \rfloor")


def _is_open(value: Ratio) -> bool:
    return any(term.powers for term in (*value.top, *value.bottom))


def _ratio_cell(ratio: _Ratio) -> Math:
    """``18/25 = 0.72``, ``(18·C + 2)/(25·C + 1) → 18/25 = 0.72``, or what it tends to alone."""
    value = ratio.value
    apart = ratio.pair.classes is None
    made = Math("", "") if apart else quotient(value)
    if not (_is_open(value) or apart):
        return joined(made, decimal(value.top[0].coefficient / value.bottom[0].coefficient))
    if value.limit is None:
        return made
    return joined(made, Math("→ ", r"\to "), limit_of(value.limit))


# --- data ----------------------------------------------------------------------------------------


def _data(
    closed: Sequence[Closed], names: Sequence[str], ratios: Sequence[_Ratio]
) -> dict[str, Any]:
    return {
        "schema": SCHEMA,
        "symbols": list(names),
        "networks": [_network_data(one) for one in closed],
        "ratios": [_ratio_data(one) for one in ratios],
    }


def _ratio_data(one: _Ratio) -> dict[str, Any]:
    top, bottom, classes = one.pair
    apart = classes is None
    return {
        "quantity": one.quantity,
        "networks": [top.network.name, bottom.network.name],
        "class": None if classes is None else [each._asdict() for each in classes],
        "numerator": None if apart else _polynomial_data(one.value.top),
        "denominator": None if apart else _polynomial_data(one.value.bottom),
        "limit": None if one.value.limit is None else str(one.value.limit),
    }


def _network_data(one: Closed) -> dict[str, Any]:
    return {
        "network": one.network.name,
        "title": one.network.title,
        "input": [int(size) if size.is_Integer else str(size) for size in one.input],
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
    shown = summed(terms)
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
