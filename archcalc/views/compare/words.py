"""The words of comparisons: what networks and parts are called, conditions, ratios."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from fractions import Fraction

from archcalc.analysis import Analysis
from archcalc.compare import Aligned
from archcalc.lang import say
from archcalc.network import Comparison
from archcalc.units import exact, fixed, scaled, shape
from archcalc.views.words import reshaped_text

_BETWEEN_SIZES = re.compile(r"(?<=\d)x(?=\d)")
_PREFIXES = ((10**9, "G"), (10**6, "M"), (10**3, "k"))
_MOST_DECIMALS = 6


def names_of(analyses: Sequence[Analysis]) -> tuple[str, ...]:
    """What each network is called; two specs may hold one of the same name."""
    names = [analysis.network.name for analysis in analyses]
    times = Counter(names)
    return tuple(
        f"{name} ({place})" if times[name] > 1 else name for place, name in enumerate(names, 1)
    )


def told_of(analyses: Sequence[Analysis]) -> Comparison | None:
    """What the networks' spec says of comparing just these, as they were published."""
    if any(a.input != a.network.own_input or a.network.settings for a in analyses):
        return None
    names = tuple(analysis.network.name for analysis in analyses)
    known = analyses[0].network.comparisons
    return next((one for one in known if one.networks == names), None)


def title_of(analyses: Sequence[Analysis]) -> str:
    """What the spec calls the comparison, or the networks' titles."""
    told = told_of(analyses)
    if told and told.title:
        return say(told.title)
    return " / ".join(say(analysis.network.title) for analysis in analyses)


def inputs_of(analyses: Sequence[Analysis]) -> str:
    """``input 227×227×3 / 224×224×3, batch 1``: one size where all agree."""
    text = " / ".join(dict.fromkeys(shape(analysis.input) for analysis in analyses))
    return say("input {size}, batch {batch}", size=text, batch=exact(analyses[0].batch))


def remarks(analyses: Sequence[Analysis]) -> tuple[str, ...]:
    """Which networks are not as published any more, because of the input."""
    texts = ((analysis.network.name, reshaped_text(analysis)) for analysis in analyses)
    return tuple(f"{name}: {text}" for name, text in texts if text)


def label_of(row: Aligned) -> str:
    """``5×5``; ``conv1 / conv`` where the networks name it differently."""
    names = dict.fromkeys(node.name for node in row.nodes if node)
    shown = list(names) if len(names) <= 2 else list(names)[:1]
    return " / ".join(_BETWEEN_SIZES.sub("×", name) or say("flat") for name in shown)


def path_of(row: Aligned) -> str:
    """``conv2_x.block1``."""
    return row.node.path


def part_name(row: Aligned) -> str:
    """``5×5 branch``."""
    if row.node.kind in ("stage", "block", "branch"):
        text = _KINDS[row.node.kind]
        return say(text, name=_BETWEEN_SIZES.sub("×", row.node.path))
    if row.node.kind == "size" and row.node.name:
        return say("at {size}", size=row.node.name)
    return row.node.path or say("flat")


_KINDS = {"stage": "{name} stage", "block": "{name} block", "branch": "{name} branch"}


def whole_name(analyses: Sequence[Analysis]) -> str:
    """What the totals are of: a network whose top level is branches is a module."""
    kinds = {group.kind for analysis in analyses for group in analysis.network.groups}
    return say("whole module") if kinds == {"branch"} else say("whole network")


def times(before: int, after: int) -> str:
    """``9.68× fewer``."""
    if before == after:
        return say("the same")
    if not before or not after:
        return say("none before") if after else say("none left")
    if before > after:
        return say("{n}× fewer", n=ratio_text(Fraction(before, after)))
    return say("{n}× more", n=ratio_text(Fraction(after, before)))


def ratio_text(ratio: Fraction) -> str:
    """Two decimals, and as many more as it takes to differ from 1."""
    places = next((n for n in range(2, 7) if abs(ratio - 1) * 2 * 10**n >= 1), 6)
    text = fixed(ratio, 2 if ratio == 1 else places)
    return "1" if ratio == 1 else text


def rounded(value: int, terms: Sequence[int] = ()) -> str:
    """``12.4M``; with `terms` ``2.4M + 10.0M = 12.4M``, in digits that add up as they are shown."""
    step, prefix = next((p for p in _PREFIXES if value >= p[0]), (1, ""))
    decimals = _decimals(Fraction(value, step)) if prefix else 0
    if len(terms) < 2:
        return scaled(value, prefix, decimals)
    for more in range(decimals, _MOST_DECIMALS):
        shown = [scaled(term, prefix, more) for term in terms]
        total = scaled(value, prefix, more)
        if sum(_read(text, prefix) for text in shown) == _read(total, prefix):
            return f"{' + '.join(shown)} = {total}"
    return scaled(value, prefix, decimals)


def _decimals(size: Fraction) -> int:
    return 0 if size >= 100 else 1 if size >= 10 else 2


def _read(text: str, prefix: str) -> Fraction:
    return Fraction(text.removesuffix(prefix).replace(",", ""))
