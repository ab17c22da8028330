"""``archcalc gradients``: signal and gradient at each depth, measured at initialisation."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING

from archcalc.cli import _measuring as run
from archcalc.cli import _options as opt
from archcalc.errors import InputError
from archcalc.lang import say

if TYPE_CHECKING:
    from archcalc.network import Network
    from archcalc.verify.gradients import Conditions, Setting

SECTION = "Check"
CHARTED = ("terminal", "markdown", "html")
"""Formats whose letters hold the signs of a chart of one line."""
_ON = {"on": True, "off": False}
_MOST_BATCH = 100_000
_MOST_EVERY = 100_000
_MOST_SEED = 2**32 - 1


def command(
    networks: opt.NetworkNames,
    norm: run.Norms = "on,off",
    init: run.Inits = "he,xavier",
    aux: run.AuxLosses = False,
    of: run.Measured = "output",
    every: run.Every = "",
    input: opt.Input = "",
    batch: opt.Batch = "16",
    seed: run.Seed = "0",
    device: run.FlowDevice = "cpu",
    dtype: run.FlowDtype = "float32",
    format: opt.Format = "",
    output: opt.Output = "",
    lang: opt.Language = "en",
) -> None:
    """Measure the forward signal and the gradient at each depth, at initialisation.

    One pass with and without norms, by He's and by Xavier's rule, side by side; the whole depth
    in JSON and CSV. Needs pip install "archcalc[verify]".
    """
    from archcalc.cli._output import check_output, emit, format_of
    from archcalc.cli._progress import progress
    from archcalc.verify import needed
    from archcalc.verify.build import device_in
    from archcalc.verify.gradients import DTYPES, Conditions, flow
    from archcalc.views.gradients import NAMES, Shown, gradients_page, points_page

    check_output(format, output)
    kind = format_of(format, output)
    measures = _each(of, "--of", NAMES, "measure")
    step = opt.whole_in(every, "--every", 1, _MOST_EVERY) if every else 0
    conditions = Conditions(
        opt.whole_in(batch, "--batch", 1, _MOST_BATCH),
        opt.whole_in(seed, "--seed", 0, _MOST_SEED),
        device,
        opt.one_of(dtype, DTYPES, "dtype"),
    )
    runs = list(_runs(networks, input, conditions, norm, init, aux))
    versions = f"torch {needed('torch').__version__}"
    device_in(device)
    flows = []
    with progress(len(runs)) as advance:
        for network, setting in runs:
            flows.append(flow(network, setting, conditions))
            advance()
    if kind == "csv":
        emit(points_page(flows, conditions, versions, step or 1), kind, output)
        return
    shown = Shown(measures, step, _signs(kind, output))
    emit(gradients_page(flows, conditions, versions, shown), kind, output)


def _runs(
    names: list[str], input: str, conditions: Conditions, norm: str, init: str, aux: bool
) -> Iterator[tuple[Network, Setting]]:
    """Every network with everything that is to be set of it. Raises what the analysis does."""
    from archcalc.catalog import load
    from archcalc.sizes import input_in
    from archcalc.verify.gradients import INITS, settings_of

    norms = [_ON[word] for word in _each(norm, "--norm", tuple(_ON), "setting")]
    inits = _each(init, "--init", INITS, "initialisation")
    found = [load(name) for name in dict.fromkeys(names)]
    if aux and not any(layer.aux for network in found for layer in network.layers):
        raise InputError(say("--aux: none of these networks has auxiliary heads"))
    for network in found:
        shape = input_in(input, network.input)
        at = network.analyze(input=shape, batch=conditions.batch, aux=aux).network
        for setting in settings_of(at, norms, inits, aux):
            yield at, setting


def _each(text: str, option: str, known: tuple[str, ...], what: str) -> tuple[str, ...]:
    """The names of a list, each once and each known."""
    return tuple(dict.fromkeys(opt.one_of(n, known, what) for n in opt.names_in(text, option)))


def _signs(kind: str, output: str) -> str:
    """The signs of a chart, as the format and the output hold them."""
    from archcalc.signs import holds
    from archcalc.views.gradients import BARS, DIGITS

    if kind not in CHARTED:
        return ""
    encoding = "utf-8" if output or sys.stdout is None else sys.stdout.encoding or "ascii"
    return BARS if holds(encoding, BARS) else DIGITS
