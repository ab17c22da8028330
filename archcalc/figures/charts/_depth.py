"""A network by depth: how many weighted layers lie on the longest route up to each layer."""

from __future__ import annotations

from archcalc.analysis import Analysis, LayerResult
from archcalc.network import INPUT


def by_depth(analysis: Analysis) -> list[list[LayerResult]]:
    """The layers at each depth, from 0 (before any weighted layer); gates do not add depth.

    Pooling, merging and activation belong to the depth of what they read.
    """
    depths = {INPUT: 0}
    found: list[list[LayerResult]] = [[]]
    for i, row in enumerate(analysis.rows):
        op, inputs = row.layer.op, row.layer.inputs[: row.layer.op.reads]
        counted = inputs[:1] if op.gated else inputs
        depths[i] = max(depths[j] for j in counted) + (op.role == "weighted")
        while len(found) <= depths[i]:
            found.append([])
        if analysis.with_aux or not row.layer.aux:
            found[depths[i]].append(row)
    return found
