"""One network beside PyTorch: a row a layer, block or stage, and each layer that disagrees."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from archcalc.analysis import Analysis
from archcalc.lang import say
from archcalc.verify.hold import Held, HeldLayer
from archcalc.views.lines import Collapse, Line, lines, unnested
from archcalc.views.model import Cell, Column, Row, Shape, Table
from archcalc.views.verify.notes import notes, verdict
from archcalc.views.words import heading, headings

COLUMNS = (
    Column("layer", "Layer"),
    Column("op", "Operation"),
    Column("output", "Output"),
    Column("params", "Params", "right"),
    Column("multiplies", "Multiplies", "right"),
    Column("fvcore", "fvcore", "right"),
    Column("torch", "torch", "right"),
    Column("backward", "Backward", "right"),
    Column("verdict", "Verdict"),
)
_WITNESS = {True: "fvcore", False: "torch"}
"""Which counter stands in a narrow table: fvcore's where it could count."""


def network_table(
    analysis: Analysis, held: Held, collapse: Collapse | None, *, narrow: bool
) -> Table:
    """`narrow` leaves out what repeats in every row of a network that agrees."""
    has_aux = any(layer.aux for layer in held.layers)
    full = analysis.network.analyze(aux=has_aux)
    by_path = {layer.path: layer for layer in held.layers}
    found = lines(full, collapse)
    shown = unnested(found) if collapse == "none" else found
    rows = [row for line in shown for row in _rows(line, by_path)]
    whole = _cells(say("Total"), "", [held.whole], held.whole)
    keep = [i for i, column in enumerate(COLUMNS) if not narrow or column.key in _narrow(held)]
    return Table(
        name=held.network,
        title=heading(analysis),
        subtitle=verdict(held),
        columns=headings(COLUMNS[i] for i in keep),
        rows=tuple(_only(row, keep) for row in (*rows, Row(whole, role="total"))),
        notes=tuple(notes(held)),
    )


def _narrow(held: Held) -> set[str]:
    return {"layer", "output", "params", "multiplies", _WITNESS[held.ran], "verdict"}


def _only(row: Row, keep: Sequence[int]) -> Row:
    return row._replace(cells=tuple(row.cells[i] for i in keep))


def _rows(line: Line, by_path: Mapping[str, HeldLayer]) -> Iterator[Row]:
    """The line's row; below a group those of its layers that disagree."""
    held = [by_path[part.path] for part in line.parts]
    end = by_path[line.end.path] if line.end else held[-1]
    single = len(held) == 1
    what = say(held[0].op.replace("_", " ")) if single else line.kernel
    yield Row(_cells(line.label, what, held, end))
    if not single:
        for one in held:
            if not one.agrees:
                yield Row(_cells(one.path, say(one.op.replace("_", " ")), [one], one), level=1)


def _cells(name: str, what: str, held: Sequence[HeldLayer], end: HeldLayer) -> tuple[Cell, ...]:
    return (
        name, what, Shape(end.ours.out), sum(one.ours.params for one in held),
        sum(one.ours.multiplies for one in held), summed(one.seen.fvcore for one in held),
        summed(one.seen.torch for one in held), summed(one.seen.backward for one in held),
        say(_word(held)),
    )  # fmt: skip


def _word(held: Sequence[HeldLayer]) -> str:
    if all(one.agrees for one in held):
        return "agrees"
    return "differs" if any(one.differences for one in held) else "not reached"


def main_sums(held: Held) -> dict[str, int | None]:
    """Parameters and multiplies without the auxiliary heads, computed and by each witness."""
    main = [layer for layer in held.layers if not layer.aux]
    return {
        "params": sum(layer.ours.params for layer in main),
        "params_torch": summed(layer.seen.params for layer in main),
        "multiplies": sum(layer.ours.multiplies for layer in main),
        "fvcore": summed(layer.seen.fvcore for layer in main),
        "torch": summed(layer.seen.torch for layer in main),
    }


def summed(values: Iterator[int | None]) -> int | None:
    """The sum, where every layer was counted."""
    found = list(values)
    known = [value for value in found if value is not None]
    return sum(known) if len(known) == len(found) else None
