r"""LaTeX decks, Beamer's and others: blocks stand between comments, values in macros.

``% archcalc: table alexnet`` … ``% /archcalc``; ``\archcalc{alexnet.params:si3}{61.0\,M}``, whose
second argument is kept true, and ``\archexpect{address}{358M}``, whose is only checked
(``\archrefute`` where it is known to be wrong).
``\archnum{alexnet.params}`` takes its number from a file of values beside the deck, see `macros`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path, PurePath, PurePosixPath
from typing import NamedTuple

from archcalc.errors import InputError, shorten
from archcalc.figures.drawing import Drawing
from archcalc.lang import say
from archcalc.render._tex import escape
from archcalc.render.latex import fitted, fragment
from archcalc.slides import figures
from archcalc.slides.figures import Plotted
from archcalc.slides.macros import Entry, Use, Values, is_values, uses
from archcalc.slides.model import Deck, Formula, Made, Mark, Problem, State, Tables, Value
from archcalc.slides.tex import Document, Source, Span, blanked, code
from archcalc.slides.text import Language, Rendered, TextDeck

SUFFIXES = (".tex", ".ltx")
_PLAIN = r"(?:[^{}\\%]|\\[^\n])"
_BODY = rf"(?:{_PLAIN}|\{{(?:{_PLAIN}|\{{{_PLAIN}{{0,500}}+\}}){{0,500}}+\}}){{0,2000}}+"
_INLINE = re.compile(
    rf"\\arch(?:calc|(?P<expect>expect|refute))[ \t]*\{{(?P<asks>[^{{}}\\%#\n]{{1,1200}})\}}"
    rf"[ \t]*\{{(?P<body>{_BODY})\}}"
)
_DEFINED = re.compile(
    r"(?:command\*?|Command|\\def|\\let)\s{0,9}\{?\s{0,9}\\(archcalc|archexpect|archrefute)(?![A-Za-z])"
)
_DEFINITIONS = {
    "archcalc": r"\providecommand{\archcalc}[2]{#2}",
    "archexpect": r"\providecommand{\archexpect}[2]{#2}",
    "archrefute": r"\providecommand{\archrefute}[2]{#2}",
}
_MACROS = {"expect": "archexpect", "refute": "archrefute"}
_INPUT = r"\input{archcalc-values}"
_MATH = re.compile(r"(?<!\\)\$([^$]*)\$")
_LINE = 60
"""Characters of a formula that a slide's line holds."""
_FILE_SIGNS = re.compile(r"[\\{}%#~$&^]")
_READ = (
    (re.compile(r"\\[,:; ]|~"), "\u202f"),
    (re.compile(r"\\times(?![A-Za-z])[ ]?"), "×"),
    (re.compile(r"\\[A-Za-z]+\*?[ ]?|[{}$]"), ""),
    (re.compile(r"\\([%&_#])"), r"\1"),
)
"""LaTeX as a reader sees it."""


class _Need(NamedTuple):
    """What a block needs of the document, where its preamble shows no such thing."""

    sign: str
    given: str
    line: str


_NEEDS = (
    _Need(r"\\begin\{tikzpicture\}", r"tikz|pgfplots|forest", r"\usepackage{tikz}"),
    _Need(r"\\begin\{aligned\}", r"amsmath|mathtools|beamer", r"\usepackage{amsmath}"),
    _Need(r"\\(?:resizebox|includegraphics)", r"graphic|beamer|tikz|pgf", r"\usepackage{graphicx}"),
    _Need(
        "[\uac00-\ud7a3\u3131-\u318e]",
        r"kotex|CJK|luatexja|fontspec|polyglossia|oblivoir|memhangul",
        r"\usepackage{kotex}",
    ),
)  # fmt: skip


