"""archcalc: architecture analysis and FLOPs calculator for convolutional networks.

>>> import archcalc
>>> archcalc.load("googlenet").analyze().totals.multiplies
1582671872
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from archcalc.analysis import Analysis as Analysis
    from archcalc.catalog import load as load
    from archcalc.catalog import loads as loads
    from archcalc.catalog import names as names
    from archcalc.errors import ArchcalcError as ArchcalcError
    from archcalc.network import Network as Network
    from archcalc.verify.build import build as build

__version__ = "0.1.0"

_HOMES = {
    "Analysis": "archcalc.analysis",
    "ArchcalcError": "archcalc.errors",
    "Network": "archcalc.network",
    "build": "archcalc.verify.build",
    "load": "archcalc.catalog",
    "loads": "archcalc.catalog",
    "names": "archcalc.catalog",
}
__all__ = ["Analysis", "ArchcalcError", "Network", "__version__", "build", "load", "loads", "names"]


def __getattr__(name: str) -> Any:
    """Import a public name when it is first used, so that ``archcalc --version`` starts at once."""
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module 'archcalc' has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(home), name)
