"""Decks that are text: markers found by a format's patterns, and only what they hold replaced.

Block markers stand on lines of their own, in a comment of the format: ``archcalc: table alexnet``
opens a block, ``/archcalc 1f2e3d4c`` ends it and holds a digest of what was written, by which a
change by hand is noticed. Everything outside markers stays as it is, to the byte.
"""

from __future__ import annotations

import os
import re
from abc import ABC, abstractmethod
from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import accumulate
from typing import ClassVar, NamedTuple

from archcalc.errors import ArchcalcError, InputError
from archcalc.lang import say
from archcalc.slides.asked import MOST, is_checked, settings_in
from archcalc.slides.digests import short_digest
from archcalc.slides.model import Expected, Made, Mark, Problem, State, Value

MOST_BYTES = 10_000_000
MOST_MARKERS = 20_000
_OPENS = re.compile(r"archcalc:[ \t]*(?P<asks>.*?)[ \t]*")
_CLOSES = re.compile(
    r"/archcalc(?:[ \t]+(?P<digest>[0-9a-f]{8})(?:[ \t]+(?P<source>[0-9a-f]{8}))?)?"
)
INNER = r"(?P<inner>/?archcalc[^\n]{0,1500}?)"
"""A block's marker within its line, for a format's patterns: bounded, so that none takes long."""
_TOO_LONG = re.compile(r"^[^\w\n]{1,99}archcalc:[^\n]{1500}", re.M)
_SAME = 8
"""So many words alike show that a block's content stands there already."""
_DELIMITER = re.compile(r":?-+:?")

Span = tuple[int, int]


class Rendered(NamedTuple):
    """What a block holds, and what a figure is made from, in a file beside the deck or in it.

    Of a figure in the deck `text` is how it begins, and `rest` draws the rest.
    """

    text: str
    source: str = ""
    files: Mapping[str, Callable[[], bytes]] = {}
    """What to write beside the deck, by path from its folder; drawn only where it is needed."""
    rest: Callable[[], str] | None = None

    def whole(self) -> str:
        """All of what the block holds. Raises InputError where a figure cannot be drawn."""
        return self.text + (self.rest() if self.rest else "")


class Language(ABC):
    """What a text format says of itself."""

    LINES: ClassVar[Sequence[re.Pattern[str]]]
    """Lines that hold a block's marker, as their group ``inner``."""
    INLINE: ClassVar[Sequence[re.Pattern[str]]]
    """Marked text within a line: its groups are ``asks`` and ``body``, and ``expect`` where a word
    of its own says that the number is only checked."""
    STRAY: ClassVar[re.Pattern[str]]
    """What begins marked text, whether it is whole or not."""
    SIGN: ClassVar[str] = "archcalc"
    """What a text without any marker does not hold."""
    PADDING: ClassVar[str] = ""
    """What stands between a block's markers and what it holds: line ends."""

    @abstractmethod
    def code(self, text: str) -> Sequence[Span]:
        """Where the text is code to be shown, in which nothing is a marker."""

    def misplaced(self, text: str, line: Span) -> str:
        """What is wrong with where a block's marker stands, if anything."""
        return ""

    def misread(self, text: str, at: int) -> str:
        """What is wrong with where marked text stands, if anything."""
        return ""

    def settings(self, text: str) -> Mapping[str, str]:
        """What the deck's head says for all markers."""
        return {}

    @abstractmethod
    def value(self, value: Value) -> str:
        """A value within a line."""

    @abstractmethod
    def block(self, made: Made, name: str, asks: str) -> Rendered:
        """A block's content; `name` is the deck's. Raises InputError for what it cannot hold."""

    @abstractmethod
    def plain(self, body: str) -> str:
        """Marked text as a reader sees it."""

    def normal(self, text: str) -> str:
        """A block's content without what formatters set as they like, beside blanks in a line."""
        return text


class Region(NamedTuple):
    """Where a mark stands: from its opening to its end, and within that what it holds.

    `close` is the ending marker's text, of no length where there is none yet.
    """

    whole: Span
    body: Span
    close: Span
    digest: str = ""
    source: str = ""
    around: tuple[str, str] = ("", "")
    """What stands before and behind the marker on its line: ``[//]: # (`` and ``)``."""

    def closing(self, *words: str) -> str:
        """The line that ends the block, in the manner of the one that opens it."""
        return " ".join(filter(None, words)).join(self.around)


