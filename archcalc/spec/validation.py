"""pydantic's verdicts as one line with the place: file:line:column, what was needed, what was found."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from archcalc.errors import SpecError, near_misses, shorten
from archcalc.spec.source import List, Map, Mark, describe

Model = TypeVar("Model", bound=BaseModel)


def validate(model: type[Model], values: Mapping[str, Any], what: str, at: Any, path: str = "") -> Model:
    """`values` as a `model`. Raises SpecError that names the place within `at`, the source."""
    try:
        return model.model_validate(values)
    except ValidationError as error:
        raise explain(error, model, what, at, path) from None


def explain(
    error: ValidationError, model: type[BaseModel], what: str, at: Any, path: str = ""
) -> SpecError:
    """The first of pydantic's complaints, in a person's words."""
    problems = error.errors(include_url=False, include_context=False)
    first = problems[0]
    keys = [part for part in first["loc"] if _is_step(part, at)]
    place, found = locate(at, first["loc"])
    if first["type"] == "extra_forbidden":
        name = str(first["loc"][-1])
        known = _fields(model, first["loc"][:-1])
        near = near_misses(name, known)
        text = f'{what} has no attribute "{shorten(name)}"; ' + (
            f'did you mean "{near[0]}"?' if near else f"it has {', '.join(known)}"
        )
    elif first["type"] == "missing":
        text = f"{what} needs {first['loc'][-1]}"
    else:
        same = [p["msg"] for p in problems if p["loc"][: len(keys)] == tuple(keys)]
        text = f"{_dotted(keys) or what} {_wish(same)}, found {describe(found)}"
    return SpecError(text, place, path)


def _is_step(part: int | str, at: Any) -> bool:
    return isinstance(part, int) or not (":" in part or part.startswith(("constrained", "function", "tuple", "literal", "list", "dict", "nullable"))) and part not in ("int", "str", "float", "bool")


def _dotted(keys: Iterable[int | str]) -> str:
    return ".".join(str(key + 1) if isinstance(key, int) else key for key in keys)


def _wish(messages: list[str]) -> str:
    wishes = dict.fromkeys(
        m.removeprefix("Input should be ").removeprefix("Value error, ")
        .replace("a valid integer", "a whole number").replace("a valid tuple", "a list")
        .replace("a valid string", "text").replace("a valid list", "a list")
        .replace("a valid dictionary", "a mapping").replace("a valid boolean", "true or false")
        .replace("a valid number", "a number")
        for m in messages
    )  # fmt: skip
    return "should be " + " or ".join(wishes)


def _fields(model: type[BaseModel], loc: tuple[int | str, ...]) -> list[str]:
    for step in loc:
        field = model.model_fields.get(str(step))
        inner = getattr(field, "annotation", None)
        candidates = [inner, *getattr(inner, "__args__", ())]
        found = [c for c in candidates if isinstance(c, type) and issubclass(c, BaseModel)]
        if found:
            model = found[0]
    return list(model.model_fields)


def locate(at: Any, loc: Iterable[int | str]) -> tuple[str, Any]:
    """The place and the value that `loc` leads to within the source value `at`."""
    mark: Mark | None = getattr(at, "mark", None)
    value = at
    for step in loc:
        if isinstance(value, Map) and step in value:
            mark, value = value.marks[str(step)], value[str(step)]
        elif isinstance(value, Map) and str(step) in value.key_marks:
            mark = value.key_marks[str(step)]
        elif isinstance(value, List) and isinstance(step, int) and step < len(value):
            mark, value = value.marks[step], value[step]
    return (str(mark) if mark else ""), value
