"""The paper's own table, drawn from a network's tree of stages and blocks; each layout is a file.

The layout follows from the structure: modules of branches, stages of blocks, or a chain of layers.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from typing import Any, NamedTuple

from archcalc.analysis import Analysis
from archcalc.views.data import network_data, page_data
from archcalc.views.model import Page, Table
from archcalc.views.paper import columns, modules, stages, tree
from archcalc.views.paper.data import table_data


class Layout(NamedTuple):
    """A way of drawing: what it fits, which networks stand side by side, and the table."""

    name: str
    fits: Callable[[Analysis], bool]
    skeleton: Callable[[Analysis], Hashable]
    table: Callable[[Sequence[Analysis]], Table]


def _has_modules(analysis: Analysis) -> bool:
    return any(modules.is_module(analysis, item) for item in tree.flat(analysis))


LAYOUTS = (
    Layout("modules", _has_modules, id, lambda one: modules.table(one[0])),
    Layout("stages", stages.has_blocks, stages.skeleton, stages.table),
    Layout("columns", lambda _: True, columns.skeleton, columns.table),
)
"""The first that fits is drawn."""


def layout_of(analysis: Analysis) -> Layout:
    """The layout that suits a network's structure."""
    return next(layout for layout in LAYOUTS if layout.fits(analysis))


def paper_page(analyses: Sequence[Analysis]) -> Page:
    """The page that ``archcalc table --layout paper`` prints: alike networks side by side."""
    alike: dict[Hashable, tuple[Layout, list[Analysis]]] = {}
    for analysis in analyses:
        layout = layout_of(analysis)
        key = (layout.name, layout.skeleton(analysis))
        alike.setdefault(key, (layout, []))[1].append(analysis)
    made = [(layout.name, layout.table(group)) for layout, group in alike.values()]
    return Page(tuple(table for _, table in made), lambda: _data(analyses, made))


def _data(analyses: Sequence[Analysis], made: Sequence[tuple[str, Table]]) -> dict[str, Any]:
    data = page_data([network_data(analysis) for analysis in analyses])
    return data | {"tables": [table_data(layout, table) for layout, table in made]}
