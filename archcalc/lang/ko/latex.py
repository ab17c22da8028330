"""LaTeX decks: macros, the file of values, and what the preamble lacks."""

from __future__ import annotations

LATEX = {
    "LaTeX cannot find figures beside a deck called {name}: rename it": (
        "“{name}”: LaTeX이 이 이름의 덱 옆에 있는 그림을 찾지 못한다. 이름을 바꿔야 한다"
    ),
    "the file of values stands beside the deck or below, found {file}": (
        "값 파일은 덱 옆이나 그 아래 폴더에 있어야 한다, 발견: “{file}”"
    ),
    "\\{macro} is not defined; add to the preamble: {line}": (
        "정의되지 않은 매크로: \\{macro}. 프리앰블에 넣을 줄: {line}"
    ),
    "{macro} takes an address such as vgg16.params": (
        "{macro}에는 vgg16.params와 같은 주소가 온다"
    ),
    "{macro} takes a number, found {found}": "{macro}에는 수가 필요, 발견: {found}",
    "this block needs a line in the preamble: {line}": ("이 블록에 필요한 프리앰블의 줄: {line}"),
}
