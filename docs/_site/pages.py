"""The pages of the site, their order, and where each document of the repository stands on it."""

from __future__ import annotations

import os
import posixpath
import re
import shutil
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

import replay

ROOT = Path(__file__).parents[2]
HOMES = {
    "README.md": "index.md",
    "CONTRIBUTING.md": "contributing.md",
    "CHANGELOG.md": "changes.md",
    "benchmarks/results.md": "benchmark.md",
}
"""Documents outside docs/, and their pages; README has its own, which quotes it."""
CONTENTS = {
    "Begin": ("tutorial", "ko"),
    "Networks": ("gallery", "lessons", "errata", "verified"),
    "Look up": ("commands", "operations", "counting", "addresses", "spec-language"),
    "Show": ("decks", "diagrams", "charts"),
    "Measure": ("bench", "gradients", "benchmark"),
    "In Python": ("python", "api"),
    "Inside": ("design", "contributing", "changes"),
}
"""Pages by group. One that no group names comes last in the group "Show"."""
_REST = "Show"
FOLDERS = {"examples/slides": "Course decks, printed"}
"""What the page of a linked folder is called, where not by its name."""
_LINK = re.compile(r"(!?)\[([^\]]*)\]\(([^)\s#:]+)(#[^)\s]*)?\)")
_QUOTE = re.compile(r"<!-- README: (.+?) -->\n")


def stage(folder: Path) -> None:
    """Write the site's pages, but for the gallery, into `folder`; raises OSError."""
    for path in _documents():
        _put(path, folder, (ROOT / path).read_text(encoding="utf-8"))
    shutil.copytree(ROOT / "docs" / "pictures", folder / "pictures", dirs_exist_ok=True)
    own = Path(__file__).parent
    shutil.copy(own / "api.md", folder)
    index = replay.fresh(quoted((own / "index.md").read_text(encoding="utf-8"), folder))
    (folder / "index.md").write_text(index + contents(_names(folder)), encoding="utf-8")


def _documents() -> Iterator[str]:
    yield from (path for path in HOMES if path != "README.md")
    yield from (f"docs/{path.name}" for path in sorted((ROOT / "docs").glob("*.md")))


def _names(folder: Path) -> list[str]:
    return sorted(path.stem for path in folder.glob("*.md") if path.stem != "index")


def contents(names: list[str]) -> str:
    """The side bar, as Sphinx's hidden lists of pages."""
    named = {name for group in CONTENTS.values() for name in group}
    rest = tuple(name for name in names if name not in named)
    groups = {
        caption: (*group, *(rest * (caption == _REST))) for caption, group in CONTENTS.items()
    }
    return "".join(
        "\n".join(("", "```{toctree}", ":hidden:", f":caption: {caption}", "", *group, "```", ""))
        for caption, group in groups.items()
    )


def quoted(text: str, folder: Path | None = None) -> str:
    """`text` with README's sections in place of ``<!-- README: heading -->``."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    return _QUOTE.sub(lambda match: rehomed(section(readme, match[1]), "README.md", folder), text)


def section(text: str, title: str) -> str:
    """What stands under a heading: all under a second-level one, the first paragraph of the page's.

    Raises LookupError.
    """
    found = re.search(rf"^(##?) {re.escape(title)}\n+(.*?)(?=^## |\Z)", text, re.M | re.S)
    if not found:
        raise LookupError(f'README has no heading "{title}"')
    return (found[2] if found[1] == "##" else found[2].split("\n\n")[0] + "\n").rstrip() + "\n"


def _put(path: str, folder: Path, text: str) -> None:
    (folder / home(path)).write_text(rehomed(text, path, folder), encoding="utf-8")


def home(path: str) -> str:
    """Where a file of the repository stands on the site."""
    if path in HOMES:
        return HOMES[path]
    if (ROOT / path).is_dir():
        return f"{path.replace('/', '-')}.md"
    inside = path.removeprefix("docs/")
    return inside if inside != path else f"files/{path}"


def rehomed(text: str, path: str, folder: Path | None = None) -> str:
    """`text` of the document `path` with its links as they are on the site.

    Files outside docs/ that it links to are copied into `folder`; of a folder, its PDF files,
    which a page then lists.
    """

    def moved(match: re.Match[str]) -> str:
        mark, words, link, anchor = match.groups()
        target = posixpath.normpath(PurePosixPath(path).parent / link)
        if not (ROOT / target).exists():
            return match[0]
        place = home(target)
        if folder and (ROOT / target).is_dir():
            _list(target, folder)
        elif folder and place.startswith("files/"):
            _copy(target, folder / place)
        relative = os.path.relpath(place, posixpath.dirname(home(path)) or ".")
        return f"{mark}[{words}]({Path(relative).as_posix()}{anchor or ''})"

    return _LINK.sub(moved, text)


def _copy(source: str, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copy(ROOT / source, target)


def _list(source: str, folder: Path) -> None:
    lines = [f"# {FOLDERS.get(source, source)}", ""]
    for path in sorted((ROOT / source).rglob("*.pdf")):
        name = path.relative_to(ROOT).as_posix()
        if not path.parent.suffix:  # a deck's own figures stand in NAME.archcalc
            _copy(name, folder / "_extra" / "files" / name)
            lines.append(f'- <a href="files/{name}">{path.relative_to(ROOT / source)}</a>')
    (folder / home(source)).write_text("\n".join(lines) + "\n", encoding="utf-8")
