"""How a chart looks: size, theme, and colours that stay apart for everyone and in grey print.

Colours are those of Okabe & Ito, "Color Universal Design", 2008.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from archcalc.errors import InputError, shorten
from archcalc.lang import say

BLACK, BLUE, VERMILLION, GREEN = "#000000", "#0072b2", "#d55e00", "#009e73"
PURPLE, SKY, ORANGE, YELLOW = "#cc79a7", "#56b4e9", "#e69f00", "#f0e442"
WHITE = "#ffffff"

_FILLS = (BLUE, ORANGE, BLACK, GREEN, YELLOW)
"""Each differs in luminance from those before it, neighbours most of all."""
_LINES = (
    (BLUE, ()), (ORANGE, (11, 5)), (BLACK, (2, 4)), (SKY, (16, 4, 2, 4)), (VERMILLION, (6, 3)),
    (GREEN, (1, 3)), (PURPLE, (22, 6)),
)  # fmt: skip
"""Colour and dashes of each line: neighbours differ in both."""


class Theme(NamedTuple):
    """The colours of everything that is no data; `swaps` are colours of data that it changes."""

    background: str
    text: str
    muted: str
    grid: str
    edge: str
    swaps: Mapping[str, str]


THEMES = {
    "light": Theme("#ffffff", "#16191d", "#50575f", "#dfe3e7", "#3b4046", {BLACK: "#1f2327"}),
    "dark": Theme("#14171c", "#f4f5f6", "#b4bbc3", "#333a42", "#c9ced4", {BLACK: "#f2f3f5"}),
}
_SWAPPED = {"dark": {BLUE: SKY, SKY: BLUE}}
"""What thin marks change further: dark blue is hard to see on black."""
_SIZE = re.compile(r"([0-9]{2,5})\s*[xX×]\s*([0-9]{2,5})")
SMALLEST, LARGEST = (240, 135), (7680, 7680)
_REFERENCE = (1280, 720)
_ZOOM = re.compile(r"[0-9](\.[0-9]{1,3})?")
LARGEST_ZOOM = 3


class Look(NamedTuple):
    """Theme and size of one picture, in pixels. Sizes of letters go with it.

    `zoom` makes them larger still, for a picture on half a slide.
    """

    theme: str = "light"
    transparent: bool = False
    width: int = 1280
    height: int = 720
    zoom: float = 1.0

    @property
    def colors(self) -> Theme:
        """The theme's colours."""
        return THEMES[self.theme]

    @property
    def scale(self) -> float:
        """How much larger everything is than on a slide of 1280 × 720."""
        return self.zoom * min(self.width / _REFERENCE[0], self.height / _REFERENCE[1])

    def fills(self, count: int) -> tuple[str, ...]:
        """Colours of so many bars, five at most."""
        return tuple(self.colors.swaps.get(color, color) for color in _FILLS[:count])

    def strokes(self, count: int) -> tuple[tuple[str, tuple[int, ...]], ...]:
        """Colour and dashes of so many lines; on dark slides the lighter of the blues is first."""
        swaps = {**self.colors.swaps, **_SWAPPED.get(self.theme, {})}
        return tuple((swaps.get(color, color), dash) for color, dash in _LINES[:count])


def size_in(text: str) -> tuple[int, int]:
    """``1280x720`` → (1280, 720). Raises InputError."""
    found = _SIZE.fullmatch(text.strip())
    if found is None:
        sentence = '--size takes a width and a height in pixels, as 1280x720, found "{found}"'
        raise InputError(say(sentence, found=shorten(text)))
    size = int(found[1]), int(found[2])
    for value, least, most in zip(size, SMALLEST, LARGEST, strict=True):
        if not least <= value <= most:
            sentence = "--size goes from {least} to {most}, found {found}"
            least_size, most_size = "x".join(map(str, SMALLEST)), "x".join(map(str, LARGEST))
            raise InputError(say(sentence, least=least_size, most=most_size, found=text.strip()))
    return size


def zoom_in(text: str) -> float:
    """``1.5`` → 1.5. Raises InputError."""
    if not _ZOOM.fullmatch(text.strip()) or not 1 <= float(text) <= LARGEST_ZOOM:
        sentence = '--zoom takes a number from 1 to {most}, as 1.5, found "{found}"'
        raise InputError(say(sentence, most=LARGEST_ZOOM, found=shorten(text)))
    return float(text)


def luminance(color: str) -> float:
    """Relative luminance of ``#rrggbb``, from 0 to 1 (WCAG 2.2)."""
    parts = (int(color[i : i + 2], 16) / 255 for i in (1, 3, 5))
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours, from 1 to 21 (WCAG 2.2)."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def on(color: str) -> str:
    """Black or white, whichever reads better on `color`."""
    return max((BLACK, WHITE), key=lambda letters: contrast(letters, color))
