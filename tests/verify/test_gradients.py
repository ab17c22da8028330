"""``archcalc.verify.gradients``: held against torch.autograd by hand, differences, and theory."""

from __future__ import annotations

import math
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

torch = pytest.importorskip("torch", reason="pip install torch==2.13.0")

from archcalc.catalog import load, loads, names  # noqa: E402
from archcalc.errors import InputError, UnknownNameError  # noqa: E402
from archcalc.verify.build import build  # noqa: E402
from archcalc.verify.gradients import (  # noqa: E402
    Conditions,
    Flow,
    Point,
    Setting,
    course,
    depths,
    flow,
    mean,
    settings_of,
    size,
)

CHAIN = """
name: chain
input: [3, 6, 6]
layers:
  - conv: {name: c1, out_channels: 4, kernel_size: 3, padding: 1, bias: false}
  - batchnorm
  - relu
  - conv: {name: c2, out_channels: 5, kernel_size: 3, stride: 2, bias: false}
  - batchnorm
  - relu
  - flatten
  - linear: {name: fc, out_features: 7}
  - softmax
"""
DOUBLE = Conditions(batch=4, seed=3, dtype="float64")


def inputs(shape: tuple[int, ...], classes: int, at: Conditions) -> tuple[Any, Any]:
    """The documented draw: normal images, then for each a class."""
    draw = torch.Generator().manual_seed(at.seed)
    x = torch.randn(at.batch, *shape, generator=draw, dtype=torch.float64)
    label = (torch.rand(at.batch, generator=draw, dtype=torch.float64) * classes).long()
    return x, label


def weights(spec: str, at: Conditions, init: str = "he") -> dict[str, Any]:
    torch.manual_seed(at.seed)
    module = build(loads(spec), init=init, dtype=at.dtype)
    return {path: tensor.detach().clone() for path, tensor in module.named_parameters()}


def by_hand(
    tensors: dict[str, Any], x: Any, label: Any, norm: bool, shift: dict[str, Any] | None = None
) -> tuple[Any, dict[str, Any]]:
    """The chain in plain torch, written out: its loss, and what its layers give."""
    shift = shift or {}
    outs = {}

    def normed(h: Any) -> Any:
        if norm:
            centred = h - h.mean((0, 2, 3), keepdim=True)
            h = centred / (centred.square().mean((0, 2, 3), keepdim=True) + 1e-5).sqrt()
        return h.clamp(min=0)

    outs["c1"] = torch.conv2d(x, tensors["c1.weight"], padding=1) + shift.get("c1", 0)
    outs["c2"] = torch.conv2d(normed(outs["c1"]), tensors["c2.weight"], stride=2)
    outs["c2"] = outs["c2"] + shift.get("c2", 0)
    outs["fc"] = normed(outs["c2"]).flatten(1) @ tensors["fc.weight"].T + tensors["fc.bias"]
    chances = outs["fc"].log_softmax(1)
    return -chances[torch.arange(len(label)), label].mean(), outs


@pytest.mark.parametrize("norm", [True, False])
@pytest.mark.parametrize("init", ["he", "xavier"])
def test_norms_of_gradients_by_autograd_in_plain_torch(norm: bool, init: str) -> None:
    tensors = weights(CHAIN, DOUBLE, init)
    for tensor in tensors.values():
        tensor.requires_grad_()
    loss, outs = by_hand(tensors, *inputs((3, 6, 6), 7, DOUBLE), norm)
    found = flow(loads(CHAIN), Setting(norm, init), DOUBLE)
    assert found.loss == pytest.approx(loss.item(), rel=1e-9)
    assert [(point.path, point.depth) for point in found.points] == [
        ("c1", 1),
        ("c2", 2),
        ("fc", 3),
    ]
    for point in found.points:
        wanted = (outs[point.path], tensors[f"{point.path}.weight"])
        output, weight = torch.autograd.grad(loss, wanted, retain_graph=True)
        assert point.output == pytest.approx(output.square().sum().sqrt().item(), rel=1e-9)
        assert point.weight == pytest.approx(weight.square().sum().sqrt().item(), rel=1e-9)
        signal = outs[point.path].square().mean().sqrt().item()
        assert point.signal == pytest.approx(signal, rel=1e-9)


