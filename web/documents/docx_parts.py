"""Which parts of a Word file does its library have no words for?"""

from __future__ import annotations

import zipfile
from io import BytesIO
from typing import Any

from docx.document import Document as Word
from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement
from docx.text.paragraph import Paragraph

_SAME_TIME = (2000, 1, 1, 0, 0, 0)


def element(name: str, **attributes: str) -> Any:
    """Make an element with attributes of the same namespace."""
    made = OxmlElement(name)
    for attribute, value in attributes.items():
        made.set(qn(f"w:{attribute}"), value)
    return made


def speak(word: Word, locale: str) -> None:
    """Say which language the text is in, so that it is read and spelt so."""
    for spoken in word.styles.element.iter(qn("w:lang")):
        spoken.set(qn("w:val"), locale)


def number_pages(paragraph: Paragraph) -> None:
    """Let a paragraph of the footer show the number of the page."""
    run = paragraph.add_run()._r  # noqa: SLF001  # the library has no fields
    words = element("w:instrText")
    words.text = "PAGE"
    for part in (element("w:fldChar", fldCharType="begin"), words):
        run.append(part)
    run.append(element("w:fldChar", fldCharType="end"))


class Numberings:
    """The numberings of a file's lists: each list begins its own."""

    def __init__(self, word: Word) -> None:
        self._part = word.part.numbering_part.element
        self._last: int = max(num.numId for num in self._part.num_lst)
        self._kinds = {style.name: self._kind(style.element) for style in word.styles}

    def begin(self, style: str, start: int) -> int:
        """Begin a numbering of a list style anew, from `start`; gives its id."""
        self._last += 1
        made = element("w:num", numId=str(self._last))
        made.append(element("w:abstractNumId", val=str(self._kinds[style])))
        made.add_lvlOverride(ilvl=0).add_startOverride(start)
        self._part.append(made)
        return self._last

    def _kind(self, style: Any) -> int | None:
        found = style.find(f".//{qn('w:numId')}")
        if found is None:
            return None
        return int(self._part.num_having_numId(int(found.get(qn("w:val")))).abstractNumId.val)


def repeat(row: Any) -> None:
    """Let a table's row stand at the top of each page, and be read as its head."""
    properties = row._tr.get_or_add_trPr()  # noqa: SLF001  # the library has no name for it
    properties.append(element("w:tblHeader", val="true"))


def count(paragraph: Paragraph, number: int) -> None:
    """Let a paragraph be counted in a numbering."""
    properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()  # noqa: SLF001  # as above
    properties.get_or_add_ilvl().val = 0
    properties.get_or_add_numId().val = number


def settled(content: bytes) -> bytes:
    """Write the file anew without the times at which it was written: same text, same bytes."""
    written = BytesIO()
    with (
        zipfile.ZipFile(BytesIO(content)) as found,
        zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as made,
    ):
        for name in found.namelist():
            entry = zipfile.ZipInfo(name, _SAME_TIME)
            made.writestr(entry, found.read(name), zipfile.ZIP_DEFLATED)
    return written.getvalue()
