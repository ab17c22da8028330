"""``archcalc.build``: every network as a PyTorch module whose parameters read like the table."""

from __future__ import annotations

import copy
from typing import Any

import pytest

torch = pytest.importorskip("torch", reason="pip install torch==2.13.0")

import archcalc  # noqa: E402
from archcalc.catalog import load, loads, names  # noqa: E402
from archcalc.errors import ArchcalcError, InputError  # noqa: E402
from archcalc.verify.build import build, device_in  # noqa: E402

RUN = ("alexnet", "lenet5", "nin-cifar", "resnet20", "resnet50", "densenet40-k12", "googlenet",
       "inception-naive", "transition-block")  # fmt: skip


def shapes_seen(module: Any, x: Any) -> dict[str, tuple[int, ...]]:
    """What comes out of each layer, without the batch."""
    seen: dict[str, tuple[int, ...]] = {}
    for path, layer in module.layers.items():
        layer.register_forward_hook(
            lambda _, ins, out, path=path: seen.update({path: tuple(out.shape[1:])})
        )
    with torch.no_grad():
        module(x)
    return seen


@pytest.mark.parametrize("name", names())
def test_parameters_read_like_the_table(name: str) -> None:
    module, rows = build(name, device="meta", aux=True), load(name).analyze(aux=True).rows
    found = [(path, tuple(tensor.shape)) for path, tensor in module.named_parameters()]
    assert found == [
        (f"{row.path}.{tensor}", shape) for row in rows for tensor, shape in row.tensors().items()
    ]
    assert list(module.layers) == [row.path for row in rows]


@pytest.mark.parametrize("name", names())
def test_every_shape_on_the_meta_device(name: str) -> None:
    module = build(name, device="meta", aux=True)
    rows = load(name).analyze(aux=True).rows
    x = torch.empty(2, *module.network.input, device="meta")
    assert shapes_seen(module, x) == {row.path: row.out_shape for row in rows}


@pytest.mark.parametrize("name", RUN)
def test_every_shape_of_a_run(name: str) -> None:
    torch.manual_seed(0)
    module = build(name).eval()
    seen = shapes_seen(module, torch.randn(1, *module.network.input))
    assert seen == {row.path: row.out_shape for row in load(name).analyze().layers}


def test_the_known_parameter_counts() -> None:
    """Szegedy et al.'s network with and without its heads; design's Numbers that must come out."""
    counts = [
        sum(p.numel() for p in archcalc.build("googlenet", device="meta", aux=aux).parameters())
        for aux in (False, True)
    ]
    assert counts == [6_998_552, 13_378_280]


def test_auxiliary_heads_answer_in_training_alone() -> None:
    module = build("googlenet", device="meta", aux=True)
    x = torch.empty(2, 3, 224, 224, device="meta")
    assert [tuple(out.shape) for out in module(x)] == [(2, 1000)] * 3
    assert tuple(module.eval()(x).shape) == (2, 1000)
    assert isinstance(build("googlenet", device="meta")(x), torch.Tensor)


@pytest.mark.parametrize("name", ["resnet20", "lenet5", "densenet40-k12", "plain20"])
def test_a_gradient_reaches_every_parameter(name: str) -> None:
    torch.manual_seed(0)
    module = build(name)
    module(torch.randn(4, *module.network.input)).square().sum().backward()
    assert all(p.grad is not None and p.grad.isfinite().all() for p in module.parameters())
    assert all(p.grad.abs().sum() > 0 for p in module.parameters() if p.dim() > 1)


def test_training_lowers_the_loss() -> None:
    torch.manual_seed(0)
    module, x = build("lenet5"), torch.randn(8, 1, 32, 32)
    optimizer, losses = torch.optim.SGD(module.parameters(), lr=1e-5), []
    for _ in range(20):
        losses.append(module(x).mean())
        optimizer.zero_grad()
        losses[-1].backward()
        optimizer.step()
    assert losses[-1] < losses[0]


@pytest.mark.parametrize("name", ["basic-block", "bottleneck-block"])
def test_a_residual_block_of_zero_weights_is_the_identity(name: str) -> None:
    """On what a ReLU gave, as every block reads (He et al. 2015, section 3.1)."""
    torch.manual_seed(0)
    module = build(name).eval()
    x = torch.rand(2, *module.network.input)
    assert not torch.equal(module(x), x)
    for path, layer in module.layers.items():
        if "conv" in path:
            torch.nn.init.zeros_(layer.weight)
    assert torch.equal(module(x), x)


def test_names_of_methods_are_names_of_layers() -> None:
    spec = (
        "{name: odd, input: [2, 4, 4], layers: [conv: {name: %s, out_channels: 3, kernel_size: 1}]}"
    )
    for name in ("type", "train", "forward", "layers", "3x3", "float"):
        module = build(loads(spec % name))
        assert [path for path, _ in module.named_parameters()] == [f"{name}.weight", f"{name}.bias"]
        assert tuple(module(torch.ones(1, 2, 4, 4)).shape) == (1, 3, 4, 4)


