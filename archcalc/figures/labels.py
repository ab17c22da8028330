"""What stands in a box: the lines of its label, each kind of line one row."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple

from archcalc.analysis import LayerResult
from archcalc.figures.scheme import Unit
from archcalc.figures.text import fitted, width
from archcalc.lang import say
from archcalc.network import Group
from archcalc.units import MINUS, exact, shape, si

WIDEST = 210.0
"""No line of a label is wider; it is cut, and the whole stands in the box's title."""


class Line(NamedTuple):
    """One line of a label."""

    text: str
    size: float
    bold: bool = False
    muted: bool = False

    @property
    def width(self) -> float:
        """The most that it takes."""
        return width(self.text, self.size, bold=self.bold)


class Kind(NamedTuple):
    """One kind of line."""

    key: str
    text: Callable[[Unit], str]
    size: float = 11
    bold: bool = False
    muted: bool = True


def _name(unit: Unit) -> str:
    if unit.form == "input":
        return ""
    path = unit.group.path if unit.group else unit.path
    within = unit.within[-1] + "." if unit.within else ""
    return path.removeprefix(within)


def _operation(unit: Unit) -> str:
    """``3×3 conv, 64``; of a closed group what it repeats or is."""
    if unit.form == "input":
        return say("input")
    if unit.group:
        return _inside(unit)
    return _layer(unit.main) if unit.main else ""


def _layer(row: LayerResult) -> str:
    op, rank = row.layer.op, len(row.in_shapes[0]) - 1
    word = say(WORDS.get(op.kind, op.kind.replace("_", " ")))
    kernel, _, rest = op.brief(rank).partition(" ")
    bare = kernel in (op.kind, "global")
    text = " ".join(filter(None, ("" if bare else kernel, word, rest)))
    if op.role == "weighted" or (op.role == "merge" and row.out_shape != row.in_shapes[0]):
        return f"{text}, {row.out_shape[0]}"
    return text


WORDS = {
    "maxpool": "max pool",
    "avgpool": "average pool",
    "global_avgpool": "global average pool",
    "global_maxpool": "global max pool",
    "adaptive_avgpool": "adaptive average pool",
    "adaptive_maxpool": "adaptive max pool",
    "batchnorm": "batch norm",
    "lrn": "local response norm",
    "relu": "ReLU",
    "conv_transpose": "transposed conv",
}
"""Operations whose name in specs is not how they are spoken of."""


def _inside(unit: Unit) -> str:
    from archcalc.views.lines import group_kernel  # what a table's row says of a group

    if unit.group is None or unit.group.kind == "aux":
        return say(unit.group.label) if unit.group else ""
    rows = unit.rows[: len(unit.rows) // unit.times]
    return group_kernel(unit.group, rows).replace("_", " ")


def _shape(unit: Unit) -> str:
    return shape(unit.out)


def _params(unit: Unit) -> str:
    count = sum(row.params for row in unit.rows)
    return say("{n} params", n=si(count)) if count else ""


def _multiplies(unit: Unit) -> str:
    count = sum(row.multiplies for row in unit.rows)
    return say("{n} multiplies", n=si(count)) if count else ""


KINDS = (
    Kind("name", _name, size=12.5, bold=True, muted=False),
    Kind("op", _operation, size=12, muted=False),
    Kind("shape", _shape),
    Kind("params", _params),
    Kind("multiplies", _multiplies),
)
NAMES = tuple(kind.key for kind in KINDS)


def lines(unit: Unit, names: Iterable[str]) -> tuple[Line, ...]:
    """The lines of a box's label, in the order of `names`; empty ones are left out.

    The input says its size, whatever is asked for.
    """
    kinds = {kind.key: kind for kind in KINDS}
    wanted = ("op", "shape") if unit.form == "input" else tuple(dict.fromkeys(names))
    found = ((kinds[name], kinds[name].text(unit)) for name in wanted)
    made = [
        Line(fitted(text, kind.size, WIDEST, bold=kind.bold), kind.size, kind.bold, kind.muted)
        for kind, text in found
        if text
    ]
    return tuple(made) or (Line(fitted(_operation(unit) or _name(unit), 12, WIDEST), 12),)


def frame_label(group: Group) -> str:
    """``3a · inception``."""
    kind = say(group.label).replace("_", " ")
    return fitted(" · ".join(filter(None, (group.name, kind))), 11.5, WIDEST)


def title(unit: Unit) -> str:
    """Everything about a box, for its tooltip and for screen readers."""
    parts = [_name(unit) and unit.path, _operation(unit), _shape(unit), _params(unit)]
    if unit.times > 1:
        parts[0] = f"{unit.path} {MINUS} {unit.last}"
        parts.append(say("{n} times in a row", n=unit.times))
    count = sum(row.multiplies for row in unit.rows)
    if count:
        parts.append(say("{n} multiplies", n=exact(count)))
    return ", ".join(filter(None, parts))
