"""The application: finds commands in this folder, imports the one called, words its errors."""

from __future__ import annotations

import os
import pkgutil
import sys
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Annotated, Any, Protocol, runtime_checkable

import typer
from typer.core import TyperCommand, TyperGroup

from archcalc import __version__
from archcalc.errors import ArchcalcError, InputError, UnknownNameError, near_misses, shorten
from archcalc.lang import counted, say

_NOT_COMMANDS = frozenset({"app"})
INTERRUPTED = 130
"""The exit code of a program that Ctrl-C ended, as shells give it."""
SECTIONS = ("Look", "Check", "Slides", "Build")
_ORDER = ("table", "explain", "compare", "list")


def command_names() -> list[str]:
    """Every command: each module of this folder without an underscore."""
    here = str(Path(__file__).parent)
    found = [m.name for m in pkgutil.iter_modules([here]) if not m.name.startswith("_")]
    rank = {name: i for i, name in enumerate(_ORDER)}
    return sorted(set(found) - _NOT_COMMANDS, key=lambda name: (rank.get(name, len(rank)), name))


class _AsWritten:
    """Takes the words of a command line as they are."""

    def coerce(self, value: Any, param: Any, ctx: Any) -> Any:
        """What typer hands to a command for an option of text."""
        return list(value or ()) if param.multiple or param.nargs == -1 else value


def _plain(params: list[Any]) -> list[Any]:
    """Let options of text and flags be taken as they are written.

    typer would build a pydantic adapter for each of them, half of what a table takes.
    """
    for param in params:
        kind = getattr(getattr(param, "type_descriptor", None), "annotation", None)
        if kind in (str, str | None, bool, list[str]) and hasattr(param, "get_runtime_param"):
            param.get_runtime_param = _AsWritten
    return params


class PlainCommand(TyperCommand):
    """A command whose options are all text or flags."""

    def get_params(self, ctx: Any) -> list[Any]:
        """All of them, the help option too."""
        return _plain(super().get_params(ctx))

    def shell_complete(self, ctx: Any, incomplete: str) -> list[Any]:
        """Options, and whatever else the command takes as a flag."""
        found = super().shell_complete(ctx, incomplete)
        more = getattr(import_module(f"archcalc.cli.{str(self.name).split()[0]}"), "flags", None)
        if more and incomplete.startswith("--"):
            words = [word for word in more() if word.startswith(incomplete)]
            found += [_completion(word) for word in words]
        return found

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """What is left over is an error, in our words."""
        if not args and self.no_args_is_help and not ctx.resilient_parsing:
            raise _helped(ctx)
        rest = super().parse_args(ctx, args)
        if rest and not ctx.resilient_parsing:
            words = " ".join(f'"{shorten(word)}"' for word in rest)
            raise InputError(
                counted(
                    "unexpected extra argument {words} ({command} --help)",
                    "unexpected extra arguments {words} ({command} --help)",
                    len(rest),
                    words=words,
                    command=ctx.command_path,
                )
            )
        return rest


