"""Reading a spec: its text validated, and what it says of each of its networks."""

from __future__ import annotations

from pathlib import Path
from typing import Any, NamedTuple

from archcalc.spec.checked import is_checked
from archcalc.spec.source import Map, load, read_text


class Spec(NamedTuple):
    """One valid spec, as it is written. `checked`: nothing in it needs a second look."""

    file: str
    source: Map
    checked: bool

    def names(self) -> tuple[str, ...]:
        """The networks it holds: its variants, or itself."""
        return tuple(self.variants()) or (str(self.source["name"]),)

    def variants(self) -> Map:
        """Its variants by name."""
        return self.source.get("variants") or Map()

    def said(self, name: str, key: str) -> Any:
        """What the network's variant, or else the family, says under `key`."""
        own = self.variants().get(name, {}).get(key)
        return self.source.get(key) if own is None else own

    def all_said(self, name: str, key: str) -> list[Any]:
        """What the family and the network's variant list under `key`."""
        return [*(self.source.get(key) or ()), *(self.variants().get(name, {}).get(key) or ())]

    def merged(self, name: str, key: str) -> dict[str, Any]:
        """The family's mapping under `key`, with the variant's entries over it."""
        return {**(self.source.get(key) or {}), **(self.variants().get(name, {}).get(key) or {})}


def read_spec(path: Path, shown: str | None = None) -> Spec:
    """Read one spec file; `shown` is what errors call it. Raises SpecError."""
    text = read_text(path)
    return parse_spec(text, shown or str(path), checked=is_checked(path, text))


def parse_spec(text: str, file: str = "<text>", *, checked: bool = False) -> Spec:
    """Read a spec from its text. Raises SpecError with file:line:column."""
    source = load(text, file)
    if not checked:
        from archcalc.spec.models import SpecFile  # pydantic, only where it is needed
        from archcalc.spec.validation import validate

        validate(SpecFile, source, "a spec", source)
    return Spec(file, source, checked)
