"""``archcalc report``: where the page goes, and one clear line for what cannot be."""

from __future__ import annotations

from pathlib import Path

import pytest
from commandline import archcalc


def test_the_page_is_written_to_a_file_or_a_pipe(tmp_path: Path) -> None:
    file = tmp_path / "googlenet.html"
    ran = archcalc("report", "googlenet", "-o", str(file))
    assert (ran.code, ran.out, ran.err) == (0, "", "")
    text = file.read_text("utf-8")
    assert text.startswith('<!DOCTYPE html>\n<html lang="en">')
    assert archcalc("report", "googlenet").out == text


def test_options_are_where_the_page_starts(tmp_path: Path) -> None:
    ran = archcalc("report", "alexnet", "--input", "256", "--batch", "8", "--lang", "ko")
    assert '"input":[3,256,256],"own":[3,227,227]' in ran.out
    assert '"batch":8' in ran.out
    assert '<html lang="ko">' in ran.out


@pytest.mark.parametrize(
    ("args", "error"),
    [
        (("googlnet", "-o", "x.html"), 'unknown network "googlnet"; did you mean "googlenet"'),
        (("googlenet", "-o", "x.pdf"),
         'a report is an HTML page: end the file in .html, not ".pdf"'),
        (("googlenet", "-o", "no/such/folder/x.html"), "cannot write no/such/folder/x.html"),
        (("googlenet", "--input", "3"), "is too small for"),
        (("googlenet", "--batch", "x"), '--batch takes a whole number, found "x"'),
    ],
)  # fmt: skip
def test_what_cannot_be_is_one_line(args: tuple[str, ...], error: str, tmp_path: Path) -> None:
    ran = archcalc("report", *args, cwd=tmp_path)
    assert ran.code == 2
    assert error in ran.err
    assert ran.err.count("\n") == 1
    assert list(tmp_path.iterdir()) == []


def test_a_browser_opens_the_page(tmp_path: Path) -> None:
    browser = tmp_path / "browser"
    browser.write_text(f'#!/bin/sh\necho "$1" > {tmp_path}/opened\n')
    browser.chmod(0o755)
    env = {"BROWSER": f"{browser} %s", "TMPDIR": str(tmp_path)}
    ran = archcalc("report", "lenet5", "--open", env=env)
    assert (ran.code, ran.out) == (0, "")
    [page] = tmp_path.glob("archcalc-*/lenet5.html")
    assert (tmp_path / "opened").read_text().strip() == page.as_uri()


def test_without_a_browser_the_page_is_named(tmp_path: Path) -> None:
    program = ("-c", "import webbrowser; webbrowser.open = lambda _: False\n"
               "from archcalc.cli import main; main()")  # fmt: skip
    file = tmp_path / "x.html"
    ran = archcalc("report", "lenet5", "--open", "-o", str(file), program=program)
    assert ran.code == 0
    assert ran.err == f"archcalc: no browser could be opened; the page is {file}\n"
    assert file.exists()
