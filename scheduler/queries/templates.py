"""Which points stand on each agenda of a network or a series?"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from scheduler.model import AgendaTemplate


def of_network(
    session: Session, network_id: UUID, series_id: UUID | None = None
) -> list[dict[str, Any]]:
    """Give standing points, shaped as AgendaItemInput; a series with none has its network's."""
    kept = own(session, network_id, series_id)
    if series_id is not None and (kept is None or not kept.items):
        kept = own(session, network_id, None)
    return list(kept.items) if kept is not None else []


def own(session: Session, network_id: UUID, series_id: UUID | None) -> AgendaTemplate | None:
    """Give the template that was written for a network (no series) or for that very series."""
    series = AgendaTemplate.series_id
    written = select(AgendaTemplate).where(
        AgendaTemplate.network_id == network_id,
        series.is_(None) if series_id is None else series == series_id,
    )
    return session.scalars(written).first()
