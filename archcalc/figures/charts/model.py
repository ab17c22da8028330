"""The chart model: plain data that says what is drawn, with exact numbers and no geometry.

Writers (Vega-Lite, CSV, a terminal, a slide's own charts) are functions of it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

if TYPE_CHECKING:
    from archcalc.figures.look import Look

Number = int | Fraction
Form = Literal["count", "percent", "plain", "decimal"]
"""How an axis reads: 118M, 22.7 %, 224, or a measured value such as 0.03."""
Mark = Literal["bar", "stack", "line", "bubble"]
"""bar: horizontal, or upright where they are many; stack: shares of 100 %; line: through points of
two numbers; bubble: a point whose area is a third number."""


class Axis(NamedTuple):
    """One axis. `key` is its column in CSV; `low` and `high` bound it where the data should not.

    `ticks` are its ticks where round numbers would not do.
    """

    key: str
    title: str
    form: Form = "count"
    scale: Literal["linear", "log"] = "linear"
    low: Number | None = None
    high: Number | None = None
    ticks: tuple[Number, ...] = ()


class Point(NamedTuple):
    """One value. `x` is a category (bars) or a number (lines and bubbles).

    `label` names a bubble, or a place on a line; `note` stands behind a bar's number; `size` is a
    bubble's area; `amount` is the count behind a share; `group` is what neighbouring bars share.
    """

    x: str | Number
    y: Number
    label: str = ""
    note: str = ""
    size: int | None = None
    amount: int | None = None
    group: str = ""


class Series(NamedTuple):
    """Points of one name, in order. `joined` draws a line through them, also among bubbles."""

    name: str
    points: tuple[Point, ...]
    joined: bool = True


class Limit(NamedTuple):
    """A horizontal line at a value that the reader should hold the others against."""

    y: Number
    label: str


@dataclass(frozen=True, slots=True)
class Chart:
    """One chart. `notes` stand below it: what is counted, sources, what is left out.

    `size` and `amount` are the third and fourth column's axes, where points have them.
    """

    kind: str
    mark: Mark
    title: str
    subtitle: str
    x: Axis
    y: Axis
    series: tuple[Series, ...]
    notes: tuple[str, ...] = ()
    size: Axis | None = None
    amount: Axis | None = None
    limits: tuple[Limit, ...] = ()

    def titled(self, title: str) -> Chart:
        """The same under another title."""
        return replace(self, title=title)

    def points(self) -> Iterator[Point]:
        """All points, series after series."""
        for series in self.series:
            yield from series.points

    def categories(self) -> tuple[str, ...]:
        """The bars' names, each once, in order."""
        return tuple(dict.fromkeys(str(point.x) for point in self.points()))

    def texts(self) -> Iterator[str]:
        """Everything that a person reads on it."""
        yield from (self.title, self.subtitle, self.x.title, self.y.title, *self.notes)
        yield from (limit.label for limit in self.limits)
        for series in self.series:
            yield series.name
            yield from (text for point in series.points for text in (str(point.x), point.label))

    def vega(self, look: Look | None = None) -> dict[str, Any]:
        """The chart as a Vega-Lite v5 specification."""
        from archcalc.figures.vega import vega

        return vega(self, look)

    def svg(self, look: Look | None = None) -> str:
        """The chart as SVG, the same bytes each time. Raises InputError without `[plot]`."""
        from archcalc.figures.pictures import svg

        return svg(self, look)

    def csv(self) -> str:
        """What is drawn, all digits, one row a point."""
        from archcalc.figures.look import Look as Usual
        from archcalc.figures.plots.formats.csv import write
        from archcalc.views.model import Style

        return write(self, Usual(), Style())

    def _repr_mimebundle_(self, **_: Any) -> dict[str, Any]:
        return {"application/vnd.vegalite.v5+json": self.vega(), "text/plain": self.title}


def digits(value: str | Number) -> str:
    """A value with all its digits, a fraction as the nearest float; text as it is."""
    if isinstance(value, Fraction):
        whole = value.denominator == 1
        return f"{Decimal(value.numerator):f}" if whole else repr(float(value))
    return value if isinstance(value, str) else f"{Decimal(value):f}"
