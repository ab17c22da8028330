"""A layer of no network: its worked examples, and the same numbers as within a network."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from laws.cases import cases

import archcalc
from archcalc.alone import layer_alone
from archcalc.analysis import LayerResult
from archcalc.errors import InputError, ShapeError
from archcalc.ops import registry
from archcalc.ops.base import Example, Op

KINDS = sorted(registry())
EXAMPLES = [
    pytest.param(op, example, id=f"{kind} {example.source}")
    for kind, op in registry().items()
    for example in op.examples
]


@pytest.mark.parametrize(("op", "example"), EXAMPLES)
def test_a_worked_example_comes_out(op: type[Op], example: Example) -> None:
    row = layer_alone(op(**example.attributes), example.inputs)
    assert (row.out_shape, row.params, row.multiplies, row.elementwise) == (
        example.out, example.params, example.multiplies, example.elementwise,
    )  # fmt: skip
    assert (row.path, row.op, row.in_shapes) == (op.kind, op.kind, example.inputs)


def test_the_exercise_of_the_lecture() -> None:
    # 32·32·10 outputs; (5·5·3 + 1)·10 = 760; 10,240 outputs · 75 = 768,000 (CS231n, lecture 5)
    conv = registry()["conv"](out_channels=10, kernel_size=5, padding=2)
    row = layer_alone(conv, ((3, 32, 32),))
    assert (row.out_shape, row.params, row.multiplies) == ((10, 32, 32), 760, 768_000)
    assert (row.activations, row.field.sizes) == (10_240, (5, 5))
    assert row.tensors() == {"weight": (10, 3, 5, 5), "bias": (10,)}


def test_a_batch_multiplies_all_but_the_parameters() -> None:
    conv = registry()["conv"](out_channels=10, kernel_size=5, padding=2)
    row = layer_alone(conv, ((3, 32, 32),), batch=4)
    assert (row.params, row.multiplies, row.activations) == (760, 3_072_000, 40_960)


def numbers(row: LayerResult) -> tuple[Any, ...]:
    """All but the name and the plan, which are made anew."""
    return (row.op, *row[1:])


def outcome(made: Callable[[], LayerResult]) -> tuple[Any, ...] | str:
    """The numbers, or why there are none."""
    try:
        return numbers(made())
    except archcalc.ArchcalcError as error:
        return str(error)


def listed(value: Any) -> Any:
    return list(map(listed, value)) if isinstance(value, tuple) else value


@pytest.mark.parametrize("kind", [kind for kind in KINDS if registry()[kind].arity[0] == 1])
@given(data=st.data(), batch=st.integers(1, 3))
def test_it_counts_as_a_network_of_one_layer(kind: str, data: st.DataObject, batch: int) -> None:
    op, shapes = data.draw(cases(kind))
    assume(len(shapes) == 1)
    attributes = {key: listed(value) for key, value in op.values().items()}
    spec = {"name": "net", "input": shapes[0], "layers": [{kind: {"name": "a", **attributes}}]}
    alone = outcome(lambda: layer_alone(op, shapes, batch))
    within = outcome(lambda: archcalc.loads(json.dumps(spec)).analyze(batch=batch)["a"])
    if isinstance(alone, str):  # the network's error names the layer, too
        assert isinstance(within, str)
        assert within.endswith(f" a: {alone}")
    else:
        assert alone == within


@pytest.mark.parametrize(
    ("shape", "batch", "said"),
    [
        ((0, 3), 1, "input sizes must be between 1 and 1,000,000,000, found 0×3"),
        ((), 1, "input sizes must be between"),
        ((3, 10**10), 1, "input sizes must be between"),
        ((3.0, 3), 1, "whole numbers"),
        ((3, 3), 0, "batch must be between 1 and 1,000,000,000, found 0"),
        ((3, 3), True, "whole numbers"),
    ],
)
def test_sizes_that_cannot_be(shape: Any, batch: int, said: str) -> None:
    with pytest.raises(InputError, match=said):
        layer_alone(registry()["relu"](), (shape,), batch)


def test_too_few_inputs() -> None:
    with pytest.raises(ShapeError, match="add takes 2 or more inputs, found 1"):
        layer_alone(registry()["add"](), ((3, 3, 3),))
