"""The layer table: one row a layer, block or stage, columns to choose from, what to know below."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from archcalc.analysis import Analysis, LayerResult
from archcalc.errors import UnknownNameError
from archcalc.formulas import layer_formulas
from archcalc.lang import say
from archcalc.notation import Shown
from archcalc.ops.base import Dims
from archcalc.units import exact
from archcalc.views.data import network_data, page_data
from archcalc.views.lines import Collapse, Line, chosen, lines, unnested
from archcalc.views.model import Cell, Column, Math, Page, Percent, Row, Shape, Table
from archcalc.views.words import agreed, conditions, heading, headings, reshaped_text, table_notes


class ColumnRule(NamedTuple):
    """One column: its heading and what it says of a line."""

    column: Column
    cell: Callable[[Line, Analysis], Cell]
    adds_up: bool = False
    """Whether the total row holds the column's sum."""
    total: Callable[[Analysis], Cell] | None = None
    """What the total row holds of a column that does not add up."""


def _sum(name: str) -> Callable[[Line, Analysis], Cell]:
    return lambda line, _: sum(getattr(part, name) for part in line.parts) if line.parts else None


def _share(name: str) -> Callable[[Line, Analysis], Cell]:
    def cell(line: Line, analysis: Analysis) -> Cell:
        total = getattr(analysis.totals, name)
        own = sum(getattr(part, name) for part in line.parts)
        return Percent(100 * own / total) if line.parts and total else None

    return cell


def _input(line: Line, _: Analysis) -> Cell:
    return Shape(line.parts[0].in_shapes[0]) if line.parts else None


def _output(line: Line, _: Analysis) -> Cell:
    return Shape(line.end.out_shape) if line.end else None


def _receptive(line: Line, _: Analysis) -> Cell:
    if not line.end:
        return None
    return agreed(line.end.field.sizes) if line.end.field else say("whole input")


def _stride(line: Line, _: Analysis) -> Cell:
    return agreed(line.end.field.strides) if line.end and line.end.field else None


def _nonlinearities(line: Line, _: Analysis) -> Cell:
    return sum(part.layer.op.role == "activation" for part in line.parts) if line.parts else None


def _network_only(_: Line, __: Analysis) -> Cell:
    return None


def _network_axes(name: str) -> Callable[[Analysis], Cell]:
    def cell(analysis: Analysis) -> Cell:
        values = getattr(analysis.totals, name)
        return agreed(values) if values else None

    return cell


def _formula(pick: Callable[[LayerResult, int], Shown | None]) -> Callable[[Line, Analysis], Cell]:
    """A layer's formula with its numbers; for a group, what its layers add up to."""

    def cell(line: Line, analysis: Analysis) -> Cell:
        shown = [s for part in line.parts if (s := pick(part, analysis.batch)) and s.value]
        if len(shown) == 1:
            return Math(*shown[0].steps)
        total = sum(s.value for s in shown)
        text = " + ".join(exact(s.value) for s in shown)
        latex = " + ".join(exact(s.value) for s in shown) + f" = {exact(total)}"
        return Math(f"{text} = {exact(total)}", latex.replace(",", "{,}")) if shown else None

    return cell


def _connections(line: Line, analysis: Analysis) -> Cell:
    found = [layer_formulas(part, analysis.batch).connections for part in line.parts]
    return sum(shown.value for shown in found if shown) if any(found) else None


def _size_formula(line: Line, analysis: Analysis) -> Cell:
    if len(line.parts) != 1 and not _one_window(line):
        return None
    part = next((p for p in line.parts if not p.layer.op.in_place), None)
    if part is None:
        return None
    shown = list(layer_formulas(part, analysis.batch).size.values())
    spatial = dict.fromkeys(Math(*s.steps) for s in shown[1:] or shown)
    return (
        next(iter(spatial))
        if len(spatial) == 1
        else Math("; ".join(m.text for m in spatial), r";\; ".join(m.latex for m in spatial))
    )


def _one_window(line: Line) -> bool:
    return sum(not part.layer.op.in_place for part in line.parts) == 1


