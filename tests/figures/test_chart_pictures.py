"""Charts as pictures: no two labels overlap, colours stay apart, names are data."""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ET
from contextlib import suppress
from fractions import Fraction
from itertools import combinations, pairwise
from pathlib import Path
from typing import Any

import pytest
from chart_cases import RESULTS, drawn
from hypothesis import given
from hypothesis import strategies as st

from archcalc import load, loads
from archcalc.analysis import Analysis
from archcalc.catalog import names
from archcalc.errors import InputError
from archcalc.figures import chart
from archcalc.figures.charts import kinds
from archcalc.figures.charts.model import Axis, Chart, Point, Series
from archcalc.figures.drawing import Text
from archcalc.figures.look import THEMES, Look, contrast, on, size_in
from archcalc.figures.pictures import picture, svg
from archcalc.figures.place import Box, Disc, Segment, labels, leader
from archcalc.figures.plots.layout import layout
from archcalc.figures.plots.sheet import box_of
from archcalc.figures.scales import linear, logarithmic, tick_text
from archcalc.lang import speaking
from archcalc.units import NARROW_SPACE

OWN = [kind for kind in kinds() if kind not in RESULTS and kind != "bubble"]
NAMED = ("vgg16", "googlenet", "resnet50", "alexnet")
HOSTILE = """
name: hostile
title: '<script>alert("x")</script> & ]]> "quoted"'
input: [3, 32, 32]
layers:
  - conv: {name: '<b>"&', out_channels: 8, kernel_size: 3}
  - conv: {name: '{{datum}}', out_channels: 8, kernel_size: 3}
"""


@pytest.fixture(scope="module")
def vl_convert() -> Any:
    """What draws pictures; these tests need it."""
    return pytest.importorskip("vl_convert", reason="pip install 'archcalc[plot]' draws pictures")


def clashes(made: Chart, look: Look) -> list[tuple[str, str]]:
    """Texts of a chart that overlap, and those that leave the canvas."""
    texts = layout(made, look).texts
    canvas = Box(0, 0, look.width, look.height)
    outside = [(text.text, "outside") for text in texts if not box_of(text).within(canvas)]
    pairs = combinations(texts, 2)
    return outside + [(a.text, b.text) for a, b in pairs if box_of(a).overlaps(box_of(b))]


def drawn_or_refused(kind: str, analysis: Analysis) -> Chart | None:
    """Some blocks have no parameters, or take but one size."""
    with suppress(InputError):
        return chart(kind, [analysis])
    return None


# --- labels --------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", names())
def test_no_labels_overlap(name: str) -> None:
    analysis = load(name).analyze()
    for kind in OWN:
        made = drawn_or_refused(kind, analysis)
        assert made is None or clashes(made, Look()) == []


@pytest.mark.parametrize("size", [(1280, 720), (300, 169), (960, 720), (720, 1280), (1920, 400)])
@pytest.mark.parametrize("level", ["stage", "block", "none"])
def test_no_labels_overlap_at_any_size(size: tuple[int, int], level: str) -> None:
    for name in ("resnet50", "densenet121", "googlenet", "resnet20"):
        look = Look(width=size[0], height=size[1])
        assert clashes(drawn("params", name, collapse=level), look) == []


@pytest.mark.parametrize("kind", list(kinds()))
def test_no_labels_overlap_among_several_networks(kind: str) -> None:
    given = () if kind == "gradients" else ("vgg16", "alexnet") if kind == "roofline" else NAMED
    assert clashes(drawn(kind, *given), Look()) == []
    assert clashes(drawn(kind, *given[:2]), Look()) == []


def test_the_discs_of_bubbles_lie_on_the_plot() -> None:
    sheet = layout(drawn("bubble", "vgg16", "googlenet", "resnet152"), Look())
    assert len(sheet.radii) == 3
    assert {"VGG-16, 138\u202fM", "GoogLeNet, 7.00\u202fM"} <= {text.text for text in sheet.texts}
    assert max(sheet.radii) / min(sheet.radii) == pytest.approx((138_357_544 / 6_998_552) ** 0.5)


