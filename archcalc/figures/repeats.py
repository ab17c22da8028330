"""Blocks that come several times in a row, alike, are drawn once with how often."""

from __future__ import annotations

from archcalc.figures.scheme import Scheme, Unit, neighbours


def folded(scheme: Scheme) -> Scheme:
    """The same with each run of equal closed blocks as one box of so many times."""
    after, into = neighbours(len(scheme.units), scheme.edges)
    owner: list[int] = []
    units: list[Unit] = []
    before: object = None
    for i, unit in enumerate(scheme.units):
        sign = _signature(unit)
        chained = i > 0 and into[i] == 1 and after[i - 1] == [i]
        if sign is not None and sign == before and chained:
            units[-1] = _joined(units[-1], unit)
        else:
            units.append(unit)
        owner.append(len(units) - 1)
        before = sign
    edges = dict.fromkeys(
        (owner[one], owner[other]) for one, other in scheme.edges if owner[one] != owner[other]
    )
    return scheme._replace(units=tuple(units), edges=tuple(edges))


def _joined(unit: Unit, next: Unit) -> Unit:
    return unit._replace(
        times=unit.times + 1, rows=(*unit.rows, *next.rows), out=next.out, last=next.path
    )


def _signature(unit: Unit) -> object:
    """What makes blocks alike: their operations, how they are linked, and their maps' sizes.

    Channels may grow from one to the next, as in DenseNet.
    """
    if unit.group is None or unit.group.kind != "block":
        return None
    start, count = unit.group.start, unit.group.stop - unit.group.start
    return (
        unit.group.label,
        unit.within,
        [
            (
                row.layer.op,
                tuple(max(source - start, -1) for source in row.layer.inputs),
                row.out_shape[1:],
            )
            for row in unit.rows[:count]
        ],
    )
