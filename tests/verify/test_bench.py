"""``archcalc bench``: the roofline by hand, the clock by a clock of ours, and real runs."""

from __future__ import annotations

import json
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import archcalc
from archcalc.cli import main
from archcalc.errors import InputError
from archcalc.render import render
from archcalc.verify.bench import Asked, Bench, Refused, Session, layer_times
from archcalc.verify.machine import Clock, Machine
from archcalc.verify.roofline import Roof, Spread, Work, spread, total, work_of, works
from archcalc.views.bench import Report, bench_page, slowest_of
from archcalc.views.model import Style

ROOT = Path(__file__).parents[2]
TORCH = find_spec("torch") is not None
needs_torch = pytest.mark.skipif(not TORCH, reason="pip install torch==2.13.0")


# --- the roofline --------------------------------------------------------------------------------

ROOF = Roof(multiplies=1000.0, bytes=100.0)


def test_below_the_ridge_memory_is_the_bound() -> None:
    assert ROOF.ridge == 10
    assert ROOF.bound(Work(999, 100)) == "memory"
    assert ROOF.bound(Work(1000, 100)) == "compute"
    assert ROOF.seconds(Work(500, 100)) == 1.0  # 100 bytes at 100 a second
    assert ROOF.seconds(Work(3000, 100)) == 3.0  # 3000 multiplies at 1000 a second


def test_what_moves_nothing_is_no_division_by_zero() -> None:
    assert Work(0, 0).intensity == 0.0
    assert ROOF.seconds(Work(0, 0)) == 0.0


@given(st.integers(0, 10**12), st.integers(1, 10**12), st.floats(1e3, 1e15), st.floats(1e3, 1e15))
def test_the_roof_is_the_lesser_of_its_two_sides(m: int, b: int, peak: float, speed: float) -> None:
    roof, work = Roof(peak, speed), Work(m, b)
    attainable = min(peak, speed * work.intensity)
    assert work.multiplies / roof.seconds(work) == pytest.approx(attainable)
    assert (roof.bound(work) == "compute") == (work.intensity >= roof.ridge)


def test_bytes_of_a_convolution() -> None:
    analysis = archcalc.load("alexnet").analyze(batch=2)
    # 2 images of 227·227·3 in and 55·55·96 out, 34,944 parameters: 4 bytes each
    assert works(analysis)["conv1"] == Work(210_830_400, 4 * (2 * (154_587 + 290_400) + 34_944))


def test_bytes_follow_the_dtype() -> None:
    row = archcalc.load("alexnet").analyze()["fc8"]
    # 4096 in, 1000 out, 4096·1000 + 1000 parameters
    assert work_of(row, 1, "bfloat16") == Work(4_096_000, 2 * (4096 + 1000 + 4_097_000))


@pytest.mark.parametrize("path", ["flatten", "drop6"])
def test_what_passes_a_value_on_moves_nothing(path: str) -> None:
    spec = "{name: a, input: [3, 8, 8], layers: [relu, {flatten: {name: flatten}}, "
    spec += "{dropout: {name: drop6}}, {linear: {name: fc, out_features: 2}}]}"
    moved = works(archcalc.loads(spec).analyze())
    assert moved[path] == Work(0, 0)
    assert moved["relu1"] == Work(0, 4 * 2 * 192)  # read and written
    assert total(moved.values()) == Work(384, 4 * (2 * 192 + 192 + 2 + 386))


def test_a_sum_reads_both_of_its_inputs() -> None:
    moved = works(archcalc.load("resnet18").analyze())
    # 56·56·64 in twice and out once
    assert moved["conv2_x.block1.add"] == Work(0, 4 * 3 * 200_704)


# --- spread and clock ----------------------------------------------------------------------------


def test_quartiles_as_numpy_has_them() -> None:
    # numpy.percentile([1, 2, 3, 4, 10], [25, 50, 75]) = [2, 3, 4]
    assert spread([10.0, 4.0, 1.0, 3.0, 2.0]) == Spread(3.0, 2.0, 4.0, 1.0, 5)
    assert spread([7.0]) == Spread(7.0, 7.0, 7.0, 7.0, 1)


@given(st.lists(st.floats(1e-6, 1e3), min_size=2, max_size=50))
def test_a_spread_is_in_order(times: list[float]) -> None:
    found = spread(times)
    low, high = min(times), max(times)
    # quartiles are interpolated, which rounds
    assert low * (1 - 1e-12) <= found.lower <= found.median * (1 + 1e-12)
    assert found.median <= found.upper * (1 + 1e-12) <= high * (1 + 2e-12)


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


# --- as a person calls it ------------------------------------------------------------------------


