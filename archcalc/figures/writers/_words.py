"""What the formats share that lay out by themselves."""

from __future__ import annotations

from collections.abc import Iterable

from archcalc.errors import InputError
from archcalc.figures import labels
from archcalc.figures.drawing import Drawing
from archcalc.figures.scheme import Scheme, Unit
from archcalc.lang import say


def needs_scheme(drawing: Drawing, name: str) -> Scheme:
    """The boxes and arrows. Raises InputError for a drawing of another kind."""
    if drawing.scheme is None:
        raise InputError(say("{format} draws boxes and arrows, no volumes", format=name))
    return drawing.scheme


def words_of(unit: Unit, names: Iterable[str]) -> str:
    """A box's label on one line."""
    return " ".join(line.text for line in labels.lines(unit, names))
