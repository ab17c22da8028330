"""The pieces the witness modules share."""

from collections import OrderedDict

import torch
from torch import nn


def named(**children: nn.Module) -> nn.Sequential:
    return nn.Sequential(OrderedDict(children))


def conv(c_in: int, c_out: int, k: int, stride: int = 1, padding: int = 0, groups: int = 1):
    """Convolution with a bias, then ReLU."""
    return nn.Sequential(nn.Conv2d(c_in, c_out, k, stride, padding, groups=groups), nn.ReLU())


def conv_bn(c_in: int, c_out: int, k: int, stride: int = 1, padding: int = 0):
    """Convolution without a bias, then batch normalisation."""
    return nn.Sequential(
        nn.Conv2d(c_in, c_out, k, stride, padding, bias=False), nn.BatchNorm2d(c_out)
    )


def fc(c_in: int, c_out: int) -> nn.Sequential:
    return nn.Sequential(nn.Linear(c_in, c_out), nn.ReLU(), nn.Dropout())


def global_pool() -> nn.Sequential:
    return nn.Sequential(nn.AdaptiveAvgPool2d(1), nn.Flatten())


class Scale(nn.Module):
    """Every map times a weight of its own plus a bias, after a fixed factor."""

    def __init__(self, channels: int, factor: int):
        super().__init__()
        self.factor = factor
        self.weight = nn.Parameter(torch.ones(channels, 1, 1))
        self.bias = nn.Parameter(torch.zeros(channels, 1, 1))

    def forward(self, x):
        return self.factor * x * self.weight + self.bias


class Partial(nn.Module):
    """One small convolution for each output map, on the input maps that it reads."""

    def __init__(self, table: tuple[tuple[int, ...], ...], k: int):
        super().__init__()
        self.table = table
        self.maps = nn.ModuleList(nn.Conv2d(len(read), 1, k) for read in table)

    def forward(self, x):
        pairs = zip(self.maps, self.table, strict=True)
        return torch.cat([conv(x[:, list(read)]) for conv, read in pairs], dim=1)


class RBF(nn.Module):
    """Squared distances from fixed centres, multiplied out; one product a centre and input."""

    def __init__(self, n_in: int, n_out: int):
        super().__init__()
        self.register_buffer("centres", torch.ones(n_out, n_in))

    def forward(self, x):
        products = torch.mm(x, self.centres.t())
        return (x * x).sum(1, keepdim=True) - 2 * products + (self.centres**2).sum(1)


class Concat(nn.Module):
    """Parallel branches joined on channels."""

    def __init__(self, *branches: nn.Module):
        super().__init__()
        self.branches = nn.ModuleList(branches)

    def forward(self, x):
        return torch.cat([branch(x) for branch in self.branches], dim=1)
