"""Commands run for a deck: what they make is taken, and nothing is printed or written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from importlib import import_module
from inspect import signature
from typing import Any

from archcalc.cli import _output
from archcalc.cli.app import built, command_names, usage_text
from archcalc.errors import ArchcalcError, InputError
from archcalc.figures.charts.model import Chart
from archcalc.lang import say, speaking, spoken
from archcalc.slides.figures import Plotted
from archcalc.slides.model import Made, Tables
from archcalc.views.model import Page

_NOT_HERE = ("--format", "--output", "--help", "--open", "-f", "-o", "-h")


@cache
def verbs() -> tuple[str, ...]:
    """The commands that a deck may name: those that say so by ``IN_DECKS``."""
    return tuple(
        name
        for name in command_names()
        if getattr(import_module(f"archcalc.cli.{name}"), "IN_DECKS", False)
    )


def run(verb: str, words: Sequence[str], settings: Mapping[str, str] | None = None) -> Made:
    """What the command makes of these words, and of the settings that it has options for.

    Raises ArchcalcError.
    """
    for word in words:
        if word.partition("=")[0] in _NOT_HERE or word == "--":
            text = "{option} has no place in a deck"
            raise InputError(say(text, option=word.partition("=")[0]))
    module = import_module(f"archcalc.cli.{verb}")
    reworded = getattr(module, "reworded", list)
    given = {word.partition("=")[0] for word in words}
    options = signature(module.command).parameters
    usual = [
        f"--{name}={value}"
        for name, value in (settings or {}).items()
        if name in options and f"--{name}" not in given
    ]
    with _output.taking() as found, speaking(spoken()):
        _call(built(verb, module.command), [*reworded(words), *usual])
    if not found:
        raise InputError(say("{command} gives nothing to show", command=verb))
    return _made(*found[-1])


def _made(made: Any, look: Any) -> Made:
    if isinstance(made, Page):
        return Tables(made, look)
    return Plotted(made, look) if isinstance(made, Chart) else made


def _call(command: Any, words: Sequence[str]) -> None:
    try:
        command.main(list(words), prog_name=command.name, standalone_mode=False)
    except ArchcalcError:
        raise
    except SystemExit:
        raise InputError(say("this command needs more words")) from None
    except Exception as error:
        text = usage_text(error)
        if text is None:
            raise
        raise InputError(text) from None
