"""The gallery: a page for each shipped network with its diagram, its table and its report."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from math import prod
from pathlib import Path
from typing import NamedTuple

from archcalc.analysis import Analysis
from archcalc.catalog import Entry, entries, load, reading_once
from archcalc.figures import diagram
from archcalc.render import render
from archcalc.report import page as report
from archcalc.units import si
from archcalc.views.layers import table_page
from archcalc.views.model import Style

THEMES = {"light": "", "dark": "-dark"}
"""A diagram's theme, and what its file's name ends in."""
HEAD = """# Gallery

Every network that ships with archcalc: its diagram, its table, and its report, a page to click
through for any input size. `archcalc diagram`, `archcalc table` and `archcalc report` make them.
"""


class Shown(NamedTuple):
    """A network of the catalogue and its analysis."""

    entry: Entry
    analysis: Analysis

    @property
    def whole(self) -> bool:
        """Whether it classifies: its output is a vector, or one position of a map."""
        shape = self.analysis.rows[self.analysis.network.output].out_shape
        return prod(shape[1:]) == 1


def build(pages: Path, artefacts: Path, names: Iterable[str] = ()) -> list[str]:
    """Write the gallery's pages, its diagrams and reports; the networks shown.

    `names` are all of the catalogue unless given.
    """
    read, wanted = reading_once(), set(names)
    found = [
        Shown(entry, load(entry.name, read=read).analyze())
        for entry in entries()
        if not wanted or entry.name in wanted
    ]
    for folder in (pages / "gallery", artefacts / "gallery"):
        folder.mkdir(parents=True, exist_ok=True)
    for shown in found:
        _draw(shown, artefacts / "gallery")
        _write(pages / "gallery" / f"{shown.entry.name}.md", _page(shown))
    _write(pages / "gallery.md", _overview(found))
    return [shown.entry.name for shown in found]


def _draw(shown: Shown, folder: Path) -> None:
    name = shown.entry.name
    for theme, end in THEMES.items():
        drawing = diagram(shown.analysis, theme=theme, background="transparent")
        _write(folder / f"{name}{end}.svg", drawing.svg())
    _write(folder / f"{name}-report.html", report([shown.analysis]))


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")


def _pictures(name: str, text: str, folder: str = "") -> str:
    return "".join(
        f'<img class="only-{theme}" loading="lazy" src="{folder}{name}{end}.svg" alt="{text}">'
        for theme, end in THEMES.items()
    )


# --- one network ---------------------------------------------------------------------------------


def _page(shown: Shown) -> str:
    name, analysis = shown.entry.name, shown.analysis
    table = render(table_page([analysis]), "markdown", Style())
    _, _, table = table.partition("\n\n")  # its title is the page's
    paper = analysis.network.paper
    return f"""# {shown.entry.title}

`{name}`{f", {paper.short}" if paper else ""}. {shown.entry.summary}.

<p><a href="{name}-report.html">Open its report</a>: every layer with its formulas, for any input
size.</p>

<p class="diagram"><a href="{name}.svg">{_pictures(name, f"Diagram of {name}")}</a></p>

## Table

{table}
"""


# --- all of them ---------------------------------------------------------------------------------


def _overview(found: list[Shown]) -> str:
    first: dict[str, int] = {}  # a family stands where its oldest network does
    for shown in found:
        year = shown.entry.year or 0
        first[shown.entry.file] = min(year, first.get(shown.entry.file, year))
    ordered = sorted(found, key=lambda one: (not one.whole, first[one.entry.file], one.entry.file))
    parts = [HEAD]
    for title, whole in (("Networks", True), ("Blocks that lectures compare", False)):
        group = [shown for shown in ordered if shown.whole is whole]
        cards = "\n".join(map(_card, group))
        parts.append(f'## {title}\n\n<div class="cards">\n{cards}\n</div>\n')
    pages = "\n".join(f"gallery/{shown.entry.name}" for shown in ordered)
    return "\n".join(parts) + f"\n```{{toctree}}\n:hidden:\n\n{pages}\n```\n"


def _card(shown: Shown) -> str:
    name, totals = shown.entry.name, shown.analysis.totals
    costs = f"{si(totals.params, 3)} parameters<br>{si(totals.multiplies, 3)} multiplies"
    return (
        f'<a class="card" href="gallery/{name}.html">{_pictures(name, "", "gallery/")}'
        f"<strong>{escape(shown.entry.title)}</strong><span>{costs}</span></a>"
    )
