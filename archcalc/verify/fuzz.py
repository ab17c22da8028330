"""Random networks held against PyTorch: every shape, tensor, multiply and receptive field.

``python -m archcalc.verify.fuzz --count 1000 --seed 7`` prints the smallest spec that disagrees.
"""

from __future__ import annotations

import argparse
import math
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from copy import deepcopy
from typing import Any

from archcalc.analysis import Analysis
from archcalc.catalog import loads
from archcalc.errors import ArchcalcError, InputError
from archcalc.verify import needed
from archcalc.verify.entries import Spec
from archcalc.verify.fields import disagreements as field_disagreements
from archcalc.verify.specs import random_spec, text_of

Check = Callable[[Spec], list[str]]


def problems(spec: Spec, batch: int = 2) -> list[str]:
    """Where the engine and PyTorch disagree about a network, a line each.

    Raises ArchcalcError for a spec that the engine refuses.
    """
    analysis = loads(text_of(spec)).analyze(batch=batch, aux=True)
    try:
        module = _module(analysis)
        shapes, multiplies = measured(module, analysis)
    except (RuntimeError, ValueError, IndexError, TypeError, NotImplementedError) as error:
        return [f"PyTorch refuses: {type(error).__name__}: {error}"]
    found = list(_differences(analysis, module, shapes, multiplies))
    return found or field_disagreements(analysis, module)


def _module(analysis: Analysis) -> Any:
    """The network at inference, but with the auxiliary heads: only the root trains."""
    from archcalc.verify.build import build

    module = build(analysis.network, dtype="float64", aux=True, init=None).eval()
    module.training = True
    return module


def measured(module: Any, analysis: Analysis) -> tuple[dict[str, Any], dict[str, float]]:
    """Each layer's output shape and multiplies in a run of `module`, by path."""
    torch, counting = needed("torch"), needed("torch.utils.flop_counter")
    shapes: dict[str, Any] = {}
    multiplies: dict[str, float] = {}
    counter = counting.FlopCounterMode(display=False)

    def watch(path: str, layer: Any) -> Any:
        def before(*_: Any) -> None:
            multiplies[path] = -counter.get_total_flops() / 2

        def after(_: Any, __: Any, out: Any) -> None:
            shapes[path] = tuple(out.shape)
            multiplies[path] += counter.get_total_flops() / 2

        return layer.register_forward_pre_hook(before), layer.register_forward_hook(after)

    hooks = [hook for path, layer in module.layers.items() for hook in watch(path, layer)]
    try:
        with counter, torch.no_grad():
            module(torch.ones(analysis.batch, *analysis.input, dtype=torch.float64))
    finally:
        for hook in hooks:
            hook.remove()
    return shapes, multiplies


def _differences(
    analysis: Analysis, module: Any, shapes: dict[str, Any], multiplies: dict[str, float]
) -> Iterator[str]:
    for row in analysis.rows:
        own = module.layers[row.path].named_parameters()
        tensors = {name: tuple(tensor.shape) for name, tensor in own}
        pairs = {
            "shape": ((analysis.batch, *row.out_shape), shapes.get(row.path)),
            "multiplies": (row.multiplies, multiplies.get(row.path)),
            "tensors": (row.tensors(), tensors),
        }
        for what, (ours, theirs) in pairs.items():
            if ours != theirs:
                yield f"{row.path} ({row.op}) {what}: archcalc {ours}, PyTorch {theirs}"
    total = sum(tensor.numel() for tensor in module.parameters())
    if total != analysis.totals.params:
        yield f"params: archcalc {analysis.totals.params}, PyTorch {total}"


# --- the smallest that fails ---------------------------------------------------------------------


def smallest(spec: Spec, check: Check = problems) -> Spec:
    """Leave out and simplify what can be without `check` finding nothing."""
    best, better = spec, True
    while better:
        better = False
        for smaller in _smaller(best):
            if _fails(smaller, check):
                best, better = smaller, True
                break
    return best


def _fails(spec: Spec, check: Check) -> bool:
    try:
        return bool(check(spec))
    except ArchcalcError:
        return False


def _smaller(spec: Spec) -> Iterator[Spec]:
    """The spec with one thing less, the largest steps first."""
    for *path, key in sorted(_places(spec), key=len):
        for change in CHANGES:
            smaller = deepcopy(spec)
            parent = _at(smaller, path)
            if change(parent, key):
                yield smaller


