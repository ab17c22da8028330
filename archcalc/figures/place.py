"""Places for labels: boxes that overlap neither each other nor what they label. Always the same."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import NamedTuple

_AROUND = (0, 180, 270, 90, 315, 45, 225, 135)
"""Where a label is tried, in degrees: right, left, above, below, then between."""
_ROUNDS = 40
_STEP = 14.0


class Box(NamedTuple):
    """A rectangle by its upper left corner, y down."""

    x: float
    y: float
    width: float
    height: float

    def overlaps(self, other: Box) -> bool:
        """Whether they share more than an edge."""
        return (
            self.x < other.x + other.width
            and other.x < self.x + self.width
            and self.y < other.y + other.height
            and other.y < self.y + self.height
        )

    def within(self, other: Box) -> bool:
        """Whether it lies in `other`."""
        right, bottom = self.x + self.width, self.y + self.height
        inside = other.x <= self.x and right <= other.x + other.width
        return inside and other.y <= self.y and bottom <= other.y + other.height


class Disc(NamedTuple):
    """What is labelled: a disc, and the width and height of its label."""

    x: float
    y: float
    radius: float
    width: float
    height: float


def labels(
    discs: Sequence[Disc], bounds: Box, gap: float = 6, lines: Sequence[Box] = ()
) -> list[Box | None]:
    """A box for each label, as near as possible to its disc; None where there is no room for it.

    Greedy: the largest disc first, then in order; each label takes the nearest place, right, left,
    above, below, that touches no disc, none of the `lines`, and no label placed before it.
    """
    order = sorted(range(len(discs)), key=lambda i: (-discs[i].radius, i))
    taken = list(lines)
    found: list[Box | None] = [None] * len(discs)
    for i in order:
        for box in _places(discs[i], gap):
            if box.within(bounds) and not _blocked(box, discs, taken):
                found[i] = box
                taken.append(box)
                break
    return found


def _places(disc: Disc, gap: float) -> Iterator[Box]:
    """The box in ever wider rounds about the disc."""
    for ring in range(_ROUNDS):
        distance = disc.radius + gap + ring * _STEP
        for degrees in _AROUND:
            across = math.cos(math.radians(degrees))
            down = math.sin(math.radians(degrees))
            x = disc.x + across * distance + (across - 1) / 2 * disc.width
            y = disc.y + down * distance + (down - 1) / 2 * disc.height
            yield Box(x, y, disc.width, disc.height)


def _blocked(box: Box, discs: Sequence[Disc], taken: Sequence[Box]) -> bool:
    return any(box.overlaps(other) for other in taken) or any(_touches(box, d) for d in discs)


def _touches(box: Box, disc: Disc) -> bool:
    x = min(max(disc.x, box.x), box.x + box.width)
    y = min(max(disc.y, box.y), box.y + box.height)
    return math.hypot(disc.x - x, disc.y - y) < disc.radius + 1
