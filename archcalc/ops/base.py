"""What every operation states: its attributes, symbols, formulas, tensors, window and twin.

One file of this folder holds one operation, or a family that shares one shape rule. Shapes are
tuples without the batch axis, channels first: (C,), (C, L), (C, H, W) or (C, T, H, W).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from typing import Annotated, Any, ClassVar, Literal, NamedTuple

from archcalc.errors import ShapeError
from archcalc.formula import Formula, NotWholeError, compile_function, parse, to_python
from archcalc.lang import counted, say
from archcalc.ops.attributes import Attributes, Bounds

Dims = tuple[int, ...]
Role = Literal["weighted", "pool", "norm", "activation", "merge", "shape", "inactive"]

Count = Annotated[int, Bounds(1, 10**9)]
NonNegative = Annotated[int, Bounds(0, 10**9)]
PerAxis = Count | tuple[Count, ...]

AXES: dict[int, tuple[str, ...]] = {0: (), 1: ("l",), 2: ("h", "w"), 3: ("t", "h", "w")}
AXIS_NAMES = {"l": "length", "t": "depth", "h": "height", "w": "width"}


class Window(NamedTuple):
    """How one output position along one axis draws on the input, for receptive fields.

    `taps` input positions, `stride` apart from one output to the next divided by `up` (transposed
    convolution, upsampling), the first of them `before` positions ahead of the input's start.
    """

    taps: int
    stride: int = 1
    up: int = 1
    before: int = 0


Windows = tuple[Window, ...] | Literal["same", "whole"]
"""One window an axis; "same" leaves the receptive field as it is, "whole" sees all of the input."""


class Rules(NamedTuple):
    """The formulas of one operation for inputs of one rank, as texts of the formula grammar.

    `where` are named sub-formulas, worked out in order before the rest; `needs` quotients that
    must be whole; `tensors` the shape of each parameter tensor; `one_value` the multiplications
    behind one output value; `connections` the links from inputs and biases to outputs, as LeCun
    et al. 1998 count them (empty where an operation makes none).
    """

    out: tuple[str, ...]
    params: str = "0"
    multiplies: str = "0"
    elementwise: str = "0"
    where: tuple[tuple[str, str], ...] = ()
    needs: tuple[str, ...] = ()
    tensors: tuple[tuple[str, tuple[str, ...]], ...] = ()
    one_value: str = ""
    connections: str = ""


class Example(NamedTuple):
    """A worked example: the documentation and a test in one."""

    attributes: Mapping[str, Any]
    inputs: tuple[Dims, ...]
    out: Dims
    params: int
    multiplies: int
    source: str
    elementwise: int = 0


Result = tuple[Dims, int, int, int]
"""Output shape, parameters, multiplies, elementwise operations."""


class Op(Attributes):
    """Base of all operations. Fields are the attributes, named as in PyTorch."""

    kind: ClassVar[str]
    """Its name in a spec."""
    summary: ClassVar[str]
    role: ClassVar[Role] = "shape"
    channel: ClassVar[str] = "C"
    """The symbol of the input's channels: C_in where the output's differ."""
    in_place: ClassVar[bool] = False
    """Works on its input's memory, so it writes no activations of its own."""
    view: ClassVar[bool] = False
    """Another look at its input's memory, never a copy."""
    keeps: ClassVar[frozenset[str]] = frozenset()
    """What autograd keeps for the backward pass: "input", "output"."""
    kept_bytes: ClassVar[int] = 0
    """Bytes autograd keeps beside them for each output value (indices, masks)."""
    arity: ClassVar[tuple[int, int]] = (1, 1)
    kept_maps: ClassVar[int] = 0
    """Further tensors of the output's size that autograd keeps."""
    reads: ClassVar[int | None] = None
    """How many of its inputs it takes values from, if not all; the others lend their size."""
    gated: ClassVar[bool] = False
    """Whether its inputs after the first are gates, which do not count for depth."""
    ranks: ClassVar[tuple[int, ...]] = (0, 1, 2, 3)
    """How many spatial axes an input may have."""
    examples: ClassVar[tuple[Example, ...]] = ()

    def rules(self, rank: int, arity: int) -> Rules:
        """The formulas for `arity` inputs with `rank` spatial axes."""
        raise NotImplementedError

    def symbols(self, rank: int) -> dict[str, int]:
        """The values of the symbols that stand for attributes."""
        return {}

    def dims(self, shapes: tuple[Dims, ...]) -> Dims:
        """The values of `dim_names`. Raises ShapeError where the inputs do not fit together."""
        return shapes[0]

    def dim_names(self, rank: int, arity: int) -> tuple[str, ...]:
        """The symbols of the input's axes."""
        return input_names(self.channel, rank)

    def windows(self, shapes: tuple[Dims, ...]) -> Windows:
        """How receptive fields pass through."""
        return "same"

    def taps(self, rank: int) -> tuple[str, ...]:
        """How many input positions one output draws on along each axis, as formulas.

        An empty one stands for an axis without a formula. They must agree with `windows`.
        """
        return ("",) * rank

    def window_by_size(self) -> bool:
        """Whether `windows` depends on the input's sizes, not on its rank alone."""
        return False

    def brief(self, rank: int = 2) -> str:
        """What a table's kernel column says of this layer, for inputs of `rank` spatial axes."""
        return self.kind

    def describe(self, shapes: tuple[Dims, ...]) -> str:
        """What heads this layer's explanation: ``96 filters 11×11×3, stride 4``."""
        words = say(self.kind.replace("_", " "))
        brief = self.brief(len(shapes[0]) - 1)
        return words if brief == self.kind else f"{words} {brief}"

    def twin(self, nn: Any, shapes: tuple[Dims, ...]) -> Any:
        """The same layer as a ``torch.nn`` module; `nn` is handed in, so nothing imports torch."""
        raise NotImplementedError


