"""One layer of a random network: any operation, with attributes that fit where it stands."""

from __future__ import annotations

from random import Random
from typing import Any, NamedTuple

from archcalc.ops import registry
from archcalc.ops.base import Dims, Op
from archcalc.verify.samples import attributes, fitting, plain

Spec = dict[str, Any]
Known = dict[str, Dims]
"""What `from` may name, and its shape."""

ROLES = {"weighted": 5.0, "pool": 2.5, "shape": 3.0, "norm": 1.0, "activation": 0.3}
RARE = {"flatten": 0.8, "global_avgpool": 0.5, "global_maxpool": 0.5, "rbf": 0.5}
"""How often an operation is tried, by its role or by its name."""


class Here(NamedTuple):
    """Where the writer stands: the shape there, the earlier layers, how deep it may yet go.

    `flat` says whether the spatial axes may go, `top` whether this is the outermost list.
    """

    shape: Dims
    known: Known
    depth: int
    flat: bool = True
    top: bool = False


class Made(NamedTuple):
    """One entry of a layer list, as its word and attributes, and the shape behind it."""

    word: str
    values: Spec
    shape: Dims


class Layers:
    """Writes layers; names are numbered through, so that none is taken twice."""

    def __init__(self, rng: Random) -> None:
        self.rng = rng
        self.count = 0
        self.args: Spec = {}
        self.blocks: dict[str, Spec] = {}
        self.params: Spec | None = None
        """Within a block's definition: its arguments with their defaults."""

    def name(self) -> str:
        self.count += 1
        return f"n{self.count}"

    def coin(self, chance: float) -> bool:
        return self.rng.random() < chance

    def operation(self, here: Here) -> Made | None:
        """Any operation of one input, its attributes tried until they fit."""
        rank = len(here.shape) - 1
        kinds = [
            op for op in registry().values()
            if rank in op.ranks and op.arity[0] == 1 and (here.flat or op.kind != "flatten")
        ]  # fmt: skip
        weights = [RARE.get(op.kind, ROLES.get(op.role, 0.5)) for op in kinds]
        model = self.rng.choices(kinds, weights)[0]
        for _ in range(8):
            values = attributes(self.rng, model, here.shape)
            out = fitting(model, values, (here.shape,))
            if out is not None:
                return Made(model.kind, self.written(model, values, here.shape), out)
        return None

    def written(self, model: type[Op], values: Spec, shape: Dims) -> Spec:
        """Attributes as a spec says them: a name, and now and then an expression."""
        named = model.role == "weighted" or self.coin(0.7)
        said = {key: plain(value) for key, value in values.items() if value is not None}
        said = {key: self.expressed(key, value, shape) for key, value in said.items()}
        return ({"name": self.name()} if named else {}) | said

    def expressed(self, key: str, value: Any, shape: Dims) -> Any:
        if type(value) is not int:
            return value
        if self.params is not None and self.coin(0.4):
            name = f"a{len(self.params) + 1}"
            self.params[name] = value
            return f"${name}"
        multiple = key == "out_channels" and value % shape[0] == 0
        if multiple and self.coin(0.1):
            return f"in_channels*{value // shape[0]}"
        if self.params is None and self.coin(0.04):
            name = f"w{len(self.args) + 1}"
            self.args[name] = value
            return f"${name}"
        return value

    def merge(self, here: Here) -> Made | None:
        """An operation of several inputs, each named."""
        wanted = [op for op in registry().values() if op.arity[1] > 1]
        model = self.rng.choice(wanted)
        firsts = [n for n, s in here.known.items() if here.flat or len(s) == len(here.shape)]
        if not firsts:
            return None
        first = firsts[-1] if self.coin(0.6) else self.rng.choice(firsts)
        shape = here.known[first]
        others = [n for n, s in here.known.items() if fitting(model, {}, (shape, s)) is not None]
        if not others:
            return None
        count = self.rng.randint(1, min(2, model.arity[1] - 1))
        sources = [first, *(self.rng.choice(others) for _ in range(count))]
        out = fitting(model, {}, tuple(here.known[name] for name in sources))
        return Made(model.kind, {"name": self.name(), "from": sources}, out) if out else None
