r"""LaTeX as text: what of it is code or comment, and the files that a document is made of.

Nothing is expanded: what macros of a document's own put together is not seen.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path, PurePosixPath

Span = tuple[int, int]

MOST_FILES = 200
"""Files that one document is followed into."""
MOST_BYTES = 10_000_000
"""Of one such file."""
_MOST_NAMES = 2000
"""Names of files that are looked for."""
# fmt: off
_CODE = (
    "verbatim", "verbatim*", "Verbatim", "Verbatim*", "BVerbatim", "LVerbatim", "SaveVerbatim",
    "VerbatimOut", "spverbatim", "lstlisting", "minted", "tcblisting", "tcblisting*", "comment",
    "filecontents", "filecontents*", "luacode", "luacode*", "pycode", "pyconsole", "asy",
)
# fmt: on
_OWN = re.compile(
    r"\\(?P<maker>lstnewenvironment|DefineVerbatimEnvironment|newtcblisting\*?|excludecomment|"
    r"newminted)(?:\[[^\]\n]{0,500}\])?\{(?P<name>[^{}\\\n]{1,100})\}"
)
_SHORT = re.compile(
    r"\\(?:MakeShortVerb|DefineShortVerb|lstMakeShortInline)\*?(?:\[[^\]\n]{0,500}\])?\{?\\(\S)"
)
_MARKER = re.compile(r"%+[ \t]*/?archcalc\b")
_MATTERS = r"arch|\\(?:input|include|subfile|usepackage|RequirePackage|document|begin)"
"""What is looked for: code without it need not be remembered."""
_INPUT = re.compile(
    r"\\(?P<how>input|include|subfile|usepackage|RequirePackage|documentclass|LoadClass)\*?\s{0,9}"
    r"(?:\[[^\[\]]{0,2000}\])?\s{0,9}(?:\{(?P<names>[^{}%\\#]{1,2000})\}|(?P<bare>[^\s{}\\%#\[]{1,300}))"
)
_SUFFIX = {"usepackage": ".sty", "RequirePackage": ".sty", "documentclass": ".cls",
           "LoadClass": ".cls"}  # fmt: skip
_BEGIN = "\\begin{document}"


@dataclass(frozen=True)
class Source:
    """One file of a document: its path from the document's folder, its text, and where it is read.

    In `text` code and comments are blanks of the same length.
    """

    path: str
    text: str
    ahead: bool
    """Whether it is read before the document begins."""

    @property
    def preamble(self) -> str:
        """What of it is read before the document begins."""
        return self.text.partition(_BEGIN)[0] if self.ahead else ""

    @cached_property
    def _starts(self) -> list[int]:
        return [found.end() for found in re.finditer("^|\n", self.text)]

    def line(self, at: int) -> int:
        """The number of the line that holds a place."""
        return bisect_right(self._starts, at)


def code(text: str) -> list[Span]:
    """Where `text` is verbatim, a comment, or behind the document's end.

    A comment that is a block's marker is none. Only what could hold a marker is told.
    """
    found: list[Span] = []
    place, token = 0, _token(text)
    while match := token.match(text, place):
        start, place = match.span()
        if match["begin"]:
            end = text.find(f"\\end{{{match['begin']}}}", place)
            place = len(text) if end < 0 else end
        elif match["end"]:
            place = len(text)
        elif match["plain"] or (match["comment"] and _is_marker(text, start)):
            continue
        if found and text[found[-1][1] : start] in ("", "\n"):
            start = found.pop()[0]
        found.append((start, place))
    return found


def _is_marker(text: str, start: int) -> bool:
    line = text[text.rfind("\n", 0, start) + 1 : start]
    return not line.strip(" \t\ufeff") and _MARKER.match(text, start) is not None


def _token(text: str) -> re.Pattern[str]:
    """The next piece of a text, from where the last one ended: as much as there is of plain text.

    What only looks like code or a comment is plain, too: ``\\%``, and ``\\url{a%20b}``.
    """
    own = [m["name"] + "code" * (m["maker"] == "newminted") for m in _OWN.finditer(text)]
    names = "|".join(map(re.escape, (*_CODE, *own[:100])))
    signs = re.escape("".join(_shorts(text)))
    options, line = r"(?:\[[^\[\]\n]{0,500}\])?", r"[^\n]{0,2000}?"
    found = [
        rf"\\begin[ \t]*\{{(?P<begin>{names})\}}",
        r"(?P<end>\\end[ \t]*\{document\})",
        rf"\\verb\*?(?P<a>[^\sA-Za-z*]){line}(?P=a)",
        rf"\\lstinline{options}(?:\{{[^{{}}\n]{{0,2000}}\}}|(?P<b>[^\sA-Za-z{{\[\\]){line}(?P=b))",
        rf"\\mintinline{options}\{{[^{{}}\n]{{0,99}}\}}"
        rf"(?:\{{[^{{}}\n]{{0,2000}}\}}|(?P<c>[^\sA-Za-z{{\[\\]){line}(?P=c))",
        r"\\(?:url|nolinkurl|path|href)[ \t]*\{[^{}\n]{0,2000}\}",
        r"\\\\(?=arch)",
        *([rf"(?P<d>[{signs}]){line}(?P=d)"] if signs else []),
        rf"(?P<comment>%(?=[^\n]*?(?:{_MATTERS}))[^\n]*+)",
    ]
    special = (
        r"\\(?!begin|end|verb|lstinline|mintinline|url|nolinkurl|path|href|\\arch)(?:[\s\S]|$)"
    )
    plain = rf"[^\\%{signs}]++|{special}|%(?![^\n]*?(?:{_MATTERS}))[^\n]*+"
    return re.compile("|".join([*found, rf"(?P<plain>(?:{plain}){{1,5000}}+|[\s\S])"]))


def _shorts(text: str) -> list[str]:
    """The signs that begin and end code within lines, where the document names any."""
    return sorted({found[1] for found in _SHORT.finditer(text)})[:10]


def blanked(text: str, spans: Sequence[Span]) -> str:
    """`text` with blanks in these places, of the same length and on the same lines."""
    parts, place = [], 0
    for start, end in spans:
        parts += [text[place:start], re.sub(r"[^\n]", " ", text[start:end])]
        place = end
    return "".join([*parts, text[place:]])


class Document:
    """A document and the files below `folder` that it reads, in the order in which they are named.

    Files elsewhere, larger ones, and more than 200 are left out.
    """

    def __init__(self, path: str, text: str, folder: Path) -> None:
        """`text` is the document's own, with code and comments as blanks."""
        self._folder = folder.resolve()
        self._there: dict[str, bool] = {}
        self.own = Source(path, text, True)

    @cached_property
    def is_whole(self) -> bool:
        """Whether it has a preamble; a chapter that another file reads has none."""
        text = self.own.text
        found = re.search(r"\\documentclass\s*(?:\[[^\]]{0,2000}\])?\s*\{([^{}]{0,200})\}", text)
        return found[1].strip() != "subfiles" if found else _BEGIN in text

    @cached_property
    def sources(self) -> list[Source]:
        """The document and what it reads."""
        found: list[Source] = []
        waiting, seen = [self.own], {self.own.path}
        while waiting and len(found) < MOST_FILES:
            source = waiting.pop(0)
            found.append(source)
            for path, ahead in self._named(source):
                if path not in seen and (text := self._read(path)) is not None:
                    seen.add(path)
                    waiting.append(Source(path, text, ahead))
        return found

    @cached_property
    def preamble(self) -> str:
        """All that is read before the document begins."""
        return "\n".join(source.preamble for source in self.sources)

    def inputs(self) -> Iterator[tuple[Source, int, str]]:
        r"""Each ``\input`` in the preamble: the file it stands in, where, and the name as given."""
        for source in self.sources:
            for found in _INPUT.finditer(source.preamble):
                if found["how"] == "input":
                    yield source, found.start(), (found["names"] or found["bare"]).strip()

    def _named(self, source: Source) -> Iterator[tuple[str, bool]]:
        """The files that one reads which are there."""
        begin = len(source.preamble)
        for found in _INPUT.finditer(source.text):
            suffix = _SUFFIX.get(found["how"], ".tex")
            for name in (found["names"] or found["bare"]).split(",")[:50]:
                for path in (name.strip() + suffix, name.strip()):
                    if self._is_there(path):
                        yield str(PurePosixPath(path)), source.ahead and found.start() < begin
                        break

    def _is_there(self, path: str) -> bool:
        if path not in self._there and len(self._there) < _MOST_NAMES:
            self._there[path] = self._look(path)
        return self._there.get(path, False)

    def _look(self, path: str) -> bool:
        file = self._folder / path
        try:
            real = file.resolve()
            inside = real.is_relative_to(self._folder)
            return inside and real.is_file() and real.stat().st_size <= MOST_BYTES
        except (OSError, RuntimeError, ValueError):  # no name, a link to itself, a NUL
            return False

    def _read(self, path: str) -> str | None:
        try:
            text = (self._folder / path).read_text("utf-8", errors="replace")
        except OSError:
            return None
        return blanked(text, code(text))
