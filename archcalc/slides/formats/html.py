"""HTML decks: reveal.js and others.

Blocks stand between comments, ``<!-- archcalc: table alexnet -->`` … ``<!-- /archcalc -->``; values
in any element that holds text alone, ``<span data-archcalc="alexnet.params:si3">61.0 M</span>``.
Figures are drawn in the page itself, so that it stays one file.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from hashlib import sha256
from html import escape, unescape

from archcalc.lang import say
from archcalc.render._bare import bare, styled
from archcalc.render.html import math
from archcalc.slides import figures
from archcalc.slides.figures import Figure
from archcalc.slides.formats._html import masked
from archcalc.slides.model import Deck, Formula, Made, Tables, Value
from archcalc.slides.text import Language, Rendered, Span, TextDeck

SUFFIXES = (".html", ".htm")
_SVG = re.compile(r"<svg\b([^<>]*)>")
_DROPPED = re.compile(
    r'\s(?:class|style|role|aria-label|aria-labelledby|version|xmlns(?::xlink)?)="[^"]*"'
)
_ID = re.compile(r"""(\sid="|url\(#|\b(?:xlink:)?href="#)(?=[\w-])""")
_LOOSE = re.compile(r"\s*(?:/(?=>)|;(?=\s*\")|([<>;:,()\"]))\s*")
_NEAR = 200


class _Html(Language):
    LINES = (re.compile(r"<!--[ \t]{0,9}(?P<inner>/?archcalc[^\n<>]{0,1500}?)[ \t]{0,9}-->", re.I),)
    INLINE = (
        re.compile(
            r"<(?P<tag>[a-z][\w-]{0,40})\s(?:[^<>]{0,500}?\s)?data-archcalc\s{0,9}=\s{0,9}"
            r"(?P<q>[\"']?)(?P<asks>[^<>\"'\n]{1,1200}?)(?P=q)(?=[\s>])[^<>]{0,500}>"
            r"(?P<body>[^<>]{0,2000})</(?P=tag)\s{0,200}>",
            re.I,
        ),
    )
    STRAY = re.compile(r"<[a-z][^<>]{0,500}?\sdata-archcalc\s{0,9}=", re.I)

    def code(self, text: str) -> Sequence[Span]:
        """Comments, scripts, styles, what is set as code, and templates."""
        return masked(text)

    def misplaced(self, text: str, line: Span) -> str:
        """A block takes whole lines."""
        before = text[max(0, line[0] - _NEAR) : line[0]].rpartition("\n")[2]
        behind = text[line[1] : line[1] + _NEAR].partition("\n")[0]
        if f"{before}{behind}".strip("\ufeff \t\r"):
            return say("a block's marker stands on a line of its own")
        return ""

    def value(self, value: Value) -> str:
        """A value within a line; LaTeX between the signs that MathJax and KaTeX look for."""
        return escape(f"\\({value.text}\\)" if value.latex else value.text, quote=False)

    def block(self, made: Made, name: str, asks: str) -> Rendered:
        """A `<table>`, a paragraph, or an `<svg>`."""
        if isinstance(made, Tables):
            return Rendered(bare(made.page, made.style))
        if isinstance(made, Formula):
            return Rendered(styled(f'<p style="text-align: center">{math(made.text)}</p>'))
        assert isinstance(made, Figure)
        head = _head(made)
        return Rendered(head, figures.source(made), rest=lambda: _inline(made, asks)[len(head) :])

    def plain(self, body: str) -> str:
        """Marked text as a reader sees it."""
        return " ".join(unescape(body).split(" "))

    def normal(self, text: str) -> str:
        """Blanks beside tags and within attributes are set by formatters as they like."""
        return _LOOSE.sub(r"\1", " ".join(text.split()))


def _inline(figure: Figure, asks: str) -> str:
    """The figure as an element of the page, as large as there is room."""
    drawn = figures.drawn(figure, "svg").decode()
    drawn = drawn[drawn.index("<svg") :].strip()
    prefix = f"a{sha256(asks.encode()).hexdigest()[:6]}-"
    drawn = _ID.sub(rf"\g<1>{prefix}", drawn)
    return _SVG.sub(lambda tag: f"{_head(figure)}{_DROPPED.sub('', tag[1])}>", drawn, count=1)


def _head(figure: Figure) -> str:
    """How its element begins, which is known before it is drawn."""
    label = escape(figures.alt(figure))
    return f'<svg role="img" aria-label="{label}" class="r-stretch" style="max-width: 100%"'


def read(data: bytes, name: str) -> Deck:
    """The deck that an HTML file is."""
    return TextDeck(data, name, _Html())
