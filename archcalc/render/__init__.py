"""Table model → text. The folder is the registry: each module without an underscore is a format."""

from __future__ import annotations

import pkgutil
from importlib import import_module
from typing import Protocol, cast

from archcalc.views.model import Page, Style


class Renderer(Protocol):
    """What a format's module offers."""

    def render(self, page: Page, style: Style) -> str:
        """The page as the whole text of one output."""


def formats() -> tuple[str, ...]:
    """The formats there are, the terminal first."""
    names = (m.name for m in pkgutil.iter_modules(__path__) if not m.name.startswith("_"))
    return tuple(sorted(names, key=lambda name: (name != "terminal", name)))


def render(page: Page, fmt: str, style: Style) -> str:
    """`page` in the format `fmt`; its module, and what it needs, is imported only now.

    Raises ValueError for a format that there is not, and for a page that `fmt` cannot hold.
    """
    if fmt not in formats():
        raise ValueError(f'unknown format "{fmt}"; there are {", ".join(formats())}')
    return cast(Renderer, import_module(f"{__name__}.{fmt}")).render(page, style)
