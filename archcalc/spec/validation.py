"""pydantic's verdicts as one line: file:line:column, what was needed, what was found."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from archcalc.errors import SpecError, near_misses, shorten
from archcalc.spec.source import List, Map, describe

Model = TypeVar("Model", bound=BaseModel)
Loc = tuple[int | str, ...]

_WORDS = {
    "Input should be ": "",
    "Value error, ": "",
    "a valid integer": "a whole number",
    "a valid tuple": "a list",
    "a valid list": "a list",
    "a valid string": "text",
    "a valid dictionary": "a mapping",
    "a valid boolean": "true or false",
    "a valid number": "a number",
}


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


def explain(
    error: ValidationError, model: type[BaseModel], what: str, at: Any, place: str, path: str
) -> SpecError:
    """The first of pydantic's complaints, in a person's words."""
    problems = error.errors(include_url=False, include_context=False)
    first = problems[0]
    steps, exact, found = locate(at, first["loc"])
    place = exact or place
    if first["type"] == "missing":
        inside = f" {_dotted(steps)}" if steps else ""
        return SpecError(f"{what}{inside} needs {first['loc'][-1]}", place, path)
    if first["type"] == "extra_forbidden":
        return SpecError(_unknown(what, model, first["loc"]), place, path)
    same = [p["msg"] for p in problems if locate(at, p["loc"])[0] == steps]
    if not steps and first["loc"]:  # a value handed on from elsewhere
        steps, found = first["loc"][:1], first["input"]
    return SpecError(
        f"{_dotted(steps) or what} {_wish(same)}, found {describe(found)}", place, path
    )


def _unknown(what: str, model: type[BaseModel], loc: Loc) -> str:
    name, known = str(loc[-1]), _fields(model, loc[:-1])
    near = near_misses(name, known)
    hint = f'did you mean "{near[0]}"?' if near else f"it has {', '.join(known) or 'none'}"
    inside = f"{what} {_dotted(loc[:-1])}" if loc[:-1] else what
    return f'{inside} has no attribute "{shorten(name)}"; {hint}'


def _dotted(steps: Loc) -> str:
    return ".".join(str(step + 1) if isinstance(step, int) else shorten(step) for step in steps)


def _wish(messages: list[str]) -> str:
    wishes = []
    for message in dict.fromkeys(messages):
        for old, new in _WORDS.items():
            message = message.replace(old, new)
        wishes.append(message)
    return "should be " + " or ".join(dict.fromkeys(wishes))


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
