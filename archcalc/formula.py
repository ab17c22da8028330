"""Formulas: a tiny whitelisted grammar, parsed once.

The same tree is evaluated, shown as symbols, shown with the numbers put in, and set as LaTeX, so
what is shown is what was computed. `/` is rational inside ``floor`` and ``ceil`` and exact
elsewhere: 96/5 outside a floor is an error, not 19.2.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from functools import cache, cached_property
from math import gcd, prod
from typing import Any, NamedTuple

from archcalc.lang import say


class Num(NamedTuple):
    """A literal integer."""

    value: int


class Sym(NamedTuple):
    """A symbol such as ``C_in``."""

    name: str


class Term(NamedTuple):
    """One signed summand."""

    sign: int
    node: Node


class Sum(NamedTuple):
    """Two or more summands."""

    terms: tuple[Term, ...]


class Product(NamedTuple):
    """Two or more factors; a factor that is itself a product is a group, set apart by spaces."""

    factors: tuple[Node, ...]


class Quotient(NamedTuple):
    """A division."""

    top: Node
    bottom: Node


class Round(NamedTuple):
    """``floor`` or ``ceil`` of a quotient."""

    name: str
    node: Quotient


class Call(NamedTuple):
    """``min``, ``max`` or ``gcd``."""

    name: str
    args: tuple[Node, ...]


Node = Num | Sym | Sum | Product | Quotient | Round | Call
Env = Mapping[str, int]


class NotWholeError(ArithmeticError):
    """A quotient outside floor and ceil that is not whole."""

    def __init__(self, text: str, top: int, bottom: int) -> None:
        said = "{formula} must be whole: {top}/{bottom}"
        super().__init__(say(said, formula=text, top=top, bottom=bottom))


def _exact(top: int, bottom: int, text: str) -> int:
    whole, rest = divmod(top, bottom)
    if rest:
        raise NotWholeError(text, top, bottom)
    return whole


_FUNCTIONS: dict[str, Callable[..., int]] = {"min": min, "max": max, "gcd": gcd}


# --- reading -------------------------------------------------------------------------------------


@cache
def parse(text: str) -> Formula:
    """Read one formula. Raises ValueError for anything outside the grammar (our own mistake)."""
    try:
        body = ast.parse(text, mode="eval").body
    except SyntaxError as error:
        raise ValueError(f"not a formula: {text!r}") from error
    return Formula(text, _read(body))


def _read(node: ast.expr) -> Node:
    reader = _READERS.get(type(node))
    if reader is None:
        raise ValueError(f"not in the formula grammar: {ast.unparse(node)!r}")
    return reader(node)


def _read_constant(node: ast.Constant) -> Node:
    if type(node.value) is not int:
        raise ValueError(f"formulas hold whole numbers only, not {node.value!r}")
    return Num(node.value)


def _read_binary(node: ast.BinOp) -> Node:
    left, right = _read(node.left), _read(node.right)
    match node.op:
        case ast.Add() | ast.Sub():
            terms = left.terms if isinstance(left, Sum) else (Term(1, left),)
            return Sum((*terms, Term(1 if isinstance(node.op, ast.Add) else -1, right)))
        case ast.Mult():
            factors = left.factors if isinstance(left, Product) else (left,)
            return Product((*factors, right))
        case ast.Div():
            return Quotient(left, right)
    raise ValueError(f"not in the formula grammar: {ast.unparse(node)!r}")


def _read_call(node: ast.Call) -> Node:
    name = node.func.id if isinstance(node.func, ast.Name) else ""
    args = tuple(_read(arg) for arg in node.args)
    if name in ("floor", "ceil") and len(args) == 1 and isinstance(args[0], Quotient):
        return Round(name, args[0])
    if name in _FUNCTIONS and len(args) >= 2 and not node.keywords:
        return Call(name, args)
    raise ValueError(f"not in the formula grammar: {ast.unparse(node)!r}")


_READERS: dict[type, Callable[[Any], Node]] = {
    ast.Constant: _read_constant,
    ast.Name: lambda node: Sym(node.id),
    ast.BinOp: _read_binary,
    ast.Call: _read_call,
}


def ast_text(node: Node) -> str:
    """`node` in the grammar itself, for error messages: ``C_in/G``."""
    text = ast.unparse(ast.parse(to_python(node, exact=False), mode="eval"))
    return text.replace(" * ", "*").replace(" / ", "/")


def children(node: Node) -> Iterator[Node]:
    """The nodes directly below `node`."""
    match node:
        case Sum(terms):
            yield from (term.node for term in terms)
        case Product(factors) | Call(_, factors):
            yield from factors
        case Quotient(top, bottom):
            yield top
            yield bottom
        case Round(_, inner):
            yield inner


# --- evaluating ----------------------------------------------------------------------------------


def to_python(node: Node, *, exact: bool = True) -> str:
    """Python source that computes `node`; quotients outside floor and ceil go through `_exact`."""

    def source(part: Node) -> str:
        return to_python(part, exact=exact)

    match node:
        case Num(value):
            return str(value)
        case Sym(name):
            return name
        case Sum(terms):
            signed = "".join("+-"[t.sign < 0] + source(t.node) for t in terms)
            return f"({signed.removeprefix('+')})"
        case Product(factors):
            return "(" + "*".join(map(source, factors)) + ")"
        case Round("floor", (top, bottom)):
            return f"({source(top)}//{source(bottom)})"
        case Round(_, (top, bottom)):
            return f"(-(-{source(top)}//{source(bottom)}))"
        case Quotient(top, bottom):
            if not exact:
                return f"{source(top)}/{source(bottom)}"
            return f"_exact({source(top)},{source(bottom)},{ast_text(node)!r})"
        case Call(name, args):
            return f"{name}({','.join(map(source, args))})"


def compile_function(source: str) -> Callable[..., Any]:
    """The function that Python `source` (made by `to_python`, never by a user) defines."""
    scope: dict[str, Any] = {**_FUNCTIONS, "_exact": _exact}
    exec(compile(source, "<formula>", "exec"), scope)
    function: Callable[..., Any] = scope["function"]
    return function


# --- preparing for display -----------------------------------------------------------------------


class Identity(NamedTuple):
    """The value at which a symbol vanishes from the display.

    A `flag` is there or not, and is written as its number: a bias is + 1, as teachers do. What is
    `ruled` stands in the rule even where the numbers leave it out: padding.
    """

    value: int
    flag: bool = False
    ruled: bool = False


IDENTITIES = {
    "N": Identity(1),
    "P": Identity(0, ruled=True),
    "D": Identity(1),
    "G": Identity(1),
    "B": Identity(0, flag=True),
    "A": Identity(0, flag=True),
    "E": Identity(0),
}
"""The symbols, by their letter, that may vanish."""
RULED = frozenset(name for name, identity in IDENTITIES.items() if identity.ruled)


def letter(name: str) -> str:
    """The symbol's letter without its subscript: ``P_left`` → ``P``."""
    return name.partition("_")[0]


