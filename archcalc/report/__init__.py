"""The report: one HTML file that shows networks and works them out again for other inputs.

It asks the network for nothing. Its numbers come of the formulas that it carries; on load it holds
them against the analysis that it was made from.
"""

from archcalc.report.page import page

__all__ = ["page"]
