"""A network as the page takes it: layers, how each kind is worked out, and the tree over them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from archcalc.analysis import Analysis, LayerResult
from archcalc.errors import ArchcalcError
from archcalc.formula import parse
from archcalc.network import Group, Network
from archcalc.ops.adaptive_pool import AdaptivePool
from archcalc.ops.base import AXES, Dims, Op, Plan
from archcalc.ops.crop import Crop
from archcalc.ops.merge import Add, Concat, Multiply
from archcalc.ops.partial_conv import PartialConv
from archcalc.ops.subsample import Subsample
from archcalc.ops.window import WindowOp
from archcalc.report.trees import tree
from archcalc.views.lines import group_kernel

FITS: Mapping[type[Op], str] = {
    Concat: "stack",
    Multiply: "gate",
    Add: "same",
    Crop: "crop",
    PartialConv: "first",  # both look at channels alone, which the page never changes
    Subsample: "first",
    Op: "first",
}
"""How an operation's inputs fit together, by the class that says so; the page has the rules."""
SLIDES: Mapping[type[Op], str] = {AdaptivePool: "adaptive", Crop: "crop"}
"""Whose windows follow from the input's size, and by which of the page's rules."""


def graph(analysis: Analysis) -> dict[str, Any]:
    """Everything from which the page works out the network anew.

    `plans` are the kinds of layers, `books` their formulas, `layers` each a name, a plan, what it
    is (`about`) and, where they are not the layer before, its inputs. `groups` lead to their paths.
    """
    network = analysis.network
    return {
        **_layers(analysis),
        "groups": [_group(analysis, group) for group in network.groups],
        "aux": [i for i, row in enumerate(analysis.rows) if row.layer.aux],
        "guards": _guards(analysis.rows),
        "fixed": depends_on_size(network, analysis.input),
        "facts": list(network.facts[:3]),
    }


def _layers(analysis: Analysis) -> dict[str, Any]:
    plans, books, about = _Index(), _Index(), _Index()
    seen: dict[Any, tuple[int, int]] = {}
    layers = []
    for i, row in enumerate(analysis.rows):
        key = (id(row.layer.plan), len(row.in_shapes[0]), row.in_shapes[0][0])
        if key not in seen:
            text = row.layer.op.describe(row.in_shapes)
            seen[key] = plans.of(plan_data(row.plan, row.in_shapes, books)), about.of(text)
        layers.append(_layer(row, i, *seen[key]))
    return {"plans": plans.rows, "books": books.rows, "about": about.rows, "layers": layers}


def _layer(row: LayerResult, i: int, plan: int, about: int) -> list[Any]:
    inputs = list(row.layer.inputs)
    return [row.layer.name, plan, about, *([] if inputs == [i - 1] else [inputs])]


class _Index:
    """Values, each once, and where each stands."""

    def __init__(self) -> None:
        self.rows: list[Any] = []
        self._places: dict[str, int] = {}

    def of(self, value: Any) -> int:
        place = self._places.setdefault(repr(value), len(self.rows))
        if place == len(self.rows):
            self.rows.append(value)
        return place


def plan_data(plan: Plan, shapes: tuple[Dims, ...], books: _Index) -> dict[str, Any]:
    """One kind of layer: its attributes' values, what a table says of it, its window, its book."""
    cut = list(plan.op.target(shapes)) if isinstance(plan.op, Crop) and plan.arity == 1 else None
    data = {
        "brief": plan.op.brief(plan.rank),
        "values": list(plan.static),
        "book": books.of(_book(plan)),
        "window": _window(plan, shapes),
        "cropTo": cut,
    }
    return _without(data, {"window": "same", "cropTo": None, "values": []})


def _book(plan: Plan) -> dict[str, Any]:
    """What all layers of an operation share: how inputs fit together, symbols and formulas."""
    op, book = plan.op, plan.book
    count = len(op.dim_names(plan.rank, plan.arity))
    data = {
        "kind": op.kind,
        "role": op.role,
        "fit": _by_class(FITS, op, "dims"),
        "reads": 1 if op.gated else op.reads,
        "inPlace": op.in_place,
        "axes": list(book.names[1 : count + 1]),
        "symbols": list(book.names[count + 1 :]),
        **_formulas(plan),
    }
    usual = {"fit": "first", "reads": None, "inPlace": False, "seen": [0] * plan.rank}
    return _without(data, usual)


