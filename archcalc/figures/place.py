"""Places for labels: boxes that overlap neither each other nor what they label. Always the same."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import NamedTuple

_AROUND = (0, 180, 270, 90, 315, 45, 225, 135, 337, 22, 202, 157, 292, 247, 67, 112)
"""Where a label is tried, in degrees: right, left, above, below, then between."""
_NEAR = 1.0
"""A label up to so many times its height from its disc needs no line to it, unless another disc is
as near."""
_LED, _CROSSING, _NO_PLACE, _FINE = 3.0, 15.0, 100.0, 1.5
"""What a leader costs, one that crosses a label or a disc, a label without a place, in heights of a
label; and what no further try is made for."""
_TRIES = 24
_ROUNDS = 28
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


class Segment(NamedTuple):
    """A straight line between two points."""

    x: float
    y: float
    x2: float
    y2: float

    def enters(self, box: Box) -> bool:
        """Whether any of it lies in a box (Liang & Barsky 1984: clipped side by side)."""
        first, last = 0.0, 1.0
        for start, along, low, high in (
            (self.x, self.x2 - self.x, box.x, box.x + box.width),
            (self.y, self.y2 - self.y, box.y, box.y + box.height),
        ):
            if along == 0:
                if not low < start < high:
                    return False
                continue
            ends = sorted(((low - start) / along, (high - start) / along))
            first, last = max(first, ends[0]), min(last, ends[1])
        return first < last

    def passes(self, disc: Disc) -> bool:
        """Whether any of it lies in a disc."""
        across, down = self.x2 - self.x, self.y2 - self.y
        length = across * across + down * down
        share = ((disc.x - self.x) * across + (disc.y - self.y) * down) / length if length else 0.0
        share = min(max(share, 0.0), 1.0)
        x, y = self.x + share * across, self.y + share * down
        return math.hypot(disc.x - x, disc.y - y) < disc.radius

    def crosses(self, other: Segment) -> bool:
        """Whether the two have a point between their ends in common."""
        return self._parts(other) and other._parts(self)

    def _parts(self, other: Segment) -> bool:
        """Whether the other's ends lie on different sides of the line through this one."""
        across, down = self.x2 - self.x, self.y2 - self.y
        one = across * (other.y - self.y) - down * (other.x - self.x)
        two = across * (other.y2 - self.y) - down * (other.x2 - self.x)
        return one * two < 0


class Disc(NamedTuple):
    """What is labelled: a disc, and the width and height of its label."""

    x: float
    y: float
    radius: float
    width: float
    height: float


class _Place(NamedTuple):
    """One place for a label: the way to it from its disc's edge, and what speaks against it."""

    cost: float
    box: Box
    way: Segment


def labels(
    discs: Sequence[Disc], bounds: Box, gap: float = 6, lines: Sequence[Box] = ()
) -> list[Box | None]:
    """A box for each label, none of which touches a disc, a line or another; None without room.

    Greedy, the largest disc first: each label takes the place that costs least by then. Labels
    that fared worst are put first in further tries, of which the cheapest holds.
    """
    places = [sorted(_places(i, discs, bounds, gap, lines), key=_cost) for i in range(len(discs))]
    order = sorted(range(len(discs)), key=lambda i: (-discs[i].radius, i))
    best, least = list[Box | None](), math.inf
    for _ in range(_TRIES if discs else 0):
        found = _placed(order, places)
        costs = [place.cost if place else _NO_PLACE for place in found]
        if sum(costs) < least:
            best, least = [place.box if place else None for place in found], sum(costs)
        worst = max(order, key=lambda i: costs[i])
        if costs[worst] < _FINE or worst == order[0]:
            break
        order = [worst, *(i for i in order if i != worst)]
    return best


def leader(i: int, box: Box, discs: Sequence[Disc]) -> Segment | None:
    """A line from a disc's edge to its label, where it is not plain whose label it is."""
    disc = discs[i]
    away = _away(disc, box) - disc.radius
    others = min((_away(o, box) - o.radius for o in discs if o is not disc), default=math.inf)
    return None if away < min(_NEAR * box.height, others) else _way(disc, box)


def _placed(order: Sequence[int], places: Sequence[Sequence[_Place]]) -> list[_Place | None]:
    """A place for each, taken in that order, with its cost among those placed before it."""
    found: list[_Place | None] = [None] * len(places)
    for i in order:
        taken = [place for place in found if place]
        best: _Place | None = None
        for place in places[i]:
            if best and place.cost >= best.cost:
                break
            if not any(place.box.overlaps(other.box) for other in taken):
                cost = place.cost + _CROSSING * sum(_cross(place, other) for other in taken)
                best = place._replace(cost=cost) if not best or cost < best.cost else best
        found[i] = best
    return found


def _cost(place: _Place) -> float:
    return place.cost


def _cross(one: _Place, other: _Place) -> bool:
    """Whether a label stands in the other's way, or the ways cross."""
    return one.way.enters(other.box) or other.way.enters(one.box) or one.way.crosses(other.way)


def _places(
    i: int, discs: Sequence[Disc], bounds: Box, gap: float, lines: Sequence[Box]
) -> Iterator[_Place]:
    """Where a disc's label touches nothing, and what each place costs by its distance."""
    disc = discs[i]
    others = [other for other in discs if other is not disc]
    for turn, box in enumerate(_around(disc, gap)):
        if box.within(bounds) and not _blocked(box, discs, lines):
            way = _way(disc, box)
            cost = turn * _STEP / len(_AROUND) / box.height
            cost += _LED * (leader(i, box, discs) is not None)
            yield _Place(cost + _CROSSING * sum(way.passes(o) for o in others), box, way)


def _way(disc: Disc, box: Box) -> Segment:
    """From a disc's edge to the nearest point of a label."""
    x, y = _nearest(disc, box)
    start = disc.radius / _away(disc, box)
    return Segment(disc.x + (x - disc.x) * start, disc.y + (y - disc.y) * start, x, y)


def _around(disc: Disc, gap: float) -> Iterator[Box]:
    """The box in ever wider rounds about the disc."""
    for ring in range(_ROUNDS):
        distance = disc.radius + gap + ring * _STEP
        for degrees in _AROUND:
            across = math.cos(math.radians(degrees))
            down = math.sin(math.radians(degrees))
            x = disc.x + across * distance + (across - 1) / 2 * disc.width
            y = disc.y + down * distance + (down - 1) / 2 * disc.height
            yield Box(x, y, disc.width, disc.height)


def _blocked(box: Box, discs: Sequence[Disc], lines: Sequence[Box]) -> bool:
    return any(box.overlaps(line) for line in lines) or any(_touches(box, d) for d in discs)


def _touches(box: Box, disc: Disc) -> bool:
    return _away(disc, box) < disc.radius + 1


def _away(disc: Disc, box: Box) -> float:
    """From a disc's middle to the nearest point of a box."""
    x, y = _nearest(disc, box)
    return math.hypot(disc.x - x, disc.y - y)


def _nearest(disc: Disc, box: Box) -> tuple[float, float]:
    x = min(max(disc.x, box.x), box.x + box.width)
    return x, min(max(disc.y, box.y), box.y + box.height)
