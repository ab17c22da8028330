"""LaTeX: compiles as it is, in an article and in a frame, every text literal."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from archcalc.render import render
from archcalc.render._tex import escape
from archcalc.views.model import Column, Math, Page, Row, Style, Table

NASTY = [
    "\\input{x}", "{", "}", "a_b", "a^b", "~", "#1", "$a$", "100%", "a & b", "<a>", "|", '"a"',
    "'a'", "''a''", "``a``", "--aux", "---", "[1]", "*", "\\\\", "\\end{tabular}", "a\nb", "^^41",
    "55×55 − 1 · 2 … ⌊x⌋ ⌈y⌉ → ≥ ≤ √ ✗ ✓ ≈ ° § 2⁵⁰ x₁₀ ‘a’ “b” – —", "7.00\u202fM", "é ö ø Ł ß ğ",
    "😀 \u200d \ufffd ☃", "αβγδ µ Δ Σ", "\x00\x1b", "¿ ¡ « » ½ ª", "ŦħŀſĸŉĦ", "",
]  # fmt: skip
TABULAR = r"""
\setbox0=\hbox{\begin{tabular}{lr}
\toprule
A\_1 & N \\
\midrule
{[}x{]} & 1,000 \\
\quad $C_{\mathrm{in}}$ &  \\
\midrule
Total & 1,000 \\
\bottomrule
\end{tabular}}\archcalcfit
"""


def _compile(name: str, folder: Path) -> str:
    """What pdflatex said; fails where it fails."""
    if shutil.which("pdflatex") is None:
        pytest.skip("needs pdflatex (Debian: texlive-latex-recommended)")
    command = ["pdflatex", "-interaction=nonstopmode", "-halt-on-error", name]
    run = subprocess.run(command, cwd=folder, capture_output=True, check=False)
    said = run.stdout.decode(errors="replace")
    assert run.returncode == 0, said
    return said


def _text_of(name: str, folder: Path) -> str:
    if shutil.which("pdftotext") is None:
        pytest.skip("needs pdftotext (Debian: poppler-utils)")
    command = ["pdftotext", "-layout", name, "-"]
    run = subprocess.run(command, cwd=folder, capture_output=True, check=True)
    return run.stdout.decode().replace(" ", "")  # pdftotext guesses blanks from distances


def _needs(style_file: str, package: str) -> None:
    if shutil.which("kpsewhich") is None or not _found(style_file):
        pytest.skip(f"needs {style_file} (Debian: {package})")


def _found(style_file: str) -> bool:
    return (
        subprocess.run(["kpsewhich", style_file], capture_output=True, check=False).returncode == 0
    )


def _write(page: Page, folder: Path, name: str = "table.tex") -> None:
    (folder / name).write_text(render(page, "latex", Style()), encoding="utf-8")


def _long() -> Page:
    rows = tuple(Row((f"layer{n}", n)) for n in range(100))
    columns = (Column("a", "Layer"), Column("n", "Number", "right"))
    return Page((Table("t", "Long", "s", columns, (*rows, Row(("Total", 1), role="total"))),), dict)


def test_a_tabular() -> None:
    columns = (Column("a", "A_1"), Column("n", "N", "right"))
    math = Math("C_in", r"C_{\mathrm{in}}")
    rows = (Row(("[x]", 1000)), Row((math, None), level=1), Row(("Total", 1000), role="total"))
    table = Table("t", "T", "s", columns, rows)
    text = render(Page((table,), dict), "latex", Style())
    assert TABULAR in text
    assert text.startswith("% Compiles as it is")
    assert text.endswith("\\archcalcend\n")


@pytest.mark.parametrize(
    ("text", "literal"),
    [
        pytest.param("a_b & 5%", r"a\_b \& 5\%", id="specials"),
        pytest.param("\\{}", r"\textbackslash{}\{\}", id="backslash and braces"),
        pytest.param("--aux ''", r"-{}-aux '{}'", id="no ligatures"),
        pytest.param("2⁵⁰", r"2$^{5}${}$^{0}$", id="two formulas that touch"),
        pytest.param("$×", r"\$$\times$", id="a dollar before a formula"),
        pytest.param("7.00\u202fM", r"7.00\,M", id="narrow space"),
        pytest.param("Łódź 합계", "Łódź 합계", id="letters stay"),
        pytest.param("☃ ⁺ ⅓", r"? $^{+}$ 1/3", id="signs without a glyph"),
    ],
)
def test_escape(text: str, literal: str) -> None:
    assert escape(text, "utf-8") == literal


def test_escape_for_ascii_keeps_the_signs() -> None:
    assert escape("é × ƀ", "ascii") == r"e $\times$ ?"


def test_the_screens_compile_as_they_are(googlenet: Page, conv1: Page, tmp_path: Path) -> None:
    _write(Page(googlenet.tables + conv1.tables, dict), tmp_path)
    assert "Overfull" not in _compile("table.tex", tmp_path)
    assert "1,582,671,872" in _text_of("table.pdf", tmp_path)


@pytest.mark.parametrize("packages", [r"\usepackage{amsmath,booktabs,graphicx}", ""])
def test_an_article_inputs_them(
    packages: str, googlenet: Page, conv1: Page, tmp_path: Path
) -> None:
    _write(googlenet, tmp_path, "one.tex")
    _write(conv1, tmp_path, "two.tex")
    body = r"\begin{document}Before \input{one} between \input{two} after.\end{document}"
    (tmp_path / "main.tex").write_text(rf"\documentclass{{article}}{packages}{body}")
    _compile("main.tex", tmp_path)
    text = _text_of("main.pdf", tmp_path)
    assert "1,582,671,872" in text
    assert "105,415,200" in text
    assert "after." in text


def test_a_frame_inputs_them(googlenet: Page, tmp_path: Path) -> None:
    _needs("beamer.cls", "texlive-latex-recommended")
    _needs("pgfmath.sty", "texlive-pictures")
    _write(googlenet, tmp_path)
    body = r"\begin{document}\begin{frame}{A frame}\input{table}\end{frame}\end{document}"
    (tmp_path / "main.tex").write_text(rf"\documentclass{{beamer}}\usepackage{{booktabs}}{body}")
    assert "Overfull" not in _compile("main.tex", tmp_path)
    assert "1,582,671,872" in _text_of("main.pdf", tmp_path)


def test_a_long_table_goes_on_over_the_page(tmp_path: Path) -> None:
    _write(_long(), tmp_path)
    _compile("table.tex", tmp_path)
    _compile("table.tex", tmp_path)
    pages = _text_of("table.pdf", tmp_path).split("\f")
    assert sum(page.count("layer") for page in pages) == 100
    assert all("Number" in page for page in pages[:2])


def test_a_wide_table_is_scaled_to_the_line(googlenet: Page, tmp_path: Path) -> None:
    table = googlenet.tables[0]
    rows = tuple(row._replace(cells=row.cells * 3) for row in table.rows)
    wide = table._replace(columns=table.columns * 3, rows=rows)
    _write(Page((wide,), dict), tmp_path)
    assert "Overfull" not in _compile("table.tex", tmp_path)
    assert _text_of("table.pdf", tmp_path).count("1,582,671,872") == 3


def test_long_formulas_fold(conv1: Page, tmp_path: Path) -> None:
    table = conv1.tables[0]
    formula = table.rows[1].cells[2]
    assert isinstance(formula, Math)
    twice = Math(f"{formula.text} = {formula.text}", f"{formula.latex} = {formula.latex}")
    row = Row(("Parameters", table.rows[1].cells[1], twice))
    _write(Page((table._replace(rows=(row,)),), dict), tmp_path)
    assert r"\tabularnewline" in (tmp_path / "table.tex").read_text(encoding="utf-8")
    assert "Overfull" not in _compile("table.tex", tmp_path)


@pytest.mark.parametrize("header", [True, False])
def test_nasty_texts_compile(header: bool, tmp_path: Path) -> None:
    tables = []
    for nasty in NASTY:
        columns = (Column("a", nasty), Column("b", nasty, "right"))
        rows = (Row((nasty, nasty)), Row(("[1]", nasty)), Row(("*", nasty), role="total"))
        tables.append(Table(nasty, nasty, nasty, columns, rows, (nasty,), header))
    _write(Page(tuple(tables), dict), tmp_path)
    _compile("table.tex", tmp_path)
    text = _text_of("table.pdf", tmp_path)
    for shown in ("\\input{x}", "a_b", "a^b", "#1", "$a$", "100%", "a&b", "<a>", "--aux", "[1]"):
        assert shown in text


def _overfull(preamble: str, body: str, folder: Path) -> bool:
    text = rf"\documentclass{preamble}\begin{{document}}{body}\end{{document}}"
    (folder / "main.tex").write_text(text)
    _compile("main.tex", folder)
    return "Overfull" in _compile("main.tex", folder)


def _sentences() -> Page:
    """As `archcalc list`: two columns of text that no line holds."""
    texts = ("A network with a long name of its own", "What it is, in " + "many words " * 6)
    rows = tuple(Row((f"the-network-number-{n}", "2014", *texts)) for n in range(60))
    columns = tuple(Column(key, key.title()) for key in ("network", "year", "title", "summary"))
    return Page((Table("t", "", "", columns, rows),), dict)


PLACES = {
    "article": (r"{article}\usepackage{booktabs,graphicx,longtable}", r"Text \input{table} on."),
    "two columns": (
        r"[twocolumn]{article}\usepackage{booktabs,graphicx,longtable}",
        r"Text \input{table} on.",
    ),
    "no longtable": (r"{article}\usepackage{booktabs,graphicx}", r"Text \input{table} on."),
    "frame": (
        r"{beamer}\usepackage{booktabs,longtable}",
        r"\begin{frame}{A}\input{table}\end{frame}",
    ),
    "minipage": (
        r"{article}\usepackage{booktabs,graphicx,longtable}",
        r"\begin{minipage}{8cm}\input{table}\end{minipage}",
    ),
}


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("make", [_long, _sentences])
def test_a_long_table_fits_wherever_it_stands(
    place: str, make: Callable[[], Page], tmp_path: Path
) -> None:
    if place == "frame":
        _needs("beamer.cls", "texlive-latex-recommended")
        _needs("pgfmath.sty", "texlive-pictures")
    page = make()
    _write(page, tmp_path)
    assert not _overfull(*PLACES[place], tmp_path)
    shown = _text_of("main.pdf", tmp_path)
    assert all(str(row.cells[0]) in shown for row in page.tables[0].rows)
    assert (shown.count("\f") > 1) == (place == "article")


def test_long_texts_fold_in_a_document_of_its_own(tmp_path: Path) -> None:
    _write(_sentences(), tmp_path)
    assert (tmp_path / "table.tex").read_text().startswith("% Compiles as it is\n% (twice")
    _compile("table.tex", tmp_path)
    assert "Overfull" not in _compile("table.tex", tmp_path)


def test_a_tall_table_is_scaled_to_the_frame(tmp_path: Path) -> None:
    _needs("beamer.cls", "texlive-latex-recommended")
    _needs("pgfmath.sty", "texlive-pictures")
    table = _long().tables[0]
    notes = ("A note that stands below the table. " * 3,) * 4
    _write(Page((table._replace(rows=table.rows[-40:], notes=notes),), dict), tmp_path)
    assert not _overfull(*PLACES["frame"], tmp_path)
    assert "layer99" in _text_of("main.pdf", tmp_path)


def test_a_unit_in_a_formula_needs_no_package(tmp_path: Path) -> None:
    unit = Math("3 multiplies", r"3\ \text{multiplies}")
    _write(Page((Table("t", "T", "", (Column("a", "A"),), (Row((unit,)),)),), dict), tmp_path)
    _overfull("{article}", r"\input{table}", tmp_path)
    assert "3multiplies" in _text_of("main.pdf", tmp_path)


def test_a_heading_is_bold_with_space_before(tmp_path: Path) -> None:
    math = Math("C_in", r"C_{\mathrm{in}}")
    rows = (Row(("a", math), role="heading"), Row(("b", "c"), 1), Row(("d", ""), role="heading"))
    table = Table("t", "T", "", (Column("a", "A"), Column("b", "B")), rows)
    text = render(Page((table,), dict), "latex", Style())
    assert "\\midrule\n\\textbf{a} & \\textbf{$C_{\\mathrm{in}}$} \\\\\n\\quad b & c \\\\\n" in text
    assert "\\addlinespace\n\\textbf{d} &  \\\\\n\\bottomrule" in text
    _write(Page((table,), dict), tmp_path)
    assert not _overfull("{article}", r"\input{table}", tmp_path)
