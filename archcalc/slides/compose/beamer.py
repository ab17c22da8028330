"""Beamer decks, 16:9, for pdfLaTeX; Korean ones with kotex."""

from __future__ import annotations

from collections.abc import Iterator

from archcalc.render._tex import escape
from archcalc.slides.asked import CHECKED
from archcalc.slides.compose._room import lines
from archcalc.slides.script import Asked, Line, Script, Slide, words

SUFFIX = ".tex"
_PREAMBLE = r"""\documentclass[aspectratio=169,10pt]{beamer}
\usepackage[T1]{fontenc}
\usepackage{lmodern}
@FONTS@\usepackage{booktabs,tikz}
\setbeamertemplate{navigation symbols}{}
\setbeamertemplate{footline}{\hfill\usebeamercolor[fg]{page number in head/foot}\scriptsize
  \insertframenumber\kern1em\vskip3pt}
\setbeamertemplate{itemize items}[circle]
\definecolor{accent}{HTML}{1F4E8C}
\definecolor{amber}{HTML}{FDF5E1}
\setbeamercolor{structure}{fg=accent}
\setbeamerfont{frametitle}{series=\bfseries}
\setbeamercolor{takeaway}{bg=amber}
\newcommand{\takeaway}[1]{\par\vfill
  \begin{beamercolorbox}[wd=\linewidth,sep=4pt]{takeaway}#1\end{beamercolorbox}}
% What stands within takes this share of the slide's height at the most.
\newenvironment{room}[1]{\textheight=#1\textheight}{}
\providecommand{\archcalc}[2]{#2}
\providecommand{\archexpect}[2]{#2}
\providecommand{\archrefute}[2]{#2}
% archcalc: settings lang=@LANG@
\title{@TITLE@}
\subtitle{@SUBTITLE@}
\date{}
\begin{document}

\begin{frame}[plain]
\titlepage
\end{frame}
"""
_FONTS = {"ko": "\\usepackage{kotex}\n"}
_EMS, _NARROW = 39.0, 15.0
_FRAME, _LINE, _LAST = 0.94, 0.066, 0.17
"""A slide's height below its title, that of a line of points, and of a last word."""


def compose(script: Script) -> bytes:
    """A LaTeX document."""
    head = (
        _PREAMBLE.replace("@FONTS@", _FONTS.get(script.lang, ""))
        .replace("@LANG@", script.lang)
        .replace("@TITLE@", _text(script.title))
        .replace("@SUBTITLE@", _text(script.subtitle))
    )
    frames = ("\n".join(_frame(slide)) for slide in script.slides)
    return "\n\n".join([head.rstrip(), *frames, "\\end{document}\n"]).encode()


def _frame(slide: Slide) -> Iterator[str]:
    yield f"\\begin{{frame}}{{{_words(slide.title)}}}"
    yield from _BODIES[slide.layout](slide)
    if slide.takeaway:
        yield f"\\takeaway{{{_words(slide.takeaway)}}}"
    if slide.notes:
        yield f"\\note{{{_text(slide.notes)}}}"
    yield "\\end{frame}"


def _below(slide: Slide) -> Iterator[str]:
    yield from _points(slide)
    for block in slide.blocks:
        yield from _block(block, _room(slide, lines(slide.points, _EMS)))


def _beside(slide: Slide) -> Iterator[str]:
    room = _room(slide, 0)
    left = list(_points(slide))
    right = [line for block in slide.blocks for line in _block(block, room)]
    yield from _columns((0.38, left), (0.58, right))


def _paired(slide: Slide) -> Iterator[str]:
    yield from _points(slide)
    room = _room(slide, lines(slide.points, _EMS))
    yield from _columns(*((0.48, list(_block(block, room))) for block in slide.blocks))


_BODIES = {"text": _below, "split": _beside, "pair": _paired}


def _columns(*columns: tuple[float, list[str]]) -> Iterator[str]:
    yield "\\begin{columns}[c,onlytextwidth]"
    for share, content in columns:
        yield f"\\begin{{column}}{{{share}\\textwidth}}"
        yield from content
        yield "\\end{column}"
    yield "\\end{columns}"


def _points(slide: Slide) -> Iterator[str]:
    if slide.points:
        yield "\\begin{itemize}"
        yield from (f"  \\item {_words(point)}" for point in slide.points)
        yield "\\end{itemize}"


def _room(slide: Slide, above: int) -> float:
    return _FRAME - _LINE * above - _LAST * bool(slide.takeaway)


def _block(block: str, room: float) -> Iterator[str]:
    yield f"\\begin{{room}}{{{room:.2f}}}"
    yield f"% archcalc: {block}"
    yield "\\end{room}"


def _words(line: Line) -> str:
    return words(line, _text, _marker)


def _text(text: str) -> str:
    return escape(text, "utf-8")


def _marker(asked: Asked) -> str:
    word, _, address = asked.asks.partition(" ")
    if word in CHECKED:
        return f"\\arch{word}{{{address}}}{{{_text(asked.held)}}}"
    return f"\\archcalc{{{asked.asks}}}{{?}}"
