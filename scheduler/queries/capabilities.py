"""What does a network want to be able to do?"""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from scheduler.model import Capability


def of_network(session: Session, network_id: UUID) -> list[Capability]:
    """Give a network's capabilities by code."""
    chosen = select(Capability).where(Capability.network_id == network_id)
    return list(session.scalars(chosen.order_by(Capability.code)))
