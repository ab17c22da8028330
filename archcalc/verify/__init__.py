"""The PyTorch wing: networks as modules, held against the engine. Only here is torch imported.

PyTorch and fvcore are the extra ``archcalc[verify]``; they are imported when they are needed.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

from archcalc.errors import InputError
from archcalc.lang import say

INSTALL = 'pip install "archcalc[verify]"'


def needed(name: str) -> Any:
    """The module `name` of PyTorch or fvcore. Raises InputError saying how to install it."""
    try:
        return import_module(name)
    except ImportError:
        text = "this needs {package}, which is not installed: {command}"
        package = name.partition(".")[0]
        raise InputError(say(text, package=package, command=INSTALL)) from None
