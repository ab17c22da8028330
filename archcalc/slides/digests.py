"""The digests that markers keep of what was written, and of what it was made from."""

from __future__ import annotations

from hashlib import sha256


def short_digest(text: str) -> str:
    """Eight hexadecimal digits, for a marker has little room: the first of SHA-256."""
    return sha256(text.encode()).hexdigest()[:8]
