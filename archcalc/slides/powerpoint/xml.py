"""Names and small parts of PresentationML, ECMA-376 part 1, sections 19 to 21."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from lxml import etree
from pptx.oxml import parse_xml

Element = Any
"""An element of lxml."""
SPACES = {
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "p": "http://schemas.openxmlformats.org/presentationml/2006/main",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "c": "http://schemas.openxmlformats.org/drawingml/2006/chart",
}
_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def name(tag: str) -> str:
    """``a:p`` as lxml writes it."""
    space, _, local = tag.partition(":")
    return f"{{{SPACES[space]}}}{local}"


def under(parent: Element, tag: str, text: str = "", **attributes: object) -> Element:
    """A new last child of `parent`."""
    return _filled(etree.SubElement(parent, name(tag)), text, attributes)


def new(tag: str, text: str = "", **attributes: object) -> Element:
    """A new element, as python-pptx makes it."""

    declared = " ".join(f'xmlns:{prefix}="{uri}"' for prefix, uri in SPACES.items())
    return _filled(parse_xml(f"<{tag} {declared}/>"), text, attributes)


def _filled(element: Element, text: str, attributes: dict[str, object]) -> Element:
    for key, value in attributes.items():
        element.set(key, safe(str(value)))
    if text:
        element.text = safe(text)
    return element


def safe(text: str) -> str:
    """`text` without characters that XML cannot hold."""
    return _FORBIDDEN.sub("\ufffd", text)


def all_of(root: Element, *tags: str) -> Iterator[Element]:
    """Every element of these names, in order."""
    yield from root.iter(*(name(tag) for tag in tags))


def child(parent: Element, *path: str) -> Any:
    """The first child, grandchild … of these names; None where there is none."""
    for tag in path:
        parent = parent.find(name(tag))
        if parent is None:
            return None
    return parent


def named(shape: Element) -> Element | None:
    """The properties of a shape that hold its name and its text for those who cannot see it."""
    for part in shape:
        found = child(part, "p:cNvPr")
        if found is not None:
            return found
    return None


def remove(element: Element) -> None:
    """Take an element away."""
    element.getparent().remove(element)
