"""What a verification looks like: every format, narrow and wide, blocks, figures, Korean."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest

pytest.importorskip("torch", reason="pip install torch==2.13.0")
pytest.importorskip("fvcore", reason="pip install fvcore")

from archcalc import load
from archcalc.lang import speaking
from archcalc.render import formats, render
from archcalc.verify.hold import Difference, hold
from archcalc.views.model import Style
from archcalc.views.verify import verify_page


@pytest.fixture(scope="module")
def alexnet() -> Any:
    network = load("alexnet")
    return network.analyze(), hold(network, "meta")


@pytest.mark.parametrize("fmt", formats())
@pytest.mark.parametrize("short", [False, True])
def test_every_format(alexnet: Any, fmt: str, short: bool) -> None:
    text = render(verify_page([alexnet], short=short), fmt, Style())
    digits = re.sub(r"[^0-9]", "", text)
    assert "60965224" in digits
    assert "724406816" in digits


def shown(pair: Any, **options: Any) -> str:
    return render(verify_page([pair], **options), "terminal", Style(width=80))


@pytest.mark.parametrize("collapse", [None, "stage", "block"])
def test_a_screen_is_not_left(alexnet: Any, collapse: Any) -> None:
    text = shown(alexnet, collapse=collapse, form="terminal", published=True)
    assert max(map(len, text.splitlines())) <= 80
    assert "724,406,816  724,406,816  agrees" in text


def test_every_layer_with_every_witness(alexnet: Any) -> None:
    [table] = verify_page([alexnet], collapse="none", form="terminal").tables
    assert len(table.rows) == 24 + 1
    assert [column.key for column in table.columns][-4:] == [
        "fvcore",
        "torch",
        "backward",
        "verdict",
    ]


def test_blocks_are_rows_and_a_layer_that_differs_stands_below_its_own() -> None:
    network = load("googlenet")
    held = hold(network, "meta")
    place = next(i for i, layer in enumerate(held.layers) if layer.path == "3a.5x5.reduce")
    wrong = held.layers[place]._replace(
        differences=(Difference("3a.5x5.reduce", "params", "x", 1, 2),)
    )
    layers = (*held.layers[:place], wrong, *held.layers[place + 1 :])
    [table] = verify_page([(network.analyze(), replace(held, layers=layers))]).tables
    rows = [(row.cells[0], row.cells[-1], row.level) for row in table.rows]
    at = rows.index(("3a", "differs", 0))
    assert rows[at + 1] == ("3a.5x5.reduce", "differs", 1)
    assert {verdict for _, verdict, _ in rows[:at]} == {"agrees"}
    assert len(rows) == 21


def test_both_memories_are_shown(alexnet: Any) -> None:
    text = " ".join(shown(alexnet).split())
    assert "2.22 MiB computed, 2.22 MiB measured, 1.00×" in text
    assert "477 MiB computed, 477 MiB measured, 1.00×" in text
    data = verify_page([alexnet]).data()
    assert data["training_bytes"] == {"computed": 500_120_140, "measured": 500_204_780}
    [row] = verify_page([alexnet], short=True).tables[0].rows
    assert row.cells[7:9] == ("1.00", "1.00")


def test_pytorch_is_a_witness_of_what_is_printed(alexnet: Any) -> None:
    data = verify_page([alexnet], published=True).data()["published"]
    of = {(one["where"], one["quantity"]): one["pytorch"] for one in data}
    assert of["conv1", "activations"] == 290_400  # 55·55·96
    assert of["conv1", "positions"] == 3_025
    assert of["", "params_bytes"] == 243_860_896  # 4 · 60,965,224
    assert of["conv1", "out_shape"] == [96, 55, 55]
    assert of["", "receptive_field"] is None


@pytest.mark.parametrize("fmt", formats())
def test_every_format_with_published_figures(alexnet: Any, fmt: str) -> None:
    text = render(verify_page([alexnet], published=True), fmt, Style())
    assert "60965224" in re.sub(r"[^0-9]", "", text)
    assert "60M" in text or "60 million" in text


def test_the_published_figure_stands_beside_both(alexnet: Any) -> None:
    data = verify_page([alexnet], published=True).data()
    params = next(one for one in data["published"] if one["quantity"] == "params")
    assert (params["computed"], params["pytorch"]) == (60_965_224, 60_965_224)
    assert params["published"] in ("60 million", "60M")
    assert params["standing"]


def test_the_data(alexnet: Any) -> None:
    data = verify_page([alexnet]).data()
    assert data["agrees"] is True
    assert data["differences"] == []
    assert data["device"] == "meta"
    conv1 = data["layers"][0]
    assert conv1["seen"]["tensors"] == {"weight": (96, 3, 11, 11), "bias": (96,)}
    assert conv1["seen"]["torch"] == 105_415_200
    assert conv1["seen"]["fvcore"] is None
    assert "layers" not in verify_page([alexnet], short=True).data()


def test_in_korean(alexnet: Any) -> None:
    with speaking("ko"):
        text = render(verify_page([alexnet]), "terminal", Style())
    assert "검증함(meta): 층 24개 모두 일치." in text


@pytest.mark.parametrize("form", ["terminal", "latex", "typst", "html", "markdown"])
def test_reasons_stand_below_where_a_line_does_not_hold_them(alexnet: Any, form: str) -> None:
    [_, table] = verify_page([alexnet], published=True, form=form).tables
    wide = form in ("html", "markdown")
    assert [column.key for column in table.columns[6:]] == ["reason", "source"] * wide
    assert (len(table.notes) == 1) == wide
    assert any("55·48·96" in note for note in table.notes) != wide


def test_a_comparison_says_with_what(alexnet: Any) -> None:
    network = load("googlenet")
    held = hold(network, "meta")
    page = verify_page([(network.analyze(), held)], published=True)
    titles = [row.cells[1] for row in page.tables[1].rows]
    assert "Parameters, against alexnet" in titles  # Szegedy et al. 2014, section 1: 12 times fewer
    against = {one["against"] for one in page.data()["published"]}
    assert {"alexnet", None} <= against


def test_totals_with_auxiliary_heads_say_so(alexnet: Any) -> None:
    network = load("googlenet")
    text = " ".join(shown((network.analyze(), hold(network, "meta"))).split())
    assert "without them 6,998,552 parameters and 1,582,671,872 multiplies." in text
    assert "auxiliary" not in shown(alexnet)
