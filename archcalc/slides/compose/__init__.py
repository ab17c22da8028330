"""Scripts as editable decks, with markers in place of numbers. The folder is the registry: each
module without an underscore is a format.

A format has `SUFFIX`, and `compose(script)` which gives a deck that `archcalc embed` can fill in.
"""

from __future__ import annotations

import pkgutil
from importlib import import_module
from pathlib import PurePath
from typing import Protocol, cast

from archcalc.errors import UnknownNameError
from archcalc.lang import say
from archcalc.slides.script import Script


class Composer(Protocol):
    """What a format's module offers."""

    SUFFIX: str

    def compose(self, script: Script) -> bytes:
        """The deck, its markers empty. Raises InputError where an extra is not installed."""


def composers() -> list[str]:
    """The names of all formats, in alphabetical order."""
    found = pkgutil.iter_modules(__path__)
    return sorted(module.name for module in found if not module.name.startswith("_"))


def composer(name: str) -> Composer:
    """The format of that name. Raises UnknownNameError with near misses."""
    if name not in composers():
        hint = say("known: {names}", names=", ".join(composers()))
        raise UnknownNameError("deck format", name, composers(), hint)
    return cast(Composer, import_module(f"{__name__}.{name}"))


def by_suffix(file: str) -> str:
    """The format of a file by its name's end; nothing where it says none."""
    suffix = PurePath(file).suffix.lower()
    return next((name for name in composers() if suffix == composer(name).SUFFIX), "")
