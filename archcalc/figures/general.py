"""Any graph, placed by Graphviz's ``dot``: for networks that are no nest of branches.

dot gets boxes of our sizes under numbers and gives back coordinates; drawn it is as the others are.
"""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from archcalc.errors import InputError
from archcalc.figures.layout import FrameSpot, Layout, Spot
from archcalc.figures.routes import Place, Route
from archcalc.figures.scheme import Scheme
from archcalc.figures.writers._tree import Branch, tree
from archcalc.lang import say

_SECONDS = 120
_INCH = 96.0
_STEPS = 8
"""Straight pieces for each piece of a curve."""


class Found(NamedTuple):
    """Where dot put everything: along and across the main axis, from 0 on."""

    spots: dict[int, Spot]
    frames: list[FrameSpot]
    routes: list[Route]
    length: float
    breadth: float


def general(scheme: Scheme, layout: Layout) -> Found:
    """Place `scheme`. Raises InputError without Graphviz, or where it takes too long."""
    program = shutil.which("dot")
    if program is None:
        raise InputError(
            say(
                "the branches of {network} cross each other; placing them needs Graphviz's dot, "
                "which is not installed; --format mermaid or dot needs none",
                network=scheme.analysis.network.name,
            )
        )
    text = "\n".join(_text(scheme, layout))
    try:
        done = subprocess.run(
            [program, "-Tjson0"], input=text, capture_output=True, text=True, check=True,
            timeout=_SECONDS, encoding="utf-8",
        )  # fmt: skip
    except (OSError, subprocess.SubprocessError):
        text = "Graphviz's dot could not place {n} boxes; see --collapse"
        raise InputError(say(text, n=len(scheme.units))) from None
    return _read(json.loads(done.stdout), scheme, layout)


def _text(scheme: Scheme, layout: Layout) -> Iterator[str]:
    """Numbers and sizes, and no word of the network's. The main axis runs down."""
    yield "digraph { rankdir=TB nodesep=0.25 ranksep=0.35 splines=true"
    yield ' node [shape=box fixedsize=true label="" margin=0] edge [arrowhead=none]'
    yield from _nodes(tree(scheme), layout)
    yield from (f" {one} -> {other}" for one, other in scheme.edges)
    yield "}"


def _nodes(items: Iterable[int | Branch], layout: Layout) -> Iterator[str]:
    for item in items:
        if isinstance(item, int):
            size = layout.sizes[item]
            w, h = size.breadth / _INCH, size.length / _INCH
            yield f" {item} [width={w:.4f} height={h:.4f}]"
            continue
        wide, space = layout.frames[item.path] / _INCH, layout.space
        room = "label=x labeljust=l fontsize=14" if not space.strip_across else "margin=18"
        yield f" subgraph cluster_{item.number} {{ {room} comment={wide:.2f}"
        yield from _nodes(item.items, layout)
        yield " }"


def _read(found: dict[str, Any], scheme: Scheme, layout: Layout) -> Found:
    _, _, width, height = map(float, found["bb"].split(","))
    scale = _INCH / 72

    def place(x: float, y: float) -> Place:
        return ((height - y) * scale, x * scale)

    spots: dict[int, Spot] = {}
    numbers: dict[int, int] = {}
    frames: list[FrameSpot] = []
    paths = [branch.path for branch in _frames(tree(scheme))]
    for entry in found.get("objects", []):
        name = str(entry["name"])
        if name.startswith("cluster_"):
            x1, y1, x2, y2 = map(float, entry["bb"].split(","))
            (stop, low), (start, high) = place(x1, y1), place(x2, y2)
            path = paths[int(name.removeprefix("cluster_"))]
            frames.append(FrameSpot(path, start, stop, low, high))
            continue
        i = numbers[entry["_gvid"]] = int(name)
        main, across = place(*map(float, entry["pos"].split(",")))
        size = layout.sizes[i]
        half = size.breadth / 2
        spots[i] = Spot(main - size.length / 2, size.length, across, across - half, across + half)
    ways = [
        Route(numbers[edge["tail"]], numbers[edge["head"]], _curve(edge["pos"], place))
        for edge in found.get("edges", [])
    ]
    return Found(spots, frames, ways, height * scale, width * scale)


def _frames(items: Sequence[int | Branch]) -> Iterator[Branch]:
    for item in items:
        if not isinstance(item, int):
            yield item
            yield from _frames(item.items)


def _curve(text: str, place: Any) -> tuple[Place, ...]:
    """A chain of Bézier curves as short straight pieces."""
    points = [place(*map(float, pair.split(","))) for pair in text.split()]
    made: list[Place] = [points[0]]
    for start in range(0, len(points) - 3, 3):
        four = points[start : start + 4]
        if _straight(four):
            made.append(four[3])
            continue
        made += [_bezier(four, step / _STEPS) for step in range(1, _STEPS + 1)]
    return tuple(made)


def _straight(four: Sequence[Place]) -> bool:
    (a, b), (c, d) = four[0], four[3]
    return all(abs((c - a) * (y - b) - (d - b) * (x - a)) < 1 for x, y in four[1:3])


def _bezier(four: Sequence[Place], t: float) -> Place:
    weights = ((1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t**3)
    main, across = (sum(w * p[k] for w, p in zip(weights, four, strict=True)) for k in (0, 1))
    return main, across
