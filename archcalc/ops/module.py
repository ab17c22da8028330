"""PyTorch modules for operations that ``torch.nn`` has none for, made without importing torch."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from typing import Any

from archcalc.ops.base import Dims

Forward = Callable[..., Any]


def torch_of(nn: Any) -> Any:
    """The package that `nn` is a part of, for functions that ``nn.functional`` lacks."""
    return sys.modules[nn.__name__.partition(".")[0]]


def module(
    nn: Any,
    forward: Forward,
    learned: Mapping[str, Dims] | None = None,
    fixed: Mapping[str, Dims] | None = None,
    name: str = "Twin",
) -> Any:
    """A module with `learned` and `fixed` tensors of these shapes; `forward` gets it and x."""
    made = type(name, (nn.Module,), {"forward": forward})()
    for tensor, shape in (learned or {}).items():
        setattr(made, tensor, _tensor(nn, shape))
    for tensor, shape in (fixed or {}).items():
        made.register_buffer(tensor, _tensor(nn, shape).detach())
    return made


def _tensor(nn: Any, shape: Dims) -> Any:
    """A parameter of any shape: a normalisation has one, of ones."""
    return nn.LayerNorm(shape).weight


def behind(layer: Any, before: Any) -> Any:
    """`layer` with `before` done to its input first; its parameters keep their names."""
    kind = type(layer)

    def forward(own: Any, x: Any) -> Any:
        return kind.forward(own, before(x))

    layer.__class__ = type(f"Padded{kind.__name__}", (kind,), {"forward": forward})
    return layer
