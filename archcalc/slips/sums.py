"""Slips in a sum: layers left out or counted twice, one kind counted alone, a factor of two."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from math import prod

from archcalc.analysis import LayerResult
from archcalc.counting import WAYS, Way, biases, is_convolution, is_weighted, width
from archcalc.memory import DTYPES
from archcalc.network import Group
from archcalc.quantities import Part
from archcalc.slips.model import Slip, Subject, Would
from archcalc.units import exact

_ADDS = ("params", "multiplies", "elementwise", "activations")
_MOST_TERMS = 2000


def _adding(give: Callable[[Subject, int], Iterator[Would]]) -> Callable[..., Iterator[Would]]:
    """For sums only: counts that add up over layers."""

    def gives(subject: Subject) -> Iterator[Would]:
        value = subject.value
        if subject.quantity.key in _ADDS and isinstance(value, int) and value:
            yield from give(subject, value)

    return gives


def _many(subject: Subject) -> bool:
    return subject.part.row is None


def _changed(value: int, more: int) -> Would:
    """A sum with something added, or taken away."""
    sign = "−" if more < 0 else "+"
    return Would(value + more, f"{exact(value)} {sign} {exact(abs(more))} = {exact(value + more)}")


def _linear_only(subject: Subject, value: int) -> Iterator[Would]:
    rows = subject.part.rows
    own = sum(getattr(r, subject.quantity.key) for r in rows if _is_linear(r))
    if _many(subject) and own:
        yield _changed(value, own - value)


def _is_linear(row: LayerResult) -> bool:
    return is_weighted(row) and not is_convolution(row)


def _way(way: Way) -> Slip:
    """A way of counting, as a slip."""

    def gives(subject: Subject) -> Iterator[Would]:
        part, kind, value = subject
        if isinstance(value, int) and way.applies(part, kind):
            total = way.gives(part, kind, value)
            if total:
                yield _changed(value, total - value)

    return Slip(way.key, way.slip, gives)


def _statistics(subject: Subject, value: int) -> Iterator[Would]:
    """Two for each channel: a running mean and a running variance."""
    rows = [row for row in subject.part.rows if row.op == "batchnorm"]
    more = 2 * sum(row.out_shape[0] for row in rows)
    if subject.quantity.key == "params" and more:
        yield _changed(value, more)


def _double(subject: Subject, value: int) -> Iterator[Would]:
    if subject.quantity.key in ("params", "activations"):
        yield Would(2 * value, f"2 · {exact(value)} = {exact(2 * value)}")


def _with_bias_adds(subject: Subject, value: int) -> Iterator[Would]:
    """The additions of biases in every layer."""
    batch = subject.part.analysis.batch
    biased = [row for row in subject.part.rows if is_weighted(row) and "bias" in row.tensors()]
    more = batch * sum(prod(row.out_shape) for row in biased)
    if subject.quantity.key == "multiplies" and more and _many(subject):
        yield _changed(value, more)


def _depths(subject: Subject) -> Iterator[Would]:
    """Weighted layers counted beside the longest path, or convolutions alone."""
    if subject.quantity.key != "depth":
        return
    rows = [row for row in subject.part.rows if is_weighted(row)]
    convolutions = sum(map(is_convolution, rows))
    linear = len(rows) - convolutions
    yield Would(len(rows), f"{convolutions} + {linear} = {len(rows)}")
    yield Would(convolutions, f"{len(rows)} − {linear} = {convolutions}")


def _pools_counted(subject: Subject) -> Iterator[Would]:
    totals = subject.part.analysis.totals
    pools = totals.depth_with_pools - totals.depth
    if subject.quantity.key == "depth":
        text = f"{totals.depth} + {pools} = {totals.depth_with_pools}"
        yield Would(totals.depth_with_pools, text)


def _twice_plus_bias(subject: Subject, value: int) -> Iterator[Would]:
    """Multiplies, as many adds, and the biases added: 2M + B."""
    part = subject.part
    if subject.quantity.key == "multiplies" and part.row is not None:
        outs = part.analysis.batch * prod(part.row.out_shape)
        if "bias" in part.row.tensors():
            total = 2 * value + outs
            yield Would(total, f"2 · {exact(value)} + {exact(outs)} = {exact(total)}")


def _with_work(chosen: Callable[[LayerResult], bool]) -> Callable[..., Iterator[Would]]:
    """Elementwise work of some layers counted beside the multiplies."""

    def give(subject: Subject, value: int) -> Iterator[Would]:
        more = sum(row.elementwise for row in subject.part.rows if chosen(row))
        if subject.quantity.key == "multiplies" and more:
            yield _changed(value, more)

    return _adding(give)


def _of_role(role: str) -> Callable[[LayerResult], bool]:
    return lambda row: row.layer.op.role == role


def _half(subject: Subject, value: int) -> Iterator[Would]:
    if value % 2 == 0:
        yield Would(value // 2, f"{exact(value)}/2 = {exact(value // 2)}")


def _params_times_batch(subject: Subject, value: int) -> Iterator[Would]:
    batch = subject.part.analysis.batch
    if batch > 1 and subject.quantity.key == "params":
        yield Would(value * batch, f"{exact(batch)} · {exact(value)} = {exact(value * batch)}")


def _one_image(subject: Subject, value: int) -> Iterator[Would]:
    batch = subject.part.analysis.batch
    if batch > 1 and subject.quantity.key != "params":
        text = f"{exact(value)}/{exact(batch)} = {exact(value // batch)}"
        yield Would(value // batch, text, {"batch": exact(batch)})


# --- terms ---------------------------------------------------------------------------------------


def terms(part: Part) -> Iterator[tuple[str, tuple[LayerResult, ...]]]:
    """What a sum is made of: the blocks and layers within, each by its path."""
    analysis = part.analysis
    for row in part.rows:
        yield row.path, (row,)
    for group in analysis.network.walk():
        if part.scope == "group" and group.path == part.path:
            continue
        inside = not part.path or group.path.startswith(f"{part.path}.")
        if inside and group.kind != "aux" and not _single(group):
            yield group.path, analysis.rows[group.start : group.stop]


def _single(group: Group) -> bool:
    return group.stop - group.start == 1


def _term(sign: int) -> Callable[..., Iterator[Would]]:
    """Each term once more, or once less."""

    def give(subject: Subject, value: int) -> Iterator[Would]:
        if not _many(subject) or len(subject.part.rows) > _MOST_TERMS:
            return
        for path, rows in terms(subject.part):
            own = sum(getattr(row, subject.quantity.key) for row in rows)
            if 0 < own < value:
                yield _changed(value, sign * own)._replace(said={"path": path})

    return _adding(give)


def _bytes(subject: Subject) -> Iterator[Would]:
    """Values counted for bytes, or the bytes of another type."""
    part, kind, value = subject
    if kind.key not in ("params_bytes", "activations_bytes") or not isinstance(value, int):
        return
    own = width(part, kind)
    values = value // own
    yield Would(values, f"{exact(value)}/{own} = {exact(values)}", {"name": "int8"})
    for name, other in DTYPES.items():
        if other != own:
            text = f"{other} · {exact(values)} = {exact(other * values)}"
            yield Would(other * values, text, {"name": name})


def _bias_bytes(subject: Subject) -> Iterator[Would]:
    part, kind, value = subject
    if kind.key == "params_bytes" and isinstance(value, int) and biases(part.rows):
        yield _changed(value, -width(part, kind) * biases(part.rows))


SUM_SLIPS = (
    *(_way(way) for way in WAYS if way.slip),
    Slip("linear_only", "Only the fully connected layers are counted", _adding(_linear_only)),
    Slip("statistics", "Batch norm's running means and variances are counted, too",
         _adding(_statistics)),
    Slip("flops_and_biases", "Multiplies, adds and biases are counted apart (FLOPs)",
         _adding(_twice_plus_bias)),
    Slip("with_adds", "The additions of shortcuts are counted, too", _with_work(_of_role("merge"))),
    Slip("with_norms", "Normalisation's work is counted, too", _with_work(_of_role("norm"))),
    Slip("with_activations", "The activation functions are counted, too",
         _with_work(_of_role("activation"))),
    Slip("with_pools", "Pooling's work is counted, too", _with_work(_of_role("pool"))),
    Slip("with_elementwise", "All elementwise work is counted, too", _with_work(lambda _: True)),
    Slip("with_bias_adds", "The biases' additions are counted, too", _adding(_with_bias_adds)),
    Slip("double", "It is counted twice over", _adding(_double)),
    Slip("every_weighted", "Layers beside the longest path are counted, or only some kinds",
         _depths),
    Slip("with_pools_deep", "The pools are counted as layers, too", _pools_counted),
    Slip("another_dtype", "It is for another type, {name}", _bytes),
    Slip("bias_forgotten", "The biases are missing", _bias_bytes),
    Slip("half", "Only half is counted", _adding(_half)),
    Slip("params_times_batch", "Parameters do not grow with the batch",
         _adding(_params_times_batch)),
    Slip("one_image", "It is for one image, and the batch is {batch}", _adding(_one_image)),
)  # fmt: skip
TERM_SLIPS = (
    Slip("twice", "{path} is counted twice", _term(+1)),
    Slip("left_out", "{path} is left out", _term(-1)),
)