def is_flag(node: Node) -> bool:
    """Whether `node` is a symbol that is 1 or 0, there or not."""
    return isinstance(node, Sym) and letter(node.name) in _FLAGS


_FLAGS = frozenset(name for name, identity in IDENTITIES.items() if identity.flag)


def _vanishes(node: Node, env: Env, keep: frozenset[str], neutral: int) -> bool:
    """Whether `node` is a symbol at its identity value, and that value is `neutral`."""
    if not isinstance(node, Sym):
        return False
    base = letter(node.name)
    identity = IDENTITIES.get(base)
    if identity is None or base in keep:
        return False
    return identity.value == neutral == env.get(node.name)


def reduce(node: Node, env: Env, keep: frozenset[str] = frozenset()) -> Node:
    """`node` as a person writes it for these values: identity terms dropped, floors that do not
    act dropped, ``min`` and ``max`` shown only where a later argument wins."""
    match node:
        case Sum(terms):
            return _reduce_sum(terms, env, keep)
        case Product(factors):
            return _reduce_product(factors, env, keep)
        case Quotient(top, bottom):
            if _vanishes(bottom, env, keep, 1):
                return reduce(top, env, keep)
            return Quotient(reduce(top, env, keep), reduce(bottom, env, keep))
        case Round(name, inner):
            small = reduce(inner, env, keep)
            exact = value(inner.top, env) % value(inner.bottom, env) == 0
            return small if exact or not isinstance(small, Quotient) else Round(name, small)
        case Call("gcd", args):
            return Call("gcd", tuple(reduce(a, env, keep) for a in args))
        case Call(name, args):
            first = value(args[0], env) == value(node, env)
            return (
                reduce(args[0], env, keep)
                if first
                else Call(name, tuple(reduce(a, env, keep) for a in args))
            )
    return node


