"""A comparison as plain data: the contract of ``archcalc compare -f json``."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from archcalc.analysis import Analysis, LayerResult
from archcalc.views.compare.rows import Line
from archcalc.views.data import SCHEMA, network_data

_SUMS = ("params", "multiplies", "elementwise", "activations")


def comparison_data(analyses: Sequence[Analysis], lines: Sequence[Line]) -> dict[str, Any]:
    """The networks, the rows with a cell for each of them, and the total as the last row."""
    rows = [_row(line, len(analyses)) for line in lines]
    cells = [_cell("", analysis.layers, analysis.network.output) for analysis in analyses]
    total = {"label": "Total", "level": 0, "cells": cells, "ratio": _ratio(cells)}
    return {
        "schema": SCHEMA,
        "networks": [network_data(analysis) for analysis in analyses],
        "rows": [*rows, total],
    }


def _row(line: Line, networks: int) -> dict[str, Any]:
    cells = [
        _cell(node.path, node.parts) if (node := line.row.nodes[n]) else None
        for n in range(networks)
    ]
    return {"label": line.label, "level": line.level, "cells": cells, "ratio": _ratio(cells)}


def _cell(path: str, parts: Sequence[LayerResult], output: int = -1) -> dict[str, Any]:
    written = [part for part in parts if not part.layer.op.in_place] or list(parts)
    end = written[-1].out_shape if written else ()
    if output >= 0:
        main = [part for part in parts if not part.layer.aux]
        end = main[-1].out_shape if main else ()
    sums = {name: sum(getattr(part, name) for part in parts) for name in _SUMS}
    return {"path": path, "layers": len(parts), "out_shape": list(end), **sums}


def _ratio(cells: Sequence[dict[str, Any] | None]) -> float | None:
    """The first network's multiplies divided by the second's, of two."""
    if len(cells) != 2 or not all(cells):
        return None
    before, after = (cell["multiplies"] for cell in cells if cell)
    return float(Fraction(before, after)) if after else None
