"""Published figures held against the computed ones: each way of counting where it belongs."""

from __future__ import annotations

import itertools
import json
from contextlib import suppress
from typing import Any

import pytest

from archcalc import loads
from archcalc.counting import WAYS
from archcalc.errors import ArchcalcError, SpecError
from archcalc.lang import speaking
from archcalc.network import Network
from archcalc.published import Judged, judged
from archcalc.spec.models import CountingPart, FigurePart
from archcalc.views.published import published_page

# c1: 10 filters 3×3×3 with biases on 8×8, padded: 280 params, 17,280 multiplies, 640 values;
# fc: 640 → 10: 6,410 params, 6,400 multiplies. Head: 640 → 5: 3,205 params, 3,200 multiplies.
LAYERS = [
    {"conv": {"name": "c1", "out_channels": 10, "kernel_size": 3, "padding": 1}},
    {"aux": {"name": "head", "layers": ["flatten", {"linear": {"name": "f", "out_features": 5}}]}},
    "flatten",
    {"linear": {"name": "fc", "out_features": 10}},
]


def network(*figures: dict[str, Any]) -> Network:
    said = [{"source": "Table 1", **figure} for figure in figures]
    text = {"name": "n", "input": [3, 8, 8], "layers": LAYERS, "published": said}
    return loads(json.dumps(text))


def one(**figure: Any) -> Judged:
    (found,) = judged(network(figure).analyze())
    return found


COUNTED = [
    ({"params": 6690}, "agrees", 6690),
    ({"params": 6670, "counting": {"bias": False}}, "counts differently", 6670),
    ({"params": 9895, "counting": {"with_aux": True}}, "counts differently", 9895),
    ({"params": 280, "counting": {"conv_only": True}}, "counts differently", 280),
    ({"multiplies": 23680}, "agrees", 23_680),
    ({"multiplies": 47360, "counting": {"flops": True}}, "counts differently", 47_360),
    ({"multiplies": 17280, "counting": {"conv_only": True}}, "counts differently", 17_280),
    ({"activations": 650}, "agrees", 650),
    ({"activations": 842, "counting": {"with_input": True}}, "counts differently", 842),
    ({"activations": 1300, "counting": {"with_gradients": True}}, "counts differently", 1300),
    ({"activations_bytes": "3368 bytes", "counting": {"with_input": True}},
     "counts differently", 3368),
    # a way of counting leaves alone what it is not about
    ({"params": 6690, "counting": {"flops": True}}, "agrees", 6690),
    ({"params": 6690, "counting": {"with_input": True}}, "agrees", 6690),
    ({"where": "c1", "params": 280, "counting": {"with_aux": True}}, "agrees", 280),
    ({"depth": 2, "counting": {"bias": False, "flops": True}}, "agrees", 2),
    # digits
    ({"params": "6.7K"}, "agrees", 6690),
    ({"params": "6.6K"}, "rounds differently", 6690),
    ({"params": "6700"}, "rounds differently", 6690),
    ({"params": "6.5K", "counting": {"unit_K": 1024}}, "counts differently", 6690),
    ({"params": "more than 6K"}, "agrees", 6690),
    ({"params": 6800}, "erratum", 6690),
    ({"params": 9895}, "counts differently", 6690),  # the judge finds the heads by itself
    ({"output": "10"}, "agrees", (10,)),
    ({"where": "c1", "output": "8×8×10"}, "agrees", (10, 8, 8)),
    ({"where": "c1", "output": "8×8×12"}, "erratum", (10, 8, 8)),
    ({"top5_error": 6.7}, "quoted", None),
]  # fmt: skip


@pytest.mark.parametrize(("figure", "standing", "computed"), COUNTED, ids=str)
def test_a_figure_stands_as_it_should(figure: dict[str, Any], standing: str, computed: Any) -> None:
    found = one(**figure)
    assert (found.standing, found.computed) == (standing, computed)
    assert bool(found.reason) == (standing not in ("agrees", "quoted"))


@pytest.mark.parametrize(
    ("figure", "beside"),
    [
        ({"params": "6.6K"}, "6.7K"),
        ({"params": "5 million"}, "0 million"),
        ({"multiplies": "0.02M"}, "0.02M"),
        ({"params": "6,800"}, "6,690"),
        ({"params": "6.5K", "counting": {"unit_K": 1024}}, "6.5K"),
        ({"params": "about 7,000"}, "about 7,000"),
    ],
)
def test_the_computed_number_is_written_like_the_printed_one(
    figure: dict[str, Any], beside: str
) -> None:
    assert one(**figure).as_printed == beside


def test_figures_are_about_the_network_as_published() -> None:
    made = network({"params": 6690})
    assert judged(made.analyze(batch=2)) == ()
    assert judged(made.analyze(input=(3, 9, 9))) == ()
    assert len(judged(made.analyze(aux=True))) == 1


def test_every_way_of_counting_is_a_field_of_specs() -> None:
    assert {way.key for way in WAYS} <= set(CountingPart.model_fields)


VALUES = {"input": "8×8×3", "output": "8×8×10", "params_bytes": "1KB", "activations_bytes": "1KB"}
QUANTITIES = sorted(
    set(FigurePart.model_fields)
    - {"source", "where", "counting", "relation", "erratum", "comment", "measured", "recalled"}
)
COUNTING = [{way.key: way.meant} for way in WAYS] + [{"unit_K": 1024}, {"input": [3, 16, 16]}]


@pytest.mark.parametrize("key", QUANTITIES)
def test_no_figure_is_a_crash(key: str) -> None:
    for counting, where in itertools.product(COUNTING, ("", "c1", "fc", "head")):
        figure = {key: VALUES.get(key, 7), "counting": counting, "where": where}
        with suppress(ArchcalcError):
            judged(network(figure).analyze())


@pytest.mark.parametrize(
    ("figure", "message"),
    [
        ({"params": "lots"}, 'published: params: cannot read "lots" as a number'),
        ({"where": "c1", "output": "big"}, 'published: output: cannot read "big"'),
        ({"where": "c9", "params": 7}, 'unknown layer of n "c9"'),
    ],
)
def test_an_unreadable_figure_is_refused_with_its_place(
    figure: dict[str, Any], message: str
) -> None:
    with pytest.raises(SpecError, match=r"^<text>:1:\d+: ") as caught:
        network(figure)
    assert message in str(caught.value)


def test_a_source_in_words_is_said_in_the_language_spoken() -> None:
    words = {"en": "results as lectures quote them", "ko": "강의에서 인용하는 결과"}
    analysis = network({"top5_error": 6.7, "source": words}).analyze()
    for language, text in words.items():
        with speaking(language):
            page = published_page([analysis])
        assert page.tables[0].rows[0].cells[0] == text
    assert words["en"] in json.dumps(page.data())
