"""Measurements on a real device, and the roofline."""

from __future__ import annotations

BENCH = {
    "bench takes networks, or --all": "bench에는 네트워크 이름이나 --all을 적는다",
    "bench runs on cpu or cuda; on {device} there is nothing to measure": (
        "bench는 cpu나 cuda에서만 돈다; 잴 것이 없는 장치: {device}"
    ),
    '{option} takes a whole number from {least} to {most}, found "{found}"': (
        '{option}: {least} 이상 {most} 이하의 정수여야 하는데 받은 값은 "{found}"'
    ),
    "{network} at batch {batch} takes at least {need} on {device}, where {free} are free; "
    "try a smaller --batch": (
        "메모리 부족({device}): {network}, 배치 {batch}에는 적어도 {need} 필요, "
        "남은 메모리 {free}; --batch를 줄일 것"
    ),
    "there is not enough memory on {device} for {network} at batch {batch}; "
    "try a smaller --batch": ("메모리 부족({device}): {network}, 배치 {batch}; --batch를 줄일 것"),
    "PyTorch cannot run {network} in {dtype} on {device}: {reason}": (
        "PyTorch로 실행할 수 없음({network}, {dtype}, {device}): {reason}"
    ),
    "Measured on {machine}": "측정한 기계: {machine}",
    "{device}, {dtype}, batch {batch}": "{device}, {dtype}, 배치 {batch}",
    "what {device} does at best in {dtype} cannot be measured: {reason}": (
        "최고 성능을 잴 수 없음({device}, {dtype}): {reason}"
    ),
    "First quartile": "1사분위",
    "Third quartile": "3사분위",
    "Latency, µs": "지연 시간 µs",
    "Time, µs": "시간 µs",
    "M multiplies/s": "초당 곱셈(M)",
    "% of roof": "루프라인 대비 %",
    "Per byte": "바이트당 곱셈",
    "Bound by": "제약",
    "compute": "연산",
    "memory": "메모리",
    "not run": "실행 안 함",
    "Not run: {reason}.": "실행하지 않음: {reason}.",
    "Memory": "메모리",
    "measured": "측정값",
    "with kernels": "커널 포함",
    "Training": "학습",
    "Peak": "최대",
    "Peak measured here: {multiplies} multiplies/s in matrix products and convolutions, "
    "{bytes}/s in a copy; from {ridge} multiplies per byte on, multiplying is the bound.": (
        "여기서 잰 최고 성능: 행렬 곱과 합성곱에서 초당 곱셈 {multiplies:번}, 복사에서 초당 "
        "{bytes}; 바이트당 곱셈이 {ridge:번} 이상이면 연산이 제약이다."
    ),
    "Params, peak and training are computed. Measured: the peak of live activations, and "
    "what training holds before its backward pass.": (
        "파라미터, 최대, 학습은 계산한 값이다. 측정값: 살아 있는 활성값의 최대 메모리, 그리고 "
        "학습에서 역전파 전까지 쥐고 있는 메모리."
    ),
    "Over 100 % of the roof: the machine was busier while its peaks were measured, values "
    "stayed in a cache, or an algorithm gets by with fewer multiplies.": (
        "루프라인의 100 %를 넘는 곳: 최고 성능을 잴 때 기계가 더 바빴거나, 값이 캐시에 남았거나, "
        "알고리즘이 곱셈을 덜 한다."
    ),
    "With kernels: and the temporaries that PyTorch's operators show.": (
        "커널 포함: PyTorch 연산의 임시 메모리까지 더한 값."
    ),
    "With kernels: all that CUDA's allocator gave beyond the parameters, the input and "
    "cuDNN's workspace too.": (
        "커널 포함: 파라미터를 빼고 CUDA 할당자가 내준 전부로, 입력과 cuDNN 작업 공간도 든다."
    ),
    "The slowest layer of {network}": "가장 느린 층: {network}",
    "The {n} slowest layers of {network}": "가장 느린 층 {n:개}: {network}",
    "Layers bound by memory take {share} % of the layers' time.": (
        "메모리가 제약인 층이 층 시간의 {share} %를 쓴다."
    ),
    "Medians and quartiles of {runs} runs after {warm}; evaluation mode, random weights and "
    "input. Per byte: multiplies for each byte of inputs, outputs and parameters of every "
    "layer, each moved once.": (
        "예비 실행 {warm:번} 뒤 {runs:번} 실행한 중앙값과 사분위수; 평가 모드, 무작위 가중치와 "
        "입력. 바이트당 곱셈: 모든 층의 입력, 출력, 파라미터를 한 번씩 옮길 때 한 바이트마다 하는 "
        "곱셈 횟수."
    ),
    "The machine was busy before it began: load {load} on {cores} cores. Times are longer "
    "for it.": (
        "시작하기 전에 기계가 바빴음: 부하 {load}, 코어 {cores:개}. 그만큼 시간이 길게 나온다."
    ),
    "driver {version}": "드라이버 {version}",
    "{software}, {threads} threads, {date}.": "{software}, 스레드 {threads:개}, {date}.",
}
