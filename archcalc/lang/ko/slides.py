"""Decks: markers, what is wrong with them, what came of them."""

from __future__ import annotations

SLIDES = {
    # what a marker asks for
    "a marker has at most {most} characters, found {n}": "표식은 최대 {most:자}, 발견 {n:자}",
    "{word} takes an address: {word} alexnet.conv1.params": (
        "{word} 뒤에는 주소가 온다: {word} alexnet.conv1.params"
    ),
    "formula takes one address: formula alexnet.conv1.params": (
        "formula 뒤에는 주소 하나가 온다: formula alexnet.conv1.params"
    ),
    "{address} has no formula": "“{address}”에는 수식이 없다",
    "a quotation mark is not closed": "닫히지 않은 따옴표",
    "a marker says what it is to hold: {example}": "표식에는 담을 것을 써야 한다: {example}",
    "no marker asks for {pattern}": "“{pattern}”에 맞는 표식이 없다",
    "no markers found: nothing to refresh": "표식이 없다: 새로 고칠 것이 없다",
    "-o takes a file of the deck's own format, {suffix}, found {found}": (
        "-o에는 덱과 같은 형식의 파일 필요: {suffix}, 발견: {found}"
    ),
    'settings take KEY=VALUE, found "{found}"': "settings에는 KEY=VALUE 필요, 발견: “{found}”",
    'tables takes numbers, as 1,3, found "{found}"': (
        "tables에는 1,3과 같은 번호 필요, 발견: “{found}”"
    ),
    '{key} takes yes or no, found "{found}"': "{key}에는 yes 또는 no 필요, 발견: “{found}”",
    "{command} gives {n} tables, found {found}": "명령 “{command}”의 표는 {n:개}, 발견: {found}",
    "{option} has no place in a deck": "덱에서는 쓸 수 없는 옵션: {option}",
    "{command} gives nothing to show": "명령 “{command}”에는 보여 줄 것이 없다",
    "this command needs more words": "명령에 빠진 낱말이 있다",
    "block": "블록",
    "setting": "설정",
    # decks
    "{file} is no deck that archcalc reads; it reads {known}": (
        "“{file}”: 읽을 수 없는 덱 형식, 읽을 수 있는 형식: {known}"
    ),
    "{file} has {n} bytes; a deck of text has at most {most}": (
        "“{file}”: {n:바이트}, 글로 된 덱은 최대 {most:바이트}"
    ),
    "{file} has {n} bytes; a deck has at most {most}": (
        "“{file}”: {n:바이트}, 덱은 최대 {most:바이트}"
    ),
    "{file} is not UTF-8: byte {n} cannot be read": (
        "“{file}”: UTF-8이 아님, 읽을 수 없는 바이트: {n}"
    ),
    "{file} is a folder; name its decks": "“{file}”: 폴더. 그 안의 덱을 지정해야 한다",
    "{file} is no regular file": "“{file}”: 일반 파일이 아님",
    "cannot read {file}: {reason}": "“{file}” 읽기 실패: {reason}",
    "{file} is left as it is": "“{file}”: 그대로 두었다",
    "--format goes with --list": "--format은 --list와 함께 쓴다",
    "-o takes one deck, found {n}": "-o에는 덱 1개 필요, 발견 {n:개}",
    # markers
    "this ends no block that is open": "열린 블록이 없는데 끝을 나타내는 표식이다",
    "this marker is not closed, or holds other markup": (
        "표식이 닫히지 않았거나 그 안에 다른 마크업이 있다"
    ),
    "this block is not closed: its last line, /archcalc, is missing": (
        "블록이 닫히지 않았다: 마지막 줄 /archcalc 없음"
    ),
    "a marker needs an empty line above it: here it would be shown as text": (
        "표식 위에 빈 줄이 있어야 한다: 여기서는 글로 보인다"
    ),
    "a comment here hides the rest of its line: write {span} instead": (
        "여기서 주석은 그 줄의 나머지를 가린다. 대신 쓸 것: {span}"
    ),
    # reports
    "{asks}: changed by hand; --force replaces it": (
        "{asks}: 손으로 고친 블록, --force로 바꿀 수 있다"
    ),
    "{asks}: refreshed": "{asks}: 새로 고침",
    "{asks}: stale": "{asks}: 옛 내용",
    "{asks}: filled in, {new}": "{asks}: 채움, {new}",
    "{asks}: {held} is a field now": "{asks}: 이제 필드, {held}",
    "{asks}: {held} is no field yet": "{asks}: 아직 필드가 아님, {held}",
    "{asks}: empty, should be {new}": "{asks}: 비어 있음, 올바른 값: {new}",
    "{asks}: stale, {old} should be {new}": "{asks}: 옛 내용 {old}, 올바른 값: {new}",
    "{written} is not right, computed {value}.": "{written} 틀림, 계산값 {value}.",
    "{written} is right, and not to be refuted: computed {value}.": (
        "{written} 맞음, 반박할 값이 아니다. 계산값 {value}."
    ),
    "Computed {value}.": "계산값 {value}.",
    "{n} marker": "표식 {n:개}",
    "{n} markers": "표식 {n:개}",
    "{n} refreshed": "새로 고침 {n:개}",
    "{n} stale": "옛 내용 {n:개}",
    "{n} changed by hand": "손으로 고침 {n:개}",
    "{n} wrong": "틀림 {n:개}",
    "all current": "모두 최신",
    "Place": "위치",
    "Asks for": "요청",
    "Holds": "내용",
    "State": "상태",
    "current": "최신",
    "stale": "옛 내용",
    "edited": "손으로 고침",
    "right": "맞음",
    "refuted": "반박됨",
    "wrong": "틀림",
}
