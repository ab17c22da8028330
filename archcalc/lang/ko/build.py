"""Networks as PyTorch modules."""

from __future__ import annotations

BUILD = {
    "this needs {package}, which is not installed: {command}": (
        "패키지 “{package}” 필요, 설치 명령: {command}"
    ),
    "there is no CUDA device here (torch {v})": "CUDA 장치가 없다(torch {v})",
    "there is no device {name} here; CUDA devices are counted from 0 to {last}": (
        "장치 “{name}” 없음, CUDA 장치의 번호는 0~{last}"
    ),
    "there is no device {name} here": "장치 “{name}” 없음",
    "settings go with a network's name; load(name, settings) makes one": (
        "설정값은 네트워크의 이름과 함께 준다. load(name, settings)로 만들 수 있다"
    ),
    "device": "장치",
    "initialisation": "초기화",
}
