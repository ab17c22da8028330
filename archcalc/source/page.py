"""The whole file: imports, helpers, blocks, the network's class, and what prints its size."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from archcalc.analysis import Analysis
from archcalc.lang import prose
from archcalc.network import Group, Network
from archcalc.source.classes import Made, alike, settle, structure
from archcalc.source.helpers import HELPERS
from archcalc.source.layout import docstring
from archcalc.source.units import Reader, Unit, blocks
from archcalc.source.write import class_text, function_text
from archcalc.spec import read_spec, specs_folder
from archcalc.spec.blocks import Blocks

_MAIN = """
if __name__ == "__main__":
    model = {name}().eval()
    print(f"{{sum(p.numel() for p in model.parameters()):,}} parameters")
    print(tuple(model(torch.zeros({shape})).shape))
"""


def source(network: Network, *, aux: bool = False) -> str:
    """A self-contained PyTorch file of the network, with the auxiliary heads if `aux`.

    It imports torch alone, and has the parameters and the multiplies of the analysis.
    """
    network = network.at(network.input, aux=aux)
    analysis = network.analyze(aux=aux)
    name = class_name(network)
    reader = Reader(network, analysis.rows, aux, {})
    definitions = list(_blocks(reader, name))
    whole = settle(name, [reader.whole()])
    made = class_text(whole, _about(analysis), shapes=True)
    texts = ["\n".join(lines) + "\n" for lines in [*definitions, made]]
    used = [HELPERS[key] for key in HELPERS if any(f"{key}(" in text for text in texts)]
    body = "\n\n".join([*used, *texts])
    shape = ", ".join(map(str, (1, *network.input)))
    main = _MAIN.format(name=name, shape=shape)
    return f"{_header(analysis)}\n{_imports(body)}\n\n{body}\n{main}"


def class_name(network: Network) -> str:
    """``ResNet50V15`` of ResNet-50 v1.5; where a title cannot be a class, the name's words."""
    short = re.split(r"[(,:]", network.title)[0]
    for text in (short, network.name):
        words = re.findall(r"[A-Za-z0-9]+", text)
        made = "".join(word[0].upper() + word[1:] for word in words)
        if text.isascii() and made.isidentifier() and made not in HELPERS:
            return made
    return "Network"


def _blocks(reader: Reader, taken: str) -> Iterator[list[str]]:
    """Every block's class or function; the reader learns how each block is made."""
    names = {taken, *HELPERS, "F", "nn", "torch", "math"}
    settled = reader.settled
    assert isinstance(settled, dict)
    for _, groups in sorted(blocks(reader.network.groups).items()):
        by_label: dict[str, list[Group]] = {}
        for group in filter(reader.stands_alone, groups):
            by_label.setdefault(group.label, []).append(group)
        for label, same in by_label.items():
            for units in _kinds(alike([reader.unit(group) for group in same])):
                chain = units[0].chain
                if chain and len(units) == 1:
                    continue
                made = settle(_free(_block_name(label, chain), names), units)
                settled.update({unit.path: made.call(i) for i, unit in enumerate(units)})
                yield _written(made, summary(reader.network, label))


def summary(network: Network, label: str) -> str:
    """What the spec says of a block."""
    file = Path(network.source)
    own = specs_folder() / file.name if file.parts[:1] == ("specs",) else file
    known = Blocks((read_spec(own).source.get("blocks") or {}) if own.is_file() else {}, True)
    said = known[label].source.get("summary") if label in known else None
    text = prose(said) if said else f"A block of {network.title}: {label}"
    return text if text.endswith(".") else f"{text}."


def _written(made: Made, about: str) -> list[str]:
    return function_text(made, about) if made.unit.chain else class_text(made, [about])


def _kinds(units: list[Unit]) -> list[list[Unit]]:
    found: dict[object, list[Unit]] = {}
    for unit in units:
        found.setdefault(structure(unit), []).append(unit)
    return list(found.values())


def _block_name(label: str, chain: bool) -> str:
    words = re.findall(r"[A-Za-z0-9]+", label) or ["block"]
    if words[0][0].isdigit():
        words.insert(0, "block")
    if chain:
        return "_".join(words).lower()
    return "".join(word[0].upper() + word[1:] for word in words)


def _free(name: str, names: set[str]) -> str:
    text, number = name, 2
    while text in names:
        text, number = f"{name}{number}", number + 1
    names.add(text)
    return text


def _about(analysis: Analysis) -> list[str]:
    size = "×".join(map(str, analysis.network.input))
    return [f"{analysis.network.title}, for inputs of {size}."]


def _header(analysis: Analysis) -> str:
    network, totals = analysis.network, analysis.totals
    paper = network.paper
    first = f"{network.title}."
    told = []
    if paper:
        where = f", {paper.venue or paper.journal}" if paper.venue or paper.journal else ""
        arxiv = f", arXiv:{paper.arxiv}" if paper.arxiv else ""
        told.append(f"{paper.authors} {paper.year}, {paper.title}{where}{arxiv}.")
    size = "×".join(map(str, network.input))
    told.append(
        f"{totals.params:,} parameters; {totals.multiplies:,} multiplies for an input of {size}."
    )
    return "\n".join(docstring(0, [first, *told])) + "\n"


def _imports(body: str) -> str:
    first = "import math\n\n" if "math." in body else ""
    more = "import torch.nn.functional as F\n" if re.search(r"\bF\.", body) else ""
    return f"{first}import torch\n{more}from torch import nn\n"
