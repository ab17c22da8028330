"""``archcalc bench``: times by a clock of ours, CUDA by its interface, the page."""

from __future__ import annotations

import json
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from archcalc.render import render
from archcalc.verify.bench import Asked, Bench, Refused, Session, layer_times
from archcalc.verify.machine import Clock, Machine
from archcalc.verify.roofline import Roof, Spread, Work
from archcalc.views.bench import Report, bench_page, slowest_of
from archcalc.views.model import Style

ROOT = Path(__file__).parents[2]
TORCH = find_spec("torch") is not None
needs_torch = pytest.mark.skipif(not TORCH, reason="pip install torch==2.13.0")


class Machinery:
    """A device that works through what was launched only when it is waited for."""

    def __init__(self) -> None:
        self.now = 0.0
        self.queue: list[Any] = []
        self.waits = 0

    def launch(self, seconds: float) -> None:
        self.queue.append(seconds)

    def mark(self) -> list[float]:
        event: list[float] = []
        self.queue.append(event)
        return event

    def wait(self) -> None:
        self.waits += 1
        for one in self.queue:
            if isinstance(one, list):
                one.append(self.now)
            else:
                self.now += one
        self.queue.clear()

    @property
    def clock(self) -> Clock:
        return Clock(self.mark, lambda start, end: end[0] - start[0], self.wait)


def test_each_run_is_timed_whole_on_an_idle_device() -> None:
    machinery = Machinery()
    takes = iter([3.0, 1.0, 2.0])
    machinery.launch(100.0)  # what somebody launched before is none of it
    assert machinery.clock.times(lambda: machinery.launch(next(takes)), 3) == [3.0, 1.0, 2.0]
    assert machinery.waits == 6


class Handle:
    def __init__(self, hooks: list[Any], hook: Any) -> None:
        self.hooks, self.hook = hooks, hook

    def remove(self) -> None:
        self.hooks.remove(self.hook)


class FakeLayer:
    def __init__(self, machinery: Machinery, seconds: float) -> None:
        self.machinery, self.seconds = machinery, seconds
        self.pre: list[Any] = []
        self.post: list[Any] = []

    def register_forward_pre_hook(self, hook: Any) -> Handle:
        self.pre.append(hook)
        return Handle(self.pre, hook)

    def register_forward_hook(self, hook: Any) -> Handle:
        self.post.append(hook)
        return Handle(self.post, hook)

    def __call__(self, x: Any) -> Any:
        for hook in self.pre:
            hook(self, (x,))
        self.machinery.launch(self.seconds)
        for hook in self.post:
            hook(self, (x,), x)
        return x


class FakeModule:
    def __init__(self, machinery: Machinery, **seconds: float) -> None:
        self.layers = {path: FakeLayer(machinery, takes) for path, takes in seconds.items()}

    def __call__(self, x: Any) -> Any:
        for layer in self.layers.values():
            layer(x)


def test_layers_are_timed_one_by_one_and_left_as_they_were() -> None:
    machinery = Machinery()
    module = FakeModule(machinery, a=1.0, b=5.0)
    assert layer_times(module, 0, machinery.clock, 3) == {"a": 1.0, "b": 5.0}
    assert not any(layer.pre or layer.post for layer in module.layers.values())


# --- cuda, by its interface ----------------------------------------------------------------------


class FakeCuda:
    """torch.cuda's documented functions, over a device of ours."""

    def __init__(self) -> None:
        self.machinery = machinery = Machinery()
        self.peak = 0

        class Event:
            def __init__(self, enable_timing: bool = False) -> None:
                assert enable_timing

            def record(self) -> None:
                self.at = machinery.mark()

            def elapsed_time(self, end: Any) -> float:
                return 1000.0 * (end.at[0] - self.at[0])  # milliseconds

        self.Event = Event

    def synchronize(self, device: Any = None) -> None:
        self.machinery.wait()

    def reset_peak_memory_stats(self, device: Any) -> None:
        self.peak = 0

    def max_memory_allocated(self, device: Any) -> int:
        return self.peak


class FakeTensor:
    def __init__(self, size: int) -> None:
        self.size = size

    def untyped_storage(self) -> FakeTensor:
        return self

    def nbytes(self) -> int:
        return self.size


class Holder:
    def __init__(self, **values: Any) -> None:
        vars(self).update(values)


def test_cuda_s_events_become_seconds(monkeypatch: pytest.MonkeyPatch) -> None:
    from archcalc.verify import machine

    cuda = FakeCuda()
    monkeypatch.setattr(machine, "needed", lambda name: Holder(cuda=cuda))
    by = machine.clock(Holder(type="cuda"))
    assert by.times(lambda: cuda.machinery.launch(0.25), 2) == [0.25, 0.25]


def test_the_allocator_s_peak_is_told_without_parameters_and_buffers() -> None:
    from archcalc.verify.bench import _allocated

    cuda = FakeCuda()
    cuda.peak = 10**9  # of what ran before

    def run(x: Any) -> None:
        cuda.peak = max(cuda.peak, 1000)

    class Module:
        def parameters(self) -> list[FakeTensor]:
            return [FakeTensor(600), FakeTensor(40)]

        def buffers(self) -> list[FakeTensor]:
            return [FakeTensor(10)]

        __call__ = staticmethod(run)

    on = Holder(device=Holder(type="cuda"))
    assert _allocated(Holder(cuda=cuda), Module(), 0, on) == 350  # type: ignore[arg-type]
    on = Holder(device=Holder(type="cpu"))
    assert _allocated(Holder(), Module(), 0, on) is None  # type: ignore[arg-type]


