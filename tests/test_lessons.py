"""Lessons: their prose stands on computed numbers, and every one renders everywhere."""

from __future__ import annotations

import csv
import io
import json
import re
import shlex
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from commandline import every
from hypothesis import given
from hypothesis import strategies as st

import archcalc
from archcalc.address import Resolver
from archcalc.cli.app import command_names
from archcalc.errors import ArchcalcError, SpecError, UnknownNameError
from archcalc.lang import languages, speaking
from archcalc.lessons import (
    Lesson,
    lesson,
    lessons,
    names,
    parse_lesson,
    read_lesson,
    schema_text,
    teach,
)
from archcalc.render import formats, render
from archcalc.views.lesson import lesson_page, lessons_page
from archcalc.views.model import Style

ROOT = Path(__file__).parents[1]
RESOLVE = Resolver()
EVERY = {one.name: one for one in lessons()}
TAUGHT = {name: teach(one, RESOLVE) for name, one in EVERY.items()}


def text_of(name: str, language: str = "en") -> str:
    """All that a lesson says, on one line."""
    with speaking(language):
        return " ".join(render(lesson_page(TAUGHT[name]), "terminal", Style()).split())


def test_these_are_the_lessons() -> None:
    # the arguments that the seed lectures make
    assert set(names()) == {
        "alexnet-input", "auxiliary-classifiers", "bottleneck", "counting-layers", "degradation",
        "dense-growth", "fc-as-convolution", "global-average-pooling", "halving-doubling",
        "inception", "one-by-one", "overlapping-pooling", "residual", "stacks",
    }  # fmt: skip


# --- every lesson --------------------------------------------------------------------------------


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("fmt", formats())
@pytest.mark.parametrize("name", EVERY)
def test_it_renders_in_every_format_and_language(name: str, fmt: str, language: str) -> None:
    with speaking(language):
        shown = render(lesson_page(TAUGHT[name]), fmt, Style(width=80, encoding="utf-8"))
    assert len(shown) > 100
    assert not [one for one in EVERY[name].named() if f"{{{one}}}" in shown]


@pytest.mark.parametrize("name", EVERY)
def test_it_fits_80_columns(name: str) -> None:
    shown = render(lesson_page(TAUGHT[name]), "terminal", Style(width=80))
    assert max(map(len, shown.splitlines())) <= 80


def said(one: Lesson) -> Iterator[tuple[str, dict[str, str]]]:
    """Every text that a lesson has in several languages, with what it is."""
    says = one.says
    yield "title", texts(says.title)
    yield "question", texts(says.question)
    yield from (("text", texts(each)) for each in says.text)
    yield from (("column", texts(each)) for each in says.table.columns)
    yield from (("label", texts(row.label)) for row in says.table.rows)
    yield from (("why", texts(claim.why)) for claim in says.claims if claim.why)


def texts(given: object) -> dict[str, str]:
    return {str(k): v for k, v in given.items()} if isinstance(given, dict) else {"en": str(given)}


@pytest.mark.parametrize("name", EVERY)
def test_every_sentence_is_there_in_every_language(name: str) -> None:
    for what, words in said(EVERY[name]):
        if what in ("title", "question", "text", "why"):
            assert set(words) == set(languages()), words
            assert re.search("[가-힣]", words["ko"])


@pytest.mark.parametrize("name", EVERY)
def test_its_languages_stand_on_the_same_numbers(name: str) -> None:
    """A format is the language's own; the value is not."""
    for what, words in said(EVERY[name]):
        if what == "text" and name not in ("overlapping-pooling", "dense-growth"):
            values = {code: named(text) for code, text in words.items()}
            assert values["en"] <= values["ko"] or values["ko"] <= values["en"], words["en"]


def named(text: str) -> set[str]:
    return {each.partition(":")[0] for each in re.findall(r"\{(\S+?)\}", text)}


