"""``archcalc verify``: every number held against PyTorch's."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from archcalc.cli import _options as opt
from archcalc.errors import InputError
from archcalc.lang import say

if TYPE_CHECKING:
    from archcalc.analysis import Analysis
    from archcalc.verify.hold import Held

SECTION = "Check"


def command(
    networks: opt.NetworkNames = [],  # noqa: B006
    all: opt.AllNetworks = False,
    device: opt.Device = "",
    published: opt.BesidePublished = False,
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
    from archcalc.cli._output import emit
    from archcalc.verify.many import verified
    from archcalc.views.verify import verify_page

    if bool(networks) == all:
        raise InputError(say("verify takes networks, or --all"))
    wanted = names() if all else list(dict.fromkeys(networks))
    analyses = [load(name).analyze() for name in wanted]
    found: dict[int, Held] = {}
    with _progress(analyses) as advance:
        for place, held in verified(wanted, analyses, device):
            found[place] = held
            advance()
    pairs = [(analyses[i], found[i]) for i in range(len(wanted))]
    emit(verify_page(pairs, short=all, published=published), format, output)
    return int(any(not held.agrees for held in found.values()))


@contextmanager
def _progress(analyses: Sequence[Analysis]) -> Iterator[Callable[[], None]]:
    """A bar on standard error, where that is a terminal and there is more than one network."""
    if len(analyses) < 2 or sys.stderr is None or not sys.stderr.isatty():
        yield lambda: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TimeElapsedColumn

    columns = (BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=len(analyses))
        yield lambda: bar.advance(task)
