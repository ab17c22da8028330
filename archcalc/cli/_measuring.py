"""The options of the commands that run networks: verify, bench and gradients."""

from __future__ import annotations

from typing import Annotated

import typer

from archcalc.cli._options import complete_dtypes

Device = Annotated[
    str,
    typer.Option(
        metavar="DEVICE", help="cpu, cuda or meta (shapes only); if not given, the best there is."
    ),
]  # fmt: skip
BenchDevice = Annotated[
    str,
    typer.Option(
        "--device", metavar="DEVICE",
        help="cpu, cuda or cuda:1; if not given, cuda where there is one, else cpu.",
    ),
]  # fmt: skip
FloatDtype = Annotated[
    str,
    typer.Option(
        metavar="TYPE", autocompletion=complete_dtypes,
        help="float32, float16, bfloat16 or float64.",
    ),
]  # fmt: skip
Runs = Annotated[str, typer.Option(metavar="N", help="How often each network is timed.")]
SlowestLayers = Annotated[
    str, typer.Option(metavar="N", help="So many of the slowest layers of each network.")
]
Norms = Annotated[
    str,
    typer.Option(
        "--norm", metavar="NAMES",
        help="on, off or on,off: with the norms, and with each of them left out.",
    ),
]  # fmt: skip
Inits = Annotated[
    str,
    typer.Option(
        "--init", metavar="NAMES",
        help="How weights begin: he, xavier, normal, lecun, or paper for what the paper says.",
    ),
]  # fmt: skip
AuxLosses = Annotated[
    bool, typer.Option("--aux", help="Beside it the same with the auxiliary heads' losses added.")
]
Measured = Annotated[
    str,
    typer.Option(
        metavar="NAMES",
        help="Tables by depth: output (gradient at the layers' outputs), weight (of the weights), "
        "signal (forward).",
    ),
]  # fmt: skip
Every = Annotated[
    str, typer.Option(metavar="N", help="In their place every N-th layer, a table a pass.")
]
Seed = Annotated[str, typer.Option(metavar="N", help="Of weights, input and labels.")]
FlowDevice = Annotated[str, typer.Option("--device", metavar="DEVICE", help="cpu, cuda or cuda:1.")]
FlowDtype = Annotated[
    str, typer.Option("--dtype", metavar="TYPE", help="float32 or, for what is smaller, float64.")
]
BesidePublished = Annotated[
    bool, typer.Option("--published", help="Published figures, too, beside both numbers.")
]
