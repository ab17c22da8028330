"""The layout of ResNet's and DenseNet's Table 1: a row a stage, its blocks in brackets."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise
from typing import NamedTuple

from archcalc.analysis import Analysis
from archcalc.lang import say
from archcalc.views.model import Cell, Column, Mark, Repeat, Row, Stack, Table
from archcalc.views.paper import tree
from archcalc.views.paper.headings import conditions_of, names_of, titles_of
from archcalc.views.paper.modules import block_name
from archcalc.views.paper.numbers import Numbers, notes, own_figures, times_ten
from archcalc.views.paper.tree import Item
from archcalc.views.paper.words import is_shown, line, size, stride, strided

_LISTED = 6
"""Down-sampling blocks are named up to this many."""


class Line(NamedTuple):
    """One row of one network. Texts that networks share are written once across them."""

    name: str
    size: str
    parts: tuple[str | Repeat, ...]
    is_block: bool = False
    is_pool: bool = False
    is_dense: bool = False


def has_blocks(analysis: Analysis) -> bool:
    """Whether a network has stages of blocks, blocks in a row, or anything but a chain."""
    for item in tree.items(analysis):
        blocks = [inner for inner in tree.flat(analysis, item) if inner.is_block]
        if item.is_stage and blocks:
            return True
    if any(row.layer.op.role == "merge" for row in analysis.layers):
        return True
    labels = [item.label for item in tree.items(analysis)]
    return any(a and a == b for a, b in pairwise(labels))


def skeleton(analysis: Analysis) -> tuple[object, ...]:
    """What networks side by side have in common: input, and the rows' names and sizes."""
    return (analysis.input, *((row.name, row.size) for row in lines(analysis)))


def table(analyses: Sequence[Analysis]) -> Table:
    """Networks of one skeleton side by side."""
    columns = [Column("layer", say("layer name")), Column("output", say("output size"), "center")]
    columns += [
        Column(analysis.network.name, title, "center")
        for analysis, title in zip(analyses, names_of(analyses), strict=True)
    ]
    rows = [_row(found) for found in zip(*map(lines, analyses), strict=True)]
    figures = [own_figures(analysis) for analysis in analyses]
    numbers = {
        key: [Numbers(a, key, f) for a, f in zip(analyses, figures, strict=True)]
        for key in ("params", "multiplies")
    }
    rows += [_total(say("params"), numbers["params"]), _total("FLOPs", numbers["multiplies"])]
    every = [*numbers["params"], *numbers["multiplies"]]
    return Table(
        "+".join(analysis.network.name for analysis in analyses),
        titles_of(analyses),
        conditions_of(analyses),
        tuple(columns),
        tuple(rows),
        tuple(filter(None, (*_notes(analyses), *notes(every)))),
    )


def _row(found: Sequence[Line]) -> Row:
    cells: list[Cell] = [_cell(one) for one in found]
    if not any(one.is_block for one in found) and len(set(cells)) == 1:
        cells[1:] = [Mark.LEFT] * (len(cells) - 1)
    return Row((found[0].name or None, found[0].size or None, *cells))


def _cell(one: Line) -> Cell:
    if all(isinstance(part, str) for part in one.parts) and len(one.parts) <= 1:
        return str(one.parts[0]) if one.parts else None
    return Stack(one.parts)


def _total(label: str, numbers: Sequence[Numbers]) -> Row:
    power = min(n.power for n in numbers)
    cells = [n.total(power) for n in numbers]
    return Row((label, times_ten(power) or None, *cells), role="total")


def _notes(analyses: Sequence[Analysis]) -> Iterator[str]:
    yield say("FLOPs: multiplies, one for each multiply-accumulate.")
    strided = dict.fromkeys(name for a in analyses for name in _strided(a))
    if 0 < len(strided) <= _LISTED:
        yield say("Down-sampling, with a stride, in {blocks}.", blocks=", ".join(strided))
    if any(row.op == "add" for analysis in analyses for row in analysis.layers):
        yield say("The shortcuts of blocks are not drawn.")
    blocks = [_block(a, item) for a in analyses for item in tree.flat(a) if item.is_block]
    if any(text.startswith("‖") for block in blocks for text in block):
        yield say("Branches side by side stand behind ‖.")


def _strided(analysis: Analysis) -> Iterator[str]:
    """The blocks in brackets that have a stride."""
    for item in tree.flat(analysis):
        rows = analysis.rows[item.start : item.stop]
        if item.is_block and any(stride(row) != "1" for row in rows if row.params):
            yield item.path


# --- rows of one network -------------------------------------------------------------------------


def lines(analysis: Analysis) -> list[Line]:
    """Stages, blocks in a row and loose layers; the classifier's layers share the last row."""
    found: list[Line] = []
    for _, run in groupby(tree.items(analysis), key=lambda item: _kind(analysis, item)):
        members = list(run)
        found += (_stage if members[0].is_block else _loose)(analysis, members)
    return _named_with_pool(_with_tail(found))


def _kind(analysis: Analysis, item: Item) -> tuple[str, ...]:
    """Blocks of one kind and one output size make a row together; each stage is its own."""
    if item.is_stage or not item.is_block:
        return (item.path,)
    return (item.label, _size(analysis, item))


