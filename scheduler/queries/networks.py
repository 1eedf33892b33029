"""Which network is meant?"""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from scheduler.errors import NotFound
from scheduler.model import Network


def find(session: Session, slug_or_id: str) -> Network | None:
    """Give the network of this short name or id."""
    by_slug = session.scalar(select(Network).where(Network.slug == slug_or_id))
    return by_slug or _by_id(session, slug_or_id)


def get(session: Session, slug_or_id: str) -> Network:
    """Give the network of this short name or id; raises NotFound."""
    network = find(session, slug_or_id)
    if network is None:
        raise NotFound
    return network


def _by_id(session: Session, text: str) -> Network | None:
    try:
        return session.get(Network, UUID(text))
    except ValueError:
        return None
