"""Formats of drawings, one file each: `SUFFIXES`, `BINARY` and `write`. The folder is the registry:
each module without an underscore is a format.
"""

from __future__ import annotations

import pkgutil
from collections.abc import Sequence
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Protocol, cast

from archcalc.errors import UnknownNameError
from archcalc.figures.drawing import Drawing
from archcalc.lang import say

_ORDER = ("svg", "pdf", "png", "tikz", "mermaid", "dot")
"""Those named first; others stand behind."""


class Writer(Protocol):
    """What a format's module offers."""

    SUFFIXES: Sequence[str]
    BINARY: bool

    def write(self, drawing: Drawing, scale: float = 1) -> str | bytes:
        """The file. Raises InputError for a drawing that the format cannot hold."""


@cache
def formats() -> tuple[str, ...]:
    """The names of all formats."""
    here = str(Path(__file__).parent)
    found = [module.name for module in pkgutil.iter_modules([here]) if module.name[0] != "_"]
    return tuple(sorted(found, key=lambda name: (*_ORDER, name).index(name)))


def writer(format: str) -> Writer:
    """The module of a format. Raises UnknownNameError."""
    if format not in formats():
        hint = say("known: {names}", names=", ".join(formats()))
        raise UnknownNameError(say("format"), format, formats(), hint)
    return cast(Writer, import_module(f"{__name__}.{format}"))


def suffixes() -> dict[str, str]:
    """The format that a file's suffix stands for."""
    return {suffix: name for name in formats() for suffix in writer(name).SUFFIXES}


def write(drawing: Drawing, format: str, scale: float = 1) -> str | bytes:
    """`drawing` in a format. `scale` is that of pixels, where it has any.

    Raises UnknownNameError for an unknown format, InputError for a drawing that it cannot hold.
    """
    return writer(format).write(drawing, scale)
