"""Where an HTML page is code, or text that browsers do not read as markup."""

from __future__ import annotations

import re

Span = tuple[int, int]
_RAW = frozenset(["script", "style", "textarea", "title", "xmp", "iframe", "noembed", "noframes"])
"""Elements that hold no others: they reach to their own end tag (HTML, section 13.2.5)."""
_SHOWN = frozenset(("pre", "code", "template"))
_TAG = re.compile(r"<!--|<(?P<ends>/?)(?P<name>[a-zA-Z][^\s/<>]{0,40})")
_QUOTED = re.compile(r"[\"'>]")
_MARKER = re.compile(r"<!--[ \t]*/?archcalc")


def masked(text: str) -> list[Span]:
    """Comments that are no markers, attributes, and what code, script and style elements hold."""
    found: list[Span] = []
    outer, deep, start, at = "", 0, 0, 0
    while token := _TAG.search(text, at):
        name = (token["name"] or "").lower()
        if not name:
            at = _comment(text, token.start(), found, bool(deep))
            continue
        at = _tag_end(text, token.end(), [] if deep else found)
        if name in _RAW and not token["ends"]:
            end = _raw_end(text, name, at)
            found += [] if deep else [(at, end)]
            at = end
        elif name == outer if deep else name in _SHOWN and not token["ends"]:
            outer, start = name, start if deep else at
            deep += -1 if token["ends"] else 1
            found += [] if deep else [(start, token.start())]
    return [*found, (start, len(text))] if deep else found


def _comment(text: str, start: int, found: list[Span], within: bool) -> int:
    end = text.find("-->", start + 2)
    end = len(text) if end < 0 else end + 3
    if not within and not _MARKER.match(text, start):
        found.append((start, end))
    return end


def _tag_end(text: str, at: int, masked: list[Span]) -> int:
    """Behind the tag's ``>``; one within a quoted value is none."""
    while found := _QUOTED.search(text, at):
        at = found.end()
        if found[0] == ">":
            return at
        if text[max(0, at - 10) : at - 1].rstrip().endswith("="):
            start, at = at, text.find(found[0], at) + 1 or len(text)
            masked += [(start, at)] if "<" in text[start:at] else []
    return len(text)


def _raw_end(text: str, name: str, at: int) -> int:
    found = re.compile(rf"</{name}(?=[\s/>])", re.I).search(text, at)
    return found.start() if found else len(text)
