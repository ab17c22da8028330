"""``archcalc compare``: networks beside each other, their difference, or many at a glance."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from inspect import signature
from typing import TYPE_CHECKING, Annotated, Any

import typer

from archcalc.cli import _options as opt
from archcalc.errors import InputError, UnknownNameError
from archcalc.lang import say

if TYPE_CHECKING:
    from archcalc.analysis import Analysis
    from archcalc.views.model import Page

SECTION = "Look"
IN_DECKS = True
VIEWS = ("side", "difference", "glance")

Columns = Annotated[
    str | None,
    typer.Option(
        metavar="NAMES",
        help="Columns in order. Of the view side: layer, output, out, params, multiplies, "
        "elementwise, activations, ratio, params_ratio. Of the view glance: network, input, year, "
        "depth, params, multiplies, activations, memory, peak_memory, training_memory, "
        "receptive_field, paths, nonlinearities, top5_error, conv_params, fc_params, "
        "conv_multiplies, fc_multiplies.",
    ),
]
View = Annotated[
    str,
    typer.Option(
        "--view", metavar="VIEW",
        autocompletion=lambda incomplete: [v for v in VIEWS if v.startswith(incomplete)],
        help="side (of two networks the usual one), difference (of two: what was added, removed "
        "and changed, exactly) or glance (of three or more the usual one).",
    ),
]  # fmt: skip
Formulas = Annotated[
    bool, typer.Option("--formulas", help="Under each number its formula with the numbers in it.")
]
Sort = Annotated[
    str,
    typer.Option(metavar="COLUMN", help="Order of a glance: params, or -params for most first."),
]
Symbols = Annotated[
    str | None,
    typer.Option(metavar="NAMES", help="Closed forms in these symbols, as C or H,W,C,k."),
]


def command(
    networks: opt.NetworkNames = [],  # noqa: B006
    view: View = "",
    formulas: Formulas = False,
    sort: Sort = "",
    symbols: Symbols = None,
    format: opt.Format = "",
    output: opt.Output = "",
    input: opt.Input = "",
    batch: opt.Batch = "1",
    dtype: opt.Dtype = "float32",
    set: opt.Settings = [],  # noqa: B006
    collapse: opt.CollapseOption = "",
    aux: opt.Aux = False,
    columns: Columns = None,
    rows: opt.Rows = None,
    units: opt.Units = "",
    lang: opt.Language = "en",
) -> None:
    """Compare networks: part beside part, what the difference consists of, or many at a glance.

    Networks are named plainly or as flags:

    archcalc compare --inception-naive --inception-bottleneck
    """
    from archcalc.cli._output import emit, format_of

    _check_networks(networks)
    shown = opt.one_of(view, VIEWS, "view") if view else "side" if len(networks) == 2 else "glance"
    given = {
        "--columns": columns is not None, "--rows": rows is not None, "--sort": bool(sort),
        "--collapse": bool(collapse), "--formulas": formulas, "--view": bool(view),
    }  # fmt: skip
    if symbols is not None:
        counted = {
            "--batch": batch != "1", "--dtype": dtype != "float32", "--aux": aux,
            "--units": bool(units),
        }  # fmt: skip
        opt.refuse_beside("--symbols", given | counted | {"--rows": False})
        chosen = opt.names_in(rows, "--rows")
        emit(_closed(networks, set, symbols, input, chosen), format, output, "exact")
        return
    opt.refuse_beside(f"--view {shown}", {name: given[name] for name in _UNFIT[shown]})
    found = _analyses(networks, input=input, batch=batch, dtype=dtype, settings=set, aux=aux)
    upright = format_of(format, output) == "csv"
    choice = {
        "collapse": opt.collapse_in(collapse), "columns": opt.names_in(columns, "--columns"),
        "rows": opt.names_in(rows, "--rows"), "formulas": formulas, "sort": sort,
        "upright": upright,
    }  # fmt: skip
    usual = "si" if shown == "glance" else "exact"
    emit(_PAGES[shown](found, choice), format, output, units or usual)


_UNFIT = {
    "side": ("--sort",),
    "difference": ("--sort", "--columns", "--formulas"),
    "glance": ("--rows", "--collapse", "--formulas"),
}
"""Options that a view has no use for."""


def _check_networks(networks: Sequence[str]) -> None:
    if len(networks) < 2:
        found = networks[0] if networks else say("none")
        raise InputError(say("compare takes two networks or more, found {found}", found=found))
    twice = next((name for i, name in enumerate(networks) if name in networks[:i]), None)
    if twice is not None:
        raise InputError(say("compare takes different networks, found {found} twice", found=twice))


def _side(found: Sequence[Analysis], choice: dict[str, Any]) -> Page:
    from archcalc.views.compare import Choice, side_page

    return side_page(found, Choice(**{key: choice[key] for key in Choice._fields}))


def _difference(found: Sequence[Analysis], choice: dict[str, Any]) -> Page:
    from archcalc.views.compare import Choice, difference_page

    if len(found) != 2:
        text = "--view difference takes two networks, found {n}"
        raise InputError(say(text, n=len(found)))
    before, after = found
    return difference_page(before, after, Choice(**{key: choice[key] for key in Choice._fields}))


def _glance(found: Sequence[Analysis], choice: dict[str, Any]) -> Page:
    from archcalc.views.compare.glance import Choice, glance_page

    return glance_page(found, Choice(**{key: choice[key] for key in Choice._fields}))


_PAGES = {"side": _side, "difference": _difference, "glance": _glance}


def _closed(
    networks: Sequence[str],
    settings: Sequence[str],
    symbols: str,
    input: str,
    rows: Sequence[str],
) -> Page:
    from archcalc.catalog import load
    from archcalc.sizes import input_in
    from archcalc.views.closed import closed_page

    names = opt.names_in(symbols, "--symbols")
    found = []
    for name, pairs in _taken(networks, settings).items():
        network = load(name, opt.settings_in(pairs))
        found.append(network.at(input_in(input, network.input) or network.input))
    return closed_page(found, names, rows)


def _analyses(
    networks: Sequence[str], *, settings: Sequence[str], **conditions: Any
) -> list[Analysis]:
    """Each network's analysis; an argument is set in those networks that take it."""
    if not settings:
        return opt.analyses(networks, settings=settings, **conditions)
    return [
        opt.analyses([name], settings=pairs, **conditions)[0]
        for name, pairs in _taken(networks, settings).items()
    ]


