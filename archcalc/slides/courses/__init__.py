"""Course decks: their text in every language, with addresses in place of numbers.

A course is one YAML file of this folder; `compose` makes an editable deck of it.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field

from archcalc.errors import UnknownNameError
from archcalc.lang import say
from archcalc.lessons import said
from archcalc.slides.script import Script, Slide, line
from archcalc.spec.models import Name, Part, Prose
from archcalc.spec.source import load, read_text
from archcalc.spec.validation import validate

_FOLDER = Path(__file__).parent
_NONE: Prose = ""


class SlidePart(Part):
    """A slide: points, then blocks below them, beside them (split) or two of a kind (pair)."""

    title: Prose
    layout: Literal["text", "split", "pair"] = "text"
    points: list[Prose] = Field(default=[])
    blocks: list[str] = Field(default=[], description="Commands, as a marker names them.")
    takeaway: Prose = _NONE
    notes: Prose = _NONE


class CourseFile(Part):
    """A course. In its text ``{alexnet.params:si3}`` stands for the value at that address."""

    name: Name
    title: Prose
    subtitle: Prose
    slides: Annotated[list[SlidePart], Field(min_length=1)]


def names() -> list[str]:
    """Every course's name."""
    return sorted(path.stem for path in _FOLDER.glob("*.yaml"))


def course(name: str) -> CourseFile:
    """The course called `name`. Raises UnknownNameError with near misses."""
    if name not in names():
        raise UnknownNameError("deck", name, names(), say("archcalc slides lists them"))
    file = f"courses/{name}.yaml"
    source = load(read_text(_FOLDER / f"{name}.yaml"), file)
    return validate(CourseFile, source, "a course", source)


def script(of: CourseFile, lang: str) -> Script:
    """A course in the language spoken, whose code is `lang`."""
    return Script(of.name, said(of.title), said(of.subtitle), lang, tuple(map(_slide, of.slides)))


def _slide(part: SlidePart) -> Slide:
    return Slide(
        line(said(part.title)),
        part.layout,
        tuple(line(said(point)) for point in part.points),
        tuple(part.blocks),
        line(said(part.takeaway)),
        said(part.notes),
    )
