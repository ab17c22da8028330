# ruff: noqa: E501  the tables of cases read best a line each
"""``archcalc explain OP``: every operation alone, its attributes as options, what is refused."""

from __future__ import annotations

import io
import json
import re
import shlex
from collections.abc import Iterator
from contextlib import redirect_stdout
from inspect import signature
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from commandline import Ran, archcalc, every
from hypothesis import given, settings
from hypothesis import strategies as st
from laws.cases import cases

from archcalc.alone import layer_alone
from archcalc.catalog import names
from archcalc.cli._operation import command_for
from archcalc.cli.app import app
from archcalc.errors import ArchcalcError, InputError
from archcalc.ops import registry
from archcalc.ops.base import Dims, Example, Op
from archcalc.sizes import whole_input
from archcalc.views.data import row_data

KINDS = sorted(registry())
NETWORKS = names()  # read once: it takes most of a call's time
EXAMPLES = [
    pytest.param(kind, example, id=f"{kind} {example.source}")
    for kind in KINDS
    for example in registry()[kind].examples
]
CONV = "explain conv --input 32x32x3 --out-channels 10 --kernel-size 5 --padding 2"


def attribute(name: str, value: Any) -> list[str]:
    """One attribute as a person types it."""
    text = value if isinstance(value, str) else json.dumps(value)
    return [f"--{name.replace('_', '-')}", text]


def words(kind: str, attributes: dict[str, Any], inputs: tuple[Dims, ...]) -> list[str]:
    sizes = [word for axes in inputs for word in ("--input", ",".join(map(str, axes)))]
    options = [word for pair in attributes.items() for word in attribute(*pair)]
    return ["explain", kind, *sizes, *options]


# --- every operation -----------------------------------------------------------------------------


def said(call: list[str]) -> str:
    """What a call prints, or why it is refused."""
    out = io.TextIOWrapper(io.BytesIO(), encoding="utf-8")
    try:
        with (
            redirect_stdout(out),
            patch("archcalc.catalog.names", lambda: NETWORKS),
            patch.dict(
                "os.environ", dict.fromkeys(("COLUMNS", "FORCE_COLOR", "ARCHCALC_LANG"), "")
            ),
        ):
            app(call, prog_name="archcalc", standalone_mode=False)
    except ArchcalcError as error:
        return str(error)
    out.seek(0)
    return out.read()


@pytest.mark.parametrize(("kind", "example"), EXAMPLES)
def test_a_worked_example_is_explained(kind: str, example: Example) -> None:
    call = words(kind, dict(example.attributes), example.inputs)
    title, *lines = said(call).splitlines()
    found = json.loads(said([*call, "-f", "json"]))

    assert (found["op"], found["batch"]) == (kind, 1)
    assert found["inputs"] == found["layer"]["in_shapes"] == list(map(list, example.inputs))
    layer = found["layer"]
    assert tuple(layer["out_shape"]) == example.out
    assert (layer["params"], layer["multiplies"], layer["elementwise"]) == (
        example.params, example.multiplies, example.elementwise,
    )  # fmt: skip

    last = {line.split("  ")[0]: line.rpartition(" ")[2] for line in lines}
    assert last["Parameters"] == f"{example.params:,}"
    assert last["Multiplies"] == f"{example.multiplies:,}"
    if not example.multiplies:
        assert last["Elementwise"] == f"{example.elementwise:,}"
    out = "×".join(map(str, (*example.out[1:], example.out[0])))
    assert title.endswith(f"→ {out}")


def test_the_exercise(tmp_path: Path) -> None:
    # by hand: 32·32·10 outputs of 5·5·3 multiplies each, 768,000; (5·5·3 + 1)·10 = 760
    (ran,) = every([CONV.split(" ")], tmp_path)
    title, _, *lines = ran.out.splitlines()
    assert re.split(" {2,}", title) == ["conv: 10 filters 5×5×3, padding 2", "32×32×3 → 32×32×10"]
    assert [re.split(" {2,}", line) for line in lines] == [
        ["Size", "(H + 2P − K)/S + 1", "(32 + 4 − 5)/1 + 1 = 31 + 1 = 32"],
        ["Parameters", "(K·K·C_in + 1)·C_out", "(5·5·3 + 1)·10 = 750 + 10 = 760"],
        ["One output", "K·K·C_in", "5·5·3 = 75 multiplies"],
        ["Multiplies", "H_out·W_out·C_out · K·K·C_in", "32·32·10 · 5·5·3 = 768,000"],
        ["Receptive field", "r + (K − 1)·j", "1 + (5 − 1)·1 = 1 + 4 = 5"],
    ]


