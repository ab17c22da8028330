"""``archcalc diagram``: a network's architecture as boxes and arrows, or as a row of volumes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from archcalc.cli import _options as opt

if TYPE_CHECKING:
    from archcalc.figures.drawing import Drawing

SECTION = "Look"
IN_DECKS = True
_WIDEST = 20_000


def _complete_formats(incomplete: str) -> list[str]:
    from archcalc.figures.writers import formats

    return [name for name in formats() if name.startswith(incomplete)]


def _complete_labels(incomplete: str) -> list[str]:
    from archcalc.figures.labels import NAMES

    *before, last = incomplete.split(",")
    return [",".join([*before, name]) for name in NAMES if name.startswith(last)]


def _complete_parts(ctx: typer.Context, incomplete: str) -> list[str]:
    from archcalc.catalog import load

    paths = (group.path for group in load(ctx.params.get("network") or "").walk())
    return [path for path in paths if path.startswith(incomplete)]


Part = Annotated[
    str,
    typer.Argument(
        metavar="PART", help="One stage or block alone, as 3a or conv2_x.",
        autocompletion=_complete_parts,
    ),
]  # fmt: skip
DiagramFormat = Annotated[
    str,
    typer.Option(
        "-f", "--format", metavar="FORMAT", autocompletion=_complete_formats,
        help="svg, pdf, png, tikz, mermaid or dot; if not given, by the suffix of -o's FILE, "
        "else svg.",
    ),
]  # fmt: skip
DiagramOutput = Annotated[
    str,
    typer.Option(
        "-o", "--output", metavar="FILE",
        help="Write to FILE, whole or not at all. Its suffix chooses the format: .svg, .pdf, .png, "
        ".tex, .mmd or .dot.",
    ),
]  # fmt: skip
Closed = Annotated[
    str,
    typer.Option(
        "--collapse", metavar="LEVEL",
        help="Close stages or blocks to a box each, or none; if not given, as far as it stays "
        "readable.",
    ),
]  # fmt: skip
Labels = Annotated[
    str | None,
    typer.Option(
        metavar="NAMES", autocompletion=_complete_labels,
        help="What stands in a box: name, op, shape, params, multiplies; as op,shape.",
    ),
]  # fmt: skip
Edges = Annotated[
    str, typer.Option(metavar="WHAT", help="shape: the outputs' sizes on the arrows.")
]
ThemeName = Annotated[str, typer.Option(metavar="THEME", help="light or dark.")]
Background = Annotated[
    str,
    typer.Option(metavar="COLOR", help="transparent, white, black or #rrggbb; else the theme's."),
]
Direction = Annotated[
    str, typer.Option(metavar="WAY", help="TB (down), BT (up) or LR (to the right), in one row.")
]
Fit = Annotated[
    str, typer.Option(metavar="SHAPE", help="Fit a page of this shape, as 16:9, in several rows.")
]
DrawingStyle = Annotated[
    str,
    typer.Option(metavar="STYLE", help="boxes, or volumes: outputs as blocks drawn to scale."),
]
Activations = Annotated[
    bool, typer.Option("--activations", help="Norms and activations in boxes of their own.")
]
Width = Annotated[str, typer.Option(metavar="PIXELS", help="A PNG's width.")]


def command(
    network: opt.NetworkName,
    part: Part = "",
    format: DiagramFormat = "",
    output: DiagramOutput = "",
    collapse: Closed = "",
    labels: Labels = None,
    edges: Edges = "",
    theme: ThemeName = "light",
    background: Background = "",
    direction: Direction = "",
    fit: Fit = "",
    style: DrawingStyle = "boxes",
    activations: Activations = False,
    width: Width = "",
    input: opt.Input = "",
    batch: opt.Batch = "1",
    set: opt.Settings = [],  # noqa: B006
    aux: opt.Aux = False,
    lang: opt.Language = "en",
) -> None:
    """Draw a network's architecture: modules with their branches, shortcuts, stages, repeats.

    PDF and PNG need pip install "archcalc[plot]"; the other formats do not.
    """
    from archcalc.cli._output import taken
    from archcalc.figures.diagrams import diagram

    wanted = _format(format, output)
    level: Any = opt.collapse_in(collapse)
    way: Any = direction.upper()
    pixels = opt.whole_in(width, "--width", 16, _WIDEST) if width else 0
    if pixels and wanted != "png":
        opt.refuse_beside(f"--format {wanted}", {"--width": True})
    [analysis] = opt.analyses(
        [network], input=input, batch=batch, dtype="float32", settings=set, aux=aux
    )
    drawing = diagram(
        analysis, collapse=level, labels=opt.names_in(labels, "--labels"), edges=edges,
        theme=theme, background=background, direction=way, fit=fit, style=style, part=part,
        apart=activations,
    )  # fmt: skip
    if not taken(drawing):
        _emit(drawing, wanted, output, pixels)


def _format(name: str, output: str) -> str:
    """The format asked for, or the one that the file's suffix stands for."""
    from archcalc.cli._output import by_suffix
    from archcalc.figures.writers import formats, suffixes

    if name or not output:
        return opt.one_of(name or "svg", formats(), "format")
    return by_suffix(suffixes(), output)


def _emit(drawing: Drawing, format: str, output: str, pixels: int) -> None:
    from archcalc.cli._output import refuse_terminal, write
    from archcalc.figures.writers import writer

    found = writer(format)
    if found.BINARY:
        refuse_terminal(format, output)
    half = 0.5  # converters cut pixels that are not whole: half of one more, and none is missing
    write(found.write(drawing, (pixels + half) / drawing.width if pixels else 2.0), output)
