"""HTML: one self-contained page, light or dark as the reader's; or one figure for a notebook."""

from __future__ import annotations

from html import escape
from itertools import pairwise

from archcalc.lang import spoken
from archcalc.render._cells import Span, clean, header, scripts, spans, words
from archcalc.signs import is_unicode
from archcalc.views.model import (
    Against,
    Cell,
    Column,
    Mark,
    Math,
    Page,
    Repeat,
    Row,
    Stack,
    Strong,
    Style,
    Table,
)

_PAGE = """\
<!DOCTYPE html>
<html lang="{lang}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>{title}</title>
<style>
:root {{ color-scheme: light dark; }}
body {{ margin: 2rem auto; padding: 0 1rem; width: fit-content; max-width: 100%;
  box-sizing: border-box; font: 1rem/1.45 system-ui, sans-serif; }}
{css}</style>
</head>
<body>
{figures}</body>
</html>
"""
# Colours mixed from the text's own, so that a notebook's light or dark theme is followed.
_CSS = """\
.archcalc { margin: 0 0 2.5rem; overflow-x: auto; --line: rgb(128 128 128 / 45%); }
.archcalc table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
.archcalc caption { text-align: left; padding: 0 .6em .7em; }
.archcalc caption strong { margin-right: 1.2em; }
.archcalc caption span { opacity: .75; display: inline-block; }
.archcalc th, .archcalc td { text-align: left; padding: .18em .6em; font-weight: normal;
  vertical-align: baseline; }
.archcalc thead th { font-weight: 600; vertical-align: bottom; }
.archcalc thead { border-bottom: 1px solid var(--line); }
.archcalc .right { text-align: right; }
.archcalc tbody th, .archcalc td.right { white-space: nowrap; }
.archcalc .center { text-align: center; }
.archcalc .stacked > * { vertical-align: middle; }
.archcalc .times { display: block; white-space: nowrap; margin: .2em 0; }
.archcalc .bracket { display: inline-block; vertical-align: middle; padding: 0 .55em;
  text-align: center; border: solid; border-width: 0 1.5px; line-height: 1.3;
  --tick: linear-gradient(currentColor, currentColor);
  background: var(--tick) 0 0, var(--tick) 100% 0, var(--tick) 0 100%, var(--tick) 100% 100%;
  background-size: .3em 1.5px; background-repeat: no-repeat; }
.archcalc .printed { opacity: .7; }
.archcalc .blank { display: inline-block; width: 5em; height: 1em;
  border-bottom: 1px solid currentColor; }
.archcalc .level { padding-left: calc(.6em + 1.3em * var(--level)); }
.archcalc .total > *, .archcalc .heading > * { font-weight: 600; }
.archcalc tbody + tbody .heading > * { padding-top: .8em; }
.archcalc :not(.total) + .total > *, .archcalc .total:first-child > * {
  border-top: 1px solid var(--line); }
.archcalc tbody tr:hover { background: rgb(128 128 128 / 12%); }
.archcalc figcaption { max-width: 75ch; padding: .7em .6em 0; font-size: .875em; opacity: .8; }
.archcalc .prose { max-width: 75ch; padding: 0 .6em .7em; }
.archcalc .prose p { margin: 0 0 .7em; }
.archcalc figcaption p { margin: 0 0 .3em; }
"""


def render(page: Page, style: Style) -> str:
    """A whole page with all tables. Where the output is not Unicode, references stand for signs."""
    title = next((table.title for table in page.tables if table.title), "archcalc")
    figures = "".join(figure(table, style) for table in page.tables)
    heading = escape(words(title, _unicode(style)))
    text = _PAGE.format(lang=spoken(), title=heading, css=_CSS, figures=figures)
    return _encodable(text, style)


def fragment(table: Table, style: Style) -> str:
    """One table as a figure with its own style sheet, to stand in somebody else's page."""
    return _encodable(f"<style>\n{_CSS}</style>\n{figure(table, style)}", style)


def figure(table: Table, style: Style) -> str:
    """One table with its title and notes; how it looks is said by classes."""
    style = _unicode(style)
    parts = [] if table.text else [_caption(table, style)]
    if table.header:
        parts.append(_head(table, style))
    parts += [_group(rows, table.columns, style) for rows in _groups(table.rows)]
    notes = "".join(f"<p>{escape(words(note, style))}</p>\n" for note in table.notes if note)
    foot = f"<figcaption>\n{notes}</figcaption>\n" if notes else ""
    rows = f"<table>\n{''.join(parts)}</table>\n"
    return f'<figure class="archcalc">\n{_prose(table, style)}{rows}{foot}</figure>\n'


