"""The layout of GoogLeNet's Table 1: a row a module, a column a kind of convolution."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import prod
from typing import NamedTuple

from archcalc.analysis import Analysis, LayerResult
from archcalc.lang import say
from archcalc.ops.window import WindowOp
from archcalc.views.model import Cell, Column, Row, Table
from archcalc.views.paper import tree
from archcalc.views.paper.numbers import Numbers, conventions, notes, own_figures
from archcalc.views.paper.tree import Item
from archcalc.views.paper.words import is_shown, kernel, mapped, patch, type_of
from archcalc.views.words import conditions, heading, reshaped_text

_BRANCHES = 3
_OFTEN = ("", "#{kernel}", "double #{kernel}", "triple #{kernel}")
_REDUCED = (
    "", "#{kernel} reduce", "double #{kernel} reduce", "triple #{kernel} reduce",
)  # fmt: skip
_NARROW = {
    "#{kernel} reduce": "#{kernel} re- duce",
    "double #{kernel} reduce": "double #{kernel} re- duce",
    "triple #{kernel} reduce": "triple #{kernel} re- duce",
}


class Kind(NamedTuple):
    """One column of convolutions: its heading in English, and its place: 1×1 first, proj last."""

    text: str
    kernel: str = ""
    order: int = 1

    @property
    def title(self) -> str:
        """``#3×3 reduce`` in the language spoken."""
        return say(self.text, kernel=self.kernel)

    @property
    def narrow(self) -> str:
        """The same in columns as narrow as their numbers."""
        return say(_NARROW.get(self.text, ""), kernel=self.kernel)

    @property
    def key(self) -> str:
        """``#3×3_reduce`` in any language."""
        return self.text.format(kernel=self.kernel).replace(" ", "_")


class _Count(NamedTuple):
    kind: Kind
    filters: str


def is_module(analysis: Analysis, item: Item) -> bool:
    """Whether it is a block of three or more branches that are concatenated."""
    return item.is_block and len(tree.branches(analysis, item)) >= _BRANCHES


def table(analysis: Analysis) -> Table:
    """One network's table."""
    rows = list(_rows(analysis))
    kinds = _kinds(analysis, rows)
    figures = own_figures(analysis)
    numbers = [Numbers(analysis, key, figures) for key in ("params", "multiplies")]
    body = [_row(analysis, item, kinds, numbers) for item in rows]
    total = (say("Total"), None, None, analysis.totals.depth, *[None] * len(kinds))
    body.append(Row((*total, *(n.alone(n.value()) for n in numbers)), role="total"))
    remark = reshaped_text(analysis)
    return Table(
        analysis.network.name,
        heading(analysis),
        conditions(analysis),
        _columns(kinds),
        tuple(body),
        tuple(filter(None, (remark, *notes(numbers)))),
        remark=remark,
        conventions=conventions(numbers),
    )


def _columns(kinds: Sequence[Kind]) -> tuple[Column, ...]:
    return (
        Column("type", say("type")),
        Column("patch", say("patch size/stride"), "center", say("patch size/ stride")),
        Column("output", say("output size"), "center"),
        Column("depth", say("depth"), "center"),
        *(Column(kind.key, kind.title, "center", kind.narrow) for kind in kinds),
        Column("params", say("params"), "right"),
        Column("multiplies", say("ops"), "right"),
    )


def _rows(analysis: Analysis) -> Iterator[Item]:
    """Blocks and the loose layers that the paper shows; what works in place belongs to them."""
    last: Item | None = None
    for item in tree.flat(analysis):
        row = analysis.rows[item.start]
        if item.is_block or is_shown(row):
            if last:
                yield last
            last = item
        elif last and row.layer.op.in_place:
            last = last._replace(stop=item.stop)
    if last:
        yield last


def type_name(analysis: Analysis, item: Item) -> str:
    """``inception (3a)``, ``convolution``, ``max pool``."""
    if not item.is_block:
        return type_of(analysis.rows[item.start])
    if not any(row.layer.op.role == "merge" for row in analysis.rows[item.start : item.stop]):
        main = _main(analysis, item)
        return type_of(main) if main else block_name(item)
    return block_name(item) or analysis.network.name