class _Latex(Language):
    LINES = (re.compile(r"^\ufeff?[ \t]*%+[ \t]*(?P<inner>/?archcalc[^\n]*?)[ \t]*\r?$", re.M),)
    INLINE = (_INLINE,)
    STRAY = re.compile(r"\\arch(?:calc|expect|refute)[ \t]*\{")
    SIGN = "arch"  # \archexpect, too
    spans: Sequence[Span] = ()

    def code(self, text: str) -> Sequence[Span]:
        """Verbatim text and comments."""
        self.spans = code(text)
        return self.spans

    def value(self, value: Value) -> str:
        """A value that may stand in a line, a title or a formula."""
        math = value.math or (value.text if value.latex else "")
        if math:
            return f"\\ensuremath{{{math}}}"
        return _MATH.sub(r"\\ensuremath{\1}", escape(value.text, "utf-8"))

    def block(self, made: Made, name: str, asks: str) -> Rendered:
        """A tabular, a displayed formula, a TikZ picture, or a chart in a file beside the deck."""
        if isinstance(made, Tables):
            return Rendered(fragment(made.page, made.style))
        if isinstance(made, Formula):
            return Rendered(_displayed(made))
        if isinstance(made, Drawing):
            return Rendered(fitted(made.tikz().rstrip("\n")))
        assert isinstance(made, Plotted)
        return _chart(made, name, asks)

    def plain(self, body: str) -> str:
        """Marked text as a reader sees it."""
        for pattern, sign in _READ:
            body = pattern.sub(sign, body)
        return body.strip()


def _displayed(formula: Formula) -> str:
    """A formula of one line; a longer one has a line for each step."""
    latex = formula.latex
    if len(formula.text) > _LINE:
        first, *steps = latex.split(" = ")
        lines = " \\\\\n".join(f"&= {step}" for step in steps)
        latex = f"\\begin{{aligned}}\n{first} {lines}\n\\end{{aligned}}"
    return f"\\[\n{latex}\n\\]"


def _chart(figure: Plotted, name: str, asks: str) -> Rendered:
    file = figures.beside(name, asks, "pdf")
    if _FILE_SIGNS.search(file):
        text = "LaTeX cannot find figures beside a deck called {name}: rename it"
        raise InputError(say(text, name=PurePath(name).name))
    room = "width=\\linewidth,height=.75\\textheight,keepaspectratio"
    text = f"\\begin{{center}}\n\\includegraphics[{room}]{{{file}}}\n\\end{{center}}"
    return Rendered(text, figures.source(figure), {file: lambda: figures.drawn(figure, "pdf")})