def _size(analysis: Analysis, item: Item) -> str:
    return size(tree.end(analysis, item), len(analysis.input) - 1)


def _stage(analysis: Analysis, members: Sequence[Item]) -> list[Line]:
    first, last = members[0], members[-1]
    inner = [one for m in members for one in (tree.flat(analysis, m) if m.is_stage else [m])]
    blocks = [item for item in inner if item.is_block]
    if len(inner) == 1 and blocks and not _merges(analysis, first):
        return _opened(analysis, first)
    parts = _parts(analysis, inner)
    if not parts:
        return []
    is_block = any(isinstance(part, Repeat) for part in parts)
    is_dense = bool(blocks) and all(_is_dense(analysis, block) for block in blocks)
    name = stage_name(members, is_dense)
    return [Line(name, _size(analysis, last), parts, is_block, is_dense=is_dense)]


def _merges(analysis: Analysis, item: Item) -> bool:
    return any(row.layer.op.role == "merge" for row in analysis.rows[item.start : item.stop])


def _opened(analysis: Analysis, item: Item) -> list[Line]:
    """A block that stands once and is a chain: a row a layer, the first with the block's name."""
    rows = [row for row in analysis.rows[item.start : item.stop] if is_shown(row)]
    rank = len(analysis.input) - 1
    return [
        Line("" if n else block_name(item), size(row, rank), (strided(row),))
        for n, row in enumerate(rows)
    ]


def _loose(analysis: Analysis, members: Sequence[Item]) -> list[Line]:
    rank = len(analysis.input) - 1
    rows = [(item, analysis.rows[item.start]) for item in members]
    return [
        Line(item.path, size(row, rank), (strided(row),), is_pool=row.layer.op.role == "pool")
        for item, row in rows
        if is_shown(row)
    ]


def stage_name(members: Sequence[Item], is_dense: bool) -> str:
    """A stage's title or name; ``dense block (1)`` where each layer reads all before it."""
    first, last = members[0], members[-1]
    if not first.is_stage:
        names = dict.fromkeys(name for name in (first.name, last.name) if name)
        return "–".join(names) or first.label
    title = first.label if first.group and first.group.kind == "stage" else ""
    number = re.search(r"\d+$", first.name)
    if is_dense and number and not title:
        return say("dense block ({number})", number=number[0])
    return say(title) if title else first.path


def _is_dense(analysis: Analysis, item: Item) -> bool:
    """Whether a block puts its own input beside what it makes of it."""
    ways = tree.branches(analysis, item)
    return len(ways) == 2 and any(not way for way in ways)


def _block(analysis: Analysis, item: Item) -> tuple[str, ...]:
    """A block's layers, one a line; of parallel branches each is a line of its own."""
    main = tree.main_layers(analysis, item)
    ways = [[i for i in way if i in main] for way in tree.branches(analysis, item)]
    ways = [way for way in ways if any(analysis.rows[i].params for i in way)]
    if len(ways) < 2:
        return tuple(_texts(analysis, main))
    return tuple(
        ("" if n == 0 else "‖ ") + " → ".join(_texts(analysis, way)) for n, way in enumerate(ways)
    )


def _texts(analysis: Analysis, indices: Sequence[int]) -> Iterator[str]:
    for row in (analysis.rows[i] for i in indices):
        if is_shown(row) and row.layer.op.role != "merge":
            yield line(row)


def _parts(analysis: Analysis, inner: Sequence[Item]) -> tuple[str | Repeat, ...]:
    """Blocks as brackets; what repeats is counted."""
    found: list[tuple[tuple[str, ...], bool]] = []
    for item in inner:
        rows = analysis.rows
        if item.is_block:
            shown = _block(analysis, item)
            found += [(shown, True)] if shown else []
        elif is_shown(rows[item.start]):
            found.append(((strided(rows[item.start]),), False))
    parts: list[str | Repeat] = []
    for (texts, is_block), run in groupby(found):
        times = len(list(run))
        parts.append(Repeat(texts, times) if is_block or times > 1 else texts[0])
    return tuple(parts)


def _with_tail(found: list[Line]) -> list[Line]:
    """The last loose rows from the global pool on are one: average pool, 1000-d fc, softmax."""
    first = len(found)
    while first and not found[first - 1].is_block and _is_point(found[first - 1].size):
        first -= 1
    tail = found[first:]
    if len(tail) < 2:
        return found
    text = ", ".join(str(part) for row in tail for part in row.parts)
    return [*found[:first], Line("", tail[-1].size, (text,))]


def _is_point(text: str) -> bool:
    return set(text.split("×")) <= {"1", ""}


def _named_with_pool(found: list[Line]) -> list[Line]:
    """A pool before a stage of its size stands in the stage's row, as ResNet's Table 1 has it."""
    for n, (row, after) in enumerate(pairwise(found)):
        joins = row.is_pool and after.is_block and not after.is_dense and after.name
        if n and joins and row.size == after.size:
            found[n] = row._replace(name=after.name)
            found[n + 1] = after._replace(name="", size="")
    return found
