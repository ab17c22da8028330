"""PowerPoint decks: files that are none, broken or hostile, and what embed does with one."""

from __future__ import annotations

import builtins
import re
import struct
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from commandline import archcalc
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from archcalc.errors import InputError
from archcalc.slides.formats import pptx as entry
from archcalc.slides.powerpoint.names import name_in
from tests.slides.pptx_decks import NAME, box, deck, packed, paragraphs, parts, refreshed, text

pytest.importorskip("pptx", reason="needs pip install 'archcalc[pptx]'")

GOOD = text("{{alexnet.depth}}")
BOMB = b"<a>" + b" " * 19_000_000


def swapped(name: str, content: bytes) -> bytes:
    return packed([(each, content if each == name else old) for each, old in parts(GOOD).items()])


def within(pattern: bytes, new: bytes) -> bytes:
    """A deck whose slide was changed."""
    slide = parts(GOOD)["ppt/slides/slide1.xml"]
    changed = re.sub(pattern, new, slide)
    assert changed != slide
    return swapped("ppt/slides/slide1.xml", changed)


ENTITY = b'<?xml version="1.0"?><!DOCTYPE p [<!ENTITY x SYSTEM "file:///etc/passwd">]><p>&x;</p>'
BAD = {
    "nothing": (b"", "is no PowerPoint deck, or a damaged one"),
    "text": (b"# Title\n", "is no PowerPoint deck, or a damaged one"),
    "encrypted": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "is encrypted, or an old .ppt"),
    "half of it": (GOOD[: len(GOOD) // 2], "is no PowerPoint deck, or a damaged one"),
    "another zip": (packed([("a.txt", b"hello")]), "cannot be read as a PowerPoint deck"),
    "no slide": (
        packed([each for each in parts(GOOD).items() if "slides/slide1" not in each[0]]),
        "cannot be read as a PowerPoint deck",
    ),
    "broken XML": (swapped("ppt/slides/slide1.xml", b"<p:sld"), "cannot be read as a PowerPoint"),
    "an entity": (swapped("ppt/slides/slide1.xml", ENTITY), "declares a document type"),
    "an entity in UTF-16": (
        swapped("ppt/slides/slide1.xml", ENTITY.decode().encode("utf-16")),
        "declares a document type",
    ),
    "a part that is too large": (
        swapped("docProps/app.xml", b"<a>" + b" " * 20_000_001), "a part of",
    ),
    "too much XML": (packed((f"{n}.xml", BOMB) for n in range(6)), "bytes of XML"),
    "a bomb": (packed((f"{n}.bin", bytes(10_000_000)) for n in range(4)), "times its size"),
    "too many parts": (packed((f"{n}.bin", b"") for n in range(20_001)), "holds 20,001 parts"),
}  # fmt: skip


@pytest.mark.parametrize(("data", "told"), BAD.values(), ids=list(BAD))
def test_what_is_no_harmless_deck_is_refused_in_one_line(data: bytes, told: str) -> None:
    with pytest.raises(InputError) as error:
        refreshed(data)
    assert told in str(error.value)
    assert str(error.value).startswith(NAME)
    assert "\n" not in str(error.value)


def test_a_part_there_twice_is_refused() -> None:
    with pytest.warns(UserWarning, match="Duplicate name"):
        data = packed([*parts(GOOD).items(), ("ppt/slides/slide1.xml", b"<a/>")])
    with pytest.raises(InputError, match="holds a part twice"):
        refreshed(data)


def test_a_size_that_is_a_lie_is_found_out() -> None:
    data = packed([("ppt/media/a.xml", b"<a>" + b" " * 1_000_000)])
    at = data.rindex(b"PK\x01\x02") + 24  # the central directory's uncompressed size
    with pytest.raises(InputError, match="no PowerPoint deck"):
        refreshed(data[:at] + struct.pack("<I", 100) + data[at + 4 :])


def test_a_shape_with_a_broken_place_is_told() -> None:
    data = deck(lambda slide: box(slide, name="archcalc: table alexnet"))
    slide = re.sub(rb'<a:off x="[0-9]+"', b'<a:off x="much"', parts(data)["ppt/slides/slide1.xml"])
    found = refreshed(
        packed([(n, slide if n == "ppt/slides/slide1.xml" else c) for n, c in parts(data).items()])
    )
    assert [str(one) for one in found.problems] == [
        "deck.pptx:slide 1: this shape cannot be read: "
        "invalid literal for int() with base 10: 'much'"
    ]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.integers(0, len(GOOD) - 1), st.binary(min_size=1, max_size=30))
def test_a_damaged_file_is_read_or_refused(at: int, noise: bytes) -> None:
    with suppress(InputError):
        refreshed(GOOD[:at] + noise + GOOD[at + len(noise) :])


