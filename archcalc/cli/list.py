"""``archcalc list``: the networks there are."""

from __future__ import annotations

from archcalc.cli import _options as opt

SECTION = "Look"


def command(format: opt.Format = "", output: opt.Output = "", lang: opt.Language = "en") -> None:
    """List the networks that can be named: title, year, and what each is."""
    from archcalc.catalog import entries
    from archcalc.cli._output import emit
    from archcalc.views.listing import list_page

    emit(list_page(entries()), format, output)
