"""Merged, stacked, emphasised and doubled cells in every format, and where signs are missing."""

from __future__ import annotations

import csv
import io
import subprocess
from pathlib import Path

import pytest

from archcalc.render import formats, render
from archcalc.render.terminal import render as terminal
from archcalc.views.model import (
    Against,
    Column,
    Mark,
    Page,
    Repeat,
    Row,
    Stack,
    Strong,
    Style,
    Table,
)

BLOCK = Stack((Repeat(("1×1, 64", "3×3, 64", "1×1, 256"), 3),))
PAIR = Stack(("stem & <b>", Repeat(("3×3, 64", "3×3, 64"), 2)))
TABLE = Table(
    "t", "Title", "",
    (Column("name", "name"), Column("a", "A", "center"), Column("b", "B", "center")),
    (
        Row(("conv1", "7×7, 64, stride 2", Mark.LEFT)),
        Row(("conv2_x", PAIR, BLOCK)),
        Row((None, "conv3-64", Strong("conv1-64"))),
        Row(("FLOPs", Against("3.86", "3.8"), Mark.BLANK), role="total"),
    ),
)  # fmt: skip
PAGE = Page((TABLE,), dict)


def test_the_terminal_draws_brackets_over_lines() -> None:
    assert render(PAGE, "terminal", Style()).splitlines() == [
        "Title",
        "",
        "name          A            B",
        "conv1        7×7, 64, stride 2",
        "         stem & <b>   ⎡1×1, 64 ⎤",
        "conv2_x  ⎡3×3, 64⎤×2  ⎢3×3, 64 ⎥×3",
        "         ⎣3×3, 64⎦    ⎣1×1, 256⎦",
        "          conv3-64     *conv1-64*",
        "──────────────────────────────────",
        "FLOPs    3.86 [3.8]    _________",
    ]


def test_a_narrow_terminal_puts_the_factor_below() -> None:
    lines = terminal(PAGE, Style(width=31)).splitlines()
    assert max(map(len, lines)) <= 31
    assert any(line.split() == ["×2", "×3"] or line.strip() == "×3" for line in lines)


@pytest.mark.parametrize("encoding", ["ascii", "cp949", "latin-1", "utf-8"])
def test_plain_brackets_where_the_encoding_has_no_others(encoding: str) -> None:
    text = terminal(PAGE, Style(encoding=encoding))
    text.encode(encoding)
    assert "?" not in text
    assert ("⎡" in text) == (encoding == "utf-8")
    assert ("[1x1, 64 ]" in text) == (encoding == "ascii")


def test_what_stands_out_is_bold_in_colour() -> None:
    assert "\x1b[1m  conv1-64  \x1b[0m" in terminal(PAGE, Style(color=True))


def test_markdown_repeats_what_is_merged_and_stacks_lines() -> None:
    lines = render(PAGE, "markdown", Style()).splitlines()
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if "|" in line]
    assert cells[2] == ["conv1", "7×7, 64, stride 2", "7×7, 64, stride 2"]
    assert cells[3][2] == r"\[1×1, 64<br>3×3, 64<br>1×1, 256\] × 3"
    assert cells[3][1] == r"stem \& \<b><br>\[3×3, 64<br>3×3, 64\] × 2"
    assert cells[4][2] == "**conv1-64**"
    assert cells[5] == ["**FLOPs**", r"**3.86 \[3.8\]**", ""]
    assert {cell[0] + cell[-1] for cell in cells[1]} == {":-", "::"}


def test_csv_is_plain_and_repeats_what_is_merged() -> None:
    rows = list(csv.reader(io.StringIO(render(PAGE, "csv", Style()))))
    assert rows == [
        ["name", "a", "b"],
        ["conv1", "7×7, 64, stride 2", "7×7, 64, stride 2"],
        ["conv2_x", "stem & <b>; [3×3, 64; 3×3, 64] × 2", "[1×1, 64; 3×3, 64; 1×1, 256] × 3"],
        ["", "conv3-64", "conv1-64"],
        ["FLOPs", "3.86 [3.8]", ""],
    ]


def test_html_merges_brackets_and_escapes() -> None:
    text = render(PAGE, "html", Style())
    assert '<td colspan="2" class="center">7×7, 64, stride 2</td>' in text
    lines = "1×1, 64<br>3×3, 64<br>1×1, 256"
    assert f'<span class="bracket">{lines}</span> × 3' in text
    assert "stem &amp; &lt;b&gt;" in text
    assert "<strong>conv1-64</strong>" in text
    assert '3.86 <span class="printed">[3.8]</span>' in text


def test_typst_compiles() -> None:
    compiled = pytest.importorskip("typst").compile
    text = render(PAGE, "typst", Style())
    assert "table.cell(colspan: 2" in text
    assert compiled(text.encode(), format="png")


def test_latex_sets_arrays_and_merges(tmp_path: Path) -> None:
    text = render(PAGE, "latex", Style())
    assert r"\multicolumn{2}{c}{7$\times$7, 64, stride 2}" in text
    assert r"\left[\begin{array}" in text
    assert r"\right]\times 3$" in text
    (tmp_path / "t.tex").write_text(text, encoding="utf-8")
    try:
        done = subprocess.run(
            ["pdflatex", "-interaction=nonstopmode", "-halt-on-error", "t.tex"],
            cwd=tmp_path, capture_output=True, check=False,
        )  # fmt: skip
    except FileNotFoundError:
        pytest.skip("needs pdflatex")
    assert done.returncode == 0, done.stdout[-800:]


@pytest.mark.parametrize("fmt", formats())
def test_no_control_character_gets_through(fmt: str) -> None:
    bad = "a\x1b[31m\u202eb"
    row = Row((Strong(bad), Against(bad, bad), Stack((bad, Repeat((bad, bad), 2)))))
    page = Page((TABLE._replace(rows=(row,)),), dict)
    text = render(page, fmt, Style())
    assert "\x1b" not in text
    assert "\u202e" not in text
