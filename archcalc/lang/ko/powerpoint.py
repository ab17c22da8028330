"""Korean of PowerPoint decks: where a marker stands, and what is wrong with a deck's file."""

from __future__ import annotations

POWERPOINT = {
    # places
    "slide {n}": "슬라이드 {n}",
    "slide {n}, notes": "슬라이드 {n}, 노트",
    "master {n}": "마스터 {n}",
    'layout "{name}"': '레이아웃 "{name}"',
    # fields that another program saved as text
    "{asks}: no field any more, only the text {old}; --force makes it one again": (
        "{asks}: 더는 필드가 아니고 글자 {old}만 남았다. --force로 다시 필드로 만든다"
    ),
    "{asks}: a field again, {new}": "{asks}: 다시 필드로 만듦, {new}",
    "{n} lost": "{n:개} 잃음",
    "lost": "잃음",
    # markers
    "tables and figures stand on slides only": "표와 그림은 슬라이드에만 놓인다",
    "this marker is not closed: {{ is without its }}": (
        "이 표식은 닫히지 않았다: {{ 뒤에 }}가 없다"
    ),
    "settings stand in a shape's name, archcalc: settings lang=ko, where nobody sees them": (
        "설정은 보이지 않는 곳, 곧 도형의 이름에 적는다: archcalc: settings lang=ko"
    ),
    "the number to check goes behind the address: {{expect alexnet.conv1.params = 34,944}}": (
        "검사할 수는 주소 뒤에 적는다: {{expect alexnet.conv1.params = 34,944}}"
    ),
    "this shape cannot be read: {reason}": "이 도형은 읽을 수 없다: {reason}",
    "this shape has no size: give it a width and a height": (
        "이 도형에는 크기가 없다. 너비와 높이를 주어야 한다"
    ),
    "a table cannot stand in a group: take its shape out of the group": (
        "표는 그룹 안에 놓일 수 없다. 그 도형을 그룹에서 꺼내야 한다"
    ),
    "a table of {rows} rows and {columns} columns is too large for its shape even at {size} pt: "
    "choose with rows= and columns=, or make the shape larger": (
        "{rows:행}, {columns:열}짜리 표는 {size}pt에서도 도형보다 크다. rows=와 columns=로 "
        "고르거나 도형을 키워야 한다"
    ),
    # files
    "{file} cannot be read as a PowerPoint deck: {reason}": (
        "{file}: PowerPoint 자료로 읽을 수 없다: {reason}"
    ),
    "{file} is encrypted, or an old .ppt: save it as .pptx without a password": (
        "{file}: 암호화되었거나 옛 .ppt 형식이다. 암호 없이 .pptx로 저장해야 한다"
    ),
    "{file} is no PowerPoint deck, or a damaged one: {reason}": (
        "{file}: PowerPoint 자료가 아니거나 손상되었다: {reason}"
    ),
    "{file} holds {n} parts; a deck has at most {most}": (
        "{file}: 부분이 {n:개} 들어 있다. 자료에는 많아야 {most:개}다"
    ),
    "{file} unpacks to {n} bytes; a deck has at most {most}": (
        "{file}: 압축을 풀면 {n:바이트}다. 자료는 많아야 {most:바이트}다"
    ),
    "{file} holds {n} bytes of XML; a deck has at most {most}": (
        "{file}: XML이 {n:바이트} 들어 있다. 자료에는 많아야 {most:바이트}다"
    ),
    "{file} has a part of {n} bytes; one has at most {most}": (
        "{file}: {n:바이트}짜리 부분이 있다. 한 부분은 많아야 {most:바이트}다"
    ),
    "{file} unpacks to {n} times its size; a deck does to at most {most} times": (
        "{file}: 압축을 풀면 {n:배}가 된다. 자료는 많아야 {most:배}다"
    ),
    "{file} has {n} markers; a deck has at most {most}": (
        "{file}: 표식이 {n:개}다. 자료에는 많아야 {most:개}다"
    ),
    "{file} holds a part twice: it is damaged, or made to mislead": (
        "{file}: 같은 부분이 두 번 들어 있다. 손상되었거나 속이려고 만든 것이다"
    ),
    "{file}: {part} declares a document type, which no deck does; it is not read": (
        "{file}: 여느 자료와 달리 {part}에 문서 형식 선언이 있어 읽지 않는다"
    ),
}
