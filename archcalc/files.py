"""Files written whole or not at all: whoever reads one sees the old content or the new one."""

from __future__ import annotations

import errno
import os
import stat
import tempfile
from pathlib import Path

from archcalc.errors import OutputError
from archcalc.lang import say


def write_whole(file: str | os.PathLike[str], content: bytes) -> None:
    """Put `content` in place of what `file` holds; links are followed, permissions kept.

    Raises OutputError, and leaves the file as it was.
    """
    try:
        _write(Path(os.path.realpath(file)), content)
    except OSError as error:
        reason = error.strerror
        raise OutputError(
            say("cannot write {file}: {reason}", file=os.fspath(file), reason=reason)
        ) from None


def _write(path: Path, content: bytes) -> None:
    if path.is_symlink():  # what is left of a link that leads to itself
        raise OSError(errno.ELOOP, os.strerror(errno.ELOOP))
    if path.exists() and not path.is_file():
        if path.is_dir():
            raise IsADirectoryError(21, "is a folder")
        path.write_bytes(content)  # a device or a pipe cannot be replaced
        return
    if path.exists() and not os.access(path, os.W_OK):
        raise PermissionError(13, "Permission denied")
    mode = stat.S_IMODE(path.stat().st_mode) if path.exists() else _new_file_mode()
    descriptor, name = tempfile.mkstemp(prefix=".archcalc-", dir=path.parent)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
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
