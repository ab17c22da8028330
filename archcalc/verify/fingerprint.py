"""A checksum of what is verified of a network, so that kept results are known to be stale."""

from __future__ import annotations

import json
from hashlib import sha256

from archcalc.analysis import Analysis

DIGITS = 16


def fingerprint(analysis: Analysis) -> str:
    """Of every layer's place, shape and costs, of the memory, and of what is published.

    Titles and notes have no part in it. Hexadecimal, `DIGITS` long; without the auxiliary heads or
    with them as the network has them.
    """
    network = analysis.network
    full = network.analyze(aux=any(layer.aux for layer in network.layers))
    layers = [
        (row.path, row.op, row.layer.inputs, row.out_shape, row.params, row.multiplies)
        for row in full.rows
    ]
    figures = [(one.source, one.where, dict(one.values), one.erratum) for one in network.published]
    told = [network.name, layers, [*full.totals.memory], figures]
    text = json.dumps(told, sort_keys=True, default=str)
    return sha256(text.encode()).hexdigest()[:DIGITS]
