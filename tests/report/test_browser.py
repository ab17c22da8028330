"""The page in a real Chromium: it computes what archcalc computes, and every control does its part.

Each tab's console errors and requests are noted; a test fails where there is any.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

import archcalc
from archcalc import loads
from archcalc.analysis import Analysis
from archcalc.catalog import names
from archcalc.counting import WAYS, counted
from archcalc.errors import ArchcalcError
from archcalc.lang import speaking
from archcalc.quantities import Part, quantity
from archcalc.report import page
from archcalc.verify.specs import random_spec, text_of
from archcalc.views.explain import layer_explanation
from archcalc.views.model import Math

from .browser import AXE, Browser, Opened
from .test_report import FOLLOWS, HOSTILE, MEETS

FACTORS = (0.5, 0.6, 0.7, 0.8, 0.9, 1, 1.1, 1.3, 1.5, 1.7, 2, 2.5)
SUMS = ("params", "multiplies", "elementwise", "activations")
TOTALS = """([sizes, batch]) => sizes.map((size) => {
  try { return archcalc.totals(0, size, batch); } catch (error) { return null; }
})"""


def written(folder: Path, *analyses: Analysis) -> Path:
    file = folder / "page.html"
    file.write_text(page(analyses), "utf-8")
    return file


@pytest.fixture(scope="module")
def googlenet(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return written(tmp_path_factory.mktemp("googlenet"), archcalc.load("googlenet").analyze())


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> Path:
    both = [archcalc.load(name).analyze() for name in ("googlenet", "googlenet-naive")]
    return written(tmp_path_factory.mktemp("pair"), *both)


# --- the numbers ---------------------------------------------------------------------------------


def totals(analysis: Analysis) -> dict[str, str]:
    return {key: str(getattr(analysis.totals, key)) for key in SUMS}


def tried(network: Any, sizes: Sequence[int], batch: int) -> dict[str, str] | None:
    """archcalc's totals, none where the size does not fit."""
    try:
        return totals(network.analyze(input=(network.input[0], *sizes), batch=batch))
    except ArchcalcError:
        return None


@pytest.mark.parametrize("name", names())
def test_a_dozen_sizes_give_archcalcs_totals(name: str, browser: Browser, tmp_path: Path) -> None:
    network = archcalc.load(name)
    sizes = [
        [max(1, round(size * factor) + (i if factor == 1.1 else 0))
         for i, size in enumerate(network.input[1:])]
        for factor in FACTORS
    ]  # fmt: skip
    with browser.open(written(tmp_path, network.analyze())) as opened:
        assert opened.ask(TOTALS, [sizes, 3]) == [tried(network, size, 3) for size in sizes]
        assert opened.tab.query_selector(".banner") is None


@pytest.mark.parametrize("seed", range(24))
def test_random_networks_of_all_operations_agree(
    seed: int, browser: Browser, tmp_path: Path
) -> None:
    network = loads(text_of(random_spec(seed)), name="random")
    analysis = network.analyze()
    with browser.open(written(tmp_path, analysis)) as opened:
        assert opened.tab.query_selector(".banner") is None
        assert opened.ask(TOTALS, [[network.input[1:]], 2]) == [
            tried(network, network.input[1:], 2)
        ]
        assert lines(opened, analysis) == expected(analysis)


@pytest.mark.parametrize("name", ["googlenet", "alexnet", "lenet5", "densenet121", "fc-as-conv"])
def test_formulas_read_as_archcalc_writes_them(name: str, browser: Browser, tmp_path: Path) -> None:
    network = archcalc.load(name)
    analysis = network.analyze()
    for language in ("en", "ko"):
        with (
            speaking(language),
            browser.open(written(tmp_path, analysis)) as opened,
        ):
            assert lines(opened, analysis) == expected(analysis)


