"""YAML as specs read it: the words of YAML 1.2, and where every key and value stands."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from archcalc.errors import SpecError
from archcalc.spec.source import List, Map, load, read_text, scalar

SCALARS = {
    "on": "on", "off": "off", "yes": "yes", "no": "no", "y": "y", "N": "N", "Yes": "Yes",
    "true": True, "True": True, "TRUE": True, "false": False, "tRUE": "tRUE",
    "~": None, "null": None, "Null": None, "": None, "none": "none",
    "5": 5, "+5": 5, "-5": -5, "007": 7, "0": 0, "1_000": "1_000", "1,000": "1,000",
    "0o17": 15, "0x1F": 31, "017": 17, "0b11": "0b11", "0o8": "0o8",
    "1e3": 1000, "1E3": 1000, "1.5e1": 15, "1.0": 1, "1e-3": 0.001, ".5": 0.5, "5.": 5,
    "-2.5": -2.5,
    "1e400": "1e400", "e3": "e3", ".": ".", "1e": "1e", "1:30": "1:30", "12:30:45": "12:30:45",
    "2014-01-01": "2014-01-01", "=": "=", "<<": "<<", "3a": "3a", "1x1": "1x1", "3.8G": "3.8G",
    ".inf": ".inf", ".nan": ".nan", "٣": "٣", str(2**60): 2**60, str(10**30): 10**30,
}  # fmt: skip


@pytest.mark.parametrize(("text", "value"), SCALARS.items())
def test_a_plain_word(text: str, value: Any) -> None:
    read = scalar(text)
    assert (read, type(read)) == (value, type(value))


@pytest.mark.parametrize("text", ["5", "true", "~", "1e3", "on", ""])
@pytest.mark.parametrize("quote", ["'", '"'])
def test_what_is_quoted_stays_text(text: str, quote: str) -> None:
    assert load(f"a: {quote}{text}{quote}", "f")["a"] == text


def test_a_block_of_text_stays_text() -> None:
    assert load("a: |\n  5\nb: !!str 5\nc: >-\n  true\n", "f") == {
        "a": "5\n",
        "b": "5",
        "c": "true",
    }


def test_keys_are_text() -> None:
    assert list(load("{1: a, true: b, on: c, ~: d, 'x y': e}", "f")) == [
        "1",
        "true",
        "on",
        "~",
        "x y",
    ]


TEXT = """\
name: é漢🙂
"long key":   [one,
  {two: 3}]
last:
  - - deep
"""


def test_every_key_and_value_knows_its_place() -> None:
    top = load(TEXT, "x.yaml")
    assert str(top.mark) == "x.yaml:1:1"
    assert {key: (mark.line, mark.column) for key, mark in top.key_marks.items()} == {
        "name": (1, 1), "long key": (2, 1), "last": (4, 1),
    }  # fmt: skip
    assert {key: (mark.line, mark.column) for key, mark in top.marks.items()} == {
        "name": (1, 7), "long key": (2, 15), "last": (5, 3),
    }  # fmt: skip
    items = top["long key"]
    assert isinstance(items, List)
    assert [(mark.line, mark.column) for mark in items.marks] == [(2, 16), (3, 3)]
    assert isinstance(items[1], Map)
    assert items[1].marks["two"][1:] == (3, 9)
    assert top["last"][0].marks[0][1:] == (5, 7)


def test_an_alias_stands_where_it_is_written_and_is_the_very_value() -> None:
    top = load("a: &x {b: 1}\nc: *x\n", "f")
    assert top["c"] is top["a"]
    assert top.marks["c"][1:] == (2, 4)


def test_a_later_anchor_of_one_name_wins_from_there_on() -> None:
    assert load("a: &x 1\nb: *x\nc: &x 2\nd: *x\n", "f")["d"] == 2


def test_tags_that_change_nothing_pass() -> None:
    assert load("!!map {a: !!seq [!!str b, ! c]}", "f") == {"a": ["b", "c"]}


def test_a_document_may_be_marked_and_end() -> None:
    assert load("%YAML 1.2\n---\na: 1\n...\n", "f") == {"a": 1}


@pytest.mark.parametrize("start", ["", "\ufeff"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_windows_files_read_alike(start: str, end: str, tmp_path: Path) -> None:
    file = tmp_path / "a.yaml"
    file.write_bytes(end.join([f"{start}a: 1", "b:", "  - 2", ""]).encode())
    top = load(read_text(file), "f")
    assert top == {"a": 1, "b": [2]}
    assert top["b"].marks[0][1:] == (3, 5)


def test_a_lone_surrogate_is_refused() -> None:
    with pytest.raises(SpecError, match=r"f:2:4: not YAML: the character U\+D800"):
        load("a: 1\nb: \ud800", "f")


def test_a_file_up_to_the_limit_is_read(tmp_path: Path) -> None:
    file = tmp_path / "a.yaml"
    file.write_text("#" * 1_000_000)
    assert len(read_text(file)) == 1_000_000
    file.write_text("#" * 1_000_001)
    with pytest.raises(SpecError, match="larger than a spec may be"):
        read_text(file)


def test_values_up_to_the_limit_are_read() -> None:
    assert len(load("a: [" + "1, " * 99_997 + "1]", "f")["a"]) == 99_998
    with pytest.raises(SpecError, match="more than 100,000 values"):
        load("a: [" + "1, " * 99_998 + "1]", "f")
