"""Closed forms: what a network costs as polynomials in its sizes and arguments, never rounded."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.util import find_spec
from typing import TYPE_CHECKING

from archcalc.errors import InputError
from archcalc.lang import say
from archcalc.network import Network

if TYPE_CHECKING:
    from archcalc.closed.forms import Closed


def closed_forms(networks: Sequence[Network], symbols: Sequence[str]) -> tuple[Closed, ...]:
    """Each network's closed form in `symbols`: arguments, axes of the input, or their letters.

    A symbol stays open in those networks that have it. Raises InputError for what has no closed
    form, UnknownNameError for a symbol that none has.
    """
    if find_spec("sympy") is None:
        raise InputError(say("closed forms need SymPy: pip install 'archcalc[symbols]'"))
    from archcalc.closed.forms import closed_form  # SymPy takes its time
    from archcalc.closed.symbols import own_symbols

    owned = own_symbols(networks, symbols)
    return tuple(closed_form(*each) for each in zip(networks, owned, strict=True))
