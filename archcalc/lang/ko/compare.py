"""Comparisons: side by side, differences, many networks at a glance."""

from __future__ import annotations

COMPARE = {
    "Part": "부분",
    "Before → after": "앞 → 뒤",
    "Change": "변화",
    "Out": "채널",
    "Fewer": "감소",
    "More": "증가",
    "Params fewer": "파라미터 감소",
    "Params more": "파라미터 증가",
    "flat": "펼친 벡터",
    "at {size}": "{size}에서",
    "{name} stage": "{name} 단계",
    "{name} block": "{name} 블록",
    "{name} branch": "{name} 가지",
    "whole module": "모듈 전체",
    "whole network": "네트워크 전체",
    "parameters": "파라미터",
    "the same": "그대로",
    "none before": "새로 생김",
    "none left": "모두 사라짐",
    "{n}× fewer": "{n:배} 감소",
    "{n}× more": "{n:배} 증가",
    "row of the comparison": "비교표의 행",
    "part of the comparison": "비교한 부분",
    "worked out": "계산",
    "Where {name}'s {n} multiplies are: {shares}.": "{name}의 곱셈 {n:번}이 있는 곳: {shares}.",
    "the sum of {n} layers": "층 {n:개}의 합",
    "{name}: {source} prints {printed}, an erratum: {reason}.": (
        "{name}: {source}에 적힌 {printed}, 정오표 대상: {reason}."
    ),
    "What changed": "바뀐 것",
    "Difference": "차이",
    "Layers: {same} the same, {changed} changed, {added} added, {removed} removed.": (
        "층: 그대로 {same:개}, 바뀜 {changed:개}, 더해짐 {added:개}, 빠짐 {removed:개}."
    ),
    "{n} of them makes no multiply and no parameter more or less ({kinds}).": (
        "그 가운데 {n:개}는 곱셈 횟수와 파라미터 수를 바꾸지 않는다({kinds})."
    ),
    "{n} of them make no multiply and no parameter more or less ({kinds}).": (
        "그 가운데 {n:개}는 곱셈 횟수와 파라미터 수를 바꾸지 않는다({kinds})."
    ),
    "other layers": "나머지 층",
    "FC: in fully connected layers.": "FC: 완전 연결 층의 몫.",
    "More by --columns: {names}.": "--columns로 더 볼 수 있는 것: {names}.",
    "Shares are of the difference and add up to it exactly.": (
        "비율은 차이에 대한 것으로, 더하면 정확히 차이가 된다."
    ),
    "{n} layer changed": "층 {n:개} 바뀜",
    "{n} layers changed": "층 {n:개} 바뀜",
    "{n} layer added": "층 {n:개} 더해짐",
    "{n} layers added": "층 {n:개} 더해짐",
    "{n} layer removed": "층 {n:개} 빠짐",
    "{n} layers removed": "층 {n:개} 빠짐",
    "added: {what}": "더해짐: {what}",
    "removed: {what}": "빠짐: {what}",
    "input {before} → {after}": "입력 {before} → {after}",
}

GLANCE = {
    "Memory, params": "메모리, 파라미터",
    "Memory, peak": "메모리, 추론 중 최대",
    "Memory, training": "메모리, 학습",
    "Params conv, %": "합성곱의 파라미터(%)",
    "Params FC, %": "완전 연결의 파라미터(%)",
    "MACs conv, %": "합성곱의 곱셈(%)",
    "MACs FC, %": "완전 연결의 곱셈(%)",
    "conv: in convolutions; FC: in fully connected layers.": (
        "합성곱과 완전 연결 층에 있는 비율이다."
    ),
    "batch {batch}": "배치 크기 {batch}",
    "view": "보기",
    "none": "없음",
    "network or option": "네트워크나 옵션",
    "argument of these networks": "이 네트워크들의 인자",
    "archcalc list shows the networks": "archcalc list로 모두 볼 수 있다",
    "compare takes two networks or more, found {found}": (
        "compare에는 네트워크가 둘 이상 필요한데 주어진 것: {found}"
    ),
    "compare takes different networks, found {found} twice": (
        "compare에는 서로 다른 네트워크가 필요한데 두 번 주어진 것: {found}"
    ),
    "--view difference takes two networks, found {n}": (
        "--view difference에는 네트워크가 2개 필요한데 {n:개}가 주어졌다"
    ),
}
