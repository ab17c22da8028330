"""The commands: their help, their options, their numbers, and completion in three shells."""

from __future__ import annotations

import csv
import inspect
import io
import json
import re
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from commandline import Ran, archcalc, every

from archcalc.cli.app import SECTIONS, command_names

COMMANDS = (
    "table", "explain", "compare", "list", "bench", "check", "cite", "code", "diagram", "embed",
    "get", "gradients", "lesson", "plot", "published", "report", "schema", "slides", "verify",
)  # fmt: skip
FORMATS = ("terminal", "markdown", "latex", "html", "typst", "csv", "json")

CALLS = {
    "googlenet": "table googlenet",
    "googlenet aux": "table googlenet --aux -f json",
    "googlenet json": "table googlenet -f json",
    "conv1": "explain alexnet conv1",
    "pixel": "explain conv1x1-pixel",
    "3a": "explain googlenet 3a",
    "rows": "table googlenet --rows 3a,4* -f csv",
    "columns": "table googlenet --columns params,layer --rows fc -f csv",
    "stages": "table resnet50 --collapse stage -f csv",
    "blocks": "table resnet50 --collapse block -f csv",
    "layers": "table resnet50 --collapse none -f csv",
    "two": "table alexnet vgg16 -f json",
    "twice": "table alexnet alexnet -f json",
    "si": "table googlenet --units si",
    "set": "table densenet121 --set growth=12 -f json",
    "set two": "table densenet121 --set growth=12 --set n1=1 -f json",
    "batch": "table alexnet --batch 8 --dtype float16 -f json",
    "256": "table vgg16 --input 256 -f json",
    "hwc": "table vgg16 --input 256x320x3 -f json",
    "chw": "table vgg16 --input 3x256x320 -f json",
    "hw": "table vgg16 --input 256×320 -f json",
    "resnet152": "table resnet152 -f json",
    "list": "list -f json",
    "list text": "list",
    "schema": "schema",
    "explain json": "explain alexnet conv1 -f json",
    "explain group": "explain googlenet 3a -f json",
    "explain network": "explain alexnet -f json",
    **{f"table {fmt}": f"table alexnet -f {fmt}" for fmt in FORMATS},
    **{f"explain {fmt}": f"explain alexnet conv1 -f {fmt}" for fmt in FORMATS},
    **{f"list {fmt}": f"list -f {fmt}" for fmt in FORMATS},
    **{f"help {name}": f"{name} --help" for name in COMMANDS},
    "help": "--help",
    "short help": "-h",
    "version": "--version",
}


@pytest.fixture(scope="module")
def ran(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Ran]:
    folder = tmp_path_factory.mktemp("calls")
    runs = every([call.split(" ") for call in CALLS.values()], folder)
    assert list(folder.iterdir()) == []
    return dict(zip(CALLS, runs, strict=True))


@pytest.mark.parametrize("name", CALLS)
def test_it_exits_with_0_and_says_nothing_beside_the_result(name: str, ran: dict[str, Ran]) -> None:
    assert (ran[name].code, ran[name].err) == (0, "")
    assert ran[name].out.endswith("\n")
    assert "\x1b" not in ran[name].out


# --- documentation -------------------------------------------------------------------------------


def test_these_are_the_commands() -> None:
    assert set(COMMANDS) <= set(command_names())


@pytest.mark.parametrize("name", command_names())
def test_a_command_and_its_options_are_documented(name: str) -> None:
    module = import_module(f"archcalc.cli.{name}")
    assert module.SECTION in SECTIONS
    assert inspect.getdoc(module.command)
    hints = inspect.get_annotations(module.command, eval_str=True)
    for option, hint in hints.items():
        if option != "return":
            assert hint.__metadata__[0].help, f"{name} --{option}"


def test_help_lists_the_commands_in_their_groups(ran: dict[str, Ran]) -> None:
    out = ran["help"].out
    assert ran["short help"].out == out
    places = [out.index(f"\n{title}:") for title in ("Look", "Build")]
    assert places == sorted(places)
    for name in COMMANDS:
        assert re.search(rf"^  {name} +[A-Z]\w+ ", out, re.MULTILINE)
    assert "..." not in out.partition("Look:")[2]


@pytest.mark.parametrize("name", ["help", *(f"help {name}" for name in COMMANDS)])
def test_help_fits_80_columns(name: str, ran: dict[str, Ran]) -> None:
    assert max(map(len, ran[name].out.splitlines())) <= 80


def test_version(ran: dict[str, Ran]) -> None:
    assert re.fullmatch(r"archcalc \d+\.\d+\.\d+\n", ran["version"].out)


def test_without_a_command_there_is_help(ran: dict[str, Ran], tmp_path: Path) -> None:
    (bare,) = every([[]], tmp_path)
    assert (bare.code, bare.out, bare.err) == (2, ran["help"].out, "")


