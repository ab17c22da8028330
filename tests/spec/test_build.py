"""The spec language feature by feature: small specs, and numbers worked out by hand beside them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import archcalc
from archcalc.errors import InputError, SpecError, UnknownNameError
from archcalc.network import Group, Network

HEAD = "name: net\ninput: [4, 8, 8]\n"


def net(text: str, **settings: Any) -> Network:
    return archcalc.loads(text if text.startswith("name:") else HEAD + text, settings)


def outputs(network: Network) -> dict[str, tuple[int, ...]]:
    return {row.path: row.out_shape for row in network.analyze().rows}


def params(network: Network) -> dict[str, int]:
    return {row.path: row.params for row in network.analyze().rows if row.params}


def inputs(network: Network, path: str) -> list[str]:
    layers = network.layers
    found = layers[network.index(path)].inputs
    return ["input" if i < 0 else layers[i].path for i in found]


def tree(groups: tuple[Group, ...]) -> list[Any]:
    return [(group.path, group.kind, group.label, *tree(group.groups)) for group in groups]


# --- sequences and names -------------------------------------------------------------------------


def test_a_sequence_infers_channels_and_counts_unnamed_layers() -> None:
    network = net("""
layers:
  - conv: {name: a, out_channels: 6, kernel_size: 3}
  - relu
  - relu:
  - conv: {name: b, out_channels: 2, kernel_size: [1, 3], bias: false}
  - relu: {name: last}
""")
    assert outputs(network) == {
        "a": (6, 6, 6), "relu1": (6, 6, 6), "relu2": (6, 6, 6), "b": (2, 6, 4), "last": (2, 6, 4),
    }  # fmt: skip
    assert params(network) == {"a": 4 * 9 * 6 + 6, "b": 6 * 3 * 2}


def test_whole_floats_and_numbers_as_names() -> None:
    network = net("layers: [conv: {name: 3, out_channels: 1e1, kernel_size: 1.0}]")
    assert params(network) == {"3": 4 * 10 + 10}


@pytest.mark.parametrize(
    ("input", "attributes", "out", "count"),
    [
        ("[4, 8]", "kernel_size: 3", (2, 6), 4 * 3 * 2 + 2),
        ("[4, 8, 8]", "kernel_size: 3, groups: 2", (2, 6, 6), 2 * 9 * 2 + 2),
        ("[4, 8, 8, 8]", "kernel_size: 3", (2, 6, 6, 6), 4 * 27 * 2 + 2),
    ],
)
def test_the_rank_of_the_input(input: str, attributes: str, out: Any, count: int) -> None:
    text = f"name: n\ninput: {input}\nlayers: [conv: {{name: a, out_channels: 2, {attributes}}}]"
    assert outputs(net(text)) == {"a": out}
    assert params(net(text)) == {"a": count}


def test_a_flat_input() -> None:
    assert params(net("name: n\ninput: [5]\nlayers: [linear: {name: f, out_features: 3}]")) == {
        "f": 18
    }


def test_stages_and_their_paths() -> None:
    network = net("""
layers:
  - stage:
      name: outer
      title: The outer stage
      layers:
        - relu
        - stage: {name: inner, layers: [relu, relu: {name: x}]}
  - relu
""")
    assert list(outputs(network)) == ["outer.relu1", "outer.inner.relu1", "outer.inner.x", "relu1"]
    assert tree(network.groups) == [
        ("outer", "stage", "The outer stage", ("outer.inner", "stage", "")),
    ]
    assert network.layers[1].group == ("outer", "inner")


# --- references ----------------------------------------------------------------------------------


def test_from_names_layers_groups_and_the_input() -> None:
    network = net("""
layers:
  - conv: {name: a, out_channels: 2, kernel_size: 1}
  - stage: {name: s, layers: [relu: {name: first}, relu: {name: second}]}
  - relu: {name: one, from: a}
  - concat: {name: many, from: [input, a, s, s.first]}
""")
    assert inputs(network, "one") == ["a"]
    assert inputs(network, "many") == ["input", "a", "s.second", "s.first"]
    assert outputs(network)["many"] == (4 + 2 + 2 + 2, 8, 8)


def test_from_looks_here_first_and_then_further_out() -> None:
    network = net("""
layers:
  - relu: {name: x}
  - relu: {name: y}
  - stage:
      name: s
      layers:
        - relu: {name: x}
        - stage:
            name: t
            layers:
              - relu: {name: own, from: x}
              - relu: {name: outer, from: y}
              - relu: {name: path, from: s.x}
