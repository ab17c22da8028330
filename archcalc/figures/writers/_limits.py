"""What is too much for a format: an error that names ``--collapse`` instead of a broken file."""

from __future__ import annotations

from archcalc.errors import InputError
from archcalc.figures.drawing import Drawing
from archcalc.lang import say


def check(name: str, what: str, found: float, most: float) -> None:
    """Raises InputError where `found` is more than a format holds. `what` is said as it is."""
    if found > most:
        text = "too large for {format}: {found} {what}, at most {most}; see --collapse"
        values = {"found": f"{found:,.0f}", "most": f"{most:,.0f}"}
        raise InputError(say(text, format=name, what=say(what), **values))


def check_size(drawing: Drawing, name: str, most: float) -> None:
    """The same for the longer side, in pixels."""
    check(name, "pixels", max(drawing.width, drawing.height), most)
