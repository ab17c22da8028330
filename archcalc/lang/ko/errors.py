"""Errors: what cannot be read, found or written."""

from __future__ import annotations

ERRORS = {
    'unknown {what} "{name}"': '{what}: 알 수 없는 이름 "{name}"',
    'unknown {what} "{name}"; {hint}': '{what}: 알 수 없는 이름 "{name}"; {hint}',
    'unknown {what} "{name}"; did you mean "{near}"?': (
        '{what}: 알 수 없는 이름 "{name}"; 비슷한 이름: "{near}"'
    ),
    'unknown {what} "{name}"; did you mean "{first}" or "{second}"?': (
        '{what}: 알 수 없는 이름 "{name}"; 비슷한 이름: "{first}", "{second}"'
    ),
    "cannot write {file}: {reason}": "{file}에 쓸 수 없음: {reason}",
    "cannot write the output: standard output is closed": ("출력할 수 없음: 표준 출력이 닫혀 있음"),
    "network": "네트워크",
    "network or operation": "네트워크나 연산",
    "operation": "연산",
    "layer": "층",
    "layer or block": "층이나 블록",
    "layout": "레이아웃",
    "command": "명령",
    "archcalc --help lists them": "archcalc --help로 볼 수 있다",
    "unexpected extra argument {words} ({command} --help)": (
        "남는 인수: {words} ({command} --help)"
    ),
    "unexpected extra arguments {words} ({command} --help)": (
        "남는 인수: {words} ({command} --help)"
    ),
    'no format is known by "{suffix}"; name one with -f, or end the file in {known}': (
        '형식을 알 수 없는 확장자 "{suffix}"; -f로 형식을 정하거나 확장자를 쓸 것: {known}'
    ),
    "quantity": "값의 종류",
    "relation of two networks": "두 네트워크의 관계",
    "verdict": "판정",
    "column of the table": "표의 열",
    "column": "열",
    "language": "언어",
    "format": "형식",
    "units": "단위 표기",
    "dtype": "자료형",
    "level": "단계",
    "argument": "인자",
    "argument of {network}": "{network}의 인자",
    "layer of {network}": "{network}의 층",
    "row of {network}": "{network}의 행",
    "variant of {path}": "{path}의 변형",
    "known: {names}": "쓸 수 있는 것: {names}",
    "see --collapse": "--collapse 참고",
    "it has {names}": "있는 것: {names}",
    "it takes {names}": "받는 것: {names}",
    "it takes none": "받는 것이 없음",
    "{n} layers end in it: {names}": "이것으로 끝나는 층이 {n:개} 있음: {names}",
    "archcalc list shows them all": "전체 목록: archcalc list",
    "a network's name is empty": "네트워크 이름이 비어 있음",
    "{path} holds {n} networks; name one, as {path}:{first} ({names})": (
        "{path}에 네트워크가 {n:개} 있으니 {path}:{first}처럼 하나를 고를 것 ({names})"
    ),
    '{option} takes names with commas between, found "{found}"': (
        '{option}: 이름을 쉼표로 나누어 적어야 하는데 받은 값은 "{found}"'
    ),
    '--set takes KEY=VALUE, found "{found}"': (
        '--set: KEY=VALUE 꼴이어야 하는데 받은 값은 "{found}"'
    ),
    '--batch takes a whole number, found "{found}"': (
        '--batch: 정수여야 하는데 받은 값은 "{found}"'
    ),
    "it has none": "없음",
    "value of {part}": "{part}의 값",
    "tensor of {part}": "{part}의 텐서",
    "there are {names}, …": "있는 것: {names}, …",
    "archcalc list shows the networks, archcalc schema the operations": (
        "네트워크 목록: archcalc list, 연산 목록: archcalc schema"
    ),
    "archcalc schema lists the operations": "연산 목록: archcalc schema",
    "{name} does not go with {option}": "함께 쓸 수 없음: {name}, {option}",
    "{option} is given {n} times": "{option}: {n:번} 주어짐",
    "{option} needs a value, found {found}": "{option}: 값이 필요한데 받은 것은 {found}",
    "{option} takes no value": "{option}: 값을 받지 않음",
    '{option} takes a value as in a spec, such as 3, 3x5 or "[3, 5]", found "{found}"': (
        '{option}: 3, 3x5, "[3, 5]"처럼 명세에 적는 값이어야 하는데 받은 값은 "{found}"'
    ),
    "{op} needs {options} (archcalc explain {op} --help)": (
        "{op}에 필요한 것: {options} (archcalc explain {op} --help)"
    ),
    "{network} names no paper; its spec may, as paper: …": (
        "{network}: 명세에 논문이 적혀 있지 않음; paper: …로 적을 수 있음"
    ),
    "published takes networks, or --all": "published: 네트워크나 --all 가운데 하나를 적을 것",
    "published: {name} has no {quantity} to compare": (
        "published: {name}에 비교할 값이 없음: {quantity}"
    ),
}

