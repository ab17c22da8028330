"""BibTeX for the papers behind networks: one entry a paper, with its key, in TeX's own signs."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container, Iterable, Iterator, Sequence
from itertools import chain, count
from typing import NamedTuple

from archcalc.network import Paper

_SMALL = frozenset(
    ["a", "an", "and", "at", "by", "for", "from", "in", "of", "on", "the", "to", "via", "with"]
)
"""Words of a title that no key is made of."""
_OTHERS = re.compile(r",?\s+(?:et al\.?|and others)$")
_AND = re.compile(r"\s*,?\s*(?:&|\band\b)\s*")
_COMMA = re.compile(r"\s*,\s*")
_INITIALS = re.compile(r",\s*(?:\w\.[\s\-]*)+(?:,|$)")
_YEAR = re.compile(r"\s*\b((?:19|20|21)\d\d)\b\s*")

VENUES = {
    "BMVC": "British Machine Vision Conference",
    "CVPR": "IEEE Conference on Computer Vision and Pattern Recognition",
    "ECCV": "European Conference on Computer Vision",
    "ICCV": "IEEE International Conference on Computer Vision",
    "ICLR": "International Conference on Learning Representations",
    "ICML": "International Conference on Machine Learning",
    "NIPS": "Advances in Neural Information Processing Systems",
    "NeurIPS": "Advances in Neural Information Processing Systems",
}
"""What a conference's letters stand for."""


class Entry(NamedTuple):
    """One entry: its kind (article, inproceedings, misc), key, and fields in order, as TeX."""

    kind: str
    key: str
    fields: tuple[tuple[str, str], ...]

    def text(self) -> str:
        """``@inproceedings{szegedy2015going, …}``, one field a line."""
        width = max(len(name) for name, _ in self.fields)
        lines = [f"  {name:<{width}} = {{{value}}},\n" for name, value in self.fields]
        return f"@{self.kind}{{{self.key},\n{''.join(lines)}}}\n"


def bibtex(papers: Iterable[Paper]) -> str:
    """The entries of `papers`, each paper once; keys that would be the same get a letter.

    >>> paper = Paper("Krizhevsky", 2014, "One weird trick", arxiv="1404.5997")
    >>> print(bibtex([paper, paper]), end="")
    @misc{krizhevsky2014one,
      author        = {Krizhevsky},
      title         = {One weird trick},
      year          = {2014},
      eprint        = {1404.5997},
      archivePrefix = {arXiv},
    }
    """
    entries: dict[str, Entry] = {}
    for paper in papers:
        made = entry(paper)
        if made not in (e._replace(key=made.key) for e in entries.values()):
            key = _free(made.key, entries)
            entries[key] = made._replace(key=key)
    return "\n".join(one.text() for one in entries.values())


def entry(paper: Paper) -> Entry:
    """The entry of one paper.

    A journal makes it an article, a venue a paper in proceedings. A venue's year is the entry's:
    "CVPR 2015", though the paper was first seen in 2014.
    """
    kind = "article" if paper.journal else "inproceedings" if paper.venue else "misc"
    venue, year = _venue(paper)
    authors = tuple(_authors(paper))
    named = map(_author, authors) if paper.names else map(escape, authors)
    fields = {
        "author": " and ".join(named),
        "title": _title(paper.title),
        "journal": escape(paper.journal),
        "booktitle": escape("" if paper.journal else venue),
        "volume": str(paper.volume or ""),
        "number": str(paper.number or ""),
        "pages": escape(str(paper.pages or "").replace("-", "–")),
        "year": str(year),
        "eprint": escape(paper.arxiv),
        "archivePrefix": "arXiv" if paper.arxiv else "",
    }
    given = tuple((name, text) for name, text in fields.items() if text)
    return Entry(kind, f"{_family(authors)}{year}{_first_word(paper.title)}", given)


def _venue(paper: Paper) -> tuple[str, int]:
    """Where it appeared, and when."""
    found = _YEAR.search(paper.venue)
    if paper.journal or not found:
        return VENUES.get(paper.venue, paper.venue), paper.year
    name = " ".join((paper.venue[: found.start()] + " " + paper.venue[found.end() :]).split())
    return VENUES.get(name, name), int(found[1])


def _authors(paper: Paper) -> Iterator[str]:
    """All of them; of a spec without `names`, those that it speaks of."""
    if paper.names:
        yield from paper.names
        return
    known = _OTHERS.sub("", paper.authors)
    for part in filter(None, _AND.split(known)):
        yield from [part] if _INITIALS.search(part) else filter(None, _COMMA.split(part))
    if known != paper.authors:
        yield "others"


