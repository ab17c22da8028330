"""Markdown decks: which text is a marker, and what is put there."""

from __future__ import annotations

import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archcalc.errors import InputError
from archcalc.slides.refresh import strip
from tests.slides.decks import after, only_markers_change_and_only_once, problems, refreshed

PARAMS = "60,965,224"  # AlexNet of two towers: Krizhevsky et al. 2012 say 60 million

INLINE = {
    "a span": '<span data-archcalc="alexnet.params">{}</span>',
    "a span in single quotes": "<span data-archcalc='alexnet.params'>{}</span>",
    "a span with a class": '<span class="n" data-archcalc="alexnet.params" id="x">{}</span>',
    "brackets": '[{}]{{archcalc="alexnet.params"}}',
    "brackets with a class": '[{}]{{.n archcalc="alexnet.params"}}',
    "comments": "<!-- archcalc alexnet.params -->{}<!-- /archcalc -->",
}


@pytest.mark.parametrize("marker", INLINE.values(), ids=list(INLINE))
@pytest.mark.parametrize("held", ["", "61M", "60,965,224"])
def test_a_value_is_filled_in(marker: str, held: str) -> None:
    text = f"AlexNet has {marker.format(held)} parameters.\n"
    assert after(text) == f"AlexNet has {marker.format(PARAMS)} parameters.\n"


BLOCKS = {
    "definitions": ("[//]: # ({})", "[//]: # ({})"),
    "definitions as prettier writes them": ('[//]: # "{}"', '[//]: # "{}"'),
    "definitions in single quotes": ("[//]: # '{}'", "[//]: # '{}'"),
    "definitions of another label": ("[//archcalc-2]: # ({})", "[//archcalc-2]: # ({})"),
    "comments": ("<!-- {} -->", "<!-- {} -->"),
    "Obsidian's comments": ("%% {} %%", "%% {} %%"),
    "MyST's comments": ("% {}", "% {}"),
}


@pytest.mark.parametrize(("opens", "closes"), BLOCKS.values(), ids=list(BLOCKS))
def test_a_block_of_one_line_is_closed_in_its_own_manner(opens: str, closes: str) -> None:
    opening = opens.format("archcalc: formula alexnet.conv1.params")
    found = after(f"# Title\n\n{opening}\n\nmore\n")
    assert found.startswith(f"# Title\n\n{opening}\n\n$$\n")
    assert "34{,}944" in found  # the issue's own figure
    assert f"\n$$\n\n{closes.partition('{')[0]}/archcalc " in found
    assert found.endswith("\n\nmore\n")


CODE = {
    "a fence": "```\n{}\n```\n",
    "a fence of tildes": "~~~~ md\n{}\n~~~~\n",
    "a fence in a list": "- item\n\n  ```\n  {}\n  ```\n",
    "a fence that never ends": "```\n{}\n",
    "indented": "text\n\n    {}\n",
    "within a line": "see `{}` there\n",
    "within a line, of two backticks": "see ``a ` {}`` there\n",
}


@pytest.mark.parametrize("where", CODE.values(), ids=list(CODE))
@pytest.mark.parametrize(
    "marker",
    ['<span data-archcalc="no.such">1</span>', "[//]: # (archcalc: table nothing)",
     '<span data-archcalc="never closed">'],
)  # fmt: skip
def test_code_is_left_alone(where: str, marker: str) -> None:
    text = where.format(marker)
    found = refreshed(text)
    assert (found.problems, found.seen, found.content) == ((), (), text.encode())


