# ruff: noqa: E501  the tables of cases read best a line each
"""Bad specs on the real command line: one line with file:line:column, exit code 2, nothing else.

In each spec the sign « stands before what is wrong and is taken out before the file is written, so
the place an error must name is marked in the text itself. Without it the error names the file.
"""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import NamedTuple

import pytest
from commandline import MIB, Ran, archcalc, every

HEAD = "name: bad\ninput: [3, 8, 8]\n"


class Case(NamedTuple):
    """A spec, the text its error must hold, the path of the layer it must name."""

    text: str
    message: str
    path: str = ""


def layers(*items: str, head: str = HEAD) -> str:
    return head + "layers:\n" + "".join(f"  - {item}\n" for item in items)


def conv(attributes: str, *more: str) -> str:
    return layers(f"conv: {{name: a, {attributes}}}", *more)


# fmt: off
FIELDS = {
    "unknown field": Case("name: bad\n«layer: [relu]\n", 'has no attribute "layer"; did you mean "layers"?'),
    "far field": Case("name: bad\n«zzz: 1\n", 'a spec has no attribute "zzz"; it has title, summary,'),
    "no name": Case("«input: [3, 8, 8]\nlayers: [relu]\n", "a spec needs name"),
    "no input": Case("«name: bad\nlayers: [relu]\n", "a spec needs input: [C, H, W]"),
    "no layers": Case("«name: bad\ninput: [3, 8, 8]\n", "a spec needs layers"),
    "null layers": Case("«" + HEAD + "layers:\n", "a spec needs layers"),
    "empty layers": Case(HEAD + "layers: «[]\n", "layers is empty: a network needs at least one layer"),
    "layers text": Case(HEAD + "layers: «relu\n", 'layers should be a list, found the text "relu"'),
    "layers mapping": Case(HEAD + "layers: «{relu: }\n", "layers should be a list, found a mapping"),
    "name number": Case("name: «5\ninput: [3, 8, 8]\nlayers: [relu]\n", "name should be text, found 5"),
    "name list": Case("name: «[a]\ninput: [3]\nlayers: [relu]\n", "name should be text, found a list"),
    "name sign": Case("name: «a/b\ninput: [3]\nlayers: [relu]\n", 'found the text "a/b"'),
    "name space": Case("name: «a b\ninput: [3]\nlayers: [relu]\n", 'found the text "a b"'),
    "input number": Case("name: bad\ninput: «3\nlayers: [relu]\n", "input should be a list, found 3"),
    "input empty": Case("name: bad\ninput: «[]\nlayers: [relu]\n", "input should"),
    "input five": Case("name: bad\ninput: «[1, 1, 1, 1, 1]\nlayers: [relu]\n", "input should"),
    "input zero": Case("name: bad\ninput: [3, «0, 8]\nlayers: [relu]\n", "found 0"),
    "input negative": Case("name: bad\ninput: [3, 8, «-8]\nlayers: [relu]\n", "found -8"),
    "input half": Case("name: bad\ninput: [3, 8, «2.5]\nlayers: [relu]\n", "found 2.5"),
    "input true": Case("name: bad\ninput: [«true, 8, 8]\nlayers: [relu]\n", "found true"),
    "input huge": Case(f"name: bad\ninput: [3, «{10**30}, 8]\nlayers: [relu]\n", "at most 1000000000"),
    "input quoted": Case("name: bad\ninput: [«'3', 8, 8]\nlayers: [relu]\n", 'found the text "3"'),
    "input word": Case("name: bad\ninput: [«c, 8, 8]\nlayers: [relu]\n", 'found the text "c"'),
    "input argument": Case("name: bad\nargs: {size: 8}\ninput: [3, 8, «$sise]\nlayers: [relu]\n", 'unknown argument $sise; did you mean "$size"?'),
    "input list argument": Case("name: bad\nargs: {size: [8]}\ninput: [3, 8, «$size]\nlayers: [relu]\n", "found a list"),
    "published field": Case(layers("relu") + "published:\n  - {source: here, «parms: 3}\n", 'did you mean "params"?'),
    "published source": Case(layers("relu") + "published:\n  - «{params: 3}\n", "needs source"),
    "published where": Case(layers("relu: {name: act}") + "published: [{source: x, where: «atc}]\n", 'published: unknown layer of bad "atc"; did you mean "act"?'),
    "counting field": Case(layers("relu") + "published: [{source: x, counting: {«unit_k: 1024}}]\n", 'did you mean "unit_K"?'),
    "counting value": Case(layers("relu") + "published: [{source: x, counting: {unit_K: «512}}]\n", "1000 or 1024, found 512"),
    "note where": Case(layers("relu: {name: act}") + "notes: [fine, {text: x, where: «atc}]\n", 'notes: unknown layer of bad "atc"; did you mean "act"?'),
    "note list": Case(layers("relu") + "notes: [«[x]]\n", "found a list"),
    "paper field": Case("paper: {authors: A, year: 2014, title: T, «arxive: x}\n" + layers("relu"), 'did you mean "arxiv"?'),
    "paper missing": Case("paper: «{authors: A, year: 2014}\n" + layers("relu"), "paper needs title"),
    "paper year": Case("paper: {authors: A, title: T, year: «'2014'}\n" + layers("relu"), 'paper.year should be a whole number, found the text "2014"'),
    "variant field": Case(layers("relu") + "variants:\n  v: {«titel: x}\n", 'did you mean "title"?'),
    "variant null": Case(layers("relu") + "variants:\n  v:«\n", "found nothing"),
    "variant list": Case(layers("relu") + "variants: «[v]\n", "variants should be a mapping, found a list"),
    "variant input": Case(layers("relu") + "variants: {v: {input: [3, 8, «0]}}\n", "found 0"),
    "args list": Case("args: «[a]\n" + layers("relu"), "args should be a mapping, found a list"),
    "duplicate key": Case("name: bad\n«name: bad\n", 'the key "name" stands here a second time'),
    "duplicate attribute": Case(conv("kernel_size: 3, «kernel_size: 5"), 'the key "kernel_size" stands here a second time'),
}

