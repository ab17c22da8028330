"""``archcalc schema``: the JSON Schema of specs, for editors."""

from __future__ import annotations

from archcalc.cli import _options as opt

SECTION = "Build"


def command(output: opt.SchemaOutput = "") -> None:
    """Print the JSON Schema of spec files, for completion and checks in an editor."""
    from archcalc.cli._output import write
    from archcalc.spec.schema import schema_text

    write(schema_text(), output)