class Called:
    def __init__(self, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
        self.capsys, self.monkeypatch = capsys, monkeypatch

    def __call__(self, *args: str) -> tuple[int, str, str]:
        self.monkeypatch.setattr(sys, "argv", ["archcalc", *args])
        with pytest.raises(SystemExit) as done:
            main()
        out, err = self.capsys.readouterr()
        return int(done.value.code or 0), out, err


@pytest.fixture
def call(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Called:
    return Called(capsys, monkeypatch)


@pytest.mark.parametrize(
    ("args", "said"),
    [
        ((), "bench takes networks, or --all"),
        (("alexnet", "--all"), "bench takes networks, or --all"),
        (("alexnot",), 'did you mean "alexnet"'),
        (("alexnet", "--batch", "0"), "batch must be between 1"),
        (("alexnet", "--batch", "many"), '--batch takes a whole number, found "many"'),
        (("alexnet", "--runs", "0"), "--runs takes a whole number from 1 to 100,000"),
        (("alexnet", "--layers", "-1"), "--layers takes a whole number from 0"),
        (("alexnet", "--dtype", "half"), 'did you mean "float16"'),
        (("alexnet", "-f", "jsn"), 'did you mean "json"'),
        (("alexnet", "-o", "nowhere/there.json"), "cannot write nowhere/there.json"),
    ],
)
def test_bad_input_is_told_before_anything_is_measured(
    call: Called, monkeypatch: pytest.MonkeyPatch, args: tuple[str, ...], said: str
) -> None:
    monkeypatch.setitem(sys.modules, "torch", None)
    code, out, err = call("bench", *args)
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert said in err


def test_without_the_extra_it_says_what_installs_it(
    call: Called, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "torch", None)
    code, out, err = call("bench", "lenet5")
    assert (code, out) == (2, "")
    assert 'pip install "archcalc[verify]"' in err


def no_cuda() -> bool:
    import torch

    return not torch.cuda.is_available()


@needs_torch
@pytest.mark.parametrize("command", ["bench", "verify"])
def test_a_gpu_that_is_not_there_is_an_error(call: Called, command: str) -> None:
    if not no_cuda():
        pytest.skip("there is a CUDA device here")
    code, out, err = call(command, "lenet5", "--device", "cuda")
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert "there is no CUDA device here" in err


@needs_torch
@pytest.mark.parametrize(
    ("args", "said"),
    [
        (("--device", "meta"), "bench runs on cpu or cuda"),
        (("--device", "cud"), 'did you mean "cuda"'),
        (("--dtype", "int8"), "known: float32"),
    ],
)
def test_what_pytorch_or_the_machine_lacks(call: Called, args: tuple[str, ...], said: str) -> None:
    code, out, err = call("bench", "lenet5", *args)
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert said in err


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Peaks from small probes: a test needs no true ones."""
    from archcalc.verify import machine

    monkeypatch.setattr(machine, "_LONG_ENOUGH", 0.0)
    monkeypatch.setattr(machine, "_TRIES", 1)
    monkeypatch.setattr(machine, "_COPIED", {"cpu": 2**20, "cuda": 2**20})


@needs_torch
def test_a_batch_too_large_is_refused(
    call: Called, monkeypatch: pytest.MonkeyPatch, quick: None
) -> None:
    from archcalc.verify import bench

    monkeypatch.setattr(bench, "free_bytes", lambda device: 250_000)
    assert call("bench", "lenet5", "--runs", "1", "--device", "cpu")[0] == 2  # 240,000 of weights
    _, _, err = call("bench", "lenet5", "--batch", "64", "--device", "cpu")
    assert "try a smaller --batch" in err
    assert err.count("\n") == 1


@needs_torch
def test_a_kernel_that_is_not_there_is_named(quick: None, monkeypatch: pytest.MonkeyPatch) -> None:
    from archcalc.verify import bench

    def lacking(*_: Any) -> None:
        raise NotImplementedError("\"some_kernel\" not implemented for 'Half'")

    monkeypatch.setattr(bench, "_bench", lacking)
    with bench.session(Asked("cpu")) as on, pytest.raises(InputError, match="some_kernel"):
        bench.bench(archcalc.load("lenet5"), on)


@needs_torch
@pytest.mark.parametrize("dtype", ["float32", "bfloat16"])
def test_a_real_run(call: Called, quick: None, dtype: str) -> None:
    args = ("--device", "cpu", "--runs", "3", "--batch", "2", "--dtype", dtype, "-f", "json")
    code, out, err = call("bench", "resnet20", *args)
    assert (code, err) == (0, "")
    data = json.loads(out)
    [one] = data["networks"]
    assert data["machine"]["device"] == "cpu"
    assert data["machine"]["threads"] >= 1
    assert one["multiplies"] == 2 * 40_551_040  # He et al.'s 0.04 G for one image
    times = one["latency_seconds"]
    assert 0 < times["least"] <= times["lower"] <= times["median"] <= times["upper"]
    memory = one["memory_bytes"]
    assert memory["measured_peak"] == pytest.approx(memory["computed_peak"], rel=0.1)
    assert memory["measured_training"] == pytest.approx(memory["computed_training"], rel=0.1)
    assert (memory["allocated"], memory["workspace"]) == (None, None)
    assert len(one["slowest"]) == 5
    assert all(layer["seconds"] > 0 for layer in one["slowest"])


@needs_torch
def test_with_all_a_network_that_cannot_run_ends_nothing(
    call: Called, quick: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    from archcalc import catalog
    from archcalc.verify import bench

    monkeypatch.setattr(catalog, "names", lambda: ["lenet5", "alexnet"])
    monkeypatch.setattr(bench, "free_bytes", lambda device: 10**7)  # AlexNet's weights: 249 MB
    code, out, _ = call("bench", "--all", "--device", "cpu", "--runs", "1", "-f", "json")
    ran = {one["network"]: one["ran"] for one in json.loads(out)["networks"]}
    assert (code, ran) == (0, {"lenet5": True, "alexnet": False})


@needs_torch
def test_a_real_run_on_cuda(call: Called) -> None:
    if no_cuda():
        pytest.skip("needs a CUDA device and a build of torch for it (torch.cuda.is_available())")
    args = ("--device", "cuda", "--batch", "8", "--runs", "10", "-f", "json")
    code, out, err = call("bench", "resnet50", "alexnet", *args)
    assert (code, err) == (0, "")
    data = json.loads(out)
    assert data["machine"]["cuda"]
    assert data["machine"]["device"].startswith("cuda")
    for one in data["networks"]:
        memory = one["memory_bytes"]
        assert memory["measured_peak"] == pytest.approx(memory["computed_peak"], rel=0.1)
        assert memory["workspace"] >= 0
        assert one["latency_seconds"]["median"] > 0
        assert len(one["slowest"]) == 5
