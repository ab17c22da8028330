"""Published top-5 errors over multiplies, parameters as areas, a colour for each protocol.

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
from archcalc.protocols import ERROR
from archcalc.units import in_prose
from archcalc.views.compare.errors import Named, by_protocol, error_notes, with_errors
from archcalc.views.compare.words import names_of

_PLAIN = "ImageNet; the area of a disc is the number of parameters"
_COLORED = "ImageNet; a disc's area is the number of parameters, its colour how errors are measured"
_MOST_NAMED = 8
_HEADROOM = Fraction(6, 5)
"""What the axis goes beyond the largest error, so that the largest disc fits."""


def _draw(analyses: Sequence[Analysis], _: Options) -> Chart:
    known = with_errors(names_of(analyses), analyses)
    if not known:
        text = "none of these networks has a published top-5 error in its spec; found {names}"
        raise InputError(say(text, names=_names(analyses)))
    series = tuple(_series(known))
    left = [a for a in analyses if all(a is not other for _, other, _ in known)]
    return Chart(
        "bubble", "bubble", say("Top-5 error against cost"),
        say(_PLAIN if len(series) == 1 else _COLORED),
        Axis("multiplies", say("Multiplies (MACs)"), scale="log"),
        Axis(ERROR, say("Top-5 error, %"), "decimal", low=0,
             high=max(error.percent for *_, error in known) * _HEADROOM),
        series,
        (*error_notes(known), *_left_out(left), say(CONVENTION)),
        size=Axis("params", say("Parameters")),
    )  # fmt: skip


def _series(known: Sequence[Named]) -> Iterator[Series]:
    """Errors that compare with each other, a series each."""
    analyses = [analysis for _, analysis, _ in known]
    titled = with_errors(short_names(analyses), analyses)
    for members in by_protocol(titled).values():
        points = (
            Point(a.totals.multiplies, error.percent, label=title, size=a.totals.params)
            for title, a, error in members
        )
        yield Series(members[0][2].short, tuple(points), joined=False)


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
