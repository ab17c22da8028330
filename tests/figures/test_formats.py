"""Every format is read by its own tool, and names from a spec come out as text."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import xml.etree.ElementTree as ET
from html import unescape
from pathlib import Path

import pytest

import archcalc
from archcalc.errors import InputError, UnknownNameError
from archcalc.figures import diagram
from archcalc.figures.drawing import Drawing, Item, Rect
from archcalc.figures.writers import formats, suffixes, write
from figures.specs import CROSSING, NAMES, UNET, drawn, hostile

SVG = "{http://www.w3.org/2000/svg}"
LATEX = pytest.mark.skipif(
    not shutil.which("pdflatex"), reason="needs pdflatex: apt install texlive-pictures lmodern"
)
DOT = pytest.mark.skipif(not shutil.which("dot"), reason="needs Graphviz: apt install graphviz")
MERMAID = os.environ.get("ARCHCALC_MERMAID") or str(
    Path(sys.prefix) / "npm" / "node_modules" / "mermaid" / "dist" / "mermaid.min.js"
)
CHROMIUM = shutil.which("chromium") or ""
ALL = archcalc.names()


@pytest.fixture(scope="module")
def drawings() -> dict[str, Drawing]:
    made = {name: diagram(archcalc.load(name).analyze()) for name in ALL}
    return made | {"unet": drawn(UNET), "hostile": drawn(hostile())}


@pytest.fixture(scope="module")
def large() -> Drawing:
    return diagram(archcalc.load("resnet1202").analyze(), collapse="none", direction="TB")


def test_every_file_of_the_folder_is_a_format() -> None:
    assert formats() == ("svg", "pdf", "png", "tikz", "mermaid", "dot")
    assert suffixes()[".tex"] == "tikz"


def test_an_unknown_format_suggests_the_near_miss() -> None:
    with pytest.raises(UnknownNameError, match='did you mean "svg"'):
        write(drawn(UNET), "svgg")


# --- SVG -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ALL)
def test_svg_is_xml_with_a_title_and_each_layer_once(
    name: str, drawings: dict[str, Drawing]
) -> None:
    root = ET.fromstring(drawings[name].svg())
    assert root.get("role") == "img"
    assert root.find(f"{SVG}title") is not None
    assert root.findtext(f"{SVG}desc", "").startswith("Diagram of ")
    ids = [element.get("id") for element in root.iter() if element.get("id")]
    assert len(ids) == len(set(ids))
    labelled = str(root.get("aria-labelledby")).split()
    assert set(labelled) <= set(ids)
    assert {element.tag for element in root.iter()} <= {
        f"{SVG}{tag}"
        for tag in (
            "svg", "title", "desc", "rect", "ellipse", "polyline", "polygon", "text", "g",
        )
    }  # fmt: skip


def test_svg_is_the_same_bytes_each_time() -> None:
    one, other = (diagram(archcalc.load("resnet50").analyze()).svg() for _ in range(2))
    assert one == other


def test_svg_ids_are_paths_behind_a_prefix() -> None:
    text = diagram(archcalc.load("googlenet").analyze()).svg("left-")
    assert '<g id="left-layer-3a" data-path="3a">' in text
    assert 'aria-labelledby="left-title left-desc"' in text


def test_names_are_text_in_svg(drawings: dict[str, Drawing]) -> None:
    root = ET.fromstring(drawings["hostile"].svg())
    texts = {element.text for element in root.iter(f"{SVG}text")}
    assert {"<script>alert(1)</script>", "%\\#{}", "\\end{tikzpicture}", "b|c]})("} & texts
    assert not list(root.iter(f"{SVG}script"))
    assert root.findtext(f"{SVG}title") == " ".join(NAMES)


def test_what_xml_cannot_hold_is_replaced() -> None:
    page = Drawing(10, 10, (Item((Rect(0, 0, 1, 1),), "a", "b\x00c"),), "t\x1b")
    ET.fromstring(page.svg())


# --- TikZ ----------------------------------------------------------------------------------------


@LATEX
def test_every_network_compiles_with_pdflatex(drawings: dict[str, Drawing], tmp_path: Path) -> None:
    plain = [drawing for name, drawing in drawings.items() if name != "hostile"]
    extra = [
        diagram(archcalc.load("alexnet").analyze(), style="volumes", theme="dark"),
        diagram(archcalc.load("inception-bottleneck").analyze(), direction="LR"),
        drawn(hostile().replace("한국어", "korean")),
    ]
    compiled([*plain, *extra], tmp_path)


@LATEX
@pytest.mark.skipif(
    not shutil.which("kpsewhich")
    or not subprocess.run(["kpsewhich", "kotex.sty"], capture_output=True, check=False).stdout,
    reason="needs kotex: apt install texlive-lang-korean",
)
def test_korean_compiles_with_kotex(tmp_path: Path) -> None:
    from archcalc.lang import speaking

    with speaking("ko"):
        made = diagram(archcalc.load("lenet5").analyze(), labels=("op", "params"))
    assert "kotex" in made.tikz()
    compiled([made, drawn(hostile())], tmp_path, "\\usepackage{kotex}")


def compiled(drawings: list[Drawing], folder: Path, preamble: str = "") -> None:
    """One document, a page of its own for each."""
    pages = "\n".join(
        f"\\begin{{preview}}\n{drawing.tikz()}\\end{{preview}}" for drawing in drawings
    )
    (folder / "all.tex").write_text(
        "\\documentclass{article}\n\\usepackage{tikz,lmodern}\n"
        "\\usepackage[active,tightpage]{preview}\n"
        f"{preamble}\n\\begin{{document}}\n{pages}\\end{{document}}\n",
        encoding="utf-8",
    )
    done = subprocess.run(
        ["pdflatex", "-draftmode", "-interaction=nonstopmode", "-halt-on-error", "all.tex"],
        cwd=folder, capture_output=True, check=False,
    )  # fmt: skip
    log = done.stdout.decode("utf-8", "replace")
    assert done.returncode == 0, log[-2000:]
    assert f"[{len(drawings)}]" in log
    assert "Missing character" not in log


def test_names_are_escaped_in_tikz(drawings: dict[str, Drawing]) -> None:
    text = drawings["hostile"].tikz()
    assert text.count("\\end{tikzpicture}") == 1
    assert "\\textbackslash{}end\\{tikzpicture\\}" in text
    assert "\\%\\textbackslash{}\\#\\{\\}" in text


# --- DOT -----------------------------------------------------------------------------------------


@DOT
def test_every_network_is_read_by_dot(drawings: dict[str, Drawing]) -> None:
    graphs = "\n".join(str(drawing.write("dot")) for drawing in drawings.values())
    done = subprocess.run(
        ["dot", "-Tplain"], input=graphs, capture_output=True, text=True, check=True
    )
    assert done.stderr == ""
    assert done.stdout.count("\nstop") == len(drawings)


@DOT
def test_names_are_text_in_dot(drawings: dict[str, Drawing]) -> None:
    text = str(drawings["hostile"].write("dot"))
    done = subprocess.run(["dot", "-Tsvg"], input=text, capture_output=True, text=True, check=True)
    root = ET.fromstring(done.stdout)
    texts = {element.text for element in root.iter(f"{SVG}text")}
    assert {"%\\#{}", "\\end{tikzpicture}", "b|c]})("} <= texts
    assert not list(root.iter(f"{SVG}script"))


# --- Mermaid -------------------------------------------------------------------------------------

LINES = (
    r"---", r'title: "(?:[^"\\]|\\.)*"', r"flowchart (?:TB|LR|BT)", r"  acc(?:Title|Descr): [^\n]+",
    r'\s+n\d+(?:\["[^"<>{}|]*(?:<br/>[^"<>{}|]*)*"\]|\(\["[^"]*"\]\)|\(\("[+×]"\)\))',
    r'\s+subgraph g\d+\["[^"<>{}|]*"\]', r"\s+end", r'  n\d+ -->(?:\|"[\w×]+"\|)? n\d+',
    r"  classDef \w+ [\w:#,]+", r"  class n\d+(?:,n\d+)* \w+",
)  # fmt: skip


@pytest.mark.parametrize("name", [*ALL, "hostile", "unet"])
def test_mermaid_has_only_lines_that_it_knows(name: str, drawings: dict[str, Drawing]) -> None:
    for line in str(drawings[name].write("mermaid")).splitlines():
        assert any(re.fullmatch(known, line) for known in LINES), line


@pytest.mark.skipif(
    not (Path(MERMAID).exists() and CHROMIUM),
    reason="needs Chromium, and mermaid: make programs, or its path in ARCHCALC_MERMAID",
)
def test_every_network_is_read_by_mermaid(drawings: dict[str, Drawing], tmp_path: Path) -> None:
    texts = {name: drawing.write("mermaid") for name, drawing in drawings.items()}
    answer = in_mermaid(texts | {"broken": "flowchart TB\n  n0[[[\n"}, tmp_path)
    assert answer.pop("broken").startswith("Error")
    shown = answer.pop("hostile")
    assert {name: text for name, text in answer.items() if text.startswith("Error")} == {}
    assert "%\\#{}" in shown
    assert "\\end{tikzpicture}" in shown


def in_mermaid(texts: dict[str, str | bytes], folder: Path) -> dict[str, str]:
    """What Mermaid says to each: the words of the picture, or what is wrong."""
    data = json.dumps(texts).replace("<", "\\u003c")
    page = f"""<!doctype html><meta charset="utf-8"><pre id="out"></pre>