def lines(opened: Opened, analysis: Analysis) -> list[Any]:
    """What the page says of each layer, but for its tensors."""
    found = opened.ask(f"archcalc.layers(0, {list(analysis.input[1:])})")
    paths = [row.path for row, one in zip(analysis.rows, found, strict=True) if one]
    assert [one["path"] for one in found if one] == paths
    return [
        comparable(row, [line for line in one["explained"] if line[0] not in row.tensors()])
        for row, one in zip(analysis.rows, found, strict=True)
        if one
    ]


def expected(analysis: Analysis) -> list[Any]:
    return [
        comparable(
            row,
            [
                [c._asdict() if isinstance(c, Math) else c for c in line.cells]
                for line in layer_explanation(analysis, row).rows
            ],
        )
        for row in analysis.rows
    ]


def comparable(row: Any, lines: list[Any]) -> list[Any]:
    """Without the receptive field where a step was a fraction on the way to the layer.

    archcalc then has no formula for it, not even where the step has become whole again.
    """
    whole = all(isinstance(axis.step, int) for axis in row.field_before)
    field = ("Receptive field", "수용 영역")
    return [line for line in lines if whole or not line[0].startswith(field)]


def test_large_numbers_stay_exact(browser: Browser, googlenet: Path) -> None:
    with browser.open(googlenet) as opened:
        found = opened.ask("archcalc.totals(0, [224, 224], 1000000000)")
    # 1,582,671,872 multiplies (Szegedy et al. 2014's network) for each of 10⁹ images
    assert found["multiplies"] == "1582671872000000000"


@pytest.mark.parametrize("name", ["googlenet", "resnet50", "lenet5"])
def test_ways_of_counting_are_archcalcs(name: str, browser: Browser, tmp_path: Path) -> None:
    analysis = archcalc.load(name).analyze(batch=2)
    part = Part(analysis, "")
    with browser.open(written(tmp_path, analysis)) as opened:
        for way in WAYS:
            found = opened.ask(f"archcalc.totals(0, {list(analysis.input[1:])}, 2, ['{way.key}'])")
            for key in SUMS:
                value = getattr(analysis.totals, key)
                if way.applies(part, quantity(key)):
                    value = counted(part, quantity(key), {way.key: way.meant}, value)
                assert found[key] == str(value), (way.key, key)


@pytest.mark.parametrize(("name", "size"), [("alexnet", 256), ("vgg16", 256), ("googlenet", 256)])
def test_weights_that_change_their_shape_are_archcalcs(
    name: str, size: int, browser: Browser, tmp_path: Path
) -> None:
    network = archcalc.load(name)
    changed = network.analyze(input=(3, size, size)).reshaped
    with browser.open(written(tmp_path, network.analyze())) as opened:
        found = opened.ask(f"archcalc.reshaped(0, [{size}, {size}])")
    assert found == [tensor for tensor, _, _ in changed]


# --- what is said --------------------------------------------------------------------------------


def test_a_page_that_computes_otherwise_says_so(browser: Browser, googlenet: Path) -> None:
    wrong = googlenet.parent / "wrong.html"
    wrong.write_text(googlenet.read_text("utf-8").replace('"1582671872"', '"1582671873"'), "utf-8")
    with browser.open(wrong) as opened:
        assert "1,582,671,872, archcalc 1,582,671,873" in opened.text(".banner")
        assert "Checked on load" not in opened.text("footer")
    with browser.open(googlenet) as opened:
        assert "Checked on load" in opened.text("footer")


def test_a_size_that_changes_a_weight_is_told(browser: Browser, tmp_path: Path) -> None:
    with browser.open(written(tmp_path, archcalc.load("vgg16").analyze())) as opened:
        assert opened.tab.query_selector(".warning") is None
        opened.tab.fill("#size-height", "256")
        opened.tab.fill("#size-width", "256")
        # VGG-16's fc6 reads 7·7·512 = 25,088 values at 224, 8·8·512 = 32,768 at 256
        assert opened.text(".warning") == (
            "fc6.weight 4096×25088 → 4096×32768: not the published network"
        )


