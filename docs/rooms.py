"""The rooms of the house, floor by floor, for docs/design.md, as the test of imports has them."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]
_PLACE = re.compile(r"(<!-- rooms -->\n)(.*?)(<!-- /rooms -->\n)", re.DOTALL)


def filled(text: str) -> str:
    """`text` with the table between ``<!-- rooms -->`` and ``<!-- /rooms -->`` written anew."""
    return _PLACE.sub(lambda match: match[1] + table() + match[3], text)


def table() -> str:
    """A row for each room: its floor, its name, and what it says of itself."""
    lines = ["| Floor | Room | What it is for |", "| :-- | :-- | :-- |"]
    lines += (f"| {floor} | `{room}` | {_says(room)} |" for floor, room in _rooms())
    return "\n".join(lines) + "\n"


def _rooms() -> Iterator[tuple[int, str]]:
    tree = ast.parse((ROOT / "tests" / "cli" / "test_imports.py").read_text(encoding="utf-8"))
    [floors] = (ast.literal_eval(node.value) for node in tree.body if _is_floors(node))
    for floor, names in enumerate(floors):
        yield from ((floor, room) for room in sorted(names) if not room.startswith("__"))


def _is_floors(node: ast.stmt) -> bool:
    match node:
        case ast.Assign(targets=[ast.Name(id="FLOORS")]):
            return True
    return False


def _says(room: str) -> str:
    path = ROOT / "archcalc" / room
    source = path / "__init__.py" if path.is_dir() else path.with_suffix(".py")
    said = ast.get_docstring(ast.parse(source.read_text(encoding="utf-8"))) or ""
    return " ".join(said.split("\n\n")[0].split()).replace("|", "\\|").replace("``", "`")
