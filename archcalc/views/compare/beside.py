"""The pairs that a spec puts below a comparison, as the lecture's below the paper's module."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from archcalc import catalog
from archcalc.analysis import Analysis
from archcalc.lang import say
from archcalc.views.compare.words import names_of, title_of, told_of
from archcalc.views.words import place


class Beside(NamedTuple):
    """Two networks in short: their analyses, a title, and what was printed wrongly of them."""

    analyses: tuple[Analysis, ...]
    title: str
    notes: tuple[str, ...]


def beside(analyses: Sequence[Analysis]) -> list[Beside]:
    """The pairs that the spec names for these networks; none at another batch than 1."""
    told = told_of(analyses)
    if told is None:
        return []
    return [_beside(names) for names in told.beside if analyses[0].batch == 1]


def _beside(names: Sequence[str]) -> Beside:
    found = tuple(catalog.load(name).analyze() for name in names)
    notes = tuple(note for analysis in found for note in errata(analysis, "multiplies"))
    return Beside(found, title_of(found), notes)


def errata(analysis: Analysis, quantity: str) -> list[str]:
    """What is printed of the whole network and refuted: the lecture's 358M."""
    (name,) = names_of([analysis])
    return [
        say(
            "{name}: {source} prints {printed}, an erratum: {reason}.",
            name=name,
            source=place(figure.source),
            printed=figure.values[quantity],
            reason=say(figure.erratum),
        )
        for figure in analysis.network.published
        if figure.erratum and not figure.where and quantity in figure.values
    ]
