"""Bars of one quantity: a network's parts, several networks' parts side by side, or totals."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from functools import partial
from typing import NamedTuple

from archcalc.analysis import Analysis
from archcalc.compare import Aligned, align
from archcalc.errors import InputError
from archcalc.figures.charts._words import (
    CONVENTION,
    conditions_of,
    notes_of,
    short_names,
    title_of,
)
from archcalc.figures.charts.kind import Kind, Level, Options
from archcalc.figures.charts.model import Axis, Chart, Point, Series
from archcalc.lang import say
from archcalc.units import percent, si
from archcalc.views.compare.rows import counts, sums
from archcalc.views.compare.words import label_of, path_of
from archcalc.views.lines import Collapse, Line, lines, unnested

MOST_BARS = 400
_MOST_ROWS = 16
"""Up to here the parts of networks beside each other are shown in more detail."""
MOST_BESIDE = 5


class Amount(NamedTuple):
    """One quantity: its headings, and what to know of it."""

    key: str
    title: str
    by: str
    whole: str
    total: str
    note: str


AMOUNTS = (
    Amount(
        "multiplies", "Multiplies (MACs)", "{network}: where the multiplies are",
        "Multiplies (MACs) of whole networks",
        "total {total} multiplies", CONVENTION,
    ),
    Amount(
        "params", "Parameters", "{network}: where the parameters are",
        "Parameters of whole networks",
        "total {total} parameters", "Parameters: weights and biases.",
    ),
    Amount(
        "activations", "Activations", "{network}: where the activations are",
        "Activations of whole networks",
        "total {total} activations",
        "Activations: values written by convolution, linear, pooling, concat and add.",
    ),
)  # fmt: skip


def _draw(amount: Amount, analyses: Sequence[Analysis], options: Options) -> Chart:
    total = options.collapse == "network" or (len(analyses) > 2 and options.collapse is None)
    if total:
        return _totals(amount, analyses)
    return (_parts if len(analyses) == 1 else _beside)(amount, analyses, options.collapse)


def _chart(
    amount: Amount,
    analyses: Sequence[Analysis],
    series: Sequence[Series],
    title: str,
    subtitle: str,
) -> Chart:
    if not any(point.y for one in series for point in one.points):
        text = "there is nothing to draw: {names} have no {quantity}"
        names = ", ".join(a.network.name for a in analyses)
        raise InputError(say(text, names=names, quantity=say(amount.title)))
    return Chart(
        amount.key, "bar", title, subtitle, Axis("part", say("Part"), "plain"),
        Axis(amount.key, say(amount.title)), tuple(series),
        (*notes_of(analyses), say(amount.note)),
    )  # fmt: skip


def _total(analysis: Analysis, amount: Amount) -> int:
    return int(getattr(analysis.totals, amount.key))


# --- one network ---------------------------------------------------------------------------------


def _parts(amount: Amount, analyses: Sequence[Analysis], collapse: Level | None) -> Chart:
    (analysis,) = analyses
    points = list(_points(analysis, amount, _rows(analysis, collapse)))
    _check(len(points))
    title = say(amount.by, network=title_of(analyses))
    total = say(amount.total, total=si(_total(analysis, amount)))
    subtitle = ", ".join((conditions_of(analyses), total))
    return _chart(amount, analyses, [Series(analysis.network.name, tuple(points))], title, subtitle)


def _rows(analysis: Analysis, collapse: Level | None) -> list[Line]:
    level: Collapse | None = None if collapse == "network" else collapse
    rows = lines(analysis, level)
    return unnested(rows) if level == "none" else rows


def _points(analysis: Analysis, amount: Amount, rows: Sequence[Line]) -> Iterator[Point]:
    total = _total(analysis, amount)
    for row in rows:
        own = sum(getattr(part, amount.key) for part in row.parts)
        if own:
            share = Fraction(100 * own, total)
            note = f"{percent(float(share))} %"
            yield Point(row.label, own, note=note, group=row.path.partition(".")[0])


def _check(bars: int) -> None:
    if bars > MOST_BARS:
        text = "{n} bars do not fit a chart; take fewer with --collapse stage or --collapse block"
        raise InputError(say(text, n=bars))


# --- several networks ----------------------------------------------------------------------------


def _totals(amount: Amount, analyses: Sequence[Analysis]) -> Chart:
    _check(len(analyses))
    names = short_names(analyses)
    points = tuple(Point(n, _total(a, amount)) for n, a in zip(names, analyses, strict=True))
    return _chart(
        amount, analyses, [Series(say(amount.title), points)], say(amount.whole),
        conditions_of(analyses),
    )  # fmt: skip


def _beside(amount: Amount, analyses: Sequence[Analysis], collapse: Level | None) -> Chart:
    if len(analyses) > MOST_BESIDE:
        text = "at most {most} networks fit beside each other, found {n}; see --collapse network"
        raise InputError(say(text, most=MOST_BESIDE, n=len(analyses)))
    rows = _aligned(analyses, amount, collapse)
    _check(len(rows) * len(analyses))
    names = _labels(rows)
    series = []
    for n, name in enumerate(short_names(analyses)):
        mine = (
            Point(label, sums(row, n, [amount.key])[0])
            for label, row in zip(names, rows, strict=True)
        )
        series.append(Series(name, tuple(mine)))
    totals = ", ".join(
        f"{name} {si(_total(a, amount))}"
        for name, a in zip(short_names(analyses), analyses, strict=True)
    )
    subtitle = say(
        "{conditions}; total: {totals}", conditions=conditions_of(analyses), totals=totals
    )
    title = say(amount.by, network=title_of(analyses))
    return _chart(amount, analyses, series, title, subtitle)


_OPENED: dict[str, tuple[str, ...]] = {
    "stage": (), "block": ("stage", "size"), "none": ("stage", "size", "block", "branch", "aux"),
}  # fmt: skip
"""The groups whose parts are bars of their own, by the level of detail."""


def _aligned(analyses: Sequence[Analysis], amount: Amount, collapse: Level | None) -> list[Aligned]:
    top = align(analyses)
    levels = [collapse] if collapse else ["block", "stage"]
    found: list[Aligned] = []
    for level in levels:
        found = list(_flat(top, amount.key, _OPENED[level]))
        if len(found) <= _MOST_ROWS:
            break
    return found


def _flat(rows: Sequence[Aligned], key: str, opened: Sequence[str]) -> Iterator[Aligned]:
    """Each layer of each network in exactly one row."""
    for row in rows:
        if not counts(row, [key]):
            continue
        if row.rows and row.node.kind in opened:
            yield from _flat(row.rows, key, opened)
        else:
            yield row


def _labels(rows: Sequence[Aligned]) -> list[str]:
    """Short names where they differ, else paths; numbered where those are the same, too."""
    for way in (label_of, path_of):
        names = [way(row) for row in rows]
        if len(set(names)) == len(names):
            return names
    return [f"{name} ({n})" for n, name in enumerate(names, 1)]


def _drawing(amount: Amount) -> Callable[[Sequence[Analysis], Options], Chart]:
    return partial(_draw, amount)


KINDS = tuple(
    Kind(
        amount.key,
        f"{amount.title} of each part, or of networks side by side",
        _drawing(amount),
        takes=("collapse",),
    )
    for amount in AMOUNTS
)
