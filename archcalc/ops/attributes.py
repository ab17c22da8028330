"""Attributes declared as annotations and validated by pydantic, whose model is built on first use.

A table needs a handful of operations; building the models of all of them would cost more than the
analysis.
"""

from __future__ import annotations

from typing import Any, ClassVar, get_origin, get_type_hints

from pydantic import BaseModel, ConfigDict, create_model

_CONFIG = ConfigDict(frozen=True, extra="forbid", strict=True)


class Attributes:
    """Base of whatever is described by annotated fields. Frozen."""

    _model: ClassVar[type[BaseModel]]

    def __init__(self, /, **values: Any) -> None:
        """Raises pydantic.ValidationError for values that do not fit."""
        vars(self).update(dict(self.model()(**values)))

    @classmethod
    def model(cls) -> type[BaseModel]:
        """The fields as a pydantic model: it validates, and knows its JSON Schema."""
        if "_model" not in vars(cls):
            cls._model = create_model(cls.__name__, __config__=_CONFIG, **cls._fields())
        return cls._model

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
        return type(self) is type(other) and vars(self) == vars(other)

    def __hash__(self) -> int:
        return hash((type(self), *vars(self).items()))

    def __repr__(self) -> str:
        values = ", ".join(f"{name}={value!r}" for name, value in vars(self).items())
        return f"{type(self).__name__}({values})"
