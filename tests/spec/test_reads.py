"""What a layer reads beside `from`, and the names of repeated layers without one."""

from __future__ import annotations

from archcalc import loads


def paths(layers: str) -> list[str]:
    network = loads(f"{{name: n, input: [3, 8, 8], layers: {layers}}}")
    return [layer.path for layer in network.layers]


def test_in_channels_is_what_the_layer_reads() -> None:
    text = """
name: n
input: [3, 8, 8]
layers:
  - conv: {name: a, out_channels: 6, kernel_size: 1}
  - conv: {name: b, out_channels: 10, kernel_size: 1}
  - conv: {name: c, out_channels: in_channels*2, kernel_size: 1, from: a}
  - conv: {name: d, out_channels: in_channels*2, kernel_size: 1}
"""
    outs = [row.out_shape[0] for row in loads(text).analyze().rows]
    assert outs == [6, 10, 12, 24]


def test_repeated_layers_are_numbered_with_all_of_their_kind() -> None:
    text = "[relu, {repeat: {times: 2, layer: relu}}, relu]"
    assert paths(text) == ["relu1", "relu2", "relu3", "relu4"]


def test_a_repeat_with_a_name_numbers_its_own() -> None:
    text = "[relu, {repeat: {name: r, times: 2, layer: relu}}, relu]"
    assert paths(text) == ["relu1", "r.relu1", "r.relu2", "relu2"]


def test_repeated_convolutions_still_have_names_by_their_round() -> None:
    text = "[{repeat: {times: 3, layer: {conv: {out_channels: 2, kernel_size: 1}}}}]"
    assert paths(text) == ["conv1", "conv2", "conv3"]
