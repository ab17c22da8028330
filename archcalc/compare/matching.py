"""Which of two rows of siblings belong together: by name first, then by kind, size and order."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

from archcalc.compare.tree import Node
from archcalc.ops.base import Op

Pair = tuple[int | None, int | None]

_MOST_CELLS = 250_000
"""Longer gaps between names are matched by order alone: the exact way takes n·m steps."""


def matched(first: Sequence[Node], second: Sequence[Node]) -> list[Pair]:
    """Indices of what belongs together, in the order of both; None where there is no partner.

    Names that people gave hold the rest together, wherever they come in the same order on both
    sides; branches, which have none, are taken in the first's.
    """
    order = _branches_in_order(first, second)
    right = [second[i] for i in order]
    fixed = [(-1, -1), *_anchors(first, right), (len(first), len(right))]
    pairs: list[Pair] = []
    for (a, b), (next_a, next_b) in pairwise(fixed):
        gap = _gap(first[a + 1 : next_a], right[b + 1 : next_b])
        pairs += [(_moved(i, a + 1), _moved(j, b + 1)) for i, j in gap]
        pairs.append((next_a, next_b))
    return [(i, None if j is None else order[j]) for i, j in pairs[:-1]]


def _moved(index: int | None, by: int) -> int | None:
    return None if index is None else index + by


def _branches_in_order(first: Sequence[Node], second: Sequence[Node]) -> list[int]:
    """The second's indices, with its branches in the order of the first's of the same names."""
    rank = {node.name: i for i, node in enumerate(first) if node.kind == "branch"}
    places = [i for i, node in enumerate(second) if node.kind == "branch"]
    wanted = iter(sorted(places, key=lambda i: rank.get(second[i].name, len(first))))
    among = set(places)
    return [next(wanted) if i in among else i for i in range(len(second))]


# --- by name -------------------------------------------------------------------------------------


def _anchors(first: Sequence[Node], second: Sequence[Node]) -> list[tuple[int, int]]:
    """Pairs of the same name: the longest run of them that is in order on both sides."""
    left, right = _named(first), _named(second)
    pairs = [(i, right[key]) for key, i in left.items() if key in right]
    return _longest_rising(sorted(pairs))


def _named(nodes: Sequence[Node]) -> dict[tuple[str, bool], int]:
    """Where each name that occurs once stands."""
    keys = [node.key for node in nodes]
    times = Counter(keys)
    return {key: i for i, key in enumerate(keys) if key[0] and times[key] == 1}


def _longest_rising(pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Of pairs that rise in the first number the most that rise in the second, too."""
    ends: list[int] = []
    last: list[int] = []
    before: list[int | None] = []
    for place, (_, b) in enumerate(pairs):
        length = bisect_left(ends, b)
        ends[length : length + 1] = [b]
        last[length : length + 1] = [place]
        before.append(last[length - 1] if length else None)
    chain = []
    at = last[-1] if last else None
    while at is not None:
        chain.append(pairs[at])
        at = before[at]
    return chain[::-1]


# --- between names -------------------------------------------------------------------------------


def _gap(first: Sequence[Node], second: Sequence[Node]) -> Iterator[Pair]:
    """The pairs of a gap, each side's own where it has no partner."""
    if not first or not second:
        yield from [(i, None) for i in range(len(first))]
        yield from [(None, j) for j in range(len(second))]
        return
    small = len(first) * len(second) <= _MOST_CELLS
    ends = [*(_best if small else _in_order)(first, second), (len(first), len(second))]
    a = b = 0
    for i, j in ends:
        yield from [(k, None) for k in range(a, i)]
        yield from [(None, k) for k in range(b, j)]
        if i < len(first):
            yield i, j
        a, b = i + 1, j + 1


def _best(first: Sequence[Node], second: Sequence[Node]) -> Iterator[tuple[int, int]]:
    """The pairs, in order, that are most alike taken together."""
    likeness = [[_alike(a, b) for b in second] for a in first]
    best = [[0] * (len(second) + 1) for _ in range(len(first) + 1)]
    for i in reversed(range(len(first))):
        below, row = best[i + 1], best[i]
        for j in reversed(range(len(second))):
            found = likeness[i][j]
            both = found + below[j + 1] if found else 0
            row[j] = max(both, below[j], row[j + 1])
    i = j = 0
    while i < len(first) and j < len(second):
        found = likeness[i][j]
        if found and best[i][j] == found + best[i + 1][j + 1]:
            yield i, j
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            i += 1
        else:
            j += 1


def _in_order(first: Sequence[Node], second: Sequence[Node]) -> Iterator[tuple[int, int]]:
    """Each with the next one of its kind."""
    places: dict[tuple[str, str], list[int]] = {}
    for j, node in enumerate(second):
        places.setdefault((node.kind, node.label), []).append(j)
    after = 0
    for i, node in enumerate(first):
        found = places.get((node.kind, node.label), [])
        place = bisect_left(found, after)
        if place < len(found):
            yield i, found[place]
            after = found[place] + 1


def _alike(a: Node, b: Node) -> int:
    """0 for what does not belong together; weights and blocks weigh more than the rest."""
    if a.kind == "layer" or b.kind == "layer":
        if a.kind != b.kind or a.label != b.label:
            return 0
        weight = 8 if a.is_weighted else 2
        return weight + same_attributes(a.parts[0].layer.op, b.parts[0].layer.op)
    if a.kind != b.kind or not a.label == b.label != "":
        return 4 * (a.kind == b.kind == "size" and a.name == b.name)
    return 8 + (a.size == b.size)


def same_attributes(a: Op, b: Op) -> bool:
    """Whether two operations are the same one with the same attributes."""
    return a is b or (type(a) is type(b) and vars(a) == vars(b)) or a == b
