"""Places a nest of branches: along the main axis what follows, across it what lies side by side.

The main axis runs down the page or to the right; across it the trunk is at 0.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from archcalc.figures.nest import Framed, Lane, Node, Parallel, Series


class Sizes(NamedTuple):
    """A box's measures: along the main axis, and to both sides of it across.

    `ahead` is the room that a label on its outgoing arrow needs beyond `length`, `beside` across.
    """

    length: float
    breadth: float
    beside: float = 0


class Spacing(NamedTuple):
    """Distances. `turn` is from the last box of a row to the line that leads to the next.

    `side` is where shortcuts run: 1 after the trunk, -1 before it. `pad_end` is from a frame's last
    box to its edge, where the number on that box's arrow stands.
    """

    step: float = 26
    trunk: float = 15
    rail: float = 22
    across: float = 20
    lane: float = 20
    turn: float = 14
    pad: float = 12
    pad_end: float = 12
    strip_main: float = 18
    strip_across: float = 0
    side: int = 1


class Spot(NamedTuple):
    """Where a box lies: from `start` on, across from `low` to `high`; arrows meet it at `axis`."""

    start: float
    length: float
    axis: float
    low: float
    high: float

    @property
    def stop(self) -> float:
        """Its end along the main axis."""
        return self.start + self.length


class FrameSpot(NamedTuple):
    """Where a frame lies."""

    path: str
    start: float
    stop: float
    low: float
    high: float


@dataclass
class Block:
    """A placed part; `ends` is where, across, arrows leave it."""

    length: float
    low: float
    high: float
    ends: tuple[float, ...]
    spots: dict[int, Spot] = field(default_factory=dict)
    lanes: dict[tuple[int, int], float] = field(default_factory=dict)
    rails: dict[int, float] = field(default_factory=dict)
    frames: list[FrameSpot] = field(default_factory=list)

    def take(self, other: Block, main: float, across: float) -> None:
        """Put another part into this one, moved."""
        for i, spot in other.spots.items():
            self.spots[i] = Spot(
                spot.start + main, spot.length,
                spot.axis + across, spot.low + across, spot.high + across,
            )  # fmt: skip
        self.lanes.update((edge, at + across) for edge, at in other.lanes.items())
        self.rails.update((i, at + main) for i, at in other.rails.items())
        self.frames += [
            FrameSpot(f.path, f.start + main, f.stop + main, f.low + across, f.high + across)
            for f in other.frames
        ]


class Layout:
    """Places nodes; `sizes` are those of the boxes, `forms` says which are bars and circles."""

    def __init__(
        self,
        sizes: Sequence[Sizes],
        forms: Sequence[str],
        frames: dict[str, float],
        space: Spacing,
    ) -> None:
        self.sizes, self.forms, self.frames, self.space = sizes, forms, frames, space

    def node(self, node: Node) -> Block:
        """Any part, placed from 0 on."""
        match node:
            case int():
                return self._box(node)
            case Lane(source, target):
                return Block(0, 0, 0, (0,), lanes={(source, target): 0})
            case Parallel():
                return self._parallel(node)
            case Framed(path, Series(items)):
                held = bool(items) and isinstance(items[-1], Framed)
                end = self.space.pad if held else self.space.pad_end
                return self._frame(path, self.series(items), end)
            case Series(items):
                return self.series(items)

    def series(self, items: Sequence[Node]) -> Block:
        """One after the other."""
        made = Block(0, 0, 0, (0,))
        main = 0.0
        for number, item in enumerate(items):
            block = self.node(item)
            main += self._gap(item) if number else 0
            made.take(block, main, 0)
            main += block.length
            made.low, made.high = min(made.low, block.low), max(made.high, block.high)
            made.ends = block.ends
        made.length = main
        return made

    def _gap(self, item: Node) -> float:
        return self.space.trunk if isinstance(item, Parallel) else self.space.step

    def _box(self, i: int) -> Block:
        size = self.sizes[i]
        half = size.breadth / 2
        spot = Spot(0, size.length, 0, -half, half)
        return Block(size.length, -half, max(half, size.beside), (0,), spots={i: spot})

    def _frame(self, path: str, inner: Block, end: float) -> Block:
        space, label = self.space, self.frames[path]
        made = Block(0, 0, 0, inner.ends)
        start = space.pad + space.strip_main
        low, high = inner.low - space.pad - space.strip_across, inner.high + space.pad
        made.length = start + inner.length + end
        if space.strip_across:  # the label runs along the main axis
            made.length = max(made.length, label + 2 * space.pad)
        else:  # beside the arrow that enters
            low = min(low, -label - space.pad - 8)
        made.take(inner, start, 0)
        made.low, made.high = low, high
        made.frames.insert(0, FrameSpot(path, 0, made.length, low, high))
        return made

    def _parallel(self, node: Parallel) -> Block:
        blocks = [self.node(branch) for branch in node.branches]
        form = self.forms[node.join] if node.join >= 0 else ""
        straight = any(isinstance(branch, Lane) for branch in node.branches)
        spread = not straight and form != "circle" and not node.open
        offsets = self._spread(blocks) if spread else self._beside(node.branches, blocks)
        longest = max(block.length for block in blocks)
        start = self.space.rail
        made = Block(start + longest, 0, 0, ())
        for block, across in zip(blocks, offsets, strict=True):
            late = longest - block.length
            share = 0.0 if node.open else 1.0 if form in ("bar", "box") else 0.5
            made.take(block, start + late * share, across)
            made.low = min(made.low, block.low + across)
            made.high = max(made.high, block.high + across)
            made.ends += tuple(end + across for end in block.ends)
        made.rails[node.fork] = 0  # also where branches that meet early have it, further on
        if node.join >= 0:
            self._join(made, node.join)
        return made

    def _spread(self, blocks: Sequence[Block]) -> list[float]:
        """Side by side, their middle on the trunk."""
        at, offsets = 0.0, []
        for block in blocks:
            offsets.append(at - block.low)
            at += block.high - block.low + self.space.across
        middle = (at - self.space.across) / 2
        return [offset - middle for offset in offsets]

    def _beside(self, branches: Sequence[Node], blocks: Sequence[Block]) -> list[float]:
        """The first with boxes on the trunk, the others to the side, shortcuts outermost."""
        order = sorted(range(len(blocks)), key=lambda i: isinstance(branches[i], Lane))
        offsets = [0.0] * len(blocks)
        first = blocks[order[0]]
        edge = first.high if self.space.side > 0 else -first.low
        for i in order[1:]:
            block = blocks[i]
            near, far = -block.low, block.high
            if self.space.side < 0:
                near, far = far, near
            gap = self.space.lane if isinstance(branches[i], Lane) else self.space.across
            offsets[i] = self.space.side * (edge + gap + near)
            edge += gap + near + far
        return offsets

    def _join(self, made: Block, join: int) -> None:
        size, form = self.sizes[join], self.forms[join]
        low, high = -size.breadth / 2, size.breadth / 2
        if form == "bar":
            low, high = self._bar(made, size.breadth)
        main = made.length + (self.space.step if form != "box" else self.space.step + 14)
        made.spots[join] = Spot(main, size.length, 0, low, high)
        made.length = main + size.length
        made.low, made.high = min(made.low, low), max(made.high, high, size.beside)
        made.ends = (0,)

    @staticmethod
    def _bar(made: Block, least: float) -> tuple[float, float]:
        """From where to where a bar goes: over all that ends in it and the trunk, on which its own
        arrow leaves; and as wide as its words."""
        low, high = min(0, *made.ends) - 15, max(0, *made.ends) + 15
        if not made.lanes:
            low = min(low, *(spot.low for spot in made.spots.values()))
            high = max(high, *(spot.high for spot in made.spots.values()))
        short = max(0.0, least - (high - low)) / 2
        return low - short, high + short
