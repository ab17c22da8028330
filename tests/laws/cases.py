"""Random operations with inputs, so that every law meets every op.

What is drawn for each operation stands in archcalc.verify.samples, which random networks use, too.
"""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from typing import Any, NamedTuple

from hypothesis import assume
from hypothesis import strategies as st

from archcalc.errors import ShapeError
from archcalc.ops import registry
from archcalc.ops.base import Dims, Op, Plan, Result, make_plan
from archcalc.verify.samples import ATTRIBUTES, CHANNELS, INPUTS, attributes, sizes

Draw = Callable[[st.SearchStrategy[Any]], Any]


class Case(NamedTuple):
    """An operation and the shapes it is given; they need not fit."""

    op: Op
    shapes: tuple[Dims, ...]

    @property
    def rank(self) -> int:
        return len(self.shapes[0]) - 1


@st.composite
def cases(draw: Draw, kind: str, largest: int = 24) -> Case:
    """An operation of `kind` with input shapes of sizes up to `largest` along each axis."""
    model = registry()[kind]
    rng = draw(st.randoms(use_true_random=False))
    rank = rng.choice(model.ranks)
    shape = (rng.choice(CHANNELS), *sizes(rng, rank, largest))
    if kind not in ATTRIBUTES and kind not in INPUTS:
        return _from_example(rng, model, shape)
    others = INPUTS[kind](rng, shape) if kind in INPUTS else []
    return Case(model(**attributes(rng, model, shape)), (shape, *others))


def _from_example(rng: Random, model: type[Op], shape: Dims) -> Case:
    """The attributes of a worked example, on its inputs or on others, as many as there may be."""
    example = rng.choice(model.examples)
    low, high = model.arity
    others = (shape,) * rng.randint(low, min(high, low + 2))
    return Case(model(**example.attributes), rng.choice([example.inputs, others]))


def run(op: Op, *shapes: Dims, batch: int = 1) -> Result:
    return make_plan(op, shapes).run(batch, shapes)


def fitting(data: st.DataObject, kind: str) -> tuple[Case, Plan, Result]:
    """A random case that fits, with its numbers for a batch of one."""
    case = data.draw(cases(kind))
    try:
        plan = make_plan(case.op, case.shapes)
        return case, plan, plan.run(1, case.shapes)
    except ShapeError:
        assume(False)
        raise
