"""Marked text: ``{{alexnet.params:si3}}`` becomes a field (``a:fld``) that looks as its run did.

ECMA-376 part 1, 21.1.2.2.4: a field's type says which text an application keeps there; other
applications show the text as it is.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from copy import deepcopy
from itertools import pairwise
from typing import NamedTuple
from uuid import NAMESPACE_URL, uuid5

from archcalc.lang import say
from archcalc.slides.asked import CHECKED
from archcalc.slides.powerpoint.names import straight
from archcalc.slides.powerpoint.package import Leaf
from archcalc.slides.powerpoint.xml import Element, all_of, child, name, named, new, remove, safe

_SIGN = "archcalc:"
_TYPED = re.compile(r"\{\{(?P<inner>[^{}]{1,1200})\}\}")
_OPEN = re.compile(
    r"\{\{[ \xa0]?(?:expect[ \xa0]|refute[ \xa0]|settings[ \xa0]|[A-Za-z][\w-]{0,60}[.@~])"
)
_EXPECT = re.compile(r"(?P<asks>(?:expect|refute) \S+) = (?P<held>.+)")
_WORD = re.compile(r"[A-Za-z\"./]")
_FIELD, _RUN, _TEXT = name("a:fld"), name("a:r"), name("a:t")


class Spot(NamedTuple):
    """Where marked text stands. `run` is a field, or the run of a marker that was typed."""

    leaf: Leaf
    shape: str
    run: Element
    asks: str
    text: str
    trouble: str = ""
    """What is wrong with it."""

    @property
    def typed(self) -> bool:
        """Whether it is no field yet."""
        return bool(self.run.tag == _RUN)


def paragraphs(leaf: Leaf, apart: frozenset[Element]) -> Iterator[Element]:
    """The paragraphs of every shape, table and group that is not in `apart`."""
    for paragraph in all_of(leaf.root, "a:p"):
        if not apart or apart.isdisjoint(paragraph.iterancestors()):
            yield paragraph


def shape_of(paragraph: Element) -> str:
    """The name of the shape that a paragraph stands in."""
    for ancestor in paragraph.iterancestors():
        found = named(ancestor)
        if found is not None:
            return str(found.get("name", ""))
    return ""


def spots(leaf: Leaf, paragraph: Element) -> Iterator[Spot]:
    """The markers of a paragraph: its fields, and what was typed, each made a run of its own."""
    for field in paragraph.iterchildren(_FIELD):
        kind = straight(field.get("type") or "")
        if kind.startswith(_SIGN):
            text = field.findtext(_TEXT) or ""
            yield Spot(leaf, shape_of(paragraph), field, kind.removeprefix(_SIGN).strip(), text)
    if "{{" in text_of(paragraph):
        yield from _typed(leaf, paragraph)


def text_of(paragraph: Element) -> str:
    """A paragraph's text as a person reads it."""
    return "".join(piece.text or "" for piece in all_of(paragraph, "a:t"))


def _typed(leaf: Leaf, paragraph: Element) -> Iterator[Spot]:
    for runs in _stretches(paragraph):
        text = "".join(run.findtext(_TEXT) or "" for run in runs)
        taken = []
        for found in _TYPED.finditer(text):
            inner = straight(found["inner"])
            if _WORD.match(inner):
                taken.append((found.span(), inner))
        rest = _OPEN.search(_TYPED.sub(lambda m: " " * len(m[0]), text))
        if rest:
            trouble = say("this marker is not closed: {{ is without its }}")
            yield Spot(leaf, shape_of(paragraph), runs[0], rest[0], "", trouble)
        cut = _cut(runs, [span for span, _ in taken])
        for run, (_, inner) in zip(cut, taken, strict=True):
            yield _read(leaf, shape_of(paragraph), run, inner)


def _read(leaf: Leaf, shape: str, run: Element, inner: str) -> Spot:
    first = inner.partition(" ")[0]
    if first == "settings":
        trouble = say(
            "settings stand in a shape's name, archcalc: settings lang=ko, where nobody sees them"
        )
        return Spot(leaf, shape, run, inner, "", trouble)
    if first not in CHECKED:
        return Spot(leaf, shape, run, inner, "")
    found = _EXPECT.fullmatch(inner)
    if not found:
        trouble = say(
            "the number to check goes behind the address: {{expect alexnet.conv1.params = 34,944}}"
        )
        return Spot(leaf, shape, run, inner, "", trouble)
    return Spot(leaf, shape, run, found["asks"], found["held"])


