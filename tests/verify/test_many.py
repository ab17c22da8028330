"""Many networks at once: every one held, and nobody left behind."""

from __future__ import annotations

import subprocess
import sys
from contextlib import suppress

import pytest

pytest.importorskip("torch", reason="pip install torch==2.13.0")
pytest.importorskip("fvcore", reason="pip install fvcore")

from archcalc import load
from archcalc.verify import many

PARENT = """
import os, time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from archcalc.verify.many import _begin
pool = ProcessPoolExecutor(1, get_context("spawn"), _begin)
print(pool.submit(os.getpid).result(), flush=True)
time.sleep(600)
"""


def test_many_at_once() -> None:
    wanted = ["conv1x1-pixel", "lenet5"]
    found = dict(many.verified(wanted, [load(name).analyze() for name in wanted], "meta"))
    assert [found[i].network for i in range(2)] == wanted
    assert all(held.agrees for held in found.values())


def test_workers_end_with_a_parent_that_is_killed() -> None:
    with subprocess.Popen([sys.executable, "-c", PARENT], stdout=subprocess.PIPE) as parent:
        assert parent.stdout is not None
        worker = int(parent.stdout.readline())
        parent.kill()
        try:  # the worker holds the pipe's other end: that ends where it does
            parent.communicate(timeout=60)
        except subprocess.TimeoutExpired:
            import os
            import signal

            with suppress(OSError):
                os.kill(worker, signal.SIGTERM)
            pytest.fail("the worker went on without its parent")
