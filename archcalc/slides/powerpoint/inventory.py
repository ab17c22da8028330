"""What fields a deck has, kept in its document properties: by it lost ones are noticed.

LibreOffice saves a field as plain text, and keeps the properties (7.4). Each property is a piece of
one JSON list, no longer than editors let one be.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple
from xml.sax.saxutils import escape, quoteattr

from lxml import etree
from pptx.opc.package import Part
from pptx.opc.packuri import PackURI
from pptx.oxml import parse_xml

_SPACE = "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"
_TYPES = "http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"
_KIND = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/custom-properties"
_CONTENT = "application/vnd.openxmlformats-officedocument.custom-properties+xml"
_PART = "/docProps/custom.xml"
_USERS = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"
_NAME = re.compile(r"archcalc ([0-9]{1,6})")
_LONGEST = 240
_AROUND = 12
"""So many characters before and behind a field say where it stood."""


class Kept(NamedTuple):
    """A field as it was last written: where, what it asks for, its text, and what stood around."""

    leaf: str
    """The key of the slide."""
    asks: str
    text: str
    before: str
    behind: str


def kept(leaf: str, asks: str, text: str, paragraph: str, start: int) -> Kept:
    """A field of a paragraph's text."""
    end = start + len(text)
    around = paragraph[max(0, start - _AROUND) : start], paragraph[end : end + _AROUND]
    return Kept(leaf, asks, text, *around)


def missing(known: Iterable[Kept], there: Iterable[tuple[str, str]]) -> Iterator[Kept]:
    """Of the known fields those that are no more, by slide and what they ask for."""
    there = list(there)
    left, anywhere = Counter(there), Counter(asks for _, asks in there)
    late = []
    for one in known:
        if left[one.leaf, one.asks] > 0:
            left[one.leaf, one.asks] -= 1
            anywhere[one.asks] -= 1
        else:
            late.append(one)
    for one in late:  # a slide may have moved
        if anywhere[one.asks] > 0:
            anywhere[one.asks] -= 1
        else:
            yield one


def found_in(one: Kept, paragraph: str, *, same: bool) -> int:
    """Where a lost field's text stands in a paragraph, -1 for nowhere.

    In the `same` place its text as a word is enough; elsewhere what stood around it must be there.
    """
    text = "".join((one.before, one.text, one.behind))
    start = paragraph.find(text)
    short = min(len(one.before), len(one.behind)) < _AROUND and len(text) < 8
    if start >= 0 and not (short and paragraph != text):
        return start + len(one.before)
    if not same or not one.text:
        return -1
    word = re.search(rf"(?<![\w.,]){re.escape(one.text)}(?![\w]|[.,]\d)", paragraph)
    return word.start() if word else -1


# --- the properties ------------------------------------------------------------------------------


def read(opc: Any) -> list[Kept]:
    """What the deck's properties hold; nothing where they are not ours or are broken."""
    part = _part(opc)
    if part is None:
        return []
    pieces = {}
    for one in _properties(part.blob):
        found = _NAME.fullmatch(one.get("name", ""))
        if found:
            pieces[int(found[1])] = "".join(one.itertext())
    try:
        rows = json.loads("".join(pieces[n] for n in sorted(pieces)) or "[]")
        return [Kept(*map(str, row)) for row in rows]
    except (ValueError, TypeError, RecursionError):
        return []


def write(opc: Any, fields: Iterable[Kept]) -> Any | None:
    """Put the fields into the deck's properties; the part that changed, if any."""
    fields, part = list(fields), _part(opc)
    if part is None and not fields:
        return None
    others = _properties(part.blob) if part is not None else []
    blob = _document([o for o in others if not _NAME.fullmatch(o.get("name", ""))], fields)
    if part is None:
        part = Part(PackURI(_PART), _CONTENT, opc, blob)
        opc.relate_to(part, _KIND)
    elif part.blob == blob:
        return None
    part._blob = blob
    return part


def _part(opc: Any) -> Any | None:
    return next((rel.target_part for rel in opc._rels.values() if rel.reltype == _KIND), None)


def _properties(blob: bytes) -> list[Any]:
    try:
        root = parse_xml(blob)
    except etree.XMLSyntaxError:
        return []
    return [one for one in root if str(one.tag).endswith("}property")]


def _document(others: list[Any], fields: list[Kept]) -> bytes:
    text = json.dumps(fields, separators=(",", ":")) if fields else ""
    text = text.replace(" ", "\\u0020")  # editors cut blanks off
    pieces = [text[n : n + _LONGEST] for n in range(0, len(text), _LONGEST)]
    rows = [etree.tostring(one, encoding="unicode", with_tail=False) for one in others]
    rows += [
        f'<property fmtid={quoteattr(_USERS)} pid="0" name={quoteattr(f"archcalc {n}")}>'
        f"<vt:lpwstr>{escape(piece)}</vt:lpwstr></property>"
        for n, piece in enumerate(pieces, start=1)
    ]
    numbered = (
        re.sub(r'\bpid="[0-9]+"', f'pid="{n}"', row, count=1) for n, row in enumerate(rows, 2)
    )
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    root = f'<Properties xmlns="{_SPACE}" xmlns:vt="{_TYPES}">'
    return f"{head}{root}{''.join(numbered)}</Properties>".encode()
