"""Signal and gradient at each depth of a network, measured: one pass at initialisation.

Training mode, standard normal input and random labels, both seeded; the loss is the cross-entropy,
with 0.3 of each auxiliary head's (Szegedy et al. 2014, section 5).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from math import exp, inf, isfinite, log, log10
from typing import Any, Literal, NamedTuple

from archcalc.errors import InputError, UnknownNameError, shorten
from archcalc.lang import say
from archcalc.network import Network
from archcalc.ops.base import Dims
from archcalc.ops.norm import Norm
from archcalc.structure import depths
from archcalc.verify import needed
from archcalc.verify.build import build, device_in
from archcalc.verify.initial import INITIAL, said

HEAD = 0.3
"""How much an auxiliary head's loss counts: Szegedy et al. 2014, section 5."""
DECADES = 3
"""Beyond so many powers of ten between the first layer and the last a gradient does not stay."""
DTYPES = ("float32", "float64")
INITS = ("paper", *INITIAL)
Course = Literal["vanishes", "stays", "explodes", "not finite"]


class Setting(NamedTuple):
    """One way to begin: `norm` is None where a network has none to leave out."""

    norm: bool | None = True
    init: str = "he"
    aux: bool = False


class Conditions(NamedTuple):
    """What all measurements of one table share."""

    batch: int = 16
    seed: int = 0
    device: str = "cpu"
    dtype: str = "float32"


class Point(NamedTuple):
    """What was measured at one layer with weights.

    `depth` counts layers with weights from the input up to it, on the longest way. `signal` is the
    root mean square of its output, before norm and activation function; `output` and `weight` are
    the Euclidean norms of the loss's gradient with respect to that output and to the weights.
    """

    path: str
    op: str
    depth: int
    aux: bool
    signal: float
    output: float | None
    weight: float | None


class Flow(NamedTuple):
    """One pass of one network: what was set, the loss, and its layers in the spec's order."""

    network: str
    title: str
    input: Dims
    setting: Setting
    rule: str
    """The rule that the weights began by, where `setting.init` says "paper"."""
    loss: float
    points: tuple[Point, ...]

    def profile(self, measure: Callable[[Point], float | None]) -> tuple[float, ...]:
        """A measure at each depth, without the auxiliary heads.

        Of branches side by side it is the geometric mean.
        """
        found: dict[int, list[float]] = {}
        for point in self.points:
            value = measure(point)
            if value is not None and not point.aux:
                found.setdefault(point.depth, []).append(value)
        return tuple(mean(found[depth]) for depth in sorted(found))

    @property
    def gradient(self) -> tuple[float, ...]:
        """The gradient's norm at the layers' outputs, from the first depth to the last."""
        return self.profile(lambda point: point.output)

    @property
    def ratio(self) -> float:
        """That norm at the first layer, over the last layer's."""
        return over(self.gradient[0], self.gradient[-1])

    @property
    def amplified(self) -> float:
        """The signal at the last layer, over the first layer's."""
        signal = self.profile(lambda point: point.signal)
        return over(signal[-1], signal[0])

    @property
    def weights(self) -> float:
        """The geometric mean over the depth of the norm of the weights' gradient."""
        return mean(self.profile(lambda point: point.weight))

    @property
    def course(self) -> Course:
        """Whether the gradient vanishes or explodes on its way to the first layer, or stays."""
        return course(self.ratio)


def mean(values: Sequence[float]) -> float:
    """The geometric mean of values of at least 0; not finite where one of them is not."""
    if not values or not all(map(isfinite, values)):
        return inf
    return exp(sum(map(log, values)) / len(values)) if all(values) else 0.0


def over(one: float, other: float) -> float:
    """Their quotient, infinite where it is not finite."""
    return one / other if other and isfinite(one) and isfinite(other) else inf


def course(ratio: float) -> Course:
    """What a gradient does whose norm at the first layer is `ratio` times the last layer's."""
    if not isfinite(ratio):
        return "not finite"
    decades = log10(ratio) if ratio else -inf
    if abs(decades) <= DECADES:
        return "stays"
    return "explodes" if decades > 0 else "vanishes"


def settings_of(
    network: Network, norms: Sequence[bool], inits: Sequence[str], aux: bool
) -> tuple[Setting, ...]:
    """What can be set of this network: with and without `norms` and, with `aux`, its heads."""
    has_norm = any(isinstance(layer.op, Norm) for layer in network.layers)
    has_heads = any(layer.aux for layer in network.layers)
    heads = (False, True) if aux and has_heads else (False,)
    ways = tuple(norms) if has_norm else (None,)
    return tuple(Setting(norm, init, head) for norm in ways for init in inits for head in heads)


