"""Markdown decks: Marp, Slidev, reveal.js, Quarto, Obsidian, MyST.

Blocks stand between link definitions, which show nowhere and are no speaker's notes:
``[//]: # (archcalc: table alexnet)`` … ``[//]: # (/archcalc)``; values in a span,
``<span data-archcalc="alexnet.params:si3">61.0 M</span>``. Comments of HTML, Obsidian and MyST and
the bracketed spans of Quarto and MyST are read, too.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from html import unescape
from itertools import accumulate
from typing import Any, NamedTuple

from archcalc.errors import SpecError
from archcalc.lang import say
from archcalc.render import markdown, render
from archcalc.slides import figures
from archcalc.slides.asked import settings_in
from archcalc.slides.figures import Figure
from archcalc.slides.model import Deck, Formula, Made, Tables, Value
from archcalc.slides.text import INNER, Language, Rendered, Span, TextDeck

SUFFIXES = (".md", ".markdown", ".qmd")
_FRONT = re.compile(r"\ufeff?---[ \t]*\r?\n(.{0,50000}?)^(?:---|\.\.\.)[ \t]*\r?$", re.M | re.S)
_DEFINITION = re.compile(r" {0,3}\[[^\]\n]{1,99}\]:[ \t]")
_TAG = re.compile(r"<[^<>]{0,200}>")
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")


class _Markdown(Language):
    LINES = (
        re.compile(
            rf"""^ {{0,3}}\[//[^\]\n]{{0,40}}\]:[ \t]{{0,9}}#[ \t]{{0,9}}[("'][ \t]{{0,9}}{INNER}"""
            r"""[ \t]{0,9}[)"'][ \t]{0,9}\r?$""",
            re.M,
        ),
        re.compile(rf"^[ \t]{{0,99}}<!--[ \t]{{0,9}}{INNER}[ \t]{{0,9}}-->[ \t]{{0,9}}\r?$", re.M),
        re.compile(
            rf"^[ \t]{{0,99}}%%?[ \t]{{0,9}}{INNER}[ \t]{{0,9}}(?:%%)?[ \t]{{0,9}}\r?$", re.M
        ),
    )
    INLINE = (
        re.compile(
            r"<span\b[^<>]{0,500}?\bdata-archcalc=(?P<q>[\"'])(?P<asks>[^<>\n]{1,1200}?)(?P=q)"
            r"[^<>]{0,500}>(?P<body>[^<>]{0,2000})</span>"
        ),
        re.compile(
            r"\[(?P<body>[^\[\]\n]{0,2000})\]\{[^{}\n]{0,500}?archcalc=\"(?P<asks>[^\"\n]{1,1200})\""
            r"[^{}\n]{0,500}\}"
        ),
        re.compile(
            r"<!-- archcalc (?P<asks>[^\n]{1,1200}?) -->(?P<body>[^<>]{0,2000})<!-- /archcalc -->"
        ),
    )
    STRAY = re.compile(r"\bdata-archcalc=|\{[^{}\n]{0,500}?archcalc=\"|<!-- /?archcalc (?!:)")
    PADDING = "\n"

    def __init__(self, name: str) -> None:
        self._name = name
        self._blocks: _Blocks | None = None

    def code(self, text: str) -> Sequence[Span]:
        """Fenced and indented code, and code within a line."""
        self._blocks = _blocks(text)
        return self._blocks.code

    def misplaced(self, text: str, line: Span) -> str:
        """A link definition within a paragraph, or in HTML, would be shown."""
        assert self._blocks is not None
        if not _DEFINITION.match(text, line[0]):
            return ""
        before = self._blocks.before(text, line[0])
        if any(not _DEFINITION.match(each) for each in before):
            return say("a marker needs an empty line above it: here it would be shown as text")
        return ""

    def misread(self, text: str, at: int) -> str:
        """A comment that begins a line of its own is HTML with all that follows: Marp drops it."""
        assert self._blocks is not None
        if text.startswith("<!--", at) and self._blocks.is_html(text, at):
            return say(
                "a comment here hides the rest of its line: write {span} instead",
                span='<span data-archcalc="…"></span>',
            )
        return ""

    def settings(self, text: str) -> Mapping[str, str]:
        """``archcalc: {lang: ko}`` in the deck's front matter."""
        front = _FRONT.match(text)
        if not front or "archcalc" not in front[1]:
            return {}
        from archcalc.spec.source import load

        try:
            found: Any = load(front[1], self._name).get("archcalc", {})
        except SpecError:  # another program's front matter may be in another YAML
            return {}
        pairs = found.items() if isinstance(found, dict) else [(str(found), "")]
        return settings_in([f"{key}={value}" for key, value in pairs])

    def value(self, value: Value) -> str:
        """A value within a line."""
        if value.latex:
            return f"${value.text}$"
        return markdown.escape(value.text)

    def block(self, made: Made, name: str, asks: str) -> Rendered:
        """A pipe table, a displayed formula, or a picture in a file beside the deck."""
        if isinstance(made, Tables):
            return Rendered(render(made.page, "markdown", made.style))
        if isinstance(made, Formula):
            return Rendered(f"$$\n{made.latex}\n$$")
        assert isinstance(made, Figure)
        return self._figure(made, name, asks)

    def _figure(self, figure: Figure, name: str, asks: str) -> Rendered:
        file = figures.beside(name, asks, "svg")
        text = f"![{markdown.escape(figure.title)}]({figures.link(file)})"
        return Rendered(text, figures.source(figure), {file: lambda: figures.drawn(figure, "svg")})

    def plain(self, body: str) -> str:
        """Marked text as a reader sees it."""
        return _ESCAPED.sub(r"\1", unescape(_TAG.sub("", body))).strip("*_ ")


