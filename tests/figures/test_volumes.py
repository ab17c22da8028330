"""Volumes are drawn to scale: heights to heights, thicknesses to channels, vectors to vectors."""

from __future__ import annotations

from itertools import pairwise

import pytest

import archcalc
from archcalc.errors import InputError
from archcalc.figures import diagram
from archcalc.figures.drawing import Drawing, Rect, Text
from figures.specs import extent, inside, overlap, shapes


def fronts(drawing: Drawing) -> dict[str, Rect]:
    return {
        item.id: shape for item in drawing.items for shape in item.shapes if isinstance(shape, Rect)
    }


def test_alexnet_is_to_scale() -> None:
    found = fronts(diagram(archcalc.load("alexnet").analyze(), style="volumes"))
    assert found["conv1"].height / found["conv2"].height == pytest.approx(55 / 27)
    assert found["conv2"].height / found["conv3"].height == pytest.approx(27 / 13)
    assert found["conv3"].width / found["conv1"].width == pytest.approx(384 / 96)
    assert found["fc6"].height / found["fc8"].height == pytest.approx(4096 / 1000)


@pytest.mark.parametrize("name", ["alexnet", "vgg16", "vgg19", "lenet5", "zfnet", "googlenet"])
def test_labels_stand_apart_and_on_the_page(name: str) -> None:
    drawing = diagram(archcalc.load(name).analyze(), style="volumes", fit="16:9")
    page = (0.0, 0.0, drawing.width, drawing.height)
    assert all(inside(extent(shape), page) for shape in shapes(drawing))
    texts = [extent(shape) for shape in shapes(drawing) if isinstance(shape, Text)]
    assert not any(overlap(*pair, 0.1) for pair in pairwise(sorted(texts)))


def test_outputs_of_one_size_share_a_label() -> None:
    texts = [
        shape.text
        for shape in shapes(diagram(archcalc.load("vgg16").analyze(), style="volumes"))
        if isinstance(shape, Text)
    ]
    assert texts.count("224×224×64") == 1
    assert "conv5" in texts


def test_branches_are_no_row() -> None:
    with pytest.raises(InputError, match="inception-bottleneck branches"):
        diagram(archcalc.load("inception-bottleneck").analyze(), style="volumes")


def test_volumes_are_no_boxes_and_arrows_for_mermaid() -> None:
    drawing = diagram(archcalc.load("alexnet").analyze(), style="volumes")
    with pytest.raises(InputError, match="no volumes"):
        drawing.write("mermaid")