def _stretches(paragraph: Element) -> list[list[Element]]:
    """Runs that follow each other, with no line break or field between them."""
    found: list[list[Element]] = [[]]
    for part in paragraph:
        if part.tag == _RUN:
            found[-1].append(part)
        elif found[-1]:
            found.append([])
    return [runs for runs in found if runs]


def _cut(runs: list[Element], spans: list[tuple[int, int]]) -> list[Element]:
    """Give each stretch of text a run of its own, which looks as the run does where it starts."""
    pieces = _pieces(runs, [edge for span in spans for edge in span])
    starts = [at for at, _ in pieces]
    made = []
    for start, stop in spans:
        within = slice(bisect_left(starts, start), bisect_left(starts, stop))
        first, *others = [run for _, run in pieces[within]]
        _set(first, "".join(run.findtext(_TEXT) or "" for run in (first, *others)))
        for run in others:
            remove(run)
        made.append(first)
    return made


def _pieces(runs: list[Element], edges: list[int]) -> list[tuple[int, Element]]:
    """The runs, cut at these places of their text; each with where it begins."""
    found: list[tuple[int, Element]] = []
    start = 0
    for run in runs:
        text = run.findtext(_TEXT) or ""
        inner = edges[bisect_right(edges, start) : bisect_left(edges, start + len(text))]
        piece = run
        for at, stop in pairwise([start, *dict.fromkeys(inner), start + len(text)]):
            if at > start:
                piece = _like(run, piece)
            _set(piece, text[at - start : stop - start])
            found += [(at, piece)] * (at < stop)
        start += len(text)
    return found


def _like(run: Element, behind: Element) -> Element:
    """A run that looks as this one, put behind another."""
    fresh = new("a:r")
    looks = child(run, "a:rPr")
    if looks is not None:
        fresh.append(deepcopy(looks))
    behind.addnext(fresh)
    return fresh


def _set(run: Element, text: str) -> None:
    piece = run.find(_TEXT)
    if piece is None:
        piece = new("a:t")
        run.append(piece)
    piece.text = safe(text)


def fill(spot: Spot, text: str, key: str) -> None:
    """Let a field hold `text`; what was typed becomes a field. `key` tells it from others."""
    if not spot.typed:
        _set(spot.run, text)
        return
    field = new("a:fld", id=_guid(key), type=f"{_SIGN}{spot.asks}")
    looks = child(spot.run, "a:rPr")
    if looks is not None:
        field.append(deepcopy(looks))
    field.append(new("a:t", text))
    spot.run.getparent().replace(spot.run, field)


def free(spot: Spot) -> None:
    """Make a field plain text; what was typed and never filled in goes."""
    if spot.typed:
        remove(spot.run)
        return
    run = new("a:r")
    looks = child(spot.run, "a:rPr")
    if looks is not None:
        run.append(looks)
    run.append(new("a:t", spot.text))
    spot.run.getparent().replace(spot.run, run)


def lose(leaf: Leaf, paragraph: Element, start: int, text: str, asks: str) -> Spot | None:
    """The spot of a text that was a field: at `start` of the paragraph's plain runs."""
    at = places(paragraph)
    for runs in _stretches(paragraph):
        length = sum(len(run.findtext(_TEXT) or "") for run in runs)
        offset = start - at[runs[0]]
        if offset >= 0 and offset + len(text) <= length:
            (run,) = _cut(runs, [(offset, offset + len(text))])
            return Spot(leaf, shape_of(paragraph), run, asks, text)
    return None


def places(paragraph: Element) -> dict[Element, int]:
    """How many characters of a paragraph stand before each of its runs and fields."""
    found, total = {}, 0
    for part in paragraph:
        found[part] = total
        total += len(part.findtext(_TEXT) or "")
    return found


def _guid(key: str) -> str:
    return "{" + str(uuid5(NAMESPACE_URL, f"archcalc:{key}")).upper() + "}"
