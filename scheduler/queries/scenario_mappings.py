"""Which mappings of columns has a network kept for its imports?"""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from scheduler.model import ImportMapping


def of_network(session: Session, network_id: UUID) -> list[ImportMapping]:
    """Give a network's mappings by name."""
    chosen = select(ImportMapping).where(ImportMapping.network_id == network_id)
    return sorted(session.scalars(chosen), key=lambda one: (one.name.casefold(), one.name))


def named(session: Session, network_id: UUID, name: str) -> ImportMapping | None:
    """Give the mapping of this name."""
    return session.scalar(
        select(ImportMapping).where(
            ImportMapping.network_id == network_id, ImportMapping.name == name
        )
    )
