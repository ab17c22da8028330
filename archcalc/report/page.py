"""The page: the data of some networks put into the frame, style and scripts that ship with it."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Sequence
from dataclasses import replace
from importlib.resources import files
from typing import Any

from archcalc import __version__
from archcalc.analysis import Analysis
from archcalc.counting import WAYS
from archcalc.errors import ArchcalcError
from archcalc.figures import diagram
from archcalc.figures.themes import DARK, LIGHT
from archcalc.formula import letter
from archcalc.lang import say, spoken
from archcalc.report.graph import graph
from archcalc.report.tables import comparison, notes, published
from archcalc.report.trees import identities
from archcalc.report.words import symbols, words
from archcalc.units import exact, power
from archcalc.views.words import heading

_SUMS = ("params", "multiplies", "elementwise", "activations")
_WRITTEN_OUT = 10**9
_SPARE = re.compile(
    r"(?<=>)\n(<title>[^<]*</title>\n)?"
    r'| (?:stroke-linejoin|id)="(?:round|n\d+-layer-[^"]*)"'
)
"""What the page's diagrams do without: tips and ids (layers are told by their data-path)."""
_SLOT = re.compile(r"<!--(\w+)-->")


def page(analyses: Sequence[Analysis]) -> str:
    """The HTML of a page about these networks, in the language spoken.

    It starts at the analyses' inputs and batch. Names and titles come out as text, whatever they
    hold.
    """
    data = {
        "version": __version__,
        "language": spoken(),
        "words": words(),
        "symbols": symbols(_letters(analyses)),
        "identities": identities(),
        "batch": analyses[0].batch,
        "withAux": analyses[0].with_aux,
        "ways": [[way.key, say(way.sentence)] for way in WAYS],
        "networks": [_network(analysis) for analysis in analyses],
        "comparison": comparison(analyses) if len(analyses) > 1 else [],
    }
    drawings = "\n".join(_diagram(a, f"n{i}-") for i, a in enumerate(analyses))
    slots = {
        "lang": spoken(),
        "title": html.escape(", ".join(map(heading, analyses))),
        "noscript": html.escape(words()["noScript"]),
        "style": _static("page.css") + _repainted(drawings),
        "diagrams": drawings,
        "data": _json(data),
        "library": _static("preact.js"),
        "script": _static("page.js"),
    }
    return _SLOT.sub(lambda slot: slots[slot[1]], _static("page.html"))


def _network(analysis: Analysis) -> dict[str, Any]:
    network, totals = analysis.network, analysis.totals
    return {
        "name": network.name,
        "title": say(network.title),
        "heading": heading(analysis),
        "input": list(analysis.input),
        "own": list(network.own_input),
        "paths": exact(totals.paths) if totals.paths < _WRITTEN_OUT else power(totals.paths),
        "totals": {key: str(getattr(totals, key)) for key in _SUMS},
        "published": published(analysis),
        "notes": notes(analysis),
        "graph": graph(analysis),
    }


def _json(data: Any) -> str:
    """JSON that can stand in a script element: nothing in it ends or begins one."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    for sign in "<>&\u2028\u2029":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return text


def _diagram(analysis: Analysis, prefix: str) -> str:
    """The network's diagram, with nothing in it that another input would make untrue."""
    try:
        drawing = diagram(analysis, background="transparent", fit="4:5")
    except ArchcalcError as error:
        return f'<p class="note">{html.escape(str(error))}</p>'
    text = replace(drawing, description=say("Diagram")).svg(prefix)
    return _SPARE.sub("", text)


def _letters(analyses: Sequence[Analysis]) -> set[str]:
    """The letters of the symbols that these networks' formulas use."""
    plans = {id(row.plan): row.plan for analysis in analyses for row in analysis.rows}
    return {letter(name) for plan in plans.values() for name in plan.book.names}


def _repainted(drawings: str) -> str:
    """The diagrams' colours on a dark page: a rule for each colour of the light one."""
    tints = [(LIGHT.frame, DARK.frame), *((LIGHT.tints[k], DARK.tints[k]) for k in DARK.tints)]
    pairs = {LIGHT.ink: DARK.ink, LIGHT.muted: DARK.muted, LIGHT.line: DARK.line}
    for light_tint, dark_tint in tints:
        pairs |= dict(zip(light_tint, dark_tint, strict=True))
    return "\n".join(
        f':root[data-dark] .diagram [{kind}="{light}"]{{{kind}:{dark}}}'
        for light, dark in pairs.items()
        for kind in ("fill", "stroke")
        if light and f'{kind}="{light}"' in drawings
    )


def _static(name: str) -> str:
    return (files("archcalc.report") / "static" / name).read_text(encoding="utf-8").rstrip()
