"""Where published errors come from and how they were measured: a note for each way of measuring."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from archcalc.analysis import Analysis
from archcalc.lang import say
from archcalc.protocols import Error, error_of
from archcalc.views.words import sourced

Named = tuple[str, Analysis, Error]
"""What a network is called here, its analysis, and the error that stands for it."""


def with_errors(names: Sequence[str], analyses: Sequence[Analysis]) -> tuple[Named, ...]:
    """The networks that have a published top-5 error, in the order given."""
    both = zip(names, analyses, strict=True)
    return tuple((name, a, error) for name, a in both if (error := error_of(a)) is not None)


def by_protocol(known: Sequence[Named]) -> dict[str, list[Named]]:
    """The networks by how their errors were measured, what compares best first."""
    found: dict[str, list[Named]] = {}
    for each in sorted(known, key=lambda one: one[2].order):
        found.setdefault(each[2].measured, []).append(each)
    return found


def error_notes(known: Sequence[Named]) -> Iterator[str]:
    """One sentence a way of measuring: the networks that it holds for, with their sources."""
    groups = by_protocol(known)
    for measured, members in groups.items():
        sources = "; ".join(_sources(members))
        yield say("Top-5 error, {measured}: {sources}.", measured=measured, sources=sources)
    if len(groups) > 1:
        yield say("Errors measured in different ways are not comparable.")


def _sources(members: Sequence[Named]) -> Iterator[str]:
    """``vgg16, resnet152 (He et al. 2015, Table 3)``, a part a source."""
    found: dict[str, list[str]] = {}
    for name, analysis, error in members:
        source = sourced(analysis.network.paper, error.figure.source)
        found.setdefault(source, []).append(name)
    for source, names in found.items():
        yield f"{', '.join(names)} ({source})"
