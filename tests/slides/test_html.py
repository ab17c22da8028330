"""HTML decks: which elements are markers, what is put there, and that it is HTML still."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archcalc.slides.formats import html
from archcalc.slides.refresh import refresh, strip
from tests.commandline import archcalc
from tests.slides.decks import (
    after,
    maker,
    only_markers_change_and_only_once,
    problems,
    refreshed,
)

NAME = "deck.html"
PARAMS = "60,965,224"  # AlexNet of two towers: Krizhevsky et al. 2012 say 60 million
VALUE = '<span data-archcalc="alexnet.params">{}</span>'
TABLE = "<!-- archcalc: table lenet5 -->\n"

INLINE = {
    "a span": VALUE,
    "single quotes": "<span data-archcalc='alexnet.params'>{}</span>",
    "no quotes": "<span data-archcalc=alexnet.params>{}</span>",
    "no quotes and a class": "<b data-archcalc=alexnet.params class=n>{}</b>",
    "a cell": '<td class="n"\n  data-archcalc="alexnet.params" id=x>{}</td>',
    "capitals": '<STRONG Class="N" data-archcalc="alexnet.params">{}</strong>',
    "as prettier sets it": '<strong data-archcalc="alexnet.params"\n  >{}</strong\n            >',
    "in notes": f'<aside class="notes">mine {VALUE}</aside>',
    "behind an attribute with a sign": f'<a title="a > b <pre>">x</a> {VALUE}',
    "behind code": f"<pre><code>x</code></pre> {VALUE}",
    "behind a script": f'<script>"</scripted <pre>"</script> {VALUE}',
    "behind an empty comment": f"<!--> {VALUE} <!-- -->",
    "behind a quotation mark in a tag": f'<p "> {VALUE}',
}


@pytest.mark.parametrize("marker", INLINE.values(), ids=list(INLINE))
@pytest.mark.parametrize("held", ["", "61M", PARAMS])
def test_a_value_is_filled_in(marker: str, held: str) -> None:
    assert after(marker.format(held), NAME) == marker.format(PARAMS)


DEAD = {
    "a comment": "<!-- \n{} -->",
    "a script": "<script>\n{}\n</script>",
    "a style": "<STYLE>\n{}\n</style >",
    "code": "<p><code>{}</code></p>",
    "code in code": "<pre><code>x</code>\n{}</pre>",
    "a code element that never ends": "<code>\n{}",
    "a text area": "<section data-markdown><textarea data-template>\n{}\n</textarea></section>",
    "a template": "<template>\n{}\n</template>",
    "an attribute": "<p title='\n{}\n'>x</p>",
}


@pytest.mark.parametrize("where", DEAD.values(), ids=list(DEAD))
@pytest.mark.parametrize(
    "marker", ['<b data-archcalc="no.such">1</b>', "<b data-archcalc=", "<!-- archcalc: no -->"]
)
def test_code_is_left_alone(where: str, marker: str) -> None:
    if marker.startswith("<!") and where.startswith("<!"):
        marker = marker[5:-4]  # comments do not nest
    text = where.format(marker)
    found = refreshed(text, NAME)
    assert (found.problems, found.seen, found.content) == ((), (), text.encode())


WRONG = {
    "an unknown network": (
        '\n<b data-archcalc="alexnit.params"></b>', 'deck.html:2: unknown network "alexnit"',
    ),
    "other markup": (
        '<b data-archcalc="alexnet.params"><i>6</i></b>',
        "deck.html:1: this marker is not closed, or holds other markup",
    ),
    "an element that holds nothing": (
        '<img data-archcalc="alexnet.params">',
        "deck.html:1: this marker is not closed, or holds other markup",
    ),
    "another end": (
        '<b data-archcalc="alexnet.params">6</i>',
        "deck.html:1: this marker is not closed, or holds other markup",
    ),
    "a block within a line": (
        "<div><!-- archcalc: table lenet5 --></div>",
        "deck.html:1: a block's marker stands on a line of its own",
    ),
    "an end within a line": (
        "<p>x</p><!-- /archcalc 12345678 -->", "deck.html:1: this ends no block that is open",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("text", "said"), WRONG.values(), ids=list(WRONG))
def test_a_bad_marker_is_told_and_its_deck_stays(text: str, said: str) -> None:
    [found] = problems(text, NAME)
    assert found.startswith(said)


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", ["", "\ufeff"], ids=["", "BOM"])
def test_line_ends_and_byte_order_mark_stay(newline: str, mark: str) -> None:
    text = newline.join([f"{mark}<p>  ", "  <!-- archcalc: table lenet5 -->", "</p> \t"])
    found = after(text, NAME)
    assert found.startswith(text[: text.rindex("</p>")])
    assert found.endswith(newline + "</p> \t")
    assert found.count("\n") == found.count(newline)
    assert after(found, NAME) == found
    again = found.replace("table lenet5", "table lenet5 columns=layer")
    assert after(again, NAME).count("\n") == after(again, NAME).count(newline)


def test_what_is_put_in_is_html_and_asks_for_nothing() -> None:
    asked = ["table googlenet notes=yes title=yes", "formula alexnet.conv2.params",
             "compare inception-naive inception-bottleneck", "explain alexnet conv1",
             "table resnet50 layout=paper", "diagram lenet5"]  # fmt: skip
    found = after("".join(f"<!-- archcalc: {each} -->\n" for each in asked), NAME)
    _Elements().check(found)
    assert not re.search(r"class=\"(?!r-stretch)|<style|src=|href=|@import|url\((?!#)", found)
    assert "<sub" in found


class _Elements(HTMLParser):
    """Every element is closed, and none has an id that another has."""

    def check(self, text: str) -> None:
        self.open: list[str] = []
        self.ids: list[str] = []
        self.feed(text)
        self.close()
        assert self.open == []
        assert len(self.ids) == len(set(self.ids))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.ids += [value for name, value in attrs if name == "id" and value]
        assert len(dict(attrs)) == len(attrs)
        if tag != "br":
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert len(dict(attrs)) == len(attrs)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def test_ids_of_two_figures_differ() -> None:
    asked = ["plot alexnet", "plot vgg16", "diagram alexnet", "diagram lenet5"]
    pytest.importorskip("vl_convert", reason="needs pip install 'archcalc[plot]'")
    found = after("".join(f"<!-- archcalc: {each} -->\n" for each in asked), NAME)
    assert found.count("<svg ") == 4
    _Elements().check(found)
    for used in re.findall(r"url\(#([^)]*)\)", found):
        assert f'id="{used}"' in found


def test_a_chart_that_another_version_drew_is_current() -> None:
    pytest.importorskip("vl_convert", reason="needs pip install 'archcalc[plot]'")
    text = after("<!-- archcalc: plot alexnet -->\n", NAME)
    body = text.split("\n", 1)[1].rpartition("<!--")[0]
    other = body.replace("<svg ", '<svg data-by="another" ')
    digest = re.search(r"/archcalc (\w{8})", text)
    assert digest is not None
    from archcalc.slides import text as deck

    new = deck.digest(html._Html().normal(other))
    drawn = text.replace(body, other).replace(digest[1], new)
    assert [seen.state for seen in refreshed(drawn, NAME).seen] == ["current"]
    assert [seen.state for seen in refreshed(text.replace(body, other), NAME).seen] == ["edited"]


def test_latex_is_marked_for_mathjax() -> None:
    found = after('<p data-archcalc="alexnet.conv1.formulas.params:tex"></p>', NAME)
    assert r">\(\left(" in found
    assert r"34{,}944\)<" in found


EXPECTED = {"358M": "wrong", "271M": "right", "271&nbsp;M": "right", "0.27G": "right"}


@pytest.mark.parametrize(("held", "state"), EXPECTED.items(), ids=list(EXPECTED))
def test_a_number_is_checked_and_never_rewritten(held: str, state: str) -> None:
    """CS231n 2017, lecture 9, slide 55, prints 358M where its terms add up to 271M."""
    text = f'<b data-archcalc="expect inception-bottleneck-256.macs">{held}</b>'
    found = refreshed(text, NAME, force=True)
    assert [seen.state for seen in found.seen] == [state]
    assert found.content.decode() == text


def test_a_change_by_hand_is_kept_and_prettier_s_is_none() -> None:
    text = after(TABLE, NAME)
    edited = text.replace(">84<", ">85<")
    assert edited != text
    assert [seen.state for seen in refreshed(edited, NAME).seen] == ["edited"]
    set_anew = text.replace('">', ';\n    "\n  >\n  ').replace("</td>", "\n</td\n>\n")
    set_anew = set_anew.replace("; ", ";\n      ").replace("(128, 128", "(\n128,\n  128")
    assert [seen.state for seen in refreshed(set_anew, NAME).seen] == ["current"]


def test_strip_leaves_what_is_held() -> None:
    text = after(f"a {VALUE.format('')} b\n{TABLE}c", NAME)
    bare = strip(text.encode(), NAME).content.decode()
    assert bare.startswith(f"a {PARAMS} b\n<figure")
    assert bare.endswith(("</figure>c", "</figure>\nc"))
    assert "archcalc" not in bare


def test_a_browser_shows_the_values_and_no_marker(tmp_path: Path) -> None:
    browser = shutil.which("chromium") or shutil.which("google-chrome")
    if browser is None:
        pytest.skip("needs Chromium (Debian: chromium)")
    deck = tmp_path / "talk.html"
    deck.write_text(f"<!doctype html><meta charset=utf-8><p>{VALUE.format('')}</p>\n{TABLE}")
    ran = archcalc("embed", "talk.html", cwd=tmp_path)
    assert ran.code == 0
    flags = ["--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={tmp_path / 'u'}"]
    script = "<script>document.title = document.body.innerText</script>"
    deck.write_text(deck.read_text() + script)
    found = subprocess.run(
        [browser, *flags, "--dump-dom", deck.as_uri()], capture_output=True, text=True, check=True
    ).stdout
    [title] = re.findall(r"<title>(.*?)</title>", found, re.S)
    assert title.startswith(PARAMS)
    assert "60,000" in title  # LeCun et al. 1998, section II.B: 60,000 trainable parameters
    assert "archcalc" not in title


PIECES = st.text("ab<>\"'&=/! -\n\r\t;\u202f한", max_size=30)
MARKERS = st.sampled_from(
    [VALUE.format(""), "<td data-archcalc=lenet5.conv1.out_shape></td>", "\n" + TABLE,
     "\n<!-- archcalc: formula alexnet.conv1.params -->\n<!-- /archcalc -->\n",
     '<b data-archcalc="expect alexnet.params">61M</b>', "<pre>", "</pre>", "<!-- x", "-->"]
)  # fmt: skip


@given(st.lists(st.tuples(PIECES, MARKERS), max_size=5), PIECES)
def test_only_what_markers_hold_changes_and_only_once(
    parts: list[tuple[str, str]], last: str
) -> None:
    text = "".join(piece + marker for piece, marker in parts) + last
    only_markers_change_and_only_once(text, NAME)


def test_charts_are_checked_without_what_draws_them(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("vl_convert", reason="needs pip install 'archcalc[plot]'")
    text = after("<!-- archcalc: plot alexnet -->\n", NAME)
    monkeypatch.setitem(sys.modules, "vl_convert", None)
    edits = {
        "current": text,
        "stale": text.replace("plot alexnet", "plot vgg16"),
        "edited": text.replace("</svg>", "<!-- mine --></svg>"),
    }
    for state, found in edits.items():
        looked = refresh(found.encode(), NAME, maker(), look=True)
        assert [seen.state for seen in looked.seen] == [state]
        assert looked.problems == ()
    bad = edits["stale"] + '<p data-archcalc="alexnet.parms"></p>\n'
    told = problems(bad, NAME)
    assert told[0].endswith("pip install 'archcalc[plot]'")
    assert [each.partition(": ")[0] for each in told] == [
        f"{NAME}:1",
        f"{NAME}:{bad.count(chr(10))}",
    ]
