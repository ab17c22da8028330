"""PowerPoint decks of 16:9, from python-pptx's own template: titles and points are placeholders,
blocks are shapes whose names are markers."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any, NamedTuple

from archcalc.errors import InputError
from archcalc.lang import say
from archcalc.slides.asked import is_checked
from archcalc.slides.compose._room import lines
from archcalc.slides.script import Asked, Line, Script, Slide, words

SUFFIX = ".pptx"
_POINT = 12_700
_WIDE, _HIGH = 960.0, 540.0
_SIDE, _TOP, _BOTTOM, _GAP = 48.0, 92.0, 505.0, 14.0
_TITLE, _POINTS, _TAKEAWAY, _FORMULA = 32, 20, 20, 22
_LEADING = 1.35
_LEFT = 0.4
"""The share of a slide's width that points have with a block beside them."""
_INK, _AMBER = "1F4E8C", "FDF5E1"


class Box(NamedTuple):
    """A rectangle on a slide, in points."""

    x: float
    y: float
    width: float
    height: float


def compose(script: Script) -> bytes:
    """A .pptx file. Raises InputError without the extra ``archcalc[pptx]``."""
    try:
        from pptx import Presentation
    except ImportError:
        text = "this needs {package}, which is not installed: {command}"
        command = "pip install 'archcalc[pptx]'"
        raise InputError(say(text, package="python-pptx", command=command)) from None

    deck = Presentation()
    _widen(deck)
    deck.core_properties.title = script.title
    deck.core_properties.language = script.lang
    _first(deck, script)
    for slide in script.slides:
        _add(deck, slide)
    _speak(deck, script.lang)
    file = io.BytesIO()
    deck.save(file)
    return file.getvalue()


def _speak(deck: Any, lang: str) -> None:
    """Let editors check the spelling, and choose fonts, for this language."""
    from pptx.enum.lang import MSO_LANGUAGE_ID

    code = {"ko": MSO_LANGUAGE_ID.KOREAN}.get(lang, MSO_LANGUAGE_ID.ENGLISH_US)
    for page in deck.slides:
        for shape in page.shapes:
            for run in _runs(shape) if shape.has_text_frame else ():
                run.font.language_id = code


def _widen(deck: Any) -> None:
    """The template is 4:3; its masters' and layouts' shapes are stretched with it."""
    share = _WIDE * _POINT / deck.slide_width
    deck.slide_width, deck.slide_height = round(_WIDE * _POINT), round(_HIGH * _POINT)
    master = deck.slide_master
    for page in (master, *master.slide_layouts):
        for shape in page.placeholders:
            if shape._element.spPr.xfrm is not None:
                shape.left, shape.width = round(shape.left * share), round(shape.width * share)


def _first(deck: Any, script: Script) -> None:
    page = deck.slides.add_slide(deck.slide_layouts[0])
    title, subtitle = page.placeholders[0], page.placeholders[1]
    title.text_frame.text, subtitle.text_frame.text = script.title, script.subtitle
    _put(title, Box(_SIDE, 150, _WIDE - 2 * _SIDE, 110))
    _put(subtitle, Box(_SIDE, 270, _WIDE - 2 * _SIDE, 80))
    _look(title, 48, color=_INK, bold=True)
    _look(subtitle, 26)
    settings = _text_box(page, Box(0, _HIGH - 8, 8, 8))
    settings.name = f"archcalc: settings lang={script.lang}"


def _add(deck: Any, slide: Slide) -> None:
    page = deck.slides.add_slide(deck.slide_layouts[1])
    title, body = page.placeholders[0], page.placeholders[1]
    _put(title, Box(_SIDE, 24, _WIDE - 2 * _SIDE, 56))
    title.text_frame.text = _words(slide.title)
    _look(title, _TITLE, color=_INK, bold=True)
    bottom = _BOTTOM
    if slide.takeaway:
        bottom -= 40 + _GAP
        _takeaway(page, slide.takeaway, Box(_SIDE, _BOTTOM - 40, _WIDE - 2 * _SIDE, 40))
    points, blocks = _BOXES[slide.layout](slide, bottom)
    if slide.points:
        _put(body, points)
        _fill(body, slide.points)
    else:
        body._element.getparent().remove(body._element)
    for block, box in zip(slide.blocks, blocks, strict=True):
        shape = _text_box(page, box)
        shape.name = f"archcalc: {block}"
        if block.startswith("formula "):
            _formula(shape)
    page.notes_slide.notes_text_frame.text = slide.notes