RULES = (
    ColumnRule(Column("layer", "Layer"), lambda line, _: line.label),
    ColumnRule(Column("kernel", "Kernel/stride"), lambda line, _: line.kernel),
    ColumnRule(Column("input", "Input {axes}"), _input),
    ColumnRule(Column("output", "Output {axes}"), _output),
    ColumnRule(Column("params", "Params", "right"), _sum("params"), True),
    ColumnRule(Column("params_percent", "Params %", "right"), _share("params")),
    ColumnRule(Column("multiplies", "Multiplies (MACs)", "right"), _sum("multiplies"), True),
    ColumnRule(Column("percent", "%", "right"), _share("multiplies")),
    ColumnRule(Column("elementwise", "Elementwise", "right"), _sum("elementwise"), True),
    ColumnRule(Column("activations", "Activations", "right"), _sum("activations"), True),
    ColumnRule(
        Column("receptive_field", "Receptive field", "right"),
        _receptive,
        total=_network_axes("receptive_field"),
    ),
    ColumnRule(
        Column("effective_stride", "Effective stride", "right"),
        _stride,
        total=_network_axes("effective_stride"),
    ),
    ColumnRule(Column("nonlinearities", "Nonlinearities", "right"), _nonlinearities, adds_up=True),
    ColumnRule(
        Column("depth", "Weighted layers", "right"),
        _network_only,
        total=lambda analysis: analysis.totals.depth,
    ),
    ColumnRule(
        Column("depth_with_pools", "Weighted layers and pools", "right"),
        _network_only,
        total=lambda analysis: analysis.totals.depth_with_pools,
    ),
    ColumnRule(
        Column("paths", "Paths", "right"),
        _network_only,
        total=lambda analysis: analysis.totals.paths,
    ),
    ColumnRule(Column("connections", "Connections", "right"), _connections, adds_up=True),
    ColumnRule(Column("size_formula", "Size, worked out"), _size_formula),
    ColumnRule(
        Column("params_formula", "Params, worked out"),
        _formula(lambda part, batch: layer_formulas(part, batch).params),
    ),
    ColumnRule(
        Column("multiplies_formula", "Multiplies, worked out"),
        _formula(lambda part, batch: layer_formulas(part, batch).multiplies),
    ),
)
DEFAULT_COLUMNS = ("layer", "kernel", "output", "params", "multiplies", "percent")
COLUMN_NAMES = tuple(rule.column.key for rule in RULES)


class Choice(NamedTuple):
    """What of the table to show. No columns: the usual ones; no rows: all of them."""

    collapse: Collapse | None = None
    columns: tuple[str, ...] = ()
    rows: tuple[str, ...] = ()


USUAL = Choice()


def table_page(analyses: Sequence[Analysis], choice: Choice = USUAL) -> Page:
    """The page that ``archcalc table`` prints."""
    return Page(
        tuple(layer_table(analysis, choice) for analysis in analyses),
        lambda: page_data([network_data(analysis) for analysis in analyses]),
    )


def layer_table(analysis: Analysis, choice: Choice = USUAL) -> Table:
    """One network's table. Raises UnknownNameError for an unknown column or row."""
    rules = _rules(choice.columns)
    shown = everything = lines(analysis, choice.collapse)
    if choice.rows:
        shown = chosen(everything, choice.rows, analysis.network)
        shown = unnested(shown) if choice.collapse == "none" else shown
    body = [Row(tuple(rule.cell(line, analysis) for rule in rules), line.level) for line in shown]
    if choice.rows and any(rule.adds_up for rule in rules):
        body.append(_sum_row(say("Rows shown"), rules, shown, analysis))
    if any(rule.adds_up or rule.total for rule in rules):
        body.append(_total_row(rules, everything, analysis))
    remark = reshaped_text(analysis)
    return Table(
        name=analysis.network.name,
        title=heading(analysis),
        subtitle=conditions(analysis),
        columns=_columns(rules, analysis.input),
        rows=tuple(body),
        notes=tuple(filter(None, (remark, *table_notes(analysis)))),
        remark=remark,
    )


def _columns(rules: Sequence[ColumnRule], input: Dims) -> tuple[Column, ...]:
    """The headings; shapes read {axes}: H×W×C, or L×C, T×H×W×C where that is what they are."""
    axes = {1: "C", 2: "L×C", 4: "T×H×W×C"}.get(len(input), "H×W×C")
    return headings((rule.column for rule in rules), axes=axes)


def _rules(names: Sequence[str]) -> list[ColumnRule]:
    known = {rule.column.key: rule for rule in RULES}
    for name in names:
        if name not in known:
            hint = say("known: {names}", names=", ".join(known))
            raise UnknownNameError(say("column"), name, known, hint)
    return [known[name] for name in names or DEFAULT_COLUMNS]


def _sum_row(
    label: str, rules: Sequence[ColumnRule], rows: Sequence[Line], analysis: Analysis
) -> Row:
    """The sums of the columns that add up; the first text column names the row."""
    every = Line("", label, "", tuple(part for line in rows for part in line.parts))
    cells: list[Cell] = [rule.cell(every, analysis) if rule.adds_up else None for rule in rules]
    free = next((i for i, r in enumerate(rules) if not r.adds_up and r.total is None), None)
    if free is not None:
        cells[free] = label
    return Row(tuple(cells), role="total")


def _total_row(rules: Sequence[ColumnRule], rows: Sequence[Line], analysis: Analysis) -> Row:
    """The sums, and what is the network's as a whole."""
    summed = _sum_row(say("Total"), rules, rows, analysis)
    cells = [
        rule.total(analysis) if rule.total else cell
        for rule, cell in zip(rules, summed.cells, strict=True)
    ]
    return summed._replace(cells=tuple(cells))
