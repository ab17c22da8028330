"""One entry of a layer list, the scope it stands in, and its values worked out."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, NamedTuple

from archcalc.errors import SpecError, near_misses, shorten
from archcalc.ops import registry
from archcalc.spec.blocks import Block
from archcalc.spec.expression import ExpressionError, evaluate, fill, is_expression
from archcalc.spec.source import Map, describe
from archcalc.spec.words import CALL, COMMON, MAX_NAME

_NAME = re.compile(r"[^.:@~/$\s]+")
_NUMBERED = re.compile(r"\$(i\b|\{i\})")
_OUTSIDE = frozenset({*COMMON, *CALL})
"""What stands where a block is used and is none of its arguments."""

Scope = Mapping[str, Any]


class Frame(NamedTuple):
    """Where the builder stands: the path so far, the arguments in scope, how often this repeats.

    `channels` is those of the layer before, which expressions call ``in_channels``.
    """

    group: tuple[str, ...]
    scope: Scope
    aux: bool = False
    blocks: tuple[str, ...] = ()
    times: int = 1
    at: str = ""
    """Within a shared block: where it is used."""

    @property
    def path(self) -> str:
        """The group's path."""
        return ".".join(self.group)

    def named(self, name: str | None) -> Frame:
        """Inside of what is called `name` here."""
        return self if name is None else self._replace(group=(*self.group, name))

    def child(self, name: str) -> str:
        """The path of something called `name` here."""
        return ".".join((*self.group, name))


class Item(NamedTuple):
    """One entry of a layer list: the word, its attributes and its place."""

    word: str
    values: Map
    place: str

    def place_of(self, key: str) -> str:
        """Where the attribute `key` stands."""
        mark = self.values.marks.get(key)
        return str(mark) if mark else self.place


def read_item(value: Any, place: str) -> Item:
    """One entry of a layer list: a word, or a word with its attributes."""
    if isinstance(value, str):
        return Item(value, Map(), place)
    if isinstance(value, Map) and len(value) == 1:
        word, values = next(iter(value.items()))
        place = str(value.key_marks[word])
        if values is None:
            return Item(word, Map(), place)
        if isinstance(values, Map):
            return Item(word, values, place)
        found = describe(values)
        raise SpecError(f"{shorten(word)} takes a mapping of attributes, found {found}", place)
    if isinstance(value, Map) and value:
        names = ", ".join(shorten(k, 20) for k in list(value)[:4])
        raise SpecError(
            f"a layer is one word with its attributes, found {len(value)} words: {names} "
            "(indent the attributes under the first?)",
            place,
        )
    raise SpecError(
        f"a layer is a word such as relu, or conv: {{…}}, found {describe(value)}", place
    )


def numbered(item: Item, changes: Map) -> Item:
    """A repeated layer with `changes` to its attributes and its number behind its name."""
    values = item.values.over(changes)
    kind = registry().get(item.word)
    if kind is not None and kind.role != "weighted" and "name" not in values:
        return item._replace(values=values)  # numbered with all of its kind
    name = values.get("name", item.word if kind is not None else "block")
    if isinstance(name, str | int) and not _NUMBERED.search(str(name)):
        values["name"] = f"{name}${{i}}"
    return item._replace(values=values)


def is_constant(values: Map) -> bool:
    """Whether the attributes mean the same wherever the item stands."""
    return "with" not in values and not any(map(_is_dynamic, values.values()))


def _is_dynamic(value: Any) -> bool:
    return any(map(_is_dynamic, value)) if isinstance(value, list) else is_expression(value)


# --- values in their scope -----------------------------------------------------------------------


def work_out(text: str, place: str, frame: Frame, channels: int) -> Any:
    """What an expression comes to in `frame`. Raises SpecError."""
    names = {**frame.scope, "in_channels": channels} if "in_channels" in text else frame.scope
    try:
        return evaluate(text, names)
    except ExpressionError as error:
        raise SpecError(str(error), place, frame.path) from None