def _places(value: Any) -> Iterator[tuple[Any, ...]]:
    """The path of everything within."""
    keys: Any = ()
    if isinstance(value, dict):
        keys = [*value]
    elif isinstance(value, list):
        keys = range(len(value) - 1, -1, -1)
    for key in keys:
        yield (key,)
        yield from ((key, *path) for path in _places(value[key]))


def _at(value: Any, path: Sequence[Any]) -> Any:
    for key in path:
        value = value[key]
    return value


def _without(parent: Any, key: Any) -> bool:
    del parent[key]
    return True


def _unwrapped(parent: Any, key: Any) -> bool:
    """A structure's own list in its place."""
    item = parent[key]
    if not (isinstance(parent, list) and isinstance(item, dict)):
        return False
    inner = next((path for path in _places(item) if isinstance(_at(item, path), list)), None)
    if inner is None or not all(isinstance(one, dict | str) for one in _at(item, inner)):
        return False
    parent[key : key + 1] = _at(item, inner)
    return True


def _once(parent: Any, key: Any) -> bool:
    """What is repeated, alone."""
    layer = parent[key].get("layer") if key == "repeat" else None
    if not isinstance(layer, dict):
        return False
    parent.clear()
    parent.update(layer)
    return True


def _least(parent: Any, key: Any) -> bool:
    return _number(parent, key, 1)


def _half(parent: Any, key: Any) -> bool:
    return _number(parent, key, parent[key] // 2 if type(parent[key]) is int else 0)


def _one_less(parent: Any, key: Any) -> bool:
    return _number(parent, key, parent[key] - 1 if type(parent[key]) is int else 0)


def _number(parent: Any, key: Any, value: int) -> bool:
    if type(parent[key]) is not int or not 0 < value < parent[key]:
        return False
    parent[key] = value
    return True


CHANGES = (_without, _unwrapped, _once, _least, _half, _one_less)
"""Each makes one thing simpler in place, or says that it cannot."""


# --- the command ---------------------------------------------------------------------------------


def run(count: int, seed: int, minutes: float, check: Check = problems) -> int:
    """Try `count` networks, or as many as `minutes` allow; 1 as soon as one disagrees."""
    start = time.monotonic()
    for number in range(count):
        spent = time.monotonic() - start
        if minutes and spent > 60 * minutes:
            count = number
            break
        if number and number % 500 == 0:
            print(f"{number:,} networks agree ({spent:.0f} s)", file=sys.stderr, flush=True)
        spec = random_spec(f"{seed}/{number}")
        try:
            found = check(spec)
        except ArchcalcError as error:
            print(f"# seed {seed}, network {number}: refused: {error}\n{text_of(spec)}", end="")
            return 1
        if found:
            least = smallest(spec, check)
            told = "\n".join(f"# {line}" for line in check(least))
            print(f"# seed {seed}, network {number}\n{told}\n{text_of(least)}", end="")
            return 1
    print(f"{count:,} random networks agree with PyTorch on every layer (seed {seed})")
    return 0


def _count(text: str) -> int:
    value = int(text)
    if value < 1:
        raise argparse.ArgumentTypeError(f"a whole number from 1, found {text}")
    return value


def _minutes(text: str) -> float:
    value = float(text)
    if not 0 < value < math.inf:
        raise argparse.ArgumentTypeError(f"a number above 0, found {text}")
    return value


def main(arguments: Sequence[str] | None = None) -> int:
    """The command line: 0 where all agree, 1 with the smallest that does not, 2 for bad usage."""
    parser = argparse.ArgumentParser(prog="python -m archcalc.verify.fuzz", description=__doc__)
    parser.add_argument("--count", type=_count, default=200, help="how many networks (200)")
    parser.add_argument("--seed", type=int, default=0, help="where to begin (0)")
    parser.add_argument("--minutes", type=_minutes, default=0, help="stop after so long")
    given = parser.parse_args(arguments)
    try:
        needed("torch").set_num_threads(1)
        return run(given.count, given.seed, given.minutes)
    except InputError as error:
        print(error, file=sys.stderr)
        return 2


if __name__ == "__main__":
    sys.exit(main())
