"""Spec → network: blocks filled in, repeats unrolled, references followed, shapes propagated.

Input channels are never written in a spec, so the builder works out each layer's shape as it goes;
an error names the line of the spec and the path of the layer.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from pydantic import ValidationError

from archcalc.errors import ShapeError, SpecError, UnknownNameError, near_misses, shorten
from archcalc.network import INPUT, Group, GroupKind, Layer
from archcalc.ops import registry
from archcalc.ops.base import Dims, Op, Plan, make_plan
from archcalc.spec.expression import ExpressionError, evaluate, fill, is_expression
from archcalc.spec.models import CALL, COMMON, STRUCTURE, BlockPart
from archcalc.spec.source import List, Map, describe
from archcalc.spec.validation import explain, validate

MAX_LAYERS = 200_000
MAX_NESTING = 24
_FORBIDDEN = frozenset(".:@~/$ \t\n")

Scope = Mapping[str, Any]


class Block(NamedTuple):
    """A block's definition and the source it came from."""

    part: BlockPart
    source: Map


class Frame(NamedTuple):
    """Where the builder stands: the path so far, the arguments in scope, how often this repeats."""

    group: tuple[str, ...]
    scope: Scope
    aux: bool = False
    blocks: tuple[str, ...] = ()
    times: int = 1

    @property
    def path(self) -> str:
        return ".".join(self.group)


class Item(NamedTuple):
    """One entry of a layer list: the word, its attributes and its place."""

    word: str
    values: Map
    place: str


class Built(NamedTuple):
    """What the builder gives: layers in order and the tree of groups."""

    layers: tuple[Layer, ...]
    groups: tuple[Group, ...]


def build(layers: List, blocks: Mapping[str, Block], args: Scope, input: Dims) -> Built:
    """Unroll a spec's `layers`. Raises SpecError for whatever cannot be built."""
    return _Builder(blocks, input).run(layers, args)


