"""Every shipped network once more, as plain PyTorch modules read off the papers alone.

Nothing of archcalc is imported here: these are the second witness behind tests/literals.py.
NETWORKS maps a name to a function that builds its module, without auxiliary heads.
"""

from collections import OrderedDict
from collections.abc import Callable
from functools import partial
from itertools import pairwise

from torch import nn

from .parts import RBF, Concat, Partial, Scale, conv, fc, global_pool, named
from .residual import (
    basic,
    bottleneck,
    dense_block,
    densenet_cifar,
    densenet_imagenet,
    residual,
    resnet,
    resnet_cifar,
    transition,
)

# --- AlexNet: Krizhevsky et al. 2012; one tower; torchvision's (Krizhevsky 2014) -------------


def alexnet(groups: int) -> nn.Sequential:
    """Section 3.5 on 227x227, pools rounding up as Caffe's do; groups=2 is the two-GPU split."""
    return named(
        conv1=conv(3, 96, 11, stride=4),
        norm1=nn.LocalResponseNorm(5),
        pool1=nn.MaxPool2d(3, 2, ceil_mode=True),
        conv2=conv(96, 256, 5, padding=2, groups=groups),
        norm2=nn.LocalResponseNorm(5),
        pool2=nn.MaxPool2d(3, 2, ceil_mode=True),
        conv3=conv(256, 384, 3, padding=1),
        conv4=conv(384, 384, 3, padding=1, groups=groups),
        conv5=conv(384, 256, 3, padding=1, groups=groups),
        pool5=nn.MaxPool2d(3, 2, ceil_mode=True),
        flatten=nn.Flatten(),
        fc6=fc(256 * 6 * 6, 4096),
        fc7=fc(4096, 4096),
        fc8=nn.Linear(4096, 1000),
    )


def alexnet_torchvision() -> nn.Sequential:
    return named(
        conv1=conv(3, 64, 11, stride=4, padding=2),
        pool1=nn.MaxPool2d(3, 2),
        conv2=conv(64, 192, 5, padding=2),
        pool2=nn.MaxPool2d(3, 2),
        conv3=conv(192, 384, 3, padding=1),
        conv4=conv(384, 256, 3, padding=1),
        conv5=conv(256, 256, 3, padding=1),
        pool5=nn.MaxPool2d(3, 2),
        flatten=nn.Flatten(),
        fc6=fc(256 * 6 * 6, 4096),
        fc7=fc(4096, 4096),
        fc8=nn.Linear(4096, 1000),
    )


# --- LeNet-5: LeCun et al. 1998, section II.B --------------------------------------------------

# Table I of the paper, column by column: which maps of S2 each map of C3 reads.
TABLE_I = "012 123 234 345 045 015 0123 1234 2345 0345 0145 0125 0134 1245 0235 012345"


def subsampling(channels: int) -> nn.Sequential:
    return nn.Sequential(nn.AvgPool2d(2), Scale(channels, 4), nn.Tanh())


def lenet5() -> nn.Sequential:
    table = tuple(tuple(map(int, column)) for column in TABLE_I.split())
    return named(
        c1=nn.Sequential(nn.Conv2d(1, 6, 5), nn.Tanh()),
        s2=subsampling(6),
        c3=nn.Sequential(Partial(table, 5), nn.Tanh()),
        s4=subsampling(16),
        c5=nn.Sequential(nn.Conv2d(16, 120, 5), nn.Tanh()),
        flatten=nn.Flatten(),
        f6=nn.Sequential(nn.Linear(120, 84), nn.Tanh()),
        output=RBF(84, 10),
    )


# --- ZFNet: Zeiler & Fergus 2013, figure 3; CS231n 2017, lecture 9, slide 24 -------------------