def test_it_runs_as_a_module(tmp_path: Path, ran: dict[str, Ran]) -> None:
    assert archcalc("--version", program=("-m", "archcalc"), cwd=tmp_path).out == ran["version"].out


# --- the first screens ---------------------------------------------------------------------------


def cells(text: str) -> dict[str, list[str]]:
    rows = (re.split(r"  +", line.strip()) for line in text.splitlines())
    return {row[0]: row[1:] for row in rows}


@pytest.mark.parametrize(
    ("row", "rest"),
    [
        ("conv1", ["7×7/2", "112×112×64", "9,472", "118,013,952", "7.5"]),
        ("pool1", ["3×3/2", "56×56×64", "0", "0", "0.0"]),
        ("pool2", ["3×3/2", "28×28×192", "0", "0", "0.0"]),
        ("3a", ["inception", "28×28×256", "163,696", "128,049,152", "8.1"]),
        ("3b", ["inception", "28×28×480", "388,736", "304,267,264", "19.2"]),
        ("4e", ["inception", "14×14×832", "868,352", "169,996,288", "10.7"]),
        ("5b", ["inception", "7×7×1024", "1,444,080", "70,697,984", "4.5"]),
        ("fc", ["linear", "1000", "1,025,000", "1,024,000", "0.1"]),
        ("Total", ["6,998,552", "1,582,671,872"]),
    ],
)
def test_googlenets_table(row: str, rest: list[str], ran: dict[str, Ran]) -> None:
    assert cells(ran["googlenet"].out)[row] == rest


def test_googlenets_screen(ran: dict[str, Ran]) -> None:
    lines = ran["googlenet"].out.splitlines()
    assert lines[0].startswith("GoogLeNet (Inception v1), Szegedy et al. 2014  ")
    assert lines[0].endswith("input 224×224×3, batch 1")
    text = " ".join(ran["googlenet"].out.split())
    assert "22 weighted layers deep (27 with pooling)." in text
    assert "Auxiliary heads: +6,379,728 params (--aux)." in text
    assert "6,624,904" in text
    assert len(lines) <= 30


@pytest.mark.parametrize(
    "words",
    [
        "AlexNet conv1: 96 filters 11×11×3, stride 4",
        "227×227×3 → 55×55×96",
        "(227 − 11)/4 + 1 = 54 + 1 = 55",
        "(K·K·C_in + 1)·C_out",
        "(11·11·3 + 1)·96 = 34,848 + 96 = 34,944",
        "H_out·W_out·C_out · K·K·C_in",
        "55·55·96 · 11·11·3 = 105,415,200",
        "1 + (11 − 1)·1 = 1 + 10 = 11",
        "224? The paper prints 224: (224 − 11)/4 + 1 = 54.25, not whole.",
    ],
)
def test_alexnets_conv1(words: str, ran: dict[str, Ran]) -> None:
    assert words in " ".join(re.sub(r" {2,}", "\n", ran["conv1"].out).split("\n"))


def test_one_pixel_of_a_1x1_convolution(ran: dict[str, Ran]) -> None:
    assert "32 multiplies" in ran["pixel"].out
    assert "6×6×32 → 6×6×1" in ran["pixel"].out


def test_a_blocks_explanation_works_out_each_layer(ran: dict[str, Ran]) -> None:
    for path in ("3a.1x1.conv", "3a.3x3.reduce", "3a.5x5.conv", "3a.pool.proj", "3a.concat"):
        assert path in ran["3a"].out
    assert "(5·5·16 + 1)·32 = 12,800 + 32 = 12,832" in ran["3a"].out


# --- options -------------------------------------------------------------------------------------


def rows(run: Ran) -> list[list[str]]:
    return list(csv.reader(io.StringIO(run.out)))


def totals(run: Ran) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(run.out)["totals"]
    return found


def test_rows_are_chosen_by_name_and_pattern(ran: dict[str, Ran]) -> None:
    names = [row[0] for row in rows(ran["rows"])]
    assert names == ["layer", "3a", "4a", "4b", "4c", "4d", "4e", "Rows shown", "Total"]


def test_columns_come_in_the_order_asked_for(ran: dict[str, Ran]) -> None:
    table = rows(ran["columns"])
    assert table[0] == ["params", "layer"]
    assert table[1] == ["1025000", "fc"]
    assert table[-1] == ["6998552", "Total"]


def test_three_levels_of_detail(ran: dict[str, Ran]) -> None:
    found = {name: [row[0] for row in rows(ran[name])] for name in ("stages", "blocks", "layers")}
    assert found["stages"][1:-1] == [
        "conv1", "pool1", "conv2_x", "conv3_x", "conv4_x", "conv5_x", "pool5", "fc",
    ]  # fmt: skip
    assert [name for name in found["blocks"] if name.startswith("conv5_x")] == [
        "conv5_x.block1", "conv5_x.block2", "conv5_x.block3",
    ]  # fmt: skip
    assert len(found["layers"]) > 150
    assert len({rows(ran[name])[-1][3] for name in found}) == 1