def flow(
    network: Network,
    setting: Setting = Setting(),  # noqa: B008
    conditions: Conditions = Conditions(),  # noqa: B008
) -> Flow:
    """One pass forward and one back at initialisation, measured at every layer with weights.

    The same seed gives the same weights, input and labels on every device, with and without the
    auxiliary heads, whose losses alone come and go. Without norms the layers between which they
    stood are joined; nothing else changes, and no bias comes instead.
    Raises InputError where PyTorch or the device is not there, or it cannot be run.
    """
    torch = needed("torch")
    if setting.init not in INITS:
        hint = say("known: {names}", names=", ".join(INITS))
        raise UnknownNameError("initialisation", setting.init, INITS, hint)
    device = device_in(conditions.device)
    if device.type == "meta":
        raise InputError(say("the meta device has no values to measure; use cpu or cuda"))
    heads = any(layer.aux for layer in network.layers)
    with _seeded(torch, conditions.seed):
        module = build(network, dtype=conditions.dtype, aux=heads, init=setting.init)
        _reduce(module, setting.norm is not False)
        x, chosen = _data(torch, network, conditions)
        try:
            loss, points = _pass(torch, module.to(device), x.to(device), chosen, setting.aux)
        except (RuntimeError, ValueError) as error:
            reason = shorten(error, 120)
            raise InputError(say("PyTorch went no further: {reason}", reason=reason)) from None
    rule = said(network).rule if setting.init == "paper" else setting.init
    return Flow(
        network.name, network.title, tuple(network.input), setting, rule, loss, tuple(points)
    )


@contextmanager
def _seeded(torch: Any, seed: int) -> Iterator[None]:
    """The caller's own random numbers go on afterwards as if nothing had been drawn."""
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        yield


def _data(torch: Any, network: Network, conditions: Conditions) -> tuple[Any, Any]:
    """Standard normal images, and a draw for each that chooses its class."""
    draw = torch.Generator().manual_seed(conditions.seed)
    dtype = getattr(torch, conditions.dtype)
    x = torch.randn(conditions.batch, *network.input, generator=draw, dtype=torch.float64)
    return x.to(dtype), torch.rand(conditions.batch, generator=draw, dtype=torch.float64)


def _reduce(module: Any, norm: bool) -> None:
    """Let norms pass on what they read, unless `norm`; a softmax at an end, too.

    The cross-entropy has a softmax of its own.
    """
    network = module.network
    ends = {network.output, *(g.stop - 1 for g in network.walk() if g.kind == "aux")}
    for i, layer in enumerate(network.layers):
        left_out = not norm and isinstance(layer.op, Norm)
        if layer.path in module.layers and (left_out or (i in ends and layer.op.kind == "softmax")):
            module.layers[layer.path].forward = _passed


def _passed(x: Any) -> Any:
    return x


def _pass(torch: Any, module: Any, x: Any, chosen: Any, aux: bool) -> tuple[float, list[Point]]:
    signal: dict[str, float] = {}
    output: dict[str, float] = {}

    def watch(path: str, _: Any, ins: Any, out: Any) -> None:
        signal[path] = size(out.detach()) / out.numel() ** 0.5
        if out.requires_grad:
            out.register_hook(lambda gradient: output.update({path: size(gradient)}))

    weighted = [
        (i, layer)
        for i, layer in enumerate(module.network.layers)
        if layer.op.role == "weighted" and (aux or not layer.aux)
    ]
    if not weighted:
        raise InputError(say("{network} has no layer with weights", network=module.network.name))
    for _, layer in weighted:
        module.layers[layer.path].register_forward_hook(partial(watch, layer.path))
    found = module(x)
    outs = found if isinstance(found, tuple) else (found,)
    loss = _loss(torch, outs if aux else outs[:1], chosen)
    loss.backward()
    depth = depths(module.network)
    points = [
        Point(
            layer.path, layer.op.kind, depth[i], layer.aux, signal[layer.path],
            output.get(layer.path), _weight(module.layers[layer.path]),
        )
        for i, layer in weighted
    ]  # fmt: skip
    return float(loss.detach()), points


def _loss(torch: Any, outs: Sequence[Any], chosen: Any) -> Any:
    """Cross-entropy on random labels; behind the output stand the auxiliary heads."""
    entropy = torch.nn.functional.cross_entropy
    terms = []
    for out in outs:
        classes = out.flatten(1)
        labels = (chosen * classes.shape[1]).long().to(classes.device)
        terms.append(entropy(classes, labels))
    return sum((HEAD * term for term in terms[1:]), terms[0])


def _weight(module: Any) -> float | None:
    """The norm over all of a layer's weights; biases are none."""
    sizes = [
        size(tensor.grad)
        for name, tensor in module.named_parameters()
        if not name.endswith("bias") and tensor.grad is not None
    ]
    return sum(one * one for one in sizes) ** 0.5 if sizes else None


def size(tensor: Any) -> float:
    """The Euclidean norm; squares of small values that `tensor`'s type could not hold count, too.

    Their own largest value is divided out first.
    """
    largest = float(tensor.abs().max())
    if not largest or not isfinite(largest):
        return largest
    return largest * float((tensor / largest).norm())