""")
    assert inputs(network, "s.t.own") == ["s.x"]
    assert inputs(network, "s.t.outer") == ["y"]
    assert inputs(network, "s.t.path") == ["s.x"]


def test_a_named_inline_block_is_all_of_the_block() -> None:
    network = net("""
layers:
  - conv_bn_relu: {name: c, out_channels: 3, kernel_size: 1}
  - relu: {from: c}
""")
    assert list(outputs(network)) == ["c", "batchnorm1", "relu1", "relu2"]
    assert inputs(network, "relu2") == ["relu1"]


def test_structures_read_from_elsewhere() -> None:
    network = net("""
layers:
  - conv: {name: a, out_channels: 2, kernel_size: 1}
  - conv: {name: b, out_channels: 3, kernel_size: 1}
  - stage: {name: s, from: a, layers: [relu]}
  - parallel: {name: p, from: b, branches: {x: [], y: []}}
  - conv_relu: {name: c, from: input, out_channels: 5, kernel_size: 1}
""")
    assert inputs(network, "s.relu1") == ["a"]
    assert outputs(network)["p.concat"] == (6, 8, 8)
    assert inputs(network, "c") == ["input"]


def test_a_unet_with_cropped_skips() -> None:
    network = net("""
layers:
  - conv: {name: down, out_channels: 2, kernel_size: 3}
  - maxpool: {kernel_size: 2}
  - conv: {name: deep, out_channels: 4, kernel_size: 2}
  - conv_transpose: {name: up, out_channels: 2, kernel_size: 2, stride: 2}
  - crop: {name: skip, from: [down, up]}
  - concat: {name: both, from: [skip, up]}
""")
    assert outputs(network) == {
        "down": (2, 6, 6), "maxpool1": (2, 3, 3), "deep": (4, 2, 2),
        "up": (2, 4, 4), "skip": (2, 4, 4), "both": (4, 4, 4),
    }  # fmt: skip


# --- branches, residuals -------------------------------------------------------------------------


@pytest.mark.parametrize(("merge", "out"), [("concat", 8), ("add", 4), ("multiply", 4)])
def test_parallel_branches(merge: str, out: int) -> None:
    network = net(f"""
layers:
  - parallel:
      name: p
      merge: {merge}
      branches:
        left: []
        right: [conv: {{name: c, out_channels: 4, kernel_size: 1}}, relu]
""")
    assert inputs(network, f"p.{merge}") == ["input", "p.right.relu1"]
    assert outputs(network)[f"p.{merge}"] == (out, 8, 8)
    assert tree(network.groups) == [
        ("p", "block", "parallel", ("p.right", "branch", "")),
    ]


def test_without_a_name_branches_add_no_level_and_merges_are_counted() -> None:
    network = net("""
layers:
  - parallel: {branches: {a: [relu], b: []}}
  - parallel: {branches: {c: [relu], d: []}}
""")
    assert list(outputs(network)) == ["a.relu1", "concat", "c.relu1", "concat1"]


def test_a_residual_of_one_shape_needs_no_shortcut() -> None:
    network = net("""
layers:
  - relu: {name: x}
  - residual:
      body: [conv: {name: c, out_channels: 4, kernel_size: 3, padding: 1}]
      shortcut: [conv: {name: unused, out_channels: 4, kernel_size: 1}]
""")
    assert list(outputs(network)) == ["x", "c", "add"]
    assert inputs(network, "add") == ["c", "x"]


PROJECTION = "[conv: {name: p, out_channels: 6, kernel_size: 1, stride: 2}]"
SUBSAMPLE = "[subsample: {name: p, out_channels: 6, stride: 2}]"


@pytest.mark.parametrize(("shortcut", "count"), [(PROJECTION, 4 * 6 + 6), (SUBSAMPLE, 0)])
def test_a_residual_of_two_shapes_takes_the_shortcut(shortcut: str, count: int) -> None:
    network = net(f"""
layers:
  - residual:
      name: r
      body: [conv: {{name: c, out_channels: 6, kernel_size: 3, stride: 2, padding: 1}}]
      shortcut: {shortcut}
""")
    assert inputs(network, "r.add") == ["r.c", "r.p"]
    assert outputs(network)["r.add"] == (6, 4, 4)
    assert network.analyze().totals.params == 4 * 9 * 6 + 6 + count
    assert tree(network.groups) == [("r", "block", "residual")]


# --- repeats -------------------------------------------------------------------------------------


def test_a_repeat_numbers_what_it_repeats() -> None:
    network = net("""
layers:
  - repeat:
      times: 3
      layer: {conv: {name: c, out_channels: $i*2, kernel_size: 1}}