KERNELS = r"\d{1,2}×\d{1,2}(?!×|\d)"
NAMES = (
    r"(?:VGG|ResNet|DenseNet|plain|Plain|CIFAR)-\d+"
    r"|resnet\d+|(?:He|Szegedy|Huang) et al\. \d{4}|CS231n 2017, lecture \d+, slide \d+"
)
ALLOWED = re.compile(f"{NAMES}|{KERNELS}|224|227")
"""What may be typed: kernels, names of networks, sources with their years, AlexNet's puzzle."""


@pytest.mark.parametrize("name", EVERY)
def test_no_number_of_the_prose_is_typed(name: str) -> None:
    for what, words in said(EVERY[name]):
        for text in words.values():
            bare = ALLOWED.sub("", re.sub(r"\{\S+?\}", "", text)) if what != "why" else ""
            assert not re.findall(r"\d{2,}", bare), text


@pytest.mark.parametrize(
    ("text", "typed"),
    [
        ("a 3×3 and an 11×11 in VGG-16", []),
        ("{googlenet.params} parameters", []),
        ("6,998,552 parameters", ["998", "552"]),
        ("28×28×192", ["28", "28", "192"]),
        ("416 channels", ["416"]),
    ],
)
def test_the_search_for_typed_numbers_finds(text: str, typed: list[str]) -> None:
    bare = ALLOWED.sub("", re.sub(r"\{\S+?\}", "", text))
    assert re.findall(r"\d{2,}", bare) == typed


@pytest.mark.parametrize("name", EVERY)
def test_no_particle_depends_on_a_number(name: str) -> None:
    particles = r"\}(?:은|는|이|가|을|를|와|과|으로)(?![가-힣])"
    for what, words in said(EVERY[name]):
        if what in ("text", "label"):
            assert not re.findall(particles, words.get("ko", "")), words["ko"]


@pytest.mark.parametrize("name", EVERY)
def test_its_commands_run(name: str, tmp_path: Path) -> None:
    calls = [shlex.split(command) for command in EVERY[name].says.next]
    assert calls
    assert all(call[0] == "archcalc" for call in calls)
    known = [call[1:] for call in calls if call[1] in command_names()]
    assert [(ran.code, ran.err) for ran in every(known, tmp_path)] == [(0, "")] * len(known)


@pytest.mark.parametrize("name", EVERY)
def test_its_networks_are_those_it_speaks_of(name: str) -> None:
    says, taught = EVERY[name].says, TAUGHT[name]
    cells = [one for row in taught.cells for one in row if one]
    found = [value.found for value in taught.values.values() if value.found] + cells
    found += [one.found for one in taught.checked]
    spoken = {network.name for one in found for network in one.address.networks}
    assert set(says.networks) <= spoken


# --- the numbers ---------------------------------------------------------------------------------

