"""get, check and published as a person calls them: what they print, and their exit codes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from commandline import archcalc, every

CALLS = [
    (["get", "googlenet.params"], 0, "6,998,552\n"),
    (["get", "googlenet.params:raw", "alexnet.conv1.out_shape"], 0, "6998552\n55×55×96\n"),
    (["get", "inception-naive~inception-bottleneck.5x5.multiplies.ratio"], 0, "9.68×\n"),
    (["check", "alexnet.conv1.params", "34944"], 0, "Right."),
    (["check", "alexnet.conv1.params", "35K"], 0, "Right at the precision it is written."),
    (["check", "alexnet.conv1.params", "34848"], 1, "The biases are missing: 11·11·3 · 96"),
    (["check", "alexnet.conv1.params", "34848"], 1, "CS231n course notes prints it"),
    (["check", "alexnet.conv1.out_shape", "55x55x86"], 1, "no slip we know of"),
    (["check", "resnet50.multiplies", "3.8G"], 1, "its last digits are cut off, not rounded"),
    (["check", "inception-naive.5x5.multiplies", "1억 2천만"], 0, "Right at the precision"),
    (["published", "densenet264"], 0, "its own counts give 1 + 2·(6 + 12 + 64 + 48) + 3 + 1 = 265"),
    (["published", "plain18"], 0, "No figure of it is entered"),
    (["published", "googlenet", "--verdict", "erratum", "-f", "csv"], 0, "2.7K"),
]  # fmt: skip


def test_what_is_asked_is_answered(tmp_path: Path) -> None:
    for (call, code, said), ran in zip(
        CALLS, every([call for call, *_ in CALLS], tmp_path), strict=True
    ):
        assert (ran.code, ran.err) == (code, ""), call
        assert said in ran.out, call


WRONG = [
    (["get"], "Missing argument"),
    (["get", "alexnt.params"], 'did you mean "alexnet"'),
    (["get", "alexnet.conv1"], "name one of its values"),
    (["get", "alexnet.params", "-f", "latex"], "an address has its own format"),
    (["get", "--list", "alexnet.params:raw"], 'unknown layer of alexnet "params'),
    (["get", "--list", "alexnet~vgg16"], "addresses are listed of one network"),
    (["check", "alexnet.conv1.params"], "Missing argument"),
    (["check", "alexnet.conv1.params", "lots"], 'cannot read "lots" as a number'),
    (["check", "alexnet.conv1.prams", "3"], 'did you mean "params"'),
    (["check", "alexnet.title", "AlexNet"], "title is no number"),
    (["published"], "published takes networks, or --all"),
    (["published", "alexnet", "--all"], "published takes networks, or --all"),
    (["published", "alexnt"], 'did you mean "alexnet"'),
    (["published", "alexnet", "--verdict", "errata"], 'did you mean "erratum"'),
]  # fmt: skip


def test_bad_input_is_one_clear_line(tmp_path: Path) -> None:
    for (call, said), ran in zip(WRONG, every([call for call, _ in WRONG], tmp_path), strict=True):
        assert (ran.code, ran.out) == (2, ""), call
        assert said in ran.err, (call, ran.err)
        assert ran.err.count("\n") == 1, call


def test_every_address_of_a_part_with_its_value() -> None:
    ran = archcalc("get", "--list", "alexnet.conv1", "-f", "csv")
    rows = dict(line.split(",", 1) for line in ran.out.splitlines()[1:])
    assert rows["alexnet.conv1.params"].startswith("34944")
    assert all(address.startswith("alexnet.conv1.") for address in rows)
    data = json.loads(archcalc("get", "--list", "alexnet.conv1", "-f", "json").out)
    values = {one["address"]: one["value"] for one in data["values"]}
    assert values["alexnet.conv1.params"] == 34_944
    assert values["alexnet.conv1.out_shape"] == [96, 55, 55]
    assert values["alexnet.conv1.formulas.size"]["numbers"] == "(227 − 11)/4 + 1"


def test_a_verdict_as_data() -> None:
    ran = archcalc("check", "alexnet.conv1.params", "34848", "-f", "json")
    data = json.loads(ran.out)
    assert ran.code == 1
    assert (data["value"], data["right"], data["ruling"]) == (34_944, False, "explained")
    assert [one["slip"] for one in data["because"]] == ["bias_forgotten"]
    assert data["published"][0]["source"] == "CS231n course notes"


@pytest.mark.parametrize("fmt", ["terminal", "markdown", "latex", "html", "typst", "csv", "json"])
def test_every_format_takes_every_page(fmt: str, tmp_path: Path) -> None:
    calls = [
        ["published", "alexnet", "-f", fmt],
        ["published", "vgg11", "vgg16", "-f", fmt],
        ["check", "alexnet.conv1.params", "34848", "-f", fmt],
        ["get", "--list", "alexnet.conv1", "-f", fmt],
    ]
    for call, ran in zip(calls, every(calls, tmp_path), strict=True):
        assert (ran.code, ran.err) == (call[0] == "check", ""), call
        assert "34" in ran.out or "138" in ran.out


def test_figures_as_data() -> None:
    data = json.loads(archcalc("published", "inception-bottleneck-256", "-f", "json").out)
    erratum = next(one for one in data["figures"] if one["standing"] == "erratum")
    assert (erratum["published"], erratum["computed"]) == ("358M", 271_351_808)


def test_all_networks_at_once_end_in_a_count() -> None:
    ran = archcalc("published", "--all", "--verdict", "erratum")
    assert ran.code == 0
    assert ran.seconds < 30
    for said in ("253,440", "358M", "24M", "264", "2.7K", "All figures"):
        assert said in ran.out
