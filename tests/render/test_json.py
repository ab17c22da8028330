"""JSON: valid, exact, and short where a list is short."""

from __future__ import annotations

import json
from types import MappingProxyType

from hypothesis import given
from hypothesis import strategies as st

from archcalc.render import render
from archcalc.views.model import Page, Style

PLAIN = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


def test_short_lists_stand_on_one_line() -> None:
    data = {
        "input": [3, 224, 224],
        "inputs": ["conv1"],
        "shapes": [[64, 56, 56], [1]],
        "notes": ["a sentence that is longer than one would want to see in a row"],
        "none": [],
    }
    assert render(Page((), lambda: data), "json", Style()) == (
        "{\n"
        '  "input": [3, 224, 224],\n'
        '  "inputs": ["conv1"],\n'
        '  "shapes": [\n'
        "    [64, 56, 56],\n"
        "    [1]\n"
        "  ],\n"
        '  "notes": [\n'
        '    "a sentence that is longer than one would want to see in a row"\n'
        "  ],\n"
        '  "none": []\n'
        "}\n"
    )


@given(st.dictionaries(st.text(), PLAIN))
def test_what_is_read_back_is_what_was_there(data: dict[str, object]) -> None:
    for encoding in ("utf-8", "ascii"):
        text = render(Page((), lambda: data), "json", Style(encoding=encoding))
        assert json.loads(text) == data


def test_big_integers_stay_exact() -> None:
    text = render(Page((), lambda: {"n": 2**600}), "json", Style(units="si"))
    assert json.loads(text) == {"n": 2**600}


def test_any_mapping_will_do() -> None:
    frozen = MappingProxyType({"a": MappingProxyType({"b": 1})})
    assert json.loads(render(Page((), lambda: frozen), "json", Style())) == {"a": {"b": 1}}
