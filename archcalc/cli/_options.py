"""The options that tables share, worded once, and what they stand for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated, Any, Literal, TypeVar

import typer

from archcalc.errors import InputError, UnknownNameError, shorten
from archcalc.lang import ENGLISH, languages, say, speak

if TYPE_CHECKING:
    from archcalc.analysis import Analysis
    from archcalc.views.lines import Collapse

Name = TypeVar("Name", bound=str)
UnitName = Literal["exact", "si"]
UNITS: tuple[UnitName, ...] = ("exact", "si")
LEVELS: tuple[Collapse, ...] = ("stage", "block", "none")
LAYOUTS = ("layers", "paper")
_OTHER_WORDS = {
    "double": "float64", "fp64": "float64", "single": "float32", "fp32": "float32",
    "float": "float32", "half": "float16", "fp16": "float16", "bf16": "bfloat16",
}  # fmt: skip
"""What a dtype is called elsewhere: suggested, not taken."""


def _starting(incomplete: str, known: Iterable[str]) -> list[str]:
    return [name for name in known if name.startswith(incomplete)]


def _complete_networks(incomplete: str) -> list[str]:
    from archcalc.catalog import names

    return _starting(incomplete, names())


def _complete_addresses(incomplete: str) -> list[str]:
    from archcalc.address import completions

    return list(dict.fromkeys(completions(incomplete)))


def _complete_lessons(incomplete: str) -> list[str]:
    from archcalc.lessons import names

    return _starting(incomplete, names())


def _complete_formats(incomplete: str) -> list[str]:
    from archcalc.render import formats

    return _starting(incomplete, formats())


def _complete_columns(incomplete: str) -> list[str]:
    from archcalc.views.layers import COLUMN_NAMES

    *before, last = incomplete.split(",")
    return [",".join([*before, name]) for name in _starting(last, COLUMN_NAMES)]


def complete_dtypes(incomplete: str) -> list[str]:
    from archcalc.memory import DTYPES

    return _starting(incomplete, DTYPES)


def _complete_levels(incomplete: str) -> list[str]:
    return _starting(incomplete, LEVELS)


def _complete_layouts(incomplete: str) -> list[str]:
    return _starting(incomplete, LAYOUTS)


def _complete_units(incomplete: str) -> list[str]:
    return _starting(incomplete, UNITS)


def _named(ctx: typer.Context) -> Any:
    """The network that the command line names; of several the first, which typer leaves over."""
    from archcalc.catalog import load

    return load(ctx.params.get("network") or next(iter(ctx.args), ""))


def _complete_layers(ctx: typer.Context, incomplete: str) -> list[str]:
    network = _named(ctx)
    paths = [*(group.path for group in network.walk()), *(row.path for row in network.layers)]
    return _starting(incomplete, paths)


def _complete_settings(ctx: typer.Context, incomplete: str) -> list[str]:
    return _starting(incomplete, [f"{name}=" for name in _named(ctx).args])


_NETWORK_HELP = "A network's name (archcalc list) or the path of a spec (mynet.yaml)."
NetworkName = Annotated[
    str,
    typer.Argument(metavar="NET", help=_NETWORK_HELP, autocompletion=_complete_networks),
]
NetworkNames = Annotated[
    list[str],
    typer.Argument(metavar="NET", help=_NETWORK_HELP, autocompletion=_complete_networks),
]
LayerPath = Annotated[
    str,
    typer.Argument(
        metavar="LAYER", help="A layer or block, as conv1 or 3a.5x5.reduce.",
        autocompletion=_complete_layers,
    ),
]  # fmt: skip
Format = Annotated[
    str,
    typer.Option(
        "-f", "--format", metavar="FORMAT", autocompletion=_complete_formats,
        help="terminal, markdown, latex, html, typst, csv or json; if not given, by the suffix "
        "of -o's FILE, else terminal.",
    ),
]  # fmt: skip
Output = Annotated[
    str,
    typer.Option(
        "-o", "--output", metavar="FILE",
        help="Write to FILE, whole or not at all. Its suffix chooses the format: .tex, .md, .html, "
        ".typ, .csv, .json or .txt.",
    ),
]  # fmt: skip
SchemaOutput = Annotated[
    str, typer.Option("-o", "--output", metavar="FILE", help="Write to FILE, whole or not at all.")
]
Input = Annotated[
    str,
    typer.Option(
        metavar="SIZE",
        help="Input size: 256, 224x320 (HxW), 224x224x3, 3x224x224, or 3,224,224 (always C,H,W).",
    ),
]
Batch = Annotated[str, typer.Option(metavar="N", help="Images at once.")]
Dtype = Annotated[
    str,
    typer.Option(
        metavar="TYPE", autocompletion=complete_dtypes,
        help="float32, float16, bfloat16, float64 or int8.",
    ),
]  # fmt: skip
Settings = Annotated[
    list[str],
    typer.Option(
        "--set", metavar="KEY=VALUE", autocompletion=_complete_settings,
        help="Set an argument of the spec: growth=24.",
    ),
]  # fmt: skip
Aux = Annotated[bool, typer.Option("--aux", help="Count the auxiliary heads, too.")]
CollapseOption = Annotated[
    str,
    typer.Option(
        "--collapse", metavar="LEVEL", autocompletion=_complete_levels,
        help="Rows: stage, block or none (every layer).",
    ),
]  # fmt: skip
Columns = Annotated[
    str | None,
    typer.Option(
        metavar="NAMES", autocompletion=_complete_columns,
        help="Columns in order, as layer,output,params. There are layer, kernel, input, output, "
        "params, params_percent, multiplies, percent, elementwise, activations, receptive_field, "
        "effective_stride, nonlinearities, depth, depth_with_pools, paths, connections, "
        "size_formula, params_formula, multiplies_formula.",
    ),
]  # fmt: skip
Rows = Annotated[str | None, typer.Option(metavar="NAMES", help="Rows to show, as 3a,4* .")]
LayoutOption = Annotated[
    str,
    typer.Option(
        "--layout", metavar="LAYOUT", autocompletion=_complete_layouts,
        help="layers, or paper: the table that the paper prints, its numbers beside the computed.",
    ),
]  # fmt: skip
NoNotes = Annotated[
    bool, typer.Option("--no-notes", help="Nothing below the table, as for slides.")
]
Blank = Annotated[
    str | None,
    typer.Option(
        metavar="NAMES", autocompletion=_complete_columns,
        help="A worksheet: leave these columns empty, as params,multiplies.",
    ),
]  # fmt: skip
Units = Annotated[
    str,
    typer.Option(
        metavar="UNITS", autocompletion=_complete_units, help="exact (6,998,552) or si (7.00 M)."
    ),
]


def _spoken(code: str) -> str:
    """Called while options are read, so that what is wrong with others is said in `code`, too."""
    speak(one_of(code or ENGLISH, languages(), "language"))
    return code


Language = Annotated[
    str,
    typer.Option(
        "--lang", metavar="CODE", envvar="ARCHCALC_LANG", is_eager=True, callback=_spoken,
        autocompletion=lambda incomplete: _starting(incomplete, languages()),
        help="en or ko: the language of headings, notes and errors.",
    ),
]  # fmt: skip

_ADDRESS_HELP = "alexnet.conv1.params, or googlenet@input=3x256x256,batch=8.multiplies:si3."
Addresses = Annotated[
    list[str],
    typer.Argument(metavar="ADDRESS", help=_ADDRESS_HELP, autocompletion=_complete_addresses),
]
OneAddress = Annotated[
    str, typer.Argument(metavar="ADDRESS", help=_ADDRESS_HELP, autocompletion=_complete_addresses)
]
WrittenValue = Annotated[
    str,
    typer.Argument(metavar="VALUE", help="As somebody wrote it: 34848, 358M, 3.8G, 55x55x96."),
]
ListAddresses = Annotated[
    bool, typer.Option("--list", help="Every address of the networks named, with its value.")
]
LessonName = Annotated[
    str,
    typer.Argument(
        metavar="NAME", help="A lesson's name, or the path of a lesson's file.",
        autocompletion=_complete_lessons,
    ),
]  # fmt: skip
AllNetworks = Annotated[bool, typer.Option("--all", help="Every network there is.")]
Standings = Annotated[
    str | None,
    typer.Option(
        "--verdict", metavar="NAMES",
        help="Only figures of these verdicts: agrees, rounds differently, counts differently, "
        "erratum, quoted.",
    ),
]  # fmt: skip


def one_of(value: str, known: Sequence[Name], what: str) -> Name:
    """`value`, which must be one of `known`. Raises UnknownNameError."""
    for name in known:
        if name == value:
            return name
    raise UnknownNameError(say(what), value, known, say("known: {names}", names=", ".join(known)))


def refuse_beside(option: str, others: Mapping[str, bool]) -> None:
    """Raise InputError for the first of the others that is given: it does not go with `option`."""
    for name, given in others.items():
        if given:
            text = "{name} does not go with {option}"
            raise InputError(say(text, name=name, option=option))


def names_in(text: str | None, option: str) -> tuple[str, ...]:
    """The names of a comma-separated list; none where the option was not given.

    Raises InputError for an empty list.
    """
    if text is None:
        return ()
    names = tuple(part.strip() for part in text.split(",") if part.strip())
    if not names:
        raise InputError(
            say(
                '{option} takes names with commas between, found "{found}"',
                option=option,
                found=shorten(text),
            )
        )
    return names


def settings_in(pairs: Sequence[str]) -> dict[str, Any]:
    """``["growth=24"]`` → ``{"growth": 24}``; values read as in a spec. Raises InputError."""
    from archcalc.spec.source import scalar

    found = {}
    for pair in pairs:
        key, equals, value = pair.partition("=")
        if not equals or not key.strip():
            raise InputError(say('--set takes KEY=VALUE, found "{found}"', found=shorten(pair)))
        found[key.strip()] = scalar(value.strip())
    return found


def batch_in(text: str) -> int:
    """A number of images. Raises InputError."""
    if not re.fullmatch(r"-?[0-9]{1,12}", text):
        raise InputError(say('--batch takes a whole number, found "{found}"', found=shorten(text)))
    return int(text)


def whole_in(text: str, option: str, least: int, most: int) -> int:
    """A whole number within bounds. Raises InputError."""
    if re.fullmatch(r"[0-9]{1,12}", text) and least <= int(text) <= most:
        return int(text)
    said = '{option} takes a whole number from {least} to {most}, found "{found}"'
    raise InputError(say(said, option=option, least=least, most=f"{most:,}", found=shorten(text)))


def dtype_in(text: str) -> str:
    """The name of a type. Raises UnknownNameError; what others call it is suggested."""
    from archcalc.memory import DTYPES

    if text.lower() in _OTHER_WORDS:
        meant = _OTHER_WORDS[text.lower()]
        raise InputError(
            say(
                'unknown {what} "{name}"; did you mean "{near}"?',
                what=say("dtype"),
                name=text,
                near=meant,
            )
        )
    return one_of(text, tuple(DTYPES), "dtype")


def analyses(
    names: Sequence[str],
    *,
    input: str,
    batch: str,
    dtype: str,
    settings: Sequence[str],
    aux: bool,
) -> list[Analysis]:
    """Load and analyse the networks of a command line, each once."""
    from archcalc.catalog import load, reading_once
    from archcalc.sizes import input_in

    dtype_in(dtype)
    images = batch_in(batch)
    found: dict[str, Analysis] = {}
    values: Mapping[str, Any] = settings_in(settings)
    read = reading_once()
    with no_collection():
        for name in dict.fromkeys(names):
            network = load(name, values, read=read)
            shape = input_in(input, network.input)
            found[name] = network.analyze(input=shape, batch=images, dtype=dtype, aux=aux)
    return [found[name] for name in names]


@contextmanager
def no_collection() -> Iterator[None]:
    """Networks and analyses stay until the end: looking for garbage takes a third of the time.

    It is not looked for among them later either, nor when the process ends.
    """
    import gc

    running = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        if running:
            gc.enable()


def collapse_in(text: str) -> Collapse | None:
    """The level of detail, or nothing for the usual one. Raises UnknownNameError."""
    return one_of(text, LEVELS, "level") if text else None
