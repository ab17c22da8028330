"""A network as a PyTorch module: one module a layer at the layer's path, run along the graph."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from torch import nn

from archcalc.network import INPUT, Network
from archcalc.ops.base import Dims


class Step(NamedTuple):
    """Run `layer` on `inputs`, then forget `frees`."""

    layer: int
    inputs: tuple[int, ...]
    frees: tuple[int, ...]


class Part(nn.Module):
    """A stage, block or branch: it only holds what is within."""


class GraphModule(nn.Module):
    """A network's layers in the order of its spec, each at its path.

    In training mode it returns the output and, where the auxiliary heads are there, a tuple of the
    output and theirs; in evaluation mode the output alone.
    """

    def __init__(self, network: Network, shapes: list[tuple[Dims, ...]], aux: bool) -> None:
        super().__init__()
        self.network = network
        self.paths: list[str] = []
        self._order: dict[int, Any] = {}
        for i, layer in enumerate(network.layers):
            if aux or not layer.aux:
                module = layer.op.twin(nn, shapes[i])
                self.paths.append(layer.path)
                self._order[i] = module
                _place(self, layer.path, module)
        main, heads = network.output, tuple(_heads(network)) if aux else ()
        self._ends = {False: (main,), True: (main, *heads)}
        self._steps = {mode: _steps(network, ends) for mode, ends in self._ends.items()}

    @property
    def layers(self) -> dict[str, Any]:
        """The module of each layer, by path."""
        return dict(zip(self.paths, self._order.values(), strict=True))

    def forward(self, x: Any) -> Any:
        """Every layer once; a value is let go after its last reader."""
        live = {INPUT: x}
        for step in self._steps[self.training]:
            live[step.layer] = self._order[step.layer](*(live[j] for j in step.inputs))
            for j in step.frees:
                del live[j]
        found = tuple(live[end] for end in self._ends[self.training])
        return found if len(found) > 1 else found[0]


def _place(root: Any, path: str, module: Any) -> None:
    """Put `module` at `path`. Straight into the children: a layer may be called as a method is."""
    *outer, name = path.split(".")
    for part in outer:
        root = root._modules.setdefault(part, Part())
    root._modules[name] = module


def _heads(network: Network) -> Iterator[int]:
    """The last layer of each auxiliary head."""
    for group in network.walk():
        if group.kind == "aux":
            yield group.stop - 1


def _steps(network: Network, ends: tuple[int, ...]) -> tuple[Step, ...]:
    """What has to run for the values at `ends`, and what nobody reads any more after each step.

    All layers run but, where the auxiliary heads are not asked for, what only those need.
    """
    wanted, last = set(ends), {end: len(network.layers) for end in ends}
    heads = len(ends) > 1
    for i in range(len(network.layers) - 1, -1, -1):
        if i in wanted or heads or not network.layers[i].aux:
            wanted.update(network.layers[i].inputs)
            wanted.add(i)
            for j in network.layers[i].inputs:
                last.setdefault(j, i)
    frees: dict[int, list[int]] = {}
    for j in sorted(wanted - {INPUT}):
        frees.setdefault(last.get(j, j), []).append(j)
    if INPUT in last:
        frees.setdefault(last[INPUT], []).append(INPUT)
    return tuple(
        Step(i, network.layers[i].inputs, tuple(frees.get(i, ()))) for i in sorted(wanted - {INPUT})
    )
