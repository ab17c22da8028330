"""The explanation of a layer, block or network: the rule, the numbers put in, the result."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from archcalc.analysis import Analysis, LayerResult
from archcalc.formula import Sym
from archcalc.formulas import LayerFormulas, environment, layer_formulas, size_names
from archcalc.lang import say
from archcalc.network import INPUT, Group, Network, Note
from archcalc.notation import Shown, show, show_unrounded
from archcalc.ops.base import AXES
from archcalc.units import exact, shape
from archcalc.views.data import SCHEMA, layer_data, row_data
from archcalc.views.model import Cell, Column, Math, Page, Row, Table
from archcalc.views.words import (
    agreed,
    conditions,
    heading,
    headings,
    labelled,
    place,
    reshaped_text,
    table_notes,
)

_Line = tuple[str, Cell, Cell]

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
        return _layer_page(analysis, row)
    rows = _rows(analysis, group)
    only = [row for row in rows if row.layer.op.role == "weighted"]
    if group is None and len(only) == 1:
        return _layer_page(analysis, only[0])
    return Page((_worked_table(analysis, rows, group),), lambda: _group_data(analysis, rows, path))


def _layer_page(analysis: Analysis, row: LayerResult) -> Page:
    return Page((layer_explanation(analysis, row),), lambda: _layer_page_data(analysis, row))


def _rows(analysis: Analysis, group: Group | None) -> list[LayerResult]:
    rows = analysis.rows[group.start : group.stop] if group else analysis.layers
    return [row for row in rows if not row.layer.op.in_place or row.params]


# --- one layer -----------------------------------------------------------------------------------


def layer_explanation(analysis: Analysis, row: LayerResult) -> Table:
    """The screen of one layer of a network."""
    about = row.layer.op.describe(row.in_shapes)
    title = f"{say(analysis.network.title)} {row.path}: {about}"
    return _screen(row, analysis.batch, title, _seen(analysis, row))._replace(
        name=f"{analysis.network.name}.{row.path}",
        notes=tuple(_layer_notes(analysis, row)),
        remark=reshaped_text(analysis, row.path),
    )


def alone_page(row: LayerResult, batch: int) -> Page:
    """Explain a layer of no network, as ``archcalc.alone`` works it out."""
    seen = say("as its input") if row.field == row.field_before else ""
    table = _screen(row, batch, _alone_title(row), seen)
    return Page((table,), lambda: _alone_data(row, batch))


def _alone_title(row: LayerResult) -> str:
    """``conv: 10 filters 5×5×3, padding 2``; what begins with the operation's name stands alone."""
    kind, about = row.op, row.layer.op.describe(row.in_shapes)
    named = about.lower().startswith((kind, say(kind.replace("_", " ")).lower()))
    return about if named else f"{kind}: {about}"


def _screen(row: LayerResult, batch: int, title: str, seen: str) -> Table:
    formulas = layer_formulas(row, batch)
    return Table(
        name=row.path,
        title=title,
        subtitle=f"{inputs_text(row)} → {shape(row.out_shape)}",
        columns=headings(_COLUMNS),
        rows=tuple(Row((say(name), *cells)) for name, *cells in _quantities(row, formulas, seen)),
        header=False,
    )


def inputs_text(row: LayerResult) -> str:
    """``28×28×64, 28×28×128``: the inputs; equal ones are counted."""
    counts = Counter(row.in_shapes)
    return ", ".join(f"{n} × {shape(s)}" if n > 1 else shape(s) for s, n in counts.items())


def _quantities(row: LayerResult, formulas: LayerFormulas, seen: str | None) -> Iterable[_Line]:
    for name, shown in formulas.where.items():
        yield _line(name, shown)
    yield from _sizes(formulas.size, row)
    yield _line("Parameters", formulas.params)
    if formulas.one_value:
        yield _line("One output", formulas.one_value, "{formula} multiplies")
    if formulas.multiplies.value:
        yield _line("Multiplies", formulas.multiplies)
    else:
        yield "Multiplies", "", "0"
        yield _line("Elementwise", formulas.elementwise)
    yield from _fields(formulas.receptive_field, row, seen)


def _sizes(size: Mapping[str, Shown], row: LayerResult) -> Iterable[_Line]:
    """Channels where they are worked out; one line for the size where all axes agree."""
    changed = {name: shown for name, shown in size.items() if _says_something(shown)}
    channels = changed.pop("channels", None)
    if channels:
        yield _line("Channels", channels)
    if len(changed) == len(row.out_shape) - 1 > 1 and _alike(changed):
        yield _line("Size", next(iter(changed.values())))
        return
    for name, shown in changed.items():
        yield _line(name.capitalize(), shown)
    if not changed and not channels:
        same = row.out_shape == row.in_shapes[0]
        yield "Size", say("as the input") if same else "", shape(row.out_shape)


def _says_something(shown: Shown) -> bool:
    """A bare symbol or number is no rule."""
    return shown.numbers.text != exact(shown.value)


def _seen(analysis: Analysis, row: LayerResult) -> str:
    """What a layer without a formula for its receptive field sees, in words."""
    if len(row.layer.inputs) == 1:
        return say("as its input") if row.field == row.field_before else ""
    fields = [analysis.rows[i].field for i in row.layer.inputs if i != INPUT]
    widest = any(field and field.sizes == row.field.sizes for field in fields)
    return say("as its widest input") if widest else say("what its inputs see together")


