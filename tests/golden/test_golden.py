"""Every shipped network's results as they were recorded: a changed number is seen and reviewed.

These are no proof of correctness (tests/literals.py is), but of nothing having changed unnoticed.
``make golden`` records them anew.
"""

import json
from pathlib import Path

import pytest

import archcalc
from archcalc.views.layers import Choice, layer_table
from archcalc.views.model import Shape

HERE = Path(__file__).parent
WHOLE = ("alexnet", "inception-bottleneck", "basic-block", "transition-block")
COLUMNS = ("layer", "kernel", "output", "params", "multiplies", "elementwise", "activations")


def recorded(path, fresh, overwrite):
    text = "\n".join(json.dumps(line, ensure_ascii=False) for line in fresh) + "\n"
    if overwrite:
        path.write_text(text, encoding="utf-8")
    return path.read_text(encoding="utf-8"), text


def summary(analysis):
    """The totals, then one line a row of the usual table."""
    data = analysis.totals._asdict() | {"memory": analysis.totals.memory._asdict()}
    yield data | {"paths": str(data["paths"].bit_length()) + " bits"}
    for row in layer_table(analysis, Choice(columns=COLUMNS)).rows:
        yield [list(cell.axes) if isinstance(cell, Shape) else cell for cell in row.cells]


@pytest.mark.parametrize("name", archcalc.names())
def test_totals_and_rows(name, pytestconfig):
    analysis = archcalc.load(name).analyze()
    path = HERE / "networks" / f"{name}.jsonl"
    old, new = recorded(path, summary(analysis), pytestconfig.getoption("overwrite"))
    assert new == old


@pytest.mark.parametrize("name", WHOLE)
def test_every_layer_and_formula(name, pytestconfig):
    data = archcalc.load(name).analyze().to_dict()
    path = HERE / f"{name}.jsonl"
    lines = [{key: value for key, value in data.items() if key != "layers"}, *data["layers"]]
    old, new = recorded(path, lines, pytestconfig.getoption("overwrite"))
    assert new == old


def test_nothing_is_recorded_of_networks_that_are_gone():
    assert {path.stem for path in (HERE / "networks").iterdir()} == set(archcalc.names())
