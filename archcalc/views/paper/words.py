"""What a paper's table calls a layer: 3×3, 64; max pool; conv3-64; dropout (40%)."""

from __future__ import annotations

from archcalc.analysis import LayerResult
from archcalc.lang import say
from archcalc.ops.window import WindowOp, times
from archcalc.views.model import Shape

_TYPES = {
    "conv": "convolution", "conv_transpose": "transposed convolution", "maxpool": "max pool",
    "avgpool": "avg pool", "global_avgpool": "avg pool", "global_maxpool": "max pool",
    "adaptive_avgpool": "avg pool", "adaptive_maxpool": "max pool", "lrn": "LRN",
    "partial_conv": "convolution", "rbf": "RBF", "subsampling": "subsampling",
}  # fmt: skip
_WHOLE = {"global_avgpool": "average pool", "global_maxpool": "max pool"}
_KINDS = {"conv_transpose": "{kernel} up-conv, {filters}", "conv": "{kernel}, {filters}"}
_POOLS = {"maxpool": "{kernel} max pool", "avgpool": "{kernel} average pool"}


def is_shown(row: LayerResult, normalisation: bool = False) -> bool:
    """Whether a paper's table has a place for a layer of this kind."""
    role, kind = row.layer.op.role, row.op
    if row.layer.aux:
        return False
    if role in ("activation", "norm"):
        return kind == "softmax" or (normalisation and kind == "lrn")
    return kind not in ("flatten", "pad", "subsample")


def kernel(row: LayerResult) -> str:
    """``3×3``; a global pool's is its input's size."""
    op = row.layer.op
    if isinstance(op, WindowOp):
        return times(op.kernel_size, len(row.in_shapes[0]) - 1)
    return times(row.in_shapes[0][1:]) if op.role == "pool" else ""


def stride(row: LayerResult) -> str:
    """``2``, or ``1×2`` where the axes differ."""
    op = row.layer.op
    return times(op.strides(len(row.in_shapes[0]) - 1)) if isinstance(op, WindowOp) else "1"


def patch(row: LayerResult) -> str:
    """``7×7/2``; nothing for what has no window."""
    op = row.layer.op
    if op.role == "pool" and not isinstance(op, WindowOp):
        whole = set(row.out_shape[1:]) == {1}
        full = "×".join(map(str, row.in_shapes[0][1:]))
        return f"{full}/1" if whole else op.brief(len(row.in_shapes[0]) - 1)
    return f"{kernel(row)}/{stride(row)}" if isinstance(op, WindowOp) else ""


def type_of(row: LayerResult) -> str:
    """``convolution``, ``max pool``, ``dropout (40%)``."""
    if row.op == "dropout":
        share = f"{100 * getattr(row.layer.op, 'p', 0.5):g}"
        return say("dropout ({share}%)", share=share)
    return say(_TYPES.get(row.op, row.op.replace("_", " ")))


def line(row: LayerResult) -> str:
    """``3×3, 64``, ``1000-d fc``, ``3×3 max pool``: the layer without its stride."""
    op = row.layer.op
    groups, gaps = getattr(op, "groups", 1), getattr(op, "dilation", 1)
    if op.role == "weighted" and isinstance(op, WindowOp):
        text = _KINDS.get(row.op, _KINDS["conv"])
        text = say(text, kernel=kernel(row), filters=row.out_shape[0])
        if groups > 1:
            text = say("{layer}, {groups} groups", layer=text, groups=groups)
        return say("{layer}, dilation {gaps}", layer=text, gaps=times(gaps)) if gaps != 1 else text
    if row.op == "linear":
        return say("{n}-d fc", n=row.out_shape[0])
    if row.op in _POOLS:
        return say(_POOLS[row.op], kernel=kernel(row))
    return say(_WHOLE[row.op]) if row.op in _WHOLE else type_of(row)


def strided(row: LayerResult) -> str:
    """The same with its stride where that is not 1."""
    step = stride(row)
    return say("{layer}, stride {step}", layer=line(row), step=step) if step != "1" else line(row)


def short(row: LayerResult) -> str:
    """``conv3-64``, ``FC-4096``, ``maxpool``: as VGG's Table 1 writes."""
    op, out = row.layer.op, row.out_shape[0]
    if row.op == "linear":
        return f"FC-{out}"
    if op.role == "weighted" and isinstance(op, WindowOp):
        size, step, groups = times(op.kernel_size), stride(row), getattr(op, "groups", 1)
        name = "upconv" if row.op == "conv_transpose" else "conv"
        return (
            f"{name}{size}-{out}" + (f"/{step}" if step != "1" else "")
            + (f" g{groups}" if groups > 1 else "")
        )  # fmt: skip
    return _SHORT.get(row.op) or type_of(row)


_SHORT = {
    "maxpool": "maxpool", "avgpool": "avgpool", "global_avgpool": "avgpool", "lrn": "LRN",
    "global_maxpool": "maxpool", "softmax": "soft-max",
}  # fmt: skip


def mapped(row: LayerResult, rank: int) -> Shape:
    """The output as a map: a vector of C values is 1×1×C where the input has two axes."""
    axes = row.out_shape
    return Shape(axes + (1,) * (rank + 1 - len(axes)))


def size(row: LayerResult, rank: int) -> str:
    """The output's size without channels: 56×56."""
    axes = mapped(row, rank).axes[1:]
    return "×".join(map(str, axes))
