"""The report: what stands on the page, and what is wrong with how one was asked for."""

from __future__ import annotations

PAGE = {
    "Settings": "설정",
    "Networks": "네트워크",
    "Batch": "배치",
    "Input size": "입력 크기",
    "Comparison": "비교",
    "Reset": "처음으로",
    "The same size for all networks": "모든 네트워크에 같은 크기",
    "Counting": "세는 방법",
    "Theme": "테마",
    "Light": "밝게",
    "Dark": "어둡게",
    "As the system": "시스템 설정대로",
    "Skip to the layers": "층으로 건너뛰기",
    "Made by archcalc {version} from formulas that this page carries.": (
        "archcalc {version}: 이 페이지의 수는 모두 안에 든 공식으로 계산한다."
    ),
    "Checked on load: this page's totals equal archcalc's.": (
        "열 때 검산함: 이 페이지의 합계가 archcalc의 합계와 같다."
    ),
    "This page works out its numbers by a script, and scripts are off.": (
        "이 페이지는 스크립트로 수를 계산하는데, 스크립트가 꺼져 있다."
    ),
    "Layers and blocks": "층과 블록",
    "Input height": "입력 높이",
    "Input width": "입력 너비",
    "Input length": "입력 길이",
    "Input depth": "입력 깊이",
    "Those that agree, too": "일치하는 것도 표시",
    "FLOPs (2 × multiplies)": "FLOPs(곱셈 횟수의 2배)",
    "Share": "비율(%)",
    "Find a layer": "층 찾기",
    "Name or operation: 3a, conv": "이름이나 연산: 3a, conv",
    "{n} layers found": "층 {n:개} 찾음",
    "No layer's name or operation has “{text}” in it.": (
        "이름이나 연산에 “{text}”가 들어간 층이 없다."
    ),
    "Open all": "모두 펼치기",
    "Close all": "모두 접기",
    "Show more: {n} of {all} rows so far": "더 보기: {all:줄} 가운데 {n:줄}까지",
    "Copy as Markdown": "Markdown으로 복사",
    "Copy as LaTeX": "LaTeX으로 복사",
    "Copied.": "복사했다.",
    "This browser does not let the page copy.": "이 브라우저에서는 복사가 허용되지 않는다.",
    "Reads": "읽는 곳",
    "Diagram": "구조도",
    "Charts": "그래프",
    "Chart": "그래프 종류",
    "By block": "블록별",
    "Adding up over depth": "깊이에 따른 누적",
    "Over the input's size": "입력 크기에 따라",
    "Notes": "참고",
    "Published figures": "논문값",
    "On the published input {size}.": "논문의 입력 크기: {size}.",
}

TROUBLES = {
    "This page and archcalc disagree about {network}: {quantity} {here}, archcalc {there}. "
    "Trust archcalc.": (
        "이 페이지와 archcalc의 계산이 다르다: {network}, {quantity} {here}, archcalc {there}. "
        "archcalc를 믿을 것."
    ),
    "This page could not work out {network}: {reason}": (
        "이 페이지에서 계산하지 못함: {network}: {reason}"
    ),
    "input {size} is too small for {layer}": "입력 {size}: {layer}에 너무 작다",
    "{layer}: {one} and {other} do not fit together": "{layer}: {one}, {other}: 서로 맞지 않는다",
    "At this size {layer} needs no shortcut: it is another network, which only archcalc builds.": (
        "이 크기에서는 지름길이 필요 없다: {layer}. 다른 네트워크이므로 archcalc로만 "
        "계산할 수 있다."
    ),
    "Layers of this network follow from its input's size, so that only archcalc works it out for "
    "another one: archcalc report {network} --input SIZE": (
        "층이 입력 크기에 따라 정해지는 네트워크이므로 다른 크기는 archcalc로만 계산할 수 있다: "
        "archcalc report {network} --input SIZE"
    ),
    "A whole number from 1 to {most}.": "1부터 {most}까지의 정수.",
    "The numbers shown are still those of {size}.": "보이는 수는 아직 {size}의 것이다.",
    'a report is an HTML page: end the file in .html, not "{suffix}"': (
        '보고서는 HTML 페이지이다: 파일 이름을 "{suffix}"가 아닌 .html로 끝낼 것'
    ),
    "no browser could be opened; the page is {file}": "브라우저를 열 수 없음; 페이지: {file}",
}

LETTERS = {
    "batch size": "배치 크기",
    "channels: C_in of the input, C_out of the output, C where they are the same": (
        "채널 수: 입력은 C_in, 출력은 C_out, 둘이 같으면 C"
    ),
    "depth of a volume, or time": "입체의 깊이 또는 시간",
    "values of a flat vector: n_in of the input, n_out of the output": (
        "벡터의 값 개수: 입력은 n_in, 출력은 n_out"
    ),
    "size of the window": "커널(창)의 크기",
    "stride": "스트라이드",
    "padding on each side; on one side with its name: P_top": (
        "양쪽 패딩; 한쪽만이면 그쪽 이름을 붙임: P_top"
    ),
    "dilation": "팽창률",
    "extent of a dilated window": "팽창된 창이 덮는 길이",
    "groups of channels": "채널 그룹 수",
    "1 where there is a bias, else 0": "편향이 있으면 1, 없으면 0",
    "1 where a scale and a shift are learned, else 0": "척도와 이동을 학습하면 1, 아니면 0",
    "positions added at the end of a transposed convolution's output": (
        "전치 합성곱의 출력 끝에 더하는 자리 수"
    ),
    "size of the output": "출력 크기",
    "factor of upsampling": "업샘플링 배율",
    "positions that linear interpolation weighs": "선형 보간에서 가중하는 자리 수",
    "pairs of an input map and an output map that are connected": "연결된 입력 맵과 출력 맵의 쌍",
    "neighbouring channels; n in Krizhevsky et al. 2012": (
        "이웃한 채널 수; Krizhevsky et al. 2012에서는 n"
    ),
    "receptive field of the layer before": "앞 층의 수용 영역",
    "effective stride of the layer before": "앞 층의 유효 스트라이드",
}