""")
    assert params(network) == {"c1": 4 * 2 + 2, "c2": 2 * 4 + 4, "c3": 4 * 6 + 6}


@pytest.mark.parametrize(
    ("name", "paths"),
    [
        ("x", ["x1", "x2"]),
        ("x$i", ["x1", "x2"]),
        ("'${i}x'", ["1x", "2x"]),
        ("'x${i}y'", ["x1y", "x2y"]),
    ],
)
def test_the_number_stands_where_the_name_says(name: str, paths: list[str]) -> None:
    network = net(f"layers: [repeat: {{times: 2, layer: {{relu: {{name: {name}}}}}}}]")
    assert list(outputs(network)) == paths


def test_unnamed_repeats() -> None:
    network = net("""
blocks: {b: {layers: [relu]}}
layers:
  - repeat: {times: 2, layer: relu}
  - repeat: {times: 2, layer: b}
  - repeat: {times: 0, layer: b}
""")
    assert list(outputs(network)) == ["relu1", "relu2", "block1.relu1", "block2.relu1"]


def test_first_changes_the_first() -> None:
    network = net("""
layers:
  - repeat:
      times: 1e1
      layer: {maxpool: {name: p, kernel_size: 1, stride: 1}}
      first: {stride: 2}
""")
    assert [outputs(network)[f"p{i}"][1] for i in (1, 2, 10)] == [4, 4, 4]


def test_repeats_in_repeats_take_a_level_each() -> None:
    network = net("""
layers:
  - repeat: {times: 2, layer: {repeat: {name: out, times: 2, layer: {relu: {name: in}}}}}
""")
    assert list(outputs(network)) == ["out1.in1", "out1.in2", "out2.in1", "out2.in2"]


def test_structures_repeat_too() -> None:
    network = net("""
layers:
  - repeat: {times: 2, layer: {stage: {name: s, layers: [relu]}}}
  - repeat: {times: 2, layer: {residual: {name: r, body: [relu: {name: x}]}}}
  - repeat: {times: 2, layer: {parallel: {name: p, branches: {a: [], b: []}}}}
""")
    assert list(outputs(network)) == [
        "s1.relu1", "s2.relu1", "r1.x", "r1.add", "r2.x", "r2.add", "p1.concat", "p2.concat",
    ]  # fmt: skip
    assert outputs(network)["p2.concat"] == (16, 8, 8)


# --- blocks --------------------------------------------------------------------------------------


def test_a_block_with_a_list_of_arguments() -> None:
    network = net(
        """
blocks:
  pair:
    args: [inner, outer]
    layers:
      - conv: {name: a, out_channels: $inner, kernel_size: 1}
      - conv: {name: b, out_channels: $outer, kernel_size: 1}
layers:
  - pair: {name: one, inner: 2, outer: 3}
  - pair: {inner: 5, outer: $i if 0 else 7}
""".replace("$i if 0 else 7", "7")
    )
    assert params(network) == {
        "one.a": 4 * 2 + 2, "one.b": 2 * 3 + 3, "pair1.a": 3 * 5 + 5, "pair1.b": 5 * 7 + 7,
    }  # fmt: skip
    assert tree(network.groups) == [("one", "block", "pair"), ("pair1", "block", "pair")]


def test_a_block_with_defaults() -> None:
    network = net("""
blocks:
  b:
    args: {width: , kernel: 3, switch: true}
    layers:
      - conv: {name: a, out_channels: $width, kernel_size: $kernel, bias: $switch}
layers: [b: {width: 2}, b: {width: 3, kernel: 1, switch: false}]
""")
    assert params(network) == {"b1.a": 4 * 9 * 2 + 2, "b2.a": 2 * 3}


def test_a_block_takes_all_of_an_operation() -> None:
    network = net("""
blocks:
  twice:
    args: conv
    inline: true
    layers: [conv: {with: $args, bias: false}, relu]
layers:
  - twice: {name: a, out_channels: 2, kernel_size: 3, padding: 1}
  - twice: {name: b, out_channels: 3, kernel_size: 1, bias: true}
""")
    assert params(network) == {"a": 4 * 9 * 2, "b": 2 * 3}
    assert list(outputs(network)) == ["a", "relu1", "b", "relu2"]
    assert network.groups == ()


def test_a_block_may_stand_inline_where_it_is_used() -> None:
    network = net("""
blocks: {b: {layers: [relu, tanh]}}
layers: [b: {inline: true}, b]
""")
    assert list(outputs(network)) == ["relu1", "tanh1", "b1.relu1", "b1.tanh1"]


def test_a_block_of_branches() -> None:
    network = net("""
