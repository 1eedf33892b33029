"""What is a file, whatever its name says, and what would it make of a scenario?"""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from typing import Any, Literal

from scheduler.exercise.comparing import differences
from scheduler.exercise.content import Content
from scheduler.exercise.editing import changed
from scheduler.exercise.msel import foreign, package, preview, reading
from scheduler.exercise.msel.book import Asked
from scheduler.exercise.msel.package import Brought
from scheduler.exercise.msel.preview import Preview
from scheduler.sniffing import kind_of

Kind = Literal["xlsx", "ods", "csv", "zip", "json"]
_OFFICE = {reading.XLSX: "xlsx", reading.ODS: "ods"}
_TYPES = {"xlsx": reading.XLSX, "ods": reading.ODS, "csv": reading.CSV}


def look(content: bytes, *, base: Content | None, asked: Asked) -> Preview:
    """Say what a file would make of a scenario (`base`), or of a new one."""
    kind = kind_of_file(content)
    if kind in _TYPES:
        sheets = reading.read(content, _TYPES[kind])
        return preview.of_sheets(sheets, base=base, asked=asked)
    if kind == "zip":
        parts = package.unpacked(content)
        data = None if package.MANIFEST in parts else foreign.zipped(parts)
        if data is None:
            return _whole(package.read(parts), base)
    else:
        data = package.loaded(content)
    sheet = foreign.sheet_of(data) if not _is_ours(data) else None
    if sheet is None:
        return _whole(package.scenario(data), base)
    return _with(preview.of_sheets([sheet], base=base, asked=asked), foreign.about(data), base)


def kind_of_file(content: bytes) -> Kind:
    """Say what is in a file; raises NoSuchType for what is no scenario in any form."""
    if content.startswith(b"PK\x03\x04"):
        return _container(content)
    beginning = content[:1_000].removeprefix(b"\xef\xbb\xbf").lstrip()
    if beginning.startswith((b"{", b"[")):
        return "json"
    if beginning.startswith((b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"\xd0\xcf\x11\xe0", b"<")):
        raise reading.NoSuchType(field="file")
    return "csv"


def _container(content: bytes) -> Kind:
    known = kind_of(content)
    if known is not None and known.media_type in _OFFICE:
        return "xlsx" if known.media_type == reading.XLSX else "ods"
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            is_office = bool({"[Content_Types].xml", "mimetype"} & set(packed.namelist()))
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        raise package.NotAPackage(field="file") from None
    if is_office:
        raise reading.NoSuchType(field="file")
    return "zip"


def _is_ours(data: object) -> bool:
    """Tell our own JSON: it says its language, bare or as the API gives it."""
    inner = data.get("content", data) if isinstance(data, dict) else None
    return isinstance(inner, dict) and "language" in inner


def _with(found: Preview, about: dict[str, Any], base: Content | None) -> Preview:
    """Add what another tool says beside its injects, to a new scenario alone."""
    if found.content is None or base is not None:
        return found
    fields = {name: value for name, value in about.items() if not getattr(found.content, name)}
    return replace(found, content=changed(found.content, fields))


def _whole(brought: Brought, base: Content | None) -> Preview:
    """Say what a whole scenario would make of another: it takes its place."""
    content = brought.content
    counts = {
        "injects": len(content.injects) if content else 0,
        "expected": sum(len(one.expected) for one in content.injects) if content else 0,
        "groups": len(content.groups) if content else 0,
        "modules": len(content.modules) if content else 0,
        "objectives": len(content.objectives) if content else 0,
        "personas": len(content.personas) if content else 0,
        "papers": len(brought.papers),
    }
    for level in ("error", "warning", "info"):
        counts[f"{level}s"] = sum(one.level == level for one in brought.messages)
    return Preview(
        messages=brought.messages,
        counts=counts,
        content=content,
        changes=tuple(differences(base, content)) if base and content else (),
        papers=brought.papers,
    )
