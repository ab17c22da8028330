"""The file: a zip archive that is looked over before it is read, and written with no part touched
but those that were changed."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from typing import Any, NamedTuple

from pptx import Presentation

from archcalc.errors import InputError, shorten
from archcalc.lang import say

MOST_BYTES = 500_000_000
"""Of all parts together, unpacked."""
MOST_XML = 100_000_000
"""Of all parts that are read as XML."""
MOST_PART = 20_000_000
"""Of one such part: a slide has some ten thousand."""
MOST_PARTS = 20_000
MOST_RATIO = 200
"""How often an archive may be larger unpacked: text packs to a tenth, a bomb to a thousandth."""
_BLANKS = b"\xef\xbb\xbf\xff\xfe\0 \t\r\n"
_SMALL = 20_000_000
"""What may be packed as tightly as it likes."""
_OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_XML = re.compile(r".*\.(?:xml|rels|vml)", re.I)


class Leaf(NamedTuple):
    """Something with shapes: a slide, its notes, a layout, a master.

    `label` says which, `key` does in every language.
    """

    key: str
    label: str
    page: Any
    blocks: bool = False
    """Whether tables and figures may stand there."""

    @property
    def root(self) -> Any:
        """Its XML."""
        return self.page.part._element


class Package:
    """A deck's file, read. Raises InputError for what is no deck or cannot be a harmless one."""

    def __init__(self, data: bytes, name: str) -> None:
        self._data, self._name = data, name
        self._changed: set[str] = set()
        guard(data, name)
        try:
            self.presentation = Presentation(io.BytesIO(data))
            self.leaves = tuple(self._leaves())
        except Exception as error:  # whatever a broken file makes python-pptx and lxml say
            text = "{file} cannot be read as a PowerPoint deck: {reason}"
            raise InputError(say(text, file=name, reason=_reason(error))) from None

    def _leaves(self) -> Iterator[Leaf]:
        """The slides in their order, each with its notes; then masters and layouts.

        Not `Presentation.slides`, which gives the slides' files other names.
        """
        main = self.presentation.part
        listed = main._element.sldIdLst
        for number, one in enumerate([] if listed is None else listed, start=1):
            slide = main.related_slide(one.rId)
            yield Leaf(f"{number}", say("slide {n}", n=number), slide, blocks=True)
            if slide.has_notes_slide:
                label = say("slide {n}, notes", n=number)
                yield Leaf(f"{number} notes", label, slide.notes_slide)
        for number, master in enumerate(self.presentation.slide_masters, start=1):
            yield Leaf(f"master {number}", say("master {n}", n=number), master)
            for layout in master.slide_layouts:
                label = say('layout "{name}"', name=layout.name)
                yield Leaf(f"layout {layout.name}", label, layout)

    @property
    def opc(self) -> Any:
        """The package as python-pptx holds it."""
        return self.presentation.part.package

    def touch(self, *parts: Any) -> None:
        """Note that these parts are no longer what they were."""
        self._changed |= {str(part.partname).lstrip("/") for part in parts}

    @property
    def changed(self) -> bool:
        """Whether anything is."""
        return bool(self._changed)

    def content(self) -> bytes:
        """The file; what was not changed keeps its bytes."""
        if not self._changed:
            return self._data
        made, out = io.BytesIO(), io.BytesIO()
        self.presentation.save(made)
        with (
            zipfile.ZipFile(io.BytesIO(self._data)) as old,
            zipfile.ZipFile(made) as new,
            zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as result,
        ):
            before = {info.filename: info for info in old.infolist()}
            for info in new.infolist():
                kept = before.get(info.filename)
                source = new
                if kept and info.filename not in self._changed and not _glue(info.filename):
                    source = old
                entry = zipfile.ZipInfo(info.filename, kept.date_time if kept else _EPOCH)
                entry.compress_type = kept.compress_type if kept else zipfile.ZIP_DEFLATED
                result.writestr(entry, source.read(info.filename))
        return out.getvalue()


_EPOCH = (1980, 1, 1, 0, 0, 0)


def _glue(name: str) -> bool:
    """What joins the parts, and goes with them."""
    return name.endswith(".rels") or name == "[Content_Types].xml"


def _reason(error: Exception) -> str:
    return shorten(error, 80) or type(error).__name__


def guard(data: bytes, name: str) -> None:
    """Look an archive over before anything of it is kept. Raises InputError."""
    if data.startswith(_OLD):
        text = "{file} is encrypted, or an old .ppt: save it as .pptx without a password"
        raise InputError(say(text, file=name))
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _sizes(archive, len(data), name)
            for info in archive.infolist():
                if _is_xml(archive, info) and not info.filename.lower().endswith(".svg"):
                    _plain(archive.read(info), info.filename, name)
    except InputError:
        raise
    except Exception as error:  # zipfile and zlib say many things of what is no archive
        text = "{file} is no PowerPoint deck, or a damaged one: {reason}"
        raise InputError(say(text, file=name, reason=_reason(error))) from None


def _sizes(archive: zipfile.ZipFile, packed: int, name: str) -> None:
    """Sizes as the archive declares them: zipfile never unpacks more than that."""
    infos = archive.infolist()
    whole = sum(info.file_size for info in infos)
    few = infos if len(infos) <= MOST_PARTS else []
    xml = [info.file_size for info in few if _is_xml(archive, info)]
    limits = (
        (len(infos), MOST_PARTS, "{file} holds {n} parts; a deck has at most {most}"),
        (whole, MOST_BYTES, "{file} unpacks to {n} bytes; a deck has at most {most}"),
        (sum(xml), MOST_XML, "{file} holds {n} bytes of XML; a deck has at most {most}"),
        (max(xml, default=0), MOST_PART, "{file} has a part of {n} bytes; one has at most {most}"),
    )
    for found, most, text in limits:
        if found > most:
            raise InputError(say(text, file=name, n=f"{found:,}", most=f"{most:,}"))
    if whole > _SMALL and whole > MOST_RATIO * packed:
        text = "{file} unpacks to {n} times its size; a deck does to at most {most} times"
        raise InputError(say(text, file=name, n=whole // packed, most=MOST_RATIO))
    if len({info.filename for info in infos}) < len(infos):
        text = "{file} holds a part twice: it is damaged, or made to mislead"
        raise InputError(say(text, file=name))


def _is_xml(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> bool:
    """Whether a part is XML, or could be taken for it."""
    if _XML.fullmatch(info.filename):
        return True
    with archive.open(info) as part:
        return part.read(64).lstrip(_BLANKS).startswith(b"<")


def _plain(xml: bytes, part: str, name: str) -> None:
    """No part of a deck declares entities, which could name files or grow without end."""
    if xml[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\0" in xml[:8]:
        xml = xml.replace(b"\0", b"")
    if b"<!DOCTYPE" in xml or b"<!ENTITY" in xml:
        text = "{file}: {part} declares a document type, which no deck does; it is not read"
        raise InputError(say(text, file=name, part=part))
