"""Networks held against PyTorch: what is seen, what is counted, what a disagreement looks like."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

torch = pytest.importorskip("torch", reason="pip install torch==2.13.0")
pytest.importorskip("fvcore", reason="pip install fvcore")

from archcalc import load, loads, names  # noqa: E402
from archcalc.errors import ArchcalcError, InputError  # noqa: E402
from archcalc.ops import registry  # noqa: E402
from archcalc.ops.base import Op, Rules  # noqa: E402
from archcalc.render import render  # noqa: E402
from archcalc.verify import counters, elsewhere  # noqa: E402
from archcalc.verify import hold as holding  # noqa: E402
from archcalc.verify.build import build  # noqa: E402
from archcalc.verify.counters import by_torch, overcounts  # noqa: E402
from archcalc.verify.elsewhere import Elsewhere  # noqa: E402
from archcalc.verify.hold import hold  # noqa: E402
from archcalc.verify.peak import in_place, measure  # noqa: E402
from archcalc.views.model import Style  # noqa: E402
from archcalc.views.verify import verify_page  # noqa: E402


@pytest.mark.parametrize("name", [name for name in names() if name != "resnet1202"])  # slow
def test_every_shipped_network_holds_on_the_meta_device(name: str) -> None:
    held = hold(load(name), "meta")
    assert (held.differences, held.refused) == ((), "")
    assert held.agrees
    assert held.peak_ratio == pytest.approx(1, abs=0.002)
    assert held.training_ratio == pytest.approx(1, abs=0.02)  # dropout's masks, norms' statistics


@pytest.mark.parametrize("name", ["lenet5", "alexnet", "googlenet", "resnet20", "densenet40-k12"])
def test_a_network_holds_where_it_runs(name: str) -> None:
    held = hold(load(name), "cpu")
    assert (held.differences, held.refused) == ((), "")
    assert all(layer.seen.fvcore is not None for layer in held.layers)


def test_auxiliary_heads_are_held_too() -> None:
    held = hold(load("googlenet"), "meta")
    assert held.whole.seen.params == 13_378_280  # Szegedy et al. 2014 with both heads
    heads = [layer for layer in held.layers if layer.aux]
    assert {layer.path.partition(".")[0] for layer in heads} == {"aux1", "aux2"}
    assert all(layer.agrees for layer in heads)


DEAD = """
name: n
input: [3, 8, 8]
layers:
  - conv: {name: a, out_channels: 4, kernel_size: 1}
  - aux:
      name: head
      layers:
        - conv: {name: unread, out_channels: 2, kernel_size: 3}
        - conv: {name: read, out_channels: 2, kernel_size: 1, from: a}
"""


def test_a_layer_that_no_output_needs_is_run_too() -> None:
    held = hold(loads(DEAD), "cpu")
    assert held.agrees
    [unread] = (layer for layer in held.layers if layer.path == "head.unread")
    assert unread.seen.out == (2, 6, 6)


def test_what_fvcore_did_not_count_is_named() -> None:
    unknown = dict(hold(load("alexnet"), "cpu").unknown)
    assert unknown["aten::max_pool2d"] == 3
    assert {"aten::avg_pool3d", "aten::pow", "aten::div"} <= set(unknown)  # what LRN is made of
    assert "aten::_convolution" not in unknown


def test_on_meta_nothing_is_counted_by_fvcore() -> None:
    held = hold(load("lenet5"), "meta")
    assert not held.ran
    assert {layer.seen.fvcore for layer in held.layers} == {None}
    assert held.whole.seen.torch == 326_520


# --- training ------------------------------------------------------------------------------------


def test_alexnet_backward() -> None:
    """Run with torch 2.13 and batch 2, convolutions: 6,548,015,232 FLOPs, 4,904,618,112 by hand.

    The linear layers of batch 1 have 58,621,952 multiplies.
    """
    whole = hold(load("alexnet"), "meta").whole
    assert whole.seen.backward == 4_904_618_112 // 4 + 2 * 58_621_952
    assert whole.ours.backward == 1_343_398_432
    assert whole.seen.overcounted == (6_548_015_232 - 4_904_618_112) // 4


def test_torch_counts_a_grouped_weight_gradient_once_for_every_group() -> None:
    assert overcounts() == torch.__version__.startswith("2.13")
    spec = "{name: n, input: [4, 5, 5], layers: [conv: {name: a, out_channels: 8, kernel_size: 1, groups: 4}]}"  # noqa: E501
    module = build(loads(spec), device="meta")
    work = by_torch(module, torch.zeros(1, 4, 5, 5, device="meta")).layers["a"]
    assert work.forward == work.backward == 200  # 5·5 positions · 8 · 1
    assert work.overcounted == (600 if overcounts() else 0)


def test_no_gradient_for_the_input_and_none_where_nothing_asks() -> None:
    text = """