SIZES = {
    "--input takes 1 to {most} sizes, found {n}": (
        "--input: 크기를 1개에서 {most:개}까지 받는데 받은 것은 {n:개}"
    ),
    '--input takes sizes such as 224 or 3x224x224, found "{found}"': (
        '--input: 224나 3x224x224 같은 크기여야 하는데 받은 값은 "{found}"'
    ),
    "--input {size} could be read in two ways, for this network has {channels} channels; "
    "write them first, with commas: {one} or {other}": (
        "--input {size}: 이 네트워크의 입력은 채널이 {channels:개}라서 두 가지로 읽힘; "
        "채널을 앞에 두고 쉼표로 나눌 것: {one} 또는 {other}"
    ),
    "--input {size} could be read in two ways; write the channels first, with commas: "
    "{one} or {other}": (
        "--input {size}: 두 가지로 읽힘; 채널을 앞에 두고 쉼표로 나눌 것: {one} 또는 {other}"
    ),
    "--input {size} lacks the channels: write {size}x3 or, for a 1-d input, its channels and its "
    "length with a comma, as {one}": (
        "--input {size}: 채널이 없음; {size}x3처럼 적거나, 1차원 입력이면 {one}처럼 채널과 길이를 "
        "쉼표로 나눌 것"
    ),
    "With this input it is not the published network.": "이 입력에서는 발표된 네트워크와 다르다.",
    'batch takes a whole number, found "{text}"': ('batch: 정수여야 하는데 받은 값은 "{text}"'),
}

ADDRESSES = {
    "an address is a name such as alexnet.conv1.params": (
        "주소는 alexnet.conv1.params 같은 이름이어야 함"
    ),
    '"{text}" ends in a colon, and no format': '"{text}": 쌍점 뒤에 형식이 없음',
    '"{text}" has nothing between two dots': '"{text}": 두 점 사이가 비어 있음',
    "end it in .ratio or .difference": "끝에 .ratio나 .difference를 붙일 것",
    '@ takes settings such as input=3x256x256,batch=8, found "{found}"': (
        '@: input=3x256x256,batch=8 같은 설정이어야 하는데 받은 값은 "{found}"'
    ),
    "{name} is a network; name one of its values, as {name}.params": (
        "{name}: 네트워크이니 {name}.params처럼 값까지 적을 것"
    ),
    "{name} is a layer or block; name one of its values, as {name}.params": (
        "{name}: 층이나 블록이니 {name}.params처럼 값까지 적을 것"
    ),
    "{quantity} is no number: it has no {relation}": (
        "{quantity}: 수가 아니라서 구할 수 없음: {relation}"
    ),
    "{quantity} is no number: it cannot be checked": "{quantity}: 수가 아니라서 확인할 수 없음",
    "{address}: the second network has none": "{address}: 두 번째 네트워크에는 없음",
    'addresses are listed of one network, found "{text}"': (
        '주소 목록은 네트워크 1개에 대한 것인데 받은 값은 "{text}"'
    ),
    "an address has its own format: {address}:si3": ("주소의 형식은 주소에 적음: {address}:si3"),
    'a format has at most {most} digits, found "{name}"': (
        '형식의 자릿수는 {most:자리}까지인데 받은 값은 "{name}"'
    ),
    'format "{name}" does not fit a {kind}; it takes {fitting}': (
        '형식 "{name}": {kind}에 맞지 않음; 쓸 수 있는 것: {fitting}'
    ),
    'cannot read "{text}" as a number; write it as 34848, 34,848, 358M, 3.8G or 1억 2천만': (
        '수로 읽을 수 없음: "{text}"; 34848, 34,848, 358M, 3.8G, 1억 2천만처럼 적을 것'
    ),
    'cannot read "{text}" as a shape; write it as 55x55x96': (
        '크기로 읽을 수 없음: "{text}"; 55x55x96처럼 적을 것'
    ),
}

SHAPES = {
    "{formula} must be whole: {top}/{bottom}": "{formula}의 값이 정수여야 함: {top}/{bottom}",
    "input sizes must be between 1 and 1,000,000,000, found {sizes}": (
        "입력 크기는 1에서 10억 사이여야 하는데 받은 값은 {sizes}"
    ),
    "batch must be between 1 and 1,000,000,000, found {batch}": (
        "배치 크기는 1에서 10억 사이여야 하는데 받은 값은 {batch}"
    ),
    "{name} needs 1 value for a 1-d input, found {found}": (
        "{name}: 1차원 입력에는 값이 1개 필요한데 받은 것은 {found:개}"
    ),
    "{name} needs 1 or {rank} values for a {rank}-d input, found {found}": (
        "{name}: {rank}차원 입력에는 값이 1개나 {rank:개} 필요한데 받은 것은 {found:개}"
    ),
    "input {size} is too small for {layer}: {formula}, needs at least 1": (
        "입력 {size}, {layer}: 입력이 너무 작음, {formula}인데 1 이상이어야 함"
    ),
    "{op} takes one input, found {found}": "{op}: 입력을 1개 받는데 받은 것은 {found:개}",
    "{op} takes {low} inputs, found {found}": "{op}: 입력을 {low:개} 받는데 받은 것은 {found:개}",
    "{op} takes {low} or {high} inputs, found {found}": (
        "{op}: 입력을 {low:개}나 {high:개} 받는데 받은 것은 {found:개}"
    ),
    "{op} takes {low} or more inputs, found {found}": (
        "{op}: 입력을 {low:개} 이상 받는데 받은 것은 {found:개}"
    ),
    "{op} needs an input with spatial axes, found a flat {size}": (
        "{op}: 높이와 너비가 있는 입력이 필요한데 받은 것은 펼쳐진 {size}"
    ),
    "{op} needs a flat input: put a flatten before it (found {size})": (
        "{op}: 펼쳐진 입력이 필요하니 앞에 flatten을 둘 것 (받은 것은 {size})"
    ),
    "{op} does not take {size}": "{op}: 이런 입력을 받지 않음: {size}",
    "concat needs inputs that agree but for their channels, found {one} and {other}": (
        "concat: 채널 말고는 크기가 같아야 하는데 받은 것은 {one}, {other}"
    ),
    "add needs inputs of one shape, found {one} and {other}": (
        "add: 입력의 크기가 모두 같아야 하는데 받은 것은 {one}, {other}"
    ),
}
