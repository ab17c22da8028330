"""Two networks' forms beside each other: where both hold, and how they stand there."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from archcalc.closed.classes import Class, common
from archcalc.closed.forms import Closed
from archcalc.closed.polynomial import Ratio, ratio


class Pair(NamedTuple):
    """`classes` hold the values for which both forms hold; nothing where there are none."""

    top: Closed
    bottom: Closed
    classes: tuple[Class, ...] | None

    def ratio(self, quantity: str, names: Sequence[str]) -> Ratio | None:
        """How the two stand in a quantity; nothing where one is 0.

        No limit where a symbol cannot grow.
        """
        if not self.top.forms[quantity]:
            return None
        value = ratio(self.top.forms[quantity], self.bottom.forms[quantity], names)
        both = (*self.top.classes, *self.bottom.classes)
        if value and any(one.most is not None for one in both):
            return value._replace(limit=None)
        return value


def pair(top: Closed, bottom: Closed) -> Pair:
    """The two with the values that are in both their classes."""
    found = {one.name: one for one in top.classes}
    for other in bottom.classes:
        mine = found.get(other.name, other)
        both = common(mine, other)
        if both is None:
            return Pair(top, bottom, None)
        found[other.name] = both
    return Pair(top, bottom, tuple(found.values()))
