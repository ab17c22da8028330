"""``archcalc compare``: networks as names or flags, what goes together, what is said otherwise."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from commandline import archcalc, every

from archcalc.cli.compare import reworded
from archcalc.errors import UnknownNameError

PAIR = ("--inception-naive", "--inception-bottleneck")
MANY = ("alexnet", "vgg16", "googlenet")
CALLS = (
    ("compare", *PAIR),
    ("compare", "inception-naive", "inception-bottleneck"),
    ("compare", "-f", "json", "--inception-naive", "--batch", "2", "inception-bottleneck"),
    ("compare", *MANY),
    ("compare", *MANY, "--sort", "-params", "-f", "csv"),
    ("compare", *MANY, "--view", "side"),
    ("compare", "vgg16", "vgg19", "--view", "glance", "--units", "exact"),
    ("compare", "resnet50", "resnet50-v1.5", "--view", "difference", "--lang", "ko"),
    ("compare", "./own.yaml", "--alexnet"),
    ("compare", "./own.yaml", "alexnet", "--set", "width=3", "-f", "json"),
    ("compare", "alexnet", "vgg16", "--symbols", "H", "--input", "224x320", "-f", "json"),
    ("compare", "./own.yaml", "alexnet", "--symbols", "H", "--set", "width=3", "-f", "json"),
    ("compare", "dense-block", "densenet40-k12", "--symbols", "k,layers"),
)
ERRORS = (
    (("compare",), "compare takes two networks or more, found none"),
    (("compare", "alexnet"), "compare takes two networks or more, found alexnet"),
    (("compare", "alexnet", "alexnet"), "compare takes different networks, found alexnet twice"),
    (("compare", "alexnet", "vgg61"), 'unknown network "vgg61"; did you mean "vgg19" or "vgg16"'),
    (("compare", "--inception-naiv", "vgg16"),
     'unknown network or option "--inception-naiv"; did you mean "--inception-naive"'),
    (("compare", "alexnet", "vgg16", "--colums", "x"), 'did you mean "--columns" or'),
    (("compare", *MANY, "--view", "glace"), 'unknown view "glace"; did you mean "glance"?'),
    (("compare", *MANY, "--view", "difference"), "--view difference takes two networks, found 3"),
    (("compare", *MANY, "--formulas"), "--formulas does not go with --view glance"),
    (("compare", *MANY, "--sort", "parms"), 'unknown column "parms"; did you mean "params"'),
    (("compare", "alexnet", "vgg16", "--sort", "params"), "--sort does not go with --view side"),
    (("compare", "alexnet", "vgg16", "--symbols", "C", "--rows", "x"),
     'unknown row "x"'),
    *(
        (("compare", "alexnet", "vgg16", "--symbols", "H", *words),
         f"{words[0]} does not go with --symbols")
        for words in (
            ("--batch", "2"), ("--dtype", "int8"), ("--aux",), ("--formulas",), ("--view", "side"),
            ("--sort", "params"), ("--columns", "params"), ("--units", "si"),
        )
    ),
    (("compare", "alexnet", "vgg16", "--symbols", ""), '--symbols takes names with commas'),
    (("compare", "alexnet", "vgg16", "--symbols", "groups"), "alexnet has no closed form"),
    (("compare", "alexnet", "vgg16", "--symbols", "H", "--input", "2x2x2x2"), "--input needs 1, 2"),
    (("compare", "alexnet", "vgg16", "--symbols", "H", "--set", "growth=2"),
     'unknown argument of these networks "growth"'),
    (("compare", "alexnet", "vgg16", "--set", "growth=2"),
     'unknown argument of these networks "growth"'),
    (("compare", "./none.yaml", "vgg16"), "none.yaml: cannot be read"),
)  # fmt: skip
OWN = """\
name: own
input: [3, 8, 8]
args: {width: 2}
layers:
  - conv: {name: conv1, out_channels: $width, kernel_size: 3}
