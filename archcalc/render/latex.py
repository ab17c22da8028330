r"""LaTeX: booktabs tables that compile as they are, and in an `\input` of an article or a frame."""

from __future__ import annotations

from archcalc.render._cells import header, words
from archcalc.render._tex import escape
from archcalc.views.model import Cell, Math, Page, Row, Style, Table

# \@nodocument becomes \relax at \begin{document}: the preamble is skipped where there was one.
_OPEN = r"""% Compiles as it is, and can be \input; with booktabs and graphicx if loaded{more}.
\expandafter\ifx\csname @nodocument\endcsname\relax
  \providecommand{{\toprule}}{{\hline}}
  \providecommand{{\midrule}}{{\hline}}
  \providecommand{{\bottomrule}}{{\hline}}
  \providecommand{{\resizebox}}[3]{{#3}}
  \def\archcalcend{{}}
\else
  \documentclass{{article}}
  \usepackage[T1]{{fontenc}}
  \usepackage[utf8]{{inputenc}}
  \IfFileExists{{lmodern.sty}}{{\usepackage{{lmodern}}}}{{}}
  \usepackage[margin=2cm]{{geometry}}
  \usepackage{{amsmath,booktabs,graphicx,longtable}}
  \pagestyle{{empty}}
  \def\archcalcend{{\end{{document}}}}
  \begin{{document}}
\fi
"""
_MORE = ".\n% Needs longtable, which breaks over pages; not for a frame"
_LONG = 45  # rows that one page holds
_LINE = 80  # characters that one line holds


def render(page: Page, style: Style) -> str:
    r"""A whole document which, inside another one, is only its tables.

    A table wider than the line is scaled down to it; one of more than 45 rows is a `longtable`.
    """
    more = _MORE if any(len(table.rows) > _LONG for table in page.tables) else ""
    tables = "\\bigskip\n".join(_table(table, style) for table in page.tables)
    return f"{_OPEN.format(more=more)}{tables}\\archcalcend\n"


def _table(table: Table, style: Style) -> str:
    stretch = "" if table.header else "\\renewcommand{\\arraystretch}{1.4}"  # fractions are tall
    parts = [
        f"\\par\\begingroup\\setlength{{\\parindent}}{{0pt}}{stretch}\\raggedright\n",
        _headline(table, style),
    ]
    if table.columns and table.rows:
        parts.append(_long(table, style) if len(table.rows) > _LONG else _short(table, style))
    notes = [f"{_text(note, style)}\\par\n" for note in table.notes]
    if notes:
        parts.append("{\\footnotesize\n" + "".join(notes) + "}%\n")
    return "".join(parts) + "\\endgroup\n"


def _headline(table: Table, style: Style) -> str:
    title, subtitle = _text(table.title, style), _text(table.subtitle, style)
    parts = [f"\\textbf{{{title}}}"] if title else []
    parts += [f"\\mbox{{{subtitle}}}"] if subtitle else []
    return " \\hfill ".join(parts) + "\\par\\medskip\n" if parts else ""


def _short(table: Table, style: Style) -> str:
    """A `tabular`, measured first, for \\resizebox to make it fit where it is too wide."""
    body = "\n".join(["\\toprule", *_head(table, style), *_body(table, style), "\\bottomrule"])
    return (
        f"\\setbox0=\\hbox{{\\begin{{tabular}}{{{_columns(table, style)}}}\n{body}\n"
        "\\end{tabular}}%\n"
        "\\ifdim\\wd0>\\linewidth\\resizebox{\\linewidth}{!}{\\box0}\\else\\box0\\fi"
        "\\par\\medskip\n"
    )


def _long(table: Table, style: Style) -> str:
    head = "\n".join(["\\toprule", *_head(table, style), "\\endhead", "\\bottomrule\\endfoot"])
    body = "\n".join(_body(table, style))
    spec = _columns(table, style)
    return f"\\begin{{longtable}}[l]{{{spec}}}\n{head}\n{body}\n\\end{{longtable}}\n"


def _columns(table: Table, style: Style) -> str:
    letters = "".join(column.align[0] for column in table.columns)
    if not _folds(table, style):
        return letters
    first, *rest = _lengths(table, style)
    room = 0.94 * max(20, _LINE - first) / _LINE
    return letters[0] + "".join(f"p{{{room * n / sum(rest):.3f}\\linewidth}}" for n in rest)


def _folds(table: Table, style: Style) -> bool:
    """Whether it is a table of sentences and formulas which one line would not hold."""
    lengths = _lengths(table, style)
    return not table.header and sum(lengths) > _LINE and sum(lengths[1:]) > 0


def _lengths(table: Table, style: Style) -> list[int]:
    columns = zip(*(row.cells for row in table.rows), strict=True)
    return [max(len(words(cell, style)) for cell in column) for column in columns]


def _head(table: Table, style: Style) -> list[str]:
    if not table.header:
        return []
    titles = (_text(title, style) for title in header(table, style))
    return [" & ".join(titles) + r" \\", "\\midrule"]


def _body(table: Table, style: Style) -> list[str]:
    lines = []
    folds = _folds(table, style)
    before = "total"  # no rule where one stands already
    for row in table.rows:
        if row.role == "total" and before != "total":
            lines.append("\\midrule")
        lines.append(_row(row, style, folds))
        before = row.role
    return lines


def _row(row: Row, style: Style, folds: bool) -> str:
    first, *rest = (_cell(cell, style) for cell in row.cells)
    first = "\\quad " * row.level + first
    if folds:  # \raggedright takes the name \\ for itself
        return " & \\raggedright ".join([first, *rest]) + " \\tabularnewline"
    return " & ".join([first, *rest]) + r" \\"


def _cell(cell: Cell, style: Style) -> str:
    if isinstance(cell, Math) and cell.latex:
        return f"${cell.latex}$"
    return _text(cell, style)


def _text(cell: Cell, style: Style) -> str:
    return escape(words(cell, style._replace(encoding="utf-8")), style.encoding)
