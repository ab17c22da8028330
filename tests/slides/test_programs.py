"""Markdown decks opened by the programs that people show them with."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.slides.decks import after

MARP = shutil.which("marp") or str(Path(sys.prefix) / "npm" / "node_modules" / ".bin" / "marp")
CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome") or ""
needs_marp = pytest.mark.skipif(not Path(MARP).exists(), reason="make programs (needs npm)")
needs_chromium = pytest.mark.skipif(not CHROMIUM, reason="apt-get install chromium")
needs_pandoc = pytest.mark.skipif(not shutil.which("pandoc"), reason="apt-get install pandoc")

DECK = after(
    """\
---
marp: true
archcalc: {units: si}
---

# GoogLeNet

It has <span data-archcalc="googlenet.params"></span> parameters.

[//]: # (archcalc: table googlenet rows=3* columns=layer,output,params)

<!-- what I say here -->

---

[//]: # (archcalc: formula alexnet.conv1.params)
"""
)


def marp(folder: Path, *words: str) -> None:
    subprocess.run(
        [MARP, "deck.md", "--no-stdin", *words],
        cwd=folder, check=True, capture_output=True, timeout=120,
        env={**os.environ, "CHROME_PATH": CHROMIUM, "CHROME_NO_SANDBOX": "1"},
    )  # fmt: skip


def written(folder: Path) -> Path:
    path = folder / "deck.md"
    path.write_text(DECK, encoding="utf-8")
    return path


@needs_marp
def test_marp_shows_what_markers_hold_and_no_marker(tmp_path: Path) -> None:
    written(tmp_path)
    marp(tmp_path, "-o", "deck.html")
    page = (tmp_path / "deck.html").read_text(encoding="utf-8")
    assert "6,998,552</span> parameters" in page  # GoogLeNet without auxiliary heads
    assert ">28×28×256</td>" in page
    assert "archcalc" not in page.partition("<body")[2].replace("data-archcalc", "")


@needs_marp
def test_marp_takes_no_marker_for_a_note(tmp_path: Path) -> None:
    written(tmp_path)
    marp(tmp_path, "--notes", "-o", "notes.txt")
    assert (tmp_path / "notes.txt").read_text(encoding="utf-8").split() == (
        ["what", "I", "say", "here", "---"]
    )


@needs_marp
@needs_chromium
def test_marp_makes_a_pdf(tmp_path: Path) -> None:
    written(tmp_path)
    marp(tmp_path, "--pdf", "-o", "deck.pdf")
    assert (tmp_path / "deck.pdf").read_bytes().startswith(b"%PDF")


@needs_pandoc
@pytest.mark.parametrize("format", ["html", "revealjs", "beamer", "gfm", "docx"])
def test_pandoc_reads_it_and_shows_no_marker(tmp_path: Path, format: str) -> None:
    written(tmp_path)
    out = tmp_path / f"deck.{format}"
    subprocess.run(
        ["pandoc", "deck.md", "-t", format, "-o", str(out)],
        cwd=tmp_path, check=True, capture_output=True, timeout=60,
    )  # fmt: skip
    if format != "docx":
        text = out.read_text(encoding="utf-8").replace("data-archcalc", "")
        assert "6,998,552" in text
        assert "archcalc" not in text