<script src="{Path(MERMAID).as_uri()}"></script><script>
mermaid.initialize({{startOnLoad: false}});
(async () => {{
  const said = {{}};
  for (const [name, text] of Object.entries({data})) {{
    try {{
      await mermaid.parse(text);
      said[name] = "";
      if (name == "hostile") {{
        const box = document.createElement("div");
        box.innerHTML = (await mermaid.render("picture", text)).svg;
        said[name] = box.textContent;
      }}
    }} catch (error) {{ said[name] = "Error " + error; }}
  }}
  document.getElementById("out").textContent = JSON.stringify(said);
}})();
</script>"""
    file = folder / "page.html"
    file.write_text(page, encoding="utf-8")
    done = subprocess.run(
        [CHROMIUM, "--headless", "--no-sandbox", "--disable-gpu", "--virtual-time-budget=60000",
         "--allow-file-access-from-files", f"--user-data-dir={folder / 'profile'}", "--dump-dom",
         file.as_uri()],
        capture_output=True, text=True, check=True, timeout=300,
    )  # fmt: skip
    found = re.search(r'<pre id="out">(.*?)</pre>', done.stdout, re.DOTALL)
    assert found
    said: dict[str, str] = json.loads(unescape(found[1]))
    return said


# --- pixels and pages ----------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["inception-bottleneck", "resnet50", "hostile"])
def test_png_and_pdf(name: str, drawings: dict[str, Drawing]) -> None:
    pytest.importorskip("vl_convert", reason="needs pip install 'archcalc[plot]'")
    drawing = drawings[name]
    png, pdf = write(drawing, "png", 2.0), write(drawing, "pdf")
    assert isinstance(png, bytes)
    assert png[:8] == b"\x89PNG\r\n\x1a\n"
    wide = int.from_bytes(png[16:20], "big")
    assert wide == pytest.approx(2 * drawing.width, abs=2)
    assert bytes(pdf)[:5] == b"%PDF-"


# --- too large -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("format", "text"),
    [
        ("mermaid", "too large for Mermaid: 2,405 arrows, at most 500; see --collapse"),
        ("tikz", "too large for TikZ: .* pixels, at most 20,000; see --collapse"),
        ("pdf", "too large for PDF: .* pixels, at most 19,200; see --collapse"),
        ("png", "too large for PNG: .* pixels, at most 100,000,000; see --collapse"),
    ],
)
def test_what_a_format_cannot_hold_is_refused(format: str, text: str, large: Drawing) -> None:
    with pytest.raises(InputError, match=text):
        write(large, format, 2.0)


def test_too_many_boxes_are_refused() -> None:
    from archcalc.catalog import loads

    layers = (
        "  - repeat: {times: 10_001, layer: {conv: {name: c, out_channels: 1, kernel_size: 1}}}"
    )
    spec = f"name: long\ninput: [1, 1, 1]\nlayers:\n{layers}\n".replace("10_001", "10001")
    with pytest.raises(InputError, match="10,002 boxes are more"):
        diagram(loads(spec).analyze(), collapse="none")


def test_crossing_branches_without_graphviz_are_an_error_that_says_so(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(InputError, match="Graphviz's dot, which is not installed"):
        drawn(CROSSING)
