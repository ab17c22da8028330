"""The published JSON Schema takes what the reader takes, and refuses what is misspelt."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from archcalc.ops import registry
from archcalc.spec import specs_folder
from archcalc.spec.schema import schema, schema_text
from archcalc.spec.source import load, read_text

jsonschema = pytest.importorskip("jsonschema", reason="jsonschema is not installed")
SHIPPED = sorted(specs_folder().glob("*.yaml"))
NET = "name: net\ninput: [3, 8, 8]\nlayers:\n"
FEATURES = """\
name: all
title: T
summary: S
paper: {authors: A, year: 2014, title: T, venue: V, arxiv: "1409.4842"}
input: [$channels, 8, 8]
args: {channels: 3, options: {}, on: true, block: relu}
blocks:
  a: {args: conv, inline: true, layers: [conv: {with: $args, bias: false}]}
  b: {args: [width], summary: S, layers: [relu]}
  c: {args: {width: , stride: 1}, branches: {x: [], y: [relu]}, merge: add}
notes: [text, {text: t, where: x, label: l, size_at: 224}]
differs: {torchvision: how}
published:
  - {source: s, params: 3, multiplies: 3.8G, activations: 1.5, erratum: e, where: x, depth: 2,
     counting: {unit_K: 1024, bias: false, conv_only: true}}
layers:
  - relu
  - relu:
  - $block: {name: x}
  - conv: {name: k, out_channels: $channels*2, kernel_size: [3, 3], padding: [[0, 1], 1], when: $on}
  - conv: {name: "7", out_channels: 4, kernel_size: 1, padding: same, from: [x]}
  - conv: {name: 8, out_channels: in_channels/2, kernel_size: 1, when: true}
  - conv: {with: $options}
  - stage: {name: s, title: T, from: x, when: 1, layers: [relu]}
  - aux: {name: h, layers: [flatten]}
  - parallel: {name: p, branches: {l: [], r: [relu]}, merge: concat}
  - residual: {name: r, body: [relu], shortcut: [relu]}
  - repeat: {name: o, times: $n, layer: {maxpool: {kernel_size: 2}}, first: {stride: 2}}
  - repeat: {times: 2, layer: relu}
  - c: {width: 3}
variants: {one: {}, two: {title: T, input: [1, 1, 1], args: {on: 0}, layers: [relu]}}
"""
REFUSED = {
    "attribute": "  - conv: {name: a, out_channels: 3, kernel_sise: 3, kernel_size: 3}",
    "attribute missing": "  - conv: {name: a, out_channels: 3}",
    "type": "  - conv: {name: a, out_channels: many, kernel_size: 3}",
    "zero": "  - conv: {name: a, out_channels: 0, kernel_size: 3}",
    "half": "  - conv: {name: a, out_channels: 2.5, kernel_size: 3}",
    "quoted": "  - conv: {name: a, out_channels: '3', kernel_size: 3}",
    "switch": "  - conv: {name: a, out_channels: 3, kernel_size: 3, bias: 1}",
    "attribute of none": "  - relu: {zzz: 1}",
    "two words": "  - relu: {}\n    tanh: {}",
    "number": "  - 5",
    "nested": "  - stage: {name: s, layers: [relu: {zzz: 1}]}",
    "in a body": "  - residual: {body: [relu: {zzz: 1}]}",
    "in a branch": "  - parallel: {branches: {a: [relu: {zzz: 1}]}}",
    "in a repeat": "  - repeat: {times: 3, layer: {relu: {zzz: 1}}}",
    "stage": "  - stage: {name: s, layer: [relu]}",
    "repeat": "  - repeat: {time: 3, layer: relu}",
    "merge": "  - parallel: {merge: plus, branches: {a: []}}",
    "from": "  - relu: {from: 5}",
    "top": "  - relu\nzzz: 1",
    "published": "  - relu\npublished: [{source: s, parms: 1}]",
    "in a block": "  - relu\nblocks: {b: {layers: [relu: {zzz: 1}]}}",
    "in a variant": "  - relu\nvariants: {v: {titel: t}}",
}


@pytest.fixture(scope="module")
def validator() -> Any:
    made = schema()
    jsonschema.Draft202012Validator.check_schema(made)
    return jsonschema.Draft202012Validator(made)


def errors(validator: Any, text: str) -> list[str]:
    return [error.message for error in validator.iter_errors(load(text, "f"))]


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_every_shipped_spec_fits(path: Path, validator: Any) -> None:
    assert errors(validator, read_text(path)) == []


def test_shipped_specs_name_the_schema_for_editors() -> None:
    assert len(SHIPPED) > 10
    for path in SHIPPED:
        first = path.read_text(encoding="utf-8").partition("\n")[0]
        assert first == "# yaml-language-server: $schema=schema.json"


def test_every_feature_fits(validator: Any) -> None:
    assert errors(validator, FEATURES) == []


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_misspelt_does_not_fit(name: str, validator: Any) -> None:
    assert errors(validator, NET + REFUSED[name])


def test_the_smallest_spec_fits(validator: Any) -> None:
    assert errors(validator, NET + "  - relu") == []
    assert errors(validator, "input: [3, 8, 8]\nlayers: [relu]")


def test_every_operation_and_attribute_is_in_it() -> None:
    words = schema()["$defs"]["layer"]["anyOf"][1]["properties"]
    assert set(registry()) < set(words)
    conv = schema()["$defs"]["op_conv"]
    assert {"out_channels", "kernel_size", "name", "from", "when"} <= set(conv["properties"])
    assert conv["additionalProperties"] is False


def test_its_text_is_json_and_ends_in_a_line_break() -> None:
    assert json.loads(schema_text()) == schema()
    assert schema_text().endswith("}\n")
