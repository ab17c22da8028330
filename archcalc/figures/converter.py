"""vl-convert: charts as SVG, SVG as PNG and PDF, without a browser. The extra is `plot`."""

from __future__ import annotations

from types import ModuleType

from archcalc.errors import InputError
from archcalc.lang import say


def converter() -> ModuleType:
    """The library, imported here alone. Raises InputError where it is not installed."""
    try:
        import vl_convert
    except ImportError:
        text = "this needs {package}, which is not installed: {command}"
        command = "pip install 'archcalc[plot]'"
        raise InputError(say(text, package="vl-convert-python", command=command)) from None
    found: ModuleType = vl_convert
    return found