VALUES = {
    "text for a number": Case(conv("out_channels: «many, kernel_size: 1"), 'out_channels should be a whole number, found the text "many"', "a"),
    "quoted number": Case(conv("out_channels: «'64', kernel_size: 1"), 'out_channels should be a whole number, found the text "64"', "a"),
    "true for a number": Case(conv("out_channels: «true, kernel_size: 1"), "out_channels should be a whole number, found true", "a"),
    "list for a number": Case(conv("out_channels: «[4], kernel_size: 1"), "out_channels should be a whole number, found a list", "a"),
    "mapping for a number": Case(conv("out_channels: «{a: 4}, kernel_size: 1"), "found a mapping", "a"),
    "nothing for a number": Case(conv("kernel_size: 1, out_channels: «~"), "found nothing", "a"),
    "half": Case(conv("out_channels: «2.5, kernel_size: 1"), "out_channels should be a whole number, found 2.5", "a"),
    "zero": Case(conv("out_channels: «0, kernel_size: 1"), "should be at least 1, found 0", "a"),
    "negative": Case(conv("out_channels: 4, kernel_size: 1, stride: «-2"), "stride should be at least 1", "a"),
    "huge": Case(conv(f"out_channels: «{10**30}, kernel_size: 1"), "should be at most 1000000000, found 1000000", "a"),
    "number for a switch": Case(conv("out_channels: 4, kernel_size: 1, bias: «1"), "bias should be true or false, found 1", "a"),
    "yes for a switch": Case(conv("out_channels: 4, kernel_size: 1, bias: «yes"), 'bias should be true or false, found the text "yes"', "a"),
    "kernel of three": Case(layers("«conv: {name: a, out_channels: 4, kernel_size: [1, 1, 1]}"), "kernel_size needs 1 or 2 values for a 2-d input, found 3", "a"),
    "kernel with a text": Case(conv("out_channels: 4, kernel_size: [3, «x]"), 'found the text "x"', "a"),
    "padding word": Case(conv("out_channels: 4, kernel_size: 1, padding: «sane"), 'found the text "sane"', "a"),
    "missing attribute": Case(layers("«conv: {name: a, kernel_size: 1}"), "conv needs out_channels", "a"),
    "unknown attribute": Case(conv("out_channels: 4, «kernel_sise: 3, kernel_size: 3"), 'conv has no attribute "kernel_sise"; did you mean "kernel_size"?', "a"),
    "attribute self": Case(layers("relu: {«self: 1}"), 'relu has no attribute "self"'),
    "attribute of none": Case(layers("relu: {«zzz: 1}"), 'relu has no attribute "zzz"; it has none'),
    "attributes list": Case(layers("«conv: [4]"), "conv takes a mapping of attributes, found a list"),
    "attributes text": Case(layers("«conv: 3x3"), 'conv takes a mapping of attributes, found the text "3x3"'),
    "not indented": Case(layers("«conv:\n    name: a\n    kernel_size: 1"), "found 3 words: conv, name, kernel_size (indent"),
    "layer number": Case(layers("«5"), "a layer is a word such as relu, or conv: {…}, found 5"),
    "layer list": Case(layers("«[relu]"), "found a list"),
    "layer nothing": Case(HEAD + "layers:\n  -«\n", "found nothing"),
    "layer empty": Case(layers("«{}"), "found a mapping"),
    "unknown layer": Case(layers("relu", "«cnov: {name: a}"), 'unknown layer or block "cnov"; did you mean "conv"'),
    "far layer": Case(layers("«zzzzzz"), 'unknown layer or block "zzzzzz"; archcalc schema lists the operations'),
    "unnamed": Case(layers("«conv: {out_channels: 4, kernel_size: 1}"), "a conv needs a name: its parameters are addressed by it"),
    "name list": Case(layers("relu: {name: «[a]}"), "a name is a word, found a list"),
    "name true": Case(layers("relu: {name: «true}"), "a name is a word, found true"),
    "name empty": Case(layers("relu: {name: «''}"), "a name has 1 to 80 characters, found 0"),
    "name long": Case(layers(f"relu: {{name: «{'a' * 81}}}"), "a name has 1 to 80 characters, found 81"),
    **{f"name with {sign}": Case(layers(f"relu: {{name: «'a{sign}b'}}"), "a name holds no . : @ ~ / $ or space, found") for sign in ".:@~/ "},
    "branch name": Case(layers("parallel: {branches: {«a.b: [], c: []}}"), "a name holds no"),
    "block branch name": Case("blocks: {b: {branches: {«a.b: [], c: []}, merge: add}}\n" + layers("b"), "branches should be a name without . : @ ~ / or space, found the text"),
    "stage name": Case(layers("stage: {name: «a b, layers: [relu]}"), "a name holds no"),
    "twice the name": Case(layers("relu: {name: a}", "«relu: {name: a}"), 'a second layer is called "a" here', "a"),
    "twice the stage": Case(layers("stage: {name: a, layers: [relu]}", "«stage: {name: a, layers: [relu]}"), 'a second layer is called "a" here', "a"),
    "called input": Case(layers("«relu: {name: input}"), 'a second layer is called "input" here', "input"),
    "when list": Case(layers("relu: {when: «[1]}", "relu"), "when should be true, false or a number, found a list"),
    "when nothing": Case(layers("relu: {when: «~}", "relu"), "when should be true, false or a number, found nothing"),
    "stage field": Case(layers("stage: {name: s, «layer: [relu]}"), 'stage has no attribute "layer"; did you mean "layers"?'),
    "stage unnamed": Case(layers("«stage: {layers: [relu]}"), "stage needs name"),
    "stage text": Case(layers("stage: {name: s, layers: «relu}"), "layers should be a list"),
    "repeat field": Case(layers("repeat: {«time: 3, layer: relu}"), 'repeat has no attribute "time"; did you mean "times"?'),
    "repeat layer": Case(layers("«repeat: {times: 3}"), "repeat needs layer"),
    "times text": Case(layers("repeat: {times: «many, layer: relu}"), "unknown argument $many"),
    "times half": Case(layers("repeat: {times: «2.5, layer: relu}"), "2.5"),
    "times negative": Case(layers("repeat: {times: «-1, layer: relu}"), "times should be a whole number from 0, found -1"),
    "times true": Case(layers("repeat: {times: «true, layer: relu}"), "found true"),
    "first field": Case(layers("repeat: {times: 2, layer: {maxpool: {kernel_size: 1}}, first: {«strid: 2}}"), 'did you mean "stride"?'),
    "first value": Case(layers("repeat: {times: 2, layer: {maxpool: {kernel_size: 1}}, first: {stride: «x}}"), 'found the text "x"'),
    "first list": Case(layers("repeat: {times: 2, layer: relu, first: «[1]}"), "first should be a mapping, found a list"),
    "merge": Case(layers("parallel: {merge: «concta, branches: {a: [], b: []}}"), 'found the text "concta"'),
    "no branches": Case(layers("parallel: {branches: «{}}"), "branches should"),
    "one branch": Case(layers("«parallel: {branches: {a: []}}"), "concat takes 2 or more inputs, found 1", "concat"),
}

