"""The JSON Schema of specs, from the same models that validate them."""

from __future__ import annotations

import json
from typing import Any

from archcalc.ops import registry
from archcalc.ops.base import Op
from archcalc.spec.models import ITEMS, SpecFile
from archcalc.spec.words import COMMON

_EXPRESSION = {
    "type": "string",
    "pattern": r"\$|in_channels",
    "description": "An expression: $width*4, in_channels/2.",
}


def schema_text() -> str:
    """The schema as JSON text."""
    return json.dumps(schema(), indent=2, ensure_ascii=False, sort_keys=False) + "\n"


def schema() -> dict[str, Any]:
    """The schema of a spec file: its parts, and every operation's attributes."""
    result = SpecFile.model_json_schema()
    definitions = result.setdefault("$defs", {})
    words: dict[str, Any] = {}
    for name, part in ITEMS.items():
        model = part.model_json_schema()
        definitions |= model.pop("$defs", {})
        definitions[name] = _with_common(model)
        words[name] = {"$ref": f"#/$defs/{name}"}
    for kind, op in registry().items():
        definitions[f"op_{kind}"] = _operation(op)
        words[kind] = {"anyOf": [{"$ref": f"#/$defs/op_{kind}"}, {"type": "null"}]}
    definitions["layers"] = {"type": "array", "items": {"$ref": "#/$defs/layer"}}
    definitions["layer"] = _layer(words)
    result = _linked(result)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "archcalc spec",
        **{key: value for key, value in result.items() if key != "title"},
    }


def _linked(value: Any) -> Any:
    """pydantic follows only references it made, so models mark theirs and they are put in here."""
    if isinstance(value, list):
        return [_linked(item) for item in value]
    if not isinstance(value, dict):
        return value
    if "x-refers-to" in value:
        return {"$ref": f"#/$defs/{value['x-refers-to']}"}
    return {key: _linked(item) for key, item in value.items()}


def _layer(words: dict[str, Any]) -> dict[str, Any]:
    """A word, or one word with its attributes; other words are blocks."""
    return {
        "anyOf": [
            {"type": "string", "description": "An operation or block without attributes: relu."},
            {
                "type": "object",
                "minProperties": 1,
                "maxProperties": 1,
                "properties": words,
                "additionalProperties": {"type": ["object", "null"], "description": "A block."},
            },
        ]
    }


def _operation(op: type[Op]) -> dict[str, Any]:
    model = op.model().model_json_schema()
    model["description"] = op.summary
    required = model.pop("required", [])
    model["properties"] = {
        name: {
            "anyOf": [_without_title(field), _EXPRESSION],
            **{key: field[key] for key in ("description", "default") if key in field},
        }
        for name, field in model.get("properties", {}).items()
    }
    if required:
        model["anyOf"] = [{"required": required}, {"required": ["with"]}]
    return _with_common(model)


def _without_title(field: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in field.items() if key != "title"}


def _with_common(model: dict[str, Any]) -> dict[str, Any]:
    common: dict[str, Any] = {name: {"description": text} for name, text in COMMON.items()}
    common["name"]["type"] = ["string", "integer"]
    common["from"]["type"] = ["string", "array"]
    common["with"] = {"type": "string", "description": "$args: what the block was given."}
    model["properties"] = {**common, **model.get("properties", {})}
    return model
