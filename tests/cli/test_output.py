"""Where results go: terminals wide and narrow, pipes open and closed, files whole or not at all."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import signal
import stat
import struct
import subprocess
import sys
import termios
import time
from pathlib import Path

import pytest
from commandline import START, archcalc, environment, every

from archcalc.cli import _output
from archcalc.errors import OutputError

ESCAPE = re.compile(r"\x1b\[[0-9;]*m")
SCREENS = (
    "table googlenet",
    "table resnet152",
    "table googlenet --collapse none --columns layer,size_formula,params_formula",
    "table vgg16 --input 256",
    "explain alexnet conv1",
    "explain googlenet 3a",
    "explain conv1x1-pixel",
    "list",
    "--help",
    "table --help",
)


def on_a_terminal(call: str, columns: int, **env: str) -> tuple[int, str]:
    """The call's exit code and what it writes to a terminal of that many columns."""
    master, slave = pty.openpty()
    fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 50, columns, 0, 0))
    process = subprocess.Popen(
        [sys.executable, "-c", START, *call.split(" ")],
        stdin=slave, stdout=slave, stderr=slave,
        env=environment({"TERM": "xterm-256color", "COLUMNS": str(columns), **env}),
    )  # fmt: skip
    os.close(slave)
    text = _drain(master)
    os.close(master)
    return process.wait(timeout=60), text.replace("\r\n", "\n")


def _drain(master: int) -> str:
    chunks = []
    while select.select([master], [], [], 60)[0]:
        try:
            chunk = os.read(master, 65536)
        except OSError:  # Linux: the other end is closed
            break
        if not chunk:
            break
        chunks.append(chunk)
    return b"".join(chunks).decode()


def widest(text: str) -> int:
    return max(len(line) for line in ESCAPE.sub("", text).splitlines())


# --- terminals -----------------------------------------------------------------------------------


@pytest.mark.parametrize("call", SCREENS)
def test_a_screen_of_80_columns(call: str) -> None:
    code, text = on_a_terminal(call, 80)
    assert code == 0
    assert widest(text) <= 80
    assert "Traceback" not in text


@pytest.mark.parametrize("columns", [20, 40, 200])
def test_narrow_and_wide_screens_lose_no_number(columns: int) -> None:
    code, text = on_a_terminal("table googlenet", columns)
    assert code == 0
    if columns == 200:
        assert widest(text) <= 200
    for number in ("6,998,552", "1,582,671,872", "128,049,152", "1,025,000"):
        assert number in ESCAPE.sub("", text)


def test_a_terminal_has_colours_and_they_can_be_refused() -> None:
    assert ESCAPE.search(on_a_terminal("table alexnet", 80)[1])
    for refusal in ({"NO_COLOR": "1"}, {"TERM": "dumb"}):
        code, text = on_a_terminal("table alexnet", 80, **refusal)
        assert code == 0
        assert "\x1b" not in text


def test_an_error_on_a_terminal_is_the_same_one_line() -> None:
    code, text = on_a_terminal("table goglenet", 80)
    assert code == 2
    assert text.startswith('archcalc: unknown network "goglenet"; did you mean "googlenet"')
    assert text.count("\n") == 1


# --- pipes ---------------------------------------------------------------------------------------


def test_a_pipe_gets_plain_text_uncut(tmp_path: Path) -> None:
    call = "table googlenet --collapse none --columns layer,size_formula,params_formula"
    (wide,) = every([call.split(" ")], tmp_path)
    assert "\x1b" not in wide.out
    assert widest(wide.out) > 100
    narrow = archcalc("table", "googlenet", env={"COLUMNS": "70"})
    assert widest(narrow.out) <= 70  # asked for


def test_colour_can_be_forced_into_a_pipe() -> None:
    assert ESCAPE.search(archcalc("table", "alexnet", env={"FORCE_COLOR": "1"}).out)


