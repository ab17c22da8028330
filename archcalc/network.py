"""A network: its layers in order, the tree of stages and blocks, and what follows from them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from archcalc.errors import UnknownNameError
from archcalc.lang import say
from archcalc.ops.base import Dims, Op, Plan

if TYPE_CHECKING:
    from archcalc.analysis import Analysis

INPUT = -1
"""The index that stands for the network's input."""

GroupKind = Literal["stage", "block", "branch", "aux"]


class Layer(NamedTuple):
    """One operation in its place. `inputs` are indices of earlier layers, or INPUT."""

    path: str
    plan: Plan
    inputs: tuple[int, ...]
    group: tuple[str, ...]
    aux: bool
    place: str

    @property
    def op(self) -> Op:
        """The operation with its attributes."""
        return self.plan.op

    @property
    def name(self) -> str:
        """The last part of the path."""
        return self.path.rpartition(".")[2]

    @property
    def main_inputs(self) -> tuple[int, ...]:
        """Those that depth and receptive fields follow: no gate, and nothing only looked at."""
        op = self.plan.op
        return self.inputs[:1] if op.gated else self.inputs[: op.reads]


class Group(NamedTuple):
    """A stage, block or branch: the layers from `start` up to `stop`, and the groups within."""

    name: str
    path: str
    kind: GroupKind
    label: str
    start: int
    stop: int
    groups: tuple[Group, ...]
    """`label` is the block's name, or the stage's title."""


class Paper(NamedTuple):
    """Where an architecture was published.

    `authors` is how it is named in a sentence, `names` are all of them, each "Family, Given".
    """

    authors: str
    year: int
    title: str
    venue: str = ""
    arxiv: str = ""
    names: Sequence[str] = ()
    journal: str = ""
    volume: int | None = None
    number: int | None = None
    pages: str | int | None = None

    @property
    def short(self) -> str:
        """``Szegedy et al. 2014``."""
        return f"{self.authors} {self.year}"


class Note(NamedTuple):
    """A sentence about a network or, with `where`, about one layer of it.

    With `size_at` it ends in the layer's size formula at that input: AlexNet's 224.
    """

    text: str
    where: str = ""
    label: str = ""
    size_at: int | None = None


class Figure(NamedTuple):
    """Figures as their source prints them. `where` is a layer's or group's path, or the network.

    `values` holds each quantity as it is written (``{"params": "159K"}``), `counting` how its
    source counts, `relation` the network that it is measured against, `erratum` why it is wrong
    where it is, `measured` how an error was (archcalc.protocols); a `recalled` one was not read but
    remembered.
    """

    source: str
    values: Mapping[str, Any]
    where: str = ""
    counting: Mapping[str, Any] = {}
    relation: Mapping[str, str] = {}
    erratum: str = ""
    comment: str = ""
    measured: Mapping[str, Any] = {}
    recalled: bool = False


class Comparison(NamedTuple):
    """What is special about comparing some networks.

    `lead` is the path of the part to begin with; `beside` are further pairs to put below, in short.
    """

    networks: tuple[str, ...]
    title: str = ""
    lead: str = ""
    beside: tuple[tuple[str, ...], ...] = ()


class Facts(NamedTuple):
    """What a network's graph says whatever the input's size."""

    depth: int
    depth_with_pools: int
    nonlinearities: int
    paths: int


class Schedule(NamedTuple):
    """Which memory is whose: `storage` of each layer, what each step frees, what training keeps.

    `learns` says of each layer whether autograd keeps anything for it.
    """

    storage: tuple[int, ...]
    frees: tuple[tuple[int, ...], ...]
    kept: tuple[int, ...]
    learns: tuple[bool, ...]


