"""Batch, layer and group normalisation: a scale and a shift for each channel."""

from __future__ import annotations

from typing import Any, ClassVar

from archcalc.ops.base import Count, Dims, Example, Op, Role, Rules, input_names, product


class Norm(Op):
    """What the normalisations share: 2C parameters, no multiplies of the counted kind."""

    role: ClassVar[Role] = "norm"
    in_place: ClassVar[bool] = True
    keeps: ClassVar[frozenset[str]] = frozenset({"input"})
    work: ClassVar[str]
    """Operations on each value; A is 1 where a scale and a shift are learned."""

    def learns(self) -> bool:
        """Whether there are a scale and a shift."""
        raise NotImplementedError

    def rules(self, rank: int, arity: int) -> Rules:
        """The shape stays as it is."""
        axes = input_names(self.channel, rank)
        tensors = (("weight", (axes[0],)), ("bias", (axes[0],))) if self.learns() else ()
        return Rules(
            out=axes,
            params=f"2*{axes[0]}" if self.learns() else "0",
            elementwise=f"N*({product(axes)})*({self.work})",
            tensors=tensors,
        )

    def symbols(self, rank: int) -> dict[str, int]:
        """A, whether a scale and a shift are learned."""
        return {"A": int(self.learns())}


class BatchNorm(Norm):
    """At inference one scale and one shift a value, folded from mean, variance, γ and β.

    Ioffe & Szegedy 2015, algorithm 2. The running mean and variance are buffers, not parameters.
    """

    kind: ClassVar[str] = "batchnorm"
    summary: ClassVar[str] = "Batch normalisation; at inference a scale and a shift a value."
    ranks: ClassVar[tuple[int, ...]] = (0, 1, 2, 3)
    work: ClassVar[str] = "2"
    examples: ClassVar[tuple[Example, ...]] = (
        Example(
            attributes={},
            inputs=((64, 112, 112),),
            out=(64, 112, 112),
            params=128,
            multiplies=0,
            elementwise=1_605_632,
            source="torchvision resnet50 bn1: weight 64, bias 64",
        ),
    )

    affine: bool = True

    def learns(self) -> bool:
        """γ and β unless affine is off."""
        return self.affine

    def twin(self, nn: Any, shapes: tuple[Dims, ...]) -> Any:
        """``nn.BatchNorm1d`` to ``nn.BatchNorm3d``."""
        rank = max(len(shapes[0]) - 1, 1)
        return getattr(nn, f"BatchNorm{rank}d")(shapes[0][0], affine=self.affine)


_STATISTICS = "2*A + 5"  # add up, centre, square, add up, times 1/σ; then scale and shift


class LayerNorm(Norm):
    """Over the channels of each position, as ConvNeXt uses it; over all values of a flat vector.

    Ba et al. 2016, equation 4.
    """

    kind: ClassVar[str] = "layernorm"
    summary: ClassVar[str] = "Layer normalisation over the channels."
    work: ClassVar[str] = _STATISTICS
    examples: ClassVar[tuple[Example, ...]] = (
        Example(
            attributes={},
            inputs=((96, 56, 56),),
            out=(96, 56, 56),
            params=192,
            multiplies=0,
            elementwise=2_107_392,
            source="ConvNeXt-T's first norm: nn.LayerNorm(96); 7 operations a value",
        ),
    )

    elementwise_affine: bool = True

    def learns(self) -> bool:
        """Scale and shift unless elementwise_affine is off."""
        return self.elementwise_affine

    def twin(self, nn: Any, shapes: tuple[Dims, ...]) -> Any:
        """``nn.LayerNorm`` normalises the last axis, so the channels go there and back."""

        def forward(module: Any, x: Any) -> Any:
            return nn.LayerNorm.forward(module, x.movedim(1, -1)).movedim(-1, 1)

        channels_first = type("ChannelLayerNorm", (nn.LayerNorm,), {"forward": forward})
        return channels_first(shapes[0][0], elementwise_affine=self.elementwise_affine)


class GroupNorm(Norm):
    """Over each group of channels and all positions. Wu & He 2018, section 3."""

    kind: ClassVar[str] = "groupnorm"
    summary: ClassVar[str] = "Group normalisation over groups of channels."
    work: ClassVar[str] = _STATISTICS
    examples: ClassVar[tuple[Example, ...]] = (
        Example(
            attributes={"num_groups": 32},
            inputs=((64, 56, 56),),
            out=(64, 56, 56),
            params=128,
            multiplies=0,
            elementwise=1_404_928,
            source="Wu & He 2018: G = 32 by default, γ and β per channel; 7 operations a value",
        ),
    )

    num_groups: Count
    affine: bool = True

    def learns(self) -> bool:
        """γ and β unless affine is off."""
        return self.affine

    def rules(self, rank: int, arity: int) -> Rules:
        """The groups must divide the channels."""
        base = super().rules(rank, arity)
        return base._replace(needs=(f"{input_names(self.channel, rank)[0]}/G",))

    def symbols(self, rank: int) -> dict[str, int]:
        """A and G, the number of groups."""
        return super().symbols(rank) | {"G": self.num_groups}

    def twin(self, nn: Any, shapes: tuple[Dims, ...]) -> Any:
        """``nn.GroupNorm``."""
        return nn.GroupNorm(self.num_groups, shapes[0][0], affine=self.affine)
