"""A long diagram in several rows (or columns), as a text is in lines, to fit a page's shape."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from archcalc.figures.layout import Block, Layout
from archcalc.figures.nest import Node, Parallel, Series, members
from archcalc.figures.routes import Place

MOST_ROWS = 200
_APART = 34.0
_LEAD = 16.0


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
    """In as many rows as make `score` (of the length and the breadth) least."""
    best = one_row(layout, series)
    least = score(best.block.length, best.block.high - best.block.low)
    lengths = [layout.node(item).length + layout.space.step for item in series.items]
    if max(lengths) > sum(lengths) / 2:  # one part that cannot be cut is most of it
        return best
    for count in _counts(len(series.items)):
        parts = _parts(series.items, lengths, count)
        if len(parts) != count:
            continue
        made = _stacked(layout, parts)
        found = score(made.block.length, made.block.high - made.block.low)
        if found < least:
            best, least = made, found
    return best


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
