"""The legend: what each symbol of the formulas stands for, and its word in a spec."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple


class Entry(NamedTuple):
    """One symbol. `attribute` is its word in a spec, empty where the input's shape gives it."""

    symbol: str
    meaning: str
    attribute: str = ""


LEGEND: tuple[Entry, ...] = (
    Entry("N", "batch size"),
    Entry("C", "channels: C_in of the input, C_out of the output, C where they are the same"),
    Entry("L", "length"),
    Entry("T", "depth of a volume, or time"),
    Entry("H", "height"),
    Entry("W", "width"),
    Entry("n", "values of a flat vector: n_in of the input, n_out of the output", "out_features"),
    Entry("K", "size of the window", "kernel_size"),
    Entry("S", "stride", "stride"),
    Entry("P", "padding on each side; on one side with its name: P_top", "padding"),
    Entry("D", "dilation", "dilation"),
    Entry("K_eff", "extent of a dilated window"),
    Entry("G", "groups of channels", "groups, num_groups"),
    Entry("B", "1 where there is a bias, else 0", "bias"),
    Entry("A", "1 where a scale and a shift are learned, else 0", "affine, elementwise_affine"),
    Entry("E", "positions added at the end of a transposed convolution's output", "output_padding"),
    Entry("O", "size of the output", "output_size, size"),
    Entry("U", "factor of upsampling", "scale_factor"),
    Entry("Q", "positions that linear interpolation weighs"),
    Entry("M", "pairs of an input map and an output map that are connected", "connections"),
    Entry("m", "neighbouring channels; n in Krizhevsky et al. 2012", "size"),
    Entry("r", "receptive field of the layer before"),
    Entry("j", "effective stride of the layer before"),
)

SUBSCRIPTS: Mapping[str, str] = {
    "in": "of the input",
    "out": "of the output",
    "l": "along the length",
    "t": "along the depth of a volume, or time",
    "h": "along the height",
    "w": "along the width",
    "left": "at the left",
    "right": "at the right",
    "top": "at the top",
    "bottom": "at the bottom",
    "front": "at the front",
    "back": "at the back",
}


def legend_of(ops: Iterable[type]) -> tuple[Entry, ...]:
    """The legend, and what operations add to it: each may bring entries of its own as `legend`."""
    own = (Entry(*entry) for op in ops for entry in getattr(op, "legend", ()))
    return tuple(dict.fromkeys((*LEGEND, *own)))
