"""Activation functions: one operation on each value, in place, no parameters."""

from __future__ import annotations

from typing import Any, ClassVar

from archcalc.ops.base import Dims, Example, Op, Role, Rules, input_names, product


class Activation(Op):
    """A function of each value alone."""

    role: ClassVar[Role] = "activation"
    in_place: ClassVar[bool] = True
    torch_name: ClassVar[str]

    def rules(self, rank: int, arity: int) -> Rules:
        """The shape stays as it is."""
        axes = input_names(self.channel, rank)
        return Rules(out=axes, elementwise=f"N*{product(axes)}")

    def twin(self, nn: Any, shapes: tuple[Dims, ...]) -> Any:
        """``nn.ReLU`` and its like."""
        return getattr(nn, self.torch_name)()


class ReLU(Activation):
    """max(0, x). Nair & Hinton 2010."""

    kind: ClassVar[str] = "relu"
    summary: ClassVar[str] = "max(0, x)."
    torch_name: ClassVar[str] = "ReLU"
    keeps: ClassVar[frozenset[str]] = frozenset({"output"})
    examples: ClassVar[tuple[Example, ...]] = (
        Example({}, ((96, 55, 55),), (96, 55, 55), 0, 0, "AlexNet: 55·55·96 values", 290_400),
    )


class Softmax(Activation):
    """exp(x) over the sum of all exp(x): an exponential, an addition and a division a value."""

    kind: ClassVar[str] = "softmax"
    summary: ClassVar[str] = "exp(x) over the sum of exp(x) across the channels."
    torch_name: ClassVar[str] = "Softmax"
    role: ClassVar[Role] = "inactive"
    keeps: ClassVar[frozenset[str]] = frozenset({"output"})
    examples: ClassVar[tuple[Example, ...]] = (
        Example({}, ((1000,),), (1000,), 0, 0, "three operations on each of 1000 values", 3000),
    )

    def rules(self, rank: int, arity: int) -> Rules:
        """The shape stays as it is."""
        axes = input_names(self.channel, rank)
        return Rules(out=axes, elementwise=f"3*(N*{product(axes)})")

    def twin(self, nn: Any, shapes: tuple[Dims, ...]) -> Any:
        """``nn.Softmax`` over the channels."""
        return nn.Softmax(dim=1)


class LeakyReLU(Activation):
    """x where positive, a small multiple of x elsewhere."""

    kind: ClassVar[str] = "leakyrelu"
    summary: ClassVar[str] = "x where positive, negative_slope times x elsewhere."
    torch_name: ClassVar[str] = "LeakyReLU"
    keeps: ClassVar[frozenset[str]] = frozenset({"output"})
    examples: ClassVar[tuple[Example, ...]] = (
        Example(
            {"negative_slope": 0.1},
            ((32, 224, 224),),
            (32, 224, 224),
            0,
            0,
            "Darknet-19's first, Redmon & Farhadi 2016, Table 6: 224·224·32 values",
            1_605_632,
        ),
    )

    negative_slope: float = 0.01

    def twin(self, nn: Any, shapes: tuple[Dims, ...]) -> Any:
        """``nn.LeakyReLU``."""
        return nn.LeakyReLU(self.negative_slope)


_OTHERS = (
    # kind, torch name, what autograd keeps, summary
    ("relu6", "ReLU6", "output", "min(max(0, x), 6)."),
    ("elu", "ELU", "output", "x where positive, exp(x) − 1 elsewhere."),
    ("sigmoid", "Sigmoid", "output", "1/(1 + exp(−x))."),
    ("tanh", "Tanh", "output", "Hyperbolic tangent."),
    ("gelu", "GELU", "input", "x times the normal distribution function of x."),
    ("silu", "SiLU", "input", "x times sigmoid(x), also called swish."),
    ("mish", "Mish", "input", "x times tanh(softplus(x))."),
    ("softplus", "Softplus", "input", "log(1 + exp(x))."),
    ("hardsigmoid", "Hardsigmoid", "input", "Piecewise linear sigmoid."),
    ("hardswish", "Hardswish", "input", "x times hardsigmoid(x)."),
)


_EXAMPLE = Example(
    {},
    ((32, 112, 112),),
    (32, 112, 112),
    0,
    0,
    "MobileNetV2's first activation, Sandler et al. 2018, Table 2: 112·112·32 values",
    401_408,
)


def _family(kind: str, torch_name: str, kept: str, summary: str) -> type[Activation]:
    members: dict[str, Any] = {
        "__module__": __name__,
        "__doc__": summary,
        "__annotations__": {},
        "kind": kind,
        "torch_name": torch_name,
        "summary": summary,
        "keeps": frozenset({kept}),
        "examples": (_EXAMPLE,),
    }
    for name in ("kind", "torch_name", "summary", "keeps", "examples"):
        members["__annotations__"][name] = ClassVar[Any]
    return type(torch_name, (Activation,), members)


FAMILY = tuple(_family(*row) for row in _OTHERS)
