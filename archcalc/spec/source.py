"""YAML text → plain values that remember where they stand.

Read from PyYAML's events with the meaning YAML 1.2 gives to plain words (`on` and `no` are text,
`1e3` a number). Duplicate keys are refused; size, depth and aliases are bounded before anything is
built, so a hostile file costs no more than a long one.
"""

from __future__ import annotations

import re
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Iterator, Mapping
from math import isfinite
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from archcalc.errors import SpecError, shorten

MAX_BYTES = 1_000_000
MAX_DEPTH = 40
MAX_VALUES = 100_000
_CONTROL = yaml.reader.Reader.NON_PRINTABLE
_EXACT = 2**53  # up to here a float holds every whole number

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_INT = re.compile(r"[-+]?[0-9]{1,300}")
_BASES = (
    (re.compile(r"0o([0-7]{1,30})"), 8),
    (re.compile(r"0x([0-9a-fA-F]{1,30})"), 16),
)
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]{1,3})?")
_WORDS = {
    "null": None, "Null": None, "NULL": None, "~": None, "": None,
    "true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False,
}  # fmt: skip


class Mark(NamedTuple):
    """A place in a spec: printed as file:line:column, counted from 1."""

    file: str
    line: int
    column: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


class Map(dict[str, Any]):
    """A mapping that knows where it, its keys and its values stand."""

    def __init__(self, values: Mapping[str, Any] = {}, mark: Mark | None = None) -> None:
        super().__init__(values)
        self.mark = mark
        self.key_marks: dict[str, Mark] = {}
        self.marks: dict[str, Mark] = {}

    def over(self, changes: Map) -> Map:
        """A copy with `changes` in it, each entry with its own place."""
        result = Map({**self, **changes}, changes.mark or self.mark)
        result.key_marks = self.key_marks | changes.key_marks
        result.marks = self.marks | changes.marks
        return result


class List(list[Any]):
    """A list that knows where it and its items stand."""

    def __init__(self, mark: Mark | None = None) -> None:
        super().__init__()
        self.mark = mark
        self.marks: list[Mark] = []


def read_text(path: Path) -> str:
    """The text of a spec file. Raises SpecError for a folder, a binary, or what cannot be read."""
    place = str(path)
    try:
        if path.is_dir():
            raise SpecError("is a folder, not a spec file", place)
        if not path.is_file() and path.exists():
            raise SpecError("is not a regular file", place)
        with path.open("rb") as file:
            raw = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise SpecError(f"cannot be read: {error.strerror}", place) from None
    if len(raw) > MAX_BYTES:
        raise SpecError(f"is larger than a spec may be ({MAX_BYTES:,} bytes)", place)
    return _decoded(raw, place)


def _decoded(raw: bytes, place: str) -> str:
    if raw.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        raise SpecError("is UTF-16; a spec is UTF-8 text", place)
    if b"\x00" in raw:
        raise SpecError("is a binary file, not a spec", place)
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = raw[: error.start].decode("utf-8-sig")
        where = str(_mark_at(before, len(before), place))
        raise SpecError("is not UTF-8 text", where) from None


def _mark_at(text: str, position: int, file: str) -> Mark:
    """The place of the character at `position`."""
    lines = re.split(r"\r\n|\r|\n", text[:position])
    return Mark(file, len(lines), len(lines[-1]) + 1)


def load(text: str, file: str) -> Map:
    """The document in `text`. Raises SpecError with file:line:column for anything malformed."""
    wrong = _CONTROL.search(text)
    if wrong:
        sign = f"U+{ord(wrong[0]):04X}"
        place = str(_mark_at(text, wrong.start(), file))
        raise SpecError(f"not YAML: the character {sign} may not stand here", place)
    try:
        value, mark = _Reader(text, file).document()
    except yaml.MarkedYAMLError as error:
        raise SpecError(_problem(error), _place(error, file)) from None
    except yaml.YAMLError as error:
        raise SpecError(f"not YAML: {shorten(error)}", file) from None
    if not isinstance(value, Map):
        raise SpecError(f"a spec is a mapping (name: …), found {describe(value)}", str(mark))
    return value


def _problem(error: yaml.MarkedYAMLError) -> str:
    context, start = error.context, error.context_mark
    if context and start and start.line != getattr(error.problem_mark, "line", None):
        context += f" from {start.line + 1}:{start.column + 1}"
    parts = [part for part in (context, error.problem) if part]
    return "not YAML: " + shorten(", ".join(parts), 120)


def _place(error: yaml.MarkedYAMLError, file: str) -> str:
    mark = error.problem_mark or error.context_mark
    return str(Mark(file, mark.line + 1, mark.column + 1)) if mark else file