def test_a_size_that_does_not_fit_leaves_the_numbers(browser: Browser, googlenet: Path) -> None:
    with browser.open(googlenet) as opened:
        opened.tab.fill("#size-height", "3")
        assert "too small for" in opened.text(".warning")
        assert "1,582,671,872" in opened.text("tfoot")
        for text in ("0", "-1", "1.5", "abc", "", "99999999999"):
            opened.tab.fill("#size-width", text)
            assert opened.text(".wrong") == "A whole number from 1 to 1,000,000,000."
        opened.tab.click("#reset")
        assert opened.tab.query_selector(".warning") is None


def test_layers_that_follow_from_the_size_cannot_be_resized(
    browser: Browser, tmp_path: Path
) -> None:
    with browser.open(written(tmp_path, loads(FOLLOWS).analyze())) as opened:
        assert "only archcalc works it out" in opened.text("main")
        assert opened.tab.is_disabled("#size-height")


def test_a_size_that_needs_no_shortcut_is_refused(browser: Browser, tmp_path: Path) -> None:
    with browser.open(written(tmp_path, loads(MEETS).analyze())) as opened:
        opened.tab.fill("#size-height", "1")
        opened.tab.fill("#size-width", "1")
        assert "only archcalc builds" in opened.text(".warning")


def test_names_of_a_spec_come_out_as_text(browser: Browser, tmp_path: Path) -> None:
    with browser.open(written(tmp_path, loads(HOSTILE).analyze())) as opened:
        assert "</title><script>alert('1')</script>" in opened.text("h1")
        assert "<b>'\"&`" in opened.text("tbody")
        opened.tab.click("tbody button")
        assert "<b>'\"&`: 4 filters 3×3×3" in opened.text(".details")


# --- the controls --------------------------------------------------------------------------------


def test_input_batch_and_counting_recalculate(browser: Browser, googlenet: Path) -> None:
    large = archcalc.load("googlenet").analyze(input=(3, 256, 320), batch=8)
    with browser.open(googlenet) as opened:
        tab = opened.tab
        tab.fill("#size-height", "256")
        tab.fill("#size-width", "320")
        tab.fill("#batch", "8")
        assert f"{large.totals.multiplies:,}" in opened.text("tfoot")
        assert "256×320×3" in opened.text(".diagram")
        tab.click("summary")
        tab.check("input[value=flops]")
        assert f"{2 * large.totals.multiplies:,}" in opened.text("tfoot")
        assert "FLOPs (2 × multiplies)" in opened.text("thead")
        tab.click("#reset")
        assert "1,582,671,872" in opened.text("tfoot")
        tab.check("input[value=with_aux]")
        # 13,378,280 parameters with the auxiliary heads
        assert "13,378,280" in opened.text("tfoot")
        assert "auxiliary head" in opened.text("tbody")


def test_arrow_keys_count_in_number_fields(browser: Browser, googlenet: Path) -> None:
    with browser.open(googlenet) as opened:
        opened.tab.focus("#batch")
        opened.tab.keyboard.press("ArrowUp")
        opened.tab.keyboard.press("Shift+ArrowUp")
        assert opened.tab.input_value("#batch") == "34"
        assert f"{34 * 1_582_671_872:,}" in opened.text("tfoot")


def rows(opened: Opened) -> list[str]:
    return list(
        opened.ask("[...document.querySelectorAll('tr[data-path]')].map(r => r.dataset.path)")
    )


