"""What to know below a verification: the verdict, what differs, how it was held, memory."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any

from archcalc.lang import say
from archcalc.units import exact, fixed, iec
from archcalc.units import shape as shape_text
from archcalc.verify.elsewhere import Elsewhere
from archcalc.verify.hold import Difference, Held


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


def notes(held: Held) -> Iterator[str]:
    """Below one network's table."""
    yield from map(difference_text, held.differences)
    if held.refused:
        yield say("PyTorch went no further: {reason}", reason=held.refused)
    yield how(held)
    yield from _heads(held)
    if held.unknown:
        names = ", ".join(f"{name} {count}" for name, count in held.unknown)
        yield say("Operators that fvcore did not count: {names}.", names=names)
    yield from _training(held)
    yield from _memory(held)
    if held.elsewhere:
        yield _elsewhere_text(held.elsewhere)


def _heads(held: Held) -> Iterator[str]:
    """What the totals hold beyond those of ``archcalc table``."""
    main = [layer.ours for layer in held.layers if not layer.aux]
    if len(main) < len(held.layers):
        yield say(
            "The totals are with the auxiliary heads; without them {params} parameters and "
            "{multiplies} multiplies.",
            params=exact(sum(one.params for one in main)),
            multiplies=exact(sum(one.multiplies for one in main)),
        )  # fmt: skip


def how(held: Held) -> str:
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


def _memory(held: Held) -> Iterator[str]:
    if held.peak:
        yield say(
            "Peak of live activations: {computed} computed, {measured} measured, {ratio}×; with "
            "the temporaries of PyTorch's kernels {everything}.",
            computed=iec(held.computed_peak), measured=iec(held.peak.activations),
            ratio=ratio_text(held.peak_ratio), everything=iec(held.peak.everything),
        )  # fmt: skip
    if held.training is not None:
        yield say(
            "Training holds after its forward pass: {computed} computed, {measured} measured, "
            "{ratio}×; parameters, their gradients, what autograd keeps.",
            computed=iec(held.computed_training), measured=iec(held.training),
            ratio=ratio_text(held.training_ratio),
        )  # fmt: skip


def ratio_text(ratio: Fraction | None) -> str:
    """``1.00``; nothing where nothing was measured."""
    return "" if ratio is None else fixed(ratio, 2)


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
