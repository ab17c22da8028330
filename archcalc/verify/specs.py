"""Random networks as specs: every operation and structure, of sizes that run quickly.

A spec is made layer by layer, with the shape known at each, so that it is valid as it comes. One
seed gives one spec, as long as operations and shared blocks stay the same.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from random import Random
from typing import Any

from archcalc.catalog import loads
from archcalc.errors import ArchcalcError
from archcalc.ops import registry
from archcalc.ops.base import Dims
from archcalc.spec.blocks import Blocks
from archcalc.verify.entries import Here, Layers, Made, Spec
from archcalc.verify.samples import (
    MOST_MULTIPLIES,
    attributes,
    differs,
    fitting,
    plain,
    small,
)

LARGEST = {0: 0, 1: 64, 2: 32, 3: 12}
"""The longest axis of an input, by its number of axes."""
MERGES = ("concat", "add", "multiply")


def random_spec(seed: str | int, layers: int = 7) -> Spec:
    """A random valid spec of up to `layers` entries: plain data, as YAML would give it."""
    return _Writer(Random(f"archcalc {seed}")).spec(layers)


def text_of(spec: Spec) -> str:
    """The spec as YAML, for people."""
    import yaml

    return yaml.safe_dump(spec, sort_keys=False, allow_unicode=True, width=100)


class _Writer(Layers):
    """Writes one spec: lists of layers, structures, blocks."""

    def spec(self, layers: int) -> Spec:
        rank = self.rng.choices((0, 1, 2, 3), (1, 4, 6, 2))[0]
        channels = self.rng.choice((1, 2, 3, 4, 6)) if rank else self.rng.randint(1, 40)
        spatial = [self.rng.randint(1, LARGEST[rank]) for _ in range(rank)]
        shape = (channels, *spatial)
        here = Here(shape, {"input": shape}, depth=2, top=True)
        items, _ = self.sequence(here, self.rng.randint(1, layers))
        if all(_word(item) in ("aux", "stage", "repeat", *self.blocks) for item in items):
            items.append("relu")  # so that it has a layer
        said = {"args": self.args, "blocks": self.blocks}
        parts = {key: value for key, value in said.items() if value}
        return {"name": "random", "input": [*shape], **parts, "layers": items}

    def sequence(self, here: Here, length: int) -> tuple[list[Any], Dims]:
        """Up to `length` entries; `here.known` learns their names."""
        items: list[Any] = []
        for _ in range(length):
            made = self.entry(here)
            if made is not None:
                items.append({made.word: made.values} if made.values else made.word)
                here = here._replace(shape=made.shape)
        return items, here.shape

    def entry(self, here: Here) -> Made | None:
        """One entry, now and then on what an earlier layer gives."""
        weights = [weight * (here.depth > 0 or not deep) for weight, deep, _ in MAKERS]
        maker = self.rng.choices(MAKERS, weights)[0][2]
        source = self.rng.choice([*here.known]) if here.known and self.coin(0.08) else ""
        shape, known = here.known[source] if source else here.shape, dict(here.known)
        if not here.flat and len(shape) != len(here.shape):
            return None
        made = maker(self, here._replace(shape=shape, known=known))
        if made is None or not small(made.shape):
            return None
        here.known.update(known)
        if source and "from" not in made.values:
            made.values["from"] = source
        if self.coin(0.03):
            made.values["when"] = True
        name = made.values.get("name")
        if name and made.word not in ("aux", "repeat") and "$" not in name:
            here.known[name] = made.shape
        return made if made.word != "aux" else made._replace(shape=here.shape)

    # --- structures ------------------------------------------------------------------------------

    def inside(self, here: Here, name: str | None, most: int) -> tuple[list[Any], Dims]:
        """A list one level down, whose spatial axes stay; what it names is known by its path."""
        known = dict(here.known)
        inner = here._replace(known=known, depth=here.depth - 1, flat=False, top=False)
        items, shape = self.sequence(inner, self.rng.randint(1, most))
        if name:
            fresh = {f"{name}.{key}": s for key, s in known.items() if key not in here.known}
            here.known.update(fresh)
        return items, shape

    def stage(self, here: Here) -> Made:
        name = self.name()
        items, shape = self.inside(here, name, 3)
        return Made("stage", {"name": name, "layers": items}, shape)

    def auxiliary(self, here: Here) -> Made | None:
        if not here.top:
            return None
        inner = here._replace(known=dict(here.known), depth=0, top=False)
        items, shape = self.sequence(inner, self.rng.randint(1, 4))
        return Made("aux", {"name": self.name(), "layers": items}, shape) if items else None

    def parallel(self, here: Here) -> Made | None:
        merge, name = self.rng.choice(MERGES), self.name() if self.coin(0.6) else None
        branches, shapes = self.branches(here, name, merge)
        out = fitting(registry()[merge], {}, tuple(shapes))
        if out is None:
            return None
        own = {"name": name} if name else {}
        return Made("parallel", {**own, "branches": branches, "merge": merge}, out)

    def branches(
        self, here: Here, name: str | None, merge: str
    ) -> tuple[dict[str, list[Any]], list[Dims]]:
        """Branches that fit together; one of them may be the input itself."""
        found: dict[str, list[Any]] = {}
        shapes: list[Dims] = []
        for _ in range(self.rng.randint(2, 3)):
            own = self.name()
            path = f"{name}.{own}" if name else own
            items, shape = ([], here.shape) if self.coin(0.2) else self.inside(here, path, 3)
            if shapes:
                more, shape = self.towards(shape, shapes[0], merge)
                items += more
            found[own] = items
            shapes.append(shape)
        return found, shapes

    def towards(self, shape: Dims, target: Dims, merge: str = "add") -> tuple[list[Any], Dims]:
        """Layers that make `shape` fit beside `target`."""
        items: list[Any] = []
        if merge == "multiply" and len(shape) > 1 and self.coin(0.5):
            items.append("global_avgpool")
            shape = (shape[0], *(1,) * (len(shape) - 1))
            target = (target[0], *shape[1:])
        if shape[0] != target[0] and merge != "concat":
            kind = "conv" if len(shape) > 1 else "linear"
            key = {"conv": "out_channels", "linear": "out_features"}[kind]
            size = {"kernel_size": 1} if kind == "conv" else {}
            items.append({kind: {"name": self.name(), key: target[0], **size}})
            shape = (target[0], *shape[1:])
        if shape[1:] != target[1:]:
            inside = all(t <= s for t, s in zip(target[1:], shape[1:], strict=True))
            kind = "crop" if inside and self.coin(0.5) else "adaptive_avgpool"
            key = "size" if kind == "crop" else "output_size"
            items.append({kind: {key: [*target[1:]]}})
            shape = (shape[0], *target[1:])
        return items, shape

    def residual(self, here: Here) -> Made:
        name = self.name() if self.coin(0.6) else None
        items, shape = self.inside(here, name, 3)
        values: Spec = ({"name": name} if name else {}) | {"body": items}
        if shape != here.shape:
            values["shortcut"] = (
                self.option_a(here.shape, shape) or self.towards(here.shape, shape)[0]
            )
        elif self.coin(0.3):
            values["shortcut"] = [{"conv": {"name": self.name(), "out_channels": 99,
                                            "kernel_size": 9}}]  # never needed  # fmt: skip
        return Made("residual", values, shape)

    def option_a(self, shape: Dims, target: Dims) -> list[Any]:
        """Subsampling with zero channels, where it leads from one shape to the other."""
        if len(shape) == 1:
            return []
        stride = tuple(-(-s // t) for s, t in zip(shape[1:], target[1:], strict=True))
        values = {"stride": stride, "out_channels": target[0]}
        fits = fitting(registry()["subsample"], values, (shape,)) == target
        return [{"subsample": plain(values)}] if fits else []

    def repeat(self, here: Here) -> Made | None:
        """A layer or a block several times, often other the first time."""
        inner = here._replace(known={}, depth=0, flat=False, top=False)
        made = self.rng.choice((_Writer.operation, _Writer.call, _Writer.shared))(self, inner)
        if made is None:
            return None
        base, outer = self.name() + "x", self.name() if self.coin(0.5) else None
        layer = {made.word: made.values | {"name": base}}
        if "name" not in made.values and self.coin(0.5):
            layer = {made.word: made.values}  # numbered among those of its kind
        values = {"times": self.rng.randint(1, 3), "layer": layer}
        again = attributes(self.rng, registry()[made.word], here.shape) if (
            made.word in registry()
        ) else {}  # fmt: skip
        if again and self.coin(0.6):
            key = self.rng.choice([*again])
            if again[key] is not None:
                values["first"] = {key: plain(again[key])}
        values = ({"name": outer} if outer else {}) | values
        return self.tried("repeat", values, here)

    # --- blocks ----------------------------------------------------------------------------------

    def tried(self, word: str, values: Spec, here: Here) -> Made | None:
        """The entry alone on an input of this shape, if it fits."""
        spec = {"name": "part", "input": [*here.shape], "args": self.args, "blocks": self.blocks}
        try:
            network = loads(json.dumps({**spec, "layers": [{word: values}]}))
            rows = network.analyze().rows
        except ArchcalcError:
            return None
        if any(differs(r.layer.op, r.in_shapes) or not small(r.out_shape) for r in rows):
            return None
        out = rows[network.output].out_shape
        fits = len(out) == len(here.shape) and sum(r.multiplies for r in rows) < MOST_MULTIPLIES
        return Made(word, values, out) if fits else None

    def call(self, here: Here) -> Made | None:
        """A block of the spec's own, made for here or used a second time."""
        if self.params is not None:
            return None
        known = [*self.blocks]
        if known and self.coin(0.6):
            word = self.rng.choice(known)
            values = self.arguments(self.blocks[word]["args"])
        else:
            word = f"block{len(self.blocks) + 1}"
            values = self.define(word, here)
        return self.tried(word, {"name": self.name(), **values}, here)

    def define(self, word: str, here: Here) -> Spec:
        """Write the block `word`; what it must be given here."""
        self.params = {}
        inner = here._replace(known={}, depth=1, flat=False, top=False)
        if self.coin(0.3):
            branches, _ = self.branches(inner, None, "concat")
            body: Spec = {"branches": branches, "merge": "concat"}
        else:
            body = {"layers": self.sequence(inner, self.rng.randint(1, 3))[0] or ["relu"]}
        params, self.params = self.params, None
        required = self.coin(0.5)
        self.blocks[word] = {"args": [*params] if required else params, **body}
        return dict(params) if required else {}

    def arguments(self, declared: Any) -> Spec:
        """Small whole numbers for what a block takes; defaults may stay."""
        if isinstance(declared, str):
            return {}
        required = isinstance(declared, list)
        return {
            name: self.rng.choice((1, 2, 3, 4, 8))
            for name in declared
            if required or declared[name] is None or self.coin(0.3)
        }

    def shared(self, here: Here) -> Made | None:
        """One of the blocks that every spec may use."""
        blocks = Blocks({}, True)
        word = self.rng.choice([*blocks])
        declared = blocks[word].source.get("args") or []
        if blocks[word].source.get("inline") and not isinstance(declared, str):
            return None  # its layers' names may stand in the list already
        values: Spec = {}
        if isinstance(declared, str):
            found = attributes(self.rng, registry()[declared], here.shape) if (
                len(here.shape) - 1 in registry()[declared].ranks
            ) else {}  # fmt: skip
            values = {key: plain(value) for key, value in found.items() if value is not None}
        else:
            numbers = {key: declared[key] for key in declared if _a_number(declared[key])}
            values = self.arguments(numbers)
        return self.tried(word, {"name": self.name(), **values}, here)


MAKERS: tuple[tuple[float, bool, Callable[[_Writer, Here], Made | None]], ...] = (
    # how often, whether it goes a level down, what
    (13, False, _Writer.operation),
    (2, False, _Writer.merge),
    (1, True, _Writer.stage),
    (0.7, False, _Writer.auxiliary),
    (2, True, _Writer.parallel),
    (2, True, _Writer.residual),
    (1.5, False, _Writer.repeat),
    (1.5, False, _Writer.call),
    (1.5, False, _Writer.shared),
)


def _word(item: Any) -> str:
    return item if isinstance(item, str) else next(iter(item))


def _a_number(default: Any) -> bool:
    return default is None or type(default) is int
