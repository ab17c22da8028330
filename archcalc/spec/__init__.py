"""Specs: YAML text → validated spec → network."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from itertools import product
from pathlib import Path
from typing import Any, NamedTuple

from archcalc.errors import SpecError, UnknownNameError, shorten
from archcalc.network import Network, Note, Paper
from archcalc.ops import registry
from archcalc.ops.base import Dims
from archcalc.spec.build import build
from archcalc.spec.expression import ExpressionError, evaluate, is_expression
from archcalc.spec.items import Block
from archcalc.spec.models import STRUCTURE, About, BlockPart, NotePart, SpecFile
from archcalc.spec.source import List, Map, describe, load, read_text
from archcalc.spec.validation import locate, validate


class Spec(NamedTuple):
    """One spec file, read and validated."""

    file: str
    part: SpecFile
    source: Map

    def names(self) -> tuple[str, ...]:
        """The networks it holds: its variants, or itself."""
        return tuple(self.part.variants) or (self.part.name,)

    def about(self, name: str) -> About:
        """What it says of the network `name`."""
        return self.part.variants.get(name, self.part)


def read_spec(path: Path, shown: str | None = None) -> Spec:
    """Read one spec file; `shown` is what errors call it. Raises SpecError."""
    return parse_spec(read_text(path), shown or str(path))


def parse_spec(text: str, file: str = "<text>") -> Spec:
    """Read a spec from its text. Raises SpecError with file:line:column."""
    source = load(text, file)
    part = validate(SpecFile, source, "a spec", source)
    return Spec(file, part, source)


def network(spec: Spec, name: str, settings: Mapping[str, Any] | None = None) -> Network:
    """Build the network `name` of `spec`; `settings` override its arguments.

    Raises SpecError for what cannot be built and UnknownNameError for an unknown argument.
    """
    about, family = spec.about(name), spec.part
    args = {**family.args, **about.args}
    for key, value in (settings or {}).items():
        if key not in args:
            hint = f"it takes {', '.join(args)}" if args else "it takes none"
            raise UnknownNameError(f"argument of {name}", key, args, hint)
        args[key] = value
    shape = _input(spec, name, args)
    built = build(_layers(spec, name), _blocks(spec), args, shape)
    paper = about.paper or family.paper
    result = Network(
        name=name,
        title=about.title or family.title or name,
        input=shape,
        layers=built.layers,
        groups=built.groups,
        paper=Paper(**paper.model_dump()) if paper else None,
        summary=about.summary or family.summary,
        notes=tuple(map(_note, _own(family.notes, about.notes, about is family))),
        differs=tuple({**family.differs, **about.differs}.items()),
        published=tuple(_own(family.published, about.published, about is family)),
        source=spec.file,
        args=args,
    )
    if not settings:  # other arguments may leave out what a note is about
        _check_places(spec, result)
    return result


def _own(family: list[Any], own: list[Any], same: bool) -> list[Any]:
    return family if same else [*family, *own]


def _part(spec: Spec, name: str, key: str) -> Map:
    """The part of the source that says `key` of the network: its variant, or the family."""
    variant: Map = spec.source.get("variants", {}).get(name, {})
    return spec.source if variant.get(key) is None else variant


def _layers(spec: Spec, name: str) -> List:
    layers: List | None = _part(spec, name, "layers").get("layers")
    if layers is None:
        raise SpecError("a spec needs layers", str(spec.source.mark))
    return layers


def _input(spec: Spec, name: str, args: Mapping[str, Any]) -> Dims:
    shape = spec.about(name).input or spec.part.input
    if shape is None:
        raise SpecError("a spec needs input: [C, H, W]", str(spec.source.mark))
    marks = _part(spec, name, "input")["input"].marks
    return tuple(_size(size, args, str(mark)) for size, mark in zip(shape, marks, strict=True))


def _size(size: int | str, args: Mapping[str, Any], place: str) -> int:
    try:
        value = evaluate(str(size), args) if is_expression(size) else size
    except ExpressionError as error:
        raise SpecError(f"input: {error}", place) from None
    if not isinstance(value, int) or isinstance(value, bool) or not 1 <= value <= 10**9:
        raise SpecError(f"input sizes are whole numbers from 1, found {describe(value)}", place)
    return value


def _note(note: str | NotePart) -> Note:
    return Note(note) if isinstance(note, str) else Note(**note.model_dump())


def _check_places(spec: Spec, network: Network) -> None:
    """What notes and published figures are about must exist."""
    parts = [spec.source]
    if network.name in spec.part.variants:
        parts.append(spec.source["variants"][network.name])
    for part, key in product(parts, ("notes", "published")):
        for said in part.get(key) or ():
            where = said.get("where") if isinstance(said, Map) else None
            if where and network.group(where) is None:
                _check_place(key, where, str(said.marks["where"]), network)


def _check_place(key: str, where: str, place: str, network: Network) -> None:
    try:
        network.index(where)
    except UnknownNameError as error:
        raise SpecError(f"{key}: {error}", place) from None


# --- blocks --------------------------------------------------------------------------------------


def specs_folder() -> Path:
    """Where the shipped specs lie: inside the wheel, or beside the package in a checkout."""
    inside = Path(__file__).parent.parent / "specs"
    return inside if inside.is_dir() else Path(__file__).parents[2] / "specs"


@cache
def _shared_blocks() -> dict[str, Block]:
    found = {}
    for path in sorted((specs_folder() / "blocks").glob("*.yaml")):
        file = f"specs/blocks/{path.name}"
        source = load(read_text(path), file)
        part = validate(BlockPart, source, "a block", source)
        found[part.name or path.stem] = _block(part.name or path.stem, part, source)
    return found


def _blocks(spec: Spec) -> dict[str, Block]:
    own = {
        name: _block(name, part, spec.source["blocks"][name])
        for name, part in spec.part.blocks.items()
    }
    return {**_shared_blocks(), **own}


def _block(name: str, part: BlockPart, source: Map) -> Block:
    place = str(source.mark)
    if name in registry() or name in STRUCTURE:
        raise SpecError(f'block "{shorten(name)}" has the name of an operation', place)
    if (part.layers is None) == (part.branches is None):
        raise SpecError(f"block {shorten(name)} needs layers, or branches and merge", place)
    if isinstance(part.args, str) and part.args not in registry():
        known = registry()
        raise SpecError(
            str(UnknownNameError("operation", part.args, known)), locate(source, ("args",))[1]
        )
    return Block(part, source)


__all__ = ["List", "Spec", "describe", "network", "parse_spec", "read_spec", "specs_folder"]
