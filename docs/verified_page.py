"""docs/verified.md out of docs/verified.json, what ``make verified`` found; made without PyTorch.

A network that has changed since then makes the file stale: its fingerprint is another.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

from archcalc.catalog import load, names
from archcalc.errors import InputError
from archcalc.units import exact, fixed, iec, shape
from archcalc.verify.fingerprint import fingerprint

RESULTS = Path(__file__).parent / "verified.json"
Found = Mapping[str, Any]

HEAD = """Every network that ships with archcalc, built in PyTorch, run, and counted by others.
Each layer's output shape, parameter tensors and multiplies were held against the computed ones;
`archcalc verify NET` shows them. `make verified` renews this page, which needs PyTorch; a
network that has changed since makes `make docs-check` fail."""
COUNTED = """Parameters and multiplies without auxiliary heads. *Built* are the parameters of the
PyTorch module, *fvcore* and *FlopCounter* (`torch.utils.flop_counter`) the multiplies that these
count in its forward pass."""
TRAINING = """*Backward* are the multiplies of a backward pass as FlopCounter counts them,
auxiliary heads included: the gradients of weights and inputs, none for the network's own input.
Peak memory is that of live activations at inference; training memory is parameters, their
gradients and what autograd keeps, after a forward pass of one image. *Ratio* is computed over
measured; the temporaries of PyTorch's kernels are not in it."""
ELSEWHERE = "torchvision's own modules, at 224×224, which did not come from archcalc's specs."
PUBLISHED = """What is printed of whole networks, with the judge's word; `archcalc verify NET
--published` has the figures of their layers, [the errata](errata.md) the reasons."""


def page(notice: str) -> str:
    """The page's text. Raises InputError where the results are stale."""
    found = json.loads(RESULTS.read_text(encoding="utf-8"))["networks"]
    _check(found)
    good = sum(one["agrees"] for one in found)
    layers = sum(one["layer_count"] for one in found)
    devices = " and ".join(sorted({one["device"] for one in found}))
    versions = dict(pair for one in found for pair in one["versions"].items())
    others = [one for one in found if one["torchvision"]]
    versions |= {"torchvision": others[0]["torchvision"]["version"]} if others else {}
    by = ", ".join(f"{name} {number}" for name, number in versions.items())
    parts = [notice, "# Every network, verified", HEAD]
    said = f"{good} of {len(found)} networks agree, {exact(layers)} layers"
    parts.append(f"**{said}**; on {devices}, with {by}.")
    parts += ["## Parameters and multiplies", COUNTED, _table(COUNTED_HEAD, map(_counted, found))]
    parts += ["## Training and memory", TRAINING, _table(TRAINING_HEAD, map(_training, found))]
    parts += ["## torchvision", ELSEWHERE, _table(ELSEWHERE_HEAD, map(_elsewhere, others))]
    figures = [row for one in found for row in _published(one)]
    parts += ["## Published", PUBLISHED, _table(PUBLISHED_HEAD, figures)]
    return "\n\n".join(parts) + "\n"


def _check(found: Sequence[Found]) -> None:
    """Each shipped network is there, as it is now."""
    kept = {one["network"]: one["fingerprint"] for one in found}
    now = names()
    changed = [name for name in now if kept.get(name) != fingerprint(load(name).analyze())]
    gone = [name for name in kept if name not in now]
    if changed or gone:
        listed = ", ".join([*changed, *gone][:8])
        raise InputError(f"docs/verified.json is stale ({listed}): run make verified")


COUNTED_HEAD = (
    "Network", "Layers", "Parameters", "Built", "Multiplies", "fvcore", "FlopCounter", "Verdict",
)  # fmt: skip
TRAINING_HEAD = ("Network", "Backward", "Peak", "Ratio", "Training", "Ratio")
ELSEWHERE_HEAD = ("Network", "Parameters", "torchvision", "Multiplies", "torchvision", "Verdict")
SHAPES = ("input", "in_shape", "out_shape")
PUBLISHED_HEAD = ("Network", "Quantity", "Computed", "PyTorch", "Published", "Verdict", "Source")


def _counted(one: Found) -> list[str]:
    sums = one["without_aux"]
    return [
        f"`{one['network']}`", exact(one["layer_count"]), *map(_number, sums.values()),
        "agrees" if one["agrees"] else "**differs**",
    ]  # fmt: skip


def _training(one: Found) -> list[str]:
    peak, training = one["peak_bytes"], one["training_bytes"]
    return [
        f"`{one['network']}`", _number(one["totals"]["seen"]["backward"]), iec(peak["computed"]),
        _ratio(peak), iec(training["computed"]), _ratio(training),
    ]  # fmt: skip


def _elsewhere(one: Found) -> list[str]:
    other = one["torchvision"]
    same = (other["params"], other["multiplies"]) == (other["our_params"], other["our_multiplies"])
    return [
        f"`{one['network']}`", exact(other["our_params"]), exact(other["params"]),
        exact(other["our_multiplies"]), exact(other["multiplies"]),
        "agrees" if same else f"differs, as is known: {other['known']}",
    ]  # fmt: skip


def _published(one: Found) -> Iterator[list[str]]:
    for figure in one["published"]:
        if not figure["where"]:
            yield [
                f"`{one['network']}`", _title(figure), _value(figure, "computed"),
                _value(figure, "pytorch"), str(figure["published"]), figure["standing"],
                figure["source"],
            ]  # fmt: skip


def _title(figure: Found) -> str:
    other = figure.get("against")
    return f"{figure['title']}, against `{other}`" if other else str(figure["title"])


def _value(figure: Found, key: str) -> str:
    value = figure[key]
    if not isinstance(value, list):
        return _number(value)
    return shape(tuple(value)) if figure["quantity"] in SHAPES else "×".join(map(str, value))


def _number(value: Any) -> str:
    if isinstance(value, float):
        return f"{value:g}"
    return "" if value is None else exact(value) if isinstance(value, int) else str(value)


def _ratio(memory: Found) -> str:
    measured = memory["measured"]
    return fixed(Fraction(memory["computed"], measured), 3) if measured else ""


def _table(head: Sequence[str], rows: Any) -> str:
    text = {"Network", "Quantity", "Verdict", "Source", "Published"}
    rule = [":--" if name in text else "--:" for name in head]
    lines = [head, rule, *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
