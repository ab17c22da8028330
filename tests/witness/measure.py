"""What a PyTorch module itself says: parameters, multiplies, depth, receptive field, shapes.

Modules live on the meta device, so nothing is computed or stored. Multiplies are
torch.utils.flop_counter's count halved (convolution and linear layers, no biases); depth and
receptive field are read off the torch.fx graph.
"""

from math import prod
from operator import add
from typing import NamedTuple

import torch
from torch import fx, nn
from torch.utils.flop_counter import FlopCounterMode

from .parts import RBF, Concat, Scale
from .residual import Residual, Subsample

WEIGHTED = (nn.Conv2d, nn.Linear, RBF)
WINDOWED = (nn.Conv2d, nn.MaxPool2d, nn.AvgPool2d)
WRITTEN = (*WINDOWED, nn.Linear, nn.AdaptiveAvgPool2d, Concat, Residual)
ENDS = (nn.AdaptiveAvgPool2d, nn.Flatten, nn.Linear)
JOINS = (add, torch.cat)


class Layer(NamedTuple):
    out_shape: tuple[int, ...]
    params: int
    multiplies: int


class Window(NamedTuple):
    """The input positions [first, last] that output 0 sees, and the input steps per output."""

    first: int
    last: int
    stride: int


def params(module: nn.Module) -> int:
    return sum(p.numel() for p in module.parameters())


def weights(module: nn.Module) -> int:
    """Parameters of more than one dimension: no biases, no batch-normalisation pairs."""
    return sum(p.numel() for p in module.parameters() if p.dim() > 1)


def run(net: nn.Module, size: tuple[int, int, int]) -> dict[str, Layer]:
    """One Layer per submodule path of the network; the network itself is at ''."""
    shapes: dict[str, tuple[int, ...]] = {}

    def keep(path):
        return lambda module, args, out: shapes.update({path: tuple(out.shape[1:])})

    hooks = [module.register_forward_hook(keep(path)) for path, module in net.named_modules()]
    counter = FlopCounterMode(display=False)
    with counter:
        net.eval()(torch.empty(1, *size, device="meta"))
    for hook in hooks:
        hook.remove()
    root, counts = type(net).__name__, counter.get_flop_counts()
    return {
        path: Layer(
            shape,
            params(net.get_submodule(path)),
            sum(counts.get(f"{root}.{path}" if path else "Global", {}).values()) // 2,
        )
        for path, shape in shapes.items()
    }


def activations(net: nn.Module, size: tuple[int, int, int]) -> int:
    """Values written by convolution, linear, pooling, concatenation and addition."""
    written = {path for path, module in net.named_modules() if isinstance(module, WRITTEN)}
    return sum(prod(layer.out_shape) for path, layer in run(net, size).items() if path in written)


class Tracer(fx.Tracer):
    def is_leaf_module(self, m, module_qualified_name):
        return isinstance(m, Subsample | Scale | RBF) or super().is_leaf_module(
            m, module_qualified_name
        )


def graph(net: nn.Module):
    """(node, its module or None) in the order of execution."""
    for node in Tracer().trace(net).nodes:
        yield node, net.get_submodule(node.target) if node.op == "call_module" else None


def depth(net: nn.Module) -> int:
    """Convolution and linear layers on the longest path."""
    longest: dict[fx.Node, int] = {}
    for node, module in graph(net):
        before = max((longest[n] for n in node.all_input_nodes), default=0)
        longest[node] = before + isinstance(module, WEIGHTED)
    return longest[node]


def receptive_field(net: nn.Module) -> tuple[int, int]:
    """Size and stride of the last layer before global pooling, flatten or linear.

    The window of a join is the hull of its inputs' windows (Araujo et al., Distill 2019).
    """
    seen: dict[fx.Node, Window] = {}
    for node, module in graph(net):
        if node.op == "output" or isinstance(module, ENDS):
            break
        inputs = [seen[n] for n in node.all_input_nodes] or [Window(0, 0, 1)]
        assert len(inputs) == 1 or node.target in JOINS
        seen[node] = last = through(module, join(inputs))
    return last.last - last.first + 1, last.stride


def join(windows: list[Window]) -> Window:
    (stride,) = {w.stride for w in windows}
    return Window(min(w.first for w in windows), max(w.last for w in windows), stride)


def through(module: nn.Module | None, window: Window) -> Window:
    if isinstance(module, Subsample):
        return window._replace(stride=window.stride * module.stride)
    if not isinstance(module, WINDOWED):
        return window
    kernel, stride, padding = (
        one(getattr(module, a)) for a in ("kernel_size", "stride", "padding")
    )
    first, last, step = window
    return Window(first - padding * step, last + (kernel - 1 - padding) * step, step * stride)


def one(value: int | tuple[int, int]) -> int:
    return value if isinstance(value, int) else value[0]
