"""Every shipped network against figures that archcalc had no part in (tests/literals.py)."""

import re
from collections import Counter
from functools import cache
from math import prod

import pytest
from literals import (
    ACTIVATIONS,
    BLOCK_CHANNELS,
    CLASSIFIER_CHANNELS,
    FIGURES,
    GOOGLENET_WITH_AUX,
    LAYER_FIELDS,
    PER_LAYER,
    RECEPTIVE_FIELDS,
    RESNET34_CONVOLUTIONS,
    WEIGHTS,
)

import archcalc
from archcalc.formulas import layer_formulas


@cache
def analysis(name):
    return archcalc.load(name).analyze()


def totals(name):
    return analysis(name).totals


def rows(name, where):
    """The rows of a group; or of a layer, by its path or name, with the norm behind it."""
    found, group = analysis(name), analysis(name).network.group(where)
    if group is not None:
        return found.rows[group.start : group.stop]
    places = {row.path: i for i, row in enumerate(found.rows)}
    [path] = [where] if where in places else [p for p in places if p.endswith("." + where)]
    start = places[path]
    behind = found.rows[start + 1 : start + 2]
    return (found.rows[start], *(row for row in behind if row.op == "batchnorm"))


# --- the figures, network by network ---------------------------------------------------------


def test_the_shipped_networks_are_those_with_figures():
    assert set(archcalc.names()) == FIGURES.keys()


@pytest.mark.parametrize("name", FIGURES)
def test_input(name):
    assert archcalc.load(name).input == FIGURES[name].input


@pytest.mark.parametrize("name", FIGURES)
def test_params(name):
    assert totals(name).params == FIGURES[name].params


@pytest.mark.parametrize("name", FIGURES)
def test_multiplies(name):
    assert totals(name).multiplies == FIGURES[name].multiplies


@pytest.mark.parametrize("name", FIGURES)
def test_depth(name):
    assert totals(name).depth == FIGURES[name].depth


@pytest.mark.parametrize("name", RECEPTIVE_FIELDS)
def test_receptive_field(name):
    field = RECEPTIVE_FIELDS[name]
    assert totals(name).receptive_field == (field.size, field.size)
    assert totals(name).effective_stride == (field.stride, field.stride)


@pytest.mark.parametrize(("name", "layer"), [(n, p) for n in LAYER_FIELDS for p in LAYER_FIELDS[n]])
def test_layer_receptive_field(name, layer):
    field = rows(name, layer)[0].field
    assert (field.sizes[0], field.strides[0]) == LAYER_FIELDS[name][layer]


@pytest.mark.parametrize(("name", "where"), [(n, p) for n in PER_LAYER for p in PER_LAYER[n]])
def test_layer(name, where):
    found, expected = rows(name, where), PER_LAYER[name][where]
    assert found[-1].out_shape == expected.out_shape
    assert sum(row.params for row in found) == expected.params
    assert sum(row.multiplies for row in found) == expected.multiplies


@pytest.mark.parametrize("name", WEIGHTS)
def test_weights_without_biases(name):
    weighted = [row for row in analysis(name).layers if row.layer.op.role == "weighted"]
    assert sum(prod(row.tensors()["weight"]) for row in weighted) == WEIGHTS[name][0]


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_activations(name):
    assert totals(name).activations == ACTIVATIONS[name]


@pytest.mark.parametrize("name", BLOCK_CHANNELS)
def test_block_channels(name):
    assert analysis(name).rows[-1].out_shape[0] == BLOCK_CHANNELS[name]


@pytest.mark.parametrize("name", CLASSIFIER_CHANNELS)
def test_channels_before_the_classifier(name):
    assert analysis(name)["fc"].in_shapes == ((CLASSIFIER_CHANNELS[name],),)


# --- what a name promises --------------------------------------------------------------------

NUMBERED = [n for n in FIGURES if re.match(r"(plain|resnet|vgg|densenet)\D*\d", n)]


@pytest.mark.parametrize("name", [n for n in NUMBERED if n != "densenet264"])
def test_the_number_in_a_name_is_the_depth(name):
    assert totals(name).depth == int(re.search(r"\d+", name)[0])


def test_densenet264_has_265_layers_by_its_own_counts():
    assert totals("densenet264").depth == 265
    assert any(figure.erratum for figure in archcalc.load("densenet264").published)


@pytest.mark.parametrize("name", FIGURES)
def test_every_network_says_what_it_is(name):
    network = archcalc.load(name)
    assert network.title
    assert network.paper
    assert 0 < len(network.summary) <= 70


@pytest.mark.parametrize("name", ["alexnet", "googlenet", "resnet50"])
def test_torchvisions_network_of_that_name_differs(name):
    assert "torchvision" in dict(archcalc.load(name).differs)


def test_a_variant_says_nothing_of_its_siblings():
    assert dict(archcalc.load("resnet50-v1.5").differs) == {}
    assert dict(archcalc.load("googlenet-naive").differs) == {}


# --- design: numbers that must come out ------------------------------------------------------


def test_alexnet_conv1():
    row = analysis("alexnet")["conv1"]
    formulas = layer_formulas(row, 1)
    assert formulas.size["height"].steps.text == "(227 − 11)/4 + 1 = 54 + 1 = 55"
    assert formulas.params.steps.text == "(11·11·3 + 1)·96 = 34,848 + 96 = 34,944"
    assert row.out_shape == (96, 55, 55)
    assert row.params == 34_944


