r"""LaTeX: booktabs tables that compile as they are, and in an `\input` of an article or a frame."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from archcalc.render._cells import header, spans
from archcalc.render._tex import hangul, has_hangul
from archcalc.render._texcells import is_tall, length, prose, row, text
from archcalc.views.model import Cell, Page, Style, Table

_KOREAN = "\n  \\usepackage{kotex}"
# \@nodocument becomes \relax at \begin{document}: the preamble is skipped where there was one.
_OPEN = r"""% Compiles as it is{twice}, and can be \input; with booktabs and graphicx if loaded.{ko}
\expandafter\ifx\csname @nodocument\endcsname\relax
  \providecommand{{\toprule}}{{\hline}}
  \providecommand{{\midrule}}{{\hline}}
  \providecommand{{\bottomrule}}{{\hline}}
  \providecommand{{\addlinespace}}{{\noalign{{\smallskip}}}}
  \providecommand{{\resizebox}}[3]{{#3}}
  \providecommand{{\text}}[1]{{\mbox{{#1}}}}
  \def\archcalcend{{}}
\else
  \documentclass{{article}}
  \usepackage[T1]{{fontenc}}
  \usepackage[utf8]{{inputenc}}
  \IfFileExists{{lmodern.sty}}{{\usepackage{{lmodern}}}}{{}}
  \usepackage[margin=2cm]{{geometry}}
  \usepackage{{amsmath,booktabs,graphicx,longtable}}{korean}
  \pagestyle{{empty}}
  \def\archcalcend{{\end{{document}}}}
  \begin{{document}}
\fi
"""
_NEEDS = "\n% Its Hangul needs kotex."
_TWICE = r"""
% (twice, for longtable's widths; a tabular is scaled down where that is not loaded, in a frame,
% and in columns)"""
# \box0 is the table, \box6 what stands above it, \box8 the notes, which give way first.
# Raised, all of a box is height, which is what \resizebox takes.
_FIT = r"""\def\archcalcroom{\dimen8=.8\textheight\advance\dimen8-\ht6\advance\dimen8-\ht8
  \ifdim\dimen8<.3\textheight\dimen8=.3\textheight\fi}
\def\archcalcfit{%
  \ifdim\wd0>\linewidth\setbox0=\hbox{\resizebox{\linewidth}{!}{\box0}}\fi
  \setbox0=\hbox{\raise\dp0\box0}\archcalcroom
  \ifdim\ht0>\dimen8\archcalcnotes\tiny\archcalcroom\fi
  \ifdim\ht0>\dimen8\setbox0=\hbox{\resizebox{!}{\dimen8}{\box0}}\fi
  \unvbox6\box0\par\medskip}
"""
# No page can be broken in a frame, which is inner, nor in columns, a list or a minipage.
_BREAKS = r"""\def\archcalcbreaks{01}%
\expandafter\ifx\csname longtable\endcsname\relax\else
  \ifinner\else\ifdim\linewidth<\textwidth\else\def\archcalcbreaks{00}\fi\fi\fi
"""
# A longtable cannot be scaled: smaller letters and narrower gaps make it fit.
_SMALLER = r"""\def\archcalcsmaller#1{%
  \ifdim\wd0>\linewidth\tabcolsep=.8\tabcolsep#1\archcalcset\fi}%
\archcalcset\archcalcsmaller\small\archcalcsmaller\footnotesize\archcalcsmaller\scriptsize
"""
# Without booktabs a table has plain lines.
_RULES = (
    r"\providecommand\toprule{\hline}\providecommand\midrule{\hline}"
    r"\providecommand\bottomrule{\hline}%"
)
_SPACE = r"\providecommand\addlinespace{\noalign{\smallskip}}%"
_NARROWED = r"\ifdim\wd0>\linewidth\sbox0{\resizebox{\linewidth}{!}{\usebox0}}\fi"
_LOWERED = (
    r"\ifdim\dimexpr\ht0+\dp0>.8\textheight\sbox0{\resizebox*{!}{.8\textheight}{\usebox0}}\fi"
)
_LONG = {True: 45, False: 25}  # rows that one page holds; those without a header are tall
_LINE = 80  # characters that one line holds
_SHORT_TEXT = 20  # characters that need not fold


def render(page: Page, style: Style) -> str:
    r"""A whole document which, inside another one, is only its tables.

    A table wider than the line, or too tall for a page or frame, is scaled down to fit; one of more
    than 45 rows goes on over the page, where the document has `longtable` and the place is not one.
    """
    twice = _TWICE if any(map(_is_long, page.tables)) else ""
    tables = "\\bigskip\n".join(_table(table, style) for table in page.tables)
    korean = has_hangul(tables)
    opening = _OPEN.format(twice=twice, korean=_KOREAN * korean, ko=_NEEDS * korean)
    return f"{opening}{_FIT}{hangul(tables, style.encoding)}\\archcalcend\n"


def fragment(page: Page, style: Style) -> str:
    r"""Only the tables, for a slide: they need no preamble, but look better with booktabs.

    All of them together are scaled down to the room that a slide has. There is no ``#`` in it,
    which a frame that is not fragile would not take.
    """
    pieces = [piece for table in page.tables for piece in _pieces(table, style)]
    if len(pieces) == 1 and pieces[0].startswith(_RULES):
        return fitted(pieces[0])
    lines = [_piece(piece) for piece in pieces]
    opening = "\\begin{minipage}{\\linewidth}\\setlength{\\parindent}{0pt}"
    return fitted("\n".join([opening, *lines, "\\end{minipage}"]))


def fitted(content: str) -> str:
    """`content` in the middle of the line, scaled down where that or the page has no room."""
    box = f"\\sbox0{{%\n{content}}}%\n{_NARROWED}\n{_LOWERED}\n\\usebox0"
    return f"\\begin{{center}}\n{box}\n\\end{{center}}"


def _piece(piece: str) -> str:
    """A table as wide as the line at the most, or a paragraph."""
    if not piece.startswith(_RULES):
        return f"{piece}\\par\\smallskip"
    return f"{{\\sbox0{{%\n{piece}}}%\n{_NARROWED}\n\\centering\\usebox0\\par\\medskip}}"


def _pieces(table: Table, style: Style) -> Iterator[str]:
    """What stands above a table, the table, and its notes."""
    title, subtitle = text(table.title, style), text(table.subtitle, style)
    if title or subtitle:
        yield " \\hfill ".join(filter(None, [f"\\textbf{{{title}}}" * bool(title), subtitle]))
    yield from (prose(each, style) for each in table.text)
    body = [*_head(table, style), *_body(table, style)] if table.columns and table.rows else []
    if body:
        stretch = [] if table.header else ["\\renewcommand{\\arraystretch}{1.4}%"]
        space = [_SPACE] if "\\addlinespace" in body else []
        opening = f"\\begin{{tabular}}{{{_columns(table, style, _in_letters)}}}"
        lines = [_RULES, *space, *stretch, opening, "\\toprule", *body, "\\bottomrule"]
        yield "\n".join([*lines, "\\end{tabular}"])
    yield from (f"{{\\footnotesize {text(note, style)}\\par}}" for note in table.notes if note)


def _is_long(table: Table) -> bool:
    return len(table.rows) > _LONG[table.header]


def _table(table: Table, style: Style) -> str:
    stretch = "" if table.header else "\\renewcommand{\\arraystretch}{1.4}"  # fractions are tall
    notes = "".join(f"{text(note, style)}\\par\n" for note in table.notes if note)
    parts = [
        f"\\par\\begingroup\\setlength{{\\parindent}}{{0pt}}{stretch}\\raggedright\n",
        f"\\setbox6=\\vbox{{\\hsize=\\linewidth{_headline(table, style)}}}%\n",
        f"\\def\\archcalcnotes#1{{\\setbox8=\\vbox{{\\hsize=\\linewidth#1\n{notes}}}}}%\n",
        "\\archcalcnotes\\footnotesize\n",
    ]
    if table.columns and table.rows:
        parts.append(_long(table, style) if _is_long(table) else _short(table, style))
    return "".join([*parts, "\\unvbox6\\unvbox8\n\\endgroup\n"])


def _headline(table: Table, style: Style) -> str:
    title, subtitle = text(table.title, style), text(table.subtitle, style)
    parts = [f"\\textbf{{{title}}}"] if title else []
    parts += [f"\\mbox{{{subtitle}}}"] if subtitle else []
    above = "%\n" + " \\hfill ".join(parts) + "\\par\\medskip" if parts else ""
    return above + "".join(f"\n{prose(each, style)}\\par\\medskip" for each in table.text)


def _short(table: Table, style: Style) -> str:
    """A `tabular`, measured first, for \\archcalcfit to make it fit."""
    body = "\n".join(["\\toprule", *_head(table, style), *_body(table, style), "\\bottomrule"])
    return (
        f"\\setbox0=\\hbox{{\\begin{{tabular}}{{{_columns(table, style)}}}\n{body}\n"
        "\\end{tabular}}\\archcalcfit\n"
    )


def _long(table: Table, style: Style) -> str:
    """A `longtable` where that can be, else the same rows in a `tabular` that is made to fit."""
    head, body = ("\n".join(lines(table, style)) for lines in (_head, _body))
    spec = _columns(table, style)
    return (
        f"\\long\\def\\archcalchead{{%\n{head}}}%\n\\long\\def\\archcalcrows{{%\n{body}}}%\n"
        f"\\def\\archcalcset{{\\setbox0=\\hbox{{\\begin{{tabular}}{{{spec}}}\n"
        "\\toprule\\archcalchead\\archcalcrows\\bottomrule\n\\end{tabular}}}%\n"
        f"{_BREAKS}\\if\\archcalcbreaks\n{_SMALLER}"
        f"\\unvbox6\\begin{{longtable}}[l]{{{spec}}}\n"
        "\\toprule\\archcalchead\\endhead\\bottomrule\\endfoot\\archcalcrows\n"
        "\\end{longtable}\n\\else\\archcalcset\\archcalcfit\\fi\n"
    )


def _of_line(share: float) -> str:
    return f"{share:.3f}\\linewidth"


def _in_letters(share: float) -> str:
    """On a slide a column may be half a line: it is set as on a whole one, and scaled."""
    return f"{share * _LINE * 0.45:.1f}em"


def _columns(table: Table, style: Style, width: Callable[[float], str] = _of_line) -> str:
    """Columns as wide as they are; those that fold share the rest of the line by their lengths."""
    folds, lengths = _folds(table, style), _lengths(table, style)
    fixed = sum(n for n, fold in zip(lengths, folds, strict=True) if not fold)
    shared = sum(n for n, fold in zip(lengths, folds, strict=True) if fold)
    room = 0.94 * max(20, _LINE - fixed) / _LINE
    return "".join(
        f"p{{{width(room * n / shared)}}}" if fold else column.align[0]
        for column, n, fold in zip(table.columns, lengths, folds, strict=True)
    )


def _folds(table: Table, style: Style) -> list[bool]:
    """Which columns fold: where one line would not hold them all, those of sentences.

    Without a header formulas are sentences, too.
    """
    lengths = _lengths(table, style)
    if sum(lengths) <= _LINE:
        return [False] * len(lengths)
    if not table.header:
        return [place > 0 and sum(lengths[1:]) > 0 for place in range(len(lengths))]
    return [
        place > 0
        and column.align == "left"
        and lengths[place] > _SHORT_TEXT
        and all(isinstance(cell, str | None) for cell in values)
        for place, (column, values) in enumerate(zip(table.columns, _cells(table), strict=True))
    ]


def _lengths(table: Table, style: Style) -> list[int]:
    return [max((length(cell, style) for cell in cells), default=0) for cells in _cells(table)]


def _cells(table: Table) -> list[list[Cell]]:
    """Each column's cells, without those that are merged over several."""
    columns: list[list[Cell]] = [[] for _ in table.columns]
    for entry in table.rows:
        for span in spans(entry.cells):
            if span.width == 1:
                columns[span.place].append(span.cell)
    return columns


def _head(table: Table, style: Style) -> list[str]:
    if not table.header:
        return []
    titles = (text(title, style) for title in header(table, style))
    return [" & ".join(titles) + r" \\", "\\midrule"]


def _body(table: Table, style: Style) -> list[str]:
    lines = []
    folds = _folds(table, style)
    before = "total"  # no rule where one stands already
    for number, entry in enumerate(table.rows):
        if entry.role == "total" and before != "total":
            lines.append("\\midrule")
        around = table.rows[max(0, number - 1) : number + 1]
        if (entry.role == "heading" or any(map(is_tall, around))) and number:
            lines.append("\\addlinespace")
        lines.append(row(entry, style, folds))
        before = entry.role
    return lines