SHAPES = {
    "small": Case(layers("«conv: {name: a, out_channels: 4, kernel_size: 11}"), "input 8×8×3 is too small for 11×11 conv: ", "a"),
    "small inside": Case(layers("stage:\n      name: s\n      layers:\n        - «maxpool: {name: p, kernel_size: 9}"), "input 8×8×3 is too small for 9×9/9 maxpool: ", "s.p"),
    "groups in": Case(layers("«conv: {name: a, out_channels: 4, kernel_size: 1, groups: 2}"), "C_in/G must be whole: 3/2", "a"),
    "groups out": Case(layers("«conv: {name: a, out_channels: 4, kernel_size: 1, groups: 3}"), "C_out/G must be whole: 4/3", "a"),
    "concat": Case(layers("«parallel: {branches: {a: [], b: [maxpool: {kernel_size: 2}]}}"), "concat needs inputs that agree but for their channels, found 8×8×3 and 4×4×3", "concat"),
    "add": Case(layers("«parallel: {merge: add, branches: {a: [], b: [conv: {name: c, out_channels: 4, kernel_size: 1}]}}"), "add needs inputs of one shape, found 8×8×3 and 8×8×4", "add"),
    "linear on a map": Case(layers("«linear: {name: a, out_features: 10}"), "linear needs a flat input: put a flatten before it (found 8×8×3)", "a"),
    "conv on a vector": Case(layers("flatten", "«conv: {name: a, out_channels: 4, kernel_size: 1}"), "conv needs an input with spatial axes, found a flat 192", "a"),
    "no shortcut": Case(layers("stage:\n      name: s\n      layers:\n        - «residual: {body: [maxpool: {kernel_size: 2}]}"), "the body makes 4×4×3 of 8×8×3: the residual needs a shortcut", "s"),
    "wrong shortcut": Case(layers("«residual: {body: [maxpool: {kernel_size: 2}], shortcut: [relu]}"), "add needs inputs of one shape, found 4×4×3 and 8×8×3", "add"),
    "two inputs": Case(layers("«relu: {from: [input, input]}"), "relu takes one input, found 2", "relu1"),
    "one input": Case(layers("«add: {from: input}"), "add takes 2 or more inputs, found 1", "add1"),
}

