"""Charts."""

from __future__ import annotations

CHARTS = {
    "kind of chart": "도표의 종류",
    "theme": "테마",
    "no font here has Hangul: install one, as Debian's fonts-nanum": (
        "한글 글꼴이 없다. 설치 필요(데비안의 fonts-nanum 등)"
    ),
    "Count": "개수",
    "Share": "비율",
    "Cumulative": "누적",
    "Networks": "네트워크",
    "{network}: where the multiplies are": "{network}: 곱셈이 있는 곳",
    "{network}: where the parameters are": "{network}: 파라미터가 있는 곳",
    "{network}: where the activations are": "{network}: 활성값이 있는 곳",
    "Multiplies (MACs) of whole networks": "네트워크 전체의 곱셈 횟수(MAC)",
    "Parameters of whole networks": "네트워크 전체의 파라미터 수",
    "Activations of whole networks": "네트워크 전체의 활성값 수",
    "total {total} multiplies": "곱셈 모두 {total:번}",
    "total {total} parameters": "파라미터 모두 {total:개}",
    "total {total} activations": "활성값 모두 {total:개}",
    "{conditions}; total: {totals}": "{conditions}, 합계: {totals}",
    "Multiplies (MACs): those of convolutions and linear layers, one for each "
    "multiply-accumulate.": (
        "곱셈 횟수(MAC): 합성곱 층과 완전 연결 층만, 곱하고 더하는 것을 한 번으로 셈."
    ),
    "Parameters: weights and biases.": "파라미터: 가중치와 편향.",
    "Activations: values written by convolution, linear, pooling, concat and add.": (
        "활성값: 합성곱, 완전 연결, 풀링, 이어 붙이기, 더하기가 쓰는 값."
    ),
    "Lower bound: operations without a rule are not counted ({names}).": (
        "하한: 규칙이 없는 연산은 세지 않았다({names})."
    ),
    "{network}: cost over depth": "{network}: 깊이에 따른 비용",
    "Weighted layers passed": "지나온 가중치 층",
    "Share of the total so far": "그때까지의 비율",
    "Share of the multiplies (MACs) so far": "그때까지의 곱셈 횟수(MAC) 비율",
    "Convolutions": "합성곱",
    "Fully connected layers": "완전 연결 층",
    "Everything else": "나머지",
    "Convolutions against fully connected layers": "합성곱과 완전 연결 층",
    "{network}: convolutions against fully connected layers": "{network}: 합성곱과 완전 연결 층",
    "{network}: parameters": "{network}: 파라미터",
    "{network}: multiplies (MACs)": "{network}: 곱셈 횟수(MAC)",
    "{network}: receptive field over depth": "{network}: 깊이에 따른 수용 영역",
    "Receptive field, input rows": "수용 영역(입력의 행)",
    "Up to the last layer before global pooling, flatten or a linear layer.": (
        "전역 풀링, 펼치기 또는 완전 연결 층 앞의 마지막 층까지."
    ),
    "input {size}": "입력 {size}",
    "{network}: multiplies over input sizes": "{network}: 입력 크기에 따른 곱셈 횟수",
    "Input height and width": "입력의 높이와 너비",
    "height and width alike, batch {batch}": "높이와 너비가 같음, 배치 {batch}",
    "{network} does not take {sizes}.": "{network}: 받지 않는 크기 {sizes}.",
    "{network}: at other sizes than {own} {tensors} has another shape.": (
        "{network}: 입력 크기 {own} 아닌 곳에서 형태가 달라지는 것, {tensors}."
    ),
    "Top-5 error against cost": "비용과 상위 5개 오류율",
    "ImageNet; the area of a disc is the number of parameters": (
        "ImageNet, 원의 넓이는 파라미터 수"
    ),
    "Left out, for their specs hold no published top-5 error: {n} network ({names}).": (
        "발표된 상위 5개 오류율이 명세에 없어 뺀 네트워크 {n:개}({names})."
    ),
    "Left out, for their specs hold no published top-5 error: {n} networks ({names}).": (
        "발표된 상위 5개 오류율이 명세에 없어 뺀 네트워크 {n:개}({names})."
    ),
    "Measured speed under the roofline": "루프라인 아래의 측정 속도",
    "{network}: measured speed under the roofline": "{network}: 루프라인 아래의 측정 속도",
    "{machine}, batch {batch}, {dtype}": "{machine}, 배치 {batch}, {dtype}",
    "Multiplies for each byte moved": "옮긴 바이트마다의 곱셈 횟수",
    "Multiplies a second": "초당 곱셈 횟수",
    "Roof": "지붕",
    "Measured": "측정값",
    "The roof: {multiplies} multiplies and {bytes} bytes a second, both measured.": (
        "지붕: 초당 곱셈 {multiplies:번}, 초당 {bytes:바이트}, 둘 다 측정값."
    ),
    "Gradient at initialisation over depth": "깊이에 따른 초기화 직후의 기울기",
    "batch {batch}, {dtype}, {device}, {versions}": "배치 {batch}, {dtype}, {device}, {versions}",
    "Norm of the gradient at the layers' outputs": "층 출력에 대한 기울기의 노름",
    "with norms": "정규화 있음",
    "without norms": "정규화 없음",
    "with auxiliary losses": "보조 손실 포함",
    "Of branches side by side the geometric mean.": "나란한 가지는 기하 평균.",
    "Left out: {n} layer whose gradient is 0 or not finite.": (
        "기울기가 0이거나 유한하지 않아 뺀 층 {n:개}."
    ),
    "Left out: {n} layers whose gradient is 0 or not finite.": (
        "기울기가 0이거나 유한하지 않아 뺀 층 {n:개}."
    ),
    "network of these results": "결과에 있는 네트워크",
    "these are no results of {by}: {place} is missing or not as expected": (
        "{by} 결과가 아님: “{place}” 항목이 없거나 형식이 다르다"
    ),
    "--kind {kind} draws measured results: name their file with --from ({by})": (
        "--kind {kind}: 측정 결과 파일을 --from으로 준다({by})"
    ),
    "--kind {kind} needs a network's name": "--kind {kind}: 네트워크 이름이 필요하다",
    "--kind {kind} takes at most {most} networks, found {n}": (
        "--kind {kind}: 네트워크는 최대 {most:개}, 받은 것 {n:개}"
    ),
    "a chart is drawn of analyses, as load(name).analyze() gives them": (
        "도표는 load(name).analyze()가 주는 분석 결과로 그린다"
    ),
    "there is nothing to draw: {names} have no {quantity}": (
        "그릴 것이 없다, {quantity} 값이 없는 네트워크: {names}"
    ),
    "there is nothing to draw: no parameters and no multiplies": (
        "그릴 것이 없다, 파라미터도 곱셈도 없음"
    ),
    "there is nothing measured to draw in these results": "결과에 그릴 측정값이 없다",
    "there is no gradient above 0 to draw in these results": "결과에 0보다 큰 기울기가 없다",
    "{n} bars do not fit a chart; take fewer with --collapse stage or --collapse block": (
        "막대 {n:개}는 도표 하나에 넘친다. --collapse stage 또는 --collapse block으로 줄인다"
    ),
    "at most {most} networks fit beside each other, found {n}; see --collapse network": (
        "나란히 놓을 수 있는 네트워크는 최대 {most:개}, 받은 것 {n:개}. --collapse network 참고"
    ),
    "{n} passes do not fit a chart of at most {most} lines; name fewer networks": (
        "측정 {n:번}은 선 {most:개}까지인 도표에 넘친다. 네트워크를 줄인다"
    ),
    "at most {most} input sizes fit a chart, found {n}": (
        "도표 하나에 입력 크기는 최대 {most:개}, 받은 것 {n:개}"
    ),
    "{network} takes a flat vector: there are no sizes to try": (
        "{network}: 펼친 벡터를 받으므로 바꿀 크기가 없다"
    ),
    "{network} takes none of these input sizes: {sizes}": "{network}: 받지 않는 입력 크기 {sizes}",
    "{network} has no receptive field: its input is no image": (
        "{network}: 입력이 이미지가 아니어서 수용 영역이 없다"
    ),
    "none of these networks has a published top-5 error in its spec; found {names}": (
        "발표된 상위 5개 오류율이 명세에 있는 네트워크가 없다. 받은 것: {names}"
    ),
    '--size takes a width and a height in pixels, as 1280x720, found "{found}"': (
        '--size에는 너비와 높이를 픽셀로 준다(예: 1280x720). 받은 것 "{found}"'
    ),
    "--size goes from {least} to {most}, found {found}": (
        "--size 범위는 {least}~{most}, 받은 것 {found}"
    ),
    '--sizes takes sizes such as 128,160 or 128:512:32, found "{found}"': (
        '--sizes에는 크기를 준다(예: 128,160 또는 128:512:32). 받은 것 "{found}"'
    ),
    "{file} is no JSON of measured results": "측정 결과의 JSON이 아님: {file}",
    "{format} is no text for a terminal: name a file with -o": (
        "“{format}” 형식은 터미널에 쓸 수 없다. -o로 파일을 지정한다"
    ),
}
