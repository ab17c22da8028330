"""What the page shows but does not work out: published figures, notes, rows side by side."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from archcalc.analysis import Analysis
from archcalc.compare import align
from archcalc.lang import say
from archcalc.units import shape
from archcalc.views.compare.rows import lines
from archcalc.views.model import Cell, Table
from archcalc.views.published import published_page
from archcalc.views.words import labelled

_QUANTITIES = ("params", "multiplies")


def published(analysis: Analysis) -> dict[str, Any] | None:
    """Published figures beside computed ones, on the network's own input; none for none."""
    own = analysis.network
    if not own.published or own.settings:
        return None
    plain = analysis if analysis.as_published else own.analyze(input=own.own_input)
    [table] = published_page([plain]).tables
    return _plain(table) | {"input": shape(plain.input)}


def _plain(table: Table) -> dict[str, Any]:
    return {
        "subtitle": table.subtitle,
        "columns": [column.title for column in table.columns],
        "rows": [
            _text(row.cells[0]) if row.role == "heading" else list(map(_text, row.cells))
            for row in table.rows
        ],
        "notes": list(table.notes),
    }


def _text(cell: Cell) -> str:
    return cell if isinstance(cell, str) else ""


def notes(analysis: Analysis) -> list[str]:
    """What the spec says of the network, and who counts it otherwise."""
    network = analysis.network
    said = [labelled(note) for note in network.notes if note.size_at is None and not note.where]
    differing = [
        say("{who}'s {network} differs: {how}.", who=who, network=network.name, how=say(how))
        for who, how in network.differs
    ]
    return said + differing


def comparison(analyses: Sequence[Analysis]) -> list[list[Any]]:
    """Rows of a comparison: a label, its level, each network's layers as ranges, and whether it is
    called by their size, which follows the input's."""
    places = [{row.path: i for i, row in enumerate(analysis.rows)} for analysis in analyses]
    shown = lines(align(analyses), _QUANTITIES, None)
    return [
        [
            line.label,
            line.level,
            [_ranges(places[n], [part.path for part in line.parts(n)]) for n in range(len(places))],
            int(line.row.node.kind == "size"),
        ]
        for line in shown
    ]


def _ranges(places: Mapping[str, int], paths: Sequence[str]) -> list[list[int]]:
    """Neighbouring layers as one range, from its first to behind its last."""
    found: list[list[int]] = []
    for place in sorted(places[path] for path in paths):
        if found and found[-1][1] == place:
            found[-1][1] += 1
        else:
            found.append([place, place + 1])
    return found
