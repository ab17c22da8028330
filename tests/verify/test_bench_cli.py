"""``archcalc bench`` as a person calls it: bad input, what is not there, real runs."""

from __future__ import annotations

import json
import sys
from importlib.util import find_spec
from typing import Any

import pytest

import archcalc
from archcalc.cli import main
from archcalc.errors import InputError
from archcalc.verify.bench import Asked

TORCH = find_spec("torch") is not None
needs_torch = pytest.mark.skipif(not TORCH, reason="pip install torch==2.13.0")


class Called:
    def __init__(self, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
        self.capsys, self.monkeypatch = capsys, monkeypatch

    def __call__(self, *args: str) -> tuple[int, str, str]:
        self.monkeypatch.setattr(sys, "argv", ["archcalc", *args])
        with pytest.raises(SystemExit) as done:
            main()
        out, err = self.capsys.readouterr()
        return int(done.value.code or 0), out, err


@pytest.fixture
def call(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Called:
    return Called(capsys, monkeypatch)


@pytest.mark.parametrize(
    ("args", "said"),
    [
        ((), "bench takes networks, or --all"),
        (("alexnet", "--all"), "bench takes networks, or --all"),
        (("alexnot",), 'did you mean "alexnet"'),
        (("alexnet", "--batch", "0"), "batch must be between 1"),
        (("alexnet", "--batch", "many"), '--batch takes a whole number, found "many"'),
        (("alexnet", "--runs", "0"), "--runs takes a whole number from 1 to 100,000"),
        (("alexnet", "--layers", "-1"), "--layers takes a whole number from 0"),
        (("alexnet", "--dtype", "half"), 'did you mean "float16"'),
        (("alexnet", "-f", "jsn"), 'did you mean "json"'),
        (("alexnet", "-o", "nowhere/there.json"), "cannot write nowhere/there.json"),
    ],
)
def test_bad_input_is_told_before_anything_is_measured(
    call: Called, monkeypatch: pytest.MonkeyPatch, args: tuple[str, ...], said: str
) -> None:
    monkeypatch.setitem(sys.modules, "torch", None)
    code, out, err = call("bench", *args)
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert said in err


def test_without_the_extra_it_says_what_installs_it(
    call: Called, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "torch", None)
    code, out, err = call("bench", "lenet5")
    assert (code, out) == (2, "")
    assert 'pip install "archcalc[verify]"' in err


def no_cuda() -> bool:
    import torch

    return not torch.cuda.is_available()


@needs_torch
@pytest.mark.parametrize("command", ["bench", "verify"])
def test_a_gpu_that_is_not_there_is_an_error(call: Called, command: str) -> None:
    if not no_cuda():
        pytest.skip("there is a CUDA device here")
    code, out, err = call(command, "lenet5", "--device", "cuda")
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert "there is no CUDA device here" in err


@needs_torch
@pytest.mark.parametrize(
    ("args", "said"),
    [
        (("--device", "meta"), "bench runs on cpu or cuda"),
        (("--device", "cud"), 'did you mean "cuda"'),
        (("--dtype", "int8"), "known: float32"),
    ],
)
def test_what_pytorch_or_the_machine_lacks(call: Called, args: tuple[str, ...], said: str) -> None:
    code, out, err = call("bench", "lenet5", *args)
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert said in err


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Peaks from small probes: a test needs no true ones."""
    from archcalc.verify import machine

    monkeypatch.setattr(machine, "_LONG_ENOUGH", 0.0)
    monkeypatch.setattr(machine, "_TRIES", 1)
    monkeypatch.setattr(machine, "_COPIED", {"cpu": 2**20, "cuda": 2**20})


@needs_torch
def test_a_batch_too_large_is_refused(
    call: Called, monkeypatch: pytest.MonkeyPatch, quick: None
) -> None:
    from archcalc.verify import bench

    monkeypatch.setattr(bench, "free_bytes", lambda device: 250_000)
    assert call("bench", "lenet5", "--runs", "1", "--device", "cpu")[0] == 2  # 240,000 of weights
    _, _, err = call("bench", "lenet5", "--batch", "64", "--device", "cpu")
    assert "try a smaller --batch" in err
    assert err.count("\n") == 1


@needs_torch
def test_a_kernel_that_is_not_there_is_named(quick: None, monkeypatch: pytest.MonkeyPatch) -> None:
    from archcalc.verify import bench

    def lacking(*_: Any) -> None:
        raise NotImplementedError("\"some_kernel\" not implemented for 'Half'")

    monkeypatch.setattr(bench, "_bench", lacking)
    with bench.session(Asked("cpu")) as on, pytest.raises(InputError, match="some_kernel"):
        bench.bench(archcalc.load("lenet5"), on)


@needs_torch
@pytest.mark.parametrize("dtype", ["float32", "bfloat16"])
def test_a_real_run(call: Called, quick: None, dtype: str) -> None:
    args = ("--device", "cpu", "--runs", "3", "--batch", "2", "--dtype", dtype, "-f", "json")
    code, out, err = call("bench", "resnet20", *args)
    assert (code, err) == (0, "")
    data = json.loads(out)
    [one] = data["networks"]
    assert data["machine"]["device"] == "cpu"
    assert data["machine"]["threads"] >= 1
    assert one["multiplies"] == 2 * 40_551_040  # He et al.'s 0.04 G for one image
    times = one["latency_seconds"]
    assert 0 < times["least"] <= times["lower"] <= times["median"] <= times["upper"]
    memory = one["memory_bytes"]
    assert memory["measured_peak"] == pytest.approx(memory["computed_peak"], rel=0.1)
    assert memory["measured_training"] == pytest.approx(memory["computed_training"], rel=0.1)
    assert (memory["allocated"], memory["workspace"]) == (None, None)
    assert len(one["slowest"]) == 5
    assert all(layer["seconds"] > 0 for layer in one["slowest"])


@needs_torch
def test_with_all_a_network_that_cannot_run_ends_nothing(
    call: Called, quick: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    from archcalc import catalog
    from archcalc.verify import bench

    monkeypatch.setattr(catalog, "names", lambda: ["lenet5", "alexnet"])
    monkeypatch.setattr(bench, "free_bytes", lambda device: 10**7)  # AlexNet's weights: 249 MB
    code, out, _ = call("bench", "--all", "--device", "cpu", "--runs", "1", "-f", "json")
    ran = {one["network"]: one["ran"] for one in json.loads(out)["networks"]}
    assert (code, ran) == (0, {"lenet5": True, "alexnet": False})


@needs_torch
def test_a_real_run_on_cuda(call: Called) -> None:
    if no_cuda():
        pytest.skip("needs a CUDA device and a build of torch for it (torch.cuda.is_available())")
    args = ("--device", "cuda", "--batch", "8", "--runs", "10", "-f", "json")
    code, out, err = call("bench", "resnet50", "alexnet", *args)
    assert (code, err) == (0, "")
    data = json.loads(out)
    assert data["machine"]["cuda"]
    assert data["machine"]["device"].startswith("cuda")
    for one in data["networks"]:
        memory = one["memory_bytes"]
        assert memory["measured_peak"] == pytest.approx(memory["computed_peak"], rel=0.1)
        assert memory["workspace"] >= 0
        assert one["latency_seconds"]["median"] > 0
        assert len(one["slowest"]) == 5
