"""The folder is the registry, and every format tells the same numbers."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Callable
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archcalc.render import formats, render
from archcalc.views.model import Bytes, Column, Math, Page, Percent, Row, Shape, Style, Table

FORMATS = ("terminal", "csv", "html", "json", "latex", "markdown", "typst")
FOR_PEOPLE = tuple(name for name in FORMATS if name not in ("csv", "json"))


def test_the_formats_are_the_files_of_the_folder() -> None:
    assert formats() == FORMATS


def test_an_unknown_format_is_told_apart(googlenet: Page) -> None:
    with pytest.raises(ValueError, match='unknown format "pdf"; there are terminal, csv'):
        render(googlenet, "pdf", Style())


@pytest.mark.parametrize("fmt", [name for name in FORMATS if name != "terminal"])
def test_rich_is_for_the_terminal_only(fmt: str) -> None:
    code = (
        "import sys; from archcalc.render import render; "
        "from archcalc.views.model import Page, Style; "
        f"render(Page((), dict), {fmt!r}, Style()); sys.exit('rich' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@pytest.mark.parametrize("fmt", FOR_PEOPLE)
def test_every_format_carries_the_same_numbers(fmt: str, googlenet: Page) -> None:
    text = unescape(render(googlenet, fmt, Style()))
    shown = [int(n.replace(",", "")) for n in re.findall(r"(?<![\d,])\d{1,3}(?:,\d{3})+", text)]
    rows = googlenet.tables[0].rows
    counts = [cell for row in rows for cell in row.cells if isinstance(cell, int) and cell >= 1000]
    assert shown == counts
    assert [text.count(share) >= 1 for share in ("7.5", "22.7", "8.1", "0.1")] == [True] * 4


def test_csv_carries_the_same_numbers(googlenet: Page) -> None:
    text = render(googlenet, "csv", Style(units="si"))
    for row in googlenet.tables[0].rows:
        assert f"{row.cells[3]},{row.cells[4]}," in text


def test_json_carries_the_same_numbers(googlenet: Page) -> None:
    assert json.loads(render(googlenet, "json", Style(units="si"))) == googlenet.data()


@pytest.mark.parametrize("fmt", FOR_PEOPLE)
def test_units_si_rounds_everywhere(fmt: str, googlenet: Page) -> None:
    text = render(googlenet, fmt, Style(units="si"))
    gap = r"\," if fmt == "latex" else "\u202f"
    assert f"7.00{gap}M" in text
    assert f"1.58{gap}G" in text
    assert "1,582" not in text


@pytest.mark.parametrize("fmt", FORMATS)
def test_every_kind_of_cell_has_words(fmt: str) -> None:
    cells = (
        "a",
        12_345,
        Math("K·K", r"K \cdot K"),
        Shape((3, 5, 7)),
        Percent(0.01),
        Bytes(60_922_265),
    )
    columns = tuple(Column(f"c{n}", f"C{n}") for n in range(7))
    page = Page((Table("n", "", "", columns, (Row((*cells, None)),)),), dict)
    text = unescape(render(page, fmt, Style()))
    expected = {
        "csv": "a,12345,K·K,5x7x3,0.01,60922265,\n",
        "json": "{}\n",
        "latex": (
            r"a & 12,345 & $K \cdot K$ & 5$\times$7$\times$3"
            r" & \textless{}0.1 & 58.1\,MiB &  \\"
        ),
        "markdown": "a   | 12,345 | K·K | 5×7×3 | \\<0.1 | 58.1\u202fMiB |     |",
        "terminal": "a   12,345  K·K  5×7×3  <0.1  58.1\u202fMiB",
        "typst": '"a", "12,345", "K·K", "5×7×3", "<0.1", "58.1\u202fMiB", "",',
        "html": (
            '<th scope="row">a</th><td>12,345</td><td>K·K</td><td>5×7×3</td><td><0.1</td>'
            "<td>58.1\u202fMiB</td><td></td>"
        ),
    }
    assert expected[fmt] in text


@pytest.mark.parametrize("fmt", FORMATS)
@pytest.mark.parametrize("encoding", ["ascii", "cp949", "latin-1"])
def test_the_output_fits_its_encoding(
    fmt: str, encoding: str, googlenet: Page, conv1: Page, one_table: Callable[..., Page]
) -> None:
    odd = one_table(["é한😀\u202e²⁵"], "‘…’")
    for page in (googlenet, conv1, odd._replace(data=lambda: {"a": "é한😀"})):
        assert render(page, fmt, Style(encoding=encoding)).encode(encoding)


@pytest.mark.parametrize("fmt", FORMATS)
@pytest.mark.parametrize(
    "table",
    [
        pytest.param(Table("n", "", "", (), ()), id="nothing at all"),
        pytest.param(Table("n", "T", "S", (), (), ("N",)), id="words only"),
        pytest.param(Table("n", "", "", (Column("a", "A"),), ()), id="no rows"),
        pytest.param(Table("n", "", "", (Column("a", "A"),), (), (), header=False), id="no header"),
        pytest.param(
            Table("n", "", "", (Column("a", "A"),), (Row((None,), role="total"),)),
            id="only a total",
        ),
    ],
)
def test_degenerate_tables_are_no_error(fmt: str, table: Table) -> None:
    for style in (Style(), Style(width=10, color=True)):
        assert isinstance(render(Page((table, table), dict), fmt, style), str)


@pytest.mark.parametrize("fmt", FORMATS)
@given(text=st.text())
def test_no_control_character_reaches_the_reader(fmt: str, text: str) -> None:
    if fmt in ("csv", "json"):
        return  # data: a program reads it, and wants what was there
    table = Table(text, text, text, (Column("a", text),), (Row((text,)),), (text,))
    shown = render(Page((table,), dict), fmt, Style(width=30))
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", shown)
    assert shown.encode()