def test_the_layer_has_the_keys_that_a_networks_has(tmp_path: Path) -> None:
    call = "-f json explain conv --input 227x227x3 --out-channels 96 --kernel-size 11 --stride 4"
    alone, within = every(
        [["explain", "-f", "json", *call.split(" ")[3:]],
         ["explain", "alexnet", "conv1", "-f", "json"]], tmp_path,
    )  # fmt: skip
    found, same = json.loads(alone.out)["layer"], json.loads(within.out)["layer"]
    assert found.pop("path") == "conv"
    assert same.pop("path") == "conv1"
    assert found == same


# --- options and values --------------------------------------------------------------------------


@pytest.mark.parametrize("kind", KINDS)
def test_an_attribute_hides_no_usual_option(kind: str) -> None:
    # A Signature refuses a name given twice.
    options = list(signature(command_for(registry()[kind])).parameters)
    attributes = list(registry()[kind].model().model_fields)
    assert [name for name in options if name in attributes] == attributes
    assert set(options) - set(attributes) == {"input", "batch", "format", "output", "units", "lang"}


def typed(draw: Any, name: str, value: Any) -> list[str]:
    """One of the ways in which a value may be written."""
    option = f"--{name.replace('_', '-')}"
    ways = [attribute(name, value), [f"{option}={attribute(name, value)[1]}"]]
    if isinstance(value, bool):
        ways.append([option] if value else [option.replace("--", "--no-", 1)])
    if isinstance(value, tuple) and len(value) > 1 and all(isinstance(v, int) for v in value):
        ways += [[option, sign.join(map(str, value))] for sign in "x×"]
    way: list[str] = draw(st.sampled_from(ways))
    return way


def worked_out(op: Op, shapes: tuple[Dims, ...], batch: int) -> Any:
    try:
        row = layer_alone(op, shapes, batch)
    except ArchcalcError as error:
        return str(error)
    return row_data(row, ["input"] * len(shapes), shapes[0], batch)


@pytest.mark.parametrize("kind", KINDS)
@settings(max_examples=10, deadline=None)
@given(data=st.data(), batch=st.integers(1, 3))
def test_options_say_what_python_says(kind: str, data: st.DataObject, batch: int) -> None:
    op, shapes = data.draw(cases(kind))
    options = [typed(data.draw, *pair) for pair in op.values().items()]
    options += [["--input", ",".join(map(str, axes))] for axes in shapes]
    # A stable sort on drawn keys mixes the options; the inputs stay in their order.
    keys = data.draw(st.lists(st.integers(0, 3), min_size=len(options), max_size=len(options)))
    keys[len(options) - len(shapes) :] = [2] * len(shapes)
    mixed = [pair for _, pair in sorted(zip(keys, options, strict=True), key=lambda pair: pair[0])]
    call = [*(word for option in mixed for word in option), "--batch", str(batch), "-f", "json"]
    found, expected = said(["explain", kind, *call]), worked_out(op, shapes, batch)
    assert expected == (found if isinstance(expected, str) else json.loads(found)["layer"])


SAME = {
    "a list": ("--kernel-size [3,5] --padding [[1,0],2]", "[3, 5], padding: [[1, 0], 2]"),
    "sizes that YAML reads as hexadecimal": ("--kernel-size 3 --padding 0x3", "3, padding: [0, 3]"),
    "a word": ("--kernel-size 3 --padding same", "3, padding: same"),
    "a number with an exponent": ("--kernel-size 3 --groups 1e0", "3"),
    "a bare flag before an option": ("--bias --kernel-size 3", "3"),
    "a flag's value": ("--bias false --kernel-size 3", "3, bias: false"),
    "no-": ("--kernel-size 3 --no-bias", "3, bias: false"),
}


@pytest.mark.parametrize("case", SAME)
def test_a_value_is_read_as_in_a_spec(case: str, tmp_path: Path) -> None:
    options, written = SAME[case]
    (tmp_path / "net.yaml").write_text(
        "name: net\ninput: [4, 32, 32]\nlayers:\n"
        f"  - conv: {{name: conv, out_channels: 8, kernel_size: {written}}}\n"
    )
    call = f"explain conv --input 4,32,32 --out-channels 8 {options} -f json"
    alone, within = every(
        [call.split(" "), ["explain", "net.yaml", "conv", "-f", "json"]], tmp_path
    )
    assert (alone.err, within.err) == ("", "")
    assert json.loads(alone.out)["layer"] == json.loads(within.out)["layer"]


