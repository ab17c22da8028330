"""What README and docs promise is true: their examples run and print what they say."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

import archcalc
from archcalc.cli.app import command_names
from archcalc.formulas import layer_formulas
from archcalc.views.layers import COLUMN_NAMES

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
PYTHON = (ROOT / "docs" / "python.md").read_text(encoding="utf-8")
LANGUAGE = (ROOT / "docs" / "spec-language.md").read_text(encoding="utf-8")
CONTRIBUTING = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
# Puts a folder on the registry's path, then does what follows.
ADD = "import sys, archcalc.ops as ops; ops.__path__.append(sys.argv.pop(1)); "


def blocks(text, language):
    return re.findall(rf"```{language}\n(.*?)```", text, re.DOTALL)


def test_the_readme_s_network_is_the_example():
    [spec] = blocks(README, "yaml")
    assert spec == "# mynet.yaml\n" + (ROOT / "examples" / "mynet.yaml").read_text("utf-8")


def test_the_readme_s_network_counts_as_pytorch_does():
    # nn.Module of the same layers: sum(p.numel()) and FlopCounterMode/2
    totals = archcalc.load(ROOT / "examples" / "mynet.yaml").analyze().totals
    assert (totals.params, totals.multiplies) == (43_226, 18_268_480)


def replayed(code):
    """Runs a block whose comments are what its expressions give; how many of those there were."""
    names: dict[str, object] = {}
    said = 0
    for line in filter(None, code.splitlines()):
        expression, _, comment = line.partition("  # ")
        if re.match(r"import |from |\w+ = ", expression):
            exec(expression, names)
        elif not comment.startswith("a table"):
            assert str(eval(expression, names)) == comment, line
            said += 1
    return said


def test_the_readme_s_python_prints_what_its_comments_say():
    assert replayed(*blocks(README, "python")) == 2


def test_the_page_on_python_prints_what_its_comments_say():
    assert replayed(*blocks(PYTHON, "python")) == 16


def test_the_page_on_python_names_every_field():
    result = archcalc.load("alexnet").analyze()
    row = result["conv1"]
    named = set(re.findall(r"`[^`]*?(\w+)(?:\(\))?`", PYTHON))
    for fields in (result.totals, result.totals.memory, row, layer_formulas(row, 1)):
        assert set(fields._fields) <= named


def test_readme_and_help_list_the_columns():
    [listed] = re.findall(r"Columns are (.*?)\.\n", README, re.DOTALL)
    assert tuple(re.findall(r"`(\w+)`", listed)) == COLUMN_NAMES


def test_the_spec_language_s_first_example_is_a_network():
    totals = archcalc.loads(blocks(LANGUAGE, "yaml")[0]).analyze().totals
    # 448 = (3·3·3 + 1)·16; 40,970 = (16·16·16 + 1)·10
    assert totals.params == 448 + 40_970


def example(name):
    [spec] = [text for text in blocks(LANGUAGE, "yaml") if text.startswith(f"name: {name}\n")]
    return archcalc.loads(spec).analyze()


def test_the_spec_language_s_skip_connection_is_a_network():
    found = example("skip")
    shapes = [row.out_shape for row in found.rows]
    assert shapes[:4] == [(8, 58, 58), (8, 29, 29), (16, 27, 27), (8, 54, 54)]
    assert shapes[4:] == [(8, 54, 54), (16, 54, 54), (2, 54, 54)]


def test_the_spec_language_s_gate_is_a_network():
    totals = example("gate").totals
    assert totals.params == (64 + 1) * 4 + (4 + 1) * 64
    assert totals.depth == 0


@pytest.mark.parametrize(
    ("layer", "channels"),
    [
        ("conv: {name: a, out_channels: $width*3/4, kernel_size: 1}", 48),
        ("conv: {name: a, out_channels: 8, kernel_size: 1, when: $drop}", 3),
    ],
)
def test_what_the_spec_language_says_of_arithmetic(layer, channels):
    spec = f"name: a\ninput: [3, 8, 8]\nargs: {{width: 64, drop: 0}}\nlayers: [relu, {{{layer}}}]\n"
    assert archcalc.loads(spec).analyze().rows[-1].out_shape[0] == channels


@pytest.mark.parametrize("name", command_names())
def test_every_command_is_in_the_reference(name):
    reference = (ROOT / "docs" / "commands.md").read_text(encoding="utf-8")
    assert f"## archcalc {name}\n" in reference


def test_links_between_documents_lead_somewhere():
    for page in (ROOT / "README.md", ROOT / "CONTRIBUTING.md", *(ROOT / "docs").glob("*.md")):
        for link in re.findall(r"\]\(([^)#:]+)\)", page.read_text(encoding="utf-8")):
            assert (page.parent / link).exists(), f"{page.name}: {link}"


@pytest.fixture
def added(tmp_path):
    """Runs Python where the registry holds CONTRIBUTING's example, pasted as it is."""
    [code] = blocks(CONTRIBUTING, "python")
    (tmp_path / "scale.py").write_text(code, encoding="utf-8")

    def run(code, *args):
        done = subprocess.run(
            [sys.executable, "-c", ADD + code, str(tmp_path), *args],
            cwd=ROOT, capture_output=True, encoding="utf-8",
        )  # fmt: skip
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    return run


def test_the_operation_of_contributing_obeys_the_laws(added):
    said = added(
        "import pytest; sys.exit(pytest.main())", "tests/laws", "-qk", "scale and not pytorch"
    )
    assert re.search(r"\d{2} passed", said)


def test_the_operation_of_contributing_works_in_a_spec(added):
    spec = "{name: a, input: [64, 56, 56], layers: [scale, {scale: {bias: false}}, flatten, scale]}"
    code = (
        "import archcalc; r = archcalc.loads(sys.argv[1]).analyze(); "
        "print([(row.params, row.elementwise, row.tensors()) for row in r.layers])"
    )
    n = 64 * 56 * 56
    assert added(code, spec).strip() == str(
        [
            (128, 401_408, {"weight": (64,), "bias": (64,)}),  # 2 · 64; 2 · 64·56·56
            (64, 200_704, {"weight": (64,)}),
            (0, 0, {}),
            (401_408, 401_408, {"weight": (n,), "bias": (n,)}),
        ]
    )


def test_the_operation_of_contributing_is_on_the_formula_sheet(added):
    sheet = added("sys.path.append('docs'); import generate; print(generate.operations())")
    assert "## scale\n" in sheet
    assert "| params | (B + 1)·C |" in sheet or "| params | (1 + B)·C |" in sheet