discs = st.builds(
    Disc, st.integers(0, 900), st.integers(0, 500), st.integers(3, 60), st.integers(20, 220),
    st.just(20),
)  # fmt: skip


@given(st.lists(discs, max_size=25))
def test_placed_labels_touch_neither_each_other_nor_a_disc(found: list[Disc]) -> None:
    bounds = Box(0, 0, 1000, 600)
    boxes = labels(found, bounds)
    placed = [box for box in boxes if box is not None]
    assert boxes == labels(found, bounds)
    assert all(box.within(bounds) for box in placed)
    assert not any(a.overlaps(b) for a, b in combinations(placed, 2))
    for box in placed:
        for disc in found:
            x = min(max(disc.x, box.x), box.x + box.width)
            y = min(max(disc.y, box.y), box.y + box.height)
            assert (x - disc.x) ** 2 + (y - disc.y) ** 2 >= disc.radius**2


def test_leaders_cross_no_label_where_there_is_room() -> None:
    found = [Disc(200 + 60 * i, 300 - 40 * (i % 2), 12, 120, 18) for i in range(10)]
    boxes = labels(found, Box(0, 0, 1000, 600))
    lines = [leader(i, box, found) for i, box in enumerate(boxes) if box]
    assert len(lines) == 10
    assert not any(line.enters(box) for line in lines if line for box in boxes if box)


@pytest.mark.parametrize(
    ("ends", "enters", "passes"),
    [
        ((0, 15, 40, 15), True, True),
        ((0, 15, 9, 15), False, False),
        ((0, 0, 40, 9), False, False),
        ((15, 0, 15, 40), True, True),
        ((0, 10, 40, 10), False, False),  # along the upper edge, and touching the disc
        ((14, 15, 16, 15), True, True),
        ((5, 12, 12, 5), False, False),  # past the corner
    ],
)
def test_a_line_enters_a_box_and_passes_a_disc(
    ends: tuple[float, float, float, float], enters: bool, passes: bool
) -> None:
    line = Segment(*ends)
    assert line.enters(Box(10, 10, 10, 10)) is enters
    assert line.passes(Disc(15, 15, 5, 0, 0)) is passes


def test_lines_cross_between_their_ends() -> None:
    line = Segment(0, 0, 10, 10)
    assert line.crosses(Segment(0, 10, 10, 0))
    assert not line.crosses(Segment(9, 12, 12, 9))
    assert not line.crosses(Segment(20, 0, 0, 21))
    assert not line.crosses(Segment(0, 1, 10, 11))


MANY = (
    "alexnet", "zfnet", "vgg11", "vgg13", "vgg16", "vgg19", "googlenet", "plain34", "resnet34",
    "resnet50", "resnet101", "resnet152", "densenet121", "densenet169", "densenet201",
    "densenet264",
)  # fmt: skip


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("size", [(1280, 720), (300, 169), (640, 300)])
def test_sixteen_bubbles_all_have_names_that_do_not_collide(
    theme: str, size: tuple[int, int]
) -> None:
    look = Look(theme=theme, width=size[0], height=size[1])
    made = drawn("bubble", *MANY)
    sheet = layout(made, look)
    assert clashes(made, look) == []
    assert {point.label for point in made.points()} <= {t.text.split(", ")[0] for t in sheet.texts}


def test_bubbles_of_each_protocol_have_a_colour_and_a_key() -> None:
    made = drawn("bubble", "vgg16", "vgg19", "zfnet")
    sheet = layout(made, Look())
    assert len(sheet.keys) == 3
    colors = [
        layer["mark"]["fill"]
        for layer in made.vega()["layer"]
        if layer["mark"].get("type") == "circle" and "size" in layer["encoding"]
    ]
    assert len(set(colors)) == 3


def test_a_few_discs_all_get_their_labels() -> None:
    found = [Disc(100 + 12 * i, 300, 10, 120, 18) for i in range(12)]
    assert None not in labels(found, Box(0, 0, 1000, 600))


