"""What does a registry get of a meeting: one file with all of it, and sums to check it by?

The same records give the same bytes: names in order, times fixed.
"""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Callable, Mapping
from io import BytesIO
from typing import Any

_SAME_TIME = (1980, 1, 1, 0, 0, 0)  # the earliest that the format knows
_READABLE = 0o644 << 16
MANIFEST, SUMS = "manifest.json", "manifest.sha256"


def package(files: Mapping[str, Callable[[], bytes]], about: Mapping[str, Any]) -> bytes:
    """Pack files, each by the name it has in the package, with a manifest and sums to check.

    A file's bytes are asked for when its turn comes. `about` is said in the manifest.
    """
    written = BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as made:
        listed = [_add(made, name, files[name]()) for name in sorted(files)]
        manifest = json.dumps({**about, "files": listed}, ensure_ascii=False, indent=2) + "\n"
        listed.append(_add(made, MANIFEST, manifest.encode()))
        _add(made, SUMS, "".join(f"{one['sha256']}  {one['name']}\n" for one in listed).encode())
    return written.getvalue()


def _add(made: zipfile.ZipFile, name: str, content: bytes) -> dict[str, Any]:
    entry = zipfile.ZipInfo(name, _SAME_TIME)
    entry.external_attr = _READABLE
    made.writestr(entry, content, zipfile.ZIP_DEFLATED)
    return {"name": name, "bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}