class _Builder:
    def __init__(self, blocks: Mapping[str, Block], input: Dims) -> None:
        self.blocks, self.input = blocks, input
        self.layers: list[Layer] = []
        self.shapes: list[Dims] = []
        self.current = INPUT
        self.ends: dict[str, int] = {"input": INPUT}
        """Where each layer and group ends, by path."""
        self.counts: dict[tuple[str, str], int] = {}
        self.groups: list[Group] = []
        self.ops: dict[Any, Op] = {}
        self.plans: dict[Any, Plan] = {}
        self.outs: dict[Any, Dims] = {}
        self.items: dict[int, Item] = {}
        self.words: dict[str, Callable[[Item, Frame], None]] = {
            "stage": self._stage,
            "aux": self._aux,
            "parallel": self._parallel,
            "residual": self._residual,
            "repeat": self._repeat,
        }

    def run(self, layers: List, args: Scope) -> Built:
        self.names_in_file = _all_names(layers)
        self._sequence(layers, Frame((), args))
        if not self.layers:
            raise SpecError("layers is empty: a network needs at least one layer", str(layers.mark))
        return Built(tuple(self.layers), tuple(self.groups))

    # --- one item --------------------------------------------------------------------------------

    def _sequence(self, items: List, frame: Frame) -> None:
        for index in range(len(items)):
            self._one(self._item(items, index), frame)

    def _item(self, items: List, index: int) -> Item:
        known = self.items.get(id(items[index])) if isinstance(items[index], Map) else None
        if known is None:
            known = read_item(items[index], str(items.marks[index]))
            if isinstance(items[index], Map):
                self.items[id(items[index])] = known
        return known

    def _one(self, item: Item, frame: Frame) -> None:
        if "when" in item.values and not self._value(item, "when", frame):
            return
        word = item.word
        if word.startswith("$"):
            word = str(self._evaluate(word, item.place, frame))
            item = item._replace(word=word)
        if word in self.words:
            self.words[word](item, frame)
        elif word in self.blocks:
            self._block(item, frame)
        elif word in registry():
            self._layer(item, frame)
        else:
            known = [*registry(), *self.blocks, *STRUCTURE]
            message = str(UnknownNameError("layer or block", word, known, "see archcalc schema"))
            raise SpecError(message, item.place, frame.path)

    def _structure(self, item: Item, frame: Frame) -> Any:
        values = {k: v for k, v in item.values.items() if k not in ("when", "from")}
        part = validate(STRUCTURE[item.word], values, item.word, item.values, frame.path)
        if "from" in item.values:
            self.current = self._sources(item, frame)[0]
        return part

    # --- operations ------------------------------------------------------------------------------

    def _layer(self, item: Item, frame: Frame) -> None:
        if len(self.layers) >= MAX_LAYERS:
            raise SpecError(f"more than {MAX_LAYERS:,} layers", item.place, frame.path)
        values = item.values
        op = self._op(item, frame)
        name = self._name(item, frame)
        if name is None:
            if op.role == "weighted":
                raise SpecError(
                    f"a {op.kind} needs a name: its parameters are addressed by it",
                    item.place,
                    frame.path,
                )
            name = self._numbered(op.kind, frame)
        sources = self._sources(item, frame) if "from" in values else (self.current,)
        self._emit(op, name, sources, item.place, frame)

    def _emit(
        self, op: Op, name: str, sources: tuple[int, ...], place: str, frame: Frame
    ) -> None:
        path = f"{frame.path}.{name}" if frame.group else name
        if path in self.ends:
            raise SpecError(f'a second layer is called "{name}" here', place, path)
        ins = tuple([self._shape(source) for source in sources])
        plan, out = self._propagate(op, ins, place, path)
        self.layers.append(Layer(path, plan, sources, frame.group, frame.aux, place))
        self.shapes.append(out)
        self.current = self.ends[path] = len(self.layers) - 1

    def _shape(self, source: int) -> Dims:
        return self.input if source == INPUT else self.shapes[source]

    def _propagate(
        self, op: Op, ins: tuple[Dims, ...], place: str, path: str
    ) -> tuple[Plan, Dims]:
        key = (id(op), len(ins[0]), len(ins))
        try:
            plan = self.plans.get(key)
            if plan is None:
                plan = self.plans[key] = make_plan(op, ins)
            out = self.outs.get((id(plan), ins))
            if out is None:
                out = self.outs[id(plan), ins] = plan.run(1, ins)[0]
        except ShapeError as error:
            raise SpecError(str(error), place, path) from None
        return plan, out

    def _op(self, item: Item, frame: Frame) -> Op:
        values = item.values
        plain = not any(map(_is_dynamic, values.values())) and "with" not in values
        key: Any = (item.word, id(values)) if plain else None
        known = self.ops.get(key)
        if known is not None:
            return known
        attributes = {
            k: _plain(self._resolve(v, values, k, item, frame))
            for k, v in self._spread(item, frame).items()
            if k not in COMMON
        }
        shared = (item.word, repr(sorted(attributes.items(), key=lambda kv: kv[0])))
        op = self.ops.get(shared)
        if op is None:
            model = registry()[item.word]
            try:
                op = model.model_validate(attributes)
            except ValidationError as error:
                raise explain(error, model, item.word, values, frame.path) from None
            self.ops[shared] = op
        if key:
            self.ops[key] = op
        return op

    def _spread(self, item: Item, frame: Frame) -> dict[str, Any]:
        """The item's attributes, with what `with: $args` hands on behind them."""
        values = dict(item.values)
        handed = values.pop("with", None)
        if handed is None:
            return values
        args = self._evaluate(handed, item.place, frame) if isinstance(handed, str) else handed
        if not isinstance(args, dict):
            raise SpecError(f"with takes a block's $args, found {describe(args)}", item.place, frame.path)
        return {**args, **values}

    # --- values ----------------------------------------------------------------------------------

    def _value(self, item: Item, key: str, frame: Frame) -> Any:
        return self._resolve(item.values[key], item.values, key, item, frame)

    def _resolve(self, value: Any, values: Map, key: str, item: Item, frame: Frame) -> Any:
        if isinstance(value, list):
            return [self._resolve(v, values, key, item, frame) for v in value]
        if is_expression(value):
            mark = values.marks.get(key)
            return self._evaluate(value, str(mark) if mark else item.place, frame)
        return value

    def _evaluate(self, text: str, place: str, frame: Frame) -> Any:
        names = frame.scope
        if "in_channels" in text:
            names = {**names, "in_channels": self._shape(self.current)[0]}
        try:
            return evaluate(text, names)
        except ExpressionError as error:
            raise SpecError(str(error), place, frame.path) from None

    def _name(self, item: Item, frame: Frame) -> str | None:
        value = item.values.get("name")
        if value is None and "with" in item.values:
            value = self._spread(item, frame).get("name")
        if value is None:
            return None
        try:
            name = fill(str(value), frame.scope)
        except ExpressionError as error:
            raise SpecError(str(error), item.place, frame.path) from None
        if not name or len(name) > 80 or _FORBIDDEN & set(name):
            raise SpecError(
                f'a name holds no . : @ ~ / or space, found "{shorten(name)}"', item.place, frame.path
            )
        return name

    def _numbered(self, kind: str, frame: Frame) -> str:
        count = self.counts[frame.path, kind] = self.counts.get((frame.path, kind), 0) + 1
        return f"{kind}{count}"

    # --- references ------------------------------------------------------------------------------

    def _sources(self, item: Item, frame: Frame) -> tuple[int, ...]:
        wanted = item.values["from"]
        names = wanted if isinstance(wanted, list) else [wanted]
        return tuple(self._source(name, item, frame) for name in names)

    def _source(self, wanted: Any, item: Item, frame: Frame) -> int:
        if not isinstance(wanted, str):
            raise SpecError(f"from takes the name of an earlier layer, found {describe(wanted)}", item.place, frame.path)
        name = fill(wanted, frame.scope)
        for depth in range(len(frame.group), -1, -1):
            found = self.ends.get(".".join((*frame.group[:depth], name)))
            if found is not None:
                return found
        place = str(item.values.marks.get("from", item.place))
        if name.rpartition(".")[2] in self.names_in_file:
            raise SpecError(f'"{shorten(name)}" comes later; from takes earlier layers only', place, frame.path)
        raise SpecError(str(UnknownNameError("layer", name, self.ends)), place, frame.path)

    # --- structure -------------------------------------------------------------------------------

    def _within(self, frame: Frame, name: str, kind: GroupKind, label: str, body: Callable[[Frame], None], place: str) -> None:
        """Run `body` one level down and record the group it makes."""
        inner = frame._replace(group=(*frame.group, name))
        if inner.path in self.ends:
            raise SpecError(f'a second layer is called "{name}" here', place, inner.path)
        start, outer, self.groups = len(self.layers), self.groups, []
        body(inner)
        group = Group(name, inner.path, kind, label, start, len(self.layers), tuple(self.groups))
        self.groups = outer
        if group.stop > group.start:
            self.groups.append(group)
        self.ends[inner.path] = self.current

    def _stage(self, item: Item, frame: Frame) -> None:
        part = self._structure(item, frame)
        name = self._name(item, frame) or "stage"
        self._within(
            frame, name, "stage", part.title,
            lambda inner: self._sequence(item.values["layers"], inner), item.place,
        )  # fmt: skip

    def _aux(self, item: Item, frame: Frame) -> None:
        self._structure(item, frame)
        before, name = self.current, self._name(item, frame) or "aux"
        self._within(
            frame._replace(aux=True), name, "aux", "auxiliary head",
            lambda inner: self._sequence(item.values["layers"], inner), item.place,
        )  # fmt: skip
        self.current = before

    def _parallel(self, item: Item, frame: Frame) -> None:
        part = self._structure(item, frame)
        name = self._name(item, frame)

        def body(inner: Frame) -> None:
            self._branches(item.values["branches"], part.merge, inner, item.place)

        if name is None:
            body(frame)
        else:
            self._within(frame, name, "block", "parallel", body, item.place)

    def _branches(self, branches: Map, merge: str, frame: Frame, place: str) -> None:
        source, ends = self.current, []
        for name, items in branches.items():
            self.current = source
            self._within(
                frame, fill(name, frame.scope), "branch", "",
                lambda inner, items=items: self._sequence(items, inner), str(branches.key_marks[name]),
            )  # fmt: skip
            ends.append(self.current)
        self._emit(registry()[merge](), self._merge_name(merge, frame), tuple(ends), place, frame)

    def _merge_name(self, merge: str, frame: Frame) -> str:
        path = f"{frame.path}.{merge}" if frame.group else merge
        return merge if path not in self.ends else self._numbered(merge, frame)

    def _residual(self, item: Item, frame: Frame) -> None:
        self._structure(item, frame)
        source = self.current
        self._sequence(item.values["body"], frame)
        body, shortcut = self.current, source
        if self._shape(body) != self._shape(source):
            shortcut = self._shortcut(item, source, frame)
        self._emit(
            registry()["add"](), self._merge_name("add", frame), (body, shortcut), item.place, frame
        )

    def _shortcut(self, item: Item, source: int, frame: Frame) -> int:
        if not item.values.get("shortcut"):
            from archcalc.units import shape

            found, made = shape(self._shape(source)), shape(self._shape(self.current))
            raise SpecError(
                f"the body makes {made} of {found}: the residual needs a shortcut",
                item.place,
                frame.path,
            )
        self.current = source
        self._sequence(item.values["shortcut"], frame)
        return self.current

    def _repeat(self, item: Item, frame: Frame) -> None:
        self._structure(item, frame)
        times = self._value(item, "times", frame)
        place = str(item.values.marks["times"])
        if not isinstance(times, int) or isinstance(times, bool) or times < 0:
            raise SpecError(f"times should be a whole number from 0, found {describe(times)}", place, frame.path)
        if times * frame.times > MAX_LAYERS:
            raise SpecError(f"repeats {times * frame.times:,} times; a network has at most {MAX_LAYERS:,} layers", place, frame.path)
        layer = read_item(item.values["layer"], str(item.values.marks["layer"]))
        rest = _numbered_item(layer, {})
        first = _numbered_item(layer, item.values.get("first") or {})
        for i in range(1, times + 1):
            inner = frame._replace(scope={**frame.scope, "i": i}, times=frame.times * times)
            self._one(first if i == 1 else rest, inner)

    # --- blocks ----------------------------------------------------------------------------------

    def _block(self, item: Item, frame: Frame) -> None:
        block = self.blocks[item.word]
        if len(frame.blocks) >= MAX_NESTING:
            chain = " → ".join(dict.fromkeys((*frame.blocks, item.word)))
            raise SpecError(f"blocks nest deeper than {MAX_NESTING}: {chain}", item.place, frame.path)
        if "from" in item.values:
            self.current = self._sources(item, frame)[0]
        scope = self._arguments(item, block, frame)
        inner = frame._replace(scope=scope, blocks=(*frame.blocks, item.word))
        name = self._name(item, frame)
        if block.part.inline or item.values.get("inline"):
            self._body(block, inner, item.place)
            if name:
                self.ends[".".join((*frame.group, name))] = self.current
            return
        self._within(
            inner, name or self._numbered(item.word, frame), "block", item.word,
            lambda deeper: self._body(block, deeper, item.place), item.place,
        )  # fmt: skip

    def _body(self, block: Block, frame: Frame, place: str) -> None:
        source = block.source
        if source.get("branches") is not None:
            self._branches(source["branches"], block.part.merge or "concat", frame, place)
        else:
            self._sequence(source["layers"], frame)

    def _arguments(self, item: Item, block: Block, frame: Frame) -> Scope:
        given = {
            k: self._resolve(v, item.values, k, item, frame)
            for k, v in self._spread(item, frame).items()
            if k not in COMMON and k not in CALL
        }
        name = self._name(item, frame)
        if isinstance(block.part.args, str):
            return {**frame.scope, "args": given | ({"name": name} if name else {})}
        scope = dict(frame.scope)
        defaults = block.part.args
        wanted = defaults if isinstance(defaults, dict) else dict.fromkeys(defaults)
        for key in given:
            if key not in wanted:
                raise SpecError(_no_argument(item.word, key, list(wanted)), str(item.values.key_marks.get(key, item.place)), frame.path)
        for key, default in wanted.items():
            value = given.get(key, default)
            if value is None and key not in given:
                raise SpecError(f"{item.word} needs {key}", item.place, frame.path)
            scope[key] = value
        return scope | ({"name": name} if name else {})


