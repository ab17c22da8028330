"""Named shapes: what each kind of block is made of, whether a shape holds it, and putting it there.

A kind is a row of `_KINDS`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from archcalc.errors import InputError
from archcalc.figures.drawing import Drawing
from archcalc.lang import say
from archcalc.slides import figures
from archcalc.slides.figures import Plotted
from archcalc.slides.model import Formula, Made, State, Tables
from archcalc.slides.powerpoint import charts, diagrams, formulas, frames, letters, series, tables
from archcalc.slides.powerpoint.frames import Frame
from archcalc.slides.powerpoint.grid import grid_of
from archcalc.slides.powerpoint.names import Name, digest
from archcalc.slides.powerpoint.package import Leaf
from archcalc.slides.powerpoint.xml import Element, all_of, child, name, named, new, under

_OURS = "[archcalc]"
"""Ends an alternative text that archcalc wrote, and may write anew."""
_TABLE = "http://schemas.openxmlformats.org/drawingml/2006/table"


class Block(NamedTuple):
    """A shape whose name is a marker."""

    leaf: Leaf
    shape: Element
    name: Name


class Kind(NamedTuple):
    """One kind of block: the texts that show a change by hand, what else it is made from, words
    for those who cannot see it, whether it can stand there, and how it is put on a slide; `put`
    gives what stands there then.
    """

    texts: Callable[[Any], Sequence[str]]
    source: Callable[[Any], str]
    alt: Callable[[Any], str]
    check: Callable[[Block, Any], object]
    put: Callable[[Block, Any], Element]


def state(block: Block, made: Made) -> State:
    """Whether a block holds what is made for it. Raises InputError where it cannot."""
    kind = _kind(made)
    kind.check(block, made)
    there, wanted = digest(*_held(block)), digest(*kind.texts(made))
    if not block.name.held:
        return "stale"
    if there not in (block.name.held, wanted):
        return "edited"
    same = there == wanted == block.name.held and block.name.source == kind.source(made)
    return "current" if same else "stale"


def put(block: Block, made: Made) -> list[Any]:
    """Let a block hold what is made for it, and its name say so; gives the parts that changed."""
    kind = _kind(made)
    shape = kind.put(block, made)
    mark = Name(block.name.asks, digest(*kind.texts(made)), kind.source(made))
    properties = named(shape)
    assert properties is not None
    properties.set("name", str(mark))
    described = properties.get("descr", "")
    if not described or described.endswith(_OURS):
        properties.set("descr", f"{kind.alt(made) or block.name.asks} {_OURS}")
    _number(block.leaf, shape)
    chart = _chart(block._replace(shape=shape))
    parts = [block.leaf.page.part]
    return parts if chart is None else [*parts, chart.part, chart.part.chart_workbook.xlsx_part]


def free(block: Block) -> None:
    """Take the marker out of a shape's name."""
    properties = named(block.shape)
    assert properties is not None
    properties.set("name", block.name.asks)


def _kind(made: Made) -> Kind:
    return _KINDS[type(made)]


def _held(block: Block) -> Sequence[str]:
    """The texts of whatever a shape is."""
    found = next(all_of(block.shape, "a:tbl"), None)
    if found is not None:
        return [text for row in tables.held(found) for text in row]
    chart = _chart(block)
    if chart is not None:
        return series.texts(series.held(chart._chartSpace))
    if block.shape.tag == frames.GROUP:
        return diagrams.texts(block.shape)
    return [letters.text(block.shape)]


def _chart(block: Block) -> Any | None:
    found = next(all_of(block.shape, "c:chart"), None)
    if found is None or block.shape.tag != frames.GRAPHIC:
        return None
    try:
        return block.leaf.page.part.related_part(found.get(name("r:id"))).chart
    except (KeyError, AttributeError):  # a chart that has gone, or of a newer kind
        return None


def _number(leaf: Leaf, shape: Element) -> None:
    """Give the shapes within a group numbers that no other shape of the slide has."""
    taken = [
        int(p.get("id", 0)) for p in all_of(leaf.root, "p:cNvPr") if p.get("id", "0").isdigit()
    ]
    free = max(taken, default=1)
    for properties in all_of(shape, "p:cNvPr"):
        if properties.get("id") == "0":
            free += 1
            properties.set("id", str(free))