# --- where things stand --------------------------------------------------------------------------


def _below(slide: Slide, bottom: float) -> tuple[Box, list[Box]]:
    points, rest = _over(slide, bottom)
    each = rest.height / max(1, len(slide.blocks))
    boxes = [
        rest._replace(y=rest.y + number * each, height=each - _GAP)
        for number in range(len(slide.blocks))
    ]
    return points, boxes


def _beside(slide: Slide, bottom: float) -> tuple[Box, list[Box]]:
    wide = (_WIDE - 2 * _SIDE) * _LEFT
    x = _SIDE + wide + _GAP
    height = bottom - _TOP
    return Box(_SIDE, _TOP, wide, height), [Box(x, _TOP, _WIDE - _SIDE - x, height)]


def _paired(slide: Slide, bottom: float) -> tuple[Box, list[Box]]:
    points, rest = _over(slide, bottom)
    wide = (rest.width - _GAP) / 2
    right = rest.x + wide + _GAP
    return points, [rest._replace(width=wide), rest._replace(x=right, width=wide)]


def _over(slide: Slide, bottom: float) -> tuple[Box, Box]:
    """Points over the whole width, and what is free below them."""
    wide = _WIDE - 2 * _SIDE
    high = lines(slide.points, (wide - 40) / _POINTS) * _POINTS * _LEADING
    high += 10 if slide.points else 0
    y = _TOP + high + _GAP
    return Box(_SIDE, _TOP, wide, high), Box(_SIDE, y, wide, bottom - y)


_BOXES = {"text": _below, "split": _beside, "pair": _paired}


# --- shapes --------------------------------------------------------------------------------------


def _text_box(page: Any, box: Box) -> Any:
    return page.shapes.add_textbox(*_emu(box))


def _put(shape: Any, box: Box) -> None:
    shape.left, shape.top, shape.width, shape.height = _emu(box)


def _emu(box: Box) -> tuple[int, ...]:
    return tuple(round(value * _POINT) for value in box)


def _fill(body: Any, points: tuple[Line, ...]) -> None:
    frame = body.text_frame
    frame.text = _words(points[0])
    for point in points[1:]:
        frame.add_paragraph().text = _words(point)
    _look(body, _POINTS)
    frame.vertical_anchor = _anchor(body)


def _anchor(body: Any) -> Any:
    """Beside a block points stand in the middle, above one at the top."""
    from pptx.enum.text import MSO_ANCHOR

    return MSO_ANCHOR.TOP if body.width > _WIDE * _POINT / 2 else MSO_ANCHOR.MIDDLE


def _formula(shape: Any) -> None:
    """Text whose looks the formula takes over."""
    from pptx.enum.text import PP_ALIGN

    shape.text_frame.word_wrap = True
    shape.text_frame.text = "="
    _look(shape, _FORMULA)
    shape.text_frame.paragraphs[0].alignment = PP_ALIGN.CENTER


def _takeaway(page: Any, line: Line, box: Box) -> None:
    from pptx.dml.color import RGBColor

    shape = _text_box(page, box)
    shape.fill.solid()
    shape.fill.fore_color.rgb = RGBColor.from_string(_AMBER)
    shape.text_frame.word_wrap = True
    shape.text_frame.text = _words(line)
    _look(shape, _TAKEAWAY)


def _look(shape: Any, size: float, *, color: str = "", bold: bool = False) -> None:
    """Letters of this size; the others of the theme."""
    from pptx.dml.color import RGBColor
    from pptx.enum.text import PP_ALIGN
    from pptx.util import Pt

    for run in _runs(shape):
        run.font.size = Pt(size)
        if color:
            run.font.color.rgb, run.font.bold = RGBColor.from_string(color), bold
    for paragraph in shape.text_frame.paragraphs:
        paragraph.alignment = PP_ALIGN.LEFT


def _runs(shape: Any) -> Iterator[Any]:
    for paragraph in shape.text_frame.paragraphs:
        yield from paragraph.runs


def _words(line: Line) -> str:
    return words(line, str, _marker)


def _marker(asked: Asked) -> str:
    return (
        f"{{{{{asked.asks} = {asked.held}}}}}"
        if is_checked(asked.asks)
        else f"{{{{{asked.asks}}}}}"
    )
