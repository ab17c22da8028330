"""A PowerPoint deck: its markers found, held against what is made for them, and refreshed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from archcalc.errors import ArchcalcError, InputError, shorten
from archcalc.lang import say
from archcalc.slides.asked import settings_in
from archcalc.slides.model import Expected, Made, Mark, Problem, State, Value
from archcalc.slides.powerpoint import blocks, fields, frames, inventory
from archcalc.slides.powerpoint.blocks import Block
from archcalc.slides.powerpoint.fields import Spot
from archcalc.slides.powerpoint.inventory import Kept
from archcalc.slides.powerpoint.names import name_in
from archcalc.slides.powerpoint.package import Leaf, Package
from archcalc.slides.powerpoint.xml import Element, named

MOST_MARKS = 20_000
_MOST_KEPT = 20_000
_MOST_LOOKS = 2_000_000
"""So often a lost field is looked for all over the deck, and not only where it stood."""


@contextmanager
def _readable() -> Iterator[None]:
    """Within, what python-pptx says of a broken shape is said to a person."""
    try:
        yield
    except (AttributeError, IndexError, KeyError, TypeError, ValueError) as error:
        text = "this shape cannot be read: {reason}"
        raise InputError(say(text, reason=shorten(error) or type(error).__name__)) from error


class Lost(Spot):
    """A field that another program saved as plain text."""


class PowerPointDeck:
    """A deck of slides. Raises InputError for what is none."""

    def __init__(self, data: bytes, name: str) -> None:
        self.name, self._package = name, Package(data, name)
        self._problems: list[Problem] = []
        self._settings: dict[str, str] = {}
        self._blocks: frozenset[Element] = frozenset()
        self._texts: list[tuple[Leaf, Element]] = []
        self._still: dict[int, Kept] = {}
        self._turn = 0
        found = list(self._named())
        self._blocks = frozenset(mark.handle.shape for mark in found)
        spots = [mark for leaf in self._package.leaves for mark in self._marked(leaf)]
        if len(spots) + len(found) > MOST_MARKS:
            text = "{file} has {n} markers; a deck has at most {most}"
            n = f"{len(spots) + len(found):,}"
            raise InputError(say(text, file=name, n=n, most=f"{MOST_MARKS:,}"))
        self._known = inventory.read(self._package.opc)[:_MOST_KEPT]
        order = {leaf.key: turn for turn, leaf in enumerate(self._package.leaves)}
        self.marks: Sequence[Mark] = sorted(
            [*spots, *self._lost(spots), *found], key=lambda mark: order[mark.handle.leaf.key]
        )
        self.problems: Sequence[Problem] = self._problems
        self.settings: Mapping[str, str] = self._settings

    # --- reading ---------------------------------------------------------------------------------

    def _named(self) -> Iterator[Mark]:
        """Shapes whose names are markers."""
        for leaf in self._package.leaves:
            for shape in frames.shapes(leaf):
                properties = named(shape)
                found = None if properties is None else name_in(properties.get("name", ""))
                if found is None:
                    continue
                verb, *words = found.asks.split() or [""]
                if verb == "settings":
                    self._set(leaf, words)
                elif not leaf.blocks:
                    self._wrong(leaf, found.asks, say("tables and figures stand on slides only"))
                else:
                    place = f"{self.name}:{leaf.label}"
                    yield Mark(place, found.asks, "", True, Block(leaf, shape, found))

    def _set(self, leaf: Leaf, words: Sequence[str]) -> None:
        try:
            self._settings.update(settings_in(words))
        except ArchcalcError as error:
            self._wrong(leaf, "", str(error))

    def _wrong(self, leaf: Leaf, shape: str, text: str) -> None:
        self._problems.append(Problem(self._place(leaf, shape), text))

    def _place(self, leaf: Leaf, shape: str) -> str:
        return f'{self.name}:{leaf.label}, "{shape}"' if shape else f"{self.name}:{leaf.label}"

    def _marked(self, leaf: Leaf) -> Iterator[Mark]:
        """Marked text outside such shapes."""
        for paragraph in fields.paragraphs(leaf, self._blocks):
            self._texts.append((leaf, paragraph))
            for spot in fields.spots(leaf, paragraph):
                if spot.trouble:
                    self._wrong(leaf, spot.shape, spot.trouble)
                else:
                    yield self._mark(spot)

    def _mark(self, spot: Spot) -> Mark:
        return Mark(self._place(spot.leaf, spot.shape), spot.asks, spot.text, False, spot)

    def _lost(self, there: Sequence[Mark]) -> Iterator[Mark]:
        """Fields that are text now, by what the deck's properties say of them."""
        here = [(mark.handle.leaf.key, mark.asks) for mark in there if not mark.handle.typed]
        gone = list(inventory.missing(self._known, here))
        if not gone:
            return
        texts = [(leaf, p, fields.text_of(p)) for leaf, p in self._texts]
        everywhere = len(gone) * len(texts) < _MOST_LOOKS
        taken: set[tuple[int, int]] = set()
        for one in gone:
            for leaf, paragraph, text in _nearest(texts, one, everywhere=everywhere):
                start = inventory.found_in(one, text, same=leaf.key == one.leaf)
                spot = None
                if start >= 0 and (id(paragraph), start) not in taken:
                    spot = fields.lose(leaf, paragraph, start, one.text, one.asks)
                if spot is not None:
                    taken.add((id(paragraph), start))
                    lost = Lost(*spot)
                    self._still[id(lost)] = one
                    yield self._mark(lost)
                    break

    # --- changing --------------------------------------------------------------------------------

    def call(self, name: str) -> None:
        """Nothing: all is in the deck."""

    def hold(self, mark: Mark, made: Made) -> State:
        """Whether a mark holds what is made for it. Raises InputError where it cannot."""
        if isinstance(mark.handle, Block):
            with _readable():
                return blocks.state(mark.handle, made)
        spot: Spot = mark.handle
        if isinstance(made, Expected) and not made.holds:
            self.put(mark, made)  # the number, in place of a marker that was typed
            return "wrong"
        if isinstance(spot, Lost):
            return "lost"
        if isinstance(made, Expected):
            return "stale" if spot.typed else "right"
        assert isinstance(made, Value)
        return "current" if not spot.typed and spot.text == made.text else "stale"

    def put(self, mark: Mark, made: Made) -> None:
        """Let a mark hold what is made for it."""
        handle = mark.handle
        if isinstance(handle, Block):
            with _readable():
                self._package.touch(*blocks.put(handle, made))
            return
        if isinstance(made, Expected) and not handle.typed:
            return
        text = mark.text if isinstance(made, Expected) else self.show(made)
        fields.fill(handle, text, f"{mark.place} {mark.asks} {self._turn}")
        self._turn += 1
        self._still.pop(id(handle), None)
        self._package.touch(handle.leaf.page.part)

    def show(self, made: Made) -> str:
        """What a mark would hold, on one line, for a report."""
        if isinstance(made, Expected):
            return made.verdict.written
        return made.text if isinstance(made, Value) else ""

    def strip(self, mark: Mark) -> None:
        """Take the marker away and leave what it holds."""
        if isinstance(mark.handle, Block):
            blocks.free(mark.handle)
        else:
            self._still.pop(id(mark.handle), None)
            fields.free(mark.handle)
        self._package.touch(mark.handle.leaf.page.part)

    def content(self) -> bytes:
        """The deck with all changes: the very bytes that were read where there are none."""
        if self._package.changed:
            part = inventory.write(self._package.opc, self._fields())
            if part is not None:
                self._package.touch(part)
        return self._package.content()

    def _fields(self) -> Iterator[Kept]:
        """All fields as they are now, and those that are still lost."""
        for leaf, paragraph in self._texts:
            there = [spot for spot in fields.spots(leaf, paragraph) if not spot.typed]
            text = fields.text_of(paragraph) if there else ""
            starts = fields.places(paragraph) if there else {}
            for spot in there:
                yield inventory.kept(leaf.key, spot.asks, spot.text, text, starts[spot.run])
        yield from self._still.values()

    def beside(self, everything: bool = False) -> Mapping[str, bytes]:
        """Nothing: all is in the deck."""
        return {}


def _nearest(
    texts: Sequence[tuple[Leaf, Any, str]], one: Kept, *, everywhere: bool
) -> Iterator[tuple[Leaf, Any, str]]:
    """The paragraphs where a field stood, then the others."""
    yield from (each for each in texts if each[0].key == one.leaf)
    if everywhere:
        yield from (each for each in texts if each[0].key != one.leaf)
