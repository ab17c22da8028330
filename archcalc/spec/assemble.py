"""From a spec to a network: arguments settled, layers built, notes and figures in their places."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import product
from typing import Any

from archcalc.errors import InputError, SpecError, UnknownNameError
from archcalc.lang import prose, say
from archcalc.network import Comparison, Figure, Network, Note, Paper
from archcalc.ops.base import Dims
from archcalc.ops.window import WindowOp
from archcalc.spec.blocks import Blocks
from archcalc.spec.build import build
from archcalc.spec.expression import ExpressionError, evaluate, is_expression
from archcalc.spec.reading import Spec
from archcalc.spec.source import List, Map, describe


def network(spec: Spec, name: str, settings: Mapping[str, Any] | None = None) -> Network:
    """Build the network `name` of `spec`; `settings` override its arguments.

    Raises SpecError for what cannot be built and UnknownNameError for an unknown argument.
    """
    chosen = dict(settings or {})
    args = _arguments(spec, name, chosen)
    own = _input(spec, name, args)
    made = _made(spec, name, args, chosen, own, own, strict=True)
    if not (chosen or spec.checked):  # other arguments may leave out what a note is about
        _check_places(spec, made)
    return made


def _made(
    spec: Spec,
    name: str,
    args: dict[str, Any],
    settings: dict[str, Any],
    own: Dims,
    shape: Dims,
    *,
    strict: bool,
    valid: bool = False,
) -> Network:
    """The network for inputs of `shape`; unless `strict`, auxiliary heads may fall away.

    `valid` says that arguments such as these have been validated.
    """
    checked = spec.checked or valid
    built = build(
        _layers(spec, name), Blocks(spec.source.get("blocks") or {}, checked), args, shape,
        checked=checked and (valid or not settings), strict=strict,
    )  # fmt: skip
    paper = spec.said(name, "paper")
    made = Network(
        name=name,
        title=prose(spec.said(name, "title") or name),
        input=shape,
        layers=built.layers,
        groups=built.groups,
        paper=Paper(**paper) if paper else None,
        summary=prose(spec.said(name, "summary") or ""),
        notes=tuple(map(_note, spec.all_said(name, "notes"))),
        differs=tuple((who, prose(how)) for who, how in spec.merged(name, "differs").items()),
        published=tuple(map(_figure, spec.all_said(name, "published"))),
        comparisons=tuple(_comparisons(spec, name)),
        source=spec.file,
        args=args,
        settings=settings,
        own_input=own,
        remade=lambda input, aux: _made(spec, name, args, settings, own, input, strict=aux),
        argued=lambda changed, input: _argued(spec, name, args | dict(changed), input),
    )
    notes = tuple(_placed(note, made) for note in made.notes)
    return made if notes == made.notes else replace(made, notes=notes)


def _argued(spec: Spec, name: str, args: dict[str, Any], input: Dims | None) -> Network:
    own = _input(spec, name, args)
    return _made(spec, name, args, {}, own, input or own, strict=False, valid=True)


def _arguments(spec: Spec, name: str, settings: Mapping[str, Any]) -> dict[str, Any]:
    """The family's arguments, the variant's over them, and what was set by hand."""
    family = spec.source.get("args") or {}
    own = spec.variants().get(name, Map())
    if "layers" not in own:  # a variant with its own layers may have arguments of its own
        for key in own.get("args") or ():
            if key not in family:
                message = str(UnknownNameError(say("argument"), key, family, _takes(family)))
                raise SpecError(f"variant {name}: {message}", str(own["args"].key_marks[key]))
    args = spec.merged(name, "args")
    for key, value in settings.items():
        if key not in args:
            what = say("argument of {network}", network=name)
            raise UnknownNameError(what, key, args, _takes(args))
        args[key] = value
    return args


def _takes(args: Mapping[str, Any]) -> str:
    return say("it takes {names}", names=", ".join(args)) if args else say("it takes none")


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
    if isinstance(note, str) or "text" not in note:
        return Note(prose(note))
    told: dict[str, Any] = {key: prose(note[key]) for key in ("text", "label") if key in note}
    return Note(**{**note, **told})


def _figure(said: dict[str, Any]) -> Figure:
    about = {key: said[key] for key in Figure._fields if key in said}
    words = ("source", "erratum", "comment")
    told: dict[str, Any] = {key: prose(said[key]) for key in words if key in said}
    values = {key: value for key, value in said.items() if key not in about}
    return Figure(values=values, **{**about, **told})


def _comparisons(spec: Spec, name: str) -> Iterator[Comparison]:
    """What the file says of comparing this network with others."""
    for said in spec.source.get("comparisons") or ():
        if name in said["networks"]:
            beside = tuple(tuple(names) for names in said.get("beside") or ())
            title = prose(said.get("title") or "")
            yield Comparison(tuple(said["networks"]), title, said.get("lead", ""), beside)


# --- notes and figures ---------------------------------------------------------------------------


def _placed(note: Note, network: Network) -> Note:
    """The note with the whole path of what it is about, where the spec gives its end only."""
    if not note.where:
        return note
    group = network.group(note.where)
    if group is not None:
        return note._replace(where=group.path)
    try:
        return note._replace(where=network.layers[network.index(note.where)].path)
    except UnknownNameError:
        return note  # with other arguments the layer may be gone


def _check_places(spec: Spec, network: Network) -> None:
    """What notes and published figures are about must exist, and have what they ask of it."""
    parts = [spec.source]
    if network.name in spec.variants():
        parts.append(spec.variants()[network.name])
    for part, key in product(parts, ("notes", "published")):
        for said in part.get(key) or ():
            if isinstance(said, Map) and "where" in said:
                _check_place(key, said, network)
            if key == "published":
                _check_figure(said)
    for said in spec.source.get("comparisons") or ():
        _check_comparison(said, spec, network)


def _check_figure(said: Map) -> None:
    """Every figure is a number as people write it, a shape, or worked out from arguments."""
    from archcalc.written import read_number, read_shape  # specs that ship were checked before

    for key, value in said.items():
        if key in Figure._fields or is_expression(value):
            continue
        try:
            if key not in ("input", "output") or read_shape(str(value)) is None:
                read_number(str(value))
        except InputError as error:
            raise SpecError(f"published: {key}: {error}", str(said.marks[key])) from None


def _check_comparison(said: Map, spec: Spec, network: Network) -> None:
    """Its networks are the file's own, and have the part that it begins with."""
    known = spec.names()
    for name, mark in zip(said["networks"], said["networks"].marks, strict=True):
        if name not in known:
            message = str(UnknownNameError(say("network"), name, known))
            raise SpecError(f"comparisons: {message}", str(mark))
    lead = said.get("lead", "")
    if lead and network.name in said["networks"] and network.group(lead) is None:
        try:
            network.index(lead)
        except UnknownNameError as error:
            raise SpecError(f"comparisons: {error}", str(said.marks["lead"])) from None


def _check_place(key: str, said: Map, network: Network) -> None:
    where, place = said["where"], str(said.marks["where"])
    layer = None
    if network.group(where) is None:
        try:
            layer = network.layers[network.index(where)]
        except UnknownNameError as error:
            raise SpecError(f"{key}: {error}", place) from None
    if "size_at" in said and not (layer and isinstance(layer.op, WindowOp)):
        text = f"{key}: size_at needs a convolution or a pool, and {where} is none"
        raise SpecError(text, str(said.marks["size_at"]))
