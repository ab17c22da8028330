"""PowerPoint decks: marked text on slides becomes fields, which are kept true."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from archcalc.slides.refresh import strip
from tests.slides.pptx_decks import (
    NAME,
    after,
    box,
    deck,
    edited,
    fields,
    opened,
    paragraphs,
    parts,
    refreshed,
    text,
)  # fmt: skip

pytest.importorskip("pptx", reason="needs pip install 'archcalc[pptx]'")

PARAMS = "60,965,224"  # AlexNet of two towers: Krizhevsky et al. 2012 say 60 million

RUNS = {
    "one run": ("AlexNet has {{alexnet.params}} parameters",),
    "split in the middle": ("AlexNet has {{alex", "net.params}} parameters"),
    "split in its braces": ("AlexNet has {", "{alexnet", ".params}", "} parameters"),
    "split around it": ("AlexNet has ", "{{alexnet.params}}", " parameters"),
    "with blanks in it": ("AlexNet has {{ alexnet.params }} parameters",),
    "with blanks that do not break": ("AlexNet has {{\xa0alexnet.params\xa0}} parameters",),
}


@pytest.mark.parametrize("runs", RUNS.values(), ids=list(RUNS))
def test_what_was_typed_becomes_a_field(runs: tuple[str, ...]) -> None:
    found = after(text(*runs))
    assert paragraphs(found)[-1] == f"AlexNet has {PARAMS} parameters"
    (field,) = fields(opened(found).slides[0].part._element)
    assert field == ("archcalc:alexnet.params", PARAMS)


def test_a_field_looks_as_the_run_did_where_it_begins() -> None:
    def fill(slide: Any) -> None:
        made = box(slide, "{{alexnet", ".params}}", " more")
        first, second, third = made.text_frame.paragraphs[0].runs
        first.font.bold, second.font.italic, third.font.size = True, True, 30 * 12_700

    root = opened(after(deck(fill))).slides[0].part._element
    looks = next(root.iter("{http://schemas.openxmlformats.org/drawingml/2006/main}fld"))[0]
    assert (looks.get("b"), looks.get("i"), looks.get("sz")) == ("1", None, None)


def test_what_stands_around_a_marker_keeps_its_looks_and_so_does_what_strip_leaves() -> None:
    def fill(slide: Any) -> None:
        box(slide, "has {{alexnet.depth}} layers").text_frame.paragraphs[0].runs[0].font.bold = True

    made = after(deck(fill))
    for data, texts in (
        (made, ["has ", " layers"]),
        (strip(made, NAME).content, ["has ", "8", " layers"]),
    ):
        runs = opened(data).slides[0].shapes[-1].text_frame.paragraphs[0].runs
        assert [(run.text, run.font.bold) for run in runs] == [(text, True) for text in texts]


def test_what_stands_in_a_block_is_no_marker() -> None:
    data = deck(lambda slide: box(slide, "{{vgg16.depth}}", name="archcalc: table lenet5"))
    assert [one.mark.asks for one in refreshed(data).seen] == ["table lenet5"]


def test_several_in_one_run() -> None:
    found = after(text("{{alexnet.conv1.params}} + {{alexnet.conv1.out_shape}}; {{alexnet.depth}}"))
    assert paragraphs(found)[-1] == "34,944 + 55×55×96; 8"  # Krizhevsky et al.: 55×55×96, 8 layers


def test_text_in_groups_tables_notes_layouts_and_masters() -> None:
    def fill(slide: Any) -> None:
        group = slide.shapes.add_group_shape()
        group.shapes.add_textbox(0, 0, 99, 99).text_frame.text = "g {{alexnet.params}}"
        table = slide.shapes.add_table(1, 1, 0, 0, 9_999_999, 99_999).table
        table.cell(0, 0).text = "t {{alexnet.params}}"
        slide.notes_slide.notes_text_frame.text = "n {{alexnet.params}}"
        layout = slide.slide_layout
        layout.placeholders[0].text_frame.text = "l {{alexnet.params}}"
        layout.slide_master.placeholders[0].text_frame.text = "m {{alexnet.params}}"

    seen = refreshed(deck(fill))
    assert [one.mark.place for one in seen.seen] == [
        'deck.pptx:slide 1, "TextBox 3"',
        'deck.pptx:slide 1, "Table 4"',
        'deck.pptx:slide 1, notes, "Notes Placeholder 2"',
        'deck.pptx:master 1, "Title Placeholder 1"',
        'deck.pptx:layout "Title Only", "Title 1"',
    ]
    slide = opened(seen.content).slides[0]
    roots = [slide, slide.notes_slide, slide.slide_layout, slide.slide_layout.slide_master]
    found = [fields(each.part._element) for each in roots]
    ours = [[text for kind, text in each if kind.startswith("archcalc:")] for each in found]
    assert ours == [[PARAMS] * 2, [PARAMS], [PARAMS], [PARAMS]]


def test_a_line_break_ends_what_is_one_marker() -> None:
    def fill(slide: Any) -> None:
        box(slide).text_frame.text = "{{alexnet.\vparams}} and {{alexnet.depth}}"

    data = deck(fill)
    found = refreshed(data)
    assert [one.text for one in found.problems] == [
        "this marker is not closed: {{ is without its }}"
    ]
    assert [one.mark.asks for one in found.seen] == ["alexnet.depth"]
    assert found.content == data


def test_a_stale_field_is_refreshed_and_keeps_its_looks() -> None:
    def make_stale(deck: Any) -> None:
        root = deck.slides[0].part._element
        for one in root.iter("{http://schemas.openxmlformats.org/drawingml/2006/main}fld"):
            one[-1].text = "61 million"

    old = edited(after(text("{{alexnet.params}} here")), make_stale)
    seen = refreshed(old)
    assert [(one.state, one.mark.text, one.wanted) for one in seen.seen] == [
        ("stale", "61 million", PARAMS)
    ]
    assert paragraphs(seen.content)[-1] == f"{PARAMS} here"


EXPECT = {
    "right": ("inception-bottleneck-256.multiplies = 271M", "stale", "right"),
    "wrong": ("inception-bottleneck-256.multiplies = 358M", "wrong", "wrong"),
}  # the six terms of the lecture's slide add up to 271,351,808


@pytest.mark.parametrize(("typed", "first", "then"), EXPECT.values(), ids=list(EXPECT))
def test_a_number_that_is_only_checked(typed: str, first: str, then: str) -> None:
    seen = refreshed(text(f"Total: {{{{expect {typed}}}}} ops"))
    assert [one.state for one in seen.seen] == [first]
    number = typed.rpartition(" ")[2]
    assert paragraphs(seen.content)[-1] == f"Total: {number} ops"
    again = refreshed(seen.content)
    assert [(one.state, one.mark.text) for one in again.seen] == [(then, number)]
    assert again.content == seen.content


WRONG = {
    "an unknown network": (
        "{{alexnett.params}}", 'unknown network "alexnett"; did you mean "alexnet" or "lenet5"?',
    ),
    "not closed": ("{{alexnet.params} is", "this marker is not closed: {{ is without its }}"),
    "settings": (
        "{{settings lang=ko}}",
        "settings stand in a shape's name, archcalc: settings lang=ko, where nobody sees them",
    ),
    "expect without a number": (
        "{{expect alexnet.params}}",
        "the number to check goes behind the address: {{expect alexnet.conv1.params = 34,944}}",
    ),
    "too long": (
        f"{{{{alexnet.{'x' * 1100}}}}}", "a marker has at most 1000 characters, found 1108",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("typed", "told"), WRONG.values(), ids=list(WRONG))
def test_a_bad_marker_is_told_and_the_others_too(typed: str, told: str) -> None:
    data = deck(lambda s: box(s, typed, name="A"), lambda s: box(s, "{{vgg.params}}", name="B"))
    found = refreshed(data)
    assert [str(one) for one in found.problems if '"A"' in one.place] == [
        f'deck.pptx:slide 1, "A": {told}'
    ]
    assert any(one.place == 'deck.pptx:slide 2, "B"' for one in found.problems)
    assert found.content == data


@pytest.mark.parametrize("plain", ["{{2}}", "x^{{2}}", "{{ }}", "{{{}}}", "a } b {{", "{%if%}"])
def test_braces_of_other_things_are_left_alone(plain: str) -> None:
    data = text(plain)
    found = refreshed(data)
    assert (found.problems, found.seen, found.content) == ((), (), data)


def test_only_some_are_refreshed() -> None:
    found = refreshed(text("{{alexnet.params}} {{vgg16.depth}}"), only=("vgg16.*",))
    assert paragraphs(found.content)[-1] == "{{alexnet.params}} 16"  # VGG-16


def test_stripped_fields_are_plain_text() -> None:
    found = strip(after(text("AlexNet has {{alexnet.params}}")), NAME).content
    assert paragraphs(found)[-1] == f"AlexNet has {PARAMS}"
    assert fields(opened(found).slides[0].part._element) == []
    assert refreshed(found).seen == ()


def test_nothing_but_the_slide_is_touched() -> None:
    data = deck(lambda s: box(s, "{{alexnet.params}}"), lambda s: box(s, "no marker"))
    before, now = parts(data), parts(after(data))
    glue = ("[Content_Types].xml", "docProps/custom.xml")
    changed = {
        name
        for name in now
        if now[name] != before.get(name) and name not in glue and not name.endswith(".rels")
    }
    assert changed == {"ppt/slides/slide1.xml"}
    assert set(before) <= set(now)


def test_slides_out_of_order_keep_their_files() -> None:
    def turn(presentation: Any) -> None:
        listed = presentation.part._element.sldIdLst
        listed.append(listed[0])

    data = edited(deck(lambda s: box(s, "one"), lambda s: box(s, "{{vgg16.depth}}")), turn)
    seen = refreshed(data)
    assert [one.mark.place for one in seen.seen] == ['deck.pptx:slide 1, "Body"']
    assert parts(seen.content)["ppt/slides/slide1.xml"] == parts(data)["ppt/slides/slide1.xml"]


# --- fields that another program saved as text ---------------------------------------------------


def flattened(data: bytes) -> bytes:
    """What LibreOffice makes of a deck's fields."""

    def flatten(presentation: Any) -> None:
        space = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
        for slide in presentation.slides:
            for field in list(slide.part._element.iter(f"{space}fld")):
                field.attrib.clear()
                field.tag = f"{space}r"

    return edited(data, flatten)


