"""A chain of shortcuts within shortcuts as a U: down on the left, up on the right, links across.

So Ronneberger et al. 2015 draw U-Net (figure 1).
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import NamedTuple

from archcalc.figures.layout import Layout, Sizes, Spot
from archcalc.figures.nest import Lane, Node, Parallel, Series
from archcalc.figures.routes import Route

_LEAST = 2
"""Shortcuts within each other that make a U."""
_ACROSS = 70.0
_STEP = 26.0


class Level(NamedTuple):
    """The boxes on the way down to a shortcut, those from where it ends, on the way up, and what is
    on the shortcut itself, a crop or nothing.
    """

    left: tuple[int, ...]
    right: tuple[int, ...]
    link: tuple[int, ...]


class Legs(NamedTuple):
    """Levels from the top, and the boxes at the bottom."""

    levels: tuple[Level, ...]
    bottom: tuple[int, ...]

    @property
    def aside(self) -> tuple[int, ...]:
        """The boxes whose arrow leads to the right."""
        return (self.bottom[-1], *(i for level in self.levels for i in level.link))


class Placed(NamedTuple):
    """Where the boxes and arrows are; those of `rising` lead upwards."""

    spots: dict[int, Spot]
    routes: list[Route]
    rising: frozenset[int]
    length: float
    low: float
    high: float


def legs(series: Series) -> Legs | None:
    """The U that a nest is, if it is one."""
    levels: list[Level] = []
    here = series
    while True:
        forks = [i for i, item in enumerate(here.items) if isinstance(item, Parallel)]
        if not forks:
            break
        fork = here.items[forks[0]]
        assert isinstance(fork, Parallel)
        links = [link for link in map(_link, fork.branches) if link is not None]
        inner = [one for one in fork.branches if isinstance(one, Series) and _link(one) is None]
        before, after = here.items[: forks[0]], here.items[forks[0] + 1 :]
        if (len(inner), len(links), len(forks)) != (1, 1, 1) or fork.join < 0 or not before:
            return None
        left, right = _boxes(before), _boxes(after)
        if left is None or right is None:
            return None
        levels.append(Level(left, (fork.join, *right), links[0]))
        here = inner[0]
    bottom = _boxes(here.items)
    return Legs(tuple(levels), bottom) if bottom and len(levels) >= _LEAST else None


def _link(branch: Node) -> tuple[int, ...] | None:
    """What is on a branch that can be a link across: nothing or one box."""
    if isinstance(branch, Lane):
        return ()
    boxes = _boxes(branch.items) if isinstance(branch, Series) else None
    return boxes if boxes and len(boxes) == 1 else None


def _boxes(items: Sequence[object]) -> tuple[int, ...] | None:
    found = tuple(item for item in items if isinstance(item, int))
    return found if len(found) == len(items) else None


def placed(found: Legs, layout: Layout) -> Placed:
    """Place it from the top on; the main axis runs down."""
    return _Placing(found, layout.sizes).made()


class _Placing:
    def __init__(self, found: Legs, sizes: Sequence[Sizes]) -> None:
        self.found, self.sizes = found, sizes
        self.spots: dict[int, Spot] = {}
        left = [i for level in found.levels for i in level.left]
        right = [i for level in found.levels for i in level.right]
        middle = (*found.bottom, *found.aside)
        wide = [self._breadth(part) for part in (left, middle, right)]
        self.middle = wide[0] / 2 + _ACROSS / 2 + wide[1] / 2
        self.far = self.middle + wide[1] / 2 + _ACROSS / 2 + wide[2] / 2
        self.low, self.high = -wide[0] / 2, self.far + wide[2] / 2

    def _breadth(self, boxes: Sequence[int]) -> float:
        return max(max(self.sizes[i].breadth, 2 * self.sizes[i].beside) for i in boxes)

    def made(self) -> Placed:
        top = 0.0
        for level in self.found.levels:
            link = top + self._link(level)
            self._stack(level.left, 0, link)
            self._stack(level.right, self.far, link)
            for i in level.link:
                self.spots[i] = self._spot(i, link - self.sizes[i].length / 2, self.middle)
            top = link + self._half(level) + _STEP
        for i in self.found.bottom:
            self.spots[i] = self._spot(i, top, self.middle)
            top += self.sizes[i].length + _STEP
        rising = frozenset(i for level in self.found.levels for i in level.right)
        return Placed(self.spots, self._routes(), rising, top - _STEP, self.low, self.high)

    def _half(self, level: Level) -> float:
        """Half of the highest of the boxes that the link joins, and that on it."""
        line = (level.left[-1], *level.link, level.right[0])
        return max(self.sizes[i].length for i in line) / 2

    def _link(self, level: Level) -> float:
        """From a level's top to the middle of its link."""
        ways = (level.left[:-1], level.right[1:])
        above = max(sum(self.sizes[i].length + _STEP for i in way) for way in ways)
        return above + self._half(level)

    def _stack(self, boxes: Sequence[int], across: float, link: float) -> None:
        """The box of the link on its line, the others above it: left ones before, right after."""
        order = list(reversed(boxes)) if across == 0 else list(boxes)
        start = link - self.sizes[order[0]].length / 2
        self.spots[order[0]] = self._spot(order[0], start, across)
        for i in order[1:]:
            start -= _STEP + self.sizes[i].length
            self.spots[i] = self._spot(i, start, across)

    def _spot(self, i: int, start: float, across: float) -> Spot:
        half = self.sizes[i].breadth / 2
        return Spot(start, self.sizes[i].length, across, across - half, across + half)

    def _routes(self) -> list[Route]:
        down = [i for level in self.found.levels for i in level.left]
        up = [i for level in reversed(self.found.levels) for i in level.right]
        spots, bottom = self.spots, self.found.bottom
        made = [self._straight(a, b) for a, b in itertools.pairwise(down)]
        made += [self._straight(a, b) for a, b in itertools.pairwise(bottom)]
        made += [self._straight(a, b) for a, b in itertools.pairwise(up)]
        for level in self.found.levels:
            for a, b in itertools.pairwise((level.left[-1], *level.link, level.right[0])):
                line = _center(spots[a])
                made.append(Route(a, b, ((line, spots[a].high), (line, spots[b].low))))
        first, last, end, start = spots[bottom[0]], spots[bottom[-1]], spots[down[-1]], spots[up[0]]
        into, out = _center(first), _center(last)
        made.append(
            Route(down[-1], bottom[0], ((end.stop, end.axis), (into, end.axis), (into, first.low)))
        )
        made.append(
            Route(
                bottom[-1], up[0], ((out, last.high), (out, start.axis), (start.stop, start.axis))
            )
        )
        return made

    def _straight(self, one: int, other: int) -> Route:
        """Down where the second lies below, else up."""
        a, b = self.spots[one], self.spots[other]
        ends = (a.stop, b.start) if a.start < b.start else (a.start, b.stop)
        return Route(one, other, ((ends[0], a.axis), (ends[1], b.axis)))


def _center(spot: Spot) -> float:
    return spot.start + spot.length / 2
