"""Refreshing a deck: every mark held against what is made for it, and changed where it is not."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from fnmatch import fnmatchcase
from typing import NamedTuple

from archcalc.errors import ArchcalcError
from archcalc.slides.formats import format_of
from archcalc.slides.model import Deck, Expected, Made, Mark, Problem, State

Make = Callable[[Mark, Mapping[str, str]], Made]


class Seen(NamedTuple):
    """A mark, whether it holds what it should, and what that would be, on one line."""

    mark: Mark
    state: State
    wanted: str
    made: Made


class Refreshed(NamedTuple):
    """A deck after one round: `content` differs from what was read where anything was stale.

    `seen` are its marks, `problems` what is wrong with it: with any, nothing may be written.
    `beside` draws the files beside it that change, or all that it has.
    """

    name: str
    seen: tuple[Seen, ...]
    problems: tuple[Problem, ...]
    content: bytes
    beside: Callable[[bool], Mapping[str, bytes]]

    def of(self, *states: State) -> list[Seen]:
        """The marks in one of these states."""
        return [seen for seen in self.seen if seen.state in states]


def refresh(
    data: bytes,
    name: str,
    make: Make,
    *,
    force: bool = False,
    only: Sequence[str] = (),
    to: str = "",
    look: bool = False,
) -> Refreshed:
    """The deck called `name` with every mark made anew.

    A block that was changed by hand stays as it is without `force`; `only` are patterns for what
    marks ask for (``table *``). `to` is what a copy is called that is written instead; with `look`
    nothing is changed, nor drawn. Raises InputError for a file that is no deck.
    """
    deck = format_of(name).read(data, name)
    if to:
        deck.call(to)
    problems = list(deck.problems)
    seen = [one for mark in _chosen(deck, only) if (one := _see(deck, mark, make, problems))]
    for one in seen if not look else ():
        if one.state == "stale" or (one.state in ("edited", "lost") and force):
            _put(deck, one, problems)
    content = data if problems or look else deck.content()
    problems.sort(key=lambda problem: _order(problem.place, name))
    return Refreshed(name, tuple(seen), tuple(problems), content, deck.beside)


def as_written(done: Refreshed, only: Sequence[str] = ()) -> Refreshed:
    """The same with each mark's place in the deck that was written, where a person has to look."""
    if not done.of("wrong", "edited"):
        return done
    marks = _chosen(format_of(done.name).read(done.content, done.name), only)
    if len(marks) != len(done.seen):
        return done
    pairs = zip(done.seen, marks, strict=True)
    seen = tuple(one._replace(mark=one.mark._replace(place=mark.place)) for one, mark in pairs)
    return done._replace(seen=seen)


def strip(data: bytes, name: str, only: Sequence[str] = ()) -> Refreshed:
    """The deck called `name` without its markers, what they hold left as it is."""
    deck = format_of(name).read(data, name)
    for mark in _chosen(deck, only):
        deck.strip(mark)
    return Refreshed(name, (), tuple(deck.problems), deck.content(), lambda _: {})


def _order(place: str, name: str) -> tuple[bool, list[int]]:
    """The deck's own places first, as they follow each other."""
    numbers = re.findall("[0-9]+", place.removeprefix(name).partition('"')[0])
    return not place.startswith(name), [int(number) for number in numbers]


def _chosen(deck: Deck, only: Sequence[str]) -> list[Mark]:
    return [
        mark
        for mark in deck.marks
        if not only or any(fnmatchcase(mark.asks, pattern) for pattern in only)
    ]


def _put(deck: Deck, one: Seen, problems: list[Problem]) -> None:
    try:
        deck.put(one.mark, one.made)
    except ArchcalcError as error:  # a chart, where nothing draws it
        problems.append(Problem(one.mark.place, str(error)))


def _see(deck: Deck, mark: Mark, make: Make, problems: list[Problem]) -> Seen | None:
    """A mark and its state; nothing where it is wrong, which `problems` then tells."""
    try:
        made = make(mark, deck.settings) if mark.made is None else mark.made
        state = deck.hold(mark, made)
    except ArchcalcError as error:
        problems.append(Problem(mark.place, str(error)))
        return None
    wanted = deck.show(made)
    if isinstance(made, Expected) and state in ("right", "wrong"):
        wanted = made.computed
    return Seen(mark, state, wanted, made)