blocks:
  dense:
    args: [growth]
    branches:
      identity: []
      new: [conv: {name: c, out_channels: $growth, kernel_size: 1}]
    merge: concat
layers: [repeat: {times: 3, layer: {dense: {name: d, growth: 2}}}]
""")
    assert params(network) == {"d1.new.c": 4 * 2 + 2, "d2.new.c": 6 * 2 + 2, "d3.new.c": 8 * 2 + 2}
    assert outputs(network)["d3.concat"] == (10, 8, 8)


def test_blocks_see_what_is_around_them_and_in_channels() -> None:
    network = net("""
args: {width: 6}
blocks:
  outer: {args: [n], layers: [inner: {name: x}]}
  inner:
    layers: [conv: {name: c, out_channels: $width*$n + in_channels, kernel_size: 1}]
layers: [outer: {name: o, n: 2}]
""")
    assert params(network) == {"o.x.c": 4 * 16 + 16}


def test_a_word_may_be_an_argument() -> None:
    text = """
args: {kind: relu, block: conv_relu}
layers: [$kind: {name: x}, $block: {name: c, out_channels: 2, kernel_size: 1}]
"""
    assert [layer.op.kind for layer in net(text).layers] == ["relu", "conv", "relu"]
    assert [layer.op.kind for layer in net(text, kind="tanh", block="conv").layers] == [
        "tanh", "conv",
    ]  # fmt: skip


def test_a_mapping_may_be_handed_on() -> None:
    network = net("""
args: {options: {stride: 2, padding: 1}}
layers: [conv: {name: c, out_channels: 2, kernel_size: 3, with: $options, padding: 0}]
""")
    assert outputs(network) == {"c": (2, 3, 3)}


def test_an_own_block_stands_before_a_shared_one() -> None:
    network = net("""
blocks: {conv_relu: {layers: [tanh]}}
layers: [conv_relu]
""")
    assert list(outputs(network)) == ["conv_relu1.tanh1"]


def test_a_block_may_use_itself_as_long_as_it_ends() -> None:
    network = net("""
blocks:
  fractal:
    args: [n]
    layers: [relu: {name: x}, fractal: {name: f, n: $n - 1, when: $n > 1}]
layers: [fractal: {name: f, n: 3}]
""")
    assert list(outputs(network)) == ["f.x", "f.f.x", "f.f.f.x"]


@pytest.mark.parametrize("value", ["0", "false", "$off", "$n - 3", "$n > 3", "0.0"])
def test_when_leaves_a_layer_out(value: str) -> None:
    text = f"args: {{off: false, n: 3}}\nlayers: [relu: {{name: x, when: {value}}}, tanh]"
    assert list(outputs(net(text))) == ["tanh1"]


@pytest.mark.parametrize("value", ["1", "true", "$n", "$n > 2", "0.5", "-1", "not $off"])
def test_when_keeps_a_layer(value: str) -> None:
    text = f"args: {{off: false, n: 3}}\nlayers: [relu: {{name: x, when: {value}}}, tanh]"
    assert list(outputs(net(text))) == ["x", "tanh1"]


# --- auxiliary heads -----------------------------------------------------------------------------

AUX = """
layers:
  - conv: {name: c, out_channels: 2, kernel_size: 1}
  - aux: {name: head, layers: [flatten, linear: {name: f, out_features: 3}]}
  - relu
"""


def test_an_auxiliary_head_stands_beside_the_network() -> None:
    network = net(AUX)
    assert [layer.aux for layer in network.layers] == [False, True, True, False]
    assert inputs(network, "relu1") == ["c"]
    assert tree(network.groups) == [("head", "aux", "auxiliary head")]
    assert network.analyze().totals.params == 4 * 2 + 2
    assert network.analyze(aux=True).totals.params == 4 * 2 + 2 + 2 * 64 * 3 + 3


def test_a_head_on_an_earlier_layer_leaves_the_network_where_it_was() -> None:
    network = net(AUX.replace("name: head,", "name: head, from: input,"))
    assert inputs(network, "relu1") == ["c"]
    assert inputs(network, "head.flatten1") == ["input"]


# --- arguments and variants ----------------------------------------------------------------------

FAMILY = """\
name: family
title: The family
summary: Of all
input: [$channels, $size, $size]
args: {channels: 3, size: 8, width: 2}
notes: [of all]
differs: {torch: not}
layers: [conv: {name: c, out_channels: $width, kernel_size: 1}]
variants:
  plain: {}
  wide: {title: The wide one, args: {width: 5}, notes: [of its own], differs: {keras: not}}
  large: {input: [1, 16, 16]}
  other: {layers: [flatten, linear: {name: f, out_features: $width}]}
