"""DOT, the language of Graphviz, which lays out by itself."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from archcalc.figures import labels
from archcalc.figures.drawing import Drawing
from archcalc.figures.paint import colour
from archcalc.figures.scheme import Scheme, Unit
from archcalc.figures.themes import DARK, LIGHT, Theme
from archcalc.figures.writers._limits import check
from archcalc.figures.writers._tree import Branch, tree
from archcalc.figures.writers._words import needs_scheme, words_of

SUFFIXES, BINARY = (".dot", ".gv"), False
_MOST = 5000
"""Boxes; beyond, dot takes minutes."""
_FORMS = {
    "box": 'shape=box style="rounded,filled"',
    "bar": 'shape=box style="rounded,filled"',
    "circle": 'shape=circle style=filled width=0.3 fixedsize=true margin=0',
    "input": "shape=plaintext",
}  # fmt: skip


def write(drawing: Drawing, scale: float = 1) -> str:
    """A digraph. Raises InputError for more boxes than dot can place."""
    scheme = needs_scheme(drawing, "DOT")
    check("DOT", "boxes", len(scheme.units), _MOST)
    return "\n".join(_lines(drawing, scheme, DARK if drawing.dark else LIGHT)) + "\n"


def _lines(drawing: Drawing, scheme: Scheme, theme: Theme) -> Iterator[str]:
    font = 'fontname="Helvetica,Arial,sans-serif"'
    yield f"digraph {quote(drawing.title)} {{"
    background = drawing.background or "transparent"
    direction = drawing.direction or "TB"
    yield f'  rankdir={direction} bgcolor="{background}" tooltip={quote(drawing.description)}'
    yield f'  node [{font} fontsize=11 fontcolor="{theme.ink}" margin="0.12,0.06" height=0.3]'
    yield f'  edge [{font} fontsize=9 fontcolor="{theme.muted}" color="{theme.line}" arrowsize=0.7]'
    yield from _inside(tree(scheme), scheme, drawing, theme, "  ")
    for one, other in scheme.edges:
        text = words_of(scheme.units[one], ("shape",)) if drawing.edges else ""
        yield f"  n{one} -> n{other}" + (f" [label={quote(' ' + text)}]" if text else "")
    yield "}"


def _inside(
    branches: Iterable[int | Branch], scheme: Scheme, drawing: Drawing, theme: Theme, indent: str
) -> Iterator[str]:
    for item in branches:
        if isinstance(item, int):
            yield indent + _node(item, scheme.units[item], drawing.labels, theme)
            continue
        fill, stroke = theme.frame
        yield f"{indent}subgraph cluster_{item.number} {{"
        yield f'{indent}  label={quote(item.label)} labeljust=l style="rounded,filled"'
        yield f'{indent}  fillcolor="{fill}" color="{stroke}" fontcolor="{theme.muted}"'
        yield from _inside(item.items, scheme, drawing, theme, indent + "  ")
        yield f"{indent}}}"


def _node(number: int, unit: Unit, names: tuple[str, ...], theme: Theme) -> str:
    fill, stroke = theme.tints[colour(unit)]
    text = unit.sign or "\n".join(line.text for line in labels.lines(unit, names))
    text += f"\n×{unit.times}" if unit.times > 1 else ""
    paint = f' fillcolor="{fill}" color="{stroke}"' if fill else ""
    names_it = f"tooltip={quote(labels.title(unit))} id={quote(unit.path)}"
    return f"n{number} [label={quote(text)} {names_it} {_FORMS[unit.form]}{paint}]"


def quote(text: str) -> str:
    """A quoted string; a backslash begins no escape of dot's."""
    text = "".join(c if c.isprintable() or c == "\n" else " " for c in text)
    for sign, spelled in (("\\", "\\\\"), ('"', '\\"'), ("&", "&amp;"), ("\n", "\\n")):
        text = text.replace(sign, spelled)
    return f'"{text}"'
