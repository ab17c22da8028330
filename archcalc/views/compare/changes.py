"""The difference of two networks: each layer or block that changed, and its share of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Any, NamedTuple

from archcalc.analysis import Analysis
from archcalc.compare import Aligned, Change, Difference, difference
from archcalc.compare.difference import Edit, changes
from archcalc.lang import counted, say
from archcalc.units import exact, in_prose, shape
from archcalc.views.compare.data import comparison_data
from archcalc.views.compare.headlines import headline_table, headlines
from archcalc.views.compare.rows import Line, chosen
from archcalc.views.compare.side import Choice
from archcalc.views.compare.words import inputs_of, label_of, names_of, remarks, title_of
from archcalc.views.lines import ONE_SCREEN, Collapse
from archcalc.views.model import Cell, Column, Page, Percent, Row, Table
from archcalc.views.words import headings

_QUANTITIES = ("multiplies", "params")
_COLUMNS = (
    Column("layer", "Layer"),
    Column("what", "What changed"),
    Column("multiplies", "Multiplies (MACs)", "right"),
    Column("percent", "%", "right"),
    Column("params", "Params", "right"),
    Column("params_percent", "Params %", "right"),
)
_MOST_TEXTS = 2


class Entry(NamedTuple):
    """One row: a part of both networks, and what became of each layer in it."""

    line: Line
    changes: tuple[Change, ...]

    @property
    def matters(self) -> bool:
        """Whether it is part of the difference, or was changed by itself to no cost."""
        return any(map(_counts, self.changes))


_BESIDE = ("activation", "merge", "inactive")
"""Roles of layers that come and go with what they stand behind."""


def _counts(change: Change) -> bool:
    """Whether a layer adds to the difference, or is another one than its inputs alone make it."""
    if any(change.delta(name) for name in _QUANTITIES):
        return True
    role = change.row.layer.op.role
    if change.kind in ("added", "removed"):
        return role not in _BESIDE
    return role == "weighted" and any(edit.name != "input" for edit in change.edits)


def difference_page(before: Analysis, after: Analysis, choice: Choice) -> Page:
    """The page of ``archcalc compare A B --view difference``."""
    analyses = before, after
    found = difference(before, after)
    entries = _chosen(found, choice)
    said = headlines(analyses, found.rows, ())
    table = _table(found, entries)
    above = headline_table(analyses, said, table.name)
    above = above._replace(title=table.title, subtitle=table.subtitle)
    tables = (above, table._replace(title="", subtitle=""))
    return Page(tables, lambda: _data(found, entries))


def _chosen(found: Difference, choice: Choice) -> list[Entry]:
    entries = _entries(found, choice.collapse)
    if not choice.rows:
        return entries
    kept = {line.path for line in chosen([entry.line for entry in entries], choice.rows)}
    return [entry for entry in entries if entry.line.path in kept]


def _entries(found: Difference, collapse: Collapse | None) -> list[Entry]:
    """The rows at one level of detail: the finest that fits one screen."""
    levels: tuple[Collapse, ...] = (collapse,) if collapse else ("none", "block", "stage")
    entries: list[Entry] = []
    for level in levels:
        every = (entry for row in found.rows for entry in _within(row, level))
        entries = [entry for entry in every if entry.matters]
        if len(entries) <= ONE_SCREEN:
            break
    return entries


def _within(row: Aligned, collapse: Collapse) -> Iterator[Entry]:
    opened = {"none": True, "block": row.node.kind in ("stage", "size")}
    if row.rows and opened.get(collapse, row.node.kind == "size"):
        for inner in row.rows:
            yield from _within(inner, collapse)
        return
    both = tuple(node is not None for node in row.nodes)
    label = row.node.path if row.node.kind != "size" else label_of(row)
    yield Entry(Line(row, label, 0, both), tuple(changes(row)))


# --- the table -----------------------------------------------------------------------------------


def _table(found: Difference, entries: Sequence[Entry]) -> Table:
    analyses = (found.before, found.after)
    notes = remarks(analyses)
    return Table(
        name="~".join(names_of(analyses)),
        title=title_of(analyses),
        subtitle=inputs_of(analyses),
        columns=headings(_COLUMNS),
        rows=(*(_row(found, entry) for entry in entries), *_rest(found, entries), _total(found)),
        notes=(*notes, *_notes(found, entries)),
        remark=" ".join(notes),
    )


def _row(found: Difference, entry: Entry) -> Row:
    cells: list[Cell] = [entry.line.label, _what(entry.changes)]
    for name in _QUANTITIES:
        share = found.share(entry.changes, name)
        cells.append(sum(change.delta(name) for change in entry.changes))
        cells.append(Percent(float(100 * share)) if share else None)
    return Row(tuple(cells))


def _rest(found: Difference, entries: Sequence[Entry]) -> Iterator[Row]:
    """What the rows that were not picked come to."""
    shown = {(change.kind, change.path) for entry in entries for change in entry.changes}
    rest = [change for change in found.changes if (change.kind, change.path) not in shown]
    if not any(change.delta(name) for change in rest for name in _QUANTITIES):
        return
    cells: list[Cell] = [say("other layers"), ""]
    for name in _QUANTITIES:
        share = found.share(rest, name)
        cells += [sum(change.delta(name) for change in rest)]
        cells += [Percent(float(100 * share)) if share else None]
    yield Row(tuple(cells))


def _total(found: Difference) -> Row:
    cells: list[Cell] = [say("Difference"), ""]
    for name in _QUANTITIES:
        total = found.total(name)
        cells += [total, Percent(100.0) if total else None]
    return Row(tuple(cells), role="total")


def _notes(found: Difference, entries: Sequence[Entry]) -> Iterator[str]:
    kinds = Counter(change.kind for change in found.changes)
    yield say(
        "Layers: {same} the same, {changed} changed, {added} added, {removed} removed.",
        **{kind: in_prose(kinds[kind]) for kind in ("same", "changed", "added", "removed")},
    )
    yield from _idle(found)
    yield say("Shares are of the difference and add up to it exactly.")


def _idle(found: Difference) -> Iterator[str]:
    """What changed to no cost: sizes of norms and pools, activations that came or went."""
    rest = [c for c in found.changes if c.kind != "same" and not _counts(c)]
    if rest:
        kinds = ", ".join(dict.fromkeys(change.row.op for change in rest))
        yield counted(
            "{n} of them makes no multiply and no parameter more or less ({kinds}).",
            "{n} of them make no multiply and no parameter more or less ({kinds}).",
            len(rest),
            n=in_prose(len(rest)),
            kinds=kinds,
        )


def _what(every: Sequence[Change]) -> str:
    """What happened to the layers of a row; where too much did, how often each."""
    counting = [change for change in every if _counts(change)]
    weighted = [c for c in counting if c.row.layer.op.role == "weighted"] or counting
    texts = Counter(_text(change) for change in weighted)
    if len(texts) > _MOST_TEXTS:
        return _how_many(weighted)
    return "; ".join(f"{n} × {text}" if n > 1 else text for text, n in texts.items())


def _how_many(every: Sequence[Change]) -> str:
    kinds = Counter(change.kind for change in every)
    return ", ".join(_COUNTED[kind](n) for kind, n in kinds.items() if kind in _COUNTED)


_COUNTED = {
    "changed": lambda n: counted("{n} layer changed", "{n} layers changed", n, n=in_prose(n)),
    "added": lambda n: counted("{n} layer added", "{n} layers added", n, n=in_prose(n)),
    "removed": lambda n: counted("{n} layer removed", "{n} layers removed", n, n=in_prose(n)),
}


def _text(change: Change) -> str:
    """``stride 1 → 2``; ``added: 1×1``."""
    row = change.row
    brief = row.layer.op.brief(len(row.in_shapes[0]) - 1)
    if change.kind == "added":
        return say("added: {what}", what=brief)
    if change.kind == "removed":
        return say("removed: {what}", what=brief)
    return ", ".join(map(_edit, change.edits))


def _edit(edit: Edit) -> str:
    if edit.name == "op":
        return f"{edit.before} → {edit.after}"
    if edit.name == "input":
        return say("input {before} → {after}", before=_size(edit.before), after=_size(edit.after))
    return f"{edit.name} {_size(edit.before)} → {_size(edit.after)}"


def _size(value: Any) -> str:
    return shape(value) if isinstance(value, tuple) else _plain(value)


def _plain(value: Any) -> str:
    return exact(value) if type(value) is int else str(value).lower()


# --- plain data ----------------------------------------------------------------------------------


def _data(found: Difference, entries: Sequence[Entry]) -> dict[str, Any]:
    data = comparison_data((found.before, found.after), [entry.line for entry in entries])
    data["difference"] = {name: found.total(name) for name in _QUANTITIES}
    data["changes"] = [_change(found, change) for change in found.changes if change.kind != "same"]
    return data


def _change(found: Difference, change: Change) -> dict[str, Any]:
    shares = {name: found.share([change], name) for name in _QUANTITIES}
    return {
        "path": change.path,
        "kind": change.kind,
        "edits": [edit._asdict() for edit in change.edits],
        **{name: change.delta(name) for name in _QUANTITIES},
        "shares": {name: _fraction(share) for name, share in shares.items()},
    }


def _fraction(share: Fraction | None) -> str | None:
    """``1/6``: a float would not add up."""
    return None if share is None else str(share)
