"""``archcalc table --layout`` and ``--blank``: what goes together, and what is said otherwise."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from commandline import every

PAPER = ("table", "resnet18", "--layout", "paper")
ERRORS = (
    (("table", "resnet18", "--layout", "papr"), 'unknown layout "papr"; did you mean "paper"?'),
    ((*PAPER, "--columns", "params"), "--columns does not go with --layout paper"),
    ((*PAPER, "--rows", "conv1"), "--rows does not go with --layout paper"),
    ((*PAPER, "--collapse", "block"), "--collapse does not go with --layout paper"),
    ((*PAPER, "--units", "si"), "--units does not go with --layout paper"),
    ((*PAPER, "--aux"), "--aux does not go with --layout paper"),
    ((*PAPER, "--blank", "parms"), 'unknown column of the table "parms"; known: layer, output'),
    (("table", "alexnet", "--blank", "parms"), 'did you mean "params"?'),
    (("table", "alexnet", "--blank", ""), "--blank takes names with commas between"),
    (("table", "alexnet", "--blank", "activations"), 'unknown column of the table "activations"'),
    (
        ("table", "googlenet", "resnet18", "--layout", "paper", "-f", "csv"),
        "CSV needs tables with the same columns",
    ),
)
CALLS = (
    (*PAPER,),
    (*PAPER, "-f", "json"),
    ("table", "alexnet", "--blank", "params,multiplies"),
    ("table", "alexnet", "--layout", "layers"),
    ("table", "alexnet"),
    ("table", "googlenet", "--layout", "paper", "--batch", "2"),
)


@pytest.fixture(scope="module")
def ran(tmp_path_factory: pytest.TempPathFactory):  # type: ignore[no-untyped-def]
    folder: Path = tmp_path_factory.mktemp("layouts")
    calls = [list(call) for call in (*CALLS, *(call for call, _ in ERRORS))]
    return dict(zip(map(tuple, calls), every(calls, cwd=folder), strict=True))


@pytest.mark.parametrize(("call", "said"), ERRORS, ids=[" ".join(call) for call, _ in ERRORS])
def test_what_cannot_be_is_one_clear_line(ran, call: tuple[str, ...], said: str) -> None:  # type: ignore[no-untyped-def]
    done = ran[call]
    assert (done.code, done.out) == (2, "")
    assert said in done.err
    assert done.err.count("\n") == 1


def test_the_papers_table_and_its_data(ran) -> None:  # type: ignore[no-untyped-def]
    assert "⎡3×3, 64⎤×2" in ran[PAPER].out
    data = json.loads(ran[*PAPER, "-f", "json"].out)
    assert data["network"] == "resnet18"
    (table,) = data["tables"]
    assert table["layout"] == "stages"
    block = {"lines": ["3×3, 64", "3×3, 64"], "times": 2}
    assert table["rows"][2] == {"layer": None, "output": None, "resnet18": [block]}


def test_the_usual_layout_is_layers(ran) -> None:  # type: ignore[no-untyped-def]
    usual = ran["table", "alexnet"].out
    assert ran["table", "alexnet", "--layout", "layers"].out == usual
    assert "34,944" in usual


def test_a_worksheet_has_lines_to_write_on(ran) -> None:  # type: ignore[no-untyped-def]
    text = ran["table", "alexnet", "--blank", "params,multiplies"].out
    assert "_________" in text
    assert "34,944" not in text
    assert "weighted layers" not in text


def test_another_batch_is_no_published_network(ran) -> None:  # type: ignore[no-untyped-def]
    """Table 1's figures are for one image: 128,049,152 · 2 multiplies stand without brackets.

    Parameters are counted as the paper counts them all the same: 163,328 weights / 1024.
    """
    text = ran["table", "googlenet", "--layout", "paper", "--batch", "2"].out
    (line,) = [line for line in text.splitlines() if line.startswith("inception (3a)")]
    assert line.split()[-2:] == ["160K", "256M"]


def test_a_table_alone(tmp_path: Path) -> None:
    """Nothing below it for a slide, but what must stand beside its total."""
    calls = [
        ["table", "googlenet", "--layout", "paper", "--no-notes"],
        ["table", "vgg16", "--input", "256", "--no-notes"],
    ]
    paper, other = every(calls, tmp_path)
    assert (paper.code, other.code) == (0, 0)
    assert paper.out.rstrip().splitlines()[-1].split()[0] == "Total"
    below = other.out.partition("Total")[2].strip().splitlines()[2:]
    assert " ".join(below).startswith("fc6.weight 4096×25088 → 4096×32768")
