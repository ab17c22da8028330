"""Where a page goes: a terminal, a pipe or a file; and how it is set for that place."""

from __future__ import annotations

import errno
import os
import shutil
import stat
import sys
import tempfile
from pathlib import Path

from archcalc.cli._options import UNITS, UnitName, one_of
from archcalc.errors import InputError, OutputError
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


def emit(page: Page, fmt: str, output: str = "", units: str = "exact") -> None:
    """Set `page` and write it to `output`, or to standard output.

    Without `fmt` the suffix of `output` chooses the format, the terminal's where it says nothing.
    """
    from archcalc.render import formats, render

    fmt = format_of(fmt, output)
    one_of(fmt, formats(), "format")
    unit = one_of(units, UNITS, "units")
    style = Style(units=unit, encoding="utf-8") if output else _stdout_style(unit)
    try:
        text = render(page, fmt, style)
    except ValueError as error:
        raise InputError(str(error)) from None
    write(text, output)
    _tell_of_lost_letters(fmt, style.encoding)


def format_of(fmt: str, output: str) -> str:
    """The format asked for, or the one that a file's suffix stands for.

    Raises InputError for another's.
    """
    if fmt:
        return fmt
    suffix = Path(output).suffix.lower()
    if suffix in _OTHERS:
        known = ", ".join(SUFFIXES)
        text = 'no format is known by "{suffix}"; name one with -f, or end the file in {known}'
        raise InputError(say(text, suffix=suffix, known=known))
    return SUFFIXES.get(suffix, "terminal")


def _stdout_style(units: UnitName) -> Style:
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


def write(text: str, output: str = "") -> None:
    """Write `text` to standard output or, whole or not at all, to the file `output`."""
    if not output:
        if sys.stdout is None:
            raise OutputError(say("cannot write the output: standard output is closed"))
        sys.stdout.write(plain(text, sys.stdout.encoding or "ascii"))
        return
    try:
        _write_file(Path(os.path.realpath(output)), text)
    except OSError as error:
        reason = error.strerror
        raise OutputError(
            say("cannot write {file}: {reason}", file=output, reason=reason)
        ) from None


def _tell_of_lost_letters(fmt: str, encoding: str) -> None:
    """Signs have plain spellings, Hangul has none."""
    lost = fmt not in _ESCAPING and not holds(encoding, _LETTER.get(spoken(), ""))
    if lost and sys.stderr:
        how = "set PYTHONUTF8=1, or write UTF-8 with -o FILE"
        print(f'archcalc: {encoding} lacks the letters of "{spoken()}"; {how}', file=sys.stderr)


def _write_file(path: Path, text: str) -> None:
    if path.is_symlink():  # what is left of a link that leads to itself
        raise OSError(errno.ELOOP, os.strerror(errno.ELOOP))
    if path.exists() and not path.is_file():
        if path.is_dir():
            raise IsADirectoryError(21, "is a folder")
        path.write_text(text, encoding="utf-8")  # a device or a pipe cannot be replaced
        return
    if path.exists() and not os.access(path, os.W_OK):
        raise PermissionError(13, "Permission denied")
    mode = stat.S_IMODE(path.stat().st_mode) if path.exists() else _new_file_mode()
    descriptor, name = tempfile.mkstemp(prefix=".archcalc-", dir=path.parent)
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(name, mode)  # noqa: PTH101
        os.replace(name, path)  # noqa: PTH105
    except BaseException:
        os.unlink(name)  # noqa: PTH108
        raise


def _new_file_mode() -> int:
    umask = os.umask(0)
    os.umask(umask)
    return 0o666 & ~umask
