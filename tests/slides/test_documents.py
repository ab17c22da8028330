"""docs/decks.md: what it shows is what comes out."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

from archcalc.cli import _blocks
from archcalc.slides.formats import formats
from archcalc.slides.report import lines
from tests.slides.decks import after, refreshed

DOCS = Path(__file__).parents[2] / "docs"
PAGE = (DOCS / "decks.md").read_text(encoding="utf-8")
FENCES = re.findall(r"^```(\w+)\n(.*?)^```$", PAGE, re.M | re.S)


def fences(language: str) -> list[str]:
    return [text for name, text in FENCES if name == language]


def test_the_first_example() -> None:
    text = "\n# Talk\n\n" + fences("markdown")[0]
    found = refreshed(text, "talk.md")
    [told] = [line for line in lines(found, written=True) if "358M" in line]
    shown = fences("text")[0].replace("\n", " ").strip()
    assert re.sub(r":\d+:", ":", told) == re.sub(r":\d+:", ":", shown)
    assert ">1.58\u202fG</span>" in found.content.decode()
    assert "| 3a " in found.content.decode()


EXAMPLES = {"latex": "deck.tex", "typst": "deck.typ", "html": "deck.html"}


@pytest.mark.parametrize("language", EXAMPLES)
def test_the_example_of_each_format(
    language: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    [text] = fences(language)
    if language == "latex":
        head, _, rest = text.partition("\n\n")
        text = f"\\documentclass{{beamer}}\n{head}\n\\begin{{document}}\n{rest}\\end{{document}}\n"
    found = refreshed(text, EXAMPLES[language])
    assert found.problems == ()
    assert {"stale", "wrong"} == {seen.state for seen in found.seen}
    again = refreshed(found.content.decode(), EXAMPLES[language])
    assert [s.mark.asks for s in again.seen if s.state == "wrong"] == [
        "expect inception-bottleneck-256.macs"
    ]


def test_every_command_that_a_block_may_name_is_told() -> None:
    for verb in ("formula", *_blocks.verbs()):
        assert f"`{verb}" in PAGE, verb


def test_every_format_is_told() -> None:
    text = PAGE.lower()
    for format in formats():
        name = format.__name__.rpartition(".")[2]  # type: ignore[attr-defined]
        assert {"pptx": "powerpoint"}.get(name, name) in text


def test_the_hooks_see_every_format() -> None:
    hooks = yaml.safe_load((DOCS.parent / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    assert [hook["id"] for hook in hooks] == ["archcalc-embed", "archcalc-embed-check"]
    for hook in hooks:
        for format in formats():
            assert all(re.search(hook["files"], f"talk{end}") for end in format.SUFFIXES)
        assert not re.search(hook["files"], "talk.py")


@pytest.mark.parametrize(
    "marker",
    [
        '<span data-archcalc="alexnet.params:si3"></span>',
        '[61.0 M]{archcalc="alexnet.params:si3"}',
        "<!-- archcalc alexnet.params:si3 -->…<!-- /archcalc -->",
    ],
)
def test_the_markers_of_the_table(marker: str) -> None:
    assert marker.replace(":si3", "") in PAGE or marker in PAGE
    assert "61.0\u202fM" in after(f"It has {marker}.\n")