HOSTILE = {
    "braces": "{{" * 200_000,
    "braces and letters": "{{a" * 150_000,
    "markers": "{{a.b}}" * 10_000,
    "blanks": "{{" + " " * 400_000 + "}}",
    "open and long": "{{alexnet." + "x" * 400_000,
}


@pytest.mark.parametrize("whole", HOSTILE.values(), ids=list(HOSTILE))
def test_long_text_is_read(whole: str) -> None:
    """It would take hours where the time grew with the square of the length."""
    assert refreshed(text(whole)).content


def test_too_many_markers_are_refused() -> None:
    with pytest.raises(
        InputError, match=r"deck\.pptx has 20,001 markers; a deck has at most 20,000"
    ):
        refreshed(text("{{a.b}}" * 20_001))


def test_long_names_are_read_in_time() -> None:
    for name in ("archcalc:" * 100_000, "archcalc:" + " " * 3_990, "archcalc:" + " #" * 1_900):
        name_in(name)
    assert name_in("archcalc: " + "x" * 5_000) is None


NAMES = {
    "archcalc: table alexnet": ("table alexnet", "", ""),
    "Archcalc:table  alexnet ": ("table alexnet", "", ""),
    "archcalc: table alexnet #01234567": ("table alexnet", "01234567", ""),
    "archcalc: plot a #01234567.89abcdef": ("plot a", "01234567", "89abcdef"),
    "archcalc: plot a title=“A b”": ('plot a title="A b"', "", ""),
    "archcalc:": ("", "", ""),
}


@pytest.mark.parametrize(("name", "found"), NAMES.items(), ids=list(NAMES))
def test_a_name_that_is_a_marker(name: str, found: tuple[str, str, str]) -> None:
    assert name_in(name) == found
    assert name_in(str(name_in(name))) == name_in(name)


@pytest.mark.parametrize("name", ["Title 1", "my archcalc: table x", "archcalc table x", ""])
def test_a_name_that_is_none(name: str) -> None:
    assert name_in(name) is None


def test_without_the_extra_it_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__

    def refuse(name: str, *args: Any, **kwargs: Any) -> Any:
        if name == "pptx":
            raise ImportError(name)
        return real(name, *args, **kwargs)

    monkeypatch.setattr(builtins, "__import__", refuse)
    with pytest.raises(InputError, match=r"python-pptx.*pip install 'archcalc\[pptx\]'"):
        entry.read(GOOD, NAME)


# --- the command ---------------------------------------------------------------------------------


def called(file: Path, *words: str) -> tuple[int, str]:
    """The exit code of ``archcalc embed``, and what it prints."""
    done = archcalc("embed", str(file), *words)
    return done.code, done.out


def test_a_template_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "template.pptx").write_bytes(GOOD)
    made = tmp_path / "out.pptx"
    code, out = called(tmp_path / "template.pptx", "-o", str(made))
    assert (code, out.rpartition(": ")[2]) == (0, "filled in, 8\n")
    assert (tmp_path / "template.pptx").read_bytes() == GOOD
    assert paragraphs(made.read_bytes())[-1] == "8"


def test_check_says_what_is_stale_and_writes_nothing(tmp_path: Path) -> None:
    file = tmp_path / "deck.pptx"
    file.write_bytes(GOOD)
    code, out = called(file, "--check")
    assert (code, out) == (
        1, f'{file}:slide 1, "Body": alexnet.depth: empty, should be 8\n',
    )  # fmt: skip
    assert file.read_bytes() == GOOD
    assert called(file)[0] == 0
    now = file.read_bytes()
    assert called(file, "--check") == (0, "")
    assert called(file) == (0, "")
    assert file.read_bytes() == now


def test_a_macro_is_kept_and_never_run(tmp_path: Path) -> None:
    """A .pptm is the same file with a part that archcalc does not open."""
    types = parts(GOOD)["[Content_Types].xml"]
    macro = bytes(range(256))
    entries = {**parts(GOOD), "ppt/vbaProject.bin": macro}
    kind = b"application/vnd.ms-powerpoint.presentation.macroEnabled.main+xml"
    plain = b"application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml"
    override = (
        b'<Default Extension="bin" ContentType="application/vnd.ms-office.vbaProject"/></Types>'
    )
    entries["[Content_Types].xml"] = types.replace(plain, kind).replace(b"</Types>", override)
    links = entries["ppt/_rels/presentation.xml.rels"]
    relation = (
        b'<Relationship Id="rId99" Type="http://schemas.microsoft.com/office/2006/relationships/'
        b'vbaProject" Target="vbaProject.bin"/></Relationships>'
    )
    entries["ppt/_rels/presentation.xml.rels"] = links.replace(b"</Relationships>", relation)
    file = tmp_path / "deck.pptm"
    file.write_bytes(packed(entries.items()))
    assert called(file)[0] == 0
    found = parts(file.read_bytes())
    assert found["ppt/vbaProject.bin"] == macro
    assert kind in found["[Content_Types].xml"]
