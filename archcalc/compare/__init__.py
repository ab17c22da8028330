"""Two or more analyses side by side: aligned by meaning, and their difference exactly explained."""

from archcalc.compare.align import Aligned, align
from archcalc.compare.difference import Change, Difference, difference

__all__ = ["Aligned", "Change", "Difference", "align", "difference"]
