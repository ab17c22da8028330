"""The formulas of one analysed layer, with its numbers in them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from archcalc.analysis import LayerResult
from archcalc.formula import Env, parse
from archcalc.notation import Shown, show, shown_where
from archcalc.ops.base import AXES, AXIS_NAMES, Dims


class LayerFormulas(NamedTuple):
    """Everything that has a formula. `size` and `receptive_field` go by axis name.

    `receptive_field` lacks an axis where the operation has no formula for it; `where` are named
    sub-formulas that the others use (K_eff where the window is dilated); `connections` the links
    from inputs and biases to outputs, where an operation makes some.
    """

    size: Mapping[str, Shown]
    params: Shown
    multiplies: Shown
    elementwise: Shown
    receptive_field: Mapping[str, Shown]
    where: Mapping[str, Shown]
    one_value: Shown | None
    connections: Shown | None


def layer_formulas(row: LayerResult, batch: int) -> LayerFormulas:
    """Write out every formula of `row`."""
    plan = row.plan
    book, env = plan.book, plan.values(batch, row.in_shapes)
    one_value, connections = book.one_value, book.connections
    return LayerFormulas(
        size={
            name: show(formula, env, book.where)
            for name, formula in zip(size_names(row.out_shape), book.out, strict=True)
        },
        params=show(book.params, env, book.where),
        multiplies=show(book.multiplies, env, book.where),
        elementwise=show(book.elementwise, env, book.where),
        receptive_field=_receptive(row, env),
        where=shown_where(book.where, env),
        one_value=show(one_value, env, book.where) if one_value else None,
        connections=show(connections, env, book.where) if connections else None,
    )


def size_names(shape: Dims) -> tuple[str, ...]:
    """``("channels", "height", "width")``; a flat vector has ``("features",)``."""
    if len(shape) == 1:
        return ("features",)
    return ("channels", *(AXIS_NAMES[axis] for axis in AXES[len(shape) - 1]))


def environment(row: LayerResult, batch: int) -> Env:
    """Every symbol's value for this layer."""
    return row.plan.values(batch, row.in_shapes)


def _receptive(row: LayerResult, env: Env) -> dict[str, Shown]:
    """r + (taps − 1)·j along each axis whose taps have a formula and whose step is whole."""
    axes = AXES[row.plan.rank]
    wanted = [
        (axis, taps, before, size)
        for axis, taps, before, size in zip(
            axes,
            row.layer.op.taps(len(axes)),
            row.field_before,
            row.field_before.sizes,
            strict=False,
        )
        if taps and isinstance(before.step, int)
    ]
    seen = {f"r_{axis}": size for axis, _, _, size in wanted}
    steps = {f"j_{axis}": int(before.step) for axis, _, before, _ in wanted}
    values = {**env, **seen, **steps}
    where = row.plan.book.where
    return {
        AXIS_NAMES[axis]: show(parse(f"r_{axis} + ({taps} - 1)*j_{axis}"), values, where)
        for axis, taps, _, _ in wanted
    }
