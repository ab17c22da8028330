"""Slips in a sum: layers left out or counted twice, one kind counted alone, a factor of two."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from math import prod

from archcalc.analysis import LayerResult
from archcalc.network import Group
from archcalc.quantities import Part
from archcalc.slips.model import Slip, Subject, Would
from archcalc.units import exact

_ADDS = ("params", "multiplies", "elementwise", "activations")
_MOST_TERMS = 2000


def biases(rows: tuple[LayerResult, ...]) -> int:
    """How many of the parameters are biases of convolutions and linear layers."""
    return sum(
        prod(row.tensors().get("bias", (0,)))
        for row in rows
        if row.params and row.layer.op.role == "weighted"
    )


def is_weighted(row: LayerResult) -> bool:
    """A convolution or linear layer."""
    return row.layer.op.role == "weighted"


def is_convolution(row: LayerResult) -> bool:
    """A weighted layer whose output has positions."""
    return is_weighted(row) and len(row.out_shape) > 1


def _adding(give: Callable[[Subject, int], Iterator[Would]]) -> Callable[..., Iterator[Would]]:
    """For sums only: counts that add up over layers."""

    def gives(subject: Subject) -> Iterator[Would]:
        value = subject.value
        if subject.quantity.key in _ADDS and isinstance(value, int) and value:
            yield from give(subject, value)

    return gives


def _many(subject: Subject) -> bool:
    return subject.part.row is None


def _only(chosen: Callable[[LayerResult], bool]) -> Callable[..., Iterator[Would]]:
    def give(subject: Subject, value: int) -> Iterator[Would]:
        if _many(subject):
            own = sum(getattr(r, subject.quantity.key) for r in subject.part.rows if chosen(r))
            if own not in (0, value):
                yield Would(own, f"{exact(value)} − {exact(value - own)} = {exact(own)}")

    return _adding(give)


def _with_aux(subject: Subject, value: int) -> Iterator[Would]:
    analysis = subject.part.analysis
    heads = sum(getattr(row, subject.quantity.key) for row in analysis.aux)
    if not subject.part.path and heads and not analysis.with_aux:
        yield Would(value + heads, f"{exact(value)} + {exact(heads)} = {exact(value + heads)}")


def _with_input(subject: Subject, value: int) -> Iterator[Would]:
    analysis = subject.part.analysis
    own = analysis.batch * prod(analysis.input)
    if subject.quantity.key == "activations" and not subject.part.path:
        yield Would(value + own, f"{exact(value)} + {exact(own)} = {exact(value + own)}")


def _statistics(subject: Subject, value: int) -> Iterator[Would]:
    """Two for each channel: a running mean and a running variance."""
    rows = [row for row in subject.part.rows if row.op == "batchnorm"]
    more = 2 * sum(row.out_shape[0] for row in rows)
    if subject.quantity.key == "params" and more:
        yield Would(value + more, f"{exact(value)} + {exact(more)} = {exact(value + more)}")


def _twice(subject: Subject, value: int) -> Iterator[Would]:
    if subject.quantity.key == "multiplies":
        yield Would(2 * value, f"2 · {exact(value)} = {exact(2 * value)}")


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
            yield Would(value + more, f"{exact(value)} + {exact(more)} = {exact(value + more)}")

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
                mark = "+" if sign > 0 else "−"
                total = value + sign * own
                text = f"{exact(value)} {mark} {exact(own)} = {exact(total)}"
                yield Would(total, text, {"path": path})

    return _adding(give)


SUM_SLIPS = (
    Slip("without_norms", "Only weights and biases of convolutions and linear layers are counted",
         _only(is_weighted)),
    Slip("convolutions_only", "Only the convolutions are counted", _only(is_convolution)),
    Slip("linear_only", "Only the fully connected layers are counted",
         _only(lambda row: is_weighted(row) and not is_convolution(row))),
    Slip("with_aux", "The auxiliary heads are counted, too", _adding(_with_aux)),
    Slip("with_input", "The input is counted as activations, too", _adding(_with_input)),
    Slip("statistics", "Batch norm's running means and variances are counted, too",
         _adding(_statistics)),
    Slip("flops", "Multiplies and adds are counted apart (FLOPs)", _adding(_twice)),
    Slip("flops_and_biases", "Multiplies, adds and biases are counted apart (FLOPs)",
         _adding(_twice_plus_bias)),
    Slip("with_adds", "The additions of shortcuts are counted, too", _with_work(_of_role("merge"))),
    Slip("with_norms", "Normalisation's work is counted, too", _with_work(_of_role("norm"))),
    Slip("with_activations", "The activation functions are counted, too",
         _with_work(_of_role("activation"))),
    Slip("with_pools", "Pooling's work is counted, too", _with_work(_of_role("pool"))),
    Slip("with_elementwise", "All elementwise work is counted, too", _with_work(lambda _: True)),
    Slip("half", "Only half is counted", _adding(_half)),
    Slip("params_times_batch", "Parameters do not grow with the batch",
         _adding(_params_times_batch)),
    Slip("one_image", "It is for one image, and the batch is {batch}", _adding(_one_image)),
)  # fmt: skip
TERM_SLIPS = (
    Slip("twice", "{path} is counted twice", _term(+1)),
    Slip("left_out", "{path} is left out", _term(-1)),
)
