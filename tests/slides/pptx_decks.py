"""PowerPoint decks for tests: made by python-pptx, refreshed without a process, and read again."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterable
from typing import Any

from archcalc.slides.refresh import Refreshed, refresh
from tests.slides.decks import maker

NAME = "deck.pptx"
FIELD = "{http://schemas.openxmlformats.org/drawingml/2006/main}fld"
PARAGRAPH = "{http://schemas.openxmlformats.org/drawingml/2006/main}p"


def deck(*fill: Callable[[Any], None]) -> bytes:
    """A deck of 16:9, one slide for each of these, which put things on it."""
    from pptx import Presentation
    from pptx.util import Inches

    made = Presentation()
    made.slide_width, made.slide_height = Inches(13.333), Inches(7.5)
    for each in fill:
        each(made.slides.add_slide(made.slide_layouts[5]))
    return saved(made)


def saved(presentation: Any) -> bytes:
    """A presentation as a file's bytes."""
    out = io.BytesIO()
    presentation.save(out)
    return out.getvalue()


def box(
    slide: Any, *runs: str, name: str = "Body", inches: tuple[float, ...] = (1, 1.5, 11, 5)
) -> Any:
    """A text box of one paragraph."""
    from pptx.util import Inches

    made = slide.shapes.add_textbox(*map(Inches, inches))
    made.name = name
    for text in runs:
        made.text_frame.paragraphs[0].add_run().text = text
    return made


def text(*runs: str) -> bytes:
    """A deck of one slide with one paragraph."""
    return deck(lambda slide: box(slide, *runs))


def block(asks: str, **more: Any) -> bytes:
    """A deck of one slide with one named shape."""
    return deck(lambda slide: box(slide, name=f"archcalc: {asks}", **more))


def refreshed(data: bytes, *, force: bool = False, only: tuple[str, ...] = ()) -> Refreshed:
    """A deck, refreshed."""
    return refresh(data, NAME, maker(), force=force, only=only)


def after(data: bytes, *, force: bool = False) -> bytes:
    """What a deck is afterwards. It must have no problems, and a second round changes nothing."""
    found = refreshed(data, force=force)
    assert found.problems == ()
    again = refreshed(found.content)
    assert again.content == found.content
    assert not again.of("stale")
    return found.content


def opened(data: bytes) -> Any:
    """The presentation."""
    from pptx import Presentation

    return Presentation(io.BytesIO(data))


def shape(data: bytes, slide: int = 0) -> Any:
    """The last shape of a slide."""
    return opened(data).slides[slide].shapes[-1]


def paragraphs(data: bytes, slide: int = 0) -> list[str]:
    """What a person reads on a slide."""
    root = opened(data).slides[slide].part._element
    return [
        "".join(t.text or "" for t in p.iter() if str(t.tag).endswith("}t"))
        for p in root.iter(PARAGRAPH)
    ]


def fields(root: Any) -> list[tuple[str, str]]:
    """The fields there are: type and text."""
    return [
        (f.get("type"), "".join(t.text or "" for t in f if str(t.tag).endswith("}t")))
        for f in root.iter(FIELD)
    ]


def edited(data: bytes, change: Callable[[Any], None]) -> bytes:
    """The deck, changed by hand."""
    presentation = opened(data)
    change(presentation)
    return saved(presentation)


def parts(data: bytes) -> dict[str, bytes]:
    """All that is in the file."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(entries: Iterable[tuple[str, bytes]]) -> bytes:
    """A file of these parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries:
            archive.writestr(name, content)
    return out.getvalue()
