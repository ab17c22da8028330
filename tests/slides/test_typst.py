"""Typst decks: which text is a marker, what is put there, and that Typst compiles it."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archcalc.render.typst import math
from archcalc.slides.refresh import strip
from tests.commandline import archcalc
from tests.slides.decks import after, only_markers_change_and_only_once, problems, refreshed

NAME = "deck.typ"
DEFINED = "#let archcalc(key, body) = body\n"
PARAMS = "60,965,224"  # AlexNet of two towers: Krizhevsky et al. 2012 say 60 million
VALUE = '#archcalc("alexnet.params")[{}]'
BARE = 'archcalc("alexnet.params")[{}]'

PLACES = {
    "a line": VALUE,
    "a heading": f"= AlexNet {VALUE} ==",
    "strong": f"*{VALUE}*",
    "behind a quotation mark": f'she said "{VALUE}',
    "behind an address": f"see https://a.b/c {VALUE}",
    "behind an escape": f"\\` \\$ \\# {VALUE}",
    "an argument": f"#table(columns: 2, [a], {BARE})",
    "content among arguments": f'#figure([{VALUE}], caption: ["{VALUE}"])',
    "a block of code": f"#{{ let x = 1; {BARE} }}",
    "a statement": f"#let x = {BARE}",
    "behind a statement": f"#let x = 1\n{VALUE}",
    "behind a function": f"#text(size: 2em)[a]. b {VALUE}",
    "mathematics": f"$ x = {VALUE} $",
    "behind a comment": f"// no `\n{VALUE}",
    "behind comments in comments": f"/* a /* b */ ` */ {VALUE}",
    "behind raw text": f"`` {VALUE} ``",
    "behind a string": f'#text("`[") {VALUE}',
}


@pytest.mark.parametrize("place", PLACES.values(), ids=list(PLACES))
@pytest.mark.parametrize("held", ["", "61M", '#"61M"', PARAMS])
def test_a_value_is_filled_in(place: str, held: str) -> None:
    text = DEFINED + place.replace("{}", held) + "\n"
    wanted = DEFINED + place.replace("{}", PARAMS) + "\n"
    assert after(text, NAME) == wanted


DEAD = {
    "raw text": "`{}`",
    "a block of raw text": "```typ\n{}\n```",
    "raw text that never ends": "````\n{}\n```",
    "a comment": "// {}",
    "a comment over lines": "/* \n{}\n*/",
    "a comment in a comment": "/* /* */ \n{}\n*/",
    "a string": '#text("a \\" {}")',
}


@pytest.mark.parametrize("where", DEAD.values(), ids=list(DEAD))
@pytest.mark.parametrize(
    "marker", ['#archcalc("no.such")[1]', VALUE, "// archcalc: table nothing"], ids=str
)
def test_code_is_left_alone(where: str, marker: str) -> None:
    text = where.replace("{}", marker.replace('"', '\\"') if '"a' in where else marker)
    found = refreshed(text, NAME)
    assert (found.problems, found.seen, found.content) == ((), (), text.encode())


def test_a_call_without_its_sign_is_text() -> None:
    text = f"the function {BARE} is text"
    assert refreshed(text, NAME).seen == ()


@pytest.mark.parametrize(
    "definition", [DEFINED, '#import "common.typ": *\n', '#import "common.typ": archcalc\n']
)
def test_the_function_must_be_there(definition: str) -> None:
    text = VALUE.format(PARAMS)
    assert problems(text, NAME) == [
        "deck.typ:1: #let archcalc(key, body) = body is missing: the deck's markers are calls of it"
    ]
    assert problems(definition + text, NAME) == []


WRONG = {
    "an unknown network": (
        DEFINED + '\n#archcalc("alexnit.params")[]',
        'deck.typ:3: unknown network "alexnit"; did you mean "alexnet"',
    ),
    "never closed": (
        DEFINED + '#archcalc("alexnet.params")[61M',
        "deck.typ:2: this marker is not closed, or holds other markup",
    ),
    "a marker in a marker": (
        DEFINED + '#archcalc("alexnet.params")[#archcalc("vgg16.params") ]',
        "deck.typ:2: this marker is not closed, or holds other markup",
    ),
    "LaTeX": (
        DEFINED + '#archcalc("alexnet.conv1.formulas.params:tex")[]',
        "deck.typ:2: tex is for LaTeX; here leave :tex away",
    ),
    "among arguments": (
        "#figure(\n  // archcalc: table alexnet\n)\n",
        "deck.typ:2: here Typst reads code: put the marker and its end in brackets, [ ]",
    ),
    "an end without a beginning": (
        "// /archcalc 12345678\n", "deck.typ:1: this ends no block that is open",
    ),
    "brackets without end": (
        "[" * 2000 + "archcalc", "deck.typ:1: brackets are nested more than 1000 deep",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("text", "said"), WRONG.values(), ids=list(WRONG))
def test_a_bad_marker_is_told_and_its_deck_stays(text: str, said: str) -> None:
    found = problems(text, NAME)
    assert found[0].startswith(said)
    assert all("\n" not in each for each in found)


def test_a_block_is_closed_and_kept() -> None:
    text = "#align(center)[\r\n  // archcalc: table lenet5\r\n]\r\nend \t"
    found = after(text, NAME)
    assert found.startswith("#align(center)[\r\n  // archcalc: table lenet5\r\n#table(\r\n")
    assert found.endswith("]\r\nend \t")
    assert "\r\n  // /archcalc " in found
    assert found.count("\n") == found.count("\r\n")
    assert after(found, NAME) == found
    longer = found.replace("table lenet5", "table lenet5 columns=layer,params")
    assert after(longer, NAME).count("\n") == after(longer, NAME).count("\r\n")


def test_a_change_by_hand_is_kept_and_a_formatter_s_is_none() -> None:
    text = after("// archcalc: table lenet5\n", NAME)
    edited = text.replace('"84"', '"85"')
    assert edited != text
    assert [seen.state for seen in refreshed(edited, NAME).seen] == ["edited"]
    set_anew = text.replace(", ", ",\n    ").replace("none,", "none").replace("none\n", "none,\n")
    assert set_anew != text
    assert [seen.state for seen in refreshed(set_anew, NAME).seen] == ["current"]


@pytest.mark.parametrize(
    ("held", "state"),
    [("358M", "wrong"), ("*358M*", "wrong"), ("271M", "right"), ("*271M*", "right"),
     ('#"271M"', "right"), ("271~M", "right"), ("271\\u{202f}M", "right")],
)  # fmt: skip
def test_a_number_is_checked_and_never_rewritten(held: str, state: str) -> None:
    """CS231n 2017, lecture 9, slide 55, prints 358M where its terms add up to 271M."""
    text = f'{DEFINED}#archcalc("expect inception-bottleneck-256.macs")[{held}]'
    found = refreshed(text, NAME, force=True)
    assert [seen.state for seen in found.seen] == [state]
    assert found.content.decode() == text


FORMULAS = {
    "(11·11·3 + 1)·96 = 34,944": '(11 dot 11 dot 3 + 1) dot 96 = "34,944"',
    "K·K·C_in/G": 'K dot K dot C_"in"/G',
    "⌊(224 + 4 − 11)/4⌋ + 1 = ⌊54.25⌋": "⌊(224 + 4 − 11)/4⌋ + 1 = ⌊54.25⌋",
    "2P + K_eff_h": '2 P + K_"eff,h"',
    "min(H, 1,234.5) + 18.33…": 'min( H, "1,234.5") + 18.33 …',
    'weight #x "y"': '"weight" "#" x "\\"" y "\\""',
}


@pytest.mark.parametrize(("text", "said"), FORMULAS.items(), ids=list(FORMULAS))
def test_a_formula_in_typst(text: str, said: str) -> None:
    assert math(text).replace(" ", "") == said.replace(" ", "")


def test_strip_leaves_what_is_held() -> None:
    text = after(
        f"{DEFINED}a {VALUE.format('')} b\n// archcalc: formula alexnet.conv1.params\n", NAME
    )
    bare = strip(text.encode(), NAME).content.decode()
    assert bare.startswith(f"{DEFINED}a {PARAMS} b\n$ ")
    assert "// " not in bare


def test_a_deck_compiles(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    compiler = pytest.importorskip(
        "typst", reason="needs the Python package typst: pip install typst"
    )
    monkeypatch.chdir(tmp_path)
    places = "\n\n".join(place.replace("{}", "") for place in PLACES.values() if "``" not in place)
    places = places.replace("/* a /* b */ ` */", "")
    blocks = ["table googlenet", "formula alexnet.conv2.multiplies", "diagram alexnet",
              "compare inception-naive inception-bottleneck", "explain alexnet conv1",
              "table lenet5 lang=ko title=yes notes=yes"]  # fmt: skip
    deck = tmp_path / "talk.typ"
    deck.write_text(DEFINED + places + "".join(f"\n\n// archcalc: {b}\n" for b in blocks))
    assert archcalc("embed", "talk.typ").code == 0
    once = deck.read_bytes()
    assert archcalc("embed", "--check", "talk.typ").code == 0
    assert deck.read_bytes() == once
    assert bytes(compiler.compile(str(deck))).startswith(b"%PDF")


PIECES = st.text('ab"`#$*_[](){}<>\\/\r\n\t ;:=1.\u202f한·', max_size=30)
MARKERS = st.sampled_from(
    [VALUE, BARE, '#archcalc("expect alexnet.params")[61M]', "\n// archcalc: table lenet5\n",
     "\n// archcalc: formula alexnet.conv1.params\n// /archcalc\n", "`{}`", "#let x = "]
)  # fmt: skip


@given(st.lists(st.tuples(PIECES, MARKERS), max_size=5), PIECES)
def test_only_what_markers_hold_changes_and_only_once(
    parts: list[tuple[str, str]], last: str
) -> None:
    text = DEFINED + "".join(p + marker.replace("{}", "") for p, marker in parts) + last
    only_markers_change_and_only_once(text, NAME)