"""


@pytest.fixture
def family(tmp_path: Path) -> str:
    file = tmp_path / "family.yaml"
    file.write_text(FAMILY, encoding="utf-8")
    return str(file)


def test_variants_change_arguments_input_layers_and_title(family: str) -> None:
    found = {
        name: archcalc.load(f"{family}:{name}") for name in ("plain", "wide", "large", "other")
    }
    assert {name: network.analyze().totals.params for name, network in found.items()} == {
        "plain": 3 * 2 + 2, "wide": 3 * 5 + 5, "large": 1 * 2 + 2, "other": 192 * 2 + 2,
    }  # fmt: skip
    assert found["large"].input == (1, 16, 16)
    assert [found[name].title for name in ("plain", "wide")] == ["The family", "The wide one"]
    assert [note.text for note in found["wide"].notes] == ["of all", "of its own"]
    assert found["wide"].differs == (("torch", "not"), ("keras", "not"))
    assert found["plain"].name == "plain"


def test_settings_override_arguments(family: str) -> None:
    load = archcalc.load
    assert load(f"{family}:wide", {"width": 7}).analyze().totals.params == 3 * 7 + 7
    assert load(f"{family}:plain", {"channels": 5, "size": 2}).input == (5, 2, 2)
    assert load(f"{family}:wide", {"width": 7}).args == {"channels": 3, "size": 8, "width": 7}
    with pytest.raises(UnknownNameError, match='argument of plain "widht"; did you mean "width"'):
        load(f"{family}:plain", {"widht": 7})


def test_a_note_may_be_about_what_other_settings_leave_out() -> None:
    text = """
args: {n: 2}
notes: [{text: the last, where: r2}]
layers: [repeat: {times: $n, layer: {relu: {name: r}}}]
"""
    assert len(net(text).layers) == 2
    assert len(net(text, n=1).layers) == 1
    with pytest.raises(SpecError, match=r'<text>:5:33: notes: unknown layer of net "r2"'):
        net(text.replace("n: 2", "n: 1"))


# --- where specs are found -----------------------------------------------------------------------


def test_a_file_of_several_networks_is_read_by_name(family: str) -> None:
    with pytest.raises(InputError, match=r"holds 4 networks; name one, as .*family.yaml:plain"):
        archcalc.load(family)
    with pytest.raises(UnknownNameError, match='"wid"; did you mean "wide"'):
        archcalc.load(f"{family}:wid")


def test_a_path_object_and_both_endings(tmp_path: Path) -> None:
    for ending in ("yaml", "yml"):
        file = tmp_path / f"mine.{ending}"
        file.write_text(HEAD + "layers: [relu]\nvariants: {a: {}}")
        assert archcalc.load(file).name == "a"
        assert archcalc.load(f"{file}:a").source == str(file)


def test_folders_of_ones_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    one, two = tmp_path / "one", tmp_path / "two"
    for folder in (one, two):
        folder.mkdir()
        text = f"name: net-{folder.name}\ninput: [4, 8, 8]\nlayers: [relu]\n"
        (folder / "x.yaml").write_text(text)
    monkeypatch.setenv("ARCHCALC_SPECS", f"{one}:{two}:{tmp_path / 'missing'}")
    assert {"net-one", "net-two", "googlenet"} <= set(archcalc.names())
    assert archcalc.load("net-two").source == str(two / "x.yaml")
    with pytest.raises(UnknownNameError, match='"net-tow"; did you mean "net-two"'):
        archcalc.load("net-tow")


def test_one_broken_file_hides_no_other_network(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "net.yaml").write_text("name: ]")
    (tmp_path / "z.yaml").write_text("name: net-a\ninput: [4]\nlayers: [relu]\n")
    monkeypatch.setenv("ARCHCALC_SPECS", str(tmp_path))
    assert archcalc.load("net-a").name == "net-a"
    with pytest.raises(SpecError, match=r"net\.yaml:1:7: not YAML"):
        archcalc.load("net-b")


def test_a_folder_of_a_networks_name_does_not_hide_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "googlenet").mkdir()
    monkeypatch.chdir(tmp_path)
    assert archcalc.load("googlenet").title == "GoogLeNet (Inception v1)"


def test_input_channels_are_never_written():
    text = """
name: x
input: [3, 8, 8]
layers: [conv: {name: a, in_channels: 3, out_channels: 4, kernel_size: 1}]
"""
    with pytest.raises(SpecError, match=r"4:26 a: conv takes no in_channels: input channels"):
        archcalc.loads(text)
