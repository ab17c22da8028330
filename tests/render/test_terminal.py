"""The terminal: the screens of the design, at any width, with nothing cut and nothing acting."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from archcalc.render import render
from archcalc.render._fold import fold
from archcalc.views.model import Column, Page, Percent, Row, Shape, Style, Table

GOOGLENET = """\
GoogLeNet (Inception v1), Szegedy et al. 2014    input 224×224×3, batch 1

Layer  Kernel/stride  Output H×W×C     Params  Multiplies (MACs)     %
conv1  7×7/2          112×112×64        9,472        118,013,952   7.5
pool1  3×3/2          56×56×64              0                  0
conv2  1×1, 3×3       56×56×192       114,944        359,661,568  22.7
pool2  3×3/2          28×28×192             0                  0
3a     inception      28×28×256       163,696        128,049,152   8.1
fc     linear         1000          1,025,000          1,024,000   0.1
──────────────────────────────────────────────────────────────────────
Total                               6,998,552      1,582,671,872

22 weighted layers deep (27 with pooling). Biases: parameters, 0 multiplies.
Paper's 1.5 G rests on its 34M conv1 (118M here): archcalc published googlenet.
"""
GOOGLENET_AT_64 = """\
GoogLeNet (Inception v1), Szegedy et al. 2014
input 224×224×3, batch 1

Layer  Kernel/stride  Output         Params     Multiplies     %
                      H×W×C                         (MACs)
conv1  7×7/2          112×112×64      9,472    118,013,952   7.5
"""
CONV1_AT_80 = """\
AlexNet conv1: 96 filters 11×11×3, stride 4           227×227×3 → 55×55×96

Size        ⌊(W + 2P − K)/S⌋ + 1          (227 − 11)/4 + 1 = 54 + 1 = 55
Parameters  (K·K·C_in + 1)·C_out          (11·11·3 + 1)·96 = 34,848 + 96
                                          = 34,944
Multiplies  H_out·W_out·C_out · K·K·C_in  55·55·96 · 11·11·3 = 105,415,200

224? The paper prints 224: (224 − 11)/4 + 1 = 54.25, not whole.
"""
CONV1_AT_50_IN_ASCII = """\
AlexNet conv1: 96 filters 11x11x3, stride 4
227x227x3 -> 55x55x96

Size        floor((W + 2P -    (227 - 11)/4 + 1
            K)/S) + 1          = 54 + 1 = 55
Parameters  (K*K*C_in +        (11*11*3 + 1)*96
            1)*C_out           = 34,848 + 96
                               = 34,944
Multiplies  H_out*W_out*C_out  55*55*96 * 11*11*3
            * K*K*C_in         = 105,415,200

