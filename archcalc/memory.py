"""The memory that a network takes, in bytes: parameters, activations, inference, training."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property

from archcalc.network import INPUT, Network

DTYPES: Mapping[str, int] = {
    "float64": 8,
    "float32": 4,
    "float16": 2,
    "bfloat16": 2,
    "int8": 1,
}
"""Bytes of one value."""


class Memory:
    """Bytes. `training` is parameters, their gradients and what autograd keeps; no optimiser.

    Peak and training follow from a walk over the network, made when one of them is asked for.
    """

    _fields = ("params_bytes", "activations_bytes", "peak_inference_bytes", "training_bytes")

    def __init__(
        self, params_bytes: int, activations_bytes: int, walk: Callable[[], tuple[int, int]]
    ) -> None:
        """`walk` gives peak and training."""
        vars(self).update(
            params_bytes=params_bytes, activations_bytes=activations_bytes, _walk=walk
        )

    params_bytes: int
    activations_bytes: int
    _walk: Callable[[], tuple[int, int]]

    @cached_property
    def _walked(self) -> tuple[int, int]:
        return self._walk()

    @property
    def peak_inference_bytes(self) -> int:
        """The most bytes of live activations at once."""
        return self._walked[0]

    @property
    def training_bytes(self) -> int:
        """Parameters, their gradients and what autograd keeps of each operation."""
        return self._walked[1]

    def _asdict(self) -> dict[str, int]:
        return {name: getattr(self, name) for name in self._fields}

    def __iter__(self) -> Iterator[int]:
        return iter(self._asdict().values())

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Memory | tuple) and tuple(self) == tuple(other)

    def __hash__(self) -> int:
        return hash(tuple(self))

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError("Memory is frozen")

    def __repr__(self) -> str:
        return f"Memory({', '.join(f'{k}={v}' for k, v in self._asdict().items())})"


def walk(
    network: Network, sizes: Sequence[int], params: int, dtype: str, *, aux: bool
) -> tuple[int, int]:
    """The most bytes that live at once, and what training keeps.

    `sizes` are the values in every layer's output, the input's behind them.
    """
    width = DTYPES[dtype]
    storage, frees, kept, learns = network.schedules[aux]
    live = peak = sizes[INPUT]
    held = sum([sizes[i] for i in kept]) * width
    for i, layer in enumerate(network.layers):
        if layer.aux and not aux:
            continue
        op = layer.plan.op
        if learns[i]:
            held += (op.kept_bytes + op.kept_maps * width) * sizes[i]
        if storage[i] == i:
            live += sizes[i]
            peak = max(peak, live)
        for store in frees[i]:
            live -= sizes[store]
    return peak * width, 2 * params * width + held
