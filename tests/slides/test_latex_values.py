r"""LaTeX decks' files of values, what a preamble lacks, and what pdflatex makes of it all."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from archcalc.slides.refresh import Refreshed
from tests.slides.decks import problems, refreshed

DECK = r"""\documentclass[aspectratio=169]{{beamer}}
\usepackage{{lmodern,siunitx,booktabs,tikz}}
\sisetup{{group-separator={{,}}}}
\DeclareSIUnit{{\mac}}{{MAC}}
\input{{archcalc-values}}
\begin{{document}}
{}
\end{{document}}
"""
PARAMS = "60,965,224"  # AlexNet of two towers: Krizhevsky et al. 2012 say 60 million


@pytest.fixture(autouse=True)
def _in_a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def write(found: Refreshed) -> None:
    """As the command does."""
    assert found.problems == ()
    for name, content in {**found.beside(False), found.name: found.content}.items():
        Path(name).parent.mkdir(exist_ok=True)
        Path(name).write_bytes(content)


def embed(text: str, name: str = "talk.tex") -> Refreshed:
    """Refresh and write."""
    found = refreshed(text, name)
    write(found)
    return found


def states(text: str) -> list[str]:
    return [seen.state for seen in refreshed(text, "talk.tex").seen]


def entries() -> list[str]:
    lines = Path("archcalc-values.tex").read_text().splitlines()
    return [line for line in lines if line.startswith(("\\archcalcset", "\\archcalcsay"))]


def test_it_holds_what_the_deck_uses_and_no_more() -> None:
    body = r"\archnum{alexnet.params} \archqty{googlenet.macs}{\mac} \archraw{alexnet.params:si3}"
    embed(DECK.format(body))
    assert entries() == [
        r"\archcalcset{alexnet.params}{60965224}",
        r"\archcalcsay{alexnet.params:si3}{61.0\,M}",
        r"\archcalcset{googlenet.macs}{1582671872}",
    ]
    embed(DECK.format(r"\archnum{alexnet.params} % \archnum{vgg16.params}"))
    assert entries() == [r"\archcalcset{alexnet.params}{60965224}"]
    assert states(DECK.format(r"\archnum{alexnet.params}")) == ["current", "current"]


def test_a_stale_one_is_told_with_what_is_right() -> None:
    text = DECK.format(r"\archnum{alexnet.params}")
    assert states(text) == ["stale", "stale"]  # not there yet
    embed(text)
    file = Path("archcalc-values.tex")
    old = file.read_text()
    file.write_text(old.replace("60965224", "60965223"))
    assert states(text) == ["current", "edited"]
    forced = refreshed(text, "talk.tex", force=True)
    assert forced.beside(False)["archcalc-values.tex"].decode() == old
    file.write_text("")  # as a lecturer makes it, for the first run of LaTeX
    [number, made] = refreshed(text, "talk.tex").seen
    assert (number.mark.place, number.wanted) == ("talk.tex:7", PARAMS)
    assert (made.mark.place, made.mark.asks) == ("talk.tex:5", "archcalc-values.tex")


def test_a_file_changed_by_hand_stays_without_force() -> None:
    text = DECK.format(r"\archnum{alexnet.params}")
    embed(text)
    with Path("archcalc-values.tex").open("a") as file:
        file.write("% mine\n")
    more = DECK.format(r"\archnum{alexnet.params} \archnum{vgg16.params}")
    assert states(more)[-1] == "stale"  # behind its end nothing is guarded
    old = Path("archcalc-values.tex").read_text()
    Path("archcalc-values.tex").write_text(old.replace(r"\textbf{??}", "!!"))
    assert refreshed(more, "talk.tex").beside(False) == {}
    assert states(more) == ["current", "current", "edited"]


def test_files_that_the_deck_reads_are_searched() -> None:
    Path("parts").mkdir()
    Path("parts/one.tex").write_text("a\n\\archnum{vgg16.params}\n\\input{parts/two}\n")
    Path("parts/two.tex").write_text("\\input{parts/one} \\archnum{alexnet.depth}")
    Path("mine.sty").write_text("\\newcommand{\\x}{\\archnum{lenet5.params}}")
    text = DECK.format("\\include{parts/one} \\input{../outside} \\input{not-there}")
    text = text.replace("tikz}", "tikz,mine}")
    Path("../outside.tex").write_text("\\archnum{resnet50.params}")
    found = embed(text)
    assert [seen.mark.place for seen in found.seen] == [
        "mine.sty:1", "parts/one.tex:2", "parts/two.tex:1", "talk.tex:5",
    ]  # fmt: skip
    assert len(entries()) == 3


def test_a_chapter_checks_its_own_addresses() -> None:
    text = r"\archnum{vgg16.params} \archcalc{vgg16.depth}{16}"
    found = refreshed(text, "chapter.tex")
    assert [seen.state for seen in found.seen] == ["current", "current"]
    assert found.beside(False) == {}


NO_FILE = "\\documentclass{article}\n\\begin{document}\n%s\n\\end{document}\n"
LACKING = {
    r"\archnum{vgg16.params}": (
        r"talk.tex:3: \archnum is not defined; add to the preamble: \input{archcalc-values}"
    ),
    r"\archcalc{vgg16.params}{}": (
        r"talk.tex:3: \archcalc is not defined; add to the preamble: "
        r"\providecommand{\archcalc}[2]{#2}"
    ),
    r"\archexpect{vgg16.depth}{16}": (
        r"talk.tex:3: \archexpect is not defined; add to the preamble: "
        r"\providecommand{\archexpect}[2]{#2}"
    ),
    "% archcalc: diagram inception-bottleneck": (
        r"talk.tex:3: this block needs a line in the preamble: \usepackage{tikz}"
    ),
    "% archcalc: table lenet5 lang=ko": (
        r"talk.tex:3: this block needs a line in the preamble: \usepackage{graphicx}"
    ),
    "% archcalc: formula alexnet.conv1.params": (
        r"talk.tex:3: this block needs a line in the preamble: \usepackage{amsmath}"
    ),
}


@pytest.mark.parametrize(("body", "said"), LACKING.items(), ids=list(LACKING))
def test_what_the_preamble_lacks_is_told(body: str, said: str) -> None:
    text = NO_FILE % body
    assert problems(text, "talk.tex") == [said]
    line = said.rpartition(": ")[2]
    if "values" not in line:
        text = text.replace(
            "\\begin{document}", f"\\usepackage{{kotex}}{line}\n\\begin{{document}}"
        )
        found = refreshed(text, "talk.tex")
        assert not [each for each in found.problems if line in each.text]


def test_a_file_of_somebody_else_is_never_written() -> None:
    Path("archcalc-values.tex").write_text("\\newcommand{\\mine}{}\n")
    said = problems(DECK.format(r"\archnum{vgg16.params}"), "talk.tex")
    assert said == [
        r"talk.tex:7: \archnum is not defined; add to the preamble: \input{archcalc-values}"
    ]


def test_a_file_elsewhere_is_never_written() -> None:
    text = DECK.format("x").replace("{archcalc-values}", "{../archcalc-values}")
    [said] = problems(text, "talk.tex")
    assert said.startswith("talk.tex:5: the file of values stands beside the deck or below")


# --- what LaTeX makes of it ----------------------------------------------------------------------


def compiled(text: str, runs: int = 2) -> tuple[str, str]:
    """The log and the pages' text of a deck that compiles."""
    if shutil.which("pdflatex") is None or shutil.which("pdftotext") is None:
        pytest.skip(
            "needs pdflatex and pdftotext (Debian: texlive-latex-recommended, poppler-utils)"
        )
    for file, package in (
        ("siunitx.sty", "texlive-science"),
        ("tikz.sty", "texlive-pictures"),
        ("kotex.sty", "texlive-lang-korean"),
    ):
        if subprocess.run(["kpsewhich", file], capture_output=True, check=False).returncode:
            pytest.skip(f"needs {file} (Debian: {package})")
    Path("talk.tex").write_text(text, encoding="utf-8")
    for _ in range(runs):
        command = ["pdflatex", "-interaction=nonstopmode", "-halt-on-error", "talk.tex"]
        run = subprocess.run(command, capture_output=True, check=False)
        assert run.returncode == 0, run.stdout.decode(errors="replace")[-3000:]
    said = Path("talk.log").read_text(errors="replace").replace("\n", "")
    subprocess.run(["pdftotext", "-layout", "talk.pdf", "talk.txt"], check=True)
    return said, Path("talk.txt").read_text()


