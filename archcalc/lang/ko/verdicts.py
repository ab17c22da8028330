"""Values by name, and what the judge says of a written one."""

from __future__ import annotations

QUANTITIES = {
    "Elementwise operations": "원소별 연산 횟수",
    "Connections": "연결 수",
    "Share of multiplies": "곱셈 횟수의 비율",
    "Share of parameters": "파라미터 수의 비율",
    "Input": "입력",
    "Output": "출력",
    "Output channels": "출력 채널 수",
    "Output height": "출력 높이",
    "Output width": "출력 너비",
    "Output positions": "출력 위치의 수",
    "Inputs behind one output value": "출력값 하나가 보는 입력값의 수",
    "Input values": "입력값 수",
    "Operations": "연산의 수",
    "Memory of parameters": "파라미터 메모리",
    "Memory of activations": "활성값 메모리",
    "Peak memory at inference": "추론 중 최대 메모리",
    "Memory in training": "학습 메모리",
    "Parameters, worked out": "파라미터 수 계산",
    "Elementwise, worked out": "원소별 연산 계산",
    "Receptive field, worked out": "수용 영역 계산",
    "Authors": "저자",
    "count": "개수",
    "bytes": "메모리 크기",
    "percent": "비율",
    "ratio": "배율",
    "shape": "크기",
    "tensor": "텐서",
    "axes": "축별 값",
    "text": "글",
    "formula": "공식",
    "Address": "주소",
    "Value": "값",
}

SLIPS = {
    "The biases are missing": "편향을 빠뜨림",
    "A bias for each output is counted, and there are none": "없는 편향을 출력마다 하나씩 셈",
    "The padding is left out": "패딩을 빠뜨림",
    "The padding is counted on one side only": "패딩을 한쪽만 셈",
    "The size is rounded the other way": "크기를 반대로 올리거나 내림",
    "The + 1 of the size is left out": "크기에 더하는 1을 빠뜨림",
    "The stride is left out": "스트라이드를 빠뜨림",
    "The dilation is left out": "팽창을 빠뜨림",
    "The groups are left out": "그룹을 빠뜨림",
    "Each filter is taken to see one input channel only": "필터가 입력 채널 1개만 본다고 여김",
    "One filter is counted only": "필터를 1개만 셈",
    "The kernel is counted along one axis only": "커널을 한 방향으로만 셈",
    "The output is taken to be as large as the input": "출력 크기를 입력 크기와 같다고 여김",
    "One output position is counted only": "출력 위치를 하나만 셈",
    "The biases are counted as multiplies": "편향을 곱셈으로 셈",
    "Only convolutions and linear layers are counted": "합성곱 층과 완전 연결 층만 셈",
    "Values and their gradients are counted": "값과 기울기를 모두 셈",
    "The size is taken as with 'same' padding": "크기를 'same' 패딩에서의 크기로 여김",
    "The output is counted along one axis only": "출력을 한 방향으로만 셈",
    "Every map is taken to read every input map": "특징 맵마다 입력 맵을 모두 본다고 여김",
    "The biases are missing, and more": "편향을 빠뜨리고 다른 실수도 있음",
    "One bias is counted for the whole layer": "층 전체에 편향을 1개만 셈",
    "The positions are left out before the linear layer": (
        "완전 연결 층 앞에서 위치의 수를 빠뜨림"
    ),
    "Pooling is given weights": "풀링에 가중치가 있다고 여김",
    "The subsampling is taken for a pool without weights": "서브샘플링을 가중치 없는 풀링으로 여김",
    "Fixed weights are counted as parameters": "고정된 가중치를 파라미터로 셈",
    "The steps of the layers before are left out": "앞 층들의 스트라이드를 빠뜨림",
    "The biases' additions are counted, too": "편향의 덧셈까지 셈",
    "It is counted twice over": "두 배로 셈",
    "Layers beside the longest path are counted, or only some kinds": (
        "가장 긴 경로 밖의 층까지 세거나 한 종류만 셈"
    ),
    "The pools are counted as layers, too": "풀링까지 층으로 셈",
    "It is for another type, {name}": "다른 자료형에서의 값: {name}",
    "The digits are right and the prefix is not": "숫자는 맞고 단위 접두어가 틀림",
    "Only the convolutions are counted": "합성곱 층만 셈",
    "Only the fully connected layers are counted": "완전 연결 층만 셈",
    "The auxiliary heads are counted, too": "보조 분류기까지 셈",
    "The input is counted as activations, too": "입력까지 활성값으로 셈",
    "Batch norm's running means and variances are counted, too": (
        "배치 정규화의 이동 평균과 이동 분산까지 셈"
    ),
    "All elementwise work is counted, too": "원소별 연산을 모두 셈",
    "Normalisation's work is counted, too": "정규화의 연산까지 셈",
    "Pooling's work is counted, too": "풀링의 연산까지 셈",
    "The activation functions are counted, too": "활성화 함수의 연산까지 셈",
    "The additions of shortcuts are counted, too": "지름길의 덧셈까지 셈",
    "Multiplies and adds are counted apart (FLOPs)": "곱셈과 덧셈을 따로 셈(FLOPs)",
    "Multiplies, adds and biases are counted apart (FLOPs)": (
        "곱셈과 덧셈과 편향을 따로 셈(FLOPs)"
    ),
    "Only half is counted": "절반만 셈",
    "Parameters do not grow with the batch": "파라미터 수는 배치 크기에 따라 늘지 않음",
    "It is for one image, and the batch is {batch}": "이미지 1장의 값인데 배치 크기는 {batch}",
    "It is another network's, {network}": "다른 네트워크의 값: {network}",
    "It is another quantity, {name}": "다른 종류의 값: {name}",
    "It is another layer's, {path}": "다른 층의 값: {path}",
    "It is for another input, {input}": "다른 입력 크기에서의 값: {input}",
    "It is for another batch, {batch}": "다른 배치 크기에서의 값: {batch}",
    "{path} is counted twice": "두 번 셈: {path}",
    "{path} is left out": "빠뜨림: {path}",
    "K stands for 1024, M for 1024²": "K를 1024로, M을 1024²으로 셈",
}

