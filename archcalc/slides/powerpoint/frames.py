"""Where a shape stands on its slide, and something else put in its place."""

from __future__ import annotations

from typing import NamedTuple

from archcalc.slides.powerpoint.package import Leaf
from archcalc.slides.powerpoint.xml import Element, all_of, child, name, named, under

GRAPHIC, GROUP, TEXT = name("p:graphicFrame"), name("p:grpSp"), name("p:sp")
EMU = 12_700
"""English metric units in a point."""


class Frame(NamedTuple):
    """A rectangle in English metric units."""

    x: int
    y: int
    width: int
    height: int


def shapes(leaf: Leaf) -> list[Element]:
    """Every shape, also within groups."""
    tags = ("p:sp", "p:pic", "p:graphicFrame", "p:grpSp", "p:cxnSp")
    return list(all_of(leaf.root, *tags))


def frame_of(leaf: Leaf, shape: Element) -> Frame | None:
    """Where a shape stands, a placeholder where its layout puts it; None where nothing says so."""
    placed = _transform(shape)
    if placed is not None:
        off, ext = child(placed, "a:off"), child(placed, "a:ext")
        if off is not None and ext is not None:
            at = (off.get("x", 0), off.get("y", 0), ext.get("cx", 0), ext.get("cy", 0))
            return Frame(*map(int, at))
    for one in leaf.page.placeholders:
        if one._element is shape and one.width is not None:
            return Frame(one.left, one.top, one.width, one.height)
    return None


def _transform(shape: Element) -> Element | None:
    for path in (("p:xfrm",), ("p:spPr", "a:xfrm"), ("p:grpSpPr", "a:xfrm")):
        found = child(shape, *path)
        if found is not None:
            return found
    return None


def in_group(shape: Element) -> bool:
    """Whether a shape is part of a group."""
    return bool(shape.getparent().tag == GROUP)


def swap(leaf: Leaf, old: Element, fresh: Element) -> Element:
    """Put a fresh shape where an old one stood, under its name and number.

    What only the old one showed (a picture, a chart) leaves the deck with it.
    """
    before, after = named(old), named(fresh)
    assert before is not None
    assert after is not None
    for key in ("id", "name"):
        after.set(key, before.get(key))
    if before.get("descr") and not after.get("descr"):
        after.set("descr", before.get("descr"))
    relations = related(old)
    old.getparent().replace(old, fresh)
    for relation in relations - related(leaf.root):
        leaf.page.part._rels.pop(relation)
    return fresh


def related(element: Element) -> set[str]:
    """The relations that a shape and all in it have to other parts."""
    space = name("r:id").partition("}")[0] + "}"
    return {
        value
        for one in element.iter()
        for key, value in one.attrib.items()
        if key.startswith(space)
    }


def place(parent: Element, tag: str, frame: Frame) -> Element:
    """Give a shape its rectangle."""
    placed = under(parent, tag)
    under(placed, "a:off", x=frame.x, y=frame.y)
    under(placed, "a:ext", cx=frame.width, cy=frame.height)
    return placed
