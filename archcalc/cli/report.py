"""``archcalc report``: networks as one interactive HTML page."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from archcalc.cli import _options as opt
from archcalc.errors import InputError
from archcalc.lang import say

SECTION = "Look"

ReportOutput = Annotated[
    str,
    typer.Option(
        "-o",
        "--output",
        metavar="FILE",
        help="Write the page to FILE.html, whole or not at all.",
    ),
]
Open = Annotated[bool, typer.Option("--open", help="Open the page in the browser.")]


def command(
    networks: opt.NetworkNames,
    output: ReportOutput = "",
    open: Open = False,
    input: opt.Input = "",
    batch: opt.Batch = "1",
    set: opt.Settings = [],  # noqa: B006
    aux: opt.Aux = False,
    lang: opt.Language = "en",
) -> None:
    """Make one HTML page of networks: layers, formulas, diagram, charts, all for any input size.

    The page asks the network for nothing, and works out its numbers from the formulas in it.
    """
    from archcalc.cli._output import write
    from archcalc.report import page

    _check(output, open)
    found = opt.analyses(networks, input=input, batch=batch, dtype="float32", settings=set, aux=aux)
    text = page(found)
    if open and not output:
        output = _own_file("-".join(analysis.network.name for analysis in found))
    write(text, output)
    if open:
        _open(output)


def _check(output: str, open: bool) -> None:
    """Refuse what cannot be shown, before the work begins."""
    from archcalc.cli._output import refuse_terminal

    if not open:
        refuse_terminal("html", output)
    suffix = Path(output).suffix.lower()
    if output and suffix not in ("", ".html", ".htm"):
        text = 'a report is an HTML page: end the file in .html, not "{suffix}"'
        raise InputError(say(text, suffix=suffix))


def _own_file(name: str) -> str:
    """A file in a new folder of the system's for temporary ones."""
    import re
    import tempfile

    folder = tempfile.mkdtemp(prefix="archcalc-")
    return str(Path(folder) / (re.sub(r"[^\w.-]+", "_", name)[:80] + ".html"))


def _open(file: str) -> None:
    import webbrowser

    from archcalc.cli.app import tell

    where = Path(file).resolve()
    if not webbrowser.open(where.as_uri()):
        tell(say("no browser could be opened; the page is {file}", file=where))