def test_the_tree_opens_closes_searches_and_sorts(browser: Browser, googlenet: Path) -> None:
    with browser.open(googlenet) as opened:
        tab = opened.tab
        top = rows(opened)
        tab.click("[data-row='3a']")
        assert set(rows(opened)) - set(top) == {
            "3a.1x1",
            "3a.3x3",
            "3a.5x5",
            "3a.pool",
            "3a.concat",
        }
        tab.click("[data-row='3a']")
        assert rows(opened) == top
        tab.fill("input[type=search]", "5x5.reduce")
        assert [path for path in rows(opened) if path.endswith("reduce")] == [
            f"{block}.5x5.reduce"
            for block in ("3a", "3b", "4a", "4b", "4c", "4d", "4e", "5a", "5b")
        ]
        assert opened.text(".found") == "9 layers found"
        tab.fill("input[type=search]", "no such layer")
        assert rows(opened) == []
        assert "“no such layer”" in opened.text("main")
        tab.fill("input[type=search]", "")
        tab.click("thead button:has-text('Params')")
        assert rows(opened)[:3] == ["5b", "5a", "fc"]  # 1,444,080; 1,043,456; 1,025,000
        assert tab.get_attribute("thead th:has-text('Params')", "aria-sort") == "descending"
        tab.click("thead button:has-text('Params')")
        assert rows(opened)[-3:] == ["fc", "5a", "5b"]
        tab.click("thead button:has-text('Params')")
        assert rows(opened) == top
        tab.click("text=Open all")
        assert len(rows(opened)) > 140
        tab.click("text=Close all")
        assert rows(opened) == top


def test_a_layer_shows_its_formulas_at_the_size_chosen(browser: Browser, googlenet: Path) -> None:
    with browser.open(googlenet) as opened:
        opened.tab.click("[data-row=conv1]")
        assert "⌊(224 + 6 − 7)/2⌋ + 1 = ⌊111.5⌋ + 1 = 112" in opened.text(".details")
        assert "(7·7·3 + 1)·64 = 9,408 + 64 = 9,472" in opened.text(".details")
        opened.tab.fill("#size-height", "256")
        opened.tab.fill("#size-width", "256")
        assert "⌊(256 + 6 − 7)/2⌋ + 1 = ⌊127.5⌋ + 1 = 128" in opened.text(".details")


def test_diagram_and_table_light_each_other_up(browser: Browser, googlenet: Path) -> None:
    with browser.open(googlenet) as opened:
        tab = opened.tab
        tab.hover("tr[data-path='4a']")
        assert opened.ask("document.querySelector('.diagram .lit').dataset.path") == "4a"
        tab.hover("tr[data-path='relu1']")
        assert opened.ask("document.querySelector('.diagram .lit').dataset.path") == "conv1"
        tab.hover(".diagram [data-path='5b']")
        assert opened.ask("[...document.querySelectorAll('tr.lit')].map(r => r.dataset.path)") == [
            "5b"
        ]
        tab.click(".diagram [data-path='5b']")
        assert "5b.concat" in rows(opened)
        assert opened.ask("document.activeElement.dataset.row") == "5b"


def test_tables_are_copied_as_markdown_and_latex(browser: Browser, googlenet: Path) -> None:
    with browser.open(googlenet) as opened:
        tab = opened.tab
        tab.click("[aria-label='Copy as Markdown: Layers and blocks']")
        text = opened.ask("navigator.clipboard.readText()").splitlines()
        assert text[0].startswith("| Layer | Kernel/stride | Output H×W×C | Params |")
        assert text[2].startswith("| conv1 | 7×7/2 | 112×112×64 | 9,472 | 118,013,952 |")
        assert text[-1].startswith("| **Total** |")
        tab.click("[data-row=conv1]")
        tab.click(".details [aria-label^='Copy as LaTeX']")
        latex = opened.ask("navigator.clipboard.readText()")
        assert r"$\left\lfloor \frac{H + 2P - K}{S} \right\rfloor + 1$" in latex
        assert latex.startswith("\\begin{tabular}{lll}\n\\toprule\n")
        assert opened.text(".said") == "Copied."


