"""The network under construction: layers in order, their shapes, the tree of groups."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from archcalc.errors import LayerShapeError, ShapeError, SpecError, UnknownNameError, shorten
from archcalc.network import INPUT, Group, GroupKind, Layer
from archcalc.ops.base import Dims, Op, Plan, make_plan
from archcalc.spec.items import Frame
from archcalc.spec.source import List

MAX_LAYERS = 120_000
MAX_SIZE = 10**18
MAX_INPUTS = 256


class Built(NamedTuple):
    """What the builder gives: layers in order and the tree of groups."""

    layers: tuple[Layer, ...]
    groups: tuple[Group, ...]


class Mark(NamedTuple):
    """A state of the graph."""

    current: int
    layers: int
    groups: list[Group]
    ends: dict[str, int]


class Graph:
    """Layers are added at `current`, the layer that the next one reads."""

    def __init__(self, input: Dims, source: List) -> None:
        self.input, self.source = input, source
        self.layers: list[Layer] = []
        self.shapes: list[Dims] = []
        self.current = INPUT
        self.ends: dict[str, int] = {"input": INPUT}
        """Where each layer and group ends, by path."""
        self.groups: list[Group] = []
        self.counts: dict[tuple[str, str], int] = {}
        self.plans: dict[Any, Plan] = {}
        self.outs: dict[Any, Dims] = {}

    def built(self) -> Built:
        """The finished network."""
        return Built(tuple(self.layers), tuple(self.groups))

    def shape(self, source: int) -> Dims:
        """What the layer `source` gives."""
        return self.input if source == INPUT else self.shapes[source]

    @property
    def channels(self) -> int:
        """The channels that the next layer reads."""
        return self.shape(self.current)[0]

    def add(self, op: Op, name: str, sources: tuple[int, ...], place: str, frame: Frame) -> None:
        """Add one layer. Raises SpecError if its name is taken or its inputs do not fit."""
        path, place = frame.child(name), frame.at or place
        if path in self.ends:
            raise SpecError(f'a second layer is called "{name}" here', place, path)
        if len(self.layers) >= MAX_LAYERS:
            raise SpecError(f"more than {MAX_LAYERS:,} layers", place, path)
        if not 1 <= len(sources) <= MAX_INPUTS:
            text = f"a layer reads 1 to {MAX_INPUTS} others, found {len(sources):,}"
            raise SpecError(text, place, path)
        plan, out = self.propagate(op, sources, place, path)
        self.layers.append(Layer(path, plan, sources, frame.group, frame.aux, place))
        self.shapes.append(out)
        self.current = self.ends[path] = len(self.layers) - 1

    def propagate(
        self, op: Op, sources: tuple[int, ...], place: str, path: str
    ) -> tuple[Plan, Dims]:
        """An operation made ready for what it reads, and what it gives. Raises SpecError."""
        ins = tuple([self.shape(source) for source in sources])
        try:
            plan, out = self._propagate(op, ins)
        except ShapeError as error:
            raise LayerShapeError(str(error), place, path) from None
        if max(out) > MAX_SIZE:
            raise SpecError("its output has more than 10^18 values along an axis", place, path)
        return plan, out

    def _propagate(self, op: Op, ins: tuple[Dims, ...]) -> tuple[Plan, Dims]:
        key = (id(op), len(ins[0]), len(ins))
        plan = self.plans.get(key)
        if plan is None:
            plan = self.plans[key] = make_plan(op, ins)
        out = self.outs.get((id(plan), ins))
        if out is None:
            out = self.outs[id(plan), ins] = plan.run(1, ins)[0]
        return plan, out

    def next_name(self, kind: str, frame: Frame) -> str:
        """``relu1``, ``relu2`` … within one parent."""
        key = (frame.path, kind)
        count = self.counts[key] = self.counts.get(key, 0) + 1
        return f"{kind}{count}"

    def mark(self) -> Mark:
        """Where the graph stands, to come back to."""
        return Mark(self.current, len(self.layers), list(self.groups), dict(self.ends))

    def back_to(self, mark: Mark) -> None:
        """Forget what was added since `mark`."""
        del self.layers[mark.layers :], self.shapes[mark.layers :]
        self.current, self.groups, self.ends = mark.current, mark.groups, mark.ends

    def merge_name(self, merge: str, frame: Frame) -> str:
        """``concat``; the ones after the first ``concat1``, ``concat2`` …"""
        return merge if frame.child(merge) not in self.ends else self.next_name(merge, frame)

    def within(
        self,
        frame: Frame,
        name: str,
        kind: GroupKind,
        label: str,
        place: str,
        body: Callable[[Frame], None],
    ) -> None:
        """Run `body` one level down and record the group it makes."""
        inner = frame.named(name)
        if inner.path in self.ends:
            raise SpecError(f'a second layer is called "{name}" here', place, inner.path)
        start, outer, self.groups = len(self.layers), self.groups, []
        body(inner)
        stop, inside, self.groups = len(self.layers), tuple(self.groups), outer
        if stop > start:
            self.groups.append(Group(name, inner.path, kind, label, start, stop, inside))
        self.ends[inner.path] = self.current

    def find(self, name: str, place: str, frame: Frame) -> int:
        """The earlier layer or group `name`, looked for here and then further out."""
        for depth in range(len(frame.group), -1, -1):
            found = self.ends.get(".".join((*frame.group[:depth], name)))
            if found is not None:
                return found
        if name.rpartition(".")[2] in _all_names(self.source):
            message = f'"{shorten(name)}" comes later; from takes earlier layers only'
        else:
            message = str(UnknownNameError("layer", name, self.ends))
        raise SpecError(message, place, frame.path)


def _all_names(value: Any) -> set[str]:
    found: set[str] = set()
    stack = [value]
    while stack:
        here = stack.pop()
        if isinstance(here, dict):
            if isinstance(here.get("name"), str):
                found.add(here["name"])
            stack.extend(here.values())
        elif isinstance(here, list):
            stack.extend(here)
    return found
