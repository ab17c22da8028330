"""Runs the command line as a person does: a process of its own, its streams, time and memory.

`archcalc` starts the interpreter anew. `every` starts one and forks it for each call, so that
hundreds of calls cost their own work only.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import threading
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

MIB = 2**20
START = "from archcalc.cli import main; main()"
# A child's ru_maxrss starts from its parent's size, so it says itself what it took, on Linux.
PEAK = """
import atexit, os
def peak(path=os.environ.pop("TEST_PEAK"), status="/proc/self/status"):
    if os.path.exists(status):
        lines = dict(line.partition(":")[::2] for line in open(status))
        open(path, "w").write(lines["VmHWM"].split()[0])
atexit.register(peak)
"""


class Ran(NamedTuple):
    """What a call gave: exit code, both streams, seconds of processor time, bytes at the most."""

    code: int
    out: str
    err: str
    seconds: float
    peak: int


def archcalc(
    *args: str | bytes,
    cwd: Path | None = None,
    env: Mapping[str, str] | None = None,
    program: Sequence[str] = ("-c", START),
) -> Ran:
    """``archcalc ARGS`` in an interpreter of its own; killed after a minute."""
    if program[0] == "-c":
        program = ("-c", PEAK + program[1])
    with (
        tempfile.TemporaryFile() as out,
        tempfile.TemporaryFile() as err,
        tempfile.NamedTemporaryFile() as peak,
    ):
        process = subprocess.Popen(
            [sys.executable, *program, *args],
            cwd=cwd, env=environment({**(env or {}), "TEST_PEAK": peak.name}),
            stdin=subprocess.DEVNULL, stdout=out, stderr=err,
        )  # fmt: skip
        alarm = threading.Timer(60, process.kill)
        alarm.start()
        _, status, usage = os.wait4(process.pid, 0)
        alarm.cancel()
        process.returncode = os.waitstatus_to_exitcode(status)
        ran = _ran(process.returncode, out.fileno(), err.fileno(), usage)
        said = Path(peak.name).read_text()
        return ran._replace(peak=int(said) * 1024) if said else ran


def environment(more: Mapping[str, str] | None = None) -> dict[str, str]:
    """The environment without what would change a table, and `more`."""
    unset = ("NO_COLOR", "FORCE_COLOR", "COLUMNS", "PYTHONIOENCODING")
    own = ("ARCHCALC_SPECS", "ARCHCALC_LANG")
    kept = {key: value for key, value in os.environ.items() if key not in (*unset, *own)}
    return {**kept, "PYTHONUTF8": "1", **(more or {})}


def every(calls: Sequence[Sequence[str]], cwd: Path) -> list[Ran]:
    """``archcalc CALL`` for each of `calls`, in order, each in a process of its own."""
    done = subprocess.run(
        [sys.executable, __file__],
        input=json.dumps([list(call) for call in calls]),
        capture_output=True, text=True, cwd=cwd, env=environment(), timeout=300, check=True,
    )  # fmt: skip
    return [Ran(*values) for values in json.loads(done.stdout)]


def _ran(code: int, out: int, err: int, usage: Any) -> Ran:
    unit = 1 if sys.platform == "darwin" else 1024
    return Ran(
        code, _text(out), _text(err), usage.ru_utime + usage.ru_stime, usage.ru_maxrss * unit
    )


def _text(descriptor: int) -> str:
    size = os.fstat(descriptor).st_size
    return os.pread(descriptor, size, 0).decode("utf-8", "backslashreplace")


def _serve() -> None:
    # What every call would import, and read, anew.
    import archcalc
    from archcalc.cli import _output, app, table  # noqa: F401
    from archcalc.render import terminal  # noqa: F401
    from archcalc.views import layers  # noqa: F401

    archcalc.load("googlenet").analyze()
    calls = json.load(sys.stdin)
    results = [_forked(call) for call in calls]
    json.dump(results, sys.stdout)


def _forked(call: list[str]) -> Ran:
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        child = os.fork()
        if child == 0:
            os.dup2(out.fileno(), 1)
            os.dup2(err.fileno(), 2)
            _call(call)
        _, status, usage = os.wait4(child, 0)
        return _ran(os.waitstatus_to_exitcode(status), out.fileno(), err.fileno(), usage)


def _call(call: list[str]) -> None:
    """The command line's own `main`, and what the interpreter does after it."""
    import signal
    import traceback

    from archcalc.cli import main

    signal.alarm(60)
    sys.argv = ["archcalc", *call]
    code: Any = 0
    try:
        main()
    except SystemExit as error:
        code = error.code
    except BaseException:
        traceback.print_exc()
        code = 1
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code or 0)


if __name__ == "__main__":
    _serve()
