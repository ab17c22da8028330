"""What every diagram obeys: nothing overlaps, no text leaves its box, arrows end at boxes."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from itertools import combinations, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

import archcalc
from archcalc.catalog import loads
from archcalc.figures import diagram
from archcalc.figures.drawing import Drawing, Polyline, Rect, Text
from figures.specs import (
    CROPPED,
    CROSSING,
    EVERY_STEP,
    GATE,
    ONE_SIDED,
    UNET,
    Box,
    body,
    drawn,
    extent,
    hostile,
    inside,
    overlap,
    shapes,
    text_extent,
)

WHOLE = (
    "alexnet", "bottleneck-block", "dense-block", "densenet121", "googlenet",
    "inception-bottleneck", "lenet5", "nin-cifar", "resnet20", "resnet50", "resnet34-a", "vgg16",
)  # fmt: skip
NO_DOT = pytest.mark.skipif(not shutil.which("dot"), reason="needs Graphviz: apt install graphviz")
SPECS = {
    "unet": UNET,
    "cropped": CROPPED,
    "gate": GATE,
    "every step": EVERY_STEP,
    "one-sided": ONE_SIDED,
    "hostile": hostile(),
}


def check(drawing: Drawing) -> None:
    """All that holds of every picture of boxes."""
    assert drawing.scheme is not None
    frames = set(drawing.scheme.frames)
    units = {unit.path for unit in drawing.scheme.units}
    boxes = [item for item in drawing.items if item.id in units - {"input"}]
    assert len(boxes) == len(drawing.scheme.units) - 1
    for one, other in combinations(boxes, 2):
        assert not overlap(body(one), body(other)), (one.id, other.id)
    for item in boxes:
        for text in (shape for shape in item.shapes if isinstance(shape, Text)):
            badge = len([s for s in item.shapes if isinstance(s, Rect)]) == 3
            if not (badge and text is item.shapes[-1]):
                assert inside(extent(text), body(item), 0.01), text.text
    page = (0.0, 0.0, drawing.width, drawing.height)
    assert all(inside(extent(shape), page) for shape in shapes(drawing))
    ids = [item.id for item in drawing.items if item.id]
    assert len(set(ids)) == len(ids)
    assert {item.id for item in drawing.items} - units - {""} <= frames
    arrows_end_on(drawing, [body(item) for item in boxes])
    labels = [
        shape
        for item in drawing.items
        if item.id not in units
        for shape in item.shapes
        if isinstance(shape, Text)
    ]
    no_arrow_crosses(drawing, [extent(label) for label in labels])


def no_arrow_crosses(drawing: Drawing, labels: list[Box]) -> None:
    """No arrow runs through the words of a frame or those on another arrow."""
    for line in (s for s in shapes(drawing) if isinstance(s, Polyline) and s.arrow):
        for piece in pairwise(line.points):
            along = wider(extent(Polyline(piece)), 1)
            assert not any(overlap(along, label, 1.5) for label in labels), piece


def arrows_end_on(drawing: Drawing, outlines: list[Box]) -> None:
    """Every arrow's tip touches a box, its pieces run through none and keep away from others."""
    lines = [s for s in shapes(drawing) if isinstance(s, Polyline) and s.arrow]
    assert drawing.scheme is not None
    assert len(lines) == len(drawing.scheme.edges)
    for line in lines:
        ends = [around(point, 2) for point in (line.points[0], line.points[-1])]
        assert any(overlap(ends[1], box) for box in outlines)
        assert any(overlap(ends[0], start) for start in starts_of(drawing, line, outlines)), line
        others = [box for box in outlines if not any(overlap(end, box) for end in ends)]
        for one, other in pairwise(line.points):
            piece = extent(Polyline((one, other)))
            assert min(piece[2] - piece[0], piece[3] - piece[1]) < 0.02  # along or across
            for box in outlines:
                assert not overlap(wider(piece, 1), box, 1.9), (line.points, box)
            for box in others:
                assert not overlap(wider(piece, 4), box), (line.points, box)


