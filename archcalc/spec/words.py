"""The words of the spec language that are neither operations nor blocks."""

from __future__ import annotations

STRUCTURE = ("stage", "aux", "parallel", "residual", "repeat")
"""The words that arrange layers."""

COMMON = {
    "name": "Names the layer; a weighted layer needs one.",
    "from": "An earlier layer or group to read instead of the one before; a list for several.",
    "when": "Leaves the layer out where this comes to 0 or false.",
}
"""Attributes that every layer takes beside its operation's own."""

CALL = {
    "inline": "Puts the block's layers here, without a level of their own.",
}
"""Attributes that a block takes where it is used, beside its arguments and the common ones."""

MAX_NAME = 80
"""Characters of a name."""