VERDICTS = {
    "{n} bytes = {text}": "{n}바이트 = {text}",
    "FLOPs count multiplies and adds apart; name multiplies (MACs), half of them": (
        "FLOPs는 곱셈과 덧셈을 따로 센 수이다. 그 절반인 multiplies(MAC)를 쓸 것"
    ),
    "Written": "적은 값",
    "Computed": "계산값",
    "Verdict": "판정",
    "Why": "이유",
    "Right.": "맞음.",
    "Right at the precision it is written.": "적은 자릿수까지 맞음.",
    "Not right: its last digits are cut off, not rounded.": (
        "틀림: 끝자리를 반올림하지 않고 버림."
    ),
    'Right as a round number: write "about {text}", or with a prefix.': (
        '어림수로는 맞음. "약 {text}"처럼 적거나 단위 접두어를 쓸 것.'
    ),
    "Too coarse to say: one digit, and more than a tenth off.": (
        "자릿수가 너무 적어 판정할 수 없음. 한 자리이고 10분의 1보다 더 벗어남."
    ),
    "Not right: the unit is another than the value's.": "틀림: 단위가 값의 종류와 다름.",
    "It only bounds the value, and names none.": "범위만 말하고 값을 말하지 않음.",
    "and {n} more that lead to it": "이 밖에도 같은 값이 나오는 경우 {n:개}",
    "Not right.": "틀림.",
    "Not right, and no slip we know of leads to it.": "틀림. 알려진 실수로는 나오지 않는 값임.",
    "{source} prints it: {standing}.": "{source}에 적힌 값: {standing}.",
    "{source} prints it: {standing} ({reason}).": "{source}에 적힌 값: {standing} ({reason}).",
}
