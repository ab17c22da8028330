"""Addresses: one grammar, every value, and near misses for what is not there."""

from __future__ import annotations

import re
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archcalc import catalog
from archcalc.address import Address, Named, Resolver, addresses_of, completions, parse
from archcalc.errors import ArchcalcError, InputError

RESOLVE = Resolver()

GOT = [
    # design: numbers that must come out
    ("googlenet.params", "6,998,552"),
    ("googlenet.multiplies", "1,582,671,872"),
    ("googlenet.macs", "1,582,671,872"),
    ("googlenet.params:raw", "6998552"),
    ("googlenet.params:si3", "7.00\u202fM"),
    ("googlenet.params:si", "7.00\u202fM"),
    ("googlenet.params:M1", "7.0M"),
    ("googlenet.params:k0", "6,999k"),
    ("googlenet.multiplies:G2", "1.58G"),
    ("googlenet.multiplies:G", "1.58G"),
    ("googlenet.multiplies:M", "1,583M"),
    ("googlenet.params:tex", "6{,}998{,}552"),
    ("googlenet.params:ko", "699만 8552"),
    ("googlenet.depth", "22"),
    ("googlenet.depth_with_pools", "27"),
    ("googlenet.receptive_field", "715"),
    ("googlenet.title", "GoogLeNet (Inception v1)"),
    ("googlenet.year", "2014"),
    ("googlenet@aux=true.params", "13,378,280"),
    ("googlenet.3a.multiplies", "128,049,152"),
    ("googlenet.3a.percent", "8.1\u202f%"),
    ("googlenet.3a.percent:pct0", "8\u202f%"),
    ("googlenet.3a.5x5.multiplies", "12,443,648"),
    ("googlenet.3a.5x5.reduce.multiplies:M1", "2.4M"),
    ("googlenet.3a.out_channels", "256"),
    ("alexnet.conv1.params", "34,944"),
    ("alexnet.conv1.out_shape", "55×55×96"),
    ("alexnet.conv1.out_shape:raw", "96,55,55"),
    ("alexnet.conv1.out_shape:tex", r"55\times 55\times 96"),
    ("alexnet.conv1.output", "55×55×96"),
    ("alexnet.conv1.out_height", "55"),
    ("alexnet.conv1.fan_in", "363"),  # CS231n notes: X_col is 363 × 3025
    ("alexnet.conv1.positions", "3,025"),
    ("alexnet.conv1.connections", "105,705,600"),  # CS231n notes: 290400 · 364
    ("alexnet.conv1.input_values", "154,587"),
    ("alexnet.conv1.tensors.weight", "96×3×11×11"),
    ("alexnet.conv1.formulas.size", "(227 − 11)/4 + 1 = 54 + 1 = 55"),
    (
        "alexnet.conv1.formulas.params:tex",
        r"\left(11 \cdot 11 \cdot 3 + 1\right) \cdot 96 = 34{,}848 + 96 = 34{,}944",
    ),
    ("alexnet.input", "227×227×3"),
    ("alexnet@input=224.conv1.out_height", "54"),
    ("alexnet.params_bytes", "233\u202fMiB"),
    ("alexnet@dtype=float16.params_bytes", "116\u202fMiB"),
    ("alexnet.memory.params_bytes:raw", "243860896"),
    ("resnet50-v1.5.multiplies", "4,089,184,256"),
    ("resnet50-v1.5@batch=8.multiplies", "32,713,474,048"),
    ("resnet50@input=3x256x256,batch=8.multiplies:G1", "40.3G"),
    ("resnet50@input=256,batch=8.multiplies:G1", "40.3G"),
    ("resnet152.paths", "1,125,899,906,842,624"),
    ("densenet121@growth=24.depth", "121"),
    ("inception-naive~inception-bottleneck.multiplies.ratio", "2.37×"),
    ("inception-naive~inception-bottleneck.5x5.multiplies.ratio:x1", "9.7×"),
    ("inception-naive~inception-bottleneck.multiplies.ratio:pct0", "237\u202f%"),
    ("resnet50-v1.5~resnet50.multiplies.difference", "231,211,008"),
    ("resnet50~resnet50@batch=2.multiplies.ratio:x1", "0.5×"),
]


