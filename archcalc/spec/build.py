"""Spec → network: blocks filled in, repeats unrolled, references followed, shapes propagated.

Input channels are never written in a spec, so the builder works out each layer's shape as it goes;
an error names the line of the spec and the path of the layer.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from archcalc.errors import ShapeError, SpecError, UnknownNameError, shorten
from archcalc.ops import registry
from archcalc.ops.base import Dims, Op
from archcalc.spec.blocks import Block
from archcalc.spec.graph import MAX_LAYERS, Built, Graph
from archcalc.spec.items import (
    Frame,
    Item,
    Scope,
    arguments,
    attributes,
    checked_name,
    filled,
    is_constant,
    name_of,
    numbered,
    read_item,
    spread,
    work_out,
)
from archcalc.spec.rounds import WORTHWHILE, Asks, Rounds, asks
from archcalc.spec.source import List, Map, describe
from archcalc.spec.words import COMMON, STRUCTURE

MAX_NESTING = 24
MAX_DEPTH = 64
MAX_STEPS = 300_000
HEAVY = 5
_COMMON = frozenset(COMMON)


def build(
    layers: List,
    blocks: Mapping[str, Block],
    args: Scope,
    input: Dims,
    *,
    checked: bool = False,
    strict: bool = True,
) -> Built:
    """Unroll a spec's `layers` for an `input`.

    `checked` says that the attributes are known to be valid; unless `strict`, an auxiliary head
    that does not fit the input is left out. Raises SpecError for whatever cannot be built.
    """
    builder = _Builder(blocks, Graph(input, layers), checked, strict)
    builder.sequence(layers, Frame((), args))
    if not builder.graph.layers:
        raise SpecError("layers is empty: a network needs at least one layer", str(layers.mark))
    return builder.graph.built()


class _Builder:
    """Reads items one by one and adds what they mean to the graph."""

    def __init__(
        self, blocks: Mapping[str, Block], graph: Graph, checked: bool, strict: bool
    ) -> None:
        self.blocks, self.graph, self.checked, self.strict = blocks, graph, checked, strict
        self.steps = self.depth = 0
        self.ops: dict[Any, Op] = {}
        self.items: dict[int, Item] = {}
        self.words: dict[str, Callable[[Item, Frame], None]] = {
            "stage": self._stage,
            "aux": self._aux,
            "parallel": self._parallel,
            "residual": self._residual,
            "repeat": self._repeat,
        }

    def sequence(self, items: List, frame: Frame) -> None:
        """Read a layer list in order."""
        self.depth += 1
        if self.depth > MAX_DEPTH:
            text = f"layers nest deeper than {MAX_DEPTH} levels"
            raise SpecError(text, str(items.mark), frame.path)
        for value, mark in zip(items, items.marks, strict=True):
            item = self.items.get(id(value))
            if item is None:
                item = read_item(value, str(mark))
                if isinstance(value, Map):
                    self.items[id(value)] = item
            self._one(item, frame)
        self.depth -= 1

    def _one(self, item: Item, frame: Frame) -> None:
        self._spend(1, item, frame)
        if "when" in item.values and not self._wanted(item, frame):
            return
        if item.word.startswith("$"):
            word = work_out(item.word, item.place, frame, self.graph.channels)
            item = item._replace(word=str(word))
        if item.word in self.words:
            self._spend(HEAVY, item, frame)
            self.words[item.word](item, frame)
        elif item.word in self.blocks:
            self._spend(HEAVY, item, frame)
            self._block(item, frame)
        elif item.word in registry():
            self._layer(item, frame)
        else:
            known = [*registry(), *self.blocks, *STRUCTURE]
            hint = "archcalc schema lists the operations"
            message = str(UnknownNameError("layer or block", item.word, known, hint))
            raise SpecError(message, item.place, frame.path)

    def _spend(self, steps: int, item: Item, frame: Frame) -> None:
        """Refuse a spec that says little and unrolls without end."""
        self.steps += steps
        if self.steps > MAX_STEPS:
            text = f"unrolls to more than {MAX_STEPS:,} steps (a block or structure counts {HEAVY})"
            raise SpecError(text, item.place, frame.path)

    def _wanted(self, item: Item, frame: Frame) -> bool:
        value = self._value(item, "when", frame)
        if not isinstance(value, int | float):
            text = f"when should be true, false or a number, found {describe(value)}"
            raise SpecError(text, item.place_of("when"), frame.path)
        return bool(value)

    def _value(self, item: Item, key: str, frame: Frame) -> Any:
        value = item.values[key]
        if isinstance(value, str):
            return work_out(value, item.place_of(key), frame, self.graph.channels)
        return value

    def _sources(self, item: Item, frame: Frame) -> tuple[int, ...]:
        wanted, place = item.values["from"], item.place_of("from")
        if wanted == []:
            raise SpecError("from is empty", place, frame.path)
        found = []
        for name in wanted if isinstance(wanted, list) else [wanted]:
            if not isinstance(name, str):
                text = f"from takes the name of an earlier layer, found {describe(name)}"
                raise SpecError(text, place, frame.path)
            found.append(self.graph.find(filled(name, place, frame), place, frame))
        return tuple(found)

    # --- operations ------------------------------------------------------------------------------

    def _layer(self, item: Item, frame: Frame) -> None:
        name = name_of(item, frame)
        given = "from" in item.values
        sources = self._sources(item, frame) if given else (self.graph.current,)
        self.graph.current = sources[0]  # whose channels its attributes may ask for
        op = self._op(item, name, frame)
        if name is None:
            if op.role == "weighted":
                text = f"a {op.kind} needs a name: its parameters are addressed by it"
                raise SpecError(text, item.place, frame.path)
            name = self.graph.next_name(op.kind, frame)
        self.graph.add(op, name, sources, item.place, frame)

    def _op(self, item: Item, name: str | None, frame: Frame) -> Op:
        """The operation; layers that say the same share one."""
        key: Any = (item.word, id(item.values)) if is_constant(item.values) else None
        known = self.ops.get(key)
        if known is not None:
            return known
        frame = frame.named(name)
        values = {
            attribute: _plain(value)
            for attribute, value in attributes(item, frame, self.graph.channels, _COMMON).items()
        }
        same = (item.word, repr(sorted(values.items())))
        op = self.ops.get(same)
        if op is None:
            op = self.ops[same] = self._made(item, values, frame)
        if key:
            self.ops[key] = op
        return op

    def _made(self, item: Item, values: dict[str, Any], frame: Frame) -> Op:
        kind = registry()[item.word]
        if self.checked:
            return kind.trusted(values)
        from archcalc.spec.validation import validated_op  # pydantic, only where it is needed

        item = item._replace(values=spread(item, frame))
        return validated_op(kind, values, item, frame.path)

    # --- structure -------------------------------------------------------------------------------

    def _structure(self, item: Item, frame: Frame) -> None:
        """Check the item's parts; the input it asks for becomes the current layer."""
        if not self.checked:
            from archcalc.spec.validation import check_structure

            check_structure(item, frame.path)
        if "from" in item.values:
            self.graph.current = self._sources(item, frame)[0]

    def _stage(self, item: Item, frame: Frame) -> None:
        self._structure(item, frame)
        name, title = name_of(item, frame) or "stage", item.values.get("title", "")
        self.graph.within(
            frame, name, "stage", title, item.place,
            lambda inner: self.sequence(item.values["layers"], inner),
        )  # fmt: skip

    def _aux(self, item: Item, frame: Frame) -> None:
        before, depth = self.graph.mark(), self.depth
        self._structure(item, frame)
        name = name_of(item, frame) or "aux"
        try:
            self.graph.within(
                frame._replace(aux=True), name, "aux", "auxiliary head", item.place,
                lambda inner: self.sequence(item.values["layers"], inner),
            )  # fmt: skip
        except ShapeError:
            if self.strict:
                raise
            self.graph.back_to(before)
            self.depth = depth
        self.graph.current = before.current

    def _parallel(self, item: Item, frame: Frame) -> None:
        self._structure(item, frame)
        merge, branches = item.values.get("merge", "concat"), item.values["branches"]
        self._level(item, frame, lambda inner: self._branches(branches, merge, item.place, inner))

    def _level(self, item: Item, frame: Frame, body: Callable[[Frame], None]) -> None:
        """A name gives a structure a level of its own."""
        name = name_of(item, frame)
        if name is None:
            body(frame)
        else:
            self.graph.within(frame, name, "block", item.word, item.place, body)

    def _branches(self, branches: Map, merge: str, place: str, frame: Frame) -> None:
        source, ends = self.graph.current, []
        for name, items in branches.items():
            self.graph.current = source
            mark = str(branches.key_marks[name])
            self._branch(checked_name(name, mark, frame), items, mark, frame)
            ends.append(self.graph.current)
        op = self._merge(merge)
        self.graph.add(op, self.graph.merge_name(merge, frame), tuple(ends), place, frame)

    def _merge(self, kind: str) -> Op:
        """The operation that joins branches; it has no attributes."""
        op = self.ops.get(kind)
        if op is None:
            op = self.ops[kind] = registry()[kind].trusted({})
        return op

    def _branch(self, name: str, items: List, place: str, frame: Frame) -> None:
        self.graph.within(
            frame, name, "branch", "", place, lambda inner: self.sequence(items, inner)
        )

    def _residual(self, item: Item, frame: Frame) -> None:
        self._structure(item, frame)
        self._level(item, frame, lambda inner: self._body_and_shortcut(item, inner))

    def _body_and_shortcut(self, item: Item, frame: Frame) -> None:
        source = self.graph.current
        self.sequence(item.values["body"], frame)
        body, shortcut = self.graph.current, source
        if self.graph.shape(body) != self.graph.shape(source):
            shortcut = self._shortcut(item, source, frame)
        name = self.graph.merge_name("add", frame)
        self.graph.add(self._merge("add"), name, (body, shortcut), item.place, frame)

    def _shortcut(self, item: Item, source: int, frame: Frame) -> int:
        if not item.values.get("shortcut"):
            from archcalc.units import shape  # only on the way to an error

            made, given = self.graph.shape(self.graph.current), self.graph.shape(source)
            text = f"the body makes {shape(made)} of {shape(given)}: the residual needs a shortcut"
            raise SpecError(text, item.place, frame.path)
        self.graph.current = source
        self.sequence(item.values["shortcut"], frame)
        return self.graph.current

    def _repeat(self, item: Item, frame: Frame) -> None:
        self._structure(item, frame)
        times = self._times(item, frame)
        self._level(item, frame, lambda inner: self._repeated(item, times, inner))

    def _times(self, item: Item, frame: Frame) -> int:
        times, place = self._value(item, "times", frame), item.place_of("times")
        if not isinstance(times, int) or isinstance(times, bool) or times < 0:
            text = f"times should be a whole number from 0, found {describe(times)}"
            raise SpecError(text, place, frame.path)
        total = times * frame.times
        if total > MAX_LAYERS:
            text = f"repeats {total:,} times; a network has at most {MAX_LAYERS:,} layers"
            raise SpecError(text, place, frame.path)
        return times

    def _repeated(self, item: Item, times: int, frame: Frame) -> None:
        layer = read_item(item.values["layer"], item.place_of("layer"))
        rest, first = numbered(layer, Map()), numbered(layer, item.values.get("first", Map()))
        many = times > WORTHWHILE
        asked = (
            asks(item.values["layer"], frame.scope, self.blocks) if many else Asks(True, True, True)
        )
        rounds, spent = Rounds(self.graph, frame, asked), 0
        for i in range(1, times + 1):
            scope = {**frame.scope, "i": i}
            inner = frame._replace(scope=scope, times=frame.times * times)
            if rounds.go_on():
                self._spend(spent, rest, inner)
                rounds.copy(name_of(rest, inner) or "")
                continue
            before = self.steps
            rounds.begin()
            self._one(first if i == 1 else rest, inner)
            rounds.end(usual=i > 1 or not item.values.get("first"))
            spent = self.steps - before

    # --- blocks ----------------------------------------------------------------------------------

    def _block(self, item: Item, frame: Frame) -> None:
        block = self.blocks[item.word]
        self.checked = self.checked and block.checked
        if len(frame.blocks) >= MAX_NESTING:
            chain = " → ".join(dict.fromkeys((*frame.blocks, item.word)))
            text = f"blocks nest deeper than {MAX_NESTING}: {shorten(chain, 100)}"
            raise SpecError(text, item.place, frame.path)
        if "from" in item.values:
            self.graph.current = self._sources(item, frame)[0]
        name = name_of(item, frame)
        scope = arguments(item, name, block, frame.named(name), self.graph.channels)
        blocks, at = (*frame.blocks, item.word), frame.at or self._user(item, block)
        try:
            self._unfold(item, name, block, frame._replace(scope=scope, blocks=blocks, at=at))
        except SpecError as error:
            if at and error.place.startswith(block.file):
                raise SpecError(error.message, at, error.path) from None
            raise

    def _user(self, item: Item, block: Block) -> str:
        """Where a shared block is used: a fault in it lies with who uses it."""
        return "" if item.place.startswith(block.file) else item.place

    def _unfold(self, item: Item, name: str | None, block: Block, frame: Frame) -> None:
        if not (block.source.get("inline") or item.values.get("inline")):
            self.graph.within(
                frame, name or self.graph.next_name(item.word, frame), "block", item.word,
                item.place, lambda deeper: self._body(block, item.place, deeper),
            )  # fmt: skip
            return
        self._body(block, item.place, frame)
        if name:  # a reference to it means all of the block, ReLU included
            self.graph.ends[frame.child(name)] = self.graph.current

    def _body(self, block: Block, place: str, frame: Frame) -> None:
        branches = block.source.get("branches")
        if branches is None:
            self.sequence(block.source["layers"], frame)
        else:
            self._branches(branches, block.source.get("merge") or "concat", place, frame)


def _plain(value: Any) -> Any:
    """Lists as tuples and 1e3 as 1000, so that strict models take them."""
    if isinstance(value, list):
        return tuple(map(_plain, value))
    return int(value) if isinstance(value, float) and value.is_integer() else value
