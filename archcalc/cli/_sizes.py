"""An input size as a person writes it: 256, 224x320, 224x224x3, 3x224x224 or 3,224,224."""

from __future__ import annotations

from archcalc.errors import InputError, shorten
from archcalc.ops.base import Dims


def input_in(text: str, own: Dims) -> Dims | None:
    """The input size that `text` stands for, for a network whose own input is `own`.

    One number is the size along every axis, as many as there are axes are H×W. With the channels
    it is H×W×C or C×H×W: the one end that equals the network's own channels is C; else the end
    beside equal sizes. With commas it is C,H,W, as in a spec. Raises InputError.
    """
    if not text:
        return None
    sizes = _numbers(text)
    channels, axes = own[0], len(own) - 1
    if len(sizes) == axes + 1:
        return sizes if "," in text else _ordered(sizes, channels, text)
    if len(sizes) == 1:
        return (channels, *sizes * axes)
    if len(sizes) == axes:
        return (channels, *sizes)
    counts = (
        "1 size" if axes == 0 else "1 or 2 sizes" if axes == 1 else f"1, {axes} or {axes + 1} sizes"
    )
    raise InputError(f"--input needs {counts} here, found {len(sizes)}")


def _numbers(text: str) -> Dims:
    parts = text.split(",") if "," in text else text.lower().replace("×", "x").split("x")
    parts = [part.strip() for part in parts]
    if not all(part.isascii() and part.isdigit() and len(part) < 12 for part in parts):
        raise InputError(f'--input takes sizes such as 224 or 3x224x224, found "{shorten(text)}"')
    return tuple(map(int, parts))


def _ordered(sizes: Dims, channels: int, text: str) -> Dims:
    """Channels first, whichever way they were written."""
    first, last = sizes, (sizes[-1], *sizes[:-1])
    if first == last:
        return first
    for fits in (lambda order: order[0] == channels, lambda order: len(set(order[1:])) == 1):
        if fits(first) != fits(last):
            return first if fits(first) else last
    ways = " or ".join(",".join(map(str, order)) for order in (first, last))
    raise InputError(
        f"--input {shorten(text)} could be read in two ways, for this network has {channels} "
        f"channels; write them first, with commas: {ways}"
    )