NAMES = {
    "later": Case(layers("add: {name: m, from: «[input, late]}", "relu: {name: late}"), '"late" comes later; from takes earlier layers only'),
    "unknown": Case(layers("relu: {name: early}", "relu: {from: «erly}"), 'unknown layer "erly"; did you mean "early"?'),
    "itself": Case(layers("relu: {name: me, from: «me}"), '"me" comes later'),
    "other branch": Case(layers("parallel: {branches: {a: [relu: {name: x}], b: [relu: {from: «x}]}}"), '"x"', "b"),
    "from empty": Case(layers("relu: {from: «[]}"), "from is empty"),
    "from number": Case(layers("relu: {from: «5}"), "from takes the name of an earlier layer, found 5"),
    "from mapping": Case(layers("relu: {from: «{}}"), "from takes the name of an earlier layer, found a mapping"),
    "from nothing": Case(layers("relu: {from: «~}"), "from takes the name of an earlier layer, found nothing"),
    "block argument": Case("blocks:\n  b: {args: [width], layers: [relu]}\n" + layers("b: {width: 3, «widht: 4}"), 'block b takes no "widht"; did you mean "width"?'),
    "block argument missing": Case("blocks:\n  b: {args: [width], layers: [relu]}\n" + layers("«b"), "b needs width"),
    "block field": Case("blocks:\n  b: {«arg: [width], layers: [relu]}\n" + layers("b"), 'did you mean "args"?'),
    "block hollow": Case("blocks:\n  b: «{args: [width]}\n" + layers("b: {width: 1}"), "block b needs layers, or branches and merge"),
    "block both": Case("blocks:\n  b: «{layers: [], branches: {a: []}}\n" + layers("b"), "block b needs layers, or branches and merge"),
    "block null": Case("blocks:\n  b:«\n" + layers("b"), "found nothing"),
    "block merge": Case("blocks:\n  b: {branches: {a: [], c: []}, merge: «plus}\n" + layers("b"), 'found the text "plus"'),
    "block as op": Case("blocks:\n  conv: «{layers: [relu]}\n" + layers("relu"), 'block "conv" has the name of an operation'),
    "block as word": Case("blocks:\n  stage: «{layers: [relu]}\n" + layers("relu"), 'block "stage" has the name of an operation'),
    "args of an op": Case("blocks:\n  b: {args: «cnov, layers: [relu]}\n" + layers("b"), 'unknown operation "cnov"; did you mean "conv"'),
    "shared value": Case(layers("conv_relu: {name: a, kernel_size: 1, out_channels: «many}"), 'out_channels should be a whole number, found the text "many"', "a"),
    "shared key": Case(layers("conv_bn_relu: {name: a, kernel_size: 1, out_channels: 4, «dilatoin: 2}"), 'conv has no attribute "dilatoin"; did you mean "dilation"?', "a"),
    "shared missing": Case(layers("«conv_relu: {name: a, kernel_size: 1}"), "conv needs out_channels", "a"),
    "shared shape": Case(layers("«conv_relu: {name: a, kernel_size: 9, out_channels: 4}"), "input 8×8×3 is too small for 9×9 conv", "a"),
    "shared argument": Case(layers("«basic: {name: b, width: 4, shortcut: projecton}"), 'unknown layer or block "projecton"; did you mean "projection"', "b"),
    "shared word": Case(layers("«basic: {name: b, width: wide}"), 'out_channels should be a whole number, found the text "wide"', "b.conv1"),
    "shared twice": Case(layers("conv_relu: {name: a, kernel_size: 1, out_channels: 4}", "«conv_relu: {name: a, kernel_size: 1, out_channels: 4}"), 'a second layer is called "a" here', "a"),
    "with nothing": Case(layers("conv: {name: a, with: «$args}"), "unknown argument $args"),
    "with a number": Case("args: {n: 1}\n" + layers("conv: {name: a, with: «$n}"), "with takes a block's $args, found 1"),
    "word argument": Case("args: {kind: cnov}\n" + layers("«$kind: {name: a}"), 'unknown layer or block "cnov"; did you mean "conv"'),
    "word number": Case("args: {kind: 5}\n" + layers("«$kind"), 'unknown layer or block "5"'),
}


def wrong(expression: str, message: str, args: str = "width: 8, p: 0.5, word: abc, list: [1]") -> Case:
    head = f"args: {{{args}}}\n" + HEAD
    item = f"conv:\n      name: a\n      kernel_size: 1\n      out_channels: «{expression}"
    return Case(layers(item, head=head), message, "a")


