"""Closed forms."""

from __future__ import annotations

CLOSED = {
    "Closed form": "닫힌 식",
    "Closed forms in {symbols}": "닫힌 식, 변수 {symbols}",
    "Weights, without biases": "가중치 수, 편향 제외",
    "Channels out": "나오는 채널 수",
    "In {network}": "{network}의 바닥 함수",
    "The same wherever the networks can be built, floors kept": (
        "바닥 함수를 남긴 같은 식, 네트워크를 만들 수 있는 모든 크기에서 성립"
    ),
    "{networks}: for {where}.": "{networks}: {where} 범위에서 성립한다.",
    "Holds for": "성립하는 범위",
    "no size is in both classes": "두 부류에 함께 드는 크기가 없다",
    "{networks}: {sizes}.": "{networks}: {sizes} (고정).",
    "{n} channel": "채널 {n:개}",
    "{n} channels": "채널 {n:개}",
    "{networks}: without {symbol}.": "{networks}: 변수 {symbol} 없음.",
    "{networks}: {symbol} repeats layers, and the form in it is interpolated: exact from 1 to 9, "
    "and held against the engine beyond.": (
        "{networks}: {symbol} 값만큼 층이 반복되므로 보간한 식이다. 1부터 9까지 정확하고, "
        "그 밖의 값에서도 계산 엔진과 맞추어 보았다."
    ),
    "→: what a ratio tends to as the symbols grow alike, to 3 digits where long.": (
        "→: 변수가 함께 커질 때 비율이 다가가는 값. 길면 유효 숫자 3개까지 적는다."
    ),
    "closed forms need SymPy: pip install 'archcalc[symbols]'": (
        "닫힌 식에는 SymPy가 필요하다: pip install 'archcalc[symbols]'"
    ),
    "closed forms take 1 to {most} symbols, such as H,W,C, found {found}": (
        "닫힌 식의 변수는 1개부터 {most:개}까지이다(예: H,W,C). 주어진 변수는 {found:개}이다"
    ),
    "{a} and {b} are the same": "변수 {a}, {b}: 둘이 같은 것을 가리킨다",
    "symbol of {network}": "변수({network})",
    "{argument} is {value}, no whole number: it cannot be a symbol": (
        "{argument}: 값 {value} (정수가 아님), 변수가 될 수 없다"
    ),
    "{top}/{bottom} is no polynomial": "다항식이 아니다: {top}/{bottom}",
    "a greatest common divisor has no closed form": "최대공약수에는 닫힌 식이 없다",
    "{network} has no closed form: {why}": "{network}: 닫힌 식이 없다. {why}",
    "a layer of it asks for numbers": "수가 있어야 하는 층이 있다",
    "{layer} asks for numbers": "{layer}: 수가 있어야 하는 층이다",
    "it was not read from a spec": "명세에서 읽은 네트워크가 아니다",
    "they have {names}": "있는 것: {names}",
    "{network} has no closed form: its layers change at {place}": (
        "{network}: 닫힌 식이 없다. 층이 달라지는 곳: {place}"
    ),
    "no polynomial of {name} up to degree {most} fits": (
        "{name}: {most:차} 이하의 다항식으로는 맞지 않는다"
    ),
    "its floors agree on no class of {name}": (
        "{name}: 바닥 함수가 다항식이 되는 나머지 부류가 없다"
    ),
    "two sizes agree by chance here; set other arguments": (
        "두 크기가 여기에서 우연히 같다. 다른 인수를 정해야 한다"
    ),
    "a minimum or maximum depends on two symbols": "최솟값이나 최댓값이 두 변수에 달려 있다",
    "{quotient} is not whole here": "여기에서 정수가 아니다: {quotient}",
    "the network cannot be built on this class": "이 부류에서는 네트워크를 만들 수 없다",
    "where it holds depends on two symbols at once": "성립하는 범위가 두 변수에 함께 달려 있다",
    "where it holds is no range of {name}": "{name}: 성립하는 값이 하나의 구간이 아니다",
}
