"""The screens of comparisons; numbers by hand or from the sources that are named."""

from __future__ import annotations

import csv
import io
import json

import pytest

import archcalc
from archcalc.analysis import Analysis
from archcalc.catalog import names
from archcalc.errors import UnknownNameError
from archcalc.render import formats, render
from archcalc.views.compare import Choice, difference_page, glance, glance_page, side, side_page
from archcalc.views.compare.words import rounded, times
from archcalc.views.model import Page, Style

PLAIN = Style(width=80)
SIX = ("alexnet", "vgg16", "vgg19", "googlenet", "resnet152", "densenet201")


def analysed(*names: str) -> list[Analysis]:
    return [archcalc.load(name).analyze() for name in names]


def shown(page: Page, style: Style = PLAIN) -> str:
    return render(page, "terminal", style)


# --- the Inception pair: Szegedy et al. 2014, Table 1, row 3a; Ng, C4W2; CS231n, lecture 9 --------

INCEPTION = """\
Inception 3a's filters on 28×28×192, without and with 1×1 bottlenecks
Multiplies (MACs), input 28×28×192, batch 1

5×5 branch    120M → 2.4M + 10.0M = 12.4M  9.68× fewer
whole module  303M → 128M                  2.37× fewer
parameters    387k → 164k                  2.37× fewer

Layer     Out  inception-naive  Out  inception-bottleneck  Fewer
1×1        64        9,633,792   64             9,633,792     1×
3×3       128      173,408,256  128           101,154,816  1.71×
  reduce                         96            14,450,688
  conv                          128            86,704,128
5×5        32      120,422,400   32            12,443,648  9.68×
  reduce                         16             2,408,448
  conv                           32            10,035,200
pool      192                0   32             4,816,896
────────────────────────────────────────────────────────────────
Total     416      303,464,448  256           128,049,152  2.37×
"""
LECTURE = """\
Total  672          854,196,224  480               271,351,808  3.15×
"""


def test_the_inception_pair() -> None:
    page = side_page(analysed("inception-naive", "inception-bottleneck"), Choice())
    text = shown(page)
    assert text.startswith(INCEPTION)
    assert LECTURE in text
    said = " ".join(text.split())
    assert "slide 55 prints 358M, an erratum: the slide's terms add up to 271,351,808" in said
    assert "3×3 79.0 %, 5×5 9.7 %, 1×1 7.5 %, pool 3.8 %" in said


def test_formulas_stand_under_their_numbers() -> None:
    page = side_page(analysed("conv5x5-direct", "conv5x5-bottleneck"), Choice(formulas=True))
    lines = shown(page).splitlines()
    at = next(i for i, line in enumerate(lines) if line.startswith("conv "))
    assert lines[at].split()[1:] == ["32", "120,422,400", "32", "10,035,200", "12.00×"]
    assert "28·28·32 · 5·5·192" in lines[at + 1]
    assert "28·28·32 · 5·5·16" in lines[at + 1]


def test_the_same_over_the_whole_network() -> None:
    """Table 1's modules without their reductions: 12.57 G, 97.5 M against 1.58 G, 7.0 M."""
    text = shown(side_page(analysed("googlenet-naive", "googlenet"), Choice()))
    assert "whole network  12.6G → 1.58G  7.94× fewer" in text
    assert "parameters     97.5M → 7.00M  13.94× fewer" in text
    assert "Total  1,000   12,568,061,056  1,000  1,582,671,872   7.94×" in text
    assert "3a       416      303,464,448    256    128,049,152   2.37×" in text


def test_a_title_of_the_spec_is_for_its_own_input_only() -> None:
    pair = [archcalc.load(n).analyze(input=(192, 14, 14)) for n in
            ("inception-naive", "inception-bottleneck")]  # fmt: skip
    text = shown(side_page(pair, Choice()))
    assert "28×28" not in text
    assert "input 14×14×192" in text


def test_different_inputs_are_shown() -> None:
    text = shown(side_page(analysed("alexnet", "vgg16"), Choice()))
    assert "input 227×227×3 / 224×224×3, batch 1" in text


def test_rows_that_are_picked_have_a_sum() -> None:
    page = side_page(analysed("googlenet-naive", "googlenet"), Choice(rows=("3a", "3b")))
    (line,) = (line for line in shown(page).splitlines() if line.startswith("Rows shown"))
    # 303,464,448 + 1,388,068,864 and 128,049,152 + 304,267,264
    assert line.split()[2:] == ["1,691,533,312", "432,316,416"]
    with pytest.raises(UnknownNameError, match='unknown row of the comparison "3x"'):
        side_page(analysed("googlenet-naive", "googlenet"), Choice(rows=("3x",)))


