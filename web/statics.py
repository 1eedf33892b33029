"""How do style sheets and scripts reach the browser?

Published once per process into a folder of its own: our style sheets as one, each file beside its
gzip, all under an address that holds their hash, so that browsers may keep them for ever.
"""

from __future__ import annotations

import atexit
import gzip
import hashlib
import re
import shutil
import tempfile
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from whitenoise import WhiteNoise

SOURCE = Path(__file__).parent / "static"
SUFFIXES = frozenset({".css", ".js", ".svg", ".png", ".ico"})


class Published(NamedTuple):
    """Where the files lie, and the hash in their addresses."""

    folder: Path
    version: str


def address(name: str) -> str:
    """Give the address of a static file: "app.css", "vendor/htmx/htmx.min.js"."""
    return f"/static/{published().version}/{name}"


def serve(application: Any, headers: dict[str, str]) -> Any:
    """Put the static files before an application."""
    folder, version = published()

    def dress(answer: Any, _path: str, _url: str) -> None:
        for name, value in headers.items():
            answer[name] = value

    return WhiteNoise(
        application,
        root=str(folder),
        prefix=f"static/{version}/",
        immutable_file_test=lambda _path, _url: True,
        allow_all_origins=False,
        add_headers_function=dress,
    )


@cache
def published() -> Published:
    """Write the files out, once."""
    files = gathered()
    whole = hashlib.sha256()
    for name, content in sorted(files.items()):
        whole.update(name.encode() + b"\0" + content)
    folder = Path(tempfile.mkdtemp(prefix="kallelse-static-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        path.with_name(f"{path.name}.gz").write_bytes(gzip.compress(content, 9, mtime=0))
    return Published(folder, whole.hexdigest()[:12])


def gathered() -> dict[str, bytes]:
    """Give every file by its name; css/*.css become one app.css, in the order of their names.

    Those up to 40 are plain.css too: all that pages without navigation need.
    """
    ours = sorted((SOURCE / "css").glob("*.css"))
    files = {
        path.relative_to(SOURCE).as_posix(): path.read_bytes()
        for path in SOURCE.rglob("*")
        if path.suffix in SUFFIXES and path not in ours
    }
    whole = [path.read_text("utf-8") for path in ours]
    plain = [path.read_text("utf-8") for path in ours if path.name < "41"]
    return files | {"app.css": _tight(whole), "plain.css": _tight(plain)}


def _tight(sheets: list[str]) -> bytes:
    """Put style sheets together without what is there for people alone: remarks and indents."""
    said = re.sub(r"/\*.*?\*/", "", "\n".join(sheets), flags=re.DOTALL)
    return re.sub(r" ?([{};]) ?", r"\1", " ".join(said.split())).encode()
