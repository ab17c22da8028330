"""Operations that change the size without weights: upsample, pad, crop, subsample."""

from __future__ import annotations

from typing import Any, ClassVar, Literal

from archcalc.errors import ShapeError
from archcalc.ops.base import (
    AXES,
    Count,
    Dims,
    Example,
    NonNegative,
    Op,
    PerAxis,
    Rules,
    Window,
    Windows,
    input_names,
    output_names,
    per_axis,
    product,
)
from archcalc.ops.window import times
from archcalc.units import shape as people


class Resize(Op):
    """What they share: spatial axes are needed, values are written anew."""

    ranks: ClassVar[tuple[int, ...]] = (1, 2, 3)


class Upsample(Resize):
    """Enlarges by a whole factor; 'nearest' copies, 'linear' weighs 2 neighbours along each axis.

    PyTorch calls linear interpolation in two dimensions 'bilinear', in three 'trilinear'.
    """

    kind: ClassVar[str] = "upsample"
    summary: ClassVar[str] = "Enlarges by a whole factor: nearest or linear interpolation."
    examples: ClassVar[tuple[Example, ...]] = (
        Example(
            {"scale_factor": 2, "mode": "linear"},
            ((64, 28, 28),),
            (64, 56, 56),
            0,
            0,
            "bilinear: 4 products and 3 additions on each of 200,704 values",
            1_404_928,
        ),
    )

    scale_factor: PerAxis
    mode: Literal["nearest", "linear"] = "nearest"

    def rules(self, rank: int, arity: int) -> Rules:
        """Linear interpolation weighs T = 2 to the number of axes neighbours."""
        sizes = tuple(f"{a.upper()}*U_{a}" for a in AXES[rank])
        values = product(("C", *output_names(rank)[1:]))
        work = f"N*({values})*(2*T - 1)" if self.mode == "linear" else "0"
        return Rules(out=("C", *sizes), elementwise=work)

    def symbols(self, rank: int) -> dict[str, int]:
        """U along each axis, and T, the neighbours weighed."""
        factors = per_axis(self.scale_factor, rank, "scale_factor")
        named = {f"U_{a}": factor for a, factor in zip(AXES[rank], factors, strict=True)}
        return named | ({"T": 2**rank} if self.mode == "linear" else {})

    def windows(self, shapes: tuple[Dims, ...]) -> Windows:
        """One position copied, or two weighed."""
        rank = len(shapes[0]) - 1
        taps = 2 if self.mode == "linear" else 1
        factors = per_axis(self.scale_factor, rank, "scale_factor")
        return tuple(Window(taps=taps, up=factor, before=taps - 1) for factor in factors)

    def brief(self) -> str:
        """``×2``."""
        return f"×{times(self.scale_factor, square=False)} {self.mode}"

    def twin(self, nn: Any, shapes: tuple[Dims, ...]) -> Any:
        """``nn.Upsample``."""
        rank = len(shapes[0]) - 1
        linear = ("linear", "bilinear", "trilinear")[rank - 1]
        factor = tuple(map(float, per_axis(self.scale_factor, rank, "scale_factor")))
        return nn.Upsample(scale_factor=factor, mode=linear if self.mode == "linear" else "nearest")


class Pad(Resize):
    """Zeros around the input."""

    kind: ClassVar[str] = "pad"
    summary: ClassVar[str] = "Zeros around the input: one number, one an axis, or [before, after]."
    examples: ClassVar[tuple[Example, ...]] = (
        Example({"padding": 3}, ((3, 224, 224),), (3, 230, 230), 0, 0, "224 + 2·3 = 230"),
    )

    padding: NonNegative | tuple[NonNegative | tuple[NonNegative, NonNegative], ...]

    def pairs(self, rank: int) -> tuple[tuple[int, int], ...]:
        """Zeros before and after along each axis."""
        values = self.padding if isinstance(self.padding, tuple) else (self.padding,) * rank
        if len(values) != rank:
            raise ShapeError(
                f"padding needs 1 or {rank} values for a {rank}-d input, found {len(values)}"
            )
        return tuple((v, v) if isinstance(v, int) else v for v in values)

    def rules(self, rank: int, arity: int) -> Rules:
        """Each axis grows by what stands before and after."""
        return Rules(
            out=("C", *(f"{a.upper()} + P_{a}1 + P_{a}2" for a in AXES[rank])),
        )

    def symbols(self, rank: int) -> dict[str, int]:
        """P before and after along each axis."""
        pairs = zip(AXES[rank], self.pairs(rank), strict=True)
        return {f"P_{a}{i + 1}": amount for a, pair in pairs for i, amount in enumerate(pair)}

    def windows(self, shapes: tuple[Dims, ...]) -> Windows:
        """Positions shift."""
        return tuple(Window(taps=1, before=before) for before, _ in self.pairs(len(shapes[0]) - 1))

    def twin(self, nn: Any, shapes: tuple[Dims, ...]) -> Any:
        """``nn.ConstantPad1d`` to ``nn.ConstantPad3d``."""
        rank = len(shapes[0]) - 1
        flat = tuple(amount for pair in reversed(self.pairs(rank)) for amount in pair)
        return getattr(nn, f"ConstantPad{rank}d")(flat, 0.0)