class TextDeck:
    """A deck of text in some `language`. Raises InputError for what is no text."""

    def __init__(self, data: bytes, name: str, language: Language) -> None:
        self.name, self._called, self._language = name, name, language
        self._text = text_in(data, name)
        self._changes: list[tuple[Span, str]] = []
        self._files: dict[str, Callable[[], bytes]] = {}
        self._asked: dict[str, str] = {}
        self._changed: set[str] = set()
        self._problems: list[Problem] = []
        self._settings: dict[str, str] = {}
        found = list(self._read()) if language.SIGN in self._text else []
        if len(found) > MOST_MARKERS:
            text = "{file} has {n} markers; a deck has at most {most}"
            raise InputError(say(text, file=name, n=f"{len(found):,}", most=f"{MOST_MARKERS:,}"))
        self.marks: Sequence[Mark] = sorted(found, key=lambda mark: mark.handle.whole)
        self.problems: Sequence[Problem] = self._problems
        self.settings: Mapping[str, str] = self._settings

    # --- reading ---------------------------------------------------------------------------------

    def _read(self) -> Iterator[Mark]:
        try:
            self._settings.update(self._language.settings(self._text))
        except ArchcalcError as error:
            self._problems.append(Problem(f"{self.name}:1", str(error)))
        code = _Spans(self._language.code(self._text))
        blocks = list(self._blocks(code))
        inside = _Spans([mark.handle.whole for mark in blocks])
        yield from blocks
        yield from self._inline(code, inside)

    def _blocks(self, code: _Spans) -> Iterator[Mark]:
        lines = sorted(self._lines(code), key=lambda found: found.start())
        for place, found in enumerate(lines):
            opens = _OPENS.fullmatch(found["inner"])
            before = lines[place - 1] if place else None
            if opens is None:
                opened = before is not None and _OPENS.fullmatch(before["inner"])
                if not opened or _CLOSES.fullmatch(found["inner"]) is None:
                    self._wrong(found.start(), say("this ends no block that is open"))
                continue
            text = self._language.misplaced(self._text, found.span())
            if text:
                self._wrong(found.start(), text)
                continue
            after = lines[place + 1] if place + 1 < len(lines) else None
            yield from self._block(found, opens["asks"], after)

    def _lines(self, code: _Spans) -> Iterator[re.Match[str]]:
        """Every line that holds a marker or means to."""
        for found in _TOO_LONG.finditer(self._text):
            if found.start() not in code:
                text = "a marker has at most {most} characters, found {n}"
                self._wrong(found.start(), say(text, most=MOST, n=f"{MOST:,}+"))
        for pattern in self._language.LINES:
            for found in pattern.finditer(self._text):
                inner = found["inner"]
                if inner.startswith(("archcalc:", "/archcalc")) and found.start() not in code:
                    yield found

    def _block(
        self, found: re.Match[str], asks: str, after: re.Match[str] | None
    ) -> Iterator[Mark]:
        verb, *words = asks.split() or [""]
        if verb == "settings":
            try:
                self._settings.update(settings_in(words))
            except ArchcalcError as error:
                self._wrong(found.start(), str(error))
            return
        closes = after and _CLOSES.fullmatch(after["inner"])
        end = self._line_end(found.end())
        start, stop = found.span("inner")
        around = self._text[found.start() : start], self._text[stop : found.end()].rstrip("\r")
        body, close = (end, end), (end, end)
        if after and closes:
            stop = after.end() - after[0].endswith("\r")
            body, close = (end, after.start()), (after.start(), stop)
        digest, source = (closes["digest"] or "", closes["source"] or "") if closes else ("", "")
        whole = (found.start(), close[1])
        region = Region(whole, body, close, digest, source, around)
        yield Mark(self._place(found.start()), asks, self._text[slice(*body)], True, region)

    def _inline(self, code: _Spans, inside: _Spans) -> Iterator[Mark]:
        taken = []
        for pattern in self._language.INLINE:
            for found in pattern.finditer(self._text):
                if found.start() in code or found.start() in inside:
                    continue
                taken.append(found.span())
                trouble = self._language.misread(self._text, found.start())
                if trouble:
                    self._wrong(found.start(), trouble)
                    continue
                asks = found["asks"].strip()
                if "expect" in pattern.groupindex and found["expect"]:
                    asks = f"{found['expect']} {asks}"
                region = Region(found.span(), found.span("body"), (found.end(), found.end()))
                body = found["body"]
                read = self._language.plain(body)
                text = read if is_checked(asks) else body
                yield Mark(self._place(found.start()), asks, text, False, region, read=read)
        whole = _Spans(taken)
        for found in self._language.STRAY.finditer(self._text):
            at = found.start()
            if at not in whole and at not in code and at not in inside:
                self._wrong(at, say("this marker is not closed, or holds other markup"))

    def _line_end(self, place: int) -> int:
        """Where the line after the one that ends at `place` begins."""
        end = self._text.find("\n", place)
        return len(self._text) if end < 0 else end + 1

    def _wrong(self, at: int, text: str) -> None:
        self._problems.append(Problem(self._place(at), text))

    @cached_property
    def _starts(self) -> list[int]:
        return list(accumulate(map(len, self._text.split("\n")), lambda a, n: a + n + 1, initial=0))

    def _place(self, at: int) -> str:
        return f"{self.name}:{bisect_right(self._starts, at)}"

    # --- changing --------------------------------------------------------------------------------

    def call(self, name: str) -> None:
        """Let files beside the deck be named as of a deck called so."""
        self._called = name

    def hold(self, mark: Mark, made: Made) -> State:
        """Whether a mark holds what is made for it. Raises InputError where it cannot."""
        if isinstance(made, Expected):
            return "right" if made.holds else "wrong"
        region: Region = mark.handle
        if not mark.block:
            assert isinstance(made, Value)
            return "current" if mark.text == self._language.value(made) else "stale"
        new = self._language.block(made, self._called, mark.asks)
        self._files.update(new.files)
        self._asked.update(dict.fromkeys(new.files, mark.place))
        self._closed(region, new)
        held, same = self._digest(mark.text), region.source == new.source
        if not region.digest and not mark.text.strip():
            return "stale"
        if new.rest and held == region.digest:  # a library draws it whose versions differ
            return "current" if same else "stale"
        if new.rest and region.digest and same:
            return "edited"
        wanted = self._digest(new.whole())
        if region.digest == held == wanted:
            return "current" if same and all(map(os.path.exists, new.files)) else "stale"
        return "stale" if held in (wanted, region.digest) else "edited"

    def _closed(self, region: Region, new: Rendered) -> None:
        """Raise InputError where a block's end has gone and what it held is still there."""
        if region.close[0] != region.close[1]:
            return
        after = self._text[region.close[1] : region.close[1] + 2000].split()
        first = new.text.split()[:_SAME]
        if first and after[: len(first)] == first:
            raise InputError(say("this block is not closed: its last line, /archcalc, is missing"))

    def _digest(self, text: str) -> str:
        return digest(self._language.normal(text))

    def put(self, mark: Mark, made: Made) -> None:
        """Let a mark hold what is made for it."""
        region: Region = mark.handle
        if isinstance(made, Expected):
            return
        if not mark.block:
            assert isinstance(made, Value)
            self._changes.append((region.body, self._language.value(made)))
            return
        new = self._language.block(made, self._called, mark.asks)
        self._changed.update(new.files)
        pad = self._language.PADDING
        whole = new.whole()
        ending = region.closing("/archcalc", self._digest(whole), new.source)
        text = f"{pad}{whole.strip(chr(10))}\n{pad}{ending}"
        before = self._text[region.whole[0] : region.body[0]]
        if not before.endswith("\n"):
            text = "\n" + text
        if region.close[0] == region.close[1] and region.close[0] < len(self._text):
            text += "\n"
        newline = "\r\n" if before.endswith("\r\n") or "\r\n" in self._text[:4096] else "\n"
        span = (region.body[0], region.close[1])
        self._changes.append((span, text.replace("\n", newline)))

    def show(self, made: Made) -> str:
        """What a mark would hold, on one line, for a report."""
        return made.text if isinstance(made, Value) else ""

    def strip(self, mark: Mark) -> None:
        """Take the marker away and leave what it holds."""
        region: Region = mark.handle
        body = self._text[slice(*region.body)]
        if mark.block:
            body = body.strip("\r\n")
        self._changes.append((region.whole, body))

    def content(self) -> bytes:
        """The deck with all changes."""
        parts, place = [], 0
        for (start, end), new in sorted(self._changes):
            parts += [self._text[place:start], new]
            place = end
        return "".join([*parts, self._text[place:]]).encode()

    def beside(self, everything: bool = False) -> Mapping[str, bytes]:
        """Files beside the deck, by their path from its folder: those that change, or all."""
        names = self._files if everything else sorted(self._changed)
        return {name: self._drawn(name) for name in names}

    def _drawn(self, name: str) -> bytes:
        try:
            return self._files[name]()
        except InputError as error:  # nothing here draws it
            raise InputError(f"{self._asked[name]}: {error}") from None


