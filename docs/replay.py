"""What a document tells its reader to do, in order: files to write and commands to run.

``<!-- file talk.md -->`` before a fence is a file that the reader writes, ``<!-- $ archcalc … -->``
a command whose output the fence holds, ``<!-- holds talk.md -->`` a file as it then stands.
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[1]
CHECK_FAILED = 1
PLACEHOLDER = re.compile(r"…|\b(NET|NAME|FILE|ADDRESS|VALUE)\b|^archcalc --?\S+$")
"""In a command that shows a form: nobody is meant to type it as it is."""
_FOUND = re.compile(
    r"^(?:<!-- (?P<mark>file|holds|\$) (?P<what>.+?) -->\n)?"
    r"(?P<ticks>`{3,})(?P<language>\w*)\n(?P<text>.*?)^(?P=ticks)\n"
    r"|(?<=\n\n)(?P<line>archcalc \S[^\n]*)(?=\n\n|\n*\Z)"
    r"|(?<!`)`(?P<span>archcalc [^`]+)`(?!`)",
    re.DOTALL | re.MULTILINE,
)
_SHELL = ("sh", "console")


class Step(NamedTuple):
    """A ``file`` to write, a ``command`` to run (it may be shown, `text` its output), a ``name``

    of a command in a sentence, or a file that then ``holds`` `text`.
    """

    kind: str
    what: str
    text: str = ""


def steps(text: str) -> list[Step]:
    """What the document asks for; forms such as ``archcalc table NET`` are left out."""
    found = [step for match in _FOUND.finditer(text) for step in _read(match)]
    return [step for step in found if step.kind != "command" or not PLACEHOLDER.search(step.what)]


def _read(match: re.Match[str]) -> Iterator[Step]:
    kind = {"$": "command", "file": "file", "holds": "holds"}.get(match["mark"] or "")
    if kind:
        yield Step(kind, match["what"], match["text"])
    elif match["language"] in _SHELL:
        lines = match["text"].replace("\\\n", " ").splitlines()
        for words in (shlex.split(line, comments=True) for line in lines):
            if words[:1] == ["archcalc"]:
                yield Step("command", shlex.join(words))
    elif said := match["line"] or match["span"]:
        words = said.split()
        yield Step("command" if len(words) > 2 else "name", " ".join(words))


def fresh(text: str) -> str:
    """The document with every shown output as it comes out now, in a folder of its own."""
    with tempfile.TemporaryDirectory() as name:
        folder = prepared(Path(name))
        return _FOUND.sub(lambda match: _renewed(match, folder), text)


def prepared(folder: Path) -> Path:
    """`folder` with the example that documents take for granted."""
    shutil.copy(ROOT / "examples" / "mynet.yaml", folder)
    return folder


def _renewed(match: re.Match[str], folder: Path) -> str:
    what, text = match["what"], match["text"]
    match match["mark"]:
        case "file":
            (folder / what).write_text(text, encoding="utf-8")
        case "$":
            return _with(match, output(shlex.split(what), folder))
        case "holds":
            return _with(match, (folder / what).read_text(encoding="utf-8"))
    return match[0]


def _with(match: re.Match[str], text: str) -> str:
    start, (first, last) = match.start(), match.span("text")
    return match[0][: first - start] + text + match[0][last - start :]


def output(words: list[str], folder: Path = ROOT) -> str:
    """What a command prints on a plain 80-column terminal; ends the program if it fails."""
    program = [sys.executable, "-m", "archcalc", *words[1:]]
    env = {**os.environ, "COLUMNS": "80", "NO_COLOR": "1", "PYTHONUTF8": "1"}
    env["ARCHCALC_LANG"] = "en"
    env["PYTHONPATH"] = os.pathsep.join(filter(None, (str(ROOT), env.get("PYTHONPATH"))))
    done = subprocess.run(program, cwd=folder, env=env, capture_output=True, encoding="utf-8")
    if done.returncode not in (0, CHECK_FAILED):
        sys.exit(f"{shlex.join(words)}: {done.stderr}")
    return done.stdout