def starts_of(drawing: Drawing, line: Polyline, outlines: list[Box]) -> Iterator[Box]:
    """Where an arrow may begin: at a box, beside the input's words, on another arrow."""
    yield from outlines
    for item in drawing.items:
        if item.id == "input":
            yield from (wider(extent(shape), 20) for shape in item.shapes)
    for other in shapes(drawing):
        if isinstance(other, Polyline) and other is not line:
            yield from (wider(extent(Polyline(piece)), 2) for piece in pairwise(other.points))


def wider(box: Box, by: float) -> Box:
    """The box with as much more on every side."""
    return box[0] - by, box[1] - by, box[2] + by, box[3] + by


def around(point: tuple[float, float], by: float) -> Box:
    """A square with its middle at a point."""
    return wider((*point, *point), by)


@pytest.mark.parametrize("name", archcalc.names())
def test_every_network_as_it_comes(name: str) -> None:
    check(diagram(archcalc.load(name).analyze()))


@pytest.mark.parametrize("direction", ["TB", "LR", "BT"])
@pytest.mark.parametrize("collapse", ["none", "block", "stage"])
@pytest.mark.parametrize("name", WHOLE)
def test_every_direction_and_level(name: str, collapse: str, direction: str) -> None:
    analysis = archcalc.load(name).analyze()
    if name.startswith("densenet") and collapse == "none":
        pytest.skip("boxes by the hundred add nothing to DenseNet's block")
    check(diagram(analysis, collapse=collapse, direction=direction))


@pytest.mark.parametrize("fit", ["16:9", "4:3", "1:2"])
@pytest.mark.parametrize("name", ["googlenet", "resnet50", "dense-block", "vgg16"])
def test_a_page_of_a_shape(name: str, fit: str) -> None:
    drawing = diagram(
        archcalc.load(name).analyze(), fit=fit, edges="shape", labels=("op", "params")
    )
    check(drawing)
    wide, high = map(int, fit.split(":"))
    assert drawing.width / drawing.height == pytest.approx(wide / high, rel=1e-3)


@pytest.mark.parametrize("name", SPECS)
@pytest.mark.parametrize("direction", ["", "TB", "LR"])
def test_graphs_of_other_kinds(name: str, direction: str) -> None:
    check(drawn(SPECS[name], direction=direction, edges="shape"))


@pytest.mark.parametrize("spec", [UNET, CROPPED])
def test_a_u_net_is_a_u(spec: str) -> None:
    drawing = drawn(spec)
    place = {item.id: body(item) for item in drawing.items if item.id and item.id != "input"}
    assert place["down1"][1] < place["down2"][1] < place["bottom"][1]  # down on the left
    assert place["skip1"][1] < place["skip2"][1] < place["bottom"][1]  # up on the right
    assert place["down1"][2] < place["bottom"][0] < place["skip1"][0]
    for one, other in (("down1", "skip1"), ("down2", "skip2")):  # links lie level
        line = [one, *({one.replace("down", "crop")} & set(place)), other]
        middles = [place[name][1] + place[name][3] for name in line]
        assert middles == pytest.approx([middles[0]] * len(line))
        assert all(place[a][2] < place[b][0] for a, b in pairwise(line))


def test_auxiliary_heads_end_without_meeting() -> None:
    drawing = diagram(archcalc.load("googlenet").analyze(aux=True))
    check(drawing)
    paths = {item.id for item in drawing.items}
    assert {"aux1", "aux2"} <= paths


@pytest.mark.parametrize("collapse", ["block", "none"])
def test_heads_leave_the_network_free_to_be_broken_into_rows(collapse: str) -> None:
    analysis = archcalc.load("googlenet").analyze(aux=True)
    drawing = diagram(analysis, collapse=collapse, fit="16:9")
    check(drawing)
    place = {item.id: body(item) for item in drawing.items if item.id and item.id != "input"}
    spread = max(box[2] for box in place.values()) - min(box[0] for box in place.values())
    assert spread > 0.9 * drawing.width


def test_a_long_stage_goes_on_in_the_next_row() -> None:
    drawing = diagram(archcalc.load("resnet110").analyze(), collapse="none", fit="16:9")
    check(drawing)
    assert drawing.scheme is not None
    frames = [item for item in drawing.items if item.title == "conv2_x" and len(item.shapes) == 2]
    assert len(frames) > 2
    assert [bool(item.id) for item in frames] == [True, *[False] * (len(frames) - 1)]
    blocks = [item for item in drawing.items if item.id.startswith("conv2_x.block")]
    outlines = [extent(item.shapes[0]) for item in frames]
    assert all(any(inside(body(block), one) for one in outlines) for block in blocks)


