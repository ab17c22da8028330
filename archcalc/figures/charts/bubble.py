"""Published top-5 errors over multiplies, parameters as areas.

After Canziani, Paszke & Culurciello, "An Analysis of Deep Neural Network Models for Practical
Applications", 2016, figure 2. Errors are those of the specs, each with its source.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from archcalc.analysis import Analysis
from archcalc.errors import InputError
from archcalc.figures.charts._words import CONVENTION, short_names
from archcalc.figures.charts.kind import Kind, Options
from archcalc.figures.charts.model import Axis, Chart, Point, Series
from archcalc.lang import counted, say
from archcalc.network import Figure
from archcalc.units import in_prose
from archcalc.views.compare.glance import error_of
from archcalc.views.words import place

_MOST_NAMED = 8
_HEADROOM = Fraction(6, 5)
"""What the axis goes beyond the largest error, so that the largest disc fits."""


def _draw(analyses: Sequence[Analysis], _: Options) -> Chart:
    known = [(a, figure) for a in analyses if (figure := error_of(a)) is not None]
    if not known:
        text = "none of these networks has a published top-5 error in its spec; found {names}"
        raise InputError(say(text, names=_names(analyses)))
    names = short_names([analysis for analysis, _ in known])
    points = tuple(
        Point(analysis.totals.multiplies, _error(figure), label=name, size=analysis.totals.params)
        for name, (analysis, figure) in zip(names, known, strict=True)
    )
    high = max(point.y for point in points) * _HEADROOM
    left = [a for a in analyses if all(a is not other for other, _ in known)]
    return Chart(
        "bubble", "bubble", say("Top-5 error against cost"),
        say("ImageNet; the area of a disc is the number of parameters"),
        Axis("multiplies", say("Multiplies (MACs)"), scale="log"),
        Axis("top5_error", say("Top-5 error, %"), "decimal", low=0, high=high),
        (Series(say("Networks"), points, joined=False),),
        (*_sources(known), *_left_out(left), say(CONVENTION)),
        size=Axis("params", say("Parameters")),
    )  # fmt: skip


def _error(figure: Figure) -> Fraction:
    return Fraction(str(figure.values["top5_error"]).rstrip("% "))


def _sources(known: Sequence[tuple[Analysis, Figure]]) -> Iterator[str]:
    """Where the errors come from, one note a source."""
    by_source: dict[tuple[str, str], list[str]] = {}
    for analysis, figure in known:
        key = place(figure.source), say(figure.comment)
        by_source.setdefault(key, []).append(analysis.network.name)
    for (source, comment), names in by_source.items():
        text = say("Top-5 error of {names}: {source}", names=", ".join(names), source=source)
        yield f"{text} ({comment})." if comment else f"{text}."


def _left_out(left: Sequence[Analysis]) -> Iterator[str]:
    if left:
        yield counted(
            "Left out, for their specs hold no published top-5 error: {n} network ({names}).",
            "Left out, for their specs hold no published top-5 error: {n} networks ({names}).",
            len(left),
            n=in_prose(len(left)),
            names=_names(left),
        )


def _names(analyses: Sequence[Analysis]) -> str:
    shown = ", ".join(a.network.name for a in analyses[:_MOST_NAMED])
    return f"{shown}, …" if len(analyses) > _MOST_NAMED else shown


KINDS = (
    Kind(
        "bubble",
        "Published top-5 errors over multiplies, parameters as areas",
        _draw,
        everyone=True,
    ),
)
