"""What stands over networks side by side: the table's title, and each column's."""

from __future__ import annotations

from collections.abc import Sequence

from archcalc.analysis import Analysis
from archcalc.lang import say
from archcalc.views.words import conditions, heading

_SHORT = 13
"""A title longer than this gives way to the network's name."""


def titles_of(analyses: Sequence[Analysis]) -> str:
    """``ResNet-18, ResNet-34, He et al. 2015``: the paper said once."""
    papers = {a.network.paper.short if a.network.paper else "" for a in analyses}
    if len(analyses) == 1 or len(papers) > 1:
        return "; ".join(map(heading, analyses))
    names = ", ".join(say(analysis.network.title) for analysis in analyses)
    return ", ".join(filter(None, (names, *papers)))


def names_of(analyses: Sequence[Analysis]) -> list[str]:
    """Titles where all are short, otherwise names."""
    titles = [say(analysis.network.title) for analysis in analyses]
    short = max(map(len, titles)) <= _SHORT and len(set(titles)) == len(titles)
    return titles if short else [analysis.network.name for analysis in analyses]


def conditions_of(analyses: Sequence[Analysis]) -> str:
    """The input and batch that they share."""
    return "; ".join(dict.fromkeys(map(conditions, analyses)))
