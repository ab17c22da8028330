"""What runs needs no framework, and imports within the package only go downward."""

from __future__ import annotations

import ast
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from commandline import environment

import archcalc

PACKAGE = Path(archcalc.__file__).parent
HEAVY = ("torch", "torchvision", "fvcore", "numpy", "matplotlib", "pandas", "onnx", "jsonschema")
BLOCKED = f"""
import json, runpy, sys

class Blocker:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in {HEAVY!r}:
            raise ImportError(f"{{name}} is not installed here")

sys.meta_path.insert(0, Blocker())
"""
CALLS = (
    ["--version"],
    ["--help"],
    ["table", "googlenet"],
    ["table", "resnet50", "vgg16", "-f", "json", "--collapse", "none"],
    ["table", "alexnet", "-f", "latex", "--columns", "layer,size_formula,params_formula"],
    ["table", "alexnet", "-f", "html"],
    ["table", "alexnet", "-f", "typst"],
    ["table", "alexnet", "-f", "markdown", "--input", "256", "--batch", "2", "--dtype", "float16"],
    ["table", "alexnet", "-f", "csv"],
    ["explain", "alexnet", "conv1"],
    ["explain", "googlenet", "3a", "-f", "json"],
    ["table", "googlenet", "--layout", "paper"],
    ["table", "alexnet", "--lang", "ko", "--blank", "params"],
    ["explain", "conv", "--input", "32x32x3", "--out-channels", "10", "--kernel-size", "5"],
    ["get", "googlenet.params:si3"],
    ["check", "alexnet.conv1.params", "34944"],
    ["published", "vgg16"],
    ["compare", "--inception-naive", "--inception-bottleneck"],
    ["compare", "resnet50", "resnet50-v1.5", "--view", "difference", "-f", "json"],
    ["compare", "alexnet", "vgg16", "googlenet", "-f", "csv"],
    ["lesson"],
    ["lesson", "inception"],
    ["plot", "googlenet"],
    ["plot", "vgg16", "--kind", "shares", "-f", "vega"],
    ["diagram", "googlenet"],
    ["diagram", "resnet50", "-f", "tikz", "--lang", "ko"],
    ["list"],
    ["schema"],
    ["cite", "alexnet", "vgg16"],
    ["code", "lenet5"],
    ["table", "goglenet"],
)
RUN = """
from archcalc.cli import main
code = 0
sys.argv = ["archcalc", *json.loads(sys.argv[1])]
try:
    main()
except SystemExit as done:
    code = done.code
found = sorted({name.partition(".")[0] for name in sys.modules} & set(HEAVY))
print("\\nheavy", json.dumps([code, found]), file=sys.stderr)
""".replace("HEAVY", repr(HEAVY))


def fresh(code: str, *args: str, **env: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", code, *args],
        capture_output=True, text=True, check=False, env=environment(env),
    )  # fmt: skip


def heavy(done: subprocess.CompletedProcess[str]) -> tuple[int, list[str]]:
    code, names = json.loads(done.stderr.rpartition("heavy ")[2])
    return code, names


@pytest.mark.parametrize("call", CALLS, ids=" ".join)
def test_a_command_with_every_framework_absent(call: list[str]) -> None:
    done = fresh(BLOCKED + RUN, json.dumps(call))
    code = 2 if call[-1] == "goglenet" else 0
    assert heavy(done) == (code, []), done.stderr
    assert bool(done.stdout) == (code == 0)


@pytest.mark.parametrize("call", [["table", "googlenet"], ["explain", "alexnet", "conv1"]])
def test_a_command_imports_no_framework_that_is_there(call: list[str]) -> None:
    assert heavy(fresh("import json, sys\n" + RUN, json.dumps(call))) == (0, [])


def test_completion_with_every_framework_absent() -> None:
    done = fresh(
        BLOCKED + RUN, "[]",
        _ARCHCALC_COMPLETE="complete_bash", COMP_WORDS="archcalc table goo", COMP_CWORD="2",
    )  # fmt: skip
    assert done.stdout.split() == ["googlenet", "googlenet-naive"]
    assert heavy(done) == (0, [])


def test_python_with_every_framework_absent() -> None:
    code = """
import archcalc
analysis = archcalc.load("googlenet").analyze(input=(3, 256, 256), batch=2)
print(analysis.totals.params, "<table" in analysis._repr_html_(), "|" in analysis._repr_markdown_())
"""
    assert fresh(BLOCKED + code).stdout.split() == ["6998552", "True", "True"]


def test_the_blocker_blocks() -> None:
    assert "torch is not installed here" in fresh(BLOCKED + "import torch").stderr


def test_importing_the_package_imports_next_to_nothing() -> None:
    code = (
        "import sys, archcalc; print(*sorted(n for n in sys.modules if n.startswith('archcalc')))"
    )
    assert fresh(code).stdout.split() == ["archcalc"]


# --- the house -----------------------------------------------------------------------------------