def _prose(table: Table, style: Style) -> str:
    """The title and the paragraphs, where there are any; else the title is the table's caption."""
    if not table.text:
        return ""
    title = f"<p><strong>{escape(words(table.title, style))}</strong></p>\n"
    text = "".join(f"<p>{math(words(each, style))}</p>\n" for each in table.text)
    return f'<div class="prose">\n{title}{text}</div>\n'


def _caption(table: Table, style: Style) -> str:
    title, subtitle = (escape(words(text, style)) for text in (table.title, table.subtitle))
    parts = [f"<strong>{title}</strong>"] if title else []
    parts += [f"<span>{subtitle}</span>"] if subtitle else []
    return f"<caption>{' '.join(parts)}</caption>\n" if parts else ""


def _head(table: Table, style: Style) -> str:
    cells = "".join(
        f'<th scope="col"{_class(column)}>{escape(title)}</th>'
        for column, title in zip(table.columns, header(table, style), strict=True)
    )
    return f"<thead>\n<tr>{cells}</tr>\n</thead>\n"


def _groups(rows: tuple[Row, ...]) -> list[tuple[Row, ...]]:
    """The rows, cut before each heading."""
    cuts = [n for n, row in enumerate(rows) if row.role == "heading" and n]
    return [rows[a:b] for a, b in pairwise([0, *cuts, len(rows)])]


def _group(rows: tuple[Row, ...], columns: tuple[Column, ...], style: Style) -> str:
    return f"<tbody>\n{''.join(_row(row, columns, style) for row in rows)}</tbody>\n"


def _row(row: Row, columns: tuple[Column, ...], style: Style) -> str:
    first, *rest = spans(row.cells)
    scope = "rowgroup" if row.role == "heading" else "row"
    level = f' class="level" style="--level: {row.level}"' if row.level else _class(columns[0])
    head = f'<th scope="{scope}"{_colspan(first)}{level}>{_cell(first.cell, style)}</th>'
    cells = "".join(
        f"<td{_colspan(span)}{_class(columns[span.place], span.width)}>"
        f"{_cell(span.cell, style)}</td>"
        for span in rest
    )
    stacked = any(isinstance(cell, Stack) for cell in row.cells)
    role = " ".join([row.role] * (row.role != "body") + ["stacked"] * stacked)
    kind = f' class="{role}"' if role else ""
    return f"<tr{kind}>{head}{cells}</tr>\n"


def _colspan(span: Span) -> str:
    return f' colspan="{span.width}"' if span.width > 1 else ""


def _cell(cell: Cell, style: Style) -> str:
    """Escaped; a formula with its subscripts set low, layers in brackets, a line to write on."""
    match cell:
        case Mark.BLANK:
            return '<span class="blank"></span>'
        case Strong():
            return f"<strong>{escape(words(cell, style))}</strong>"
        case Against(computed=computed, printed=printed):
            printed = f'<span class="printed">[{escape(clean(printed))}]</span>'
            return f"{escape(clean(computed))} {printed}"
        case Stack(parts=parts):
            return "".join(map(_part, parts))
        case Math():
            return math(words(cell, style))
    return escape(words(cell, style))


def _part(part: str | Repeat) -> str:
    if isinstance(part, str):
        return f'<span class="times">{escape(clean(part))}</span>'
    lines = "<br>".join(escape(clean(line)) for line in part.lines)
    return f'<span class="times"><span class="bracket">{lines}</span> × {part.times}</span>'


def math(text: str) -> str:
    """A formula with its subscripts set low."""
    return "".join(
        escape(plain) + (f"<sub>{escape(low)}</sub>" if low else "") for plain, low in scripts(text)
    )


def _class(column: Column, width: int = 1) -> str:
    align = column.align if width == 1 else "center"
    return f' class="{align}"' if align != "left" else ""


def _unicode(style: Style) -> Style:
    return style._replace(encoding="utf-8")


def _encodable(text: str, style: Style) -> str:
    if is_unicode(style.encoding):
        return text
    return text.encode("ascii", "xmlcharrefreplace").decode("ascii")
