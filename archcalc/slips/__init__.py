"""Slips: what people do when they count, and the number that comes of it. A folder of tables.

Each slip yields the values that it would give, with the arithmetic; the judge compares them with
what was written.
"""

from __future__ import annotations

from archcalc.slips.model import Because, Slip, Slipped, Subject, Would, amount
from archcalc.slips.registry import CONVENTIONS, TIERS, Tier, would_be

__all__ = [
    "CONVENTIONS",
    "TIERS",
    "Because",
    "Slip",
    "Slipped",
    "Subject",
    "Tier",
    "Would",
    "amount",
    "would_be",
]