@pytest.mark.parametrize(
    ("text", "shape"),
    [
        ("25088", (25_088,)), ("7x7x7", (7, 7, 7)), ("32x32x3", (3, 32, 32)),
        ("3×32×32", (3, 32, 32)), ("3,32,30", (3, 32, 30)), ("64,100", (64, 100)),
        ("16x16x16x3", (3, 16, 16, 16)), ("3, 16, 112, 112", (3, 16, 112, 112)),
        ("1X28X28", (1, 28, 28)),
    ],
)  # fmt: skip
def test_an_input_of_its_own(text: str, shape: Dims) -> None:
    assert whole_input(text) == shape


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("28x30x256", "--input 28x30x256 could be read in two ways; write the channels first, with "
                      "commas: 28,30,256 or 256,28,30"),
        ("3x16x112x112", "with commas: 3,16,112,112 or 112,3,16,112"),
        ("3x9x3", "with commas: 3,9,3 or 3,3,9"),
        ("100x64", "--input 100x64 lacks the channels: write 100x64x3 or, for a 1-d input, its "
                   "channels and its length with a comma, as 100,64"),
        ("1,2,3,4,5", "--input takes 1 to 4 sizes, found 5"),
    ],
)  # fmt: skip
def test_an_input_that_could_be_read_in_two_ways(text: str, message: str) -> None:
    with pytest.raises(InputError, match=re.escape(message) + "$"):
        whole_input(text)


# --- what is refused -----------------------------------------------------------------------------

