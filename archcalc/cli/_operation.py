"""An operation in place of a network: its attributes as options, their values as in a spec."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from inspect import Parameter, signature
from shlex import quote
from textwrap import fill
from typing import Annotated, Any

import typer

from archcalc.cli import _options as opt
from archcalc.errors import InputError, SpecError, shorten
from archcalc.lang import say
from archcalc.ops.base import Dims, Op
from archcalc.sizes import whole_input

_SIZES = re.compile(r"\d+([xX×]\d+)+", re.ASCII)
_TYPES = {"integer": "N", "number": "X", "string": "TEXT", "null": ""}
_NOTHING = {"type": "null"}
_TRUTH = ("true", "false")
_WIDTH = 76
_Inputs = Annotated[
    list[str],
    typer.Option(
        metavar="SIZE",
        help="Input size: 32x32x3 (HxWxC), 3x32x32, or 3,32,32 (always C,H,W); 64,100 is a 1-d "
        "input (C,L), 3,16,112,112 a 3-d one, 4096 a flat one. Once for each input.",
    ),
]


def command_for(op: type[Op]) -> Callable[..., None]:
    """The command that explains `op` alone; its options are the attributes and the usual ones."""

    def command(**values: Any) -> None:
        _explain(op, **values)

    _, first, *rest = signature(_explain, eval_str=True).parameters.values()
    usual = [each for each in rest if each.kind is Parameter.KEYWORD_ONLY]
    own = [_parameter(name, part) for name, part in _schema(op).items()]
    command.__signature__ = signature(command).replace(  # type: ignore[attr-defined]
        parameters=[first, *own, *usual]
    )
    about = f"Explain a layer of no network, {op.kind}.\n\n{op.summary}"
    command.__doc__ = f"{about}\n\n\b\n{_example(op)}"
    return command


def _explain(
    op: type[Op],
    *,
    input: _Inputs = [],  # noqa: B006
    batch: opt.Batch = "1",
    format: opt.Format = "",
    output: opt.Output = "",
    units: opt.Units = "exact",
    lang: opt.Language = "en",
    **given: list[str],
) -> None:
    from archcalc.alone import layer_alone
    from archcalc.cli._output import emit
    from archcalc.views.explain import alone_page

    images = opt.batch_in(batch)
    layer = _layer(op, {name: words for name, words in given.items() if words}, input)
    row = layer_alone(layer, tuple(map(whole_input, input)), images)
    emit(alone_page(row, images), format, output, units)


# --- options -------------------------------------------------------------------------------------


def with_values(op: type[Op], words: Sequence[str]) -> list[str]:
    """`words` with a value behind each attribute: a bare --ceil-mode is true, --no-bias false."""
    schema = {_option(name): part for name, part in _schema(op).items()}
    flags = {option for option, part in schema.items() if part.get("type") == "boolean"}
    done = []
    for word, after in zip(words, [*words[1:], None], strict=False):
        name, equals, _ = word.partition("=")
        positive = name.replace("--no-", "--", 1)
        if name != positive and positive in flags:
            if equals:
                raise InputError(say("{option} takes no value", option=name))
            word = f"{positive}=false"
        elif word in flags and (after is None or after.startswith("-")):
            word = f"{word}=true"
        elif word in schema and after is not None and after.startswith("--"):
            raise InputError(say("{option} needs a value, found {found}", option=word, found=after))
        done.append(word)
    return done


def _schema(op: type[Op]) -> Mapping[str, Any]:
    """What JSON Schema says of each attribute."""
    properties: Mapping[str, Any] = op.model().model_json_schema().get("properties", {})
    return properties


def _option(attribute: str) -> str:
    return f"--{attribute.replace('_', '-')}"


def _parameter(name: str, part: Mapping[str, Any]) -> Parameter:
    """One attribute as an option; its default is said, but left to the operation."""
    names, choices = [_option(name)], _choices(part)
    metavar = "|".join(choices)
    if choices == _TRUTH:
        names, metavar = [*names, f"--no-{name.replace('_', '-')}"], f"[{metavar}]"
    default = f"[default: {_text(part['default'])}]" if "default" in part else "[required]"
    option = typer.Option(
        *names,
        metavar=metavar,
        help="  ".join(filter(None, (part.get("description"), default))),
        autocompletion=lambda incomplete: [
            word for word in choices if word.islower() and word.startswith(incomplete)
        ],
    )
    kind = Parameter.KEYWORD_ONLY
    return Parameter(name, kind, default=[], annotation=Annotated[list[str], option])


def _choices(part: Mapping[str, Any]) -> tuple[str, ...]:
    """What a value may look like: ``("N", "NxN")``, ``("nearest", "linear")``."""
    if part.get("type") == "boolean":
        return _TRUTH
    if "anyOf" in part:
        every = [word for one in part["anyOf"] for word in _choices(one)]
        return tuple(filter(None, dict.fromkeys(every)))
    if part.get("type") == "array":
        return ("NxN" if "N" in _choices(part.get("items", _NOTHING)) else "LIST",)
    return tuple(part["enum"]) if "enum" in part else (_TYPES[part["type"]],)


def _example(op: type[Op]) -> str:
    """The operation's worked example as a person would type it."""
    found = op.examples[0]
    words = [f"--input {_size(axes)}" for axes in found.inputs]
    words += [f"{_option(name)} {_text(value)}" for name, value in found.attributes.items()]
    text = " ".join((f"Example: archcalc explain {op.kind}", *words))
    return fill(text, _WIDTH, subsequent_indent=" " * 9, break_on_hyphens=False)


