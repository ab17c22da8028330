"""torchvision's own modules as witnesses: they did not come from our specs."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from fractions import Fraction
from functools import cache
from typing import Any, NamedTuple

from archcalc.analysis import Analysis
from archcalc.catalog import load
from archcalc.errors import ArchcalcError, InputError
from archcalc.network import Network
from archcalc.units import fixed
from archcalc.verify import needed

WHO = "torchvision"
TWINS: Mapping[str, str] = {
    "alexnet": "alexnet",
    "alexnet-torchvision": "alexnet",
    "vgg11": "vgg11",
    "vgg13": "vgg13",
    "vgg16": "vgg16",
    "vgg19": "vgg19",
    "googlenet": "googlenet",
    "resnet18": "resnet18",
    "resnet34": "resnet34",
    "resnet50": "resnet50",
    "resnet50-v1.5": "resnet50",
    "resnet101": "resnet101",
    "resnet101-v1.5": "resnet101",
    "resnet152": "resnet152",
    "resnet152-v1.5": "resnet152",
    "densenet121": "densenet121",
    "densenet161": "densenet161",
    "densenet169": "densenet169",
    "densenet201": "densenet201",
}
"""What torchvision calls each network, or the one that it has in its place."""
OPTIONS: Mapping[str, Mapping[str, Any]] = {
    "googlenet": {"aux_logits": False, "init_weights": False},
}
INPUT = (3, 224, 224)
"""What all of its networks take."""
OPERATORS = (
    "nms(Tensor dets, Tensor scores, float iou_threshold) -> Tensor",
    "qnms(Tensor dets, Tensor scores, float iou_threshold) -> Tensor",
)
"""torchvision's own, which it lacks beside a build of torch for another device, and asks for."""


class Elsewhere(NamedTuple):
    """torchvision's parameters and multiplies beside ours; `known` says why they differ."""

    name: str
    version: str
    params: int
    multiplies: int
    our_params: int
    our_multiplies: int
    known: str

    @property
    def same(self) -> bool:
        """Whether both numbers are the same."""
        return (self.params, self.multiplies) == (self.our_params, self.our_multiplies)

    @property
    def fits(self) -> bool:
        """Whether they are the same, or differ as the spec says: by these very numbers."""
        giga = fixed(Fraction(self.multiplies, 10**9), 3)
        return self.same or {f"{self.params:,}", giga} <= set(self.known.split())


def elsewhere(analysis: Analysis) -> Elsewhere | None:
    """torchvision's network of this one's name, counted; None where there is none."""
    network = analysis.network
    name = TWINS.get(network.name)
    if name is None or not analysis.as_published or not _of_the_catalogue(network):
        return None
    models = _models()
    if models is None:
        return None
    plain = network.analyze().totals
    params, multiplies = _counted(models, name)
    known = dict(network.differs).get(WHO, "")
    return Elsewhere(name, _version(), params, multiplies, plain.params, plain.multiplies, known)


def _of_the_catalogue(network: Network) -> bool:
    """Whether it is the network known by its name, not another that somebody calls so."""
    with suppress(ArchcalcError):
        return load(network.name).source == network.source
    return False


def _counted(models: Any, name: str) -> tuple[int, int]:
    torch, counting = needed("torch"), needed("torch.utils.flop_counter")
    with torch.device("meta"), torch.no_grad():
        module = getattr(models, name)(weights=None, **OPTIONS.get(name, {})).eval()
        with counting.FlopCounterMode(display=False) as counter:
            module(torch.empty(1, *INPUT))
    params = sum(tensor.numel() for tensor in module.parameters())
    return params, int(counter.get_total_flops()) // 2


@cache
def _models() -> Any:
    """``torchvision.models``; None where torchvision is not installed."""
    _define_operators()
    with suppress(InputError):
        return needed("torchvision.models")
    return None


_LIBRARIES: list[Any] = []


def _define_operators() -> None:
    """Let torchvision be imported though its own library does not load; the models need none."""
    needed("torch")
    if not _installed():
        return
    from torch import library

    fragment = library.Library(WHO, "FRAGMENT")
    for operator in OPERATORS:
        with suppress(RuntimeError):
            fragment.define(operator)
    _LIBRARIES.append(fragment)


def _installed() -> bool:
    from importlib.util import find_spec

    return find_spec(WHO) is not None


def _version() -> str:
    from importlib.metadata import version

    return version(WHO)