def test_aux_counts_the_heads(ran: dict[str, Ran]) -> None:
    assert totals(ran["googlenet json"])["params"] == 6_998_552
    assert totals(ran["googlenet aux"])["params"] == 13_378_280


def test_several_networks_stand_in_a_list_in_order(ran: dict[str, Ran]) -> None:
    data = json.loads(ran["two"].out)
    assert data["schema"] == 1
    assert [network["network"] for network in data["networks"]] == ["alexnet", "vgg16"]
    assert len(json.loads(ran["twice"].out)["networks"]) == 2


def test_units(ran: dict[str, Ran]) -> None:
    assert cells(ran["si"].out)["Total"] == ["7.00\u202fM", "1.58\u202fG"]


def test_arguments_are_set(ran: dict[str, Ran]) -> None:
    one, two = totals(ran["set"])["params"], totals(ran["set two"])["params"]
    assert two < one < 7_978_856


def test_batch_and_dtype(ran: dict[str, Ran]) -> None:
    found = totals(ran["batch"])
    assert found["params"] == 60_965_224
    assert found["multiplies"] == 8 * 724_406_816
    assert found["memory"]["params_bytes"] == 2 * 60_965_224


def test_an_input_is_read_in_every_order(ran: dict[str, Ran]) -> None:
    assert json.loads(ran["256"].out)["input"] == [3, 256, 256]
    assert totals(ran["256"])["params"] == 169_814_824
    for name in ("hwc", "chw", "hw"):
        assert json.loads(ran[name].out)["input"] == [3, 256, 320]


def test_the_list_holds_every_network_once(ran: dict[str, Ran]) -> None:
    entries = json.loads(ran["list"].out)["networks"]
    names = [entry["name"] for entry in entries]
    assert len(names) == len(set(names)) > 50
    assert {"alexnet", "googlenet-naive", "resnet1202", "conv1x1-pixel"} <= set(names)
    assert all(entry["title"] and entry["summary"] for entry in entries)
    assert all(name in ran["list text"].out for name in names)


# --- the contract of JSON ------------------------------------------------------------------------

SIZES = [int]
LAYER = {
    "path": str, "op": str, "group": list, "inputs": list, "in_shapes": list, "out_shape": list,
    "params": int, "multiplies": int, "elementwise": int, "activations": int,
    "receptive_field": list | None, "effective_stride": list | None, "tensors": dict,
    "formulas": dict,
}  # fmt: skip
NETWORK = {
    "schema": int, "network": str, "title": str, "input": list, "batch": int, "dtype": str,
    "convention": str, "totals": dict, "layers": list, "aux": list, "uncounted": list,
    "lower_bound": bool, "notes": list,
}  # fmt: skip
TOTALS = {
    "params": int, "multiplies": int, "elementwise": int, "activations": int, "depth": int,
    "depth_with_pools": int, "nonlinearities": int, "ops": int, "receptive_field": list,
    "effective_stride": list, "paths": str, "memory": dict,
}  # fmt: skip
MEMORY = ("params_bytes", "activations_bytes", "peak_inference_bytes", "training_bytes")
SHOWN = {"symbols": str, "numbers": str, "value": int}


def check(data: dict[str, Any], contract: dict[str, Any]) -> None:
    assert list(data) == list(contract)
    for key, kind in contract.items():
        assert isinstance(data[key], kind), key
        assert kind is not int or type(data[key]) is int, key


@pytest.mark.parametrize("name", ["googlenet json", "resnet152", "256", "batch"])
def test_a_networks_object(name: str, ran: dict[str, Ran]) -> None:
    data = json.loads(ran[name].out, parse_float=lambda text: pytest.fail(f"a float: {text}"))
    check(data, NETWORK)
    check(data["totals"], TOTALS)
    check(data["totals"]["memory"], dict.fromkeys(MEMORY, int))
    assert (data["schema"], data["convention"], data["lower_bound"]) == (1, "multiplies", False)
    for row in data["layers"] + data["aux"]:
        check(row, LAYER)
        formulas = row["formulas"]
        for key in ("params", "multiplies", "elementwise"):
            check(formulas[key], SHOWN)
            assert formulas[key]["value"] == row[key]
        assert [shown["value"] for shown in formulas["size"].values()] == row["out_shape"]
    for key in ("params", "multiplies", "elementwise", "activations"):
        assert sum(row[key] for row in data["layers"]) == data["totals"][key]


