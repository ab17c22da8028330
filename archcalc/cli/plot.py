"""``archcalc plot``: charts of networks, as bars in the terminal or as a picture."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from archcalc.cli import _options as opt
from archcalc.errors import InputError, shorten
from archcalc.lang import say

if TYPE_CHECKING:
    from archcalc.analysis import Analysis
    from archcalc.figures.charts.kind import Kind
    from archcalc.figures.charts.model import Chart
    from archcalc.figures.look import Look
    from archcalc.figures.plots.formats import Format

SECTION = "Look"
IN_DECKS = True
_LARGEST_RESULTS = 64 * 2**20


def _complete_kinds(incomplete: str) -> list[str]:
    from archcalc.figures.charts import kinds

    return [name for name in kinds() if name.startswith(incomplete)]


def _complete_formats(incomplete: str) -> list[str]:
    from archcalc.figures.plots.formats import formats

    return [name for name in formats() if name.startswith(incomplete)]


KindName = Annotated[
    str,
    typer.Option(
        "--kind", metavar="KIND", autocompletion=_complete_kinds,
        help="multiplies, params or activations (bars, of several networks side by side), "
        "cumulative (cost over depth), shares (convolutions against fully connected layers), "
        "receptive-field, input-size, bubble (published top-5 errors), roofline or gradients "
        "(both with --from).",
    ),
]  # fmt: skip
ChartFormat = Annotated[
    str,
    typer.Option(
        "-f", "--format", metavar="FORMAT", autocompletion=_complete_formats,
        help="terminal, svg, pdf, png, vega (Vega-Lite JSON) or csv (what is drawn); if not given, "
        "by the suffix of -o's FILE, else terminal.",
    ),
]  # fmt: skip
ChartOutput = Annotated[
    str,
    typer.Option(
        "-o", "--output", metavar="FILE",
        help="Write to FILE, whole or not at all. Its suffix chooses the format: .svg, .pdf, .png, "
        ".json, .csv or .txt.",
    ),
]  # fmt: skip
Level = Annotated[
    str,
    typer.Option(
        "--collapse", metavar="LEVEL",
        help="What is a bar: network, stage, block or none (every layer).",
    ),
]  # fmt: skip
Sizes = Annotated[
    str,
    typer.Option(metavar="SIZES", help="Input sizes to try: 128,160,224 or 128:512:32 (a step)."),
]
Results = Annotated[
    str,
    typer.Option(
        "--from", metavar="FILE",
        help="Measured results: what archcalc bench or archcalc gradients wrote with -f json.",
    ),
]  # fmt: skip
ThemeName = Annotated[str, typer.Option(metavar="THEME", help="light or dark.")]
Transparent = Annotated[bool, typer.Option("--transparent", help="Without a background.")]
Size = Annotated[str, typer.Option(metavar="WxH", help="Width and height in pixels, as 1920x1080.")]
Zoom = Annotated[
    str,
    typer.Option(
        metavar="FACTOR", help="Letters and lines so much larger: 1.5 for a chart on half a slide."
    ),
]
Title = Annotated[str, typer.Option(metavar="TEXT", help="Another title.")]


def command(
    networks: opt.NetworkNames = [],  # noqa: B006
    kind: KindName = "multiplies",
    format: ChartFormat = "",
    output: ChartOutput = "",
    collapse: Level = "",
    sizes: Sizes = "",
    results: Results = "",
    title: Title = "",
    theme: ThemeName = "light",
    transparent: Transparent = False,
    size: Size = "1280x720",
    zoom: Zoom = "1",
    input: opt.Input = "",
    batch: opt.Batch = "1",
    set: opt.Settings = [],  # noqa: B006
    aux: opt.Aux = False,
    lang: opt.Language = "en",
) -> None:
    """Draw a chart of networks: where the multiplies are, how cost adds up, receptive fields, …

    Pictures need pip install "archcalc[plot]"; the terminal, csv and vega do not.
    """
    from archcalc.cli._output import taken
    from archcalc.figures.charts import chart, kind_named
    from archcalc.figures.charts.kind import LEVELS

    wanted = kind_named(kind)
    given = {"--collapse": bool(collapse), "--sizes": bool(sizes), "--from": bool(results)}
    unfit = {n: g for n, g in given.items() if n.removeprefix("--") not in wanted.takes}
    opt.refuse_beside(f"--kind {kind}", unfit)
    look = _look(theme, transparent, size, zoom)
    writer = _format(format, output)
    found = _analyses(wanted, networks, input=input, batch=batch, settings=set, aux=aux)
    made = chart(
        kind, found, title=title, sizes=_sizes(sizes),
        collapse=opt.one_of(collapse, LEVELS, "level") if collapse else None,
        results=_read(results) if results else None,
    )  # fmt: skip
    if not taken(made, look):
        _emit(made, look, writer, output)


def _look(theme: str, transparent: bool, size: str, zoom: str) -> Look:
    from archcalc.figures.look import THEMES, Look, size_in, zoom_in

    theme = opt.one_of(theme, tuple(THEMES), "theme")
    return Look(theme, transparent, *size_in(size), zoom_in(zoom))


def _format(name: str, output: str) -> Format:
    """The format asked for, or the one that the file's suffix stands for."""
    from archcalc.cli._output import by_suffix
    from archcalc.figures.plots.formats import USUAL, formats

    known = formats()
    if name:
        return known[opt.one_of(name, tuple(known), "format")]
    if not output:
        return known[USUAL]
    suffixes = {suffix: name for name, one in known.items() for suffix in one.suffixes}
    return known[by_suffix(suffixes, output)]