def _reduce_sum(terms: tuple[Term, ...], env: Env, keep: frozenset[str]) -> Node:
    kept: list[Term] = []
    for sign, node in terms:
        if _is_dropped_zero(node, env, keep):
            continue
        small = reduce(node, env, keep)
        if isinstance(small, Sum) and sign > 0:
            kept.extend(small.terms)
        else:
            kept.append(Term(sign, small))
    constants = [t for t in kept if isinstance(t.node, Num)]
    if len(constants) > 1 and sum(t.sign * value(t.node, env) for t in constants) == 0:
        kept = [t for t in kept if not isinstance(t.node, Num)]
    if len(kept) == 1 and kept[0].sign > 0:
        return kept[0].node
    return Sum(tuple(kept)) if kept else Num(0)


def _is_dropped_zero(node: Node, env: Env, keep: frozenset[str]) -> bool:
    factors = node.factors if isinstance(node, Product) else (node,)
    return any(_vanishes(factor, env, keep, 0) for factor in factors)


def _is_one(factor: Node, env: Env, keep: frozenset[str]) -> bool:
    """An identity factor, or a bias that is there (1·C_out)."""
    return (is_flag(factor) and value(factor, env) == 1) or _vanishes(factor, env, keep, 1)


def _reduce_product(factors: tuple[Node, ...], env: Env, keep: frozenset[str]) -> Node:
    kept = [reduce(f, env, keep) for f in factors if not _is_one(f, env, keep)]
    if not kept:
        return Num(1)
    if len(kept) == 1:
        return kept[0]
    if isinstance(kept[0], Product) and len(kept[0].factors) == 1:
        kept[0] = kept[0].factors[0]
    return Product(tuple(kept))


def value(node: Node, env: Env) -> int:
    """What `node` comes to; exact quotients only outside floor and ceil."""
    match node:
        case Num(number):
            return number
        case Sym(name):
            return env[name]
        case Sum(terms):
            return sum(t.sign * value(t.node, env) for t in terms)
        case Product(factors):
            result = 1
            for factor in factors:
                result *= value(factor, env)
            return result
        case Round(name, (top, bottom)):
            quotient = value(top, env), value(bottom, env)
            return quotient[0] // quotient[1] if name == "floor" else -(-quotient[0] // quotient[1])
        case Quotient(top, bottom):
            above, below = value(top, env), value(bottom, env)
            return above // below if above % below == 0 else _exact(above, below, ast_text(node))
        case Call(name, args):
            return _FUNCTIONS[name](*(value(a, env) for a in args))


def unrounded(node: Node, env: Env) -> Fraction:
    """What `node` comes to with its floors and ceilings left out."""
    match node:
        case Num() | Sym() | Call("gcd", _):
            return Fraction(value(node, env))
        case Sum(terms):
            return sum((t.sign * unrounded(t.node, env) for t in terms), Fraction(0))
        case Product(factors):
            return prod((unrounded(f, env) for f in factors), start=Fraction(1))
        case Quotient(top, bottom) | Round(_, (top, bottom)):
            return unrounded(top, env) / unrounded(bottom, env)
        case Call(name, args):
            values = [unrounded(a, env) for a in args]
            return min(values) if name == "min" else max(values)


class Formula:
    """One formula: its text, its tree, the symbols it uses and a function that computes it."""

    def __init__(self, text: str, tree: Node) -> None:
        self.text, self.tree = text, tree

    @cached_property
    def symbols(self) -> tuple[str, ...]:
        """The symbols in order of first appearance."""
        return tuple(dict.fromkeys(_symbols(self.tree)))

    @cached_property
    def _function(self) -> Callable[..., int]:
        args = ", ".join(self.symbols)
        return compile_function(f"def function({args}): return {to_python(self.tree)}")

    def evaluate(self, env: Env) -> int:
        """The value for these symbols. Raises NotWholeError for an inexact plain quotient."""
        return self._function(*(env[name] for name in self.symbols))

    def __repr__(self) -> str:
        return f"Formula({self.text!r})"


def _symbols(node: Node) -> Iterator[str]:
    if isinstance(node, Sym):
        yield node.name
    for child in children(node):
        yield from _symbols(child)
