"""A layer of no network: one operation on inputs of given shapes."""

from __future__ import annotations

from math import prod

from archcalc.analysis import LayerResult, check_sizes
from archcalc.network import INPUT, Layer
from archcalc.ops.base import Dims, Op, make_plan
from archcalc.receptive import compose, start


def layer_alone(op: Op, shapes: tuple[Dims, ...], batch: int = 1) -> LayerResult:
    """Work out `op` on inputs of these `shapes`, each (C, H, W) or of another rank.

    Its receptive field starts afresh: each position of an input sees itself. Raises ShapeError
    where the shapes do not fit and InputError for an impossible size or batch.

    >>> from archcalc.ops.linear import Linear
    >>> layer_alone(Linear(out_features=10), ((400,),)).params
    4010
    """
    for shape in shapes:
        check_sizes(shape, batch)
    plan = make_plan(op, shapes)
    out, params, multiplies, elementwise = plan.run(batch, shapes)
    before = start(plan.rank)
    return LayerResult(
        layer=Layer(op.kind, plan, (INPUT,) * len(shapes), group=(), aux=False, place=""),
        in_shapes=shapes,
        out_shape=out,
        params=params,
        multiplies=multiplies,
        elementwise=elementwise,
        activations=0 if op.in_place else batch * prod(out),
        spans_before=before,
        spans=compose(before, op.windows(shapes)),
    )
