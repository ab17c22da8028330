"""The deck formats there are. The folder is the registry: each module without an underscore is one.

A format has `SUFFIXES`, and `read(data, name)` which gives a deck.
"""

from __future__ import annotations

import pkgutil
from collections.abc import Iterator, Sequence
from importlib import import_module
from pathlib import PurePath
from typing import Protocol, cast

from archcalc.errors import InputError
from archcalc.lang import say
from archcalc.slides.model import Deck


class Format(Protocol):
    """What a format's module offers."""

    SUFFIXES: Sequence[str]

    def read(self, data: bytes, name: str) -> Deck:
        """The deck that a file's bytes are. Raises InputError for what is none."""


def formats() -> Iterator[Format]:
    """Every format, in alphabetical order."""
    for module in sorted(pkgutil.iter_modules(__path__), key=lambda module: module.name):
        if not module.name.startswith("_"):
            yield cast(Format, import_module(f"{__name__}.{module.name}"))


def format_of(name: str) -> Format:
    """The format of a deck by its file's name. Raises InputError for another's."""
    suffix = PurePath(name).suffix.lower()
    known = {each: one for one in formats() for each in one.SUFFIXES}
    if suffix not in known:
        text = "{file} is no deck that archcalc reads; it reads {known}"
        raise InputError(say(text, file=name, known=", ".join(known)))
    return known[suffix]
