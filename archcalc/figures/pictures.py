"""Charts as SVG, PNG and PDF, drawn by vl-convert (no browser); the extra is `plot`."""

from __future__ import annotations

import json
from collections.abc import Callable
from shutil import which
from subprocess import run

from archcalc.errors import UnknownNameError
from archcalc.figures.charts.model import Chart
from archcalc.figures.converter import converter
from archcalc.figures.look import Look
from archcalc.figures.vega import hangul
from archcalc.lang import say


def svg(chart: Chart, look: Look | None = None) -> str:
    """The chart as SVG; the same chart gives the same bytes. Raises InputError without `[plot]`."""
    return str(converter().vegalite_to_svg(json.dumps(chart.vega(look)), vl_version="5.21"))


def png(chart: Chart, look: Look | None = None) -> bytes:
    """The chart as PNG, of as many pixels as `look` says."""
    return bytes(converter().svg_to_png(svg(chart, look), scale=1.0))


def pdf(chart: Chart, look: Look | None = None) -> bytes:
    """The chart as PDF with its fonts in it."""
    return bytes(converter().svg_to_pdf(svg(chart, look)))


def lacks_hangul(chart: Chart) -> bool:
    """Whether the chart has Hangul and the machine, as far as fontconfig knows, no font for it."""
    if not any(hangul(text) for text in chart.texts()):
        return False
    program = which("fc-list")
    if program is None:
        return False
    done = run([program, ":lang=ko", "family"], capture_output=True, check=False)
    return done.returncode == 0 and not done.stdout.strip()


_PICTURES: dict[str, Callable[[Chart, Look | None], str | bytes]] = {
    "svg": svg, "png": png, "pdf": pdf,
}  # fmt: skip


def picture(chart: Chart, format: str, look: Look | None = None) -> bytes:
    """The chart as a file's content: "svg", "png" or "pdf". Raises UnknownNameError."""
    if format not in _PICTURES:
        hint = say("known: {names}", names=", ".join(_PICTURES))
        raise UnknownNameError(say("format"), format, _PICTURES, hint)
    content = _PICTURES[format](chart, look)
    return content.encode() if isinstance(content, str) else content