224? The paper prints 224: (224 - 11)/4 + 1
= 54.25, not whole.
"""
NUMBER = re.compile(r"\d{1,3}(?:,\d{3})+")


@pytest.mark.parametrize("width", [None, 80, 200])
def test_googlenet_fits_80_and_does_not_stretch(width: int | None, googlenet: Page) -> None:
    assert render(googlenet, "terminal", Style(width=width)) == GOOGLENET


def test_headings_fold_first(googlenet: Page) -> None:
    text = render(googlenet, "terminal", Style(width=64))
    assert text.startswith(GOOGLENET_AT_64)


def test_formulas_fold_at_blanks_and_before_equals_signs(conv1: Page) -> None:
    assert render(conv1, "terminal", Style(width=80)) == CONV1_AT_80


def test_plain_signs_where_the_encoding_lacks_them(conv1: Page) -> None:
    assert render(conv1, "terminal", Style(width=50, encoding="ascii")) == CONV1_AT_50_IN_ASCII


@pytest.mark.parametrize("width", [*range(1, 60, 7), 70, 79])
@pytest.mark.parametrize("units", ["exact", "si"])
def test_no_number_is_cut_at_any_width(width: int, units: str, googlenet: Page) -> None:
    style = Style(width=width, units="exact" if units == "exact" else "si")
    text = render(googlenet, "terminal", style)
    assert "…" not in text
    wide = render(googlenet, "terminal", style._replace(width=None))
    for row in wide.split("\n\n")[1].splitlines()[1:]:
        for number in re.findall(r"\d[\d.,×/]*(?:\u202f[kMG])?", row):
            assert number in text


@given(
    st.lists(st.tuples(st.text("ab =", max_size=30), st.integers()), min_size=1),
    st.integers(1, 60),
)
def test_every_word_and_number_is_there(rows: list[tuple[str, int]], width: int) -> None:
    columns = (Column("a", "A"), Column("n", "N", "right"))
    table = Table("t", "", "", columns, tuple(Row(cells) for cells in rows))
    text = render(Page((table,), dict), "terminal", Style(width=width))
    shown = sorted(word.replace("−", "-").replace(",", "") for word in text.split())
    expected = [word for cells in rows for word in (*cells[0].split(), str(cells[1]))]
    assert shown == sorted(["A", "N", *expected])
    assert all(line == line.rstrip() for line in text.splitlines())


@given(st.text(st.sampled_from("ab =층")), st.integers(1, 20))
def test_fold_keeps_the_text_and_the_width(text: str, width: int) -> None:
    lines = fold(text, width)
    assert " ".join(lines) == text
    for line in lines:
        assert cell_len(line) <= width or not re.search("(?<!=) ", line)


@pytest.mark.parametrize("text", ["[bold]x[/bold]", "[/]", "[red]", ":smile:", "\\[a]", "[link=x]"])
@pytest.mark.parametrize("color", [False, True])
def test_markup_of_rich_is_literal(text: str, color: bool, one_table: Callable[..., Page]) -> None:
    page = one_table([text, text], title=text, note=text)
    shown = render(page, "terminal", Style(color=color, width=80))
    assert shown.count(text) == 1 + 1 + 4 + 1  # title, heading, cells, note
    assert ("\x1b[1m" in shown) is color


def test_escape_sequences_do_not_reach_the_terminal(one_table: Callable[..., Page]) -> None:
    shown = render(one_table(["\x1b[31mred\r\n\u202e"]), "terminal", Style())
    assert "\ufffd[31mred \ufffd" in shown


def test_colour_is_bold_and_dim_only(googlenet: Page) -> None:
    colored = render(googlenet, "terminal", Style(color=True))
    assert set(re.findall(r"\x1b\[([\d;]*)m", colored)) == {"0", "1", "2"}
    plain = re.sub(r"\x1b\[[\d;]*m", "", colored)
    assert [line.rstrip() for line in plain.splitlines()] == GOOGLENET.splitlines()


def test_the_environment_has_no_say(googlenet: Page, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {"FORCE_COLOR": "1", "COLUMNS": "20", "TERM": "dumb"}.items():
        monkeypatch.setenv(name, value)
    assert render(googlenet, "terminal", Style()) == GOOGLENET


def test_levels_indent_and_tables_stand_apart() -> None:
    columns = (Column("b", "Branch"), Column("o", "Out"), Column("p", "%", "right"))
    rows = (
        Row(("3×3", Shape((128, 28, 28)), Percent(0.01))),
        Row(("reduce by 1×1", None, None), level=1),
        Row(("Total", None, Percent(100.0)), role="total"),
        Row(("with aux", None, None), role="total"),
    )
    table = Table("t", "Title", "", columns, rows)
    once = (
        "Title\n\n"
        "Branch           Out            %\n"
        "3×3              28×28×128   <0.1\n"
        "  reduce by 1×1\n"
        "─────────────────────────────────\n"
        "Total                       100.0\n"
        "with aux\n"
    )
    folded = (
        "Title\n\n"
        "Branch       Out            %\n"
        "3×3          28×28×128   <0.1\n"
        "  reduce by\n"
        "  1×1\n"
    )
    assert render(Page((table, table), dict), "terminal", Style(width=33)) == f"{once}\n{once}"
    assert render(Page((table,), dict), "terminal", Style(width=31)).startswith(folded)


def test_title_and_subtitle_share_a_line_only_where_they_fit() -> None:
    table = Table("t", "A title", "a subtitle", (Column("a", "A"),), (Row(("x",)),))
    page = Page((table,), dict)
    assert render(page, "terminal", Style(width=21)) == "A title    a subtitle\n\nA\nx\n"
    assert render(page, "terminal", Style(width=20)) == "A title\na subtitle\n\nA\nx\n"


def test_hangul_is_two_columns_wide() -> None:
    columns = (Column("a", "층"), Column("b", "수", "right"))
    table = Table("t", "", "", columns, (Row(("합계", 1)), Row(("a", 20))))
    assert render(Page((table,), dict), "terminal", Style()) == "층    수\n합계   1\na     20\n"


def test_a_heading_is_bold_and_an_unknown_role_is_not() -> None:
    rows = (Row(("a",), role="heading"), Row(("b",), 1), Row(("c",))._replace(role="new"))  # type: ignore[arg-type]
    table = Table("t", "", "", (Column("a", "A"),), rows, header=False)
    text = render(Page((table,), dict), "terminal", Style(color=True))
    assert text == "\x1b[1ma  \x1b[0m\n  b\nc\n"