WRONG = {
    "an unknown network": (
        '\n<span data-archcalc="alexnett.params"></span>\n',
        'deck.md:2: unknown network "alexnett"; did you mean "alexnet"',
    ),
    "an unknown command": (
        "[//]: # (archcalc: tabel alexnet)\n",
        'deck.md:1: unknown block "tabel"; did you mean "table"?',
    ),
    "an unknown option": (
        "[//]: # (archcalc: table alexnet colour=red)\n",
        "deck.md:1: No such option: --colour (Possible options: --columns",
    ),
    "an unknown column": (
        "[//]: # (archcalc: table alexnet columns=layers)\n",
        'deck.md:1: unknown column "layers"; did you mean "layer"?',
    ),
    "an output": (
        "[//]: # (archcalc: table alexnet output=/tmp/x)\n",
        "deck.md:1: --output has no place in a deck",
    ),
    "a command that writes code": (
        "[//]: # (archcalc: code alexnet)\n",
        'deck.md:1: unknown block "code"; known: formula, table, explain, compare, ',
    ),
    "a span that never ends": (
        'a <span data-archcalc="alexnet.params">61M\n',
        "deck.md:1: this marker is not closed, or holds other markup",
    ),
    "a span in a span": (
        '<span data-archcalc="alexnet.params"><span data-archcalc="vgg16.params"></span></span>\n',
        "deck.md:1: this marker is not closed, or holds other markup",
    ),
    "an end without a beginning": (
        "text\n\n[//]: # (/archcalc 12345678)\n",
        "deck.md:3: this ends no block that is open",
    ),
    "two ends": (
        "[//]: # (archcalc: table lenet5)\n\n[//]: # (/archcalc)\n\n[//]: # (/archcalc)\n",
        "deck.md:5: this ends no block that is open",
    ),
    "within a paragraph": (
        "some text\n[//]: # (archcalc: table alexnet)\n",
        "deck.md:2: a marker needs an empty line above it: here it would be shown as text",
    ),
    "within HTML": (
        "<div>\n[//]: # (archcalc: table alexnet)\n</div>\n",
        "deck.md:2: a marker needs an empty line above it: here it would be shown as text",
    ),
    "an open quotation mark": (
        '[//]: # (archcalc: table "alexnet)\n', "deck.md:1: a quotation mark is not closed",
    ),
    "a million digits": (
        f'<span data-archcalc="alexnet.params:si{"9" * 400}"></span>\n',
        "deck.md:1: a format has at most 30 digits",
    ),
    "a marker as long as a book": (
        f"[//]: # (archcalc: table {'a' * 1200})\n",
        "deck.md:1: a marker has at most 1000 characters, found 1206",
    ),
    "a marker as long as two": (
        f"[//]: # (archcalc: table {'a' * 2000})\n",
        "deck.md:1: a marker has at most 1000 characters, found 1,000+",
    ),
    "an unknown setting": (
        "[//]: # (archcalc: settings lang=ko units)\n",
        'deck.md:1: settings take KEY=VALUE, found "units"',
    ),
    "a number with no address": (
        '<span data-archcalc="expect">1</span>\n', "deck.md:1: ",
    ),
    "a table that there is not": (
        "[//]: # (archcalc: table alexnet tables=2)\n", "deck.md:1: table gives 1 tables, found 2",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("text", "said"), WRONG.values(), ids=list(WRONG))
def test_a_bad_marker_is_told_and_its_deck_stays(text: str, said: str) -> None:
    [found] = problems(text)
    assert found.startswith(said)
    assert "\n" not in found


def test_every_bad_marker_is_told() -> None:
    text = "".join(each for each, _ in WRONG.values() if "HTML" not in each)
    assert len(problems(text)) >= len(WRONG) - 1


def test_a_lost_end_is_noticed() -> None:
    text = after("[//]: # (archcalc: table lenet5)\n")
    lost = text[: text.rindex("[//]")]
    assert problems(lost) == [
        "deck.md:1: this block is not closed: its last line, /archcalc, is missing"
    ]


def test_a_change_by_hand_is_kept_without_force() -> None:
    text = after("[//]: # (archcalc: table lenet5)\n")
    edited = text.replace("84", "85")
    found = refreshed(edited)
    assert [seen.state for seen in found.seen] == ["edited"]
    assert found.content.decode() == edited
    assert after(edited, force=True) == text


def test_text_between_new_markers_is_somebody_s() -> None:
    text = "[//]: # (archcalc: table lenet5)\n\nmine\n\n[//]: # (/archcalc)\n"
    found = refreshed(text)
    assert [seen.state for seen in found.seen] == ["edited"]
    assert found.content.decode() == text


def test_what_prettier_does_to_a_table_is_no_change_by_hand() -> None:
    text = after("[//]: # (archcalc: table lenet5)\n")
    set_anew = text.replace("[//]: # (", '[//]: # "').replace(")\n", '"\n')
    set_anew = set_anew.replace(" | ", "  |   ").replace("---", "------")
    found = refreshed(set_anew)
    assert [seen.state for seen in found.seen] == ["current"]
    assert found.content.decode() == set_anew


def test_another_question_refreshes_the_block() -> None:
    text = after("[//]: # (archcalc: table lenet5)\n")
    asked = text.replace("table lenet5", "table lenet5 columns=layer,params")
    assert [seen.state for seen in refreshed(asked).seen] == ["stale"]


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", ["", "\ufeff"], ids=["", "BOM"])
def test_line_ends_and_byte_order_mark_stay(newline: str, mark: str) -> None:
    lines = [f"{mark}# T  ", "", "[//]: # (archcalc: table lenet5)", "", "end \t"]
    found = after(newline.join(lines))
    assert found.startswith(newline.join(lines[:3]) + newline)
    assert found.endswith(newline + newline + "end \t")
    assert found.count("\n") == found.count(newline)
    assert after(found) == found
    other = after(found.replace("lenet5)", "lenet5 columns=layer,params)"))
    assert other != found
    assert other.count("\n") == other.count(newline)


def test_settings_of_the_front_matter() -> None:
    text = "---\narchcalc: {lang: ko, format: si3}\n---\n\n[//]: # (archcalc: table lenet5)\n"
    found = after(text + '\n<span data-archcalc="alexnet.params"></span>\n')
    assert "| 층 " in found
    assert ">61.0\u202fM</span>" in found


def test_settings_of_a_marker() -> None:
    found = after("[//]: # (archcalc: settings lang=ko)\n\n[//]: # (archcalc: table lenet5)\n")
    assert "| 층 " in found
    assert "| Layer " in after("[//]: # (archcalc: table lenet5)\n")  # nothing is left behind


def test_a_setting_is_for_the_commands_that_have_it() -> None:
    """`diagram` knows no units, `check` neither."""
    settings = "[//]: # (archcalc: settings units=si lang=en)\n\n"
    found = after(settings + "[//]: # (archcalc: check alexnet.params 61M)\n")
    assert "60,965,224" in found
    assert "61.0" in after(settings + "[//]: # (archcalc: table alexnet)\n")
    assert "60,965,224" in after(settings + "[//]: # (archcalc: table alexnet units=exact)\n")


def test_a_slide_s_table_has_no_title_and_no_notes_unless_asked() -> None:
    bare = after("[//]: # (archcalc: table lenet5)\n")
    full = after("[//]: # (archcalc: table lenet5 title=yes notes=yes)\n")
    assert "**LeNet-5" not in bare
    assert "**LeNet-5" in full
    assert len(full) > len(bare) + 200


EXPECTED = {
    # CS231n 2017, lecture 9, slide 55, prints 358M where its terms add up to 271M
    "358M": ("wrong", "271,351,808"),
    "271M": ("right", "271,351,808"),
    "**271M**": ("right", "271,351,808"),
    "0.27G": ("right", "271,351,808"),
    "543M FLOPs": ("right", "271,351,808"),
}


@pytest.mark.parametrize(("held", "ruling"), EXPECTED.items(), ids=list(EXPECTED))
def test_a_number_is_checked_and_never_rewritten(held: str, ruling: tuple[str, str]) -> None:
    text = f'<span data-archcalc="expect inception-bottleneck-256.macs">{held}</span>\n'
    found = refreshed(text, force=True)
    assert [(seen.state, seen.wanted) for seen in found.seen] == [ruling]
    assert found.content.decode() == text


def test_only_some_markers() -> None:
    text = '<span data-archcalc="alexnet.params"></span> <span data-archcalc="vgg16.params"></span>'
    found = refreshed(text, only=("vgg*",))
    assert found.content.decode() == text.replace("><", ">138,357,544<").replace(
        ">138,357,544<", "><", 1
    )


def test_strip_leaves_what_is_held() -> None:
    text = after(
        'a <span data-archcalc="alexnet.params"></span> b\n\n[//]: # (archcalc: table lenet5)\n'
    )
    bare = strip(text.encode(), "deck.md").content.decode()
    assert bare.startswith(f"a {PARAMS} b\n\n| Layer")
    assert "archcalc" not in bare


PIECES = st.text("ab|`~#>- *_[]()<>\\$&\r\n\t\u202f한·\u2028", max_size=30)
MARKERS = st.sampled_from(
    [
        '<span data-archcalc="alexnet.params">{}</span>',
        '[{}]{{archcalc="lenet5.conv1.out_shape"}}',
        "\n\n[//]: # (archcalc: formula alexnet.conv1.params)\n\n{}\n\n[//]: # (/archcalc)\n\n",
        "\n\n[//]: # (archcalc: table lenet5 rows=conv1)\n\n",
        '<span data-archcalc="expect alexnet.params">61M</span>',
    ]
)


@given(st.lists(st.tuples(PIECES, MARKERS), max_size=5), PIECES)
def test_only_what_markers_hold_changes_and_only_once(
    parts: list[tuple[str, str]], last: str
) -> None:
    text = "".join(piece + marker.format("") for piece, marker in parts) + last
    only_markers_change_and_only_once(text, "deck.md")


@pytest.mark.parametrize("before", ["", "- ", "1. ", "> ", "text\n"])
def test_a_comment_that_would_hide_its_line_is_refused(before: str) -> None:
    """CommonMark 0.31, section 4.6: a comment at a line's beginning makes it HTML."""
    marker = "<!-- archcalc googlenet.depth --><!-- /archcalc --> layers\n"
    [found] = problems(before + marker)
    assert "a comment here hides the rest of its line" in found
    assert after(f"{before}It has {marker}").endswith("-->22<!-- /archcalc --> layers\n")


def test_bad_markers_are_told_in_order_and_a_bad_setting_once() -> None:
    text = (
        "[//]: # (archcalc: tabel alexnet)\n\n[//]: # (archcalc: settings lang=fr)\n\n"
        "[//]: # (archcalc: table alexnet)\n\n[//]: # (archcalc:)\n"
    )
    assert problems(text) == [
        'deck.md:1: unknown block "tabel"; did you mean "table"?',
        'deck.md:3: unknown language "fr"; known: en, ko',
        "deck.md:7: a marker says what it is to hold: archcalc: table alexnet",
    ]


def test_what_nothing_draws_is_told_at_its_place(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "vl_convert", None)
    found = refreshed("# T\n\n[//]: # (archcalc: plot googlenet)\n")
    with pytest.raises(InputError, match=r"^deck\.md:3: .*pip install 'archcalc\[plot\]'"):
        found.beside(False)