def resolve(value: Any, place: str, frame: Frame, channels: int) -> Any:
    """`value` with its expressions worked out."""
    if isinstance(value, list):
        return [resolve(inner, place, frame, channels) for inner in value]
    return work_out(value, place, frame, channels) if is_expression(value) else value


def spread(item: Item, frame: Frame) -> Map:
    """The item's attributes, with what ``with: $args`` hands on behind them."""
    handed = item.values.get("with")
    if handed is None:
        return item.values
    place = item.place_of("with")
    args = work_out(handed, place, frame, 0) if isinstance(handed, str) else handed
    if not isinstance(args, dict):
        found = describe(args)
        raise SpecError(f"with takes a block's $args, found {found}", place, frame.path)
    values = (args if isinstance(args, Map) else Map(args)).over(item.values)
    del values["with"]
    return values


def attributes(item: Item, frame: Frame, channels: int, without: frozenset[str]) -> Map:
    """The item's own attributes, worked out."""
    values = spread(item, frame)
    if values is not item.values:
        item = item._replace(values=values)
    worked = Map(
        {
            key: resolve(value, item.place_of(key), frame, channels)
            if isinstance(value, str | list)
            else value
            for key, value in values.items()
            if key not in without
        }
    )
    worked.marks, worked.key_marks = values.marks, values.key_marks
    return worked


def name_of(item: Item, frame: Frame) -> str | None:
    """The item's name with its ``$i`` filled in. Raises SpecError for one that cannot be a name."""
    values = spread(item, frame) if "with" in item.values else item.values
    if "name" not in values:
        return None
    return checked_name(values["name"], item.place_of("name"), frame)


def checked_name(value: Any, place: str, frame: Frame) -> str:
    """`value` as a layer's name. Raises SpecError for what cannot be one."""
    if not isinstance(value, str | int) or isinstance(value, bool):
        raise SpecError(f"a name is a word, found {describe(value)}", place, frame.path)
    name = filled(str(value), place, frame)
    if not name or len(name) > MAX_NAME:
        text = f"a name has 1 to {MAX_NAME} characters, found {len(name)}"
        raise SpecError(text, place, frame.path)
    if not _NAME.fullmatch(name):
        text = f'a name holds no . : @ ~ / $ or space, found "{shorten(name)}"'
        raise SpecError(text, place, frame.path)
    return name


def filled(text: str, place: str, frame: Frame) -> str:
    """`text` with its ``$names`` replaced. Raises SpecError."""
    try:
        return fill(text, frame.scope)
    except ExpressionError as error:
        raise SpecError(str(error), place, frame.path) from None


def arguments(item: Item, name: str | None, block: Block, frame: Frame, channels: int) -> Scope:
    """The scope inside a block: what is around it and the arguments it was given."""
    declared = block.source.get("args") or []
    own = {"name": name} if name else {}
    given = attributes(item, frame, channels, _OUTSIDE)
    if isinstance(declared, str):
        given.update(own)
        return {**frame.scope, "args": given}
    wanted = declared if isinstance(declared, dict) else dict.fromkeys(declared)
    for key in given:
        if key not in wanted:
            place = str(item.values.key_marks.get(key, item.place))
            raise SpecError(_no_argument(item.word, key, list(wanted)), place, frame.path)
    for key, default in wanted.items():
        if given.get(key, default) is None:
            raise SpecError(f"{item.word} needs {key}", item.place, frame.path)
    defaults = {key: default for key, default in wanted.items() if key not in given}
    return {**frame.scope, **defaults, **given, **own}


def _no_argument(block: str, key: str, known: list[str]) -> str:
    near = near_misses(key, known)
    hint = f'did you mean "{near[0]}"?' if near else f"it takes {', '.join(known) or 'none'}"
    return f'block {block} takes no "{shorten(key)}"; {hint}'
