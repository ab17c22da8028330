"""Connections: links from inputs and biases to outputs, as LeCun et al. 1998 count them."""

from __future__ import annotations

from math import prod

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from literals import CONNECTIONS

import archcalc
from archcalc.errors import ShapeError
from archcalc.formulas import layer_formulas
from archcalc.ops import registry
from archcalc.ops.base import Dims, Plan, make_plan

from .cases import Case, fitting, run

WEIGHTED = tuple(kind for kind, op in registry().items() if op.role == "weighted")
LINKED = (*WEIGHTED, "subsampling")
WITH_BIAS = ("conv", "conv_transpose", "linear", "partial_conv")
random_cases = settings(max_examples=50, deadline=None)


def connections(plan: Plan, case: Case, batch: int = 1) -> int:
    assert plan.book.connections
    return plan.book.connections.evaluate(plan.values(batch, case.shapes))


def test_what_has_weights_says_its_connections_and_nothing_else_does() -> None:
    for kind, op in registry().items():
        example = op.examples[0]
        plan = make_plan(op(**example.attributes), example.inputs)
        assert (plan.book.connections is not None) == (kind in LINKED)


@pytest.mark.parametrize("kind", WEIGHTED)
@random_cases
@given(data=st.data(), batch=st.integers(1, 9))
def test_every_multiply_is_a_connection_and_every_bias_one_more_an_output(
    kind: str, data: st.DataObject, batch: int
) -> None:
    case, plan, (out, _, multiplies, _) = fitting(data, kind)
    found = connections(plan, case, batch)
    assert type(found) is int
    assert found >= batch * multiplies
    biased = kind in WITH_BIAS and case.op.bias  # type: ignore[attr-defined]
    assert found - batch * multiplies == (batch * prod(out) if biased else 0)


@pytest.mark.parametrize("rank", [1, 2, 3])
@random_cases
@given(data=st.data())
def test_a_full_table_is_a_convolution(rank: int, data: st.DataObject) -> None:
    """LeCun et al. 1998, section II.B: C3's last map reads all of S2."""
    c_in, c_out = data.draw(st.integers(1, 5)), data.draw(st.integers(1, 5))
    shape = (c_in, *data.draw(st.tuples(*[st.integers(5, 20)] * rank)))
    words = {"kernel_size": 3, "stride": data.draw(st.integers(1, 3)), "padding": 1}
    whole = registry()["conv"](out_channels=c_out, **words)
    table = registry()["partial_conv"](connections=(tuple(range(c_in)),) * c_out, **words)
    assert run(table, shape) == run(whole, shape)
    plans = [make_plan(op, (shape,)) for op in (whole, table)]
    first, second = (connections(plan, Case(plan.op, (shape,))) for plan in plans)
    assert first == second


@pytest.mark.parametrize(
    ("kind", "attributes", "shape", "expected"),
    [
        pytest.param(
            "conv", {"out_channels": 96, "kernel_size": 11, "stride": 4}, (3, 227, 227),
            105_705_600, id="AlexNet conv1, CS231n notes: 290400·364",
        ),
        pytest.param(
            "conv", {"out_channels": 6, "kernel_size": 5}, (1, 32, 32),
            122_304, id="LeNet-5 C1, LeCun et al. 1998, section II.B",
        ),
        pytest.param(
            "subsampling", {"kernel_size": 2}, (6, 28, 28),
            5_880, id="LeNet-5 S2, LeCun et al. 1998, section II.B",
        ),
        pytest.param(
            "linear", {"out_features": 84}, (120,),
            10_164, id="LeNet-5 F6, LeCun et al. 1998: its trainable parameters, once each",
        ),
        pytest.param(
            "conv_transpose", {"out_channels": 1, "kernel_size": 2, "stride": 2}, (3, 2, 2),
            64, id="by hand: 16 outputs, each from one weight of 3 maps, and a bias",
        ),
    ],
)  # fmt: skip
def test_known_connections(
    kind: str, attributes: dict[str, object], shape: Dims, expected: int
) -> None:
    op = registry()[kind](**attributes)
    assert connections(make_plan(op, (shape,)), Case(op, (shape,))) == expected


@pytest.mark.parametrize(("name", "path"), [(n, p) for n in CONNECTIONS for p in CONNECTIONS[n]])
def test_a_networks_connections(name: str, path: str) -> None:
    rows = [row for row in archcalc.load(name).analyze().rows if path in ("", row.path)]
    shown = filter(None, (layer_formulas(row, 1).connections for row in rows))
    assert sum(one.value for one in shown) == CONNECTIONS[name][path]


@pytest.mark.parametrize(
    ("table", "message"),
    [
        ((), "connections needs a list of input maps for each output map"),
        (((0,), ()), "connections: output map 1 reads no input"),
        (((0,), (2, 1, 2)), "connections: output map 1 reads input map 2 twice"),
        (((0, 3),), "connections: output map 0 reads input map 3, and the input's maps are 0 to 2"),
    ],
)
def test_an_impossible_table_is_refused(table: tuple[Dims, ...], message: str) -> None:
    with pytest.raises(ShapeError) as caught:
        run(registry()["partial_conv"](connections=table, kernel_size=1), (3, 4, 4))
    assert str(caught.value) == message


def test_subsampling_takes_no_dilation() -> None:
    with pytest.raises(ShapeError, match="no dilation"):
        run(registry()["subsampling"](kernel_size=2, dilation=2), (3, 9, 9))
