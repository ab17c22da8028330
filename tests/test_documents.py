"""What README and docs promise is true: their examples run and print what they say."""

import re
from pathlib import Path

import pytest

import archcalc
from archcalc.cli.app import command_names

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
LANGUAGE = (ROOT / "docs" / "spec-language.md").read_text(encoding="utf-8")


def blocks(text, language):
    return re.findall(rf"```{language}\n(.*?)```", text, re.DOTALL)


def test_the_readme_s_network_is_the_example():
    [spec] = blocks(README, "yaml")
    assert spec == "# mynet.yaml\n" + (ROOT / "examples" / "mynet.yaml").read_text("utf-8")


def test_the_readme_s_network_counts_as_pytorch_does():
    # nn.Module of the same layers: sum(p.numel()) and FlopCounterMode/2
    totals = archcalc.load(ROOT / "examples" / "mynet.yaml").analyze().totals
    assert (totals.params, totals.multiplies) == (43_226, 18_268_480)


def test_the_readme_s_python_prints_what_its_comments_say():
    [code] = blocks(README, "python")
    names: dict[str, object] = {}
    said = 0
    for line in code.splitlines():
        expression, _, comment = line.partition("#")
        if re.match(r"import |\w+ = ", expression):
            exec(expression, names)
        elif re.match(r" [(0-9]", comment):
            assert str(eval(expression, names)) == comment.strip()
            said += 1
    assert said == 2


def test_the_spec_language_s_first_example_is_a_network():
    totals = archcalc.loads(blocks(LANGUAGE, "yaml")[0]).analyze().totals
    # 448 = (3·3·3 + 1)·16; 40,970 = (16·16·16 + 1)·10
    assert totals.params == 448 + 40_970


@pytest.mark.parametrize("name", command_names())
def test_every_command_is_in_the_reference(name):
    reference = (ROOT / "docs" / "commands.md").read_text(encoding="utf-8")
    assert f"## archcalc {name}\n" in reference


def test_links_between_documents_lead_somewhere():
    for page in (ROOT / "README.md", ROOT / "CONTRIBUTING.md", *(ROOT / "docs").glob("*.md")):
        for link in re.findall(r"\]\(([^)#:]+)\)", page.read_text(encoding="utf-8")):
            assert (page.parent / link).exists(), f"{page.name}: {link}"