CONV3 = "explain conv --input 32x32x3 --kernel-size 3 --out-channels 12"
REFUSED = {
    "an operation mistyped": ("explain cnov --input 3x32x32", 'unknown network or operation "cnov"; did you mean "conv"?'),
    "mistyped, with its options": ("explain maxpol --kernel-size 2", 'unknown network or operation "maxpol"; did you mean "maxpool"'),
    "a network mistyped": ("explain goglenet", 'unknown network or operation "goglenet"; did you mean "googlenet"'),
    "far from both": ("explain zzzzzz", 'unknown network or operation "zzzzzz"; archcalc list shows the networks, archcalc schema the operations'),
    "no input": ("explain conv --kernel-size 3 --out-channels 12", "conv needs --input (archcalc explain conv --help)"),
    "nothing needed is there": ("explain conv --stride 2", "conv needs --input, --kernel-size, --out-channels (archcalc explain conv --help)"),
    "an attribute missing": ("explain linear --input 10", "linear needs --out-features (archcalc explain linear --help)"),
    "an option mistyped": (f"{CONV3} --strid 2", "No such option: --strid (Possible options: --stride) (archcalc explain conv --help)"),
    "an option of another": ("explain relu --input 3 --stride 2", "No such option: --stride (archcalc explain relu --help)"),
    "dtype": (f"{CONV3} --dtype int8", "No such option: --dtype (archcalc explain conv --help)"),
    "an option without value": (f"{CONV3} --stride", "Option '--stride' requires an argument. (archcalc --help)"),
    "an option for a value": (f"{CONV3} --stride --padding 1", "--stride needs a value, found --padding"),
    "an option twice": (f"{CONV3} --stride 1 --stride 2", "--stride is given 2 times"),
    "a flag and its opposite": (f"{CONV3} --bias --no-bias", "--bias is given 2 times"),
    "a value for no-": (f"{CONV3} --no-bias=true", "--no-bias takes no value"),
    "a flag that is neither": (f"{CONV3} --bias maybe", 'conv: bias should be true or false, found the text "maybe"'),
    "a word for a number": ("explain conv --input 9x9x3 --out-channels 1 --kernel-size big", 'conv: kernel_size should be a whole number or a list, found the text "big"'),
    "nothing for a number": ("explain conv --input 9x9x3 --kernel-size 1 --out-channels=", "conv: out_channels should be a whole number, found nothing"),
    "too small a number": (f"{CONV3} --stride 0", "conv: stride should be at least 1 or a list, found 0"),
    "too large a number": (f"{CONV3} --groups 9999999999", "conv: groups should be at most 1000000000, found 9999999999"),
    "half a number": (f"{CONV3} --groups 1.5", "conv: groups should be a whole number, found 1.5"),
    "deep within": (f"{CONV3} --padding [[0,-1],1]", "conv: padding.1.2 should be at least 0, found -1"),
    "a list left open": (f"{CONV3} --stride [2,2", '--stride takes a value as in a spec, such as 3, 3x5 or "[3, 5]", found "[2,2"'),
    "more than a list": (f"{CONV3} --stride [2]\nx:\t1", '--stride takes a value as in a spec, such as 3, 3x5 or "[3, 5]", found "[2] x: 1"'),
    "a choice mistyped": ("explain upsample --input 9x9x3 --scale-factor 2 --mode liner", "upsample: mode should be 'nearest' or 'linear', found the text \"liner\""),
    "groups that do not divide the input": (f"{CONV3} --groups 2", "C_in/G must be whole: 3/2"),
    "groups that do not divide the output": ("explain conv --input 9x9x3 --out-channels 10 --kernel-size 1 --groups 3", "C_out/G must be whole: 10/3"),
    "values for other axes": (f"{CONV3} --stride 1x2x3", "stride needs 1 or 2 values for a 2-d input, found 3"),
    "a window too large": ("explain conv --input 9x9x3 --out-channels 1 --kernel-size 11", "input 9×9×3 is too small for 11×11 conv: (9 − 11)/1 + 1 = −2 + 1 = −1, needs at least 1"),
    "a word for an input": ("explain relu --input big", '--input takes sizes such as 224 or 3x224x224, found "big"'),
    "an empty input": ("explain relu --input=", '--input takes sizes such as 224 or 3x224x224, found ""'),
    "an input of zero": ("explain relu --input 3,0,3", "input sizes must be between 1 and 1,000,000,000, found 3×0×3"),
    "too few axes": ("explain conv --input 32x32 --out-channels 1 --kernel-size 1", "--input 32x32 lacks the channels: write 32x32x3 or,"),
    "one axis": ("explain conv --input 32 --out-channels 1 --kernel-size 1", "conv needs an input with spatial axes, found a flat 32"),
    "too many axes": ("explain linear --input 7x7x512 --out-features 9", "linear needs a flat input: put a flatten before it (found 7×7×512)"),
    "two inputs for one": (f"{CONV3} --input 3", "conv takes one input, found 2"),
    "one input for two": ("explain add --input 3", "add takes 2 or more inputs, found 1"),
    "inputs that differ": ("explain add --input 3,4,4 --input 3,4,5", "add needs inputs of one shape, found 4×4×3 and 4×5×3"),
    "a layer of an operation": (f"{CONV3} conv1", 'unexpected extra argument "conv1" (archcalc explain conv --help)'),
    "a batch of none": (f"{CONV3} --batch 0", "batch must be between 1 and 1,000,000,000, found 0"),
    "a batch of many": (f"{CONV3} --batch many", '--batch takes a whole number, found "many"'),
    "an unknown format": (f"{CONV3} -f jsn", 'unknown format "jsn"; did you mean "json"?'),
    "an operation's option with a network": ("explain alexnet --kernel-size 3", "No such option: --kernel-size (archcalc explain --help)"),
    "a network's option mistyped": ("explain alexnet conv1 --bach 2", "No such option: --bach (Possible options: --batch) (archcalc explain --help)"),
    "an unknown option with a spec": ("explain nosuch.yaml --stride 2", "nosuch.yaml: cannot be read: No such file or directory"),
    "an operation where a table is asked for": ("table conv", 'unknown network "conv"'),
}  # fmt: skip


@pytest.fixture(scope="module")
def refused(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Ran]]:
    folder = tmp_path_factory.mktemp("refused")
    calls = [call.split(" ") for call, _ in REFUSED.values()]
    runs = every([[command, "-o", "out", *rest] for command, *rest in calls], folder)
    yield dict(zip(REFUSED, runs, strict=True))
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize("case", REFUSED)
def test_bad_input_is_one_line(case: str, refused: dict[str, Ran]) -> None:
    ran, message = refused[case], REFUSED[case][1]
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith(f"archcalc: {message}")
    assert ran.err.count("\n") == 1


# --- help, formats, completion -------------------------------------------------------------------


def default(field: Any) -> str:
    if field.is_required():
        return "[required]"
    value = field.default
    plain = value is None or isinstance(value, bool)
    return f"[default: {json.dumps(value) if plain else value}]"