@pytest.mark.parametrize("norm", [True, False])
@pytest.mark.parametrize("path", ["c1", "c2"])
def test_the_gradient_is_what_small_steps_show(norm: bool, path: str) -> None:
    """No derivative: the loss at both sides of a step along each axis of the layer's output."""
    tensors, (x, label) = weights(CHAIN, DOUBLE), inputs((3, 6, 6), 7, DOUBLE)
    out = by_hand(tensors, x, label, norm)[1][path]
    step, squares = 1e-6, 0.0
    for axis in range(out.numel()):
        shift = torch.zeros_like(out)
        shift.view(-1)[axis] = step
        ahead = by_hand(tensors, x, label, norm, {path: shift})[0].item()
        behind = by_hand(tensors, x, label, norm, {path: -shift})[0].item()
        squares += ((ahead - behind) / (2 * step)) ** 2
    found = {point.path: point for point in flow(loads(CHAIN), Setting(norm), DOUBLE).points}
    assert found[path].output == pytest.approx(math.sqrt(squares), rel=1e-4)


# --- what the command shows ----------------------------------------------------------------------

EXPECTED = {
    ("plain56", True, "he"): (9.4e3, "explodes"),
    ("plain56", True, "xavier"): (3.6e3, "explodes"),
    ("plain56", False, "he"): (3.3e-2, "stays"),
    ("plain56", False, "xavier"): (1.4e-10, "vanishes"),
    ("resnet56", True, "he"): (16.0, "stays"),
    ("resnet56", True, "xavier"): (7.2, "stays"),
    ("resnet56", False, "he"): (1.9e3, "explodes"),
    ("resnet56", False, "xavier"): (1.4, "stays"),
    ("plain20", True, "he"): (13.0, "stays"),
    ("plain110", True, "he"): (3.2e7, "explodes"),
}
"""The gradient's norm at the first layer over the last's: measured here, torch 2.13, seed 0."""


@pytest.mark.parametrize(("name", "norm", "init"), EXPECTED)
def test_orders_of_magnitude(name: str, norm: bool, init: str) -> None:
    ratio, word = EXPECTED[name, norm, init]
    found = flow(load(name), Setting(norm, init))
    assert abs(math.log10(found.ratio / ratio)) < 0.5
    assert found.course == word or abs(abs(math.log10(ratio)) - 3) < 0.6


PAGE = (Path(__file__).parents[2] / "docs" / "gradients.md").read_text(encoding="utf-8")


def test_the_page_prints_these_numbers() -> None:
    rows = re.findall(r"^(\w+) +(on|off) +(\w+) +\S+ +(\S+) +\S+ +\S+  (\w+)$", PAGE, re.MULTILINE)
    assert len(rows) == 8
    for name, norm, init, ratio, word in rows:
        assert EXPECTED[name, norm == "on", init] == (float(ratio), word)


def test_the_page_s_block_of_zero_weights_is_the_identity() -> None:
    [code] = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)
    assert "assert torch.equal(block(x), x)" in code
    exec(code, {})
    with pytest.raises(AssertionError):
        exec(code.replace("zeros_", "ones_"), {})


def test_xavier_without_norm_starves_the_weights_at_every_depth() -> None:
    """Forward and backward fall alike, so no layer's weights get more than another's."""
    found = flow(load("plain56"), Setting(False, "xavier"))
    weight = found.profile(lambda point: point.weight)
    assert max(weight) < 1e-7
    assert max(weight) / min(weight) < 1e3


@pytest.mark.parametrize(
    ("norm", "init", "rate"),
    [
        # Of a wide batch-normalised layer with ReLU the squared gradient grows by π/(π − 1) on its
        # way back: half of it passes ReLU, and the variance of max(0, N(0, 1)) is (π − 1)/2π.
        (True, "he", 1.467),
        # Glorot & Bengio keep the variance of linear layers; ReLU halves it.
        (False, "xavier", 0.5),
        # He et al. 2015, "Delving deep into rectifiers", section 2.2: made to be 1.
        (False, "he", 1.0),
    ],
)
def test_the_rate_a_layer_of_theory(norm: bool, init: str, rate: float) -> None:
    """Within one stage of plain layers of one width, 16 of them; zero padding loses a little."""
    found = flow(load("plain56"), Setting(norm, init))
    stage = {point.path: point.output for point in found.points if "conv3_x" in point.path}
    values = [value for value in stage.values() if value]
    measured = (values[1] / values[-1]) ** (2 / (len(values) - 2))
    assert measured == pytest.approx(rate, abs=0.15)


def test_auxiliary_heads_add_gradient_to_the_same_weights() -> None:
    at, network = Conditions(batch=2), load("googlenet")
    without, beside = (flow(network, Setting(None, "xavier", aux), at) for aux in (False, True))
    assert [p.signal for p in without.points] == [p.signal for p in beside.points if not p.aux]
    assert without.gradient[-1] == beside.gradient[-1]
    assert beside.gradient[0] > 1.5 * without.gradient[0]
    # Szegedy et al. 2014, section 5: two heads, each a convolution and two linear layers
    assert [p.path for p in beside.points if p.aux] == [
        f"{head}.head.{layer}" for head in ("aux1", "aux2") for layer in ("conv", "fc1", "fc2")
    ]


