"""Blocks: a spec's own, and the shared ones, each read from its file when it is first used."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple

from archcalc.errors import SpecError, UnknownNameError, shorten
from archcalc.ops import registry
from archcalc.spec.checked import is_checked, specs_folder
from archcalc.spec.source import Map, load, read_text
from archcalc.spec.words import STRUCTURE


class Block(NamedTuple):
    """A block's definition as it is written, and whether it is known to be valid."""

    source: Map
    checked: bool
    file: str


class Blocks(Mapping[str, Block]):
    """A spec's own blocks before the shared ones."""

    def __init__(self, own: Mapping[str, Map], checked: bool) -> None:
        self.own = {name: _block(name, source, checked) for name, source in own.items()}

    def __getitem__(self, name: str) -> Block:
        return self.own[name] if name in self.own else _shared(name)

    def __iter__(self) -> Iterator[str]:
        yield from dict.fromkeys([*self.own, *_shared_files()])

    def __len__(self) -> int:
        return len({*self.own, *_shared_files()})

    def __contains__(self, name: object) -> bool:
        return name in self.own or name in _shared_files()


@cache
def _shared_files() -> dict[str, Path]:
    return {path.stem: path for path in sorted((specs_folder() / "blocks").glob("*.yaml"))}


@cache
def _shared(name: str) -> Block:
    path = _shared_files()[name]
    text = read_text(path)
    source = load(text, f"specs/blocks/{path.name}")
    checked = is_checked(path, text)
    if not checked:
        from archcalc.spec.models import BlockPart
        from archcalc.spec.validation import validate

        validate(BlockPart, source, "a block", source)
        if source.get("name", name) != name:
            raise SpecError(f"a shared block is named as its file: {name}", str(source.mark))
    return _block(name, source, checked)


def _block(name: str, source: Map, checked: bool) -> Block:
    if not checked:
        _check(name, source)
    return Block(source, checked, source.mark.file if source.mark else "")


def _check(name: str, source: Map) -> None:
    place = str(source.mark)
    if name in registry() or name in STRUCTURE:
        raise SpecError(f'block "{shorten(name)}" has the name of an operation', place)
    if (source.get("layers") is None) == (source.get("branches") is None):
        raise SpecError(f"block {shorten(name)} needs layers, or branches and merge", place)
    args = source.get("args")
    if isinstance(args, str) and args not in registry():
        message = str(UnknownNameError("operation", args, registry()))
        raise SpecError(message, str(source.marks["args"]))