class Crop(Resize):
    """Cuts the middle out: to `size`, or to the size of a second input (U-Net's skips)."""

    kind: ClassVar[str] = "crop"
    summary: ClassVar[str] = "The middle of the input, to a size or to a second input's size."
    arity: ClassVar[tuple[int, int]] = (1, 2)
    examples: ClassVar[tuple[Example, ...]] = (
        Example(
            {},
            ((512, 64, 64), (512, 56, 56)),
            (512, 56, 56),
            0,
            0,
            "U-Net (Ronneberger et al. 2015), figure 1: 64² cropped to 56²",
        ),
    )

    size: PerAxis | None = None

    def target(self, shapes: tuple[Dims, ...]) -> Dims:
        """The size along each axis after cropping."""
        rank = len(shapes[0]) - 1
        if len(shapes) == 2:
            return shapes[1][1:]
        if self.size is None:
            raise ShapeError("crop needs a size, or a second input to crop to")
        return per_axis(self.size, rank, "size")

    def rules(self, rank: int, arity: int) -> Rules:
        """The target's size."""
        return Rules(out=("C", *(f"O_{a}" for a in AXES[rank])))

    def dim_names(self, rank: int, arity: int) -> tuple[str, ...]:
        """The input's axes and the target's."""
        return (*input_names("C", rank), *(f"O_{a}" for a in AXES[rank]))

    def dims(self, shapes: tuple[Dims, ...]) -> Dims:
        """The input's axes and the target's, which must fit inside."""
        target = self.target(shapes)
        if len(target) != len(shapes[0]) - 1 or any(
            t > s for t, s in zip(target, shapes[0][1:], strict=False)
        ):
            raise ShapeError(
                f"crop needs a target inside its input, found {people(shapes[0])} and "
                f"{'×'.join(map(str, target))}"
            )
        return (*shapes[0], *target)

    def window_by_size(self) -> bool:
        """The shift is half of what is cut away."""
        return True

    def windows(self, shapes: tuple[Dims, ...]) -> Windows:
        """Positions shift by half of what is cut away."""
        pairs = zip(shapes[0][1:], self.target(shapes), strict=True)
        return tuple(Window(taps=1, before=-((size - target) // 2)) for size, target in pairs)


class Subsample(Resize):
    """Every stride-th position, with zero channels added: ResNet's option A shortcut.

    He et al. 2015, section 3.3: "extra zero entries padded for increasing dimensions".
    """

    kind: ClassVar[str] = "subsample"
    summary: ClassVar[str] = "Every stride-th position, zero channels added (ResNet option A)."
    examples: ClassVar[tuple[Example, ...]] = (
        Example(
            {"stride": 2, "out_channels": 32},
            ((16, 32, 32),),
            (32, 16, 16),
            0,
            0,
            "CIFAR ResNets, He et al. 2015, section 4.2: no parameters",
        ),
    )

    stride: PerAxis = 1
    out_channels: Count | None = None

    def rules(self, rank: int, arity: int) -> Rules:
        """⌈H/S⌉ positions along each axis."""
        channels = "C" if self.out_channels is None else "C_out"
        return Rules(out=(channels, *(f"ceil({a.upper()}/S_{a})" for a in AXES[rank])))

    def symbols(self, rank: int) -> dict[str, int]:
        """S along each axis, and C_out where channels are added."""
        strides = per_axis(self.stride, rank, "stride")
        named = {f"S_{a}": stride for a, stride in zip(AXES[rank], strides, strict=True)}
        return named | ({} if self.out_channels is None else {"C_out": self.out_channels})

    def dims(self, shapes: tuple[Dims, ...]) -> Dims:
        """The input's axes; channels are only ever added."""
        if self.out_channels is not None and self.out_channels < shapes[0][0]:
            raise ShapeError(
                f"subsample adds channels: out_channels {self.out_channels} is below the "
                f"input's {shapes[0][0]}"
            )
        return shapes[0]

    def windows(self, shapes: tuple[Dims, ...]) -> Windows:
        """One position of every stride."""
        strides = per_axis(self.stride, len(shapes[0]) - 1, "stride")
        return tuple(Window(taps=1, stride=stride) for stride in strides)

    def brief(self) -> str:
        """``/2``."""
        return f"1×1/{times(self.stride, square=False)}"
