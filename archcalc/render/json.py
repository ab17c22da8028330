"""JSON: the page's data, exact; short lists of plain values stay on one line."""

from __future__ import annotations

import json
import re

from archcalc.signs import is_unicode
from archcalc.views.model import Page, Style

_SCALAR = r'(?:-?\d[\d.eE+-]*|"(?:[^"\\\n]|\\.){0,40}")'
# A list broken over lines. No string holds a raw line break, so none can look like one.
_SHORT_LIST = re.compile(rf"\[\n\s+({_SCALAR}(?:,\n\s+{_SCALAR})*)\n\s+\]")
_BREAK = re.compile(r",\n\s+")


def render(page: Page, style: Style) -> str:
    """`page.data()`; characters outside ASCII are escaped where the output is not Unicode."""
    text = json.dumps(
        page.data(),
        ensure_ascii=not is_unicode(style.encoding),
        indent=2,
        allow_nan=False,
        default=dict,
    )
    return _SHORT_LIST.sub(lambda found: f"[{_BREAK.sub(', ', found[1])}]", text) + "\n"
