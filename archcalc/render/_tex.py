"""Text as LaTeX: every special character and the signs that archcalc itself writes."""

from __future__ import annotations

import re

from archcalc.signs import is_unicode, plain

# fmt: off
_COMMANDS = {
    "\\": r"\textbackslash{}",
    "^": r"\textasciicircum{}",
    "~": r"\textasciitilde{}",
    "`": r"\textasciigrave{}",
    "<": r"\textless{}",
    ">": r"\textgreater{}",
    "|": r"\textbar{}",
    '"': r"\char34{}",  # \textquotedbl wants T1, a bare one is an accent under babel's German
    **{character: f"\\{character}" for character in "{}_#$%&"},
    **{character: f"{{{character}}}" for character in "[]*"},  # \\ would take them as arguments
    "‘": "`", "’": "'", "…": r"\ldots{}",
    "“": r"\textquotedblleft{}", "”": r"\textquotedblright{}",
    "–": r"\textendash{}", "—": r"\textemdash{}",
    "\u202f": r"\,", "\u00a0": "~", "\u2003": r"\quad{}", "§": r"\S{}", "©": r"\copyright{}",
    "✗": r"\textsf{\textbf{x}}", "✘": r"\textsf{\textbf{x}}",
}
_MATH = {
    "×": r"\times", "−": "-", "·": r"\cdot", "⋅": r"\cdot", "÷": r"\div", "±": r"\pm",
    "⌊": r"\lfloor", "⌋": r"\rfloor", "⌈": r"\lceil", "⌉": r"\rceil", "√": r"\surd",
    "≥": r"\ge", "≤": r"\le", "≠": r"\ne", "≈": r"\approx", "∞": r"\infty", "°": r"^{\circ}",
    "→": r"\to", "←": r"\gets", "↔": r"\leftrightarrow", "✓": r"\surd", "✔": r"\surd",
    "α": r"\alpha", "β": r"\beta", "γ": r"\gamma", "δ": r"\delta", "ε": r"\epsilon",
    "λ": r"\lambda", "μ": r"\mu", "µ": r"\mu", "π": r"\pi", "σ": r"\sigma", "Σ": r"\Sigma",
    "Δ": r"\Delta", "•": r"\bullet", "¬": r"\neg",
    **{
        raised: f"^{{{digit}}}"
        for raised, digit in zip("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻", "0123456789+-", strict=True)
    },
    **{lowered: f"_{{{digit}}}" for lowered, digit in zip("₀₁₂₃₄₅₆₇₈₉", "0123456789", strict=True)},
}
# fmt: on
_SIGNS = _COMMANDS | {sign: f"${math}$" for sign, math in _MATH.items()}
_LIGATURES = re.compile(r"([-,'])(?=\1)")  # --aux is two hyphens, not a dash
_DISPLAY = re.compile(r"(?<!\\)\$\$")  # two formulas that touch would open a displayed one
_HANGUL = re.compile("[\uac00-\ud7a3\u3131-\u318e]")  # what kotex sets
_NO_GLYPH = frozenset("ĦħĿŀĸŉŦŧſ")  # Latin letters that pdflatex cannot set


def escape(text: str, encoding: str) -> str:
    """`text`, to be read literally. Signs that pdflatex cannot set become plain ones or `?`.

    Letters of other scripts stay, for a document that loads their fonts, and so does Hangul.
    """
    escaped = "".join(_character(c, encoding) for c in text)
    return _DISPLAY.sub("${}$", _LIGATURES.sub(r"\1{}", escaped))


def hangul(text: str, encoding: str) -> str:
    """LaTeX with its Hangul by number where the output is not Unicode."""
    if is_unicode(encoding):
        return text
    return _HANGUL.sub(lambda letter: rf"\unihangulchar{{{ord(letter[0])}}}", text)


def has_hangul(text: str) -> bool:
    """Whether LaTeX needs kotex."""
    return _HANGUL.search(text) is not None


def _character(character: str, encoding: str) -> str:
    if character in _SIGNS:
        return _SIGNS[character]
    if character.isascii():
        return character
    if _HANGUL.match(character):
        return character
    spelled = plain(character, "ascii")
    settable = character not in _NO_GLYPH if character <= "ſ" else spelled == "?"
    if character.isalpha() and settable and is_unicode(encoding):
        return character
    return "".join(_SIGNS.get(c, c) for c in spelled)
