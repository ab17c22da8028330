"""Languages: what is said in the one spoken, and English where there is no other."""

from __future__ import annotations

from archcalc.lang import Prose, languages, prose, say, speaking, spoken


def test_english_is_the_text_itself() -> None:
    assert say("Total") == "Total"
    assert say("{n} layers", n=3) == "3 layers"
    assert (
        say("{braces} stay where nothing is filled in")
        == "{braces} stay where nothing is filled in"
    )


def test_languages_are_the_modules_of_the_folder() -> None:
    assert languages() == ("en", "ko")


def test_what_has_no_other_words_stays_english() -> None:
    with speaking("ko"):
        assert say("no such sentence {n}", n=1) == "no such sentence 1"


def test_prose_of_a_spec_speaks_for_itself() -> None:
    title = prose({"en": "The lecture's module", "ko": "강의의 모듈"})
    assert title == "The lecture's module"
    with speaking("ko"):
        assert say(title) == "강의의 모듈"
        assert say(Prose("only here", {})) == "only here"


def test_speaking_ends_with_its_block() -> None:
    with speaking("ko"):
        assert spoken() == "ko"
    assert spoken() == "en"
