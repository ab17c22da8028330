"""Classes and functions of the source, from what was settled about them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from archcalc.network import INPUT
from archcalc.source.calls import DEFAULTS, Call
from archcalc.source.classes import Made, literal
from archcalc.source.layout import WIDTH, called, docstring, rows
from archcalc.source.units import Node

Written = tuple[str, tuple[str, ...]]
"""What is called, and its arguments."""


def function_text(made: Made, about: str) -> list[str]:
    """A chain as a function that gives an ``nn.Sequential``."""
    parts = [_part(made, i, j) for i, j in _places(made)]
    return [
        *called(0, f"def {made.name}(", _parameters(made), "):"),
        *docstring(4, [about]),
        *_row(4, "return ", parts),
    ]


def class_text(made: Made, paragraphs: list[str], *, shapes: bool = False) -> list[str]:
    """A module's class; with `shapes` each step of its forward says what comes out."""
    return [
        f"class {made.name}(nn.Module):",
        *docstring(4, paragraphs),
        "",
        *called(4, "def __init__(", ["self", *_parameters(made)], "):"),
        "        super().__init__()",
        *_attributes(made),
        "",
        *Forward(made, shapes).lines(),
    ]


def _parameters(made: Made) -> list[str]:
    return [
        argument.name + (f"={literal(argument.default)}" if argument.default is not None else "")
        for argument in made.arguments
    ]


def _places(made: Made) -> Iterator[tuple[int, int]]:
    for i, node in enumerate(made.unit.nodes):
        for j in range(len(node.parts)):
            yield i, j


def _part(made: Made, i: int, j: int) -> Written:
    call = made.unit.nodes[i].parts[j].call
    texts = {key: made.texts[i, j, key] for key, _ in call.values}
    args = []
    for index, (key, text) in enumerate(texts.items()):
        if index < call.positional and key not in DEFAULTS:
            args.append(text)
        elif text != _default(call, key, texts):
            args.append(text if index < call.positional else f"{key}={text}")
    return call.head, tuple(args)


def _default(call: Call, key: str, texts: dict[str, str]) -> str | None:
    """What goes unsaid; a pool's stride is its kernel."""
    if key == "stride" and "Pool" in call.head:
        return texts["kernel_size"]
    return literal(DEFAULTS[key]) if key in DEFAULTS else None


def _attributes(made: Made) -> Iterator[str]:
    given: set[str] = set()
    for i, node in enumerate(made.unit.nodes):
        if node.merge or node.name in given:
            continue
        given.add(node.name)
        parts = [_part(made, i, j) for j in range(len(node.parts))]
        before = f"self.{node.name} = "
        if node.optional:
            yield f"        if {made.condition}:"
            yield from _row(12, before, parts)
            yield "        else:"
            yield f"            {before}nn.Identity()"
        else:
            yield from _row(8, before, parts)


def _row(indent: int, before: str, parts: list[Written]) -> list[str]:
    """One call, or an ``nn.Sequential`` of several."""
    if len(parts) == 1:
        head, args = parts[0]
        return called(indent, f"{before}{head}(", args)
    pad = " " * indent
    return [f"{pad}{before}nn.Sequential(", *rows(indent + 4, parts), f"{pad})"]


class Forward:
    """Writes a ``forward``: a line a step, activations and norms on the line they follow."""

    def __init__(self, made: Made, shapes: bool) -> None:
        self.unit, self.shapes = made.unit, shapes
        nodes = self.unit.nodes
        self.reads = Counter(j for node in nodes for j in node.inputs)
        self.ends = [node for node in nodes if not node.aux][-1:]
        self.output = self.ends[0].output if self.ends else INPUT
        self.reads[self.output] += 1
        self.merged = {j for node in nodes if node.merge for j in node.inputs}
        sources = self.unit.sources
        self.names = {j: "x" if i == 0 else f"x{i + 1}" for i, j in enumerate(sources)}

    def lines(self) -> list[str]:
        """The whole method."""
        found = [f"    def forward(self, {', '.join(self.names.values())}):"]
        nodes = list(self.unit.nodes)
        heads = [node.name for node in nodes if node.aux and not self.reads[node.output]]
        open_end = bool(heads) or self.shapes
        while nodes:
            group = self._together(nodes)
            del nodes[: len(group)]
            found += self._step(group, last=not nodes and not open_end)
        if open_end:
            main = self.names[self.output]
            both = f"({', '.join([main, *heads])})"
            found += _either("return ", both, main) if heads else [f"        return {main}"]
        return found

    def _together(self, nodes: list[Node]) -> list[Node]:
        """The first node and the light ones right behind it that nobody else's value feeds."""
        group = [nodes[0]]
        length = len(self._expression(nodes[0], [self.names[j] for j in nodes[0].inputs]))
        for node in nodes[1:]:
            before = group[-1].output
            light = len(node.parts) == 1 and node.parts[0].call.light and not node.merge
            length += len(node.name) + 7
            if not light or node.inputs != (before,) or self.reads[before] != 1 or length > 58:
                break
            if group[0].aux or node.aux:
                break
            group.append(node)
        return group

    def _expression(self, node: Node, values: list[str]) -> str:
        if not node.merge:
            return f"self.{node.name}({', '.join(values)})"
        head = node.parts[0].call.head
        if head == "torch.cat":
            return f"torch.cat(({', '.join(values)}), dim=1)"
        return head.format(*values)

    def _step(self, group: list[Node], *, last: bool) -> list[str]:
        first, final = group[0], group[-1]
        values = [self.names[j] for j in first.inputs]
        target = "" if last else self._target(first, final)
        self.names[final.output] = target
        before = "return " if last else f"{target} = "
        if first.aux:
            return _either(f"{target} = ", self._expression(first, values), "None")
        text = self._expression(first, values)
        for node in group[1:]:
            text, inner = f"self.{node.name}({text})", text
        line = f"        {before}{text}"
        if len(line) > WIDTH:
            if len(group) > 1:
                return called(8, f"{before}self.{final.name}(", [inner])
            return self._broken(first, before, values)
        said = f"{line}  # {'×'.join(map(str, final.shape))}"
        return [said if self.shapes and len(said) <= WIDTH else line]

    def _broken(self, node: Node, before: str, values: list[str]) -> list[str]:
        """A step that is too long for one line."""
        if not node.merge:
            return called(8, f"{before}self.{node.name}(", values)
        if node.parts[0].call.head == "torch.cat":
            return called(8, f"{before}torch.cat(", [f"({', '.join(values)})", "dim=1"])
        return [f"        {before}(", f"            {self._expression(node, values)}", "        )"]

    def _target(self, first: Node, final: Node) -> str:
        """The variable of a step's value: that of its input where nobody reads on in it."""
        for j in first.inputs:
            self.reads[j] -= 1
        free = [j for j in first.inputs if self.reads[j] == 0]
        own = first.optional or first.aux
        branch = final.output in self.merged and first.inputs[0] in self.unit.sources
        live = {self.names[j] for j in self.names if self.reads[j] > 0}
        if own or (branch and not first.merge and len(first.parts) > 1):
            return first.name
        if free:
            return self.names[free[0]]
        return first.name if "y" in live else "y"


def _either(before: str, training: str, otherwise: str) -> list[str]:
    """One value in training, another at inference."""
    one = f"        {before}{training} if self.training else {otherwise}"
    if len(one) <= WIDTH:
        return [one]
    parts = [training, "if self.training", f"else {otherwise}"]
    short = " " * 12 + " ".join(parts)
    lines = [short] if len(short) <= WIDTH else [" " * 12 + part for part in parts]
    return [f"        {before}(", *lines, "        )"]
