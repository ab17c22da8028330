"""What a network's graph alone tells: depth, paths, nonlinearities, and whose memory is whose."""

from __future__ import annotations

from collections.abc import Mapping

from archcalc.network import INPUT, Facts, Network, Schedule

_DEEP = 1 << 40  # one weighted layer outweighs any number of pools
_BY_POOLS = {"weighted": _DEEP, "pool": 1}


def longest(
    network: Network, steps: Mapping[str, int], start: int = 0, stop: int | None = None
) -> dict[int, int]:
    """What each layer's role adds, summed over the longest route up to it, itself included.

    From `start` up to `stop`; what stands before counts 0, as the network's input does. What leads
    to a gate (a multiply's inputs after the first) is no route.
    """
    found: dict[int, int] = {}
    for i in range(start, len(network.layers) if stop is None else stop):
        layer = network.layers[i]
        before = max(found.get(j, 0) for j in layer.main_inputs)
        found[i] = before + steps.get(layer.plan.op.role, 0)
    return found


def depths(network: Network, start: int = 0, stop: int | None = None) -> dict[int, int]:
    """How many weighted layers lead to each layer, itself included, on the longest route."""
    return longest(network, {"weighted": 1}, start, stop)


def facts(network: Network) -> Facts:
    """Follow every layer once, in order.

    Depth counts conv and linear layers on the longest route from input to output; the pools are
    those of the longest such route.
    """
    routes = [0] * len(network.layers) + [1]
    nonlinear = 0
    for i, layer in enumerate(network.layers):
        op = layer.op
        routes[i] = sum(routes[j] for j in layer.inputs[: op.reads])
        nonlinear += op.role == "activation" and not layer.aux
    weighted, pools = divmod(longest(network, _BY_POOLS).get(network.output, 0), _DEEP)
    return Facts(weighted, weighted + pools, nonlinear, routes[network.output])


def schedule(network: Network, *, aux: bool) -> Schedule:
    """Lay out the memory of one pass, with or without the auxiliary heads.

    A layer that works in place takes over its input's memory where nobody else reads it. A value
    is freed after its last reader.
    """
    roots = _roots(network)
    users = _users(network, roots, aux)
    storage = _inference_storage(network, roots, users)
    last = {INPUT: 0}
    for i, layer in enumerate(network.layers):
        if aux or not layer.aux:
            last.update((storage[j], i) for j in (i, *layer.inputs))
    frees: list[list[int]] = [[] for _ in network.layers]
    for store, step in last.items():
        if network.layers:
            frees[step].append(store)
    learns = learning(network)
    return Schedule(
        tuple(storage[:-1]),
        tuple(map(tuple, frees)),
        _kept(network, roots, users, learns, aux),
        tuple(learns[:-1]),
    )


def _roots(network: Network) -> list[int]:
    """The layer whose memory each value is looked at in: its own, or for a view its input's."""
    roots = [*range(len(network.layers)), INPUT]
    for i, layer in enumerate(network.layers):
        if layer.op.view:
            roots[i] = roots[layer.inputs[0]]
    return roots


def _users(network: Network, roots: list[int], aux: bool) -> list[int]:
    """How many layers read each root's memory; the network's output is read once more."""
    users = [0] * len(roots)
    for layer in network.layers:
        if (aux or not layer.aux) and not layer.op.view:
            for j in layer.inputs:
                users[roots[j]] += 1
    users[roots[network.output]] += 1
    return users


def _inference_storage(network: Network, roots: list[int], users: list[int]) -> list[int]:
    """Whose memory each value takes; a norm has its own, as in PyTorch."""
    storage = [*range(len(network.layers)), INPUT]
    for i, layer in enumerate(network.layers):
        root = roots[layer.inputs[0]]
        alone = root != INPUT and users[root] == 1 and layer.op.role != "norm"
        if layer.op.view or (layer.op.in_place and alone):
            storage[i] = storage[layer.inputs[0]]
    return storage


def learning(network: Network) -> list[bool]:
    """Whether each layer's output depends on parameters; the input's own answer stands last.

    Where it does not, there is no gradient, and autograd keeps nothing.
    """
    learns = [False] * (len(network.layers) + 1)
    for i, layer in enumerate(network.layers):
        before = any(learns[j] for j in layer.inputs[: layer.op.reads])
        learns[i] = before or bool(layer.plan.book.tensors)
    return learns


def _kept(
    network: Network, roots: list[int], users: list[int], learns: list[bool], aux: bool
) -> tuple[int, ...]:
    """The values autograd keeps, each once.

    In training a layer overwrites its input only if neither it nor the input's own layer needs
    that value for the backward pass.
    """
    storage = [*range(len(network.layers)), INPUT]
    kept: dict[int, None] = {}
    for i, layer in enumerate(network.layers):
        source, op = layer.inputs[0], layer.op
        if op.view or (op.in_place and _free_to_overwrite(network, roots[source], op.keeps, users)):
            storage[i] = storage[source]
        if not learns[i] or (layer.aux and not aux):
            continue
        if "input" in op.keeps:
            kept.update((storage[j], None) for j in layer.inputs)
        if "output" in op.keeps:
            kept[storage[i]] = None
    return tuple(kept)


def _free_to_overwrite(
    network: Network, root: int, keeps: frozenset[str], users: list[int]
) -> bool:
    if root == INPUT or "input" in keeps:
        return False
    return "output" not in network.layers[root].op.keeps and users[root] == 1
