"""Korean. A number in a sentence ends in a counter (번, 개, 층, 배), so no particle depends on it."""

from __future__ import annotations

TEXTS: dict[str, str] = {}
