"""What does each invitee's calendar know of a meeting, and how did it get there?"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from scheduler import history, letters
from scheduler.model import Feed, Invitation, Letter, Meeting

ON_ITS_WAY = ("queued", "sending")


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """What one person has been told, and by which roads it reaches them.

    `called_at`: when the first letter left. `told_sequence`, `told_at`: what the calendar took
    last. `behind`: they were told, but not how the meeting stands now; `waiting`: a letter is on
    its way. `bounced_at`, `bounce`: since when their address takes no mail, and what its server
    said (empty for a protected person: it names the address). `feed_fetched_at`, `feed_program`:
    the last fetch of a calendar that is theirs.
    """

    called_at: datetime | None
    told_sequence: int | None
    told_at: datetime | None
    behind: bool
    waiting: bool
    bounced_at: datetime | None
    bounce: str
    feed_fetched_at: datetime | None
    feed_program: str


def of_meeting(
    session: Session, meeting: Meeting, invitations: Collection[Invitation]
) -> dict[UUID, Delivery]:
    """Give what these invitees of a meeting know, by invitation; as many queries as for one."""
    told = history.told(session, meeting.id)
    sent = _letters(session, [one.id for one in invitations])
    fetched = _fetches(session, meeting, [one.person_id for one in invitations])
    return {
        one.id: Delivery(
            called_at=sent.get(one.id, _NO_LETTER)[0],
            told_sequence=one.told_sequence,
            told_at=one.told_at,
            behind=letters.is_behind(meeting, told.get(one.id)),
            waiting=sent.get(one.id, _NO_LETTER)[1],
            bounced_at=one.person.bounced_at,
            bounce="" if one.person.protected else one.person.bounce,
            feed_fetched_at=fetched.get(one.person_id, _NO_FETCH)[0],
            feed_program=fetched.get(one.person_id, _NO_FETCH)[1],
        )
        for one in invitations
    }


_NO_LETTER: tuple[datetime | None, bool] = (None, False)
_NO_FETCH: tuple[datetime | None, str] = (None, "")


def _letters(
    session: Session, invitations: Collection[UUID]
) -> Mapping[UUID, tuple[datetime | None, bool]]:
    """Give when each invitation's first letter left, and whether one is on its way."""
    waiting = func.count(Letter.id).filter(Letter.state.in_(ON_ITS_WAY))
    rows = session.execute(
        select(Letter.invitation_id, func.min(Letter.sent_at), waiting)
        .where(Letter.invitation_id.in_(invitations))
        .group_by(Letter.invitation_id)
    )
    return {invitation: (first, count > 0) for invitation, first, count in rows if invitation}


def _fetches(
    session: Session, meeting: Meeting, people: Collection[UUID]
) -> Mapping[UUID, tuple[datetime | None, str]]:
    """Give the last fetch of each person's own calendars in which the meeting can stand."""
    rows = session.execute(
        select(Feed.person_id, Feed.fetched_at, Feed.fetched_by)
        .where(
            Feed.person_id.in_(people),
            or_(Feed.network_id.is_(None), Feed.network_id == meeting.network_id),
            Feed.revoked_at.is_(None),
            Feed.fetched_at.is_not(None),
        )
        .order_by(Feed.fetched_at, Feed.id)
    )
    return {person: (at, program) for person, at, program in rows if person}
