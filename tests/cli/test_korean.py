"""Korean screens and pages, and the option that asks for them."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from commandline import archcalc as archcalc_command
from rich.cells import cell_len

import archcalc
from archcalc.catalog import entries
from archcalc.lang import languages, speaking
from archcalc.render import render
from archcalc.views.layers import table_page
from archcalc.views.listing import list_page
from archcalc.views.model import Page, Style

# --- screens -------------------------------------------------------------------------------------

FRAME = {"archcalc", "published", "float32", "MiB", "KiB", "MAC", "aux", "torchvision", "et", "al"}
NAMES = {
    "table": {"GoogLeNet", "googlenet", "Inception", "v1", "Szegedy", "inception", "conv1", "conv2",
              "pool1", "pool2", "pool3", "pool4", "pool5", "global", "fc", "linear"},
    "explain": {"AlexNet", "conv1", "C_in", "C_out", "H_out", "W_out"},
}  # fmt: skip
TABLE = """\
GoogLeNet (Inception v1), Szegedy et al. 2014     입력 224×224×3, 배치 크기 1

층     커널/스트라이드  출력 크기 H×W×C  파라미터 수  곱셈 횟수(MAC)  비율(%)
conv1  7×7/2            112×112×64             9,472     118,013,952      7.5
"""
NOTES = """\
가중치 층 22개(풀링 포함 27개). 편향은 파라미터로 세고 곱셈은 0번으로 센다. 그
밖의 층은 곱셈 0번, 원소별 연산 2184만 4456번.
수용 영역 715×715, 유효 스트라이드 32, 경로 26만 2144개, 비선형 함수 57개,
활성값 588만 1240개.
메모리(float32): 파라미터 26.7 MiB, 추론 중 최대 4.59 MiB, 학습 99.3 MiB.
보조 분류기까지 세면 파라미터 637만 9728개가 더해진다(--aux).
""".replace(" MiB", "\u202fMiB")
EXPLAINED = """\
AlexNet conv1: 11×11×3 필터 96개, 스트라이드 4             227×227×3 → 55×55×96

출력 크기        (H + 2P − K)/S + 1            (227 − 11)/4 + 1 = 54 + 1 = 55
파라미터 수      (K·K·C_in + 1)·C_out          (11·11·3 + 1)·96 = 34,848 + 96
                                               = 34,944
