"""How a module's weights begin: as the network's paper says, or by a rule that is asked for.

Every rule sets a normalisation's scale to 1, its shift and every bias to 0. A rule's fans are the
weights behind one output value (in) and those that read one input value (out).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from math import sqrt
from typing import Any, NamedTuple

from archcalc.analysis import LayerResult
from archcalc.network import Network
from archcalc.verify import needed

Rule = Callable[[Any, float, float], Any]
"""Sets a weight, given its fans in and out."""

INITIAL: dict[str, Rule] = {
    # He et al. 2015, "Delving deep into rectifiers", equation 14: variance 2/fan_out
    "he": lambda weight, fan_in, fan_out: weight.normal_(0, sqrt(2 / fan_out)),
    # Glorot & Bengio 2010, equation 16: variance 2/(fan_in + fan_out)
    "xavier": lambda weight, fan_in, fan_out: _uniform(weight, sqrt(6 / (fan_in + fan_out))),
    # Krizhevsky et al. 2012, section 5
    "normal": lambda weight, fan_in, fan_out: weight.normal_(0, 0.01),
    # LeCun et al. 1998, appendix A: between ±2.4/fan_in
    "lecun": lambda weight, fan_in, fan_out: _uniform(weight, 2.4 / fan_in),
}


class Said(NamedTuple):
    """What a paper says: the rule, and the layers whose biases begin at 1."""

    rule: str
    ones: frozenset[str] = frozenset()


PAPERS = {
    "Gradient-based learning applied to document recognition": Said("lecun"),  # appendix A
    "ImageNet classification with deep convolutional neural networks": Said(
        "normal", frozenset({"conv2", "conv4", "conv5", "fc6", "fc7"})
    ),  # section 5
    # section 3.1 begins with a trained shallower net, or "without pre-training" by Glorot & Bengio
    "Very deep convolutional networks for large-scale image recognition": Said("xavier"),
    "Deep residual learning for image recognition": Said("he"),  # section 3.4
    "Densely connected convolutional networks": Said("he"),  # section 4.2
}
"""By the paper's title. One that says nothing begins by He's rule."""


def said(network: Network) -> Said:
    """How the network's paper begins."""
    return PAPERS.get(network.paper.title if network.paper else "", Said("he"))


def initialise(module: Any, rows: Iterable[LayerResult], rule: str) -> None:
    """Set every parameter of `module`, whose layers are `rows`: by its paper, or by `rule`."""
    wanted = said(module.network) if rule == "paper" else Said(rule)
    layers = module.layers
    with needed("torch").no_grad():
        for row in rows:
            if row.path in layers:
                _layer(layers[row.path], row, wanted)


def _layer(module: Any, row: LayerResult, wanted: Said) -> None:
    for name, tensor in module.named_parameters():
        if row.layer.op.role == "weighted" and name == "weight":
            count, ins, outs = tensor.numel(), row.in_shapes[0][0], row.out_shape[0]
            INITIAL[wanted.rule](tensor, count / outs, count / ins)
        else:
            tensor.fill_(float(name == "weight" or row.path in wanted.ones))
    for name, tensor in module.named_buffers():
        if name == "centres":  # LeNet-5's are bitmaps of ±1
            tensor.bernoulli_(0.5).mul_(2).sub_(1)


def _uniform(weight: Any, bound: float) -> Any:
    return weight.uniform_(-bound, bound)
