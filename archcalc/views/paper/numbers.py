"""A table's numbers, counted and written as the network's own paper does, beside what it prints."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from fractions import Fraction
from functools import cached_property
from typing import Any

from archcalc.analysis import Analysis
from archcalc.counting import counted, ways
from archcalc.lang import say
from archcalc.network import Figure
from archcalc.published import Judged, as_printed, judged
from archcalc.quantities import Part, quantity
from archcalc.spec.expression import is_expression
from archcalc.units import fixed
from archcalc.views.model import Against, Cell
from archcalc.views.words import place
from archcalc.written import read_number

_OWN = re.compile(r"(Table|Figure|section|Abstract)\b", re.IGNORECASE)
_PREFIXES = ("", "K", "M", "G", "T", "P", "E")
_RAISED = ("", "³", "⁶", "⁹", "¹²", "¹⁵", "¹⁸")


class Numbers:
    """One network's numbers of one quantity, ``params`` or ``multiplies``."""

    def __init__(self, analysis: Analysis, key: str, figures: Sequence[Judged]) -> None:
        self.analysis, self.key = analysis, key
        mine = [f for f in figures if f.quantity == key and _is_number(f.figure, key)]
        self.figures: dict[str, Judged] = {}
        for found in mine:
            self.figures.setdefault(found.where, found)
        printed = own(analysis.network.published)
        self.printed = [f for f in printed if key in f.values and _is_number(f, key)]
        """The paper's figures of this quantity, whatever input is looked at."""
        self.against: dict[str, tuple[str, str]] = {}
        """What stands in brackets, and why the computed number is another."""

    @cached_property
    def counting(self) -> Mapping[str, Any]:
        """How the paper counts: as most of its figures do that do not count as archcalc does."""
        found = [f.counting for f in self.printed]
        own_way = Counter(repr(sorted(c.items())) for c in found if c)
        usual = own_way.most_common(1)[0][0] if own_way else ""
        return next((c for c in found if repr(sorted(c.items())) == usual), {})

    @property
    def base(self) -> int:
        """What K stands for."""
        return int(self.counting.get("unit_K", 1000))

    def value(self, start: int = 0, stop: int | None = None) -> int | Fraction:
        """The layers' sum, counted as the paper counts."""
        part = Part(self.analysis)
        if stop is not None:
            rows = self.analysis.rows[start:stop]
            part.rows = tuple(row for row in rows if not row.layer.aux)
        kind = quantity(self.key)
        value = kind.value(part)
        assert isinstance(value, int)
        return counted(part, kind, self.counting, value)

    def cell(self, path: str, start: int = 0, stop: int | None = None) -> Cell:
        """A number of its own unit: ``367K``, and ``367K [364K]`` where the paper differs."""
        value, figure = self.value(start, stop), self.figures.get(path)
        if figure is None:
            return self.alone(value)
        printed = _short(figure.printed)
        text = as_printed(printed, read_number(printed).based(self.base), value)
        if text == printed:
            return text
        self.against[path] = (printed, figure.reason)
        return Against(text, printed)

    def alone(self, value: int | Fraction) -> str:
        """Three digits in the column's unit: 9.19K, 1409K."""
        power = self._usual_power(value)
        return _digits(Fraction(value) / self.base**power) + _PREFIXES[power]

    def _power(self, printed: str) -> int:
        return read_number(printed).thousands

    def _usual_power(self, value: int | Fraction) -> int:
        used = Counter(self._power(str(f.values[self.key])) for f in self.printed if f.where)
        return used.most_common(1)[0][0] if used else power_of(value)

    def total(self, power: int) -> Cell:
        """The network's number in thousands to the `power`, its unit unsaid: ``3.86 [3.8]``."""
        value, figure = Fraction(self.value()) / 1000**power, self.figures.get("")
        if figure is None:
            return _digits(value)
        written = read_number(figure.printed)
        if written.rounds(self.value()):
            return _digits(value)
        printed = fixed(written.value / 1000**power, _decimals(written.step / 1000**power))
        self.against[""] = (printed, figure.reason)
        return Against(_digits(value), printed)

    @property
    def power(self) -> int:
        """The thousands that the network's number is best written in: the paper's own."""
        figure = self.figures.get("")
        if figure is None:
            return power_of(self.value())
        written = read_number(figure.printed)
        return written.thousands or power_of(written.value)


def _is_number(figure: Figure, key: str) -> bool:
    return not figure.relation and not is_expression(figure.values[key])


def own(figures: Sequence[Figure]) -> list[Figure]:
    """Those that stand in the network's own paper."""
    return [figure for figure in figures if _OWN.match(figure.source)]


def own_figures(analysis: Analysis) -> list[Judged]:
    """What the network's own paper prints of it, tables first."""
    found = [f for f in judged(analysis) if own([f.figure])]
    return sorted(found, key=lambda f: not f.figure.source.startswith("Table"))


def _short(printed: str) -> str:
    """``60M`` for 60 million."""
    for word, prefix in (("thousand", "K"), ("million", "M"), ("billion", "G")):
        printed = re.sub(rf"\s*{word}\b", prefix, printed)
    return printed


def power_of(value: int | Fraction) -> int:
    """How many steps of a thousand a number is best written in."""
    power = 0
    while power < len(_PREFIXES) - 1 and value >= 1000 ** (power + 1):
        power += 1
    return power


def times_ten(power: int) -> str:
    """``×10⁹``; nothing for 10⁰."""
    return f"×10{_RAISED[power]}" if power else ""


def _digits(value: Fraction) -> str:
    if value.denominator == 1 and value < 1000:
        return str(value)
    decimals = 0 if value >= 100 else 1 if value >= 10 else 2
    return fixed(value, decimals).replace(",", "")


def _decimals(step: Fraction) -> int:
    decimals = 0
    while step < 1:
        step, decimals = step * 10, decimals + 1
    return decimals


def notes(numbers: Sequence[Numbers]) -> list[str]:
    """How it is counted, what brackets mean, and why the paper's number differs where it does."""
    found = list(conventions(numbers))
    sources = [n.figures[path].figure.source for n in numbers for path in n.against]
    if sources:
        text = "A number in brackets is what the paper prints ({source})."
        found.append(say(text, source=", ".join(map(place, dict.fromkeys(sources)))))
    reasons: dict[tuple[str, str], list[str]] = {}
    for n in numbers:
        for path, (printed, reason) in n.against.items():
            name = path or say(n.analysis.network.title)
            reasons.setdefault((name, reason), []).append(printed)
    found += [
        f"{name} [{', '.join(printed)}]: {reason}."
        for (name, reason), printed in reasons.items()
        if reason
    ]
    return list(dict.fromkeys(filter(None, found)))


_COUNTED = {
    "params": "Parameters as the paper counts them: {ways}.",
    "multiplies": "Multiplies as the paper counts them: {ways}.",
}


def conventions(numbers: Sequence[Numbers]) -> tuple[str, ...]:
    """How it is counted, where that is not archcalc's own way."""
    return tuple(dict.fromkeys(filter(None, map(_counting, numbers))))


def _counting(numbers: Numbers) -> str:
    how = ", ".join(ways(numbers.counting, numbers.key))
    return say(_COUNTED[numbers.key], ways=how) if how else ""
