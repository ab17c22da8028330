"""The difference of two networks, layer by layer: what was added, removed or changed, exactly."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Any, Literal, NamedTuple

from archcalc.analysis import Analysis, LayerResult
from archcalc.compare.align import Aligned, align
from archcalc.compare.matching import same_attributes
from archcalc.ops.base import Dims

Kind = Literal["same", "changed", "added", "removed"]


class Edit(NamedTuple):
    """One attribute, the operation ("op") or an input's shape ("input"), before and after."""

    name: str
    before: Any
    after: Any


class Change(NamedTuple):
    """One layer as it was and as it is; None where a network does not have it."""

    before: LayerResult | None
    after: LayerResult | None

    @property
    def kind(self) -> Kind:
        """What became of the layer; the same one has the same attributes and the same shapes."""
        if self.before is None:
            return "added"
        if self.after is None:
            return "removed"
        a, b = self.before, self.after
        same = a.in_shapes == b.in_shapes and a.out_shape == b.out_shape
        alike = same and same_attributes(a.layer.op, b.layer.op)
        return "same" if alike and _numbers(a) == _numbers(b) else "changed"

    @property
    def path(self) -> str:
        """Where it is, or was."""
        return self.row.path

    @property
    def row(self) -> LayerResult:
        """The layer as it is or, where it was removed, as it was."""
        row = self.after or self.before
        assert row is not None, "a change without a layer"
        return row

    def delta(self, quantity: str) -> int:
        """What it adds to the difference: the second network's minus the first's."""
        after = getattr(self.after, quantity) if self.after else 0
        before = getattr(self.before, quantity) if self.before else 0
        return int(after - before)

    @property
    def edits(self) -> tuple[Edit, ...]:
        """What is different about a changed layer."""
        if self.before is None or self.after is None:
            return ()
        return (*_attributes(self.before, self.after), *_shapes(self.before, self.after))


@dataclass(frozen=True)
class Difference:
    """Two analyses, and what became of every layer of both."""

    before: Analysis
    after: Analysis
    rows: tuple[Aligned, ...]

    @cached_property
    def changes(self) -> tuple[Change, ...]:
        """Every layer once, in order."""
        return tuple(change for row in self.rows for change in changes(row))

    def total(self, quantity: str) -> int:
        """The second network's total minus the first's."""
        before, after = (getattr(one.totals, quantity) for one in (self.before, self.after))
        return int(after - before)

    def share(self, changes: Sequence[Change], quantity: str) -> Fraction | None:
        """Which part of the difference these changes make; nothing where there is none."""
        total = self.total(quantity)
        return Fraction(sum(c.delta(quantity) for c in changes), total) if total else None


def difference(before: Analysis, after: Analysis) -> Difference:
    """What leads from one network to the other; the deltas add up to that of the totals."""
    return Difference(before, after, align([before, after]))


def changes(row: Aligned) -> Iterator[Change]:
    """What became of each layer in a part of two networks."""
    for leaf in row.leaves():
        before, after = (leaf.parts(n) for n in (0, 1))
        if before or after:  # an empty branch has no layers
            yield Change(before[0] if before else None, after[0] if after else None)


def _numbers(row: LayerResult) -> tuple[int, ...]:
    return row.params, row.multiplies, row.elementwise, row.activations


def _attributes(before: LayerResult, after: LayerResult) -> Iterator[Edit]:
    if before.op != after.op:
        yield Edit("op", before.op, after.op)
    old, new = before.layer.op.values(), after.layer.op.values()
    for name in (*old, *(name for name in new if name not in old)):
        if name in old and name in new and _plain(old[name]) != _plain(new[name]):
            yield Edit(name, _plain(old[name]), _plain(new[name]))


def _plain(value: Any) -> Any:
    """3 for (3, 3)."""
    even = isinstance(value, tuple) and value and len(set(value)) == 1
    return value[0] if even else value


def _shapes(before: LayerResult, after: LayerResult) -> Iterator[Edit]:
    if before.in_shapes != after.in_shapes:
        old, new = _differing(before.in_shapes, after.in_shapes)
        yield Edit("input", old, new)


def _differing(before: tuple[Dims, ...], after: tuple[Dims, ...]) -> tuple[Any, Any]:
    """The first inputs that differ, or how many there are where their number does."""
    if len(before) != len(after):
        return len(before), len(after)
    return next((a, b) for a, b in zip(before, after, strict=True) if a != b)
