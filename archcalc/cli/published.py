"""``archcalc published``: what papers and lectures print, held against what comes out."""

from __future__ import annotations

from archcalc.cli import _options as opt
from archcalc.errors import InputError
from archcalc.lang import say

SECTION = "Check"
IN_DECKS = True


def command(
    networks: opt.NetworkNames = [],  # noqa: B006
    all: opt.AllNetworks = False,
    verdict: opt.Standings = None,
    format: opt.Format = "",
    output: opt.Output = "",
    lang: opt.Language = "en",
) -> None:
    """Hold each published figure of a network against the computed one.

    It agrees, rounds differently, counts differently (and how), or is an erratum (and why).
    """
    from archcalc.catalog import load, names
    from archcalc.cli._output import emit
    from archcalc.published import STANDINGS
    from archcalc.views.published import published_page

    if bool(networks) == all:
        raise InputError(say("published takes networks, or --all"))
    wanted = [opt.one_of(name, STANDINGS, "verdict") for name in opt.names_in(verdict, "--verdict")]
    found = [load(name).analyze() for name in (names() if all else dict.fromkeys(networks))]
    emit(published_page(found, wanted), format, output)