def read_item(value: Any, place: str) -> Item:
    """One entry of a layer list: a word, or a word with its attributes."""
    if isinstance(value, str):
        return Item(value, _empty(place), place)
    if isinstance(value, Map) and len(value) == 1:
        word, values = next(iter(value.items()))
        place = str(value.key_marks[word])
        if values is None:
            return Item(word, _empty(place), place)
        if isinstance(values, Map):
            return Item(word, values, place)
        raise SpecError(f"{shorten(word)} takes a mapping of attributes, found {describe(values)}", place)
    if isinstance(value, Map) and value:
        names = ", ".join(shorten(k, 20) for k in list(value)[:4])
        raise SpecError(f"a layer is one word with its attributes, found {len(value)}: {names} (indent them under the first?)", place)
    raise SpecError(f"a layer is a word such as relu, or conv: {{…}}, found {describe(value)}", place)


def _empty(place: str) -> Map:
    values = Map()
    values.key_marks, values.marks = {}, {}
    return values


def _numbered_item(item: Item, changes: Mapping[str, Any]) -> Item:
    """The repeated layer with its number behind its name: block → block$i."""
    values = Map({**item.values, **changes})
    values.key_marks, values.marks = item.values.key_marks, item.values.marks
    if hasattr(item.values, "mark"):
        values.mark = item.values.mark
    name = str(values.get("name", "block" if item.word not in registry() else item.word))
    if "$i" not in name and "${i}" not in name:
        values["name"] = name + "$i"
    return item._replace(values=values)


def _no_argument(block: str, key: str, known: Sequence[str]) -> str:
    near = near_misses(key, known)
    hint = f'did you mean "{near[0]}"?' if near else f"it takes {', '.join(known) or 'none'}"
    return f'block {block} takes no "{shorten(key)}"; {hint}'


def _is_dynamic(value: Any) -> bool:
    if isinstance(value, list):
        return any(map(_is_dynamic, value))
    return is_expression(value)


def _plain(value: Any) -> Any:
    """Lists as tuples and 1e3 as 1000, so that strict models take them."""
    if isinstance(value, list):
        return tuple(map(_plain, value))
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _all_names(value: Any) -> set[str]:
    found: set[str] = set()
    stack = [value]
    while stack:
        here = stack.pop()
        if isinstance(here, dict):
            if isinstance(here.get("name"), str):
                found.add(here["name"])
            stack.extend(here.values())
        elif isinstance(here, list):
            stack.extend(here)
    return found
