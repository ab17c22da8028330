"""Fitting a terminal's width: which columns give way, and where text folds. Nothing is cut."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from rich.cells import cell_len

GAP = 2
"""Blanks between columns."""
TIGHT = 1
"""The same where nothing else gives way."""

# Never right after an equals sign, which goes down with its value, nor within a Korean number.
_BREAK = re.compile("(?<!=)(?<![0-9][만억조경해]) ")


class Entry(NamedTuple):
    """One cell's text. `yields` says when it may fold: 1 first, 2 next, 0 never (a number).

    `narrow` is what it is instead where there is little room.
    """

    text: str
    yields: int = 0
    indent: int = 0
    narrow: str = ""


def fold(text: str, width: int | None) -> list[str]:
    """Lines of at most `width`, except where one word is longer than that."""
    if width is None or cell_len(text) <= width:
        return [text]
    lines: list[str] = []
    for word in _BREAK.split(text):
        joined = f"{lines[-1]} {word}" if lines else word
        if lines and cell_len(joined) <= width:
            lines[-1] = joined
        else:
            lines.append(word)
    return lines


def layout(rows: Sequence[Sequence[Entry]], limit: int | None, gap: int = GAP) -> list[list[str]]:
    """The cells, folded so that the columns together take at most `limit` where that can be."""
    widths = _widths(rows, stage=0)
    if limit is not None:
        for stage in (1, 2):
            excess = sum(widths) + gap * (len(widths) - 1) - limit
            widths = _shrink(widths, _widths(rows, stage), excess)
    return [[_set(entry, width) for entry, width in zip(row, widths, strict=True)] for row in rows]


def _widths(rows: Sequence[Sequence[Entry]], stage: int) -> list[int]:
    """What each column needs once everything that yields by `stage` has been folded to words."""
    return [max(_needs(entry, stage) for entry in column) for column in zip(*rows, strict=True)]


def _needs(entry: Entry, stage: int) -> int:
    text = entry.narrow if entry.narrow and stage else entry.text
    words = _BREAK.split(text) if 0 < entry.yields <= stage else text.split("\n")
    return entry.indent + max(map(cell_len, words))


def _shrink(widths: list[int], floors: list[int], excess: int) -> list[int]:
    widths = list(widths)
    for _ in range(excess):
        able = [i for i, width in enumerate(widths) if width > floors[i]]
        if not able:
            break
        widths[max(able, key=widths.__getitem__)] -= 1
    return widths


def _set(entry: Entry, width: int) -> str:
    blanks = " " * entry.indent
    text = entry.narrow if entry.narrow and width < _needs(entry, 0) else entry.text
    lines = fold(text, width - entry.indent) if entry.yields else text.split("\n")
    return "\n".join(blanks + line for line in lines)
