"""HTML: a page or a figure whose text reads back as it was, whatever it was."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archcalc.render import render
from archcalc.render._cells import clean
from archcalc.render.html import fragment
from archcalc.views.model import Column, Math, Page, Row, Style, Table

TEXTS = ("title", "strong", "span", "th", "td", "p")
FRAGMENT = """\
<figure class="archcalc">
<table>
<caption><strong>T &amp; &lt;t&gt;</strong> <span>s</span></caption>
<thead>
<tr><th scope="col">A</th><th scope="col" class="right">N</th></tr>
</thead>
<tbody>
<tr><th scope="row">x</th><td class="right">1,000</td></tr>
<tr><th scope="row" class="level" style="--level: 2">y</th><td class="right"></td></tr>
<tr class="total"><th scope="row">Total</th><td class="right">1,000</td></tr>
</tbody>
</table>
<figcaption>
<p>n</p>
</figcaption>
</figure>
"""


class _Reader(HTMLParser):
    """Collects the text of the elements that hold text, and refuses unknown or unclosed ones."""

    KNOWN = frozenset((*TEXTS, "html", "head", "body", "style", "figure", "table", "caption"))
    PARTS = frozenset(("thead", "tbody", "tr", "figcaption", "sub"))

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.texts: list[tuple[str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "meta":
            return
        assert tag in self.KNOWN | self.PARTS
        self.open.append(tag)
        if tag in TEXTS:
            self.texts.append((tag, ""))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if set(self.open) & set(TEXTS):
            tag, text = self.texts[-1]
            self.texts[-1] = (tag, text + data)


def _read(html: str) -> list[tuple[str, str]]:
    reader = _Reader()
    reader.feed(html)
    reader.close()
    assert not reader.open
    return reader.texts


def _table(text: str) -> Table:
    columns = (Column("a", text), Column("b", text, "right"))
    return Table("n", text, text, columns, (Row((text, text), level=1),), (text,))


def test_a_fragment_is_the_figure_and_its_style() -> None:
    rows = (Row(("x", 1000)), Row(("y", None), level=2), Row(("Total", 1000), role="total"))
    columns = (Column("a", "A"), Column("n", "N", "right"))
    table = Table("t", "T & <t>", "s", columns, rows, ("n",))
    style, figure = fragment(table, Style()).split("</style>\n")
    assert style.startswith("<style>\n.archcalc {")
    assert figure == FRAGMENT


def test_a_page_is_complete_and_asks_for_nothing(googlenet: Page) -> None:
    text = render(googlenet, "html", Style())
    assert text.startswith('<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n')
    assert "<title>GoogLeNet (Inception v1), Szegedy et al. 2014</title>" in text
    assert "tabular-nums" in text
    assert "light dark" in text
    assert not any(word in text for word in ("http", "url(", "src=", "href=", "@import", "<script"))


def test_without_header_there_is_no_thead(conv1: Page) -> None:
    text = render(conv1, "html", Style())
    assert "<thead>" not in text
    assert ("td", "55·55·96 · 11·11·3 = 105,415,200") in _read(text)


@pytest.mark.parametrize("encoding", ["utf-8", "ascii"])
@given(text=st.text(st.sampled_from("a<>&;\"'#x/!-[]")) | st.text())
def test_any_text_is_literal(encoding: str, text: str) -> None:
    style = Style(encoding=encoding)
    literal = clean(text)
    cells = [("th", literal), ("th", literal), ("th", literal), ("td", literal)]
    caption = [("strong", literal), ("span", literal)] if text else []
    expected = [*caption, *cells, *[("p", literal)] * bool(text)]
    assert _read(fragment(_table(text), style)) == expected
    page = _read(render(Page((_table(text),), dict), "html", style))
    assert page == [("title", literal or "archcalc"), *expected]


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("C_in", "C<sub>in</sub>"),
        (
            "(K_h·C_in/G + 1)·C_out",
            "(K<sub>h</sub>·C<sub>in</sub>/G + 1)·C<sub>out</sub>",
        ),
        ("K_eff_h", "K<sub>eff,h</sub>"),
        ("C_1 + C_12", "C<sub>1</sub> + C<sub>12</sub>"),
        ("a_b <b>&", "a<sub>b</sub> &lt;b&gt;&amp;"),
        ("conv_relu _ a_ _b a_-", "conv_relu _ a_ _b a_-"),
        ("", ""),
    ],
)  # fmt: skip
def test_a_formulas_subscripts_stand_low(text: str, html: str) -> None:
    rows = (Row(("C_in", Math(text, ""))),)
    table = Table("t", "", "", (Column("a", "A"), Column("b", "B")), rows)
    assert f'<th scope="row">C_in</th><td>{html}</td>' in fragment(table, Style())


@given(st.text(st.sampled_from("aB_1<&·é ")))
def test_no_sign_of_a_formula_is_lost_but_its_underscores(text: str) -> None:
    table = Table("n", "", "", (Column("a", "A"),), (Row((Math(text, ""),)),))
    shown = _read(fragment(table, Style()))[1][1]
    assert shown.replace(",", "").replace("_", "") == text.replace("_", "")


def test_a_heading_heads_its_group() -> None:
    rows = (Row(("a", "b"), role="heading"), Row(("c", "d"), 1), Row(("e", "f"), role="heading"))
    table = Table("t", "", "", (Column("a", "A"), Column("b", "B")), rows, header=False)
    groups = fragment(table, Style()).split("<tbody>\n")[1:]
    assert len(groups) == 2
    for group, (name, text) in zip(groups, (("a", "b"), ("e", "f")), strict=True):
        head = f'<tr class="heading"><th scope="rowgroup">{name}</th><td>{text}</td></tr>\n'
        assert group.startswith(head)