def input_names(channel: str, rank: int) -> tuple[str, ...]:
    """``("C_in", "H", "W")``; a flat vector's one axis is ``n``."""
    if rank == 0:
        return ("n_in",) if channel == "C_in" else ("n",)
    return (channel, *(axis.upper() for axis in AXES[rank]))


def output_names(rank: int) -> tuple[str, ...]:
    """``("C_out", "H_out", "W_out")``; ``("n_out",)`` for a flat vector."""
    if rank == 0:
        return ("n_out",)
    return ("C_out", *(f"{axis.upper()}_out" for axis in AXES[rank]))


def per_axis(value: int | tuple[int, ...], rank: int, name: str) -> Dims:
    """One value an axis. Raises ShapeError if the attribute has another number of them."""
    if isinstance(value, int):
        return (value,) * rank
    check_axes(name, len(value), rank)
    return value


def check_axes(name: str, found: int, rank: int) -> None:
    """Raises ShapeError unless an attribute given axis by axis has a value for each."""
    if found != rank:
        one = "{name} needs 1 value for a 1-d input, found {found}"
        many = "{name} needs 1 or {rank} values for a {rank}-d input, found {found}"
        raise ShapeError(counted(one, many, rank, name=name, rank=rank, found=found))


def product(names: tuple[str, ...]) -> str:
    """``H*W`` in the formula grammar; ``1`` for no axes."""
    return "*".join(names) or "1"


# --- from rules to something that runs -----------------------------------------------------------


class Book(NamedTuple):
    """Rules read and compiled: the formulas for display, one function for the numbers."""

    names: tuple[str, ...]
    out: tuple[Formula, ...]
    out_names: tuple[str, ...]
    params: Formula
    multiplies: Formula
    elementwise: Formula
    where: Mapping[str, Formula]
    tensors: Mapping[str, tuple[Formula, ...]]
    one_value: Formula | None
    links: str
    function: Callable[..., Result]

    @property
    def connections(self) -> Formula | None:
        """Links from inputs and biases to outputs, read when first asked for."""
        return parse(self.links) if self.links else None