def block_name(item: Item) -> str:
    """``inception (3a)``, ``transition (1)``: the block's word, and its own name."""
    label, name = item.label.replace("_", " "), item.name
    if not name or not label or label in ("parallel", "residual", "repeat"):
        return name
    if name.startswith(item.label):
        name = name.removeprefix(item.label).lstrip("_-")
    return f"{say(label)} ({name})" if name else say(label)


def _row(analysis: Analysis, item: Item, kinds: Sequence[Kind], numbers: Sequence[Numbers]) -> Row:
    counts = {count.kind: count.filters for count in _counts(analysis, item)}
    merges = len(tree.branches(analysis, item)) >= _BRANCHES
    shown = None if merges else _main(analysis, item)
    cells: list[Cell] = [
        type_name(analysis, item),
        (patch(shown) or None) if shown else None,
        mapped(tree.end(analysis, item), len(analysis.input) - 1),
        tree.depth(analysis, item),
        *(counts.get(kind) for kind in kinds),
    ]
    weighted = any(row.params or row.multiplies for row in analysis.rows[item.start : item.stop])
    cells += [n.cell(item.path, item.start, item.stop) if weighted else None for n in numbers]
    return Row(tuple(cells))


def _main(analysis: Analysis, item: Item) -> LayerResult | None:
    """The layer that a row is named after: the one with the largest window, the last of those."""
    rows = [row for row in analysis.rows[item.start : item.stop] if is_shown(row)]
    if not item.is_block:
        return rows[0] if rows else None
    return max(reversed(rows), key=lambda row: (row.params > 0, _window(row)), default=None)


def _window(row: LayerResult) -> int:
    op = row.layer.op
    return prod(op.spans(len(row.in_shapes[0]) - 1)) if isinstance(op, WindowOp) else 0


# --- kinds of convolutions -----------------------------------------------------------------------


def _kinds(analysis: Analysis, rows: Sequence[Item]) -> list[Kind]:
    """The columns that modules and chains call for; 1×1 first, what follows a pool last."""
    found = [count.kind for item in rows for count in _counts(analysis, item)]
    return sorted(dict.fromkeys(found), key=lambda kind: kind.order)


def _counts(analysis: Analysis, item: Item) -> list[_Count]:
    """How many filters an item has of each kind; of a chain without branches as of one branch."""
    if not item.is_block:
        return []
    ways = tree.branches(analysis, item) or [tree.main_layers(analysis, item)]
    found: dict[Kind, str] = {}
    for way in ways:
        for kind, filters in _branch([analysis.rows[i] for i in way]):
            found[kind] = f"{found[kind]} + {filters}" if kind in found else filters
    return [_Count(kind, filters) for kind, filters in found.items()]


def _branch(rows: Sequence[LayerResult]) -> list[_Count]:
    """A branch's convolutions: what follows a pool projects, a 1×1 before a larger one reduces."""
    window = [row for row in rows if isinstance(row.layer.op, WindowOp) or row.op.startswith("gl")]
    convs = [row for row in window if row.layer.op.role == "weighted"]
    if not convs:
        return []
    if window[0].layer.op.role == "pool":
        return [_Count(Kind("pool proj", order=2), _filters(convs))]
    reduces = len(convs) > 1 and _is_point(convs[0]) and not _is_point(convs[1])
    body = convs[1:] if reduces else convs
    words = [kernel(row) for row in body]
    alike = len(set(words)) == 1 and len(words) < len(_OFTEN)
    times, name = (len(words), words[0]) if alike else (1, ", ".join(words))
    order = 0 if _is_point(convs[0]) and not reduces else 1
    counts = [_Count(Kind(_OFTEN[times], name, order), _filters(body))]
    if reduces:
        counts.insert(0, _Count(Kind(_REDUCED[times], name), str(convs[0].out_shape[0])))
    return counts


def _is_point(row: LayerResult) -> bool:
    return set(kernel(row).split("×")) == {"1"}


def _filters(rows: Sequence[LayerResult]) -> str:
    """``192``, or ``128, 192`` where they differ."""
    return ", ".join(dict.fromkeys(str(row.out_shape[0]) for row in rows))
