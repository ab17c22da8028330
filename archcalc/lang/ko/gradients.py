"""Signal and gradient at each depth, measured at initialisation."""

from __future__ import annotations

GRADIENTS = {
    "Gradients at initialisation": "초기화 직후의 기울기",
    "batch {batch}, seed {seed}, {device}": "배치 {batch}, 시드 {seed}, {device}",
    "Norm": "정규화",
    "Init": "초기화",
    "Heads": "보조 분류기",
    "Signal": "신호",
    "First/last": "첫 층/끝 층",
    "Weights": "가중치",
    "By depth": "깊이별",
    "Gradient": "기울기",
    "First": "첫 층",
    "1/4": "1/4 지점",
    "1/2": "1/2 지점",
    "3/4": "3/4 지점",
    "Last": "끝 층",
    "At depth": "깊이",
    "Output gradient": "출력 기울기",
    "Weight gradient": "가중치 기울기",
    "Norm of the gradient at the layers' outputs, by depth": "층 출력 기울기의 노름(깊이별)",
    "Norm of the weights' gradient, by depth": "가중치 기울기의 노름(깊이별)",
    "Signal: the root mean square of the layers' outputs, by depth": (
        "신호: 층 출력의 제곱평균제곱근(깊이별)"
    ),
    "vanishes": "소실",
    "stays": "유지",
    "explodes": "폭발",
    "not finite": "유한하지 않음",
    "on": "있음",
    "off": "뺌",
    "paper ({rule})": "논문({rule})",
    "norm {norm}, init {init}": "정규화 {norm}, 초기화 {init}",
    "norm {norm}, init {init}, auxiliary heads on": (
        "정규화 {norm}, 초기화 {init}, 보조 분류기 포함"
    ),
    "First/last: the gradient's norm at the first layer's output over the last's. Above "
    "{limit} it explodes on its way back, below 1/{limit} it vanishes, else it stays.": (
        "첫 층/끝 층: 첫 층 출력에서의 기울기 노름을 끝 층의 노름으로 나눈 값. {limit:배}를 넘으면 "
        "뒤로 가면서 폭발, 1/{limit} 아래면 소실, 그 사이면 유지."
    ),
    "Signal: root mean square of the last layer's output over the first's, before norm and "
    "ReLU. Weights: norm of the weights' gradient, geometric mean over the depth.": (
        "신호: 끝 층 출력의 제곱평균제곱근을 첫 층의 값으로 나눈 것(정규화와 ReLU 앞). "
        "가중치: 가중치 기울기의 노름을 모든 깊이에 걸쳐 기하평균한 값."
    ),
    "By depth: that norm from the first layer to the last, in powers of ten from {low} "
    "({first}) to {high} ({last}).": (
        "깊이별: 첫 층부터 끝 층까지 출력 기울기의 노름, 로그 눈금 {low} ({first}) ~ "
        "{high} ({last})."
    ),
    "Norm off: norms are left out; convolutions stay as they are, without biases.": (
        "정규화 뺌: 정규화 층만 뺐다. 합성곱은 그대로이며 편향을 더하지 않았다."
    ),
    "Heads on: each auxiliary head's loss counts {weight} times; same weights.": (
        "보조 분류기 있음: 보조 분류기의 손실을 각각 {weight:배}로 더했다. 가중치는 같다."
    ),
    "Measured with {versions}: cross-entropy on random labels, standard normal input {sizes}, "
    "in training mode.": (
        "{versions}: 무작위 레이블에 대한 교차 엔트로피, 표준 정규 분포 입력 {sizes}, "
        "학습 모드에서 측정."
    ),
    "This is one pass before training. Degradation, the higher training error of deeper plain "
    "networks, is another matter: He et al. 2016 (Figure 1, section 4.1) argue that with batch "
    "norm vanishing gradients are unlikely to cause it.": (
        "학습 전의 한 번 통과를 잰 것이다. 지름길 연결이 없는 신경망이 깊어질수록 학습 오류가 "
        "커지는 현상(degradation)은 다른 문제이다: He 등(2016, 그림 1, 4.1절)은 배치 정규화가 "
        "있으면 기울기 소실이 그 원인일 가능성이 낮다고 본다."
    ),
    "the meta device has no values to measure; use cpu or cuda": (
        "meta 장치에는 잴 값이 없다. cpu나 cuda를 쓴다"
    ),
    "{network} has no layer with weights": "{network}에는 가중치가 있는 층이 없다",
    "--aux: none of these networks has auxiliary heads": (
        "--aux: 이 네트워크들에는 보조 분류기가 없다"
    ),
    "measure": "측정값",
    "setting": "설정",
}
