"""The page as a file: what is in it, how large it is, and that names in it stay names."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

import archcalc
from archcalc import loads
from archcalc.catalog import names
from archcalc.lang import speaking
from archcalc.ops import registry
from archcalc.ops.base import make_plan
from archcalc.report import page
from archcalc.report.bundle import HERE, SOURCES, heading
from archcalc.report.graph import _Index, depends_on_size, graph, plan_data
from archcalc.report.words import words

SCRIPTS = "\n".join((HERE / "scripts" / name).read_text("utf-8") for name in SOURCES["page.js"])
HOSTILE = """
name: "x<script>alert(1)<script>"
title: "</title><script>alert('1')</script> & \\"quotes\\" <!-- </script"
input: [3, 8, 8]
notes: [{text: "</script><script>alert(2)</script>"}]
layers:
  - conv: {name: "<b>'\\"&`", out_channels: 4, kernel_size: 3}
  - relu: {}
"""


class Elements(HTMLParser):
    """Every element of a page, with its attributes, and the text of its data."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.data = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        if self.found and self.found[-1][1].get("id") == "data":
            self.data += data


def read(html: str) -> Elements:
    parser = Elements()
    parser.feed(html)
    return parser


def data_of(html: str) -> Any:
    return json.loads(read(html).data)


@pytest.fixture(scope="module")
def googlenet() -> str:
    return page([archcalc.load("googlenet").analyze()])


def test_the_page_of_googlenet_is_below_100_kb(googlenet: str) -> None:
    assert len(googlenet.encode()) < 100_000


def test_so_it_is_in_korean() -> None:
    with speaking("ko"):
        html = page([archcalc.load("googlenet").analyze()])
    assert len(html.encode()) < 100_000
    assert data_of(html)["words"]["params"] == "파라미터 수"


def test_everything_is_in_the_file(googlenet: str) -> None:
    elements = read(googlenet).found
    asked = [value for _, attributes in elements for name in ("src", "href", "data")
             if (value := attributes.get(name))]  # fmt: skip
    assert asked == ["data:,"]
    assert {tag for tag, _ in elements} & {"iframe", "object", "embed", "img"} == set()
    style = re.search(r"<style>(.*?)</style>", googlenet, re.S)
    assert style
    assert "url(" not in style[1]
    assert "@import" not in style[1]


def test_the_licence_of_what_is_not_ours_stands_in_the_page(googlenet: str) -> None:
    assert "Permission is hereby granted, free of charge" in googlenet
    assert "Copyright (c) 2015-present Jason Miller" in googlenet


def test_the_page_holds_the_totals_of_the_analysis(googlenet: str) -> None:
    [network] = data_of(googlenet)["networks"]
    # Szegedy et al. 2014's network: 6,998,552 parameters, 1,582,671,872 multiplies
    assert network["totals"]["params"] == "6998552"
    assert network["totals"]["multiplies"] == "1582671872"


def test_names_of_a_spec_are_data() -> None:
    html = page([loads(HOSTILE).analyze()])
    elements = read(html)
    kinds = [tag for tag, _ in elements.found]
    assert kinds.count("script") == 3  # the data, the library and the page's own
    assert "b" not in kinds
    [network] = json.loads(elements.data)["networks"]
    assert network["name"] == "x<script>alert(1)<script>"
    assert network["graph"]["layers"][0][0] == "<b>'\"&`"


@pytest.mark.parametrize("name", SOURCES)
def test_what_ships_is_made_of_the_scripts_as_they_are(name: str) -> None:
    shipped = (HERE / "static" / name).read_text("utf-8")
    assert shipped.startswith(heading(name)), "make page"


def test_every_script_is_in_the_page() -> None:
    inside = {part for parts in SOURCES.values() for part in parts}
    assert inside == {path.name for path in (HERE / "scripts").iterdir()}


def test_the_scripts_say_nothing_that_has_no_words() -> None:
    said = set(re.findall(r'\bsay\("(\w+)"', SCRIPTS))
    assert said
    assert said <= set(words())


def test_no_words_are_left_over() -> None:
    computed = {key for key in words() if key.startswith(("input", "axis"))}  # `input${…}`
    spoken = {key for key in words() if re.search(rf'["`]{key}["`]|\b{key}: \w', SCRIPTS)}
    assert set(words()) - computed - spoken == {"noScript"}


@pytest.mark.parametrize(
    ("kind", "number"),
    [(kind, i) for kind, op in registry().items() for i in range(len(op.examples))],
)
def test_every_operation_can_be_worked_out_in_the_page(kind: str, number: int) -> None:
    model = registry()[kind]
    example = model.examples[number]
    plan = make_plan(model(**example.attributes), example.inputs)
    data = plan_data(plan, example.inputs, _Index())
    rules = re.findall(r"^  (\w+): \(", SCRIPTS, re.M)
    window = data.get("window", "same")
    assert isinstance(window, list) or window in (*rules, "same", "whole")


FOLLOWS = """
name: follows
input: [3, 8, 8]
layers:
  - conv: {name: conv, out_channels: 4, kernel_size: 3}
  - flatten
  - linear: {name: fc, out_features: $in_channels/2}
"""
MEETS = """
name: meets
input: [4, 5, 5]
layers:
  - residual:
      name: block
      body: [conv: {name: conv, out_channels: 4, kernel_size: 3, stride: 2, padding: 1}]
      shortcut: [conv: {name: project, out_channels: 4, kernel_size: 1, stride: 2}]
"""


def test_layers_that_follow_from_the_size_are_left_to_archcalc() -> None:
    assert depends_on_size(loads(FOLLOWS), (3, 8, 8))
    assert not depends_on_size(archcalc.load("googlenet"), (3, 224, 224))


def test_a_shortcut_that_sizes_may_make_needless_is_guarded() -> None:
    assert graph(loads(MEETS).analyze())["guards"] == [[0, -1]]
    assert graph(archcalc.load("resnet50").analyze())["guards"] == []


def test_a_network_with_a_setting_shows_no_published_figures() -> None:
    html = page([archcalc.load("densenet121", {"growth": 24}).analyze()])
    assert data_of(html)["networks"][0]["published"] is None


@pytest.mark.parametrize("name", names())
def test_paths_follow_from_the_blocks(name: str) -> None:
    def rename(groups: list[Any]) -> None:
        for own, _, _, start, stop, *inner in groups:
            rename(inner[0] if inner else [])
            paths[start:stop] = [f"{own}.{path}" for path in paths[start:stop]]

    analysis = archcalc.load(name).analyze()
    data = graph(analysis)
    paths = [layer[0] for layer in data["layers"]]
    rename(data["groups"])
    assert paths == [row.path for row in analysis.rows]


def test_another_input_leaves_the_published_figures_at_their_own() -> None:
    html = page([archcalc.load("googlenet").analyze(input=(3, 256, 256), batch=8)])
    [network] = data_of(html)["networks"]
    assert network["published"]["input"] == "224×224×3"
    assert (network["input"], network["own"]) == ([3, 256, 256], [3, 224, 224])


def test_the_wheel_takes_the_pages_files_along() -> None:
    assert {path.name for path in (HERE / "static").iterdir()} == {
        "page.html", "page.css", "page.js", "preact.js",
    }  # fmt: skip
    assert Path(HERE, "static", "page.html").read_text("utf-8").startswith("<!DOCTYPE html>")
