"""Random networks: valid, the same for a seed, of every kind; and what must hold of each."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from typing import Any

import pytest
from commandline import environment

import archcalc
from archcalc.ops import registry
from archcalc.render import formats, render
from archcalc.verify.specs import MAKERS, random_spec, text_of
from archcalc.views.layers import Choice, table_page
from archcalc.views.model import Style
from archcalc.views.paper import paper_page

SEEDS = range(120)
MANY = range(400)


@pytest.fixture(scope="module")
def made() -> list[Any]:
    return [random_spec(f"tests/{seed}") for seed in MANY]


def analysed(seed: int, **how: Any) -> Any:
    return archcalc.loads(text_of(random_spec(f"tests/{seed}"))).analyze(**how)


def words(value: Any) -> Counter[str]:
    """How often each key and each word occurs anywhere in a spec."""
    found: Counter[str] = Counter()
    if isinstance(value, dict):
        for key, inner in value.items():
            found[key] += 1
            found += words(inner)
    elif isinstance(value, list):
        for inner in value:
            found += words(inner)
    elif isinstance(value, str):
        found[value] += 1
    return found


def test_a_seed_gives_one_spec() -> None:
    assert random_spec(5) == random_spec("5")
    assert random_spec(5) != random_spec(6)


def test_a_seed_means_the_same_in_another_process() -> None:
    code = "from archcalc.verify.specs import *; print(text_of(random_spec('again')), end='')"
    for salt in ("1", "2"):
        done = subprocess.run(
            [sys.executable, "-c", code],
            capture_output=True, text=True, check=True, env=environment({"PYTHONHASHSEED": salt}),
        )  # fmt: skip
        assert done.stdout == text_of(random_spec("again"))


def test_every_spec_is_valid_and_small(made: list[Any]) -> None:
    for spec in made:
        totals = archcalc.loads(text_of(spec)).analyze(aux=True).totals
        assert totals.multiplies <= 100 * 10**6
        assert totals.ops >= 1


def test_every_operation_and_structure_occurs(made: list[Any]) -> None:
    found: Counter[str] = Counter()
    for spec in made:
        found += words(spec)
        found += Counter(layer.op.kind for layer in archcalc.loads(text_of(spec)).layers)
    structures = ("stage", "aux", "parallel", "residual", "shortcut", "repeat", "first", "from",
                  "when", "blocks", "args", "branches", "block1", "block2")  # fmt: skip
    attributes = ("groups", "dilation", "stride", "ceil_mode", "same", "valid", "output_padding",
                  "bias", "connections", "scale_factor", "linear", "nearest")  # fmt: skip
    assert [one for one in (*registry(), *structures, *attributes) if not found[one]] == []
    assert {len(spec["input"]) for spec in made} == {1, 2, 3, 4}


def test_most_tries_give_a_layer(made: list[Any]) -> None:
    """A maker that never succeeds would go unseen."""
    layers = [len(archcalc.loads(text_of(spec)).layers) for spec in made]
    assert sum(layers) / len(layers) > 8
    assert len(MAKERS) == 9


# --- what holds of every network -----------------------------------------------------------------


@pytest.mark.parametrize("seed", SEEDS)
def test_totals_are_the_sums_of_the_layers(seed: int) -> None:
    analysis = analysed(seed, batch=3, aux=True)
    for name in ("params", "multiplies", "elementwise", "activations"):
        total = getattr(analysis.totals, name)
        assert total == sum(getattr(row, name) for row in analysis.rows), name
    tensors = (shape for row in analysis.rows for shape in row.tensors().values())
    assert analysis.totals.params == sum(map(product, tensors))


def product(shape: tuple[int, ...]) -> int:
    result = 1
    for size in shape:
        result *= size
    return result


@pytest.mark.parametrize("seed", SEEDS)
def test_a_batch_multiplies_everything_but_parameters(seed: int) -> None:
    one, five = analysed(seed).totals, analysed(seed, batch=5).totals
    assert five.params == one.params
    for name in ("multiplies", "elementwise", "activations"):
        assert getattr(five, name) == 5 * getattr(one, name), name


def flat(network: Any) -> str:
    """The network without blocks, repeats, branches and expressions: one list of layers."""
    names = {-1: "input"}
    layers = []
    for i, layer in enumerate(network.layers):
        if not layer.aux:
            names[i] = layer.path.replace(".", "-")
            words = {key: value for key, value in layer.op.values().items() if value is not None}
            sources = [names[j] for j in layer.inputs]
            layers.append({layer.op.kind: {"name": names[i], "from": sources, **words}})
    return json.dumps({"name": "flat", "input": network.input, "layers": layers})


@pytest.mark.parametrize("seed", SEEDS)
def test_the_same_network_written_flat(seed: int) -> None:
    network = archcalc.loads(text_of(random_spec(f"tests/{seed}")))
    analysis, other = network.analyze(), archcalc.loads(flat(network)).analyze()
    assert [row[1:] for row in other.rows] == [row[1:] for row in analysis.layers]
    assert other.totals == analysis.totals


@pytest.mark.parametrize("seed", SEEDS)
def test_json_holds_the_whole_result(seed: int) -> None:
    analysis = analysed(seed, aux=True)
    data = json.loads(render(table_page([analysis]), "json", Style()))
    rows = {row["path"]: row for row in (*data["layers"], *data["aux"])}
    assert set(rows) == {row.path for row in analysis.rows}
    for row in analysis.rows:
        said = rows[row.path]
        assert said["out_shape"] == [*row.out_shape]
        assert (said["params"], said["multiplies"]) == (row.params, row.multiplies)
        assert {n: tuple(s) for n, s in said["tensors"].items()} == row.tensors()
    assert int(data["totals"]["paths"]) == analysis.totals.paths


@pytest.mark.parametrize("seed", SEEDS)
def test_it_can_be_drawn(seed: int) -> None:
    """Each as a table in one of the formats, and in the papers' layout."""
    analysis = analysed(seed)
    fmt = formats()[seed % len(formats())]
    collapse = ("none", "block", "stage")[seed % 3]
    assert render(table_page([analysis], Choice(collapse)), fmt, Style(width=100)).strip()
    assert render(paper_page([analysis]), fmt, Style(width=100)).strip()