def test_an_auxiliary_loss_counts_three_tenths() -> None:
    at, network = Conditions(batch=2), load("googlenet")
    without, beside = (flow(network, Setting(None, "he", aux), at) for aux in (False, True))
    torch.manual_seed(0)
    module = build(network, aux=True, init="he")
    for path, layer in module.layers.items():
        if "softmax" in path:
            layer.forward = lambda x: x
    x, label = inputs(network.input, 1000, at)
    outs = module(x.float())
    losses = [torch.nn.functional.cross_entropy(out, label).item() for out in outs]
    assert without.loss == pytest.approx(losses[0], rel=1e-4)
    assert beside.loss == pytest.approx(losses[0] + 0.3 * losses[1] + 0.3 * losses[2], rel=1e-4)


# --- laws ----------------------------------------------------------------------------------------


def test_a_seed_decides_everything_and_disturbs_nothing() -> None:
    state = torch.random.get_rng_state()
    first, again, other = (
        flow(load("plain20"), Setting(), Conditions(batch=2, seed=seed)) for seed in (7, 7, 8)
    )
    assert first == again
    assert first.points[0].signal != other.points[0].signal
    assert torch.equal(state, torch.random.get_rng_state())


@pytest.mark.parametrize("name", names())
def test_the_deepest_layer_is_at_the_network_s_depth(name: str) -> None:
    network = load(name)
    assert depths(network)[network.output] == network.facts.depth


def test_settings_are_those_that_change_something() -> None:
    both, rules = (True, False), ("he", "xavier")
    assert len(settings_of(load("plain20"), both, rules, aux=True)) == 4
    assert settings_of(load("alexnet"), both, ("he",), aux=True) == (Setting(None, "he", False),)
    assert [s.aux for s in settings_of(load("googlenet"), both, ("he",), aux=True)] == [False, True]


@given(st.lists(st.floats(1e-30, 1e30), min_size=1, max_size=9))
def test_a_geometric_mean_lies_between(values: list[float]) -> None:
    found = mean(values)
    assert min(values) * (1 - 1e-9) <= found <= max(values) * (1 + 1e-9)
    assert mean([value * 8 for value in values]) == pytest.approx(8 * found)


@pytest.mark.parametrize(
    ("ratio", "word"),
    [(1e-30, "vanishes"), (0.0, "vanishes"), (9.9e-4, "vanishes"), (1e-3, "stays"),
     (1.0, "stays"), (1000.0, "stays"), (1001.0, "explodes"), (math.inf, "not finite")],
)  # fmt: skip
def test_the_rule_of_three_decades(ratio: float, word: str) -> None:
    assert course(ratio) == word


def test_branches_side_by_side_count_as_one_depth() -> None:
    points = (
        Point("a", "conv", 1, False, 1.0, 8.0, 1.0),
        Point("b", "conv", 1, False, 1.0, 2.0, 1.0),
        Point("head", "linear", 2, True, 1.0, 5.0, 1.0),
        Point("c", "conv", 2, False, 3.0, 0.5, 4.0),
    )
    found = Flow("n", "N", (3, 8, 8), Setting(), "he", 1.0, points)
    assert found.gradient == pytest.approx((4.0, 0.5))
    assert (found.ratio, found.amplified, found.weights) == pytest.approx((8.0, 3.0, 2.0))


@pytest.mark.parametrize("scale", [1e-30, 1e-20, 1.0, 1e19, 1e30])
def test_a_norm_neither_underflows_nor_overflows_within(scale: float) -> None:
    assert size(torch.full((4,), scale)) == pytest.approx(2 * scale, rel=1e-5)
    assert size(torch.zeros(3)) == 0
    assert size(torch.tensor([1.0, math.inf])) == math.inf


# --- what cannot be measured ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("spec", "said"),
    [
        ("{name: a, input: [3, 8, 8], layers: [relu]}", "a has no layer with weights"),
        (
            "{name: a, input: [3], layers: [linear: {name: f, out_features: 4}, batchnorm]}",
            "PyTorch went no further: Expected more than 1 value",
        ),
    ],
)
def test_a_network_that_cannot_be_measured(spec: str, said: str) -> None:
    with pytest.raises(InputError, match=said):
        flow(loads(spec), Setting(), Conditions(batch=1))


def test_unknown_words() -> None:
    with pytest.raises(UnknownNameError, match='did you mean "xavier"'):
        flow(load("plain20"), Setting(init="xavir"))
    with pytest.raises(InputError, match="meta device has no values"):
        flow(load("plain20"), Setting(), Conditions(device="meta"))
