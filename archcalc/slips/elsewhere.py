"""Slips of place: a right number, but of another quantity, layer, input, batch or network."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import TypeGuard

from archcalc import catalog, quantities
from archcalc.analysis import Analysis, LayerResult
from archcalc.errors import ArchcalcError
from archcalc.network import INPUT
from archcalc.quantities import Part, Value, is_sizes
from archcalc.slips.model import Slip, Slipped, Subject, Would, amount
from archcalc.units import shape

_SIZES = (224, 227, 256, 299, 320, 331, 384, 512, 192, 160, 128, 112, 96, 64, 32, 28)
"""Sizes that images are often given: ImageNet's crops, CIFAR's and MNIST's."""
_LEAST = 100
_BATCHES = (2, 4, 8, 16, 32, 64, 100, 128, 256, 512, 1024)
_NUMBERS = ("count", "bytes")
_MOST_VARIANTS = 20
_LARGEST_VARIANT = 600
"""Layers: of larger relatives nobody means the number."""


def _plain(subject: Subject) -> bool:
    return subject.quantity.kind in (*_NUMBERS, "shape", "axes") and not _is_small(subject.value)


def _is_small(value: object) -> bool:
    """Small numbers occur everywhere."""
    return isinstance(value, int) and value < _LEAST


def _usable(value: Value | None) -> TypeGuard[Slipped]:
    return isinstance(value, int | Fraction) or is_sizes(value)


def _another_quantity(subject: Subject) -> Iterator[Would]:
    for other, value in quantities.values(subject.part):
        alike = other.kind == subject.quantity.kind
        if alike and other.key != subject.quantity.key and _usable(value) and value:
            name = f"{subject.part.name}.{other.key}"
            yield Would(value, f"{name} = {amount(value)}", {"name": other.key})


def _another_layer(subject: Subject) -> Iterator[Would]:
    part, value_of = subject.part, subject.quantity.value
    if part.row is None:
        return
    for row in part.analysis.rows:
        if row.path != part.path and not row.layer.op.in_place:
            value = value_of(Part(part.analysis, row.path))
            if _usable(value) and value:
                name = f"{part.analysis.network.name}.{row.path}.{subject.quantity.key}"
                yield Would(value, f"{name} = {amount(value)}", {"path": row.path})


def _depends_on_input(analysis: Analysis) -> bool:
    """Whether a weight's shape follows the input's: a linear layer behind positions."""
    return any(
        row.op == "linear" and row.layer.inputs[0] != INPUT and _was_flattened(analysis, row)
        for row in analysis.rows
    )


def _was_flattened(analysis: Analysis, row: LayerResult) -> bool:
    source = analysis.rows[row.layer.inputs[0]]
    return len(source.in_shapes[0]) > 1 and source.in_shapes[0][1:] != (1, 1)


def _another_input(subject: Subject) -> Iterator[Would]:
    analysis = subject.part.analysis
    if len(analysis.input) != 3 or len(analysis.rows) > _LARGEST_VARIANT:
        return
    if subject.quantity.key == "params" and not _depends_on_input(analysis):
        return
    own = analysis.network.own_input
    sizes = [own[1:], *((size, size) for size in _SIZES)]
    for height, width in dict.fromkeys(sizes):
        if (height, width) == analysis.input[1:]:
            continue
        input = (analysis.input[0], height, width)
        try:
            other = analysis.network.analyze(input=input, batch=analysis.batch)
            value = subject.quantity.value(Part(other, subject.part.path))
        except ArchcalcError:
            continue
        if _usable(value):
            name = f"{analysis.network.name}@input={'x'.join(map(str, input))}"
            text = ".".join(filter(None, (name, subject.part.path, subject.quantity.key)))
            yield Would(value, f"{text} = {amount(value)}", {"input": shape(input)})


def _another_batch(subject: Subject) -> Iterator[Would]:
    if subject.quantity.key not in ("multiplies", "elementwise", "activations", "connections"):
        return
    if not isinstance(subject.value, int) or subject.part.analysis.batch != 1:
        return
    for batch in _BATCHES:
        value = batch * subject.value
        yield Would(value, f"{batch} · {amount(subject.value)} = {amount(value)}", {"batch": batch})


def _another_network(subject: Subject) -> Iterator[Would]:
    """The other networks of the spec's file: the family's variants."""
    analysis = subject.part.analysis
    own = analysis.network
    for name in catalog.family(own)[:_MOST_VARIANTS]:
        try:
            network = catalog.load(name)
            if len(network.layers) > _LARGEST_VARIANT:
                continue
            other = network.analyze(batch=analysis.batch, aux=analysis.with_aux)
            value = subject.quantity.value(Part(other, subject.part.path))
        except ArchcalcError:
            continue
        if _usable(value):
            address = ".".join(filter(None, (name, subject.part.path, subject.quantity.key)))
            yield Would(value, f"{address} = {amount(value)}", {"network": network.title})


def _if_plain(slip: Slip) -> Slip:
    def gives(subject: Subject) -> Iterator[Would]:
        if _plain(subject):
            yield from slip.gives(subject)

    return slip._replace(gives=gives)


ELSEWHERE_SLIPS = tuple(
    map(
        _if_plain,
        (
            Slip("another_quantity", "It is another quantity, {name}", _another_quantity),
            Slip("another_layer", "It is another layer's, {path}", _another_layer),
            Slip("another_input", "It is for another input, {input}", _another_input),
            Slip("another_batch", "It is for another batch, {batch}", _another_batch),
        ),
    )
)
VARIANT_SLIPS = (
    _if_plain(Slip("another_network", "It is another network's, {network}", _another_network)),
)
