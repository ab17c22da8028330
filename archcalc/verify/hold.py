"""The engine's numbers held against PyTorch's, layer by layer; the result is frozen data."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from importlib.metadata import version
from typing import TYPE_CHECKING, Any, NamedTuple

from archcalc.analysis import Analysis
from archcalc.network import INPUT, Network
from archcalc.ops.base import Dims
from archcalc.structure import learning
from archcalc.verify.seen import Seen, Sight, see

if TYPE_CHECKING:
    from archcalc.verify.elsewhere import Elsewhere
    from archcalc.verify.peak import Peak

HEAVY = 200 * 10**9
"""Multiplies from which a network is not run unless a device is asked for: shapes on meta do."""
LARGE = 6 * 10**9
"""Bytes of parameters and activations from which it is not."""


class Ours(NamedTuple):
    """What the engine says of a layer, or of the whole network."""

    out: Dims
    tensors: Mapping[str, Dims] | None
    params: int
    multiplies: int
    backward: int


class Difference(NamedTuple):
    """Where the engine and a witness differ. `path` is empty for the whole network."""

    path: str
    what: str
    witness: str
    ours: Any
    theirs: Any


class Check(NamedTuple):
    """One quantity, and one witness of it. None is no statement."""

    what: str
    witness: str
    ours: Callable[[Ours], Any]
    theirs: Callable[[Seen], Any]


CHECKS = (
    Check("output", "PyTorch", lambda ours: ours.out, lambda seen: seen.out),
    Check("tensors", "PyTorch", lambda ours: ours.tensors, lambda seen: seen.tensors),
    Check("params", "PyTorch", lambda ours: ours.params, lambda seen: seen.params),
    Check("multiplies", "fvcore", lambda ours: ours.multiplies, lambda seen: seen.fvcore),
    Check("multiplies", "FlopCounterMode", lambda ours: ours.multiplies, lambda seen: seen.torch),
    Check("backward", "FlopCounterMode", lambda ours: ours.backward, lambda seen: seen.backward),
)


class HeldLayer(NamedTuple):
    """One layer held against PyTorch; the whole network has no path and no operation."""

    path: str
    op: str
    aux: bool
    ours: Ours
    seen: Seen
    differences: tuple[Difference, ...]

    @property
    def reached(self) -> bool:
        """Whether PyTorch got there."""
        return self.seen.out is not None

    @property
    def agrees(self) -> bool:
        """Whether PyTorch got there and every witness agrees."""
        return self.reached and not self.differences


@dataclass(frozen=True, slots=True)
class Held:
    """One network's verification.

    `device` is where it ran, `versions` with what. `whole` holds the sums with the auxiliary
    heads, `unknown` what fvcore did not count and how often, `refused` what PyTorch said where it
    went no further. Memory is in bytes: `training` is what training holds before its backward pass.
    """

    network: str
    title: str
    device: str
    versions: tuple[tuple[str, str], ...]
    layers: tuple[HeldLayer, ...]
    whole: HeldLayer
    unknown: tuple[tuple[str, int], ...]
    refused: str
    peak: Peak | None
    training: int | None
    computed_peak: int
    computed_training: int
    elsewhere: Elsewhere | None = None

    @property
    def ran(self) -> bool:
        """Whether values were computed: not on meta, where fvcore cannot count either."""
        return self.device != "meta"

    @property
    def peak_ratio(self) -> Fraction | None:
        """Computed peak of live activations over the measured one."""
        return _ratio(self.computed_peak, self.peak.activations if self.peak else None)

    @property
    def training_ratio(self) -> Fraction | None:
        """Computed training memory over the measured one."""
        return _ratio(self.computed_training, self.training)

    @property
    def differences(self) -> tuple[Difference, ...]:
        """All of them, the whole network's last."""
        return tuple(one for held in (*self.layers, self.whole) for one in held.differences)

    @property
    def agrees(self) -> bool:
        """Whether everything does, torchvision's module too where there is one."""
        held = all(layer.agrees for layer in self.layers) and not self.whole.differences
        return held and not self.refused and (self.elsewhere is None or self.elsewhere.fits)


def _ratio(ours: int, theirs: int | None) -> Fraction | None:
    return Fraction(ours, theirs) if theirs else None


