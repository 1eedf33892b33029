"""How does a whole scenario travel, with its papers, and lose nothing? One zip of our own.

`manifest.json` (format, version, hashes), `content.json` (canonical), `papers/<sha256>`. The same
scenario gives the same bytes. Reading trusts no name and no comment in the zip: what each part must
be stands in the manifest, and its hash decides.
"""

from __future__ import annotations

import hashlib
import io
import json
import re
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from pydantic import ValidationError

from scheduler.errors import N_, Refused
from scheduler.exercise.canonical import canonical
from scheduler.exercise.content import Content
from scheduler.exercise.msel import messages
from scheduler.exercise.msel.messages import Message

FORMAT, VERSION = "kallelse-scenario", 1
MANIFEST, CONTENT, PAPERS = "manifest.json", "content.json", "papers/"
MOST_PARTS, MOST_JSON, MOST_UNPACKED = 1_000, 10 * 1024 * 1024, 250 * 1024 * 1024
_PIECE = 1 << 16
_ZIPPED = (2000, 1, 1, 0, 0, 0)
_NOT_OURS = re.compile(r"^__MACOSX/|(?:^|/)\.DS_Store$")  # what a Mac adds
_HASH = re.compile(r"[0-9a-f]{64}")


class NotAPackage(Refused):
    """A zip of something else, or broken."""

    message = N_(
        "This zip is no scenario package, or it is broken. Export the scenario once more and "
        "send the file as it is."
    )


class NewerPackage(Refused):
    """Written by a later version of the service."""

    message = N_(
        "The package is of format %(version)s, and this service reads up to %(known)s. "
        "Update the service, or export in an older format."
    )


class PackageTooLarge(Refused):
    """It unpacks to more than is taken."""

    message = N_("The package is too large: unpacked at most %(megabytes)s MB are taken.")
    status = 413


class OddName(Refused):
    """A part's name leads out of the package, or stands twice."""

    message = N_("The package has a part with a name that is not taken: “%(name)s”.")


class WrongHash(Refused):
    """What is in a part is not what the manifest says."""

    message = N_(
        "“%(name)s” in the package is not as it was when it was exported. Export the scenario "
        "once more."
    )


@dataclass(frozen=True, slots=True)
class Brought:
    """What a file brings: a scenario (None: `messages` say why not), papers by SHA-256."""

    content: Content | None
    messages: tuple[Message, ...] = ()
    papers: Mapping[str, bytes] = field(default_factory=dict)


def write(content: Content, papers: Mapping[str, bytes]) -> bytes:
    """Write the package; `papers` by SHA-256 (what is not there is left out, and said so)."""
    said = canonical(content).encode()
    wanted = sorted({paper.sha256 for paper in content.papers} & set(papers))
    manifest = {
        "format": FORMAT,
        "version": VERSION,
        "content": hashlib.sha256(said).hexdigest(),
        "papers": {one: len(papers[one]) for one in wanted},
        "missing": sorted({paper.sha256 for paper in content.papers} - set(papers)),
    }
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as packed:
        _put(packed, MANIFEST, json.dumps(manifest, indent=1, sort_keys=True).encode())
        _put(packed, CONTENT, said)
        for one in wanted:
            _put(packed, f"{PAPERS}{one}", papers[one])
    return written.getvalue()


def unpacked(content: bytes) -> dict[str, bytes]:
    """Unpack a zip into its parts by name; raises a refusal for what no honest zip has."""
    parts: dict[str, bytes] = {}
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            infos = packed.infolist()
            if len(infos) > MOST_PARTS:
                raise _too_large()
            left = MOST_UNPACKED
            for info in infos:
                if info.is_dir() or _NOT_OURS.search(info.filename):
                    continue
                name = _checked(info, parts)
                parts[name] = _read(packed, info, left)
                left -= len(parts[name])
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, OSError):
        raise NotAPackage(field="file") from None
    return _without_folder(parts)


