"""`archcalc slides`: what it lists, writes and refuses."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from commandline import archcalc

REFUSED = (
    (("cnn-histori",), 'unknown deck "cnn-histori"; did you mean "cnn-history"?'),
    (("cnn-history",), "name a format with -f, beamer, html, marp, pptx, typst, or end -o's FILE"),
    (("cnn-history", "-f", "marp"), "archcalc slides cnn-history -f marp -o cnn-history.md"),
    (
        ("cnn-history", "-f", "beamr", "-o", "x.tex"),
        'unknown deck format "beamr"; did you mean "beamer"?',
    ),
    (("cnn-history", "-o", "deck.doc"), "name a format with -f"),
    (
        ("cnn-history", "-f", "marp", "-o", "x.tex"),
        "a deck of this format ends in .md, found x.tex",
    ),
    (("cnn-history", "-o", "none/x.html"), "cannot write none/x.html"),
    (("cnn-history", "-o", "kept.html"), "kept.html is there already: archcalc embed refreshes it"),
)
"""What is typed, and what is told."""


@pytest.mark.parametrize(("words", "told"), REFUSED, ids=[" ".join(words) for words, _ in REFUSED])
def test_bad_use_is_one_line(words: tuple[str, ...], told: str, tmp_path: Path) -> None:
    pytest.importorskip("sympy", reason="pip install 'archcalc[symbols]'")
    (tmp_path / "kept.html").write_text("mine")
    ran = archcalc("slides", *words, cwd=tmp_path)
    assert (ran.code, ran.out) == (2, "")
    assert told in ran.err
    assert ran.err.count("\n") == 1
    assert [(path.name, path.read_text()) for path in tmp_path.iterdir()] == [("kept.html", "mine")]


def test_without_a_name_it_lists_the_decks() -> None:
    ran = archcalc("slides")
    assert ran.code == 0
    assert "cnn-history  From AlexNet to DenseNet" in ran.out
    (deck,) = json.loads(archcalc("slides", "-f", "json").out)["decks"]
    assert deck == {"deck": "cnn-history", "title": "From AlexNet to DenseNet", "slides": 19}


def test_a_deck_is_written_and_embed_finds_it_current(tmp_path: Path) -> None:
    pytest.importorskip("sympy", reason="pip install 'archcalc[symbols]'")
    ran = archcalc("slides", "cnn-history", "-o", "talk.html", "--lang", "ko", cwd=tmp_path)
    assert (ran.code, ran.out) == (0, "")
    assert "AlexNet에서 DenseNet까지" in (tmp_path / "talk.html").read_text(encoding="utf-8")
    ran = archcalc("embed", "--check", "talk.html", cwd=tmp_path)
    assert ran.code == 0, ran.err
    (tmp_path / "talk.html").write_text("mine")
    again = archcalc("slides", "cnn-history", "-o", "talk.html", "--force", cwd=tmp_path)
    assert again.code == 0
    assert (tmp_path / "talk.html").read_text(encoding="utf-8").startswith("<!DOCTYPE html>")


def test_without_an_extra_it_says_which(tmp_path: Path) -> None:
    code = (
        "import sys; sys.modules['vl_convert'] = None; sys.modules['sympy'] = None\n"
        "from archcalc.cli import main; main()"
    )
    ran = archcalc("slides", "cnn-history", "-o", "x.md", cwd=tmp_path, program=("-c", code))
    assert ran.code == 2
    assert "archcalc[symbols]" in ran.err
    assert list(tmp_path.iterdir()) == []
