"""Many networks beside PyTorch, a row each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from archcalc.analysis import Analysis
from archcalc.lang import say
from archcalc.verify.elsewhere import Elsewhere
from archcalc.verify.hold import Held
from archcalc.views.model import Cell, Column, Row, Table
from archcalc.views.verify.layers import main_sums
from archcalc.views.verify.notes import difference_text, how, ratio_text
from archcalc.views.words import headings

COLUMNS = (
    Column("network", "Network"),
    Column("layers", "Layers", "right"),
    Column("params", "Params", "right"),
    Column("params_torch", "in PyTorch", "right"),
    Column("multiplies", "Multiplies", "right"),
    Column("fvcore", "fvcore", "right"),
    Column("torch", "torch", "right"),
    Column("peak", "Peak", "right"),
    Column("training", "Training", "right"),
    Column("torchvision", "torchvision"),
    Column("verdict", "Verdict"),
)
_NARROW = {"network", "params", "multiplies", "peak", "training", "verdict"}


def overview(pairs: Sequence[tuple[Analysis, Held]], *, narrow: bool) -> Table:
    """`narrow` leaves out the witnesses' numbers, which are those computed where all agrees."""
    good = sum(held.agrees for _, held in pairs)
    layers = sum(len(held.layers) for _, held in pairs)
    keep = [i for i, column in enumerate(COLUMNS) if not narrow or column.key in _NARROW]
    cells = [_cells(held) for _, held in pairs]
    return Table(
        name="verify",
        title=say("Every network held against PyTorch"),
        subtitle=say(
            "{good} of {n} networks agree, {layers} layers", good=good, n=len(pairs), layers=layers
        ),
        columns=headings(COLUMNS[i] for i in keep),
        rows=tuple(Row(tuple(row[i] for i in keep)) for row in cells),
        notes=tuple(_notes(pairs)),
    )


def _cells(held: Held) -> tuple[Cell, ...]:
    other = held.elsewhere
    return (
        held.network,
        len(held.layers),
        *main_sums(held).values(),
        ratio_text(held.peak_ratio),
        ratio_text(held.training_ratio),
        "" if other is None else say(_elsewhere_word(other)),
        say("agrees" if held.agrees else "differs"),
    )


def _elsewhere_word(other: Elsewhere) -> str:
    return "agrees" if other.same else "differs, as is known" if other.fits else "differs"


def _notes(pairs: Sequence[tuple[Analysis, Held]]) -> Iterator[str]:
    for _, held in pairs:
        if not held.agrees:
            first = [difference_text(one) for one in held.differences[:3]]
            if held.refused:
                first.append(say("PyTorch went no further: {reason}", reason=held.refused))
            yield f"{held.network}: {' '.join(first)}"
    yield from dict.fromkeys(how(held) for _, held in pairs)
    yield say("Peak and training memory: computed over measured.")
    yield from _elsewhere([held for _, held in pairs])
    unknown = sorted({name for _, held in pairs for name, _ in held.unknown})
    if unknown:
        yield say("Operators that fvcore did not count: {names}.", names=", ".join(unknown))


def _elsewhere(found: Sequence[Held]) -> Iterator[str]:
    """Which networks torchvision has the same, and which it has otherwise."""
    same = [held.network for held in found if held.elsewhere and held.elsewhere.same]
    known = [held.network for held in found if held.elsewhere and not held.elsewhere.same]
    if same:
        yield say("torchvision's modules have the same numbers: {names}.", names=", ".join(same))
    if known:
        text = "torchvision's modules differ from the papers, as is known: {names}."
        fits = [held.network for held in found if held.elsewhere and held.elsewhere.fits]
        yield say(text, names=", ".join(name for name in known if name in fits))
