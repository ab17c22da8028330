"""PyTorch as a witness: the same layer there has the same sizes, weights and multiplies.

Each operation builds its own twin from ``torch.nn``; those that are functions in PyTorch make a
module of the function. What PyTorch refuses is refused here too.
"""

from __future__ import annotations

from typing import Any

import pytest

torch = pytest.importorskip("torch", reason="pip install torch==2.13.0")

from hypothesis import assume, given, settings  # noqa: E402
from hypothesis import strategies as st  # noqa: E402
from torch import nn  # noqa: E402
from torch.utils.flop_counter import FlopCounterMode  # noqa: E402

from archcalc.errors import ShapeError  # noqa: E402
from archcalc.ops import registry  # noqa: E402
from archcalc.ops.base import Dims, Op, make_plan  # noqa: E402
from archcalc.verify.samples import differs  # noqa: E402

from .cases import Case, cases  # noqa: E402

Tensors = list[Any]
REFUSALS = (RuntimeError, ValueError, IndexError)


class Witness:
    """What PyTorch says of one layer."""

    def __init__(self, case: Case, batch: int, device: str = "meta") -> None:
        with torch.device(device):
            self.module = _twin(case)
            tensors = [torch.empty(batch, *shape) for shape in case.shapes]
        with FlopCounterMode(display=False) as counter, torch.no_grad():
            out = self.module(*tensors)
        self.batch, *self.out = out.shape
        self.multiplies = counter.get_total_flops() / 2
        self.tensors = {
            name: tuple(tensor.shape) for name, tensor in self.module.named_parameters()
        }


def _twin(case: Case) -> Any:
    return case.op.twin(nn, case.shapes).eval()


def test_every_operation_has_a_twin() -> None:
    assert [kind for kind, op in registry().items() if op.twin is Op.twin] == []


def _tensors(case: Case) -> dict[str, Dims]:
    plan = make_plan(case.op, case.shapes)
    env = plan.values(1, case.shapes)
    return {n: tuple(a.evaluate(env) for a in axes) for n, axes in plan.book.tensors.items()}


@pytest.mark.parametrize("kind", registry())
@settings(max_examples=100, deadline=None, derandomize=True)
@given(data=st.data(), batch=st.integers(1, 3))
def test_pytorch_agrees(kind: str, data: st.DataObject, batch: int) -> None:
    case = data.draw(cases(kind))
    assume(not differs(case.op, case.shapes, batch))
    try:
        out, _, multiplies, _ = make_plan(case.op, case.shapes).run(batch, case.shapes)
    except ShapeError:
        assert _refused(case, batch)
        return
    witness = Witness(case, batch)
    assert (witness.batch, tuple(witness.out)) == (batch, out)
    assert witness.tensors == _tensors(case)
    assert witness.multiplies == multiplies


def _filled(op: Op, *shapes: Dims) -> tuple[Any, Tensors]:
    """The twin with random weights, and random inputs for it."""
    module = _twin(Case(op, shapes))
    with torch.no_grad():
        for tensor in (*module.parameters(), *module.buffers()):
            tensor.normal_()
    return module, [torch.randn(2, *shape) for shape in shapes]


def test_a_partial_convolution_is_a_convolution_with_zeros_in_its_weights() -> None:
    table = ((0, 2), (1,), (3, 1, 0))
    op = registry()["partial_conv"](connections=table, kernel_size=(3, 2), stride=2, padding=1)
    module, [x] = _filled(op, (4, 9, 8))
    weight, kernels = torch.zeros(3, 4, 3, 2), iter(module.weight)
    for out, maps in enumerate(table):
        for one in maps:
            weight[out, one] = next(kernels)
    dense = nn.functional.conv2d(x, weight, module.bias, stride=2, padding=1)
    assert torch.allclose(module(x), dense, atol=1e-5)


def test_subsampling_scales_and_shifts_sums() -> None:
    module, [x] = _filled(registry()["subsampling"](kernel_size=2), (2, 4, 4))
    sums = x[..., ::2, ::2] + x[..., 1::2, ::2] + x[..., ::2, 1::2] + x[..., 1::2, 1::2]
    each = (1, 2, 1, 1)
    expected = sums * module.weight.reshape(each) + module.bias.reshape(each)
    assert torch.allclose(module(x), expected, atol=1e-5)


def test_a_radial_basis_function_is_a_squared_distance() -> None:
    module, [x] = _filled(registry()["rbf"](out_features=3), (5,))
    assert torch.allclose(module(x), torch.cdist(x, module.centres) ** 2, atol=1e-4)
    assert list(module.parameters()) == []


def _refused(case: Case, batch: int) -> bool:
    """PyTorch refuses too, or lets an empty output pass. The meta device checks less."""
    try:
        return 0 in Witness(case, batch, "cpu").out
    except REFUSALS:
        return True