def read(parts: Mapping[str, bytes]) -> Brought:
    """Give what a package brings; raises a refusal for what is none."""
    manifest = loaded(parts.get(MANIFEST, b""))
    if not isinstance(manifest, dict) or manifest.get("format") != FORMAT or CONTENT not in parts:
        raise NotAPackage(field="file")
    if manifest.get("version") != VERSION:
        raise NewerPackage(field="file", version=str(manifest.get("version"))[:20], known=VERSION)
    if hashlib.sha256(parts[CONTENT]).hexdigest() != manifest.get("content"):
        raise WrongHash(field="file", name=CONTENT)
    said = scenario(loaded(parts[CONTENT]))
    if said.content is None:
        return said
    return Brought(said.content, (), _papers(said.content, manifest, parts))


def scenario(data: Any) -> Brought:
    """Give the content that JSON says, bare or as the API gives it."""
    inner = data.get("content") if isinstance(data, dict) else None
    try:
        return Brought(Content.model_validate(inner if isinstance(inner, dict) else data))
    except ValidationError as invalid:
        return Brought(None, messages.of_json(invalid))


def loaded(content: bytes) -> Any:
    """Read JSON; raises NotAPackage for what is none."""
    if len(content) > MOST_JSON:
        raise _too_large()
    try:
        return json.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        raise NotAPackage(field="file") from None


def _papers(
    content: Content, manifest: dict[str, Any], parts: Mapping[str, bytes]
) -> dict[str, bytes]:
    listed = manifest.get("papers")
    if not isinstance(listed, dict) or not all(_HASH.fullmatch(str(one)) for one in listed):
        raise NotAPackage(field="file")
    sizes = {paper.sha256: paper.size for paper in content.papers}
    papers: dict[str, bytes] = {}
    for sha256 in listed:
        name = f"{PAPERS}{sha256}"
        inside = parts.get(name)
        if inside is None or hashlib.sha256(inside).hexdigest() != sha256:
            raise WrongHash(field="file", name=name)
        if sizes.get(sha256) != len(inside):
            raise WrongHash(field="file", name=name)
        papers[sha256] = inside
    if set(parts) != {MANIFEST, CONTENT, *(f"{PAPERS}{one}" for one in listed)}:
        raise NotAPackage(field="file")
    return papers


def _checked(info: zipfile.ZipInfo, parts: Mapping[str, bytes]) -> str:
    name = info.filename
    steps = name.split("/")
    odd = "\\" in name or ":" in name or not name.isprintable() or {"", ".", ".."} & set(steps)
    if odd or name in parts or info.flag_bits & 0x1:
        raise OddName(field="file", name=name[:80])
    return name


def _without_folder(parts: dict[str, bytes]) -> dict[str, bytes]:
    """Take away the folder that a package has round it when it was zipped anew."""
    folders = {name.split("/")[0] for name in parts}
    if len(folders) != 1 or not all("/" in name for name in parts):
        return parts
    return {name.partition("/")[2]: content for name, content in parts.items()}


def _read(packed: zipfile.ZipFile, info: zipfile.ZipInfo, most: int) -> bytes:
    pieces, weight = [], 0
    with packed.open(info) as stream:
        while piece := stream.read(_PIECE):
            weight += len(piece)
            if weight > most:
                raise _too_large()
            pieces.append(piece)
    return b"".join(pieces)


def _put(packed: zipfile.ZipFile, name: str, content: bytes) -> None:
    info = zipfile.ZipInfo(name, _ZIPPED)
    info.compress_type, info.create_system, info.external_attr = (
        zipfile.ZIP_DEFLATED,
        3,
        0o600 << 16,
    )
    packed.writestr(info, content, compresslevel=6)


def _too_large() -> PackageTooLarge:
    return PackageTooLarge(field="file", megabytes=MOST_UNPACKED // 1024**2)