def test_lost_fields_are_noticed_and_made_again() -> None:
    flat = flattened(after(text("AlexNet: {{alexnet.params}}, {{alexnet.depth}} layers, 8 weeks")))
    seen = refreshed(flat)
    assert [(one.mark.asks, one.mark.text, one.state) for one in seen.seen] == [
        ("alexnet.params", PARAMS, "lost"),
        ("alexnet.depth", "8", "lost"),
    ]
    assert seen.content == flat
    found = after(flat, force=True)
    assert paragraphs(found)[-1] == f"AlexNet: {PARAMS}, 8 layers, 8 weeks"
    assert fields(opened(found).slides[0].part._element) == [
        ("archcalc:alexnet.params", PARAMS),
        ("archcalc:alexnet.depth", "8"),
    ]


def test_lost_fields_are_not_forgotten_by_the_next_refresh() -> None:
    flat = flattened(after(text("{{alexnet.params}} parameters")))
    more = edited(flat, lambda deck: box(deck.slides[0], "{{vgg16.depth}}", name="New") and None)
    found = refreshed(refreshed(more).content)
    assert sorted((one.mark.asks, one.state) for one in found.seen) == [
        ("alexnet.params", "lost"), ("vgg16.depth", "current"),
    ]  # fmt: skip


def test_fields_that_somebody_took_away_are_no_loss() -> None:
    def empty(presentation: Any) -> None:
        presentation.slides[0].shapes[-1].text_frame.text = "something else"

    assert refreshed(edited(after(text("{{alexnet.params}}")), empty)).seen == ()


