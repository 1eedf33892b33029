"""What time is it? The only place that asks."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo


def now() -> datetime:
    """Give the present instant in UTC, whole seconds and microseconds as the system has them."""
    return datetime.now(UTC)  # noqa: TID251  # here and nowhere else


def today(zone: str) -> date:
    """Give today's date where `zone` (IANA name) is."""
    return now().astimezone(ZoneInfo(zone)).date()
