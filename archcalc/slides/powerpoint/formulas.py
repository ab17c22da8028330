"""Formulas as text, their subscripts set low, in the letters of the box that holds them."""

from __future__ import annotations

from archcalc.render._cells import scripts
from archcalc.slides.model import Formula
from archcalc.slides.powerpoint.frames import Frame, place
from archcalc.slides.powerpoint.letters import Pieces
from archcalc.slides.powerpoint.xml import Element, new, under

_SIZE = 2000
"""Of letters in a new box, in hundredths of a point."""


def box(frame: Frame) -> Element:
    """A text box with nothing in it."""
    made = new("p:sp")
    head = under(made, "p:nvSpPr")
    under(head, "p:cNvPr", id=0, name="")
    under(head, "p:cNvSpPr", txBox=1)
    under(head, "p:nvPr")
    looks = under(made, "p:spPr")
    place(looks, "a:xfrm", frame)
    under(under(looks, "a:prstGeom", prst="rect"), "a:avLst")
    under(looks, "a:noFill")
    body = under(made, "p:txBody")
    under(body, "a:bodyPr", wrap="square", anchor="ctr")
    under(under(body, "a:p"), "a:endParaRPr", lang="en-US", sz=_SIZE)
    return made


def pieces(formula: Formula) -> Pieces:
    """What should stand in it."""
    return scripts(formula.text)
