"""The words around a result: headings, conditions, and what to know below a table."""

from __future__ import annotations

from collections.abc import Sequence

from archcalc.analysis import Analysis
from archcalc.network import Note
from archcalc.ops.base import Dims
from archcalc.units import exact, iec, power, shape

_WRITTEN_OUT = 10**9
"""Up to here all digits of a number of paths are shown."""


def heading(analysis: Analysis) -> str:
    """``GoogLeNet (Inception v1), Szegedy et al. 2014``."""
    paper = analysis.network.paper
    return analysis.network.title + (f", {paper.short}" if paper else "")


def conditions(analysis: Analysis) -> str:
    """``input 224×224×3, batch 1``."""
    return f"input {shape(analysis.input)}, batch {exact(analysis.batch)}"


def labelled(note: Note) -> str:
    """``One pixel: At each of the 36 positions …``; a label's own mark stands for the colon."""
    if not note.label:
        return note.text
    return f"{note.label}{'' if note.label[-1] in '.:;?!…' else ':'} {note.text}"


def per_axis_text(values: Sequence[object]) -> str:
    """``715×715``, ``1×2×2``: every axis."""
    return "×".join(map(str, values))


def agreed(values: Sequence[object]) -> str:
    """``32`` where all axes agree, otherwise every axis."""
    return str(values[0]) if len(set(values)) == 1 else per_axis_text(values)


def table_notes(analysis: Analysis) -> list[str]:
    """What to know below the table: depth, what is counted, reach, memory, who differs."""
    notes = [_counting(analysis), _reach(analysis), _memory(analysis)]
    if analysis.aux and not analysis.with_aux:
        extra = sum(row.params for row in analysis.aux)
        notes.append(f"Auxiliary heads: +{exact(extra)} params (--aux).")
    if analysis.as_published:
        network = analysis.network
        notes += [f"{who}'s {network.name} differs: {how}." for who, how in network.differs]
    return notes


def _counting(analysis: Analysis) -> str:
    totals = analysis.totals
    deep = f"{_counted(totals.depth, 'weighted layer')} deep"
    if totals.depth_with_pools != totals.depth:
        deep += f" ({exact(totals.depth_with_pools)} with pooling)"
    work = _counted(totals.elementwise, "elementwise operation")
    return f"{deep}. Biases: parameters, 0 multiplies. Everything else: 0 multiplies, {work}."


def _reach(analysis: Analysis) -> str:
    """``Receptive field 715×715, effective stride 32; 262,144 paths; …``: what applies of it."""
    totals = analysis.totals
    parts = []
    if totals.receptive_field and totals.effective_stride:
        field, stride = totals.receptive_field, totals.effective_stride
        parts.append(f"Receptive field {per_axis_text(field)}, effective stride {agreed(stride)}")
    if totals.paths > 1:
        parts.append(f"{_paths(totals.paths)} paths")
    if totals.nonlinearities:
        parts.append(_counted(totals.nonlinearities, "nonlinearity", "nonlinearities"))
    parts.append(_counted(totals.activations, "activation"))
    return "; ".join(parts) + "."


def _memory(analysis: Analysis) -> str:
    memory = analysis.totals.memory
    return (
        f"Memory ({analysis.dtype}): parameters {iec(memory.params_bytes)}, "
        f"peak {iec(memory.peak_inference_bytes)}, training {iec(memory.training_bytes)}."
    )


def _paths(count: int) -> str:
    return exact(count) if count <= _WRITTEN_OUT else power(count)


def _counted(count: int, one: str, many: str = "") -> str:
    return f"{exact(count)} {one if count == 1 else many or one + 's'}"


def reshaped_text(analysis: Analysis, path: str = "") -> str:
    """``fc6.weight 4096×25088 → 4096×32768: not the published network``, or nothing."""
    changes = [
        f"{name} {_tensor(before)} → {_tensor(after)}"
        for name, before, after in analysis.reshaped
        if name.startswith(f"{path}." if path else "")
    ]
    if not changes:
        return ""
    return f"{'; '.join(changes)}: not the published network"


def _tensor(axes: Dims) -> str:
    return "×".join(map(str, axes))
