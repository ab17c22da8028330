"""``archcalc.build``: a trainable PyTorch module of any network, on any device.

Its submodules are named by the spec's paths, so ``named_parameters()`` reads like the table.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Any

from archcalc.catalog import load
from archcalc.errors import InputError, UnknownNameError
from archcalc.lang import say
from archcalc.network import Network
from archcalc.ops.base import Dims
from archcalc.verify import needed
from archcalc.verify.initial import INITIAL, initialise

FLOATS = ("float32", "float64", "float16", "bfloat16")
"""The types that a module's parameters may have."""
DEVICES = ("cpu", "cuda", "meta")


def build(
    network: Network | str | os.PathLike[str],
    *,
    device: str = "cpu",
    dtype: str = "float32",
    aux: bool = False,
    input: Dims | None = None,
    init: str | None = "paper",
    settings: Mapping[str, Any] | None = None,
) -> Any:
    """The network as a ``torch.nn.Module``; its ``layers`` maps each path to that layer's module.

    `aux` adds the auxiliary heads: in training mode the module then returns its output and theirs,
    after ``eval()`` its output alone. `input` is (C, H, W) where the network's own is not meant.
    `init` is "paper" for what the network's paper says, "he", "xavier", "normal", "lecun", or None
    for PyTorch's own (see `archcalc.verify.initial`); on the meta device there is nothing to set.
    Raises InputError for a device that is not there.

    >>> build("googlenet", device="meta").layers["3a.5x5.reduce"]
    Conv2d(192, 16, kernel_size=(1, 1), stride=(1, 1))
    """
    torch = needed("torch")
    rules = ("paper", *INITIAL)
    if init is not None and init not in rules:
        hint = say("known: {names}", names=", ".join(rules))
        raise UnknownNameError("initialisation", init, rules, hint)
    if not isinstance(network, Network):
        network = load(network, settings)
    elif settings:
        text = "settings go with a network's name; load(name, settings) makes one"
        raise InputError(say(text))
    return _built(torch, network, device_in(device), dtype_in(dtype), aux, input, init)


def _built(
    torch: Any, network: Network, device: Any, dtype: Any, aux: bool, input: Dims | None, init: Any
) -> Any:
    from archcalc.verify.graph import GraphModule

    network = network.at(input or network.input, aux=aux)
    rows = network.analyze(aux=aux).rows
    before = torch.get_default_dtype()
    torch.set_default_dtype(dtype)
    try:
        with torch.device(device):
            made = GraphModule(network, [row.in_shapes for row in rows], aux)
    finally:
        torch.set_default_dtype(before)
    if init is not None and device.type != "meta":
        initialise(made, rows, init)
    return made


def device_in(name: str) -> Any:
    """The device `name`, which must be there: a missing one is an error, never another device.

    Raises UnknownNameError or InputError.
    """
    torch = needed("torch")
    try:
        device = torch.device(name)
    except RuntimeError:
        hint = say("known: {names}", names=", ".join(DEVICES))
        raise UnknownNameError("device", name, DEVICES, hint) from None
    if device.type == "cuda" and not torch.cuda.is_available():
        raise InputError(say("there is no CUDA device here (torch {v})", v=torch.__version__))
    if device.type == "cuda" and (device.index or 0) >= torch.cuda.device_count():
        count = torch.cuda.device_count()
        text = "there is no device {name} here; CUDA devices are counted from 0 to {last}"
        raise InputError(say(text, name=name, last=count - 1))
    if device.type not in DEVICES and not _usable(torch, device):
        raise InputError(say("there is no device {name} here", name=name))
    return device


def _usable(torch: Any, device: Any) -> bool:
    try:
        torch.empty(1, device=device)
    except Exception:
        return False
    return True


def dtype_in(name: str) -> Any:
    """The type `name` of floating point numbers. Raises UnknownNameError."""
    if name not in FLOATS:
        hint = say("known: {names}", names=", ".join(FLOATS))
        raise UnknownNameError("dtype", name, FLOATS, hint)
    return getattr(needed("torch"), name)
