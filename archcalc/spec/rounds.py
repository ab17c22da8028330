"""A repeat that adds the same block again and again: later rounds are moved copies of the last.

Building a block anew reads its text anew: six hundred times, most of what ResNet-1202 takes. A copy
is made only where nothing in the block asks for the number of the round; where shapes grow, as in a
dense block, nothing may ask for them either; and where it names what it reads, two must be alike.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from archcalc.errors import SpecError
from archcalc.network import Group, Layer
from archcalc.spec.blocks import Block
from archcalc.spec.graph import MAX_LAYERS, Graph
from archcalc.spec.items import Frame

WORTHWHILE = 2
"""Rounds up to here are built one by one."""
_NUMBER = re.compile(r"\$(i\b|\{i\})")


class Asks(NamedTuple):
    """What a round's text depends on: its `number`, the `shape` that it takes, layers by `name`.

    A residual's shortcut is there or not by the shapes it joins.
    """

    number: bool
    shape: bool
    name: bool


class Round(NamedTuple):
    """What one round added: its layers from `start` to `stop`, which read `entry`."""

    start: int
    stop: int
    entry: int
    group: Group | None


class Rounds:
    """The rounds of one repeat, as the builder makes them."""

    def __init__(self, graph: Graph, frame: Frame, asks: Asks) -> None:
        """`asks` says what the rounds depend on."""
        self.graph, self.frame, self.asks = graph, frame, asks
        self.last: list[Round] = []
        self._copied = False
        self._entry = self._start = self._groups = 0

    def begin(self) -> None:
        """A round is built now."""
        self._entry, self._start = self.graph.current, len(self.graph.layers)
        self._groups = len(self.graph.groups)

    def end(self, *, usual: bool) -> None:
        """It has been built; `usual`: as all that follow are."""
        if not usual:
            return
        made = self.graph.groups[self._groups :]
        stop = len(self.graph.layers)
        whole = len(made) == 1 and (made[0].start, made[0].stop) == (self._start, stop)
        whole = whole and self.graph.current == stop - 1
        group = made[0] if whole else None
        self.last = [*self.last[-1:], Round(self._start, stop, self._entry, group)]

    def go_on(self) -> bool:
        """Whether the next round is the last one again."""
        if self.asks.number or len(self.last) < 1 + self.asks.name:
            return False
        one, two = self.last[0], self.last[-1]
        graph = self.graph
        same_shape = graph.shape(two.entry) == graph.shape(graph.current)
        if self.asks.shape and not same_shape:
            return False
        return self._copied or (two.group is not None and _is_moved(graph.layers, one, two))

    def copy(self, name: str) -> None:
        """Add the last round once more, as a block called `name`."""
        two = self.last[-1]
        graph, group = self.graph, two.group
        assert group is not None
        inner = self.frame.named(name)
        if inner.path in graph.ends:
            text = f'a second layer is called "{name}" here'
            raise SpecError(text, graph.layers[two.start].place, inner.path)
        shift, entry = len(graph.layers) - two.start, graph.current
        same = graph.shape(two.entry) == graph.shape(entry)
        if len(graph.layers) + two.stop - two.start > MAX_LAYERS:
            raise SpecError(f"more than {MAX_LAYERS:,} layers", graph.layers[two.start].place)
        depth, cut = len(self.frame.group), len(group.path)
        head = (*self.frame.group, name)
        base, begin, ends = inner.path, two.start, graph.ends
        grouped: dict[tuple[str, ...], tuple[str, ...]] = {}
        for index in range(begin, two.stop):
            path, plan, inputs, names, aux, place = graph.layers[index]
            moved = tuple([j + shift if j >= begin else entry for j in inputs])
            path, out = base + path[cut:], graph.shapes[index]
            if names not in grouped:
                grouped[names] = head + names[depth + 1 :]
            if not same:
                plan, out = graph.propagate(plan.op, moved, place, path)
            graph.layers.append(Layer(path, plan, moved, grouped[names], aux, place))
            graph.shapes.append(out)
            ends[path] = index + shift
        self._close(group, inner.path, name, shift)
        graph.current = graph.ends[inner.path] = len(graph.layers) - 1
        last = Round(two.start + shift, two.stop + shift, entry, graph.groups[-1])
        self.last, self._copied = [two, last], True

    def _close(self, group: Group, path: str, name: str, shift: int) -> None:
        """The copy's groups, and where each of them ends."""
        self.graph.groups.append(self._moved(group, len(group.path), path, name, shift))

    def _moved(self, group: Group, cut: int, head: str, name: str, shift: int) -> Group:
        _, old, kind, label, start, stop, groups = group
        path, ends = head + old[cut:], self.graph.ends
        ends[path] = ends[old] + shift
        inside = tuple([self._moved(g, cut, head, g.name, shift) for g in groups])
        return Group(name, path, kind, label, start + shift, stop + shift, inside)


def _is_moved(layers: list[Layer], one: Round, two: Round) -> bool:
    """Whether `two` is `one` again, reading what came just before it."""
    shift = two.start - one.start
    if one.group is None or one.stop - one.start != two.stop - two.start:
        return False
    return all(
        _alike(layers[index], layers[index + shift], one, two, shift)
        for index in range(one.start, one.stop)
    )


def _alike(a: Layer, b: Layer, one: Round, two: Round, shift: int) -> bool:
    moved = tuple(j + shift if j >= one.start else two.entry for j in a.inputs)
    inside = all(j >= one.start or j == one.entry for j in a.inputs)
    return inside and b.inputs == moved and a.plan.op is b.plan.op and a.aux == b.aux


def asks(layer: Any, scope: Mapping[str, Any], blocks: Mapping[str, Block]) -> Asks:
    """What a repeated layer, and the blocks that it may use, ask for in their texts.

    The repeated layer's own name may ask for its number: it tells the rounds apart. Which block a
    ``$word`` stands for is among the texts of the scope.
    """
    found = [text for key, text in _texts(layer) if key != "name"]
    names = any(key == "from" for key, _ in _texts(layer))
    words = {text for _, text in (*_texts(layer), *_texts(dict(scope)))}
    seen: set[str] = set()
    while words:
        used = {word for word in words if word in blocks and word not in seen}
        seen |= used
        texts = [pair for word in used for pair in _texts(blocks[word].source)]
        names = names or any(key == "from" for key, _ in texts)
        inside = [text for _, text in texts]
        found += inside
        words = set(inside)
    return Asks(
        any(map(_NUMBER.search, found)),
        any(text == "residual" or "in_channels" in text for text in found),
        names,
    )


def _texts(value: Any, key: str = "") -> Iterator[tuple[str, str]]:
    """Every text of a piece of a spec with the key that it stands under.

    A key is a text of its own where it may name what is used: it has attributes, or nothing.
    """
    if isinstance(value, dict):
        for name, inner in value.items():
            if inner is None or isinstance(inner, dict):
                yield "", str(name)
            yield from _texts(inner, str(name))
    elif isinstance(value, list):
        for inner in value:
            yield from _texts(inner, key)
    elif isinstance(value, str):
        yield key, value
