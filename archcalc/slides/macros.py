r"""The file of values for LaTeX: ``\archnum{googlenet.params}`` gives siunitx a number to set.

It holds only what the document uses; what it lacks shows as ``??``, and in LaTeX's log.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Literal, NamedTuple

from archcalc.slides.model import State
from archcalc.slides.text import digest

_SIGN = "% Values of archcalc:"
_USE = re.compile(r"\\arch(?P<macro>num|qty|raw)[ \t]*\{(?P<key>[^{}%\\#\n]{1,1200})\}")
_ENTRY = re.compile(r"\\archcalc(?P<kind>set|say)\{(?P<key>[^{}\n]+)\}\{(?P<text>.*)\}")
_ENDS = re.compile(r"^% /archcalc ([0-9a-f]{8})$", re.M)

# An address holds signs that are active in some documents (~ : " =): \detokenize makes them plain
# before anything expands, so that titles, captions and math may hold it. Two tables, "=" for
# numbers and ":" for texts. No @ in names: the file may stand among letters of either kind.
_MACROS = r"""
\providecommand{\archcalc}[2]{#2}%   {address}{what archcalc embed writes}
\providecommand{\archexpect}[2]{#2}% {address}{a number that is only checked}
\providecommand{\archrefute}[2]{#2}% {address}{a number that is known to be wrong}
% \archnum{address}: a number, set by siunitx; with a format, alexnet.params:si3, a text.
% \archqty{address}{unit}: the same with a unit. \archraw{address}: the digits.
\newcommand{\archnum}[1]{\expandafter\archcalcnum\expandafter{\detokenize{#1}}}
\newcommand{\archqty}[1]{\expandafter\archcalcqty\expandafter{\detokenize{#1}}}
\newcommand{\archraw}[1]{\expandafter\archcalcraw\expandafter{\detokenize{#1}}}
\newcommand{\archcalcraw}[1]{%
  \ifcsname archcalc=#1\endcsname\csname archcalc=#1\endcsname
  \else\ifcsname archcalc:#1\endcsname\csname archcalc:#1\endcsname
  \else\archcalcmissing{#1}\fi\fi}
\DeclareRobustCommand{\archcalcnum}[1]{%
  \ifcsname archcalc\detokenize{=#1}\endcsname
    \ifdefined\num\num{\archraw{#1}}\else\archcalcplain\archraw{#1}\fi
  \else\archraw{#1}\fi}
\DeclareRobustCommand{\archcalcqty}[2]{%
  \ifcsname archcalc\detokenize{=#1}\endcsname
    \ifdefined\SI\SI{\archraw{#1}}{#2}\else
    \ifdefined\qty\qty{\archraw{#1}}{#2}\else\archcalcplain\archraw{#1}\,\ensuremath{#2}\fi\fi
  \else\archcalcmissing{#1}\fi}
\DeclareRobustCommand{\archcalcmissing}[1]{\textbf{??}%
  \PackageWarning{archcalc}{No value for `\detokenize{#1}': run archcalc embed}}
\newcommand{\archcalcplain}{\gdef\archcalcplain{}%
  \PackageWarning{archcalc}{Without siunitx numbers are digits only: load it}}
\newcommand{\archcalcset}[2]{\expandafter\gdef\csname archcalc\detokenize{=#1}\endcsname{#2}}
\newcommand{\archcalcsay}[2]{\expandafter\gdef\csname archcalc\detokenize{:#1}\endcsname{#2}}
% bookmarks take digits, and headings in capitals leave addresses as they are
\AtBeginDocument{\ifdefined\pdfstringdefDisableCommands\pdfstringdefDisableCommands{%
  \let\archcalcnum\archraw\def\archcalcqty#1#2{\archraw{#1}}\def\archcalcmissing#1{??}}\fi}
\ifdefined\AddToNoCaseChangeList
  \AddToNoCaseChangeList{\archnum\archqty\archraw\archcalcnum\archcalcqty\archcalcmissing}\fi
"""


class Use(NamedTuple):
    r"""One use of a value: the macro that asks for it (``num``, ``qty``, ``raw``) and its address.

    `at` is where in the text it stands.
    """

    macro: str
    key: str
    at: int


class Entry(NamedTuple):
    """A value as the file holds it: a number's digits (``set``), or LaTeX to show (``say``)."""

    kind: Literal["set", "say"]
    text: str

    @property
    def shown(self) -> str:
        """The value for a person to read."""
        return f"{int(self.text):,}" if self.text.isdecimal() else self.text


def uses(text: str) -> Iterable[Use]:
    """Every use in a text whose code and comments are blanks."""
    return (Use(m["macro"], m["key"].strip(), m.start()) for m in _USE.finditer(text))


def is_values(path: Path) -> bool:
    """Whether that file is one of values, or free to become one: not there, or empty."""
    try:
        with path.open(encoding="utf-8", errors="replace") as file:
            first = file.readline(200)
            return first.startswith(_SIGN) or not (first + file.read(200)).strip()
    except FileNotFoundError:
        return True
    except OSError:
        return False


class Values:
    """The file called `name`, as it is, and as it is to be: `use` tells each value it shall hold.

    A value that is used and not told keeps what the file holds.
    """

    def __init__(self, place: str, name: str, keys: Iterable[str]) -> None:
        """`place` is where the document names it, `keys` are the addresses that it uses."""
        self.place, self.name = place, name
        path = Path(name)
        self._old = path.read_bytes().decode(errors="replace") if path.is_file() else ""
        entries = map(_ENTRY.fullmatch, self._old.splitlines())
        held = {m["key"]: Entry(m["kind"], m["text"]) for m in entries if m}  # type: ignore[arg-type]
        self._held = held
        self._values = {key: held[key] for key in sorted(set(keys)) if key in held}

    def held(self, key: str) -> Entry | None:
        """What the file holds now."""
        return self._held.get(key)

    def use(self, key: str, entry: Entry) -> State:
        """Let the file hold a value. In a file changed by hand it is the file that is told."""
        self._values[key] = entry
        return "current" if self.edited or self._held.get(key) == entry else "stale"

    @property
    def edited(self) -> bool:
        """Whether somebody changed the file by hand."""
        ends = _ENDS.search(self._old)
        return bool(self._old.strip()) and (
            ends is None or ends[1] != digest(self._old[: ends.start()])
        )

    @property
    def state(self) -> State:
        """Whether the file is as it is to be."""
        if self._old.replace("\r\n", "\n") == self.text:
            return "current"
        return "edited" if self.edited else "stale"

    @property
    def text(self) -> str:
        """The file as it is to be."""
        head = f"{_SIGN} made by archcalc embed from the addresses that the document uses."
        rows = [
            f"\\archcalc{e.kind}{{{key}}}{{{e.text}}}" for key, e in sorted(self._values.items())
        ]
        body = "\n".join([head, _MACROS.strip("\n"), *rows, ""])
        return f"{body}% /archcalc {digest(body)}\n"
