"""Jupyter notebooks: Markdown cells are decks, and not a byte changes beside what markers hold."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archcalc.slides.refresh import strip
from tests.slides.decks import after, problems, refreshed

NAME = "deck.ipynb"
PARAMS = "60,965,224"  # AlexNet of two towers: Krizhevsky et al. 2012 say 60 million
VALUE = '<span data-archcalc="alexnet.params">{}</span>'
BLOCK = "[//]: # (archcalc: table lenet5)"


def notebook(*sources: Any, kind: str = "markdown", **metadata: Any) -> dict[str, Any]:
    """A notebook of these cells."""
    cells = [{"cell_type": kind, "metadata": {}, "source": source} for source in sources]
    return {"cells": cells, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}


def sources(text: str) -> list[str]:
    """What the cells hold."""
    return ["".join(cell["source"]) for cell in json.loads(text)["cells"]]


MANNERS = {
    "as Jupyter writes it": {"indent": 1, "ensure_ascii": False},
    "indented by four": {"indent": 4},
    "in one line": {},
    "without blanks": {"separators": (",", ":")},
}


@pytest.mark.parametrize("manner", MANNERS.values(), ids=list(MANNERS))
@pytest.mark.parametrize("as_list", [True, False])
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_the_file_is_written_as_it_was(manner: dict[str, Any], as_list: bool, newline: str) -> None:
    before, behind = "# é\n\na ", f" b\n\n{BLOCK}"
    given = before + VALUE.format("") + behind
    lines = given.splitlines(keepends=True) if as_list else given
    text = json.dumps(notebook("x", lines, "ü", ["y"]), **manner).replace("\n", newline)
    found = after(text, NAME)
    [_, filled, *_] = sources(found)
    assert filled.startswith(before + VALUE.format(PARAMS) + behind + "\n\n| Layer")
    cells = json.loads(found)
    held = filled.splitlines(keepends=True) if as_list else filled
    cells["cells"][1]["source"] = held
    assert found == json.dumps(cells, **manner).replace("\n", newline)
    assert after(found, NAME) == found


def test_what_was_written_in_its_own_manner_stays() -> None:
    line = r'"a\/b \u00e9 <span data-archcalc=\"alexnet.params\"><\/span>\n"'
    text = (
        '{ "nbformat":4,"extra":[1.50,1e5,NaN],\n"cells": [ {"source" : ["\\u0041\\/ é\\n" ,\t'
        + line + ' ] , "cell_type":"markdown"} ] , "metadata":null }  \n'
    )  # fmt: skip
    found = after(text, NAME)
    new = json.dumps(f"a/b é {VALUE.format(PARAMS)}\n", ensure_ascii=False)
    assert found == text.replace(line, new)


def test_only_markdown_cells_are_read() -> None:
    for kind in ("code", "raw"):
        text = json.dumps(notebook(VALUE.format(""), BLOCK, kind=kind))
        found = refreshed(text, NAME)
        assert (found.seen, found.problems, found.content) == ((), (), text.encode())


def test_a_place_is_a_cell_and_a_line() -> None:
    text = json.dumps(notebook("x", ["# T\n", "\n", VALUE.format("1")]))
    [seen] = refreshed(text, NAME).seen
    assert seen.mark.place == "deck.ipynb:cell 2:line 3"
    text = json.dumps(notebook("x", "\n" + VALUE.replace("alexnet", "alexnit")))
    [problem] = problems(text, NAME)
    assert problem.startswith('deck.ipynb:cell 2:line 2: unknown network "alexnit"')


def test_settings_stand_in_the_metadata_and_in_cells() -> None:
    text = json.dumps(notebook(BLOCK, archcalc={"lang": "ko"}))
    assert "| 층 " in sources(after(text, NAME))[0]
    text = json.dumps(notebook("[//]: # (archcalc: settings format=si3)", VALUE.format("")))
    assert sources(after(text, NAME))[1] == VALUE.format("61.0\u202fM")
    assert problems(json.dumps(notebook(BLOCK, archcalc={"lnag": "ko"})), NAME) == [
        'deck.ipynb:metadata: unknown setting "lnag"; did you mean "lang"?'
    ]


def test_a_figure_lies_beside_the_notebook() -> None:
    text = json.dumps(notebook("[//]: # (archcalc: diagram lenet5)"))
    found = refreshed(text, NAME)
    assert "](deck.archcalc/diagram-lenet5.svg)" in sources(found.content.decode())[0]
    assert list(found.beside(False)) == ["deck.archcalc/diagram-lenet5.svg"]


NONE = {
    "an open brace": ('{"cells": [', "deck.ipynb:1:12 is no JSON: "),
    "nothing": ("", "deck.ipynb:1:1 is no JSON: "),
    "a list": ("[1]", "deck.ipynb is no Jupyter notebook"),
    "two values": (json.dumps(notebook("x")) + " 1", "deck.ipynb is no Jupyter notebook"),
    "no cells": ('{"nbformat": 4}', "deck.ipynb is no Jupyter notebook"),
    "cells without sources": (
        '{"nbformat": 4, "cells": [{"cell_type": "markdown"}]}',
        "deck.ipynb is no Jupyter notebook",
    ),
    "a number as source": (json.dumps(notebook([1])), "deck.ipynb is no Jupyter notebook"),
    "an old one": (
        '{"nbformat": 3, "worksheets": []}',
        "deck.ipynb is a notebook of format 3; 4 is needed: jupyter nbconvert --to notebook",
    ),
    "brackets in brackets": ('{"a":' + "[" * 100_000, "deck.ipynb is nested too deep"),
    "half a sign": (json.dumps(notebook("archcalc \ud800")), "deck.ipynb:cell 1 is not UTF-8"),
    "a number of 5,000 digits": ('{"a":' + "1" * 5000, "deck.ipynb is no Jupyter notebook"),
}  # fmt: skip


@pytest.mark.parametrize(("text", "said"), NONE.values(), ids=list(NONE))
def test_what_is_no_notebook_is_told_in_a_line(text: str, said: str) -> None:
    from archcalc.errors import InputError

    with pytest.raises(InputError, match=re.escape(said)) as found:
        refreshed(text, NAME)
    assert "\n" not in str(found.value)


@pytest.mark.parametrize(("held", "state"), [("358M", "wrong"), ("**271M**", "right")])
def test_a_number_is_checked_and_never_rewritten(held: str, state: str) -> None:
    """CS231n 2017, lecture 9, slide 55, prints 358M where its terms add up to 271M."""
    marker = f'<span data-archcalc="expect inception-bottleneck-256.macs">{held}</span>'
    text = json.dumps(notebook(marker))
    found = refreshed(text, NAME, force=True)
    assert [seen.state for seen in found.seen] == [state]
    assert found.content.decode() == text


def test_a_change_by_hand_is_kept_without_force() -> None:
    text = after(json.dumps(notebook([BLOCK])), NAME)
    edited = text.replace(" 84 ", " 85 ")
    assert edited != text
    found = refreshed(edited, NAME)
    assert [seen.state for seen in found.seen] == ["edited"]
    assert found.content.decode() == edited
    assert after(edited, NAME, force=True) == text


def test_strip_leaves_what_is_held() -> None:
    text = after(json.dumps(notebook(["a\n", f"{VALUE.format('')} b"], [BLOCK])), NAME)
    bare = strip(text.encode(), NAME).content.decode()
    assert sources(bare)[0] == f"a\n{PARAMS} b"
    assert sources(bare)[1].startswith("| Layer")


def test_jupyter_reads_and_writes_the_same_bytes() -> None:
    nbformat = pytest.importorskip("nbformat", reason="needs nbformat: pip install nbformat")
    cells = [nbformat.v4.new_markdown_cell(f"é {VALUE.format('')}\n\n{BLOCK}")]
    text = nbformat.writes(nbformat.v4.new_notebook(cells=cells)) + "\n"
    found = after(text, NAME)
    read = nbformat.reads(found, 4)
    nbformat.validate(read)
    assert nbformat.writes(read) + "\n" == found


PIECES = st.text('ab"\\/`\n\r\t\u2028\u202f한é', max_size=20)
MARKERS = st.sampled_from(
    [VALUE.format(""), f"\n\n{BLOCK}\n\n", "\n\n[//]: # (archcalc: formula alexnet.conv1.params)\n"]
)
SOURCES = st.lists(st.tuples(PIECES, MARKERS), max_size=3).map(
    lambda parts: "".join(map("".join, parts))
)


@settings(max_examples=40)
@given(st.lists(SOURCES | SOURCES.map(lambda s: s.splitlines(keepends=True)), max_size=4),
       st.sampled_from(list(MANNERS.values())))  # fmt: skip
def test_cells_are_as_markdown_decks_are_and_only_once(
    cells: list[str | list[str]], manner: dict[str, Any]
) -> None:
    text = json.dumps(notebook(*cells), **manner)
    once = refreshed(text, NAME)
    assert once.problems or sources(once.content.decode()) == [
        refreshed("".join(cell), "deck.md").content.decode() for cell in cells
    ]
    empty = json.loads(once.content)
    for cell, source in zip(empty["cells"], cells, strict=True):
        cell["source"] = source
    assert json.dumps(empty, **manner) == text
    assert refreshed(once.content.decode(), NAME).content == once.content
