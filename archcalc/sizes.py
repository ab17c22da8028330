"""An input size as a person writes it: 256, 224x320, 224x224x3, 3x224x224 or 3,224,224."""

from __future__ import annotations

from archcalc.errors import InputError, shorten
from archcalc.lang import say
from archcalc.ops.base import AXES, Dims

_COUNTS = {
    0: "--input needs 1 size here, found {n}",
    1: "--input needs 1 or 2 sizes here, found {n}",
}
"""What is wrong with too many sizes, by the number of axes."""


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
        found = sizes if "," in text else _ordered(sizes, channels)
        if found is None:
            raise InputError(
                say(
                    "--input {size} could be read in two ways, for this network has {channels} "
                    "channels; write them first, with commas: {one} or {other}",
                    channels=channels,
                    **_both_ways(text, sizes),
                )
            )
        return found
    if len(sizes) == 1:
        return (channels, *sizes * axes)
    if len(sizes) == axes:
        return (channels, *sizes)
    text = _COUNTS.get(axes, "--input needs 1, {axes} or {all} sizes here, found {n}")
    raise InputError(say(text, axes=axes, all=axes + 1, n=len(sizes)))


def whole_input(text: str) -> Dims:
    """The input that `text` stands for, where no network's own input completes it.

    One number is a flat vector. H×W×C or C×H×W, and the same with a third axis: C is the end
    beside equal sizes. With commas the channels stand first, for any number of axes; a signal's
    two sizes (C,L) are written so. Raises InputError.
    """
    sizes = _numbers(text)
    if len(sizes) > len(AXES):
        raise InputError(
            say("--input takes 1 to {most} sizes, found {n}", most=len(AXES), n=len(sizes))
        )
    if "," in text or len(sizes) == 1:
        return sizes
    if len(sizes) == 2:
        raise InputError(
            say(
                "--input {size} lacks the channels: write {size}x3 or, for a 1-d input, its "
                "channels and its length with a comma, as {one}",
                size=shorten(text),
                one=",".join(map(str, sizes)),
            )
        )
    found = _ordered(sizes, None)
    if found is None:
        raise InputError(
            say(
                "--input {size} could be read in two ways; write the channels first, with commas: "
                "{one} or {other}",
                **_both_ways(text, sizes),
            )
        )
    return found


def _numbers(text: str) -> Dims:
    parts = text.split(",") if "," in text else text.lower().replace("×", "x").split("x")
    parts = [part.strip() for part in parts]
    if not all(part.isascii() and part.isdigit() and len(part) < 12 for part in parts):
        raise InputError(
            say(
                '--input takes sizes such as 224 or 3x224x224, found "{found}"', found=shorten(text)
            )
        )
    return tuple(map(int, parts))


def _ordered(sizes: Dims, channels: int | None) -> Dims | None:
    """Channels first, whichever way they were written; nothing where both ways are as likely."""
    first, last = _orders(sizes)
    if first == last:
        return first
    for fits in (lambda order: order[0] == channels, lambda order: len(set(order[1:])) == 1):
        if fits(first) != fits(last):
            return first if fits(first) else last
    return None


def _orders(sizes: Dims) -> tuple[Dims, Dims]:
    """The sizes with the channels first, if they were written first and if they were last."""
    return sizes, (sizes[-1], *sizes[:-1])


def _both_ways(text: str, sizes: Dims) -> dict[str, str]:
    one, other = (",".join(map(str, order)) for order in _orders(sizes))
    return {"size": shorten(text), "one": one, "other": other}
