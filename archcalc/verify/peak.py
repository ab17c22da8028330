"""The most bytes of live tensors at once in a run of PyTorch, parameters not counted."""

from __future__ import annotations

import weakref
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from typing import Any, NamedTuple

from archcalc.network import INPUT, Network
from archcalc.verify import needed

OVERWRITING: Mapping[str, str] = {"GELU": "gelu_", "Sigmoid": "sigmoid_", "Tanh": "tanh_"}
"""PyTorch's functions in place, for modules that have no option of that name."""


class Peak(NamedTuple):
    """Bytes: of what layers give to one another, and with the temporaries of their kernels."""

    activations: int
    everything: int


def measure(module: Any, network: Network, x: Any, aux: bool = False) -> tuple[Any, Peak]:
    """What `module` gives for `x`, and the peaks of its run.

    Activation functions work in place where the engine's schedule has it so and PyTorch has such a
    function. The input counts until its last reader has run, though the caller holds it on.
    """
    with in_place(module, network, aux):
        return _measure(module, network, x)


@contextmanager
def in_place(module: Any, network: Network, aux: bool) -> Iterator[None]:
    """Within, layers overwrite their input where nobody else reads it and PyTorch has a way."""
    storage = network.schedules[aux].storage
    with ExitStack() as after:
        for i, layer in enumerate(network.layers):
            if storage[i] != i and layer.path in module.layers:
                _overwrite(module.layers[layer.path], after)
        yield


def _overwrite(layer: Any, after: ExitStack) -> None:
    """Let `layer` work in place until `after` closes."""
    function = OVERWRITING.get(type(layer).__name__)
    if getattr(layer, "inplace", None) is False:
        layer.inplace = True
        after.callback(setattr, layer, "inplace", False)
    elif function is not None:
        layer.forward = getattr(needed("torch").ops.aten, function)
        after.callback(delattr, layer, "forward")


def _measure(module: Any, network: Network, x: Any) -> tuple[Any, Peak]:
    apart = [*module.parameters(), *module.buffers()]
    passed, every = Live(apart), Live(apart)
    for live in (passed, every):
        live.see(x)
    last = {j: i for i, layer in enumerate(network.layers) for j in layer.inputs}.get(INPUT)
    hooks = []
    for i, layer in enumerate(network.layers):
        if layer.path in module.layers:

            def after(_: Any, __: Any, out: Any, last: bool = i == last) -> None:
                passed.see(out)
                if last:
                    passed.forget(x)
                    every.forget(x)

            hooks.append(module.layers[layer.path].register_forward_hook(after))
    with watching(every):
        found = module(x)
    for hook in hooks:
        hook.remove()
    return found, Peak(passed.peak, every.peak)


def watching(live: Live) -> Any:
    """A context in which `live` sees every tensor that any operation gives."""
    leaves = needed("torch.utils._pytree").tree_leaves

    def dispatch(_: Any, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        found = func(*args, **(kwargs or {}))
        for one in leaves(found):
            live.see(one)
        return found

    base = needed("torch.utils._python_dispatch").TorchDispatchMode
    return type("Watching", (base,), {"__torch_dispatch__": dispatch})()


class Live:
    """The storages that are alive, and the most bytes of them so far."""

    def __init__(self, apart: Iterable[Any]) -> None:
        self._known = {tensor.untyped_storage()._cdata for tensor in apart}
        self._held: dict[int, Any] = {}
        self.now = self.peak = 0

    def see(self, tensor: Any) -> None:
        """Count `tensor`'s storage from now on until nobody holds it any more."""
        storage = tensor.untyped_storage() if hasattr(tensor, "untyped_storage") else None
        if storage is None or storage._cdata in self._known:
            return
        key, size = storage._cdata, int(storage.nbytes())
        self._known.add(key)
        self.now += size
        self.peak = max(self.peak, self.now)
        self._held[key] = weakref.finalize(storage, self._gone, key, size)

    def forget(self, tensor: Any) -> None:
        """Count `tensor` no longer, though somebody may hold it."""
        ending = self._held.get(tensor.untyped_storage()._cdata)
        if ending is not None:
            ending()
            self._known.add(tensor.untyped_storage()._cdata)

    def _gone(self, key: int, size: int) -> None:
        self._known.discard(key)
        self._held.pop(key, None)
        self.now -= size