@pytest.mark.parametrize("direction", ["TB", "LR", "BT", ""])
def test_sizes_on_arrows_cross_no_frame(direction: str) -> None:
    drawing = diagram(
        archcalc.load("resnet18").analyze(), collapse="none", direction=direction, edges="shape"
    )
    assert drawing.scheme is not None
    frames = [item for item in drawing.items if item.id in drawing.scheme.frames]
    sizes = [item.shapes[0] for item in drawing.items if not item.id and len(item.shapes) == 1]
    texts = [text_extent(shape) for shape in sizes if isinstance(shape, Text)]
    assert texts
    for frame in (extent(item.shapes[0]) for item in frames):
        for text in texts:
            assert inside(text, frame) or not overlap(text, frame), (text, frame)


@pytest.mark.parametrize("direction", ["TB", "LR", ""])
@pytest.mark.parametrize("name", ["resnet34", "dense-block", "googlenet"])
def test_no_line_is_drawn_twice(name: str, direction: str) -> None:
    drawing = diagram(archcalc.load(name).analyze(), collapse="none", direction=direction)
    lines = [s for s in shapes(drawing) if isinstance(s, Polyline) and s.arrow]
    pieces = [extent(Polyline(piece)) for line in lines for piece in pairwise(line.points)]
    for one, other in combinations(pieces, 2):
        level = [abs(one[k] - one[k + 2]) < 0.01 and abs(other[k] - other[k + 2]) < 0.01
                 and abs(one[k] - other[k]) < 0.01 for k in (0, 1)]  # fmt: skip
        for k in (0, 1):
            if level[k]:
                assert min(one[3 - k], other[3 - k]) - max(one[1 - k], other[1 - k]) < 0.5


@NO_DOT
@pytest.mark.parametrize("direction", ["TB", "LR", "BT"])
def test_branches_that_cross_are_placed_by_graphviz(direction: str) -> None:
    drawing = drawn(CROSSING, direction=direction)
    assert drawing.scheme is not None
    outlines = [body(item) for item in drawing.items if item.id and item.id != "input"]
    assert len(outlines) == 7
    assert not any(overlap(*pair) for pair in combinations(outlines, 2))
    lines = [s for s in shapes(drawing) if isinstance(s, Polyline) and s.arrow]
    assert len(lines) == len(drawing.scheme.edges)


@st.composite
def nests(draw: st.DrawFn) -> str:
    """A spec of convolutions in a random nest of branches."""
    counter = iter(range(10_000))

    def conv(indent: str) -> str:
        return f"{indent}- conv: {{name: c{next(counter)}, out_channels: 8, kernel_size: 1}}\n"

    def block(indent: str, depth: int) -> str:
        text = conv(indent)
        for _ in range(draw(st.integers(0, 2))):
            text += part(indent, depth)
        return text

    def part(indent: str, depth: int) -> str:
        kind = draw(st.sampled_from(["conv", "concat", "add"])) if depth < 3 else "conv"
        if kind == "conv":
            return conv(indent)
        text = f"{indent}- parallel:\n{indent}    name: p{next(counter)}\n{indent}    branches:\n"
        straight = draw(st.booleans())
        for number in range(draw(st.integers(1 if straight else 2, 3))):
            text += f"{indent}      b{number}:\n" + block(indent + "        ", depth + 1)
            if kind == "add":
                text += conv(indent + "        ")
        if straight:
            text += f"{indent}      skip: []\n"
        text += f"{indent}    merge: {kind}\n"
        return text + (conv(indent) if kind == "concat" else "")

    layers = block("  ", 0) + part("  ", 0)
    return f"name: random\ninput: [8, 4, 4]\nlayers:\n{layers}"


@given(nests(), st.sampled_from(["TB", "LR", "BT", ""]), st.sampled_from(["", "shape"]))
def test_random_nests(spec: str, direction: str, edges: str) -> None:
    analysis = loads(spec).analyze()
    check(diagram(analysis, collapse="none", direction=direction, edges=edges))
