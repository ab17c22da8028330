"""The words around a result: headings, conditions, and what to know below a table."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from archcalc.analysis import Analysis, Totals
from archcalc.lang import Prose, counted, say
from archcalc.network import Note, Paper
from archcalc.ops.base import Dims
from archcalc.units import exact, iec, in_prose, power, shape
from archcalc.views.model import Column

_PLACES = {
    "Table": "Table {n}",
    "Figure": "Figure {n}",
    "section": "section {n}",
    "Abstract": "Abstract",
}
"""Where in its own paper a figure may stand."""
_WRITTEN_OUT = 10**9
"""Up to here all digits of a number of paths are shown."""


def heading(analysis: Analysis) -> str:
    """``GoogLeNet (Inception v1), Szegedy et al. 2014``."""
    paper = analysis.network.paper
    return say(analysis.network.title) + (f", {paper.short}" if paper else "")


def conditions(analysis: Analysis) -> str:
    """``input 224×224×3, batch 1``."""
    size, batch = shape(analysis.input), exact(analysis.batch)
    return say("input {size}, batch {batch}", size=size, batch=batch)


def headings(columns: Iterable[Column], **values: object) -> tuple[Column, ...]:
    """Columns with their titles in the language spoken."""
    return tuple(column._replace(title=say(column.title, **values)) for column in columns)


def place(source: str) -> str:
    """Where a figure stands, ``Table 1``, in the language spoken; others as the spec says them."""
    word, _, n = source.partition(" ")
    text = _PLACES.get(word)
    if text and " " not in n:
        return say(text, n=n)
    return say(source) if isinstance(source, Prose) else source


def sourced(paper: Paper | None, source: str) -> str:
    """Where a figure stands, with the network's own paper before its tables and sections."""
    text = place(source)
    own = source.partition(" ")[0] in _PLACES
    return f"{paper.short}, {text}" if own and paper else text


def labelled(note: Note) -> str:
    """``One pixel: At each of the 36 positions …``; a label's own mark stands for the colon."""
    label = say(note.label)
    if not label:
        return say(note.text)
    return f"{label}{'' if label[-1] in '.:;?!…' else ':'} {say(note.text)}"


def per_axis_text(values: Sequence[object]) -> str:
    """``715×715``, ``1×2×2``: every axis."""
    return "×".join(map(str, values))


def agreed(values: Sequence[object]) -> str:
    """``32`` where all axes agree, otherwise every axis."""
    return str(values[0]) if len(set(values)) == 1 else per_axis_text(values)


def table_notes(analysis: Analysis) -> list[str]:
    """What to know below the table: depth, what is counted, reach, memory, who differs."""
    notes = [" ".join(_counting(analysis)), _reach(analysis), _memory(analysis)]
    if analysis.aux and not analysis.with_aux:
        extra = in_prose(sum(row.params for row in analysis.aux))
        notes.append(say("Auxiliary heads: +{n} params (--aux).", n=extra))
    if analysis.as_published:
        name = analysis.network.name
        errata = sum(bool(figure.erratum) for figure in analysis.network.published)
        if errata:
            notes.append(
                counted(
                    "{n} published figure of it is an erratum: archcalc published {network}.",
                    "{n} published figures of it are errata: archcalc published {network}.",
                    errata,
                    n=in_prose(errata),
                    network=name,
                )
            )
        notes += [
            say("{who}'s {network} differs: {how}.", who=who, network=name, how=say(how))
            for who, how in analysis.network.differs
        ]
    return notes


def _counting(analysis: Analysis) -> Iterator[str]:
    totals = analysis.totals
    yield _depth(totals.depth, totals.depth_with_pools)
    yield say("Biases: parameters, 0 multiplies.")
    yield counted(
        "Everything else: 0 multiplies, {n} elementwise operation.",
        "Everything else: 0 multiplies, {n} elementwise operations.",
        totals.elementwise,
        n=in_prose(totals.elementwise),
    )


def _depth(depth: int, with_pools: int) -> str:
    n, pools = in_prose(depth), in_prose(with_pools)
    if depth == with_pools:
        return counted("{n} weighted layer deep.", "{n} weighted layers deep.", depth, n=n)
    return counted(
        "{n} weighted layer deep ({pools} with pooling).",
        "{n} weighted layers deep ({pools} with pooling).",
        depth,
        n=n,
        pools=pools,
    )


def _reach(analysis: Analysis) -> str:
    """``Receptive field 715×715, effective stride 32; 262,144 paths; …``: what applies of it."""
    return say("; ").join(_facts(analysis.totals)) + "."


def _facts(totals: Totals) -> Iterator[str]:
    if totals.receptive_field and totals.effective_stride:
        yield say(
            "Receptive field {field}, effective stride {stride}",
            field=per_axis_text(totals.receptive_field),
            stride=agreed(totals.effective_stride),
        )
    if totals.paths > 1:
        yield say("{n} paths", n=_paths(totals.paths))
    count = totals.nonlinearities
    if count:
        yield counted("{n} nonlinearity", "{n} nonlinearities", count, n=in_prose(count))
    count = totals.activations
    yield counted("{n} activation", "{n} activations", count, n=in_prose(count))


def _memory(analysis: Analysis) -> str:
    memory = analysis.totals.memory
    return say(
        "Memory ({dtype}): parameters {params}, peak {peak}, training {training}.",
        dtype=analysis.dtype,
        params=iec(memory.params_bytes),
        peak=iec(memory.peak_inference_bytes),
        training=iec(memory.training_bytes),
    )


def _paths(count: int) -> str:
    return in_prose(count) if count <= _WRITTEN_OUT else power(count)


def reshaped_text(analysis: Analysis, path: str = "") -> str:
    """``fc6.weight 4096×25088 → 4096×32768: not the published network``, or nothing."""
    changes = [
        f"{name} {_tensor(before)} → {_tensor(after)}"
        for name, before, after in analysis.reshaped
        if name.startswith(f"{path}." if path else "")
    ]
    if not changes:
        return ""
    return say("{changes}: not the published network", changes="; ".join(changes))


def _tensor(axes: Dims) -> str:
    return "×".join(map(str, axes))