# --- scales --------------------------------------------------------------------------------------


@given(st.lists(st.integers(0, 10**12), min_size=1, max_size=9))
def test_a_scale_holds_its_values_and_ticks(values: list[int]) -> None:
    scale = linear(Axis("x", "", low=0), values)
    assert all(0 <= scale.at(value) <= 1 for value in values)
    assert all(scale.low <= tick <= scale.high for tick in scale.ticks)
    assert 2 <= len(scale.ticks) <= 8


@given(st.lists(st.integers(1, 10**15), min_size=1, max_size=9))
def test_a_logarithmic_scale_holds_its_values(values: list[int]) -> None:
    scale = logarithmic(values, 0.1)
    assert all(0.05 <= scale.at(value) <= 0.95 for value in values)
    assert scale.ticks
    assert all(0 <= scale.at(tick) <= 1 for tick in scale.ticks)


def test_how_ticks_read() -> None:
    found = [
        tick_text("count", 1_500_000_000), tick_text("count", 0), tick_text("percent", 40),
        tick_text("plain", 1024), tick_text("decimal", Fraction(1, 20)),
        tick_text("decimal", Fraction(1, 10**5)), tick_text("decimal", Fraction(2, 10**12)),
    ]  # fmt: skip
    gap = NARROW_SPACE
    assert found == [f"1.5{gap}G", "0", f"40{gap}%", "1,024", "0.05", "10⁻⁵", "2·10⁻¹²"]


# --- colours -------------------------------------------------------------------------------------


@pytest.mark.parametrize("theme", THEMES)
def test_neighbouring_colours_differ_in_grey_print(theme: str) -> None:
    look = Look(theme)
    for count in range(2, 6):
        assert all(contrast(a, b) >= 1.5 for a, b in pairwise(look.fills(count)))
    strokes = look.strokes(7)
    assert all(contrast(a, b) >= 1.5 or dash != other
               for (a, dash), (b, other) in combinations(strokes, 2))  # fmt: skip
    assert len({dash for _, dash in strokes}) == len({color for color, _ in strokes}) == 7


def test_on_white_paper_any_two_bars_differ() -> None:
    assert all(contrast(a, b) >= 1.5 for a, b in combinations(Look("light").fills(5), 2))


@pytest.mark.parametrize("theme", THEMES)
def test_letters_can_be_read(theme: str) -> None:
    colors = THEMES[theme]
    assert contrast(colors.text, colors.background) >= 12  # WCAG 2.2 asks for 4.5
    assert contrast(colors.muted, colors.background) >= 7
    for color in Look(theme).fills(5):
        assert contrast(on(color), color) >= 4.5


def test_black_on_white_is_the_largest_contrast() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)  # WCAG 2.2
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("text", ["1280", "0x0", "100x100", "9999x9999", "axb", "1280x720x3"])
def test_sizes_that_are_none(text: str) -> None:
    with pytest.raises(InputError):
        size_in(text)


# --- pictures ------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", list(kinds()))
def test_svg_says_what_the_layout_says(vl_convert: Any, kind: str) -> None:
    given = () if kind in RESULTS else NAMED[:3]
    made, look = drawn(kind, *given), Look("dark", transparent=True, width=1600, height=900)
    root = ET.fromstring(svg(made, look))
    assert (root.get("width"), root.get("height")) == ("1600", "900")
    written = sorted("".join(e.itertext()) for e in root.iter("{http://www.w3.org/2000/svg}text"))
    assert written == sorted(text.text for text in layout(made, look).texts)


def test_texts_stand_where_the_layout_put_them(vl_convert: Any) -> None:
    made = drawn("multiplies", "googlenet")
    sheet = layout(made, Look())
    found = re.findall(r"<text[^>]*transform=\"translate\(([\d.-]+),([\d.-]+)\)\"[^>]*font-size="
                       r"\"([\d.]+)px\"[^>]*>([^<]*)</text>", svg(made))  # fmt: skip
    places = {words: (float(x), float(y), float(size)) for x, y, size, words in found}
    text = next(text for text in sheet.texts if text.text == "conv2")
    x, y, size = places["conv2"]
    assert (x, size) == pytest.approx((text.x - round(sheet.area.x), text.size), abs=0.1)
    foot = text.y - round(sheet.area.y) + 0.3 * size
    assert y == pytest.approx(foot, abs=2)


