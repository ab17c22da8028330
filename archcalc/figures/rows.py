"""A long diagram in several rows (or columns), as a text is in lines, to fit a page's shape."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from archcalc.figures.layout import Block, Layout
from archcalc.figures.nest import Framed, Node, Parallel, Series, members
from archcalc.figures.routes import Place

MOST_ROWS = 200
_APART = 34.0
_LEAD = 16.0
_WORTH = 0.8
"""Frames are broken where the page becomes that much smaller."""


class Rows(NamedTuple):
    """Everything placed in rows, and the ways from the end of one row to the start of the next."""

    block: Block
    detours: dict[int, tuple[Place, ...]]
    turn: float = 0


@dataclass(frozen=True)
class Score:
    """How large a page of one shape must be to hold something."""

    aim: float
    right: bool

    def __call__(self, length: float, breadth: float, /) -> float:
        """The height that it must have."""
        w, h = (length, breadth) if self.right else (breadth, length)
        return max(w / self.aim, h)


def one_row(layout: Layout, series: Series) -> Rows:
    """All in one row."""
    return Rows(layout.series(series.items), {})


def fitted(layout: Layout, series: Series, score: Score) -> Rows:
    """In as many rows as make `score` (of the length and the breadth) least.

    Frames that hold frames, as stages their blocks, go on in the next row where much is won by it.
    """
    least, best = _best(layout, series.items, score)
    pieces = _pieces(series.items)
    if len(pieces) > len(series.items):
        found, broken = _best(layout, pieces, score)
        if found < _WORTH * least:
            return broken
    return best


def _best(layout: Layout, items: Sequence[Node], score: Score) -> tuple[float, Rows]:
    """The least score of rows that end behind any of these items, and the rows."""
    best = one_row(layout, Series(_joined(items)))
    least = score(best.block.length, best.block.high - best.block.low)
    lengths = [layout.node(item).length + layout.space.step for item in items]
    if max(lengths) > sum(lengths) / 2:  # one part that cannot be cut is most of it
        return least, best
    for count in _counts(len(items)):
        parts = [_joined(part) for part in _parts(items, lengths, count)]
        if len(parts) != count:
            continue
        made = _stacked(layout, parts)
        found = score(made.block.length, made.block.high - made.block.low)
        if found < least:
            best, least = made, found
    return least, best


def _pieces(items: Sequence[Node]) -> list[Node]:
    """The items, each frame that holds frames as one frame for each item in it."""
    made: list[Node] = []
    for item in items:
        if isinstance(item, Framed) and any(isinstance(one, Framed) for one in item.inner.items):
            inner = _pieces(item.inner.items)
            made += [Framed(item.path, Series((one,))) for one in inner]
        else:
            made.append(item)
    return made


def _joined(items: Sequence[Node]) -> tuple[Node, ...]:
    """The pieces of a frame that follow each other as one frame."""
    made: list[Node] = []
    for item in items:
        last = made[-1] if made else None
        if isinstance(item, Framed) and isinstance(last, Framed) and item.path == last.path:
            made[-1] = Framed(item.path, Series((*last.inner.items, *item.inner.items)))
        else:
            made.append(item)
    return tuple(
        Framed(item.path, Series(_joined(item.inner.items))) if isinstance(item, Framed) else item
        for item in made
    )


def _counts(items: int) -> list[int]:
    """Numbers of rows to try: all small ones, larger ones by tenths."""
    found, count = [], 2
    while count <= min(items, MOST_ROWS):
        found.append(count)
        count += max(1, count // 10)
    return found


def _parts(items: Sequence[Node], lengths: Sequence[float], count: int) -> list[list[Node]]:
    """Cut into rows whose longest is as short as can be."""
    low, high = max(lengths), sum(lengths)
    while high - low > 1:
        middle = (low + high) / 2
        if len(_cut(items, lengths, middle)) <= count:
            high = middle
        else:
            low = middle
    return _cut(items, lengths, high)


def _cut(items: Sequence[Node], lengths: Sequence[float], most: float) -> list[list[Node]]:
    rows: list[list[Node]] = [[]]
    length = 0.0
    for item, size in zip(items, lengths, strict=True):
        broken = length + size > most and _may_break(rows[-1])
        if broken:
            rows.append([])
            length = 0.0
        rows[-1].append(item)
        length += size
    return rows


def _may_break(row: Sequence[Node]) -> bool:
    """After one box, or branches that have met: one arrow leads on."""
    if not row:
        return False
    last = row[-1]
    while isinstance(last, Framed):
        last = last.inner.items[-1]
    return not (isinstance(last, Parallel) and last.join < 0)


def _stacked(layout: Layout, parts: Sequence[Sequence[Node]]) -> Rows:
    """`parts` as rows. From the end of each a line leads back to the start of the next."""
    made = Block(0, 0, 0, (0,))
    detours: dict[int, tuple[Place, ...]] = {}
    edge = stop = 0.0
    for number, part in enumerate(parts):
        block = layout.series(part)
        across = edge - block.low
        made.take(block, 0, across)
        made.low = min(made.low, block.low + across)
        made.high = max(made.high, block.high + across)
        made.length = max(made.length, block.length)
        if number:
            last = members(parts[number - 1][-1])[-1]
            spot = made.spots[last]
            between = edge - _APART / 2
            detours[last] = (
                (spot.stop, spot.axis),
                (stop + layout.space.turn, spot.axis),
                (stop + layout.space.turn, between),
                (-_LEAD - 6, between),
                (-_LEAD - 6, across),
                (-_LEAD + 4, across),
            )
        stop = block.length
        edge = across + block.high + _APART
    return Rows(made, detours, layout.space.turn)
