"""What a kind of chart is, and what may be asked of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Literal, NamedTuple

from archcalc.analysis import Analysis
from archcalc.errors import InputError
from archcalc.figures.charts.model import Chart
from archcalc.lang import say

Level = Literal["network", "stage", "block", "none"]
LEVELS: tuple[Level, ...] = ("network", "stage", "block", "none")
MOST_NETWORKS = 7
"""As many lines as colours and dashes keep apart."""


class Options(NamedTuple):
    """What was asked of a chart: the bars' level of detail, a sweep's sizes, measured results."""

    collapse: Level | None = None
    sizes: tuple[int, ...] = ()
    results: Mapping[str, Any] | None = None


class Kind(NamedTuple):
    """One kind of chart: its name, a line of help, and what draws it.

    `least` and `most` say how many networks it takes; `takes` names the options it has a use for.
    """

    name: str
    summary: str
    draw: Callable[[Sequence[Analysis], Options], Chart]
    takes: tuple[str, ...] = ()
    least: int = 1
    most: int | None = None
    everyone: bool = False
    """Whether the command line draws every network where none is named."""

    def check(self, networks: int) -> None:
        """Raise InputError for too few networks or too many."""
        if networks < self.least:
            raise InputError(say("--kind {kind} needs a network's name", kind=self.name))
        if self.most is not None and networks > self.most:
            text = "--kind {kind} takes at most {most} networks, found {n}"
            raise InputError(say(text, kind=self.name, most=self.most, n=networks))
