"""Write the course decks in every format and language, and print them: `make slides`.

A format whose program is not installed is not printed, and said so: Marp (`make programs`; MARP
names it elsewhere) with Chromium, pdflatex, the Python package typst, LibreOffice (soffice).
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

HERE = Path(__file__).parent
COURSE, LANGUAGES = "cnn-history", ("en", "ko")
CHROMIUM = ("chromium", "chromium-browser", "google-chrome")


class Printer(NamedTuple):
    """How a deck's format becomes a PDF: the program, as found, and what is done with it."""

    suffix: str
    program: Callable[[], str]
    print: Callable[[str, Path], object]
    how: str


def found(*names: str) -> str:
    """The path of the first program that is installed, or nothing."""
    return next((path for name in names if (path := shutil.which(name))), "")


def run(*words: str | Path, folder: Path, **more: str) -> str:
    """Run a program. Raises SystemExit with what it said where it fails."""
    done = subprocess.run(
        [*map(str, words)], cwd=folder, capture_output=True, text=True, env=os.environ | more,
        stdin=subprocess.DEVNULL,
    )  # fmt: skip
    if done.returncode:
        sys.exit(f"{' '.join(map(str, words))}\n{done.stdout[-3000:]}{done.stderr[-3000:]}")
    return done.stdout + done.stderr


def marp(program: str, deck: Path) -> None:
    """Markdown by Marp in Chromium."""
    words = (program, deck.name, "--pdf", "--allow-local-files", "--no-stdin", "-o", pdf(deck))
    run(*words, folder=deck.parent, CHROME_PATH=found(*CHROMIUM))


def pdflatex(program: str, deck: Path) -> str:
    """Beamer, twice for the page numbers; what its log says."""
    with tempfile.TemporaryDirectory() as work:
        for _ in range(2):
            words = (program, "-interaction=nonstopmode", "-halt-on-error")
            run(*words, f"-output-directory={work}", deck.name, folder=deck.parent)
        printed = Path(work) / deck.with_suffix(".pdf").name
        cairo = found("pdftocairo")  # writes the fonts of Korean letters in half the room
        if cairo:
            run(cairo, "-pdf", printed, pdf(deck), folder=deck.parent)
        else:
            shutil.copy(printed, pdf(deck))
        return (Path(work) / deck.with_suffix(".log").name).read_text(errors="replace")


def typst(_: str, deck: Path) -> None:
    """Typst by its Python package."""
    import typst

    pdf(deck).write_bytes(typst.compile(str(deck)))


def chromium(program: str, deck: Path) -> None:
    """An HTML page, as Chromium prints it."""
    with tempfile.TemporaryDirectory() as work:
        words = ("--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer")
        page = deck.resolve().as_uri()
        run(program, *words, f"--user-data-dir={work}", f"--print-to-pdf={pdf(deck)}", page,
            folder=deck.parent)  # fmt: skip


def libreoffice(program: str, deck: Path) -> None:
    """PowerPoint, as LibreOffice shows it."""
    with tempfile.TemporaryDirectory() as work:
        home = f"-env:UserInstallation=file://{work}/home"
        run(program, home, "--headless", "--convert-to", "pdf", "--outdir", work, deck.name,
            folder=deck.parent)  # fmt: skip
        shutil.copy(Path(work) / deck.with_suffix(".pdf").name, pdf(deck))


def pdf(deck: Path) -> Path:
    """Where a deck is printed to: en-marp.pdf of en.md in the folder marp."""
    return deck.resolve().parent / f"{deck.stem}-{deck.parent.resolve().name}.pdf"


def _marp() -> str:
    """Where `make programs` puts it, where MARP says, or on the path."""
    ours = Path(sys.prefix) / "npm" / "node_modules" / ".bin" / "marp"
    path = os.environ.get("MARP") or found("marp", str(ours))
    return path * bool(found(*CHROMIUM))


def _typst() -> str:
    from importlib.util import find_spec

    return "typst" if find_spec("typst") else ""


PRINTERS = {
    "marp": Printer(
        ".md", _marp, marp, "Marp (make programs) and Chromium",
    ),
    "beamer": Printer(".tex", lambda: found("pdflatex"), pdflatex, "TeX Live with beamer, kotex"),
    "typst": Printer(".typ", _typst, typst, "pip install typst"),
    "html": Printer(".html", lambda: found(*CHROMIUM), chromium, "Chromium"),
    "pptx": Printer(".pptx", lambda: found("soffice"), libreoffice, "LibreOffice Impress"),
}  # fmt: skip


def decks() -> Iterator[tuple[str, Path]]:
    """Every format and its decks, whether they are there or not."""
    for name, printer in PRINTERS.items():
        for language in LANGUAGES:
            yield name, HERE / name / f"{language}{printer.suffix}"


def main() -> None:
    """Write and print them all."""
    archcalc = Path(sys.executable).with_name("archcalc")
    for name, deck in decks():
        deck.parent.mkdir(exist_ok=True)
        words = ("slides", COURSE, "-f", name, "--lang", deck.stem, "-o", deck.name, "--force")
        print(run(archcalc, *words, folder=deck.parent).strip())
        printer = PRINTERS[name]
        program = printer.program()
        if program:
            printer.print(program, deck)
        else:
            print(f"{pdf(deck).name} is left as it is: it needs {printer.how}")


if __name__ == "__main__":
    main()
