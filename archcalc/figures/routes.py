"""The arrows of a placed diagram: straight pieces along and across the main axis."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from archcalc.figures.layout import Block, Spot

Place = tuple[float, float]
"""Along the main axis, and across it."""


class Route(NamedTuple):
    """The arrow from one box to another."""

    source: int
    target: int
    points: tuple[Place, ...]


def routes(
    block: Block,
    edges: Sequence[tuple[int, int]],
    forms: Sequence[str],
    detours: dict[int, tuple[Place, ...]],
) -> list[Route]:
    """Every edge's way. `detours` lead from a box to the next row, where its arrows go on."""
    into: dict[int, int] = {}
    for _, target in edges:
        into[target] = into.get(target, 0) + 1
    ways: dict[int, list[Route]] = {}
    for one, other in edges:
        points = _cleaned(_way(block, one, other, forms[other], into[other], detours))
        ways.setdefault(one, []).append(Route(one, other, points))
    return [route for fork in ways.values() for route in _once(fork)]


def _once(fork: list[Route]) -> list[Route]:
    """The ways from one box without what another of them draws already: no line twice."""
    seen: set[tuple[Place, Place]] = set()
    made = []
    for route in sorted(fork, key=lambda route: -_reach(route)):
        points = route.points
        while len(points) > 2 and _covered(points[0], points[1], seen):
            points = points[1:]
        if len(points) > 1 and seen:
            points = _beyond(points, seen)
        seen |= set(pairwise(points))
        made.append(route._replace(points=points))
    return made


def _reach(route: Route) -> float:
    """How far it goes to the side."""
    return max(abs(across - route.points[0][1]) for _, across in route.points)


def _covered(one: Place, other: Place, seen: set[tuple[Place, Place]]) -> bool:
    return any(_on(one, piece) and _on(other, piece) for piece in seen)


def _beyond(points: tuple[Place, ...], seen: set[tuple[Place, Place]]) -> tuple[Place, ...]:
    """Without the part of its first piece that is drawn already."""
    first, second = points[:2]
    ends = [end for start, end in seen if _on(first, (start, end)) and _on(end, (first, second))]
    return (max(ends, key=lambda end: math.dist(first, end), default=first), *points[1:])


def _on(point: Place, piece: tuple[Place, Place]) -> bool:
    """Whether a point lies on a straight piece."""
    return all(
        min(piece[0][k], piece[1][k]) - 0.01 <= point[k] <= max(piece[0][k], piece[1][k]) + 0.01
        for k in (0, 1)
    )


def _way(
    block: Block,
    one: int,
    other: int,
    form: str,
    meeting: int,
    detours: dict[int, tuple[Place, ...]],
) -> list[Place]:
    source, target = block.spots[one], block.spots[other]
    points = list(detours.get(one) or ((source.stop, source.axis),))
    main, across = points[-1]
    lane = block.lanes.get((one, other))
    rail = block.rails.get(one)
    at = lane if lane is not None else target.axis if meeting == 1 else across
    if at != across:
        turn = rail if rail is not None else main + 10
        points += [(turn, across), (turn, at)]
    return points + _arrival(target, form, at)


def _arrival(target: Spot, form: str, at: float) -> list[Place]:
    """The last pieces, from the column `at`."""
    middle = target.start + target.length / 2
    if form == "bar" and target.low <= at <= target.high:
        return [(target.start, at)]
    if form == "circle" and at != target.axis:
        side = target.high if at > target.axis else target.low
        return [(middle, at), (middle, side)]
    if at != target.axis:
        before = target.start - 14
        return [(before, at), (before, target.axis), (target.start, target.axis)]
    return [(target.start, target.axis)]


def _cleaned(points: Sequence[Place]) -> tuple[Place, ...]:
    """Without points that repeat, or lie on the line between their neighbours."""
    made: list[Place] = []
    for point in points:
        if made and _close(made[-1], point):
            continue
        while len(made) > 1 and _between(made[-2], made[-1], point):
            made.pop()
        made.append(point)
    return tuple(made)


def _close(one: Place, other: Place) -> bool:
    return abs(one[0] - other[0]) < 0.01 and abs(one[1] - other[1]) < 0.01


def _between(one: Place, middle: Place, other: Place) -> bool:
    return any(abs(one[k] - middle[k]) < 0.01 and abs(middle[k] - other[k]) < 0.01 for k in (0, 1))
