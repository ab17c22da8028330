"""The page of ``archcalc gradients``, made of measurements written by hand."""

from __future__ import annotations

import csv
import io
import json
import math

import pytest

from archcalc.lang import speaking
from archcalc.render import formats, render
from archcalc.units import magnitude
from archcalc.verify.gradients import Conditions, Flow, Point, Setting
from archcalc.views.gradients import (
    BARS,
    DIGITS,
    NAMES,
    Scale,
    Shown,
    chosen,
    gradients_page,
    line,
    points_page,
    quarters,
)
from archcalc.views.model import Page, Style


def made(name: str, gradients: list[float], setting: Setting = Setting()) -> Flow:  # noqa: B008
    points = tuple(
        Point(f"c{depth}", "conv", depth, False, float(depth), value, 10 * value)
        for depth, value in enumerate(gradients, start=1)
    )
    return Flow(name, name.title(), (3, 8, 8), setting, "he", 2.3, points)


FALLING = made("falling", [1e-6, 1e-4, 1e-3, 1e-2, 1.0], Setting(False, "xavier"))
RISING = made("rising", [1e4, 1e3, 1e2, 10.0, 1.0])
FLAT = made("flat", [0.5] * 20, Setting(None, "paper", True))
BROKEN = made("broken", [math.inf, 2.0, 0.0])
EVERY = (FALLING, RISING, FLAT, BROKEN)


def page(*flows: Flow, shown: Shown = Shown()) -> Page:  # noqa: B008
    return gradients_page(flows, Conditions(), "torch 2.13.0", shown)


def test_a_row_a_pass() -> None:
    rows = [row.cells for row in page(FALLING, RISING).tables[0].rows]
    assert rows == [
        ("falling", "off", "xavier", "5.0", "1.0e-6", "0.010", "▁▂▃▄▅", "vanishes"),
        ("rising", "on", "he", "5.0", "1.0e4", "1000", "██▇▆▅", "explodes"),
    ]


def test_the_chart_has_one_scale_for_all_rows() -> None:
    scale = Scale(1e-4, 1e4, BARS)
    assert line([1e-4, 1e-2, 1.0, 1e2, 1e4], scale) == "▁▃▅▇█"
    assert line([1.0] * 50, scale) == "▅" * 12
    assert line([math.inf, 0.0], scale) == "█▁"
    assert line([1e-4, 1e4], scale._replace(signs=DIGITS)) == "18"


def test_by_depth_shows_the_quarters() -> None:
    assert quarters([float(n) for n in range(1, 10)]) == [1, 3, 5, 7, 9]
    assert quarters([4.0]) == [4.0] * 5
    table = page(RISING, shown=Shown(("weight",))).tables[1]
    assert [row.cells[3:] for row in table.rows] == [("1.0e5", "1.0e4", "1000", "100", "10")]


def test_every_n_th_depth_and_the_last() -> None:
    assert [p.depth for p in chosen(FLAT, 6)] == [1, 7, 13, 19, 20]
    tables = page(FLAT, RISING, shown=Shown(every=2)).tables
    assert [(t.name, t.subtitle, len(t.rows)) for t in tables[1:]] == [
        ("flat", "norm none, init paper (he), auxiliary heads on", 11),
        ("rising", "norm on, init he", 3),
    ]


def test_heads_have_a_column_where_there_are_any() -> None:
    with_heads, without = page(FLAT, RISING).tables[0], page(RISING).tables[0]
    assert "aux" in [column.key for column in with_heads.columns]
    assert "aux" not in [column.key for column in without.columns]
    assert [row.cells[3] for row in with_heads.rows] == ["on", "off"]


def test_degradation_is_kept_apart() -> None:
    remark = page(FALLING).tables[-1].notes[-1]
    assert "Degradation" in remark
    assert "another matter" in remark


def test_what_is_said_is_what_was_done() -> None:
    notes = " ".join(page(RISING).tables[-1].notes)
    assert "Norm off" not in notes
    assert "Heads on" not in notes
    notes = " ".join(page(FALLING, FLAT).tables[-1].notes)
    assert "Norm off" in notes
    assert "0.3 times" in notes


def test_json_holds_every_layer_and_no_infinity() -> None:
    data = json.loads(render(page(*EVERY), "json", Style()))
    assert [run["verdict"] for run in data["runs"]] == [
        "vanishes", "explodes", "stays", "not finite",
    ]  # fmt: skip
    assert [len(run["layers"]) for run in data["runs"]] == [5, 5, 20, 3]
    assert data["runs"][0]["decades"] == pytest.approx(-6)
    assert data["runs"][3]["layers"][0]["output_gradient"] is None
    assert (data["seed"], data["batch"], data["measured_with"]) == (0, 16, "torch 2.13.0")


def test_csv_holds_every_layer_of_every_pass() -> None:
    text = render(points_page(EVERY, Conditions(), "torch", 1), "csv", Style())
    rows = list(csv.DictReader(io.StringIO(text)))
    assert len(rows) == 5 + 5 + 20 + 3
    assert rows[0] == {
        "network": "falling", "norm": "off", "init": "xavier", "aux": "off", "depth": "1",
        "layer": "c1", "output_gradient": "1e-06", "weight_gradient": repr(10 * 1e-6),
        "signal": "1.0",
    }  # fmt: skip


@pytest.mark.parametrize("code", ["en", "ko"])
@pytest.mark.parametrize("fmt", [fmt for fmt in formats() if fmt != "csv"])
def test_every_format_holds_every_measure(fmt: str, code: str) -> None:
    with speaking(code):
        text = render(page(*EVERY, shown=Shown(NAMES, chart="")), fmt, Style(encoding="utf-8"))
    assert "falling" in text
    assert text.count("rising") >= (1 if fmt == "json" else 4)


@pytest.mark.parametrize("width", [80, 200])
def test_it_fits_a_terminal(width: int) -> None:
    text = render(page(*EVERY), "terminal", Style(width=width))
    assert max(map(len, text.splitlines())) <= width


@pytest.mark.parametrize(
    ("value", "text"),
    [(0.0, "0"), (2.77e-11, "2.8e-11"), (0.00995, "0.010"), (0.0099, "9.9e-3"), (0.246, "0.25"),
     (15.7, "16"), (9379.0, "9400"), (9999.0, "1.0e4"), (1.86e8, "1.9e8"), (math.inf, "inf")],
)  # fmt: skip
def test_a_size_to_two_digits(value: float, text: str) -> None:
    assert magnitude(value) == text
