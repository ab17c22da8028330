"""What a spec file may hold, as pydantic models: the source of validation and of the JSON Schema.

Layer lists stay as they are written here; `archcalc.spec.build` reads them item by item, because
what an item means depends on the blocks around it.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from archcalc.ops.base import Count
from archcalc.spec.words import MAX_NAME

LayerList = Annotated[list[Any], Field(json_schema_extra={"x-refers-to": "layers"})]
Name = Annotated[str, Field(pattern=r"^[^.:@~/\s]+$", max_length=MAX_NAME)]
NetworkName = Annotated[str, Field(pattern=r"^[^.:@~/\s][^:@~/\s]*$", max_length=MAX_NAME)]
"""A network's name may hold a dot, as resnet50-v1.5 does; a layer's may not, dots join its path."""
Merge = Literal["concat", "add", "multiply"]
Number = int | float | str
GivenName = str | int
"""A layer's name as a spec writes it; the builder fills in its arguments and checks it."""


class Part(BaseModel):
    """Base of all parts: unknown keys are refused."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class PaperPart(Part):
    """Where the architecture was published: at a `venue` (CVPR 2015) or in a `journal`."""

    authors: str
    year: Annotated[int, Field(ge=1900, le=2200)]
    title: str
    venue: str = ""
    arxiv: str = ""
    names: list[Annotated[str, Field(min_length=1)]] = Field(
        default=[], description='All authors, for archcalc cite: ["Szegedy, Christian", …].'
    )
    journal: str = ""
    volume: Count | None = None
    number: Count | None = None
    pages: Annotated[str, Field(pattern=r"^\w+(-\w+)?$")] | Count | None = Field(
        default=None, description="The first page and the last one: 1-9."
    )


Prose = str | Annotated[dict[Literal["en", "ko"], str], Field(min_length=1)]
"""A sentence in English, or in several languages: {en: …, ko: …}."""


class CountingPart(Part):
    """How a published figure counts, where that is not archcalc's own way.

    `unit_K` is what one K or M step stands for; `bias`, whether biases are parameters; `input`,
    the input that it is about, as [C, H, W].
    """

    unit_k: Literal[1000, 1024] = Field(default=1000, alias="unit_K")
    bias: bool = True
    conv_only: bool = Field(default=False, description="Convolutions alone, no linear layers.")
    weighted_only: bool = Field(
        default=False, description="Convolutions and linear layers alone, no pools and merges."
    )
    with_gradients: bool = Field(default=False, description="Values and their gradients.")
    with_aux: bool = Field(default=False, description="Auxiliary heads are counted, too.")
    with_input: bool = Field(default=False, description="The input counts as activations, too.")
    flops: bool = Field(default=False, description="A multiply and an add are two operations.")
    input: Annotated[list[Count], Field(min_length=1, max_length=4)] | None = None


class RelationPart(Part):
    """A figure that compares two networks: ``{than: alexnet, as: times_fewer}``."""

    than: str
    reads: Literal["times_fewer", "times_more", "percent_of", "percent_more", "percent_fewer"] = (
        Field(alias="as")
    )


class MeasuredPart(Part):
    """How an error on ImageNet was measured: by `models` that vote together, on so many `crops` of
    an image or on all of it (dense), on which images."""

    models: Count | Literal["several"] = 1
    crops: Count | Literal["dense"] | None = Field(
        default=None, description="Left out where the source does not say."
    )
    split: Literal["validation", "test"] = "validation"


class FigurePart(Part):
    """Figures as their source prints them. `where` is a layer's or group's path, or the network.

    A value is written as in the source (159K, 3.8G, about 650,000); `recalled` ones were not read
    but remembered.
    """

    source: Prose
    where: str = ""
    params: Number | None = None
    multiplies: Number | None = None
    activations: Number | None = None
    connections: Number | None = Field(
        default=None, description="Links from inputs and biases to outputs (LeCun et al. 1998)."
    )
    depth: Number | None = None
    depth_with_pools: Number | None = None
    receptive_field: Number | None = None
    input: str | None = None
    input_values: Number | None = None
    output: str | None = None
    out_channels: Number | None = None
    fan_in: Number | None = Field(default=None, description="Inputs behind one output value.")
    positions: Number | None = Field(default=None, description="Output positions, H·W.")
    params_bytes: str | None = Field(default=None, description="The model's size, as 29MB.")
    activations_bytes: str | None = None
    top5_error: Number | None = Field(default=None, description="In percent.")
    measured: MeasuredPart | None = Field(
        default=None, description="How top5_error was measured: {crops: 10}."
    )
    counting: CountingPart = CountingPart()
    relation: RelationPart | None = None
    erratum: Prose = Field(default="", description="Why it is wrong, where it is.")
    comment: Prose = Field(default="", description="What explains it, where that needs words.")
    recalled: bool = False


class NotePart(Part):
    """A sentence about the network or, with `where`, a layer; `size_at` adds the size there."""

    text: Prose
    where: str = ""
    label: Prose = ""
    size_at: Count | None = None


class ComparisonPart(Part):
    """What is special about comparing these networks of the file, in this order."""

    networks: Annotated[list[NetworkName], Field(min_length=2)]
    title: Prose = ""
    lead: str = Field(default="", description="The part to begin with: a layer's or block's path.")
    beside: list[Annotated[list[NetworkName], Field(min_length=2)]] = Field(
        default=[], description="Further networks, of any file, to compare below, in short."
    )


class About(Part):
    """What a spec and each of its variants may say of themselves."""

    title: Prose = ""
    summary: Prose = ""
    paper: PaperPart | None = None
    input: Annotated[list[Count | str], Field(min_length=1, max_length=4)] | None = Field(
        default=None, description="[C, H, W]; a size may be an argument: [$channels, 56, 56]."
    )
    args: dict[str, Any] = {}
    notes: list[Prose | NotePart] = []
    differs: dict[str, Prose] = Field(
        default={}, description="How other networks of this name differ: {torchvision: …}."
    )
    published: list[FigurePart] = []
    layers: LayerList | None = Field(
        default=None, description="A variant's own layers; without them, the family's."
    )


class BlockPart(Part):
    """A block: arguments, and layers or named branches. An inline block adds no level."""

    name: Name | None = None
    summary: str = ""
    args: list[Name] | dict[Name, Any] | str = Field(
        default=[],
        description="Names, or names with defaults (empty: required); an operation's name takes "
        "all of that operation's attributes and hands them on as {with: $args}.",
    )
    inline: bool = False
    layers: LayerList | None = None
    branches: Annotated[dict[Name, LayerList], Field(min_length=1)] | None = None
    merge: Merge | None = None


class SpecFile(About):
    """A spec: one network, or a family with variants."""

    name: NetworkName
    blocks: dict[Name, BlockPart] = {}
    variants: dict[NetworkName, About] = {}
    comparisons: list[ComparisonPart] = []


class StageItem(Part):
    """`stage`: a named group of layers."""

    name: GivenName
    title: str = ""
    layers: LayerList


class AuxItem(Part):
    """`aux`: a side output for training, left out of the totals."""

    name: GivenName
    layers: LayerList


class ParallelItem(Part):
    """`parallel`: named branches on one input, merged. An empty branch is the input itself."""

    name: GivenName | None = None
    branches: Annotated[dict[str, LayerList], Field(min_length=1)]
    merge: Merge = "concat"


class ResidualItem(Part):
    """`residual`: body plus input; the shortcut stands in where their shapes differ."""

    name: GivenName | None = None
    body: LayerList
    shortcut: LayerList | None = None


class RepeatItem(Part):
    """`repeat`: a layer or block `times` times; `first` changes its attributes the first time."""

    name: GivenName | None = None
    times: int | str
    layer: Any = Field(json_schema_extra={"x-refers-to": "layer"})
    first: dict[str, Any] = {}


ITEMS: dict[str, type[Part]] = {
    "stage": StageItem,
    "aux": AuxItem,
    "parallel": ParallelItem,
    "residual": ResidualItem,
    "repeat": RepeatItem,
}
"""The model of each word that arranges layers."""
