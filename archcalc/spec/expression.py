"""Arithmetic in specs: ``$width*4``, ``in_channels/2``, ``$a max 8``, ``$n > 1``.

Read with Python's own parser and a whitelist of node types: no attribute, no call, no subscript.
Numbers and results are bounded. `/` must come out whole, `//` rounds down.
"""

from __future__ import annotations

import ast
import operator
import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

from archcalc.errors import near_misses, shorten

MAX_LENGTH = 200
LIMIT = 10**15

_VARIABLE = re.compile(r"\$\{(\w+)\}|\$(\w+)")
_SIGNS = re.compile(r"[\w +\-*/%<>=!().]*")
_DECIMAL = re.compile(r"(?<!\w)(\d*\.\d+|\d+\.|\d+[eE]\d+)")
_MIXED = re.compile(r"(?<!\w)\d\w*[^\W\d]")
"""A number that runs into letters: Python would read 0x10 and, with a warning, 1if."""
_CALLED = re.compile(r"\b(max|min) *\(")
_INFIX = {"max": "|", "min": "&"}
_WORD = re.compile(r"\b(max|min)\b")


class ExpressionError(ValueError):
    """An expression that cannot be read or worked out."""


def is_expression(value: object) -> bool:
    """Whether a spec's text is to be worked out rather than taken as it stands."""
    return isinstance(value, str) and ("$" in value or "in_channels" in value)


def evaluate(text: str, names: Mapping[str, Any]) -> Any:
    """What `text` comes to; `names` are the arguments in scope and ``in_channels``.

    A lone ``$name`` gives the argument as it is, whatever its type. Raises ExpressionError.
    """
    lone = _VARIABLE.fullmatch(text.strip())
    if lone:
        return _lookup(lone.group(1) or lone.group(2), names)
    return _work(_tree(text), names, text)


def fill(text: str, names: Mapping[str, Any]) -> str:
    """`text` with each ``$name`` replaced by its value: names such as ``block$i``."""

    def word(found: re.Match[str]) -> str:
        name = found[1] or found[2]
        value = _lookup(name, names)
        if not isinstance(value, str | int | float):
            raise ExpressionError(f"${shorten(name)} is neither text nor a number")
        return str(value)

    return _VARIABLE.sub(word, text)


def _lookup(name: str, names: Mapping[str, Any]) -> Any:
    if name in names:
        return names[name]
    near = near_misses(name, names)
    known = ", ".join(f"${n}" for n in names if n != "in_channels") or "none"
    hint = f'did you mean "${near[0]}"?' if near else f"known here: {shorten(known, 100)}"
    raise ExpressionError(f"unknown argument ${shorten(name)}; {hint}")


@lru_cache(maxsize=4096)
def _tree(text: str) -> ast.expr:
    if len(text) > MAX_LENGTH:
        raise ExpressionError(f"an expression may have {MAX_LENGTH} characters, found {len(text)}")
    # An underscore before each argument's name: it may begin with a digit, or be `if` or `max`.
    source = _VARIABLE.sub(lambda m: f"(_{m[1] or m[2]})", " ".join(text.split()))
    if not _SIGNS.fullmatch(source):
        raise _not_arithmetic(text)
    if _DECIMAL.search(source):
        raise ExpressionError(f"arithmetic here is on whole numbers: {shorten(text)}")
    if _MIXED.search(source):
        raise _not_arithmetic(text)
    source = _WORD.sub(lambda m: _INFIX[m[1]], source)
    try:
        return ast.parse(source, mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        raise _not_arithmetic(text) from None


def _not_arithmetic(text: str) -> ExpressionError:
    called = _CALLED.search(text)
    hint = f" ({called[1]} stands between its values: $a {called[1]} 8)" if called else ""
    return ExpressionError(f"only arithmetic is allowed here: {shorten(text)}{hint}")


def _divide(left: int, right: int) -> int:
    whole, rest = divmod(left, right)
    if rest:
        raise ExpressionError(f"{left}/{right} is not whole (// rounds down)")
    return whole


_BINARY: dict[type, Callable[[Any, Any], Any]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: _divide,
    ast.FloorDiv: operator.floordiv,
    ast.Mod: operator.mod,
    ast.BitOr: max,
    ast.BitAnd: min,
}
_COMPARE: dict[type, Callable[[Any, Any], bool]] = {
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
}


def _work(node: ast.expr, names: Mapping[str, Any], text: str) -> Any:
    match node:
        case ast.Constant(value=bool() | int() as number):
            return _bounded(number, text)
        case ast.Name(id=name):
            return _number(_lookup(name.removeprefix("_"), names), name.removeprefix("_"))
        case ast.BinOp(left, op, right) if type(op) in _BINARY:
            return _combine(_BINARY[type(op)], left, right, names, text)
        case ast.Compare(left, [op], [right]) if type(op) in _COMPARE:
            return _combine(_COMPARE[type(op)], left, right, names, text)
        case ast.UnaryOp(ast.USub(), operand):
            return -_work(operand, names, text)
        case ast.UnaryOp(ast.Not(), operand):
            return not _work(operand, names, text)
        case ast.BoolOp(op, values):
            worked = (bool(_work(v, names, text)) for v in values)
            return all(worked) if isinstance(op, ast.And) else any(worked)
        case ast.IfExp(test, body, orelse):
            return _work(body if _work(test, names, text) else orelse, names, text)
    raise _not_arithmetic(text)


def _combine(
    function: Callable[[Any, Any], Any],
    left: ast.expr,
    right: ast.expr,
    names: Mapping[str, Any],
    text: str,
) -> Any:
    try:
        result = function(_work(left, names, text), _work(right, names, text))
    except ZeroDivisionError:
        raise ExpressionError(f"divides by zero: {shorten(text)}") from None
    return _bounded(result, text)


def _bounded(number: Any, text: str) -> Any:
    if abs(number) > LIMIT:
        raise ExpressionError(f"comes to more than 10^15: {shorten(text)}")
    return number


def _number(value: Any, name: str) -> Any:
    if isinstance(value, bool | int):
        return value
    raise ExpressionError(f"${name} is no whole number: {shorten(value)}")
