"""How is a letter written? As a row with its delivery as due work, once per key.

What happens to it then stands in scheduler/delivery.py.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from scheduler import due
from scheduler.clock import now
from scheduler.letters import Draft
from scheduler.model import Letter, Meeting, Person, ReplyAddress


def post(
    session: Session,
    *,
    key: str,
    kind: str,
    person: Person,
    meeting: Meeting | None = None,
    **columns: Any,
) -> Letter | None:
    """Write one letter and its delivery; a key that exists already is a no-op (None).

    `columns`: invitation, change_id, method, sequence, stamp.
    """
    if session.scalar(select(Letter.id).where(Letter.key == key)) is not None:
        return None
    letter = Letter(key=key, kind=kind, person=person, meeting=meeting, **columns)
    if meeting is not None:
        letter.network_id, letter.time_sequence = meeting.network_id, meeting.time_sequence
        _ensure_reply_address(session, person.id, meeting.network_id)
    session.add(letter)
    session.flush()
    due.add(
        session,
        kind="deliver",
        lane="network",
        key=f"deliver:{letter.id}",
        due_at=now(),
        letter_id=letter.id,
        meeting_id=letter.meeting_id,
        network_id=letter.network_id,
    )
    return letter


def post_draft(
    session: Session,
    meeting: Meeting,
    draft: Draft,
    *,
    change_id: UUID | None = None,
    stamp: datetime | None = None,
) -> Letter | None:
    """Write one letter with a calendar part; one per invitation and SEQUENCE, whatever its kind."""
    return post(
        session,
        key=f"{draft.invitation.id}:{meeting.sequence}",
        kind=draft.kind,
        person=draft.invitation.person,
        meeting=meeting,
        invitation=draft.invitation,
        change_id=change_id,
        method=draft.method,
        sequence=meeting.sequence,
        stamp=stamp or next_stamp(meeting),
    )


def post_to(session: Session, kind: str, person_id: UUID) -> Letter | None:
    """Write a letter that is about no meeting; each request is one letter."""
    person = session.get_one(Person, person_id)
    return post(session, key=f"{kind}:{person_id}:{now().isoformat()}", kind=kind, person=person)


def next_stamp(meeting: Meeting) -> datetime:
    """Give the next DTSTAMP of a meeting: now, and later than any before (RFC 5545 3.8.7.2)."""
    moment = now().replace(microsecond=0)
    if meeting.stamp is not None:
        moment = max(moment, meeting.stamp + timedelta(seconds=1))
    meeting.stamp = moment
    return moment


def _ensure_reply_address(session: Session, person_id: UUID, network_id: UUID) -> None:
    known = session.scalar(
        select(ReplyAddress.number).where(
            ReplyAddress.person_id == person_id, ReplyAddress.network_id == network_id
        )
    )
    if known is None:
        session.add(ReplyAddress(person_id=person_id, network_id=network_id))
        session.flush()
