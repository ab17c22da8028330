"""No slide of the course decks overflows: measured by the programs that show them."""

from __future__ import annotations

import json
import re
import runpy
import shutil
import subprocess
from html import unescape
from pathlib import Path
from typing import Any

import pytest

EXAMPLES = Path(__file__).parents[2] / "examples" / "slides"
RENDER = runpy.run_path(str(EXAMPLES / "render.py"))
PAGES = 19  # the title and 18 slides
DECKS = [(kind, deck) for kind, deck in RENDER["decks"]()]
NAMES = [f"{kind} {deck.stem}" for kind, deck in DECKS]
# A slide's own boxes, and those of what stands on it, within a pixel.
MEASURE = """<script>
addEventListener("load", () => {
  const told = [];
  document.querySelectorAll("section").forEach((section, number) => {
    const page = section.getBoundingClientRect();
    const beyond = [...section.querySelectorAll("h2, ul, li, table, img, blockquote, svg, p")]
      .filter(each => getComputedStyle(each).display !== "none")
      .filter(each => {
        const box = each.getBoundingClientRect();
        return box.left < page.left - 1 || box.right > page.right + 1
          || box.bottom > page.bottom + 1;
      }).map(each => each.tagName);
    const flat = [...section.querySelectorAll("img, section > svg")].filter(
      each => each.getBoundingClientRect().height < 100).length;
    told.push([number + 1, section.scrollHeight > section.clientHeight + 1, beyond, flat]);
  });
  document.title = `told ${JSON.stringify(told)}`;
});
</script>"""


def needed(kind: str) -> str:
    printer = RENDER["PRINTERS"][kind]
    program: str = printer.program()
    if not program:
        pytest.skip(f"needs {printer.how}")
    return program


def copied(deck: Path, folder: Path) -> Path:
    """A deck and its figures in a folder of the format's name."""
    target = folder / deck.parent.name
    shutil.copytree(deck.parent, target, ignore=shutil.ignore_patterns(f"*-{deck.parent.name}.pdf"))
    return target / deck.name


def pages(pdf: bytes) -> int:
    return len(re.findall(rb"/Type\s*/Page(?![a-zA-Z])", pdf))


@pytest.mark.parametrize("deck", [d for kind, d in DECKS if kind == "typst"], ids=lambda d: d.stem)
def test_typst_needs_no_second_page_for_a_slide(deck: Path) -> None:
    typst = pytest.importorskip("typst", reason="pip install typst")
    images = typst.compile(str(deck), format="svg")
    assert len(images) == PAGES


@pytest.mark.parametrize("deck", [d for kind, d in DECKS if kind == "beamer"], ids=lambda d: d.stem)
def test_beamer_overfills_no_frame(deck: Path, tmp_path: Path) -> None:
    program = needed("beamer")
    if deck.stem == "ko" and not has_kotex():
        pytest.skip("needs kotex: texlive-lang-korean")
    log = RENDER["pdflatex"](program, copied(deck, tmp_path))
    assert re.findall(r"Overfull .*|LaTeX Warning: .*undefined.*|Missing character.*", log) == []
    assert f"({PAGES} pages" in log.replace("\n", "")


def has_kotex() -> bool:
    found = subprocess.run(["kpsewhich", "kotex.sty"], capture_output=True, check=False)
    return found.returncode == 0


@pytest.mark.parametrize(
    ("kind", "deck"), [d for d in DECKS if d[0] in ("marp", "html")],
    ids=[name for name in NAMES if name.startswith(("marp", "html"))],
)  # fmt: skip
def test_a_browser_shows_every_slide_whole(kind: str, deck: Path, tmp_path: Path) -> None:
    program = needed(kind)
    page = copied(deck, tmp_path)
    if kind == "marp":
        html = page.with_suffix(".html")
        RENDER["run"](program, page.name, "--no-stdin", "--allow-local-files", "-o", html.name,
                      folder=page.parent)  # fmt: skip
        page = html
    for number, beyond in enumerate(measured(page), start=1):
        assert beyond == [number, False, [], 0]


def measured(page: Path) -> list[Any]:
    text = page.read_text(encoding="utf-8")
    page.write_text(text.replace("</head>", f"{MEASURE}</head>", 1), encoding="utf-8")
    words = ("--headless", "--no-sandbox", "--disable-gpu", "--virtual-time-budget=5000")
    browser = RENDER["found"](*RENDER["CHROMIUM"])
    profile = f"--user-data-dir={page.parent / 'profile'}"
    shown = RENDER["run"](browser, *words, profile, "--dump-dom", page.as_uri(), folder=page.parent)
    found = re.search(r"<title>told (.*?)</title>", shown)
    assert found is not None
    told = json.loads(unescape(found[1]))
    assert len(told) >= PAGES
    return list(told)


@pytest.mark.parametrize("deck", [d for kind, d in DECKS if kind == "pptx"], ids=lambda d: d.stem)
def test_powerpoint_shapes_stand_within_their_slide(deck: Path) -> None:
    pptx = pytest.importorskip("pptx", reason="pip install 'archcalc[pptx]'")
    show = pptx.Presentation(str(deck))
    assert len(show.slides) == PAGES
    for slide in show.slides:
        boxes = [(s.name, s.left, s.top, s.left + s.width, s.top + s.height) for s in slide.shapes]
        assert [
            name
            for name, left, top, right, bottom in boxes
            if min(left, top) < 0 or right > show.slide_width or bottom > show.slide_height
        ] == []
        tables = [s.table for s in slide.shapes if s.has_table]
        for table in tables:  # letters that a room can read
            sizes = {r.font.size.pt for row in table.rows for cell in row.cells
                     for p in cell.text_frame.paragraphs for r in p.runs}  # fmt: skip
            assert min(sizes) >= 9


@pytest.mark.parametrize("deck", [d for kind, d in DECKS if kind == "pptx"], ids=lambda d: d.stem)
def test_libreoffice_shows_every_slide(deck: Path, tmp_path: Path) -> None:
    program = needed("pptx")
    copy = copied(deck, tmp_path)
    RENDER["libreoffice"](program, copy)
    assert pages(RENDER["pdf"](copy).read_bytes()) == PAGES
