"""Lines of Python, broken where a formatter would break them."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence
from textwrap import wrap

WIDTH = 88


def called(indent: int, before: str, args: Sequence[str], after: str = ")") -> list[str]:
    """``before(args)`` on one line, its arguments on a second, or each on one of its own."""
    pad, deeper = " " * indent, " " * (indent + 4)
    one = f"{pad}{before}{', '.join(args)}{after}"
    if len(one) <= WIDTH:
        return [one]
    inside = deeper + ", ".join(args)
    if len(inside) <= WIDTH:
        return [pad + before, inside, pad + after]
    each = [line for arg in args for line in _argument(indent + 4, arg)]
    return [pad + before, *each, pad + after]


def _argument(indent: int, text: str) -> list[str]:
    pad = " " * indent
    if len(pad) + len(text) + 1 <= WIDTH or not text.startswith("("):
        return [f"{pad}{text},"]
    inner = [
        line for value in ast.literal_eval(text) for line in _argument(indent + 4, repr(value))
    ]
    return [f"{pad}(", *inner, f"{pad}),"]


def docstring(indent: int, paragraphs: Sequence[str]) -> list[str]:
    """Paragraphs in triple quotes."""
    pad = " " * indent
    texts = [text.replace("\\", "\\\\").replace('"""', "'''") for text in paragraphs]
    first = wrap('"""' + texts[0], WIDTH - indent - 3, break_on_hyphens=False)
    lines = [*first]
    for text in texts[1:]:
        lines += ["", *wrap(text, WIDTH - indent, break_on_hyphens=False)]
    if len(lines) == 1:
        return [f'{pad}{lines[0]}"""']
    return [*(pad + line if line else "" for line in lines), f'{pad}"""']


def rows(indent: int, calls: Sequence[tuple[str, tuple[str, ...]]]) -> Iterator[str]:
    """The entries of a row of modules; three and more of a pattern become a loop.

    Each is what is called, and its arguments.
    """
    i = 0
    while i < len(calls):
        length, step = _run(calls[i:])
        head, args = calls[i]
        if length < 3:
            length = 1
            yield from called(indent, f"{head}(", args, "),")
        else:
            if step:
                place, by = step
                grown = f"{args[place]} + {by} * i" if by != 1 else f"{args[place]} + i"
                args = (*args[:place], grown, *args[place + 1 :])
            count = f"for {'i' if step else '_'} in range({length})"
            yield from _loop(indent, f"{head}({', '.join(args)})", count)
        i += length


def _loop(indent: int, made: str, count: str) -> list[str]:
    pad = " " * indent
    one = f"{pad}*({made} {count}),"
    if len(one) <= WIDTH:
        return [one]
    return [f"{pad}*(", f"{pad}    {made}", f"{pad}    {count}", f"{pad}),"]


def _run(calls: Sequence[tuple[str, tuple[str, ...]]]) -> tuple[int, tuple[int, int] | None]:
    """How many calls from the first are alike, or grow by the same number in one argument."""
    if len(calls) < 2:
        return 1, None
    step = _step(calls[0], calls[1])
    if calls[1] != calls[0] and step is None:
        return 1, None
    length = 2
    while length < len(calls) and (
        _step(calls[length - 1], calls[length]) == step if step else calls[length] == calls[0]
    ):
        length += 1
    return length, step


def _step(
    one: tuple[str, tuple[str, ...]], other: tuple[str, tuple[str, ...]]
) -> tuple[int, int] | None:
    """Which argument is another whole number, and by how much it is larger."""
    if one[0] != other[0] or len(one[1]) != len(other[1]):
        return None
    differ = [i for i, (a, b) in enumerate(zip(one[1], other[1], strict=True)) if a != b]
    if len(differ) != 1:
        return None
    a, b = one[1][differ[0]], other[1][differ[0]]
    if not (re.fullmatch(r"\d+", a) and re.fullmatch(r"\d+", b)) or int(b) <= int(a):
        return None
    return differ[0], int(b) - int(a)
