"""Files of measured results, checked before they are drawn."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from math import isfinite
from typing import Any, Protocol, TypeVar

from pydantic import BaseModel, ValidationError

from archcalc.analysis import Analysis
from archcalc.errors import InputError, UnknownNameError
from archcalc.lang import say


class Named(Protocol):
    """What a results file says of one network."""

    network: str


Parts = TypeVar("Parts", bound=BaseModel)
One = TypeVar("One", bound=Named)


def checked(results: Mapping[str, Any] | None, model: type[Parts], kind: str, by: str) -> Parts:
    """What a chart needs of the results. Raises InputError where the command's own are another."""
    if results is None:
        text = "--kind {kind} draws measured results: name their file with --from ({by})"
        raise InputError(say(text, kind=kind, by=by))
    try:
        return model.model_validate(results)
    except ValidationError as error:
        place = ".".join(map(str, error.errors()[0]["loc"]))
        text = "these are no results of {by}: {place} is missing or not as expected"
        raise InputError(say(text, by=by, place=place or "{}")) from None


def wanted(found: Sequence[One], analyses: Sequence[Analysis]) -> list[One]:
    """Those of the networks named, all of them where none is named.

    Raises UnknownNameError for a network that was not measured.
    """
    names = [analysis.network.name for analysis in analyses]
    there = list(dict.fromkeys(one.network for one in found))
    for name in names:
        if name not in there:
            hint = say("known: {names}", names=", ".join(there) or say("none"))
            raise UnknownNameError(say("network of these results"), name, there, hint)
    return [one for one in found if not names or one.network in names]


def positive(value: float | None) -> Fraction | None:
    """A measured value that a logarithmic axis can hold."""
    return Fraction(value) if value is not None and isfinite(value) and value > 0 else None