def _taken(networks: Sequence[str], settings: Sequence[str]) -> dict[str, list[str]]:
    """For each network the settings whose argument it takes.

    Raises UnknownNameError for an argument that none takes.
    """
    from archcalc.catalog import load

    keys = [next(iter(opt.settings_in([pair]))) for pair in settings]
    if not keys:
        return {name: [] for name in networks}
    takes = {name: load(name).args for name in networks}
    known = [key for args in takes.values() for key in args]
    for key in keys:
        if key not in known:
            raise UnknownNameError(say("argument of these networks"), key, known)
    return {
        name: [pair for pair, key in zip(settings, keys, strict=True) if key in args]
        for name, args in takes.items()
    }


# --- networks as flags ---------------------------------------------------------------------------


def reworded(words: Sequence[str]) -> list[str]:
    """The words with each flag that is a network's name as that name.

    Raises UnknownNameError for a flag that is neither a network nor an option.
    """
    return list(_reworded(words))


def flags() -> list[str]:
    """What may stand as a flag beside the options, for completion."""
    from archcalc.catalog import names

    return [f"--{name}" for name in names()]


def _reworded(words: Sequence[str]) -> Iterator[str]:
    options = _options()
    rest = iter(words)
    for word in rest:
        if word == "--":
            yield word
            yield from rest
            return
        name, equals, _ = word.partition("=")
        yield _as_name(word, name, options)
        if options.get(name) and not equals:  # its value, whatever that looks like
            yield from [value for value in [next(rest, None)] if value is not None]


def _as_name(word: str, option: str, options: dict[str, bool]) -> str:
    if not option.startswith("--") or option in options:
        return word
    known = flags()
    if word in known:
        return word.removeprefix("--")
    hint = say("archcalc list shows the networks")
    raise UnknownNameError(say("network or option"), option, [*known, *options], hint)


def _options() -> dict[str, bool]:
    """Every option, and whether a value follows it."""
    taken = {"--help": False, "-h": False}
    for name, parameter in signature(command).parameters.items():
        if name == "networks":
            continue
        takes_value = parameter.annotation not in ("Formulas", "opt.Aux")
        taken[f"--{name}"] = takes_value
    return {**taken, "-f": True, "-o": True}
