"""What a class of the source is made of: nodes, each a module or a merge, and who reads whom."""

from __future__ import annotations

import keyword
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from archcalc.analysis import LayerResult
from archcalc.network import INPUT, Group, Network
from archcalc.ops import registry
from archcalc.ops.base import Dims
from archcalc.source.calls import Call, calls_of

_RESERVED = frozenset({
    "T_destination", "add_module", "apply", "bfloat16", "buffers", "call_super_init", "children",
    "compile", "cpu", "cuda", "double", "dump_patches", "eval", "extra_repr", "float", "forward",
    "half", "ipu", "modules", "mtia", "named_buffers", "named_children", "named_modules",
    "named_parameters", "parameters", "register_buffer", "register_module", "register_parameter",
    "share_memory", "state_dict", "to", "to_empty", "train", "training", "type", "xpu",
    "zero_grad", "self", "torch", "nn", "x",
})  # fmt: skip
"""Attributes of ``nn.Module``: a layer of such a name gets an underscore behind it."""


class Part(NamedTuple):
    """One call within a node, by its layer's name."""

    name: str
    call: Call


class Node(NamedTuple):
    """A module, several in a row, or a merge; it reads the values `inputs` and gives `output`.

    Values go by the index of the layer that gives them. One without parts is an identity.
    """

    name: str
    parts: tuple[Part, ...]
    inputs: tuple[int, ...]
    output: int
    shape: Dims = ()
    aux: bool = False
    optional: bool = False

    @property
    def merge(self) -> bool:
        """Whether it is no module."""
        return bool(self.parts) and self.parts[0].call.merge


class Unit(NamedTuple):
    """A block, or the whole network: its nodes, and the values that it reads from outside."""

    label: str
    path: str
    nodes: tuple[Node, ...]
    sources: tuple[int, ...]

    @property
    def chain(self) -> bool:
        """Whether each node reads the one before and nothing else."""
        before = [*self.sources, *(node.output for node in self.nodes)]
        plain = not any(node.merge or node.aux or node.optional for node in self.nodes)
        reads = [node.inputs for node in self.nodes]
        return plain and len(self.sources) == 1 and reads == [(i,) for i in before[:-1]]

    @property
    def parts(self) -> tuple[Part, ...]:
        """A chain's calls in a row."""
        return tuple(part for node in self.nodes for part in node.parts)


class Reader(NamedTuple):
    """Reads units off a network. `settled` are blocks that have their class, by path."""

    network: Network
    rows: tuple[LayerResult, ...]
    aux: bool
    settled: Mapping[str, Call]

    def whole(self) -> Unit:
        """The network itself."""
        nodes = self._nodes(0, len(self.network.layers), self.network.groups, ())
        return Unit(self.network.name, "", _distinct(nodes), (INPUT,))

    def unit(self, group: Group) -> Unit:
        """One block."""
        return Unit(group.label, group.path, _distinct(self._inside(group)), self.sources(group))

    def _inside(self, group: Group) -> list[Node]:
        """A group's nodes; within an auxiliary head nothing is auxiliary."""
        nodes = self._nodes(group.start, group.stop, group.groups, ())
        return [node._replace(aux=False) for node in nodes]

    def sources(self, group: Group) -> tuple[int, ...]:
        """The values from outside that a group reads, in order."""
        layers = self.network.layers[group.start : group.stop]
        read = (j for layer in layers for j in layer.inputs if j < group.start)
        return tuple(dict.fromkeys(read))

    def stands_alone(self, group: Group) -> bool:
        """Whether the group reads from outside and gives its last value alone."""
        inside = range(group.start, group.stop - 1)
        if any(self.network.layers[i].aux and not self.aux for i in (group.start, *inside)):
            return False
        later = self.network.layers[group.stop :]
        given = self.network.output not in inside
        return given and bool(self.sources(group)) and not any(
            j in inside for layer in later for j in layer.inputs
        )  # fmt: skip

    def _nodes(
        self, start: int, stop: int, groups: Sequence[Group], prefix: tuple[str, ...]
    ) -> list[Node]:
        found: list[Node] = []
        within = {group.start: group for group in groups}
        i = start
        while i < stop:
            if i in within:
                found += self._group(within[i], prefix)
                i = within[i].stop
            else:
                found += self._layer(i, prefix)
                i += 1
        return found

    def _layer(self, i: int, prefix: tuple[str, ...]) -> list[Node]:
        layer, row = self.network.layers[i], self.rows[i]
        if layer.aux and not self.aux:
            return []
        calls = calls_of(layer.op, row.in_shapes)
        name = identifier("_".join((*prefix, layer.name)), layer.op.kind)
        parts = tuple(Part(name, call) for call in calls)
        return [Node(name, parts, layer.inputs, i, row.out_shape, layer.aux)]

    def _group(self, group: Group, prefix: tuple[str, ...]) -> list[Node]:
        """A block as a call of its class, a chain as its calls, anything else layer by layer."""
        if not self.stands_alone(group):
            return self._nodes(group.start, group.stop, group.groups, (*prefix, group.name))
        last = group.stop - 1
        aux = self.network.layers[last].aux
        word = {"block": group.label, "aux": "head"}.get(group.kind, group.kind)
        name = identifier("_".join((*prefix, group.name)), word)
        sources, shape = self.sources(group), self.rows[last].out_shape
        if group.path in self.settled:
            part = Part(name, self.settled[group.path])
            return [Node(name, (part,), sources, last, shape, aux)]
        whole = Unit(group.label, group.path, tuple(self._inside(group)), sources)
        if not whole.chain:
            outer = (*prefix, group.name)
            return self._nodes(group.start, group.stop, group.groups, outer)
        parts = whole.parts
        if group.kind == "branch":
            parts = tuple(Part(f"{part.name}_{group.name}", part.call) for part in parts)
        return [Node(name, parts, sources, last, shape, aux)]


def blocks(groups: Iterable[Group]) -> dict[int, list[Group]]:
    """Every block by how many levels of blocks are within it."""
    found: dict[int, list[Group]] = {}
    for group in groups:
        _height(group, found)
    return found


def _height(group: Group, found: dict[int, list[Group]]) -> int:
    inner = max((_height(one, found) for one in group.groups), default=0)
    if group.kind != "block":
        return inner
    found.setdefault(inner, []).append(group)
    return inner + 1


def identifier(name: str, word: str) -> str:
    """A name that Python takes: ``3a`` of an inception block is ``inception_3a``."""
    text = re.sub(r"\W", "_", name)
    if not text.isidentifier():
        text = re.sub(r"\W", "_", f"{word}_{text}")
    if keyword.iskeyword(text) or text in _RESERVED:
        text += "_"
    return text


def _distinct(nodes: Sequence[Node]) -> tuple[Node, ...]:
    """Activations of one kind share one module; other nodes keep names of their own."""
    given: dict[str, Call] = {}
    found = []
    numbered = Counter(re.sub(r"\d+$", "", node.name) for node in nodes)
    for node in nodes:
        name = node.name
        base = name.removesuffix("1")
        if numbered[base] == 1 and base in registry() and base not in ("conv", "linear"):
            name = base
        call = node.parts[0].call if len(node.parts) == 1 else None
        if call and call.light and not call.values and not node.aux:
            name = call.head.rpartition(".")[2].lower()
            if given.setdefault(name, call) != call:
                name = node.name
        else:
            while name in given:
                name += "_"
            given[name] = Call("")
        found.append(node._replace(name=name))
    return tuple(found)
