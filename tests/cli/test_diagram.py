"""``archcalc diagram``: formats by suffix, files whole or not at all, one clear line for errors."""

from __future__ import annotations

from pathlib import Path

import pytest
from commandline import archcalc


def test_svg_is_the_usual_format() -> None:
    ran = archcalc("diagram", "inception-bottleneck")
    assert ran.code == 0
    assert ran.out.startswith("<svg ")
    assert ran.err == ""


@pytest.mark.parametrize(
    ("suffix", "begins"),
    [
        (".svg", "<svg"), (".tex", "% "), (".tikz", "% "), (".mmd", "---\ntitle"),
        (".dot", "digraph"), (".gv", "digraph"),
    ],
)  # fmt: skip
def test_the_suffix_is_the_format(suffix: str, begins: str, tmp_path: Path) -> None:
    file = tmp_path / f"picture{suffix}"
    assert archcalc("diagram", "alexnet", "-o", str(file)).code == 0
    assert file.read_text(encoding="utf-8").startswith(begins)


@pytest.mark.parametrize("network", ["alexnet", "resnet50", "inception-bottleneck", "vgg16"])
def test_a_png_has_the_pixels_asked_for(network: str, tmp_path: Path) -> None:
    pytest.importorskip("vl_convert", reason="needs pip install 'archcalc[plot]'")
    file = tmp_path / "picture.png"
    asked = ("--width", "1280", "--fit", "16:9")
    assert archcalc("diagram", network, "-o", str(file), *asked).code == 0
    header = file.read_bytes()[16:24]
    assert [int.from_bytes(header[i : i + 4], "big") for i in (0, 4)] == [1280, 720]


def test_a_part_alone() -> None:
    ran = archcalc("diagram", "googlenet", "3a", "-f", "mermaid")
    assert ran.out.count(" --> ") == 11  # four branches of one or two layers, into one bar
    assert "5×5 conv, 32" in ran.out


def test_labels_edges_and_korean() -> None:
    ran = archcalc(
        "diagram", "alexnet", "-f", "dot", "--labels", "name,params", "--edges", "shape",
        "--lang", "ko",
    )  # fmt: skip
    assert "파라미터 34.9 k 개" in ran.out
    assert '[label=" 55×55×96"]' in ran.out


@pytest.mark.parametrize(
    ("words", "error"),
    [
        ("googlnet", 'unknown network "googlnet"; did you mean "googlenet"'),
        ("alexnet --labels ops", 'unknown label "ops"; did you mean "op"?'),
        ("alexnet --labels ,", "--labels takes names with commas between"),
        ("alexnet -f svgg", 'unknown format "svgg"; did you mean "svg"?'),
        ("alexnet --theme drak", 'unknown theme "drak"; did you mean "dark"?'),
        ("alexnet --fit wide", '--fit takes a shape as 16:9, found "wide"'),
        ("alexnet --fit 0:1", '--fit takes a shape as 16:9, found "0:1"'),
        ("alexnet --background red", 'transparent, white, black or #rrggbb, found "red"'),
        ("alexnet --direction up", 'unknown direction "UP"; known: TB, LR, BT'),
        ("alexnet --style volume", 'unknown style "volume"; did you mean "volumes"?'),
        ("alexnet --collapse blocks", 'unknown level "blocks"; did you mean "block"?'),
        ("alexnet conv1", '"conv1" is one layer: a part of a diagram is a stage or block'),
        ("googlenet 3z", 'unknown layer of googlenet "3z"'),
        ("alexnet -o picture.docx", 'no format is known by ".docx"'),
        ("alexnet --width 100", "--width does not go with --format svg"),
        ("alexnet -f png --width 5", '--width takes a whole number from 16 to 20,000, found "5"'),
        ("inception-naive --style volumes", "inception-naive branches"),
        ("resnet1202 --collapse none -f mermaid", "too large for Mermaid"),
    ],
)
def test_what_is_wrong_is_one_line(words: str, error: str) -> None:
    ran = archcalc("diagram", *words.split())
    assert (ran.code, ran.out) == (2, "")
    assert error in ran.err
    assert ran.err.count("\n") == 1


def test_nothing_is_half_written(tmp_path: Path) -> None:
    file = tmp_path / "picture.mmd"
    file.write_text("old")
    ran = archcalc("diagram", "resnet1202", "--collapse", "none", "-o", str(file))
    assert ran.code == 2
    assert file.read_text() == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["picture.mmd"]