name: n
input: [3, 8, 8]
layers:
  - conv: {name: first, out_channels: 4, kernel_size: 1}
  - conv: {name: second, out_channels: 4, kernel_size: 1}
"""
    held = hold(loads(text), "meta")
    assert held.agrees
    assert [layer.seen.backward for layer in held.layers] == [768, 2 * 1024]  # 8·8·4·3, 8·8·4·4


# --- memory --------------------------------------------------------------------------------------

PEAKS = {
    "alexnet": 2 * 290_400 * 4,  # conv1's map, and LRN's
    "vgg16": 2 * 64 * 224 * 224 * 4,  # two maps of the first stage
    "resnet50": 3 * 256 * 56 * 56 * 4,  # a shortcut, a branch and their sum
    "densenet121": 7_225_344,
    "lenet5": (6 * 28 * 28 + 6 * 14 * 14) * 4,  # C1's maps, tanh in place, and S2's
}
"""Bytes of live activations as a run on torch 2.13 has them."""


@pytest.mark.parametrize("name", PEAKS)
def test_the_measured_peak(name: str) -> None:
    network = load(name)
    with torch.no_grad():
        x = torch.empty(1, *network.input, device="meta")
        _, peak = measure(build(network, device="meta").eval(), network, x)
    assert peak.activations == PEAKS[name]
    assert peak.everything >= peak.activations


@pytest.mark.parametrize("name", PEAKS)
def test_the_computed_peak_is_within_a_tenth_of_the_measured(name: str) -> None:
    computed = load(name).analyze().totals.memory.peak_inference_bytes
    assert abs(computed - PEAKS[name]) <= 0.1 * PEAKS[name]


def overwrites(layer: Any) -> bool:
    return getattr(layer, "inplace", False) or "forward" in vars(layer)


@pytest.mark.parametrize("name", ["resnet20", "densenet40-k12", "alexnet", "lenet5"])
def test_working_in_place_changes_no_value(name: str) -> None:
    """So the schedule frees nothing that is read again."""
    network = load(name)
    torch.manual_seed(0)
    module, x = build(network).eval(), torch.randn(1, *network.input)
    with torch.no_grad():
        expected = module(x)
        with in_place(module, network, aux=False):
            assert any(map(overwrites, module.layers.values()))
            assert torch.equal(module(x), expected)
    assert not any(map(overwrites, module.layers.values()))
    assert not any(getattr(layer, "inplace", False) for layer in module.layers.values())


# --- where it runs -------------------------------------------------------------------------------


def test_a_device_that_is_not_there_is_an_error() -> None:
    if torch.cuda.is_available():
        pytest.skip("there is one")
    with pytest.raises(InputError, match="no CUDA device"):
        hold(load("lenet5"), "cuda")
    with pytest.raises(ArchcalcError, match="cudda"):
        hold(load("lenet5"), "cudda")


def test_a_heavy_network_goes_through_meta_unless_a_device_is_asked_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(holding, "HEAVY", 300_000)
    analysis = load("lenet5").analyze()
    assert holding.device_for(analysis) == "meta"
    assert holding.device_for(analysis, "cpu") == "cpu"
    monkeypatch.setattr(holding, "HEAVY", 400_000)
    assert holding.device_for(analysis) in ("cpu", "cuda")


# --- disagreements -------------------------------------------------------------------------------


@pytest.fixture
def floored(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pools of the engine that forget their ceil mode."""
    model = registry()["maxpool"]
    right = model.rules

    def wrong(self: Op, rank: int, arity: int) -> Rules:
        rules = right(self, rank, arity)
        sizes = (f"floor(({a.upper()} + 2*P_{a} - K_eff_{a})/S_{a}) + 1" for a in "hw")
        return rules._replace(out=(rules.out[0], *sizes))

    monkeypatch.setattr(model, "rules", wrong)


