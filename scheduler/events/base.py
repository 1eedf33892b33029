"""What has every fact?"""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, kw_only=True, slots=True)
class Event:
    """What every fact has: by whom (Actor.name), about what, and in which network."""

    by: str
    subject: UUID
    network_id: UUID | None = None
