"""Blocks alike in structure become one class; what differs between them are its arguments."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Any, NamedTuple

from archcalc.source.calls import DEFAULTS, Call
from archcalc.source.units import Node, Part, Unit

Slot = tuple[int, int, str]
"""A value in a class: which node, which of its parts, which argument."""
Vector = tuple[Any, ...]
"""A value in each of the class's instances; None where an instance has none."""


class Argument(NamedTuple):
    """An argument of a class, its value in each instance, and its default."""

    name: str
    vector: Vector
    default: Any = None


class Made(NamedTuple):
    """A class or, for a chain, a function: its first instance, arguments, the text of each slot."""

    name: str
    unit: Unit
    arguments: tuple[Argument, ...]
    texts: dict[Slot, str]
    condition: str = ""
    """When the optional node is there."""

    def call(self, index: int) -> Call:
        """What makes instance number `index`."""
        pairs = tuple((a.name, a.vector[index]) for a in self.arguments)
        return Call(self.name, pairs, sum(a.default is None for a in self.arguments))


def structure(unit: Unit) -> tuple[Any, ...]:
    """What units of one class share: names, calls without their values, who reads whom."""
    place = {source: -1 - i for i, source in enumerate(unit.sources)}
    place |= {node.output: i for i, node in enumerate(unit.nodes)}
    return tuple(
        (
            node.name,
            node.optional or tuple(_shape(part) for part in node.parts),
            tuple(place[j] for j in node.inputs),
        )
        for node in unit.nodes
    )


def _shape(part: Part) -> tuple[Any, ...]:
    call = part.call
    return part.name, call.head, tuple(key for key, _ in call.values), call.positional


# --- a shortcut that some of them have -----------------------------------------------------------


def alike(units: Sequence[Unit]) -> list[Unit]:
    """The same units; where some lack a chain that others have, it becomes optional."""
    kinds = list({structure(unit): unit for unit in units}.values())
    if len(kinds) != 2:
        return list(units)
    small, large = sorted(kinds, key=lambda unit: len(unit.nodes))
    folded = _folded(large, {node.name for node in small.nodes})
    if folded is None:
        return list(units)
    index = next(i for i, node in enumerate(folded.nodes) if node.optional)
    made = [
        _folded(unit, {node.name for node in small.nodes})
        if structure(unit) == structure(large)
        else _widened(unit, folded, index)
        for unit in units
    ]
    same = {structure(unit) for unit in made if unit}
    return [unit for unit in made if unit] if len(same) == 1 and all(made) else list(units)


def _folded(unit: Unit, common: set[str]) -> Unit | None:
    """The unit with the chain of nodes that are not `common` as one optional node."""
    extra = [node for node in unit.nodes if node.name not in common]
    reads = [node.inputs for node in extra]
    chain = [unit.sources[:1], *((node.output,) for node in extra)]
    if not extra or reads != chain[:-1] or any(node.merge for node in extra):
        return None
    parts = tuple(part for node in extra for part in node.parts)
    one = Node(extra[0].name, parts, unit.sources[:1], extra[-1].output, optional=True)
    index = unit.nodes.index(extra[0])
    rest = [node for node in unit.nodes if node not in extra]
    return unit._replace(nodes=(*rest[:index], one, *rest[index:]))


def _widened(unit: Unit, model: Unit, index: int) -> Unit:
    """The unit with an identity where `model` has its optional node."""
    place = {node.output: i for i, node in enumerate(model.nodes)}
    wanted = [tuple(place.get(j, -1) for j in node.inputs) for node in model.nodes]
    rest, output = list(unit.nodes), -10_000
    if len(rest) + 1 != len(model.nodes):
        return unit
    one = Node(model.nodes[index].name, (), unit.sources[:1], output, optional=True)
    rest.insert(index, one)
    nodes = [
        node._replace(
            inputs=tuple(
                output if w == index else j for j, w in zip(node.inputs, reads, strict=False)
            )
        )
        for node, reads in zip(rest, wanted, strict=True)
    ]
    return unit._replace(nodes=tuple(nodes))


# --- arguments -----------------------------------------------------------------------------------


def settle(name: str, units: Sequence[Unit]) -> Made:
    """The class of these units, which share one structure."""
    arguments: list[Argument] = []
    texts: dict[Slot, str] = {}
    slots = list(_slots(units))
    for slot, vector in slots:
        text = _constant(vector) or _expression(vector, arguments)
        if not text:
            known = [value for value in vector if value is not None]
            text = _argument_name(slot, units[0], slots, arguments)
            usual = Counter(map(repr, known)).most_common(1)[0][0]
            filled = tuple(
                next(v for v in known if repr(v) == usual) if value is None else value
                for value in vector
            )
            default = DEFAULTS.get(text)
            arguments.append(Argument(text, filled, default if default in filled else None))
        texts[slot] = text
    arguments, condition = _condition(units, arguments)
    ordered = sorted(arguments, key=lambda argument: argument.default is not None)
    full = next((u for u in units if all(node.parts for node in u.nodes)), units[0])
    return Made(name, full, tuple(ordered), texts, condition)


