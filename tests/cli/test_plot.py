"""``archcalc plot``: formats by suffix, pictures whole or not at all, one clear line for errors."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from chart_cases import BENCH
from commandline import archcalc

WITHOUT = """
import sys
sys.modules["vl_convert"] = None
from archcalc.cli import main
main()
"""


def test_the_terminal_is_the_usual_place() -> None:
    ran = archcalc("plot", "googlenet", env={"COLUMNS": "80"})
    assert ran.code == 0
    assert ran.out.startswith("GoogLeNet (Inception v1): where the multiplies are\n")
    assert "118\u202fM   7.5" in ran.out
    assert max(map(len, ran.out.splitlines())) <= 80


def test_every_kind_has_its_line_of_help() -> None:
    from archcalc.figures.charts import kinds

    text = " ".join(archcalc("plot", "--help").out.split())
    assert all(kind in text for kind in kinds())


@pytest.mark.parametrize(
    ("suffix", "begins"),
    [(".csv", b"series,part,params"), (".json", b"{\n"), (".txt", b"VGG-16"), (".svg", b"<svg"),
     (".png", b"\x89PNG"), (".pdf", b"%PDF")],
)  # fmt: skip
def test_the_suffix_is_the_format(suffix: str, begins: bytes, tmp_path: Path) -> None:
    if suffix in (".svg", ".png", ".pdf"):
        pytest.importorskip("vl_convert", reason="pip install 'archcalc[plot]' draws pictures")
    file = tmp_path / f"vgg{suffix}"
    ran = archcalc("plot", "vgg16", "--kind", "params", "-o", str(file))
    assert (ran.code, ran.out, ran.err) == (0, "", "")
    assert file.read_bytes().startswith(begins)


def test_measured_results_come_from_a_file(tmp_path: Path) -> None:
    file = tmp_path / "bench.json"
    file.write_text(json.dumps(BENCH))
    ran = archcalc("plot", "--kind", "roofline", "--from", str(file), "-f", "csv")
    assert ran.out.splitlines()[-1] == "Measured,2.75,2000000000,alexnet"


def test_without_the_extra_pictures_name_it_and_the_rest_works(tmp_path: Path) -> None:
    file = tmp_path / "x.svg"
    ran = archcalc("plot", "vgg16", "-o", str(file), program=("-c", WITHOUT))
    assert ran.code == 2
    assert "pip install 'archcalc[plot]'" in ran.err
    assert not file.exists()
    for form in ("terminal", "vega", "csv"):
        assert archcalc("plot", "vgg16", "-f", form, program=("-c", WITHOUT)).code == 0


def test_korean_words() -> None:
    assert "수용 영역" in archcalc("plot", "vgg16", "--kind", "receptive-field", "--lang", "ko").out


REFUSED = {
    ("vgg61",): 'unknown network "vgg61"; did you mean "vgg19" or "vgg16"?',
    ("vgg16", "--kind", "bubles"): 'unknown kind of chart "bubles"; did you mean "bubble"?',
    ("vgg16", "-f", "pngg"): 'unknown format "pngg"; did you mean "png"?',
    ("vgg16", "-o", "x.gif"): 'no format is known by ".gif"',
    ("vgg16", "--theme", "drak"): 'unknown theme "drak"; did you mean "dark"?',
    ("vgg16", "--size", "big"): "--size takes a width and a height in pixels, as 1280x720",
    ("vgg16", "--collapse", "stages"): 'unknown level "stages"; did you mean "stage"?',
    ("vgg16", "--kind", "shares", "--collapse", "stage"): "--collapse does not go with --kind shar",
    ("vgg16", "--kind", "input-size", "--sizes", "8-9"): "--sizes takes sizes such as 128,160",
    ("vgg16", "--kind", "input-size", "--sizes", "1:999999:1"): "at most 200 input sizes",
    ("--kind", "roofline"): "name their file with --from",
    ("--kind", "roofline", "--from", "nowhere.json"): "cannot read nowhere.json: No such file",
    ("--kind", "gradients", "--from", "bad.json"): "bad.json is no JSON of measured results",
    (): "--kind multiplies needs a network's name",
}


@pytest.mark.parametrize("words", REFUSED, ids=" ".join)
def test_one_clear_line(words: tuple[str, ...], tmp_path: Path) -> None:
    (tmp_path / "bad.json").write_text("[" * 100_000)
    ran = archcalc("plot", *words, cwd=tmp_path)
    assert (ran.code, ran.out) == (2, "")
    assert REFUSED[words] in ran.err
    assert len(ran.err.splitlines()) == 1
    assert [path.name for path in tmp_path.iterdir()] == ["bad.json"]
