"""How published errors were measured, and which of a network's several errors stands for it.

An error of ten crops, one of the whole image and one of an ensemble are different quantities.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import NamedTuple

from archcalc.analysis import Analysis
from archcalc.lang import counted, say
from archcalc.network import Figure

ERROR = "top5_error"
_CROPS = (10, "dense", 1)
"""Which of one model's errors stands for it, the first that there is: most papers print ten crops,
so that these compare best."""
_DENSE = "dense"
_SETS = {"validation": "validation set", "test": "test set"}


class Protocol(NamedTuple):
    """How errors on ImageNet 2012 were measured.

    `models` vote together (``several``: nobody says how many), on so many `crops` of an image, or
    on all of it, ``dense``; None where the source does not say. `split` is the set of images.
    """

    models: int | str = 1
    crops: int | str | None = None
    split: str = "validation"

    def __str__(self) -> str:
        """``one model, 10 crops, validation set``."""
        return ", ".join((self._who(), *self._what(), say(_SETS[self.split])))

    @property
    def short(self) -> str:
        """``10 crops``: without what most figures have in common."""
        who = self._who() if self.models != 1 else ""
        test = say(_SETS[self.split]) if self.split != "validation" else ""
        return ", ".join(filter(None, (who, *self._what(), test)))

    @property
    def order(self) -> tuple[bool, bool, int]:
        """Sorts by what stands first for a network: a single model, on the validation set."""
        place = _CROPS.index(self.crops) if self.crops in _CROPS else len(_CROPS)
        return self.models != 1, self.split != "validation", place

    def _who(self) -> str:
        if isinstance(self.models, str):
            return say("an ensemble")
        if self.models == 1:
            return say("one model")
        return say("an ensemble of {n} models", n=self.models)

    def _what(self) -> Iterator[str]:
        if isinstance(self.crops, int):
            yield counted("{n} crop", "{n} crops", self.crops, n=self.crops)
        elif self.crops == _DENSE:
            yield say("dense evaluation")
        elif self.models == 1:
            yield say("crops not stated")


class Error(NamedTuple):
    """A published top-5 error in percent, its figure, and its protocol where that is known."""

    percent: Fraction
    figure: Figure
    protocol: Protocol | None

    @property
    def measured(self) -> str:
        """The protocol in words; what the figure's comment says where it names none."""
        if self.protocol:
            return str(self.protocol)
        return say(self.figure.comment) or say("it is not stated how it was measured")

    @property
    def short(self) -> str:
        """The protocol in a word or two."""
        return self.protocol.short if self.protocol else say("not stated")

    @property
    def order(self) -> tuple[bool, bool, bool, int]:
        """Sorts known protocols before unknown ones."""
        return (False, *self.protocol.order) if self.protocol else (True, True, True, 0)


def protocol_of(figure: Figure) -> Protocol | None:
    """How a figure was measured, where its spec says so."""
    return Protocol(**figure.measured) if figure.measured else None


def errors_of(figures: Sequence[Figure]) -> tuple[Error, ...]:
    """All top-5 errors among the figures, the one that compares best first."""
    found = [
        Error(_percent(figure), figure, protocol_of(figure))
        for figure in figures
        if ERROR in figure.values
    ]
    return tuple(sorted(found, key=lambda error: error.order))


def error_of(analysis: Analysis) -> Error | None:
    """The top-5 error that stands for a network, None where it is not as it was published."""
    found = errors_of(analysis.network.published) if analysis.as_published else ()
    return found[0] if found else None


def _percent(figure: Figure) -> Fraction:
    return Fraction(str(figure.values[ERROR]).rstrip("% "))
