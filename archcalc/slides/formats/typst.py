"""Typst decks.

Blocks stand between comments, ``// archcalc: table alexnet`` … ``// /archcalc``; values in a call,
``#archcalc("alexnet.params:si3")[61.0 M]``, of a function that the deck defines:
``#let archcalc(key, body) = body``.
"""

from __future__ import annotations

import re
import sys
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from functools import cache

from archcalc.errors import InputError
from archcalc.lang import say
from archcalc.render import typst
from archcalc.slides import figures
from archcalc.slides.figures import Figure
from archcalc.slides.formats._typst import scan
from archcalc.slides.model import Deck, Formula, Made, Tables, Value
from archcalc.slides.text import INNER, Language, Rendered, Span, TextDeck, text_in

SUFFIXES = (".typ",)
MOST_BYTES = 2_000_000
"""Taking Typst apart costs more than finding patterns."""
DEFINITION = "#let archcalc(key, body) = body"
_DEFINED = re.compile(r"\blet[ \t]+archcalc\b|#import\b[^\n]{0,500}?(?:\*|\barchcalc\b)")
_WORD = "archcalc"
_PLAIN = re.compile(r"(?!\d+\.\s)(?:[^\W_]|\()(?:[^\W_]|[ ,()·×%=+−²³⌊⌋\u00a0\u202f]|\.(?!\.))*")
"""What reads in markup as it stands; everything else goes into a string."""
_ESCAPED = re.compile(r"\\(?:u\{([0-9a-fA-F]{1,6})\}|([^\w\s]))")
_IN_STRING = re.compile(r'\\(["\\])')
_LOOSE = re.compile(r"\s+|,(?=\s*[)\]])")


class _Typst(Language):
    LINES = (re.compile(rf"^[ \t]{{0,99}}//[ \t]{{0,9}}{INNER}[ \t]{{0,9}}(?=\r?$)", re.M),)
    INLINE = (
        re.compile(
            r"#?\barchcalc\(\s{0,20}\"(?P<asks>[^\"\\\n]{1,1200})\"\s{0,20}\)"
            r"\[(?P<body>#\"(?:[^\"\\]|\\.){0,2000}\"|(?:[^\[\]\\`\"$#]|\\.){0,2000})\]",
            re.S,
        ),
    )
    STRAY = re.compile(r"#?\b(?P<name>archcalc)\(\s{0,20}\"")

    def __init__(self) -> None:
        self._scan = cache(scan)
        self._code = cache(self._dead)

    def code(self, text: str) -> Sequence[Span]:
        """Raw text, comments, strings, and calls that are none where they stand."""
        return self._code(text)

    def _dead(self, text: str) -> list[Span]:
        try:
            found = self._scan(text)
        except InputError:  # `settings` has told it
            return [(0, len(text))]
        calls = (match.start("name") for match in self.STRAY.finditer(text))
        dead = [(max(at - 1, 0), at + 1) for at in calls if at not in found.calls]
        return _apart([*found.masked, *dead])

    def misplaced(self, text: str, line: Span) -> str:
        """Among the arguments of a function there is no place for what is markup."""
        if text.index(_WORD, line[0]) in self._scan(text).text:
            return ""
        return say("here Typst reads code: put the marker and its end in brackets, [ ]")

    def settings(self, text: str) -> Mapping[str, str]:
        """None of its own. Raises InputError where the function for values is not defined."""
        self._scan(text)
        dead = self.code(text)
        starts = [start for start, _ in dead]
        for found in self.STRAY.finditer(text):
            place = bisect_left(starts, found.start() + 1) - 1
            if (place < 0 or found.start() >= dead[place][1]) and not _DEFINED.search(text):
                wanted = "{line} is missing: the deck's markers are calls of it"
                raise InputError(say(wanted, line=DEFINITION))
        return {}

    def value(self, value: Value) -> str:
        """A value within a line."""
        if value.latex:
            raise InputError(say("tex is for LaTeX; here leave :tex away"))
        return value.text if _PLAIN.fullmatch(value.text) else "#" + typst.string(value.text)

    def block(self, made: Made, name: str, asks: str) -> Rendered:
        """A `#table`, a displayed formula, or an image in a file beside the deck."""
        if isinstance(made, Tables):
            return Rendered(typst.fragment(made.page, made.style))
        if isinstance(made, Formula):
            return Rendered(f"$ {typst.math(made.text)} $")
        assert isinstance(made, Figure)
        return self._figure(made, name, asks)

    def _figure(self, figure: Figure, name: str, asks: str) -> Rendered:
        file = figures.beside(name, asks, "svg")
        alt = typst.string(figures.alt(figure))
        text = f'#image({typst.string(file)}, width: 100%, fit: "contain", alt: {alt})'
        return Rendered(text, figures.source(figure), {file: lambda: figures.drawn(figure, "svg")})

    def plain(self, body: str) -> str:
        """Marked text as a reader sees it."""
        if body.startswith('#"'):
            return _IN_STRING.sub(r"\1", body[2:-1])
        found = body.replace("~", "\N{NO-BREAK SPACE}").strip("*_ \n")
        return _ESCAPED.sub(lambda match: match[2] or _sign(match[1]), found)

    def normal(self, text: str) -> str:
        """Blanks, and commas that end a list, are set by formatters as they like."""
        return _LOOSE.sub("", text)


def _sign(digits: str) -> str:
    number = int(digits, 16)
    return chr(number) if number <= sys.maxunicode else ""


def _apart(spans: Sequence[Span]) -> list[Span]:
    """Spans in order, without those that lie within another."""
    found: list[Span] = []
    for start, end in sorted(spans):
        if not found or start >= found[-1][1]:
            found.append((start, end))
    return found


def read(data: bytes, name: str) -> Deck:
    """The deck that a Typst file is."""
    text_in(data, name, MOST_BYTES)
    return TextDeck(data, name, _Typst())
