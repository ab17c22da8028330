"""``archcalc table``: a network's layers, sizes, parameters and multiplies."""

from __future__ import annotations

from archcalc.cli import _options as opt

SECTION = "Look"


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
    units: opt.Units = "exact",
) -> None:
    """Print a network's table: output sizes, parameters and multiplies of every layer or block."""
    from archcalc.cli._output import emit
    from archcalc.views.layers import Choice, table_page

    choice = Choice(
        opt.collapse_in(collapse),
        opt.names_in(columns, "--columns"),
        opt.names_in(rows, "--rows"),
    )
    found = opt.analyses(networks, input=input, batch=batch, dtype=dtype, settings=set, aux=aux)
    emit(table_page(found, choice), format, output, units)
