"""Networks side by side: one row a part, for each network its numbers, and the ratio of two."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from typing import Any, NamedTuple

from archcalc.analysis import Analysis, LayerResult
from archcalc.compare import Aligned, align
from archcalc.errors import UnknownNameError
from archcalc.formulas import layer_formulas
from archcalc.lang import say
from archcalc.notation import Shown
from archcalc.units import exact, percent
from archcalc.views.compare.beside import beside
from archcalc.views.compare.data import comparison_data
from archcalc.views.compare.headlines import headline_table, headlines
from archcalc.views.compare.rows import Line, chosen, lines
from archcalc.views.compare.words import (
    inputs_of,
    names_of,
    ratio_text,
    remarks,
    title_of,
)
from archcalc.views.lines import Collapse
from archcalc.views.model import Cell, Column, Math, Page, Row, Shape, Table

Parts = tuple[LayerResult, ...]


class Choice(NamedTuple):
    """What of a comparison to show. No columns: the usual ones; no rows: all of them."""

    collapse: Collapse | None = None
    columns: tuple[str, ...] = ()
    rows: tuple[str, ...] = ()
    formulas: bool = False


class Rule(NamedTuple):
    """One column that each network has: what it says of a part, and whether parts add up to it."""

    key: str
    title: str
    cell: Callable[[Parts], Cell]
    adds_up: bool = False


class Across(NamedTuple):
    """One column that two networks share: the ratio of a quantity, where it fell or rose."""

    key: str
    quantity: str
    fewer: str
    more: str


def _end(parts: Parts) -> LayerResult:
    return next((part for part in reversed(parts) if not part.layer.op.in_place), parts[-1])


def _sum(name: str) -> Callable[[Parts], Cell]:
    return lambda parts: sum(getattr(part, name) for part in parts)


RULES = (
    Rule("output", "Output", lambda parts: Shape(_end(parts).out_shape)),
    Rule("out", "Out", lambda parts: _end(parts).out_shape[0]),
    Rule("params", "Params", _sum("params"), True),
    Rule("multiplies", "Multiplies (MACs)", _sum("multiplies"), True),
    Rule("elementwise", "Elementwise", _sum("elementwise"), True),
    Rule("activations", "Activations", _sum("activations"), True),
)
ACROSS = (
    Across("ratio", "multiplies", "Fewer", "More"),
    Across("params_ratio", "params", "Params fewer", "Params more"),
)
_BY_KEY = {rule.key: rule for rule in RULES}
_ACROSS = {rule.key: rule for rule in ACROSS}
COLUMN_NAMES = ("layer", *_BY_KEY, *_ACROSS)
_USUAL = ("layer", "out", "multiplies", "ratio")
_MOST_TERMS = 2
_MOST_SHARES = 4
_TERMS = {"params": "params", "multiplies": "multiplies", "elementwise": "elementwise"}
"""Quantities that have a formula."""


def side_page(analyses: Sequence[Analysis], choice: Choice) -> Page:
    """The page of ``archcalc compare`` for two networks, or of more side by side."""
    rows = align(analyses)
    pairs = beside(analyses)
    sheet = _Sheet(analyses, rows, choice, several=bool(pairs))
    said = headlines(analyses, rows, sheet.every) if len(analyses) == 2 else []
    table = sheet.table()
    if said:
        above = headline_table(analyses, said, sheet.name)
        above = above._replace(title=table.title, subtitle=table.subtitle)
        tables = [above, table._replace(title="", subtitle="")]
    else:
        tables = [table]
    short = choice._replace(rows=())
    below = [(pair, _Sheet(pair.analyses, (), short, several=True)) for pair in pairs]
    tables += [other.summary(pair.title, pair.notes) for pair, other in below]
    return Page(tuple(tables), lambda: _data(sheet, said, [other for _, other in below]))


class _Sheet:
    """Analyses beside each other, with the columns and rows that were chosen."""

    def __init__(
        self,
        analyses: Sequence[Analysis],
        rows: Sequence[Aligned],
        choice: Choice,
        *,
        several: bool = False,
    ) -> None:
        self.analyses, self.choice, self.several = analyses, choice, several
        self.names = names_of(analyses)
        self.name = "~".join(self.names)
        self.own, self.across = _columns(choice.columns, len(analyses))
        self.quantities = [rule.key for rule in self.own if rule.adds_up]
        self.wanted = self.quantities or ["params", "multiplies"]
        self.every = lines(rows, self.wanted, choice.collapse)
        self.lines = chosen(self.every, choice.rows) if choice.rows else self.every

    def table(self) -> Table:
        """The rows and the totals."""
        notes = remarks(self.analyses)
        body = [row for line in self.lines for row in self._rows(line)]
        return Table(
            name=self.name,
            title=title_of(self.analyses),
            subtitle=self._subtitle(),
            columns=tuple(self._headings()),
            rows=(*body, *self._picked(), self.total()),
            notes=(*notes, *self._left(), say("Biases: parameters, 0 multiplies.")),
            remark=" ".join(notes),
        )

    def summary(self, title: str, notes: tuple[str, ...]) -> Table:
        """The totals alone."""
        columns = tuple(self._headings())
        return Table(self.name, title, self._subtitle(), columns, (self.total(),), notes)

    def _subtitle(self) -> str:
        """What the numbers are where their headings name the networks alone, and the inputs."""
        inputs = inputs_of(self.analyses)
        if len(self.quantities) != 1:
            return inputs
        return f"{say(_BY_KEY[self.quantities[0]].title)}, {inputs}"

    def _headings(self) -> Iterator[Column]:
        yield Column("layer", say("Layer"))
        for place, name in enumerate(self.names, 1):
            mark = place if self.several else name  # tables of one CSV file share their columns
            for rule in self.own:
                alone = self.quantities == [rule.key]
                named = name if alone else f"{say(rule.title)}, {name}"
                title = say(rule.title) if not rule.adds_up and self.quantities else named
                yield Column(f"{rule.key}.{mark}", title, "right")
        for both in self.across:
            yield Column(both.key, say(both.fewer if self._fell(both) else both.more), "right")

    def _fell(self, rule: Across) -> bool:
        first, second = (getattr(one.totals, rule.quantity) for one in self.analyses)
        return bool(first >= second)

    def _rows(self, line: Line) -> Iterator[Row]:
        cells: list[Cell] = [line.label]
        for network, shown in enumerate(line.shown):
            parts = line.parts(network)
            cells += [rule.cell(parts) if shown and parts else None for rule in self.own]
        whole = all(line.shown)
        for both in self.across:
            sides = [_total(line.parts(n), both.quantity) for n in (0, 1)]
            cells.append(self._ratio(both, *sides) if whole else None)
        yield Row(tuple(cells), line.level)
        if self.choice.formulas:
            yield Row(tuple(self._worked(line)), line.level + 1)

    def _picked(self) -> Iterator[Row]:
        """The sums of the rows shown, where rows were picked; a layer is not counted twice."""
        if not self.choice.rows:
            return
        cells: list[Cell] = [say("Rows shown")]
        for network in range(len(self.analyses)):
            parts = {part.path: part for line in self.lines for part in line.parts(network)}
            every = tuple(parts.values())
            cells += [rule.cell(every) if rule.adds_up else None for rule in self.own]
        yield Row((*cells, *[None] * len(self.across)), role="total")

    def total(self) -> Row:
        """What the whole networks have."""
        cells: list[Cell] = [say("Total")]
        for analysis in self.analyses:
            last = (analysis.rows[analysis.network.output],) if analysis.rows else ()
            for rule in self.own:
                cells.append(rule.cell(analysis.layers if rule.adds_up else last))
        for both in self.across:
            sides = [int(getattr(one.totals, both.quantity)) for one in self.analyses]
            cells.append(self._ratio(both, *sides))
        return Row(tuple(cells), role="total")

    def _ratio(self, rule: Across, before: int, after: int) -> Cell:
        if not (before and after):
            return None
        ratio = Fraction(before, after) if self._fell(rule) else Fraction(after, before)
        return f"{ratio_text(ratio)}×"

    def _worked(self, line: Line) -> Iterator[Cell]:
        """Under each number its formula with the numbers in it."""
        yield say("worked out")
        for network, shown in enumerate(line.shown):
            for rule in self.own:
                known = shown and rule.key in _TERMS
                batch = self.analyses[network].batch
                yield _formula(line.parts(network), rule.key, batch) if known else None
        yield from [None] * len(self.across)

    def _left(self) -> Iterator[str]:
        """Where the second network's multiplies are."""
        if len(self.analyses) != 2:
            return
        total = self.analyses[1].totals.multiplies
        top = [line for line in self.every if not line.level and line.parts(1)]
        most = sorted(top, key=lambda line: -_total(line.parts(1), "multiplies"))[:_MOST_SHARES]
        shares = [
            f"{line.label} {percent(float(Fraction(100 * own, total)))} %"
            for line in most
            if total and (own := _total(line.parts(1), "multiplies"))
        ]
        if shares and len(top) > 1:
            yield say(
                "Where {name}'s {n} multiplies are: {shares}.",
                name=self.names[1],
                n=exact(total),
                shares=", ".join(shares),
            )


