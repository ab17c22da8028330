"""A network by depth: how many weighted layers lie on the longest route up to each layer."""

from __future__ import annotations

from archcalc.analysis import Analysis, LayerResult
from archcalc.structure import depths


def by_depth(analysis: Analysis) -> list[list[LayerResult]]:
    """The layers at each depth, from 0 (before any weighted layer).

    Pooling, merging and activation belong to the depth of what they read.
    """
    of = depths(analysis.network)
    found: list[list[LayerResult]] = [[] for _ in range(max(of.values(), default=0) + 1)]
    for i, row in enumerate(analysis.rows):
        if analysis.with_aux or not row.layer.aux:
            found[of[i]].append(row)
    return found
