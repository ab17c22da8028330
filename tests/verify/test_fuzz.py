"""Random networks against PyTorch: a few hundred agree, and a planted fault is found and shrunk."""

from __future__ import annotations

import subprocess
import sys
from typing import Any

import pytest
from commandline import environment

import archcalc
from archcalc.errors import InputError
from archcalc.ops import registry
from archcalc.ops.base import Rules, Window
from archcalc.verify import fuzz
from archcalc.verify.entries import Spec
from archcalc.verify.specs import random_spec, text_of

NO_TORCH = """
import sys
class Blocker:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] == "torch":
            raise ImportError(name)
sys.meta_path.insert(0, Blocker())
from archcalc.verify.fuzz import main
sys.exit(main(sys.argv[1:]))
"""


def called(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", NO_TORCH, *arguments],
        capture_output=True, text=True, check=False, env=environment({}),
    )  # fmt: skip


def test_without_pytorch_it_says_how_to_install_it() -> None:
    done = called("--count", "3")
    assert (done.returncode, done.stdout) == (2, "")
    assert 'pip install "archcalc[verify]"' in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    "wrong",
    [
        ["--count", "0"],
        ["--count", "many"],
        ["--seed", "x"],
        ["--minutes", "-1"],
        ["--minutes", "nan"],
        ["--speed", "9"],
    ],
)
def test_bad_usage(wrong: list[str]) -> None:
    done = called(*wrong)
    assert (done.returncode, done.stdout) == (2, "")
    assert "Traceback" not in done.stderr


# --- shrinking, whatever the fault ---------------------------------------------------------------


def wide(spec: Spec) -> list[str]:
    """As if every convolution of two or more groups were wrong."""
    layers = archcalc.loads(text_of(spec)).layers
    return [one.path for one in layers if one.op.values().get("groups", 1) > 1]


def test_the_smallest_spec_has_nothing_beside_the_fault() -> None:
    found = next(
        spec for spec in map(random_spec, range(200)) if wide(spec) and len(str(spec)) > 999
    )
    least = fuzz.smallest(found, wide)
    assert wide(least) == [archcalc.loads(text_of(least)).layers[-1].path]
    assert len(least["layers"]) <= 2
    assert len(str(least)) < 400


def test_a_spec_that_agrees_stays_as_it_is() -> None:
    spec = random_spec(1)
    assert fuzz.smallest(spec, lambda _: []) is spec


def test_the_first_failure_ends_the_run(capsys: Any) -> None:
    assert fuzz.run(200, 0, 0, wide) == 1
    told = capsys.readouterr().out
    assert told.startswith("# seed 0, network ")
    assert wide(fuzz_read(told))


def fuzz_read(text: str) -> Spec:
    import yaml

    read: Spec = yaml.safe_load(text)
    return read


def test_a_run_ends_after_its_minutes(capsys: Any) -> None:
    assert fuzz.run(10**6, 0, 1e-9, lambda _: []) == 0
    assert "random networks agree" in capsys.readouterr().out


def test_needed_says_what_is_missing() -> None:
    with pytest.raises(InputError, match="no_such_package"):
        fuzz.needed("no_such_package")


# --- with PyTorch --------------------------------------------------------------------------------


@pytest.fixture
def torch() -> Any:
    return pytest.importorskip("torch", reason="pip install torch==2.13.0")


@pytest.mark.parametrize("part", range(10))
def test_random_networks_agree(torch: Any, part: int) -> None:
    for number in range(40):
        spec = random_spec(f"witness/{part}/{number}")
        assert fuzz.problems(spec, batch=1 + number % 2) == [], text_of(spec)


def faulty(monkeypatch: Any, kind: str, method: str, change: Any) -> None:
    model = registry()[kind]
    right = getattr(model, method)
    monkeypatch.setattr(model, method, lambda *given: change(right(*given)))


def _no_bias(rules: Rules) -> Rules:
    return rules._replace(params=rules.params.replace(" + B", ""))


def _no_groups(rules: Rules) -> Rules:
    return rules._replace(multiplies=rules.multiplies.replace("/G", ""))


def _floor(rules: Rules) -> Rules:
    return rules._replace(out=tuple(one.replace("ceil", "floor") for one in rules.out))


def _turned(rules: Rules) -> Rules:
    """The weight's axes of inputs and outputs change places."""
    (name, (one, two, *rest)), *more = rules.tensors
    return rules._replace(tensors=((name, (two, one, *rest)), *more))


def _wider(windows: Any) -> Any:
    return tuple(Window(w.taps + 1, w.stride, w.up, w.before) for w in windows)


def _shifted(windows: Any) -> Any:
    return tuple(Window(w.taps, w.stride, w.up, w.before + 1) for w in windows)


def _unmoved(windows: Any) -> Any:
    return tuple(Window(w.taps, 1, w.up, w.before) for w in windows)


@pytest.mark.parametrize(
    ("kind", "method", "change"),
    [
        pytest.param("conv", "rules", _no_bias, id="a bias is dropped"),
        pytest.param("conv", "rules", _no_groups, id="groups are forgotten"),
        pytest.param("conv", "rules", _turned, id="a tensor's axes change places"),
        pytest.param("maxpool", "rules", _floor, id="floor for ceil"),
        pytest.param("conv", "windows", _wider, id="a field one too wide"),
        pytest.param("conv", "windows", _shifted, id="a field one too far left"),
        pytest.param("maxpool", "windows", _unmoved, id="a field without stride"),
    ],
)
def test_a_planted_fault_is_found(
    torch: Any, monkeypatch: Any, kind: str, method: str, change: Any
) -> None:
    faulty(monkeypatch, kind, method, change)
    assert any(fuzz.problems(random_spec(f"fault/{number}")) for number in range(150))


def test_a_fault_is_shrunk_to_what_it_needs(torch: Any, monkeypatch: Any, capsys: Any) -> None:
    faulty(monkeypatch, "conv", "rules", _no_groups)
    assert fuzz.main(["--count", "200", "--seed", "3"]) == 1
    told = capsys.readouterr().out
    assert "multiplies: archcalc" in told
    assert len(fuzz_read(told)["layers"]) <= 2
    assert len(told.splitlines()) < 40


def test_a_short_run_of_the_command(torch: Any, capsys: Any) -> None:
    assert fuzz.main(["--count", "5", "--seed", "11"]) == 0
    assert capsys.readouterr().out.startswith("5 random networks agree with PyTorch")
