"""Published top-5 errors: as the papers print them, and how each was measured."""

from __future__ import annotations

import csv
import io
import json
from fractions import Fraction
from typing import Any

import pytest

from archcalc import load, loads
from archcalc.catalog import names
from archcalc.errors import SpecError
from archcalc.lang import speaking
from archcalc.network import Figure, Network
from archcalc.protocols import Error, Protocol, error_of, errors_of
from archcalc.views.compare.errors import error_notes, with_errors
from tests.commandline import archcalc

TEN, DENSE, UNSAID = Protocol(crops=10), Protocol(crops="dense"), Protocol()
ENSEMBLE = Protocol("several", split="test")

# Each network's errors in percent, the one that stands for it first.
PRINTED: dict[str, tuple[tuple[str, Protocol], ...]] = {
    # Krizhevsky et al. 2012, Table 2, "1 CNN"; section 4.1 takes ten patches of an image
    "alexnet": (("18.2", TEN),),
    # Zeiler & Fergus 2014, Table 2: "1 convnet as per Fig. 3", and the one of 512, 1024, 512 maps
    "zfnet": (("16.5", UNSAID),),
    "zfnet-512": (("16", UNSAID),),
    # Simonyan & Zisserman 2015, Table 3: a single test scale, the best training scale
    "vgg11": (("10.4", DENSE),),
    "vgg11-lrn": (("10.5", DENSE),),
    "vgg13": (("9.9", DENSE),),
    "vgg16-c": (("8.8", DENSE),),
    "vgg19": (("8", DENSE),),
    # He et al. 2016, Table 3; VGG's own Table 3; ILSVRC 2014
    "vgg16": (("9.33", TEN), ("8.1", DENSE), ("7.3", ENSEMBLE)),
    # Szegedy et al. 2015, Table 3; ILSVRC 2014
    "googlenet": (
        ("9.15", TEN), ("10.07", Protocol(crops=1)), ("7.89", Protocol(crops=144)),
        ("6.7", ENSEMBLE),
    ),
    # He et al. 2016, Table 3; 50 layers and more are of option B; ILSVRC 2015
    "plain34": (("10.02", TEN),),
    "resnet34-a": (("7.76", TEN),),
    "resnet34": (("7.46", TEN),),
    "resnet50": (("6.71", TEN),),
    "resnet101": (("6.05", TEN),),
    "resnet152": (("5.71", TEN), ("3.57", ENSEMBLE)),
    # Huang et al. 2017, Table 3: ten crops, then one
    "densenet121": (("6.66", TEN), ("7.71", Protocol(crops=1))),
    "densenet169": (("5.92", TEN), ("6.85", Protocol(crops=1))),
    "densenet201": (("5.54", TEN), ("6.34", Protocol(crops=1))),
    "densenet264": (("5.29", TEN), ("6.12", Protocol(crops=1))),
}  # fmt: skip


@pytest.mark.parametrize("name", PRINTED)
def test_the_errors_are_those_of_the_papers(name: str) -> None:
    found = errors_of(load(name).published)
    assert [(error.percent, error.protocol) for error in found] == [
        (Fraction(percent), protocol) for percent, protocol in PRINTED[name]
    ]


def test_every_error_of_a_spec_is_in_the_table() -> None:
    assert {name for name in names() if errors_of(load(name).published)} == set(PRINTED)


def test_more_crops_of_an_image_never_raise_the_error() -> None:
    for name in PRINTED:
        by_crops = {
            error.protocol.crops: error.percent
            for error in errors_of(load(name).published)
            if error.protocol and isinstance(error.protocol.crops, int)
        }
        values = [by_crops[crops] for crops in sorted(by_crops)]
        assert values == sorted(values, reverse=True)