EXPRESSIONS = {
    "unknown": wrong("$widht*2", 'unknown argument $widht; did you mean "$width"?'),
    "unknown alone": wrong("$widht", 'unknown argument $widht; did you mean "$width"?'),
    "far": wrong("$qqqq", "unknown argument $qqqq; known here: $width, $p, $word, $list"),
    "long name": wrong("$" + "a" * 5000, "unknown argument $aaaa"),
    "attribute": wrong("$width.__class__", "only arithmetic is allowed here: $width.__class__"),
    "call": wrong("$width.bit_length()", "only arithmetic"),
    "function": wrong("max($width, 8)", "only arithmetic is allowed here: max($width, 8) (max stands between its values: $a max 8)"),
    "import": wrong("__import__('os').system('true') + $width", "only arithmetic"),
    "subscript": wrong("$width[0]", "only arithmetic"),
    "subscript of a list": wrong("'$list[0]'", "only arithmetic"),
    "lambda": wrong("'(lambda: $width)()'", "only arithmetic"),
    "walrus": wrong("($width := 3)", "only arithmetic"),
    "text": wrong("\"$width*'a'\"", "only arithmetic"),
    "f-string": wrong("\"f'{$width}'\"", "only arithmetic"),
    "tuple": wrong("'$width, 3'", "only arithmetic"),
    "comprehension": wrong("'[x for x in $list]'", "only arithmetic"),
    "comment": wrong("$width#2", "only arithmetic"),
    "bitwise": wrong("$width | 3", "only arithmetic"),
    "invert": wrong("'~$width'", "only arithmetic"),
    "shift": wrong("$width << 60", "only arithmetic"),
    "power": wrong("9**9**9 + $width", "only arithmetic"),
    "power alone": wrong("'$width**99999999'", "only arithmetic"),
    "product": wrong("*".join(["$width"] * 25), "comes to more than 10^15"),
    "nines": wrong("9" * 190 + "*$width", "comes to more than 10^15"),
    "zero": wrong("$width/0", "divides by zero: $width/0"),
    "zero rest": wrong("'$width % 0'", "divides by zero"),
    "part": wrong("$width/3", "8/3 is not whole (// rounds down)"),
    "decimal": wrong("$width*0.5", "arithmetic here is on whole numbers: $width*0.5"),
    "float argument": wrong("$p*2", "$p is no whole number: 0.5"),
    "text argument": wrong("$word*2", "$word is no whole number: abc"),
    "list argument": wrong("$list*2", "$list is no whole number: [1]"),
    "text alone": wrong("$word", 'out_channels should be a whole number, found the text "abc" ($word)'),
    "truth": wrong("$width > 3", "out_channels should be a whole number, found true ($width > 3)"),
    "long": wrong("$width" + "+1" * 200, "an expression may have 200 characters, found 406"),
    "brackets": wrong("(" * 120 + "$width" + ")" * 120, "an expression may have 200 characters"),
    "unclosed": wrong("'($width'", "only arithmetic"),
    "two words": wrong("$width $width", "only arithmetic"),
    "operator alone": wrong("'$width *'", "only arithmetic"),
    "negative": wrong("$width - 9", "should be at least 1, found -1 ($width - 9)"),
    "in a name": Case(layers("relu: {name: «a$qqq}"), "unknown argument $qqq"),
    "list in a name": Case("args: {list: [1]}\n" + layers("relu: {name: «a$list}"), "$list is neither text nor a number"),
    "when": Case(layers("relu: {when: «$qqq}"), "unknown argument $qqq"),
    "times": Case("args: {n: 3}\n" + layers("repeat: {times: «$n/2, layer: relu}"), "3/2 is not whole"),
}

YAML = {
    "tab": Case("name: bad\ninput:\n«\t- 3\n", "not YAML: "),
    "bracket": Case(HEAD + "layers: [relu\nargs«: {}\n", "not YAML: while parsing a flow sequence from 3:9, did not find expected ',' or ']'"),
    "brace": Case("name: bad\ninput: {a: 1\n«", "not YAML: while parsing a flow mapping from 2:8"),
    "quote": Case("name: 'bad\ninput: [3]\n«", "not YAML: while scanning a quoted scalar from 1:7, found unexpected end of stream"),
    "indentation": Case("name: bad\n input«: [3]\n", "not YAML: "),
    "colon": Case("name: bad«: worse\n", "not YAML: "),
    "reserved sign": Case("name: «@bad\n", "not YAML: "),
    "empty": Case("", "is empty: a spec needs at least name, input and layers"),
    "comments": Case("# nothing\n", "is empty"),
    "list": Case("«- relu\n", "a spec is a mapping (name: …), found a list"),
    "word": Case("«googlenet\n", 'a spec is a mapping (name: …), found the text "googlenet"'),
    "null": Case("«~\n", "a spec is a mapping (name: …), found nothing"),
    "documents": Case("name: a\n«---\nname: b\n", "a file holds one spec; a second document starts here"),
    "tag": Case("name: «!!python/object:os.system x\n", "tags are not allowed: tag:yaml.org,2002:python/object:os.system"),
    "tag on a mapping": Case("name: a\nargs: «!!python/object/apply:os.system {a: 1}\n", "tags are not allowed"),
    "tag on a list": Case("name: a\ninput: «!!set [1]\n", "tags are not allowed"),
    "local tag": Case("name: «!mine a\n", "tags are not allowed: !mine"),
    "integer tag": Case("name: «!!int '5'\n", "tags are not allowed"),
    "list as a key": Case("name: bad\n? «[a]\n: 1\n", "a key is a plain word"),
    "mapping as a key": Case("name: bad\n«{a: 1}: 1\n", "a key is a plain word"),
    "alias as a key": Case("name: &a bad\n«*a : 1\n", "a key is a plain word"),
    "unknown alias": Case("name: «*a\n", "no anchor &a stands before this alias"),
    "own alias": Case("name: bad\nargs: &a {b: «*a}\n", "no anchor &a stands before this alias"),
    "own alias in a list": Case("name: bad\nlayers: &a [relu, «*a]\n", "no anchor &a stands before this alias"),
    "merge key": Case("name: bad\n«<<: {input: [3]}\n", 'a spec has no attribute "<<"'),
    "control character": Case("name: bad\ntitle: a«\x01b\n", "not YAML: the character U+0001 may not stand here"),
    "byte order mark inside": Case("name: bad\ntitle: \"«\ufffe\"\n", "not YAML: the character U+FFFE may not stand here"),
    "wide signs before": Case("title: é漢🙂\npaper: {authors: é漢🙂, year: «x, title: t}\n" + layers("relu"), 'found the text "x"'),
    "deep": Case("name: " + "[" * 40 + "«" + "[" * 20, "nested deeper than 40 levels"),
}
# fmt: on

