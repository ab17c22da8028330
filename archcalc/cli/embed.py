"""``archcalc embed``: the marked numbers, tables, formulas and figures of decks, kept true."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import chdir
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from archcalc.cli import _options as opt
from archcalc.errors import ArchcalcError, InputError
from archcalc.lang import say

if TYPE_CHECKING:
    from archcalc.slides.refresh import Refreshed

SECTION = "Slides"
MOST_BYTES = 200_000_000
"""No deck is read that is larger, whatever its format."""

_Files = Annotated[
    list[str],
    typer.Argument(metavar="FILE", help="Decks: .md, .qmd, .tex, .typ, .html, .ipynb, .pptx."),
]
_Check = Annotated[
    bool, typer.Option("--check", help="Write nothing; exit with 1 if anything is stale or wrong.")
]
_Diff = Annotated[bool, typer.Option("--diff", help="Write nothing; show what would change.")]
_List = Annotated[bool, typer.Option("--list", help="Write nothing; list every marker.")]
_Force = Annotated[bool, typer.Option("--force", help="Replace blocks changed by hand, too.")]
_Strip = Annotated[bool, typer.Option("--strip", help="Take the markers away, leave the numbers.")]
_Only = Annotated[
    list[str],
    typer.Option(
        "--only", metavar="PATTERN", help='Only markers that ask for this: "table *", "vgg16.*".'
    ),
]
_Copy = Annotated[
    str,
    typer.Option("-o", "--output", metavar="FILE", help="Write to FILE and leave the deck alone."),
]
_ListFormat = Annotated[
    str, typer.Option("-f", "--format", metavar="FORMAT", help="How --list prints: json, csv, …")
]


def command(
    files: _Files,
    check: _Check = False,
    diff: _Diff = False,
    list: _List = False,
    only: _Only = [],  # noqa: B006
    force: _Force = False,
    strip: _Strip = False,
    output: _Copy = "",
    format: _ListFormat = "",
    lang: opt.Language = "en",
) -> int:
    """Refresh decks in place: marked values, tables, formulas and figures; numbers are checked.

    Exits with 1 if a number is wrong or a block was changed by hand, with --check also if anything
    is stale; with 2 if a marker is bad: then its deck is left as it is.
    """
    _agree(files, check=check, diff=diff, list=list, strip=strip, output=output, format=format)
    look = list or (check and not diff)
    with opt.no_collection():
        done = [*_decks(files, _Choice(tuple(only), force, strip, output, look))]
    if not strip and done and not any(each.deck.seen or each.deck.problems for each in done):
        _tell(_nothing(only))
    if list:
        from archcalc.cli._output import emit
        from archcalc.slides.report import list_page

        emit(list_page([each.deck for each in done]), format)
        for problem in (problem for each in done for problem in each.deck.problems):
            _tell(str(problem))
        bad = len(done) < len(files) or any(each.deck.problems for each in done)
    else:
        to = "" if check or diff else output
        writes = not (check or diff)
        done = [each.in_place(only) if writes and not to else each for each in done]
        fine = [_settle(each, to or each.file * writes, diff=diff, force=force) for each in done]
        bad = len(done) < len(files) or not all(fine)
    return 2 if bad else int(any(_fails(each.deck, check=check, force=force) for each in done))


class _Choice(NamedTuple):
    only: tuple[str, ...]
    force: bool
    strip: bool
    output: str
    look: bool


class _Done(NamedTuple):
    """A deck that was read, and what came of it."""

    file: str
    data: bytes
    deck: Refreshed

    def in_place(self, only: Sequence[str]) -> _Done:
        """The same with the places that its marks have once it is written."""
        if self.deck.problems or self.deck.content == self.data:
            return self
        from archcalc.slides.refresh import as_written

        with chdir(Path(self.file).resolve().parent):
            return self._replace(deck=as_written(self.deck, only))


def _agree(
    files: Sequence[str],
    *,
    check: bool,
    diff: bool,
    list: bool,
    strip: bool,
    output: str,
    format: str,
) -> None:
    opt.refuse_beside("--list", {"--diff": list and diff, "--check": list and check})
    opt.refuse_beside("--strip", {"--list": strip and list, "--check": strip and check})
    for option, given in (("--check", check), ("--diff", diff), ("--list", list)):
        opt.refuse_beside(option, {"--output": given and bool(output)})
    if format and not list:
        raise InputError(say("--format goes with --list"))
    if output and len(files) > 1:
        raise InputError(say("-o takes one deck, found {n}", n=len(files)))
    suffix = Path(files[0]).suffix
    if output and Path(output).suffix.lower() != suffix.lower():
        text = "-o takes a file of the deck's own format, {suffix}, found {found}"
        raise InputError(say(text, suffix=suffix or '""', found=output))


def _nothing(only: Sequence[str]) -> str:
    """What is told where no deck has a marker that is asked for."""
    if only:
        return say("no marker asks for {pattern}", pattern=", ".join(only))
    return say("no markers found: nothing to refresh")


def _decks(files: Sequence[str], choice: _Choice) -> Iterator[_Done]:
    """Each deck, refreshed; what cannot be read is told, and left out."""
    from archcalc.cli import _blocks
    from archcalc.slides.asked import Maker
    from archcalc.slides.refresh import refresh, strip

    make = Maker(_blocks.run, _blocks.verbs())
    for file in files:
        try:
            data = _bytes(file)
            with chdir(Path(file).resolve().parent):  # files are named as from the deck
                if choice.strip:
                    deck = strip(data, file, choice.only)
                else:
                    deck = refresh(
                        data, file, make,
                        force=choice.force, only=choice.only, to=choice.output, look=choice.look,
                    )  # fmt: skip
            yield _Done(file, data, deck)
        except ArchcalcError as error:
            _tell(str(error))


def _bytes(file: str) -> bytes:
    path = Path(file)
    try:
        if path.is_dir():
            raise InputError(say("{file} is a folder; name its decks", file=file))
        if path.exists() and not path.is_file():
            raise InputError(say("{file} is no regular file", file=file))
        if path.stat().st_size > MOST_BYTES:
            text = "{file} has {n} bytes; a deck has at most {most}"
            n = f"{path.stat().st_size:,}"
            raise InputError(say(text, file=file, n=n, most=f"{MOST_BYTES:,}"))
        return path.read_bytes()
    except OSError as error:
        text = "cannot read {file}: {reason}"
        raise InputError(say(text, file=file, reason=error.strerror)) from None


def _settle(done: _Done, output: str, *, diff: bool, force: bool) -> bool:
    """Tell what came of a deck, and write it where there is an `output`; whether all went well."""
    from archcalc.cli._output import write
    from archcalc.slides import report

    deck = done.deck
    for problem in deck.problems:
        _tell(str(problem))
    written = bool(output) and not deck.problems and _written(done, output)
    if output and not written:
        _tell(say("{file} is left as it is", file=done.file))
    if diff:
        write("".join(_differences(done)))
    elif written or not output:
        write("".join(f"{line}\n" for line in report.lines(deck, written=written, forced=force)))
    if deck.seen and not deck.problems and (written or not output):
        _tell(report.summary(deck, written=written))
    return not deck.problems and written == bool(output)


def _written(done: _Done, output: str) -> bool:
    """The files beside the deck first: a deck never names one that is not there."""
    from archcalc.files import write_whole

    folder = Path(output).parent
    elsewhere = folder.resolve() != Path(done.file).parent.resolve()
    try:
        for name, content in done.deck.beside(elsewhere).items():
            path = folder / name
            path.parent.mkdir(exist_ok=True)
            write_whole(path, content)
        if output != done.file or done.deck.content != done.data:
            write_whole(output, done.deck.content)
    except OSError as error:
        _tell(say("cannot write {file}: {reason}", file=output, reason=error.strerror))
        return False
    except ArchcalcError as error:
        _tell(str(error))
        return False
    return True


def _differences(done: _Done) -> Iterator[str]:
    """Of the deck, and of a file of values beside it."""
    from archcalc.slides.report import difference

    yield difference(done.data, done.deck.content, done.file)
    for name, content in done.deck.beside(False).items():
        path = Path(done.file).parent / name
        if path.suffix == Path(done.file).suffix:
            yield difference(path.read_bytes() if path.exists() else b"", content, str(path))


def _fails(deck: Refreshed, *, check: bool, force: bool) -> bool:
    states = ["wrong"] + ["edited", "lost"] * (not force) + ["stale"] * check
    return any(seen.state in states for seen in deck.seen)


def _tell(text: str) -> None:
    from archcalc.cli.app import tell

    tell(text)
