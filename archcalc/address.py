"""One grammar for naming a value: ``network[@input=3x256x256,batch=8][.path].quantity[:format]``.

``googlenet.3a.5x5.multiplies:M1``, ``resnet50@batch=8.multiplies``, and of two networks
``inception-naive~inception-bottleneck.multiplies.ratio``. The longest catalogue name wins; a spec's
file is named by its path, in double quotes where that holds more than one ``.yaml``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any, NamedTuple

from archcalc import catalog, quantities
from archcalc.analysis import Analysis
from archcalc.errors import InputError, UnknownNameError, shorten
from archcalc.formats import written
from archcalc.lang import say
from archcalc.quantities import Part, Quantity, Value
from archcalc.sizes import input_in
from archcalc.spec import Spec

RELATIONS = ("ratio", "difference")
"""What an address may ask of two networks."""
MAX_LENGTH = 500

_FILE = re.compile(
    r'"(?P<quoted>[^"]+)"|(?P<bare>[^"]*?\.ya?ml(?::[^.:@~"]+(?=[.@~]))?)(?=[.@~:]|$)'
)
_SETTINGS = re.compile(r"@([^.~:]*)")


class Named(NamedTuple):
    """A network as an address names it, with the conditions to analyse it under."""

    name: str
    settings: tuple[tuple[str, str], ...] = ()

    def __str__(self) -> str:
        pairs = ",".join(f"{key}={value}" for key, value in self.settings)
        return self.name + (f"@{pairs}" if pairs else "")


class Address(NamedTuple):
    """An address, taken apart. `relation`, of two networks, is "ratio" or "difference"."""

    networks: tuple[Named, ...]
    path: str
    quantity: str
    relation: str = ""
    format: str = ""

    def __str__(self) -> str:
        rest = filter(None, (self.path, self.quantity, self.relation))
        end = f":{self.format}" if self.format else ""
        return ".".join(("~".join(map(str, self.networks)), *rest)) + end


class Found(NamedTuple):
    """What an address leads to. `parts` are what was looked at: one, or two for a relation."""

    address: Address
    quantity: Quantity
    value: Value
    parts: tuple[Part, ...]

    @property
    def text(self) -> str:
        """The value as the address's format writes it. Raises where the format does not fit."""
        return written(self.quantity.kind, self.value, self.address.format)


# --- reading -------------------------------------------------------------------------------------


def parse(text: str, known: Collection[str] | None = None) -> Address:
    """Take an address apart; `known` are the networks there are (the catalogue's).

    Raises InputError or UnknownNameError with near misses.
    """
    text = text.strip()
    if not text or len(text) > MAX_LENGTH:
        raise InputError(say("an address is a name such as alexnet.conv1.params"))
    known = catalog.names() if known is None else known
    networks, place = _networks(text, known)
    rest, colon, fmt = text[place:].partition(":")
    if colon and not fmt:
        raise InputError(say('"{text}" ends in a colon, and no format', text=shorten(text)))
    segments = rest.removeprefix(".").split(".") if rest else []
    if not all(segments):
        raise InputError(say('"{text}" has nothing between two dots', text=shorten(text)))
    relation = segments.pop() if len(networks) == 2 and segments[-1:] != [] else ""
    if len(networks) == 2 and relation not in RELATIONS:
        hint = "end it in .ratio or .difference"
        raise UnknownNameError("relation of two networks", relation, RELATIONS, say(hint))
    path, quantity = _split(segments, networks[0])
    return Address(networks, path, quantity, relation, fmt)


def _networks(text: str, known: Collection[str]) -> tuple[tuple[Named, ...], int]:
    first, place = _network(text, 0, known)
    if text[place : place + 1] != "~":
        return (first,), place
    second, place = _network(text, place + 1, known)
    return (first, second), place


def _network(text: str, place: int, known: Collection[str]) -> tuple[Named, int]:
    name, end = _name(text, place, known)
    found = _SETTINGS.match(text, end)
    if not found:
        return Named(name), end
    pairs = []
    for pair in found[1].split(","):
        key, equals, value = pair.partition("=")
        if not (key and equals and value):
            needed = '@ takes settings such as input=3x256x256,batch=8, found "{found}"'
            raise InputError(say(needed, found=shorten(pair)))
        pairs.append((key, value))
    return Named(name, tuple(pairs)), found.end()


def _name(text: str, place: int, known: Collection[str]) -> tuple[str, int]:
    fitting = (n for n in known if text.startswith(n, place) and _ends(text, place + len(n)))
    name = max(fitting, key=len, default="")
    if name:
        return name, place + len(name)
    file = _FILE.match(text, place)
    if file:
        return file["quoted"] or file["bare"], file.end()
    word = re.split(r"[@~:]", text[place:])[0]
    stem = word.partition(".")[0]
    dotted = [n for n in known if "." in n and n.partition(".")[0] == stem]
    raise UnknownNameError("network", stem, [*known, *dotted], say("archcalc list shows them all"))


def _ends(text: str, place: int) -> bool:
    return place == len(text) or text[place] in ".@~:"


def _split(segments: list[str], network: Named) -> tuple[str, str]:
    """The path and the quantity: the longest end of the address that names one."""
    known = quantities.names()
    for cut in range(len(segments)):
        end = ".".join(segments[cut:])
        if end in known or end.startswith(quantities.TENSORS):
            return ".".join(segments[:cut]), end
    if not segments:
        text = "{name} is a network; name one of its values, as {name}.params"
        raise InputError(say(text, name=network))
    raise _no_quantity(segments, network)


