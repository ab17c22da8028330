"""Specs: YAML text → validated spec → network."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import product
from pathlib import Path
from typing import Any, NamedTuple

from archcalc.errors import SpecError, UnknownNameError
from archcalc.network import Figure, Network, Note, Paper
from archcalc.ops.base import Dims
from archcalc.spec.blocks import Blocks
from archcalc.spec.build import build
from archcalc.spec.checked import is_checked, specs_folder
from archcalc.spec.expression import ExpressionError, evaluate, is_expression
from archcalc.spec.source import List, Map, describe, load, read_text


class Spec(NamedTuple):
    """One valid spec, as it is written. `checked`: nothing in it needs a second look."""

    file: str
    source: Map
    checked: bool

    def names(self) -> tuple[str, ...]:
        """The networks it holds: its variants, or itself."""
        return tuple(self.variants()) or (str(self.source["name"]),)

    def variants(self) -> Map:
        """Its variants by name."""
        return self.source.get("variants") or Map()

    def said(self, name: str, key: str) -> Any:
        """What the network's variant, or else the family, says under `key`."""
        own = self.variants().get(name, {}).get(key)
        return self.source.get(key) if own is None else own

    def all_said(self, name: str, key: str) -> list[Any]:
        """What the family and the network's variant list under `key`."""
        return [*(self.source.get(key) or ()), *(self.variants().get(name, {}).get(key) or ())]

    def merged(self, name: str, key: str) -> dict[str, Any]:
        """The family's mapping under `key`, with the variant's entries over it."""
        return {**(self.source.get(key) or {}), **(self.variants().get(name, {}).get(key) or {})}


def read_spec(path: Path, shown: str | None = None) -> Spec:
    """Read one spec file; `shown` is what errors call it. Raises SpecError."""
    text = read_text(path)
    return parse_spec(text, shown or str(path), checked=is_checked(path, text))


def parse_spec(text: str, file: str = "<text>", *, checked: bool = False) -> Spec:
    """Read a spec from its text. Raises SpecError with file:line:column."""
    source = load(text, file)
    if not checked:
        from archcalc.spec.models import SpecFile  # pydantic, only where it is needed
        from archcalc.spec.validation import validate

        validate(SpecFile, source, "a spec", source)
    return Spec(file, source, checked)


def network(spec: Spec, name: str, settings: Mapping[str, Any] | None = None) -> Network:
    """Build the network `name` of `spec`; `settings` override its arguments.

    Raises SpecError for what cannot be built and UnknownNameError for an unknown argument.
    """
    args = spec.merged(name, "args")
    for key, value in (settings or {}).items():
        if key not in args:
            hint = f"it takes {', '.join(args)}" if args else "it takes none"
            raise UnknownNameError(f"argument of {name}", key, args, hint)
        args[key] = value
    shape = _input(spec, name, args)
    checked = spec.checked and not settings
    blocks = Blocks(spec.source.get("blocks") or {}, spec.checked)
    built = build(_layers(spec, name), blocks, args, shape, checked=checked)
    paper = spec.said(name, "paper")
    result = Network(
        name=name,
        title=spec.said(name, "title") or name,
        input=shape,
        layers=built.layers,
        groups=built.groups,
        paper=Paper(**paper) if paper else None,
        summary=spec.said(name, "summary") or "",
        notes=tuple(map(_note, spec.all_said(name, "notes"))),
        differs=tuple(spec.merged(name, "differs").items()),
        published=tuple(map(_figure, spec.all_said(name, "published"))),
        source=spec.file,
        args=args,
    )
    if not settings:  # other arguments may leave out what a note is about
        _check_places(spec, result)
    return result


def _part(spec: Spec, name: str, key: str) -> Map:
    """The part of the source that says `key` of the network: its variant, or the family."""
    variant: Map = spec.variants().get(name, Map())
    return spec.source if variant.get(key) is None else variant


def _layers(spec: Spec, name: str) -> List:
    layers: List | None = _part(spec, name, "layers").get("layers")
    if layers is None:
        raise SpecError("a spec needs layers", str(spec.source.mark))
    return layers


def _input(spec: Spec, name: str, args: Mapping[str, Any]) -> Dims:
    shape = spec.said(name, "input")
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


def _note(note: str | dict[str, Any]) -> Note:
    return Note(note) if isinstance(note, str) else Note(**note)


def _figure(said: dict[str, Any]) -> Figure:
    about = {key: said[key] for key in Figure._fields if key in said}
    return Figure(values={k: v for k, v in said.items() if k not in about}, **about)


def _check_places(spec: Spec, network: Network) -> None:
    """What notes and published figures are about must exist."""
    parts = [spec.source]
    if network.name in spec.variants():
        parts.append(spec.variants()[network.name])
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


__all__ = ["Spec", "network", "parse_spec", "read_spec", "specs_folder"]