@pytest.mark.parametrize("kind", KINDS)
def test_help_says_every_option_with_its_default(kind: str) -> None:
    text = said(["explain", kind, "--help"])
    assert said(["explain", kind]) == text
    assert registry()[kind].summary in " ".join(text.split())
    for name, field in registry()[kind].model().model_fields.items():
        option = re.escape(f"--{name.replace('_', '-')}")
        [about] = re.findall(rf"^  {option}\b(.*?)(?=^  -)", text, re.MULTILINE | re.DOTALL)
        assert default(field) in about
    assert max(map(len, text.splitlines())) <= 80
    assert len(text.splitlines()) <= 50


@pytest.mark.parametrize("kind", KINDS)
def test_the_example_in_the_help_runs(kind: str) -> None:
    text = said(["explain", kind, "--help"])
    [call] = re.findall(r"Example: archcalc (.*?)\n\n", text, re.DOTALL)
    found = json.loads(said([*shlex.split(call), "-f", "json"]))
    layer, example = found["layer"], registry()[kind].examples[0]
    assert tuple(map(tuple, layer["in_shapes"])) == example.inputs
    assert (tuple(layer["out_shape"]), layer["params"]) == (example.out, example.params)


def test_without_options_there_is_help_and_the_exit_code_of_bad_usage(tmp_path: Path) -> None:
    asked, bare = every([["explain", "conv", "-h"], ["explain", "conv"]], tmp_path)
    assert (asked.code, asked.err, bare.code, bare.err) == (0, "", 2, "")
    assert asked.out == bare.out
    assert asked.out.startswith("Usage: archcalc explain conv [OPTIONS]\n")


def test_the_example_of_the_command_runs(tmp_path: Path) -> None:
    (asked,) = every([["explain", "--help"]], tmp_path)
    [text] = re.findall(r"^  archcalc (explain conv --input .*)$", asked.out, re.MULTILINE)
    (ran,) = every([text.split(" ")], tmp_path)
    assert ran.code == 0
    assert "conv: 10 filters 5×5×3" in ran.out


@pytest.mark.parametrize("fmt", ["terminal", "markdown", "latex", "html", "typst", "csv", "json"])
def test_every_format(fmt: str, tmp_path: Path) -> None:
    printed, written = every(
        [[*CONV.split(" "), "-f", fmt], [*CONV.split(" "), "-f", fmt, "-o", "out"]], tmp_path
    )
    assert (printed.code, written.code, written.out, written.err) == (0, 0, "", "")
    assert "768,000" in printed.out or "768000" in printed.out or "768{,}000" in printed.out
    assert (tmp_path / "out").read_text(encoding="utf-8") == printed.out


def test_a_network_of_that_name_comes_first(tmp_path: Path) -> None:
    (tmp_path / "mine.yaml").write_text(
        "name: conv\ninput: [3, 8, 8]\nlayers: [conv: {name: a, out_channels: 2, kernel_size: 1}]\n"
    )
    env = {"ARCHCALC_SPECS": str(tmp_path)}
    network = archcalc("explain", "conv", "a", env=env)
    assert network.out.startswith("conv a: 2 filters 1×1×3")
    other = archcalc("explain", "conv", "--kernel-size", "3", env=env)
    assert other.err == "archcalc: No such option: --kernel-size (archcalc explain --help)\n"


COMPLETED = {
    "explain conv": {"conv", "conv_transpose", "conv1x1-pixel"},
    "explain conv --out": {"--output", "--out-channels"},
    "explain conv --no": {"--no-bias"},
    "explain conv --bias ": {"true", "false"},
    "explain upsample --mode l": {"linear"},
    "explain maxpool --padding ": {"same", "valid"},
    "explain maxpool --units ": {"exact", "si"},
    "explain alexnet --out": {"--output"},
    "explain conv --stride --padding ": set(),
}


@pytest.mark.parametrize("line", COMPLETED)
def test_completion(line: str, tmp_path: Path) -> None:
    env = {
        "_ARCHCALC_COMPLETE": "complete_bash", "COMP_WORDS": f"archcalc {line}",
        "COMP_CWORD": str(line.count(" ") + 1),
    }  # fmt: skip
    ran = archcalc(cwd=tmp_path, env=env)
    assert ran.err == ""
    found = set(ran.out.split())
    assert COMPLETED[line] <= found if line == "explain conv" else COMPLETED[line] == found
