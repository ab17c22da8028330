"""Markdown: GitHub's tables, every text literal, as a CommonMark parser reads them."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from archcalc.render import render
from archcalc.render._cells import clean
from archcalc.views.model import Column, Page, Row, Style, Table

PARSER = MarkdownIt("gfm-like", {"linkify": False, "typographer": False})
NASTY = [
    "a|b", "a\\|b", "\\", "*a*", "**a**", "_a_", "a__b__", "C_in", "`a`", "<b>&amp;</b>", "[a](b)",
    "![a](b)", "~~a~~", "$a$", "# a", "1. a", "1) a", "- a", "+ a", "> a", "---", "===", "```",
    "    a", "a\nb", "&#124;", "<!-- a -->", "[a]: b", "|", "|---|", "a\\", ":-:",
]  # fmt: skip


def _text(token: Token) -> str:
    parts = [child for child in token.children or [] if child.content]
    assert all(child.type in ("text", "text_special") for child in parts), parts
    return "".join(child.content for child in parts)


def _read(markdown: str) -> tuple[list[str], list[str]]:
    """The texts of the cells, and those of the paragraphs."""
    tokens = PARSER.parse(markdown)
    cells: list[str] = []
    paragraphs: list[str] = []
    for before, token in pairwise(tokens):
        if token.type == "inline":
            (paragraphs if before.type == "paragraph_open" else cells).append(_text(token))
    kinds = {"table", "thead", "tbody", "tr", "th", "td", "paragraph"}
    assert {token.type.rpartition("_")[0] for token in tokens if token.type != "inline"} <= kinds
    return cells, paragraphs


def _page(text: str) -> Page:
    columns = (Column("a", text), Column("b", "B", "right"))
    rows = (Row((text, 1)), Row((text, text), level=1), Row((text, 2), role="total"))
    return Page((Table("n", text, text, columns, rows, (text, text)),), dict)


def test_googlenet(googlenet: Page) -> None:
    assert render(googlenet, "markdown", Style()) == (
        "**GoogLeNet (Inception v1), Szegedy et al. 2014**\n\n"
        "input 224×224×3, batch 1\n\n"
        "| Layer     | Kernel/stride | Output H×W×C |        Params | Multiplies (MACs) |    % |\n"
        "| :-------- | :------------ | :----------- | ------------: | ----------------: | ---: |\n"
        "| conv1     | 7×7/2         | 112×112×64   |         9,472 |       118,013,952 |  7.5 |\n"
        "| pool1     | 3×3/2         | 56×56×64     |             0 |                 0 |      |\n"
        "| conv2     | 1×1, 3×3      | 56×56×192    |       114,944 |       359,661,568 | 22.7 |\n"
        "| pool2     | 3×3/2         | 28×28×192    |             0 |                 0 |      |\n"
        "| 3a        | inception     | 28×28×256    |       163,696 |       128,049,152 |  8.1 |\n"
        "| fc        | linear        | 1000         |     1,025,000 |         1,024,000 |  0.1 |\n"
        "| **Total** |               |              | **6,998,552** | **1,582,671,872** |      |\n"
        "\n22 weighted layers deep (27 with pooling). Biases: parameters, 0 multiplies.\n\n"
        "Paper's 1.5 G rests on its 34M conv1 (118M here): archcalc published googlenet.\n"
    )


def test_a_table_without_header_gets_its_titles_here(conv1: Page) -> None:
    text = render(conv1, "markdown", Style())
    assert "| What       | Rule " in text
    assert "| (K·K·C_in + 1)·C_out         |" in text


def test_wide_letters_take_two_columns() -> None:
    table = Table("n", "", "", (Column("a", "층"), Column("b", "x")), (Row(("합계 층", 1)),))
    assert render(Page((table,), dict), "markdown", Style()) == (
        "| 층      | x   |\n| :------ | :-- |\n| 합계 층 | 1   |\n"
    )


def _check(text: str) -> None:
    cells, paragraphs = _read(render(_page(text), "markdown", Style()))
    literal = clean(text).strip()
    assert paragraphs == [literal] * 4 * bool(literal)
    assert cells == [literal, "B", literal, "1", f"\u2003{literal}", literal, literal, "2"]


@pytest.mark.parametrize("text", NASTY)
def test_markup_is_literal(text: str) -> None:
    _check(text)


@given(st.text(st.sampled_from("ab1 \\|*_`<>[]()!#~$&;=-+.:\n")) | st.text())
@example("*")
def test_any_text_is_literal(text: str) -> None:
    _check(text)


def test_a_heading_is_bold() -> None:
    rows = (Row(("a", ""), role="heading"), Row(("b", "c"), 1))
    table = Table("t", "", "", (Column("a", "A"), Column("b", "B")), rows)
    assert "| **a**   |     |\n| &emsp;b |" in render(Page((table,), dict), "markdown", Style())