def test_a_number_with_a_line_break_in_it_is_no_lost_field() -> None:
    def breaks(presentation: Any) -> None:
        presentation.slides[0].shapes[-1].text_frame.text = "AlexNet: 60,965,\v224 parameters"

    found = refreshed(edited(after(text("AlexNet: {{alexnet.params}} parameters")), breaks))
    assert found.seen == ()
    assert paragraphs(found.content)[-1] == f"AlexNet: {PARAMS} parameters"


def test_a_moved_slide_loses_nothing() -> None:
    def turn(presentation: Any) -> None:
        listed = presentation.part._element.sldIdLst
        listed.append(listed[0])

    made = after(deck(lambda s: box(s, "{{vgg16.depth}}"), lambda s: box(s, "16 layers")))
    assert [one.state for one in refreshed(edited(made, turn)).seen] == ["current"]


# --- laws ----------------------------------------------------------------------------------------

MARKERS = {
    "{{alexnet.depth}}": "8",
    "{{vgg16.depth}}": "16",
    "{{ alexnet.conv1.params }}": "34,944",
}
plain = st.text(st.characters(exclude_categories=("Cs", "Cc", "Co", "Cn")), max_size=20).map(
    lambda text: text.replace("{", "(")
)
words = st.lists(st.one_of(plain, st.sampled_from(list(MARKERS))), min_size=1, max_size=6)
FEW = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@FEW
@given(words, st.lists(st.integers(0, 120), max_size=6))
def test_text_outside_markers_never_changes_however_runs_are_cut(
    pieces: list[str], cuts: list[int]
) -> None:
    whole = "".join(pieces)
    edges = [0, *sorted({min(cut, len(whole)) for cut in cuts}), len(whole)]
    runs = [whole[a:b] for a, b in pairwise(edges) if a < b]
    found = after(text(*runs))
    assert paragraphs(found)[-1] == "".join(MARKERS.get(piece, piece) for piece in pieces)
