"""HTML decks: one file with its own style sheet, a page of 1280×720 for each slide.

Slides are sections as reveal.js has them, so that they can be taken into such a deck.
"""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from archcalc.slides.compose._page import STYLE
from archcalc.slides.script import Asked, Line, Script, Slide, words

SUFFIX = ".html"
_SCREEN = """\
html { scroll-snap-type: y proximity; }
body { margin: 0; background: #4a5663; }
section { margin: 24px auto; scroll-snap-align: center; }
figure > figcaption, aside.notes { display: none; }
section > p { text-align: center; font-size: 32px; }
section.title > p { text-align: left; font-size: inherit; }
@page { size: 1280px 720px; margin: 0; }
@media print {
  body { background: none; }
  section { margin: 0; break-after: page; }
}
"""
_PAGE = """\
<!DOCTYPE html>
<html lang="{lang}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=1280">
<title>{title}</title>
<style>
{style}</style>
</head>
<body class="reveal">
<!-- archcalc: settings lang={lang} -->
<main class="slides">
<section class="title">
<h1>{title}</h1>
<p>{subtitle}</p>
</section>
{slides}
</main>
</body>
</html>
"""


def compose(script: Script) -> bytes:
    """An HTML page."""
    return _PAGE.format(
        lang=script.lang,
        title=_text(script.title),
        subtitle=_text(script.subtitle),
        style=STYLE + _SCREEN,
        slides="\n".join("\n".join(_slide(each)) for each in script.slides),
    ).encode()


def _slide(slide: Slide) -> Iterator[str]:
    yield f'<section class="{slide.layout}">'
    yield f"<h2>{_words(slide.title)}</h2>"
    if slide.points:
        yield "<ul>"
        yield from (f"<li>{_words(point)}</li>" for point in slide.points)
        yield "</ul>"
    for block in slide.blocks:
        yield f"<!-- archcalc: {block} -->"
    if slide.takeaway:
        yield f"<blockquote>{_words(slide.takeaway)}</blockquote>"
    if slide.notes:
        yield f'<aside class="notes">{_text(slide.notes)}</aside>'
    yield "</section>"


def _words(line: Line) -> str:
    return words(line, _text, _marker)


def _text(text: str) -> str:
    return escape(text, quote=False)


def _marker(asked: Asked) -> str:
    return f'<span data-archcalc="{escape(asked.asks)}">{_text(asked.held)}</span>'