@pytest.mark.parametrize("encoding", ["ascii", "cp949"])
@pytest.mark.parametrize(
    "call",
    [
        "table googlenet", "explain alexnet conv1", "explain resnet50 conv1 -f latex",
        "list", "schema", "table --help", "table googlenet -f html", "table googlenet -f json",
        "table vgg16 --input 256 -f typst",
    ],
)  # fmt: skip
def test_an_encoding_without_the_signs_is_no_error(call: str, encoding: str) -> None:
    env = {"PYTHONUTF8": "0", "PYTHONIOENCODING": encoding}
    ran = archcalc(*call.split(" "), env=env)
    assert (ran.code, ran.err) == (0, "")
    if encoding == "ascii":
        assert ran.out.isascii()


def test_an_error_in_ascii() -> None:
    env = {"PYTHONUTF8": "0", "PYTHONIOENCODING": "ascii"}
    ran = archcalc("table", "alexnet", "--input", "8", env=env)
    assert ran.code == 2
    assert "input 8x8x3 is too small for 11x11/4 conv: floor((8 - 11)/4) + 1" in ran.err
    assert ran.err.isascii()


def shell(command: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    """A line of bash in which $A is archcalc; it exits as archcalc did."""
    line = f'A=\'{sys.executable} -c "{START}"\'; a() {{ eval "$A" \'"$@"\'; }}; {command}'
    return subprocess.run(
        ["bash", "-c", line], cwd=cwd, env=environment(), capture_output=True, text=True,
        check=False, timeout=120,
    )  # fmt: skip


@pytest.mark.parametrize(
    "call",
    ["table googlenet", "explain resnet101", "--help", "table resnet101 -f json"],
)
@pytest.mark.parametrize("reader", ["head -1", "true"])
def test_a_closed_pipe_ends_quietly(call: str, reader: str, tmp_path: Path) -> None:
    done = shell(f"a {call} | {reader}; exit ${{PIPESTATUS[0]}}", tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert bool(done.stdout) == (reader == "head -1")


CLOSED = "archcalc: cannot write the output: standard output is closed\n"
FULL = "archcalc: cannot write the output: No space left on device\n"


@pytest.mark.parametrize(
    ("command", "code", "said"),
    [
        ("a table googlenet >&-", 2, CLOSED),
        ("a schema >&-", 2, CLOSED),
        ("a table googlenet -o x.txt >&- && grep -c googlenet x.txt >/dev/null", 0, ""),
        ("a table googlenet >/dev/full", 2, FULL),
        ("a explain resnet101 >/dev/full", 2, FULL),
        ("a schema >/dev/full", 2, FULL),
        ("a --help >/dev/full", 2, FULL),
        ("a --version >/dev/full", 2, FULL),
        ("a table goglenet 2>&-", 2, ""),
        ("a table goglenet >&- 2>&-", 2, ""),
        ("a table goglenet 2>/dev/full", 2, ""),
        ("a table alexnet >/dev/null <&-", 0, ""),
    ],
)
def test_streams_that_are_closed_or_full(
    command: str, code: int, said: str, tmp_path: Path
) -> None:
    done = shell(command, tmp_path)
    assert (done.returncode, done.stderr, done.stdout) == (code, said, "")


# A job in the background is started deaf to Ctrl-C, and so would be what it starts.
HEARS = "import signal; signal.signal(signal.SIGINT, signal.default_int_handler)\n"


@pytest.mark.parametrize("wait", [0.3, 0.7, 1.2])
def test_ctrl_c_ends_quietly(wait: float, tmp_path: Path) -> None:
    with (tmp_path / "said").open("w+") as said:
        process = subprocess.Popen(
            [sys.executable, "-c", HEARS + START, "explain", "resnet1202", "-f", "html"],
            stdout=subprocess.DEVNULL, stderr=said, env=environment(),
        )  # fmt: skip
        time.sleep(wait)
        process.send_signal(signal.SIGINT)
        process.wait(timeout=60)
        said.seek(0)
        text = said.read()
    if not text or "archcalc" in text:  # else the interpreter itself was still starting
        assert (process.returncode, text) == (130, "")


# --- files ---------------------------------------------------------------------------------------


def written(folder: Path, name: str = "a.md") -> str:
    (ran,) = every([["table", "alexnet", "-f", "markdown", "-o", name]], folder)
    assert (ran.code, ran.out, ran.err) == (0, "", "")
    return (folder / name).read_text(encoding="utf-8")


def test_a_file_holds_the_result_and_standard_output_nothing(tmp_path: Path) -> None:
    (piped,) = every([["table", "alexnet", "-f", "markdown"]], tmp_path)
    assert written(tmp_path) == piped.out
    assert [path.name for path in tmp_path.iterdir()] == ["a.md"]


@pytest.mark.parametrize("name", ["a b.md", "ä×.md", "a" * 255])
def test_any_name_will_do(name: str, tmp_path: Path) -> None:
    assert "AlexNet" in written(tmp_path, name)


def test_a_new_file_has_the_usual_permissions(tmp_path: Path) -> None:
    written(tmp_path)
    umask = os.umask(0)
    os.umask(umask)
    assert stat.S_IMODE((tmp_path / "a.md").stat().st_mode) == 0o666 & ~umask


@pytest.mark.parametrize("mode", [0o600, 0o640, 0o755])
def test_an_old_file_keeps_its_permissions(mode: int, tmp_path: Path) -> None:
    file = tmp_path / "a.md"
    file.write_text("old")
    file.chmod(mode)
    assert "AlexNet" in written(tmp_path)
    assert stat.S_IMODE(file.stat().st_mode) == mode


def test_a_link_is_followed(tmp_path: Path) -> None:
    (tmp_path / "deep").mkdir()
    target, link = tmp_path / "deep" / "b.md", tmp_path / "a.md"
    link.symlink_to("deep/b.md")
    for _ in ("the target is new", "the target is old"):
        assert "AlexNet" in written(tmp_path)
        assert link.is_symlink()
        assert "AlexNet" in target.read_text(encoding="utf-8")
    assert [path.name for path in target.parent.iterdir()] == ["b.md"]


@pytest.mark.parametrize(
    "call",
    ["table goglenet -o a.md", "table alexnet -f jsn -o a.md", "table alexnet --rows zz -o a.md"],
)
def test_a_failed_call_leaves_the_old_file(call: str, tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("old")
    (ran,) = every([call.split(" ")], tmp_path)
    assert ran.code == 2
    assert (tmp_path / "a.md").read_text() == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["a.md"]


def test_a_failed_write_leaves_the_old_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    (tmp_path / "a.md").write_text("old")
    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OutputError, match=r"cannot write .*a\.md: No space left on device"):
        _output.write("new", str(tmp_path / "a.md"))
    assert (tmp_path / "a.md").read_text() == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["a.md"]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_file_that_may_not_be_written(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("old")
    (tmp_path / "a.md").chmod(0o444)
    (ran,) = every([["table", "alexnet", "-o", "a.md"]], tmp_path)
    assert (ran.code, ran.err) == (2, "archcalc: cannot write a.md: Permission denied\n")
    assert (tmp_path / "a.md").read_text() == "old"


def test_a_device_is_written_to_and_not_replaced(tmp_path: Path) -> None:
    (ran,) = every([["table", "alexnet", "-o", "/dev/null"]], tmp_path)
    assert (ran.code, ran.err) == (0, "")
    assert stat.S_ISCHR(Path("/dev/null").stat().st_mode)


def test_the_schema_goes_to_a_file_too(tmp_path: Path) -> None:
    piped, filed = every([["schema"], ["schema", "-o", "s.json"]], tmp_path)
    assert filed.out == ""
    assert (tmp_path / "s.json").read_text(encoding="utf-8") == piped.out
