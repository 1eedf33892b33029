"""What do the API's long lists hold, a part at a time?"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, joinedload

from scheduler.actor import POLICY, Actor
from scheduler.model import EventRow, Feed, Invitation, Letter, Meeting, Series
from scheduler.queries.paging import Part, part


def meetings(  # what is wanted, and which part of it
    session: Session,
    network_id: UUID,
    *,
    first: date | None,
    last: date | None,
    series_id: UUID | None,
    after: str,
    limit: int,
) -> Part[Meeting]:
    """Give a network's meetings in order of time, those of local days `first` to `last`."""
    chosen = select(Meeting).where(Meeting.network_id == network_id)
    if first is not None:
        chosen = chosen.where(Meeting.start >= datetime.combine(first, time.min))
    if last is not None:
        # A day has no last minute; and the last of all days has no next.
        chosen = chosen.where(Meeting.start <= datetime.combine(last, time.max))
    if series_id is not None:
        chosen = chosen.where(Meeting.series_id == series_id)
    return part(session, chosen, keys=(Meeting.starts_at, Meeting.id), after=after, limit=limit)


def answers(session: Session, meeting_ids: Iterable[UUID]) -> dict[UUID, dict[str, int]]:
    """Count the answers of those who are (still) invited, per meeting and answer."""
    wanted = list(meeting_ids)
    counted: dict[UUID, dict[str, int]] = {one: {} for one in wanted}
    rows = session.execute(
        select(Invitation.meeting_id, Invitation.answer, func.count())
        .where(Invitation.meeting_id.in_(wanted), Invitation.removed_at.is_(None))
        .group_by(Invitation.meeting_id, Invitation.answer)
    )
    for meeting_id, answer, count in rows:
        counted[meeting_id][answer] = count
    return counted


def series(session: Session, network_id: UUID, *, after: str, limit: int) -> Part[Series]:
    """Give a network's series, the first made first."""
    chosen = select(Series).where(Series.network_id == network_id)
    return part(session, chosen, keys=(Series.created_at, Series.id), after=after, limit=limit)


def laid(session: Session, series_ids: Iterable[UUID]) -> dict[UUID, int]:
    """Count the meetings that each series has made."""
    wanted = list(series_ids)
    rows = session.execute(
        select(Meeting.series_id, func.count())
        .where(Meeting.series_id.in_(wanted))
        .group_by(Meeting.series_id)
    )
    counted = dict.fromkeys(wanted, 0)
    return counted | {series_id: count for series_id, count in rows if series_id}


def feeds(session: Session, network_id: UUID, *, after: str, limit: int) -> Part[Feed]:
    """Give a network's living calendar addresses, the first made first."""
    chosen = select(Feed).where(Feed.network_id == network_id, Feed.revoked_at.is_(None))
    return part(session, chosen, keys=(Feed.created_at, Feed.id), after=after, limit=limit)


def letters(
    session: Session, by: Actor, *, state: str | None, after: str, limit: int
) -> Part[Letter]:
    """Give the letters that the asker may see, the newest first."""
    chosen = select(Letter).options(joinedload(Letter.person))
    chosen = _seen(chosen, Letter.network_id, "outbox:read", by)
    if state is not None:
        chosen = chosen.where(Letter.state == state)
    keys = (Letter.queued_at, Letter.id)
    return part(session, chosen, keys=keys, after=after, limit=limit, newest_first=True)


def facts(session: Session, by: Actor, *, after: int, limit: int) -> list[EventRow]:
    """Give the facts after number `after` that the asker may see, in order."""
    chosen = _seen(select(EventRow), EventRow.network_id, "events:read", by)
    return list(
        session.scalars(chosen.where(EventRow.id > after).order_by(EventRow.id).limit(limit))
    )


def _seen(chosen: Select[Any], network: Any, verb: str, by: Actor) -> Select[Any]:
    if by.administrator:
        return chosen
    mine = [network_id for network_id, roles in by.roles.items() if roles & POLICY[verb]]
    return chosen.where(network.in_(mine))