"""


@pytest.fixture(scope="module")
def ran(tmp_path_factory: pytest.TempPathFactory):  # type: ignore[no-untyped-def]
    folder: Path = tmp_path_factory.mktemp("compare")
    (folder / "own.yaml").write_text(OWN, encoding="utf-8")
    calls = [*CALLS, *(call for call, _ in ERRORS)]
    return dict(zip(calls, every(calls, cwd=folder), strict=True))


@pytest.mark.parametrize("call", CALLS, ids=" ".join)
def test_what_goes_together(ran, call: tuple[str, ...]) -> None:  # type: ignore[no-untyped-def]
    assert (ran[call].code, ran[call].err) == (0, "")
    assert ran[call].out


@pytest.mark.parametrize(("call", "said"), ERRORS, ids=[" ".join(call) for call, _ in ERRORS])
def test_what_cannot_be_is_one_clear_line(ran, call: tuple[str, ...], said: str) -> None:  # type: ignore[no-untyped-def]
    done = ran[call]
    assert (done.code, done.out) == (2, "")
    assert said in done.err
    assert done.err.count("\n") == 1


def test_flags_and_names_give_the_same(ran) -> None:  # type: ignore[no-untyped-def]
    assert ran[CALLS[0]].out == ran[CALLS[1]].out


def test_options_work_between_flags(ran) -> None:  # type: ignore[no-untyped-def]
    data = json.loads(ran[CALLS[2]].out)
    assert [network["batch"] for network in data["networks"]] == [2, 2]
    # twice the module's 303,464,448 and 128,049,152, of two images
    total = data["rows"][-1]
    assert [cell["multiplies"] for cell in total["cells"]] == [606_928_896, 256_098_304]


def test_three_networks_are_a_glance_sorted_as_asked(ran) -> None:  # type: ignore[no-untyped-def]
    lines = ran[CALLS[4]].out.splitlines()
    assert lines[0].startswith("network,input,year,depth,params,multiplies")
    assert [line.partition(",")[0] for line in lines[1:]] == ["vgg16", "alexnet", "googlenet"]


def test_an_argument_is_set_where_it_is_taken(ran) -> None:  # type: ignore[no-untyped-def]
    own, alexnet = json.loads(ran[CALLS[9]].out)["networks"]
    assert own["layers"][0]["out_shape"] == [3, 6, 6]
    assert alexnet["totals"]["params"] == 60_965_224


def test_sizes_beside_symbols_are_those_asked_for(ran) -> None:  # type: ignore[no-untyped-def]
    alexnet, vgg16 = json.loads(ran[CALLS[10]].out)["networks"]
    assert alexnet["input"] == vgg16["input"] == [3, "H", 320]
    # fc6 takes 512 channels of H/32 · 320/32 pixels to 4096: 655,360·H more weights
    assert vgg16["forms"]["weights"]["terms"][0] == {"coefficient": 655_360, "powers": {"H": 1}}


def test_settings_beside_symbols_go_where_they_are_taken(ran) -> None:  # type: ignore[no-untyped-def]
    own, alexnet = json.loads(ran[CALLS[11]].out)["networks"]
    assert own["forms"]["params"]["text"] == "84"  # three filters of 3·3·3 and a bias
    assert alexnet["input"] == [3, "H", 227]


@pytest.mark.parametrize(
    ("words", "read"),
    [
        (["--vgg16", "-f", "json", "--alexnet"], ["vgg16", "-f", "json", "alexnet"]),
        (["--resnet50-v1.5", "vgg16"], ["resnet50-v1.5", "vgg16"]),
        (["--columns", "--alexnet", "--vgg16"], ["--columns", "--alexnet", "vgg16"]),
        (["--columns=out", "--vgg16"], ["--columns=out", "vgg16"]),
        (["--aux", "--googlenet", "--formulas"], ["--aux", "googlenet", "--formulas"]),
        (["vgg16", "--", "--alexnet"], ["vgg16", "--", "--alexnet"]),
        (["--sort", "-params", "--vgg16"], ["--sort", "-params", "vgg16"]),
        (["-h"], ["-h"]),
        (["vgg16", "--view"], ["vgg16", "--view"]),
    ],
)
def test_flags_that_name_networks(words: list[str], read: list[str]) -> None:
    assert reworded(words) == read


def test_a_network_takes_no_value() -> None:
    with pytest.raises(UnknownNameError, match='option "--alexnet"'):
        reworded(["--alexnet=3"])


@pytest.mark.parametrize(
    ("words", "known"),
    [
        ("archcalc compare --inception-n", ["--inception-naive", "--inception-naive-256"]),
        ("archcalc compare --inception-naive --inception-bottleneck-",
         ["--inception-bottleneck-256"]),
        ("archcalc compare --vgg16 vgg11", ["vgg11", "vgg11-lrn"]),
        ("archcalc compare --formu", ["--formulas"]),
        ("archcalc compare --vgg16 --view gl", ["glance"]),
    ],
)  # fmt: skip
def test_networks_complete_as_names_and_as_flags(words: str, known: list[str]) -> None:
    place = str(len(words.split()) - 1)
    done = archcalc(
        env={"_ARCHCALC_COMPLETE": "complete_bash", "COMP_WORDS": words, "COMP_CWORD": place}
    )
    assert done.out.split() == known