SEEDS = {
    # Szegedy et al. 2014; Ng, Deep Learning Specialization, C4W2: 120M, 2.4M + 10.0M = 12.4M
    "one-by-one": ["120M", "2.4M", "10.0M", "12.4M", "9.68× fewer", "32 products", "1,152"],
    "inception": ["2.4M + 10.0M = 12.4M, 9.68× fewer", "303M to 128M, 2.37× fewer", "416", "256"],
    # Simonyan & Zisserman 2014, section 2.3
    "stacks": ["18C²", "25C²", "27C²", "49C²", "2 of them against 1", "3 against 1"],
    # 13,378,280 with both heads
    "auxiliary-classifiers": ["6,998,552", "13,378,280", "3,188,840 and 3,190,888 more"],
    # 25,088·4096 + 4096
    "global-average-pooling": ["102,764,544", "74.3 %", "1,025,000", "picture, 256×256×3,"],
    "fc-as-convolution": ["4096×25088", "4096×512×7×7", "8×8×1000", "102,764,544"],
    "halving-doubling": ["56·56·64 · 3·3·64 = 115,605,504", "cost half: 57,802,752"],
    "bottleneck": ["18C²", "17C²", "231,211,008 against 218,365,952"],
    # 2^16 and 2^50
    "residual": ["65,536 and 65,536", "1,125,899,906,842,624", "about half of the blocks"],
    # He et al. 2015, Tables 2 and 6
    "degradation": ["from 27.94 % to 28.54 %", "27.88 % to 25.03 %", "8.75 %", "6.97 %",
                    "853,018 against 269,722", "19,421,274"],
    # Huang et al. 2017, Table 1: 64 + 6·32 = 256
    "dense-growth": ["56×56×256 to 28×28×128", "32 new ones", "64 paths",
                     "in this block, where all maps are of one size, every 3×3 costs the same"],
    "overlapping-pooling": ["(55 − 3)/2 + 1 = 26 + 1 = 27", "⌊(55 − 2)/2⌋ + 1 = ⌊26.5⌋ + 1 = 27",
                            "⌈(55 − 2)/2⌉ + 1 = ⌈26.5⌉ + 1 = 28"],
    "counting-layers": ["three fully connected layers, 19", "22 and, with pooling, 27", "to 265"],
    "alexnet-input": ["⌊53.25⌋ + 1 = 54", "(227 − 11)/4 + 1 = 54 + 1 = 55", "55×55×96",
                      "1,413,120 parameters more", "256×48×5×5"],
}  # fmt: skip


@pytest.mark.parametrize("name", SEEDS)
def test_the_seed_numbers_come_out(name: str) -> None:
    text = text_of(name)
    for number in SEEDS[name]:
        assert number in text


def test_twenty_nine_of_thirty_two() -> None:
    """What the lesson says in words: ResNet-34's 3×3 convolutions by their multiplies."""
    rows = archcalc.load("resnet34").analyze().rows
    costs = [r.multiplies for r in rows if r.op == "conv" and r.tensors()["weight"][-1] == 3]
    assert (len(costs), costs.count(115_605_504), costs.count(57_802_752)) == (32, 29, 3)


@pytest.mark.parametrize("name", EVERY)
def test_korean_prose_counts_in_ten_thousands(name: str) -> None:
    """12,443,648 and 12.4M belong in columns; a sentence reads 1244만 3648."""
    for value in named_in_korean(name):
        found = TAUGHT[name].values[value].found
        if found and found.quantity.kind == "count" and int(str(found.value)) >= 1000:
            assert value.endswith(":ko"), value


def named_in_korean(name: str) -> list[str]:
    texts_of = [words.get("ko", "") for what, words in said(EVERY[name]) if what != "column"]
    return [one for text in texts_of for one in re.findall(r"\{(\S+?)\}", text)]


def test_korean_drops_the_sign_before_its_own_word() -> None:
    text = text_of("inception", "ko")
    assert "9.68배 적다" in text
    assert "×배" not in text
    assert "1억 2042만 2400번" in text


# --- what lecture notes slip in ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("alexnet-input", "55×55×86 for alexnet.conv1.out_shape; computed 55×55×96. Not right."),
        ("alexnet-input", "227×227×3, said to be what Figure 2 prints; it prints 224×224×3. Not"),
        ("one-by-one", "2.4M for conv1x1-reduce.conv.fan_in; computed 192. Not right."),
        ("one-by-one", "28·28·16 · 1·1·192 = 2,408,448 is the layer."),
        ("inception", "computed 271,351,808. Not right. 3x3.conv is counted twice: 271,351,808 +"),
        ("global-average-pooling", "12x for alexnet~googlenet.params.ratio; computed 8.71×. Not"),
        ("counting-layers", "264 for densenet264.depth; computed 265. Not right."),
        ("halving-doubling", "computed 57,802,752. Not right. It takes the stride"),
    ],
)
def test_slips_are_told_apart(name: str, words: str) -> None:
    assert words in text_of(name)


