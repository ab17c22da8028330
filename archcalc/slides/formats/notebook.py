"""Jupyter notebooks: what Markdown cells hold, with Markdown's markers.

Only the source of a cell is written anew, line for line in the file's own manner; everything else
of the file stays as it is. Figures are files beside the notebook, as for Markdown.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any, NamedTuple

from archcalc.errors import ArchcalcError, InputError
from archcalc.lang import say
from archcalc.slides.asked import settings_in
from archcalc.slides.formats import markdown
from archcalc.slides.formats._json import Span, elements, is_ascii, members, value_at
from archcalc.slides.model import Deck, Made, Mark, Problem, State
from archcalc.slides.text import text_in

SUFFIXES = (".ipynb",)
MOST_BYTES = 100_000_000
"""The outputs of a notebook's code take room."""
_VERSION = 4
_SIGN = "archcalc"


class _Cell(NamedTuple):
    """A Markdown cell: its number among all cells, its source and where that stands, its deck."""

    number: int
    source: str
    span: Span
    deck: Deck


class NotebookDeck:
    """A notebook whose Markdown cells are decks. Raises InputError for what is no notebook."""

    def __init__(self, data: bytes, name: str) -> None:
        self.name, self._text = name, text_in(data, name, MOST_BYTES)
        self._start = int(self._text.startswith("\ufeff"))
        self._notebook = self._read()
        self._cells = list(self._decks())
        problems: list[Problem] = []
        self.settings: Mapping[str, str] = self._settings(problems)
        for cell in self._cells:
            problems += (Problem(self._place(cell, p.place), p.text) for p in cell.deck.problems)
        self.problems: Sequence[Problem] = problems
        self.marks: Sequence[Mark] = [
            mark._replace(place=self._place(cell, mark.place), handle=(cell, mark))
            for cell in self._cells
            for mark in cell.deck.marks
        ]

    # --- reading ---------------------------------------------------------------------------------

    def _read(self) -> Mapping[str, Any]:
        try:
            found, (_, end) = value_at(self._text, self._start)
        except json.JSONDecodeError as error:
            text = "{file}:{line}:{column} is no JSON: {reason}"
            place = {"line": error.lineno, "column": error.colno}
            raise InputError(say(text, file=self.name, **place, reason=error.msg)) from None
        except RecursionError:
            raise InputError(say("{file} is nested too deep", file=self.name)) from None
        except ValueError:  # a number of more digits than Python reads
            raise InputError(say("{file} is no Jupyter notebook", file=self.name)) from None
        if self._text[end:].strip() or not isinstance(found, dict) or "nbformat" not in found:
            raise InputError(say("{file} is no Jupyter notebook", file=self.name))
        if found["nbformat"] != _VERSION:
            text = "{file} is a notebook of format {found}; {wanted} is needed: {command}"
            command = f"jupyter nbconvert --to notebook --nbformat 4 --inplace {self.name}"
            values = {"file": self.name, "found": found["nbformat"], "wanted": _VERSION}
            raise InputError(say(text, **values, command=command))
        if not _has_cells(found):
            raise InputError(say("{file} is no Jupyter notebook", file=self.name))
        return found

    def _decks(self) -> Iterator[_Cell]:
        keys = dict(members(self._text, value_at(self._text, self._start)[1][0]))
        for number, at in enumerate(elements(self._text, keys["cells"]), 1):
            cell, span = value_at(self._text, at)
            source = "".join(cell["source"])
            if cell["cell_type"] != "markdown" or _SIGN not in source:
                continue
            place = dict(members(self._text, span[0]))["source"]
            name = f"{self.name}:" + say("cell {n}", n=number)
            deck = markdown.read(source.encode(errors="surrogatepass"), name)
            yield _Cell(number, source, value_at(self._text, place)[1], deck)

    def _settings(self, problems: list[Problem]) -> Mapping[str, str]:
        """``{"archcalc": {"lang": "ko"}}`` in the notebook's metadata, and what its cells say."""
        settings: dict[str, str] = {}
        metadata = self._notebook.get("metadata")
        given = metadata.get(_SIGN) if isinstance(metadata, dict) else None
        pairs = given.items() if isinstance(given, dict) else [(str(given), "")]
        try:
            settings.update(settings_in([f"{k}={v}" for k, v in pairs] if given else []))
        except ArchcalcError as error:
            problems.append(Problem(f"{self.name}:metadata", str(error)))
        for cell in self._cells:
            settings.update(cell.deck.settings)
        return settings

    def _place(self, cell: _Cell, place: str) -> str:
        line = place.rpartition(":")[2]
        return f"{self.name}:" + say("cell {n}:line {line}", n=cell.number, line=line)

    # --- changing --------------------------------------------------------------------------------

    def call(self, name: str) -> None:
        """Let files beside the notebook be named as of one called so."""
        for cell in self._cells:
            cell.deck.call(name)

    def hold(self, mark: Mark, made: Made) -> State:
        """Whether a mark holds what is made for it. Raises InputError where it cannot."""
        cell, inner = mark.handle
        return cell.deck.hold(inner, made)  # type: ignore[no-any-return]

    def put(self, mark: Mark, made: Made) -> None:
        """Let a mark hold what is made for it."""
        cell, inner = mark.handle
        cell.deck.put(inner, made)

    def show(self, made: Made) -> str:
        """What a mark would hold, on one line, for a report."""
        return self._cells[0].deck.show(made)

    def strip(self, mark: Mark) -> None:
        """Take the marker away and leave what it holds."""
        cell, inner = mark.handle
        cell.deck.strip(inner)

    def content(self) -> bytes:
        """The notebook with all changes."""
        parts, place = [], 0
        for cell in self._cells:
            new = cell.deck.content().decode()
            if new != cell.source:
                start, end = cell.span
                parts += [self._text[place:start], self._written(cell.span, new)]
                place = end
        return "".join([*parts, self._text[place:]]).encode()

    def _written(self, span: Span, source: str) -> str:
        """A source in the manner of the one at `span`; lines that were there stay as they are."""
        old, ascii = self._text[slice(*span)], self._ascii
        if old[0] == '"':
            return json.dumps(source, ensure_ascii=ascii)
        spans = [value_at(old, at)[1] for at in elements(old, 0)]
        known = {json.loads(old[a:b]): old[a:b] for a, b in spans}
        lines = [
            known.get(line) or json.dumps(line, ensure_ascii=ascii)
            for line in source.splitlines(keepends=True)
        ]
        first, last = old[: spans[0][0]], old[spans[-1][1] :]
        between = old[spans[0][1] : spans[1][0]] if len(spans) > 1 else f",{first[1:] or ' '}"
        return first + between.join(lines) + last

    @cached_property
    def _ascii(self) -> bool:
        return is_ascii(self._text)

    def beside(self, everything: bool = False) -> Mapping[str, bytes]:
        """Files beside the notebook, by their path from its folder: those that change, or all."""
        decks = (cell.deck.beside(everything) for cell in self._cells)
        return {name: data for files in decks for name, data in files.items()}


def _has_cells(notebook: Mapping[str, Any]) -> bool:
    """Whether its cells are such as the format says, as far as it matters here."""
    cells = notebook.get("cells")
    return isinstance(cells, list) and all(
        isinstance(cell, dict) and isinstance(cell.get("cell_type"), str) and _is_source(cell)
        for cell in cells
    )


def _is_source(cell: Mapping[str, Any]) -> bool:
    found = cell.get("source")
    lines = found if isinstance(found, list) else [found]
    return all(isinstance(line, str) for line in lines)


def read(data: bytes, name: str) -> Deck:
    """The deck that a notebook is."""
    return NotebookDeck(data, name)
