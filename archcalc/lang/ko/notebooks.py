"""Decks in Typst, HTML and Jupyter notebooks: what is wrong with them."""

from __future__ import annotations

NOTEBOOKS = {
    # Typst
    "brackets are nested more than {n} deep": "괄호의 깊이는 최대 {n:단계}",
    "here Typst reads code: put the marker and its end in brackets, [ ]": (
        "Typst가 코드로 읽는 자리다: 표식과 그 끝을 [ ] 안에 넣어야 한다"
    ),
    "{line} is missing: the deck's markers are calls of it": (
        "덱에 없는 줄: {line} (표식은 이 함수를 부른다)"
    ),
    "tex is for LaTeX; here leave :tex away": "tex는 LaTeX용이다. 여기서는 :tex를 뺀다",
    # HTML
    "a block's marker stands on a line of its own": "블록의 표식은 한 줄에 홀로 있어야 한다",
    # notebooks
    "{file}:{line}:{column} is no JSON: {reason}": (
        "“{file}”: JSON이 아님, 위치 {line}:{column}: {reason}"
    ),
    "{file} is nested too deep": "“{file}”: 중첩이 너무 깊다",
    "{file} is no Jupyter notebook": "“{file}”: Jupyter 노트북이 아님",
    "{file} is a notebook of format {found}; {wanted} is needed: {command}": (
        "“{file}”: 노트북 형식 {found}, 필요한 형식 {wanted}: {command}"
    ),
    "cell {n}": "셀 {n}",
    "cell {n}:line {line}": "셀 {n}:줄 {line}",
}