def test_conv1_in_json(ran: dict[str, Ran]) -> None:
    (row,) = (r for r in json.loads(ran["table json"].out)["layers"] if r["path"] == "conv1")
    assert {key: row[key] for key in row if key != "formulas"} == {
        "path": "conv1", "op": "conv", "group": [], "inputs": ["input"],
        "in_shapes": [[3, 227, 227]], "out_shape": [96, 55, 55],
        "params": 34_944, "multiplies": 105_415_200, "elementwise": 0, "activations": 290_400,
        "receptive_field": [11, 11], "effective_stride": [4, 4],
        "tensors": {"weight": [96, 3, 11, 11], "bias": [96]},
    }  # fmt: skip
    assert row["formulas"]["size"]["height"] == {
        "symbols": "(H + 2P − K)/S + 1", "numbers": "(227 − 11)/4 + 1", "value": 55,
    }  # fmt: skip
    assert json.loads(ran["explain json"].out)["layer"] == row


def test_paths_are_text_with_all_their_digits(ran: dict[str, Ran]) -> None:
    assert totals(ran["resnet152"])["paths"] == str(2**50)
    assert totals(ran["googlenet json"])["paths"] == str(4**9)


# --- completion ----------------------------------------------------------------------------------

COMPLETED = {
    "archcalc ": list(COMMANDS),
    "archcalc ta": ["table"],
    "archcalc table goo": ["googlenet", "googlenet-naive"],
    "archcalc table alexnet vgg16": ["vgg16", "vgg16-c"],
    "archcalc table alexnet --for": ["--format"],
    "archcalc table alexnet -f ": [*FORMATS],
    "archcalc table alexnet --format j": ["json"],
    "archcalc table alexnet --columns layer,mult": ["layer,multiplies", "layer,multiplies_formula"],
    "archcalc table alexnet --collapse b": ["block"],
    "archcalc table alexnet --dtype float": ["float64", "float32", "float16"],
    "archcalc table alexnet --units ": ["exact", "si"],
    "archcalc table densenet121 --set gr": ["growth="],
    "archcalc lesson in": ["inception"],
    "archcalc explain googlenet 3a.5": [
        "3a.5x5", "3a.5x5.reduce", "3a.5x5.relu1", "3a.5x5.conv", "3a.5x5.relu2",
    ],
    "archcalc explain nosuch 3a": [],
    "archcalc explain broken.yaml 3a": [],
    "archcalc table broken.yaml --set ": [],
    "archcalc table --set ": [],
    "archcalc tabel goo": [],
    "archcalc table zzz": [],
}  # fmt: skip


def completed(line: str, shell: str, folder: Path) -> list[str]:
    words = line.split(" ")
    ran = archcalc(
        cwd=folder,
        env={
            "_ARCHCALC_COMPLETE": f"complete_{shell}",
            "COMP_WORDS": line, "COMP_CWORD": str(len(words) - 1),
            "_TYPER_COMPLETE_ARGS": line, "_TYPER_COMPLETE_FISH_ACTION": "get-args",
        },
    )  # fmt: skip
    assert ran.err == ""
    if shell == "zsh":
        found = re.search(r"\(\((.*)\)\)", ran.out, re.DOTALL)
        return re.findall(r'"([^"]+)"', found[1]) if found else []
    return ran.out.split()


@pytest.fixture(scope="module")
def broken(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("broken")
    (folder / "broken.yaml").write_text("name: [")
    return folder


@pytest.mark.parametrize("line", COMPLETED)
def test_completion(line: str, broken: Path) -> None:
    assert sorted(completed(line, "bash", broken)) == sorted(COMPLETED[line])


@pytest.mark.parametrize("shell", ["zsh", "fish"])
def test_completion_in_other_shells(shell: str, broken: Path) -> None:
    assert completed("archcalc table goo", shell, broken) == ["googlenet", "googlenet-naive"]
    assert completed("archcalc explain nosuch x", shell, broken) == []


def test_a_broken_folder_of_specs_spoils_no_completion(broken: Path) -> None:
    env = {
        "ARCHCALC_SPECS": str(broken), "_ARCHCALC_COMPLETE": "complete_bash",
        "COMP_WORDS": "archcalc table goo", "COMP_CWORD": "2",
    }  # fmt: skip
    ran = archcalc(env=env)
    assert ran.err == ""
    assert ran.out.split() == ["googlenet", "googlenet-naive"]


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_script_that_turns_completion_on(shell: str) -> None:
    # --show-completion finds out which shell is running; a shell's own start file says it so.
    ran = archcalc(env={"_ARCHCALC_COMPLETE": f"source_{shell}"})
    assert (ran.code, ran.err) == (0, "")
    assert f"_ARCHCALC_COMPLETE=complete_{shell}" in ran.out
    assert re.search(
        {
            "bash": "complete .* archcalc$",
            "zsh": "^compdef .* archcalc$",
            "fish": "^complete --command archcalc ",
        }[shell],
        ran.out,
        re.MULTILINE,
    )
