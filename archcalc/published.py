"""Figures of the literature, each held against the computed one by the judge.

A figure is compared first as archcalc counts, then as its source counts. Errata are results.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from typing import Any, Literal, NamedTuple

from archcalc import catalog
from archcalc.analysis import Analysis
from archcalc.counting import counted, ways
from archcalc.errors import InputError
from archcalc.judge import judge_value
from archcalc.lang import say
from archcalc.network import Figure
from archcalc.ops.base import Dims
from archcalc.protocols import ERROR, protocol_of
from archcalc.quantities import Part, Quantity, is_sizes, quantity
from archcalc.slips import CONVENTIONS, amount
from archcalc.spec.expression import evaluate, is_expression
from archcalc.units import fixed, shape
from archcalc.written import Reading, Written, read_number

Standing = Literal["agrees", "rounds differently", "counts differently", "erratum", "quoted"]
STANDINGS: tuple[Standing, ...] = (
    "agrees", "rounds differently", "counts differently", "erratum", "quoted",
)  # fmt: skip
"""agrees: within the printed digits; rounds differently: cut, not rounded; counts differently:
another way of counting makes it true; erratum: the computation refutes it; quoted: nothing of it
can be computed."""

_NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")
_QUOTED = {ERROR: "Top-5 error, %"}


class Judged(NamedTuple):
    """One published figure beside the computed one.

    `computed` is counted as the source counts, `as_printed` the same written in the figure's own
    unit and digits; `reason` says what the standing rests on, in the language spoken.
    """

    figure: Figure
    where: str
    quantity: str
    title: str
    printed: str
    computed: int | Fraction | Dims | None
    as_printed: str
    standing: Standing
    reason: str


def judged(analysis: Analysis, where: str | None = None, key: str = "") -> tuple[Judged, ...]:
    """Every published figure of the network, or those of one quantity at one place.

    None where input or arguments are not the network's own. Raises InputError for a figure that
    cannot be read.
    """
    if not analysis.as_published:
        return ()
    plain = analysis if not analysis.with_aux else analysis.network.analyze()
    return tuple(
        _judged(plain, figure, name, value)
        for figure in analysis.network.published
        for name, value in figure.values.items()
        if where is None or _is_at(plain, figure, name, where, key)
    )


def _judged(analysis: Analysis, figure: Figure, key: str, value: Any) -> Judged:
    if is_expression(value):  # a closed form, 27C²: judged by its value
        result = _judged(analysis, figure, key, evaluate(str(value), analysis.network.args))
        form = str(value).replace("$", "").replace("*", "·")
        return result._replace(printed=f"{form} = {amount(int(result.printed))}")
    printed = str(value)
    if key in _QUOTED:
        reasons = filter(None, (str(protocol_of(figure) or ""), say(figure.comment)))
        return Judged(
            figure, figure.where, key, _QUOTED[key], printed, None, printed, "quoted",
            "; ".join(reasons),
        )  # fmt: skip
    part = Part(_at(analysis, figure.counting), figure.where)
    kind = quantity(key)
    true = kind.value(part)
    case = _Case(analysis, figure, part, kind, printed)
    if is_sizes(true):
        return _held_shape(case, true)
    if isinstance(true, int | Fraction):
        return _held_number(case)
    text = "published: {name} has no {quantity} to compare"
    raise InputError(say(text, name=part.name, quantity=key))


def _is_at(analysis: Analysis, figure: Figure, name: str, where: str, key: str) -> bool:
    if name in _QUOTED or quantity(name).key != key:
        return False
    return Part(analysis, figure.where).path == where


class _Case(NamedTuple):
    """A figure, what it is about, and what it says."""

    analysis: Analysis
    figure: Figure
    part: Part
    kind: Quantity
    printed: str

    def judged(self, computed: Any, as_printed: str, standing: Standing, *why: str) -> Judged:
        """The result; an erratum's own reason comes first."""
        figure = self.figure
        if figure.erratum:
            standing, why = "erratum", (say(figure.erratum),)
        reasons = [*why, say(figure.comment)] if figure.comment else list(why)
        return Judged(
            figure, self.part.path, self.kind.key, self.kind.title, self.printed, computed,
            as_printed, standing, "; ".join(dict.fromkeys(filter(None, reasons))),
        )  # fmt: skip


def _at(analysis: Analysis, counting: Mapping[str, Any]) -> Analysis:
    """The network at the input that the figure is about."""
    input = counting.get("input")
    return analysis.network.analyze(input=tuple(input)) if input else analysis


def _held_shape(case: _Case, true: Dims) -> Judged:
    verdict = judge_value(case.part, case.kind, true, case.printed)
    text = shape(true)
    standing: Standing = "agrees" if verdict.right else "erratum"
    why = [] if verdict.right else [say("computed {value}", value=text)]
    return case.judged(true, case.printed if verdict.right else text, standing, *why)