def test_charts_follow_what_is_chosen(browser: Browser, googlenet: Path) -> None:
    with browser.open(googlenet) as opened:
        tab = opened.tab
        assert "360 M" in opened.text(".bars")  # conv2's 359,661,568 multiplies
        tab.select_option("[aria-label=Quantity] >> nth=0", "params")
        assert "1.44 M" in opened.text(".bars")  # 5b's 1,444,080 parameters
        tab.select_option("[aria-label=Chart]", "cumulative")
        label = tab.get_attribute(".plot svg", "aria-label")
        assert label == "Adding up over depth: GoogLeNet (Inception v1) 7.00 M"
        tab.select_option("[aria-label=Chart]", "bySize")
        assert opened.text(".below").split() == ["112", "196", "280", "364", "448"]


def test_networks_stand_side_by_side(browser: Browser, pair: Path) -> None:
    with browser.open(pair) as opened:
        tab = opened.tab
        assert "1,582,671,872\t12,568,061,056\t7.94× more" in opened.text("#comparison")
        assert "128,049,152\t303,464,448\t2.37× more" in opened.text("#comparison")
        tab.fill("#size-height", "448")
        assert "448×224×3\t224×224×3" in opened.text("#comparison")
        tab.check("text=The same size for all networks")
        assert "448×224×3\t448×224×3" in opened.text("#comparison")
        tab.select_option("[aria-label=Networks]", "1")
        assert "without the 1×1 reductions" in opened.text("h2.which")


def test_parts_that_are_called_by_their_size_follow_it(browser: Browser, tmp_path: Path) -> None:
    file = written(tmp_path, *(archcalc.load(name).analyze() for name in ("alexnet", "resnet50")))
    first = "#comparison table >> nth=1 >> tbody th >> nth=0"
    with browser.open(file) as opened:
        assert opened.text(first) == "55×55"  # (227 − 11)/4 + 1
        opened.tab.fill("#size-height", "259")
        assert opened.text(first) == "63×55"  # (259 − 11)/4 + 1


def test_published_figures_show_what_disagrees_first(browser: Browser, googlenet: Path) -> None:
    section = "section:has(#published-title)"
    with browser.open(googlenet) as opened:
        assert "erratum" in opened.text(f"{section} tbody")
        assert not re.search(r"\tagrees\b", opened.text(f"{section} tbody"))
        opened.tab.check("text=Those that agree, too")
        assert re.search(r"\tagrees\b", opened.text(f"{section} tbody"))


def test_light_and_dark(browser: Browser, googlenet: Path) -> None:
    paper = "getComputedStyle(document.body).backgroundColor"
    box = "getComputedStyle(document.querySelector('.diagram g rect')).fill"
    with browser.open(googlenet, color_scheme="dark") as opened:
        dark = opened.ask(paper), opened.ask(box)
        opened.tab.select_option("[aria-label=Theme]", "light")
        light = opened.ask(paper), opened.ask(box)
        opened.tab.select_option("[aria-label=Theme]", "dark")
        assert (opened.ask(paper), opened.ask(box)) == dark
        assert not set(light) & set(dark)
    with browser.open(googlenet, color_scheme="light") as opened:
        assert (opened.ask(paper), opened.ask(box)) == light


# --- for everybody -------------------------------------------------------------------------------


def test_the_keyboard_is_enough(browser: Browser, googlenet: Path) -> None:
    with browser.open(googlenet) as opened:
        press = opened.tab.keyboard.press
        press("Tab")
        assert opened.ask("document.activeElement.className") == "skip"
        press("Enter")
        for _ in range(40):
            press("Tab")
            if opened.ask("document.activeElement.dataset.row"):
                break
        assert opened.ask("document.activeElement.dataset.row") == "conv1"
        press("Enter")
        assert "(7·7·3 + 1)·64" in opened.text(".details")
        press("Enter")
        assert opened.tab.query_selector(".details") is None
        for _ in range(4):
            press("ArrowDown")
        assert opened.ask("document.activeElement.dataset.row") == "conv2"
        press("ArrowRight")
        assert "conv2.reduce" in rows(opened)
        press("ArrowDown")
        assert opened.ask("document.activeElement.dataset.row") == "conv2.reduce"
        press("ArrowLeft")
        press("ArrowLeft")
        assert "conv2.reduce" not in rows(opened)
        assert opened.ask("document.activeElement.dataset.row") == "conv2"
        press("End")
        assert opened.ask("document.activeElement.dataset.row") == "softmax1"


