"""PowerPoint decks: named shapes become native tables, charts, drawings and formulas."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from archcalc.slides.refresh import strip
from tests.slides.pptx_decks import (
    NAME,
    after,
    block,
    box,
    deck,
    edited,
    opened,
    parts,
    refreshed,
    shape,
)

pytest.importorskip("pptx", reason="needs pip install 'archcalc[pptx]'")

TABLE = "table alexnet columns=layer,params rows=conv1,conv2"
WHOLE = "table alexnet columns=layer,params"


def cells(data: bytes) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in shape(data).table.rows]


def renamed(data: bytes, asks: str) -> bytes:
    """The deck, asked for something else in the same shape."""

    def rename(presentation: Any) -> None:
        one = presentation.slides[0].shapes[-1]
        one.name = f"archcalc: {asks} {one.name[one.name.rindex('#') :]}"

    return edited(data, rename)


# --- tables --------------------------------------------------------------------------------------


def test_a_table_is_native() -> None:
    found = cells(after(block(TABLE)))
    # conv1: (11·11·3 + 1)·96; conv2 of two towers: (5·5·48 + 1)·256
    assert found[:3] == [["Layer", "Params"], ["conv1", "34,944"], ["conv2", "307,456"]]


def test_a_table_keeps_within_its_shape() -> None:
    made = shape(after(block(WHOLE, inches=(1, 2, 6, 3))))
    assert (made.left, made.top) == (914_400, 2 * 914_400)
    assert made.width <= 6 * 914_400
    assert made.height <= 3 * 914_400


def test_a_table_too_large_for_its_shape_is_refused() -> None:
    (problem,) = refreshed(block("table vgg16", inches=(1, 1, 3, 0.5))).problems
    assert str(problem).startswith("deck.pptx:slide 1: a table of 2")
    assert "too large for its shape even at 7 pt" in str(problem)


def test_a_table_gains_and_loses_rows_and_columns_and_keeps_its_looks() -> None:
    def paint(presentation: Any) -> None:
        table = presentation.slides[0].shapes[-1].table
        for row in table.rows:
            for run in row.cells[0].text_frame.paragraphs[0].runs:
                run.font.italic = True

    painted = edited(after(block(TABLE)), paint)
    more = after(renamed(painted, "table alexnet columns=layer,output,params"))
    found = cells(more)
    assert found[0] == ["Layer", "Output H×W×C", "Params"]
    assert found[1] == ["conv1", "55×55×96", "34,944"]
    assert found[-1] == ["Total", "", "60,965,224"]
    table = shape(more).table
    assert all(row.cells[0].text_frame.paragraphs[0].runs[0].font.italic for row in table.rows)
    less = after(renamed(more, TABLE))
    assert cells(less) == cells(after(block(TABLE)))


def test_the_cells_of_a_table_someone_drew_are_filled_in() -> None:
    def fill(slide: Any) -> None:
        made = slide.shapes.add_table(2, 3, 0, 0, 9_000_000, 900_000)
        made.name = f"archcalc: {TABLE}"
        made.table.cell(0, 0).text_frame.paragraphs[0].add_run().font.bold = True

    made = after(deck(fill))
    assert cells(made)[1] == ["conv1", "34,944"]
    assert shape(made).width == 9_000_000


def test_several_tables_stand_below_each_other() -> None:
    found = cells(after(block("compare --inception-naive --inception-bottleneck")))
    assert ["Total", "672", "854,196,224", "480", "271,351,808", "3.15×"] in found


# --- charts --------------------------------------------------------------------------------------


def test_a_chart_is_native_and_its_numbers_are_in_its_workbook() -> None:
    found = after(block("plot alexnet kind=params"))
    chart = shape(found).chart
    values = dict(zip(chart.plots[0].categories, chart.series[0].values, strict=True))
    assert values["fc6"] == 37_752_832  # (6·6·256 + 1)·4096
    assert any(name.endswith(".xlsx") for name in parts(found))
    assert "AlexNet" in shape(found)._element.nvGraphicFramePr.cNvPr.get("descr")


def test_a_chart_gets_other_numbers_and_keeps_its_looks() -> None:
    def paint(presentation: Any) -> None:
        chart = presentation.slides[0].shapes[-1].chart
        chart.plots[0].gap_width = 123

    painted = edited(after(block("plot alexnet kind=params")), paint)
    found = after(renamed(painted, "plot vgg16 kind=params"))
    chart = shape(found).chart
    values = dict(zip(chart.plots[0].categories, chart.series[0].values, strict=True))
    assert 102_764_544 in values.values()  # VGG's first linear layer: (7·7·512 + 1)·4096
    assert chart.plots[0].gap_width == 123
    assert len([name for name in parts(found) if "/charts/chart" in name]) == 1


KINDS = {
    "plot alexnet vgg16 kind=shares": "BAR_STACKED",
    "plot vgg16 kind=cumulative": "XY_SCATTER_LINES_NO_MARKERS",
    "plot googlenet vgg16 kind=bubble": "BUBBLE",
    "plot resnet152 kind=params collapse=none": "COLUMN_CLUSTERED",
}


@pytest.mark.parametrize(("asks", "kind"), KINDS.items(), ids=list(KINDS))
def test_every_kind_of_chart(asks: str, kind: str) -> None:
    assert shape(after(block(asks))).chart.chart_type.name == kind


def test_lines_of_different_lengths_are_all_drawn() -> None:
    """LibreOffice leaves out a line that has fewer points than one after it."""
    chart = shape(after(block("plot alexnet resnet50 kind=receptive-field"))).chart
    lengths = {len(list(series.values)) for series in chart.series}
    assert len(lengths) == 1
    ends = [list(series.values)[-1] for series in chart.series]
    assert ends[:2] == [195, 483]  # as distill.pub/2019/computing-receptive-fields has them


def test_layers_in_brackets_stand_below_each_other() -> None:
    found = cells(after(block("table resnet18 resnet50 layout=paper")))
    assert any("[1×1, 64\v3×3, 64\v1×1, 256] × 3" in row for row in found)


def test_a_chart_in_place_of_a_table_leaves_nothing_behind() -> None:
    found = after(renamed(after(block("plot alexnet kind=params")), TABLE))
    assert cells(found)[1] == ["conv1", "34,944"]
    assert not [name for name in parts(found) if "chart" in name or name.endswith(".xlsx")]


# --- drawings ------------------------------------------------------------------------------------


def test_a_diagram_is_a_group_of_shapes_within_its_place() -> None:
    made = shape(after(block("diagram inception-bottleneck")))
    words = {one.text_frame.text for one in made.shapes if one.has_text_frame}
    assert {"1×1 conv, 64", "5×5 conv, 32", "concat, 256"} <= words
    assert (made.left, made.top, made.width) == (914_400, 1_371_600, 11 * 914_400)
    for one in made.shapes:
        assert one.left >= made.left - 1
        assert one.left + one.width <= made.left + made.width + 1
    numbers = [e.get("id") for e in made._element.iter() if str(e.tag).endswith("}cNvPr")]
    assert len(set(numbers)) == len(numbers)
    assert made._element.nvGrpSpPr.cNvPr.get("descr").endswith("[archcalc]")


def test_an_alternative_text_of_ones_own_is_kept() -> None:
    def describe(presentation: Any) -> None:
        one = presentation.slides[0].shapes[-1]
        one._element.nvGrpSpPr.cNvPr.set("descr", "My words")

    made = edited(after(block("diagram inception-bottleneck")), describe)
    found = after(renamed(made, "diagram inception-naive"))
    assert shape(found)._element.nvGrpSpPr.cNvPr.get("descr") == "My words"


# --- formulas, settings --------------------------------------------------------------------------


def test_a_formula_stands_in_the_letters_of_its_box() -> None:
    def fill(slide: Any) -> None:
        made = box(slide, "formula here", name="archcalc: formula alexnet.conv1.params")
        made.text_frame.paragraphs[0].runs[0].font.bold = True

    made = shape(after(deck(fill)))
    assert made.text_frame.text == "(K·K·Cin + 1)·Cout = (11·11·3 + 1)·96 = 34,848 + 96 = 34,944"
    assert all(run.font.bold for run in made.text_frame.paragraphs[0].runs)


def test_settings_stand_in_a_shapes_name() -> None:
    def fill(slide: Any) -> None:
        slide.shapes.title.name = "archcalc: settings lang=ko"
        box(slide, name=f"archcalc: {TABLE}")

    assert cells(after(deck(fill)))[0] == ["층", "파라미터 수"]


# --- by hand -------------------------------------------------------------------------------------

HAND = {
    TABLE: lambda one: setattr(one.table.cell(1, 1), "text", "35,000"),
    "plot alexnet kind=params": lambda one: setattr(
        next(v for v in one.chart._chartSpace.iter() if v.text == "37752832.0"), "text", "1"
    ),
    "diagram inception-bottleneck": lambda one: setattr(
        next(s for s in one.shapes if s.has_text_frame and s.text_frame.text).text_frame,
        "text",
        "x",
    ),
    "formula alexnet.conv1.params": lambda one: setattr(one.text_frame, "text", "34,945"),
}


@pytest.mark.parametrize("asks", HAND)
def test_a_change_by_hand_is_noticed_and_not_overwritten_without_force(asks: str) -> None:
    made = after(block(asks))
    changed = edited(made, lambda deck: HAND[asks](deck.slides[0].shapes[-1]))
    seen = refreshed(changed)
    assert [one.state for one in seen.seen] == ["edited"]
    assert seen.content == changed
    assert [one.state for one in refreshed(after(changed, force=True)).seen] == ["current"]


@pytest.mark.parametrize("asks", HAND)
def test_a_stripped_block_stays_and_is_no_marker(asks: str) -> None:
    found = strip(after(block(asks)), NAME).content
    assert refreshed(found).seen == ()
    assert shape(found).name == asks


WRONG = {
    "table alexnett": 'unknown network "alexnett"',
    "tabel alexnet": 'unknown block "tabel"; did you mean "table"?',
    'table "alexnet': "a quotation mark is not closed",
    "settings lnag=ko": 'unknown setting "lnag"; did you mean "lang"?',
}


@pytest.mark.parametrize(("asks", "told"), WRONG.items(), ids=list(WRONG))
def test_a_bad_name_is_told_with_its_slide(asks: str, told: str) -> None:
    data = block(asks)
    found = refreshed(data)
    assert [str(one).startswith(f"deck.pptx:slide 1: {told}") for one in found.problems] == [True]
    assert found.content == data


def test_a_table_in_a_group_or_on_a_layout_is_refused() -> None:
    def fill(slide: Any) -> None:
        group = slide.shapes.add_group_shape()
        group.shapes.add_textbox(0, 0, 9_000_000, 5_000_000).name = f"archcalc: {TABLE}"
        slide.slide_layout.placeholders[0].name = f"archcalc: {TABLE}"

    assert [str(one) for one in refreshed(deck(fill)).problems] == [
        f'deck.pptx:layout "Title Only", "{TABLE}": tables and figures stand on slides only',
        "deck.pptx:slide 1: a table cannot stand in a group: take its shape out of the group",
    ]


# --- LibreOffice ---------------------------------------------------------------------------------

office = pytest.mark.skipif(
    shutil.which("soffice") is None,
    reason="needs LibreOffice (Debian: libreoffice-impress)",
)


def converted(data: bytes, to: str, folder: Path) -> Path:
    """What LibreOffice makes of a deck."""
    (folder / "in").mkdir()
    (folder / "in" / NAME).write_bytes(data)
    subprocess.run(
        ["soffice", "--headless", f"-env:UserInstallation=file://{folder}/profile",
         "--convert-to", to, "--outdir", str(folder), str(folder / "in" / NAME)],
        check=True, capture_output=True, timeout=300,
    )  # fmt: skip
    return folder / f"deck.{to}"


@office
def test_libreoffice_keeps_named_shapes_and_lost_fields_are_told(tmp_path: Path) -> None:
    asks = [TABLE, "plot alexnet kind=params", "plot vgg16 kind=cumulative",
            "diagram inception-bottleneck", "formula alexnet.conv1.params"]  # fmt: skip
    fills = [lambda slide, a=a: box(slide, name=f"archcalc: {a}") for a in asks]
    made = after(deck(*fills, lambda slide: box(slide, "It has {{alexnet.params:si3}}")))
    kept = converted(made, "pptx", tmp_path).read_bytes()
    found = refreshed(kept)
    assert [(one.mark.asks, one.state) for one in found.seen] == [
        *((one, "current") for one in asks), ("alexnet.params:si3", "lost"),
    ]  # fmt: skip
    assert found.seen[-1].mark.place == 'deck.pptx:slide 6, "Body"'
    assert found.seen[-1].mark.text == "61.0\u202fM"
    again = after(kept, force=True)
    assert [one.state for one in refreshed(again).seen] == ["current"] * 6


@office
def test_libreoffice_renders_a_refreshed_deck(tmp_path: Path) -> None:
    made = after(block("diagram googlenet"))
    assert converted(made, "pdf", tmp_path).read_bytes().startswith(b"%PDF")
    assert opened(made).slides[0].shapes[-1].name.startswith("archcalc: diagram googlenet #")