@dataclass(frozen=True, repr=False)
class Network:
    """An architecture with its input, ready to be analysed.

    `input` is (C, H, W), or (C, L), (C, T, H, W), (C,), without the batch axis. `differs` says of
    other networks of this name how they differ.
    """

    name: str
    title: str
    input: Dims
    layers: tuple[Layer, ...]
    groups: tuple[Group, ...]
    paper: Paper | None = None
    summary: str = ""
    notes: tuple[Note, ...] = ()
    differs: tuple[tuple[str, str], ...] = ()
    published: tuple[Figure, ...] = ()
    comparisons: tuple[Comparison, ...] = ()
    source: str = ""
    args: dict[str, Any] = field(default_factory=dict)
    settings: dict[str, Any] = field(default_factory=dict)
    """The arguments that were set by hand."""
    own_input: Dims = ()
    """The input of the published network, where this one was made for another."""
    remade: Callable[[Dims, bool], Network] | None = field(default=None, repr=False, compare=False)
    """Builds it again for another input: where a shortcut is needed, and what ``in_channels`` is,
    depends on it. Auxiliary heads that do not fit are left out unless they are asked for."""
    argued: Callable[[Mapping[str, Any], Dims | None], Network] | None = field(
        default=None, repr=False, compare=False
    )
    """Builds it again with other arguments, for its own input or another; values that were valid
    once are taken as they are."""
    facts: Facts = field(init=False, repr=False)

    def __post_init__(self) -> None:
        if not self.own_input:
            object.__setattr__(self, "own_input", self.input)
        from archcalc.structure import facts  # it reads a network's graph

        object.__setattr__(self, "facts", facts(self))

    @cached_property
    def schedules(self) -> tuple[Schedule, Schedule]:
        """Whose memory is whose, without and with the auxiliary heads."""
        from archcalc.structure import schedule  # it reads a network's graph

        main = schedule(self, aux=False)
        has_aux = any(layer.aux for layer in self.layers)
        return main, schedule(self, aux=True) if has_aux else main

    def analyze(
        self,
        *,
        input: Dims | None = None,
        batch: int = 1,
        dtype: str = "float32",
        aux: bool = False,
    ) -> Analysis:
        """Shapes, costs and formulas; `input` is (C, H, W) without the batch axis.

        See :func:`archcalc.analysis.analyze`.
        """
        from archcalc.analysis import analyze  # a network stands below its analysis

        return analyze(self, input=input, batch=batch, dtype=dtype, aux=aux)

    @cached_property
    def output(self) -> int:
        """The index of the last layer outside the auxiliary heads."""
        return max((i for i, layer in enumerate(self.layers) if not layer.aux), default=INPUT)

    def index(self, path: str) -> int:
        """The index of the layer at `path`, or of the only one whose path ends in it.

        Raises UnknownNameError with near misses.
        """
        found = self._index.get(path)
        if found is not None:
            return found
        ending = [i for name, i in self._index.items() if name.endswith(f".{path}")]
        if len(ending) == 1:
            return ending[0]
        known = [*self._index, *(group.path for group in self.walk())]
        hint = self._ambiguous(path, ending) if ending else self._hint()
        what = say("layer of {network}", network=self.name)
        raise UnknownNameError(what, path, () if ending else known, hint)

    @cached_property
    def _index(self) -> dict[str, int]:
        return {layer.path: i for i, layer in enumerate(self.layers)}

    def group(self, path: str) -> Group | None:
        """The stage, block or branch at `path`, or the only one whose path ends in it."""
        exact = self._groups.get(path)
        if exact is not None or path in self._index:
            return exact
        ending = [group for name, group in self._groups.items() if name.endswith(f".{path}")]
        return ending[0] if len(ending) == 1 else None

    @cached_property
    def _groups(self) -> dict[str, Group]:
        return {group.path: group for group in self.walk()}

    def at(self, input: Dims, *, aux: bool = False) -> Network:
        """The same network for another input, with or without the auxiliary heads in mind."""
        if input == self.input or self.remade is None:
            return self
        return self.remade(input, aux)

    def __repr__(self) -> str:
        return f"<Network {self.name}: {len(self.layers)} layers, input {self.input}>"

    def walk(self) -> Iterator[Group]:
        """All groups, outer before inner."""
        stack = list(reversed(self.groups))
        while stack:
            group = stack.pop()
            yield group
            stack.extend(reversed(group.groups))

    def _ambiguous(self, path: str, found: list[int]) -> str:
        shown = ", ".join(self.layers[i].path for i in found[:3])
        more = ", …" if len(found) > 3 else ""
        return say("{n} layers end in it: {names}", n=len(found), names=shown + more)

    def _hint(self) -> str:
        names = dict.fromkeys(layer.path.partition(".")[0] for layer in self.layers)
        shown = list(names)[:12]
        more = ", …" if len(names) > 12 else ""
        return say("it has {names}", names=", ".join(shown) + more)
