"""Networks for tests of diagrams, and what is asked of every picture."""

from __future__ import annotations

from collections.abc import Iterator

from archcalc.catalog import loads
from archcalc.figures import diagram
from archcalc.figures.drawing import Drawing, Ellipse, Item, Polyline, Rect, Shape, Text
from archcalc.figures.text import width

UNET = """
name: unet
title: U-Net, small
input: [1, 64, 64]
layers:
  - conv: {name: down1, out_channels: 8, kernel_size: 3, padding: 1}
  - maxpool: {name: pool1, kernel_size: 2, stride: 2}
  - conv: {name: down2, out_channels: 16, kernel_size: 3, padding: 1}
  - maxpool: {name: pool2, kernel_size: 2, stride: 2}
  - conv: {name: bottom, out_channels: 32, kernel_size: 3, padding: 1}
  - conv_transpose: {name: up2, out_channels: 16, kernel_size: 2, stride: 2}
  - concat: {name: skip2, from: [down2, up2]}
  - conv: {name: conv2, out_channels: 16, kernel_size: 3, padding: 1}
  - conv_transpose: {name: up1, out_channels: 8, kernel_size: 2, stride: 2}
  - concat: {name: skip1, from: [down1, up1]}
  - conv: {name: out, out_channels: 2, kernel_size: 1}
"""
CROPPED = """
name: u-net-with-crops
title: U-Net without padding, small
input: [1, 92, 92]
layers:
  - conv: {name: down1, out_channels: 8, kernel_size: 3}
  - maxpool: {name: pool1, kernel_size: 2, stride: 2}
  - conv: {name: down2, out_channels: 16, kernel_size: 4}
  - maxpool: {name: pool2, kernel_size: 2, stride: 2}
  - conv: {name: bottom, out_channels: 32, kernel_size: 3}
  - conv_transpose: {name: up2, out_channels: 16, kernel_size: 2, stride: 2}
  - crop: {name: crop2, from: [down2, up2]}
  - concat: {name: skip2, from: [crop2, up2]}
  - conv: {name: conv2, out_channels: 16, kernel_size: 3}
  - conv_transpose: {name: up1, out_channels: 8, kernel_size: 2, stride: 2}
  - crop: {name: crop1, from: [down1, up1]}
  - concat: {name: skip1, from: [crop1, up1]}
  - conv: {name: out, out_channels: 2, kernel_size: 1}
"""
"""As Ronneberger et al. 2015, figure 1: what goes across is cropped to what comes up."""
CROSSING = """
name: crossing
input: [16, 32, 32]
layers:
  - conv: {name: a, out_channels: 16, kernel_size: 3, padding: 1}
  - conv: {name: b, out_channels: 16, kernel_size: 3, padding: 1}
  - conv: {name: c, from: a, out_channels: 16, kernel_size: 1}
  - add: {name: d, from: [b, c]}
  - concat: {name: e, from: [c, b]}
  - conv: {name: f, from: e, out_channels: 16, kernel_size: 1}
  - add: {name: g, from: [f, d]}
"""
GATE = """
name: gate
input: [64, 14, 14]
layers:
  - parallel:
      name: se
      branches:
        map: []
        gate:
          - global_avgpool
          - conv: {name: squeeze, out_channels: 4, kernel_size: 1}
          - conv: {name: excite, out_channels: 64, kernel_size: 1}
          - sigmoid
      merge: multiply
"""
EVERY_STEP = """
name: every-step
input: [8, 14, 14]
layers:
  - conv: {name: a, out_channels: 8, kernel_size: 1}
  - conv: {name: b, out_channels: 8, kernel_size: 1}
  - conv: {name: c, out_channels: 8, kernel_size: 1}
  - concat: {name: all, from: [a, b, c]}
"""
"""Each layer's output goes to the end as well, as in VoVNet: branches that meet further out."""
ONE_SIDED = """
name: one-sided
input: [8, 4, 4]
layers:
  - parallel:
      name: p
      branches:
        wide:
          - conv: {name: a, out_channels: 8, kernel_size: 1}
          - parallel:
              name: sum
              branches:
                b0: [conv: {name: c0, out_channels: 8, kernel_size: 1}]
                b1: [conv: {name: c1, out_channels: 8, kernel_size: 1}]
                b2: [conv: {name: c2, out_channels: 8, kernel_size: 1}]
                skip: []
              merge: add
        narrow: [conv: {name: b, out_channels: 8, kernel_size: 1}]
      merge: concat
  - conv: {name: last, out_channels: 8, kernel_size: 1}
"""
"""All that ends in the concat lies to one side of the trunk, on which the next arrow leaves."""
NAMES = (
    "<script>alert(1)</script>", "\"'&;--", "%\\#{}", "\\end{tikzpicture}", "b|c]})(",
    "\\input{x}\"];-->%%{init}%%", "</title></svg>", "^_~`", "한국어", "x" * 80, "]]>",
)  # fmt: skip


def hostile() -> str:
    """A spec whose names mean something in every format."""
    names = [name for name in NAMES if not set(name) & set(".:@~/$ ")]
    layers = "".join(
        f"  - conv: {{name: {quoted(name)}, out_channels: 4, kernel_size: 1}}\n" for name in names
    )
    title = " ".join(NAMES)
    return f"name: hostile\ntitle: {quoted(title)}\ninput: [3, 8, 8]\nlayers:\n{layers}"


def quoted(text: str) -> str:
    """A text as YAML reads it between double quotes."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def drawn(spec: str, **options: object) -> Drawing:
    """The diagram of a spec's text."""
    return diagram(loads(spec).analyze(), **options)


def shapes(drawing: Drawing) -> Iterator[Shape]:
    """All of them."""
    for item in drawing.items:
        yield from item.shapes


Box = tuple[float, float, float, float]


def extent(shape: Shape) -> Box:
    """Left, top, right and bottom; a text's by the widths that layout reckons with."""
    if isinstance(shape, Rect):
        return shape.x, shape.y, shape.x + shape.width, shape.y + shape.height
    if isinstance(shape, Ellipse):
        return shape.x - shape.rx, shape.y - shape.ry, shape.x + shape.rx, shape.y + shape.ry
    if isinstance(shape, Polyline):
        xs, ys = zip(*shape.points, strict=True)
        return min(xs), min(ys), max(xs), max(ys)
    return text_extent(shape)


def text_extent(text: Text) -> Box:
    """Where a line of text lies."""
    long = width(text.text, text.size, bold=text.bold)
    if text.turned:
        return text.x - text.size / 2, text.y - long / 2, text.x + text.size / 2, text.y + long / 2
    left = text.x - long * {"start": 0.0, "middle": 0.5, "end": 1.0}[text.anchor]
    return left, text.y - text.size / 2, left + long, text.y + text.size / 2


def body(item: Item) -> Box:
    """The outline of a box, without what repeats or a badge adds."""
    outlines = [s for s in item.shapes if isinstance(s, Rect | Ellipse)]
    repeated = len(outlines) == 3
    return extent(outlines[1 if repeated else 0])


def overlap(one: Box, other: Box, by: float = 0.5) -> bool:
    """Whether two outlines share more than a line."""
    return (
        min(one[2], other[2]) - max(one[0], other[0]) > by
        and min(one[3], other[3]) - max(one[1], other[1]) > by
    )


def inside(one: Box, other: Box, by: float = 0.5) -> bool:
    """Whether the first lies within the second."""
    return (
        one[0] >= other[0] - by and one[1] >= other[1] - by
        and one[2] <= other[2] + by and one[3] <= other[3] + by
    )  # fmt: skip
