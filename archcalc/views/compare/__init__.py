"""Comparisons: side by side, the difference explained, or many networks at a glance."""

from archcalc.views.compare.changes import difference_page
from archcalc.views.compare.glance import glance_page
from archcalc.views.compare.side import Choice, side_page

__all__ = ["Choice", "difference_page", "glance_page", "side_page"]