# --- the page ------------------------------------------------------------------------------------

MACHINE = Machine(
    "cuda:0", "Some GPU", 2**30, "550.1", "12.4", 90100, "2.13.0", "0.1.0", "3.11.7", "Linux 6", 8,
    16, 0.5, "2026-01-02T03:04:05+00:00",
)  # fmt: skip


def made(allocated: int | None = 5000) -> Report:
    from archcalc.verify.bench import TimedLayer
    from archcalc.verify.peak import Peak

    layers = (
        TimedLayer("conv1", "conv", 0.001, Work(10_000, 100), "compute"),
        TimedLayer("pool1", "maxpool", 0.003, Work(0, 300), "memory"),
    )
    one = Bench(
        network="a", title="A", input=(3, 8, 8), latency=Spread(0.005, 0.004, 0.006, 0.003, 30),
        work=Work(10_000, 400), bound="compute", least=0.0025, layers=layers, params_bytes=1024,
        computed_peak=2048, computed_training=8192, peak=Peak(2048, 4096), allocated=allocated,
        training=8192,
    )  # fmt: skip
    roof = Roof(1e7, 1e6)
    session = Session(Asked("cuda", "bfloat16", 4), None, MACHINE, Machinery().clock, roof)
    return Report(session, [one, Refused("b", "too large")])


def test_the_table_says_what_was_measured_and_on_what() -> None:
    text = render(bench_page(made()), "terminal", Style(width=80))
    assert "Measured on Some GPU" in text
    assert "cuda:0, bfloat16, batch 4" in text
    # 10,000 multiplies in 5 ms are 2 M/s, and half of what the roofline asks for
    assert any(line.split() == ["a", "5,000", "4,000", "6,000", "2", "50.0", "25.0", "compute"]
               for line in text.splitlines())  # fmt: skip
    assert "not run" in text
    assert "Not run: too large." in text
    assert "driver 550.1" in text
    assert "Layers bound by memory take 75 % of the layers' time." in text
    assert "4.88\u202fKiB" in text  # 5000 bytes: what CUDA's allocator gave
    assert max(map(len, text.splitlines())) <= 80


def test_without_an_allocator_the_operators_temporaries_stand_in_its_place() -> None:
    text = render(bench_page(made(allocated=None)), "terminal", Style(width=80))
    assert "4.00\u202fKiB" in text
    assert "CUDA's allocator" not in text


@pytest.mark.parametrize(("load", "busy"), [(None, False), (8.0, False), (8.1, True)])
def test_a_busy_machine_is_told_of(load: float | None, busy: bool) -> None:
    report = made()
    session = report.session._replace(machine=MACHINE._replace(load=load))
    text = render(bench_page(report._replace(session=session)), "terminal", Style())
    assert ("The machine was busy before it began: load 8.1 on 16 cores." in text) == busy


def test_the_slowest_layers_come_first() -> None:
    assert [layer.path for layer in slowest_of(made().benches[0], 1)] == ["pool1"]


def test_beating_the_roof_is_explained_only_where_it_is_seen() -> None:
    def said(least: float) -> bool:
        report = made()
        one = report.benches[0]
        faster = Bench(**{name: getattr(one, name) for name in one.__slots__} | {"least": least})
        page = bench_page(report._replace(found=[faster]), 0)
        return "Over 100 % of the roof" in render(page, "terminal", Style())

    assert not said(0.004)
    assert said(0.006)


@pytest.mark.parametrize("form", ["markdown", "latex", "html", "typst", "csv", "json"])
def test_every_format_takes_it(form: str) -> None:
    assert "5,000" in render(bench_page(made()), form, Style()) or form in ("csv", "json", "latex")


def test_csv_has_the_times_alone_and_exact() -> None:
    lines = render(bench_page(made()), "csv", Style()).splitlines()
    assert lines[0].startswith("network,latency_us,lower_us,upper_us,m_multiplies_s")
    assert lines[1] == "a,5000,4000,6000,2,50.0,25.0,compute"
    assert len(lines) == 3


def test_the_results_file_names_its_conditions() -> None:
    data = json.loads(render(bench_page(made(), 1), "json", Style()))
    assert data["machine"] == MACHINE._asdict()
    assert (data["dtype"], data["batch"], data["roof"]["ridge"]) == ("bfloat16", 4, 10.0)
    one, other = data["networks"]
    assert one["latency_seconds"]["runs"] == 30
    assert one["multiplies_per_second"] == 2e6
    assert one["memory_bytes"]["workspace"] == 5000 - 2048
    assert [layer["path"] for layer in one["slowest"]] == ["pool1"]
    assert other == {"network": "b", "ran": False, "reason": "too large"}


def test_a_kept_results_file_becomes_the_readme_s_table(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.syspath_prepend(str(ROOT / "docs"))
    import generate

    assert generate.measured(tmp_path) == "No figures measured on a GPU are shipped yet.\n"
    text = render(bench_page(made(), short=True), "json", Style())
    (tmp_path / "bench-some-gpu.json").write_text(text, encoding="utf-8")
    table = generate.measured(tmp_path)
    assert "Some GPU" in table
    assert "torch 2.13.0, cuda 12.4, driver 550.1, archcalc 0.1.0; 2026-01-02" in table
    cells = [[cell.strip() for cell in line.split("|")[1:-1]] for line in table.splitlines()]
    assert ["a", "5,000", "2", "compute", "2.00\u202fKiB", "2.00\u202fKiB"] in cells
    assert not any(row[:1] == ["b"] for row in cells)
