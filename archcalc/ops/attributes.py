"""Attributes declared as annotations and validated by pydantic, whose model is built on first use.

A table needs a handful of operations; building the models of all of them would cost more than the
analysis.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple, Self, get_origin, get_type_hints

if TYPE_CHECKING:
    from pydantic import BaseModel


class Bounds(NamedTuple):
    """The least and the greatest value of a number: ``Annotated[int, Bounds(1, 10)]``."""

    low: int
    high: int

    def __get_pydantic_core_schema__(self, source: Any, handler: Any) -> Any:
        """pydantic's hook: the number's own schema, bounded."""
        return {**handler(source), "ge": self.low, "le": self.high}


class Described(NamedTuple):
    """What an attribute's value may be, in words, for the JSON Schema."""

    text: str

    def __get_pydantic_json_schema__(self, schema: Any, handler: Any) -> Any:
        """pydantic's hook: the value's own schema with its description."""
        return {**handler(schema), "description": self.text}


class Attributes:
    """Base of whatever is described by annotated fields. Frozen."""

    _model: ClassVar[Any]

    def __init__(self, /, **values: Any) -> None:
        """Raises pydantic.ValidationError for values that do not fit."""
        vars(self).update(dict(self.model()(**values)))

    @classmethod
    def trusted(cls, values: dict[str, Any]) -> Self:
        """Take values that are known to fit as they are; the rest are the class's defaults."""
        made = object.__new__(cls)
        vars(made).update(values)
        return made

    def values(self) -> dict[str, Any]:
        """Every field with its value."""
        return {name: getattr(self, name) for name in self.model().model_fields}

    @classmethod
    def model(cls) -> type[BaseModel]:
        """The fields as a pydantic model: it validates, and knows its JSON Schema."""
        if "_model" not in vars(cls):
            from pydantic import ConfigDict, create_model

            config = ConfigDict(frozen=True, extra="forbid", strict=True)
            cls._model = create_model(cls.__name__, __config__=config, **cls._fields())
        made: type[BaseModel] = cls._model
        return made

    @classmethod
    def _fields(cls) -> dict[str, Any]:
        hints = get_type_hints(cls, include_extras=True)
        return {
            name: (hint, getattr(cls, name, ...))
            for name, hint in hints.items()
            if get_origin(hint) is not ClassVar
        }

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"{type(self).__name__} is frozen")

    def __eq__(self, other: object) -> bool:
        return isinstance(other, type(self)) and self.values() == other.values()

    def __hash__(self) -> int:
        return hash((type(self), *self.values().items()))

    def __repr__(self) -> str:
        values = ", ".join(f"{name}={value!r}" for name, value in self.values().items())
        return f"{type(self).__name__}({values})"
