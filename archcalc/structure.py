"""What a network's graph alone tells: depth, paths, nonlinearities, and whose memory is whose."""

from __future__ import annotations

from archcalc.network import INPUT, Facts, Network, Schedule

_DEEP = 1 << 40  # one weighted layer outweighs any number of pools


def facts(network: Network) -> Facts:
    """Follow every layer once, in order.

    Depth counts conv and linear layers on the longest route from input to output; the pools are
    those of the longest such route. What leads to a gate (a multiply's inputs after the first)
    does not count for depth.
    """
    longest, routes = [0] * len(network.layers) + [0], [0] * len(network.layers) + [1]
    nonlinear = 0
    for i, layer in enumerate(network.layers):
        op, inputs = layer.op, layer.inputs
        counted = inputs[:1] if op.kind == "multiply" else inputs
        step = {"weighted": _DEEP, "pool": 1}.get(op.role, 0)
        longest[i] = max(longest[j] for j in counted) + step
        routes[i] = sum(routes[j] for j in inputs)
        nonlinear += op.role == "activation" and not layer.aux
    weighted, pools = divmod(longest[network.output], _DEEP)
    return Facts(weighted, weighted + pools, nonlinear, routes[network.output])


def schedule(network: Network) -> Schedule:
    """Lay out the memory of one pass.

    A layer that works in place takes over its input's memory where nobody else reads it. A value
    is freed after its last reader.
    """
    users = _users(network)
    storage = _inference_storage(network, users)
    last = {INPUT: 0}
    for i, layer in enumerate(network.layers):
        if layer.aux:
            continue
        last[storage[i]] = i
        for j in layer.inputs:
            last[storage[j] if j != INPUT else INPUT] = i
    frees: list[list[int]] = [[] for _ in network.layers]
    for store, step in last.items():
        if network.layers:
            frees[step].append(store)
    return Schedule(tuple(storage), tuple(map(tuple, frees)), _kept(network, users))


def _users(network: Network) -> list[int]:
    """How many layers read each value; the network's output is read once more."""
    users = [0] * (len(network.layers) + 1)
    for layer in network.layers:
        for j in layer.inputs if not layer.aux else ():
            users[j] += 1
    users[network.output] += 1
    return users


def _inference_storage(network: Network, users: list[int]) -> list[int]:
    storage: list[int] = []
    for i, layer in enumerate(network.layers):
        source = layer.inputs[0]
        alone = source != INPUT and users[source] == 1
        takes_over = layer.op.in_place and alone and not layer.aux
        storage.append(storage[source] if takes_over else i)
    return storage


def _kept(network: Network, users: list[int]) -> tuple[int, ...]:
    """The values autograd keeps, each once.

    In training a layer overwrites its input only if neither it nor the input's own layer needs
    that value for the backward pass.
    """
    storage: list[int] = []
    kept: dict[int, None] = {}
    for i, layer in enumerate(network.layers):
        source, op = layer.inputs[0], layer.op
        overwrites = (
            op.in_place
            and source != INPUT
            and (op.kind == "flatten" or _free_to_overwrite(network, source, op.keeps, users))
        )
        storage.append(storage[source] if overwrites else i)
        if layer.aux:
            continue
        if "input" in op.keeps:
            kept.update((storage[j] if j != INPUT else INPUT, None) for j in layer.inputs)
        if "output" in op.keeps:
            kept[storage[i]] = None
    return tuple(kept)


def _free_to_overwrite(
    network: Network, source: int, keeps: frozenset[str], users: list[int]
) -> bool:
    producer = network.layers[source].op
    return "input" not in keeps and "output" not in producer.keeps and users[source] == 1