@cache
def book(rules: Rules, names: tuple[str, ...]) -> Book:
    """Read `rules` once; `names` are the function's arguments in order."""
    out_names = output_names(len(rules.out) - 1)
    out = tuple(map(parse, rules.out))
    lines = [f"def function({', '.join(names)}):"]
    lines += [f"  {to_python(parse(text).tree)}" for text in rules.needs]
    lines += [f"  {name} = {to_python(parse(text).tree)}" for name, text in rules.where]
    lines += [f"  {n} = {to_python(f.tree)}" for n, f in zip(out_names, out, strict=True)]
    numbers = ", ".join(
        to_python(parse(text).tree) for text in (rules.params, rules.multiplies, rules.elementwise)
    )
    lines.append(f"  return ({', '.join(out_names)},), {numbers}")
    return Book(
        names=names,
        out=out,
        out_names=out_names,
        params=parse(rules.params),
        multiplies=parse(rules.multiplies),
        elementwise=parse(rules.elementwise),
        where={name: parse(text) for name, text in rules.where},
        tensors={name: tuple(map(parse, axes)) for name, axes in rules.tensors},
        one_value=parse(rules.one_value) if rules.one_value else None,
        links=rules.connections,
        function=compile_function("\n".join(lines)),
    )


class Plan(NamedTuple):
    """One layer made ready for inputs of one rank: its book and its attributes' values."""

    op: Op
    book: Book
    rank: int
    arity: int
    static: Dims
    single: bool
    """Whether the input's own axes are all the function needs."""
    windows: Windows | None
    """The windows where they are the same for every size."""

    def run(self, batch: int, shapes: tuple[Dims, ...]) -> Result:
        """Work out one layer. Raises ShapeError if the shapes do not fit."""
        dims = shapes[0] if self.single else self.op.dims(shapes)
        try:
            result = self.book.function(batch, *dims, *self.static)
        except NotWholeError as error:
            raise ShapeError(str(error)) from None
        if min(result[0]) < 1:
            raise ShapeError(self._too_small(batch, shapes, result[0]))
        return result

    def values(self, batch: int, shapes: tuple[Dims, ...]) -> dict[str, int]:
        """Every symbol's value, for showing formulas."""
        env = dict(zip(self.book.names, (batch, *self.op.dims(shapes), *self.static), strict=True))
        for name, formula in self.book.where.items():
            env[name] = formula.evaluate(env)
        outs = [formula.evaluate(env) for formula in self.book.out]
        return env | dict(zip(self.book.out_names, outs, strict=True))

    def _too_small(self, batch: int, shapes: tuple[Dims, ...], out: Dims) -> str:
        from archcalc.notation import show  # only on the way to an error
        from archcalc.units import shape

        bad = next(index for index, size in enumerate(out) if size < 1)
        shown = show(self.book.out[bad], self.values(batch, shapes), self.book.where)
        return say(
            "input {size} is too small for {layer}: {formula}, needs at least 1",
            size=shape(shapes[0]),
            layer=f"{self.op.brief(self.rank)} {self.op.kind}",
            formula=shown.steps.text,
        )


def make_plan(op: Op, shapes: tuple[Dims, ...]) -> Plan:
    """Make `op` ready for inputs of these ranks. Raises ShapeError if it cannot take them."""
    rank, arity = len(shapes[0]) - 1, len(shapes)
    if not op.arity[0] <= arity <= op.arity[1]:
        raise ShapeError(_arity_text(op, arity))
    if rank not in op.ranks:
        raise ShapeError(_rank_text(op, shapes[0]))
    symbols = op.symbols(rank)
    names = ("N", *op.dim_names(rank, arity), *symbols)
    return Plan(
        op,
        book(op.rules(rank, arity), names),
        rank,
        arity,
        tuple(symbols.values()),
        type(op).dims is Op.dims,
        None if op.window_by_size() else op.windows(shapes),
    )


def _arity_text(op: Op, found: int) -> str:
    low, high = op.arity
    if low == high:
        one, many = "{op} takes one input, found {found}", "{op} takes {low} inputs, found {found}"
        return counted(one, many, low, op=op.kind, low=low, found=found)
    if high == low + 1:
        text = "{op} takes {low} or {high} inputs, found {found}"
    else:
        text = "{op} takes {low} or more inputs, found {found}"
    return say(text, op=op.kind, low=low, high=high, found=found)


def _rank_text(op: Op, shape: Dims) -> str:
    from archcalc.units import shape as people

    if 0 not in op.ranks and len(shape) == 1:
        text = "{op} needs an input with spatial axes, found a flat {size}"
    elif op.ranks == (0,):
        text = "{op} needs a flat input: put a flatten before it (found {size})"
    else:
        text = "{op} does not take {size}"
    return say(text, op=op.kind, size=people(shape))