@pytest.mark.parametrize("language", ["en", "ko"])
def test_nothing_is_wider_than_a_phone(language: str, browser: Browser, tmp_path: Path) -> None:
    both = [archcalc.load(name).analyze() for name in ("googlenet", "googlenet-naive")]
    with speaking(language):
        file = written(tmp_path, *both)
    with browser.open(file, width=360) as opened:
        opened.tab.click("[data-row='3a']")
        opened.tab.click("[data-row='conv1']")
        opened.tab.click("summary")
        for chart in ("byLayer", "cumulative", "bySize"):
            opened.tab.select_option(f"select:has(option[value={chart}])", chart)
            assert opened.ask("document.documentElement.scrollWidth") == 360
            assert opened.ask("document.body.scrollWidth") == 360


@pytest.mark.parametrize(
    ("quantity", "total"),
    [("params", "138,357,544"), ("multiplies", "15,470,264,320"), ("activations", "15,087,080")],
)
def test_a_phone_shows_the_quantity_chosen(
    quantity: str, total: str, browser: Browser, tmp_path: Path
) -> None:
    file = written(tmp_path, archcalc.load("vgg16").analyze())
    with browser.open(file, width=360) as opened:
        opened.tab.locator("#layers select").first.select_option(quantity)
        assert total in opened.text("#layers tfoot")  # tests/literals.py has their sources
        widths = "(box => [box.scrollWidth, box.clientWidth])(document.querySelector('.scroll'))"
        content, room = opened.ask(widths)
        assert content == room  # nothing, the share least of all, is cut off


@pytest.mark.parametrize("width", [1280, 360])
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("which", ["googlenet", "pair"])
def test_axe_finds_no_violation(
    which: str, scheme: str, width: int, browser: Browser, request: pytest.FixtureRequest
) -> None:
    if not AXE.exists():
        pytest.skip("make browser installs axe-core, which checks pages")
    file = request.getfixturevalue(which)
    with browser.open(file, width, color_scheme=scheme) as opened:
        opened.tab.click("[data-row='3a']")
        opened.tab.click("[data-row='conv1']")
        opened.tab.fill("#batch", "x")
        opened.tab.click("summary")
        opened.ask(AXE.read_text("utf-8") + ";1")
        found = opened.ask("axe.run()")["violations"]
    assert [(one["id"], [node["html"][:200] for node in one["nodes"]]) for one in found] == []


def test_print_has_the_tables_and_no_controls(browser: Browser, googlenet: Path) -> None:
    with browser.open(googlenet, color_scheme="dark") as opened:
        opened.tab.emulate_media(media="print")
        assert not opened.tab.is_visible(".settings")
        assert opened.tab.is_visible("table.tree")
        assert opened.ask("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"


def test_thousands_of_layers_are_usable_at_once(browser: Browser, tmp_path: Path) -> None:
    network = archcalc.load("resnet1202")
    with browser.open(written(tmp_path, network.analyze())) as opened:
        assert 0 < len(rows(opened)) < 50
        opened.tab.click("text=Open all")
        assert len(rows(opened)) == 300
        opened.tab.click(".more")
        assert len(rows(opened)) == 800
        opened.tab.fill("#size-height", "64")
        larger = network.analyze(input=(3, 64, 32))
        assert f"{larger.totals.multiplies:,}" in opened.text("tfoot")
