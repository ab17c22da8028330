"""Native tables: made with rules above and below as in print, and refreshed cell by cell."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy

from archcalc.errors import InputError
from archcalc.figures.text import width
from archcalc.lang import say
from archcalc.slides.powerpoint import letters
from archcalc.slides.powerpoint.frames import EMU, Frame
from archcalc.slides.powerpoint.grid import Box, Grid, Line
from archcalc.slides.powerpoint.xml import Element, all_of, child, name, new, remove, under

LARGEST, SMALLEST = 18.0, 7.0
"""Sizes of a new table's letters, in points."""
_LEADING = 1.22
_SIDE, _ABOVE = 7.0, 1.6
"""What a cell leaves free left and right, above and below its text, in points."""
_SPREAD = 1.5
"""How much wider a table is made than its text needs, where there is room."""
_NO_STYLE = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"
_ALIGN = {"left": "l", "center": "ctr", "right": "r"}
_NOTE = 0.8
_INDENT = 1.0
_WIDE, _BOLD = 1.08, 1.1
"""Signs such as × and bold letters of wide fonts are wider still than `figures.text` has them."""
_THICK, _THIN = 1.5, 0.75


def made(grid: Grid, frame: Frame) -> Element:
    """A new ``a:tbl`` that fits the frame. Raises InputError where that would be too small."""
    size = _size(grid, frame)
    table = new("a:tbl")
    looks = under(table, "a:tblPr", firstRow=int(grid.count("header") > 0))
    under(looks, "a:tableStyleId", _NO_STYLE)
    columns = under(table, "a:tblGrid")
    for length in _widths(grid, size, frame):
        under(columns, "a:gridCol", w=round(length * EMU))
    for number, line in enumerate(grid.lines):
        row = under(table, "a:tr", h=round(_height(line, size) * EMU))
        above = grid.lines[number - 1].role if number else ""
        last = number == len(grid.lines) - 1
        for place, box in enumerate(line.boxes):
            cell = _cell(box, line, size, indent=0 if place else line.level)
            row.append(cell)
            _merge(cell, box.span, inside=False)
            for _ in range(box.span - 1):
                row.append(_cell(Box((), box.align), line, size))
                _merge(row[-1], 1, inside=True)
        for cell in row:
            _rules(child(cell, "a:tcPr"), line, above=above, last=last)
    return table


def extent(table: Element) -> tuple[int, int]:
    """A table's width and height in English metric units."""
    columns, rows = all_of(table, "a:gridCol"), all_of(table, "a:tr")
    return sum(int(c.get("w", 0)) for c in columns), sum(int(r.get("h", 0)) for r in rows)


# --- sizes ---------------------------------------------------------------------------------------


def _size(grid: Grid, frame: Frame) -> float:
    """The largest size at which the table fits its frame."""
    wide, high = frame.width / EMU, frame.height / EMU
    margins = 2 * _SIDE * grid.columns
    natural = sum(_natural(grid, 1.0))
    tall = sum(_height(line, 1.0) - 2 * _ABOVE for line in grid.lines)
    room = high - 2 * _ABOVE * len(grid.lines)
    size = min(LARGEST, (wide - margins) / natural if natural else LARGEST, room / tall)
    if size < SMALLEST:
        text = (
            "a table of {rows} rows and {columns} columns is too large for its shape even at "
            "{size} pt: choose with rows= and columns=, or make the shape larger"
        )
        n = len(grid.lines)
        raise InputError(say(text, rows=n, columns=grid.columns, size=round(SMALLEST)))
    return int(size * 2) / 2


def _natural(grid: Grid, size: float) -> list[float]:
    """How wide each column's text is; a merged cell needs no more than its columns have."""
    found = [0.0] * grid.columns
    merged = []
    for line in grid.lines:
        place = 0
        for box in line.boxes:
            texts = box.text.split("\n")
            length = max(width(text, size * _share(line), bold=box.bold) for text in texts)
            length *= _WIDE * (_BOLD if box.bold else 1)
            length += line.level * _INDENT * size if place == 0 else 0
            if box.span == 1:
                found[place] = max(found[place], length)
            elif line.role not in ("note", "heading"):
                merged.append((place, box.span, length))
            place += box.span
    for place, span, length in merged:
        more = length - sum(found[place : place + span])
        found[place] += max(0.0, more)
    return found


def _widths(grid: Grid, size: float, frame: Frame) -> list[float]:
    natural = [length + 2 * _SIDE for length in _natural(grid, size)]
    whole = sum(natural)
    share = max(1.0, min(frame.width / EMU / whole, _SPREAD)) if whole else 1.0
    return [length * share for length in natural]


def _height(line: Line, size: float) -> float:
    return size * _share(line) * _LEADING * line.height + 2 * _ABOVE


