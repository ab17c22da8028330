"""Boxes within their frames, as formats with nested groups write them."""

from __future__ import annotations

from typing import NamedTuple

from archcalc.figures.labels import frame_label
from archcalc.figures.scheme import Scheme


class Branch(NamedTuple):
    """A frame with what it holds; `number` is its own in the scheme."""

    number: int
    path: str
    label: str
    items: list[int | Branch]


def tree(scheme: Scheme) -> list[int | Branch]:
    """The boxes in order, those in a frame within it."""
    top: list[int | Branch] = []
    known: dict[str, Branch] = {}
    for i, unit in enumerate(scheme.units):
        here = top
        for path in unit.within:
            if path not in known:
                label = frame_label(scheme.frames[path])
                known[path] = Branch(len(known), path, label, [])
                here.append(known[path])
            here = known[path].items
        here.append(i)
    return top
