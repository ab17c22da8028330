"""The command line: one file a command, imported when it is called."""

from __future__ import annotations


def main() -> None:
    """Run archcalc; see ``archcalc --help``."""
    from archcalc.cli.app import run

    run()
