"""Layers: what each is, and how its numbers come about."""

from __future__ import annotations

OPERATIONS = {
    "{n} filter {size}": "{size} 필터 {n:개}",
    "{n} filters {size}": "{size} 필터 {n:개}",
    "stride {value}": "스트라이드 {value}",
    "padding {value}": "패딩 {value}",
    "dilation {value}": "팽창률 {value}",
    "groups {value}": "그룹 {value:개}",
    "no bias": "편향 없음",
    "{window} max pooling": "{window} 최대 풀링",
    "{window} average pooling": "{window} 평균 풀링",
    "rounding up": "올림",
    "LRN over {n} channel": "채널 {n:개}에 걸친 LRN",
    "LRN over {n} channels": "채널 {n:개}에 걸친 LRN",
    "{n} filter {size}, {pairs} of {all} pairs of maps connected": (
        "{size} 필터 {n:개}, 맵의 쌍 {all:개} 가운데 {pairs:개} 연결"
    ),
    "{n} filters {size}, {pairs} of {all} pairs of maps connected": (
        "{size} 필터 {n:개}, 맵의 쌍 {all:개} 가운데 {pairs:개} 연결"
    ),
    "{n} radial basis function, fixed": "고정된 방사 기저 함수 {n:개}",
    "{n} radial basis functions, fixed": "고정된 방사 기저 함수 {n:개}",
    "{window} trainable subsampling": "{window} 학습되는 서브샘플링",
    "connections needs a list of input maps for each output map": (
        "connections: 출력 맵마다 입력 맵의 목록이 필요함"
    ),
    "connections: output map {map} reads input map {input} twice": (
        "connections: 출력 맵 {map:번}에 입력 맵 {input:번}이 두 번 있음"
    ),
    "connections: output map {map} reads input map {input}, and the input's maps are 0 to {last}": (
        "connections: 출력 맵 {map:번}에 입력 맵 {input:번}이 있는데, 입력 맵은 0번부터 "
        "{last:번}까지임"
    ),
    "connections: output map {map} reads no input": (
        "connections: 출력 맵 {map:번}에 이어진 입력 맵이 없음"
    ),
    "subsampling takes no dilation": "subsampling: 팽창을 쓸 수 없음",
    "adaptive avgpool": "적응형 평균 풀링",
    "adaptive maxpool": "적응형 최대 풀링",
    "global avgpool": "전역 평균 풀링",
    "global maxpool": "전역 최대 풀링",
    "add": "덧셈",
    "multiply": "곱셈",
    "concat": "채널 이어 붙이기",
    "batchnorm": "배치 정규화",
    "groupnorm": "그룹 정규화",
    "layernorm": "층 정규화",
    "conv transpose": "전치 합성곱",
    "crop": "잘라 내기",
    "dropout": "드롭아웃",
    "flatten": "펼치기",
    "linear": "완전 연결",
    "pad": "패딩",
    "subsample": "서브샘플링",
    "upsample": "업샘플링",
}

EXPLANATION = {
    "Quantity": "항목",
    "Rule": "공식",
    "With the numbers": "수를 넣은 계산",
    "Parameters": "파라미터 수",
    "One output": "출력값 하나",
    "{formula} multiplies": "{formula}번",
    "Multiplies": "곱셈 횟수",
    "Channels": "채널 수",
    "Size": "출력 크기",
    "Height": "출력 높이",
    "Width": "출력 너비",
    "Length": "출력 길이",
    "Depth": "출력 깊이",
    "Features": "출력값 수",
    "height": "높이",
    "width": "너비",
    "length": "길이",
    "depth": "깊이",
    "Eff. stride": "유효 스트라이드",
    "Receptive field, {axis}": "수용 영역({axis})",
    "as the input": "입력과 같음",
    "as its input": "입력과 같음",
    "as its widest input": "가장 넓은 입력과 같음",
    "what its inputs see together": "입력들을 합친 영역",
    "{formula}, not whole.": "{formula}, 정수가 아님.",
    "{formula}, too small.": "{formula}, 너무 작음.",
}