def _columns(names: Sequence[str], networks: int) -> tuple[list[Rule], list[Across]]:
    for name in names:
        if name not in COLUMN_NAMES:
            hint = say("known: {names}", names=", ".join(COLUMN_NAMES))
            raise UnknownNameError(say("column"), name, COLUMN_NAMES, hint)
    wanted = names or _USUAL
    own = [_BY_KEY[name] for name in wanted if name in _BY_KEY]
    return own, [_ACROSS[n] for n in wanted if n in _ACROSS] if networks == 2 else []


def _total(parts: Sequence[LayerResult], quantity: str) -> int:
    return sum(getattr(part, quantity) for part in parts)


def _formula(parts: Parts, quantity: str, batch: int) -> Cell:
    """A layer's formula with its numbers; for a group, what its layers add up to."""
    own = [part for part in parts if getattr(part, quantity)]
    if not own:
        return None
    if len(own) == 1:
        shown: Shown = getattr(layer_formulas(own[0], batch), quantity)
        return Math(*shown.numbers)
    if len(own) > _MOST_TERMS:
        return say("the sum of {n} layers", n=len(own))
    text = " + ".join(exact(getattr(part, quantity)) for part in own)
    return Math(text, text.replace(",", "{,}"))


def _data(sheet: _Sheet, said: Sequence[Any], others: Sequence[_Sheet]) -> dict[str, Any]:
    data = comparison_data(sheet.analyses, sheet.lines)
    data["headlines"] = [line.data() for line in said]
    data["beside"] = [comparison_data(other.analyses, ()) for other in others]
    return data
