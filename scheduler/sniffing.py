"""What is in a file, whatever its name says?

Only kinds that meetings need are known: what is not known is not taken. An office file is a
container (ZIP): what it holds decides, and one with macros is refused.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass

MOST_MEMBERS = 5_000
_OFFICE = "application/vnd.openxmlformats-officedocument"
_ODF = "application/vnd.oasis.opendocument"
_IMAGES: Mapping[bytes, tuple[str, str]] = {
    b"\x89PNG\r\n\x1a\n": ("image/png", ".png"),
    b"\xff\xd8\xff": ("image/jpeg", ".jpg"),
}
_HOLDS: Mapping[str, tuple[str, str]] = {
    "word/document.xml": (f"{_OFFICE}.wordprocessingml.document", ".docx"),
    "xl/workbook.xml": (f"{_OFFICE}.spreadsheetml.sheet", ".xlsx"),
    "ppt/presentation.xml": (f"{_OFFICE}.presentationml.presentation", ".pptx"),
}
_OPEN: Mapping[str, str] = {"text": ".odt", "spreadsheet": ".ods", "presentation": ".odp"}
_MACROS = ("vbaproject.bin", "basic/", "scripts/")


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of file: its media type (RFC 6838) and the ending that says so."""

    media_type: str
    ending: str


def kind_of(content: bytes) -> Kind | None:
    """Say what kind of file this is; None for what is not taken."""
    if content.startswith(b"%PDF-"):
        return Kind("application/pdf", ".pdf")
    for begins, kind in _IMAGES.items():
        if content.startswith(begins):
            return Kind(*kind)
    if content.startswith(b"PK\x03\x04"):
        return _container(content)
    return Kind("text/plain", ".txt") if _is_text(content) else None


def _container(content: bytes) -> Kind | None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            names = packed.namelist()
            if len(names) > MOST_MEMBERS or _has_macros(names):
                return None
            return _open_document(packed, names) or _office(names)
    except (zipfile.BadZipFile, ValueError, NotImplementedError, RuntimeError, OSError):
        return None


def _office(names: list[str]) -> Kind | None:
    held = next((_HOLDS[name] for name in names if name in _HOLDS), None)
    return Kind(*held) if held and "[Content_Types].xml" in names else None


def _open_document(packed: zipfile.ZipFile, names: list[str]) -> Kind | None:
    if not names or names[0] != "mimetype" or packed.getinfo("mimetype").file_size > 200:
        return None
    said = packed.read("mimetype").decode("ascii", "replace").strip()
    ending = _OPEN.get(said.removeprefix(f"{_ODF}."))
    return Kind(said, ending) if ending else None


def _has_macros(names: list[str]) -> bool:
    return any(part in name.casefold() for name in names for part in _MACROS)


def _is_text(content: bytes) -> bool:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return False
    marked = text.lstrip().casefold().startswith(("<", "#!", "{\\rtf"))
    return (
        bool(text.strip())
        and not marked
        and all(sign.isprintable() or sign in "\r\n\t\f" for sign in text)
    )
