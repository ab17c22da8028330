"""Everything that can be wrong with what a person gave us, as one small tree.

ArchcalcError           one line for a person; the command line prints it and exits with 2
├── UnknownNameError    a network, layer, column … that does not exist; near misses suggested
├── SpecError           a spec file, with file:line:column and the layer's path
├── ShapeError          an operation cannot take the shapes it is given
│   └── LayerShapeError the same in a spec, which makes it a SpecError, too
├── InputError          an option or argument that cannot be read
└── OutputError         a result that cannot be written
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import islice

from archcalc.lang import say


class ArchcalcError(Exception):
    """Base of all errors meant for the user. Its text is one line."""


class UnknownNameError(ArchcalcError):
    """A name that is not known, with the nearest known ones.

    `what` and `hint` come in the language spoken.
    """

    def __init__(self, what: str, name: str, known: Iterable[str], hint: str = "") -> None:
        self.what, self.name = what, name
        super().__init__(_unknown(what, shorten(name), near_misses(name, known), hint))


def _unknown(what: str, name: str, near: Sequence[str], hint: str) -> str:
    what, hint = say(what), say(hint)
    match near:
        case [first, second]:
            return say(
                'unknown {what} "{name}"; did you mean "{first}" or "{second}"?',
                what=what,
                name=name,
                first=first,
                second=second,
            )
        case [first]:
            return say(
                'unknown {what} "{name}"; did you mean "{near}"?', what=what, name=name, near=first
            )
    if hint:
        return say('unknown {what} "{name}"; {hint}', what=what, name=name, hint=hint)
    return say('unknown {what} "{name}"', what=what, name=name)


class SpecError(ArchcalcError):
    """A spec that cannot be used: `place` is ``file:line:column``, `path` the layer's path."""

    def __init__(self, message: str, place: str = "", path: str = "") -> None:
        self.message, self.place, self.path = message, place, path
        # A path beside its message reads "place path: message", as compilers print.
        end = path if len(path) <= 100 else "…" + path[-99:]
        super().__init__(" ".join(part for part in (place, end) if part) + f": {message}")


class ShapeError(ArchcalcError):
    """An operation that cannot take its input's shape: what was needed, what was found."""


class LayerShapeError(SpecError, ShapeError):
    """A layer of a spec that cannot take its input's shape, with its place and path."""


class InputError(ArchcalcError):
    """An option or argument that cannot be read."""


class OutputError(ArchcalcError):
    """A result that cannot be written."""


def near_misses(name: str, known: Iterable[str]) -> list[str]:
    """The one or two known names closest to `name`, best first."""
    from difflib import get_close_matches  # only on the way to an error

    if len(name) > 200:
        return []
    # Comparing takes time: of very many names the first must do.
    by_lower = {k.lower(): k for k in islice(known, 10_000)}
    best = get_close_matches(name.lower(), list(by_lower), n=2, cutoff=0.6)
    return [by_lower[b] for b in best[: 1 if best and best[0] == name.lower() else 2]]


def shorten(text: object, limit: int = 60) -> str:
    """`text` on one line and not too long for an error message."""
    line = " ".join(str(text).split())
    return line if len(line) <= limit else line[: limit - 1] + "…"
