"""What training holds after PyTorch's forward pass: parameters, gradients, what autograd keeps."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from archcalc.verify import needed

REFUSALS = (RuntimeError, ValueError, MemoryError)
"""A batch norm of one value cannot train, and memory may not suffice: nothing is measured then."""


def measure_training(module: Any, x: Any) -> int | None:
    """Bytes of `module` in training on `x`, before its backward pass; None where it cannot train.

    Every parameter and its gradient, and each storage that autograd saves, once. Neither the
    optimiser's state nor a kernel's workspace is part of it.
    """
    modes = [(layer, layer.training) for layer in module.modules()]
    module.train()
    try:
        with suppress(*REFUSALS), needed("torch").enable_grad():
            own = sum(int(tensor.nbytes) for tensor in module.parameters())
            return 2 * own + kept(module, x)
        return None
    finally:
        for layer, mode in modes:
            layer.training = mode


def kept(module: Any, *inputs: Any) -> int:
    """Bytes of the distinct storages that autograd saves in a forward pass, parameters apart."""
    apart = {
        tensor.untyped_storage()._cdata for tensor in (*module.parameters(), *module.buffers())
    }
    saved: dict[int, Any] = {}

    def pack(tensor: Any) -> None:  # giving the tensor back would tie it to its graph for good
        storage = tensor.untyped_storage()
        if storage._cdata not in apart:
            saved[storage._cdata] = storage  # held, so that no other takes its address

    with needed("torch").autograd.graph.saved_tensors_hooks(pack, lambda tensor: tensor):
        module(*inputs)
    return sum(int(storage.nbytes()) for storage in saved.values())
