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


class Concat(nn.Module):
    """Parallel branches joined on channels."""

    def __init__(self, *branches: nn.Module):
        super().__init__()
        self.branches = nn.ModuleList(branches)

    def forward(self, x):
        return torch.cat([branch(x) for branch in self.branches], dim=1)
