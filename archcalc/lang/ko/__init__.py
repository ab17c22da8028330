"""Korean. A number in a sentence ends in its counter (번, 개, 층, 배); no particle depends on it.

Nor does one on a name: it stands in quotes, behind a colon, or before a particle that never changes
(의, 에, 도). Every module here is a room's texts, each dictionary in capitals one of them.
"""

from __future__ import annotations

import pkgutil
from collections.abc import Iterator
from importlib import import_module

__all__ = ["TEXTS"]


def _rooms() -> Iterator[dict[str, str]]:
    for module in pkgutil.iter_modules(__path__):
        found = vars(import_module(f"{__name__}.{module.name}"))
        yield from (each for name, each in found.items() if name.isupper())


TEXTS: dict[str, str] = {english: text for room in _rooms() for english, text in room.items()}
