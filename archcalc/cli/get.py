"""``archcalc get``: one value by its address."""

from __future__ import annotations

from archcalc.cli import _options as opt
from archcalc.errors import InputError
from archcalc.lang import say

SECTION = "Slides"


def command(
    addresses: opt.Addresses,
    list: opt.ListAddresses = False,
    format: opt.Format = "",
    output: opt.Output = "",
    units: opt.Units = "exact",
    lang: opt.Language = "en",
) -> None:
    """Print the value at an address, one a line: googlenet.params, alexnet.conv1.out_shape:tex.

    With --list, every address of a network and its value.
    """
    from archcalc.address import Resolver, addresses_of
    from archcalc.cli._output import emit, write
    from archcalc.views.values import values_page

    resolve = Resolver()
    if list:
        found = [value for name in addresses for value in addresses_of(resolve, name)]
        emit(values_page(found), format, output, units)
        return
    if format and format != "json":
        raise InputError(say("an address has its own format: {address}:si3", address=addresses[0]))
    found = [resolve(address) for address in addresses]
    if format == "json":
        emit(values_page(found), format, output, units)
    else:
        write("".join(f"{one.text}\n" for one in found), output)
