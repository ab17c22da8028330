"""Diagrams: what stands in their boxes, and what is wrong with how one was asked for."""

from __future__ import annotations

DIAGRAMS = {
    "input": "입력",
    "conv": "합성곱",
    "transposed conv": "전치 합성곱",
    "global average pool": "전역 평균 풀링",
    "global max pool": "전역 최대 풀링",
    "adaptive average pool": "적응형 평균 풀링",
    "adaptive max pool": "적응형 최대 풀링",
    "batch norm": "배치 정규화",
    "local response norm": "국소 응답 정규화",
    "auxiliary head": "보조 분류기",
    "{n} params": "파라미터 {n:개}",
    "{n} multiplies": "곱셈 {n:번}",
    "{n} times in a row": "연달아 {n:번}",
    "Diagram of {network}, {conditions}. {n} boxes: {names}.": (
        "구조도: {network}, {conditions}. 상자 {n:개}: {names}."
    ),
    "{network}, {conditions}, as {n} volumes: height and width as the maps', thickness as the "
    "channels, vectors as long as they have values; each to its own scale. {names}.": (
        "{network}, {conditions}: 입체 {n:개}. 높이와 너비는 특징 맵의 크기, 두께는 채널 수, "
        "벡터의 길이는 값의 개수에 비례하며 축척은 저마다 다름. {names}."
    ),
    "theme": "테마",
    "direction": "방향",
    "style": "양식",
    "edges": "화살표 표시",
    "label": "이름표",
    "--fit takes a shape as 16:9, found \"{found}\"": (
        '--fit에는 16:9처럼 화면 비율을 적는다: "{found}"'
    ),
    "a background is transparent, white, black or #rrggbb, found \"{found}\"": (
        '배경은 transparent, white, black, #rrggbb 가운데 하나이다: "{found}"'
    ),
    "\"{part}\" is one layer: a part of a diagram is a stage or block": (
        '"{part}"에는 층이 하나뿐이다: 구조도의 일부로는 스테이지나 블록을 고른다'
    ),
    "{n} boxes are more than a diagram can show ({most}): --collapse block or stage": (
        "상자 {n:개}는 구조도에 그릴 수 있는 {most:개}보다 많다: --collapse block 또는 stage"
    ),
    "{n} volumes are more than a row can show ({most}); see --collapse": (
        "입체 {n:개}는 한 줄에 그릴 수 있는 {most:개}보다 많다; --collapse 참고"
    ),
    "{network} branches, and volumes stand in a row; see --collapse": (
        "입체는 한 줄로만 그리는데 이 네트워크에는 분기가 있다: {network}; --collapse 참고"
    ),
    "the branches of {network} cross each other; placing them needs Graphviz's dot, "
    "which is not installed; --format mermaid or dot needs none": (
        "분기가 서로 엇갈리는 네트워크를 배치하려면 Graphviz의 dot이 필요한데 설치되어 있지 않다: "
        "{network}; --format mermaid 또는 dot에는 필요 없다"
    ),
    "Graphviz's dot could not place {n} boxes; see --collapse": (
        "Graphviz의 dot이 상자 {n:개}를 배치하지 못함; --collapse 참고"
    ),
    "too large for {format}: {found} {what}, at most {most}; see --collapse": (
        "{format}에 담기에는 너무 크다: {what} {found}, 최대 {most}; --collapse 참고"
    ),
    "pixels": "픽셀",
    "shapes": "도형",
    "arrows": "화살표",
    "characters": "글자",
    "boxes": "상자",
    "{format} draws boxes and arrows, no volumes": (
        "{format}: 상자와 화살표만 그리며 입체는 그리지 않음"
    ),
}  # fmt: skip
