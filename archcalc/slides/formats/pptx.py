"""PowerPoint decks: ``{{alexnet.params:si3}}`` in a slide's text, and shapes that are named
``archcalc: table alexnet`` in the Selection Pane. Needs the extra ``archcalc[pptx]``."""

from __future__ import annotations

from archcalc.errors import InputError
from archcalc.lang import say
from archcalc.slides.model import Deck

SUFFIXES = (".pptx", ".pptm")


def read(data: bytes, name: str) -> Deck:
    """The deck that a PowerPoint file is. Raises InputError without `[pptx]`, or for no deck."""
    try:
        import pptx  # noqa: F401
    except ImportError:
        text = "this needs {package}, which is not installed: {command}"
        command = "pip install 'archcalc[pptx]'"
        raise InputError(say(text, package="python-pptx", command=command)) from None
    from archcalc.slides.powerpoint.deck import PowerPointDeck

    return PowerPointDeck(data, name)
