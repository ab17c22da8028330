"""The figures of tests/literals.py, counted again by PyTorch on independent modules."""

from collections import Counter
from functools import cache

import pytest

pytest.importorskip("torch", reason="pip install torch==2.13.0")

import torch
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

from . import measure
from .modules import NETWORKS, googlenet_aux


@cache
def build(name):
    with torch.device("meta"):
        return NETWORKS[name]()


@cache
def layers(name):
    return measure.run(build(name), FIGURES[name].input)


def test_every_figure_has_a_module_and_a_source():
    assert FIGURES.keys() == NETWORKS.keys() == RECEPTIVE_FIELDS.keys()
    assert all(figures.source for figures in FIGURES.values())


@pytest.mark.parametrize("name", FIGURES)
def test_params_and_multiplies(name):
    whole = layers(name)[""]
    assert (whole.params, whole.multiplies) == (FIGURES[name].params, FIGURES[name].multiplies)


@pytest.mark.parametrize("name", FIGURES)
def test_depth(name):
    assert measure.depth(build(name)) == FIGURES[name].depth


@pytest.mark.parametrize("name", RECEPTIVE_FIELDS)
def test_receptive_field(name):
    assert measure.receptive_field(build(name)) == RECEPTIVE_FIELDS[name][:2]


@pytest.mark.parametrize(("name", "path"), [(n, p) for n in LAYER_FIELDS for p in LAYER_FIELDS[n]])
def test_layer_receptive_field(name, path):
    children = dict(build(name).named_children())
    upto = list(children)[: list(children).index(path) + 1]
    head = torch.nn.Sequential(*(children[child] for child in upto))
    assert measure.receptive_field(head) == LAYER_FIELDS[name][path]


@pytest.mark.parametrize(("name", "path"), [(n, p) for n in PER_LAYER for p in PER_LAYER[n]])
def test_layer(name, path):
    assert layers(name)[path] == PER_LAYER[name][path]


@pytest.mark.parametrize("name", PER_LAYER)
def test_layers_add_up(name):
    rows = PER_LAYER[name].values()
    assert sum(row.params for row in rows) == FIGURES[name].params
    assert sum(row.multiplies for row in rows) == FIGURES[name].multiplies


@pytest.mark.parametrize("name", WEIGHTS)
def test_weights_without_biases(name):
    assert measure.weights(build(name)) == WEIGHTS[name][0]


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_activations(name):
    assert measure.activations(build(name), FIGURES[name].input) == ACTIVATIONS[name]


@pytest.mark.parametrize("name", BLOCK_CHANNELS)
def test_block_channels(name):
    assert layers(name)[""].out_shape[0] == BLOCK_CHANNELS[name]


@pytest.mark.parametrize("name", CLASSIFIER_CHANNELS)
def test_channels_before_the_classifier(name):
    assert layers(name)["pool5"].out_shape == (CLASSIFIER_CHANNELS[name],)


def test_googlenet_with_its_auxiliary_heads():
    with torch.device("meta"):
        heads = googlenet_aux()
    assert FIGURES["googlenet"].params + measure.params(heads) == GOOGLENET_WITH_AUX


def test_resnet34_convolutions_cost_the_same_in_every_stage():
    modules = dict(build("resnet34").named_modules())
    rows = layers("resnet34").items()
    costs = [row.multiplies for p, row in rows if isinstance(modules[p], torch.nn.Conv2d)]
    assert Counter(costs) == RESNET34_CONVOLUTIONS