def _no_quantity(segments: list[str], network: Named) -> Exception:
    """The last word is no quantity: a path without one, or a slip of the pen."""
    path = ".".join(segments)
    made = catalog.load(network.name)
    names = [layer.path for layer in made.layers] + [group.path for group in made.walk()]
    if any(name == path or name.endswith(f".{path}") for name in names):
        text = "{name} is a layer or block; name one of its values, as {name}.params"
        return InputError(say(text, name=f"{network}.{path}"))
    if segments[-1].lower() in ("flops", "flop", "gflops", "mflops"):
        text = "FLOPs count multiplies and adds apart; name multiplies (MACs), half of them"
        return InputError(say(text))
    keys = ", ".join(one.key for one in quantities.QUANTITIES[:4])
    hint = say("there are {names}, …", names=keys)
    return UnknownNameError("quantity", segments[-1], quantities.names(), hint)


# --- looking up ----------------------------------------------------------------------------------


class Resolver:
    """Looks addresses up; each network is loaded and analysed once."""

    def __init__(self) -> None:
        self._read = catalog.reading_once()
        self._known: Collection[str] | None = None
        self._analyses: dict[Named, Analysis] = {}

    def __call__(self, text: str) -> Found:
        """The value at an address. Raises ArchcalcError for what cannot be found."""
        if self._known is None:
            self._known = catalog.names(self._read)
        return self.look_up(parse(text, self._known))

    def look_up(self, address: Address) -> Found:
        """The value at an address that is taken apart already."""
        parts = tuple(Part(self.analysis(named), address.path) for named in address.networks)
        found = [quantities.value_of(part, address.quantity) for part in parts]
        quantity, value = found[0]
        if address.relation:
            quantity, value = _related(address, quantity, value, found[1][1])
        return Found(address, quantity, value, parts)

    def analysis(self, named: Named) -> Analysis:
        """A network under its conditions."""
        if named not in self._analyses:
            self._analyses[named] = _analysed(named, self._read)
        return self._analyses[named]


def _related(address: Address, quantity: Quantity, a: Value, b: Value) -> tuple[Quantity, Value]:
    if not isinstance(a, int | Fraction) or not isinstance(b, int | Fraction):
        text = "{quantity} is no number: it has no {relation}"
        raise InputError(say(text, quantity=quantity.key, relation=address.relation))
    if address.relation == "difference":
        return quantity, a - b
    if not b:
        raise InputError(say("{address}: the second network has none", address=address))
    return quantity._replace(kind="ratio"), Fraction(a) / Fraction(b)


_CONDITIONS = ("input", "batch", "dtype", "aux")


def _analysed(named: Named, read: Callable[[Path], Spec]) -> Analysis:
    from archcalc.spec.source import scalar

    given = dict(named.settings)
    own = {key: scalar(value) for key, value in given.items() if key not in _CONDITIONS}
    network = catalog.load(named.name, own, read=read)
    chosen: dict[str, Any] = {}
    if "input" in given:
        chosen["input"] = input_in(given["input"], network.input)
    if "batch" in given:
        chosen["batch"] = _whole(given["batch"])
    if "dtype" in given:
        chosen["dtype"] = given["dtype"]
    if "aux" in given:
        chosen["aux"] = given["aux"] in ("true", "1", "yes")
    return network.analyze(**chosen)


def _whole(text: str) -> int:
    if not re.fullmatch(r"[0-9]{1,12}", text):
        raise InputError(say('batch takes a whole number, found "{text}"', text=shorten(text)))
    return int(text)


def addresses_of(resolve: Resolver, text: str) -> Iterator[Found]:
    """Every address that begins in `text`, a network or a part of one, with its value.

    Raises ArchcalcError as for an address.
    """
    networks, place = _networks(text.strip(), catalog.names())
    if len(networks) != 1 or text[place : place + 1] == ":":
        raise InputError(say('addresses are listed of one network, found "{text}"', text=text))
    named, path = networks[0], text[place:].removeprefix(".")
    analysis = resolve.analysis(named)
    inside = Part(analysis, path).path
    for each in ("", *_paths(analysis)):
        if not inside or each == inside or each.startswith(f"{inside}."):
            part = Part(analysis, each)
            for quantity, value in quantities.values(part):
                yield Found(Address((named,), each, quantity.key), quantity, value, (part,))


def completions(begun: str) -> Iterator[str]:
    """Addresses that begin so: networks, then of one network its parts and their values."""
    known = catalog.names()
    name = max((n for n in known if begun.startswith(f"{n}.")), key=len, default="")
    yield from (each for each in known if each.startswith(begun))
    if not name:
        return
    analysis = catalog.load(name).analyze()
    paths = ["", *_paths(analysis)]
    rest = begun[len(name) + 1 :]
    path = max((each for each in paths if rest.startswith(f"{each}.") or not each), key=len)
    deeper = path.count(".") + (2 if path else 1)
    inside = f"{path}." if path else ""
    below = [each for each in paths if each.startswith(inside) and len(each.split(".")) == deeper]
    values = [quantity.key for quantity, _ in quantities.values(Part(analysis, path))]
    for each in (*below, *(inside + key for key in values)):
        if each.startswith(rest):
            yield f"{name}.{each}"


def _paths(analysis: Analysis) -> Iterator[str]:
    """Blocks and layers in order, each block before its layers."""
    groups = sorted(analysis.network.walk(), key=lambda group: (group.start, -group.stop))
    starts: dict[int, list[str]] = {}
    for group in groups:
        starts.setdefault(group.start, []).append(group.path)
    for index, row in enumerate(analysis.rows):
        yield from starts.get(index, ())
        yield row.path