def test_every_column_of_networks_side_by_side() -> None:
    page = side_page(analysed("vgg11", "vgg16", "vgg19"), Choice(columns=side.COLUMN_NAMES))
    (table,) = page.tables
    keys = [column.key for column in table.columns]
    assert keys[:4] == ["layer", "output.vgg11", "out.vgg11", "params.vgg11"]
    total = dict(zip(keys, table.rows[-1].cells, strict=True))
    # Simonyan & Zisserman 2015, Table 2: 133M, 138M, 144M; torchvision's metadata
    assert [total[f"params.vgg{n}"] for n in (11, 16, 19)] == [132863336, 138357544, 143667240]
    with pytest.raises(UnknownNameError, match='column "parms"; did you mean "params"'):
        side_page(analysed("vgg11", "vgg16"), Choice(columns=("parms",)))


@pytest.mark.parametrize("collapse", ["none", "block", "stage"])
def test_rows_of_the_top_level_add_up_at_every_level_of_detail(collapse: str) -> None:
    pair = analysed("resnet50", "vgg16")
    (_, table) = side_page(pair, Choice(collapse=collapse, columns=("params", "multiplies"))).tables  # type: ignore[arg-type]
    top = [row.cells for row in table.rows[:-1] if not row.level]
    for place in range(1, len(table.columns)):
        assert sum(row[place] or 0 for row in top) == table.rows[-1].cells[place]  # type: ignore[misc]


def test_two_networks_of_one_name() -> None:
    text = (
        "name: n\ninput: [3, 8, 8]\nlayers: [conv: {{name: c, out_channels: {n}, kernel_size: 1}}]"
    )
    pair = [archcalc.loads(text.format(n=n)).analyze() for n in (2, 4)]
    text = shown(side_page(pair, Choice()))
    assert "n (1)" in text
    assert "n (2)" in text


# --- the difference -----------------------------------------------------------------------------

TOWERS = """\
conv2       groups 2 → 1        223,948,800   54.5    307,200      21.7
conv4       groups 2 → 1        112,140,288   27.3    663,552      47.0
conv5       groups 2 → 1         74,760,192   18.2    442,368      31.3
───────────────────────────────────────────────────────────────────────
Difference                      410,849,280  100.0  1,413,120     100.0
"""


def test_what_alexnets_towers_save() -> None:
    text = shown(difference_page(*analysed("alexnet", "alexnet-one-tower"), Choice()))
    assert TOWERS in text
    assert "Layers: 21 the same, 3 changed, 0 added, 0 removed." in text


@pytest.mark.parametrize("pair", [("densenet121", "densenet169"), ("vgg16", "resnet50")])
@pytest.mark.parametrize("collapse", [None, "none", "block", "stage"])
def test_the_rows_of_a_difference_add_up(pair: tuple[str, str], collapse: str | None) -> None:
    page = difference_page(*analysed(*pair), Choice(collapse=collapse))  # type: ignore[arg-type]
    rows = page.tables[1].rows
    for place in (2, 4):
        assert sum(row.cells[place] for row in rows[:-1]) == rows[-1].cells[place]  # type: ignore[misc]
    for place in (3, 5):
        shares = [row.cells[place].value for row in rows[:-1] if row.cells[place]]  # type: ignore[union-attr]
        assert sum(shares) == pytest.approx(100)


def test_no_difference_in_cost_is_said() -> None:
    text = "name: n\ninput: [3, 8, 8]\nlayers: [{pool}: {{name: p, kernel_size: 2}}]"
    pair = [archcalc.loads(text.format(pool=pool)).analyze() for pool in ("maxpool", "avgpool")]
    said = shown(difference_page(*pair, Choice()))
    assert "1 of them makes no multiply and no parameter more or less" in said
    assert "1 changed" in said


def test_a_layer_without_cost_is_named() -> None:
    """A-LRN adds a normalisation to VGG-11, and no multiply."""
    said = shown(difference_page(*analysed("vgg11", "vgg11-lrn"), Choice()))
    assert "conv1.norm1" in said
    assert "1 added" in said


def test_rows_that_are_not_picked_stand_together() -> None:
    pair = analysed("resnet50", "resnet50-v1.5")
    rows = difference_page(*pair, Choice(rows=("conv3_x*",))).tables[1].rows
    assert [row.cells[0] for row in rows[-2:]] == ["other layers", "Difference"]
    assert (rows[-2].cells[2], rows[-1].cells[2]) == (154_140_672, 231_211_008)


# --- many at a glance ---------------------------------------------------------------------------


def test_six_networks_fit_a_screen() -> None:
    text = shown(glance_page(analysed(*SIX), glance.Choice()), Style("si", 80))
    assert max(map(len, text.splitlines())) <= 80
    lines = {line[:16].strip(): line[16:].split() for line in text.splitlines()}
    assert lines["Params"] == [
        word for n in ("61.0", "138", "144", "7.00", "60.2", "20.0") for word in (n, "M")
    ]
    assert lines["Year"] == ["2012", "2014", "2014", "2014", "2015", "2017"]
    assert lines["Paths"][-2:] == ["2⁵⁰", "2⁹⁸"]
    # Canziani et al. 2016: the classifier holds nearly all weights of AlexNet and VGG
    assert lines["Params FC, %"] == ["96.2", "89.4", "86.1", "14.6", "3.4", "9.6"]
    assert lines["Top-5 error,"] == ["18.2", "9.33", "8.0", "9.15", "5.71", "5.54"]
    assert "10 crops" in text
    assert "Errors measured in different ways are not comparable." in text


