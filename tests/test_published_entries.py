"""The figures that the specs quote: each beside a value worked out apart from archcalc.

Expected values come from the sources' own dimensions by hand (weights are kernel · kernel · in ·
out), or from the exact counts in tests/literals.py. Errata name figures that these refute.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Any, NamedTuple

import pytest

import archcalc
from archcalc import published
from archcalc.catalog import names
from archcalc.lang import Prose
from archcalc.published import Judged
from archcalc.spec import specs_folder
from archcalc.spec.source import load, read_text

AGREES, ROUNDS, COUNTS, ERRATUM = (
    "agrees",
    "rounds differently",
    "counts differently",
    "erratum",
)
MOST = 120
"""Characters of a reason, so that it fits a line."""


class Row(NamedTuple):
    """A printed figure, and what it comes to counted as its source counts."""

    where: str
    quantity: str
    printed: str
    computed: int | tuple[int, ...]
    standing: str


class Source(NamedTuple):
    """Rows of one table of one source, about one network."""

    network: str
    source: str
    rows: tuple[Row, ...]


def _params(standing: str, *cells: tuple[str, str, int]) -> tuple[Row, ...]:
    return tuple(Row(where, "params", printed, value, standing) for where, printed, value in cells)


def _multiplies(standing: str, *cells: tuple[str, str, int]) -> tuple[Row, ...]:
    return tuple(Row(where, "multiplies", text, value, standing) for where, text, value in cells)


def _outputs(*cells: tuple[str, str, tuple[int, ...]]) -> tuple[Row, ...]:
    return tuple(Row(where, "out_shape", printed, value, AGREES) for where, printed, value in cells)


def _activations(standing: str, *cells: tuple[str, str, int]) -> tuple[Row, ...]:
    return tuple(Row(where, "activations", text, value, standing) for where, text, value in cells)


def _totals(standing: str, quantity: str, printed: str, value: int) -> tuple[Row, ...]:
    return (Row("", quantity, printed, value, standing),)


# fmt: off
SOURCES = (
    # Szegedy et al. 2014: weights of each row's own filters, biases apart; K is 1024
    Source("googlenet", "Table 1", (
        *_params(ERRATUM, ("conv1", "2.7K", 9_408), ("4a", "364K", 375_552),
            ("4b", "437K", 448_512), ("4c", "463K", 509_440), ("4d", "580K", 604_672),
            ("4e", "840K", 867_328), ("5a", "1072K", 1_042_432), ("5b", "1388K", 1_442_816)),
        *_params(COUNTS, ("conv2", "112K", 114_688), ("3a", "159K", 163_328),
            ("3b", "380K", 388_736), ("fc", "1000K", 1_024_000)),  # 3b with its biases
        *_multiplies(ERRATUM, ("conv1", "34M", 118_013_952), ("5a", "54M", 51_079_168)),
        *_multiplies(ROUNDS, ("4a", "73M", 73_608_192)),
        *_multiplies(AGREES, ("conv2", "360M", 359_661_568), ("3a", "128M", 128_049_152),
            ("3b", "304M", 304_267_264), ("4b", "88M", 87_908_352), ("4c", "100M", 99_850_240),
            ("4d", "119M", 118_515_712), ("4e", "170M", 169_996_288), ("5b", "71M", 70_697_984),
            ("fc", "1M", 1_024_000)),
        *_outputs(("conv1", "112×112×64", (64, 112, 112)), ("pool1", "56×56×64", (64, 56, 56)),
            ("conv2", "56×56×192", (192, 56, 56)), ("pool2", "28×28×192", (192, 28, 28)),
            ("3a", "28×28×256", (256, 28, 28)), ("3b", "28×28×480", (480, 28, 28)),
            ("pool3", "14×14×480", (480, 14, 14)), ("4a", "14×14×512", (512, 14, 14)),
            ("4b", "14×14×512", (512, 14, 14)), ("4c", "14×14×512", (512, 14, 14)),
            ("4d", "14×14×528", (528, 14, 14)), ("4e", "14×14×832", (832, 14, 14)),
            ("pool4", "7×7×832", (832, 7, 7)), ("5a", "7×7×832", (832, 7, 7)),
            ("5b", "7×7×1024", (1024, 7, 7)), ("pool5", "1×1×1024", (1024, 1, 1)),
            ("dropout1", "1×1×1024", (1024,)), ("fc", "1×1×1000", (1000,)),
            ("softmax1", "1×1×1000", (1000,))),
    )),
    Source("googlenet", "section 1", _totals(ERRATUM, "multiplies", "1.5 billion", 1_582_671_872)),
    Source("googlenet", "section 5", (
        *_totals(AGREES, "depth", "22", 22), *_totals(AGREES, "depth_with_pools", "27", 27),
        *_outputs(("aux1.head.pool", "4×4×512", (512, 4, 4)),
            ("aux2.head.pool", "4×4×528", (528, 4, 4))),
    )),
    Source("googlenet", "Schroff et al. 2015, Table 2", (
        *_params(AGREES, ("conv1", "9K", 9_472), ("conv2", "115K", 114_944),
            ("3a", "164K", 163_696)),
        *_multiplies(COUNTS, ("conv1", "119M", 118_013_952)),  # 112·112·64·(147 + 1) = 118.8M
        *_multiplies(AGREES, ("conv2", "360M", 359_661_568), ("3a", "128M", 128_049_152)),
    )),
    Source("googlenet", "Howard et al. 2017, Table 8", (
        *_totals(ERRATUM, "params", "6.8M", 6_998_552),
        *_totals(ERRATUM, "multiplies", "1550M", 1_582_671_872),
    )),
    # He et al. 2015
    *(Source(net, "Table 1", (*_totals(standing, "multiplies", printed, value),
                              *_totals(AGREES, "depth", str(depth), depth)))
      for net, depth, printed, value, standing in (
        ("resnet18", 18, "1.8x10^9", 1_814_073_344, AGREES),
        ("resnet34", 34, "3.6x10^9", 3_663_761_408, ROUNDS),
        ("resnet34-a", 34, "3.6x10^9", 3_644_493_824, AGREES),
        ("resnet50", 50, "3.8x10^9", 3_857_973_248, ROUNDS),
        ("resnet101", 101, "7.6x10^9", 7_570_194_432, AGREES),
        ("resnet152", 152, "11.3x10^9", 11_282_415_616, AGREES))),
    *(Source(f"resnet{depth}", "Table 6", (*_totals(AGREES, "params", printed, value),
                                           *_totals(AGREES, "depth", str(depth), depth)))
      for depth, printed, value in (
        (20, "0.27M", 269_722), (32, "0.46M", 464_154), (44, "0.66M", 658_586),
        (56, "0.85M", 853_018), (110, "1.7M", 1_727_962), (1202, "19.4M", 19_421_274))),
    Source("resnet1202", "Huang et al. 2017, Table 2",
        _totals(ERRATUM, "params", "10.2M", 19_421_274)),
    Source("vgg19", "He et al. 2015, Figure 3",
        _totals(AGREES, "multiplies", "19.6 billion", 19_632_062_464)),
    Source("vgg16", "He et al. 2015, section 4.1",
        _totals(COUNTS, "multiplies", "15.3 billion", 15_346_630_656)),  # convolutions only
    Source("resnet50-v1.5", "Xie et al. 2016, Table 1", (
        *_totals(ROUNDS, "params", "25.5x10^6", 25_557_032),
        *_totals(AGREES, "multiplies", "4.1x10^9", 4_089_184_256),
    )),
    Source("bottleneck-block", "Xie et al. 2016, Table 2", (  # 17·64·64 and 2·384 of norms
        *_totals(AGREES, "params", "about 70k", 70_400),
        *_totals(AGREES, "multiplies", "about 0.22 billion", 218_365_952),
    )),
    Source("resnet101", "Hu et al. 2017, as quoted by others", (
        *_totals(AGREES, "params", "44.5M", 44_549_160),
        *_totals(COUNTS, "multiplies", "7.58G", 7_570_194_432),  # + 8,931,328 sums of shortcuts
    )),
    Source("densenet264", "Tan & Le 2019, Table 2", (
        *_totals(COUNTS, "params", "34M", 33_337_704),  # + 398,528 running statistics: 33.7M
        *_totals(ERRATUM, "multiplies", "6.0B", 5_751_653_376),
    )),
    # Simonyan & Zisserman 2014
    *(Source(net, "Table 2", _totals(AGREES, "params", printed, value))
      for net, printed, value in (
        ("vgg11", "133M", 132_863_336), ("vgg11-lrn", "133M", 132_863_336),
        ("vgg13", "133M", 133_047_848), ("vgg16-c", "134M", 133_638_952),
        ("vgg16", "138M", 138_357_544), ("vgg19", "144M", 143_667_240))),
    # Huang et al. 2017
    *(Source(net, "Table 2", (*_totals(AGREES, "params", printed, value),
                              *_totals(AGREES, "depth", str(depth), depth)))
      for net, depth, printed, value in (
        ("densenet40-k12", 40, "1.0M", 1_019_722), ("densenet100-k12", 100, "7.0M", 6_979_642),
        ("densenet100-k24", 100, "27.2M", 27_249_082),
        ("densenet-bc100-k12", 100, "0.8M", 769_162),
        ("densenet-bc250-k24", 250, "15.3M", 15_324_406),
        ("densenet-bc190-k40", 190, "25.6M", 25_624_430))),
    Source("densenet264", "Table 1", _totals(ERRATUM, "depth", "264", 265)),
    # Krizhevsky et al. 2012
    Source("alexnet", "Figure 2", (
        *_activations(ERRATUM, ("conv1", "253,440", 290_400)),
        *_activations(AGREES, ("conv2", "186,624", 186_624), ("conv3", "64,896", 64_896),
            ("conv4", "64,896", 64_896), ("conv5", "43,264", 43_264), ("fc6", "4096", 4096),
            ("fc7", "4096", 4096), ("fc8", "1000", 1000)),
        *_totals(ERRATUM, "input_values", "150,528", 154_587),
    )),
    Source("alexnet", "Abstract", (
        *_totals(ROUNDS, "params", "60 million", 60_965_224),
        *_totals(COUNTS, "activations", "650,000", 659_272),  # Figure 2's, conv1 put right
    )),
    Source("alexnet", "CS231n course notes", (
        *_params(AGREES, ("conv1", "34,944", 34_944)),
        *_params(COUNTS, ("conv1", "34,848", 34_848)),
        *_activations(AGREES, ("conv1", "290,400", 290_400)),
        Row("conv1", "connections", "105,705,600", 105_705_600, AGREES),
        Row("conv1", "fan_in", "363", 363, AGREES), Row("conv1", "positions", "3025", 3025, AGREES),
    )),
    Source("alexnet-torchvision", "EECS 498, lecture 8", (
        *_outputs(("conv1", "56×56×64", (64, 56, 56))),
        *_params(AGREES, ("conv1", "23,296", 23_296)),
        *_multiplies(AGREES, ("conv1", "72,855,552", 72_855_552)),
        Row("conv1", "activations_bytes", "784KB", 784 * 1024, COUNTS),
    )),
    # lectures
    Source("inception-naive-256", "CS231n 2017, lecture 9, slide 48", (
        *_totals(AGREES, "multiplies", "854M", 854_196_224),
        *_multiplies(AGREES, ("1x1", "25,690,112", 25_690_112), ("3x3", "346,816,512", 346_816_512),
            ("5x5", "481,689,600", 481_689_600)),
    )),
    Source("inception-bottleneck-256", "CS231n 2017, lecture 9, slide 55", (
        *_totals(ERRATUM, "multiplies", "358M", 271_351_808),
        *_multiplies(AGREES, ("3x3.conv", "86,704,128", 86_704_128),
            ("5x5.conv", "120,422,400", 120_422_400), ("pool.proj", "12,845,056", 12_845_056)),
        *_outputs(("", "28×28×480", (480, 28, 28))),
    )),
    Source("vgg16", "CS231n 2017, lecture 9, slide 32", (
        *_totals(AGREES, "params", "138M", 138_344_128),  # weights only
        *_totals(ERRATUM, "activations", "24M", 15_237_608),
    )),
    *(Source(net, "Araujo et al. 2019, table of receptive fields",
             (Row("", "receptive_field", str(size), (size, size), AGREES),))
      for net, size in (("alexnet", 195), ("vgg11", 150), ("vgg16", 212), ("resnet50", 483),
                        ("resnet101", 1027), ("resnet152", 1507))),
    Source("vgg16", "EECS 498, lecture 18",
        _totals(ERRATUM, "multiplies", "13.6G", 15_470_264_320)),
    Source("conv5x5-direct", "Ng, Deep Learning Specialization, C4W2",
        _totals(AGREES, "multiplies", "120M", 120_422_400)),
    Source("conv5x5-bottleneck", "Ng, Deep Learning Specialization, C4W2", (
        *_multiplies(AGREES, ("reduce", "2.4M", 2_408_448), ("conv", "10.0M", 10_035_200),
            ("", "12.4M", 12_443_648)),
    )),
    Source("nin-imagenet", "Caffe Model Zoo, NIN for ImageNet", (
        *_totals(COUNTS, "params_bytes", "29MB", 30_380_704),
    )),
    # LeCun et al. 1998: five weighted layers, subsampling's coefficients, C3's 60 pairs of maps
    Source("lenet5", "section II.A", (
        *_totals(AGREES, "params", "60,000", 60_000),
        *_totals(AGREES, "connections", "340,908", 340_908),
    )),
    Source("lenet5", "section II.B", (
        *_params(AGREES, ("c1", "156", 156), ("s2", "12", 12), ("c3", "1,516", 1_516),
            ("s4", "32", 32), ("c5", "48,120", 48_120), ("f6", "10,164", 10_164)),
        *(Row(where, "connections", printed, value, AGREES) for where, printed, value in (
            ("c1", "122,304", 122_304), ("s2", "5,880", 5_880), ("c3", "151,600", 151_600),
            ("s4", "2,000", 2_000), ("c5", "48,120", 48_120))),
    )),
)
# fmt: on


@cache
def judged_figures(network: str) -> tuple[Judged, ...]:
    return published.judged(archcalc.load(network).analyze())


def found(source: Source, row: Row) -> Judged:
    """The one entry of that source that says it."""
    same = [
        one
        for one in judged_figures(source.network)
        if one.figure.source == source.source
        and (one.where == row.where or one.where.endswith(f".{row.where}"))
        and (one.quantity, one.printed) == (row.quantity, row.printed)
    ]
    assert len(same) == 1, f"{source.network}: {source.source} says {row} {len(same)} times"
    return same[0]


CASES = [(source, row) for source in SOURCES for row in source.rows]


@pytest.mark.parametrize(
    ("source", "row"),
    CASES,
    ids=[f"{s.network}-{s.source}-{r.where}-{r.quantity}-{r.printed}" for s, r in CASES],
)
def test_figure_is_entered_and_stands_where_the_arithmetic_puts_it(
    source: Source, row: Row
) -> None:
    entry = found(source, row)
    assert entry.computed == row.computed
    assert entry.standing == row.standing


def test_conv1_of_googlenet_fits_the_separable_convolution_its_erratum_names() -> None:
    weights = 7 * 7 * 3 * 8 + 24 * 64
    assert (weights, round(weights / 1e3, 1), round(weights * 112**2 / 1e6)) == (2712, 2.7, 34)


@pytest.mark.parametrize("name", names())
def test_what_is_refuted_says_why(name: str) -> None:
    for one in judged_figures(name):
        if one.standing == "erratum":
            assert one.figure.erratum, f"{name}.{one.where} {one.quantity} {one.printed}"
            assert re.search(r"\d", one.figure.erratum)


@pytest.mark.parametrize("name", names())
def test_reasons_fit_a_line(name: str) -> None:
    figures = archcalc.load(name).published
    reasons = [text for one in figures for text in (one.erratum, one.comment)]
    assert [text for text in reasons if len(text) > MOST] == []


@pytest.mark.parametrize("name", names())
def test_no_figure_is_entered_twice(name: str) -> None:
    said = [
        (one.source, one.where, key, str(value), tuple(sorted(map(str, one.relation.items()))))
        for one in archcalc.load(name).published
        for key, value in one.values.items()
        if not one.recalled
    ]
    assert len(said) == len(set(said))


# --- Korean --------------------------------------------------------------------------------------

PROSE = ("summary", "text", "label", "erratum", "comment", "title")
HANGUL = re.compile("[가-힣]")
ENGLISH_WORD = re.compile(r"\b(?!in\b)[a-z]{2,}\b")  # Network in Network


def sentences(said: Any, key: str = "") -> Iterator[tuple[str, Any]]:
    """Every piece of prose in a spec, with the key it stands under."""
    if isinstance(said, dict):
        if "en" in said:
            yield key, said
            return
        for name, value in said.items():
            if name in ("layers", "blocks", "paper", "args"):
                continue
            below = "differs" if key == "differs" else name
            if isinstance(value, str) and (below in PROSE or key == "differs"):
                yield below, value
            else:
                yield from sentences(value, below)
    elif isinstance(said, list):
        for value in said:
            if isinstance(value, str) and key == "notes":
                yield key, value
            else:
                yield from sentences(value, key)


@pytest.mark.parametrize("path", sorted(specs_folder().glob("*.yaml")), ids=lambda path: path.stem)
def test_prose_of_the_shipped_specs_is_in_korean_too(path: Any) -> None:
    for key, said in sentences(load(read_text(path), path.name)):
        if isinstance(said, str):  # a proper name, or a mark as "224?", reads the same
            assert key in ("title", "label"), f"{key}: {said}"
            assert not ENGLISH_WORD.search(said), f"{key}: {said}"
        else:
            assert HANGUL.search(said["ko"]), said


def test_prose_reaches_the_figures_and_notes_of_a_network() -> None:
    network = archcalc.load("googlenet")
    told = [network.summary, *(note.text for note in network.notes)]
    told += [one.erratum for one in network.published if one.erratum]
    assert all(isinstance(text, Prose) and HANGUL.search(text.others["ko"]) for text in told)
