"""Plain spellings for an output that cannot hold a sign: cp949, ASCII, Latin-1."""

from __future__ import annotations

import codecs
import re
import unicodedata

# fmt: off
_PLAIN = {
    **dict.fromkeys("‐‑‒–—―−─", "-"),
    **dict.fromkeys("\u00a0\u2002\u2003\u2007\u2009\u200a\u202f", " "),
    **dict.fromkeys("‘’‚′", "'"),
    **dict.fromkeys("“”„″", '"'),
    "×": "x", "·": "*", "⋅": "*", "÷": "/", "⁄": "/", "±": "+-", "°": " deg",
    **dict.fromkeys("⎡⎢⎣", "["), **dict.fromkeys("⎤⎥⎦", "]"),
    "⌊": "floor(", "⌋": ")", "⌈": "ceil(", "⌉": ")", "√": "sqrt", "∞": "inf", "…": "...",
    "≥": ">=", "≤": "<=", "≠": "!=", "≈": "~", "‖": "||",
    "→": "->", "←": "<-", "↔": "<->", "↳": "->",
    "✗": "x", "✘": "x", "✓": "ok", "✔": "ok", "•": "*", "µ": "u", "μ": "u", "Δ": "delta",
    "Σ": "sum ", "ß": "ss", "æ": "ae", "Æ": "AE", "ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "đ": "d",
}
# fmt: on
_RAISED = re.compile("[⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻]+")
_LOWERED = re.compile("[₀₁₂₃₄₅₆₇₈₉₊₋]+")


def plain(text: str, encoding: str) -> str:
    """`text` with each sign that `encoding` cannot hold spelled plainly, or `?`. Never raises.

    An encoding that nobody knows is taken to be ASCII.
    """
    if holds(encoding, text):
        return text
    known = encoding if holds(encoding, "") else "ascii"
    text = _RAISED.sub(lambda run: _script(run[0], "^", known), text)
    text = _LOWERED.sub(lambda run: _script(run[0], "_", known), text)
    text = "".join(c if holds(known, c) else _spell(c, known) for c in text)
    # some codecs (idna, undefined) refuse a whole whose characters they took one by one
    return text if holds(known, text) else plain(text, "ascii")


def holds(encoding: str, text: str) -> bool:
    """Whether `text` can be written in `encoding`."""
    try:
        text.encode(encoding)
    except (LookupError, ValueError):
        return False
    return True


def is_unicode(encoding: str) -> bool:
    """Whether `encoding` is one of UTF-8, UTF-16, UTF-32, which hold every character."""
    try:
        return codecs.lookup(encoding).name.startswith(("utf-8", "utf-16", "utf-32"))
    except (LookupError, ValueError):
        return False


def _script(run: str, mark: str, encoding: str) -> str:
    if holds(encoding, run):
        return run
    return mark + unicodedata.normalize("NFKD", run).replace("−", "-")


def _spell(character: str, encoding: str) -> str:
    letters = unicodedata.normalize("NFKD", character)
    spelled = "".join(_PLAIN.get(c, c) for c in letters if not unicodedata.combining(c))
    return spelled if spelled and holds(encoding, spelled) else "?"
