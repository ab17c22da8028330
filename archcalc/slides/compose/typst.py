"""Typst decks, a page of 16:9 for each slide, without any package."""

from __future__ import annotations

import re
from collections.abc import Iterator

from archcalc.slides.script import Asked, Line, Script, Slide, words

SUFFIX = ".typ"
_SPECIAL = re.compile(r"[\\#$*_`\[\]<>@~/]")
_HEAD = """\
#set document(title: "@TITLE@")
#set page(paper: "presentation-16-9", margin: (x: 1.6cm, top: 1.2cm, bottom: 1.3cm), numbering: "1",
  number-align: right)
#set text(font: (@FONTS@), size: 18pt, lang: "@LANG@")
#set image(height: 100%)
#set list(marker: [•], spacing: 0.7em)
#show heading: set text(fill: rgb("#1f4e8c"))
#show heading.where(level: 1): set text(size: 40pt)
#show heading.where(level: 2): it => pagebreak(weak: true) + text(size: 27pt, it.body)
#show table: set text(size: 16pt)
#let small(body) = { show table: set text(size: 12.5pt); body }
#show math.equation.where(block: true): set text(size: 22pt)
#let takeaway(body) = block(
  width: 100%, inset: (x: 12pt, y: 9pt), fill: rgb("#fdf5e1"), stroke: (left: 4pt + rgb("#e69f00")),
  body)
#let archcalc(key, body) = body
// archcalc: settings lang=@LANG@

#align(horizon)[
= @TITLE@

@SUBTITLE@
]
"""
_FONTS = ("Noto Sans", "DejaVu Sans")
_OTHER_FONTS = {"ko": ("Noto Sans CJK KR", "Noto Sans KR", "Malgun Gothic", "NanumGothic")}


def compose(script: Script) -> bytes:
    """A Typst document."""
    fonts = (*_OTHER_FONTS.get(script.lang, ()), *_FONTS)
    head = (
        _HEAD.replace("@TITLE@", script.title)
        .replace("@SUBTITLE@", _text(script.subtitle))
        .replace("@FONTS@", ", ".join(f'"{font}"' for font in fonts))
        .replace("@LANG@", script.lang)
    )
    return "\n".join([head, *("\n".join(_slide(slide)) for slide in script.slides)]).encode()


def _slide(slide: Slide) -> Iterator[str]:
    yield f"== {_words(slide.title)}\n"
    yield from _BODIES[slide.layout](slide)
    if slide.takeaway:
        yield f"#takeaway[{_words(slide.takeaway)}]\n"
    if slide.notes:
        yield f"// {slide.notes}\n"


def _below(slide: Slide) -> Iterator[str]:
    yield from _points(slide)
    for block in slide.blocks:
        yield "#block(height: 1fr, width: 100%)[#align(center + horizon)["
        yield f"// archcalc: {block}"
        yield "]]\n"


def _beside(slide: Slide) -> Iterator[str]:
    points = ["align(horizon)[", *_points(slide), "]"]
    yield from _grid("(40%, 1fr)", points, *map(_centred, slide.blocks))


def _paired(slide: Slide) -> Iterator[str]:
    yield from _points(slide)
    yield from _grid("(1fr, 1fr)", *map(_centred, slide.blocks))


_BODIES = {"text": _below, "split": _beside, "pair": _paired}


def _grid(columns: str, *cells: list[str]) -> Iterator[str]:
    yield f"#block(height: 1fr, grid(columns: {columns}, rows: 1fr, column-gutter: 1.2em,"
    for cell in cells:
        yield from cell[:-1]
        yield f"{cell[-1]},"
    yield "))\n"


def _centred(block: str) -> list[str]:
    return ["align(center + horizon, small[", f"// archcalc: {block}", "])"]


def _points(slide: Slide) -> Iterator[str]:
    if slide.points:
        yield "".join(f"- {_words(point)}\n" for point in slide.points)


def _words(line: Line) -> str:
    return words(line, _text, _marker)


def _text(text: str) -> str:
    """Behind a marker, which is a call, some signs would be part of it; others begin a list."""
    first = "\\" * text.startswith(("(", ";", ".", "=", "+", "-"))
    return first + _SPECIAL.sub(r"\\\g<0>", text)


def _marker(asked: Asked) -> str:
    return f'#archcalc("{asked.asks}")[{_text(asked.held)}]'