출력값 하나      K·K·C_in                      11·11·3 = 363번
곱셈 횟수        H_out·W_out·C_out · K·K·C_in  55·55·96 · 11·11·3 = 105,415,200
수용 영역        r + (K − 1)·j                 1 + (11 − 1)·1 = 1 + 10 = 11
유효 스트라이드                                4
"""
KOREAN = {"COLUMNS": "80", "ARCHCALC_LANG": "ko"}


def english_words(text: str) -> set[str]:
    return set(re.findall(r"[A-Za-z][A-Za-z_0-9]+", text))


def test_a_table_in_korean(tmp_path: Path) -> None:
    ran = archcalc_command("table", "googlenet", env=KOREAN, cwd=tmp_path)
    assert ran.out.startswith(TABLE)
    assert NOTES in ran.out
    assert english_words(ran.out) <= FRAME | NAMES["table"]
    assert max(map(cell_len, ran.out.splitlines())) <= 80


def test_columns_stand_below_each_other_where_letters_are_wide() -> None:
    lines = archcalc_command("table", "googlenet", "--lang", "ko").out.splitlines()
    rows = [line for line in lines[2:20] if line]
    assert len({cell_len(line) for line in rows}) == 1


def test_an_explanation_in_korean() -> None:
    ran = archcalc_command("explain", "alexnet", "conv1", env=KOREAN)
    assert ran.out.startswith(EXPLAINED)
    assert english_words(ran.out) <= FRAME | NAMES["explain"]


def test_the_list_in_korean() -> None:
    """What each network is, is said in Korean; its data stay."""
    lines = archcalc_command("list", "--lang", "ko", "-f", "json").out
    head = archcalc_command("list", "--lang", "ko").out.splitlines()[0]
    assert head.split() == ["네트워크", "연도", "이름", "설명"]
    assert archcalc_command("list", "-f", "json").out == lines
    with speaking("ko"):
        (table,) = list_page(entries()).tables
    assert [row.cells[0] for row in table.rows if not re.search("[가-힣]", str(row.cells[3]))] == []


@pytest.mark.parametrize(
    ("call", "said"),
    [
        ("table googlnet",
         '네트워크: 알 수 없는 이름 "googlnet"; 비슷한 이름: "googlenet", "googlenet-naive"'),
        ("explain alexnet conv9",
         'alexnet의 층: 알 수 없는 이름 "conv9"; 비슷한 이름: "conv5", "conv4"'),
        ("table alexnet --rows zz", 'alexnet의 행: 알 수 없는 이름 "zz"; --collapse 참고'),
        ("table alexnet --units x", '단위 표기: 알 수 없는 이름 "x"; 쓸 수 있는 것: exact, si'),
        ("table alexnet --dtype fp16", '자료형: 알 수 없는 이름 "fp16"; 비슷한 이름: "float16"'),
        ("table alexnet --batch x", '--batch: 정수여야 하는데 받은 값은 "x"'),
    ],
)  # fmt: skip
def test_an_error_in_korean(call: str, said: str) -> None:
    ran = archcalc_command(*call.split(), "--lang", "ko")
    assert (ran.code, ran.out, ran.err) == (2, "", f"archcalc: {said}\n")


# --- the option ----------------------------------------------------------------------------------


@pytest.mark.parametrize("place", ["option", "environment"])
def test_an_unknown_language(place: str) -> None:
    by_option = place == "option"
    call = ["--lang", "koo"] if by_option else []
    env = {} if by_option else {"ARCHCALC_LANG": "koo"}
    ran = archcalc_command("table", "alexnet", *call, env=env)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err == 'archcalc: unknown language "koo"; did you mean "ko"?\n'


def test_the_option_goes_over_the_environment() -> None:
    ran = archcalc_command("list", "--lang", "en", env=KOREAN)
    assert ran.out.split()[:3] == ["Network", "Year", "Title"]


def test_data_keep_their_keys_and_numbers() -> None:
    plain, korean = (
        archcalc_command("table", "resnet50", "-f", "csv", "--lang", code).out.splitlines()
        for code in languages()
    )
    assert plain[0] == korean[0] == "layer,kernel,output,params,multiplies,percent"
    assert plain[1].split(",")[2:] == korean[1].split(",")[2:]
    one, other = (
        json.loads(archcalc_command("table", "resnet50", "-f", "json", "--lang", code).out)
        for code in languages()
    )
    assert one.pop("notes") != other.pop("notes")
    assert one == other


def test_an_output_without_hangul_is_told_of() -> None:
    ran = archcalc_command("list", "--lang", "ko", env={"PYTHONIOENCODING": "ascii"})
    assert ran.code == 0
    assert ran.err == (
        'archcalc: ascii lacks the letters of "ko"; set PYTHONUTF8=1, or write UTF-8 with -o FILE\n'
    )
    call = ["list", "--lang", "ko", "-f", "html"]
    assert archcalc_command(*call, env={"PYTHONIOENCODING": "ascii"}).err == ""
    assert archcalc_command("list", "--lang", "ko", env={"PYTHONIOENCODING": "cp949"}).err == ""


# --- pages ---------------------------------------------------------------------------------------


def page() -> Page:
    return table_page([archcalc.load("googlenet").analyze()])


def test_html_names_its_language() -> None:
    with speaking("ko"):
        assert '<html lang="ko">' in render(page(), "html", Style())
    assert '<html lang="en">' in render(page(), "html", Style())


@pytest.mark.parametrize("encoding", ["utf-8", "cp949", "ascii"])
def test_latex_loads_kotex_for_hangul_only(encoding: str) -> None:
    style = Style(encoding=encoding)
    with speaking("ko"):
        text = render(page(), "latex", style)
    assert r"\usepackage{kotex}" in text
    assert ("합계" in text) == (encoding == "utf-8")
    assert "kotex" not in render(page(), "latex", style)


@pytest.mark.parametrize("encoding", ["utf-8", "cp949"])
@pytest.mark.parametrize("call", ["table googlenet", "explain alexnet conv1"])
def test_latex_compiles_in_korean(call: str, encoding: str, tmp_path: Path) -> None:
    needed = {"pdflatex": "texlive-latex-recommended", "pdftotext": "poppler-utils"}
    for program, package in needed.items():
        if shutil.which(program) is None:
            pytest.skip(f"needs {program} (Debian: {package})")
    if subprocess.run(["kpsewhich", "kotex.sty"], capture_output=True, check=False).returncode:
        pytest.skip("needs kotex.sty (Debian: texlive-lang-korean)")
    env = {"PYTHONIOENCODING": encoding}
    text = archcalc_command(*call.split(), "-f", "latex", "--lang", "ko", env=env).out
    (tmp_path / "a.tex").write_text(text, encoding="utf-8")
    command = ["pdflatex", "-interaction=nonstopmode", "-halt-on-error", "a.tex"]
    run = subprocess.run(command, cwd=tmp_path, capture_output=True, check=False)
    assert run.returncode == 0, run.stdout.decode(errors="replace")
    read = subprocess.run(
        ["pdftotext", "a.pdf", "-"], cwd=tmp_path, capture_output=True, check=True
    )
    assert "곱셈횟수" in read.stdout.decode().replace(" ", "")


def test_typst_compiles_in_korean(tmp_path: Path) -> None:
    typst = pytest.importorskip("typst", reason="needs the Python package typst")
    with speaking("ko"):
        text = render(page(), "typst", Style())
    (tmp_path / "a.typ").write_text(text, encoding="utf-8")
    assert 'lang: "ko"' in text
    assert typst.compile(str(tmp_path / "a.typ")).startswith(b"%PDF")
