"""``archcalc verify`` as a person calls it."""

from __future__ import annotations

import json
import sys
from importlib.util import find_spec

import pytest

from archcalc.cli import main

WITNESSES = all(map(find_spec, ("torch", "fvcore")))
needs_torch = pytest.mark.skipif(not WITNESSES, reason="pip install torch==2.13.0 fvcore")


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


@pytest.mark.parametrize("missing", ["fvcore", "torch"])
def test_without_the_extra_it_says_what_installs_it(
    call: Called, monkeypatch: pytest.MonkeyPatch, missing: str
) -> None:
    for name in {"fvcore", "fvcore.nn", missing}:
        monkeypatch.setitem(sys.modules, name, None)
    code, out, err = call("verify", "lenet5")
    assert (code, out) == (2, "")
    assert 'pip install "archcalc[verify]"' in err
    assert err.count("\n") == 1


@pytest.mark.parametrize(
    ("args", "said"),
    [
        ((), "verify takes networks, or --all"),
        (("alexnet", "--all"), "verify takes networks, or --all"),
        (("alexnot",), 'did you mean "alexnet"'),
        (("--all", "-f", "jsn"), 'did you mean "json"'),
        (("--all", "-o", "nowhere/there.json"), "cannot write nowhere/there.json"),
    ],
)
def test_bad_input_is_told_before_anything_runs(
    call: Called, monkeypatch: pytest.MonkeyPatch, args: tuple[str, ...], said: str
) -> None:
    monkeypatch.setitem(sys.modules, "fvcore", None)
    code, out, err = call("verify", *args)
    assert (code, out) == (2, "")
    assert said in err


@needs_torch
@pytest.mark.parametrize("device", ["cuda", "cudda", "cuda:7"])
def test_a_device_that_is_not_there(call: Called, device: str) -> None:
    import torch

    if torch.cuda.is_available() and device == "cuda":
        pytest.skip("there is one")
    code, out, err = call("verify", "lenet5", "--device", device)
    assert (code, out) == (2, "")
    assert "device" in err


@needs_torch
def test_a_network_that_agrees(call: Called) -> None:
    code, out, err = call("verify", "lenet5", "-f", "json")
    assert (code, err) == (0, "")
    found = json.loads(out)
    assert (found["agrees"], len(found["layers"])) == (True, 14)
    assert found["totals"]["seen"]["fvcore"] == 326_520


@needs_torch
@pytest.mark.parametrize(
    ("args", "said"),
    [
        (("lenet5", "--collapse", "stages"), 'did you mean "stage"'),
        (("--all", "--collapse", "none"), "--collapse does not go with --all"),
    ],
)
def test_a_level_that_is_none(call: Called, args: tuple[str, ...], said: str) -> None:
    code, out, err = call("verify", *args)
    assert (code, out) == (2, "")
    assert said in err


@needs_torch
def test_a_disagreement_exits_with_1(call: Called, monkeypatch: pytest.MonkeyPatch) -> None:
    from archcalc.ops.linear import Linear

    right = Linear.rules
    monkeypatch.setattr(Linear, "rules", lambda *args: right(*args)._replace(params="n_in*n_out"))
    code, out, _ = call("verify", "lenet5")
    assert code == 1
    assert "f6: params 10,080 here, 10,164 by PyTorch." in out