@pytest.mark.parametrize(("address", "text"), GOT)
def test_an_address_leads_to_its_value(address: str, text: str) -> None:
    assert RESOLVE(address).text == text


WRONG = [
    ("", "an address is a name such as alexnet.conv1.params"),
    ("alexnt.params", 'unknown network "alexnt"; did you mean "alexnet"'),
    ("alexnet", "alexnet is a network; name one of its values, as alexnet.params"),
    ("alexnet.conv1", "alexnet.conv1 is a layer or block; name one of its values"),
    ("googlenet.3a", "googlenet.3a is a layer or block; name one of its values"),
    ("alexnet.conv1.prams", 'unknown quantity "prams"; did you mean "params"'),
    ("alexnet.conv1.flops", "FLOPs count multiplies and adds apart; name multiplies (MACs)"),
    ("alexnet.conv9.params", 'unknown layer of alexnet "conv9"; did you mean "conv'),
    ("alexnet.conv1.depth", 'unknown value of alexnet.conv1 "depth"'),
    ("alexnet.conv1.tensors.wait", 'unknown tensor of alexnet.conv1 "wait"; did you mean "w'),
    ("alexnet.params:", "ends in a colon, and no format"),
    ("alexnet.params:si99", 'a format has at most 30 digits, found "si99"'),
    ("alexnet.params:raw3", 'unknown format "raw3"; did you mean "raw"'),
    ("alexnet.params:x2", 'format "x2" does not fit a count; it takes raw, sep, si, k, M, G'),
    ("alexnet..params", "nothing between two dots"),
    ("alexnet.params.", "nothing between two dots"),
    ("alexnet@input.params", '@ takes settings such as input=3x256x256,batch=8, found "input"'),
    ("alexnet@batch=many.params", 'batch takes a whole number, found "many"'),
    ("alexnet@batch=0.params", "batch must be between 1"),
    ("alexnet@dtype=fp.params", 'unknown dtype "fp"'),
    ("alexnet@width=3.params", 'unknown argument of alexnet "width"'),
    ("alexnet@input=8x8x8x8.params", "needs 1, 2 or 3 sizes"),
    ("alexnet~vgg16.params", 'unknown relation of two networks "params"'),
    ("alexnet~vgg16.params.ration", 'did you mean "ratio"'),
    ("alexnet~vgg16", "unknown relation of two networks"),
    ("alexnet~vgg16.title.ratio", "title is no number: it has no ratio"),
    ("alexnet~vgg16.norm1.params.ratio", 'unknown layer of vgg16 "norm1"'),
    ("x" * 600, "an address is a name such as"),
    ("no/such.yaml.params", "no/such.yaml"),
]


@pytest.mark.parametrize(("address", "message"), WRONG, ids=[a[:40] for a, _ in WRONG])
def test_a_wrong_address_is_one_clear_line(address: str, message: str) -> None:
    with pytest.raises(ArchcalcError) as caught:
        RESOLVE(address).text  # noqa: B018 (a format may be at fault)
    assert message in str(caught.value)
    assert "\n" not in str(caught.value)


def test_the_longest_network_name_wins() -> None:
    known = ["net", "net-v1", "net-v1.5"]
    assert parse("net-v1.5.conv1.params", known).networks == (Named("net-v1.5"),)
    assert parse("net-v1.conv1.params", known).path == "conv1"
    assert parse("net.v1.params", known) == Address((Named("net"),), "v1", "params")


