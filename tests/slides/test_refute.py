"""`refute`: a number that is quoted because it is wrong."""

from __future__ import annotations

import pytest

from archcalc.render import render
from archcalc.slides.report import lines, list_page
from archcalc.views.model import Style
from tests.slides.decks import refreshed

# the lecture's slide prints 358M where its own terms add up to 271,351,808
MODULE = "inception-bottleneck-256.multiplies"
DECKS = {
    "deck.md": '<span data-archcalc="{}">{}</span>\n',
    "deck.html": '<p data-archcalc="{}">{}</p>\n',
    "deck.typ": '#let archcalc(key, body) = body\n#archcalc("{}")[{}]\n',
    "deck.tex": "\\providecommand{{\\archcalc}}[2]{{#2}}\n\\archcalc{{{}}}{{{}}}\n",
}


@pytest.mark.parametrize("name", DECKS)
@pytest.mark.parametrize(
    ("word", "number", "state"),
    [
        ("refute", "358M", "right"),
        ("refute", "271M", "wrong"),
        ("expect", "271M", "right"),
        ("expect", "358M", "wrong"),
    ],
)
def test_it_is_the_reverse_of_expect(name: str, word: str, number: str, state: str) -> None:
    text = DECKS[name].format(f"{word} {MODULE}", number)
    found = refreshed(text, name)
    assert found.problems == ()
    assert [seen.state for seen in found.seen] == [state]
    assert found.content == text.encode()


def test_latex_has_a_macro_for_it() -> None:
    text = f"\\providecommand{{\\archrefute}}[2]{{#2}}\n\\archrefute{{{MODULE}}}{{358M}}\n"
    found = refreshed(text, "deck.tex")
    assert [(seen.mark.asks, seen.state) for seen in found.seen] == [(f"refute {MODULE}", "right")]


def test_what_is_right_is_not_refuted() -> None:
    found = refreshed(f'<span data-archcalc="refute {MODULE}">271M</span>\n')
    (told,) = lines(found, written=False)
    assert told.endswith("271M is right, and not to be refuted: computed 271,351,808.")


@pytest.mark.parametrize("number", ["0.3G", "over 200M"])
def test_what_is_too_coarse_is_not_refuted(number: str) -> None:
    """One digit, or a bound, is no number that could be wrong by as little."""
    (seen,) = refreshed(f'<span data-archcalc="refute {MODULE}">{number}</span>\n').seen
    assert seen.state == "wrong"


def test_a_list_says_so_and_why() -> None:
    found = refreshed(f'<span data-archcalc="refute {MODULE}">358M</span>\n')
    page = list_page([found])
    assert "refuted" in render(page, "markdown", Style())
    (marker,) = page.data()["markers"]
    assert marker["because"][0].endswith("271,351,808 + 86,704,128 = 358,055,936")


def test_it_needs_an_address() -> None:
    found = refreshed('<span data-archcalc="refute ">358M</span>\n')
    assert "refute takes an address: refute alexnet.conv1.params" in str(found.problems[0])
