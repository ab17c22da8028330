"""pydantic's verdicts as one line: file:line:column, what was needed, what was found."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from archcalc.errors import SpecError, near_misses, shorten
from archcalc.ops.base import Op
from archcalc.spec.expression import is_expression
from archcalc.spec.items import Item
from archcalc.spec.models import ITEMS
from archcalc.spec.source import List, Map, describe

Model = TypeVar("Model", bound=BaseModel)
Loc = tuple[int | str, ...]

_WORDS = (
    (r"^Input should be ", ""),
    (r"^Value error, ", ""),
    (r"^String should match pattern .*", "a name without . : @ ~ / or space"),
    (r"^String should have (at \w+ \d+) characters?", r"text of \1 characters"),
    (r"^List should have (at \w+ \d+) items? after validation, not \d+", r"a list of \1"),
    (r"^Dictionary should have (at \w+ \d+) items? after validation, not \d+", r"\1"),
    (r"^a valid integer", "a whole number"),
    (r"^a valid (tuple|list)", "a list"),
    (r"^a valid string", "text"),
    (r"^a valid dictionary( or instance of \w+)?", "a mapping"),
    (r"^a valid boolean", "true or false"),
    (r"^a valid number", "a number"),
    (r"^greater than or equal to ", "at least "),
    (r"^less than or equal to ", "at most "),
)
"""pydantic's words and ours."""


def validate(
    model: type[Model],
    values: Mapping[str, Any],
    what: str,
    at: Any,
    place: str = "",
    path: str = "",
) -> Model:
    """`values` as a `model`. Raises SpecError that names the place within `at`, their source."""
    try:
        return model.model_validate(values)
    except ValidationError as error:
        raise explain(error, model, what, at, place, path) from None


def check_structure(item: Item, path: str) -> None:
    """Hold `stage`, `parallel` and their like against their models. Raises SpecError."""
    values = {k: v for k, v in item.values.items() if k not in ("when", "from")}
    validate(ITEMS[item.word], values, item.word, item.values, item.place, path)


def validated_op(kind: type[Op], values: dict[str, Any], item: Item, path: str) -> Op:
    """The operation `item` names with these attributes. Raises SpecError."""
    try:
        return kind(**values)
    except ValidationError as error:
        raise explain(error, kind.model(), item.word, item.values, item.place, path) from None


def explain(
    error: ValidationError, model: type[BaseModel], what: str, at: Any, place: str, path: str
) -> SpecError:
    """The chief of pydantic's complaints, in a person's words."""
    problems = error.errors(include_url=False, include_context=False)
    chief = _chief(problems, at)
    loc, kind = chief["loc"], chief["type"]
    steps, exact, found = locate(at, loc)
    if kind == "missing":
        inside, place = (f" {_dotted(steps)}", exact) if steps else ("", place or exact)
        return SpecError(f"{what}{inside} needs {loc[-1]}", place, path)
    if kind == "extra_forbidden":
        return SpecError(_unknown(what, model, loc), _key_place(at, loc) or place, path)
    if loc[-1:] == ("[key]",):
        return SpecError(
            f"{_dotted(steps[:-1])} {_wish([chief['msg']])}, found {describe(steps[-1])}",
            _key_place(at, steps), path,
        )  # fmt: skip
    same = [p["msg"] for p in problems if locate(at, p["loc"])[0] == steps]
    text = f"{_dotted(steps or loc[:1]) or what} {_wish(same)}, found "
    return SpecError(text + _found(chief["input"], found), exact or place, path)


def _chief(problems: list[Any], at: Any) -> Any:
    """A misspelt attribute before a missing one; of one value's complaints the innermost."""
    for problem in problems:
        if problem["type"] == "extra_forbidden":
            return problem
    depths = [locate(at, problem["loc"])[0] for problem in problems]
    inner = [i for i, steps in enumerate(depths) if steps[:1] == depths[0][:1]]
    return problems[max(inner, key=lambda i: len(depths[i]))]


def _found(value: Any, written: Any) -> str:
    """The value that did not fit and, where it was worked out, the expression it came from."""
    if isinstance(written, str) and is_expression(written) and written != value:
        return f"{describe(value)} ({shorten(written)})"
    return describe(value)


def _unknown(what: str, model: type[BaseModel], loc: Loc) -> str:
    name, known = str(loc[-1]), _fields(model, loc[:-1])
    if name in ("in_channels", "in_features"):
        return f"{what} takes no {name}: input channels follow from the layer before"
    near = near_misses(name, known)
    hint = f'did you mean "{near[0]}"?' if near else f"it has {', '.join(known) or 'none'}"
    inside = f"{what} {_dotted(loc[:-1])}" if loc[:-1] else what
    return f'{inside} has no attribute "{shorten(name)}"; {hint}'


def _dotted(steps: Loc) -> str:
    return ".".join(str(step + 1) if isinstance(step, int) else shorten(step) for step in steps)


def _wish(messages: list[str]) -> str:
    return "should be " + " or ".join(dict.fromkeys(map(_reworded, messages)))


def _reworded(message: str) -> str:
    for old, new in _WORDS:
        message = re.sub(old, new, message)
    return message


def _fields(model: type[BaseModel], loc: Loc) -> list[str]:
    """The fields of the model that `loc` leads to from `model`."""
    for step in loc:
        field = model.model_fields.get(str(step))
        if field is None:
            continue
        inner = _models(field.annotation)
        model = inner[0] if inner else model
    return [field.alias or name for name, field in model.model_fields.items()]


def _models(annotation: Any) -> list[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    return [m for part in getattr(annotation, "__args__", ()) for m in _models(part)]


def _key_place(at: Any, loc: Loc) -> str:
    """Where the key that `loc` ends in stands."""
    _, _, inside = locate(at, loc[:-1])
    mark = inside.key_marks.get(str(loc[-1])) if isinstance(inside, Map) else None
    return str(mark) if mark else ""


def locate(at: Any, loc: Loc) -> tuple[Loc, str, Any]:
    """How far `loc` leads within the source value `at`: the steps, the place, the value there.

    pydantic puts the names of a union's members between the steps; they lead nowhere.
    """
    steps: list[int | str] = []
    mark, value = getattr(at, "mark", None), at
    for step in loc:
        if isinstance(value, Map) and step in value:
            mark, value = value.marks.get(str(step), mark), value[str(step)]
            steps.append(step)
        elif isinstance(value, List) and isinstance(step, int) and step < len(value):
            mark, value = value.marks[step], value[step]
            steps.append(step)
    return tuple(steps), str(mark) if mark else "", value