@pytest.mark.parametrize(("name", "most"), [("stack-3x3-3", 2), ("bottleneck-block", 2)])
def test_values_are_let_go_after_their_last_reader(name: str, most: int) -> None:
    """Beside the input a layer's own input and output live, no more."""
    from weakref import ref

    module = build(name, device="meta").eval()
    outs: list[Any] = []
    alive: list[int] = []

    def note(_: Any, ins: Any, out: Any) -> None:
        outs.append(ref(out))
        alive.append(sum(one() is not None for one in outs))

    for layer in module.layers.values():
        layer.register_forward_hook(note)
    with torch.no_grad():
        module(torch.empty(1, *module.network.input, device="meta"))
    assert len(alive) == len(module.layers)
    assert max(alive) == most


def test_a_copy_is_a_network_of_its_own() -> None:
    module = build("lenet5")
    other = copy.deepcopy(module)
    torch.nn.init.zeros_(other.layers["c1"].weight)
    assert other.c1.weight.abs().sum() == 0 < module.c1.weight.abs().sum()


# --- initialisation -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "path", "init", "spread"),
    [
        ("resnet20", "conv4_x.block2.conv1", "paper", 0.058926),  # √(2/(3·3·64))
        ("resnet20", "conv4_x.block1.conv1", "he", 0.058926),  # √(2/(3·3·64)): the outputs count
        ("resnet20", "conv4_x.block1.conv1", "xavier", 0.048113),  # √(2/(3·3·(32 + 64)))
        ("densenet40-k12", "dense1.layer9.layer.conv2", "paper", 0.136083),  # √(2/(3·3·12))
        ("alexnet", "conv3", "paper", 0.01),
        ("vgg11", "conv5.conv5_1", "paper", 0.014731),  # √(2/(3·3·(512 + 512)))
        ("lenet5", "f6", "paper", 0.011547),  # 2.4/120/√3
        ("alexnet", "conv4", "he", 0.034021),  # grouped: √(2/(3·3·384/2))
    ],
)
def test_weights_spread_as_the_rule_says(name: str, path: str, init: str, spread: float) -> None:
    torch.manual_seed(0)
    weight = build(name, init=init).layers[path].weight
    assert float(weight.detach().std()) == pytest.approx(spread, rel=0.05)
    assert abs(float(weight.detach().mean())) < spread / 10


def test_norms_begin_as_the_identity_and_alexnets_biases_as_its_paper_says() -> None:
    norm = build("resnet20").layers["batchnorm1"]
    assert norm.weight.eq(1).all()
    assert norm.bias.eq(0).all()
    layers = build("alexnet").layers
    ones = [
        path for path, layer in layers.items() if hasattr(layer, "bias") and layer.bias.eq(1).all()
    ]
    assert ones == ["conv2", "conv4", "conv5", "fc6", "fc7"]  # Krizhevsky et al. 2012, section 5


def test_a_seed_repeats_a_network() -> None:
    torch.manual_seed(3)
    first = build("lenet5").state_dict()
    torch.manual_seed(3)
    second = build("lenet5").state_dict()
    assert all(torch.equal(first[key], second[key]) for key in first)


# --- what is asked for ----------------------------------------------------------------------------


def test_type_input_and_settings() -> None:
    module = build("resnet20", dtype="float64", input=(3, 40, 40), settings={"classes": 7})
    assert {p.dtype for p in module.parameters()} == {torch.float64}
    assert torch.get_default_dtype() == torch.float32
    assert tuple(module(torch.zeros(2, 3, 40, 40, dtype=torch.float64)).shape) == (2, 7)


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"network": "goglenet"}, 'unknown network "goglenet"; did you mean "googlenet"'),
        ({"device": "gpu"}, 'unknown device "gpu"; did you mean "cpu"'),
        ({"dtype": "int8"}, 'unknown dtype "int8"'),
        ({"dtype": "bfloat"}, 'did you mean "bfloat16"'),
        ({"init": "hee"}, 'unknown initialisation "hee"; did you mean "he"?'),
        ({"input": (3, 8, 8)}, "too small"),
    ],
    ids=str,
)
def test_what_cannot_be_built(options: dict[str, Any], said: str) -> None:
    with pytest.raises(ArchcalcError) as caught:
        build(**{"network": "alexnet", "device": "meta", **options})
    assert said in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_device_that_is_not_there_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(torch.cuda, "is_available", lambda: False)
    with pytest.raises(InputError, match="there is no CUDA device here"):
        build("lenet5", device="cuda")
    monkeypatch.setattr(torch.cuda, "is_available", lambda: True)
    monkeypatch.setattr(torch.cuda, "device_count", lambda: 2)
    with pytest.raises(InputError, match="there is no device cuda:2 here"):
        device_in("cuda:2")
    with pytest.raises(InputError, match="there is no device xpu here"):
        device_in("xpu")
