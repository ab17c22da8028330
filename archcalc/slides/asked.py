"""What a marker asks for: a value's address, a number that is only checked, or a block.

``expect ADDRESS`` says that the number is right, ``refute ADDRESS`` that it is known to be wrong.

A block is a command's name and its words as on the command line, ``table googlenet rows=3a,4*``;
``rows=3a`` is the same as ``--rows 3a``.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from typing import NamedTuple

from archcalc.address import Found, Resolver
from archcalc.errors import InputError, UnknownNameError, shorten
from archcalc.formats import written
from archcalc.judge import judge
from archcalc.lang import languages, say
from archcalc.notation import Shown
from archcalc.slides.model import Expected, Formula, Made, Mark, Tables, Value
from archcalc.views.model import Table

MOST = 1000
"""Characters of one marker."""
SETTINGS = ("format", "lang", "units")
"""What a deck may say once for all its markers."""
CHECKED = {"expect": False, "refute": True}
"""Words before an address whose number is only checked, and whether it is to be wrong."""
_YES, _NO = ("yes", "true", "on"), ("no", "false", "off")
_SHOWN = ("title", "notes")
"""What of a table is left out on a slide, unless it is asked for."""
_EXAMPLE = "archcalc: table alexnet"
_PICKED = "tables"
"""Which of a command's tables: ``tables=1,2``."""
Command = Callable[[str, Sequence[str], Mapping[str, str]], Made]
"""Runs the command of that name for what it makes of words, and of settings where it has such an
option and they do not say otherwise. Raises ArchcalcError."""


def is_checked(asks: str) -> bool:
    """Whether a value's marker is for a number that is never rewritten."""
    return asks.partition(" ")[0] in CHECKED


class Words(NamedTuple):
    """A block's marker, taken apart: the command, its words, and what the deck itself reads."""

    verb: str
    words: tuple[str, ...]
    shown: Mapping[str, bool]
    picked: tuple[int, ...] = ()


class Maker:
    """Makes what markers ask for; every network is analysed once for all of them."""

    def __init__(self, command: Command, verbs: Sequence[str]) -> None:
        """`verbs` are the commands that a block may name, `command` runs one."""
        self._command, self._verbs, self._resolve = command, tuple(verbs), Resolver()

    def __call__(self, mark: Mark, settings: Mapping[str, str]) -> Made:
        """What `mark` asks for, in a deck of these settings. Raises ArchcalcError."""
        if len(mark.asks) > MOST:
            text = "a marker has at most {most} characters, found {n}"
            raise InputError(say(text, most=MOST, n=len(mark.asks)))
        first, _, rest = mark.asks.strip().partition(" ")
        if mark.block:
            return self._block(words_of(mark.asks), settings)
        if first in CHECKED:
            return self._expected(first, rest, mark.text)
        return self._value(mark.asks, settings)

    def _value(self, text: str, settings: Mapping[str, str]) -> Value:
        found = self._resolve(text)
        name, kind, value = found.address.format, found.quantity.kind, found.value
        if name:
            return Value(found.text, latex=name == "tex")
        text = written(kind, value, settings.get("format", "") if kind == "count" else "")
        if isinstance(value, Shown):
            return Value(text, math=value.steps.latex)
        number = isinstance(value, int | Fraction)
        return Value(text, digits=written(kind, value, "raw") if number else "")

    def _expected(self, word: str, text: str, held: str) -> Expected:
        if not text.strip():
            raise InputError(say("{word} takes an address: {word} alexnet.conv1.params", word=word))
        found = self._resolve(text)
        return Expected(judge(found, held), found.text, CHECKED[word])

    def _block(self, asked: Words, settings: Mapping[str, str]) -> Made:
        if asked.verb == "formula":
            return self._formula(asked.words)
        if asked.verb not in self._verbs:
            known = ("formula", *self._verbs)
            hint = say("known: {names}", names=", ".join(known))
            raise UnknownNameError("block", asked.verb, known, hint)
        usual = {name: value for name, value in settings.items() if name != "format"}
        return _bare(self._command(asked.verb, asked.words, usual), asked)

    def _formula(self, words: Sequence[str]) -> Formula:
        if len(words) != 1:
            raise InputError(say("formula takes one address: formula alexnet.conv1.params"))
        found = self._resolve(_of_formula(words[0], self._resolve))
        if not isinstance(found.value, Shown):
            raise InputError(say("{address} has no formula", address=words[0]))
        rule, steps = found.value.symbols, found.value.steps
        if rule.text == found.value.numbers.text:  # no letter in it
            return Formula(*steps)
        return Formula(f"{rule.text} = {steps.text}", f"{rule.latex} = {steps.latex}")