def _frame(block: Block) -> Frame:
    found = frames.frame_of(block.leaf, block.shape)
    if found is None or found.width <= 0 or found.height <= 0:
        raise InputError(say("this shape has no size: give it a width and a height"))
    return found


# --- tables --------------------------------------------------------------------------------------


def _put_table(block: Block, made: Tables) -> Element:
    there = _table(block)
    if there is not None:
        tables.rewrite(there, grid_of(made))
        _stretch(block.shape, there)
        return block.shape
    return frames.swap(block.leaf, block.shape, _new_table(block, made))


def _table(block: Block) -> Any:
    return child(block.shape, "a:graphic", "a:graphicData", "a:tbl")


def _check_table(block: Block, made: Tables) -> None:
    if _table(block) is None:
        _new_table(block, made)


def _new_table(block: Block, made: Tables) -> Element:
    """A table as large as fits the shape. Raises InputError where none can stand."""
    if frames.in_group(block.shape):
        raise InputError(say("a table cannot stand in a group: take its shape out of the group"))
    frame = _frame(block)
    table = tables.made(grid_of(made), frame)
    fresh = _graphic(Frame(frame.x, frame.y, *tables.extent(table)))
    under(under(fresh, "a:graphic"), "a:graphicData", uri=_TABLE).append(table)
    return fresh


def _graphic(frame: Frame) -> Element:
    made = new("p:graphicFrame")
    head = under(made, "p:nvGraphicFramePr")
    under(head, "p:cNvPr", id=0, name="")
    under(under(head, "p:cNvGraphicFramePr"), "a:graphicFrameLocks", noGrp=1)
    under(head, "p:nvPr")
    frames.place(made, "p:xfrm", frame)
    return made


def _stretch(shape: Element, table: Element) -> None:
    """Let the frame be as large as the table in it."""
    extent = child(shape, "p:xfrm", "a:ext")
    if extent is not None:
        for key, value in zip(("cx", "cy"), tables.extent(table), strict=True):
            extent.set(key, str(value))


# --- charts, drawings, formulas ------------------------------------------------------------------


def _put_chart(block: Block, made: Plotted) -> Element:
    chart, frame = _chart(block), _frame(block)
    if chart is not None and charts.same_kind(chart, made.chart):
        charts.replace(chart, made, frame)
        return block.shape
    fresh = charts.add(block.leaf.page.shapes, made, frame)
    element = fresh._element
    element.getparent().remove(element)
    return frames.swap(block.leaf, block.shape, element)


def _chart_source(made: Plotted) -> str:
    chart = made.chart
    words = [chart.title, chart.mark, made.look.theme]
    words += [f"{axis.title} {axis.form} {axis.scale} {axis.high}" for axis in (chart.x, chart.y)]
    return digest(*words, *(point.label for point in chart.points()))


def _put_diagram(block: Block, made: Drawing) -> Element:
    return frames.swap(block.leaf, block.shape, diagrams.made(made, _frame(block)))


def _put_formula(block: Block, made: Formula) -> Element:
    shape = block.shape
    if not _holds_text(shape):
        shape = frames.swap(block.leaf, shape, formulas.box(_frame(block)))
    letters.rewrite(shape, formulas.pieces(made))
    return shape


def _holds_text(shape: Element) -> bool:
    return bool(shape.tag == frames.TEXT) and child(shape, "p:txBody", "a:p") is not None


_KINDS: dict[type, Kind] = {
    Tables: Kind(
        lambda made: [text for row in grid_of(made).texts() for text in row],
        lambda made: "",
        lambda made: next((table.title for table in made.page.tables if table.title), ""),
        _check_table,
        _put_table,
    ),
    Plotted: Kind(
        lambda made: series.texts(series.lines_of(made.chart)),
        _chart_source,
        lambda made: ". ".join(filter(None, (made.chart.title, made.chart.subtitle))),
        lambda block, made: _frame(block),
        _put_chart,
    ),
    Drawing: Kind(
        lambda made: diagrams.texts(diagrams.made(made, Frame(0, 0, 10**7, 10**7))),
        figures.source,
        diagrams.alt,
        lambda block, made: _frame(block),
        _put_diagram,
    ),
    Formula: Kind(
        lambda made: [letters.plain(formulas.pieces(made))],
        lambda made: "",
        lambda made: made.text,
        lambda block, made: _holds_text(block.shape) or _frame(block),
        _put_formula,
    ),
}