SPECS = {
    f"{table}, {name}": case
    for table, cases in {
        "field": FIELDS, "value": VALUES, "shape": SHAPES,
        "name": NAMES, "expression": EXPRESSIONS, "yaml": YAML,
    }.items()
    for name, case in cases.items()
}  # fmt: skip


class Told(NamedTuple):
    """What a call gave, and where its error had to be."""

    ran: Ran
    place: str


def refused(ran: Ran, seconds: float = 1.0) -> str:
    """The one line that a refused call says; the second is the processor's."""
    assert ran.code == 2, ran
    assert ran.out == ""
    assert re.fullmatch(r"archcalc: [^\n]+\n", ran.err), ran.err
    assert ran.seconds < seconds
    assert ran.peak < 200 * MIB
    return ran.err.removeprefix("archcalc: ").removesuffix("\n")


def place_of(text: str, file: str) -> str:
    before, found, _ = text.partition("«")
    lines = before.split("\n")
    return f"{file}:{len(lines)}:{len(lines[-1]) + 1}" if found else file


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Told]:
    folder = tmp_path_factory.mktemp("specs")
    files = {name: f"s{i}.yaml" for i, name in enumerate(SPECS)}
    for name, case in SPECS.items():
        text = case.text.replace("«", "")
        (folder / files[name]).write_text(text, encoding="utf-8")
    runs = every([["table", file] for file in files.values()], folder)
    return {
        name: Told(ran, place_of(case.text, files[name]))
        for (name, case), ran in zip(SPECS.items(), runs, strict=True)
    }


@pytest.mark.parametrize("name", SPECS)
def test_a_bad_spec(name: str, told: dict[str, Told]) -> None:
    case, (ran, place) = SPECS[name], told[name]
    where = f"{place} {case.path}: " if case.path else f"{place}: "
    line = refused(ran)
    assert line.startswith(where)
    assert case.message in line.removeprefix(where)


def test_the_sign_that_marks_a_place() -> None:
    assert place_of("a: 1\nb:  «c\n", "x.yaml") == "x.yaml:2:5"


# --- the rest of the command line ----------------------------------------------------------------

