"""The command line: one file a command, imported when it is called."""

from __future__ import annotations

import os


def main() -> None:
    """Run archcalc; see ``archcalc --help``."""
    # Looking for pydantic's plugins, which nothing here uses, would cost a tenth of the start.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    try:
        from archcalc.cli.app import run
    except KeyboardInterrupt:
        raise SystemExit(130) from None
    run()
