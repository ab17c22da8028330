"""What PyTorch says of a network and of each of its layers: shapes, tensors, multiplies, memory."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, NamedTuple

from archcalc.errors import InputError
from archcalc.lang import say
from archcalc.network import Network
from archcalc.ops.base import Dims
from archcalc.verify import needed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from archcalc.verify.counters import ByFvcore, ByTorch
    from archcalc.verify.peak import Peak

REFUSALS = (RuntimeError, ValueError, IndexError, TypeError, AssertionError)
"""What PyTorch raises for a module or a tensor that it cannot take."""


class Seen(NamedTuple):
    """One layer in PyTorch, or the whole network. None: not run, or not counted.

    `backward` are the multiplies of the gradients, `overcounted` what torch counts beyond them.
    """

    out: Dims | None = None
    tensors: Mapping[str, Dims] | None = None
    params: int | None = None
    fvcore: int | None = None
    torch: int | None = None
    backward: int | None = None
    overcounted: int = 0


class Sight(NamedTuple):
    """The whole run. `training` is in bytes; `refused` is what PyTorch said where it stopped."""

    layers: Mapping[str, Seen]
    whole: Seen
    unknown: Mapping[str, int]
    peak: Peak | None
    training: int | None = None
    refused: str = ""


def see(network: Network, device: str, *, aux: bool) -> Sight:
    """Build `network` on `device`, run it, and count it; fvcore traces nothing on "meta".

    Batch 1, in evaluation mode but for the auxiliary heads, which `aux` runs, too. Raises
    InputError where memory does not suffice, or where PyTorch has no layer of the kind.
    """
    sight = Sight({}, Seen(), {}, None)
    shapes: dict[str, Dims] = {}
    try:
        with _in_our_words():
            return _see(network, device, aux, shapes)
    except REFUSALS as error:
        refused = f"{type(error).__name__}: {' '.join(str(error).split())[:200]}"
        layers = {path: Seen(out=shape) for path, shape in shapes.items()}
        return sight._replace(layers=layers, refused=refused)


@contextmanager
def _in_our_words() -> Iterator[None]:
    try:
        yield
    except NotImplementedError as error:
        text = "PyTorch cannot be a witness: {reason}"
        raise InputError(say(text, reason=" ".join(str(error).split())[:200])) from None
    except (MemoryError, RuntimeError) as error:
        if isinstance(error, MemoryError) or "memory" in str(error):
            text = "there is not enough memory to run it; try --device meta"
            raise InputError(say(text)) from None
        raise


def _see(network: Network, device: str, aux: bool, shapes: dict[str, Dims]) -> Sight:
    from archcalc.verify.counters import by_fvcore, by_torch
    from archcalc.verify.peak import measure
    from archcalc.verify.training import measure_training

    torch = needed("torch")
    module, x = _made(network, device, aux)
    for path, layer in module.layers.items():

        def keep(_: Any, __: Any, out: Any, path: str = path) -> None:
            shapes[path] = tuple(map(int, out.shape[1:]))

        layer.register_forward_hook(keep)
    with torch.no_grad():
        found, peak = measure(module, network, x, aux)
        main = found[0] if isinstance(found, tuple) else found
        fvcore = by_fvcore(module, x) if device != "meta" else None
    training = measure_training(module, x)
    counted = by_torch(*_made(network, "meta", aux))
    layers = {
        path: _seen(layer, path, shapes.get(path), fvcore, counted)
        for path, layer in module.layers.items()
    }
    whole = _whole(module, tuple(map(int, main.shape[1:])), fvcore, counted)
    return Sight(layers, whole, fvcore.unknown if fvcore else {}, peak, training)


def _made(network: Network, device: str, aux: bool) -> tuple[Any, Any]:
    """The module and its input. Only the network is in training mode, so that it runs its heads."""
    from archcalc.verify.build import build

    module = build(network, device=device, aux=aux, init=None).eval()
    module.training = aux
    return module, needed("torch").zeros(1, *network.input, device=device)


def _seen(
    layer: Any, path: str, shape: Dims | None, fvcore: ByFvcore | None, counted: ByTorch
) -> Seen:
    work = counted.layers.get(path)
    return Seen(
        out=shape,
        tensors=_tensors(layer),
        params=sum(tensor.numel() for tensor in layer.parameters()),
        fvcore=fvcore.multiplies.get(path, 0) if fvcore else None,
        torch=work.forward if work else None,
        backward=work.backward if work else None,
        overcounted=work.overcounted if work else 0,
    )


def _whole(module: Any, out: Dims, fvcore: ByFvcore | None, counted: ByTorch) -> Seen:
    work = counted.whole
    return Seen(
        out=out,
        params=sum(tensor.numel() for tensor in module.parameters()),
        fvcore=fvcore.multiplies.get("", 0) if fvcore else None,
        torch=work.forward,
        backward=work.backward,
        overcounted=work.overcounted,
    )


def _tensors(layer: Any) -> dict[str, Dims]:
    """A padded convolution is two modules in PyTorch: the tensors' own names count."""
    named = layer.named_parameters()
    return {name.rpartition(".")[2]: tuple(tensor.shape) for name, tensor in named}
