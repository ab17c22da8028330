"""How wide a text is: the widths of Helvetica, and a margin for fonts that stand in for it."""

from __future__ import annotations

import unicodedata

# Adobe's font metrics of Helvetica, in thousandths of the font's size, from the space on.
_ASCII = (
    278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278,
    556, 556, 556, 556, 556, 556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556,
    1015, 667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667, 556, 833, 722, 778,
    667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469, 556,
    333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556,
    556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584,
)  # fmt: skip
_MARGIN = 1.12
"""DejaVu Sans, the widest of the usual ones, is about so much wider."""
_BOLD = 1.07


def width(text: str, size: float, *, bold: bool = False) -> float:
    """The most that one line of `text` takes in a common sans-serif, in the unit of `size`."""
    total = sum(map(_character, text)) / 1000 * size * _MARGIN
    return total * _BOLD if bold else total


def _character(character: str) -> int:
    code = ord(character)
    if 32 <= code < 127:
        return _ASCII[code - 32]
    if unicodedata.combining(character):
        return 0
    return 1000 if unicodedata.east_asian_width(character) in "WF" else 640


def fitted(text: str, size: float, most: float, *, bold: bool = False) -> str:
    """`text` on one line, cut with an ellipsis where it is wider than `most`."""
    line = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    if width(line, size, bold=bold) <= most:
        return line
    keep = len(line)
    while keep and width(line[:keep] + "…", size, bold=bold) > most:
        keep -= 1
    return line[:keep].rstrip() + "…"
