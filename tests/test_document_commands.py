"""Every command that a document names is run, in order, with the files that the document has."""

import shlex
import shutil
import sys
from importlib.util import find_spec
from itertools import groupby
from pathlib import Path

import pytest
from commandline import every

from archcalc.cli.app import command_names

ROOT = Path(__file__).parents[1]
sys.path.append(str(ROOT / "docs"))

import replay  # noqa: E402 (it stands beside the documents)

PAGES = ("README.md", "CONTRIBUTING.md", *sorted(f"docs/{p.name}" for p in ROOT.glob("docs/*.md")))
WRONG = {
    "archcalc check alexnet.conv1.params 34848",  # the biases are missing
    "archcalc check alexnet.conv1.params 34848 --lang ko",
    "archcalc check alexnet.conv1.out_shape 54x54x96",  # the + 1 is missing
    "archcalc check inception-bottleneck-256.multiplies 358M",  # a term counted twice
}
"""What is judged wrong: these exit with 1."""
WRONG_ON = {"docs/decks.md": {"archcalc embed talk.md", "archcalc embed --check talk.md"}}
"""The deck there has a wrong number in it, for the page to show."""
EXTRAS = "needs python-pptx and vl-convert: pip install 'archcalc[plot,pptx]'"
TORCH = "needs PyTorch and fvcore: make witness"
CHEAPER = {
    "verify": [],
    "bench": ["--runs", "1", "--layers", "0"],
    "gradients": ["--batch", "2", "--norm", "on", "--init", "he"],
    "plot --from": [],  # what these wrote
}
"""Commands that need PyTorch, and what is added to them to have them done sooner."""
SAYS = 'GoogLeNet has <span data-archcalc="googlenet.params:si3"></span> parameters.\n'


def read(page):
    return replay.steps((ROOT / page).read_text(encoding="utf-8"))


def heavy(step):
    """The key in CHEAPER of a command that needs PyTorch."""
    words = step.what.split() if step.kind == "command" else ["", ""]
    key = f"{words[1]} --from" if "--from" in words else words[1]
    return key if key in CHEAPER else ""


def code(page, command):
    return int(command in WRONG or command in WRONG_ON.get(page, ()))


@pytest.fixture
def folder(tmp_path):
    """A reader's folder: the example, a deck, a presentation with a field, a family of networks."""
    pptx = pytest.importorskip("pptx", reason=EXTRAS)
    pytest.importorskip("vl_convert", reason=EXTRAS)
    deck = pptx.Presentation()
    deck.slides.add_slide(deck.slide_layouts[5]).shapes.title.text = "{{googlenet.params:si3}}"
    deck.save(tmp_path / "template.pptx")
    replay.prepared(tmp_path)
    (tmp_path / "talk.md").write_text(SAYS, encoding="utf-8")
    shutil.copy(ROOT / "specs" / "densenet.yaml", tmp_path / "family.yaml")
    return tmp_path


def run(page, steps, folder):
    steps = list(dict.fromkeys(steps))
    calls = [[*shlex.split(step.what)[1:], *CHEAPER.get(heavy(step), [])] for step in steps]
    for step, ran in zip(steps, every(calls, folder), strict=True):
        assert ran.code == code(page, step.what), f"{step.what}: {ran.err or ran.out}"
        assert "Traceback" not in ran.err, step.what


@pytest.mark.parametrize("page", [page for page in PAGES if read(page)])
def test_the_commands_of_a_document_run(page, folder):
    done = [step for step in read(page) if not heavy(step)]
    for kind, group in groupby(done, key=lambda step: step.kind):
        steps = list(group)
        if kind == "command":
            run(page, steps, folder)
        for step in steps:
            if kind == "file":
                (folder / step.what).write_text(step.text, encoding="utf-8")
            elif kind == "holds":
                assert (folder / step.what).read_text(encoding="utf-8") == step.text
            elif kind == "name":
                assert step.what.split()[1] in {*command_names(), "--install-completion"}


def needing(cuda):
    """The pages that have such commands, and those commands."""
    found = {
        page: [step for step in read(page) if heavy(step) and ("cuda" in step.what) is cuda]
        for page in PAGES
    }
    return [pytest.param(page, steps, id=page) for page, steps in found.items() if steps]


@pytest.mark.skipif(not (find_spec("torch") and find_spec("fvcore")), reason=TORCH)
@pytest.mark.parametrize(("page", "steps"), needing(cuda=False))
def test_the_commands_that_need_pytorch_run(page, steps, folder):
    run(page, steps, folder)


@pytest.mark.skipif(not find_spec("torch"), reason=TORCH)
@pytest.mark.parametrize(("page", "steps"), needing(cuda=True))
def test_the_commands_that_need_a_gpu_run(page, steps, folder):
    import torch

    if not torch.cuda.is_available():
        pytest.skip("needs a CUDA device and PyTorch built for it")
    run(page, steps, folder)


SAMPLE = """Text with `archcalc table NET`, `archcalc get
 googlenet.params`, `archcalc list`.

<!-- file a.md -->
```markdown
`archcalc no command`
```

<!-- $ archcalc embed a.md -->
```text
old
```

<!-- holds a.md -->
```markdown
older
```

```sh
pip install archcalc
archcalc table alexnet \\
  -f csv   # a comment
archcalc plot … -o x.svg
```

archcalc explain alexnet conv1
"""


def test_what_a_document_asks_for():
    assert [(step.kind, step.what) for step in replay.steps(SAMPLE)] == [
        ("command", "archcalc get googlenet.params"),
        ("name", "archcalc list"),
        ("file", "a.md"),
        ("command", "archcalc embed a.md"),
        ("holds", "a.md"),
        ("command", "archcalc table alexnet -f csv"),
        ("command", "archcalc explain alexnet conv1"),
    ]


def test_what_is_shown_is_written_anew():
    text = SAMPLE.replace("`archcalc no command`", SAYS.rstrip())
    found = {step.kind: step.text for step in replay.steps(replay.fresh(text))}
    # googlenet's 6,998,552 parameters, to three digits
    assert found["holds"].split() == SAYS.replace("></span>", ">7.00 M</span>").split()
    assert found["command"] != "old\n"


def test_every_command_stands_in_a_document():
    steps = [step for page in PAGES for step in read(page) if step.kind in ("command", "name")]
    assert {step.what.split()[1] for step in steps} >= set(command_names())
