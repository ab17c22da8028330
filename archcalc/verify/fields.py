"""Receptive fields measured: which input positions an output of a PyTorch module depends on.

All weights are 1 and all biases 0, and one slice of the input at a time is 1 on a background of 0:
an output position depends on the slice where it is above 0. (The gradient's support, had max
pooling a gradient everywhere.) Norms, activations and gates pass their first input on.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any, NamedTuple

from archcalc.analysis import Analysis, LayerResult
from archcalc.network import INPUT
from archcalc.ops.base import Window, per_axis
from archcalc.receptive import Axis, Step
from archcalc.verify import needed

Hull = tuple[int, int]
"""The first and the last input position that an output position depends on."""

POINTWISE = ("norm", "activation", "inactive")
"""Roles that work on each position alone."""


class Trust(NamedTuple):
    """How near the engine's field of a layer must be to what is measured along one axis.

    Upsampling and adaptive pooling are right within one position of the layer before, which is
    `slack` input positions; the largest size is found among `phases` outputs. `exact` says that
    every output whose field lies inside the input sees just that, `aligned` that none sees more.
    """

    slack: Step = 0
    phases: int = 1
    exact: bool = True
    aligned: bool = True


def disagreements(analysis: Analysis, module: Any) -> list[str]:
    """Where a layer of `module` sees other positions than the engine says, a line each."""
    _ones(module)
    rank = len(analysis.input) - 1
    trusts = _trusts(analysis, rank)
    found: list[str] = []
    for axis in range(rank):
        seen = hulls(module, analysis, axis)
        for i, row in enumerate(analysis.rows):
            if row.spans and row.path in seen:
                trust = trusts[i][axis]
                trust = trust._replace(exact=trust.exact and _seen_across(row, axis, analysis))
                problem = _compared(
                    seen[row.path], row.field[axis], trust, analysis.input[axis + 1]
                )
                if problem:
                    found.append(f"{row.path} ({row.op}) receptive field, axis {axis}: {problem}")
    return found


def _seen_across(row: LayerResult, axis: int, analysis: Analysis) -> bool:
    """Whether along every other axis some output sees no padding: else it may see nothing else."""
    return all(
        any(
            here.first + i * here.step >= 0 and here.last + i * here.step < analysis.input[other]
            for i in range(row.out_shape[other])
        )
        for other, here in enumerate(row.field, start=1)
        if other != axis + 1
    )


def _ones(module: Any) -> None:
    torch = needed("torch")
    with torch.no_grad():
        for name, tensor in module.named_parameters():
            tensor.fill_(0.0 if name.endswith("bias") else 1.0)


def hulls(module: Any, analysis: Analysis, axis: int) -> dict[str, list[Hull | None]]:
    """What each layer's output positions along `axis` depend on, by path."""
    torch = needed("torch")
    length = analysis.input[axis + 1]
    slices = torch.zeros(length, *analysis.input, dtype=torch.float64)
    for position in range(length):
        slices.select(axis + 2, position)[position] = 1.0
    seen: dict[str, list[Hull | None]] = {}

    def watch(row: LayerResult) -> Any:
        passes = row.layer.op.role in POINTWISE or row.layer.op.gated

        def hook(_: Any, inputs: Sequence[Any], out: Any) -> Any:
            out = inputs[0] if passes else out.clamp(0, 1)
            if out.dim() > axis + 2:
                others = [d for d in range(1, out.dim()) if d != axis + 2]
                seen[row.path] = _hulls((out > 0).amax(others))
            return out

        return module.layers[row.path].register_forward_hook(hook)

    hooks = [watch(row) for row in analysis.rows]
    try:
        with torch.no_grad():
            module(slices)
    finally:
        for hook in hooks:
            hook.remove()
    return seen


def _hulls(depends: Any) -> list[Hull | None]:
    """From a table of input position × output position."""
    found: list[Hull | None] = []
    for column in depends.T.tolist():
        where = [position for position, one in enumerate(column) if one]
        found.append((where[0], where[-1]) if where else None)
    return found


# --- how near it must be -------------------------------------------------------------------------


def _trusts(analysis: Analysis, rank: int) -> list[tuple[Trust, ...]]:
    whole = (Trust(),) * rank
    known: dict[int, tuple[Trust, ...]] = {INPUT: whole}
    for i, row in enumerate(analysis.rows):
        read = row.layer.main_inputs
        if not row.spans or len(row.out_shape) != rank + 1:
            known[i] = whole
            continue
        steps = [_steps(analysis, j, rank) for j in read]
        known[i] = tuple(
            _trust(row, axis, [known[j][axis] for j in read], [step[axis] for step in steps])
            for axis in range(rank)
        )
    return [known[i] for i in range(len(analysis.rows))]


def _steps(analysis: Analysis, source: int, rank: int) -> tuple[Step, ...]:
    return (1,) * rank if source == INPUT else analysis.rows[source].field.strides


def _trust(row: LayerResult, axis: int, before: list[Trust], steps: list[Step]) -> Trust:
    windows = row.plan.op.windows(row.in_shapes)
    window = windows[axis] if isinstance(windows, tuple) else Window(1)
    aligned = len(set(steps)) == 1 and all(one.aligned for one in before)
    exact = aligned and all(one.exact for one in before)
    return Trust(
        max(one.slack for one in before) + (max(steps) if window.up > 1 else 0),
        max(one.phases for one in before) * Fraction(window.stride, window.up).denominator,
        exact and not _hides(row, window, axis),
        aligned,
    )


def _hides(row: LayerResult, window: Window, axis: int) -> bool:
    """Whether some outputs see less: what is left out is not at the edge, or stands between."""
    op: Any = row.layer.op
    rank = len(row.out_shape) - 1
    if row.op == "partial_conv":
        read = {one for maps in op.connections for one in maps}
        return len(read) < row.in_shapes[0][0]
    if row.op == "conv_transpose" and window.up > 1:
        dilated = per_axis(op.dilation, rank, "dilation")[axis] > 1
        return dilated or op.spans(rank)[axis] < window.up or window.before < 0
    return row.op == "crop" or window.before < 0


def _compared(seen: list[Hull | None], axis: Axis, trust: Trust, length: int) -> str:
    """What is wrong, if anything."""
    inner: list[int] = []
    for position, hull in enumerate(seen):
        first, last = (end + position * axis.step for end in axis[:2])
        inside = first - trust.slack >= 0 and last + trust.slack < length
        if hull is None or not trust.aligned:
            continue
        outside = hull[0] < first - trust.slack or hull[1] > last + trust.slack
        other = inside and trust.exact and not trust.slack and hull != (first, last)
        if outside or other:
            return f"output {position}: archcalc {first} to {last}, PyTorch {hull[0]} to {hull[1]}"
        inner += [hull[1] - hull[0] + 1] * inside
    size = axis.last - axis.first + 1
    if trust.exact and len(inner) >= trust.phases and size > max(inner) + trust.slack:
        return f"archcalc {size}, PyTorch {max(inner)} at most"
    return ""
