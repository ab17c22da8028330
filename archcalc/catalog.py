"""Finds networks: the shipped specs, a spec's path, and folders named in ARCHCALC_SPECS."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from itertools import takewhile
from pathlib import Path
from typing import Any, NamedTuple

from archcalc.errors import InputError, UnknownNameError, shorten
from archcalc.network import Network
from archcalc.spec import Spec, network, parse_spec, read_spec, specs_folder


class Entry(NamedTuple):
    """One network of the catalogue, described without building it."""

    name: str
    title: str
    year: int | None
    summary: str
    file: str


def load(name: str | os.PathLike[str], settings: Mapping[str, Any] | None = None) -> Network:
    """The network called `name`, or the one in the spec file at that path.

    `settings` override the spec's arguments: ``{"growth": 24}``. A file with several variants is
    read as ``path.yaml:variant``. Raises UnknownNameError with near misses, or SpecError with
    file:line:column.

    >>> load("alexnet").analyze().totals.params
    60965224
    """
    text = os.fspath(name)
    if not text.strip():
        raise InputError("a network's name is empty")
    if _is_path(text):
        return _from_file(text, settings)
    for spec in _likely_first(text):
        if text in spec.names():
            return network(spec, text, settings)
    raise UnknownNameError("network", text, names(), "archcalc list shows them all")


def loads(text: str, settings: Mapping[str, Any] | None = None, name: str = "") -> Network:
    """The network in a spec's text; `name` picks one of several variants."""
    spec = parse_spec(text)
    return network(spec, name or spec.names()[0], settings)


def names() -> list[str]:
    """Every network's name, in alphabetical order."""
    return sorted(entry.name for entry in entries())


def entries() -> list[Entry]:
    """Every network of the catalogue, in the order of its files."""
    return [_entry(spec, name) for spec in map(_read, _files()) for name in spec.names()]


def _entry(spec: Spec, name: str) -> Entry:
    about = spec.about(name)
    paper = about.paper or spec.part.paper
    return Entry(
        name,
        about.title or spec.part.title or name,
        paper.year if paper else None,
        about.summary or spec.part.summary,
        spec.file,
    )


def _is_path(text: str) -> bool:
    path = text.partition(".yaml:")[0] if ".yaml:" in text else text
    return (
        text.endswith((".yaml", ".yml"))
        or ".yaml:" in text
        or os.sep in path
        or os.path.isdir(path)  # noqa: PTH112 (never raises)
    )


def _from_file(text: str, settings: Mapping[str, Any] | None) -> Network:
    path, variant = text, ""
    if ".yaml:" in text and not Path(text).exists():
        path, _, variant = text.rpartition(":")
    spec = read_spec(Path(path), path)
    found = spec.names()
    if not variant and len(found) > 1:
        raise InputError(
            f"{path} holds {len(found)} networks; name one, as {path}:{found[0]} "
            f"({shorten(', '.join(found))})"
        )
    if variant and variant not in found:
        raise UnknownNameError(f"variant of {path}", variant, found)
    return network(spec, variant or found[0], settings)


def _folders() -> list[Path]:
    extra = os.environ.get("ARCHCALC_SPECS", "")
    return [specs_folder(), *(Path(part) for part in extra.split(os.pathsep) if part)]


def _files() -> list[Path]:
    return [path for folder in _folders() for path in sorted(folder.glob("*.yaml"))]


def _likely_first(name: str) -> Iterator[Spec]:
    """Every spec, those whose file is named most like `name` first."""

    def alike(path: Path) -> int:
        pairs = zip(path.stem, name, strict=False)
        return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))

    for path in sorted(_files(), key=alike, reverse=True):
        yield _read(path)


def _read(path: Path) -> Spec:
    inside = path.parent == specs_folder()
    return read_spec(path, f"specs/{path.name}" if inside else str(path))
