"""PyTorch as a witness: the same layer there has the same sizes, weights and multiplies.

Each operation builds its own twin from ``torch.nn``; those without a module of their own are held
against the function that a network would call. What PyTorch refuses is refused here too.
"""

from __future__ import annotations

from collections.abc import Callable
from math import prod
from typing import Any

import pytest

torch = pytest.importorskip("torch", reason="pip install torch==2.13.0")

from hypothesis import assume, given, settings  # noqa: E402
from hypothesis import strategies as st  # noqa: E402
from torch import nn  # noqa: E402
from torch.utils.flop_counter import FlopCounterMode  # noqa: E402

from archcalc.errors import ShapeError  # noqa: E402
from archcalc.ops import registry  # noqa: E402
from archcalc.ops.base import Dims, Op, make_plan, per_axis  # noqa: E402

from .cases import Case, cases  # noqa: E402

Tensors = list[Any]
REFUSALS = (RuntimeError, ValueError, IndexError)


def _crop(op: Any, tensors: Tensors) -> Any:
    """U-Net's centre crop."""
    x, rank = tensors[0], tensors[0].dim() - 2
    size = (op.size,) * rank if isinstance(op.size, int) else op.size
    wanted = tensors[1].shape[2:] if len(tensors) == 2 else size
    for axis, length in enumerate(wanted, start=2):
        x = x.narrow(axis, (x.shape[axis] - length) // 2, length)
    return x


def _subsample(op: Any, tensors: Tensors) -> Any:
    """ResNet's option A as it is usually written."""
    x = tensors[0]
    rank = x.dim() - 2
    steps = (op.stride,) * rank if isinstance(op.stride, int) else op.stride
    x = x[(slice(None), slice(None), *(slice(None, None, step) for step in steps))]
    added = 0 if op.out_channels is None else op.out_channels - x.shape[1]
    if added < 0:
        raise ValueError("F.pad would take channels away")
    return nn.functional.pad(x, (*(0, 0) * rank, 0, added))


def _multiply(op: Any, tensors: Tensors) -> Any:
    x, *gates = tensors
    for gate in gates:
        x = x * gate
    return x


FUNCTIONS: dict[str, Callable[[Any, Tensors], Any]] = {
    "add": lambda _, tensors: sum(tensors[1:], tensors[0]),
    "concat": lambda _, tensors: torch.cat(tensors, dim=1),
    "crop": _crop,
    "multiply": _multiply,
    "subsample": _subsample,
}


class Witness:
    """What PyTorch says of one layer."""

    def __init__(self, case: Case, batch: int, device: str = "meta") -> None:
        with torch.device(device):
            self.module = None if case.op.kind in FUNCTIONS else _twin(case)
            tensors = [torch.empty(batch, *shape) for shape in case.shapes]
        with FlopCounterMode(display=False) as counter, torch.no_grad():
            out = (
                self.module(*tensors) if self.module else FUNCTIONS[case.op.kind](case.op, tensors)
            )
        self.batch, *self.out = out.shape
        self.multiplies = counter.get_total_flops() / 2
        self.tensors = {
            name.rpartition(".")[2]: tuple(tensor.shape)
            for name, tensor in (self.module.named_parameters() if self.module else ())
        }


def _twin(case: Case) -> Any:
    return case.op.twin(nn, case.shapes).eval()


def test_an_operation_has_a_module_or_a_function() -> None:
    for kind, op in registry().items():
        assert (op.twin is Op.twin) == (kind in FUNCTIONS)


def _tensors(case: Case) -> dict[str, Dims]:
    plan = make_plan(case.op, case.shapes)
    env = plan.values(1, case.shapes)
    return {n: tuple(a.evaluate(env) for a in axes) for n, axes in plan.book.tensors.items()}


@pytest.mark.parametrize("kind", registry())
@settings(max_examples=100, deadline=None, derandomize=True)
@given(data=st.data(), batch=st.integers(1, 3))
def test_pytorch_agrees(kind: str, data: st.DataObject, batch: int) -> None:
    case = data.draw(cases(kind))
    assume(not any(differs(case, batch) for differs in DIFFERENCES))
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


# --- where the two differ on purpose -------------------------------------------------------------


def _one_value_to_normalise(case: Case, batch: int) -> bool:
    """PyTorch's group_norm refuses a group of one value even at inference."""
    if case.op.kind != "groupnorm":
        return False
    channels, *sizes = case.shapes[0]
    return batch * channels // case.op.num_groups * prod(sizes) == 1


def _padding_makes_room(case: Case, batch: int) -> bool:
    """AvgPool3d alone refuses an input smaller than its kernel though padding makes room."""
    if case.op.kind != "avgpool" or case.rank != 3:
        return False
    kernels = per_axis(case.op.kernel_size, 3, "kernel_size")
    return any(size < kernel for size, kernel in zip(case.shapes[0][1:], kernels, strict=True))


def _uneven_pool(case: Case, batch: int) -> bool:
    """PyTorch pools pad evenly; a padding layer before one neither rounds up nor is bounded."""
    if case.op.kind not in ("avgpool", "maxpool"):
        return False
    kernels = per_axis(case.op.kernel_size, case.rank, "kernel_size")
    beyond = any(
        max(pair) > size // 2 for pair, size in zip(case.op.pads(case.rank), kernels, strict=True)
    )
    pairs = (*case.op.pads(case.rank), *case.op.pads_for(case.shapes))
    return any(a != b for a, b in pairs) and (case.op.ceil_mode or beyond)


DIFFERENCES = (_one_value_to_normalise, _padding_makes_room, _uneven_pool)
