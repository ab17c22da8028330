"""CSV: exact data that reads back, one header row, nothing else."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archcalc.render import render
from archcalc.views.model import Column, Page, Row, Style, Table

COLUMNS = (Column("name", "Name"), Column("params", "Params"))


def _read(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text, newline="")))


def test_googlenet(googlenet: Page) -> None:
    assert render(googlenet, "csv", Style(units="si", width=20, color=True)) == (
        "layer,kernel,output,params,multiplies,percent\n"
        "conv1,7×7/2,112x112x64,9472,118013952,7.4566\n"
        "pool1,3×3/2,56x56x64,0,0,\n"
        'conv2,"1×1, 3×3",56x56x192,114944,359661568,22.7249\n'
        "pool2,3×3/2,28x28x192,0,0,\n"
        "3a,inception,28x28x256,163696,128049152,8.0907\n"
        "fc,linear,1000,1025000,1024000,0.0647\n"
        "Total,,,6998552,1582671872,\n"
    )


def test_several_tables_with_the_same_columns_are_one() -> None:
    tables = (
        Table("a", "A", "", COLUMNS, (Row(("x", 1)),)),
        Table("b", "B", "", COLUMNS, (Row(("y", 2)), Row(("z", 10**5000)))),
    )
    assert _read(render(Page(tables, dict), "csv", Style())) == [
        ["network", "name", "params"],
        ["a", "x", "1"],
        ["b", "y", "2"],
        ["b", "z", "1" + "0" * 5000],
    ]


def test_different_columns_cannot_be_one_file() -> None:
    tables = (Table("a", "", "", COLUMNS, ()), Table("b", "", "", COLUMNS[:1], ()))
    with pytest.raises(ValueError, match="same columns, found a: name, params; b: name"):
        render(Page(tables, dict), "csv", Style())


@given(st.text(st.characters(exclude_categories=["Cs"])), st.integers())
def test_what_is_read_back_is_what_was_there(text: str, n: int) -> None:
    table = Table("t", text, text, COLUMNS, (Row((text, n)),), (text,))
    assert _read(render(Page((table,), dict), "csv", Style()))[1] == [text, str(n)]


def test_plain_signs_are_quoted_too() -> None:
    table = Table("t", "", "", COLUMNS, (Row(("“a”, 5×5", 1)),))
    text = render(Page((table,), dict), "csv", Style(encoding="ascii"))
    assert _read(text)[1] == ['"a", 5x5', "1"]


def test_a_remark_stands_on_the_total_rows_or_on_the_last() -> None:
    body, total = Row(("x", 1)), Row(("Total", 1), role="total")
    one = Table("t", "", "", COLUMNS, (body, total, total), remark="changed")
    other = one._replace(rows=(body, body))
    assert [row[-1] for row in _read(render(Page((one,), dict), "csv", Style()))] == [
        "remark", "", "changed", "changed",
    ]  # fmt: skip
    page = Page((other, one._replace(remark="")), dict)
    assert [row[-1] for row in _read(render(page, "csv", Style()))] == [
        "remark", "", "changed", "", "", "",
    ]  # fmt: skip
    assert _read(render(Page((one._replace(rows=()),), dict), "csv", Style())) == [
        ["name", "params", "remark"],
    ]  # fmt: skip
