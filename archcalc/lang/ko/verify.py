"""PyTorch, fvcore and torchvision as witnesses."""

from __future__ import annotations

VERIFY = {
    "verify takes networks, or --all": "verify에는 네트워크 이름이나 --all을 적는다",
    "Operation": "연산",
    "fvcore": "fvcore 값",
    "torch": "torch 값",
    "torchvision": "torchvision 값",
    "Backward": "역전파",
    "in PyTorch": "PyTorch 값",
    "PyTorch": "PyTorch 값",
    "Network": "네트워크",
    "Layers": "층 수",
    "not reached": "도달 못 함",
    "differs": "다름",
    "differs, as is known": "알려진 차이",
    "backward": "역전파",
    "output": "출력",
    "multiplies": "곱셈 횟수",
    "tensors": "텐서",
    "Verified on {device}: all {n} layers agree.": "검증함({device}): 층 {n:개} 모두 일치.",
    "Not verified on {device}: {n} of {all} layers differ or were not reached.": (
        "검증 실패({device}): 층 {all:개} 가운데 {n:개}가 다르거나 도달하지 못함."
    ),
    "Not verified on {device}: the sums differ.": "검증 실패({device}): 합계가 다름.",
    "PyTorch went no further: {reason}": "PyTorch가 여기서 멈춤: {reason}",
    "Each layer was run on {device} with {versions}; batch 1. Multiplies are MACs.": (
        "모든 층을 실제로 실행함: {device}, {versions}, 배치 1. 곱셈 횟수는 MAC이다."
    ),
    "Held on PyTorch's meta device with {versions}: shapes without values, and no fvcore, "
    "which counts only what runs.": (
        "PyTorch의 meta 장치에서 검증함({versions}): 값 없이 크기만 보았고, 실제 실행이 필요한 "
        "fvcore는 쓰지 않음."
    ),
    "Operators that fvcore did not count: {names}.": "fvcore가 세지 않은 연산자: {names}.",
    "Peak of live activations: {computed} computed, {measured} measured, {ratio}×; with "
    "the temporaries of PyTorch's kernels {everything}.": (
        "살아 있는 활성값의 최대 메모리: 계산 {computed}, 측정 {measured}, 비 {ratio:배}; PyTorch "
        "커널의 임시 텐서까지 {everything}."
    ),
    "Training holds after its forward pass: {computed} computed, {measured} measured, "
    "{ratio}×; parameters, their gradients, what autograd keeps.": (
        "학습에서 순전파 뒤의 메모리: 계산 {computed}, 측정 {measured}, 비 {ratio:배}; 파라미터, "
        "그 기울기, autograd가 보관하는 값."
    ),
    "Source": "출처",
    "Peak and training memory: computed over measured.": (
        "최대 메모리와 학습 메모리: 측정값에 대한 계산값의 비."
    ),
    "torchvision's modules have the same numbers: {names}.": (
        "torchvision의 모듈도 같은 값: {names}."
    ),
    "torchvision's modules differ from the papers, as is known: {names}.": (
        "torchvision의 모듈은 논문과 다르며 알려진 차이: {names}."
    ),
    "{where}: {quantity} {printed}, {source}: {reason}.": (
        "{where}의 {quantity} {printed}, {source}: {reason}."
    ),
    "Backward: the gradients of weights and inputs, {n} multiplies; none for the network's "
    "own input.": "역전파: 가중치와 입력의 기울기에 곱셈 {n:번}; 네트워크 입력의 기울기는 없음.",
    "torch counts {n} more for the weight gradients of grouped convolutions, "
    "once for every group; they are left out here.": (
        "torch는 그룹 합성곱의 가중치 기울기를 그룹마다 다시 세어 {n:번} 더 센다; 여기서는 뺐다."
    ),
    "{where}: {what} {ours} here, {theirs} by {witness}.": (
        "{where}: {what} 계산 {ours}, {witness} {theirs}."
    ),
    "{who}'s {name} has the same parameters and multiplies: {values}.": (
        "{who}의 {name}: 파라미터 수와 곱셈 횟수가 같음: {values}."
    ),
    "{who}'s {name} differs, as is known ({why}): {values}.": (
        "{who}의 {name}: 알려진 차이가 있음({why}): {values}."
    ),
    "{who}'s {name} differs, and nothing known explains it: {values}.": (
        "{who}의 {name}: 다르며, 알려진 까닭이 없음: {values}."
    ),
    "{good} of {n} networks agree, {layers} layers": (
        "네트워크 {n:개} 가운데 {good:개} 일치, 층 {layers:개}"
    ),
    "Every network held against PyTorch": "모든 네트워크를 PyTorch와 대조",
    "{network}: computed, in PyTorch, published": "{network}: 계산값, PyTorch 값, 논문값",
    "Computed and PyTorch's numbers are exact; the verdict says how it is counted.": (
        "계산값과 PyTorch 값은 정확한 값이다; 판정에 세는 방법이 적혀 있다."
    ),
    "PyTorch cannot be a witness: {reason}": "PyTorch로는 확인할 수 없음: {reason}",
    "there is not enough memory to run it; try --device meta": (
        "실행할 메모리가 모자란다; --device meta를 써 본다"
    ),
}