@pytest.mark.parametrize(
    ("by", "first", "last"),
    [
        ("params", "googlenet", "vgg19"),
        ("-params", "vgg19", "googlenet"),
        ("network", "alexnet", "vgg19"),
        ("year", "alexnet", "densenet201"),
        ("receptive_field", "alexnet", "densenet201"),
    ],
)
def test_a_glance_sorts_by_any_column(by: str, first: str, last: str) -> None:
    (table,) = glance_page(analysed(*SIX), glance.Choice(sort=by, upright=True)).tables
    assert (table.rows[0].cells[0], table.rows[-1].cells[0]) == (first, last)


@pytest.mark.parametrize("key", glance.COLUMN_NAMES)
def test_every_column_sorts_all_networks_what_has_no_value_last(key: str) -> None:
    few = analysed(*(name for name in names() if not name.startswith(("resnet1", "densenet"))))
    choice = glance.Choice(columns=("year", key), sort=f"-{key}", upright=True)
    (table,) = glance_page(few, choice).tables
    cells = [row.cells[-1] for row in table.rows]
    assert len(cells) == len(few)
    assert None not in cells[: len(few) - cells.count(None)]


def test_unknown_columns_of_a_glance() -> None:
    for choice in (glance.Choice(columns=("yeer",)), glance.Choice(sort="-yeer")):
        with pytest.raises(UnknownNameError, match='column "yeer"; did you mean "year"'):
            glance_page(analysed(*SIX[:3]), choice)


# --- every format -------------------------------------------------------------------------------

PAGES = {
    "side": lambda: side_page(analysed("inception-naive", "inception-bottleneck"), Choice()),
    "formulas": lambda: side_page(
        analysed("inception-naive", "inception-bottleneck"), Choice(formulas=True)
    ),
    "difference": lambda: difference_page(*analysed("resnet18", "resnet18-a"), Choice()),
    "glance": lambda: glance_page(analysed(*SIX), glance.Choice()),
}


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("fmt", formats())
def test_every_page_in_every_format(name: str, fmt: str) -> None:
    text = render(PAGES[name](), fmt, Style())
    number = {"difference": "19267584", "glance": "vgg16"}.get(name, "303464448")
    assert number in text.replace(",", "").replace("{}", "")


def test_csv_is_one_table_with_both_pairs() -> None:
    page = PAGES["side"]()
    rows = list(csv.DictReader(io.StringIO(render(page, "csv", Style()))))
    totals = [(row["multiplies.1"], row["multiplies.2"]) for row in rows if row["layer"] == "Total"]
    assert totals == [("303464448", "128049152"), ("854196224", "271351808")]


def test_the_data_of_a_pair() -> None:
    data = json.loads(render(PAGES["side"](), "json", Style()))
    assert [network["network"] for network in data["networks"]] == [
        "inception-naive", "inception-bottleneck",
    ]  # fmt: skip
    rows = {row["label"]: row for row in data["rows"] if not row["level"]}
    assert [cell["multiplies"] for cell in rows["5×5"]["cells"]] == [120422400, 12443648]
    assert rows["5×5"]["ratio"] == pytest.approx(9.6774, abs=1e-4)
    assert [cell["out_shape"][0] for cell in rows["Total"]["cells"]] == [416, 256]
    (below,) = data["beside"]
    assert [cell["multiplies"] for cell in below["rows"][0]["cells"]] == [854196224, 271351808]


def test_the_data_of_a_difference() -> None:
    pair = analysed("resnet50", "resnet50-v1.5")
    data = json.loads(render(difference_page(*pair, Choice()), "json", Style()))
    assert data["difference"] == {"multiplies": 231_211_008, "params": 0}
    shares = [change["shares"]["multiplies"] for change in data["changes"]]
    assert [share for share in shares if share != "0"] == ["1/3", "1/3", "1/3"]


# --- words --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "terms", "said"),
    [
        (12_443_648, (2_408_448, 10_035_200), "2.4M + 10.0M = 12.4M"),
        (12_443_648, (12_443_648,), "12.4M"),
        (999, (), "999"),
        (0, (), "0"),
        (1_582_671_872, (), "1.58G"),
        (300, (149, 151), "149 + 151 = 300"),
        # 1.005 + 1.005 = 2.01 in two decimals would read 1.01 + 1.01 = 2.01
        (2_010_000, (1_005_000, 1_005_000), "1.005M + 1.005M = 2.010M"),
    ],
)
def test_a_rounded_sum_adds_up_as_shown(value: int, terms: tuple[int, ...], said: str) -> None:
    assert rounded(value, terms) == said


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        (120_422_400, 12_443_648, "9.68× fewer"),
        (1, 2, "2.00× more"),
        (5, 5, "the same"),
        (0, 5, "none before"),
        (5, 0, "none left"),
        (25_557_032, 25_557_031, "1.000000× fewer"),
    ],
)
def test_how_many_times(before: int, after: int, said: str) -> None:
    assert times(before, after) == said
