"""What a chart can be written as, one file each: `SUFFIXES`, `BINARY`, `LOOKS` and `write`.

`LOOKS` says whether theme and size mean anything to the format.
"""

from __future__ import annotations

import pkgutil
from collections.abc import Callable, Mapping
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import NamedTuple

from archcalc.figures.charts.model import Chart
from archcalc.figures.look import Look
from archcalc.views.model import Style

USUAL = "terminal"


class Format(NamedTuple):
    """One format: what writes it, and the suffixes of its files."""

    name: str
    suffixes: tuple[str, ...]
    binary: bool
    looks: bool
    write: Callable[[Chart, Look, Style], str | bytes]


@cache
def formats() -> Mapping[str, Format]:
    """Every format by its name, the usual one first."""
    here = str(Path(__file__).parent)
    names = sorted(m.name for m in pkgutil.iter_modules([here]))
    names.sort(key=lambda name: name != USUAL)
    return {name: _format(name) for name in names}


def _format(name: str) -> Format:
    module = import_module(f"{__name__}.{name}")
    return Format(name, module.SUFFIXES, module.BINARY, module.LOOKS, module.write)