CALLS = {
    "unknown network": ("table goglenet", 'unknown network "goglenet"; did you mean "googlenet"'),
    "far network": ("table zzzzzz", 'unknown network "zzzzzz"; archcalc list shows them all'),
    "second network": ("table alexnet goglenet", 'unknown network "goglenet"'),
    "unknown layer": ("explain alexnet cnv1", 'unknown layer of alexnet "cnv1"; did you mean "conv1"'),
    "far layer": ("explain alexnet zzzzzz", 'unknown layer of alexnet "zzzzzz"; it has conv1, relu1, norm1'),
    "unknown column": ("table alexnet --columns layer,parms", 'unknown column "parms"; did you mean "params" or "paths"?'),
    "unknown row": ("table googlenet --rows 3z", 'unknown row of googlenet "3z"'),
    "unknown format": ("table alexnet -f jsn", 'unknown format "jsn"; did you mean "json"?'),
    "unknown format of a list": ("list -f jsn", 'unknown format "jsn"; did you mean "json"?'),
    "unknown level": ("table alexnet --collapse stages", 'unknown level "stages"; did you mean "stage"?'),
    "unknown dtype": ("table alexnet --dtype float31", 'unknown dtype "float31"; did you mean "float32"'),
    "unknown units": ("table alexnet --units SI", 'unknown units "SI"; did you mean "si"?'),
    "unknown command": ("tabel alexnet", 'unknown command "tabel"; did you mean "table"?'),
    "unknown option": ("table alexnet --bach 2", "No such option: --bach"),
    "option without value": ("table alexnet --batch", "requires an argument"),
    "no network": ("table", "Missing argument 'NET"),
    "one layer too many": ("explain alexnet conv1 conv2", "unexpected extra argument"),
    "batch zero": ("table alexnet --batch 0", "batch must be between 1 and 1,000,000,000, found 0"),
    "batch negative": ("table alexnet --batch -1", "found -1"),
    "batch huge": (f"table alexnet --batch {10**30}", f"found \"{10**30}\""),
    "batch word": ("table alexnet --batch many", "--batch takes a whole number, found \"many\""),
    "input word": ("table alexnet --input big", '--input takes sizes such as 224 or 3x224x224, found "big"'),
    "input open": ("table alexnet --input 224x", 'found "224x"'),
    "input negative": ("table alexnet --input=-5", 'found "-5"'),
    "input half": ("table alexnet --input 22.4", 'found "22.4"'),
    "input digits": ("table alexnet --input ٣x٢x٢", "--input takes sizes"),
    "input zero": ("table alexnet --input 0", "input sizes must be between 1 and 1,000,000,000"),
    "input huge": ("table alexnet --input 99999999999", "input sizes must be between 1 and"),
    "input longer": (f"table alexnet --input {'9' * 5000}", "--input takes sizes"),
    "input of five": ("table alexnet --input 1x2x3x4x5", "--input needs 1, 2 or 3 sizes here, found 5"),
    "input too small": ("table alexnet --input 8", "specs/alexnet.yaml:13:5 conv1: input 8×8×3 is too small for 11×11/4 conv: "),
    "input of other channels": ("table alexnet --input 3x9x9", "conv1: input 9×9×3 is too small"),
    "set without equals": ("table resnet50 --set n2", '--set takes KEY=VALUE, found "n2"'),
    "set without key": ("table resnet50 --set =2", '--set takes KEY=VALUE, found "=2"'),
    "set unknown": ("table googlenet --set modul=conv", 'unknown argument of googlenet "modul"; did you mean "module"?'),
    "set where none is": ("table conv1x1-pixel --set a=1", 'unknown argument of conv1x1-pixel "a"'),
    "set a wrong word": ("table googlenet --set module=incepton", 'unknown layer or block "incepton"; did you mean "inception"'),
    "set a billion": ("table resnet50 --set n2=1000000000", "repeats 1,000,000,000 times; a network has at most"),
    "set a half": ("table resnet50 --set n2=2.5", "times should be a whole number from 0, found 2.5"),
    "set a number": ("table resnet50 --set options=1", "with takes a block's $args, found 1"),
    "missing file": ("table nosuch.yaml", "nosuch.yaml: cannot be read: No such file or directory"),
    "missing path": ("table ./nosuch", "nosuch: cannot be read: No such file or directory"),
    "long path": ("table " + "a" * 5000 + ".yaml", "cannot be read: File name too long"),
    "long name": ("table " + "a" * 5000, 'unknown network "aaaaa'),
    "folder": ("table folder.yaml", "folder.yaml: is a folder, not a spec file"),
    "folder without ending": ("table ./plain", "plain: is a folder, not a spec file"),
    "plain folder": ("table plain", "plain: is a folder, not a spec file"),
    "endless device": ("table /dev/zero", "/dev/zero: is not a regular file"),
    "pipe": ("table pipe.yaml", "pipe.yaml: is not a regular file"),
    "empty": ("table empty.yaml", "empty.yaml: is empty: a spec needs at least name, input and layers"),
    "binary": ("table binary.yaml", "binary.yaml: is a binary file, not a spec"),
    "utf-16": ("table utf16.yaml", "utf16.yaml: is UTF-16; a spec is UTF-8 text"),
    "latin-1": ("table latin1.yaml", "latin1.yaml:2:11: is not UTF-8 text"),
    "windows lines": ("table crlf.yaml", 'crlf.yaml:3:16: unknown layer or block "rleu"; did you mean "relu"'),
    "old mac lines": ("table cr.yaml", 'cr.yaml:3:16: unknown layer or block "rleu"'),
    "mark before": ("table bom.yaml", 'bom.yaml:3:10: unknown layer or block "rleu"'),
    "which variant": ("table family.yaml", "family.yaml holds 2 networks; name one, as family.yaml:one (one, two)"),
    "unknown variant": ("table family.yaml:tow", 'unknown variant of family.yaml "tow"; did you mean "two"?'),
    "far variant": ("table family.yaml:zzz", 'unknown variant of family.yaml "zzz"; it has one, two'),
    "50 MB": ("table big.yaml", "big.yaml: is larger than a spec may be (1,000,000 bytes)"),
    "output to a folder": ("table alexnet -o plain", "cannot write plain: is a folder"),
    "output to nowhere": ("table alexnet -o nosuch/x.md", "cannot write nosuch/x.md: No such file or directory"),
    "output below a file": ("table alexnet -o empty.yaml/x", "cannot write empty.yaml/x: Not a directory"),
    "output in a circle": ("table alexnet -o circle", "cannot write circle: Too many levels of symbolic links"),
    "output of a long name": ("table alexnet -o " + "a" * 300, "File name too long"),
    "full device": ("table alexnet -o /dev/full", "cannot write /dev/full: No space left on device"),
    "schema to a folder": ("schema -o plain", "cannot write plain: is a folder"),
}  # fmt: skip


def fill(folder: Path) -> None:
    """The files that the calls name."""
    (folder / "folder.yaml").mkdir()
    (folder / "plain").mkdir()
    os.mkfifo(folder / "pipe.yaml")
    (folder / "circle").symlink_to("circle")
    wrong = (HEAD + "layers: [relu, rleu]\n").encode()
    contents = {
        "empty": b"", "binary": b"\x7fELF\x02\x01\x00\x00" * 99, "utf16": wrong.decode().encode("utf-16"),
        "latin1": b"name: a\ntitle: caf\xe9\n", "crlf": wrong.replace(b"\n", b"\r\n"),
        "cr": wrong.replace(b"\n", b"\r"), "bom": b"\xef\xbb\xbf" + (HEAD + "layers: [rleu]\n").encode(),
        "family": (HEAD + "layers: [relu]\nvariants: {one: {}, two: {}}\n").encode(),
    }  # fmt: skip
    for name, content in contents.items():
        (folder / f"{name}.yaml").write_bytes(content)
    with (folder / "big.yaml").open("wb") as file:
        file.truncate(50_000_000)