def _slots(units: Sequence[Unit]) -> Iterator[tuple[Slot, Vector]]:
    """Every value, in the order of the source; those of an optional node come last."""
    nodes = list(enumerate(units[0].nodes))
    for i, node in sorted(nodes, key=lambda pair: pair[1].optional):
        full = next((u.nodes[i] for u in units if u.nodes[i].parts), node)
        for j, part in enumerate(full.parts):
            for k, (key, _) in enumerate(part.call.values):
                values = (
                    u.nodes[i].parts[j].call.values[k][1] if u.nodes[i].parts else None
                    for u in units
                )  # fmt: skip
                yield (i, j, key), tuple(values)


def _constant(vector: Vector) -> str:
    return literal(vector[0]) if None not in vector and len(set(map(repr, vector))) == 1 else ""


def _expression(vector: Vector, arguments: Sequence[Argument]) -> str:
    """The values as an argument, a multiple or a part of one; where all are alike as a number."""
    for argument in arguments:
        if _agrees(vector, argument.vector):
            return argument.name
    known = [value for value in vector if value is not None]
    if None in vector and len(set(map(repr, known))) == 1:
        return literal(known[0])
    for argument in arguments:
        text = _multiple(vector, argument)
        if text:
            return text
    return ""


def _agrees(vector: Vector, other: Vector) -> bool:
    pairs = zip(vector, other, strict=True)
    return all(a is None or (a == b and type(a) is type(b)) for a, b in pairs)


def _multiple(vector: Vector, argument: Argument) -> str:
    pairs = [(a, b) for a, b in zip(vector, argument.vector, strict=True) if a is not None]
    if not all(type(a) is int and type(b) is int and a > 0 and b > 0 for a, b in pairs):
        return ""
    a, b = pairs[0]
    for factor in (a // b, b // a):
        if factor > 1 and all(x == factor * y for x, y in pairs):
            return f"{factor} * {argument.name}"
        if factor > 1 and all(y == factor * x for x, y in pairs):
            return f"{argument.name} // {factor}"
    return ""


def _argument_name(
    slot: Slot, unit: Unit, slots: Sequence[tuple[Slot, Vector]], arguments: Sequence[Argument]
) -> str:
    i, j, key = slot
    node = unit.nodes[i]
    taken = {argument.name for argument in arguments}
    part = node.parts[j].name if node.parts else node.name
    first = j == 0 and set(node.inputs) <= set(unit.sources)
    outs = {s[1] for s in slots if s[0][2] == "out_channels" and None not in s[1]}
    names = [key, f"{part}_{key}"]
    if first and key in ("in_channels", "channels", "in_features"):
        names = ["in_features" if key == "in_features" else "in_channels", *names]
    elif key in ("out_channels", "channels"):
        varied = {tuple(Fraction(n, v[0]) for n in v) for v in outs if len(set(v)) > 1}
        names = ["channels"] * (len(varied) == 1) + [f"{part}_channels", f"{node.name}_channels"]
    names += [f"{part}_{key}_{n}" for n in range(2, 1000)]
    return next(name for name in names if name not in taken)


def _condition(units: Sequence[Unit], arguments: list[Argument]) -> tuple[list[Argument], str]:
    """When the optional node is there: a comparison of arguments, or an argument of its own."""
    index = next((i for i, node in enumerate(units[0].nodes) if node.optional), None)
    if index is None:
        return arguments, ""
    wanted = tuple(bool(unit.nodes[index].parts) for unit in units)
    for text, found in _comparisons(arguments):
        if found == wanted:
            return arguments, text
    name = f"with_{units[0].nodes[index].name}"
    return [*arguments, Argument(name, wanted)], name


def _comparisons(arguments: Sequence[Argument]) -> Iterator[tuple[str, tuple[bool, ...]]]:
    by_name = {argument.name: argument.vector for argument in arguments}
    strides = by_name.get("stride")
    ins = by_name.get("in_channels")
    simple: list[tuple[str, tuple[bool, ...]]] = []
    if strides:
        simple.append(("stride != 1", tuple(value != 1 for value in strides)))
    for name, vector in by_name.items():
        if ins and name.endswith("channels") and name != "in_channels":
            for factor in (1, 2, 4):
                times = "" if factor == 1 else f"{factor} * "
                pairs = zip(ins, vector, strict=True)
                found = tuple(a != factor * b for a, b in pairs)
                simple.append((f"in_channels != {times}{name}", found))
    yield from simple
    if strides:
        for text, found in simple[1:]:
            either = tuple(a or b for a, b in zip(simple[0][1], found, strict=True))
            yield f"stride != 1 or {text}", either


def literal(value: Any) -> str:
    """A value as Python source."""
    if isinstance(value, float) and value in (float("inf"), float("-inf")):
        return f'float("{value}")'
    return f'"{value}"' if isinstance(value, str) else repr(value)