def _of_formula(text: str, resolve: Resolver) -> str:
    """The address of the formula behind a value: the value's own may be given."""
    found: Found = resolve(text)
    if isinstance(found.value, Shown):
        return text
    address = found.address
    return str(address._replace(quantity=f"formulas.{address.quantity}", format=""))


def words_of(asks: str) -> Words:
    """A block's marker, taken apart. Raises InputError."""
    try:
        verb, *words = shlex.split(asks) or [""]
    except ValueError:
        raise InputError(say("a quotation mark is not closed")) from None
    if not verb:
        raise InputError(say("a marker says what it is to hold: {example}", example=_EXAMPLE))
    shown: dict[str, bool] = {}
    picked: tuple[int, ...] = ()
    taken: list[str] = []
    for word in words:
        key, equals, value = word.partition("=")
        if key.lstrip("-") in _SHOWN:
            shown[key.lstrip("-")] = not equals or _truth(key, value)
        elif equals and key == _PICKED:
            picked = _numbers(value)
        elif equals and key.isidentifier() and value in _YES:
            taken.append(f"--{key.replace('_', '-')}")
        elif equals and key.isidentifier() and value not in _NO:
            taken.append(f"--{key.replace('_', '-')}={value}")
        elif not equals or not key.isidentifier():
            taken.append(word)
    return Words(verb, tuple(taken), shown, picked)


def _any(value: str) -> None:
    """Whatever a setting says."""


def _language(value: str) -> None:
    if value not in languages():
        known = say("known: {names}", names=", ".join(languages()))
        raise UnknownNameError("language", value, languages(), known)


def _format(value: str) -> None:
    written("count", 0, value)


_KNOWN: Mapping[str, Callable[[str], None]] = {"lang": _language, "format": _format}
"""What raises where a setting has no such value."""


def settings_in(words: Sequence[str]) -> dict[str, str]:
    """``["lang=ko"]`` → ``{"lang": "ko"}``. Raises InputError, UnknownNameError."""
    found = {}
    for word in words:
        key, equals, value = word.partition("=")
        if not equals or not value:
            text = 'settings take KEY=VALUE, found "{found}"'
            raise InputError(say(text, found=shorten(word)))
        if key not in SETTINGS:
            raise UnknownNameError("setting", key, SETTINGS, ", ".join(SETTINGS))
        _KNOWN.get(key, _any)(value)
        found[key] = value
    return found


def _truth(key: str, value: str) -> bool:
    if value not in _YES + _NO:
        raise InputError(say('{key} takes yes or no, found "{found}"', key=key, found=value))
    return value in _YES


def _numbers(text: str) -> tuple[int, ...]:
    if not re.fullmatch(r"[1-9][0-9]?(,[1-9][0-9]?)*", text):
        raise InputError(say('tables takes numbers, as 1,3, found "{found}"', found=shorten(text)))
    return tuple(map(int, text.split(",")))


def _bare(made: Made, asked: Words) -> Made:
    """A slide has a title of its own, and little room below a table."""
    if not isinstance(made, Tables):
        return made
    page = made.page if asked.shown.get("notes") else made.page.without_notes()
    tables = _picked(page.tables, asked)
    if not asked.shown.get("title"):
        tables = tuple(table._replace(title="", subtitle="") for table in tables)
    return made._replace(page=page._replace(tables=tables))


def _picked(tables: tuple[Table, ...], asked: Words) -> tuple[Table, ...]:
    if max(asked.picked, default=0) > len(tables):
        text = "{command} gives {n} tables, found {found}"
        found = ",".join(map(str, asked.picked))
        raise InputError(say(text, command=asked.verb, n=len(tables), found=found))
    return tuple(tables[number - 1] for number in asked.picked) or tables
