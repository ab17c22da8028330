"""A graph as a nest of sequences and branches, where it is one (series-parallel).

Each fork's meeting point is the nearest box that all ways from it pass; what lies between falls
into branches.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from archcalc.figures.scheme import Scheme, neighbours

DEEPEST = 60
"""Branches in branches beyond this are left to the general layout."""


class Lane(NamedTuple):
    """A branch without a box: the arrow from one box straight to another."""

    source: int
    target: int


class Series(NamedTuple):
    """One after the other; an item is a box's index, branches or a frame."""

    items: tuple[Node, ...]


class Parallel(NamedTuple):
    """Side by side from one box to the one that they meet in (-1: further out, or nowhere)."""

    fork: int
    branches: tuple[Node, ...]
    join: int
    open: bool = False
    """Whether the branches end without meeting."""


class Framed(NamedTuple):
    """A stage or block drawn open: a frame around its boxes."""

    path: str
    inner: Series


Node = int | Lane | Series | Parallel | Framed


class NotNestedError(Exception):
    """The graph is no nest of branches."""


def nest(scheme: Scheme) -> Series:
    """The whole scheme from its input on. Raises NotNestedError."""
    found = _Nester(scheme)
    series = found.run(0, found.end, 0)
    if sorted(members(series)) != list(range(len(scheme.units))):
        raise NotNestedError
    return _framed(_trunk(series, scheme), scheme, 0)


class _Nester:
    def __init__(self, scheme: Scheme) -> None:
        count = self.end = len(scheme.units)
        self.after, into = neighbours(count + 1, scheme.edges)
        self.before: list[list[int]] = [[] for _ in range(count + 1)]
        for i in range(count):
            if not self.after[i]:
                self.after[i].append(self.end)
            for j in self.after[i]:
                self.before[j].append(i)
        if not all(into[1:count]):  # only the input may read nothing
            raise NotNestedError
        self.meet = self._meets()

    def _meets(self) -> list[int]:
        """The nearest box that every way from each leads through (Cooper et al. 2001)."""
        meet = [self.end] * (self.end + 1)
        for i in range(self.end - 1, -1, -1):
            found = self.after[i][0]
            for other in self.after[i][1:]:
                found = self._common(meet, found, other)
            meet[i] = found
        return meet

    @staticmethod
    def _common(meet: Sequence[int], one: int, other: int) -> int:
        while one != other:
            if one < other:
                one = meet[one]
            else:
                other = meet[other]
        return one

    def run(self, start: int, stop: int, depth: int, *, joined: bool = False) -> Series:
        """From `start`, which is `joined` where a fork holds it, up to `stop`, left out."""
        if depth > DEEPEST:
            raise NotNestedError
        items: list[Node] = []
        here = start
        while here != stop:
            if not joined:
                items.append(here)
            there, joined = self.meet[here], False
            if len(self.after[here]) > 1:
                items.append(self._fork(here, self.after[here], there, stop, depth))
                joined = there != stop
            here = there
        return Series(tuple(items))

    def _fork(
        self, here: int, entries: Sequence[int], there: int, stop: int, depth: int
    ) -> Parallel:
        """What lies between a box and where its ways meet, as branches."""
        part = self._parts(entries, there)
        branches: dict[int, list[int]] = {}
        for entry in entries:
            branches.setdefault(part.get(entry, -1), []).append(entry)
        made = tuple(
            self._branch(here, firsts, there, depth) if key >= 0 else Lane(here, there)
            for key, firsts in branches.items()
        )
        return Parallel(here, made, there if there != stop else -1, there == self.end)

    def _branch(self, here: int, entries: list[int], there: int, depth: int) -> Series:
        if len(entries) == 1:
            return self.run(entries[0], there, depth + 1)
        meet = entries[0]
        for other in entries[1:]:
            meet = self._common(self.meet, meet, other)
        if meet == there or depth > DEEPEST:
            raise NotNestedError
        first = self._fork(here, entries, meet, there, depth + 1)
        rest = self.run(meet, there, depth + 1, joined=True)
        return Series((first, *rest.items))

    def _parts(self, entries: Sequence[int], there: int) -> dict[int, int]:
        """The boxes between, each with the number of the connected part that it lies in."""
        region: set[int] = set()
        stack = [entry for entry in entries if entry != there]
        while stack:
            here = stack.pop()
            if here not in region:
                region.add(here)
                stack += [j for j in self.after[here] if j != there]
        part: dict[int, int] = {}
        for number, start in enumerate(sorted(region)):
            stack = [start] if start not in part else []
            while stack:
                here = stack.pop()
                if here in region and here not in part:
                    part[here] = number
                    stack += [*self.after[here], *self.before[here]]
        return part


