"""Composing decks: whatever a course says is text, and its markers are found in every format."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archcalc.errors import UnknownNameError
from archcalc.slides.compose import by_suffix, composer, composers
from archcalc.slides.formats import format_of
from archcalc.slides.refresh import refresh
from archcalc.slides.script import Asked, Layout, Line, Script, Slide, line
from tests.slides.decks import maker

MAKE = maker()
TEXTS = [name for name in composers() if name != "pptx"]
# signs that mean something in one of the formats
SIGNS = st.text("ab 층×:;,.!?'\"()[]<>#$%&*_^~`@/\\|=+-", min_size=1, max_size=12)
WORDS = SIGNS.map(str.strip).filter(bool)
LAYOUTS = st.sampled_from(["text", "split", "pair"])


def a_deck(text: str, layout: Layout) -> Script:
    marked: Line = (f"a {text} ", Asked("alexnet.depth"), f" {text}")
    checked: Line = ("b", Asked("expect alexnet.depth", "8"), f"{text}")  # Krizhevsky et al. 2012
    slide = Slide(("c",), layout, (marked, checked), ("formula alexnet.conv1.params",), (), "d")
    return Script("deck", "e", "f", "en", (slide,))


@pytest.mark.parametrize("kind", TEXTS)
@settings(max_examples=50)
@given(text=WORDS, layout=LAYOUTS)
def test_any_text_stays_text(kind: str, text: str, layout: Layout) -> None:
    name = f"deck{composer(kind).SUFFIX}"
    done = refresh(composer(kind).compose(a_deck(text, layout)), name, MAKE)
    assert done.problems == ()
    assert sorted(seen.mark.asks for seen in done.seen) == [
        "alexnet.depth",
        "expect alexnet.depth",
        "formula alexnet.conv1.params",
    ]
    assert refresh(done.content, name, MAKE).content == done.content


def test_a_line_is_text_and_markers_in_turn() -> None:
    found = line("of {vgg16.depth:raw} and {refute vgg16.depth = 17}.")
    assert found == (
        "of ",
        Asked("vgg16.depth:raw"),
        " and ",
        Asked("refute vgg16.depth", "17"),
        ".",
    )


def test_every_format_is_one_that_embed_reads() -> None:
    assert composers() == ["beamer", "html", "marp", "pptx", "typst"]
    for name in composers():
        assert composer(name).SUFFIX in format_of(f"deck{composer(name).SUFFIX}").SUFFIXES
        assert by_suffix(f"talk{composer(name).SUFFIX.upper()}") == name
    assert by_suffix("talk.odp") == ""
    with pytest.raises(UnknownNameError, match='did you mean "typst"'):
        composer("typs")
