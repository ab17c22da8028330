"""The benchmark's own pieces work; what they measure is nobody's test."""

import re
import sys
from pathlib import Path

import pytest

import archcalc
from archcalc.address import parse

sys.path.insert(0, str(Path(__file__).parents[1] / "benchmarks"))
run = pytest.importorskip("run", reason="benchmarks/run.py is part of a checkout")


@pytest.mark.parametrize("layers", [1_000, 100_000])
def test_the_chain_is_as_long_as_it_says(layers):
    result = run.chain(layers).analyze()
    # each layer: (3·3·8 + 1)·8 parameters
    assert (len(result.rows), result.totals.params) == (layers, 584 * layers)


@pytest.mark.parametrize("name", run.NETWORKS)
def test_what_is_timed_is_shipped(name):
    assert name in archcalc.names()


def test_a_table_imports_nothing_heavy():
    assert run._heavy_imports() == []


def test_calls_in_turn_give_a_median_and_a_ratio():
    calls = []
    text, ratio = run._in_turn(lambda: calls.append("theirs"), lambda: calls.append("ours"))
    assert float(text) >= 0
    assert float(ratio) > 0
    # five pairs, each with one call before those that are timed
    assert (calls.count("theirs"), calls.count("ours")) == (5 * 2, 5 * 21)


def test_the_deck_has_a_thousand_values_of_twenty_networks(tmp_path):
    text = run.deck(slides=200, values=5, networks=20)
    asked = re.findall(r'data-archcalc="([^"]+)"', text)
    known = archcalc.names()
    networks = {parse(address, known).networks[0].name for address in asked}
    assert (text.count("\n---\n"), len(asked), len(networks)) == (200, 1000, 20)
    assert len(set(asked)) > 600
