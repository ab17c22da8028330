"""Measure archcalc and write benchmarks/results.md: ratios within one run, as machines are noisy.

    make bench            archcalc alone
    make peers bench      and the peers, on PyTorch modules of the same networks (tests/witness)

The whole process against its imports alone, comparing all networks and refreshing a deck against
tabling one, the analysis in process against peers, and how time and memory grow with the layers.
"""

from __future__ import annotations

import compileall
import gc
import importlib.metadata
import importlib.util
import platform
import subprocess
import sys
import tempfile
import time
import tracemalloc
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median
from typing import Any

import archcalc
import archcalc.catalog

ROOT = Path(__file__).parents[1]
BASELINE = (
    "from pydantic import BaseModel; import typer, yaml; "
    "from rich.console import Console; from rich.table import Table"
)
WATCHED = ("torch", "numpy", "matplotlib", "fvcore")
NETWORKS = ("googlenet", "resnet152")


def main() -> None:
    """Run all parts and write the results."""
    parts = [
        "# Benchmark",
        f"Python {platform.python_version()}, {platform.machine()}, {time.strftime('%Y-%m-%d')}. "
        "Medians, and their ratios within this run.",
        *whole_process(),
        *every_network(),
        *a_deck(),
        *scaling(),
        *against_peers(),  # last: torch in memory slows the collector down
    ]
    text = "\n\n".join(parts) + "\n"
    (ROOT / "benchmarks" / "results.md").write_text(text, encoding="utf-8")
    print(text)


# --- the whole process ---------------------------------------------------------------------------


def whole_process(runs: int = 15) -> Iterator[str]:
    """`archcalc table googlenet` against importing what it stands on; in turn, A B A B.

    Both run from bytecode, as installed packages do.
    """
    compileall.compile_dir(ROOT / "archcalc", quiet=1)
    ours = [sys.executable, "-m", "archcalc", "table", "googlenet"]
    base = [sys.executable, "-c", BASELINE]
    timed: dict[str, list[float]] = {"ours": [], "base": []}
    for _ in range(runs):
        timed["ours"].append(_process(ours))
        timed["base"].append(_process(base))
    ratio = median(a / b for a, b in zip(timed["ours"], timed["base"], strict=True))
    yield "## Whole process"
    yield _table(
        ("Command", "Median, ms", "Ratio"),
        [
            ("importing pydantic, typer, yaml, rich", f"{median(timed['base']) * 1e3:.0f}", "1"),
            ("archcalc table googlenet", f"{median(timed['ours']) * 1e3:.0f}", f"{ratio:.2f}"),
        ],
    )
    yield f"Imported on the way: {', '.join(_heavy_imports()) or 'none'} of {', '.join(WATCHED)}."


def every_network(runs: int = 9) -> Iterator[str]:
    """Comparing all shipped networks at once against tabling one: the usual, and the largest.

    In turn, A B C A B C; the largest has a quarter of all layers.
    """
    names = archcalc.catalog.names()
    commands = {
        "table googlenet": ["table", "googlenet"],
        "table resnet1202": ["table", "resnet1202"],
        f"compare, all {len(names)} networks": ["compare", *names],
    }
    runner = [sys.executable, "-m", "archcalc"]
    timed = [[_process([*runner, *words]) for words in commands.values()] for _ in range(runs)]
    rows = []
    for place, name in enumerate(commands):
        ratios = [f"{median(run[place] / run[one] for run in timed):.2f}" for one in (0, 1)]
        rows.append((name, f"{median(run[place] for run in timed) * 1e3:.0f}", *ratios))
    yield "## All networks at once"
    yield _table(("Command", "Median, ms", "Times googlenet's", "Times resnet1202's"), rows)


