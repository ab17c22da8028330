"""How published errors were measured."""

from __future__ import annotations

PROTOCOLS = {
    "validation set": "검증 집합",
    "test set": "시험 집합",
    "an ensemble": "여러 모델의 앙상블",
    "one model": "모델 1개",
    "an ensemble of {n} models": "모델 {n:개}의 앙상블",
    "dense evaluation": "이미지 전체를 조밀하게 평가",
    "crops not stated": "크롭 수는 밝히지 않음",
    "{n} crop": "크롭 {n:개}",
    "{n} crops": "크롭 {n:개}",
    "not stated": "밝히지 않음",
    "it is not stated how it was measured": "측정 방법은 밝히지 않음",
    "Top-5 error, {measured}: {sources}.": "상위 5개 오류율({measured}): {sources}.",
    "Errors measured in different ways are not comparable.": (
        "측정 방법이 다른 오류율은 서로 비교할 수 없다."
    ),
    "ImageNet; a disc's area is the number of parameters, its colour how errors are measured": (
        "ImageNet, 원의 넓이는 파라미터 수, 색은 오류율의 측정 방법"
    ),
    "Top-5 measured": "상위 5개 오류율 측정 방법",
}
