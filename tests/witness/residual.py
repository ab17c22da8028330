"""ResNet, its plain counterparts, and DenseNet, read off the papers."""

from collections.abc import Callable

from torch import nn
from torch.nn import functional

from .parts import Concat, conv_bn, global_pool, named

# --- ResNet: He et al. 2015 ------------------------------------------------------------------


class Subsample(nn.Module):
    """Option A: take every stride-th position, append channels of zeros."""

    def __init__(self, stride: int, extra: int):
        super().__init__()
        self.stride, self.extra = stride, extra

    def forward(self, x):
        return functional.pad(x[:, :, :: self.stride, :: self.stride], (0, 0, 0, 0, 0, self.extra))


class Residual(nn.Module):
    def __init__(self, body: nn.Module, shortcut: nn.Module):
        super().__init__()
        self.body, self.shortcut, self.relu = body, shortcut, nn.ReLU()

    def forward(self, x):
        return self.relu(self.body(x) + self.shortcut(x))


def basic(c_in: int, width: int, stride: int):
    first = conv_bn(c_in, width, 3, stride, 1)
    return nn.Sequential(first, nn.ReLU(), conv_bn(width, width, 3, 1, 1)), width


def bottleneck(c_in: int, width: int, stride: int, v15: bool = False):
    """Stride in the first 1x1 (the paper and its released models), or in the 3x3 (v1.5)."""
    body = nn.Sequential(
        conv_bn(c_in, width, 1, 1 if v15 else stride),
        nn.ReLU(),
        conv_bn(width, width, 3, stride if v15 else 1, 1),
        nn.ReLU(),
        conv_bn(width, 4 * width, 1),
    )
    return body, 4 * width


def residual(block: Callable, option: str, c_in: int, width: int, stride: int):
    """One block under option A, B or (plain network) none, and its output channels."""
    body, c_out = block(c_in, width, stride)
    if option == "plain":
        return nn.Sequential(body, nn.ReLU()), c_out
    if stride == 1 and c_in == c_out:
        return Residual(body, nn.Identity()), c_out
    if option == "A":
        return Residual(body, Subsample(stride, c_out - c_in)), c_out
    return Residual(body, conv_bn(c_in, c_out, 1, stride)), c_out


def stages(net: nn.Sequential, block: Callable, option: str, counts, widths, channels: int) -> int:
    for number, (count, width) in enumerate(zip(counts, widths, strict=True)):
        blocks = []
        for place in range(count):
            stride = 2 if number and not place else 1
            made, channels = residual(block, option, channels, width, stride)
            blocks.append(made)
        net.add_module(f"conv{number + 2}_x", nn.Sequential(*blocks))
    return channels


def resnet(block: Callable, option: str, counts: tuple[int, ...]) -> nn.Sequential:
    """Table 1, on 224x224."""
    net = named(
        conv1=nn.Sequential(conv_bn(3, 64, 7, 2, 3), nn.ReLU()), pool1=nn.MaxPool2d(3, 2, 1)
    )
    channels = stages(net, block, option, counts, (64, 128, 256, 512), 64)
    net.add_module("pool5", global_pool())
    net.add_module("fc", nn.Linear(channels, 1000))
    return net


def resnet_cifar(option: str, depth: int) -> nn.Sequential:
    """Section 4.2, on 32x32: 6n + 2 layers."""
    net = named(conv1=nn.Sequential(conv_bn(3, 16, 3, 1, 1), nn.ReLU()))
    channels = stages(net, basic, option, ((depth - 2) // 6,) * 3, (16, 32, 64), 16)
    net.add_module("pool", global_pool())
    net.add_module("fc", nn.Linear(channels, 10))
    return net


# --- DenseNet: Huang et al. 2017 -------------------------------------------------------------


def pre(c_in: int, c_out: int, k: int) -> nn.Sequential:
    """BN, ReLU, then a convolution without a bias."""
    return nn.Sequential(
        nn.BatchNorm2d(c_in), nn.ReLU(), nn.Conv2d(c_in, c_out, k, padding=k // 2, bias=False)
    )


def dense_block(c_in: int, layers: int, k: int, bottlenecked: bool = True) -> nn.Sequential:
    block = nn.Sequential()
    for channels in range(c_in, c_in + layers * k, k):
        body = nn.Sequential(pre(channels, 4 * k, 1), pre(4 * k, k, 3))
        block.append(Concat(nn.Identity(), body if bottlenecked else pre(channels, k, 3)))
    return block


def transition(c_in: int, c_out: int) -> nn.Sequential:
    return nn.Sequential(pre(c_in, c_out, 1), nn.AvgPool2d(2))


def densenet(stem: nn.Sequential, channels: int, counts, k: int, bc: bool, classes: int):
    net = named(stem=stem)
    for number, layers in enumerate(counts, 1):
        net.add_module(f"dense{number}", dense_block(channels, layers, k, bc))
        channels += layers * k
        if number < len(counts):
            kept = channels // 2 if bc else channels
            net.add_module(f"transition{number}", transition(channels, kept))
            channels = kept
    net.add_module("norm", nn.Sequential(nn.BatchNorm2d(channels), nn.ReLU()))
    net.add_module("pool", global_pool())
    net.add_module("fc", nn.Linear(channels, classes))
    return net


def densenet_imagenet(k: int, *counts: int) -> nn.Sequential:
    """Table 1."""
    stem = nn.Sequential(conv_bn(3, 2 * k, 7, 2, 3), nn.ReLU(), nn.MaxPool2d(3, 2, 1))
    return densenet(stem, 2 * k, counts, k, True, 1000)


def densenet_cifar(depth: int, k: int, bc: bool) -> nn.Sequential:
    """Section 3, on 32x32 with ten classes; DenseNet-BC has bottlenecks and compression 0.5."""
    channels = 2 * k if bc else 16
    stem = nn.Sequential(nn.Conv2d(3, channels, 3, padding=1, bias=False))
    layers = (depth - 4) // (6 if bc else 3)
    return densenet(stem, channels, (layers,) * 3, k, bc, 10)
