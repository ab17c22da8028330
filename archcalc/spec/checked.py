"""Shipped specs that were validated when they were last generated need no second validation.

specs/checked.txt (`make docs`) holds a checksum of each. Validation costs more than the analysis
itself; a spec that was edited since, or whose arguments are set by hand, is validated like any
other, and the tests validate all of them.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from zlib import crc32

FILE = "checked.txt"


def specs_folder() -> Path:
    """Where the shipped specs lie: inside the wheel, or beside the package in a checkout."""
    inside = Path(__file__).parent.parent / "specs"
    return inside if inside.is_dir() else Path(__file__).parents[2] / "specs"


def is_checked(path: Path, text: str) -> bool:
    """Whether `path` is a shipped spec and `text` what was validated."""
    return _checksums().get(path) == _checksum(text)


def checksums_text(folder: Path) -> str:
    """What checked.txt holds for the specs in `folder`."""
    lines = [
        f"{_checksum(path.read_text(encoding='utf-8'))} {path.relative_to(folder).as_posix()}\n"
        for path in spec_files(folder)
    ]
    return "".join(lines)


def spec_files(folder: Path) -> Iterator[Path]:
    """The specs in `folder`, then the shared blocks."""
    yield from sorted(folder.glob("*.yaml"))
    yield from sorted((folder / "blocks").glob("*.yaml"))


def _checksum(text: str) -> str:
    return f"{crc32(text.encode()):08x}"


@cache
def _checksums() -> dict[Path, str]:
    folder = specs_folder()
    try:
        lines = (folder / FILE).read_text(encoding="utf-8").split("\n")
    except OSError:
        return {}
    pairs = (line.partition(" ") for line in lines if line)
    return {folder / name: checksum for checksum, _, name in pairs}
