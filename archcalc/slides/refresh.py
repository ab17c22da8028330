"""Refreshing a deck: every mark held against what is made for it, and changed where it is not."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fnmatch import fnmatchcase
from typing import Literal, NamedTuple

from archcalc.errors import ArchcalcError
from archcalc.slides.formats import format_of
from archcalc.slides.model import Deck, Expected, Made, Mark, Problem, State

Make = Callable[[Mark, Mapping[str, str]], Made]
Mode = Literal["refresh", "strip"]


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
    data: bytes, name: str, make: Make, *, force: bool = False, only: Sequence[str] = ()
) -> Refreshed:
    """The deck called `name` with every mark made anew.

    A block that was changed by hand stays as it is without `force`; `only` are patterns for what
    marks ask for (``table *``). Raises InputError for a file that is no deck.
    """
    deck = format_of(name).read(data, name)
    problems = list(deck.problems)
    seen = [one for mark in _chosen(deck, only) if (one := _see(deck, mark, make, problems))]
    for one in seen:
        if one.state == "stale" or (one.state in ("edited", "lost") and force):
            deck.put(one.mark, one.made)
    content = data if problems else deck.content()
    return Refreshed(name, tuple(seen), tuple(problems), content, deck.beside)


def strip(data: bytes, name: str, only: Sequence[str] = ()) -> Refreshed:
    """The deck called `name` without its markers, what they hold left as it is."""
    deck = format_of(name).read(data, name)
    for mark in _chosen(deck, only):
        deck.strip(mark)
    return Refreshed(name, (), tuple(deck.problems), deck.content(), lambda _: {})


def _chosen(deck: Deck, only: Sequence[str]) -> list[Mark]:
    return [
        mark
        for mark in deck.marks
        if not only or any(fnmatchcase(mark.asks, pattern) for pattern in only)
    ]


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
