"""``archcalc code``: PyTorch source of a network, to start from."""

from __future__ import annotations

from archcalc.cli import _options as opt

SECTION = "Build"


def command(
    network: opt.NetworkName,
    output: opt.SchemaOutput = "",
    input: opt.Input = "",
    set: opt.Settings = [],  # noqa: B006
    aux: opt.Aux = False,
) -> None:
    """Write a network as a PyTorch file that runs on its own and has the same numbers.

    Blocks become classes, repeats loops. Writing it needs no PyTorch.
    """
    from archcalc.catalog import load
    from archcalc.cli._output import write
    from archcalc.sizes import input_in
    from archcalc.source import source

    found = load(network, opt.settings_in(set))
    shape = input_in(input, found.input)
    write(source(found.at(shape or found.input, aux=aux), aux=aux), output)