FRAMES = r"""
\section{GoogLeNet, \archnum{googlenet.params}}
\begin{frame}{\archqty{googlenet.macs}{\mac}, \archcalc{googlenet.macs:si3}{}}
  $\archnum{alexnet.depth} + \archcalc{alexnet.conv1.out_shape}{}$, \archcalc{alexnet.title}{},
  \num[round-mode=figures,round-precision=2]{\archraw{googlenet.params}},
  \archnum{inception-naive~inception-bottleneck.multiplies.ratio:x2}
  % archcalc: formula alexnet.conv1.params
\end{frame}
\begin{frame}{A table}
  % archcalc: table googlenet rows=3*
\end{frame}
\begin{frame}{All of it}
  % archcalc: table googlenet title=yes notes=yes
\end{frame}
\begin{frame}{Two}
  \begin{columns}
    \begin{column}{.5\textwidth}
      % archcalc: explain alexnet conv1
    \end{column}
    \begin{column}{.5\textwidth}
      % archcalc: table resnet50 layout=paper
    \end{column}
  \end{columns}
\end{frame}
\begin{frame}{A diagram}
  % archcalc: diagram googlenet 3a
\end{frame}
"""


def test_a_beamer_deck_with_everything() -> None:
    found = embed(DECK.format(FRAMES))
    again = refreshed(found.content.decode(), "talk.tex")
    assert {seen.state for seen in again.seen} == {"current"}
    log, text = compiled(found.content.decode())
    assert "Overfull" not in log
    assert "archcalc Warning" not in log
    for number in ("6,998,552", "1,582,671,872", "1.58G", "2.37×", "7,000,000", "55×55×96"):
        assert number in text.replace(" ", ""), number
    assert "??" not in text