def _fields(field: Mapping[str, Shown], row: LayerResult, seen: str | None) -> Iterable[_Line]:
    """One line where all axes agree, otherwise one for each axis; then the step.

    Without a formula the line says what is `seen`, or is left out.
    """
    if not row.field:
        return
    sizes = row.field.sizes
    if len(field) == len(sizes) and _alike(field):
        yield _line("Receptive field", next(iter(field.values())))
    elif field:
        for name, size in zip(size_names(row.out_shape)[1:], sizes, strict=True):
            title = say("Receptive field, {axis}", axis=say(name))
            yield _line(title, field[name]) if name in field else (title, "", exact(size))
    elif seen is not None:
        yield "Receptive field", seen, agreed(sizes)
    if set(row.field.strides) != {1}:
        yield "Eff. stride", "", agreed(row.field.strides)


def _alike(shown: Mapping[str, Shown]) -> bool:
    return len({one.steps for one in shown.values()}) == 1


def _line(name: str, shown: Shown, unit: str = "{formula}") -> _Line:
    if not _says_something(shown):
        return name, "", say(unit, formula=exact(shown.value))
    text, latex = shown.steps
    counter = say(unit, formula="")
    latex += rf"\text{{{counter}}}" if counter else ""
    return name, Math(*shown.symbols), Math(say(unit, formula=text), latex)


def _layer_notes(analysis: Analysis, row: LayerResult) -> Iterable[str]:
    network = analysis.network
    single = len([r for r in analysis.layers if r.layer.op.role == "weighted"]) == 1
    for note in network.notes:
        if note.where == row.path or (single and not note.where):
            yield _note_text(note, row, analysis.batch)
    if analysis.as_published:
        yield from _errata(network, row.path)
    yield from filter(None, (reshaped_text(analysis, row.path),))


def _errata(network: Network, path: str) -> Iterable[str]:
    """What is printed of a layer and refuted: AlexNet's 253,440 neurons."""
    for figure in network.published:
        if figure.erratum and figure.where == path:
            printed = ", ".join(map(str, figure.values.values()))
            yield say(
                "{source} prints {printed}, an erratum: {reason}.",
                source=place(figure.source),
                printed=printed,
                reason=say(figure.erratum),
            )


def _note_text(note: Note, row: LayerResult, batch: int) -> str:
    added = "" if note.size_at is None else size_at(row, batch, note.size_at)
    return f"{labelled(note)} {added}".rstrip()


def size_at(row: LayerResult, batch: int, size: int) -> str:
    """The size formula with another input size: ``(224 − 11)/4 + 1 = 54.25, not whole.``

    Nothing for a layer whose size does not follow from its input's by a formula.
    """
    book, axes = row.plan.book, AXES[row.plan.rank]
    if not axes or len(row.out_shape) == 1:
        return ""
    formula, axis = book.out[1], axes[0].upper()
    if isinstance(formula.tree, Sym) or axis not in formula.symbols:
        return ""
    env = {**environment(row, batch), axis: size}
    shown = show(formula, env, book.where)
    bare = show_unrounded(formula, env, book.where)
    if shown.value < 1:
        return say("{formula}, too small.", formula=bare or shown.steps.text)
    return say("{formula}, not whole.", formula=bare) if bare else f"{shown.steps.text}."


# --- many layers ---------------------------------------------------------------------------------


def _worked_table(analysis: Analysis, rows: Sequence[LayerResult], group: Group | None) -> Table:
    where = (
        f": {group.path}" + (f" ({group.label})" if group and group.label else "") if group else ""
    )
    return Table(
        name=analysis.network.name + (f".{group.path}" if group else ""),
        title=heading(analysis) + where,
        subtitle=conditions(analysis),
        columns=headings(_WORKED_COLUMNS),
        rows=tuple(row for part in rows for row in _worked(analysis, part)),
        notes=tuple(_worked_notes(analysis, group)),
        header=False,
        remark=reshaped_text(analysis),
    )


def _worked(analysis: Analysis, part: LayerResult) -> Iterable[Row]:
    formulas = layer_formulas(part, analysis.batch)
    ins = inputs_text(part)
    about = f"{part.layer.op.describe(part.in_shapes)}, {ins} → {shape(part.out_shape)}"
    yield Row((part.path, about), role="heading")
    for name, rule, numbers in _quantities(part, formulas, None):
        del rule
        if name not in ("One output", "Eff. stride") and numbers != "0":
            yield Row((say(name), numbers), level=1)


def _worked_notes(analysis: Analysis, group: Group | None) -> Iterable[str]:
    if group is None:
        yield from filter(None, (reshaped_text(analysis), *table_notes(analysis)))
    for note in analysis.network.notes:
        if note.size_at is None and (note.where == (group.path if group else "")):
            yield labelled(note)


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


def _alone_data(row: LayerResult, batch: int) -> dict[str, Any]:
    return {
        "schema": SCHEMA,
        "op": row.op,
        "inputs": [list(axes) for axes in row.in_shapes],
        "batch": batch,
        "layer": row_data(row, ["input"] * len(row.in_shapes), row.in_shapes[0], batch),
        "notes": [],
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
