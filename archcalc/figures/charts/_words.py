"""The words around charts: what networks are called, their conditions, what is counted."""

from __future__ import annotations

from collections.abc import Sequence

from archcalc.analysis import Analysis
from archcalc.lang import say
from archcalc.views.compare.words import inputs_of, names_of, remarks
from archcalc.views.words import conditions

CONVENTION = (
    "Multiplies (MACs): those of convolutions and linear layers, one for each multiply-accumulate."
)


def title_of(analyses: Sequence[Analysis]) -> str:
    """One network's title, or the names of several."""
    if len(analyses) == 1:
        return say(analyses[0].network.title)
    return " / ".join(short_names(analyses))


def short_names(analyses: Sequence[Analysis]) -> tuple[str, ...]:
    """Titles without what stands in brackets, ``GoogLeNet``; names where titles are not enough."""
    titles = [say(analysis.network.title).partition(" (")[0] for analysis in analyses]
    if len(set(titles)) == len(titles) and all(len(title) <= 24 for title in titles):
        return tuple(titles)
    return names_of(analyses)


def conditions_of(analyses: Sequence[Analysis]) -> str:
    """``input 224×224×3, batch 1``, with the paper where there is but one network."""
    if len(analyses) > 1:
        return inputs_of(analyses)
    paper = analyses[0].network.paper
    return ", ".join(filter(None, (paper.short if paper else "", conditions(analyses[0]))))


def notes_of(analyses: Sequence[Analysis]) -> tuple[str, ...]:
    """What to know of any chart of these networks: what is not counted, what is not published."""
    lower = [a.network.name for a in analyses if a.lower_bound]
    text = "Lower bound: operations without a rule are not counted ({names})."
    return (*remarks(analyses), *([say(text, names=", ".join(lower))] if lower else []))
