"""Which symbols a network has: its arguments, its input's axes, and the letters for them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import combinations
from typing import Any, NamedTuple

from archcalc.errors import InputError, UnknownNameError, shorten
from archcalc.lang import say
from archcalc.network import Network
from archcalc.ops.base import input_names

LETTERS: Mapping[str, tuple[str, ...]] = {
    "C": ("channels", "width"),
    "k": ("growth",),
    "L": ("layers",),
}
"""The papers' letters, and the arguments that each may stand for."""
MAX_SYMBOLS = 6


class Freed(NamedTuple):
    """A symbol left open: the argument it stands for, or else the input's `axis`.

    `value` is what it is in the network as it stands.
    """

    name: str
    argument: str
    axis: int
    value: int


def freed(network: Network, symbols: Sequence[str]) -> tuple[Freed, ...]:
    """What each of `symbols` stands for. Raises InputError and UnknownNameError."""
    names = list(dict.fromkeys(symbol.strip() for symbol in symbols))
    if not any(names) or len(names) > MAX_SYMBOLS:
        text = "closed forms take 1 to {most} symbols, such as H,W,C, found {found}"
        raise InputError(say(text, most=MAX_SYMBOLS, found=len([n for n in names if n])))
    found = tuple(_freed(network, name) for name in names)
    for a, b in combinations(found, 2):
        if (a.argument, a.axis) == (b.argument, b.axis):
            raise InputError(say("{a} and {b} are the same", a=a.name, b=b.name))
    return found


def _freed(network: Network, name: str) -> Freed:
    axes = input_names("C", len(network.input) - 1)
    stands_for = (name, *LETTERS.get(name, ()))
    argument = next((word for word in stands_for if word in network.args), "")
    if argument:
        return Freed(name, argument, -1, _number(network.args[argument], argument))
    if name in axes:
        axis = axes.index(name)
        return Freed(name, "", axis, network.input[axis])
    what = say("symbol of {network}", network=network.name)
    known = dict.fromkeys([*network.args, *axes])
    raise UnknownNameError(what, name, known, say("it has {names}", names=", ".join(known)))


def _number(value: Any, argument: str) -> int:
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    text = "{argument} is {value}, no whole number: it cannot be a symbol"
    raise InputError(say(text, argument=argument, value=shorten(str(value).lower())))
