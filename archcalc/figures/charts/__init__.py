"""Kinds of charts, one file each or several of one rule; walking the folder finds them.

A module that has `KINDS` brings kinds; to add one is to add a row there, or a file.
"""

from __future__ import annotations

import pkgutil
from collections.abc import Mapping, Sequence
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

from archcalc.analysis import Analysis
from archcalc.errors import InputError, UnknownNameError
from archcalc.figures.charts.kind import Kind, Level, Options
from archcalc.figures.charts.model import Chart
from archcalc.lang import say

_ORDER = ("multiplies", "params", "activations")


@cache
def kinds() -> Mapping[str, Kind]:
    """Every kind of chart by its name, those asked for most first."""
    here = Path(__file__).parent
    names = sorted(module.name for module in pkgutil.iter_modules([str(here)]))
    modules = [import_module(f"{__name__}.{name}") for name in names]
    found = {kind.name: kind for module in modules for kind in getattr(module, "KINDS", ())}
    first = [name for name in _ORDER if name in found]
    return {name: found[name] for name in [*first, *(n for n in found if n not in first)]}


def kind_named(name: str) -> Kind:
    """The kind called `name`. Raises UnknownNameError with near misses."""
    known = kinds()
    if name not in known:
        hint = say("known: {names}", names=", ".join(known))
        raise UnknownNameError(say("kind of chart"), name, known, hint)
    return known[name]


def chart(
    kind: str,
    analyses: Sequence[Analysis] = (),
    *,
    collapse: Level | None = None,
    sizes: Sequence[int] = (),
    results: Mapping[str, Any] | None = None,
    title: str = "",
) -> Chart:
    """One chart of these networks.

    `collapse` is the bars' level of detail (by default what fits), `sizes` are the input sizes of
    a sweep, `results` what ``archcalc bench -f json`` or ``archcalc gradients -f json`` printed.
    Raises UnknownNameError for an unknown kind, InputError for what it cannot draw.

    >>> import archcalc
    >>> shares = chart("shares", [archcalc.load("vgg16").analyze()])
    >>> [series.name for series in shares.series]
    ['Convolutions', 'Fully connected layers']
    """
    found = kind_named(kind)
    if not isinstance(analyses, Sequence) or not all(isinstance(a, Analysis) for a in analyses):
        raise InputError(say("a chart is drawn of analyses, as load(name).analyze() gives them"))
    found.check(len(analyses))
    drawn = found.draw(analyses, Options(collapse, tuple(sizes), results))
    return drawn.titled(title) if title else drawn
