"""``archcalc explain``: the rule, the numbers put in, the result."""

from __future__ import annotations

from archcalc.cli import _options as opt

SECTION = "Look"


def command(
    network: opt.NetworkName,
    layer: opt.LayerPath = "",
    format: opt.Format = "",
    output: opt.Output = "",
    input: opt.Input = "",
    batch: opt.Batch = "1",
    dtype: opt.Dtype = "float32",
    set: opt.Settings = [],  # noqa: B006
    units: opt.Units = "exact",
) -> None:
    """Show where a layer's numbers come from: the rule in symbols, the numbers put in, the result.

    Without a layer, every layer of the network is worked out; with a block, every layer of it.
    """
    from archcalc.cli._output import emit
    from archcalc.views.explain import explain_page

    (found,) = opt.analyses(
        [network], input=input, batch=batch, dtype=dtype, settings=set, aux=False
    )
    emit(explain_page(found, layer), format, output, units)