def test_svg_is_the_same_each_time(vl_convert: Any) -> None:
    assert svg(drawn("shares", "vgg16")) == svg(drawn("shares", "vgg16"))


def test_names_of_a_spec_are_data(vl_convert: Any) -> None:
    made = chart("params", [loads(HOSTILE).analyze()])
    text = svg(made)
    root = ET.fromstring(text)
    written = ["".join(e.itertext()) for e in root.iter("{http://www.w3.org/2000/svg}text")]
    assert '<b>"&' in written
    assert "{{datum}}" in written
    assert any('<script>alert("x")</script>' in words for words in written)
    assert "<script" not in text
    assert "<b>" not in text


def test_png_has_the_size_asked_for(vl_convert: Any) -> None:
    content = picture(drawn("shares", "vgg16"), "png", Look(width=640, height=360))
    assert content[:8] == b"\x89PNG\r\n\x1a\n"
    assert [int.from_bytes(content[i : i + 4], "big") for i in (16, 20)] == [640, 360]


def test_pdf_is_one(vl_convert: Any) -> None:
    assert picture(drawn("shares", "vgg16"), "pdf")[:5] == b"%PDF-"


def test_a_chart_of_one_bar_and_one_of_one_point(vl_convert: Any) -> None:
    axis = Axis("x", "x"), Axis("y", "y")
    one = Chart("multiplies", "bar", "t", "", *axis, (Series("a", (Point("only", 5),)),))
    dot = Chart("input-size", "line", "t", "", *axis, (Series("a", (Point(5, 5),)),))
    for made in (one, dot):
        assert "<svg" in svg(made)
        assert clashes(made, Look()) == []


def test_more_lines_than_a_note_has_room_for() -> None:
    made = drawn("gradients")
    long = Chart(made.kind, made.mark, "word " * 80, "subtitle " * 80, made.x, made.y, made.series,
                 ("note " * 300,) * 9)  # fmt: skip
    assert clashes(long, Look()) == []
    shown = [text for text in layout(long, Look()).texts if text.text.endswith("…")]
    assert len(shown) >= 3
    assert isinstance(shown[0], Text)


# --- kept as they are ----------------------------------------------------------------------------

KEPT = {
    "googlenet-multiplies": ("multiplies", ("googlenet",)),
    "inception-multiplies": ("multiplies", ("inception-naive", "inception-bottleneck")),
    "vgg16-cumulative": ("cumulative", ("vgg16",)),
    "course-shares": ("shares", NAMED),
    "course-receptive-field": ("receptive-field", NAMED),
    "bubble": ("bubble", ("vgg16", "googlenet", "resnet152")),
}


@pytest.mark.parametrize("name", KEPT)
def test_a_chart_is_drawn_as_it_was(name: str, request: pytest.FixtureRequest) -> None:
    """``--overwrite`` records them anew: look at every changed picture."""
    kind, given = KEPT[name]
    path = Path(__file__).parent / "golden" / f"chart-{name}.json"
    text = json.dumps(drawn(kind, *given).vega(), ensure_ascii=False, indent=1) + "\n"
    if request.config.getoption("--overwrite"):
        path.write_text(text, encoding="utf-8")
    assert path.read_text(encoding="utf-8") == text


def test_a_font_is_missed_only_by_hangul(monkeypatch: pytest.MonkeyPatch) -> None:
    from archcalc.figures import pictures

    monkeypatch.setattr(pictures, "which", lambda _: "/bin/true")  # it lists no font
    assert not pictures.lacks_hangul(drawn("shares", "vgg16"))
    with speaking("ko"):
        assert pictures.lacks_hangul(drawn("shares", "vgg16"))
