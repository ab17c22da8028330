"""``archcalc table``: a network's layers, sizes, parameters and multiplies."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from archcalc.cli import _options as opt

if TYPE_CHECKING:
    from archcalc.analysis import Analysis
    from archcalc.views.model import Page

SECTION = "Look"
IN_DECKS = True


def command(
    networks: opt.NetworkNames,
    format: opt.Format = "",
    output: opt.Output = "",
    input: opt.Input = "",
    batch: opt.Batch = "1",
    dtype: opt.Dtype = "float32",
    set: opt.Settings = [],  # noqa: B006
    collapse: opt.CollapseOption = "",
    aux: opt.Aux = False,
    columns: opt.Columns = None,
    rows: opt.Rows = None,
    layout: opt.LayoutOption = "layers",
    blank: opt.Blank = None,
    no_notes: opt.NoNotes = False,
    units: opt.Units = "exact",
    lang: opt.Language = "en",
) -> None:
    """Print a network's table: output sizes, parameters and multiplies of every layer or block."""
    from archcalc.cli._output import emit

    opt.one_of(layout, opt.LAYOUTS, "layout")
    empty = opt.names_in(blank, "--blank")
    if layout == "paper":
        given = {
            "--columns": columns is not None, "--rows": rows is not None, "--aux": aux,
            "--collapse": bool(collapse), "--units": units != "exact",
        }  # fmt: skip
        opt.refuse_beside("--layout paper", given)
    choice = (
        opt.collapse_in(collapse),
        opt.names_in(columns, "--columns"),
        opt.names_in(rows, "--rows"),
    )
    found = opt.analyses(networks, input=input, batch=batch, dtype=dtype, settings=set, aux=aux)
    page = _PAGES[layout](found, choice)
    page = _worksheet(page, empty) if empty else page
    emit(page.without_notes() if no_notes else page, format, output, units)


def _layers(found: Sequence[Analysis], choice: tuple[Any, ...]) -> Page:
    from archcalc.views.layers import Choice, table_page

    return table_page(found, Choice(*choice))


def _paper(found: Sequence[Analysis], _: tuple[Any, ...]) -> Page:
    from archcalc.views.paper import paper_page

    return paper_page(found)


def _worksheet(page: Page, blank: tuple[str, ...]) -> Page:
    from archcalc.views.worksheet import worksheet

    return worksheet(page, blank)


_PAGES = {"layers": _layers, "paper": _paper}
