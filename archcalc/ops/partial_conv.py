"""Convolution in which each output map reads some of the input maps: LeNet's table of links."""

from __future__ import annotations

from collections import Counter, defaultdict
from functools import reduce
from operator import add
from typing import Annotated, Any, ClassVar

from archcalc.errors import ShapeError
from archcalc.lang import counted, say
from archcalc.ops.attributes import Described
from archcalc.ops.base import (
    AXES,
    Dims,
    Example,
    NonNegative,
    PerAxis,
    Role,
    Rules,
    output_names,
    product,
)
from archcalc.ops.module import module, torch_of
from archcalc.ops.window import WindowOp, padded, times
from archcalc.units import in_prose

Table = Annotated[
    tuple[tuple[NonNegative, ...], ...],
    Described("For each output map the input maps that it reads, counted from 0."),
]


class PartialConv(WindowOp):
    """A filter of K·K weights for each pair of maps that is connected, a bias an output map.

    LeCun et al. 1998, section II.B and Table I. The weights are one tensor: a K×K filter for each
    pair, in the order of `connections`.
    """

    kind: ClassVar[str] = "partial_conv"
    summary: ClassVar[str] = "Convolution whose output maps each read some of the input maps."
    role: ClassVar[Role] = "weighted"
    channel: ClassVar[str] = "C_in"
    keeps: ClassVar[frozenset[str]] = frozenset({"input"})
    examples: ClassVar[tuple[Example, ...]] = (
        Example(
            attributes={"connections": ((0, 1), (1, 2), (0, 1, 2)), "kernel_size": 5},
            inputs=((3, 14, 14),),
            out=(3, 10, 10),
            params=178,
            multiplies=17_500,
            source="by hand: 7 pairs of maps, so 7 · 5·5 weights + 3 biases, at 10·10 positions",
        ),
    )

    connections: Table
    stride: PerAxis = 1
    bias: bool = True

    def rules(self, rank: int, arity: int) -> Rules:
        """LeCun et al. 1998, section II.B: C3's 1,516 parameters and 151,600 connections."""
        kernel = tuple(f"K_{a}" for a in AXES[rank])
        weights, positions = f"{product(kernel)}*M", product(output_names(rank)[1:])
        bias = (("bias", ("C_out",)),) if self.bias else ()
        return Rules(
            out=("C_out", *self.sizes(rank)),
            params=f"{weights} + B*C_out",
            multiplies=f"N*({positions})*({weights})",
            where=self.spans_where(rank),
            tensors=(("weight", ("M", *kernel)), *bias),
            connections=f"N*({positions})*({weights} + B*C_out)",
        )

    def symbols(self, rank: int) -> dict[str, int]:
        """K, S, P, D along each axis, C_out, M and B. Raises ShapeError for an impossible table."""
        if not self.connections:
            raise ShapeError(say("connections needs a list of input maps for each output map"))
        for number, maps in enumerate(self.connections):
            if not maps:
                raise ShapeError(say("connections: output map {map} reads no input", map=number))
            twice = next((one for one, often in Counter(maps).items() if often > 1), None)
            if twice is not None:
                raise ShapeError(
                    say(
                        "connections: output map {map} reads input map {input} twice",
                        map=number,
                        input=twice,
                    )
                )
        own = {"C_out": len(self.connections), "M": self._pairs(), "B": int(self.bias)}
        return self.window_symbols(rank) | own

    def dims(self, shapes: tuple[Dims, ...]) -> Dims:
        """The input's axes, which must have every map that is read."""
        channels = shapes[0][0]
        for number, maps in enumerate(self.connections):
            if max(maps) >= channels:
                raise ShapeError(
                    say(
                        "connections: output map {map} reads input map {input}, "
                        "and the input's maps are 0 to {last}",
                        map=number,
                        input=max(maps),
                        last=channels - 1,
                    )
                )
        return shapes[0]

    def _pairs(self) -> int:
        return sum(map(len, self.connections))

    def describe(self, shapes: tuple[Dims, ...]) -> str:
        """``16 filters 5×5, 60 of 96 pairs of maps connected``."""
        count = len(self.connections)
        text = counted(
            "{n} filter {size}, {pairs} of {all} pairs of maps connected",
            "{n} filters {size}, {pairs} of {all} pairs of maps connected",
            count,
            n=in_prose(count),
            size=times(self.kernel_size, len(shapes[0]) - 1),
            pairs=in_prose(self._pairs()),
            all=in_prose(count * shapes[0][0]),
        )
        text += self.details(stride=1, padding=0, dilation=1)
        return text + ("" if self.bias else f", {say('no bias')}")

    def twin(self, nn: Any, shapes: tuple[Dims, ...]) -> Any:
        """A convolution of each map by the filters of all that read it; an output sums its own."""
        rank, pad, torch = len(shapes[0]) - 1, padded(nn, self.pads_for(shapes)), torch_of(nn)
        outputs, readers = self._links()
        convolve = getattr(nn.functional, f"conv{rank}d")
        strides, gaps = self.strides(rank), self.dilation

        def forward(own: Any, x: Any) -> Any:
            maps = pad(x)
            parts: dict[int, Any] = {}
            for read, filters in readers.items():
                weight = own.weight[filters].unsqueeze(1)
                made = convolve(maps[:, read : read + 1], weight, stride=strides, dilation=gaps)
                parts.update(zip(filters, made.split(1, dim=1), strict=True))
            sums = torch.cat([reduce(add, map(parts.get, pairs)) for pairs in outputs], dim=1)
            return sums + own.bias.view(-1, *(1,) * rank) if self.bias else sums

        kernel = tuple(self.symbols(rank)[f"K_{axis}"] for axis in AXES[rank])
        bias = {"bias": (len(self.connections),)} if self.bias else {}
        return module(nn, forward, {"weight": (self._pairs(), *kernel), **bias})

    def _links(self) -> tuple[list[list[int]], dict[int, list[int]]]:
        """The filters, counted through, of each output map and of each input map that is read."""
        numbers, readers = iter(range(self._pairs())), defaultdict(list)
        outputs = [[next(numbers) for _ in maps] for maps in self.connections]
        for filters, maps in zip(outputs, self.connections, strict=True):
            for number, read in zip(filters, maps, strict=True):
                readers[read].append(number)
        return outputs, dict(readers)
