"""Tables: columns, totals, and what stands below."""

from __future__ import annotations

TABLE = {
    "Layer": "층",
    "Kernel/stride": "커널/스트라이드",
    "Input {axes}": "입력 크기 {axes}",
    "Output {axes}": "출력 크기 {axes}",
    "Params": "파라미터 수",
    "Params %": "파라미터 비율(%)",
    "Multiplies (MACs)": "곱셈 횟수(MAC)",
    "%": "비율(%)",
    "Elementwise": "원소별 연산",
    "Activations": "활성값 수",
    "Receptive field": "수용 영역",
    "Effective stride": "유효 스트라이드",
    "Nonlinearities": "비선형 함수",
    "Weighted layers": "가중치 층",
    "Weighted layers and pools": "가중치 층과 풀링",
    "Paths": "경로 수",
    "Size, worked out": "출력 크기 계산",
    "Params, worked out": "파라미터 수 계산",
    "Multiplies, worked out": "곱셈 횟수 계산",
    "Total": "합계",
    "Rows shown": "표시된 행의 합",
    "whole input": "입력 전체",
    "{n} layer": "층 {n:개}",
    "{n} layers": "층 {n:개}",
    "{n} weighted layer": "가중치 층 {n:개}",
    "{n} weighted layers": "가중치 층 {n:개}",
    "stage": "단계",
    "block": "블록",
    "branch": "가지",
    "aux": "보조 분류기",
    "Network": "네트워크",
    "Year": "연도",
    "Title": "이름",
    "What it is": "설명",
}

NOTES = {
    "input {size}, batch {batch}": "입력 {size}, 배치 크기 {batch}",
    "{n} weighted layer deep.": "가중치 층 {n:개}.",
    "{n} weighted layers deep.": "가중치 층 {n:개}.",
    "{n} weighted layer deep ({pools} with pooling).": "가중치 층 {n:개}(풀링 포함 {pools:개}).",
    "{n} weighted layers deep ({pools} with pooling).": "가중치 층 {n:개}(풀링 포함 {pools:개}).",
    "Biases: parameters, 0 multiplies.": "편향은 파라미터로 세고 곱셈은 0번으로 센다.",
    "Everything else: 0 multiplies, {n} elementwise operation.": (
        "그 밖의 층은 곱셈 0번, 원소별 연산 {n:번}."
    ),
    "Everything else: 0 multiplies, {n} elementwise operations.": (
        "그 밖의 층은 곱셈 0번, 원소별 연산 {n:번}."
    ),
    "; ": ", ",
    "Receptive field {field}, effective stride {stride}": (
        "수용 영역 {field}, 유효 스트라이드 {stride}"
    ),
    "{n} paths": "경로 {n:개}",
    "{n} nonlinearity": "비선형 함수 {n:개}",
    "{n} nonlinearities": "비선형 함수 {n:개}",
    "{n} activation": "활성값 {n:개}",
    "{n} activations": "활성값 {n:개}",
    "Memory ({dtype}): parameters {params}, peak {peak}, training {training}.": (
        "메모리({dtype}): 파라미터 {params}, 추론 중 최대 {peak}, 학습 {training}."
    ),
    "Auxiliary heads: +{n} params (--aux).": (
        "보조 분류기까지 세면 파라미터 {n:개}가 더해진다(--aux)."
    ),
    "{who}'s {network} differs: {how}.": "{who}의 {network}에서 다른 점: {how}.",
    "{changes}: not the published network": "{changes}: 발표된 네트워크와 다름",
}
