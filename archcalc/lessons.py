"""Lessons: short texts about networks whose numbers are addresses, so that no number can drift.

A lesson is a file in specs/lessons, or in the folder `lessons` of a folder on ARCHCALC_SPECS.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Annotated, NamedTuple

from pydantic import Field

from archcalc import catalog
from archcalc.address import Found, Named, Resolver
from archcalc.errors import ArchcalcError, InputError, SpecError, UnknownNameError
from archcalc.formats import written
from archcalc.judge import Verdict, judge
from archcalc.lang import prose, say
from archcalc.spec import specs_folder
from archcalc.spec.models import Name, Number, Part, Prose
from archcalc.spec.source import Map, Mark, load, read_text
from archcalc.spec.validation import validate

Texts = Annotated[list[Prose], Field(min_length=1)]
_NAMED = re.compile(r"\{([^{}\s]+)\}")
_TIMES = re.compile("×(?=배)")  # Korean says what English writes: 9.68배, not 9.68×배


class RowPart(Part):
    """One row of a lesson's table: a label, and an address for each column ("" for none)."""

    label: Prose
    values: list[str]


class TablePart(Part):
    """The numbers a lesson stands on, side by side."""

    columns: Texts
    rows: Annotated[list[RowPart], Field(min_length=1)]


class QuotePart(Part):
    """A number that no network's structure gives, such as an error rate, with its source."""

    value: Number
    source: str


class ClaimPart(Part):
    """A number that lecture notes print, for the judge.

    With `source` they say what that source prints of the value. `why` is said instead of the slips
    that the judge finds.
    """

    place: Prose
    address: str
    written: Number
    source: str = ""
    why: Prose = ""


class LessonFile(Part):
    """A lesson. In `text`, `{googlenet.3a.multiplies:M1}` stands for the value at that address."""

    name: Name
    title: Prose
    question: Prose
    networks: Annotated[list[str], Field(min_length=1, description="The networks compared.")]
    text: Annotated[Texts, Field(description="Paragraphs with addresses or quotes in braces.")]
    table: TablePart
    quoted: dict[Name, QuotePart] = Field(default={}, description="Numbers from a source.")
    claims: list[ClaimPart] = Field(default=[], description="Numbers for the judge.")
    next: list[str] = Field(default=[], description="Commands to go on with.")


def said(text: Prose) -> str:
    """A text of a lesson in the language spoken."""
    return say(worded(text))


def worded(text: Prose) -> str:
    """The same in English, and with its other languages for `say`."""
    if isinstance(text, str):
        return text
    return prose({str(code): words for code, words in text.items()})


class Lesson(NamedTuple):
    """One valid lesson file; its text and `source` know the places of errors."""

    file: str
    written: str
    source: Map
    says: LessonFile

    @property
    def name(self) -> str:
        """What the command line calls it."""
        return self.says.name

    def place(self, name: str) -> str:
        """Where an address stands in the prose: file:line:column."""
        start = max(0, self.written.find(f"{{{name}}}"))
        before = self.written[:start].split("\n")
        return str(Mark(self.file, len(before), len(before[-1]) + 1))

    def named(self) -> Iterator[str]:
        """Every address or quote in its prose, in every language."""
        says = self.says
        labels = [row.label for row in says.table.rows]
        claims = [part for claim in says.claims for part in (claim.place, claim.why)]
        for text in (*says.text, *labels, *claims):
            for one in [text] if isinstance(text, str) else text.values():
                yield from _NAMED.findall(one)


class Value(NamedTuple):
    """What stands for a name in braces: `found` at an address, or what a `source` prints."""

    text: str
    found: Found | None = None
    source: str = ""


class Checked(NamedTuple):
    """A claim beside the truth: the judge's verdict or, of a source, what it prints."""

    claim: ClaimPart
    found: Found
    verdict: Verdict | None
    printed: str
    right: bool


class Taught(NamedTuple):
    """A lesson with its numbers looked up and its claims judged."""

    lesson: Lesson
    values: Mapping[str, Value]
    cells: tuple[tuple[Found | None, ...], ...]
    checked: tuple[Checked, ...]

    def filled(self, text: Prose) -> str:
        """A text in the language spoken, with the values in place of their names."""
        text = _NAMED.sub(lambda found: self.values[found[1]].text, said(text))
        return _TIMES.sub("", text)


# --- finding -------------------------------------------------------------------------------------


