"""Adaptive and global pooling: the windows follow from the sizes of input and output."""

from __future__ import annotations

from typing import Any, ClassVar

from archcalc.lang import say
from archcalc.ops.base import (
    AXES,
    Dims,
    Example,
    Op,
    PerAxis,
    Role,
    Rules,
    Window,
    Windows,
    input_names,
    per_axis,
    product,
)
from archcalc.ops.window import times


class AdaptivePool(Op):
    """Window i of O along an axis of I covers ⌊iI/O⌋ up to ⌈(i + 1)I/O⌉, as in PyTorch.

    Neighbouring windows overlap by one where iI/O is not whole, so that one axis' windows have
    I + O − gcd(I, O) positions together.
    """

    role: ClassVar[Role] = "pool"
    ranks: ClassVar[tuple[int, ...]] = (1, 2, 3)
    torch_name: ClassVar[str]
    less_outputs: ClassVar[bool]
    """Taking a maximum of n values compares n − 1 times; a mean adds and divides n times."""

    def target(self, rank: int) -> Dims:
        """The output's size along each axis."""
        raise NotImplementedError

    def rules(self, rank: int, arity: int) -> Rules:
        """The output's size is an attribute."""
        axes = AXES[rank]
        taps = product(tuple(f"({a.upper()} + O_{a} - gcd({a.upper()}, O_{a}))" for a in axes))
        outputs = product(tuple(f"O_{a}" for a in axes))
        work = f"N*C*({taps} - {outputs})" if self.less_outputs else f"N*C*{taps}"
        return Rules(out=("C", *(f"O_{a}" for a in axes)), elementwise=work)

    def symbols(self, rank: int) -> dict[str, int]:
        """O along each axis."""
        return {f"O_{a}": size for a, size in zip(AXES[rank], self.target(rank), strict=True)}

    def windows(self, shapes: tuple[Dims, ...]) -> Windows:
        """One output sees everything; otherwise windows of the largest extent, I/O apart."""
        rank = len(shapes[0]) - 1
        if set(self.target(rank)) == {1}:
            return "whole"
        return tuple(map(_window, shapes[0][1:], self.target(rank)))

    def window_by_size(self) -> bool:
        """The windows are I/O apart."""
        return True

    def twin(self, nn: Any, shapes: tuple[Dims, ...]) -> Any:
        """``nn.AdaptiveMaxPool1d`` … ``nn.AdaptiveAvgPool3d``."""
        rank = len(shapes[0]) - 1
        return getattr(nn, f"{self.torch_name}{rank}d")(self.target(rank))


def _window(size: int, target: int) -> Window:
    taps = max(-(-(i + 1) * size // target) - i * size // target for i in range(min(target, 1000)))
    return Window(taps=taps, stride=size, up=target)


class Adaptive(AdaptivePool):
    """Pooling to a given output size."""

    output_size: PerAxis

    def target(self, rank: int) -> Dims:
        """As given."""
        return per_axis(self.output_size, rank, "output_size")

    def brief(self, rank: int = 2) -> str:
        """``→6×6``."""
        return f"→{times(self.output_size, rank)}"


class Global(AdaptivePool):
    """Pooling to one value a channel."""

    def target(self, rank: int) -> Dims:
        """One along each axis."""
        return (1,) * rank

    def rules(self, rank: int, arity: int) -> Rules:
        """One window of everything."""
        values = product(input_names(self.channel, rank))
        work = f"N*({values}) - N*C" if self.less_outputs else f"N*{values}"
        return Rules(out=("C", *(f"O_{a}" for a in AXES[rank])), elementwise=work)

    def describe(self, shapes: tuple[Dims, ...]) -> str:
        """``global avgpool``."""
        return say(self.kind.replace("_", " "))

    def brief(self, rank: int = 2) -> str:
        """``global``."""
        return "global"


class AdaptiveMaxPool(Adaptive):
    """The largest value of each window."""

    kind: ClassVar[str] = "adaptive_maxpool"
    summary: ClassVar[str] = "Max pooling to a given output size."
    torch_name: ClassVar[str] = "AdaptiveMaxPool"
    less_outputs: ClassVar[bool] = True
    keeps: ClassVar[frozenset[str]] = frozenset({"input"})
    kept_bytes: ClassVar[int] = 8  # one int64 index a value
    examples: ClassVar[tuple[Example, ...]] = (
        Example(
            attributes={"output_size": 6},
            inputs=((256, 13, 13),),
            out=(256, 6, 6),
            params=0,
            multiplies=0,
            elementwise=73_728,
            source="by hand: 36 windows of 3·3 positions compare 8 times each, on 256 channels",
        ),
    )


class AdaptiveAvgPool(Adaptive):
    """The mean of each window."""

    kind: ClassVar[str] = "adaptive_avgpool"
    summary: ClassVar[str] = "Average pooling to a given output size."
    torch_name: ClassVar[str] = "AdaptiveAvgPool"
    less_outputs: ClassVar[bool] = False
    keeps: ClassVar[frozenset[str]] = frozenset({"input"})
    examples: ClassVar[tuple[Example, ...]] = (
        Example(
            attributes={"output_size": 6},
            inputs=((256, 13, 13),),
            out=(256, 6, 6),
            params=0,
            multiplies=0,
            elementwise=82_944,
            source="by hand: windows of 3, 3, 3, 3, 3, 3 positions along 13, so 18·18·256",
        ),
    )


class GlobalMaxPool(Global):
    """The largest value of each channel."""

    kind: ClassVar[str] = "global_maxpool"
    summary: ClassVar[str] = "Global max pooling: the largest value of each channel."
    torch_name: ClassVar[str] = "AdaptiveMaxPool"
    less_outputs: ClassVar[bool] = True
    keeps: ClassVar[frozenset[str]] = frozenset({"input"})
    kept_bytes: ClassVar[int] = 8
    examples: ClassVar[tuple[Example, ...]] = (
        Example(
            attributes={},
            inputs=((1024, 7, 7),),
            out=(1024, 1, 1),
            params=0,
            multiplies=0,
            elementwise=49_152,
            source="by hand: the largest of 7·7 values takes 48 comparisons, on 1024 channels",
        ),
    )


class GlobalAvgPool(Global):
    """The mean of each channel (Lin et al. 2013, section 3.2)."""

    kind: ClassVar[str] = "global_avgpool"
    summary: ClassVar[str] = "Global average pooling: the mean of each channel."
    torch_name: ClassVar[str] = "AdaptiveAvgPool"
    less_outputs: ClassVar[bool] = False
    examples: ClassVar[tuple[Example, ...]] = (
        Example(
            attributes={},
            inputs=((1024, 7, 7),),
            out=(1024, 1, 1),
            params=0,
            multiplies=0,
            elementwise=50_176,
            source="GoogLeNet's average pool, Szegedy et al. 2014, Table 1: 1×1×1024",
        ),
    )
