"""Marp decks: Markdown with a style sheet in its front matter."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape as attribute
from textwrap import indent

from archcalc.render.markdown import escape
from archcalc.slides.compose._page import STYLE
from archcalc.slides.script import Asked, Line, Script, Slide, words

SUFFIX = ".md"
_HEAD = """\
---
marp: true
paginate: true
math: mathjax
lang: {lang}
title: "{title}"
archcalc: {{lang: {lang}}}
style: |
{style}---

<!-- _class: title -->
<!-- _paginate: false -->

# {title}

{subtitle}
"""


def compose(script: Script) -> bytes:
    """A Markdown deck for Marp."""
    head = _HEAD.format(
        lang=script.lang, title=script.title, subtitle=script.subtitle, style=indent(STYLE, "  ")
    )
    return "\n---\n\n".join([head, *("\n".join(_slide(each)) for each in script.slides)]).encode()


def _slide(slide: Slide) -> Iterator[str]:
    if slide.layout != "text":
        yield f"<!-- _class: {slide.layout} -->\n"
    yield f"## {_words(slide.title)}\n"
    if slide.points:
        yield "".join(f"- {_words(point)}\n" for point in slide.points)
    for block in slide.blocks:
        yield f"[//]: # (archcalc: {block})\n"
    if slide.takeaway:
        yield f"> {_words(slide.takeaway)}\n"
    if slide.notes:
        yield f"<!-- {slide.notes} -->\n"


def _words(line: Line) -> str:
    return words(line, _text, _marker)


def _text(text: str) -> str:
    """`escape` takes the blanks at both ends away, which stand between words and markers here."""
    before, after = text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]
    return f"{before}{escape(text)}{after}"


def _marker(asked: Asked) -> str:
    return f'<span data-archcalc="{attribute(asked.asks)}">{escape(asked.held)}</span>'
