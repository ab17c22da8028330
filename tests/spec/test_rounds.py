"""Repeats: later rounds are copies of the last, and nobody can tell."""

from __future__ import annotations

import json
from typing import Any

import pytest

from archcalc import catalog, loads
from archcalc.errors import SpecError
from archcalc.network import Network
from archcalc.spec import rounds

BLOCKS: dict[str, Any] = {
    "same": {
        "layers": [{"conv": {"name": "c", "out_channels": 8, "kernel_size": 3, "padding": 1}}]
    },
    "numbered": {
        "args": ["n"],
        "layers": [{"conv": {"name": "c", "out_channels": "$n", "kernel_size": 1}}],
    },
    "counting": {"layers": [{"conv": {"name": "c", "out_channels": "8 + $i", "kernel_size": 1}}]},
    "growing": {
        "branches": {
            "id": [],
            "new": [{"conv": {"name": "c", "out_channels": 4, "kernel_size": 1}}],
        },
        "merge": "concat",
    },
    "asking": {
        "layers": [{"conv": {"name": "c", "out_channels": "in_channels + 2", "kernel_size": 1}}]
    },
    "shortcut": {
        "layers": [
            {
                "residual": {
                    "body": [{"conv": {"name": "b", "out_channels": 8, "kernel_size": 1}}],
                    "shortcut": [{"conv": {"name": "s", "out_channels": 8, "kernel_size": 1}}],
                }
            }
        ]
    },
    "outer": {"layers": [{"same": {"name": "a"}}, "relu", {"growing": {"name": "g"}}]},
    "reading": {
        "layers": [
            {"conv": {"name": "c", "out_channels": 8, "kernel_size": 1}},
            {"add": {"name": "sum", "from": ["c", "stem"]}},
        ]
    },
}
LAYERS: dict[str, Any] = {
    "the same": {"same": {"name": "block"}},
    "a name within": {"same": {"name": "b${i}x"}},
    "its number as an argument": {"numbered": {"name": "block", "n": "4 + $i"}},
    "its number inside": {"counting": {"name": "block"}},
    "channels that grow": {"growing": {"name": "block"}},
    "channels that are asked for": {"asking": {"name": "block"}},
    "a shortcut": {"shortcut": {"name": "block"}},
    "blocks in a block": {"outer": {"name": "block"}},
    "an earlier layer": {"reading": {"name": "block"}},
    "a single layer": {"conv": {"name": "c", "out_channels": 8, "kernel_size": 1}},
    "a strided block": {"same": {"name": "block"}},
}


def spec(layer: Any, times: int) -> str:
    stem = {"conv": {"name": "stem", "out_channels": 8, "kernel_size": 1}}
    repeat = {"repeat": {"times": times, "layer": layer}}
    after = {"conv": {"name": "after", "out_channels": 2, "kernel_size": 1, "from": "stem"}}
    layers = [stem, repeat, "relu", after]
    return json.dumps({"name": "n", "input": [3, 16, 16], "blocks": BLOCKS, "layers": layers})


def one_by_one(text: str, monkeypatch: pytest.MonkeyPatch) -> Network:
    """The network with every round built from its text."""
    with monkeypatch.context() as patched:
        patched.setattr(rounds.Rounds, "go_on", lambda self: False)
        return loads(text)


def said(network: Network) -> Any:
    layers = [
        (layer.path, layer.op, layer.inputs, layer.group, layer.aux, layer.place)
        for layer in network.layers
    ]
    return layers, network.groups, network.analyze().totals


@pytest.mark.parametrize("layer", LAYERS.values(), ids=LAYERS)
@pytest.mark.parametrize("times", [3, 5, 9])
def test_copied_rounds_are_the_built_ones(
    layer: Any, times: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = spec(layer, times)
    assert said(loads(text)) == said(one_by_one(text, monkeypatch))


def test_rounds_are_copied_at_all(monkeypatch: pytest.MonkeyPatch) -> None:
    copied = []
    copy = rounds.Rounds.copy
    monkeypatch.setattr(
        rounds.Rounds, "copy", lambda self, name: (copied.append(name), copy(self, name))[1]
    )
    for case, count in (("the same", 8), ("channels that grow", 8), ("its number inside", 0),
                        ("channels that are asked for", 0), ("an earlier layer", 0)):  # fmt: skip
        copied.clear()
        loads(spec(LAYERS[case], 9))
        assert len(copied) == count, case


@pytest.mark.parametrize("name", ["resnet110", "densenet121", "densenet-bc100-k12", "plain56"])
def test_shipped_networks_are_the_same_either_way(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    network = catalog.load(name)
    with monkeypatch.context() as patched:
        patched.setattr(rounds.Rounds, "go_on", lambda self: False)
        assert said(catalog.load(name)) == said(network)


def test_a_taken_name_is_found_in_a_copy_too() -> None:
    text = json.loads(spec({"same": {"name": "block"}}, 9))
    text["layers"].insert(1, {"conv": {"name": "block7", "out_channels": 8, "kernel_size": 1}})
    with pytest.raises(SpecError, match='a second layer is called "block7" here'):
        loads(json.dumps(text))
