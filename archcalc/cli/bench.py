"""``archcalc bench``: how long networks take on this machine, and whether the roofline says why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archcalc.cli import _measuring as run
from archcalc.cli import _options as opt
from archcalc.errors import InputError
from archcalc.lang import say

if TYPE_CHECKING:
    from archcalc.network import Network
    from archcalc.verify.bench import Bench, Refused, Session

SECTION = "Check"
_MOST_RUNS = 100_000
_MOST_LAYERS = 100_000


def command(
    networks: opt.NetworkNames = [],  # noqa: B006
    all: opt.AllNetworks = False,
    device: run.BenchDevice = "",
    dtype: run.FloatDtype = "float32",
    batch: opt.Batch = "1",
    runs: run.Runs = "30",
    layers: run.SlowestLayers = "5",
    format: opt.Format = "",
    output: opt.Output = "",
    lang: opt.Language = "en",
) -> None:
    """Measure latency, multiplies a second and memory on a real device, beside the roofline.

    The machine's peaks are measured in the same run. Needs pip install "archcalc[verify]".
    """
    from archcalc.analysis import check_sizes
    from archcalc.catalog import load, names
    from archcalc.cli._output import check_output, emit
    from archcalc.cli._progress import progress
    from archcalc.verify.bench import Asked, session
    from archcalc.views.bench import Report, bench_page

    if bool(networks) == all:
        raise InputError(say("bench takes networks, or --all"))
    check_output(format, output)
    images = opt.batch_in(batch)
    opt.dtype_in(dtype)
    check_sizes((1,), images)
    count = opt.whole_in(runs, "--runs", 1, _MOST_RUNS)
    slowest = opt.whole_in(layers, "--layers", 0, _MOST_LAYERS)
    wanted = [load(name) for name in (names() if all else dict.fromkeys(networks))]
    found: list[Bench | Refused] = []
    with session(Asked(device, dtype, images, count)) as on, progress(len(wanted)) as advance:
        for network in wanted:
            found.append(_one(network, on, keep_on=all))
            advance()
    emit(bench_page(Report(on, found), slowest, short=all), format, output)


def _one(network: Network, on: Session, *, keep_on: bool) -> Bench | Refused:
    """With `keep_on` a network that cannot be run is told of, and does not end the others' run."""
    from archcalc.verify.bench import Refused, bench

    try:
        return bench(network, on)
    except InputError as error:
        if not keep_on:
            raise
        return Refused(network.name, str(error))