def test_a_file_is_named_by_its_path(tmp_path: Path) -> None:
    text = (
        "name: mine\ninput: [1, 8, 8]\nlayers: [conv: {name: c, out_channels: 2, kernel_size: 3}]"
    )
    for name in ("mine.yaml", "two words.yml", "my.yaml.yaml"):
        path = tmp_path / name
        path.write_text(text)
        quoted = f'"{path}".c.params:raw'
        assert RESOLVE(quoted).text == "20"
    assert RESOLVE(f"{tmp_path}/mine.yaml.c.params").text == "20"
    assert RESOLVE(f"{tmp_path}/mine.yaml@batch=2.c.multiplies").text == "1,296"
    family = tmp_path / "both.yaml"
    family.write_text(
        "name: f\ninput: [1, 8, 8]\nargs: {n: 2}\nlayers: [conv: {name: c, "
        "out_channels: $n, kernel_size: 3}]\nvariants: {a: {}, b: {args: {n: 4}}}\n"
    )
    assert RESOLVE(f"{family}:b.c.params").text == "40"
    assert RESOLVE(f'"{family}:a".c.params').text == "20"
    assert RESOLVE(f"{family}:b~{family}:a.c.params.ratio").text == "2.00×"


LONG = re.compile(r"densenet|resnet(50|56|101|110|152|1202)|plain(56|110)")
"""Networks of hundreds of layers repeat what the short ones have."""
SHORT = [name for name in catalog.names() if not LONG.match(name)]


@pytest.mark.parametrize("name", [*SHORT, "densenet40-k12", "resnet50"])
def test_every_address_listed_can_be_got(name: str) -> None:
    listed = list(addresses_of(RESOLVE, name))
    assert len({str(one.address) for one in listed}) == len(listed) >= 10
    for one in listed:
        again = RESOLVE(str(one.address))
        assert (again.value, again.text) == (one.value, one.text)


COMPLETED = {
    "googlen": ["googlenet", "googlenet-naive"],
    "alexnet.conv1.pa": [
        "alexnet.conv1.params", "alexnet.conv1.params_bytes", "alexnet.conv1.params_percent",
    ],
    "googlenet.3a.5x5.re": ["googlenet.3a.5x5.reduce", "googlenet.3a.5x5.relu1",
                            "googlenet.3a.5x5.relu2", "googlenet.3a.5x5.receptive_field"],
    "resnet50-v1.5.mul": ["resnet50-v1.5.multiplies"],
    "alexnet.conv1.tensors.w": ["alexnet.conv1.tensors.weight"],
    "nosuch.": [],
}  # fmt: skip


@pytest.mark.parametrize("begun", COMPLETED)
def test_completion_knows_addresses(begun: str) -> None:
    assert set(COMPLETED[begun]) <= set(completions(begun))
    assert all(one.startswith(begun) for one in completions(begun))


def test_addresses_of_a_part_are_its_own() -> None:
    listed = [str(one.address) for one in addresses_of(RESOLVE, "googlenet.3a.5x5")]
    assert "googlenet.3a.5x5.multiplies" in listed
    assert "googlenet.3a.5x5.reduce.tensors.weight" in listed
    assert all(one.startswith("googlenet.3a.5x5.") for one in listed)


def test_a_network_is_analysed_once() -> None:
    resolve = Resolver()
    first, second = resolve("vgg16.params"), resolve("vgg16.conv1.multiplies")
    assert first.parts[0].analysis is second.parts[0].analysis
    assert resolve("vgg16@batch=2.params").parts[0].analysis is not first.parts[0].analysis


@pytest.mark.parametrize(("address", "_"), GOT)
def test_an_address_taken_apart_reads_the_same_again(address: str, _: str) -> None:
    assert str(parse(address)) == address
    assert parse(str(parse(address))) == parse(address)


@settings(max_examples=300)
@given(st.text(max_size=40) | st.text("alexnet.conv1@~:=,xparms\"'0123", max_size=40))
def test_no_text_is_a_crash(text: str) -> None:
    with suppress(ArchcalcError):
        RESOLVE(text).text  # noqa: B018


def test_a_format_must_fit() -> None:
    with pytest.raises(InputError, match="does not fit"):
        RESOLVE("alexnet.conv1.out_shape:si3").text  # noqa: B018
