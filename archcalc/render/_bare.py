"""HTML tables without a style sheet: what the classes of `html` mean is said at each element.

They stand in somebody else's page, in its fonts and colours.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from archcalc.render import html
from archcalc.views.model import Page, Style

_LINE = "1px solid rgba(128, 128, 128, 0.6)"
_CELL = "padding: 0.15em 0.6em; text-align: left"
_BRACKET = "linear-gradient(currentColor, currentColor)"
_ELEMENTS: Mapping[str, str] = {
    "figure": "margin: 0.5em 0",
    "table": f"border-collapse: collapse; border-bottom: {_LINE}; margin: 0 auto; "
    "font-variant-numeric: tabular-nums",
    "thead": f"border-bottom: {_LINE}; font-weight: 600",
    "th": f"{_CELL}; font-weight: inherit",
    "td": _CELL,
    "figcaption": "font-size: 0.7em",
    "p": "margin: 0.3em 0",
    "sub": "font-size: 0.65em; vertical-align: sub; line-height: 0",
}
_CLASSES: Mapping[str, str] = {
    "right": "text-align: right",
    "center": "text-align: center",
    "level": "padding-left: calc(0.6em + 1.3em * var(--level))",
    "total": f"font-weight: 600; border-top: {_LINE}",
    "heading": "font-weight: 600",
    "stacked": "vertical-align: middle",
    "times": "display: block; white-space: nowrap",
    "bracket": "display: inline-block; vertical-align: middle; padding: 0 0.5em; "
    f"text-align: center; border: solid; border-width: 0 1.5px; "
    f"background: {_BRACKET} 0 0, {_BRACKET} 100% 0, {_BRACKET} 0 100%, {_BRACKET} 100% 100%; "
    "background-size: 0.3em 1.5px; "
    "background-repeat: no-repeat",
    "printed": "opacity: 0.7",
    "blank": "display: inline-block; width: 5em; height: 1em; border-bottom: 1px solid",
    "prose": "text-align: left",
}
# Text is escaped, so that every "<" begins a tag, and no quotation mark stands elsewhere.
_TAG = re.compile(r'<(\w+)([^<>]*?)(?: class="([^"]*)")?(?: style="([^"]*)")?>')


def bare(page: Page, style: Style) -> str:
    """All tables of a page, each as a figure."""
    return "".join(styled(html.figure(table, style)) for table in page.tables)


def styled(text: str) -> str:
    """Our own HTML with its elements' and classes' styles written out."""
    return _TAG.sub(_styled, text)


def _styled(found: re.Match[str]) -> str:
    name, others, classes, given = found.groups()
    said = [_ELEMENTS.get(name, ""), *map(_CLASSES.get, (classes or "").split()), given]
    style = _merged("; ".join(filter(None, said)))
    return f"<{name}{others}" + (f' style="{style}"' if style else "") + ">"


def _merged(style: str) -> str:
    """Each property once, as said last."""
    pairs = (pair.partition(": ") for pair in style.split("; ") if pair)
    return "; ".join(f"{name}: {value}" for name, _, value in {p[0]: p for p in pairs}.values())