def _analyses(
    kind: Kind, networks: list[str], *, settings: list[str], **conditions: Any
) -> list[Analysis]:
    """Those named, each once; where a chart is of everything there is, every network."""
    from archcalc.catalog import names

    kind.check(len(dict.fromkeys(networks)) or (1 if kind.everyone else 0))
    wanted = list(dict.fromkeys(networks)) or (names() if kind.everyone else [])
    return opt.analyses(wanted, dtype="float32", settings=settings, **conditions)


def _sizes(text: str) -> tuple[int, ...]:
    """``128,160`` or ``128:512:32``. Raises InputError."""
    from archcalc.figures.charts.input_size import MOST_SIZES

    found: list[int] = []
    for part in opt.names_in(text or None, "--sizes"):
        numbers = part.split(":")
        if len(numbers) not in (1, 3) or not all(n.isascii() and n.isdigit() for n in numbers):
            said = '--sizes takes sizes such as 128,160 or 128:512:32, found "{found}"'
            raise InputError(say(said, found=shorten(part)))
        first, last, step = (int(n[:12]) for n in (numbers if len(numbers) == 3 else [part] * 3))
        if min(first, step) < 1 or last < first:
            said = '--sizes takes sizes such as 128,160 or 128:512:32, found "{found}"'
            raise InputError(say(said, found=shorten(part)))
        found += range(first, last + 1, step)[: MOST_SIZES + 1]
    return tuple(found)


def _read(file: str) -> Mapping[str, Any]:
    """A results file. Raises InputError for what is none."""
    try:
        with Path(file).open("rb") as stream:
            data = json.loads(stream.read(_LARGEST_RESULTS))
    except OSError as error:
        text = "cannot read {file}: {reason}"
        raise InputError(say(text, file=file, reason=error.strerror)) from None
    except (ValueError, RecursionError):
        raise InputError(say("{file} is no JSON of measured results", file=file)) from None
    if not isinstance(data, dict):
        raise InputError(say("{file} is no JSON of measured results", file=file))
    return data


def _emit(made: Chart, look: Look, writer: Format, output: str) -> None:
    from archcalc.cli._output import refuse_terminal, stdout_style, write
    from archcalc.views.model import Style

    if writer.binary:
        refuse_terminal(writer.name, output)
    content = writer.write(made, look, Style() if output else stdout_style("exact"))
    _tell_of_lost_letters(made, writer)
    write(content, output)


def _tell_of_lost_letters(made: Chart, writer: Format) -> None:
    """Hangul without a font becomes empty boxes in a picture that has its letters drawn."""
    if writer.binary:
        from archcalc.cli.app import tell
        from archcalc.figures.pictures import lacks_hangul

        if lacks_hangul(made):
            tell(say("no font here has Hangul: install one, as Debian's fonts-nanum"))