def _trunk(series: Series, scheme: Scheme) -> Series:
    """The same with what ends aside, as auxiliary heads do, beside the first boxes that follow.

    What follows those is a sequence, which can be broken into rows.
    """
    last = series.items[-1] if series.items else None
    if not isinstance(last, Parallel) or not last.open:
        return series
    main, *others = sorted(last.branches, key=lambda branch: -len(members(branch)))
    if not isinstance(main, Series):
        return series
    count = _beside(main.items, max(map(_steps, others)), scheme)
    first = last._replace(branches=(Series(main.items[:count]), *others))
    rest = _trunk(Series(main.items[count:]), scheme)
    return Series((*series.items[:-1], first, *rest.items))


def _beside(items: Sequence[Node], steps: int, scheme: Scheme) -> int:
    """How many items are as long as `steps` boxes, and cut no frame."""
    for count in range(1, len(items)):
        edge = [_frame_of(item, scheme, 0) for item in items[count - 1 : count + 1]]
        whole = not edge[0] or edge[0] != edge[1]
        if whole and _steps(Series(tuple(items[:count]))) >= steps:
            return count
    return len(items)


def _steps(node: Node) -> int:
    """Boxes on the longest way through a part."""
    match node:
        case int():
            return 1
        case Series(items) | Framed(_, Series(items)):
            return sum(map(_steps, items))
        case Parallel(_, branches, join):
            return max(map(_steps, branches)) + (join >= 0)
    return 0


def members(node: Node) -> list[int]:
    """The boxes of a part, in order."""
    match node:
        case int():
            return [node]
        case Series(items):
            return [i for item in items for i in members(item)]
        case Parallel(_, branches, join):
            inner = [i for branch in branches for i in members(branch)]
            return inner + ([join] if join >= 0 else [])
        case Framed(_, inner_series):
            return members(inner_series)
    return []


def _framed(series: Series, scheme: Scheme, level: int) -> Series:
    """The same with a frame around what lies in one group at this level."""
    made: list[Node] = []
    run: list[Node] = []
    current = ""
    for item in (*series.items, None):
        path = _frame_of(item, scheme, level) if item is not None else ""
        if run and (path != current or item is None):
            inner = _framed(Series(tuple(run)), scheme, level + 1)
            made.append(Framed(current, inner))
            run = []
        current = path
        if item is not None and path:
            run.append(item)
        elif item is not None:
            made.append(_inside(item, scheme, level))
    return Series(tuple(made))


def _inside(item: Node, scheme: Scheme, level: int) -> Node:
    match item:
        case Parallel(_, branches):
            return item._replace(branches=tuple(_inside(b, scheme, level) for b in branches))
        case Series():
            return _framed(item, scheme, level)
    return item


def _frame_of(item: Node, scheme: Scheme, level: int) -> str:
    """The group at this level that holds all of an item's boxes, or nothing."""
    paths = {
        within[level] if len(within) > level else ""
        for within in (scheme.units[i].within for i in members(item))
    }
    return paths.pop() if len(paths) == 1 else ""
