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


def own_symbols(networks: Sequence[Network], symbols: Sequence[str]) -> list[tuple[str, ...]]:
    """For each network those of `symbols` that it has.

    Raises InputError for too many or none, UnknownNameError for one that no network has.
    """
    names = tuple(dict.fromkeys(symbol.strip() for symbol in symbols))
    if not any(names) or len(names) > MAX_SYMBOLS:
        text = "closed forms take 1 to {most} symbols, such as H,W,C, found {found}"
        raise InputError(say(text, most=MAX_SYMBOLS, found=len([n for n in names if n])))
    owned = [tuple(name for name in names if _has(network, name)) for network in networks]
    for name in names:
        if not any(name in each for each in owned):
            raise _unknown(networks, name)
    return owned


def freed(network: Network, symbols: Sequence[str]) -> tuple[Freed, ...]:
    """What each of `symbols` stands for. Raises InputError and UnknownNameError."""
    found = tuple(_freed(network, name) for name in dict.fromkeys(symbols))
    for a, b in combinations(found, 2):
        if (a.argument, a.axis) == (b.argument, b.axis):
            raise InputError(say("{a} and {b} are the same", a=a.name, b=b.name))
    return found


def axes_of(network: Network) -> tuple[str, ...]:
    """What the axes of a network's input are called: ``("C", "H", "W")``."""
    return input_names("C", len(network.input) - 1)


def _argument(network: Network, name: str) -> str:
    """The argument that `name` stands for, if any."""
    stands_for = (name, *LETTERS.get(name, ()))
    return next((word for word in stands_for if word in network.args), "")


def _has(network: Network, name: str) -> bool:
    return bool(_argument(network, name)) or name in axes_of(network)


def _freed(network: Network, name: str) -> Freed:
    argument = _argument(network, name)
    if argument:
        return Freed(name, argument, -1, _number(network.args[argument], argument))
    if not _has(network, name):
        raise _unknown([network], name)
    axis = axes_of(network).index(name)
    return Freed(name, "", axis, network.input[axis])


def _unknown(networks: Sequence[Network], name: str) -> UnknownNameError:
    known: dict[str, None] = {}
    for network in networks:
        whole = [key for key, value in network.args.items() if _is_whole(value)]
        known |= dict.fromkeys([*whole, *axes_of(network)])
    what = say("symbol of {network}", network=", ".join(network.name for network in networks))
    hint = "it has {names}" if len(networks) == 1 else "they have {names}"
    return UnknownNameError(what, name, known, say(hint, names=", ".join(known)))


def _is_whole(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _number(value: Any, argument: str) -> int:
    if _is_whole(value):
        return int(value)
    text = "{argument} is {value}, no whole number: it cannot be a symbol"
    raise InputError(say(text, argument=argument, value=shorten(str(value).lower())))
