"""Typst: compiles as it is, every text a string."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archcalc.render import render
from archcalc.render._cells import clean
from archcalc.views.model import Column, Math, Page, Row, Style, Table

NASTY = [
    "#import", "$a$", "*a*", "_a_", "`a`", "<a>", "@a", "[a]", "a\\", "a // b", "/* a", "~",
    '"a"', "= a", "- a", "+ a", "/ a: b", "1. a", "--aux", "...", "#{", "\\u{41}", "https://a.b",
    "é · ⌊x⌋",
]  # fmt: skip
TABLE = """\
#strong("T") #h(1fr) #"s"

#table(
  columns: 2,
  align: (left, right,),
  stroke: none,
  inset: (x: 0.5em, y: 0.3em),
  table.hline(),
  table.header(strong("A"), strong("N")),
  table.hline(stroke: 0.5pt),
  "x \\"y\\" \\\\", "1,000",
  pad(left: 1em, "y"), "",
  table.hline(stroke: 0.5pt),
  "Total", "1,000",
  table.hline(),
)

#par(text(size: 0.85em, "n"))
"""


def _compile(text: str, folder: Path) -> bytes:
    typst = pytest.importorskip("typst", reason="needs the Python package typst")
    source = folder / "page.typ"
    source.write_text(text, encoding="utf-8")
    return bytes(typst.compile(str(source)))


def test_a_table() -> None:
    columns = (Column("a", "A"), Column("n", "N", "right"))
    rows = (Row(('x "y" \\', 1000)), Row(("y", None), level=1), Row(("Total", 1000), role="total"))
    table = Table("t", "T", "s", columns, rows, ("n",))
    assert render(Page((table,), dict), "typst", Style()) == TABLE


@pytest.mark.parametrize("encoding", ["utf-8", "ascii"])
def test_the_screens_compile(encoding: str, googlenet: Page, conv1: Page, tmp_path: Path) -> None:
    page = Page(googlenet.tables + conv1.tables, dict)
    text = render(page, "typst", Style(encoding=encoding))
    assert _compile(text, tmp_path).startswith(b"%PDF")


def test_nasty_texts_compile_and_are_literal(tmp_path: Path) -> None:
    if shutil.which("pdftotext") is None:
        pytest.skip("needs pdftotext (Debian: poppler-utils)")
    columns = (Column("a", NASTY[0]), Column("b", NASTY[1]))
    tables = tuple(Table(t, t, t, columns, (Row((t, t)),), (t,)) for t in NASTY)
    pdf = tmp_path / "page.pdf"
    pdf.write_bytes(_compile(render(Page(tables, dict), "typst", Style()), tmp_path))
    run = subprocess.run(["pdftotext", "-layout", pdf, "-"], capture_output=True, check=True)
    shown = run.stdout.decode().replace(" ", "")  # pdftotext guesses blanks from distances
    for nasty in NASTY:  # title, subtitle, two cells, note
        assert shown.count(nasty.replace(" ", "")) >= 5, nasty


@given(st.text())
def test_a_string_ends_where_it_should(text: str) -> None:
    table = Table("t", "", "", (Column("a", "A"),), (Row((text,)),))
    lines = render(Page((table,), dict), "typst", Style()).splitlines()
    literal = clean(text).replace("\\", "\\\\").replace('"', '\\"')
    assert f'  "{literal}",' in lines


def test_a_heading_is_strong_and_subscripts_stand_low(tmp_path: Path) -> None:
    formula = Math('K_eff_h·C_in "2', "")
    rows = (Row(("a", ""), role="heading"), Row((formula, Math("", "")), 1))
    table = Table("t", "", "", (Column("a", "A"), Column("b", "B")), rows, header=False)
    text = render(Page((table,), dict), "typst", Style())
    assert '  strong("a"), strong(""),\n' in text
    assert 'pad(left: 1em, "K" + sub("eff,h") + "·C" + sub("in") + " \\"2"), "",\n' in text
    assert _compile(text, tmp_path).startswith(b"%PDF")
