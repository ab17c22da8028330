"""``archcalc code``: source that runs on its own, is formatted, and has the same numbers."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from shutil import which
from typing import Any

import pytest
from commandline import archcalc

from archcalc.catalog import load, loads, names
from archcalc.network import Network
from archcalc.source import source
from archcalc.source.page import class_name

UNET = """
name: unet
input: [3, 60, 60]
layers:
  - conv: {name: down1, out_channels: 8, kernel_size: 3}
  - relu
  - maxpool: {name: pool, kernel_size: 2}
  - conv: {name: type, out_channels: 16, kernel_size: 3}
  - conv_transpose: {name: up, out_channels: 8, kernel_size: 2, stride: 2}
  - crop: {name: cut, from: [down1, up]}
  - concat: {name: both, from: [cut, up]}
  - conv: {name: class, out_channels: 2, kernel_size: 3, padding: same, stride: 2}
  - conv: {name: 가지, out_channels: 4, kernel_size: 4, padding: same}
  - maxpool: {name: x, kernel_size: 3, stride: 2, padding: same}
"""
GATED = """
name: se
input: [8, 14, 14]
blocks:
  se:
    args: [reduce]
    layers:
      - stage:
          name: squeeze
          layers:
            - global_avgpool
            - flatten
            - linear: {name: fc1, out_features: in_channels//$reduce}
            - relu
            - linear: {name: fc2, out_features: 8}
            - sigmoid
      - multiply: {name: scale, from: [input, squeeze]}
layers:
  - conv: {name: conv, out_channels: 8, kernel_size: 3, padding: 1}
  - se: {name: se, reduce: 2}
  - layernorm
  - upsample: {scale_factor: 2, mode: linear}
  - groupnorm: {num_groups: 2}
  - adaptive_maxpool: {output_size: [3, 2]}
  - pad: {padding: 1}
"""
SIGNAL = """
name: signal
input: [2, 40]
layers:
  - conv: {name: conv1, out_channels: 4, kernel_size: 5, padding: [[3, 0]]}
  - subsample: {stride: 2, out_channels: 6}
  - crop: {size: 9}
  - layernorm: {elementwise_affine: false}
"""
OWN = {"unet": UNET, "se": GATED, "signal": SIGNAL}
CASES = [*((name, False) for name in names()), ("googlenet", True), ("googlenet-naive", True)]
SMALL = ("resnet20", "resnet18-a", "lenet5", "densenet40-k12", "nin-cifar", "inception-naive",
         "bottleneck-block", "transition-block", "googlenet", *OWN)  # fmt: skip


def network(name: str) -> Network:
    return loads(OWN[name]) if name in OWN else load(name)


def made(net: Network, *, aux: bool = False) -> Any:
    """The class that the source defines, as an object."""
    scope: dict[str, Any] = {"__name__": "written"}
    exec(compile(source(net, aux=aux), net.name, "exec"), scope)
    return scope[class_name(net)]()


@pytest.mark.parametrize(("name", "aux"), CASES)
def test_the_source_has_the_same_numbers(name: str, aux: bool) -> None:
    torch = pytest.importorskip("torch", reason="pip install torch==2.13.0")
    from torch.utils.flop_counter import FlopCounterMode

    net = load(name)
    with torch.device("meta"):
        module, x = made(net, aux=aux).eval(), torch.empty(1, *net.input)
    with FlopCounterMode(display=False) as counter, torch.no_grad():
        out = module(x)
    analysis = net.analyze(aux=aux)
    assert sum(p.numel() for p in module.parameters()) == analysis.totals.params
    assert tuple(out.shape[1:]) == analysis.rows[net.output].out_shape
    assert counter.get_total_flops() == 2 * net.analyze().totals.multiplies


@pytest.mark.parametrize("name", SMALL)
def test_the_source_computes_what_the_built_network_computes(name: str) -> None:
    """The weights of one in the other, in order: the same output."""
    torch = pytest.importorskip("torch", reason="pip install torch==2.13.0")
    from archcalc import build

    torch.manual_seed(0)
    net = network(name)
    module, built = made(net).eval(), build(net).eval()
    tensors = built.state_dict().values()
    module.load_state_dict(dict(zip(module.state_dict(), tensors, strict=True)))
    x = torch.randn(2, *net.input)
    with torch.no_grad():
        assert torch.allclose(module(x), built(x), atol=1e-5)


@pytest.mark.parametrize("seed", range(60))
def test_the_source_of_a_random_network_computes_the_same(seed: int) -> None:
    torch = pytest.importorskip("torch", reason="pip install torch==2.13.0")
    from archcalc import build
    from archcalc.verify.specs import random_spec, text_of

    torch.manual_seed(seed)
    net = loads(text_of(random_spec(seed)))
    module, built = made(net).eval(), build(net, init=None).eval()
    tensors = built.state_dict().values()
    module.load_state_dict(dict(zip(module.state_dict(), tensors, strict=True)))
    x = torch.randn(2, *net.input)
    with torch.no_grad():
        expected = built(x)
        assert torch.allclose(module(x), expected, atol=1e-4, rtol=1e-3, equal_nan=True)
        assert module(x).shape == expected.shape


def test_auxiliary_heads_answer_in_training_alone() -> None:
    torch = pytest.importorskip("torch", reason="pip install torch==2.13.0")
    net = load("googlenet")
    with torch.device("meta"):
        module, x = made(net, aux=True), torch.empty(2, *net.input)
    assert [tuple(out.shape) for out in module(x)] == [(2, 1000)] * 3
    assert tuple(module.eval()(x).shape) == (2, 1000)


# --- the text -------------------------------------------------------------------------------------


def test_blocks_are_classes_with_what_differs_as_arguments() -> None:
    text = source(load("googlenet"))
    assert text.count("class Inception(nn.Module):") == 1
    assert "self.inception_3a = Inception(192, 64, 96, 128, 16, 32, 32)" in text
    assert "x = self.inception_3a(x)  # 256×28×28" in text


def test_repeats_are_loops() -> None:
    assert "*(Bottleneck(1024, 256) for _ in range(5))," in source(load("resnet50"))
    assert "*(DenseLayer(512 + 32 * i) for i in range(16))," in source(load("densenet121"))


def test_a_shortcut_is_a_projection_only_where_the_shape_changes() -> None:
    text = source(load("resnet50"))
    assert "if in_channels != 4 * channels:" in text
    assert "self.shortcut = nn.Identity()" in text


def test_the_source_says_what_it_is() -> None:
    text = source(load("resnet50"))
    assert text.startswith('"""ResNet-50.\n\nHe et al. 2015, Deep residual learning')
    assert "25,557,032 parameters; 3,857,973,248 multiplies" in text


@pytest.mark.parametrize("name", [*names(), *OWN])
def test_it_imports_torch_alone(name: str) -> None:
    lines = source(network(name)).splitlines()
    imports = {line for line in lines if line.startswith(("import ", "from "))}
    known = {"import math", "import torch", "import torch.nn.functional as F"}
    assert imports <= known | {"from torch import nn"}


def test_every_source_is_formatted(tmp_path: Path) -> None:
    ruff = Path(sys.executable).with_name("ruff")
    if not ruff.exists() and which("ruff") is None:
        pytest.skip("pip install ruff")
    for name in [*names(), *OWN]:
        (tmp_path / f"{name}.py").write_text(source(network(name)), encoding="utf-8")
    (tmp_path / "aux.py").write_text(source(load("googlenet"), aux=True), encoding="utf-8")
    command = [str(ruff) if ruff.exists() else "ruff"]
    checks = (["format", "--check"], ["check", "--select", "E,F,W,I,B", "--ignore", "E501"])
    for check in checks:
        done = subprocess.run(
            [*command, *check, "--isolated", str(tmp_path)],
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stdout + done.stderr


# --- the command ----------------------------------------------------------------------------------


def test_the_command_prints_the_source_or_writes_it(tmp_path: Path) -> None:
    printed = archcalc("code", "lenet5")
    file = tmp_path / "lenet5.py"
    assert archcalc("code", "lenet5", "-o", str(file)).code == 0
    assert printed.code == 0
    assert printed.out == file.read_text(encoding="utf-8") == source(load("lenet5"))


def test_the_command_takes_another_input_and_arguments() -> None:
    assert "nn.Linear(18432, 4096)" in archcalc("code", "vgg16", "--input", "192").out
    done = archcalc("code", "resnet20", "--set", "n=9", "--set", "classes=100")
    assert "*(Basic(16, 16) for _ in range(9))," in done.out
    assert "nn.Linear(64, 100)" in done.out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["goglenet"], 'unknown network "goglenet"; did you mean "googlenet"'),
        (["vgg16", "--input", "8"], "too small"),
        (["vgg16", "--set", "n9=1"], 'unknown argument of vgg16 "n9"'),
        (["vgg16", "vgg19"], "unexpected extra argument"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_bad_usage(arguments: list[str], said: str) -> None:
    done = archcalc("code", *arguments)
    assert (done.code, done.out) == (2, "")
    assert said in done.err
    assert done.err.count("\n") == 1
