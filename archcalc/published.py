"""Figures of the literature, each held against the computed one by the judge.

A figure is compared first as archcalc counts, then as its source counts. Errata are results.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from math import prod
from typing import Any, Literal, NamedTuple

from archcalc import catalog
from archcalc.analysis import DTYPES, Analysis, LayerResult
from archcalc.errors import InputError
from archcalc.judge import judge_value
from archcalc.lang import say
from archcalc.network import Figure
from archcalc.ops.base import Dims
from archcalc.quantities import Part, Quantity, is_sizes, quantity
from archcalc.slips import CONVENTIONS, amount
from archcalc.slips.sums import biases, is_convolution, is_weighted
from archcalc.spec.expression import evaluate, is_expression
from archcalc.units import fixed, shape
from archcalc.written import Written, read_number

Standing = Literal["agrees", "rounds differently", "counts differently", "erratum", "quoted"]
STANDINGS: tuple[Standing, ...] = (
    "agrees", "rounds differently", "counts differently", "erratum", "quoted",
)  # fmt: skip
"""agrees: within the printed digits; rounds differently: cut, not rounded; counts differently:
another way of counting makes it true; erratum: the computation refutes it; quoted: nothing of it
can be computed."""

_NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")
_QUOTED = {"top5_error": "Top-5 error, %"}


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

    @property
    def agrees(self) -> bool:
        """Whether the source's own way of counting gives the printed digits."""
        return self.printed == self.as_printed or self.standing in ("agrees", "quoted")


def judged(analysis: Analysis) -> tuple[Judged, ...]:
    """Every published figure of the network; none where input or arguments are not its own."""
    if not analysis.as_published:
        return ()
    plain = analysis if not analysis.with_aux else analysis.network.analyze()
    return tuple(
        _judged(plain, figure, key, value)
        for figure in analysis.network.published
        for key, value in figure.values.items()
    )


def _judged(analysis: Analysis, figure: Figure, key: str, value: Any) -> Judged:
    if is_expression(value):
        value = evaluate(str(value), analysis.network.args)
    printed = str(value)
    if key in _QUOTED:
        return Judged(
            figure, figure.where, key, _QUOTED[key], printed, None, printed, "quoted",
            say(figure.comment),
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


def _fits(written: Written, value: int | Fraction) -> bool:
    whole = written.exact and isinstance(value, int)
    return written.value == value if whole else written.rounds(value)


def _rounding(written: Written, value: int | Fraction) -> str | None:
    """How the digits come of `value`: nothing to say, cut off, or noughts that fill up."""
    if _fits(written, value):
        return ""
    if written.exact and written.digits % 10 != 0:
        return None
    if not written.exact and written.cuts(value):
        return _in_full("cut, not rounded: {value}", written, value)
    rough = written.rough()
    if rough.digits == written.digits:
        return None
    if rough.rounds(value):
        return _in_full("a round number for {value}", written, value)
    if rough.cuts(value):
        return _in_full("a round number, cut from {value}", written, value)
    return None


def _megabytes(written: Written, value: int | Fraction) -> str | None:
    binary = written.based(1024)
    return say("MB = 1024² bytes") if binary.rounds(value) or binary.cuts(value) else None


def _in_full(sentence: str, written: Written, value: int | Fraction) -> str:
    """The value in the unit of what is printed, with two more digits where it has them."""
    decimals = _decimals(written.text)
    unit = written.step * 10**decimals
    return say(sentence, value=fixed(value / unit, decimals + 2 if unit > 1 else decimals))


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


def _of(chosen: Callable[[LayerResult], bool]) -> Callable[[Part, Quantity, int], int]:
    def gives(part: Part, kind: Quantity, _: int) -> int:
        value = kind.value(part.only(chosen))
        assert isinstance(value, int)
        return value

    return gives


def _without_biases(part: Part, kind: Quantity, value: int) -> int:
    return value - biases(part.rows) if kind.key == "params" else value


def _with_heads(part: Part, kind: Quantity, value: int) -> int:
    heads: int = sum(getattr(row, kind.key) for row in part.analysis.aux)
    return value + heads


def _with_input(part: Part, kind: Quantity, value: int) -> int:
    width = DTYPES[part.analysis.dtype] if kind.kind == "bytes" else 1
    return value + width * prod(part.analysis.input)


def _twice(_: Part, __: Quantity, value: int) -> int:
    return 2 * value


class _Way(NamedTuple):
    """One way in which sources count otherwise: when it is meant, its words, and what it gives."""

    key: str
    meant: object
    sentence: str
    gives: Callable[[Part, Quantity, int], int]


_WAYS = (
    _Way("conv_only", True, "convolutions only", _of(is_convolution)),
    _Way("weighted_only", True, "convolutions and linear layers only", _of(is_weighted)),
    _Way("bias", False, "weights only", _without_biases),
    _Way("with_aux", True, "auxiliary heads counted, too", _with_heads),
    _Way("with_input", True, "the input counted, too", _with_input),
    _Way("flops", True, "multiplies and adds counted apart", _twice),
)


def counted(part: Part, kind: Quantity, counting: Mapping[str, Any]) -> int | Fraction:
    """A value of `part` as a source counts it (K apart, which is a matter of writing)."""
    value = _value(part, kind)
    for way in _WAYS:
        if counting.get(way.key) == way.meant and isinstance(value, int):
            value = way.gives(part, kind, value)
    return value


def _counted(case: _Case) -> int | Fraction:
    return counted(case.part, case.kind, case.figure.counting)


def ways(counting: Mapping[str, Any]) -> Iterator[str]:
    """How the source counts otherwise, in words."""
    for way in _WAYS:
        if counting.get(way.key) == way.meant:
            yield say(way.sentence)
    if counting.get("unit_K") == 1024:
        yield say("K = 1024")
    if counting.get("input"):
        yield say("on {input}", input=shape(counting["input"]))


def _ways_that_matter(case: _Case, written: Written) -> Iterator[str]:
    """Of the source's ways those that change this very figure."""
    counting = dict(case.figure.counting)
    value = counted(case.part, case.kind, counting)
    for key in tuple(counting):
        rest = {k: v for k, v in counting.items() if k != key}
        changes = key == "input" or counted(case.part, case.kind, rest) != value
        if changes or (key == "unit_K" and written.thousands):
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
