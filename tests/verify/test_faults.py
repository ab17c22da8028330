"""The witness can fail: a fault planted in an operation's rule, and `hold` has to see it.

Elementwise work has no witness in PyTorch, so no fault of it is planted.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

import pytest

torch = pytest.importorskip("torch", reason="pip install torch==2.13.0")
pytest.importorskip("fvcore", reason="pip install fvcore")

from archcalc.network import INPUT, Layer, Network  # noqa: E402
from archcalc.ops import registry  # noqa: E402
from archcalc.ops.base import Dims, Op, Rules, make_plan  # noqa: E402
from archcalc.verify.hold import hold  # noqa: E402

Case = tuple[Mapping[str, Any], tuple[Dims, ...]]
MAPS, FLAT = (4, 9, 8), (12,)

CASES: Mapping[str, Case] = {
    "adaptive_avgpool": ({"output_size": 3}, (MAPS,)),
    "adaptive_maxpool": ({"output_size": 3}, (MAPS,)),
    "add": ({}, (MAPS, MAPS)),
    "avgpool": ({"kernel_size": 3, "stride": 2}, (MAPS,)),
    "concat": ({}, (MAPS, MAPS)),
    "conv": ({"out_channels": 6, "kernel_size": 3}, (MAPS,)),
    "conv_transpose": ({"out_channels": 6, "kernel_size": 3, "stride": 2}, (MAPS,)),
    "crop": ({}, (MAPS, (4, 5, 5))),
    "groupnorm": ({"num_groups": 2}, (MAPS,)),
    "linear": ({"out_features": 5}, (FLAT,)),
    "maxpool": ({"kernel_size": 3, "stride": 2}, (MAPS,)),
    "multiply": ({}, (MAPS, (4, 1, 1))),
    "pad": ({"padding": 1}, (MAPS,)),
    "partial_conv": ({"connections": ((0, 1), (1, 2), (0, 1, 3)), "kernel_size": 3}, (MAPS,)),
    "rbf": ({"out_features": 5}, (FLAT,)),
    "subsample": ({"stride": 2, "out_channels": 6}, (MAPS,)),
    "subsampling": ({"kernel_size": 2}, (MAPS,)),
    "upsample": ({"scale_factor": 2}, (MAPS,)),
}
"""What an operation is tried on; the others take maps as they are."""


class Fault(NamedTuple):
    """A rule gone wrong, on a layer where that shows."""

    kind: str
    name: str
    plant: Callable[[Rules], Rules]
    more: Mapping[str, Any] = {}


def put(old: str, new: str, *fields: str) -> Callable[[Rules], Rules]:
    """`new` in place of `old` in these fields, and in each of them it must stand."""

    def plant(rules: Rules) -> Rules:
        changed = {field: _put(getattr(rules, field), old, new) for field in fields}
        for field, value in changed.items():
            assert value != getattr(rules, field), f"nothing to plant in {field}"
        return rules._replace(**changed)

    return plant


def _put(value: Any, old: str, new: str) -> Any:
    if isinstance(value, str):
        return value.replace(old, new)
    return tuple(_put(one, old, new) for one in value)


def swap(field: str, one: str, other: str) -> Callable[[Rules], Rules]:
    """The two names exchanged."""

    def plant(rules: Rules) -> Rules:
        value = _put(_put(_put(getattr(rules, field), one, "@"), other, one), "@", other)
        assert value != getattr(rules, field)
        return rules._replace(**{field: value})

    return plant


def no_bias_tensor(rules: Rules) -> Rules:
    assert any(name == "bias" for name, _ in rules.tensors)
    return rules._replace(tensors=tuple(one for one in rules.tensors if one[0] != "bias"))


def larger(index: int) -> Callable[[Rules], Rules]:
    """One more along an axis of the output."""

    def plant(rules: Rules) -> Rules:
        sizes = list(rules.out)
        sizes[index] += " + 1"
        return rules._replace(out=tuple(sizes))

    return plant


STRIDES, GROUPS = {"stride": (2, 1)}, {"groups": 2}
CEIL = {"ceil_mode": True}
FAULTS = (
    Fault("conv", "a dropped bias", put(" + B", "", "params")),
    Fault("conv", "a dropped bias tensor", no_bias_tensor),
    Fault("conv", "a bias where there is none", put(" + B", " + 1", "params"), {"bias": False}),
    Fault("conv", "swapped strides", swap("out", "S_h", "S_w"), STRIDES),
    Fault("conv", "a forgotten stride", put("/S_h", "/1", "out"), STRIDES),
    Fault("conv", "forgotten groups", put("C_in/G", "C_in", "params", "multiplies", "tensors"),
          GROUPS),
    Fault("conv", "forgotten groups, multiplies", put("C_in/G", "C_in", "multiplies"), GROUPS),
    Fault("conv", "forgotten groups, tensor", put("C_in/G", "C_in", "tensors"), GROUPS),
    Fault("conv", "ceil for floor", put("floor", "ceil", "out"), {"stride": 2}),
    Fault("conv", "padding on one side", put("2*P_h", "P_h", "out"), {"padding": 1}),
    Fault("conv", "a forgotten dilation", put("K_eff", "K", "out"), {"dilation": 2}),
    Fault("conv", "a forgotten + 1", put(" + 1", "", "out")),
    Fault("conv", "swapped kernel axes", swap("tensors", "K_h", "K_w"), {"kernel_size": (3, 2)}),
    Fault("conv", "a wrong tensor", swap("tensors", "C_out", "C_in/G")),
    Fault("conv", "a square kernel", put("K_w", "K_h", "params"), {"kernel_size": (3, 2)}),
    Fault("conv", "one output position", put("H_out*W_out*", "", "multiplies")),
    Fault("conv", "the input's positions", put("H_out*W_out", "H*W", "multiplies")),
    Fault("conv_transpose", "a dropped bias", put(" + B*C_out", "", "params")),
    Fault("conv_transpose", "a dropped bias tensor", no_bias_tensor),
    Fault("conv_transpose", "swapped strides", swap("out", "S_h", "S_w"), STRIDES),
    Fault("conv_transpose", "forgotten groups", put("C_out/G", "C_out", "params", "multiplies",
          "tensors"), GROUPS),
    Fault("conv_transpose", "a convolution's tensor", swap("tensors", "C_in", "C_out/G")),
    Fault("conv_transpose", "padding on one side", put("2*P_h", "P_h", "out"), {"padding": 1}),
    Fault("conv_transpose", "a forgotten output padding", put(" + E_h", "", "out"),
          {"output_padding": 1}),
    Fault("partial_conv", "a dropped bias", put(" + B*C_out", "", "params")),
    Fault("partial_conv", "a bias for each pair", put("B*C_out", "B*M", "params")),
    Fault("partial_conv", "every pair connected", put("M", "C_out*C_in", "params", "multiplies")),
    Fault("partial_conv", "a full convolution's tensor", put("M", "C_out*C_in", "tensors")),
    Fault("partial_conv", "swapped strides", swap("out", "S_h", "S_w"), STRIDES),
    Fault("linear", "a dropped bias", put(" + B", "", "params")),
    Fault("linear", "a dropped bias tensor", no_bias_tensor),
    Fault("linear", "a transposed tensor", swap("tensors", "n_in", "n_out")),
    Fault("linear", "biases as multiplies", put("n_in*n_out", "(n_in + B)*n_out", "multiplies")),
    Fault("rbf", "centres as parameters", put("0", "n_in*n_out", "params")),
    Fault("rbf", "squares forgotten", put("N*n_in*n_out", "0", "multiplies")),
    Fault("subsampling", "a dropped bias", put("2*C", "C", "params")),
    Fault("subsampling", "a dropped bias tensor", no_bias_tensor),
    Fault("batchnorm", "running statistics as parameters", put("2*C", "4*C", "params")),
    Fault("batchnorm", "a dropped shift", no_bias_tensor),
    Fault("groupnorm", "a dropped shift", put("2*C", "C", "params")),
    Fault("layernorm", "a dropped shift", put("2*C", "C", "params")),
    Fault("layernorm", "scales for every position", put("2*C", "2*C*H*W", "params")),
    *(
        fault
        for kind in ("maxpool", "avgpool")
        for fault in (
            Fault(kind, "floor for ceil", lambda rules: _floored(rules), CEIL),
            Fault(kind, "ceil for floor", put("floor", "ceil", "out")),
            Fault(kind, "swapped strides", swap("out", "S_h", "S_w"), STRIDES),
            Fault(kind, "padding on one side", put("2*P_h", "P_h", "out"), {"padding": 1}),
        )
    ),
    Fault("adaptive_avgpool", "swapped sizes", swap("out", "O_h", "O_w"), {"output_size": (3, 2)}),
    Fault("adaptive_maxpool", "swapped sizes", swap("out", "O_h", "O_w"), {"output_size": (3, 2)}),
    Fault("global_avgpool", "a size left", put("O_h", "H", "out")),
    Fault("global_maxpool", "a size left", put("O_h", "H", "out")),
    Fault("subsample", "floor for ceil", put("ceil", "floor", "out")),
    Fault("subsample", "swapped strides", swap("out", "S_h", "S_w"), STRIDES),
    Fault("pad", "one side", put("2*P_h", "P_h", "out")),
    Fault("upsample", "a forgotten factor", put("H*U_h", "H", "out")),
    Fault("crop", "nothing cropped", put("O_h", "H", "out")),
    Fault("concat", "a sum for a concat", put(" + C_2", "", "out")),
    Fault("add", "a concat for a sum", put("C", "2*C", "out")),
    Fault("flatten", "a forgotten axis", put("*W", "", "out")),
)  # fmt: skip


def _floored(rules: Rules) -> Rules:
    """Ceil mode forgotten: the plain size."""
    names = ("h", "w")
    sizes = [f"floor(({a.upper()} + 2*P_{a} - K_eff_{a})/S_{a}) + 1" for a in names]
    changed = rules._replace(out=(rules.out[0], *sizes))
    assert changed.out != rules.out
    return changed


GENERAL = (
    ("one more channel", larger(0)),
    ("one more position", larger(-1)),
    ("a parameter too many", lambda rules: rules._replace(params=f"{rules.params} + 1")),
    ("a multiply too many", lambda rules: rules._replace(multiplies=f"{rules.multiplies} + 1")),
    ("a tensor too many", lambda rules: rules._replace(tensors=(*rules.tensors, ("more", ("2",))))),
)
"""Planted in every operation."""

EVERY = (
    *FAULTS,
    *(Fault(kind, name, plant) for kind in registry() for name, plant in GENERAL),
)


def network(kind: str, more: Mapping[str, Any]) -> Network:
    """The operation alone; a further input comes of the first by a pool and a convolution."""
    attributes, shapes = CASES.get(kind, ({}, (MAPS,)))
    op = registry()[kind](**{**attributes, **more})
    layers: list[Layer] = []

    def add(path: str, op: Op, inputs: tuple[int, ...], *shapes: Dims) -> int:
        layers.append(Layer(path, make_plan(op, shapes), inputs, (), False, ""))
        return len(layers) - 1

    sources: tuple[int, ...] = (INPUT,)
    for number, (channels, *sizes) in enumerate(shapes[1:]):
        pool = registry()["adaptive_avgpool"](output_size=tuple(sizes))
        conv = registry()["conv"](out_channels=channels, kernel_size=1)
        pooled = add(f"pool{number}", pool, (INPUT,), shapes[0])
        sources += (add(f"conv{number}", conv, (pooled,), (shapes[0][0], *sizes)),)
    add("layer", op, sources, *shapes)
    return Network("planted", "planted", shapes[0], tuple(layers), ())


@pytest.mark.parametrize("kind", registry())
def test_without_a_fault_every_operation_is_verified(kind: str) -> None:
    held = hold(network(kind, {}), "cpu")
    assert held.agrees, (held.differences, held.refused)


@pytest.mark.parametrize("fault", EVERY, ids=lambda fault: f"{fault.kind}: {fault.name}")
def test_a_planted_fault_is_caught(fault: Fault, monkeypatch: pytest.MonkeyPatch) -> None:
    assert hold(network(fault.kind, fault.more), "cpu").agrees
    model = registry()[fault.kind]
    right = model.rules

    def wrong(self: Op, rank: int, arity: int) -> Rules:
        return fault.plant(right(self, rank, arity))

    monkeypatch.setattr(model, "rules", wrong)
    held = hold(network(fault.kind, fault.more), "cpu")
    assert not held.agrees
    assert {one.path for one in held.differences} >= {"layer"}


def test_every_operation_has_a_fault_of_its_sizes_tensors_and_multiplies() -> None:
    planted = {(fault.kind, fault.name) for fault in EVERY}
    assert len(planted) == len(EVERY)
    assert {kind for kind, _ in planted} == set(registry())
