"""Finds networks: the shipped specs, a spec's path, and folders named in ARCHCALC_SPECS."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import cache
from itertools import takewhile
from pathlib import Path
from typing import Any, NamedTuple

from archcalc.errors import InputError, SpecError, UnknownNameError, shorten
from archcalc.lang import prose, say
from archcalc.network import Network
from archcalc.spec import Spec, network, parse_spec, read_spec, specs_folder

_SPEC_PATH = re.compile(r"(.*\.ya?ml)(?::([^:]*))?", re.DOTALL)
"""A spec's path, and the variant behind a colon."""


class Entry(NamedTuple):
    """One network of the catalogue, described without building it."""

    name: str
    title: str
    year: int | None
    summary: str
    file: str


def load(
    name: str | os.PathLike[str],
    settings: Mapping[str, Any] | None = None,
    *,
    read: Callable[[Path], Spec] | None = None,
) -> Network:
    """The network called `name`, or the one in the spec file at that path.

    `settings` override the spec's arguments: ``{"growth": 24}``. A file with several variants is
    read as ``path.yaml:variant``. `read` is how a file of the catalogue is read, `reading_once()`
    where many networks are loaded. Raises UnknownNameError with near misses, or SpecError with
    ``file:line:column``.

    >>> load("alexnet").analyze().totals.params
    60965224
    """
    text = os.fspath(name)
    if not text.strip():
        raise InputError(say("a network's name is empty"))
    if _is_path(text):
        return _from_file(text, settings)
    broken: SpecError | None = None
    for path in _likely_first(text):
        try:
            spec = (read or _read)(path)
        except SpecError as error:  # one file's fault is no other network's
            broken = broken or error
            continue
        if text in spec.names():
            return network(spec, text, settings)
    if os.path.exists(text):  # noqa: PTH110 (never raises)
        return _from_file(text, settings)
    hint = say("archcalc list shows them all")
    raise broken or UnknownNameError(say("network"), text, names(), hint)


def reading_once() -> Callable[[Path], Spec]:
    """A way for `load` to read each file once: families share theirs."""
    return cache(_read)


def loads(text: str, settings: Mapping[str, Any] | None = None, name: str = "") -> Network:
    """The network in a spec's text; `name` picks one of several variants."""
    spec = parse_spec(text)
    return network(spec, name or spec.names()[0], settings)


def names(read: Callable[[Path], Spec] | None = None) -> list[str]:
    """Every network's name, in alphabetical order; a file that cannot be read has none.

    `read` is as for `load`.
    """
    found: set[str] = set()
    for path in _files():
        with suppress(SpecError):
            found.update((read or _read)(path).names())
    return sorted(found)


def entries() -> list[Entry]:
    """Every network of the catalogue, in the order of its files."""
    return [_entry(spec, name) for spec in map(_read, _files()) for name in spec.names()]


def family(network: Network) -> tuple[str, ...]:
    """The names, for `load`, of the other networks in a network's spec file."""
    for path in _files():
        if _shown(path) == network.source:
            return tuple(name for name in _read(path).names() if name != network.name)
    path = Path(network.source)
    if not path.is_file():
        return ()
    names = read_spec(path).names()
    return tuple(f"{path}:{name}" for name in names if name != network.name)


def _entry(spec: Spec, name: str) -> Entry:
    paper = spec.said(name, "paper")
    return Entry(
        name,
        prose(spec.said(name, "title") or name),
        paper["year"] if paper else None,
        prose(spec.said(name, "summary") or ""),
        spec.file,
    )


def _is_path(text: str) -> bool:
    return os.sep in text or _SPEC_PATH.fullmatch(text) is not None


def _from_file(text: str, settings: Mapping[str, Any] | None) -> Network:
    parts = _SPEC_PATH.fullmatch(text)
    path, variant = (parts[1], parts[2] or "") if parts else (text, "")
    spec = read_spec(Path(path), path)
    found = spec.names()
    if not variant and len(found) > 1:
        raise InputError(
            say(
                "{path} holds {n} networks; name one, as {path}:{first} ({names})",
                path=path,
                n=len(found),
                first=found[0],
                names=shorten(", ".join(found)),
            )
        )
    if variant and variant not in found:
        hint = say("it has {names}", names=shorten(", ".join(found)))
        raise UnknownNameError(say("variant of {path}", path=path), variant, found, hint)
    return network(spec, variant or found[0], settings)


def folders() -> list[Path]:
    """Where specs lie: the shipped ones, then the folders on ARCHCALC_SPECS."""
    extra = os.environ.get("ARCHCALC_SPECS", "")
    return [specs_folder(), *(Path(part) for part in extra.split(os.pathsep) if part)]


def _files() -> list[Path]:
    return [path for folder in folders() for path in sorted(folder.glob("*.yaml"))]


def _likely_first(name: str) -> list[Path]:
    """Every spec's file, those named most like `name` first."""

    def alike(path: Path) -> int:
        pairs = zip(path.stem, name, strict=False)
        return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))

    return sorted(_files(), key=alike, reverse=True)


def _read(path: Path) -> Spec:
    return read_spec(path, _shown(path))


def _shown(path: Path) -> str:
    """What errors call a spec file."""
    return f"specs/{path.name}" if path.parent == specs_folder() else str(path)