@pytest.mark.parametrize("name", EVERY)
def test_a_blank_line_sets_the_commands_apart(name: str) -> None:
    shown = render(lesson_page(TAUGHT[name]), "terminal", Style()).splitlines()
    start = shown.index("To go on:")
    assert shown[start - 2]
    assert shown[start - 1] == ""
    assert shown[start + 1 :] == EVERY[name].says.next


@pytest.mark.parametrize(("fmt", "empty"), [("html", "<p></p>"), ("typst", ', "")')])
def test_elsewhere_no_paragraph_is_empty(fmt: str, empty: str) -> None:
    shown = render(lesson_page(TAUGHT["inception"]), fmt, Style())
    assert "To go on:" in shown
    assert empty not in shown


def test_a_claim_that_is_right_is_called_right() -> None:
    claims = """claims:
  - {place: Slide 12, address: alexnet.conv1.params, written: 35K}
  - {place: Slide 13, address: alexnet.input, written: 224x224x3, source: Figure 2}
"""
    first, second = teach(parse_lesson(SMALL + claims), RESOLVE).checked
    assert (first.right, second.right) == (True, True)
    notes = lesson_page(teach(parse_lesson(SMALL + claims), RESOLVE)).tables[0].notes
    assert notes[0].endswith("computed 34,944. Right at the precision it is written.")
    assert notes[1].endswith("it prints 224×224×3. Right.")


# --- files ---------------------------------------------------------------------------------------

SMALL = """name: small
title: Small
question: How many?
networks: [alexnet]
text: ["There are {alexnet.params:M0}."]
table:
  columns: [Parameters]
  rows:
    - {label: All, values: [alexnet.params]}
"""


def small(tmp_path: Path, text: str = SMALL) -> Path:
    path = tmp_path / "small.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_lesson_of_ones_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "lessons"
    folder.mkdir()
    small(folder)
    monkeypatch.setenv("ARCHCALC_SPECS", str(tmp_path))
    assert lesson("small").name == "small"
    assert names()[-1] == "small"
    shown = render(lesson_page(teach(lesson("small"))), "terminal", Style())
    assert "There are 61M." in shown


