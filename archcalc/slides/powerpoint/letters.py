"""Text put into a paragraph, in the letters that it had."""

from __future__ import annotations

from collections.abc import Sequence
from copy import deepcopy

from archcalc.slides.powerpoint.xml import Element, all_of, child, name, new, remove

Pieces = Sequence[tuple[str, str]]
"""Text, each with what stands low behind it: ("K", "eff")."""
_RUN, _END = name("a:rPr"), name("a:endParaRPr")
_RUNS = tuple(map(name, ("a:r", "a:fld", "a:br")))
_BREAK = name("a:br")
_LOW = "-25000"


def text(element: Element) -> str:
    """What a person reads in a shape or a cell, a line each paragraph."""
    return "\n".join(
        "".join(
            part.text or "\n" * (part.tag == _BREAK) for part in all_of(paragraph, "a:t", "a:br")
        )
        for paragraph in all_of(element, "a:p")
    )


def plain(pieces: Pieces) -> str:
    """The same text of what is to be written."""
    return "".join(words + low for words, low in pieces)


def rewrite(element: Element, pieces: Pieces) -> None:
    """Let the first paragraph of a shape or a cell hold this text, and nothing else stand there."""
    paragraphs = list(all_of(element, "a:p"))
    if not paragraphs or text(element) == plain(pieces):
        return
    first, *others = paragraphs
    for paragraph in others:
        remove(paragraph)
    runs = [part for part in first if part.tag in _RUNS]
    sample = next((found for run in runs if (found := child(run, "a:rPr")) is not None), None)
    if sample is None:
        sample = child(first, "a:endParaRPr")
    for run in runs:
        remove(run)
    write(first, pieces, sample)


def write(paragraph: Element, pieces: Pieces, sample: Element | None) -> None:
    """Add text to a paragraph that has none; it looks like `sample`, or as its place has it."""
    end = child(paragraph, "a:endParaRPr")
    if not plain(pieces) and end is None and sample is not None:
        paragraph.append(_like(sample, _END))
    for words, low in pieces:
        for part, baseline in ((words, ""), (low, _LOW)):
            for number, line in enumerate(part.split("\n")):
                made = [_run("a:br", "", baseline, sample)] * (number > 0)
                made += [_run("a:r", line, baseline, sample)] * (line != "")
                for run in made:
                    paragraph.append(run) if end is None else end.addprevious(run)


def _run(tag: str, words: str, baseline: str, sample: Element | None) -> Element:
    run = new(tag)
    looks = new("a:rPr") if sample is None else _like(sample, _RUN)
    looks.attrib.pop("baseline", None)
    if baseline:
        looks.set("baseline", baseline)
    run.append(looks)
    if words:
        run.append(new("a:t", words))
    return run


def _like(sample: Element, tag: str) -> Element:
    found = deepcopy(sample)
    found.tag = tag
    return found
