"""Course decks: what the command that writes them says; their own text brings its Korean."""

from __future__ import annotations

COURSE = {
    "row": "행",
    "deck": "덱",
    "deck format": "덱 형식",
    "Deck": "덱",
    "Slides": "슬라이드 수",
    "Write one: {command}": "쓰는 법: {command}",
    "archcalc slides lists them": "전체 목록은 archcalc slides로 볼 수 있습니다",
    "name a format with -f, {names}, or end -o's FILE in its suffix": (
        "형식이 없음: -f로 {names} 가운데 지정하거나 -o의 FILE을 그 확장자로 끝낸다"
    ),
    "a deck is written to a file: {example}": "덱은 파일에 쓴다: {example}",
    "a deck of this format ends in {suffix}, found {file}": (
        "이 형식의 덱은 확장자가 {suffix}, 발견: “{file}”"
    ),
    "{file} is there already: archcalc embed refreshes it, --force replaces it": (
        "“{file}”: 이미 있음. archcalc embed로 새로 고치고, --force로 다시 쓴다"
    ),
    "{file}: {n} markers, filled in": "“{file}”: 표식 {n:개}, 채움",
    '--zoom takes a number from 1 to {most}, as 1.5, found "{found}"': (
        "--zoom에는 1에서 {most:까지}의 수 필요(예: 1.5), 발견: “{found}”"
    ),
}
