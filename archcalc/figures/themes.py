"""Colours of diagrams: one palette for light slides, one for dark ones.

Fills differ in hue and every box says in words what it is, so that nothing hangs on a colour.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple


class Tint(NamedTuple):
    """A box's fill and outline."""

    fill: str
    stroke: str


class Theme(NamedTuple):
    """Colours as ``#rrggbb``; `tints` by what a box is."""

    background: str
    ink: str
    muted: str
    line: str
    frame: Tint
    tints: Mapping[str, Tint]


LIGHT = Theme(
    background="#ffffff",
    ink="#17202a",
    muted="#4a5663",
    line="#46525e",
    frame=Tint("#f6f8fa", "#a4b0bc"),
    tints={
        "conv": Tint("#d6e6f8", "#2f6db3"),
        "pointwise": Tint("#fdeebf", "#a97f00"),
        "linear": Tint("#e7ddf6", "#7450b0"),
        "pool": Tint("#fbd9d1", "#bd4c37"),
        "merge": Tint("#d5efdd", "#2a8350"),
        "norm": Tint("#e6eaee", "#667380"),
        "other": Tint("#f2f3f4", "#808a94"),
        "block": Tint("#d3eef0", "#1f7b87"),
        "input": Tint("", ""),
    },
)
DARK = Theme(
    background="#10161d",
    ink="#f0f4f8",
    muted="#b4c0cc",
    line="#a9b6c3",
    frame=Tint("#18212b", "#5d6b79"),
    tints={
        "conv": Tint("#1b3b60", "#7fb5f2"),
        "pointwise": Tint("#4b3c0c", "#e3bd4b"),
        "linear": Tint("#3a2a5a", "#b99cf0"),
        "pool": Tint("#572419", "#f0957f"),
        "merge": Tint("#173f28", "#6fcf97"),
        "norm": Tint("#2a343e", "#9aa8b5"),
        "other": Tint("#242c35", "#8d99a5"),
        "block": Tint("#123f46", "#6cc8d4"),
        "input": Tint("", ""),
    },
)
THEMES: Mapping[str, Theme] = {"light": LIGHT, "dark": DARK}
