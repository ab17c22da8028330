"""Korean. A number in a sentence ends in its counter (번, 개, 층, 배); no particle depends on it.

Nor does one on a name: it stands in quotes, behind a colon, or before a particle that never changes
(의, 에, 도).
"""

from __future__ import annotations

from archcalc.lang.ko.build import BUILD
from archcalc.lang.ko.closed import CLOSED
from archcalc.lang.ko.compare import COMPARE, GLANCE
from archcalc.lang.ko.errors import ADDRESSES, ERRORS, SHAPES, SIZES
from archcalc.lang.ko.layers import EXPLANATION, OPERATIONS
from archcalc.lang.ko.lessons import LESSONS
from archcalc.lang.ko.papers import PAPERS, PUBLISHED
from archcalc.lang.ko.tables import NOTES, TABLE
from archcalc.lang.ko.verdicts import QUANTITIES, SLIPS, VERDICTS
from archcalc.lang.ko.verify import VERIFY

TEXTS: dict[str, str] = {
    **TABLE, **NOTES, **OPERATIONS, **EXPLANATION, **QUANTITIES, **SLIPS, **VERDICTS, **PAPERS,
    **PUBLISHED, **ERRORS, **SIZES, **ADDRESSES, **SHAPES, **LESSONS, **COMPARE, **GLANCE, **CLOSED,
    **VERIFY,
    **BUILD,
}  # fmt: skip
