"""``archcalc explain``: the rule, the numbers put in, the result."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from inspect import signature
from typing import Annotated

import typer

from archcalc.cli import _options as opt
from archcalc.errors import UnknownNameError
from archcalc.lang import say

SECTION = "Look"
IN_DECKS = True
_WITHOUT_VALUE = ("-h", "--help", "--")


def _complete_subjects(incomplete: str) -> list[str]:
    return [name for name in _subjects() if name.startswith(incomplete)]


Subject = Annotated[
    str,
    typer.Argument(
        metavar="NET", autocompletion=_complete_subjects,
        help="A network's name (archcalc list), the path of a spec (mynet.yaml), or an operation "
        "(conv) to explain a layer of no network.",
    ),
]  # fmt: skip


def command(
    network: Subject,
    layer: opt.LayerPath = "",
    format: opt.Format = "",
    output: opt.Output = "",
    input: opt.Input = "",
    batch: opt.Batch = "1",
    dtype: opt.Dtype = "float32",
    set: opt.Settings = [],  # noqa: B006
    units: opt.Units = "exact",
    lang: opt.Language = "en",
) -> None:
    """Show where a layer's numbers come from: the rule in symbols, the numbers put in, the result.

    Without a layer, every layer of the network is worked out; with a block, every layer of it.

    An operation in place of NET explains a layer of no network; archcalc explain conv --help says
    which options it takes:

    archcalc explain conv --input 32x32x3 --out-channels 10 --kernel-size 5
    """
    from archcalc.cli._output import emit
    from archcalc.views.explain import explain_page

    try:
        (found,) = opt.analyses(
            [network], input=input, batch=batch, dtype=dtype, settings=set, aux=False
        )
    except UnknownNameError as error:
        raise _unknown(network, error) from None
    emit(explain_page(found, layer), format, output, units)


def instead(words: Sequence[str]) -> tuple[str, Callable[..., None], list[str]] | None:
    """Where an operation stands for NET: the command that explains it, and the words it takes."""
    from archcalc.catalog import load, names
    from archcalc.ops import registry

    at = _first_argument(words)
    if at == len(words):
        return None
    op = registry().get(words[at])
    if op is not None and op.kind not in names():
        from archcalc.cli._operation import command_for, with_values

        rest = with_values(op, [*words[:at], *words[at + 1 :]])
        return op.kind, command_for(op), rest
    if op is None and _has_other_options(words):  # whose, is only known with the name set right
        try:
            load(words[at])
        except UnknownNameError as error:
            raise _unknown(words[at], error) from None
    return None


def _first_argument(words: Sequence[str]) -> int:
    """The index of the first word that is neither an option nor its value."""
    at = 0
    while at < len(words) and words[at].startswith("-"):
        word = words[at]
        joined = "=" in word or (word[1] != "-" and len(word) > 2)  # -fjson
        at += 1 if joined or word in _WITHOUT_VALUE else 2
    return min(at, len(words))


def _has_other_options(words: Sequence[str]) -> bool:
    own = {"--", "--help", *(f"--{name}" for name in signature(command).parameters)}
    return any(w.startswith("--") and w.partition("=")[0] not in own for w in words)


def _subjects() -> list[str]:
    from archcalc.catalog import names
    from archcalc.ops import registry

    return [*names(), *registry()]


def _unknown(name: str, error: UnknownNameError) -> UnknownNameError:
    """The same error with operations among what was meant, if it is about the network's name."""
    known = _subjects()
    if error.name != name or name in known:
        return error
    hint = say("archcalc list shows the networks, archcalc schema the operations")
    return UnknownNameError(say("network or operation"), name, known, hint)