@pytest.fixture(scope="module")
def called(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Ran]:
    folder = tmp_path_factory.mktemp("calls")
    fill(folder)
    before = set(folder.iterdir())
    runs = every([call.split(" ") for call, _ in CALLS.values()], folder)
    assert set(folder.iterdir()) == before, "nothing half-written is left behind"
    return dict(zip(CALLS, runs, strict=True))


@pytest.mark.parametrize("name", CALLS)
def test_a_bad_call(name: str, called: dict[str, Ran]) -> None:
    assert CALLS[name][1] in refused(called[name])


def test_names_that_would_break_the_line(tmp_path: Path) -> None:
    broken, red = every([["table", "a\nb.yaml"], ["table", "\x1b[31mred"]], tmp_path)
    assert refused(broken) == "a b.yaml: cannot be read: No such file or directory"
    assert refused(red).startswith('unknown network "?[31mred"')


def test_a_name_that_is_no_text(tmp_path: Path) -> None:
    assert refused(archcalc("table", b"\xff.yaml", cwd=tmp_path), 2).endswith(
        "No such file or directory"
    )


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is unreadable for root")
def test_an_unreadable_file(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").touch(mode=0)
    assert refused(archcalc("table", "a.yaml", cwd=tmp_path), 2) == (
        "a.yaml: cannot be read: Permission denied"
    )


# --- specs that cost more than they say ----------------------------------------------------------


def nested_blocks(leaf: str) -> str:
    """b0 uses b1 ten times, b1 uses b2 ten times …, 10^20 times the leaf."""
    tens = (f"  b{i}: {{layers: [{', '.join([f'b{i + 1}'] * 10)}]}}\n" for i in range(20))
    return f"{HEAD}blocks:\n{''.join(tens)}  b20: {{layers: [{leaf}]}}\nlayers: [b0]\n"


def laughs() -> str:
    tens = (f"  a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 10)}]\n" for i in range(1, 10))
    return f"{HEAD}args:\n  a0: &a0 [x]\n{''.join(tens)}layers: [relu]\n"


def thousands(inner: str) -> str:
    return f"{{repeat: {{times: 1000, layer: {inner}}}}}"


HOSTILE = {
    "a billion repeats": (layers("repeat: {times: 1000000000, layer: relu}"), "repeats 1,000,000,000 times"),
    "nested repeats": (layers(thousands(thousands(thousands("relu")))[1:-1]), "repeats 1,000,000 times"),
    "a block in itself": (layers("a", head=HEAD + "blocks: {a: {layers: [a]}}\n"), "blocks nest deeper than 24: a"),
    "blocks in each other": (layers("a", head=HEAD + "blocks: {a: {layers: [b]}, b: {layers: [a]}}\n"), "blocks nest deeper than 24: a → b"),
    "exponential blocks": (nested_blocks("relu"), "unrolls to more than 300,000 steps"),
    "exponential empty blocks": (nested_blocks(""), "unrolls to more than 300,000 steps"),
    "exponential skipped layers": (nested_blocks("relu: {when: 0}"), "unrolls to more than 300,000 steps"),
    "doubled channels": (layers("repeat: {times: 100000, layer: {parallel: {branches: {a: [], b: []}}}}"), "its output has more than 10^18 values along an axis"),
    "doubled sizes": (layers("repeat: {times: 100000, layer: {upsample: {scale_factor: 2}}}"), "its output has more than 10^18 values along an axis"),
    "deep stages": (layers("a0", head=HEAD + "blocks:\n" + "".join(f"  a{i}: {{layers: [{'stage: {name: s, layers: [' * 9}a{i + 1}{']}' * 9}]}}\n" for i in range(20))), "layers nest deeper than 64 levels"),
    "wide concat": (layers("concat: {from: [" + "input, " * 20000 + "]}"), "a layer reads 1 to 256 others, found 20,000"),
    "billion laughs": (laughs(), "holds more than 100,000 values"),
    "many values": ("a: [" + "1," * 200000, "holds more than 100,000 values"),
    "brackets": ("[" * 100000, "nested deeper than 40 levels"),
    "braces": ("{a: " * 100000, "nested deeper than 40 levels"),
    "dashes": ("- " * 100000, "nested deeper than 40 levels"),
    "indentation": ("".join(" " * i + "a:\n" for i in range(1200)), "nested deeper than 40 levels"),
    "question marks": ("? " * 100000, "a key is a plain word"),
    "long scalar": ("name: " + "a" * 990000, "name should be text of at most 80 characters"),
    "long key": ("a" * 990000 + ": 1", "not YAML"),
    "unknown after many": (layers("repeat: {times: 50000, layer: relu}", "relu: {from: rel50000}"), 'unknown layer "rel50000"'),
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_spec(name: str, tmp_path: Path) -> None:
    text, message = HOSTILE[name]
    (tmp_path / "a.yaml").write_text(text, encoding="utf-8")
    line = refused(archcalc("table", "a.yaml", cwd=tmp_path), seconds=3)
    assert message in line
    assert line.startswith("a.yaml:")
    assert len(line) < 400