def _author(name: str) -> str:
    """``Bottou, L{\\'e}on``; a name that BibTeX would take apart is kept whole by braces."""
    text = escape(name)
    whole = "," not in name and " " in name
    return f"{{{text}}}" if whole or re.search(r"\band\b|,.*,.*,", name) else text


def _title(title: str) -> str:
    """With braces around each word whose capitals must stay; styles lower all others."""
    words = title.split()
    inner = [*(word[1:] for word in words[:1]), *words[1:]]  # a title's first letter stays as it is
    return " ".join(
        escape(word) if part == part.lower() else f"{{{escape(word)}}}"
        for word, part in zip(words, inner, strict=True)
    )


# --- keys ----------------------------------------------------------------------------------------


def _family(authors: Sequence[str]) -> str:
    """The first author's family name: ``vandermaaten``."""
    first = authors[0] if authors else ""
    family = first.partition(",")[0] if "," in first else first.rpartition(" ")[2]
    return _letters(family) or "anonymous"


def _first_word(title: str) -> str:
    words = [_letters(word) for word in re.split(r"[\s\-‐–—/]+", title)]
    telling: list[str] = [word for word in words if word and word not in _SMALL]
    return telling[0] if telling else ""


def _letters(text: str) -> str:
    """Only what every BibTeX takes in a key: a to z and digits."""
    spelled = "".join(_SPELLED.get(c, c) for c in text)
    plain = unicodedata.normalize("NFKD", spelled).casefold()
    return "".join(c for c in plain if c.isascii() and c.isalnum())


def _free(key: str, taken: Container[str]) -> str:
    """``he2016deep``, then ``he2016deepb``, ``he2016deepc``, …, ``he2016deep27``."""
    if key not in taken:
        return key
    letters = (key + letter for letter in "bcdefghijklmnopqrstuvwxyz")
    numbers = (f"{key}{number}" for number in count(27))
    return next(made for made in chain(letters, numbers) if made not in taken)


# --- TeX's signs ---------------------------------------------------------------------------------

# fmt: off
_ACCENTS = {
    "\u0300": "`", "\u0301": "'", "\u0302": "^", "\u0303": "~", "\u0308": '"', "\u0304": "=",
    "\u0307": ".", "\u030a": "r ", "\u030b": "H ", "\u030c": "v ", "\u0306": "u ",
    "\u0327": "c ", "\u0328": "k ", "\u0323": "d ", "\u0331": "b ",
}
"""TeX's command for each combining accent."""
_SPELLED = {
    "ß": "ss", "æ": "ae", "Æ": "AE", "œ": "oe", "Œ": "OE", "ø": "o", "Ø": "O", "ł": "l", "Ł": "L",
    "đ": "d", "Đ": "D", "ı": "i", "þ": "th", "Þ": "Th", "ð": "d", "Ð": "D",
}
"""Letters that are no letter with an accent, in a key."""
_SIGNS = {
    **{sign: f"\\{sign}" for sign in "&%$#_"},
    # braces must balance for BibTeX, which does not see the backslash before one
    "{": r"{\textbraceleft}", "}": r"{\textbraceright}", "\\": r"{\textbackslash}",
    "~": r"{\textasciitilde}", "^": r"{\textasciicircum}", "<": r"{\textless}",
    ">": r"{\textgreater}", "|": r"{\textbar}", '"': r"{\char34}",
    "ß": r"{\ss}", "æ": r"{\ae}", "Æ": r"{\AE}", "œ": r"{\oe}", "Œ": r"{\OE}", "ø": r"{\o}",
    "Ø": r"{\O}", "ł": r"{\l}", "Ł": r"{\L}", "ı": r"{\i}", "ȷ": r"{\j}",
    "–": "--", "—": "---", "‘": "`", "’": "'", "“": "``", "”": "''", "…": r"{\ldots}",
    "×": r"$\times$", "−": "$-$", "·": r"$\cdot$", "\u00a0": " ", "\u202f": " ",
}
# fmt: on


def escape(text: str) -> str:
    """`text` for TeX: ``Léon & co`` → ``L{\\'e}on \\& co``. Letters of other scripts stay."""
    line = " ".join(text.split())
    return "".join(_SIGNS.get(c) or _accented(c) for c in unicodedata.normalize("NFC", line))


def _accented(character: str) -> str:
    if not character.isprintable():
        return ""
    parts = unicodedata.normalize("NFD", character)
    base, mark = parts[0], parts[1:]
    if mark not in _ACCENTS or not base.isascii():
        return character
    letter = f"\\{base}" if base in "ij" else base
    return f"{{\\{_ACCENTS[mark]}{letter}}}"
