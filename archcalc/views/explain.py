"""The explanation of a layer, block or network: the rule, the numbers put in, the result."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from archcalc.analysis import Analysis, LayerResult
from archcalc.formula import Env, Round, Sum, value
from archcalc.formulas import LayerFormulas, environment, layer_formulas
from archcalc.network import Group, Note
from archcalc.notation import Shown, decimal_text, show
from archcalc.units import exact, shape
from archcalc.views.data import SCHEMA, layer_data
from archcalc.views.model import Cell, Column, Math, Page, Row, Table
from archcalc.views.words import conditions, heading, reshaped_text, table_notes

_COLUMNS = (
    Column("quantity", "Quantity"),
    Column("rule", "Rule"),
    Column("numbers", "With the numbers"),
)
_WORKED_COLUMNS = (Column("quantity", "Layer"), Column("numbers", "With the numbers"))


def explain_page(analysis: Analysis, path: str = "") -> Page:
    """Explain the layer at `path`, each layer of the group at `path`, or the whole network.

    Raises UnknownNameError with near misses.
    """
    group = analysis.network.group(path) if path else None
    if path and group is None:
        row = analysis[path]
        return Page((layer_explanation(analysis, row),), lambda: _layer_page_data(analysis, row))
    rows = _rows(analysis, group)
    only = [row for row in rows if row.layer.op.role == "weighted"]
    if group is None and len(only) == 1:
        row = only[0]
        return Page((layer_explanation(analysis, row),), lambda: _layer_page_data(analysis, row))
    return Page((_worked_table(analysis, rows, group),), lambda: _group_data(analysis, rows, path))


def _rows(analysis: Analysis, group: Group | None) -> list[LayerResult]:
    rows = analysis.rows[group.start : group.stop] if group else analysis.layers
    return [row for row in rows if not row.layer.op.in_place or row.params]


# --- one layer -----------------------------------------------------------------------------------


def layer_explanation(analysis: Analysis, row: LayerResult) -> Table:
    """The screen of one layer."""
    formulas = layer_formulas(row, analysis.batch)
    ins = inputs_text(row)
    title = analysis.network.title
    return Table(
        name=f"{analysis.network.name}.{row.path}",
        title=f"{title} {row.path}: {row.layer.op.describe(row.in_shapes)}",
        subtitle=f"{ins} → {shape(row.out_shape)}",
        columns=_COLUMNS,
        rows=tuple(Row(cells) for cells in _quantities(row, formulas)),
        notes=tuple(_layer_notes(analysis, row)),
        header=False,
    )


def inputs_text(row: LayerResult) -> str:
    """``28×28×64, 28×28×128``: the inputs; equal ones are counted."""
    counts = Counter(row.in_shapes)
    return ", ".join(f"{n} × {shape(s)}" if n > 1 else shape(s) for s, n in counts.items())


def _quantities(row: LayerResult, formulas: LayerFormulas) -> Iterable[tuple[Cell, Cell, Cell]]:
    for name, shown in formulas.where.items():
        yield _line(name.rpartition("_")[0], shown)
    yield from _sizes(formulas.size, row)
    yield _line("Parameters", formulas.params)
    if formulas.one_value:
        yield _line("One output", formulas.one_value, "multiplies")
    if formulas.multiplies.value:
        yield _line("Multiplies", formulas.multiplies)
    else:
        yield "Multiplies", "", "0"
        yield _line("Elementwise", formulas.elementwise)
    yield from _fields(formulas.receptive_field, row)


def _sizes(size: Mapping[str, Shown], row: LayerResult) -> Iterable[tuple[Cell, Cell, Cell]]:
    """Channels where they are worked out; one line for the size where all axes agree."""
    changed = {name: shown for name, shown in size.items() if _says_something(shown)}
    channels = changed.pop("channels", None)
    if channels:
        yield _line("Channels", channels)
    alike = {shown.steps for shown in changed.values()}
    if len(alike) == 1 and len(changed) > 1:
        yield _line("Size", next(iter(changed.values())))
        return
    for name, shown in changed.items():
        yield _line(name.capitalize(), shown)
    if not changed and not channels:
        same = row.out_shape == row.in_shapes[0]
        yield "Size", "as the input" if same else "", shape(row.out_shape)


def _says_something(shown: Shown) -> bool:
    """A bare symbol or number is no rule."""
    return shown.numbers.text != exact(shown.value)


def _fields(field: Mapping[str, Shown], row: LayerResult) -> Iterable[tuple[Cell, Cell, Cell]]:
    alike = {shown.steps for shown in field.values()}
    if len(alike) == 1:
        yield _line("Receptive field", next(iter(field.values())))
    else:
        for name, shown in field.items():
            yield _line(f"Receptive field, {name}", shown)
    if row.field and set(row.field.strides) != {1}:
        steps = dict.fromkeys(map(str, row.field.strides))
        yield "Eff. stride", "", "×".join(steps)


def _line(name: str, shown: Shown, unit: str = "") -> tuple[Cell, Cell, Cell]:
    steps = shown.steps
    if unit:
        steps = steps._replace(
            text=f"{steps.text} {unit}", latex=rf"{steps.latex}\ \text{{{unit}}}"
        )
    if not _says_something(shown):
        return name, "", exact(shown.value) + (f" {unit}" if unit else "")
    return name, Math(*shown.symbols), Math(*steps)


def _layer_notes(analysis: Analysis, row: LayerResult) -> Iterable[str]:
    network = analysis.network
    single = len([r for r in analysis.layers if r.layer.op.role == "weighted"]) == 1
    for note in network.notes:
        if note.where == row.path or (single and not note.where):
            yield _note_text(note, row, analysis.batch)
    for name, before, after in analysis.reshaped:
        if name.rpartition(".")[0] == row.path:
            sizes = "×".join(map(str, before)), "×".join(map(str, after))
            yield f"{name} {sizes[0]} → {sizes[1]}: not the published network"


def _note_text(note: Note, row: LayerResult, batch: int) -> str:
    text = f"{note.label} {note.text}" if note.label else note.text
    if note.size_at is None:
        return text
    return f"{text} {size_at(row, batch, note.size_at)}"


def size_at(row: LayerResult, batch: int, size: int) -> str:
    """The size formula with another input size: ``(224 − 11)/4 + 1 = 54.25, not whole``."""
    spatial = row.plan.book.out[1]
    axis = row.plan.book.names[2]
    env = {**environment(row, batch), axis: size}
    shown = show(spatial, env, row.plan.book.where)
    rounds = (
        [t.node for t in spatial.tree.terms if isinstance(t.node, Round)]
        if isinstance(spatial.tree, Sum)
        else []
    )
    if not rounds or "⌊" not in shown.numbers.text:
        return f"{shown.steps.text}."
    plain = shown.numbers.text.replace("⌊", "").replace("⌋", "")
    return f"{plain} = {_unrounded(rounds[0], env, shown.value)}, not whole."


def _unrounded(node: Round, env: Env, rounded: int) -> str:
    """The size before rounding down: the quotient and whatever is added to it."""
    top, bottom = value(node.node.top, env), value(node.node.bottom, env)
    added = rounded - top // bottom
    return decimal_text(top + added * bottom, bottom)


# --- many layers ---------------------------------------------------------------------------------


def _worked_table(analysis: Analysis, rows: Sequence[LayerResult], group: Group | None) -> Table:
    where = (
        f": {group.path}" + (f" ({group.label})" if group and group.label else "") if group else ""
    )
    return Table(
        name=analysis.network.name + (f".{group.path}" if group else ""),
        title=heading(analysis) + where,
        subtitle=conditions(analysis),
        columns=_WORKED_COLUMNS,
        rows=tuple(row for part in rows for row in _worked(analysis, part)),
        notes=tuple(_worked_notes(analysis, group)),
        header=False,
        remark=reshaped_text(analysis),
    )


def _worked(analysis: Analysis, part: LayerResult) -> Iterable[Row]:
    formulas = layer_formulas(part, analysis.batch)
    ins = inputs_text(part)
    about = f"{part.layer.op.describe(part.in_shapes)}, {ins} → {shape(part.out_shape)}"
    yield Row((part.path, about))
    for name, rule, numbers in _quantities(part, formulas):
        del rule
        if name not in ("One output", "Eff. stride") and numbers != "0":
            yield Row((name, numbers), level=1)


def _worked_notes(analysis: Analysis, group: Group | None) -> Iterable[str]:
    if group is None:
        yield from filter(None, (reshaped_text(analysis), *table_notes(analysis)))
    for note in analysis.network.notes:
        if note.size_at is None and (note.where == (group.path if group else "")):
            yield f"{note.label} {note.text}" if note.label else note.text


# --- data ----------------------------------------------------------------------------------------


def _layer_page_data(analysis: Analysis, row: LayerResult) -> dict[str, Any]:
    return {
        "schema": SCHEMA,
        "network": analysis.network.name,
        "input": list(analysis.input),
        "batch": analysis.batch,
        "layer": layer_data(analysis, row),
        "notes": list(_layer_notes(analysis, row)),
    }


def _group_data(analysis: Analysis, rows: Sequence[LayerResult], path: str) -> dict[str, Any]:
    return {
        "schema": SCHEMA,
        "network": analysis.network.name,
        "input": list(analysis.input),
        "batch": analysis.batch,
        "group": path,
        "layers": [layer_data(analysis, row) for row in rows],
    }
