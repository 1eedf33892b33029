"""Another law about the clocks: a `tzdata` package with one zone that is not the real one."""

from __future__ import annotations

import importlib.util
import shutil
import struct
import sys
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from scheduler.calendar import timezone
from scheduler.calendar.lint import zones as lint_zones

RELEASE = "2099z"
SINCE = datetime(2020, 1, 1, tzinfo=UTC)


def always(hours: int, since: datetime = SINCE) -> bytes:
    """A zone that has one offset from `since` on, Central European Time before (RFC 9636)."""
    kinds = struct.pack(">lbb", 3_600, 0, 0) + struct.pack(">lbb", 3_600 * hours, 0, 4)
    names = b"CET\0" + f"{hours:+03d}\0".encode()
    head = b"TZif2" + bytes(15)
    old = head + struct.pack(">6l", 0, 0, 0, 0, 1, 4) + kinds[:6] + names[:4]
    new = (
        head
        + struct.pack(">6l", 0, 0, 0, 1, 2, len(names))
        + struct.pack(">qb", int(since.timestamp()), 1)
    )
    return old + new + kinds + names + f"\n<{hours:+03d}>{-hours}\n".encode()


def a_package(folder: Path, zones: dict[str, bytes], release: str = RELEASE) -> Path:
    """Write a tzdata package with these zones and everything else as it is; gives its path."""
    real = importlib.util.find_spec("tzdata")
    assert real is not None
    assert real.origin is not None
    package = folder / "tzdata"
    shutil.copytree(Path(real.origin).parent, package)
    (package / "__init__.py").write_text(f'IANA_VERSION = "{release}"\n__version__ = "2099.1"\n')
    for name, tzif in zones.items():
        (package / "zoneinfo" / name).write_bytes(tzif)
    return package


def enact(monkeypatch: pytest.MonkeyPatch, package: Path) -> None:
    """Let a tzdata package be the law in this process, until the test ends."""
    for name in [one for one in sys.modules if one.partition(".")[0] == "tzdata"]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.syspath_prepend(str(package.parent))
    forget()


def forget() -> None:
    """Read all zones anew."""
    for cache in (timezone.zone, timezone._footer, timezone._names, lint_zones.zone):
        cache.cache_clear()
    ZoneInfo.clear_cache()
