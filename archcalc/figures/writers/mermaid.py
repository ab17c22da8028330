"""Mermaid's text, for Markdown that GitHub, Obsidian and the like draw. It lays out by itself."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

from archcalc.figures import labels
from archcalc.figures.drawing import Drawing
from archcalc.figures.paint import colour
from archcalc.figures.scheme import Scheme, Unit
from archcalc.figures.themes import DARK, LIGHT
from archcalc.figures.writers._limits import check
from archcalc.figures.writers._tree import Branch, tree
from archcalc.figures.writers._words import needs_scheme, words_of

SUFFIXES, BINARY = (".mmd", ".mermaid"), False
_MOST_EDGES = 500
_MOST_TEXT = 50_000
"""Mermaid's own limits, maxEdges and maxTextSize."""
_FORMS = {"box": '["{}"]', "bar": '["{}"]', "circle": '(("{}"))', "input": '(["{}"])'}


def write(drawing: Drawing, scale: float = 1) -> str:
    """A flow chart. Raises InputError beyond what Mermaid takes."""
    scheme = needs_scheme(drawing, "Mermaid")
    check("Mermaid", "arrows", len(scheme.edges), _MOST_EDGES)
    text = "\n".join(_lines(drawing, scheme)) + "\n"
    check("Mermaid", "characters", len(text), _MOST_TEXT)
    return text


def _lines(drawing: Drawing, scheme: Scheme) -> Iterator[str]:
    lengthwise = drawing.direction if drawing.direction in ("LR", "BT") else "TB"
    yield "---"
    title = " ".join(drawing.title.split()).translate(_NO_MARKUP)
    yield f"title: {json.dumps(title, ensure_ascii=False)}"
    yield "---"
    yield f"flowchart {lengthwise}"
    yield f"  accTitle: {_plain(drawing.title)}"
    yield f"  accDescr: {_plain(drawing.description)}"
    yield from _inside(tree(scheme), scheme, drawing, "  ")
    for one, other in scheme.edges:
        label = f'|"{escape(words_of(scheme.units[one], ("shape",)))}"|' if drawing.edges else ""
        yield f"  n{one} -->{label} n{other}"
    yield from _classes(drawing, scheme)


_NO_MARKUP = str.maketrans("<>&", "‹›+")
"""Mermaid cuts out of a title what looks like HTML."""


def _inside(
    branches: Iterable[int | Branch], scheme: Scheme, drawing: Drawing, indent: str
) -> Iterator[str]:
    for item in branches:
        if isinstance(item, int):
            yield f"{indent}n{item}{_node(scheme.units[item], drawing.labels)}"
            continue
        yield f'{indent}subgraph g{item.number}["{escape(item.label)}"]'
        yield from _inside(item.items, scheme, drawing, indent + "  ")
        yield f"{indent}end"


def _node(unit: Unit, names: tuple[str, ...]) -> str:
    text = unit.sign or "<br/>".join(escape(line.text) for line in labels.lines(unit, names))
    if unit.times > 1:
        text += f"<br/>×{unit.times}"
    return _FORMS[unit.form].format(text)


def _classes(drawing: Drawing, scheme: Scheme) -> Iterator[str]:
    theme = DARK if drawing.dark else LIGHT
    members: dict[str, list[int]] = {}
    for i, unit in enumerate(scheme.units):
        members.setdefault(colour(unit), []).append(i)
    for name, numbers in members.items():
        fill, stroke = theme.tints[name]
        if fill:
            yield f"  classDef {name} fill:{fill},stroke:{stroke},color:{theme.ink}"
            yield f"  class {','.join(f'n{i}' for i in numbers)} {name}"


def escape(text: str) -> str:
    """Text between quotes; signs with a meaning to Mermaid, HTML or Markdown go by number."""
    return "".join(c if c.isalnum() or c in _HARMLESS else f"#{ord(c)};" for c in text)


_HARMLESS = frozenset(" ,.-/×·…→()=+:−\u202f")


def _plain(text: str) -> str:
    """An accessible title or description, which Mermaid takes as it stands up to the line's end."""
    return " ".join("".join(c if c.isalnum() or c in _HARMLESS else " " for c in text).split())
