"""Where a Typst document is text and where it is code: brackets, strings, comments, raw text.

Typst has three modes (its reference, "Syntax"): markup; code after a ``#`` and within its brackets;
mathematics between dollars. A bracket of content ``[ ]`` within code is markup again.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from archcalc.errors import InputError
from archcalc.lang import say

DEEPEST = 1000
"""Brackets in brackets; Typst itself stops at a few hundred."""
_SIGN = "archcalc"
_MARKUP, _CODE, _MATH, _LINE, _CALL = "markup", "code", "math", "line", "call"
_TOKENS = {
    _MARKUP: re.compile(r"\\.|https?://|`+|//|/\*|[#$\[\]]", re.S),
    _CODE: re.compile(r'"|`+|//|/\*|[$(){}\[\]]'),
    _LINE: re.compile(r'"|`+|//|/\*|[$(){}\[\];\n]'),
    _MATH: re.compile(r'\\.|"|//|/\*|[#$]', re.S),
}
_STRING = re.compile(r'[^"\\]*(?:\\.[^"\\]*)*', re.S)
_OPENS = {"(": _CODE, "{": _CODE, "[": _MARKUP, "$": _MATH}
_NAME = re.compile(r"[^\W\d][\w-]*")
_FIELD = re.compile(r"\.[^\W\d][\w-]*")
_STATEMENTS = frozenset(
    ["let", "set", "show", "import", "include", "if", "for", "while", "return", "context"]
)
_GOES_ON = re.compile(r"(?:[-+*/=<>,:.]|\b(?:and|or|not|in|else))[ \t\r]*\Z")
"""What a line ends with whose statement goes on in the next one."""
_MARKER = re.compile(r"//[ \t]*/?archcalc")


class Scan(NamedTuple):
    """What is no place for markers, and where the word archcalc stands in text and as a name."""

    masked: list[tuple[int, int]]
    text: frozenset[int]
    calls: frozenset[int]


def scan(text: str) -> Scan:
    """Take a document apart in one pass. Raises InputError where brackets are nested too deep."""
    found = _Scanner(text)
    while found.step():
        pass
    return Scan(found.masked, frozenset(found.text_at), frozenset(found.calls_at))


class _Scanner:
    def __init__(self, text: str) -> None:
        self.text, self.at = text, 0
        self.modes = [_MARKUP]
        self.masked: list[tuple[int, int]] = []
        self.text_at: list[int] = []
        self.calls_at: list[int] = []
        self._next = text.find(_SIGN)

    def step(self) -> bool:
        """Go past the next token; whether there was one."""
        mode = self.modes[-1]
        if mode == _CALL:
            self._call()
            return True
        token = _TOKENS[mode].search(self.text, self.at)
        self._pass(token.start() if token else len(self.text))
        if token is None:
            return False
        self.at = token.end()
        self._take(mode, token[0], token.start())
        return True

    def _take(self, mode: str, token: str, start: int) -> None:
        if token == "//":
            self._comment(start)
        elif token == "/*":
            self._mask(start, self._comment_end())
        elif token == '"':
            self._mask(start, self._string_end())
        elif token[0] == "`":
            self._mask(start, self._raw_end(token))
        elif token == "#":
            self._hash()
        elif token == "$" and mode == _MATH:
            self._close()
        elif token in _OPENS:
            self._open(_OPENS[token])
        elif token in (")", "}", "]"):
            self._bracket_end(token)
        elif token == ";" or (token == "\n" and not self._goes_on(start)):
            self._close()

    def _pass(self, end: int) -> None:
        """Note where the word stands, up to `end`, in text or in code."""
        mode = self.modes[-1]
        while 0 <= self._next < end:
            if mode == _MARKUP:
                self.text_at.append(self._next)
            elif mode != _MATH:
                self.calls_at.append(self._next)
            self._next = self.text.find(_SIGN, self._next + 1)

    def _mask(self, start: int, end: int) -> None:
        self.masked.append((start, end))
        self.at = end
        while 0 <= self._next < end:
            self._next = self.text.find(_SIGN, self._next + 1)

    def _open(self, mode: str) -> None:
        if len(self.modes) > DEEPEST:
            raise InputError(say("brackets are nested more than {n} deep", n=DEEPEST))
        self.modes.append(mode)

    def _close(self) -> None:
        if len(self.modes) > 1:
            self.modes.pop()

    def _bracket_end(self, token: str) -> None:
        if self.modes[-1] == _LINE:  # the bracket around the statement ends it, too
            self._close()
            self.at -= 1
        elif self.modes[-1] != _MARKUP or token == "]":
            self._close()

    # --- what is taken whole ---------------------------------------------------------------------

    def _comment(self, start: int) -> None:
        end = self.text.find("\n", start)
        end = len(self.text) if end < 0 else end
        if _MARKER.match(self.text, start):
            self._pass(end)
            self.at = end
        else:
            self._mask(start, end)

    def _comment_end(self) -> int:
        """Comments stand within comments."""
        deep, at = 1, self.at
        for found in re.compile(r"/\*|\*/").finditer(self.text, at):
            deep += 1 if found[0] == "/*" else -1
            if not deep:
                return found.end()
        return len(self.text)

    def _string_end(self) -> int:
        found = _STRING.match(self.text, self.at)
        assert found is not None
        return min(found.end() + 1, len(self.text))

    def _raw_end(self, ticks: str) -> int:
        if len(ticks) == 2:
            return self.at
        end = self.text.find(ticks, self.at)
        return len(self.text) if end < 0 else end + len(ticks)

    # --- code within markup ----------------------------------------------------------------------

    def _hash(self) -> None:
        name = _NAME.match(self.text, self.at)
        if name and name[0] in _STATEMENTS:
            self.at = name.end()
            self._open(_LINE)
        elif name:
            self._open(_CALL)
            self._pass(name.end())
            self.at = name.end()
        elif self.text.startswith('"', self.at):
            self.at += 1
            self._mask(self.at - 1, self._string_end())
        elif self.text.startswith(("(", "{"), self.at):
            self.at += 1
            self._open(_CALL)
            self._open(_CODE)

    def _call(self) -> None:
        """Behind a name or a bracket: its arguments, its content, a field, or nothing more."""
        sign = self.text[self.at : self.at + 1]
        field = _FIELD.match(self.text, self.at)
        if sign in ("(", "["):
            self.at += 1
            self._open(_OPENS[sign])
        elif field:
            self.at = field.end()
        else:
            self.modes.pop()

    def _goes_on(self, end: int) -> bool:
        return bool(_GOES_ON.search(self.text[max(0, end - 200) : end]))
