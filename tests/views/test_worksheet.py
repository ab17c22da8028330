"""A worksheet shows what it is about and none of its answers, in any format."""

from __future__ import annotations

import json

import pytest

import archcalc
from archcalc.errors import UnknownNameError
from archcalc.render import formats, render
from archcalc.views.layers import COLUMN_NAMES, Choice, table_page
from archcalc.views.model import Mark, Page, Style
from archcalc.views.paper import paper_page
from archcalc.views.worksheet import worksheet

ALEXNET = archcalc.load("alexnet").analyze()
ANSWERS = ("34,944", "34944", "60,965,224", "60965224", "37748736", "37,748,736")
"""AlexNet's conv1 and all of it (CS231n notes; design's numbers), and fc6's weights."""


def sheet(*blank: str) -> Page:
    return worksheet(table_page([ALEXNET]), blank)


@pytest.mark.parametrize("fmt", formats())
def test_no_format_tells_the_parameters(fmt: str) -> None:
    told = render(sheet("params", "multiplies"), fmt, Style())
    key = render(table_page([ALEXNET]), fmt, Style())
    assert "conv1" in told
    assert any(answer in key for answer in ANSWERS)
    assert not any(answer in told for answer in ANSWERS)


@pytest.mark.parametrize(
    ("fmt", "rule"),
    [
        ("terminal", "_________"),
        ("latex", r"\underline{\hspace{5em}}"),
        ("html", '<span class="blank"></span>'),
        ("typst", "box(width: 4em"),
    ],
)
def test_there_is_a_rule_to_write_on_in_every_row_and_the_total(fmt: str, rule: str) -> None:
    assert render(sheet("params"), fmt, Style()).count(rule) == 12  # 11 layers and the total


def test_csv_has_empty_values() -> None:
    head, conv1, *_ = render(sheet("params"), "csv", Style()).splitlines()
    assert head.split(",")[:4] == ["layer", "kernel", "output", "params"]
    assert conv1.split(",")[:5] == ["conv1", "11×11/4", "55x55x96", "", "105415200"]


def test_json_has_null_for_what_is_asked_and_for_what_would_tell() -> None:
    data = json.loads(render(sheet("params"), "json", Style()))
    conv1 = data["layers"][0]
    assert data["totals"]["params"] is None
    assert conv1["params"] is None
    assert conv1["formulas"] is None
    assert conv1["tensors"] is None
    assert conv1["multiplies"] == 105_415_200
    assert conv1["out_shape"] == [96, 55, 55]
    assert data.keys() == table_page([ALEXNET]).data().keys()


def test_asked_for_outputs_hide_every_shape() -> None:
    data = json.loads(render(sheet("output"), "json", Style()))
    assert all(row["out_shape"] is None and row["in_shapes"] is None for row in data["layers"])


@pytest.mark.parametrize("column", COLUMN_NAMES)
def test_every_column_can_be_asked_for(column: str) -> None:
    page = table_page([ALEXNET], Choice(columns=("layer", column)))
    (table,) = worksheet(page, (column,)).tables
    place = [c.key for c in table.columns].index(column)
    assert {row.cells[place] for row in table.rows} <= {None, Mark.BLANK}
    assert any(row.cells[place] is Mark.BLANK for row in table.rows)


def test_another_input_is_said_without_its_shapes() -> None:
    page = table_page([archcalc.load("vgg16").analyze(input=(3, 256, 256))])
    (table,) = worksheet(page, ("params",)).tables
    assert "4096×32768" in page.tables[0].remark
    assert table.remark == "With this input it is not the published network."


def test_a_paper_table_is_a_worksheet_too() -> None:
    page = worksheet(paper_page([archcalc.load("googlenet").analyze()]), ("params", "multiplies"))
    text = render(page, "terminal", Style())
    assert "367K" not in text
    assert "364K" not in text
    assert "inception (4a)" in text
    assert page.tables[0].notes == ("Parameters as the paper counts them: weights only, K = 1024.",)
    rows = page.data()["tables"][0]["rows"]
    assert {row["params"] for row in rows} == {None}
    assert rows[7]["#3×3"] == "208"


def test_a_network_asked_for_beside_others_shares_no_merged_cell() -> None:
    analyses = [archcalc.load(name).analyze() for name in ("resnet18", "resnet34")]
    (table,) = worksheet(paper_page(analyses), ("resnet34",)).tables
    assert table.rows[0].cells[2:] == ("7×7, 64, stride 2", Mark.BLANK)


def test_an_unknown_column_suggests_the_near_miss() -> None:
    with pytest.raises(UnknownNameError, match='"parms"; did you mean "params"'):
        sheet("parms")