def _formulas(plan: Plan) -> dict[str, Any]:
    rules = plan.op.rules(plan.rank, plan.arity)
    book = plan.book
    return {
        "out": [tree(formula) for formula in book.out],
        "names": list(book.out_names),
        "params": tree(book.params),
        "multiplies": tree(book.multiplies),
        "elementwise": tree(book.elementwise),
        "where": [[name, tree(formula)] for name, formula in book.where.items()],
        "needs": [tree(parse(text)) for text in rules.needs],
        "tensors": [[name, list(map(tree, axes))] for name, axes in book.tensors.items()],
        "one": tree(book.one_value) if book.one_value else 0,
        "seen": [
            tree(parse(f"r_{axis} + ({taps} - 1)*j_{axis}")) if taps else 0
            for axis, taps in zip(AXES[plan.rank], plan.op.taps(plan.rank), strict=True)
        ],
    }


def _without(data: Mapping[str, Any], usual: Mapping[str, Any]) -> dict[str, Any]:
    """Less of what is nothing, or what the page takes for granted."""
    return {k: v for k, v in data.items() if v not in (0, []) and usual.get(k, data) != v}


def _by_class(rows: Mapping[type[Op], str], op: Op, method: str) -> str:
    """The row of the class that defines `method` for this operation, or of one above it."""
    for base in type(op).__mro__:
        if base in rows:
            return rows[base]
        assert method not in vars(base), f"the page has no rule for {op.kind}.{method}"
    raise AssertionError(f"the page has no rule for {op.kind}")


def _window(plan: Plan, shapes: tuple[Dims, ...]) -> Any:
    """The name of the page's rule, or the windows as numbers."""
    op, rank = plan.op, plan.rank
    if isinstance(op, WindowOp) and op.same_strided(rank):
        return "strided"
    windows = op.windows(shapes) if isinstance(op, WindowOp) else plan.windows
    if windows is None:
        return _by_class(SLIDES, op, "windows")
    if isinstance(windows, str):
        return windows
    symbols = op.symbols(rank)
    if isinstance(op, WindowOp) and all(f"P_{axis}" in symbols for axis in AXES[rank]):
        padded = [(symbols[f"P_{a}"], symbols[f"S_{a}"]) for a in AXES[rank]]
        if [(one.before, one.stride) for one in windows] == padded:
            return "padded"
    return [list(window) for window in windows]


def _group(analysis: Analysis, group: Group) -> list[Any]:
    parts = analysis.rows[group.start : group.stop]
    label = group_kernel(group, parts)
    inner = [_group(analysis, one) for one in group.groups]
    return [group.name, group.kind, label, group.start, group.stop, *([inner] if inner else [])]


def _guards(rows: Sequence[LayerResult]) -> list[list[int]]:
    """Residual bodies and their sources whose shapes may come to agree for another input.

    Then the spec's shortcut is not built, and the page has another network than archcalc would.
    """
    found = []
    for i, row in enumerate(rows):
        inputs = row.layer.inputs
        if row.op != "add" or len(inputs) != 2 or inputs[1] != i - 1 or inputs[0] >= i - 1:
            continue
        body, source = inputs[0], rows[inputs[0] + 1].layer.inputs[0]
        made, given = rows[body].out_shape, rows[inputs[0] + 1].in_shapes[0]
        if source >= -1 and made != given and (made[0] == given[0] or len(made) != len(given)):
            found.append([body, source])
    return found


def depends_on_size(network: Network, input: Dims) -> bool:
    """Whether attributes of its layers follow from the input's size, so that the page cannot."""
    if network.remade is None or len(input) == 1:
        return False
    larger = (input[0], *(size + 32 for size in input[1:]))
    try:
        other = network.at(larger)
    except ArchcalcError:
        return True
    return _attributes(network) != _attributes(other)


def _attributes(network: Network) -> list[tuple[Any, ...]]:
    return [(one.path, one.plan.static, one.inputs) for one in network.layers if not one.aux]