def lesson(name: str) -> Lesson:
    """The lesson called `name`, or the one in the file at that path.

    Raises UnknownNameError with near misses, or SpecError with file:line:column.
    """
    if name.endswith((".yaml", ".yml")):
        return read_lesson(Path(name))
    broken: SpecError | None = None
    for path in sorted(_files(), key=lambda path: path.stem != name):
        try:
            found = read_lesson(path)
        except SpecError as error:  # one file's fault is no other lesson's
            broken = broken or error
            continue
        if found.name == name:
            return found
    hint = say("archcalc lesson shows them all")
    raise broken or UnknownNameError(say("lesson"), name, names(), hint)


def lessons() -> list[Lesson]:
    """Every lesson there is, in the order of its files' names."""
    found: dict[str, Lesson] = {}
    for path in _files():
        one = read_lesson(path)
        found.setdefault(one.name, one)
    return list(found.values())


def names() -> list[str]:
    """Every lesson's name; a file that cannot be read has none."""
    found = []
    for path in _files():
        with suppress(SpecError):
            found.append(read_lesson(path).name)
    return list(dict.fromkeys(found))


def _files() -> list[Path]:
    return [
        path for folder in catalog.folders() for path in sorted((folder / "lessons").glob("*.yaml"))
    ]


def read_lesson(path: Path) -> Lesson:
    """Read one lesson's file. Raises SpecError."""
    own = path.parent == specs_folder() / "lessons"
    return parse_lesson(read_text(path), f"specs/lessons/{path.name}" if own else str(path))


def parse_lesson(text: str, file: str = "<text>") -> Lesson:
    """Read a lesson from its text. Raises SpecError with file:line:column."""
    source = load(text, file)
    found = Lesson(file, text, source, validate(LessonFile, source, "a lesson", source))
    rows = source["table"]["rows"]
    for row, place in zip(rows, rows.marks, strict=True):
        needed, has = len(found.says.table.columns), len(row["values"])
        if needed != has:
            message = say("a row needs {needed} values, found {has}", needed=needed, has=has)
            raise SpecError(message, str(place))
    return found


def schema_text() -> str:
    """The JSON Schema of lesson files, for editors."""
    schema = LessonFile.model_json_schema() | {"title": "archcalc lesson"}
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"


# --- looking up ----------------------------------------------------------------------------------


def teach(given: Lesson, resolve: Resolver | None = None) -> Taught:
    """Look up every number of a lesson. Raises SpecError at an address that leads nowhere."""
    resolve, source = resolve or Resolver(), given.source
    for name, mark in zip(given.says.networks, source["networks"].marks, strict=True):
        with _placed(mark):
            resolve.analysis(Named(name))
    values = {}
    for name in given.named():
        with _placed(given.place(name)):
            values[name] = _value(given, resolve, name)
    rows = zip(given.says.table.rows, source["table"]["rows"], strict=True)
    cells = tuple(_row(row.values, own["values"].marks, resolve) for row, own in rows)
    checked = []
    for number, claim in enumerate(given.says.claims):
        with _placed(source["claims"].marks[number]):
            checked.append(_checked(claim, resolve(claim.address)))
    return Taught(given, values, cells, tuple(checked))


@contextmanager
def _placed(place: object) -> Iterator[None]:
    """Errors within this block get their place in the file."""
    try:
        yield
    except ArchcalcError as error:
        raise SpecError(str(error), str(place)) from None


def _row(addresses: list[str], marks: list[Mark], resolve: Resolver) -> tuple[Found | None, ...]:
    found: list[Found | None] = []
    for address, mark in zip(addresses, marks, strict=True):
        with _placed(mark):
            found.append(_found(resolve, address) if address else None)
    return tuple(found)


def _found(resolve: Resolver, address: str) -> Found:
    """The value, which must fit its format: it is written later, where no place is known."""
    found = resolve(address)
    written(found.quantity.kind, found.value, found.address.format)
    return found


def _value(given: Lesson, resolve: Resolver, name: str) -> Value:
    quote = given.says.quoted.get(name)
    if quote:
        return Value(str(quote.value), source=quote.source)
    found = resolve(name)
    return Value(found.text, found)


def _checked(claim: ClaimPart, found: Found) -> Checked:
    if not claim.source:
        verdict = judge(found, str(claim.written))
        return Checked(claim, found, verdict, "", verdict.right)
    printed = _printed(claim, found)
    return Checked(claim, found, None, printed, _bare(printed) == _bare(str(claim.written)))


def _printed(claim: ClaimPart, found: Found) -> str:
    """What the source prints of the value."""
    part, key = found.parts[0], found.quantity.key
    for figure in part.analysis.network.published:
        if (figure.source, figure.where) == (claim.source, part.path) and key in figure.values:
            return str(figure.values[key])
    text = "{source} has no figure for {address}"
    raise InputError(say(text, source=claim.source, address=claim.address))


def _bare(text: str) -> str:
    return text.replace(",", "").replace("x", "×").lower()