def read(data: bytes, name: str) -> Deck:
    """The deck that a Markdown file is."""
    return TextDeck(data, name, _Markdown(name))


class _Blocks(NamedTuple):
    """What CommonMark makes of a text's lines: code, and paragraphs and HTML by first line."""

    code: list[Span]
    prose: list[Span]
    """From where to where, in order."""
    html: frozenset[int]
    """Where lines begin with which HTML does."""

    def is_html(self, text: str, place: int) -> bool:
        """Whether a comment at `place` begins HTML: nothing but a list's or quote's sign before."""
        line = text.rfind("\n", 0, place) + 1
        return line in self.html and not re.search(r"[^\s>*+.)\d\ufeff-]", text[line:place])

    def before(self, text: str, place: int) -> list[str]:
        """The lines of the same paragraph or HTML block that stand above `place`."""
        found = bisect_right(self.prose, (place, len(text))) - 1
        if found < 0 or place >= self.prose[found][1]:
            return []
        return text[self.prose[found][0] : place].splitlines()


def _blocks(text: str) -> _Blocks:
    from markdown_it import MarkdownIt

    reader = MarkdownIt("commonmark").disable(["inline", "reference"])
    starts = list(accumulate((len(line) for line in _lines(text)), initial=0))
    code: list[Span] = []
    prose: list[Span] = []
    html: set[int] = set()
    for token in reader.parse(text):
        if token.map is None:
            continue
        first, last = (starts[min(line, len(starts) - 1)] for line in token.map)
        if token.type in ("fence", "code_block"):
            code.append((first, last))
        elif token.type in ("inline", "html_block"):
            prose.append((first, last))
            html |= {first} if token.type == "html_block" else set()
            if token.type == "inline" and "archcalc" in token.content:
                code += _code_within(text, first, last)
    return _Blocks(code, sorted(prose), frozenset(html))


def _lines(text: str) -> list[str]:
    """As CommonMark ends them."""
    return re.findall(r"[^\n\r]*(?:\r\n|\n|\r)|[^\n\r]+$", text)


def _code_within(text: str, first: int, last: int) -> Iterator[Span]:
    """Code within lines: between runs of as many backticks (CommonMark 0.31, section 6.1)."""
    runs = [(m.start(), m.end()) for m in re.finditer(r"`+", text[first:last])]
    places: dict[int, list[int]] = {}
    for start, end in runs:
        places.setdefault(end - start, []).append(start)
    after = 0
    for start, end in runs:
        if start < after or text[first + start - 1 : first + start] == "\\":
            continue
        same = places[end - start]
        closing = bisect_right(same, start)
        if closing < len(same):
            after = same[closing] + end - start
            yield first + start, first + after
