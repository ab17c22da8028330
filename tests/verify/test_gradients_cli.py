"""``archcalc gradients`` as a person calls it."""

from __future__ import annotations

import json
import sys
from importlib.util import find_spec

import pytest

from archcalc.cli import main

needs_torch = pytest.mark.skipif(not find_spec("torch"), reason="pip install torch==2.13.0")


class Called:
    def __init__(self, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
        self.capsys, self.monkeypatch = capsys, monkeypatch

    def __call__(self, *args: str) -> tuple[int, str, str]:
        self.monkeypatch.setattr(sys, "argv", ["archcalc", "gradients", *args])
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
        (("plan56",), 'did you mean "plain56"'),
        (("plain20", "--norm", "maybe"), 'unknown setting "maybe"; known: on, off'),
        (("plain20", "--init", "xavir"), 'did you mean "xavier"'),
        (("plain20", "--of", "outputs"), 'did you mean "output"'),
        (("plain20", "--batch", "0"), "--batch takes a whole number from 1"),
        (("plain20", "--seed", "-1"), "--seed takes a whole number from 0"),
        (("plain20", "--every", "x"), "--every takes a whole number from 1"),
        (("plain20", "--aux"), "none of these networks has auxiliary heads"),
        (("plain20", "--dtype", "float31"), 'unknown dtype "float31"'),
        (("plain20", "-f", "jsn"), 'did you mean "json"'),
        (("plain20", "-o", "nowhere/there.md"), "cannot write nowhere/there.md"),
        (("plain20", "--norm", ","), "--norm takes names"),
    ],
)
def test_bad_input(call: Called, args: tuple[str, ...], said: str) -> None:
    code, out, err = call(*args)
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert said in err


def test_without_torch_it_says_what_installs_it(
    call: Called, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "torch", None)
    code, out, err = call("plain20")
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert 'pip install "archcalc[verify]"' in err


@needs_torch
@pytest.mark.parametrize("device", ["meta", "cuda:99", "cudda"])
def test_a_device_that_measures_nothing(call: Called, device: str) -> None:
    code, out, err = call("plain20", "--device", device)
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert "device" in err


@needs_torch
def test_the_default_is_the_whole_answer(call: Called) -> None:
    code, out, err = call("plain20", "resnet20", "--batch", "2", "-f", "json")
    assert (code, err) == (0, "")
    runs = json.loads(out)["runs"]
    assert [(run["network"], run["norm"], run["init"]) for run in runs] == [
        (name, norm, init)
        for name in ("plain20", "resnet20")
        for norm in (True, False)
        for init in ("he", "xavier")
    ]
    # 20 weighted layers each: He et al. 2016, section 4.2, 6n + 2 with n = 3
    assert [len(run["layers"]) for run in runs] == [20] * 8


@needs_torch
def test_csv_is_the_whole_depth(call: Called) -> None:
    code, out, _ = call("plain20", "--norm", "off", "--init", "he", "--batch", "2", "-f", "csv")
    assert (code, out.count("\n")) == (0, 1 + 20)


@needs_torch
def test_a_small_input_and_the_paper_s_beginning(call: Called) -> None:
    code, out, err = call(
        "plain20", "--norm", "on", "--init", "paper", "--input", "16", "--batch", "2"
    )
    assert (code, err) == (0, "")
    assert "paper (he)" in out
    assert "16×16×3" in out


@needs_torch
def test_no_chart_where_its_signs_could_not_be_set(call: Called) -> None:
    args = ("lenet5", "--init", "he", "--batch", "2", "-f")
    assert "▁" in call(*args, "markdown")[1]
    assert "▁" not in call(*args, "latex")[1]