FLOORED = """
name: wrong
input: [3, 8, 8]
layers:
  - maxpool: {name: pool, kernel_size: 3, stride: 2, ceil_mode: true}
  - flatten
  - linear: {name: fc, out_features: 2}
"""


@pytest.mark.usefixtures("floored")
def test_where_pytorch_goes_no_further_is_said() -> None:
    network = loads(FLOORED)
    held = hold(network, "cpu")
    assert not held.agrees
    one, *_ = held.differences
    assert (one.path, one.what, one.ours, one.theirs) == ("pool", "output", (3, 3, 3), (3, 4, 4))
    assert "mat1 and mat2 shapes" in held.refused
    assert [layer.reached for layer in held.layers] == [True, True, False]
    text = render(verify_page([(network.analyze(), held)]), "markdown", Style())
    assert "pool: output 3×3×3 here, 4×4×3 by PyTorch." in text
    assert "not reached" in text


def test_a_witness_that_refuses_when_all_has_run_is_no_agreement(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def refusing(*_: Any) -> None:
        raise RuntimeError("no trace")

    monkeypatch.setattr(counters, "by_fvcore", refusing)
    held = hold(load("lenet5"), "cpu")
    assert all(layer.reached for layer in held.layers)
    assert held.refused == "RuntimeError: no trace"
    assert not held.agrees


def test_what_pytorch_has_no_layer_for_is_no_disagreement() -> None:
    text = "{name: n, input: [2, 7, 7], layers: [maxpool: {kernel_size: 2, padding: [[0, 1], [0, 1]], ceil_mode: true}]}"  # noqa: E501
    try:
        network = loads(text)
    except ArchcalcError:
        pytest.skip("no such padding")
    with pytest.raises(InputError, match="cannot be a witness"):
        hold(network, "cpu")


# --- torchvision ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("params", "multiplies", "known", "fits"),
    [
        (11_689_512, 5, "", True),
        (11_689_513, 5, "", False),
        (6_624_904, 1_498_376_192, "3×3 for 5×5: 6,624,904 parameters, 1.498 G multiplies", True),
        (6_624_905, 1_498_376_192, "3×3 for 5×5: 6,624,904 parameters, 1.498 G multiplies", False),
        (24_904, 1_498_376_192, "3×3 for 5×5: 6,624,904 parameters, 1.498 G multiplies", False),
        (11_689_512, 4_090_000_000, "stride in the 3×3: 11,689,512 parameters, 4.089 G", False),
    ],
)
def test_a_difference_must_be_known_with_its_numbers(
    params: int, multiplies: int, known: str, fits: bool
) -> None:
    found = Elsewhere("x", "0", params, multiplies, 11_689_512, 5, known)
    assert found.fits == fits
    assert found.same == ((params, multiplies) == (11_689_512, 5))


def test_a_difference_that_nothing_explains_is_no_agreement() -> None:
    held = hold(load("lenet5"), "meta")
    other = Elsewhere("lenet5", "0", 1, 2, 60_000, 326_520, "")
    assert held.agrees
    assert replace(held, elsewhere=other._replace(known="1 parameter, 0.000 G")).agrees
    assert not replace(held, elsewhere=other).agrees


def test_another_network_of_that_name_is_not_held_against_torchvision() -> None:
    own = loads(FLOORED.replace("wrong", "resnet18"))
    assert elsewhere.elsewhere(own.analyze()) is None


def test_torchvisions_own_module() -> None:
    pytest.importorskip("PIL")
    models = elsewhere._models()
    if models is None:
        pytest.skip("pip install torchvision")
    found = elsewhere.elsewhere(load("resnet18").analyze())
    assert found is not None
    assert (found.params, found.multiplies) == (11_689_512, 1_814_073_344)
    other = elsewhere.elsewhere(load("googlenet").analyze())
    assert other is not None
    assert (other.same, other.fits) == (False, True)


def test_each_twin_is_a_network_of_ours() -> None:
    assert set(elsewhere.TWINS) <= set(names())
