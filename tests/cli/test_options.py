"""What options stand for: input sizes in every order, names of columns, types and files."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from commandline import every

from archcalc.cli import _options
from archcalc.cli._output import SUFFIXES
from archcalc.errors import InputError
from archcalc.ops.base import Dims
from archcalc.render import formats
from archcalc.sizes import input_in
from archcalc.views.layers import COLUMN_NAMES


@pytest.mark.parametrize(
    ("text", "own", "shape"),
    [
        ("256", (192, 28, 28), (192, 256, 256)),
        ("28x30", (192, 28, 28), (192, 28, 30)),
        ("28x28x192", (192, 28, 28), (192, 28, 28)),
        ("192x14x28", (192, 28, 28), (192, 14, 28)),
        ("14x28x192", (192, 28, 28), (192, 14, 28)),
        ("28x28x256", (192, 28, 28), (256, 28, 28)),
        ("256x28x28", (192, 28, 28), (256, 28, 28)),
        ("28×28×1", (192, 28, 28), (1, 28, 28)),
        ("1X28X28", (3, 224, 224), (1, 28, 28)),
        ("7x7x7", (3, 224, 224), (7, 7, 7)),
        ("3x3x3", (3, 224, 224), (3, 3, 3)),
        ("3x3x5", (3, 224, 224), (3, 3, 5)),
        ("256,28,30", (192, 28, 28), (256, 28, 30)),
        ("28, 28, 256", (192, 28, 28), (28, 28, 256)),
        ("12", (16, 100), (16, 12)),
        ("100x16", (16, 100), (16, 100)),
        ("16x16x16x3", (3, 8, 8, 8), (3, 16, 16, 16)),
        ("1x8x16x16", (3, 8, 8, 8), None),
        ("2x16x16x16", (3, 8, 8, 8), (2, 16, 16, 16)),
        ("10", (784,), (10,)),
        ("28x30x256", (192, 28, 28), None),
        ("3x9x3", (3, 224, 224), None),
        ("2x50", (16, 100), None),
    ],
)
def test_an_input_is_read_by_its_channels(text: str, own: Dims, shape: Dims | None) -> None:
    if shape:
        assert input_in(text, own) == shape
        return
    with pytest.raises(InputError, match="could be read in two ways"):
        input_in(text, own)


def test_an_ambiguous_input_says_how_to_write_it() -> None:
    with pytest.raises(InputError, match=r"with commas: 28,30,256 or 256,28,30$"):
        input_in("28x30x256", (192, 28, 28))


def test_the_help_of_columns_names_all_of_them() -> None:
    help_text = _options.Columns.__metadata__[0].help  # type: ignore[attr-defined]
    assert re.findall(r"[a-z_]+", help_text.partition("There are ")[2]) == list(COLUMN_NAMES)


@pytest.mark.parametrize("text", ["", " ", ",", " , "])
def test_an_empty_list_of_names_is_an_error(text: str) -> None:
    with pytest.raises(InputError, match="--rows takes names"):
        _options.names_in(text, "--rows")


@pytest.mark.parametrize(
    ("found", "meant"),
    [("fp16", "float16"), ("half", "float16"), ("FP32", "float32"), ("float", "float32"),
     ("bf16", "bfloat16"), ("double", "float64")],
)  # fmt: skip
def test_another_word_for_a_type_is_a_near_miss(found: str, meant: str) -> None:
    with pytest.raises(InputError, match=f'unknown dtype "{found}"; did you mean "{meant}"'):
        _options.dtype_in(found)


def test_every_format_has_a_suffix() -> None:
    assert set(SUFFIXES.values()) == set(formats())


def test_a_suffix_of_another_format_is_refused(tmp_path: Path) -> None:
    calls = [["table", "alexnet", "-o", "x.docx"], ["table", "alexnet", "-o", "x.PDF"]]
    for ran in every(calls, tmp_path):
        assert (ran.code, ran.out) == (2, "")
        assert 'no format is known by ".' in ran.err
    assert list(tmp_path.iterdir()) == []
    (named,) = every([["table", "alexnet", "-f", "csv", "-o", "x.docx"]], tmp_path)
    assert named.code == 0


def test_the_suffix_of_the_file_chooses_the_format(tmp_path: Path) -> None:
    calls = [["table", "alexnet", "-o", f"x{suffix}"] for suffix in SUFFIXES]
    more = [["table", "alexnet", "-o", "x.TEX.dat"], ["table", "alexnet", "-o", "X.TEX"],
            ["table", "alexnet", "-f", "csv", "-o", "y.tex"]]  # fmt: skip
    piped = {fmt: ["table", "alexnet", "-f", fmt] for fmt in formats()}
    runs = every([*piped.values(), *calls, *more], tmp_path)
    assert {(run.code, run.err) for run in runs} == {(0, "")}
    out = {fmt: run.out for fmt, run in zip(piped, runs, strict=False)}
    expected = {f"x{s}": f for s, f in SUFFIXES.items()}
    expected |= {"x.TEX.dat": "terminal", "X.TEX": "latex", "y.tex": "csv"}
    for name, fmt in expected.items():
        assert (tmp_path / name).read_text(encoding="utf-8") == out[fmt], name


@pytest.mark.parametrize(
    ("call", "said"),
    [
        ("explain alexnet conv1 a", 'unexpected extra argument "a" (archcalc explain --help)'),
        ("list a b", 'unexpected extra arguments "a" "b" (archcalc list --help)'),
    ],
)
def test_arguments_left_over(call: str, said: str, tmp_path: Path) -> None:
    (ran,) = every([call.split(" ")], tmp_path)
    assert (ran.code, ran.out, ran.err) == (2, "", f"archcalc: {said}\n")