def scalar(text: str) -> Any:
    """A plain word as YAML 1.2's core schema reads it."""
    if text in _WORDS:
        return _WORDS[text]
    if _INT.fullmatch(text):
        return int(text)
    for pattern, base in _BASES:
        if found := pattern.fullmatch(text):
            return int(found[1], base)
    return _decimal(text) if _FLOAT.fullmatch(text) else text


def _decimal(text: str) -> Any:
    """A float, or the whole number that it writes (1e3); beyond a float's range the text."""
    value = float(text)
    if not isfinite(value):
        return text
    return int(value) if value.is_integer() and abs(value) <= _EXACT else value


class _Reader:
    """Turns events into values. An alias gives the very value it names."""

    def __init__(self, text: str, file: str) -> None:
        self.file, self.count = file, 0
        self.events: Iterator[yaml.Event] = yaml.parse(text, Loader=_LOADER)
        self.anchors: dict[str, tuple[Any, int]] = {}

    def document(self) -> tuple[Any, Mark]:
        for event in self.events:
            if isinstance(event, yaml.StreamEndEvent):
                raise SpecError("is empty: a spec needs at least name, input and layers", self.file)
            if isinstance(event, yaml.DocumentStartEvent):
                break
        first = next(self.events)
        value = self._value(first, 0), self._mark(first)
        next(self.events)
        after = next(self.events)
        if isinstance(after, yaml.DocumentStartEvent):
            raise SpecError(
                "a file holds one spec; a second document starts here", str(self._mark(after))
            )
        return value

    def _mark(self, event: yaml.Event) -> Mark:
        mark = event.start_mark
        return Mark(self.file, mark.line + 1, mark.column + 1) if mark else Mark(self.file, 1, 1)

    def _value(self, event: yaml.Event, depth: int) -> Any:
        self._spend(event, 1)
        if depth > MAX_DEPTH:
            raise SpecError(f"nested deeper than {MAX_DEPTH} levels", str(self._mark(event)))
        if isinstance(event, yaml.AliasEvent):
            return self._alias(event)
        before = self.count
        if isinstance(event, yaml.ScalarEvent):
            value: Any = self._scalar(event)
        elif isinstance(event, yaml.SequenceStartEvent):
            value = self._list(event, depth)
        else:
            value = self._map(event, depth)
        anchor = getattr(event, "anchor", None)
        if anchor:
            self.anchors[anchor] = value, self.count - before + 1
        return value

    def _spend(self, event: yaml.Event, amount: int) -> None:
        self.count += amount
        if self.count > MAX_VALUES:
            raise SpecError(f"holds more than {MAX_VALUES:,} values", str(self._mark(event)))

    def _alias(self, event: yaml.AliasEvent) -> Any:
        if event.anchor not in self.anchors:
            raise SpecError(
                f"no anchor &{shorten(event.anchor)} stands before this alias",
                str(self._mark(event)),
            )
        value, cost = self.anchors[event.anchor]
        self._spend(event, cost)  # an alias costs what it stands for, so bombs are refused
        return value

    def _scalar(self, event: yaml.ScalarEvent) -> Any:
        self._check_tag(event, "str")
        text = event.value
        if event.style or event.tag is not None:  # a plain word has style None, or "" from libyaml
            return text
        return scalar(text)

    def _check_tag(self, event: Any, plain: str) -> None:
        if event.tag not in (None, "!", f"tag:yaml.org,2002:{plain}"):
            raise SpecError(f"tags are not allowed: {shorten(event.tag)}", str(self._mark(event)))

    def _list(self, start: yaml.Event, depth: int) -> List:
        self._check_tag(start, "seq")
        result = List(self._mark(start))
        while not isinstance(event := next(self.events), yaml.SequenceEndEvent):
            result.marks.append(self._mark(event))
            result.append(self._value(event, depth + 1))
        return result

    def _map(self, start: yaml.Event, depth: int) -> Map:
        self._check_tag(start, "map")
        result = Map(mark=self._mark(start))
        while not isinstance(event := next(self.events), yaml.MappingEndEvent):
            mark = self._mark(event)
            if not isinstance(event, yaml.ScalarEvent):
                raise SpecError("a key is a plain word", str(mark))
            key = event.value
            if key in result:
                raise SpecError(f'the key "{shorten(key)}" stands here a second time', str(mark))
            value = next(self.events)
            result.key_marks[key], result.marks[key] = mark, self._mark(value)
            result[key] = self._value(value, depth + 1)
        return result


def describe(value: object) -> str:
    """`value` as an error names it: ``the text "abc"``, ``a list``, ``nothing``."""
    match value:
        case None:
            return "nothing"
        case bool():
            return str(value).lower()
        case str():
            return f'the text "{shorten(value)}"'
        case dict():
            return "a mapping"
        case list() | tuple():
            return "a list"
    return shorten(value)
