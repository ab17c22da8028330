"""Operations: the folder is the registry. One file adds an operation; nothing else changes."""

from __future__ import annotations

import pkgutil
from functools import cache
from importlib import import_module

from archcalc.ops.base import Op


@cache
def registry() -> dict[str, type[Op]]:
    """Every operation by its name in specs, found by walking this folder."""
    for module in pkgutil.iter_modules(__path__):
        import_module(f"{__name__}.{module.name}")
    return {op.kind: op for op in sorted(_concrete(Op), key=lambda op: op.kind)}


def _concrete(base: type[Op]) -> list[type[Op]]:
    found = [base] if "kind" in vars(base) else []
    for child in base.__subclasses__():
        found += _concrete(child)
    return found