class LatexDeck(TextDeck):
    """A LaTeX file and, where it is a whole document, its file of values.

    Marks are also every use of a value, in the files that it reads, too, and the file of values.
    """

    def __init__(self, data: bytes, name: str) -> None:
        self._tex = _Latex()
        super().__init__(data, name, self._tex)
        own = blanked(self._text, self._tex.spans or code(self._text))
        self._document = Document(PurePath(name).name, own, Path())
        self._values: Values | None = None
        self._write = False
        uses = list(self._uses())
        if self._document.is_whole:
            self._find_values(uses)
        marks = [*self.marks, *self._marks_of(uses)]
        self.marks = sorted(marks, key=self._order)

    def _uses(self) -> Iterator[tuple[str, Use]]:
        """Every use of a value with its place; a chapter's only in itself."""
        whole = self._document.is_whole
        for source in self._document.sources if whole else [self._document.own]:
            yield from ((self._place_in(source, use.at), use) for use in uses(source.text))

    def _find_values(self, uses: Sequence[tuple[str, Use]]) -> None:
        """The file of values, or what is wrong where there is none."""
        for source, at, name in self._document.inputs():
            path = PurePosixPath(name if name.endswith(".tex") else f"{name}.tex")
            if "archcalc" in path.name and is_values(Path(path)):
                place = self._place_in(source, at)
                if not path.is_absolute() and ".." not in path.parts:
                    self._values = Values(place, str(path), [use.key for _, use in uses])
                    return
                text = "the file of values stands beside the deck or below, found {file}"
                self._problems.append(Problem(place, say(text, file=shorten(name))))
                return
        for macro, place in self._lacking(uses).items():
            text = "\\{macro} is not defined; add to the preamble: {line}"
            line = _DEFINITIONS.get(macro, _INPUT)
            self._problems.append(Problem(place, say(text, macro=macro, line=line)))

    def _lacking(self, uses: Sequence[tuple[str, Use]]) -> dict[str, str]:
        """The macros that the deck uses and does not define, and where it does first."""
        if uses:  # whose file brings the others, too
            place, use = uses[0]
            return {f"arch{use.macro}": place}
        first: dict[str, str] = {}
        for mark in self.marks:
            if not mark.block:
                macro = _MACROS.get(mark.asks.partition(" ")[0], "archcalc")
                first.setdefault(macro, mark.place)
        defined = set(_DEFINED.findall(self._document.preamble))
        return {macro: place for macro, place in first.items() if macro not in defined}

    def _marks_of(self, uses: Sequence[tuple[str, Use]]) -> Iterator[Mark]:
        for place, use in uses:
            held = self._values and self._values.held(use.key)
            yield Mark(place, use.key, held.shown if held else "", False, use)
        if self._values:
            name = self._values.name
            yield Mark(self._values.place, name, "", True, self._values, Value(name))

    def _order(self, mark: Mark) -> tuple[bool, bool, int]:
        """The deck's own marks from its beginning, others, and the file of values, made of them."""
        own = mark.place.startswith(f"{self.name}:")
        line = int(mark.place.rpartition(":")[2])
        return mark.made is not None, not own, line if own else 0

    def _place_in(self, source: Source, at: int) -> str:
        own = source is self._document.own
        name = self.name if own else PurePath(self.name).parent / source.path
        return f"{name}:{source.line(at)}"

    # --- changing --------------------------------------------------------------------------------

    def hold(self, mark: Mark, made: Made) -> State:
        """Whether a mark holds what is made for it. Raises InputError where it cannot."""
        if isinstance(mark.handle, Values):
            return mark.handle.state
        if isinstance(mark.handle, Use):
            entry = self._entry(mark.handle, made)
            return self._values.use(mark.handle.key, entry) if self._values else "current"
        state = super().hold(mark, made)
        if mark.block and self._document.is_whole:
            self._check_needs(self._tex.block(made, self._called, mark.asks).text)
        return state

    def _entry(self, use: Use, made: Made) -> Entry:
        macro = f"\\arch{use.macro}"
        if not isinstance(made, Value):
            raise InputError(say("{macro} takes an address such as vgg16.params", macro=macro))
        if made.digits:
            return Entry("set", made.digits)
        if use.macro == "qty":
            raise InputError(
                say("{macro} takes a number, found {found}", macro=macro, found=made.text)
            )
        return Entry("say", self._tex.value(made))

    def _check_needs(self, text: str) -> None:
        for need in _NEEDS:
            if re.search(need.sign, text) and not re.search(need.given, self._document.preamble):
                line = need.line
                raise InputError(say("this block needs a line in the preamble: {line}", line=line))

    def put(self, mark: Mark, made: Made) -> None:
        """Let a mark hold what is made for it."""
        if isinstance(mark.handle, Use | Values):
            self._write = True
        else:
            super().put(mark, made)

    def strip(self, mark: Mark) -> None:
        r"""Take the marker away and leave what it holds; ``\archnum`` stays, and its file."""
        if not isinstance(mark.handle, Use | Values):
            super().strip(mark)

    def beside(self, everything: bool = False) -> Mapping[str, bytes]:
        """Figures, and the file of values where anything in it changes, or all."""
        values = {self._values.name: self._values.text.encode()} if self._values else {}
        wanted = values if self._write or everything else {}
        return {**super().beside(everything), **wanted}


def read(data: bytes, name: str) -> Deck:
    """The deck that a LaTeX file is."""
    return LatexDeck(data, name)