def _share(line: Line) -> float:
    return _NOTE if line.role == "note" else 1.0


# --- cells ---------------------------------------------------------------------------------------


def _cell(box: Box, line: Line, size: float, indent: int = 0) -> Element:
    cell = new("a:tc")
    body = under(cell, "a:txBody")
    under(body, "a:bodyPr")
    paragraph = under(body, "a:p")
    looks = under(paragraph, "a:pPr", algn=_ALIGN[box.align])
    if indent:
        looks.set("marL", str(round(indent * _INDENT * size * EMU)))
    sample = new("a:rPr", lang="en-US", sz=round(size * _share(line) * 100), b=int(box.bold))
    under(under(sample, "a:solidFill"), "a:schemeClr", val="tx1")
    letters.write(paragraph, box.pieces, sample)
    side, top = round(_SIDE * EMU), round(_ABOVE * EMU)
    under(cell, "a:tcPr", marL=side, marR=side, marT=top, marB=top, anchor="ctr")
    return cell


def _rules(outside: Element, line: Line, *, above: str, last: bool) -> None:
    """Rules above the table, under its headings, above a total and below all."""
    thick = {"": _THICK, "header": _THIN}.get(above, 0.0)
    if line.role == "total" and above != "total":
        thick = max(thick, _THIN)
    if line.role in ("note", "header") and above not in (line.role, ""):
        thick = _THICK
    bottom = _THICK if last and line.role != "note" else 0.0
    for side, points in (("a:lnL", 0), ("a:lnR", 0), ("a:lnT", thick), ("a:lnB", bottom)):
        rule = under(outside, side, w=round(points * EMU))
        if not points:
            under(rule, "a:noFill")
            continue
        under(under(rule, "a:solidFill"), "a:schemeClr", val="tx1")
    under(outside, "a:noFill")


# --- refreshing ----------------------------------------------------------------------------------


def held(table: Element) -> list[list[str]]:
    """The text of each cell."""
    return [[letters.text(cell) for cell in all_of(row, "a:tc")] for row in all_of(table, "a:tr")]


def rewrite(table: Element, grid: Grid) -> None:
    """Let a table show `grid`: cells keep their looks, rows and columns are cloned or removed."""
    _columns(table, grid.columns)
    _rows(table, grid)
    for row, line in zip(all_of(table, "a:tr"), grid.lines, strict=True):
        cells = iter(list(all_of(row, "a:tc")))
        for box in line.boxes:
            first = next(cells)
            letters.rewrite(first, box.pieces)
            _merge(first, box.span, inside=False)
            for _ in range(box.span - 1):
                covered = next(cells)
                letters.rewrite(covered, ())
                _merge(covered, 1, inside=True)


def _merge(cell: Element, span: int, *, inside: bool) -> None:
    for key in ("gridSpan", "hMerge", "rowSpan", "vMerge"):
        cell.attrib.pop(key, None)
    if span > 1:
        cell.set("gridSpan", str(span))
    if inside:
        cell.set("hMerge", "1")


def _columns(table: Element, count: int) -> None:
    columns = list(all_of(table, "a:gridCol"))
    whole = sum(int(column.get("w", 0)) for column in columns)
    for row in (child(table, "a:tblGrid"), *all_of(table, "a:tr")):
        kind = "a:gridCol" if row.tag == name("a:tblGrid") else "a:tc"
        _resize(list(row.iterchildren(name(kind))), count)
    if len(columns) == count:
        return
    columns = list(all_of(table, "a:gridCol"))
    now = sum(int(column.get("w", 0)) for column in columns) or 1
    for column in columns:
        column.set("w", str(int(column.get("w", 0)) * whole // now))


def _rows(table: Element, grid: Grid) -> None:
    """Rows of the body are added or removed, the head and the totals stay what they are."""
    rows = list(all_of(table, "a:tr"))
    head, foot = grid.count("header"), grid.count("total", "note")
    if len(rows) <= head + foot:
        _resize(rows, len(grid.lines))
        return
    _resize(rows[head : len(rows) - foot], len(grid.lines) - head - foot)


def _resize(elements: list[Element], count: int) -> None:
    """Clone the last of these neighbours, or remove some, until there are `count`."""
    for element in elements[max(count, 1) :]:
        remove(element)
    last = elements[min(len(elements), max(count, 1)) - 1]
    for _ in range(count - len(elements)):
        fresh = deepcopy(last)
        for identity in _identities(fresh):
            remove(identity)
        last.addnext(fresh)


def _identities(element: Element) -> Iterator[Element]:
    """The numbers that PowerPoint gives rows and columns, of which no two are alike."""
    yield from [one for one in element.iter() if str(one.tag).endswith("}extLst")]
