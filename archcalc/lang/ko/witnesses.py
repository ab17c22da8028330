"""Korean: what a verification says beyond its verdicts."""

from __future__ import annotations

WITNESSES = {
    "The totals are with the auxiliary heads; without them {params} parameters and {multiplies} "
    "multiplies.": (
        "합계에는 보조 분류기가 들어 있다; 빼면 파라미터 {params}개, 곱셈 {multiplies}번."
    ),
    "{quantity}, against {network}": "{network} 대비 {quantity}",
    "partial conv": "부분 연결 합성곱",
    "maxpool": "최대 풀링",
    "avgpool": "평균 풀링",
}