@pytest.mark.parametrize(
    ("protocol", "full", "short", "korean"),
    [
        (TEN, "one model, 10 crops, validation set", "10 crops", "모델 1개, 크롭 10개, 검증 집합"),
        (Protocol(crops=1), "one model, 1 crop, validation set", "1 crop",
         "모델 1개, 크롭 1개, 검증 집합"),
        (DENSE, "one model, dense evaluation, validation set", "dense evaluation",
         "모델 1개, 이미지 전체를 조밀하게 평가, 검증 집합"),
        (UNSAID, "one model, crops not stated, validation set", "crops not stated",
         "모델 1개, 크롭 수는 밝히지 않음, 검증 집합"),
        (ENSEMBLE, "an ensemble, test set", "an ensemble, test set",
         "여러 모델의 앙상블, 시험 집합"),
        (Protocol(7, 144), "an ensemble of 7 models, 144 crops, validation set",
         "an ensemble of 7 models, 144 crops", "모델 7개의 앙상블, 크롭 144개, 검증 집합"),
    ],
)  # fmt: skip
def test_a_protocol_in_words(protocol: Protocol, full: str, short: str, korean: str) -> None:
    assert (str(protocol), protocol.short) == (full, short)
    with speaking("ko"):
        assert str(protocol) == korean


LAYERS = [{"conv": {"name": "c", "out_channels": 4, "kernel_size": 3}}]


def network(*figures: dict[str, Any]) -> Network:
    said = [{"source": "Table 1", **figure} for figure in figures]
    return loads(json.dumps({"name": "n", "input": [3, 8, 8], "layers": LAYERS, "published": said}))


def standing(*figures: dict[str, Any]) -> Error:
    found = error_of(network(*figures).analyze())
    assert found
    return found


def test_an_error_that_says_how_it_was_measured_stands_before_one_that_does_not() -> None:
    unsaid = {"top5_error": 1.0}
    ensemble = {"top5_error": 2.0, "measured": {"models": 7, "crops": 144}}
    test = {"top5_error": 3.0, "measured": {"crops": 10, "split": "test"}}
    one = {"top5_error": 4.0, "measured": {"crops": 1}}
    ten = {"top5_error": 5.0, "measured": {"crops": 10}}
    order = (ten, one, test, ensemble, unsaid)
    for start in range(len(order)):
        assert standing(*reversed(order[start:])).percent == Fraction(order[start]["top5_error"])


def test_an_error_of_unknown_protocol_says_so_or_its_comment() -> None:
    assert standing({"top5_error": 1.0}).measured == "it is not stated how it was measured"
    assert standing({"top5_error": 1.0, "comment": "by us"}).measured == "by us"
    assert Error(Fraction(1), Figure("here", {}), None).short == "not stated"


def test_another_input_has_no_published_error() -> None:
    assert error_of(load("vgg16").analyze(input=(3, 256, 256))) is None


@pytest.mark.parametrize(
    "measured", [{"crops": 0}, {"crops": "ten"}, {"split": "train"}, {"models": 0}, {"crop": 10}]
)
def test_a_protocol_that_is_none_is_refused(measured: dict[str, Any]) -> None:
    with pytest.raises(SpecError, match=r"^<text>:1:\d+: .*measured"):
        network({"top5_error": 1.0, "measured": measured})


def test_notes_name_the_networks_of_each_protocol_and_their_papers() -> None:
    analyses = [load(name).analyze() for name in ("alexnet", "vgg19", "resnet50", "lenet5")]
    known = with_errors([a.network.name for a in analyses], analyses)
    assert list(error_notes(known)) == [
        "Top-5 error, one model, 10 crops, validation set: alexnet (Krizhevsky et al. 2012, "
        "Table 2); resnet50 (He et al. 2015, Table 3).",
        "Top-5 error, one model, dense evaluation, validation set: vgg19 (Simonyan & Zisserman "
        "2014, Table 3).",
        "Errors measured in different ways are not comparable.",
    ]
    assert len(list(error_notes(known[:1]))) == 1


def test_files_say_beside_an_error_how_it_was_measured() -> None:
    given = ("compare", "vgg16", "vgg19", "lenet5")
    rows = list(csv.DictReader(io.StringIO(archcalc(*given, "-f", "csv").out)))
    assert [(row["top5_error"], row["top5_measured"]) for row in rows] == [
        ("9.33", "one model, 10 crops, validation set"),
        ("8.0", "one model, dense evaluation, validation set"),
        ("", ""),
    ]
    found = json.loads(archcalc(*given, "-f", "json").out)["rows"]
    data = {row["label"]: row["cells"] for row in found}
    assert data["top5_error"] == [9.33, 8.0, None]
    assert data["top5_measured"][1] == "one model, dense evaluation, validation set"
    chosen = archcalc(*given, "-f", "csv", "--columns", "top5_error").out
    assert "measured" not in chosen