def test_a_broken_file_is_no_other_lesson_s_fault(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "lessons"
    folder.mkdir()
    small(folder, "name: [")
    monkeypatch.setenv("ARCHCALC_SPECS", str(tmp_path))
    assert lesson("stacks").name == "stacks"
    assert "small" not in names()


def test_the_data_have_every_number(tmp_path: Path) -> None:
    data = json.loads(render(lesson_page(teach(read_lesson(small(tmp_path)))), "json", Style()))
    assert (data["schema"], data["lesson"], data["text"]) == (1, "small", ["There are 61M."])
    assert data["values"] == [{"address": "alexnet.params:M0", "value": 60_965_224, "text": "61M"}]
    cell = {"address": "alexnet.params", "value": 60_965_224}
    assert data["table"]["rows"] == [{"label": "All", "values": [cell]}]


def test_csv_is_the_table(tmp_path: Path) -> None:
    text = render(lesson_page(TAUGHT["bottleneck"]), "csv", Style())
    rows = list(csv.reader(io.StringIO(text)))
    assert rows[0] == ["row", "output", "parameters", "multiplies"]
    assert rows[2] == ["Bottleneck, 256 channels", "56x56x256", "70400", "218365952"]


def test_quoted_numbers_carry_their_source() -> None:
    data = lesson_page(TAUGHT["degradation"]).data()
    quoted = [one for one in data["values"] if "quoted" in one]
    assert {"quoted": "plain34", "value": "28.54 %", "source": "He et al. 2015, Table 2"} in quoted
    assert all(re.fullmatch(r"He et al\. 2015, Table [26]", one["source"]) for one in quoted)


def test_the_list_has_every_lesson_in_every_format() -> None:
    page = lessons_page(list(EVERY.values()))
    for fmt in formats():
        shown = render(page, fmt, Style())
        assert all(name in shown for name in EVERY)


def test_the_schema_is_the_one_in_the_folder() -> None:
    path = ROOT / "specs" / "lessons" / "schema.json"
    assert path.read_text(encoding="utf-8") == schema_text()


# --- bad input -----------------------------------------------------------------------------------

BAD = {
    "no such address": ("{alexnet.params:M0}", "{alexnet.parms}", r"small.yaml:5:19: unknown qu"),
    "no such network": ("{alexnet.params:M0}", "{alexnut.params}", r'5:19: .*mean "alexnet"'),
    "no such format": ("{alexnet.params:M0}", "{alexnet.params:Q}", r"5:19: unknown format"),
    "a format that does not fit": ("params:M0", "input:M0", r"5:19: format .M0. does not fit"),
    "no such cell": ("values: [alexnet.params]", "values: [alexnet.conv9.params]", r"9:29: unk"),
    "too few cells": ("values: [alexnet.params]", "values: []", r"9:7: a row needs 1 values"),
    "an unknown network": ("[alexnet]", "[alexnet, goglenet]", r'4:21: .*mean "googlenet"'),
    "no text": ('["There are {alexnet.params:M0}."]', "[]", r"5:7: text should be a list of at"),
    "an unknown key": ("question", "questoin", r'3:1: .*did you mean "question"'),
    "a missing key": ("title: Small\n", "", r"needs title"),
    "no YAML": ("[Parameters]", "[Parameters", r"not YAML"),
}


@pytest.mark.parametrize("case", BAD)
def test_bad_lessons_are_refused_with_their_place(case: str, tmp_path: Path) -> None:
    old, new, words = BAD[case]
    assert old in SMALL
    path = small(tmp_path, SMALL.replace(old, new))
    with pytest.raises(SpecError, match=words) as caught:
        teach(read_lesson(path), RESOLVE)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("claim", "words"),
    [
        ("{place: x, address: alexnet.conv9.params, written: 1}", "unknown layer"),
        ("{place: x, address: alexnet.params, written: many}", 'cannot read "many" as a number'),
        ("{place: x, address: alexnet.title, written: 1}", "is no number"),
        ("{place: x, address: alexnet.input, written: 1, source: Table 9}", "Table 9 has no figu"),
    ],
)
def test_bad_claims_are_refused_with_their_place(claim: str, words: str) -> None:
    with pytest.raises(SpecError, match=f"<text>:11:\\d+: .*{words}"):
        teach(parse_lesson(f"{SMALL}claims:\n  - {claim}\n"), RESOLVE)


def test_an_unknown_lesson_suggests_the_near_miss() -> None:
    with pytest.raises(UnknownNameError, match='unknown lesson "incption"; did you mean "inc'):
        lesson("incption")


def test_the_command_line_says_it_in_one_line(tmp_path: Path) -> None:
    path = small(tmp_path, SMALL.replace("alexnet.params:M0", "alexnet.conv9.params"))
    calls = [["lesson", "stack"], ["lesson", str(path)], ["lesson", "none.yaml"]]
    for ran in every(calls, tmp_path):
        assert (ran.code, ran.out) == (2, "")
        assert re.fullmatch(r"archcalc: .+\n", ran.err)
    assert f"{path}:5:19: unknown layer of alexnet" in every(calls, tmp_path)[1].err


@given(st.integers(0, len(SMALL)), st.integers(0, 12), st.text(":{}[]-.~@ \nax0", max_size=6))
def test_no_damage_is_a_crash(start: int, length: int, put_in: str) -> None:
    """Whatever is cut out of a lesson and put in instead, it is taught or refused in words."""
    text = SMALL[:start] + put_in + SMALL[start + length :]
    with suppress(ArchcalcError):
        assert teach(parse_lesson(text), RESOLVE).lesson.name
