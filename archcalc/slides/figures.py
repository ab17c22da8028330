"""Figures for decks: files beside them, and what says that such a file is still true."""

from __future__ import annotations

import json
import re
from pathlib import PurePath
from typing import NamedTuple

from archcalc.figures.charts.model import Chart
from archcalc.figures.drawing import Drawing
from archcalc.figures.look import Look
from archcalc.slides.digests import short_digest

_OTHER = re.compile(r"[^a-z0-9]+")
_LONGEST = 60


class Plotted(NamedTuple):
    """A chart and how it is to look."""

    chart: Chart
    look: Look

    @property
    def title(self) -> str:
        """What it shows."""
        return self.chart.title


Figure = Drawing | Plotted


def alt(figure: Figure) -> str:
    """What a figure shows, for those who cannot see it."""
    return figure.title


def drawn(figure: Figure, format: str) -> bytes:
    """A figure as a file's content: "svg", "pdf" or "png".

    Raises InputError where the extra that draws it is not installed.
    """
    if isinstance(figure, Drawing):
        found = figure.write(format)
        return found.encode() if isinstance(found, str) else found
    from archcalc.figures.pictures import picture

    return picture(figure.chart, format, figure.look)


def source(figure: Figure) -> str:
    """Eight digits that change where the figure would.

    A chart's picture is drawn by a library whose versions differ: its data are what counts.
    """
    if isinstance(figure, Drawing):
        return short_digest(figure.svg())
    return short_digest(json.dumps(figure.chart.vega(figure.look), sort_keys=True, default=str))


def beside(name: str, asks: str, format: str) -> str:
    """Where a figure's file lies, from the deck's folder: ``talk.archcalc/diagram-alexnet.svg``."""
    slug = _OTHER.sub("-", asks.lower()).strip("-")
    if len(slug) > _LONGEST:
        slug = f"{slug[:_LONGEST].rstrip('-')}-{short_digest(asks)}"
    return f"{PurePath(name).stem}.archcalc/{slug}.{format}"


def link(path: str) -> str:
    """A file's path as a link in a page."""
    from urllib.parse import quote

    return quote(path)