def hold(network: Network, device: str = "") -> Held:
    """Hold every layer of `network` against PyTorch, the auxiliary heads' too.

    Without `device` it runs on the best there is; a network too heavy for that goes through the
    meta device. Raises InputError for a device that is not there.
    """
    from archcalc.verify.elsewhere import elsewhere

    has_aux = any(layer.aux for layer in network.layers)
    analysis = network.analyze(aux=has_aux)
    where = device_for(analysis, device)
    sight = see(analysis.network, where, aux=has_aux)
    layers = tuple(_held(analysis, sight))
    whole = sight.whole if all(leading(analysis)) else sight.whole._replace(fvcore=None)
    memory = analysis.totals.memory
    return Held(
        network=network.name,
        title=network.title,
        device=where,
        versions=tuple((name, version(name)) for name in ("torch", "fvcore")),
        layers=layers,
        whole=_compared("", "", False, _sums(analysis, layers), whole),
        unknown=tuple(sorted(sight.unknown.items())),
        refused=sight.refused,
        peak=sight.peak,
        training=sight.training,
        computed_peak=memory.peak_inference_bytes,
        computed_training=memory.training_bytes,
        elsewhere=elsewhere(analysis),
    )


def device_for(analysis: Analysis, asked: str = "") -> str:
    """The device asked for, which must be there, or the best for this network."""
    from archcalc.verify import needed
    from archcalc.verify.build import device_in

    if asked:
        return str(device_in(asked))
    memory = analysis.totals.memory
    if analysis.totals.multiplies > HEAVY:
        return "meta"
    if memory.params_bytes + memory.peak_inference_bytes > LARGE:
        return "meta"
    return "cuda" if needed("torch").cuda.is_available() else "cpu"


def _held(analysis: Analysis, sight: Sight) -> Iterator[HeldLayer]:
    """fvcore's trace leaves out what no output depends on: there it says nothing."""
    backward, leads = backward_multiplies(analysis), leading(analysis)
    for i, row in enumerate(analysis.rows):
        ours = Ours(row.out_shape, row.tensors(), row.params, row.multiplies, backward[i])
        seen = sight.layers.get(row.path, Seen())
        seen = seen if leads[i] else seen._replace(fvcore=None)
        yield _compared(row.path, row.op, row.layer.aux, ours, seen)


def _sums(analysis: Analysis, layers: Sequence[HeldLayer]) -> Ours:
    main = analysis.network.output
    return Ours(
        analysis.rows[main].out_shape if analysis.rows else analysis.input,
        None,
        analysis.totals.params,
        analysis.totals.multiplies,
        sum(layer.ours.backward for layer in layers),
    )


def _compared(path: str, op: str, aux: bool, ours: Ours, seen: Seen) -> HeldLayer:
    found = []
    for check in CHECKS:
        one, other = check.ours(ours), check.theirs(seen)
        if None not in (one, other) and one != other:
            found.append(Difference(path, check.what, check.witness, one, other))
    return HeldLayer(path, op, aux, ours, seen, tuple(found))


def backward_multiplies(analysis: Analysis) -> list[int]:
    """Multiplies of each layer's backward pass: its output's gradient times its weights, and times
    its input. There is no second where nothing before the layer learns, no first where it has no
    weights of its own, and neither where no gradient comes to it.
    """
    learns = learning(analysis.network)
    found = []
    asked = leading(analysis)
    for i, row in enumerate(analysis.rows):
        before = any(learns[j] for j in row.layer.inputs[: row.layer.op.reads])
        found.append(row.multiplies * (before + (row.params > 0)) * asked[i])
    return found


def leading(analysis: Analysis) -> list[bool]:
    """Whether each layer leads to an output, by the values that are read of it."""
    network = analysis.network
    heads = {group.stop - 1 for group in network.walk() if group.kind == "aux"}
    asked = [i == network.output or i in heads for i in range(len(analysis.rows))]
    for i in range(len(analysis.rows) - 1, -1, -1):
        layer = network.layers[i]
        for j in layer.inputs[: layer.op.reads] if asked[i] else ():
            if j != INPUT:
                asked[j] = True
    return asked
