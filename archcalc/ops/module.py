"""PyTorch modules for operations that ``torch.nn`` has none for, made without importing torch."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from archcalc.ops.base import Dims

Forward = Callable[[Any, Any], Any]


def module(
    nn: Any, forward: Forward, learned: Mapping[str, Dims], fixed: Mapping[str, Dims] | None = None
) -> Any:
    """A module with `learned` and `fixed` tensors of these shapes; `forward` gets it and x."""
    made = type("Twin", (nn.Module,), {"forward": forward})()
    for name, shape in learned.items():
        setattr(made, name, _tensor(nn, shape))
    for name, shape in (fixed or {}).items():
        made.register_buffer(name, _tensor(nn, shape).detach())
    return made


def _tensor(nn: Any, shape: Dims) -> Any:
    """A parameter of any shape: a normalisation has one, of ones."""
    return nn.LayerNorm(shape).weight
