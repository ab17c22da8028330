"""Computed, in PyTorch, published: what papers print beside both, with the judge's word."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from math import prod
from typing import Any, NamedTuple

from archcalc.analysis import Analysis, LayerResult
from archcalc.lang import say
from archcalc.memory import DTYPES
from archcalc.published import Judged, judged
from archcalc.quantities import Part, quantity
from archcalc.units import shape as shape_text
from archcalc.verify.hold import Held, HeldLayer
from archcalc.views.model import Cell, Column, Row, Table
from archcalc.views.values import plain_value
from archcalc.views.verify.layers import summed
from archcalc.views.words import headings

COLUMNS = (
    Column("where", "Layer"),
    Column("quantity", "Quantity"),
    Column("computed", "Computed", "right"),
    Column("pytorch", "PyTorch", "right"),
    Column("printed", "Published", "right"),
    Column("standing", "Verdict"),
    Column("reason", "Why"),
    Column("source", "Source"),
)
_SHORT = 6
"""Columns where reasons and sources stand below the table."""


class _Seen(NamedTuple):
    """A layer as the engine and PyTorch have it."""

    row: LayerResult
    held: HeldLayer


def _params(seen: Sequence[_Seen]) -> int | None:
    return summed(one.held.seen.params for one in seen)


def _params_bytes(seen: Sequence[_Seen]) -> int | None:
    count = _params(seen)
    return None if count is None else count * DTYPES["float32"]


def _multiplies(seen: Sequence[_Seen]) -> int | None:
    found = (one.held.seen for one in seen)
    return summed(one.torch if one.fvcore is None else one.fvcore for one in found)


def _activations(seen: Sequence[_Seen]) -> int | None:
    """The values of what writes any: which layers do is the convention's word, not PyTorch's."""
    outs = [one.held.seen.out for one in seen if one.row.activations]
    return summed(None if out is None else prod(out) for out in outs)


def _output(seen: Sequence[_Seen]) -> tuple[int, ...] | None:
    return seen[-1].held.seen.out


def _positions(seen: Sequence[_Seen]) -> int | None:
    out = _output(seen)
    return None if out is None else prod(out[1:])


_WITNESSED: Mapping[str, Callable[[Sequence[_Seen]], int | tuple[int, ...] | None]] = {
    "params": _params,
    "params_bytes": _params_bytes,
    "multiplies": _multiplies,
    "activations": _activations,
    "out_shape": _output,
    "positions": _positions,
}
"""What PyTorch says of the layers of a part of a network, by quantity."""
_OF_THE_END = ("out_shape", "positions")


def printed_table(analysis: Analysis, held: Held, *, below: bool) -> Table:
    """A row a published figure; reasons and sources in it, or `below` it."""
    found = judged(analysis)
    rows = [_cells(analysis, held, one) for one in found]
    reasons = tuple(_reasons(found)) if below else ()
    return Table(
        name=f"{held.network}-published",
        title=say("{network}: computed, in PyTorch, published", network=held.network),
        subtitle="",
        columns=headings(COLUMNS[: _SHORT if below else None]),
        rows=tuple(Row(cells[: _SHORT if below else None]) for cells in rows),
        notes=(
            *reasons,
            say("Computed and PyTorch's numbers are exact; the verdict says how it is counted."),
        ),
    )


def _reasons(found: Sequence[Judged]) -> Iterator[str]:
    """Why a figure is not simply right, each once, with its source."""
    yield from dict.fromkeys(
        say(
            "{where}: {quantity} {printed}, {source}: {reason}.",
            where=one.where or say("network"), quantity=_title(one), printed=one.printed,
            source=say(one.figure.source), reason=one.reason,
        )
        for one in found if one.reason
    )  # fmt: skip


def _cells(analysis: Analysis, held: Held, one: Judged) -> tuple[Cell, ...]:
    ours, theirs = both(analysis, held, one)
    where = one.where or say("network")
    return (
        where, _title(one), _cell(ours), _cell(theirs), one.printed, say(one.standing),
        one.reason, say(one.figure.source),
    )  # fmt: skip


def against(one: Judged) -> str:
    """The network that a figure compares its own with; empty where it is no comparison."""
    return one.figure.relation.get("than", "")


def _title(one: Judged) -> str:
    title, other = say(one.title), against(one)
    return say("{quantity}, against {network}", quantity=title, network=other) if other else title


def both(analysis: Analysis, held: Held, one: Judged) -> tuple[Any, Any]:
    """The plain value, and PyTorch's where it has one; neither at an input of its own."""
    if one.computed is None or "input" in one.figure.counting or one.figure.relation:
        return one.computed, None
    part = Part(analysis, one.where)
    ours = quantity(one.quantity).value(part)
    by_path = {layer.path: layer for layer in held.layers}
    witness = _WITNESSED.get(one.quantity)
    if witness is None:
        return ours, None
    rows = (part.end,) if one.quantity in _OF_THE_END else part.rows
    return ours, witness([_Seen(row, by_path[row.path]) for row in rows])


def _cell(value: Any) -> Cell:
    if isinstance(value, tuple):
        return shape_text(value)
    plain = plain_value(value) if value is not None else None
    return plain if plain is None or isinstance(plain, int) else f"{plain:g}"
