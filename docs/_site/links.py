"""What a built site must hold to: no link without a target, nothing fetched from another host."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

_STYLE = re.compile(r"url\(\s*['\"]?([^'\")]+)|@import\s+['\"]([^'\"]+)")
_FETCHED = ("src", "srcset", "data", "poster")


class _Reader(HTMLParser):
    """A page's ids, the links that people follow, and what the browser fetches by itself."""

    def __init__(self) -> None:
        super().__init__()
        self.ids: set[str] = set()
        self.followed: list[str] = []
        self.fetched: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value for name, value in attrs if value is not None}
        self.ids.update(given[name] for name in ("id", "name") if name in given)
        if "href" in given:
            (self.followed if tag == "a" else self.fetched).append(given["href"])
        self.fetched += [given[name] for name in _FETCHED if name in given]
        self.fetched += _in_style(given.get("style", ""))


@cache
def _read(path: Path) -> _Reader:
    reader = _Reader()
    reader.feed(path.read_text(encoding="utf-8"))
    return reader


def faults(site: Path) -> Iterator[str]:
    """One line for each link that leads nowhere, and for each file that comes from elsewhere."""
    _read.cache_clear()
    for path in sorted(site.rglob("*.html")):
        reader, name = _read(path), path.relative_to(site)
        for link in reader.followed:
            if not _elsewhere(link) and not _leads(path, link):
                yield f"{name}: no {link}"
        yield from (f"{name}: {fault}" for fault in _fetching(path, reader.fetched))
    for path in sorted(site.rglob("*.css")):
        links = _in_style(path.read_text(encoding="utf-8"))
        yield from (f"{path.relative_to(site)}: {fault}" for fault in _fetching(path, links))


def _fetching(path: Path, links: list[str]) -> Iterator[str]:
    for link in links:
        if link.startswith(("data:", "#")):  # "#": a part of an inline drawing
            continue
        if _elsewhere(link):
            yield f"fetches {link}"
        elif not _leads(path, link):
            yield f"no {link}"


def _in_style(text: str) -> list[str]:
    return [first or second for first, second in _STYLE.findall(text)]


def _elsewhere(link: str) -> bool:
    return urlsplit(link).scheme in ("http", "https", "mailto") or link.startswith("//")


def _leads(path: Path, link: str) -> bool:
    parts = urlsplit(link)
    target = (path.parent / unquote(parts.path)).resolve() if parts.path else path
    if not target.is_file():
        return False
    wanted = unquote(parts.fragment)
    return not wanted or target.suffix != ".html" or wanted in _read(target).ids
