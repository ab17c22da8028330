"""The engine's numbers beside PyTorch's: layer by layer, network by network, beside the paper's."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from archcalc.analysis import Analysis
from archcalc.lang import say
from archcalc.published import Judged, judged
from archcalc.quantities import Part, quantity
from archcalc.units import exact, iec
from archcalc.units import shape as shape_text
from archcalc.verify.elsewhere import Elsewhere
from archcalc.verify.hold import Difference, Held, HeldLayer
from archcalc.views.data import SCHEMA, page_data
from archcalc.views.model import Cell, Column, Page, Row, Shape, Table
from archcalc.views.values import plain_value
from archcalc.views.words import heading, headings

Pairs = Sequence[tuple[Analysis, Held]]

_LAYERS = (
    Column("layer", "Layer"),
    Column("op", "Operation"),
    Column("output", "Output"),
    Column("params", "Params", "right"),
    Column("multiplies", "Multiplies", "right"),
    Column("fvcore", "fvcore", "right"),
    Column("torch", "torch", "right"),
    Column("backward", "Backward", "right"),
    Column("verdict", "Verdict"),
)
_NETWORKS = (
    Column("network", "Network"),
    Column("layers", "Layers", "right"),
    Column("params", "Params", "right"),
    Column("params_torch", "in PyTorch", "right"),
    Column("multiplies", "Multiplies", "right"),
    Column("fvcore", "fvcore", "right"),
    Column("torch", "torch", "right"),
    Column("torchvision", "torchvision"),
    Column("verdict", "Verdict"),
)
_PRINTED = (
    Column("where", "Layer"),
    Column("quantity", "Quantity"),
    Column("computed", "Computed", "right"),
    Column("pytorch", "PyTorch", "right"),
    Column("printed", "Published", "right"),
    Column("standing", "Verdict"),
    Column("reason", "Why"),
)


def verify_page(pairs: Pairs, *, short: bool = False, published: bool = False) -> Page:
    """The page of ``archcalc verify``: a table a network, or with `short` a row.

    `published` puts the figures that papers print beside both; CSV has those alone, then.
    """
    tables = [_overview(pairs)] if short else [_table(*pair) for pair in pairs]
    if published:
        tables = [table._replace(aside=True) for table in tables]
        tables += [_printed(*pair) for pair in pairs if pair[0].network.published]
    return Page(tuple(tables), lambda: page_data([_data(a, h, short, published) for a, h in pairs]))


# --- layer by layer ------------------------------------------------------------------------------


def _table(analysis: Analysis, held: Held) -> Table:
    total = _row("", say("Total"), held.whole)._replace(role="total")
    return Table(
        name=held.network,
        title=heading(analysis),
        subtitle=verdict(held),
        columns=headings(_LAYERS),
        rows=(*(_row(layer.op, layer.path, layer) for layer in held.layers), total),
        notes=tuple(_notes(held)),
    )


def _row(op: str, name: str, held: HeldLayer) -> Row:
    ours, seen = held.ours, held.seen
    word = "agrees" if held.agrees else "differs" if held.differences else "not reached"
    cells: tuple[Cell, ...] = (
        name, say(op.replace("_", " ")), Shape(ours.out), ours.params, ours.multiplies,
        seen.fvcore, seen.torch, seen.backward, say(word),
    )  # fmt: skip
    return Row(cells)


def verdict(held: Held) -> str:
    """In a sentence: whether everything agrees, and how much there was."""
    count = len(held.layers)
    if held.agrees:
        return say("Verified on {device}: all {n} layers agree.", device=held.device, n=count)
    wrong = sum(not layer.agrees for layer in held.layers)
    text = "Not verified on {device}: {n} of {all} layers differ or were not reached."
    if wrong:
        return say(text, device=held.device, n=wrong, all=count)
    return say("Not verified on {device}: the sums differ.", device=held.device)


def _notes(held: Held) -> Iterator[str]:
    yield from map(difference_text, held.differences)
    if held.refused:
        yield say("PyTorch went no further: {reason}", reason=held.refused)
    yield _how(held)
    if held.unknown:
        names = ", ".join(f"{name} {count}" for name, count in held.unknown)
        yield say("Operators that fvcore did not count: {names}.", names=names)
    yield from _training(held)
    if held.peak:
        yield say(
            "Peak of live activations: {computed} computed, {measured} measured; with the "
            "temporaries of PyTorch's kernels {everything}.",
            computed=iec(held.computed_peak), measured=iec(held.peak.activations),
            everything=iec(held.peak.everything),
        )  # fmt: skip
    if held.elsewhere:
        yield _elsewhere_text(held.elsewhere)


def _how(held: Held) -> str:
    """Which way was used."""
    by = ", ".join(f"{name} {number}" for name, number in held.versions)
    if held.ran:
        text = "Each layer was run on {device} with {versions}; batch 1. Multiplies are MACs."
        return say(text, device=held.device, versions=by)
    text = (
        "Held on PyTorch's meta device with {versions}: shapes without values, and no fvcore, "
        "which counts only what runs."
    )
    return say(text, versions=by)


def _training(held: Held) -> Iterator[str]:
    if held.whole.seen.backward is None:
        return
    yield say(
        "Backward: the gradients of weights and inputs, {n} multiplies; none for the network's "
        "own input.", n=exact(held.whole.seen.backward),
    )  # fmt: skip
    beyond = held.whole.seen.overcounted
    if beyond:
        text = (
            "torch counts {n} more for the weight gradients of grouped convolutions, "
            "once for every group; they are left out here."
        )
        yield say(text, n=exact(beyond))


def difference_text(one: Difference) -> str:
    """``conv1: output 55×55×96 here, 54×54×96 by PyTorch``."""
    return say(
        "{where}: {what} {ours} here, {theirs} by {witness}.",
        where=one.path or say("Total"), what=say(one.what), ours=_written(one.ours),
        theirs=_written(one.theirs), witness=one.witness,
    )  # fmt: skip


def _written(value: Any) -> str:
    if isinstance(value, Mapping):
        return ", ".join(f"{name} {'×'.join(map(str, axes))}" for name, axes in value.items())
    return exact(value) if isinstance(value, int) else shape_text(value)


def _elsewhere_text(other: Elsewhere) -> str:
    who, values = f"torchvision {other.version}", f"{other.params:,} / {other.multiplies:,}"
    if other.same:
        text = "{who}'s {name} has the same parameters and multiplies: {values}."
        return say(text, who=who, name=other.name, values=values)
    if other.fits:
        text = "{who}'s {name} differs, as is known ({why}): {values}."
        return say(text, who=who, name=other.name, why=say(other.known), values=values)
    text = "{who}'s {name} differs, and nothing known explains it: {values}."
    return say(text, who=who, name=other.name, values=values)


# --- network by network --------------------------------------------------------------------------


def _overview(pairs: Pairs) -> Table:
    good = sum(held.agrees for _, held in pairs)
    layers = sum(len(held.layers) for _, held in pairs)
    subtitle = say(
        "{good} of {n} networks agree, {layers} layers", good=good, n=len(pairs), layers=layers
    )
    return Table(
        name="verify",
        title=say("Every network held against PyTorch"),
        subtitle=subtitle,
        columns=headings(_NETWORKS),
        rows=tuple(_network_row(held) for _, held in pairs),
        notes=tuple(_overview_notes(pairs)),
    )


def _network_row(held: Held) -> Row:
    main = [layer for layer in held.layers if not layer.aux]
    other = held.elsewhere
    beside = "" if other is None else say(_elsewhere_word(other))
    return Row(
        (
            held.network,
            len(held.layers),
            sum(layer.ours.params for layer in main),
            _sum(layer.seen.params for layer in main),
            sum(layer.ours.multiplies for layer in main),
            _sum(layer.seen.fvcore for layer in main),
            _sum(layer.seen.torch for layer in main),
            beside,
            say("agrees" if held.agrees else "differs"),
        )
    )


def _elsewhere_word(other: Elsewhere) -> str:
    return "agrees" if other.same else "differs, as is known" if other.fits else "differs"


def _sum(values: Iterator[int | None]) -> int | None:
    """The sum, where every layer was counted."""
    found = list(values)
    known = [value for value in found if value is not None]
    return sum(known) if len(known) == len(found) else None


def _overview_notes(pairs: Pairs) -> Iterator[str]:
    for _, held in pairs:
        if not held.agrees:
            first = [difference_text(one) for one in held.differences[:3]]
            if held.refused:
                first.append(say("PyTorch went no further: {reason}", reason=held.refused))
            yield f"{held.network}: {' '.join(first)}"
    yield from dict.fromkeys(_how(held) for _, held in pairs)
    unknown = sorted({name for _, held in pairs for name, _ in held.unknown})
    if unknown:
        yield say("Operators that fvcore did not count: {names}.", names=", ".join(unknown))


# --- beside what is printed ----------------------------------------------------------------------

_WITNESSED: Mapping[str, Callable[[Sequence[HeldLayer]], int | tuple[int, ...] | None]] = {
    "params": lambda layers: _sum(layer.seen.params for layer in layers),
    "multiplies": lambda layers: _sum(
        layer.seen.torch if layer.seen.fvcore is None else layer.seen.fvcore for layer in layers
    ),
}
"""What PyTorch says of a part of a network, by quantity."""


def _printed(analysis: Analysis, held: Held) -> Table:
    return Table(
        name=f"{held.network}-published",
        title=say("{network}: computed, in PyTorch, published", network=held.network),
        subtitle="",
        columns=headings(_PRINTED),
        rows=tuple(_printed_row(analysis, held, one) for one in judged(analysis)),
        notes=(
            say("Computed and PyTorch's numbers are exact; the verdict says how it is counted."),
        ),
    )


def _printed_row(analysis: Analysis, held: Held, one: Judged) -> Row:
    ours, theirs = _both(analysis, held, one)
    standing = say(one.standing)
    where = one.where or say("network")
    return Row(
        (where, say(one.title), _cell(ours), _cell(theirs), one.printed, standing, one.reason)
    )


def _both(analysis: Analysis, held: Held, one: Judged) -> tuple[Any, Any]:
    """The plain value, and PyTorch's where it has one; neither at an input of its own."""
    if one.computed is None or "input" in one.figure.counting or one.figure.relation:
        return one.computed, None
    part = Part(analysis, one.where)
    ours = quantity(one.quantity).value(part)
    by_path = {layer.path: layer for layer in held.layers}
    if one.quantity == "out_shape":
        return ours, by_path[part.end.path].seen.out
    witness = _WITNESSED.get(one.quantity)
    return ours, witness([by_path[row.path] for row in part.rows]) if witness else None


