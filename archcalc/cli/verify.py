"""``archcalc verify``: every number held against PyTorch's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archcalc.cli import _measuring as run
from archcalc.cli import _options as opt
from archcalc.errors import InputError
from archcalc.lang import say

if TYPE_CHECKING:
    from archcalc.verify.hold import Held

SECTION = "Check"


def command(
    networks: opt.NetworkNames = [],  # noqa: B006
    all: opt.AllNetworks = False,
    device: run.Device = "",
    published: run.BesidePublished = False,
    collapse: opt.CollapseOption = "",
    format: opt.Format = "",
    output: opt.Output = "",
    lang: opt.Language = "en",
) -> int:
    """Hold every layer's numbers against a PyTorch module of the network. Exits with 1 if any
    differs.

    Output shapes by running it, parameter tensors by name and size, multiplies by fvcore and by
    torch's own counter, which counts training, too. Needs pip install "archcalc[verify]".
    """
    from archcalc.catalog import load, names
    from archcalc.cli._output import check_output, emit, format_of
    from archcalc.cli._progress import progress
    from archcalc.verify.many import verified
    from archcalc.views.verify import verify_page

    if bool(networks) == all:
        raise InputError(say("verify takes networks, or --all"))
    level = opt.collapse_in(collapse)
    opt.refuse_beside("--all", {"--collapse": all and level is not None})
    check_output(format, output)
    form = format_of(format, output)
    wanted = names() if all else list(dict.fromkeys(networks))
    analyses = [load(name).analyze() for name in wanted]
    found: dict[int, Held] = {}
    with progress(len(analyses)) as advance:
        for place, held in verified(wanted, analyses, device):
            found[place] = held
            advance()
    pairs = [(analyses[i], found[i]) for i in range(len(wanted))]
    page = verify_page(pairs, short=all, published=published, collapse=level, form=form)
    emit(page, format, output)
    return int(any(not held.agrees for held in found.values()))
