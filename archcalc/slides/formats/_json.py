"""Where the values of a JSON text stand in it, so that one is replaced and nothing else is."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

Span = tuple[int, int]
_BLANK = re.compile(r"[ \t\r\n]*")
_DECODER = json.JSONDecoder()
_ESCAPED = re.compile(r"(?<!\\)(?:\\\\)*\\u(?!00[0-7])[0-9a-fA-F]{4}")


def value_at(text: str, at: int) -> tuple[Any, Span]:
    """The value that begins at `at` or behind the blanks there, and where it stands.

    Raises ValueError, RecursionError.
    """
    start = _skip(text, at)
    value, end = _DECODER.raw_decode(text, start)
    return value, (start, end)


def members(text: str, at: int) -> Iterator[tuple[str, int]]:
    """The keys of the object that begins at `at`, and where their values begin."""
    at = _skip(text, at + 1)
    while text[at] == '"':
        key, (_, at) = value_at(text, at)
        at = _skip(text, _skip(text, at) + 1)
        yield key, at
        at = _next(text, at)


def elements(text: str, at: int) -> Iterator[int]:
    """Where the elements of the array that begins at `at` begin."""
    at = _skip(text, at + 1)
    while text[at] != "]":
        yield at
        at = _next(text, at)


def is_ascii(text: str) -> bool:
    """Whether this text writes other signs as ``\\u…``."""
    return text.isascii() and _ESCAPED.search(text) is not None


def _next(text: str, at: int) -> int:
    """Behind the value at `at` and its comma; at the bracket where it was the last."""
    at = _skip(text, value_at(text, at)[1][1])
    return _skip(text, at + 1) if text[at] == "," else at


def _skip(text: str, at: int) -> int:
    found = _BLANK.match(text, at)
    assert found is not None
    return found.end()
