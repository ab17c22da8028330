"""What single operations take and refuse, where no law covers it."""

from __future__ import annotations

import pytest

import archcalc
from archcalc.errors import ArchcalcError, ShapeError
from archcalc.ops import registry
from archcalc.ops.base import Dims, make_plan
from archcalc.ops.merge import Multiply

SQUEEZE = """{name: se, input: [8, 6, 6], layers: [
    conv: {name: body, out_channels: 16, kernel_size: 3, padding: 1},
    global_avgpool: {name: squeeze}, flatten,
    linear: {name: fc1, out_features: 4}, relu, linear: {name: fc2, out_features: 16},
    sigmoid: {name: gate}, multiply: {name: scale, from: [body, gate]}]}"""


def test_squeeze_and_excitation_with_linear_layers() -> None:
    """Hu et al. 2017, figure 2: 2·16·4 weights and 4 + 16 biases beside the convolution's 1168."""
    found = archcalc.loads(SQUEEZE).analyze()
    scale = found["scale"]
    assert (scale.out_shape, scale.elementwise) == ((16, 6, 6), 576)
    assert scale.in_shapes == ((16, 6, 6), (16,))
    assert scale.field.sizes == (3, 3)
    assert (found.totals.params, found.totals.multiplies) == (1168 + 148, 8 * 16 * 9 * 36 + 128)
    assert found.totals.depth == 1


@pytest.mark.parametrize("gate", [(16,), (1,), (16, 1, 1), (1, 6, 6), (1, 1, 1), (16, 6, 1)])
def test_a_gate_that_fits(gate: Dims) -> None:
    shapes = ((16, 6, 6), gate)
    assert make_plan(Multiply(), shapes).run(1, shapes) == ((16, 6, 6), 0, 0, 576)


@pytest.mark.parametrize("gate", [(15,), (6,), (16, 6), (16, 3, 1), (16, 1, 1, 1)])
def test_a_gate_that_does_not_fit(gate: Dims) -> None:
    shapes = ((16, 6, 6), gate)
    with pytest.raises(ShapeError, match="multiply needs gates of the first input's shape"):
        make_plan(Multiply(), shapes).run(1, shapes)


def test_only_multiply_is_gated() -> None:
    assert [kind for kind, op in registry().items() if op.gated] == ["multiply"]


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ("kernel_size: [1, 1]", "kernel_size needs 1 value for a 1-d input, found 2"),
        ("kernel_size: 1, padding: [1, 1]", "padding needs 1 value for a 1-d input, found 2"),
    ],
)
def test_one_axis_takes_one_value(words: str, message: str) -> None:
    spec = f"{{name: n, input: [3, 9], layers: [conv: {{name: a, out_channels: 1, {words}}}]}}"
    with pytest.raises(ArchcalcError, match=message):
        archcalc.loads(spec).analyze()
