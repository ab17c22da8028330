"""An analysis as plain data: the contract of ``-f json``. Shapes are C, H, W; integers exact."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from decimal import Decimal
from fractions import Fraction
from typing import Any

from archcalc.analysis import Analysis, LayerResult
from archcalc.formulas import layer_formulas
from archcalc.network import INPUT
from archcalc.notation import Shown
from archcalc.ops.base import Dims
from archcalc.views.words import reshaped_text, table_notes

SCHEMA = 1


def page_data(networks: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """One network stands alone; several stand in a list."""
    if len(networks) == 1:
        return networks[0]
    return {"schema": SCHEMA, "networks": list(networks)}


def network_data(analysis: Analysis) -> dict[str, Any]:
    """One network's object."""
    network = analysis.network
    return {
        "schema": SCHEMA,
        "network": network.name,
        "title": network.title,
        "input": list(analysis.input),
        "batch": analysis.batch,
        "dtype": analysis.dtype,
        "convention": "multiplies",
        "totals": _totals(analysis),
        "layers": [layer_data(analysis, row) for row in analysis.layers],
        "aux": [layer_data(analysis, row) for row in analysis.aux],
        "uncounted": [asdict(entry) for entry in analysis.uncounted],
        "lower_bound": analysis.lower_bound,
        "notes": _notes(analysis),
    }


def _totals(analysis: Analysis) -> dict[str, Any]:
    totals = analysis.totals
    return totals._asdict() | {
        "receptive_field": _listed(totals.receptive_field),
        "effective_stride": _listed(totals.effective_stride),
        "paths": _digits(totals.paths),
        "memory": totals.memory._asdict(),
    }


def _digits(number: int) -> str:
    """All digits of a number of paths; ``str`` refuses more than 4,300 of them."""
    return format(Decimal(number), "f")


def layer_data(analysis: Analysis, row: LayerResult) -> dict[str, Any]:
    """One layer's object."""
    layers = analysis.network.layers
    inputs = ["input" if i == INPUT else layers[i].path for i in row.layer.inputs]
    return row_data(row, inputs, analysis.input, analysis.batch)


def row_data(row: LayerResult, inputs: list[str], whole: Dims, batch: int) -> dict[str, Any]:
    """One layer's object; `inputs` are the paths of what it reads, `whole` is the input it sees."""
    field = row.field
    return {
        "path": row.path,
        "op": row.op,
        "group": list(row.layer.group),
        "inputs": inputs,
        "in_shapes": [list(shape) for shape in row.in_shapes],
        "out_shape": list(row.out_shape),
        "params": row.params,
        "multiplies": row.multiplies,
        "elementwise": row.elementwise,
        "activations": row.activations,
        "receptive_field": list(field.sizes) if field else list(whole[1:]) or None,
        "effective_stride": _listed(field.strides) if field else None,
        "tensors": {name: list(axes) for name, axes in row.tensors().items()},
        "formulas": formulas_data(row, batch),
    }


def formulas_data(row: LayerResult, batch: int) -> dict[str, Any]:
    """Each formula in symbols and in numbers, with its value; `where` are the parts they name."""
    formulas = layer_formulas(row, batch)
    data = {
        "size": {name: _shown(shown) for name, shown in formulas.size.items()},
        "params": _shown(formulas.params),
        "multiplies": _shown(formulas.multiplies),
        "elementwise": _shown(formulas.elementwise),
        "receptive_field": {n: _shown(shown) for n, shown in formulas.receptive_field.items()},
    }
    if formulas.where:
        data["where"] = {name: _shown(shown) for name, shown in formulas.where.items()}
    return data


def _shown(shown: Shown) -> dict[str, Any]:
    return {"symbols": shown.symbols.text, "numbers": shown.numbers.text, "value": shown.value}


def _listed(values: Sequence[int | Fraction] | None) -> list[int | float] | None:
    if values is None:
        return None
    return [value if isinstance(value, int) else float(value) for value in values]


def _notes(analysis: Analysis) -> list[str]:
    own = [note.text for note in analysis.network.notes if note.size_at is None]
    return [text for text in (reshaped_text(analysis), *table_notes(analysis), *own) if text]