class _Spans:
    """Stretches of text that do not overlap, to look places up in."""

    def __init__(self, spans: Sequence[Span]) -> None:
        self._spans = sorted(spans)
        self._starts = [start for start, _ in self._spans]

    def __contains__(self, place: int) -> bool:
        found = bisect_right(self._starts, place) - 1
        return found >= 0 and place < self._spans[found][1]


def text_in(data: bytes, name: str, most: int = MOST_BYTES) -> str:
    """A deck's text, its byte order mark kept. Raises InputError for what is none."""
    if len(data) > most:
        text = "{file} has {n} bytes; a deck of text has at most {most}"
        raise InputError(say(text, file=name, n=f"{len(data):,}", most=f"{most:,}"))
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        text = "{file} is not UTF-8: byte {n} cannot be read"
        raise InputError(say(text, file=name, n=f"{error.start:,}")) from None


def digest(text: str) -> str:
    """Eight digits that stay the same however a formatter sets the lines."""
    return short_digest("\n".join(filter(None, map(_normal, text.splitlines()))))


def _normal(line: str) -> str:
    """A line as a formatter leaves it: one blank between words, a table's rule of one length."""
    line = " ".join(line.split())
    if not line.startswith("|"):
        return line
    cells = (cell.strip() for cell in line.strip("|").split("|"))
    return "|".join(
        re.sub("-+", "-", cell) if _DELIMITER.fullmatch(cell) else cell for cell in cells
    )
