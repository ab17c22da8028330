"""What every diagram obeys: nothing overlaps, no text leaves its box, arrows end at boxes."""

from __future__ import annotations

import shutil
from itertools import combinations, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

import archcalc
from archcalc.catalog import loads
from archcalc.figures import diagram
from archcalc.figures.drawing import Drawing, Polyline, Rect, Text
from figures.specs import (
    CROSSING,
    EVERY_STEP,
    GATE,
    UNET,
    body,
    drawn,
    extent,
    hostile,
    inside,
    overlap,
    shapes,
)

WHOLE = (
    "alexnet", "bottleneck-block", "dense-block", "densenet121", "googlenet",
    "inception-bottleneck", "lenet5", "nin-cifar", "resnet20", "resnet50", "resnet34-a", "vgg16",
)  # fmt: skip
NO_DOT = pytest.mark.skipif(not shutil.which("dot"), reason="needs Graphviz: apt install graphviz")
SPECS = {"unet": UNET, "gate": GATE, "every step": EVERY_STEP, "hostile": hostile()}


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


def arrows_end_on(drawing: Drawing, outlines: list[tuple[float, float, float, float]]) -> None:
    """Every arrow's tip touches a box, its pieces run through none and keep away from others."""
    lines = [s for s in shapes(drawing) if isinstance(s, Polyline) and s.arrow]
    assert drawing.scheme is not None
    assert len(lines) == len(drawing.scheme.edges)
    for line in lines:
        ends = [around(point, 2) for point in (line.points[0], line.points[-1])]
        assert any(overlap(ends[1], box) for box in outlines)
        others = [box for box in outlines if not any(overlap(end, box) for end in ends)]
        for one, other in pairwise(line.points):
            piece = extent(Polyline((one, other)))
            assert min(piece[2] - piece[0], piece[3] - piece[1]) < 0.02  # along or across
            for box in outlines:
                through = (piece[0] - 1, piece[1] - 1, piece[2] + 1, piece[3] + 1)
                assert not overlap(through, box, 1.9), (line.points, box)
            for box in others:
                near = piece[0] - 4, piece[1] - 4, piece[2] + 4, piece[3] + 4
                assert not overlap(near, box), (line.points, box)


def around(point: tuple[float, float], by: float) -> tuple[float, float, float, float]:
    """A square with its middle at a point."""
    return point[0] - by, point[1] - by, point[0] + by, point[1] + by


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


def test_a_u_net_is_a_u() -> None:
    drawing = drawn(UNET)
    place = {item.id: body(item) for item in drawing.items if item.id and item.id != "input"}
    assert place["down1"][1] < place["down2"][1] < place["bottom"][1]  # down on the left
    assert place["skip1"][1] < place["skip2"][1] < place["bottom"][1]  # up on the right
    assert place["down1"][2] < place["bottom"][0] < place["skip1"][0]
    for one, other in (("down1", "skip1"), ("down2", "skip2")):  # links lie level
        middles = [place[name][1] + place[name][3] for name in (one, other)]
        assert middles[0] == pytest.approx(middles[1])


def test_auxiliary_heads_end_without_meeting() -> None:
    drawing = diagram(archcalc.load("googlenet").analyze(aux=True))
    check(drawing)
    paths = {item.id for item in drawing.items}
    assert {"aux1", "aux2"} <= paths


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
