"""Course decks: their text holds no number of its own, and every format of them is whole."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import chdir
from pathlib import Path

import pytest

from archcalc.lang import speaking
from archcalc.slides.compose import composer, composers
from archcalc.slides.courses import course, names, script
from archcalc.slides.refresh import Refreshed, refresh
from archcalc.slides.script import Asked, Script, Slide, line
from tests.slides.decks import maker

EXAMPLES = Path(__file__).parents[2] / "examples" / "slides"
LANGUAGES = ("en", "ko")
NAMES = re.compile(
    r"(?:VGG|ResNet|DenseNet)-\d+|(?:conv|fc)\d|(?<!\d)(?:1×1|3×3|5×5|7×7|11×11)(?![×\d])"
)
"""What of the decks' text may hold digits without being a computed number: names of networks, of
layers, of square filters."""


def scripts() -> Iterator[Script]:
    for name in names():
        for lang in LANGUAGES:
            with speaking(lang):
                yield script(course(name), lang)


def filled(deck: Script, kind: str, folder: Path) -> tuple[str, Refreshed]:
    """A deck as `archcalc slides` makes it, its figures beside it."""
    name = f"deck{composer(kind).SUFFIX}"
    with chdir(folder), speaking(deck.lang):
        done = refresh(composer(kind).compose(deck), name, maker())
        for path, content in done.beside(True).items():
            Path(path).parent.mkdir(exist_ok=True)
            Path(path).write_bytes(content)
    return name, done


SCRIPTS = {f"{deck.name} {deck.lang}": deck for deck in scripts()}


@pytest.mark.parametrize("deck", SCRIPTS.values(), ids=list(SCRIPTS))
def test_every_number_is_embedded(deck: Script) -> None:
    lines = [part for slide in deck.slides for part in (slide.title, *slide.points, slide.takeaway)]
    notes = [line(slide.notes) for slide in deck.slides]
    texts = [piece for part in (*lines, *notes) for piece in part if isinstance(piece, str)]
    left = [text for text in [*texts, deck.title, deck.subtitle] if re.search(r"\d", text)]
    assert [text for text in left if re.search(r"\d", NAMES.sub("", text))] == []
    assert not [piece for part in notes for piece in part if isinstance(piece, Asked)]


def asked_by(slide: Slide) -> set[str]:
    pieces = [piece for part in (slide.title, *slide.points, slide.takeaway) for piece in part]
    return {re.sub(r":\w+$", "", piece.asks) for piece in pieces if isinstance(piece, Asked)}


@pytest.mark.parametrize("deck", SCRIPTS.values(), ids=list(SCRIPTS))
def test_both_languages_ask_for_the_same_quantities(deck: Script) -> None:
    """One may give a count in another format."""
    english = SCRIPTS[f"{deck.name} en"]
    assert list(map(asked_by, deck.slides)) == list(map(asked_by, english.slides))
    assert [slide.blocks for slide in deck.slides] == [slide.blocks for slide in english.slides]


@pytest.mark.parametrize("kind", composers())
@pytest.mark.parametrize("deck", SCRIPTS.values(), ids=list(SCRIPTS))
def test_a_deck_is_filled_in_and_stays_so(deck: Script, kind: str, tmp_path: Path) -> None:
    pytest.importorskip("sympy", reason="pip install 'archcalc[symbols]'")
    pytest.importorskip("vl_convert", reason="pip install 'archcalc[plot]'")
    if kind == "pptx":
        pytest.importorskip("pptx", reason="pip install 'archcalc[pptx]'")
    name, done = filled(deck, kind, tmp_path)
    assert done.problems == ()
    wanted = sum(len(slide.blocks) for slide in deck.slides) + sum(
        isinstance(piece, Asked)
        for slide in deck.slides
        for part in (slide.title, *slide.points, slide.takeaway)
        for piece in part
    )
    assert len(done.seen) == wanted
    with chdir(tmp_path):
        again = refresh(done.content, name, maker())
    assert {seen.state for seen in again.seen} == {"current", "right"}
    assert again.content == done.content


def shipped() -> list[Path]:
    """The decks that are kept in the repository: one of each format and language."""
    suffixes = {name: composer(name).SUFFIX for name in composers()}
    return [
        EXAMPLES / name / f"{lang}{end}" for name, end in suffixes.items() for lang in LANGUAGES
    ]


@pytest.mark.parametrize("deck", shipped(), ids=lambda path: f"{path.parent.name} {path.stem}")
def test_the_decks_in_examples_are_current(deck: Path) -> None:
    pytest.importorskip("sympy", reason="pip install 'archcalc[symbols]'")
    if deck.suffix == ".pptx":
        pytest.importorskip("pptx", reason="pip install 'archcalc[pptx]'")
    with chdir(deck.parent):
        done = refresh(deck.read_bytes(), deck.name, maker())
    assert done.problems == ()
    assert [seen.mark.place for seen in done.of("stale", "edited", "lost", "wrong")] == []
    assert len(done.seen) > 90


@pytest.mark.parametrize(
    "deck", [d for d in shipped() if d.suffix != ".pptx"],
    ids=lambda path: f"{path.parent.name} {path.stem}",
)  # fmt: skip
def test_the_decks_in_examples_are_what_the_command_writes(deck: Path) -> None:
    """`make slides` writes them; a .pptx holds times and is another file each time."""
    pytest.importorskip("sympy", reason="pip install 'archcalc[symbols]'")
    with speaking(deck.stem):
        fresh = composer(deck.parent.name).compose(script(course("cnn-history"), deck.stem))
    with chdir(deck.parent):
        assert refresh(fresh, deck.name, maker()).content == deck.read_bytes()


def test_the_famous_number_is_refuted_and_the_right_one_expected() -> None:
    """CS231n 2017, lecture 9, slide 55: its terms add up to 271,351,808, printed is 358M."""
    deck = SCRIPTS["cnn-history en"]
    asked = {p for s in deck.slides for part in s.points for p in part if isinstance(p, Asked)}
    module = "inception-bottleneck-256.multiplies"
    assert {Asked(f"refute {module}", "358M"), Asked(f"expect {module}", "271M")} <= asked