def _size(axes: Dims) -> str:
    """H×W×C where that reads as these axes, else C,H,W."""
    text = "x".join(map(str, (*axes[1:], axes[0])))
    try:
        plain = whole_input(text) == axes
    except InputError:
        plain = False
    return text if plain else ",".join(map(str, axes))


def _text(value: object) -> str:
    """A value as it is typed: ``false``, ``null``, ``3x5``, ``'[[0, 1], 2]'``."""
    if isinstance(value, str):
        return value
    if isinstance(value, list | tuple) and all(isinstance(each, int) for each in value):
        return "x".join(map(str, value))
    return quote(json.dumps(value))


# --- values --------------------------------------------------------------------------------------


def _layer(op: type[Op], given: Mapping[str, Sequence[str]], inputs: Sequence[str]) -> Op:
    """The operation with the attributes `given`. Raises InputError or SpecError."""
    _check_given(op, given, inputs)
    from archcalc.spec.items import Item
    from archcalc.spec.source import Map
    from archcalc.spec.validation import validated_op

    written = Map({name: _value(_option(name), words[0]) for name, words in given.items()})
    values = {name: _tuples(value) for name, value in written.items()}
    try:
        return validated_op(op, values, Item(op.kind, written, place=""), "")
    except SpecError as error:
        raise SpecError(error.message, op.kind) from None


def _check_given(op: type[Op], given: Mapping[str, Sequence[str]], inputs: Sequence[str]) -> None:
    for name, words in given.items():
        if len(words) > 1:
            text = "{option} is given {n} times"
            raise InputError(say(text, option=_option(name), n=len(words)))
    required = op.model().model_json_schema().get("required", ())
    missing = [_option(name) for name in required if name not in given]
    if not inputs:
        missing.insert(0, "--input")
    if missing:
        text = "{op} needs {options} (archcalc explain {op} --help)"
        raise InputError(say(text, op=op.kind, options=", ".join(missing)))


def _value(option: str, text: str) -> Any:
    """A value as a spec reads it; 3x5 is short for [3, 5]."""
    from archcalc.spec.source import load, scalar

    found = text.strip()
    if _SIZES.fullmatch(found):
        found = f"[{', '.join(re.split('[xX×]', found))}]"
    if not found.startswith("["):
        return scalar(found)
    try:
        read = load(f"value: {found}", option)
        if len(read) == 1:
            return read["value"]
    except SpecError:
        pass
    raise InputError(
        say(
            '{option} takes a value as in a spec, such as 3, 3x5 or "[3, 5]", found "{found}"',
            option=option,
            found=shorten(text),
        )
    )


def _tuples(value: Any) -> Any:
    """Lists as tuples, so that strict models take them."""
    return tuple(map(_tuples, value)) if isinstance(value, list) else value