def test_alexnet_pool1():
    row = analysis("alexnet")["pool1"]
    assert row.out_shape == (96, 27, 27)
    assert row.params == 0


@pytest.mark.parametrize(
    ("name", "params", "multiplies", "depth"),
    [
        ("alexnet", 60_965_224, 724_406_816, 8),
        ("vgg16", 138_357_544, 15_470_264_320, 16),
        ("vgg19", 143_667_240, 19_632_062_464, 19),
        ("googlenet", 6_998_552, 1_582_671_872, 22),
        ("googlenet-naive", 97_526_008, 12_568_061_056, 13),
        ("resnet34-a", 21_623_848, 3_644_493_824, 34),
        ("resnet34", 21_797_672, 3_663_761_408, 34),
        ("resnet50", 25_557_032, 3_857_973_248, 50),
        ("resnet50-v1.5", 25_557_032, 4_089_184_256, 50),
        ("resnet152", 60_192_808, 11_282_415_616, 152),
        ("densenet121", 7_978_856, 2_834_161_664, 121),
        ("densenet264", 33_337_704, 5_751_653_376, 265),
        ("conv5x5-direct", 153_632, 120_422_400, 1),
        ("conv5x5-bottleneck", 15_920, 12_443_648, 2),
        ("inception-naive-256", 1_089_952, 854_196_224, 1),
        ("inception-bottleneck-256", 346_720, 271_351_808, 2),
    ],
)
def test_totals(name, params, multiplies, depth):
    found = totals(name)
    assert (found.params, found.multiplies, found.depth) == (params, multiplies, depth)


def test_googlenet_with_its_auxiliary_heads():
    found = archcalc.load("googlenet").analyze(aux=True).totals
    assert found.params == GOOGLENET_WITH_AUX == 13_378_280


def test_googlenet_is_27_layers_deep_with_pools():
    assert totals("googlenet").depth_with_pools == 27


def test_resnet152_has_two_to_the_fiftieth_paths():
    assert totals("resnet152").paths == 1_125_899_906_842_624


def test_resnet34_convolutions_cost_the_same_in_every_stage():
    costs = Counter(row.multiplies for row in analysis("resnet34").rows if row.op == "conv")
    assert costs == RESNET34_CONVOLUTIONS
    assert costs[115_605_504] == 29


def test_5x5_through_a_bottleneck():
    found = analysis("conv5x5-bottleneck")
    assert found["reduce"].multiplies == 2_408_448
    assert found["conv"].multiplies == 10_035_200


@pytest.mark.parametrize(
    ("name", "channels"), [("inception-naive-256", 672), ("inception-bottleneck-256", 480)]
)
def test_the_lectures_module(name, channels):
    assert analysis(name).rows[-1].out_shape == (channels, 28, 28)


@pytest.mark.parametrize(
    ("name", "field", "weights_in_c_squared", "nonlinearities"),
    [("stack-3x3-2", 5, 18, 2), ("single-5x5", 5, 25, 1),
     ("stack-3x3-3", 7, 27, 3), ("single-7x7", 7, 49, 1)],
)  # fmt: skip
@pytest.mark.parametrize("channels", [1, 64, 100])
def test_stacks(name, field, weights_in_c_squared, nonlinearities, channels):
    found = archcalc.load(name, {"channels": channels}).analyze()
    weights = sum(prod(row.tensors()["weight"]) for row in found.rows if row.op == "conv")
    assert weights == weights_in_c_squared * channels**2
    assert found.totals.receptive_field == (field, field)
    assert found.totals.nonlinearities == nonlinearities


# --- arguments -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "settings", "same_as"),
    [
        ("densenet100-k12", {"growth": 24}, "densenet100-k24"),
        ("densenet-bc100-k12", {"growth": 40, "n": 31}, "densenet-bc190-k40"),
        ("densenet121", {"n3": 48, "n4": 32}, "densenet201"),
        ("resnet20", {"n": 200}, "resnet1202"),
        ("resnet34", {"block": "bottleneck"}, "resnet50"),
        ("resnet34", {"block": "plain"}, "plain34"),
        ("googlenet", {"module": "inception_naive"}, "googlenet-naive"),
        ("alexnet", {"groups": 1}, "alexnet-one-tower"),
        ("vgg16", {"n3": 4, "n4": 4, "n5": 4}, "vgg19"),
    ],
)
def test_one_network_becomes_another_by_its_arguments(name, settings, same_as):
    assert archcalc.load(name, settings).analyze().totals == totals(same_as)


# DenseNet's figures for CIFAR-100: Huang et al. 2017, Table 2's networks with 100 classes.
@pytest.mark.parametrize(
    ("name", "params"),
    [
        ("densenet40-k12", 1_060_132),
        ("densenet100-k12", 7_084_852),
        ("densenet100-k24", 27_457_972),
        ("densenet-bc100-k12", 800_032),
        ("densenet-bc250-k24", 15_480_556),
        ("densenet-bc190-k40", 25_821_620),
    ],
)
def test_cifar_100(name, params):
    assert archcalc.load(name, {"classes": 100}).analyze().totals.params == params
