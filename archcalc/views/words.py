"""The words around a result: headings, conditions, and what to know below a table."""

from __future__ import annotations

from archcalc.analysis import Analysis
from archcalc.ops.base import Dims
from archcalc.units import exact, shape


def heading(analysis: Analysis) -> str:
    """``GoogLeNet (Inception v1), Szegedy et al. 2014``."""
    paper = analysis.network.paper
    return analysis.network.title + (f", {paper.short}" if paper else "")


def conditions(analysis: Analysis) -> str:
    """``input 224×224×3, batch 1``."""
    return f"input {shape(analysis.input)}, batch {exact(analysis.batch)}"


def table_notes(analysis: Analysis) -> list[str]:
    """What to know below the table: depth, what is counted, what is left out, who differs."""
    totals, network = analysis.totals, analysis.network
    layers = f"{exact(totals.depth)} weighted layer{'s' if totals.depth != 1 else ''} deep"
    notes = [
        f"{layers} ({exact(totals.depth_with_pools)} with pooling). Biases: parameters, 0 "
        f"multiplies. Norms, activations, pooling: 0 multiplies, {exact(totals.elementwise)} "
        "elementwise operations."
    ]
    if analysis.aux and not analysis.with_aux:
        extra = sum(row.params for row in analysis.aux)
        notes.append(f"Auxiliary heads: +{exact(extra)} params (--aux).")
    notes += [f"{who}'s {network.name} differs: {how}." for who, how in network.differs]
    return notes


def reshaped_text(analysis: Analysis) -> str:
    """``fc6.weight 4096×25088 → 4096×32768: not the published network``, or nothing."""
    changes = [
        f"{name} {_tensor(before)} → {_tensor(after)}" for name, before, after in analysis.reshaped
    ]
    if not changes:
        return ""
    return f"{'; '.join(changes)}: not the published network"


def _tensor(axes: Dims) -> str:
    return "×".join(map(str, axes))
