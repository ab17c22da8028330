"""The main diagrams as somebody last saw and liked them; ``--overwrite`` draws them anew."""

from __future__ import annotations

from pathlib import Path

import pytest

import archcalc
from archcalc.figures import diagram

HERE = Path(__file__).parent / "golden"
PICTURES: dict[str, tuple[str, dict[str, object]]] = {
    "inception-bottleneck": ("inception-bottleneck", {"direction": "BT"}),
    "bottleneck-block": ("bottleneck-block", {"edges": "shape"}),
    "dense-block": ("dense-block", {}),
    "alexnet": ("alexnet", {}),
    "alexnet-volumes": ("alexnet", {"style": "volumes"}),
    "googlenet": ("googlenet", {"fit": "16:9", "theme": "dark"}),
    "resnet50": ("resnet50", {"labels": ("name", "op", "shape")}),
}


@pytest.mark.parametrize("name", PICTURES)
def test_pictures(name: str, pytestconfig: pytest.Config) -> None:
    network, options = PICTURES[name]
    text = diagram(archcalc.load(network).analyze(), **options).svg()
    path = HERE / f"{name}.svg"
    if pytestconfig.getoption("overwrite"):
        path.write_text(text, encoding="utf-8")
    assert path.read_text(encoding="utf-8") == text


def test_nothing_is_kept_of_pictures_that_are_gone() -> None:
    assert {path.stem for path in HERE.glob("*.svg")} >= set(PICTURES)
