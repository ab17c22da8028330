"""Whatever is done to a spec, it gives a network or an error in a person's words."""

from __future__ import annotations

import random
import re
import time

import pytest

from archcalc.errors import ArchcalcError, SpecError
from archcalc.ops import registry
from archcalc.render import render
from archcalc.spec import network, parse_spec, specs_folder
from archcalc.views.layers import table_page
from archcalc.views.model import Style

SHIPPED = [path.read_text(encoding="utf-8") for path in sorted(specs_folder().glob("*.yaml"))]
SMALL = """\
name: small
input: [4, 16, 16]
args: {w: 8, n: 2, block: conv_relu, r: 4}
blocks:
  gate:
    args: {r: 4}
    branches:
      x: []
      gate: [global_avgpool, conv: {name: c, out_channels: in_channels//$r*$r, kernel_size: 1}]
    merge: multiply
  res:
    args: {width: , stride: 1}
    layers:
      - residual:
          body:
            - conv_bn: {name: c, out_channels: $width, kernel_size: 3, stride: $stride, padding: 1}
          shortcut: [projection: {name: s, out_channels: $width, stride: $stride}]
layers:
  - $block: {name: a, out_channels: $w, kernel_size: [3, 5], padding: [1, 2]}
  - stage:
      name: s1
      layers: [repeat: {times: $n, layer: {res: {width: $w*2}}, first: {stride: 2}}]
  - gate: {name: g, r: $r}
  - conv_transpose: {name: up, out_channels: 4, kernel_size: 2, stride: 2}
  - crop: {name: cut, from: [a, up]}
  - concat: {name: both, from: [up, cut]}
  - upsample: {scale_factor: 2}
  - pad: {padding: [1, [0, 2]]}
  - adaptive_avgpool: {name: p, output_size: 3}
  - aux: {name: h, layers: [flatten, linear: {name: fc, out_features: 3}]}
  - flatten
  - dropout: {p: 0.5}
  - linear: {name: fc, out_features: 10, bias: false}
"""
SCALARS = """0 -1 1 2 3 7 2.5 1e3 1e400 1000001 99999999999999999999 true ~ '' 'x' [] {} [1]
    [[1,2],[3,4]] {a:1} $x $w $i ${ $$ in_channels in_channels*2 $w/3 $args same * & !!str - ? : |
    > # % @ ` input [input,a] a.b s1.block1 self cls é 0x10 <<"""
WORDS = (
    *SCALARS.split(), "", "\t", "\u2028", "\x85",
    *registry(), "name", "from", "when", "with", "inline", "layers", "branches", "merge", "body",
    "shortcut", "times", "layer", "first", "args", "blocks", "variants", "input", "notes", "where",
    "published", "source", "stage", "aux", "parallel", "residual", "repeat", "kernel_size",
    "stride", "padding", "dilation", "groups", "bias", "out_channels", "ceil_mode", "output_size",
)  # fmt: skip
SIGNS = "{}[],:&*!|>%@'\"#?- \t"
PLACED = re.compile(r"(f|specs/blocks/\w+)\.yaml:(\d+:\d+| is empty)")


def mutated(text: str, chance: random.Random) -> str:
    lines = text.split("\n")
    for _ in range(chance.choice((1, 1, 2, 4))):
        i, j = chance.randrange(len(lines)), chance.randrange(len(lines))
        line = lines[i]
        tokens = list(re.finditer(r"[\w$.*-]+", line)) or [re.match("", line)]
        token = chance.choice(tokens)
        assert token
        word = chance.choice(WORDS)
        changes = (
            [], [lines[j]], [line, lines[j]], [" " * chance.randrange(9) + line.lstrip()],
            [line[: token.start()] + word + line[token.end() :]],
            [line[: token.start()] + word + line[token.end() :]],
            [line.replace("{", f"{{{word}: {chance.choice(WORDS)}, ", 1)],
            [line[: token.start()] + chance.choice(SIGNS) + line[token.start() :]],
        )  # fmt: skip
        lines[i : i + 1] = chance.choice(changes)
        lines = lines or [""]
    return "\n".join(lines)


def outcome(text: str, chance: random.Random) -> str:
    """What became of it. Anything but an ArchcalcError is a bug and goes through."""
    try:
        spec = parse_spec(text, "f.yaml")
        built = network(spec, chance.choice(spec.names()))
        analysis = built.analyze()
        if len(analysis.rows) < 150:
            render(table_page([analysis]), "terminal", Style(width=80))
    except ArchcalcError as error:
        check_words(error)
        return type(error).__name__
    return "network"


def check_words(error: ArchcalcError) -> None:
    said = str(error)
    assert "\n" not in said
    assert len(said) < 600
    assert not isinstance(error, SpecError) or PLACED.match(said), said


@pytest.mark.parametrize("seed", range(4))
def test_mutated_specs(seed: int) -> None:
    chance = random.Random(seed)
    outcomes = set()
    end = time.monotonic() + 5
    for _ in range(500):
        text = mutated(SMALL if chance.random() < 0.7 else chance.choice(SHIPPED), chance)
        try:
            outcomes.add(outcome(text, chance))
        except BaseException:
            print(text)
            raise
        if time.monotonic() > end:
            break
    assert {"network", "SpecError"} <= outcomes
