"""Where a page goes: a terminal, a pipe or a file; and how it is set for that place."""

from __future__ import annotations

import errno
import os
import shutil
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path
from typing import Any

from archcalc.cli._options import UNITS, UnitName, one_of
from archcalc.errors import InputError, OutputError
from archcalc.files import write_whole
from archcalc.lang import say, spoken
from archcalc.signs import holds, plain
from archcalc.views.model import Page, Style

_ESCAPING = ("html", "json", "latex", "typst")  # these spell any letter in ASCII
_LETTER = {"ko": "가"}
SUFFIXES = {
    ".txt": "terminal", ".md": "markdown", ".markdown": "markdown", ".tex": "latex",
    ".html": "html", ".htm": "html", ".typ": "typst", ".csv": "csv", ".json": "json",
}  # fmt: skip
"""The format that a file's suffix stands for."""
_OTHERS = frozenset(
    {".doc", ".docx", ".odt", ".pdf", ".ppt", ".pptx", ".rtf", ".xls", ".xlsx", ".png", ".svg"}
)
"""Suffixes of formats that are none of ours: text in such a file would not open."""


_taking: ContextVar[list[Any] | None] = ContextVar("taking", default=None)


@contextmanager
def taking() -> Iterator[list[Any]]:
    """Within, what a command makes is put in this list and not printed: pages with their style,
    figures."""
    found: list[Any] = []
    token = _taking.set(found)
    try:
        yield found
    finally:
        _taking.reset(token)


def taken(made: Any, look: Any = None) -> bool:
    """Whether somebody takes what is made, with how it is to look, instead of its being printed."""
    into = _taking.get()
    if into is not None:
        into.append((made, look))
    return into is not None


def emit(page: Page, fmt: str, output: str = "", units: str = "exact") -> None:
    """Set `page` and write it to `output`, or to standard output.

    Without `fmt` the suffix of `output` chooses the format, the terminal's where it says nothing.
    """
    from archcalc.render import formats, render

    unit = one_of(units, UNITS, "units")
    if taken(page, Style(units=unit, encoding="utf-8")):
        return
    fmt = format_of(fmt, output)
    one_of(fmt, formats(), "format")
    style = Style(units=unit, encoding="utf-8") if output else stdout_style(unit)
    try:
        text = render(page, fmt, style)
    except ValueError as error:
        raise InputError(str(error)) from None
    write(text, output)
    _tell_of_lost_letters(fmt, style.encoding)


def check_output(fmt: str, output: str) -> None:
    """Refuse what `emit` would refuse, before long work begins."""
    from archcalc.render import formats

    one_of(format_of(fmt, output), formats(), "format")
    folder = Path(output).parent
    if output and not folder.is_dir():
        reason = os.strerror(errno.ENOENT)
        raise OutputError(say("cannot write {file}: {reason}", file=output, reason=reason))


def format_of(fmt: str, output: str) -> str:
    """The format asked for, or the one that a file's suffix stands for.

    Raises InputError for another's.
    """
    if fmt:
        return fmt
    suffix = Path(output).suffix.lower()
    return by_suffix(SUFFIXES, output) if suffix in _OTHERS else SUFFIXES.get(suffix, "terminal")


def by_suffix(suffixes: Mapping[str, str], output: str) -> str:
    """The format that a file's suffix stands for. Raises InputError for one of none."""
    suffix = Path(output).suffix.lower()
    if suffix not in suffixes:
        text = 'no format is known by "{suffix}"; name one with -f, or end the file in {known}'
        raise InputError(say(text, suffix=suffix, known=", ".join(suffixes)))
    return suffixes[suffix]


def refuse_terminal(fmt: str, output: str) -> None:
    """Raise InputError where what is no text to read would go to a terminal."""
    if not output and (sys.stdout is None or sys.stdout.isatty()):
        text = "{format} is no text for a terminal: name a file with -o"
        raise InputError(say(text, format=fmt))


def stdout_style(units: UnitName) -> Style:
    """How a page is set for standard output."""
    if sys.stdout is None:  # closed: >&-
        return Style()
    tty = sys.stdout.isatty()
    color = bool(os.environ.get("FORCE_COLOR")) or (
        tty and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    )
    return Style(
        units=units,
        width=shutil.get_terminal_size().columns if tty or _columns_given() else None,
        color=color,
        encoding=sys.stdout.encoding or "ascii",
    )


def _columns_given() -> bool:
    """Whether a person set COLUMNS; shells keep their own to themselves."""
    return os.environ.get("COLUMNS", "").isdigit()


def write(made: str | bytes, output: str = "") -> None:
    """Write text or a picture to standard output or, whole or not at all, to the file `output`."""
    if output:
        write_whole(output, made.encode() if isinstance(made, str) else made)
    elif sys.stdout is None:
        raise OutputError(say("cannot write the output: standard output is closed"))
    elif isinstance(made, str):
        sys.stdout.write(plain(made, sys.stdout.encoding or "ascii"))
    else:
        sys.stdout.buffer.write(made)


def _tell_of_lost_letters(fmt: str, encoding: str) -> None:
    """Signs have plain spellings, Hangul has none."""
    lost = fmt not in _ESCAPING and not holds(encoding, _LETTER.get(spoken(), ""))
    if lost and sys.stderr:
        how = "set PYTHONUTF8=1, or write UTF-8 with -o FILE"
        print(f'archcalc: {encoding} lacks the letters of "{spoken()}"; {how}', file=sys.stderr)
