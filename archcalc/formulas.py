"""The formulas of one analysed layer, with its numbers in them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from archcalc.analysis import LayerResult
from archcalc.formula import Env, parse
from archcalc.notation import Shown, show
from archcalc.ops.base import AXES, AXIS_NAMES, Dims, Window

_FIELD = parse("r + (K - 1)*j")


class LayerFormulas(NamedTuple):
    """Everything that has a formula. `size` and `receptive_field` go by axis name.

    `where` are named sub-formulas that the others use (K_eff where the window is dilated).
    """

    size: Mapping[str, Shown]
    params: Shown
    multiplies: Shown
    elementwise: Shown
    receptive_field: Mapping[str, Shown]
    where: Mapping[str, Shown]
    one_value: Shown | None


def layer_formulas(row: LayerResult, batch: int) -> LayerFormulas:
    """Write out every formula of `row`."""
    plan = row.plan
    book, env = plan.book, plan.values(batch, row.in_shapes)
    shown = {name: show(formula, env) for name, formula in book.where.items()}
    return LayerFormulas(
        size={
            name: show(formula, env, book.where)
            for name, formula in zip(size_names(row.out_shape), book.out, strict=True)
        },
        params=show(book.params, env, book.where),
        multiplies=show(book.multiplies, env, book.where),
        elementwise=show(book.elementwise, env, book.where),
        receptive_field=_receptive(row),
        where={
            name: s
            for name, s in shown.items()
            if f"D_{name[-1]}" in env and env[f"D_{name[-1]}"] > 1
        },
        one_value=show(book.one_value, env, book.where) if book.one_value else None,
    )


def size_names(shape: Dims) -> tuple[str, ...]:
    """``("channels", "height", "width")``; a flat vector has ``("features",)``."""
    if len(shape) == 1:
        return ("features",)
    return ("channels", *(AXIS_NAMES[axis] for axis in AXES[len(shape) - 1]))


def environment(row: LayerResult, batch: int) -> Env:
    """Every symbol's value for this layer."""
    return row.plan.values(batch, row.in_shapes)


def _receptive(row: LayerResult) -> dict[str, Shown]:
    windows = row.layer.op.windows(row.in_shapes)
    if isinstance(windows, str) or not row.field_before:
        return {}
    names = size_names(row.in_shapes[0])[1:]
    found = {}
    for name, window, before, size in zip(
        names, windows, row.field_before, row.field_before.sizes, strict=True
    ):
        if isinstance(before.step, int) and window != Window(1):
            found[name] = show(_FIELD, {"r": size, "K": window.taps, "j": before.step})
    return found
