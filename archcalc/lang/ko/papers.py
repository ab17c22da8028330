"""Papers' own tables, and published figures beside the computed ones."""

from __future__ import annotations

PAPERS = {
    "values and their gradients": "값과 기울기를 모두 셈",
    "Branches side by side stand behind ‖.": "나란한 가지는 ‖ 뒤에 적었다.",
    "Table {n}": "표 {n}",
    "Figure {n}": "그림 {n}",
    "section {n}": "{n}절",
    "Abstract": "초록",
    "{n} published figure of it is an erratum: archcalc published {network}.": (
        "논문이나 강의에 적힌 값 가운데 {n:개}는 정오표에 있다: archcalc published {network}."
    ),
    "{n} published figures of it are errata: archcalc published {network}.": (
        "논문이나 강의에 적힌 값 가운데 {n:개}는 정오표에 있다: archcalc published {network}."
    ),
    "{source} prints {printed}, an erratum: {reason}.": (
        "{source}에 적힌 값 {printed} (정오표): {reason}."
    ),
    "layer name": "층 이름",
    "output size": "출력 크기",
    "type": "종류",
    "patch size/ stride": "커널/ 스트라이드",
    "patch size/stride": "커널/스트라이드",
    "params": "파라미터 수",
    "ops": "곱셈 횟수",
    "pool proj": "풀링 뒤 1×1",
    "double #{kernel}": "#{kernel} 2번",
    "triple #{kernel}": "#{kernel} 3번",
    "#{kernel} reduce": "#{kernel} 축소",
    "double #{kernel} reduce": "#{kernel} 2번 축소",
    "triple #{kernel} reduce": "#{kernel} 3번 축소",
    "#{kernel} re- duce": "#{kernel} 축소",
    "double #{kernel} re- duce": "#{kernel} 2번 축소",
    "triple #{kernel} re- duce": "#{kernel} 3번 축소",
    "convolution": "합성곱",
    "transposed convolution": "전치 합성곱",
    "max pool": "최대 풀링",
    "avg pool": "평균 풀링",
    "average pool": "평균 풀링",
    "subsampling": "서브샘플링",
    "dropout ({share}%)": "드롭아웃({share}%)",
    "{kernel}, {filters}": "{kernel}, {filters}",
    "{kernel} up-conv, {filters}": "{kernel} 전치 합성곱, {filters:개}",
    "{kernel} max pool": "{kernel} 최대 풀링",
    "{kernel} average pool": "{kernel} 평균 풀링",
    "{n}-d fc": "완전 연결 {n:개}",
    "{layer}, stride {step}": "{layer}, 스트라이드 {step}",
    "{layer}, dilation {gaps}": "{layer}, 팽창률 {gaps}",
    "{layer}, {groups} groups": "{layer}, 그룹 {groups:개}",
    "dense block ({number})": "밀집 블록 ({number})",
    "input ({size})": "입력 ({size})",
    "input ({size} RGB image)": "입력 ({size} RGB 이미지)",
    "{n} weight layer": "가중치 층 {n:개}",
    "{n} weight layers": "가중치 층 {n:개}",
    "{n} params": "파라미터 {n:개}",
    "FLOPs: multiplies, one for each multiply-accumulate.": (
        "FLOPs: 곱하고 더하는 것을 한 번으로 센 곱셈 횟수."
    ),
    "Down-sampling, with a stride, in {blocks}.": "스트라이드로 크기를 줄이는 곳: {blocks}.",
    "The shortcuts of blocks are not drawn.": "블록의 지름길은 그리지 않았다.",
    "Emphasised: what the network on its left does not have.": (
        "강조한 것: 왼쪽 네트워크에 없는 층."
    ),
    "A number in brackets is what the paper prints ({source}).": (
        "대괄호 안은 논문값이다({source})."
    ),
    "Parameters as the paper counts them: {ways}.": "파라미터 수는 논문의 방식대로 셌다: {ways}.",
    "Multiplies as the paper counts them: {ways}.": "곱셈 횟수는 논문의 방식대로 셌다: {ways}.",
}

PUBLISHED = {
    "agrees": "일치",
    "rounds differently": "반올림이 다름",
    "counts differently": "세는 방법이 다름",
    "erratum": "오류",
    "quoted": "인용",
    "Published": "논문값",
    "All figures: {counts}.": "모든 수치: {counts}.",
    "Top-5 error, %": "상위 5개 오류율(%)",
    "{source} (recalled, not read)": "{source} (읽지 않고 기억으로 적음)",
    "Computed figures are counted and written as the source does.": (
        "계산값은 출처가 세고 적는 방식을 따랐다."
    ),
    "No figure of it is entered, or none of this standing.": (
        "적어 둔 수치가 없거나, 이런 판정을 받은 수치가 없다."
    ),
    "computed {value}": "계산값 {value}",
    "cut, not rounded: {value}": "반올림하지 않고 버림: {value}",
    "a round number for {value}": "어림수: {value}",
    "a round number, cut from {value}": "버려서 만든 어림수: {value}",
    "MB = 1024² bytes": "MB = 1024²바이트",
    "convolutions only": "합성곱 층만",
    "convolutions and linear layers only": "합성곱 층과 완전 연결 층만",
    "weights only": "가중치만",
    "auxiliary heads counted, too": "보조 분류기 포함",
    "the input counted, too": "입력 포함",
    "multiplies and adds counted apart": "곱셈과 덧셈을 따로 셈",
    "K = 1024": "K = 1024",
    "on {input}": "입력 {input}",
}
