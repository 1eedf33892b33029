"""What time is it? The only place that asks, and where zones come from.

Zones are read from the pinned `tzdata` package alone: a system's copy may be another law.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo, reset_tzpath

reset_tzpath(())


def _system() -> datetime:
    return datetime.now(UTC)  # noqa: TID251  # here and nowhere else


_source: Callable[[], datetime] = _system


def now() -> datetime:
    """Give the present instant in UTC."""
    return _source()


def today(zone: str) -> date:
    """Give today's date where `zone` (IANA name) is."""
    return now().astimezone(ZoneInfo(zone)).date()


@contextmanager
def told_by(source: Callable[[], datetime]) -> Iterator[None]:
    """Let `source` tell the time meanwhile: rehearsals and tests have their own clock."""
    global _source  # noqa: PLW0603  # one clock for the process
    before, _source = _source, source
    try:
        yield
    finally:
        _source = before