def zfnet(third: int, fourth: int, fifth: int) -> nn.Sequential:
    return named(
        conv1=conv(3, 96, 7, stride=2, padding=1),
        pool1=nn.MaxPool2d(3, 2, ceil_mode=True),
        norm1=nn.LocalResponseNorm(5),
        conv2=conv(96, 256, 5, stride=2),
        pool2=nn.MaxPool2d(3, 2, ceil_mode=True),
        norm2=nn.LocalResponseNorm(5),
        conv3=conv(256, third, 3, padding=1),
        conv4=conv(third, fourth, 3, padding=1),
        conv5=conv(fourth, fifth, 3, padding=1),
        pool5=nn.MaxPool2d(3, 2, ceil_mode=True),
        flatten=nn.Flatten(),
        fc6=fc(fifth * 6 * 6, 4096),
        fc7=fc(4096, 4096),
        fc8=nn.Linear(4096, 1000),
    )


# --- VGG: Simonyan & Zisserman 2014, Table 1 -------------------------------------------------

# One string per stage; a width, then /1 where the filter is 1x1.
VGG = {
    "vgg11": ("64", "128", "256 256", "512 512", "512 512"),
    "vgg11-lrn": ("64 LRN", "128", "256 256", "512 512", "512 512"),
    "vgg13": ("64 64", "128 128", "256 256", "512 512", "512 512"),
    "vgg16-c": ("64 64", "128 128", "256 256 256/1", "512 512 512/1", "512 512 512/1"),
    "vgg16": ("64 64", "128 128", "256 256 256", "512 512 512", "512 512 512"),
    "vgg19": ("64 64", "128 128", "256 256 256 256", "512 512 512 512", "512 512 512 512"),
}


