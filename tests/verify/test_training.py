"""Training memory: what the engine says autograd keeps, against what it really holds."""

from __future__ import annotations

from typing import Any

import pytest

torch = pytest.importorskip("torch", reason="pip install torch==2.13.0")
from torch import nn  # noqa: E402

from archcalc import load, loads  # noqa: E402
from archcalc.ops import registry  # noqa: E402
from archcalc.ops.base import Dims, Example, Op, make_plan  # noqa: E402
from archcalc.verify.build import build  # noqa: E402
from archcalc.verify.training import kept, measure_training  # noqa: E402

TRAINING = {
    # network: bytes computed, bytes measured on torch 2.13 and the meta device
    "alexnet": (500_120_140, 500_204_780),
    "vgg16": (1_180_094_688, 1_180_119_264),
    "resnet50": (286_154_976, 286_367_456),
    "densenet121": (194_196_192, 194_530_784),
    "lenet5": (522_736, 529_216),
}


@pytest.mark.parametrize("name", TRAINING)
def test_computed_and_measured(name: str) -> None:
    computed, measured = TRAINING[name]
    network = load(name)
    module = build(network, device="meta", init=None)
    assert network.analyze().totals.memory.training_bytes == computed
    assert measure_training(module, torch.empty(1, *network.input, device="meta")) == measured
    assert abs(computed - measured) < 0.02 * measured


# --- operation by operation ----------------------------------------------------------------------

CASES = [(op, example) for op in registry().values() for example in op.examples]
BESIDE = {
    "dropout": lambda out: 3 * out,  # a CPU's mask has 4 bytes a value, a GPU's the stated 1
    "partial_conv": lambda _: 7 * 25 * 4 + 7 * 8,  # filters picked by map, and which they were
}
"""Bytes that PyTorch keeps beyond what is stated, on purpose, by the number of output values."""


def stated(op: Op, shapes: tuple[Dims, ...], out: int) -> int:
    """What the operation says is kept of one image in float32, its input's own layer apart."""
    read = sum(4 * torch.Size(shape).numel() for shape in shapes)
    tensors = ("input" in op.keeps) * read + ("output" in op.keeps) * 4 * out
    return tensors + (op.kept_bytes + 4 * op.kept_maps) * out


@pytest.mark.parametrize(("model", "example"), CASES, ids=lambda one: getattr(one, "kind", ""))
def test_what_an_operation_keeps(model: type[Op], example: Example) -> None:
    """Statistics of norms and LRN's few padded channels are below 5 %."""
    plan = make_plan(model(**example.attributes), example.inputs)
    module = plan.op.twin(nn, example.inputs).train()
    inputs = [torch.rand(1, *shape, requires_grad=True) for shape in example.inputs]
    out = torch.Size(plan.run(1, example.inputs)[0]).numel()
    ours = stated(plan.op, example.inputs, out)
    ours += BESIDE.get(model.kind, lambda _: 0)(out)
    assert ours <= kept(module, *inputs) <= 1.05 * ours


def trained(text: str) -> tuple[int, int | None]:
    network = loads(text)
    module = build(network, init=None)
    x = torch.zeros(1, *network.input)
    return network.analyze().totals.memory.training_bytes, measure_training(module, x)


def test_nothing_is_kept_where_nothing_before_learns() -> None:
    """16 parameters twice, and the pool's 48 values for the convolution; the pool keeps nothing."""
    text = """
name: n
input: [3, 8, 8]
layers: [{maxpool: {kernel_size: 2}}, {conv: {name: c, out_channels: 4, kernel_size: 1}}, relu]
"""
    assert trained(text) == (2 * 16 * 4 + 48 * 4 + 64 * 4,) * 2


def test_a_branch_that_learns_nothing_beside_one_that_does() -> None:
    text = """
name: n
input: [2, 4, 4]
layers:
  - parallel:
      branches:
        pool: [{maxpool: {kernel_size: 3, stride: 1, padding: 1}}]
        conv: [{conv: {name: c, out_channels: 2, kernel_size: 1, bias: false}}]
"""
    assert trained(text) == (2 * 4 * 4 + 32 * 4,) * 2  # four weights; the input, for them


def test_what_cannot_train_is_not_measured() -> None:
    """A batch norm of one value a channel."""
    computed, measured = trained("{name: n, input: [3, 1, 1], layers: [batchnorm]}")
    assert computed > 0
    assert measured is None


def test_the_module_is_left_as_it_was() -> None:
    network = load("lenet5")
    module = build(network).eval()
    module.layers["s2"].train()
    before: list[Any] = [layer.training for layer in module.modules()]
    measure_training(module, torch.zeros(1, *network.input))
    assert [layer.training for layer in module.modules()] == before
