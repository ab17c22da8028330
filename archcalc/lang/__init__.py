"""The language of what people read: English as it stands in the code, others from catalogues here.

Each module of this folder is one language, its `TEXTS` map the English sentence to its own; `say`
picks. Names in braces are filled in, so no sentence is put together from halves. In another
language than English a name may bring its counter, ``{n:번}``.
"""

from __future__ import annotations

import pkgutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import NamedTuple

ENGLISH = "en"
_language: ContextVar[str] = ContextVar("language", default=ENGLISH)


class Prose(str):
    """A sentence from a spec, with what it is in other languages."""

    __slots__ = ("others",)
    others: Mapping[str, str]

    def __new__(cls, text: str, others: Mapping[str, str]) -> Prose:
        """`text` is the English one; `others` go by language code."""
        made = super().__new__(cls, text)
        made.others = others
        return made

    def __getnewargs__(self) -> tuple[str, Mapping[str, str]]:  # type: ignore[override]
        return str(self), self.others


def prose(said: str | Mapping[str, str]) -> str:
    """A sentence as a spec gives it: in English, or in several languages."""
    if isinstance(said, str):
        return said
    english = said.get(ENGLISH) or next(iter(said.values()))
    return Prose(english, {code: text for code, text in said.items() if code != ENGLISH})


def languages() -> tuple[str, ...]:
    """The codes of all languages: ``("en", "ko")``."""
    here = str(Path(__file__).parent)
    return (ENGLISH, *sorted(module.name for module in pkgutil.iter_modules([here])))


def speak(code: str) -> None:
    """From here on, texts are in this language."""
    _language.set(code)


@contextmanager
def speaking(code: str) -> Iterator[None]:
    """Within this block, texts are in this language."""
    token = _language.set(code)
    try:
        yield
    finally:
        _language.reset(token)


def spoken() -> str:
    """The language's code."""
    return _language.get()


def say(text: str, /, **values: object) -> str:
    """`text` in the language spoken, with its {names} filled in; English where it has none."""
    code = _language.get()
    if code == ENGLISH:
        return text.format_map(values) if values else text
    text = _in_other(text, code)
    return text.format_map({k: _Filled(v) for k, v in values.items()}) if values else text


def counted(one: str, many: str, count: int, /, **values: object) -> str:
    """What `say` gives of the sentence for one thing, or of the one for any other count."""
    return say(one if count == 1 else many, **values)


class _Filled(NamedTuple):
    """What a name stands for; behind its colon stands the counter of the number."""

    value: object

    def __format__(self, counter: str) -> str:
        """``2400번``, ``133M개``, and ``2042만 번``: a counter stands apart from a word."""
        text = str(self.value)
        apart = counter and text[-1:].isalpha() and not text.isascii()
        return f"{text} {counter}" if apart else text + counter


def _in_other(text: str, code: str) -> str:
    if isinstance(text, Prose):
        return text.others.get(code, text)
    return texts(code).get(text, text)


@cache
def texts(code: str) -> Mapping[str, str]:
    """A language's catalogue."""
    found: Mapping[str, str] = import_module(f"archcalc.lang.{code}").TEXTS
    return found