def _held_number(case: _Case) -> Judged:
    written = read_number(case.printed)
    plain = _related(case, _value(case.part, case.kind))
    value = _related(case, _counted(case))
    theirs = written.based(case.figure.counting.get("unit_K", 1000))
    beside = as_printed(case.printed, theirs, value)
    if _fits(written, plain):
        return case.judged(value, beside, "agrees")
    theirs_in_words = tuple(_ways_that_matter(case, theirs))
    how = _rounding(theirs, value)
    if how is None and case.kind.kind == "bytes":
        how = _megabytes(written, value)
    if how is not None:
        standing: Standing = "counts differently" if theirs_in_words else "rounds differently"
        return case.judged(value, beside, standing, *theirs_in_words, how)
    return _explained(case, value, beside)


_READINGS: Mapping[Reading, str] = {
    "exact": "",
    "rounded": "",
    "cut": "cut, not rounded: {value}",
    "round number": "a round number for {value}",
    "round number, cut": "a round number, cut from {value}",
}
"""How the printed digits come of the value, where that needs saying."""


def _rounding(written: Written, value: int | Fraction) -> str | None:
    """How the digits come of `value`, in words; nothing where they do not."""
    reading = written.reading(value)
    if not reading:
        return None
    sentence = _READINGS[reading]
    return _in_full(sentence, written, value) if sentence else ""


def _fits(written: Written, value: int | Fraction) -> bool:
    return written.reading(value) in ("exact", "rounded")


def _megabytes(written: Written, value: int | Fraction) -> str | None:
    fits = written.based(1024).reading(value) in ("rounded", "cut")
    return say("MB = 1024² bytes") if fits else None


def _in_full(sentence: str, written: Written, value: int | Fraction) -> str:
    """The value in the unit of what is printed, with two more digits where it has them."""
    decimals = _decimals(written.text)
    unit = written.step * 10**decimals
    more = 2 if unit > 1 or not isinstance(value, int) else 0
    return say(sentence, value=fixed(value / unit, decimals + more))


def _explained(case: _Case, value: int | Fraction, beside: str) -> Judged:
    """What the judge finds; a figure that nothing makes true is an erratum."""
    if not case.figure.relation and not case.figure.erratum:
        verdict = judge_value(case.part, case.kind, value, case.printed)
        chief = next((one for one in verdict.because if one.slip.key in CONVENTIONS), None)
        if chief:
            return case.judged(value, beside, "counts differently", chief.text)
    text = say("computed {value}", value=amount(value))
    return case.judged(value, beside, "erratum", text)


# --- counting as the source does -----------------------------------------------------------------


def _value(part: Part, kind: Quantity) -> int | Fraction:
    found = kind.value(part)
    assert isinstance(found, int | Fraction), f"{part.name}.{kind.key} is no number"
    return found


def _counted(case: _Case) -> int | Fraction:
    value = _value(case.part, case.kind)
    if not isinstance(value, int):
        return value
    return counted(case.part, case.kind, case.figure.counting, value)


def _ways_that_matter(case: _Case, written: Written) -> Iterator[str]:
    """Of the source's ways those that change this very figure."""
    counting = dict(case.figure.counting)
    value = _counted(case)
    for key in tuple(counting):
        rest = {k: v for k, v in counting.items() if k != key}
        part = Part(_at(case.analysis, rest), case.part.path)
        other = case._replace(part=part, figure=case.figure._replace(counting=rest))
        if _counted(other) != value or (key == "unit_K" and written.thousands):
            yield from ways({key: counting[key]})


_READS: Mapping[str, Callable[[Fraction], Fraction]] = {
    "times_fewer": lambda share: 1 / share,
    "times_more": lambda share: share,
    "percent_of": lambda share: 100 * share,
    "percent_more": lambda share: 100 * (share - 1),
    "percent_fewer": lambda share: 100 * (1 - share),
}
"""What a comparison says of own ÷ other."""


def _related(case: _Case, value: int | Fraction) -> int | Fraction:
    relation = case.figure.relation
    if not relation:
        return value
    other = catalog.load(relation["than"]).analyze()
    path = case.part.path if any(row.path == case.part.path for row in other.rows) else ""
    theirs = case._replace(part=Part(other, path))
    return _READS[relation["as"]](Fraction(value) / Fraction(_counted(theirs)))


def _decimals(printed: str) -> int:
    number = _NUMBER.search(printed)
    return len(number[0].partition(".")[2]) if number else 0


def as_printed(printed: str, written: Written, value: int | Fraction) -> str:
    """`value` in the unit and digits of a printed figure: 366.75Ki beside 364K reads 367K."""
    number = _NUMBER.search(printed)
    if number is None:
        return amount(value)
    own = Fraction(number[0].replace(",", ""))
    unit = written.value / own if own else Fraction(1)
    decimals = _decimals(printed)
    text = fixed(written.like(value) * written.step / unit, decimals)
    text = text if "," in number[0] or written.about else text.replace(",", "")
    return printed[: number.start()] + text + printed[number.end() :]
