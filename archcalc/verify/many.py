"""Many networks verified at once: one process a core, the longest first."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context, parent_process
from threading import Thread
from typing import NamedTuple

from archcalc.analysis import Analysis
from archcalc.catalog import load
from archcalc.errors import InputError
from archcalc.lang import say
from archcalc.verify import needed
from archcalc.verify.build import device_in
from archcalc.verify.hold import Held, hold

PER_LAYER = 10**7
"""What running and tracing a layer takes, in multiplies that take as long."""


class Task(NamedTuple):
    """A network by the name that loads it, and how long it takes beside others."""

    place: int
    name: str
    weight: int


def verified(
    names: Sequence[str], analyses: Sequence[Analysis], device: str = ""
) -> Iterator[tuple[int, Held]]:
    """Each network held against PyTorch, with its place in `names`, as they are done.

    Raises InputError before anything runs where PyTorch, fvcore or the device is not there.
    """
    needed("fvcore")
    needed("torch").set_num_threads(1)  # networks of batch 1: one thread is the quickest
    if device:
        device_in(device)
    tasks = [Task(i, name, _weight(analyses[i])) for i, name in enumerate(names)]
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    if min(len(tasks), cores or 1) == 1 or needed("torch").cuda.is_available():
        yield from ((task.place, _one(task.name, device)) for task in tasks)
        return
    longest = sorted(tasks, key=lambda task: -task.weight)
    workers = min(len(tasks), cores or 1)
    with ProcessPoolExecutor(workers, get_context("spawn"), _begin) as pool:
        places: dict[Future[Held], int] = {
            pool.submit(_one, task.name, device): task.place for task in longest
        }
        try:
            for future in as_completed(places):
                yield places[future], future.result()
        except BrokenProcessPool:
            text = "there is not enough memory to run it; try --device meta"
            raise InputError(say(text)) from None
        finally:
            pool.shutdown(wait=False, cancel_futures=True)


def _begin() -> None:
    """One thread each. Ctrl-C, which comes to workers, too, ends them without a word."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    Thread(target=_end_with_parent, daemon=True).start()
    needed("torch").set_num_threads(1)


def _end_with_parent() -> None:
    """A worker waits for work for good, and so would stay behind where its parent was killed."""
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _one(name: str, device: str) -> Held:
    return hold(load(name), device)


def _weight(analysis: Analysis) -> int:
    return analysis.totals.multiplies + PER_LAYER * len(analysis.rows)