def a_deck(runs: int = 9) -> Iterator[str]:
    """Refreshing a deck of 200 slides with 1,000 values of 20 networks against tabling one."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "deck.md"
        text = deck(slides=200, values=5, networks=20)
        runner = [sys.executable, "-m", "archcalc"]
        pairs = []
        for _ in range(runs):
            path.write_text(text, encoding="utf-8")
            embedded = _process([*runner, "embed", str(path)])
            pairs.append((embedded, _process([*runner, "table", "googlenet"])))
    ratio = median(embedded / table for embedded, table in pairs)
    yield "## A deck"
    yield _table(
        ("Command", "Median, ms", "Ratio"),
        [
            ("table googlenet", f"{median(table for _, table in pairs) * 1e3:.0f}", "1"),
            (
                "embed, 200 slides, 1,000 values of 20 networks",
                f"{median(embedded for embedded, _ in pairs) * 1e3:.0f}",
                f"{ratio:.2f}",
            ),
        ],
    )


def deck(slides: int, values: int, networks: int) -> str:
    """A Markdown deck of so many slides, with so many values on each, none filled in yet."""
    pool = [
        [
            f"{name}.{path}.{quantity}".replace("..", ".")
            for path in ("", *(row.path for row in archcalc.load(name).analyze().layers))
            for quantity in ("params", "multiplies:si3", "activations", "out_shape")
        ]
        for name in archcalc.catalog.names()[:networks]
    ]
    parts = ["# A deck\n"]
    for slide in range(slides):
        parts.append(f"\n---\n\n## Slide {slide}\n\n")
        for value in range(values):
            number = slide * values + value
            addresses = pool[number % networks]
            address = addresses[37 * number % len(addresses)]
            parts.append(f'- value {value}: <span data-archcalc="{address}"></span>\n')
    return "".join(parts)


def _process(command: list[str]) -> float:
    start = time.perf_counter()
    subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - start


def _heavy_imports() -> list[str]:
    code = (
        "import sys\nfrom archcalc.cli.app import run\n"
        "try: run(['table', 'googlenet', '-o', '/dev/null'])\nexcept SystemExit: pass\n"
        f"print([name for name in {WATCHED} if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    found: list[str] = eval(done.stdout)
    return found


# --- in process ----------------------------------------------------------------------------------


def against_peers() -> Iterator[str]:
    """The second call of each on the same network."""
    yield "## In process"
    yield "The second call of each, from the loaded network; the network's own module for peers."
    rows = []
    for name in NETWORKS:
        network = archcalc.load(name)
        rows.append((name, "archcalc", archcalc.__version__, _ms(_whole(network)), "1"))
        for peer, count in _peers(name):
            version = importlib.metadata.version(peer)
            rows.append((name, peer, version, *_in_turn(count, _whole(network))))
    yield _table(("Network", "Tool", "Version", "Median, ms", "Times archcalc's"), rows)
    if len(rows) == len(NETWORKS):
        yield "No peers are installed: make peers."


def _ms(call: Callable[[], Any]) -> str:
    return f"{_second_call(call, repeats=50) * 1e3:.2f}"


def _in_turn(theirs: Callable[[], Any], ours: Callable[[], Any]) -> tuple[str, str]:
    """Their median, and the median ratio of pairs measured one right after the other."""
    pairs = [(_second_call(theirs, 1), _second_call(ours, 20)) for _ in range(5)]
    ratio = median(slow / quick for slow, quick in pairs)
    return f"{median(slow for slow, _ in pairs) * 1e3:.1f}", f"{ratio:.0f}"


def _second_call(call: Callable[[], Any], repeats: int) -> float:
    call()
    times = []
    for _ in range(repeats):
        start = time.perf_counter()
        call()
        times.append(time.perf_counter() - start)
    return median(times)


def _peers(name: str) -> Iterator[tuple[str, Callable[[], Any]]]:
    if importlib.util.find_spec("torch") is None:
        return
    import logging
    import warnings

    import torch

    warnings.simplefilter("ignore")
    logging.disable(logging.WARNING)
    sys.path.insert(0, str(ROOT / "tests"))
    from witness.modules import googlenet, inception
    from witness.residual import bottleneck, resnet

    module = googlenet(inception) if name == "googlenet" else resnet(bottleneck, "B", (3, 8, 36, 3))
    module.eval()
    image = torch.zeros(1, 3, 224, 224)
    for peer, make in PEERS.items():
        if importlib.util.find_spec(peer) is not None:
            yield peer, make(module, image)


def _fvcore(module: Any, image: Any) -> Callable[[], Any]:
    from fvcore.nn import FlopCountAnalysis

    def count() -> Any:
        found = FlopCountAnalysis(module, image)
        found.unsupported_ops_warnings(False).uncalled_modules_warnings(False)
        return found.total()

    return count


def _thop(module: Any, image: Any) -> Callable[[], Any]:
    from thop import profile

    return lambda: profile(module, (image,), verbose=False)


def _ptflops(module: Any, image: Any) -> Callable[[], Any]:
    from ptflops import get_model_complexity_info

    shape = tuple(image.shape[1:])
    return lambda: get_model_complexity_info(
        module, shape, as_strings=False, print_per_layer_stat=False, backend="pytorch"
    )


def _torchinfo(module: Any, image: Any) -> Callable[[], Any]:
    from torchinfo import summary

    return lambda: summary(module, input_data=image, verbose=0)


PEERS: dict[str, Callable[[Any, Any], Callable[[], Any]]] = {
    "fvcore": _fvcore,
    "thop": _thop,
    "ptflops": _ptflops,
    "torchinfo": _torchinfo,
}


# --- growth --------------------------------------------------------------------------------------


def scaling() -> Iterator[str]:
    """A chain of convolutions, short and long; the collector stays on."""
    short, long = 1_000, 100_000
    few, many = chain(short), chain(long)
    quick, slow = _second_call(_whole(few), 20), _second_call(_whole(many), 3)
    yield "## Growth"
    yield _table(
        ("Layers", "Analysis, ms", "Ratio", "Memory of the result, bytes a layer"),
        [
            (f"{short:,}", f"{quick * 1e3:.1f}", "1", f"{_memory(few) / short:.0f}"),
            (
                f"{long:,}",
                f"{slow * 1e3:.0f}",
                f"{slow / quick:.0f}",
                f"{_memory(many) / long:.0f}",
            ),
        ],
    )


def chain(layers: int) -> archcalc.Network:
    """`layers` convolutions in a row."""
    return archcalc.loads(
        f"""
name: chain
input: [8, 16, 16]
layers:
  - repeat:
      times: {layers}
      layer: {{conv: {{name: conv, out_channels: 8, kernel_size: 3, padding: 1}}}}
"""
    )


def _whole(network: archcalc.Network) -> Callable[[], int]:
    """An analysis with the walk over its memory, which is made when it is asked for."""
    return lambda: network.analyze().totals.memory.training_bytes


def _memory(network: archcalc.Network) -> int:
    gc.collect()
    tracemalloc.start()
    result = network.analyze()
    size, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    del result
    return size


def _table(heads: tuple[str, ...], rows: list[tuple[str, ...]]) -> str:
    lines = [heads, (":--",) * len(heads), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


if __name__ == "__main__":
    main()
