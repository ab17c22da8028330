"""Two counters of multiplies that are not ours: fvcore's, and ``torch.utils.flop_counter``.

fvcore's "flop" is a multiply-accumulate; torch counts two for it, and is halved here.
"""

from __future__ import annotations

import warnings
from collections.abc import Mapping
from functools import cache
from typing import Any, NamedTuple

from archcalc.verify import needed

MULTIPLYING = ("conv", "linear", "addmm", "bmm", "matmul", "einsum")
"""fvcore's operators that multiply by weights; it counts norms and some pools, too."""


class ByFvcore(NamedTuple):
    """Multiplies by submodule path, "" for all of them, and the operators it does not know."""

    multiplies: Mapping[str, int]
    unknown: Mapping[str, int]


class Work(NamedTuple):
    """Multiplies of a forward and of a backward pass.

    `overcounted` is what torch counts beyond that for weight gradients of grouped convolutions.
    """

    forward: int = 0
    backward: int = 0
    overcounted: int = 0


class ByTorch(NamedTuple):
    """Each layer's work by path, and the whole pass's, counted in one run of its own."""

    layers: Mapping[str, Work]
    whole: Work


def by_fvcore(module: Any, x: Any) -> ByFvcore:
    """Trace `module` on `x` and count."""
    with warnings.catch_warnings():
        # fvcore traces with TorchScript, which says that it is deprecated.
        warnings.simplefilter("ignore")
        count = needed("fvcore.nn").FlopCountAnalysis(module, x)
        count = count.unsupported_ops_warnings(False).uncalled_modules_warnings(False)
        found = count.tracer_warnings("none").by_module_and_operator()
        unknown = count.unsupported_ops()
    sums = {path: sum(int(ops[op]) for op in MULTIPLYING) for path, ops in found.items()}
    return ByFvcore(sums, dict(unknown))


def by_torch(module: Any, x: Any) -> ByTorch:
    """Count a forward and a backward pass of `module`, whole and layer by layer.

    Meant for the meta device, where nothing is computed. A layer's backward pass is run by itself,
    with a gradient for its input where the network's pass has one; none where none comes to it.
    """
    counter, given, forward, asked = _Counter(), {}, {}, set()
    hooks = []
    for path, layer in module.layers.items():

        def before(_: Any, args: Any, path: str = path) -> None:
            given[path] = args
            forward[path] = -counter.total()

        def after(_: Any, __: Any, out: Any, path: str = path) -> None:
            forward[path] += counter.total()
            if out.requires_grad:
                out.register_hook(lambda _: asked.add(path))

        hooks += [layer.register_forward_pre_hook(before), layer.register_forward_hook(after)]
    whole = counter.work(lambda: module(x))
    for hook in hooks:
        hook.remove()
    layers = {}
    for path, count in forward.items():
        work = _alone(module.layers[path], given[path]) if count else Work()
        layers[path] = work if path in asked else Work(count)
    return ByTorch(layers, whole)


def _alone(layer: Any, args: Any) -> Work:
    inputs = [one.detach().requires_grad_(one.requires_grad) for one in args]
    return _Counter().work(lambda: layer(*inputs))


class _Counter:
    """FlopCounterMode, with what it counts too much put right."""

    def __init__(self) -> None:
        torch, self._module = needed("torch"), needed("torch.utils.flop_counter")
        self._beyond = 0
        backward = torch.ops.aten.convolution_backward
        self._theirs = self._module.flop_registry[backward]
        self._mode = self._module.FlopCounterMode(
            display=False, custom_mapping={backward: self._convolution_backward}
        )

    def total(self) -> int:
        """Multiplies so far."""
        return int(self._mode.get_total_flops()) // 2

    def work(self, run: Any) -> Work:
        """What `run` and the backward pass of what it returns come to."""
        torch = needed("torch")
        with self._mode, torch.enable_grad():
            found = run()
            forward = self.total()
            ends = found if isinstance(found, tuple) else (found,)
            with_gradient = [end.sum() for end in ends if end.requires_grad]
            if with_gradient:
                torch.autograd.backward(with_gradient)
        return Work(forward, self.total() - forward, self._beyond // 2)

    def _convolution_backward(self, *args: Any, out_shape: Any = None, **more: Any) -> int:
        count = int(self._theirs(*args, out_val=out_shape, **more))
        *shapes, groups, mask = args
        if groups == 1 or not mask[1] or not overcounts():
            return count
        weights_only = (False, True, False)
        theirs = int(self._theirs(*shapes, groups, weights_only, out_val=out_shape, **more))
        beyond = theirs - theirs // int(groups)
        self._beyond += beyond
        return count - beyond


@cache
def overcounts() -> bool:
    """Whether this torch counts a grouped convolution's weight gradient once for every group.

    torch 2.13 does. Two groups of one channel on one pixel: 2 multiplies, 4 of torch's FLOPs.
    """
    torch, counting = needed("torch"), needed("torch.utils.flop_counter")
    backward = counting.flop_registry[torch.ops.aten.convolution_backward]
    x, weight = (1, 2, 1, 1), (2, 1, 1, 1)
    mask, sizes = (False, True, False), (None, weight, None)
    found = backward(x, x, weight, None, 1, 0, 1, False, 0, 2, mask, out_val=sizes)
    return bool(found > 4)