def vgg(stages: tuple[str, ...]) -> nn.Sequential:
    layers, c_in = OrderedDict(), 3
    for number, stage in enumerate(stages, 1):
        for place, word in enumerate(stage.split(), 1):
            if word == "LRN":
                layers[f"norm{number}"] = nn.LocalResponseNorm(5)
                continue
            width, _, kernel = word.partition("/")
            k = int(kernel or 3)
            layers[f"conv{number}_{place}"] = conv(c_in, int(width), k, padding=k // 2)
            c_in = int(width)
        layers[f"pool{number}"] = nn.MaxPool2d(2)
    layers["flatten"] = nn.Flatten()
    layers |= {"fc6": fc(7 * 7 * 512, 4096), "fc7": fc(4096, 4096), "fc8": nn.Linear(4096, 1000)}
    return nn.Sequential(layers)


# --- Network in Network: Lin et al. 2013, layer sizes from the authors' Caffe models ----------


def mlpconv(c_in: int, widths: tuple[int, ...], k: int, stride: int = 1, padding: int = 0):
    first, *rest = widths
    ones = [conv(a, b, 1) for a, b in pairwise((first, *rest))]
    return nn.Sequential(conv(c_in, first, k, stride, padding), *ones)


def nin_cifar() -> nn.Sequential:
    return nn.Sequential(
        mlpconv(3, (192, 160, 96), 5, padding=2),
        nn.MaxPool2d(3, 2, ceil_mode=True),
        nn.Dropout(),
        mlpconv(96, (192, 192, 192), 5, padding=2),
        nn.AvgPool2d(3, 2, ceil_mode=True),
        nn.Dropout(),
        mlpconv(192, (192, 192, 10), 3, padding=1),
        global_pool(),
    )


def nin_imagenet() -> nn.Sequential:
    return nn.Sequential(
        mlpconv(3, (96, 96, 96), 11, stride=4),
        nn.MaxPool2d(3, 2, ceil_mode=True),
        mlpconv(96, (256, 256, 256), 5, padding=2),
        nn.MaxPool2d(3, 2, ceil_mode=True),
        mlpconv(256, (384, 384, 384), 3, padding=1),
        nn.MaxPool2d(3, 2, ceil_mode=True),
        nn.Dropout(),
        mlpconv(384, (1024, 1024, 1000), 3, padding=1),
        global_pool(),
    )


# --- GoogLeNet: Szegedy et al. 2014, Table 1 -------------------------------------------------

# #1x1, #3x3 reduce, #3x3, #5x5 reduce, #5x5, pool proj
INCEPTION = {
    "3a": (64, 96, 128, 16, 32, 32),
    "3b": (128, 128, 192, 32, 96, 64),
    "4a": (192, 96, 208, 16, 48, 64),
    "4b": (160, 112, 224, 24, 64, 64),
    "4c": (128, 128, 256, 24, 64, 64),
    "4d": (112, 144, 288, 32, 64, 64),
    "4e": (256, 160, 320, 32, 128, 128),
    "5a": (256, 160, 320, 32, 128, 128),
    "5b": (384, 192, 384, 48, 128, 128),
}


def inception(c_in: int, n1: int, n3r: int, n3: int, n5r: int, n5: int, proj: int):
    """The module with 1x1 reductions (Figure 2b), and its output channels."""
    module = Concat(
        conv(c_in, n1, 1),
        nn.Sequential(conv(c_in, n3r, 1), conv(n3r, n3, 3, padding=1)),
        nn.Sequential(conv(c_in, n5r, 1), conv(n5r, n5, 5, padding=2)),
        nn.Sequential(nn.MaxPool2d(3, 1, padding=1), conv(c_in, proj, 1)),
    )
    return module, n1 + n3 + n5 + proj


def inception_naive(c_in: int, n1: int, n3r: int, n3: int, n5r: int, n5: int, proj: int):
    """The same filters without reductions (Figure 2a): the pool passes every channel on."""
    module = Concat(
        conv(c_in, n1, 1),
        conv(c_in, n3, 3, padding=1),
        conv(c_in, n5, 5, padding=2),
        nn.MaxPool2d(3, 1, padding=1),
    )
    return module, n1 + n3 + n5 + c_in


def googlenet(module: Callable) -> nn.Sequential:
    net = named(
        conv1=conv(3, 64, 7, stride=2, padding=3),
        pool1=nn.MaxPool2d(3, 2, ceil_mode=True),
        norm1=nn.LocalResponseNorm(5),
        conv2=nn.Sequential(conv(64, 64, 1), conv(64, 192, 3, padding=1)),
        norm2=nn.LocalResponseNorm(5),
        pool2=nn.MaxPool2d(3, 2, ceil_mode=True),
    )
    channels = 192
    for name, filters in INCEPTION.items():
        block, channels = module(channels, *filters)
        net.add_module(name, block)
        if name in ("3b", "4e"):
            net.add_module(f"pool{name[0]}", nn.MaxPool2d(3, 2, ceil_mode=True))
    net.add_module("pool5", global_pool())
    net.add_module("drop", nn.Dropout(0.4))
    net.add_module("fc", nn.Linear(channels, 1000))
    return net


def googlenet_aux() -> nn.ModuleList:
    """The two training-only heads (section 5), after 4a and 4d."""

    def head(c_in: int) -> nn.Sequential:
        return nn.Sequential(
            nn.AvgPool2d(5, 3),
            conv(c_in, 128, 1),
            nn.Flatten(),
            nn.Linear(4 * 4 * 128, 1024),
            nn.ReLU(),
            nn.Dropout(0.7),
            nn.Linear(1024, 1000),
        )

    return nn.ModuleList([head(512), head(528)])


# --- The table of names ----------------------------------------------------------------------

RESNET_COUNTS = {
    18: (2, 2, 2, 2), 34: (3, 4, 6, 3), 50: (3, 4, 6, 3), 101: (3, 4, 23, 3), 152: (3, 8, 36, 3),
}  # fmt: skip
V15 = partial(bottleneck, v15=True)
LECTURE = (128, 64, 192, 64, 96, 64)  # Stanford CS231n 2017, lecture 9, slides 48 and 55

NETWORKS: dict[str, Callable[[], nn.Module]] = {
    "alexnet": lambda: alexnet(groups=2),
    "alexnet-one-tower": lambda: alexnet(groups=1),
    "alexnet-torchvision": alexnet_torchvision,
    "lenet5": lenet5,
    "zfnet": lambda: zfnet(384, 384, 256),
    "zfnet-512": lambda: zfnet(512, 1024, 512),
    **{name: partial(vgg, stages) for name, stages in VGG.items()},
    "nin-cifar": nin_cifar,
    "nin-imagenet": nin_imagenet,
    "googlenet": lambda: googlenet(inception),
    "googlenet-naive": lambda: googlenet(inception_naive),
    **{f"plain{n}": partial(resnet, basic, "plain", RESNET_COUNTS[n]) for n in (18, 34)},
    **{f"resnet{n}": partial(resnet, basic, "B", RESNET_COUNTS[n]) for n in (18, 34)},
    **{f"resnet{n}-a": partial(resnet, basic, "A", RESNET_COUNTS[n]) for n in (18, 34)},
    **{f"resnet{n}": partial(resnet, bottleneck, "B", RESNET_COUNTS[n]) for n in (50, 101, 152)},
    **{f"resnet{n}-v1.5": partial(resnet, V15, "B", RESNET_COUNTS[n]) for n in (50, 101, 152)},
    **{f"plain{n}": partial(resnet_cifar, "plain", n) for n in (20, 32, 44, 56, 110)},
    **{f"resnet{n}": partial(resnet_cifar, "A", n) for n in (20, 32, 44, 56, 110, 1202)},
    "densenet121": partial(densenet_imagenet, 32, 6, 12, 24, 16),
    "densenet161": partial(densenet_imagenet, 48, 6, 12, 36, 24),
    "densenet169": partial(densenet_imagenet, 32, 6, 12, 32, 32),
    "densenet201": partial(densenet_imagenet, 32, 6, 12, 48, 32),
    "densenet264": partial(densenet_imagenet, 32, 6, 12, 64, 48),
    "densenet40-k12": partial(densenet_cifar, 40, 12, False),
    "densenet100-k12": partial(densenet_cifar, 100, 12, False),
    "densenet100-k24": partial(densenet_cifar, 100, 24, False),
    "densenet-bc100-k12": partial(densenet_cifar, 100, 12, True),
    "densenet-bc250-k24": partial(densenet_cifar, 250, 24, True),
    "densenet-bc190-k40": partial(densenet_cifar, 190, 40, True),
    "inception-naive": lambda: inception_naive(192, *INCEPTION["3a"])[0],
    "inception-bottleneck": lambda: inception(192, *INCEPTION["3a"])[0],
    "inception-naive-256": lambda: inception_naive(256, *LECTURE)[0],
    "inception-bottleneck-256": lambda: inception(256, *LECTURE)[0],
    "conv5x5-direct": lambda: conv(192, 32, 5, padding=2),
    "conv5x5-bottleneck": lambda: nn.Sequential(conv(192, 16, 1), conv(16, 32, 5, padding=2)),
    "conv1x1-pixel": lambda: conv(32, 1, 1),
    "conv1x1-reduce": lambda: conv(192, 16, 1),
    "stack-3x3-2": lambda: nn.Sequential(*(conv(64, 64, 3, padding=1) for _ in range(2))),
    "stack-3x3-3": lambda: nn.Sequential(*(conv(64, 64, 3, padding=1) for _ in range(3))),
    "single-5x5": lambda: conv(64, 64, 5, padding=2),
    "single-7x7": lambda: conv(64, 64, 7, padding=3),
    "basic-block": lambda: residual(basic, "B", 64, 64, 1)[0],
    "bottleneck-block": lambda: residual(bottleneck, "B", 256, 64, 1)[0],
    "dense-block": lambda: dense_block(64, 6, 32),
    "transition-block": lambda: transition(256, 128),
    "fc-as-conv": lambda: nn.Sequential(
        conv(512, 4096, 7), conv(4096, 4096, 1), nn.Conv2d(4096, 1000, 1)
    ),
}