FLOORS = (
    {"lang"},
    {"errors", "signs", "units", "formula"},
    {"files"},
    {"notation", "legend", "written"},
    {"ops"},
    {"receptive", "network", "sizes"},
    {"structure", "spec", "memory"},
    {"analysis", "catalog"},
    {"closed"},
    {"formulas", "alone", "citation"},
    {"quantities"},
    {"formats", "counting", "protocols"},
    {"slips"},
    {"address"},
    {"judge"},
    {"published", "lessons", "compare", "source"},
    {"verify"},
    {"views"},
    {"render"},
    {"figures"},
    {"slides", "report"},
    {"cli"},
    {"__main__"},
)
"""Ground floor first. A room imports rooms below its floor, and its own files."""

UPWARD = {
    ("network", "analysis"): "Network.analyze",
    ("network", "structure"): "Network.__post_init__",
    ("analysis", "views.data"): "Analysis.to_dict",
    ("analysis", "views.layers"): "Analysis._repr_html_, Analysis._repr_markdown_",
    ("analysis", "views.model"): "Analysis._repr_html_, Analysis._repr_markdown_",
    ("analysis", "render"): "Analysis._repr_markdown_",
    ("analysis", "render.html"): "Analysis._repr_html_",
}
"""Conveniences of a result, imported when they are called."""


class Import(NamedTuple):
    importer: str
    imported: str
    inside: bool
    """Whether it stands in a function."""


def imports_of(path: Path, package: Path) -> Iterator[Import]:
    parts = path.relative_to(package).with_suffix("").parts
    importer = ".".join(part for part in parts if part != "__init__") or "archcalc"
    tree = ast.parse(path.read_text(encoding="utf-8"))
    functions = [n for n in ast.walk(tree) if isinstance(n, ast.FunctionDef | ast.Lambda)]
    inner = {id(node) for function in functions for node in ast.walk(function)}
    typing_only = {
        id(node)
        for test in ast.walk(tree)
        if isinstance(test, ast.If) and "TYPE_CHECKING" in ast.unparse(test.test)
        for node in ast.walk(test)
    }
    for node in ast.walk(tree):
        if id(node) in typing_only:
            continue
        for name in names_of(node):
            if name.startswith("archcalc."):
                yield Import(importer, name.removeprefix("archcalc."), id(node) in inner)


def names_of(node: ast.AST) -> list[str]:
    match node:
        case ast.Import(names):
            return [alias.name for alias in names]
        case ast.ImportFrom(module=str(module), level=0):
            if module in ("archcalc", "archcalc.cli"):  # a module of it, or a name
                return [f"{module}.{alias.name}" for alias in node.names]
            return [module]
        case ast.ImportFrom(level=1 | 2):
            return ["archcalc.relative"]
        case ast.Call(func=ast.Name("import_module"), args=[ast.Constant(str(name)), *_]):
            return [name]
    return []


EVERY = [found for path in sorted(PACKAGE.rglob("*.py")) for found in imports_of(path, PACKAGE)]


def room(module: str) -> str:
    return module.partition(".")[0]


def floor(module: str) -> int:
    return next(i for i, rooms in enumerate(FLOORS) if room(module) in rooms)


def test_every_room_has_its_floor() -> None:
    modules = {
        p.stem for p in PACKAGE.iterdir() if p.suffix == ".py" or (p / "__init__.py").exists()
    }
    assert modules - {"__init__", "__main__"} <= set().union(*FLOORS)


def test_imports_go_down_only() -> None:
    wrong = [
        found
        for found in EVERY
        if room(found.importer) not in ("archcalc", room(found.imported))
        and found.imported != "__version__"
        and floor(found.imported) >= floor(found.importer)
        and (found.importer, found.imported) not in UPWARD
    ]
    assert wrong == []


def test_what_goes_upward_is_imported_when_called() -> None:
    seen = {(found.importer, found.imported): found.inside for found in EVERY}
    assert set(UPWARD) <= set(seen), "an exception that nobody needs any more"
    assert all(seen[pair] for pair in UPWARD)


def test_no_framework_is_imported_outside_the_pytorch_wing() -> None:
    for path in {*PACKAGE.rglob("*.py")} - {*(PACKAGE / "verify").rglob("*.py")}:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            assert not {name.partition(".")[0] for name in names_of(node)} & set(HEAVY), path


def test_no_name_that_is_private_is_imported() -> None:
    """Modules may be private to their room (``render._tex``), names to their module."""
    wrong = [
        (path.name, node.module, alias.name)
        for path in PACKAGE.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("archcalc.")
        for alias in node.names
        if alias.name.startswith("_") and not alias.name.startswith("__")
        if not (PACKAGE.parent / str(node.module).replace(".", "/") / f"{alias.name}.py").exists()
    ]
    assert wrong == []


def test_the_checker_sees_imports_of_every_kind(tmp_path: Path) -> None:
    (tmp_path / "ops").mkdir()
    file = tmp_path / "ops" / "x.py"
    file.write_text(
        "from archcalc.views.model import Page\nimport archcalc.cli.app\n"
        "def f():\n    from archcalc import render\n"
    )
    assert list(imports_of(file, tmp_path)) == [
        Import("ops.x", "views.model", False),
        Import("ops.x", "cli.app", False),
        Import("ops.x", "render", True),
    ]
