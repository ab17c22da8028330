"""``archcalc slides``: decks on the history of convolutional networks, ready to edit."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from archcalc.cli import _options as opt
from archcalc.errors import InputError, OutputError
from archcalc.lang import say

if TYPE_CHECKING:
    from archcalc.slides.refresh import Refreshed

SECTION = "Slides"


def _complete_courses(incomplete: str) -> list[str]:
    from archcalc.slides.courses import names

    return [name for name in names() if name.startswith(incomplete)]


def _complete_formats(incomplete: str) -> list[str]:
    from archcalc.slides.compose import composers

    return [name for name in composers() if name.startswith(incomplete)]


_Name = Annotated[
    str,
    typer.Argument(
        metavar="[DECK]", help="A deck's name; none lists them.", autocompletion=_complete_courses
    ),
]
_Format = Annotated[
    str,
    typer.Option(
        "-f", "--format", metavar="FORMAT", autocompletion=_complete_formats,
        help="marp, beamer, typst, html or pptx; if not given, by the suffix of -o's FILE. Without "
        "a deck the list's: terminal, json, …",
    ),
]  # fmt: skip
_Output = Annotated[
    str,
    typer.Option(
        "-o", "--output", metavar="FILE", help="Write the deck to FILE, its figures beside it."
    ),
]
_Force = Annotated[bool, typer.Option("--force", help="Replace FILE where there is one already.")]


def command(
    name: _Name = "",
    format: _Format = "",
    output: _Output = "",
    force: _Force = False,
    lang: opt.Language = "en",
) -> None:
    """Write a course deck that is ready to edit: archcalc slides cnn-history -o lecture.md.

    Its numbers, tables, formulas and figures are markers: archcalc embed keeps them true. Without a
    name, list the decks. Marp, Beamer and Typst need pip install "archcalc[plot,symbols]" for its
    figures, PowerPoint archcalc[pptx,symbols].
    """
    if not name:
        _list(format, output)
        return
    _write(_filled(name, format, output, force=force), output)


def _list(format: str, output: str) -> None:
    from archcalc.cli._output import emit
    from archcalc.slides.courses import course, names
    from archcalc.slides.courses.listing import courses_page

    emit(courses_page([course(name) for name in names()]), format, output)


def _filled(name: str, format: str, output: str, *, force: bool) -> Refreshed:
    """The deck with its markers filled in. Raises ArchcalcError."""
    from archcalc.cli import _blocks
    from archcalc.lang import spoken
    from archcalc.slides.asked import Maker
    from archcalc.slides.compose import by_suffix, composer, composers
    from archcalc.slides.courses import course, script
    from archcalc.slides.refresh import refresh

    found = course(name)
    kind = format or by_suffix(output)
    if not kind:
        text = "name a format with -f, {names}, or end -o's FILE in its suffix"
        raise InputError(say(text, names=", ".join(composers())))
    made = composer(kind)
    if not output:
        example = f"archcalc slides {name} -f {kind} -o {name}{made.SUFFIX}"
        raise InputError(say("a deck is written to a file: {example}", example=example))
    if Path(output).suffix.lower() != made.SUFFIX:
        text = "a deck of this format ends in {suffix}, found {file}"
        raise InputError(say(text, suffix=made.SUFFIX, file=output))
    if Path(output).exists() and not force:
        text = "{file} is there already: archcalc embed refreshes it, --force replaces it"
        raise OutputError(say(text, file=output))
    deck = made.compose(script(found, spoken()))
    return refresh(deck, output, Maker(_blocks.run, _blocks.verbs()))


def _write(deck: Refreshed, output: str) -> None:
    """The deck and its figures, or nothing where anything is wrong."""
    from archcalc.cli.app import tell
    from archcalc.files import write_whole

    if deck.problems:
        for problem in deck.problems[1:]:
            tell(str(problem))
        raise InputError(str(deck.problems[0]))
    try:
        for name, content in deck.beside(True).items():
            path = Path(output).parent / name
            path.parent.mkdir(exist_ok=True)
            write_whole(path, content)
    except OSError as error:
        text = "cannot write {file}: {reason}"
        raise OutputError(say(text, file=output, reason=error.strerror)) from None
    write_whole(output, deck.content)
    tell(say("{file}: {n} markers, filled in", file=output, n=len(deck.seen)))