class LazyGroup(TyperGroup):
    """Commands come from the folder's modules; only the one that is called is imported."""

    def get_params(self, ctx: Any) -> list[Any]:
        """All of them, those for completion too."""
        return _plain(super().get_params(ctx))

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Without a command there is help, and the exit code of bad usage."""
        if not args and not ctx.resilient_parsing:
            raise _helped(ctx)
        return super().parse_args(ctx, args)

    def list_commands(self, ctx: Any) -> list[str]:
        """All of them, the most used first."""
        return command_names()

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """Build the command of that name, or nothing."""
        if cmd_name not in command_names():
            return None
        return built(cmd_name, import_module(f"archcalc.cli.{cmd_name}").command)

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """An unknown command suggests the near miss.

        A command that has a function `instead` may hand over to another, by the words behind it;
        one that has `reworded` takes them otherwise than they are written.
        """
        name = args[0]
        if self.get_command(ctx, name) is None and not name.startswith("-"):
            near = near_misses(name, command_names())
            hint = "" if near else say("archcalc --help lists them")
            raise UnknownNameError("command", name, near, hint)
        if name in command_names():
            module = import_module(f"archcalc.cli.{name}")
            if hasattr(module, "reworded"):
                args = [name, *module.reworded(args[1:])]
            instead = getattr(module, "instead", None)
            other = instead(args[1:]) if instead else None
            if other:
                path = f"{name} {other[0]}"
                return path, built(path, other[1], no_args_is_help=True), other[2]
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        """The commands in four groups."""
        by_section: dict[str, list[tuple[str, str]]] = {}
        for name in self.list_commands(ctx):
            command = self.get_command(ctx, name)
            section = import_module(f"archcalc.cli.{name}").SECTION
            rows = by_section.setdefault(section, [])
            rows.append((name, command.get_short_help_str(200)))
        for section in SECTIONS:
            if section in by_section:
                with formatter.section(section):
                    formatter.write_dl(by_section[section])


def _completion(word: str) -> Any:
    from typer._click.shell_completion import CompletionItem  # typer brings no public one

    return CompletionItem(word)


_HELP = {"help_option_names": ["-h", "--help"]}


def built(name: str, function: Callable[..., None], *, no_args_is_help: bool = False) -> Any:
    """The command that `function` and its annotations describe."""
    single = typer.Typer(add_completion=False, rich_markup_mode=None)
    settings = _HELP | {"allow_extra_args": True}  # PlainCommand refuses them itself
    single.command(
        name, cls=PlainCommand, context_settings=settings, no_args_is_help=no_args_is_help
    )(function)
    command = typer.main.get_command(single)
    command.name = name
    return command


def _helped(ctx: Any) -> typer.Exit:
    """Help where nothing was asked for, and the exit code of bad usage."""
    typer.echo(ctx.get_help())
    return typer.Exit(2)


app = typer.Typer(
    cls=LazyGroup,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings=_HELP,
)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"archcalc {__version__}")
        raise typer.Exit


@app.callback()
def _root(
    version: Annotated[
        bool,
        typer.Option("--version", callback=_version, is_eager=True, help="Print the version."),
    ] = False,
) -> None:
    """Architecture analysis and FLOPs calculator for convolutional networks.

    Every number with its formula: archcalc table googlenet, archcalc explain alexnet conv1.
    """


def run(args: list[str] | None = None) -> None:
    """Run the command line and exit: 0 done, 1 a check failed, 2 bad usage or bad input."""
    try:
        code = _invoke(args)
        if sys.stdout:
            sys.stdout.flush()
    except BrokenPipeError:
        _hush()
        code = 0
    except KeyboardInterrupt:
        _hush()
        code = INTERRUPTED
    except OSError as error:
        _hush()
        code = _fail(f"cannot write the output: {error.strerror or error}")
    sys.exit(code)


def _invoke(args: list[str] | None) -> int:
    try:
        code = app(args, prog_name="archcalc", standalone_mode=False)
    except ArchcalcError as error:
        return _fail(str(error))
    except typer.Abort:
        return INTERRUPTED
    except SystemExit as done:
        if not _completing():  # typer's own answer to a closed pipe
            raise BrokenPipeError from None
        return done.code if isinstance(done.code, int) else 0
    except Exception as error:
        text = usage_text(error)
        if text is None and not _completing():
            raise
        return _fail(text or "")
    return code if isinstance(code, int) else 0


@runtime_checkable
class _UsageError(Protocol):
    """What typer raises for arguments that it cannot take; the class itself is private."""

    ctx: Any

    def format_message(self) -> str:
        """What is wrong."""


def usage_text(error: Exception) -> str | None:
    """What typer found wrong with the arguments, on one line; nothing for another's error."""
    if not isinstance(error, _UsageError):
        return None
    command = getattr(error.ctx, "command_path", "archcalc")
    return f"{' '.join(error.format_message().split())} ({command} --help)"


def _fail(message: str) -> int:
    tell(message)
    return 2


def tell(message: str) -> None:
    """Print one line on standard error, where there is one."""
    from archcalc.signs import plain

    if sys.stderr is None or _completing():  # closed: 2>&-
        return
    encoding = sys.stderr.encoding or "ascii"
    try:
        print(f"archcalc: {plain(_one_line(message), encoding)}", file=sys.stderr)
    except OSError:
        _hush()


def _completing() -> bool:
    """Whether a shell asks for completions: then a person's line would be cut up by an error."""
    return "_ARCHCALC_COMPLETE" in os.environ


def _one_line(message: str) -> str:
    """File names and arguments may hold line breaks and control characters."""
    return "".join(sign if sign.isprintable() else "?" for sign in " ".join(message.splitlines()))


def _hush() -> None:
    """Nobody reads on: let the interpreter's last flush go nowhere."""
    null = os.open(os.devnull, os.O_WRONLY)
    for stream in filter(None, (sys.stdout, sys.stderr)):
        try:
            stream.flush()
        except OSError:
            os.dup2(null, stream.fileno())
