"""All slips, the likeliest first: a tier is asked only where the one before explains nothing."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from archcalc.slips.elsewhere import ELSEWHERE_SLIPS, VARIANT_SLIPS
from archcalc.slips.layer import LAYER_SLIPS, PAIR_SLIPS
from archcalc.slips.model import Because, Slip, Subject
from archcalc.slips.sums import SUM_SLIPS, TERM_SLIPS


class Tier(NamedTuple):
    """Slips of one likelihood. Where many numbers are tried, few digits would fit by chance:
    `digits` is how many the written number needs; `combines` whether a K of 1024 or FLOPs may
    come on top."""

    slips: tuple[Slip, ...]
    digits: int
    combines: bool = False


TIERS = (
    Tier((*LAYER_SLIPS, *SUM_SLIPS), digits=2, combines=True),
    Tier(PAIR_SLIPS, digits=4),
    Tier(VARIANT_SLIPS, digits=2, combines=True),
    Tier(ELSEWHERE_SLIPS, digits=3),
    Tier(TERM_SLIPS, digits=3),
)


CONVENTIONS = frozenset(slip.key for slip in (*SUM_SLIPS, *VARIANT_SLIPS)) | {
    "bias_forgotten", "bias_added", "bias_multiplied", "k1024",
}  # fmt: skip
"""What is another way of counting rather than a mistake."""


def would_be(tier: Tier, subject: Subject) -> Iterator[Because]:
    """Every value that a slip of this tier gives and that is not the true one."""
    for slip in tier.slips:
        for would in slip.gives(subject):
            if would.value != subject.value:
                yield Because(slip, would)
