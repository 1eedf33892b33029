"""How large is a workbook when it is unpacked, before anybody unpacks it?

A cell far out makes a reader set aside all the cells before it, so a small file could ask for all
of a machine's memory. Each part is unpacked in pieces and its XML looked through once: a part that
is XML and breaks off, or has a document type of its own, is refused (xlsx: ISO/IEC 29500-1
18.3.1.4 c@r, ods: OpenDocument 1.2 19.675 number-rows-repeated).
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from typing import NoReturn
from xml.parsers import expat

MOST_UNPACKED = 150 * 1024 * 1024
MOST_PARTS = 2_000
Merged = list[tuple[str, tuple[int, int], tuple[int, int]]]  # sheet, first and last cell, from 0
_PIECE = 1 << 16
_FIRST_BYTES = (b"<", b"\xef\xbb\xbf<", b"\xff\xfe<", b"\xfe\xff\x00<")
_REFERENCE = re.compile(r"([A-Za-z]{1,4})([0-9]{1,9})")


class TooHeavy(Exception):
    """It unpacks to more than is taken."""


class TooWide(Exception):
    """A cell stands beyond the rows and columns that are taken."""


class Broken(Exception):
    """It is not what it says it is."""


def weigh(content: bytes, *, rows: int, columns: int) -> Merged:
    """Look through a workbook, give what an ods has merged; raises TooHeavy, TooWide, Broken."""
    merged: Merged = []
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            parts = packed.infolist()
            if len(parts) > MOST_PARTS:
                raise TooHeavy
            names = [part.filename for part in parts]
            if len(set(names)) != len(names):
                raise Broken
            left = MOST_UNPACKED
            for part in parts:
                look = _Look(part.filename, rows, columns)
                left -= _weigh_part(packed, part, left, look)
                merged += look.merged
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError) as failed:
        raise Broken from failed
    return merged


def _weigh_part(packed: zipfile.ZipFile, part: zipfile.ZipInfo, most: int, look: _Look) -> int:
    weight, is_xml = 0, False
    with packed.open(part) as stream:
        while piece := stream.read(_PIECE):
            is_xml = is_xml or (weight == 0 and piece.lstrip().startswith(_FIRST_BYTES))
            weight += len(piece)
            if weight > most:
                raise TooHeavy
            if is_xml:
                look.at(piece)
    if is_xml:
        look.at(b"", last=True)
    return weight


class _Look:
    """Goes through the XML of one part and stops at a cell with something in it, too far out."""

    def __init__(self, name: str, rows: int, columns: int) -> None:
        self.name = name
        self.rows, self.columns = rows, columns
        self.merged: Merged = []
        self.row = self.column = 0
        self.times_row = self.times_column = 1
        parser = expat.ParserCreate()
        parser.StartElementHandler = self._begun
        parser.StartDoctypeDeclHandler = self._doctype
        parser.buffer_text = True
        self.parser = parser

    def at(self, piece: bytes, *, last: bool = False) -> None:
        """Look at the next piece."""
        try:
            self.parser.Parse(piece, last)
        except expat.ExpatError as failed:
            raise Broken from failed

    def _doctype(self, *_: object) -> NoReturn:
        raise Broken

    def _begun(self, tag: str, said: dict[str, str]) -> None:
        match tag.rpartition(":")[2]:
            case "row" if "r" in said:
                self._to(self._whole(said["r"]), 0)
            case "row":
                self._to(self.row + 1, 0)
            case "c":
                self._cell(said.get("r", ""))
            case "v" | "is" | "f":
                self._filled(self.row, self.column)
            case "table":
                self.name, self.row, self.times_row = said.get("table:name", self.name), 0, 1
            case "table-row":
                self._to(self.row + self.times_row, 0)
                self.times_row = self._times(said, "table:number-rows-repeated")
                self.times_column = 1
            case "table-cell" | "covered-table-cell":
                self._to(self.row, self.column + self.times_column)
                self.times_column = self._times(said, "table:number-columns-repeated")
                self._merge(said)
                if any(name.startswith(("office:", "calcext:")) for name in said):
                    self._spanned()
            case "p" if self.row and self.column:
                self._spanned()

    def _merge(self, said: dict[str, str]) -> None:
        down = self._times(said, "table:number-rows-spanned")
        right = self._times(said, "table:number-columns-spanned")
        if down > 1 or right > 1:
            first = (self.row - 1, self.column - 1)
            self.merged.append((self.name, first, (first[0] + down - 1, first[1] + right - 1)))

    def _cell(self, reference: str) -> None:
        if not reference:
            self.column += 1
            return
        found = _REFERENCE.fullmatch(reference)
        if found is None:
            raise Broken
        column = 0
        for letter in found[1].upper():
            column = column * 26 + ord(letter) - 64
        self._to(int(found[2]), column)

    def _to(self, row: int, column: int) -> None:
        self.row, self.column = row, column

    def _spanned(self) -> None:
        self._filled(self.row + self.times_row - 1, self.column + self.times_column - 1)

    def _filled(self, row: int, column: int) -> None:
        if row > self.rows or column > self.columns:
            raise TooWide(self.name)

    def _times(self, said: dict[str, str], name: str) -> int:
        return max(self._whole(said.get(name, "1")), 1)

    def _whole(self, text: str) -> int:
        if not re.fullmatch(r"[0-9]{1,9}", text):
            raise Broken
        return int(text)
