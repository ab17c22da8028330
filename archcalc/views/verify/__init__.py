"""The engine's numbers beside PyTorch's: layer by layer, network by network, beside the paper's."""

from __future__ import annotations

from collections.abc import Sequence

from archcalc.analysis import Analysis
from archcalc.verify.hold import Held
from archcalc.views.data import page_data
from archcalc.views.lines import Collapse
from archcalc.views.model import Page
from archcalc.views.verify.data import verify_data
from archcalc.views.verify.layers import network_table
from archcalc.views.verify.overview import overview
from archcalc.views.verify.printed import printed_table

Pairs = Sequence[tuple[Analysis, Held]]
_NARROW = ("terminal",)
_LINED = (*_NARROW, "latex", "typst")
"""Formats whose line does not hold a figure's reason and source: they stand below the table."""


def verify_page(
    pairs: Pairs,
    *,
    short: bool = False,
    published: bool = False,
    collapse: Collapse | None = None,
    form: str = "",
) -> Page:
    """The page of ``archcalc verify``: a table a network, or with `short` a row.

    `published` puts the figures that papers print beside both; CSV has those alone, then. In
    the `form` of a terminal what repeats where all agrees is left out, but not of single layers.
    """
    narrow = form in _NARROW
    if short:
        tables = [overview(pairs, narrow=narrow)]
    else:
        narrow_layers = narrow and collapse != "none"
        tables = [network_table(*pair, collapse, narrow=narrow_layers) for pair in pairs]
    if published:
        tables = [table._replace(aside=True) for table in tables]
        tables += [
            printed_table(*pair, below=form in _LINED)
            for pair in pairs
            if pair[0].network.published
        ]
    return Page(
        tuple(tables),
        lambda: page_data([verify_data(a, h, short, published) for a, h in pairs]),
    )
