"""Modules that ``torch.nn`` lacks, as text: a network's source brings those that it uses."""

from __future__ import annotations

HELPERS = {
    "Subsample": '''\
class Subsample(nn.Module):
    """Every stride-th position, with zeros for the new channels (He et al. 2015)."""

    def __init__(self, in_channels, out_channels, stride=1):
        super().__init__()
        self.added = out_channels - in_channels
        self.stride = stride

    def forward(self, x):
        axes = x.dim() - 2
        steps = self.stride if isinstance(self.stride, tuple) else (self.stride,) * axes
        x = x[(..., *(slice(None, None, step) for step in steps))]
        return F.pad(x, (0, 0) * axes + (0, self.added))
''',
    "PartialConv": '''\
class PartialConv(nn.Module):
    """A convolution whose output maps each read some of the input maps.

    One filter for each pair of maps that is connected (LeCun et al. 1998, Table I).
    """

    def __init__(
        self, connections, kernel_size, stride=1, padding=0, dilation=1, bias=True
    ):
        super().__init__()
        self.read = [one for maps in connections for one in maps]
        self.readers = [out for out, maps in enumerate(connections) for _ in maps]
        self.options = {"stride": stride, "dilation": dilation}
        self.padding = padding
        self.weight = nn.Parameter(torch.empty(len(self.read), *kernel_size))
        self.bias = nn.Parameter(torch.zeros(len(connections))) if bias else None
        self.maps = len(connections)
        nn.init.kaiming_uniform_(self.weight, a=5**0.5)

    def forward(self, x):
        axes = x.dim() - 2
        if self.padding:
            x = F.pad(x, self.padding)
        convolve = (F.conv1d, F.conv2d, F.conv3d)[axes - 1]
        groups = len(self.read)
        weight = self.weight.unsqueeze(1)
        parts = convolve(x[:, self.read], weight, groups=groups, **self.options)
        sums = parts.new_zeros(len(x), self.maps, *parts.shape[2:])
        readers = torch.tensor(self.readers, device=x.device)
        sums = sums.index_add(1, readers, parts)
        return sums if self.bias is None else sums + self.bias.view(-1, *(1,) * axes)
''',
    "TrainableSubsampling": '''\
class TrainableSubsampling(nn.Module):
    """The sum of each window, scaled and shifted for each map (LeCun et al. 1998)."""

    def __init__(self, channels, kernel_size, strides, padding=0):
        super().__init__()
        self.kernel_size, self.strides, self.padding = kernel_size, strides, padding
        self.weight = nn.Parameter(torch.ones(channels))
        self.bias = nn.Parameter(torch.zeros(channels))

    def forward(self, x):
        axes = x.dim() - 2
        if self.padding:
            x = F.pad(x, self.padding)
        pool = (F.avg_pool1d, F.avg_pool2d, F.avg_pool3d)[axes - 1]
        sums = pool(x, self.kernel_size, self.strides) * math.prod(self.kernel_size)
        each = (-1, *(1,) * axes)
        return sums * self.weight.view(each) + self.bias.view(each)
''',
    "RBF": '''\
class RBF(nn.Module):
    """The squared distance of the input from each of some fixed centres."""

    def __init__(self, in_features, out_features):
        super().__init__()
        centres = torch.randint(0, 2, (out_features, in_features)) * 2.0 - 1.0
        self.register_buffer("centres", centres)

    def forward(self, x):
        crossed = F.linear(x, self.centres)
        squares = (x**2).sum(1, keepdim=True)
        return squares - 2 * crossed + (self.centres**2).sum(1)
''',
    "ChannelLayerNorm": '''\
class ChannelLayerNorm(nn.LayerNorm):
    """Layer normalisation over the channels of each position."""

    def __init__(self, channels, elementwise_affine=True):
        super().__init__(channels, elementwise_affine=elementwise_affine)

    def forward(self, x):
        return super().forward(x.movedim(1, -1)).movedim(-1, 1)
''',
    "Crop": '''\
class Crop(nn.Module):
    """The middle of the input."""

    def __init__(self, size):
        super().__init__()
        self.size = size

    def forward(self, x):
        for axis, size in enumerate(self.size, start=2):
            x = x.narrow(axis, (x.shape[axis] - size) // 2, size)
        return x
''',
    "crop_like": '''\
def crop_like(x, like):
    """The middle of `x`, of the size of `like`."""
    for axis, size in enumerate(like.shape[2:], start=2):
        x = x.narrow(axis, (x.shape[axis] - size) // 2, size)
    return x
''',
}
"""Each class or function by its name."""