@pytest.mark.parametrize("body", [FRAMES.replace("rows=3*", "rows=3* lang=ko")])
def test_a_korean_deck(body: str) -> None:
    text = DECK.format(body).replace("lmodern,", "lmodern,kotex,")
    assert "커널" in compiled(embed(text).content.decode())[1]


def test_an_unknown_key_shows_and_is_in_the_log() -> None:
    embed(DECK.format(r"\archnum{alexnet.params}"))
    body = (
        r"\section{A \archnum{a~b.ratio}}\begin{frame}{T \archnum{no.such_one}}\tableofcontents "
        r"$\archraw{no.third}$ \archqty{no.fourth}{\mac}\end{frame}"
    )
    log, text = compiled(DECK.format(body))
    assert text.count("??") == 4
    for key in ("a~b.ratio", "no.such_one", "no.third", "no.fourth"):
        assert f"archcalc Warning: No value for `{key}'" in log


def test_an_article_with_headings_in_capitals_and_bookmarks() -> None:
    body = r"""\tableofcontents\listoffigures
\section{Net \archnum{googlenet.params} \archqty{googlenet.macs}{\mac}
\archnum{googlenet.params:si3}}
a\newpage b\footnote{\archnum{googlenet.params}}
\begin{figure}\caption{\archnum{googlenet.params}}\end{figure}
% archcalc: table lenet5
% archcalc: formula alexnet.conv1.params
"""
    text = DECK.format(body).replace("[aspectratio=169]{beamer}", "{article}")
    text = text.replace(
        "\\input{arch", "\\usepackage{amsmath,hyperref}\\pagestyle{headings}\\input{arch"
    )
    log, pages = compiled(embed(text).content.decode(), runs=3)
    assert pages.count("6,998,552") >= 5
    assert "??" not in pages
    assert "archcalc Warning" not in log
    outline = bytes(Path("talk.out").read_bytes()).replace(b"\\000", b"")
    assert b"6998552" in outline
    assert b"7.00" in outline


def test_without_siunitx_there_are_digits_and_a_warning() -> None:
    text = NO_FILE % r"\archnum{googlenet.params}"
    text = text.replace("{article}", "{article}\\input{archcalc-values}")
    log, pages = compiled(embed(text).content.decode())
    assert "6998552" in pages
    assert "Without siunitx numbers are digits only" in log