def _cell(value: Any) -> Cell:
    if isinstance(value, tuple):
        return shape_text(value)
    plain = plain_value(value) if value is not None else None
    return plain if plain is None or isinstance(plain, int) else f"{plain:g}"


# --- as data -------------------------------------------------------------------------------------


def _data(analysis: Analysis, held: Held, short: bool, published: bool) -> dict[str, Any]:
    found: dict[str, Any] = {
        "schema": SCHEMA,
        "network": held.network,
        "title": held.title,
        "agrees": held.agrees,
        "device": held.device,
        "versions": dict(held.versions),
        "refused": held.refused or None,
        "totals": _held_data(held.whole),
        "differences": [one._asdict() for one in held.differences],
        "uncounted_by_fvcore": dict(held.unknown),
        "peak_bytes": {
            "computed": held.computed_peak,
            "measured": held.peak.activations if held.peak else None,
            "with_temporaries": held.peak.everything if held.peak else None,
        },
        "torchvision": held.elsewhere._asdict() if held.elsewhere else None,
    }
    if not short:
        found["layers"] = [_held_data(layer) for layer in held.layers]
    if published:
        found["published"] = [_judged_data(analysis, held, one) for one in judged(analysis)]
    return found


def _held_data(held: HeldLayer) -> dict[str, Any]:
    return {
        "path": held.path,
        "op": held.op,
        "aux": held.aux,
        "agrees": held.agrees,
        "computed": held.ours._asdict(),
        "seen": held.seen._asdict(),
    }


def _judged_data(analysis: Analysis, held: Held, one: Judged) -> dict[str, Any]:
    ours, theirs = _both(analysis, held, one)
    return {
        "where": one.where,
        "quantity": one.quantity,
        "computed": None if ours is None else plain_value(ours),
        "pytorch": None if theirs is None else plain_value(theirs),
        "published": one.printed,
        "standing": one.standing,
        "reason": one.reason,
        "source": one.figure.source,
    }
